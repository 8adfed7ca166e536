"""What follows for people from a record that names them is taken back when it says so no longer; lists hold nothing twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from jumelage.accounts.actor import NOBODY
from jumelage.fields.models import Name
from jumelage.journal.models import Row
from jumelage.journal.rules import Refusal
from jumelage.people.models import Appointment, BasisValue, KnownTo, Person
from jumelage.people.queries import public_persons, visible_persons
from jumelage.seminars import actions, queries
from jumelage.seminars.models import EventLinkValue, Lead, OrganiserValue, Participation, ProjectLinkValue
from tests.factories import world as make
from tests.factories.world import BY
from tests.seminars.scene import DAYS, TODAY, Scene, known, scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


def follows(person: Person) -> tuple[set[str], list[tuple[str, str, str]], list[BasisValue]]:
    """Return what follows for a person: by which records she is known, when she was seen, why she may be named."""
    causes = set(KnownTo.objects.filter(person=person).values_list("because", flat=True))
    held = Appointment.objects.filter(person=person).prefetch_related("observations")
    seen = [(str(row.on), row.words, row.because) for appointment in held for row in appointment.observations.all()]
    return causes, seen, [basis.as_value() for basis in person.bases.all()]


NOTHING: tuple[set[str], list[Any], list[Any]] = (set(), [], [])


def holding(at: Scene, title: str = "Bürgermeisterin") -> Any:
    """Make a public office."""
    return make.office(title, institution=at.body, names_holders=True)


def here(at: Scene) -> BasisValue:
    """Return the basis by which the holder of a public office is named on the edition's page."""
    return BasisValue("public_office", at.edition.public_id)


def test_a_changed_participation_says_only_what_it_says_now() -> None:
    at = scene()
    first, second, office = make.person(), make.person(), holding(at)
    made = make.participation(at.edition, person=first, office=office, words="Bürgermeisterin")
    cause = made.public_id
    assert follows(first) == ({cause}, [(str(DAYS), "Bürgermeisterin", cause)], [here(at)])
    made = actions.change_participation(by=BY, participation=made, version=1, words="Erste Bürgermeisterin")
    assert follows(first)[1] == [(str(DAYS), "Erste Bürgermeisterin", cause)]
    made = actions.change_participation(by=BY, participation=made, version=2, person=second)
    assert follows(first) == NOTHING
    assert follows(second) == ({cause}, [(str(DAYS), "Erste Bürgermeisterin", cause)], [here(at)])
    private = make.office("Referentin", institution=at.body)
    made = actions.change_participation(by=BY, participation=made, version=3, office=private)
    assert follows(second) == ({cause}, [(str(DAYS), "Erste Bürgermeisterin", cause)], [])
    assert Appointment.objects.get().office == private
    made = actions.change_participation(by=BY, participation=made, version=4, state="absent")
    assert (follows(second), Appointment.objects.count()) == (({cause}, [], []), 0)
    verbs = list(Row.objects.filter(record_id=first.public_id).order_by("number").values_list("verb", flat=True))
    assert verbs == ["add", "introduce", "name", "forget", "unname"]


def test_changed_dates_move_the_observation() -> None:
    at = scene()
    person = make.person()
    made = make.participation(at.edition, person=person, office=make.office(institution=at.body))
    appointment = Appointment.objects.get()
    edition = actions.change_edition(by=BY, edition=at.edition, version=1, dates="2018-05-01/2018-05-04")
    assert (follows(person)[1], Appointment.objects.get()) == ([("2018-05-01/2018-05-04", "", made.public_id)], appointment)
    edition = actions.change_edition(by=BY, edition=edition, version=2, state="cancelled")
    assert (follows(person)[1], Appointment.objects.count()) == ([], 0)
    actions.change_edition(by=BY, edition=edition, version=3, state="held")
    assert follows(person)[1] == [("2018-05-01/2018-05-04", "", made.public_id)]


def test_who_is_represented_is_taken_back_too() -> None:
    at = scene()
    absent, other = make.person(), make.person()
    made = make.participation(at.edition, represents_person=absent, represents_office=holding(at), words="In Vertretung")
    assert follows(absent) == ({made.public_id}, [], [here(at)])
    made = actions.change_participation(by=BY, participation=made, version=1, represents_person=other)
    assert (follows(absent), follows(other)) == (NOTHING, ({made.public_id}, [], [here(at)]))
    actions.delete_participation(by=BY, participation=made)
    assert follows(other) == NOTHING


