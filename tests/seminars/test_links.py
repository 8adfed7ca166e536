"""What editions are linked with, what else stands below them, and job shadowings."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jumelage.accounts.actor import NOBODY, Role
from jumelage.fields.models import Name
from jumelage.journal.models import Row
from jumelage.journal.rules import NotPermitted, Refusal
from jumelage.seminars import actions
from jumelage.seminars.models import (
    EventLinkValue,
    ExternalEvent,
    ExternalPublication,
    FocusTopic,
    FrameworkInitiative,
    JobShadowing,
    Objective,
    OrganiserValue,
    Project,
    ProjectLinkValue,
)
from jumelage.values import LocalText, PartialDate, Quantity
from tests.factories import world as make
from tests.factories.world import BY
from tests.seminars.scene import acts, known, scene, state_of

pytestmark = pytest.mark.django_db

NAMES = [Name("Forum der Städte", "de"), Name("Форум городов", "ru")]


def test_an_event_is_entered_changed_and_deleted() -> None:
    at = scene()
    made = actions.add_event(
        by=at.by, names=NAMES, ordinal=3, is_roman=True, dates="2019-06", city=at.home.city, organiser=at.body, attendance="~300"
    )
    stored = ExternalEvent.objects.get()
    assert [name.as_value() for name in stored.names.all()] == NAMES
    assert (stored.ordinal, stored.is_roman, stored.dates, stored.city) == (3, True, PartialDate.parse("2019-06"), at.home.city)
    assert (stored.organiser, stored.attendance, stored.introduced_by) == (at.body, Quantity.parse("~300"), at.home)
    made = actions.change_event(by=at.by, event=made, version=1, names=NAMES[:1], attendance="numerous")
    assert [name.as_value() for name in made.names.all()] == NAMES[:1]
    assert acts(made) == [("add", at.by.id), ("change", at.by.id)]
    actions.delete_event(by=at.by, event=made)
    assert (ExternalEvent.objects.exists(), state_of(made.public_id)) == (False, "gone")


def test_an_initiative_is_entered_changed_and_deleted() -> None:
    at = scene()
    made = actions.add_initiative(by=at.by, names=NAMES, period="2019", description=LocalText.of(de="Ein Jahr."))
    stored = FrameworkInitiative.objects.get()
    assert ([name.as_value() for name in stored.names.all()], stored.period) == (NAMES, PartialDate.parse("2019"))
    assert (stored.description.text("de"), stored.introduced_by) == ("Ein Jahr.", at.home)
    made = actions.change_initiative(by=at.by, initiative=made, version=1, names=NAMES, period="2019/2020")
    assert made.period == PartialDate.parse("2019/2020")
    actions.delete_initiative(by=at.by, initiative=made)
    assert (FrameworkInitiative.objects.exists(), state_of(made.public_id)) == (False, "gone")


def test_a_project_is_entered_changed_and_deleted() -> None:
    at = scene()
    made = actions.add_project(by=at.by, names=NAMES, cities=[at.guest.city], institutions=[at.body], funding="Stiftung")
    stored = Project.objects.get()
    assert [name.as_value() for name in stored.names.all()] == NAMES
    assert (list(stored.cities.all()), list(stored.institutions.all()), stored.funding) == (
        [at.guest.city],
        [at.body],
        "Stiftung",
    )
    made = actions.change_project(by=at.by, project=made, version=1, names=NAMES, funding="")
    assert (list(made.cities.all()), list(made.institutions.all())) == ([at.guest.city], [at.body])
    made = actions.change_project(by=at.by, project=made, version=2, names=NAMES, cities=[], institutions=[])
    assert (list(made.cities.all()), list(made.institutions.all())) == ([], [])
    actions.delete_project(by=at.by, project=made)
    assert (Project.objects.exists(), state_of(made.public_id)) == (False, "gone")


SHARED = [
    ("event", actions.add_event, actions.change_event, actions.delete_event),
    ("initiative", actions.add_initiative, actions.change_initiative, actions.delete_initiative),
    ("project", actions.add_project, actions.change_project, actions.delete_project),
]


@pytest.mark.parametrize(("name", "add", "change", "delete"), SHARED, ids=[row[0] for row in SHARED])
def test_what_is_shared_is_written_by_coordinators_and_never_without_a_name(
    name: str, add: Any, change: Any, delete: Any
) -> None:
    at = scene()
    row = getattr(make, name)(introduced_by=at.guest)
    for attempt in (
        lambda: add(by=at.by, names=[]),
        lambda: change(by=at.abroad, version=1, names=[Name(" ", "de")], **{name: row}),
    ):
        with pytest.raises(Refusal) as caught:
            attempt()
        assert caught.value.field == "names"
    for attempt in (
        lambda: add(by=make.actor(at.home, Role.EDITOR), names=NAMES),
        lambda: add(by=NOBODY, names=NAMES),
        lambda: change(by=at.by, version=1, names=NAMES, **{name: row}),
        lambda: delete(by=at.by, **{name: row}),
    ):
        with pytest.raises(NotPermitted), transaction.atomic():
            attempt()
    proposal = make.proposal(row, made_by=at.by)
    change(by=at.abroad, version=1, names=NAMES, proposal=proposal, **{name: row})
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


def test_an_edition_says_who_ran_it_and_what_it_was_linked_with() -> None:
    at = scene()
    person, event, project, initiative = make.person(introduced_by=at.home), make.event(), make.project(), make.initiative()
    lists: dict[str, Any] = {
        "organisers": [OrganiserValue(at.body.pk, at.home.pk, person.pk)],
        "events": [EventLinkValue(event.pk, "attended")],
        "projects": [ProjectLinkValue(project.pk, "visited"), ProjectLinkValue(project.pk, "discussed")],
    }
    made = actions.document_edition(by=at.by, series=at.series, state="held", number=2, initiatives=[initiative], **lists)
    assert {name: [row.as_value() for row in getattr(made, name).all()] for name in lists} == lists
    assert list(made.initiatives.all()) == [initiative]
    assert known(person) == {at.home.pk: False, at.guest.pk: True}
    assert {"organisers", "events", "projects", "initiatives"} <= set(Row.objects.get(record_id=made.public_id).changed)
    made = actions.change_edition(by=at.by, edition=made, version=1, number=3)
    assert {name: [row.as_value() for row in getattr(made, name).all()] for name in lists} == lists
    made = actions.change_edition(by=at.by, edition=made, version=2, initiatives=[], **{name: [] for name in lists})
    assert not any(getattr(made, name).exists() for name in (*lists, "initiatives"))
    idea = actions.add_edition(by=at.by, series=at.series, initiatives=[initiative], **lists)
    assert {name: [row.as_value() for row in getattr(idea, name).all()] for name in lists} == lists
    for delete, used in ((actions.delete_event, {"event": event}), (actions.delete_project, {"project": project})):
        with pytest.raises(Refusal):
            delete(by=BY, **used)


def test_organisers_are_of_this_partnership_and_led_by_people_who_are_known() -> None:
    at, other = scene(), scene()
    stranger = make.person(introduced_by=other.home)
    wrong = [
        OrganiserValue(at.body.pk, other.home.pk),
        OrganiserValue(at.body.pk, at.home.pk, stranger.pk),
        OrganiserValue(at.body.pk + 999),
        OrganiserValue(at.body.pk, at.home.pk, stranger.pk + 999),
    ]
    for value in wrong:
        for attempt in (
            lambda value=value: actions.change_edition(by=at.by, edition=at.edition, version=1, organisers=[value]),
            lambda value=value: actions.document_edition(by=at.by, series=at.series, state="held", organisers=[value]),
        ):
            with pytest.raises(Refusal) as caught, transaction.atomic():
                attempt()
            assert caught.value.field == "organisers"
    edition = actions.change_edition(by=BY, edition=at.edition, version=1, organisers=[wrong[1]])
    office = make.institution("Werkstatt", city=at.home.city)
    kept = [*wrong[1:2], OrganiserValue(office.pk)]  # whoever stands there may stay
    assert actions.change_edition(by=at.by, edition=edition, version=2, organisers=kept).organisers.count() == 2


def test_objectives_are_entered_changed_and_deleted() -> None:
    at, topic = scene(), make.topic()
    made = actions.add_objective(by=at.by, edition=at.edition, text=LocalText.of(de="Lernen", ru="Учиться"), topic=topic)
    stored = Objective.objects.get()
    assert (stored.text.text("ru"), stored.topic, stored.position, acts(made)) == ("Учиться", topic, 1, [("add", at.by.id)])
    made = actions.change_objective(by=at.by, objective=made, version=1, text=LocalText.of(de="Lehren"))
    assert (made.text.text("de"), made.version) == ("Lehren", 2)
    actions.delete_objective(by=at.by, objective=made)
    assert (Objective.objects.exists(), state_of(made.public_id)) == (False, "gone")


def test_focus_topics_are_entered_changed_and_deleted() -> None:
    at, topics = scene(), [make.topic("Arbeit"), make.topic("Pflege")]
    made = actions.add_focus_topic(by=at.by, edition=at.edition, title=LocalText.of(de="Wege in Arbeit"), topics=topics)
    stored = FocusTopic.objects.get()
    assert (stored.title.text("de"), list(stored.topics.all()), stored.position) == ("Wege in Arbeit", topics, 1)
    made = actions.change_focus_topic(by=at.by, focus_topic=made, version=1, title=LocalText.of(de="Wege"))
    assert list(made.topics.all()) == topics
    made = actions.change_focus_topic(by=at.by, focus_topic=made, version=2, topics=topics[1:])
    assert (made.title.text("de"), list(made.topics.all())) == ("Wege", topics[1:])
    actions.delete_focus_topic(by=at.by, focus_topic=made)
    assert (FocusTopic.objects.exists(), state_of(made.public_id)) == (False, "gone")


def test_publications_elsewhere_are_entered_changed_and_deleted() -> None:
    at, author = scene(), make.person()
    given = {"title": "Gäste", "publisher": "Blatt", "address": "https://example.org/a", "language": "de"}
    with pytest.raises(Refusal) as caught:
        actions.add_publication(by=at.by, edition=at.edition, author=author, **given)
    assert caught.value.field == "author"
    make.people.note_known(by=BY, person=author, sides=[at.home], shared=False)
    made = actions.add_publication(by=at.by, edition=at.edition, author=author, **given)
    stored = ExternalPublication.objects.get()
    assert ({name: getattr(stored, name) for name in given}, stored.author, stored.position) == (given, author, 1)
    assert known(author) == {at.home.pk: False, at.guest.pk: True}
    made = actions.change_publication(by=at.by, publication=made, version=1, reachability="broken", checked_on="2026-01-02")
    assert (made.reachability, made.author, made.version) == ("broken", author, 2)
    actions.delete_publication(by=at.by, publication=made)
    assert (ExternalPublication.objects.exists(), state_of(made.public_id)) == (False, "gone")


def test_what_says_nothing_is_refused() -> None:
    at = scene()
    objective, focus, publication = make.objective(at.edition), make.focus_topic(at.edition), make.publication(at.edition)
    nothing = LocalText.of(de="  ")
    attempts = {
        "text": [
            lambda: actions.add_objective(by=at.by, edition=at.edition, text=nothing),
            lambda: actions.add_objective(by=at.by, edition=at.edition),
            lambda: actions.change_objective(by=at.by, objective=objective, version=1, text=nothing),
        ],
        "title": [
            lambda: actions.add_focus_topic(by=at.by, edition=at.edition, title=nothing),
            lambda: actions.change_focus_topic(by=at.by, focus_topic=focus, version=1, title=nothing),
            lambda: actions.change_publication(by=at.by, publication=publication, version=1, title=""),
        ],
        None: [lambda: actions.change_publication(by=at.by, publication=publication, version=1, reachability="ok")],
        "edition": [
            lambda: actions.change_objective(by=at.by, objective=objective, version=1, edition=make.edition(at.series)),
            lambda: actions.change_focus_topic(by=at.by, focus_topic=focus, version=1, edition=make.edition(at.series)),
        ],
    }
    for field, listed in attempts.items():
        for attempt in listed:
            with pytest.raises(Refusal) as caught, transaction.atomic():
                attempt()
            assert caught.value.field == field


def test_the_database_asks_for_the_day_of_a_look() -> None:
    at = scene()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExternalPublication.objects.create(public_id="23456789", edition=at.edition, title="A", reachability="ok")


def test_only_who_may_write_for_the_edition_writes_its_texts() -> None:
    at = scene(open_from=None)
    objective, focus, publication = make.objective(at.edition), make.focus_topic(at.edition), make.publication(at.edition)
    for attempt in (
        lambda: actions.add_objective(by=at.abroad, edition=at.edition, text=LocalText.of(de="Neu")),
        lambda: actions.change_objective(by=at.abroad, objective=objective, version=1, text=LocalText.of(de="Neu")),
        lambda: actions.delete_objective(by=at.abroad, objective=objective),
        lambda: actions.add_focus_topic(by=at.abroad, edition=at.edition, title=LocalText.of(de="Neu")),
        lambda: actions.change_focus_topic(by=at.abroad, focus_topic=focus, version=1, title=LocalText.of(de="Neu")),
        lambda: actions.delete_focus_topic(by=at.abroad, focus_topic=focus),
        lambda: actions.add_publication(by=at.abroad, edition=at.edition, title="Neu"),
        lambda: actions.change_publication(by=at.abroad, publication=publication, version=1, title="Neu"),
        lambda: actions.delete_publication(by=at.abroad, publication=publication),
    ):
        with pytest.raises(NotPermitted), transaction.atomic():
            attempt()


def test_a_job_shadowing_is_entered_changed_and_deleted() -> None:
    at, topic = scene(), make.topic()
    person, mentor = make.person(introduced_by=at.home), make.person(introduced_by=at.home)
    values = {
        "series": at.series, "dates": PartialDate.parse("2018-04"), "sent_by": at.body, "hosted_by": at.body, "person": person,
        "people_count": 1, "mentor": mentor, "aims": LocalText.of(de="Lernen"), "result": LocalText.of(de="Gelernt"),
    }  # fmt: skip
    made = actions.add_job_shadowing(by=at.by, partnership=at.partnership, topics=[topic], **values)
    stored = JobShadowing.objects.get()
    assert {name: getattr(stored, name) for name in values} == values
    assert (stored.owner_side, stored.visibility, list(stored.topics.all())) == (None, "both_sides", [topic])
    assert acts(made) == [("add", at.by.id)]
    assert [known(one) for one in (person, mentor)] == [{at.home.pk: False, at.guest.pk: True}] * 2
    made = actions.change_job_shadowing(by=at.by, job_shadowing=made, version=1, people_count=2)
    assert (made.people_count, list(made.topics.all())) == (2, [topic])
    made = actions.change_job_shadowing(by=at.by, job_shadowing=made, version=2, topics=[])
    assert not made.topics.exists()
    make.note(made, at.home)
    actions.delete_job_shadowing(by=at.by, job_shadowing=made)
    assert (JobShadowing.objects.exists(), state_of(made.public_id)) == (False, "gone")


def test_what_is_refused_of_a_job_shadowing() -> None:
    at, other = scene(open_from=None), scene()
    stranger = make.person(introduced_by=other.home)
    own = make.series(at.partnership, owner_side=at.home)
    row = make.job_shadowing(at.partnership)
    given: dict[str, Any] = {"by": at.by, "partnership": at.partnership, "hosted_by": at.body}
    attempts = [
        ("series", lambda: actions.add_job_shadowing(**given, series=other.series)),
        ("owner_side", lambda: actions.add_job_shadowing(**given, series=own)),
        ("owner_side", lambda: actions.add_job_shadowing(**given, owner_side=other.home)),
        ("person", lambda: actions.add_job_shadowing(**given, person=stranger)),
        ("mentor", lambda: actions.add_job_shadowing(**given, mentor=stranger)),
        ("series", lambda: actions.change_job_shadowing(by=at.by, job_shadowing=row, version=1, series=other.series)),
        (
            "partnership",
            lambda: actions.change_job_shadowing(by=at.by, job_shadowing=row, version=1, partnership=other.partnership),
        ),
        ("owner_side", lambda: actions.change_job_shadowing(by=at.by, job_shadowing=row, version=1, owner_side=other.home)),
        ("mentor", lambda: actions.change_job_shadowing(by=at.by, job_shadowing=row, version=1, mentor=stranger)),
    ]
    for field, attempt in attempts:
        with pytest.raises(Refusal) as caught, transaction.atomic():
            attempt()
        assert caught.value.field == field
    for by in (at.abroad, make.actor(at.home, Role.READER), NOBODY):
        for forbidden in (
            lambda by=by: actions.add_job_shadowing(**{**given, "by": by}),
            lambda by=by: actions.change_job_shadowing(by=by, job_shadowing=row, version=1, people_count=3),
            lambda by=by: actions.delete_job_shadowing(by=by, job_shadowing=row),
        ):
            with pytest.raises(NotPermitted), transaction.atomic():
                forbidden()
    assert JobShadowing.objects.get().people_count is None


def test_when_more_see_a_job_shadowing_they_know_of_its_people() -> None:
    at, person = scene(), make.person()
    row = make.job_shadowing(at.partnership, owner_side=at.home, visibility="internal", person=person)
    assert known(person) == {at.home.pk: False}
    actions.change_job_shadowing(by=at.by, job_shadowing=row, version=1, visibility="both_sides")
    assert known(person) == {at.home.pk: False, at.guest.pk: True}