def test_what_another_participation_says_stays() -> None:
    at = scene()
    person, office = make.person(), holding(at)
    made, also = (make.participation(at.edition, person=person, office=office, kind_of=kind) for kind in ("expert", "host"))
    actions.delete_participation(by=BY, participation=made)
    assert follows(person) == ({also.public_id}, [(str(DAYS), "", also.public_id)], [here(at)])
    assert person not in visible_persons(make.actor(make.sides_of(make.bare_partnership())[0]))
    assert person in public_persons(TODAY)
    actions.delete_participation(by=BY, participation=also)
    assert (follows(person), Appointment.objects.count(), person in public_persons(TODAY)) == (NOTHING, 0, False)


@pytest.mark.parametrize("what", ["delegation", "edition"])
def test_what_falls_takes_back_what_it_said(what: str) -> None:
    at = scene()
    member, leader, author, represented = (make.person() for _ in range(4))
    delegation = make.delegation(at.edition, at.guest)
    made = make.participation(at.edition, delegation=delegation, person=member, office=holding(at), represents_person=represented)
    publication = make.publication(at.edition, author=author)
    organisers = [OrganiserValue(at.body.pk, at.home.pk, leader.pk)]
    edition = actions.change_edition(by=BY, edition=at.edition, version=1, organisers=organisers)
    causes = [follows(one)[0] for one in (member, represented, leader, author)]
    assert causes == [{made.public_id}, {made.public_id}, {edition.public_id}, {publication.public_id}]
    if what == "delegation":
        actions.delete_delegation(by=BY, delegation=delegation)
        assert [follows(one)[0] for one in (leader, author)] == causes[2:]
    else:
        actions.delete_edition(by=BY, edition=edition)
        assert [follows(one) for one in (leader, author)] == [NOTHING] * 2
    assert [follows(one) for one in (member, represented)] == [NOTHING] * 2
    assert not Appointment.objects.exists()
    assert Person.objects.count() == 4


def test_the_leader_of_an_organiser_and_an_author_are_taken_back() -> None:
    at = scene()
    leader, other, author = (make.person() for _ in range(3))
    lists = [[OrganiserValue(at.body.pk, at.home.pk, one.pk)] for one in (leader, other)]
    edition = actions.change_edition(by=BY, edition=at.edition, version=1, organisers=lists[0])
    edition = actions.change_edition(by=BY, edition=edition, version=2, organisers=lists[1])
    assert (known(leader), known(other)) == ({}, {at.home.pk: True, at.guest.pk: True})
    actions.change_edition(by=BY, edition=edition, version=3, organisers=[])
    assert known(other) == {}
    publication = make.publication(at.edition, author=author)
    publication = actions.change_publication(by=BY, publication=publication, version=1, author=other)
    assert (known(author), len(known(other))) == ({}, 2)
    actions.delete_publication(by=BY, publication=publication)
    assert known(other) == {}


def test_a_job_shadowing_takes_back_whom_it_names() -> None:
    at = scene()
    person, mentor, other = (make.person() for _ in range(3))
    made = make.job_shadowing(at.partnership, person=person, mentor=mentor)
    assert [follows(one)[0] for one in (person, mentor)] == [{made.public_id}] * 2
    made = actions.change_job_shadowing(by=BY, job_shadowing=made, version=1, mentor=other)
    assert [follows(one)[0] for one in (person, mentor, other)] == [{made.public_id}, set(), {made.public_id}]
    actions.delete_job_shadowing(by=BY, job_shadowing=made)
    assert [follows(one) for one in (person, mentor, other)] == [NOTHING] * 3


def test_what_becomes_one_sides_own_affair_is_taken_from_the_other() -> None:
    at = scene(owner="home", visibility="both_sides")
    person, leader = make.person(), make.person(introduced_by=at.guest)
    made = make.participation(at.edition, person=person, office=holding(at))
    organisers = [OrganiserValue(at.body.pk, at.home.pk, leader.pk)]
    edition = actions.change_edition(by=BY, edition=at.edition, version=1, organisers=organisers)
    both = {at.home.pk: False, at.guest.pk: True}
    assert (known(person), follows(person)[1:]) == (both, ([(str(DAYS), "", made.public_id)], [here(at)]))
    edition = actions.change_edition(by=BY, edition=edition, version=2, visibility="internal")
    assert (known(person), follows(person)[1:]) == ({at.home.pk: False}, ([], []))
    assert known(leader) == {at.home.pk: False, at.guest.pk: False}  # whom the other side introduced it knows
    edition = actions.change_edition(by=BY, edition=edition, version=3, visibility="both_sides")
    assert (known(person), follows(person)[1:]) == (both, ([(str(DAYS), "", made.public_id)], [here(at)]))
    change = {"by": BY, "series": at.series, "version": 1, "names": [Name("Sozialseminar", "de")]}
    actions.change_series(**change, visibility="internal")
    assert (known(person), follows(person)[1:]) == ({at.home.pk: False}, ([], []))


def test_taking_back_makes_room_for_another_holder() -> None:
    at = scene()
    office = make.office(institution=at.body, single_holder=True)
    first, second = make.person(), make.person()
    made = make.participation(at.edition, person=first, office=office)
    with pytest.raises(Refusal), transaction.atomic():
        make.participation(at.edition, person=second, office=office)
    actions.change_participation(by=BY, participation=made, version=1, person=second)
    assert (Appointment.objects.get().person, Participation.objects.get().person) == (second, second)


def test_a_delegation_has_one_deputy_head_at_a_time() -> None:
    at = scene()
    delegation = make.delegation(at.edition, at.guest, size=2)
    deputy = {"delegation": delegation, "function": "deputy_head"}
    make.participation(at.edition, **deputy, function_valid="2019-06-16/2019-06-18")
    with pytest.raises(Refusal) as caught, transaction.atomic():
        make.participation(at.edition, **deputy)
    assert caught.value.field == "function"
    make.participation(at.edition, **deputy, function_valid="2019-06-18/2019-06-21")
    make.participation(at.edition, delegation=delegation, kind_of="interpreter")  # does not count among the two
    with pytest.raises(Refusal) as caught, transaction.atomic():
        make.participation(at.edition, delegation=delegation)
    assert caught.value.field == "size"


def test_nothing_stands_twice_in_the_lists_of_an_edition() -> None:
    at = scene()
    event, project, body = make.event(), make.project(), at.body.pk
    twice: dict[str, list[Any]] = {
        "organisers": [OrganiserValue(body), OrganiserValue(body, at.home.pk)],
        "events": [EventLinkValue(event.pk), EventLinkValue(event.pk)],
        "projects": [ProjectLinkValue(project.pk, "visited"), ProjectLinkValue(project.pk, "visited")],
    }
    for name, listed in twice.items():
        for attempt in (
            lambda given: actions.change_edition(by=BY, edition=at.edition, version=1, **given),
            lambda given: actions.document_edition(by=BY, series=at.series, state="held", **given),
            lambda given: actions.add_edition(by=BY, series=at.series, **given),
        ):
            with pytest.raises(Refusal) as caught, transaction.atomic():
                attempt({name: listed})
            assert (caught.value.field, str(caught.value)[-1]) == (name, ".")
    apart = [EventLinkValue(event.pk), EventLinkValue(event.pk, "attended")]
    assert actions.change_edition(by=BY, edition=at.edition, version=1, events=apart).events.count() == 2


def test_a_side_has_one_leading_institution_and_not_the_same_twice() -> None:
    at = scene()
    for second in (at.body, make.institution("Werkstatt", city=at.home.city)):
        leads = [Lead(at.home.pk, at.body.pk), Lead(at.home.pk, second.pk)]
        with pytest.raises(Refusal) as caught, transaction.atomic():
            actions.change_series(by=BY, series=at.series, version=1, names=[Name("Sozialseminar", "de")], leads=leads)
        assert caught.value.field == "leads"


def test_findings_name_no_edition_that_one_may_not_see() -> None:
    at = scene(open_from=None)
    hidden = make.edition(at.series, 7, dates="2012", owner_side=at.home, visibility="internal")
    seen = make.edition(at.series, 8, dates="2013")
    for who, numbers in ((BY, "7, 8"), (at.by, "7, 8")):
        (found,) = queries.findings_of(at.edition, who)
        assert f"(beside {numbers})" in found.sentence or numbers in found.sentence
    assert queries.findings_of(at.edition, at.abroad) == []
    actions.change_edition(by=BY, edition=hidden, version=1, owner_side=at.guest)
    (found,) = queries.findings_of(at.edition, at.by)
    assert "7" not in found.sentence
    assert (found.about, str(seen.number) in found.sentence) == (at.edition.public_id, True)


def test_findings_tell_nothing_of_delegations_that_one_may_not_see() -> None:
    at = scene(open_from=None)
    delegation = make.delegation(at.edition, at.guest)  # nobody leads it
    for who in (BY, at.by):
        assert [found.about for found in queries.findings_of(at.edition, who)] == [delegation.public_id]
    assert queries.findings_of(at.edition, at.abroad) == []
    assert queries.findings_of(at.edition, NOBODY) == []
