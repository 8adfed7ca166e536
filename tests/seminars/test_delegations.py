"""Delegations and participations: what is written with them, what follows for the people in them, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from jumelage.accounts.actor import NOBODY, Role
from jumelage.fields.models import Name
from jumelage.journal.models import Address, Row
from jumelage.journal.rules import NotPermitted, Refusal, StaleRecord
from jumelage.people.models import Appointment, BasisKind, Person
from jumelage.seminars import actions, queries
from jumelage.seminars.models import Delegation, Edition, OrganiserValue, Participation, Series
from jumelage.values import LocalText
from tests.factories import world as make
from tests.factories.world import BY
from tests.seminars.scene import DAYS, TODAY, Scene, acts, known, last_row, scene, state_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


def refused(field: str | None, attempt: Any) -> None:
    """Expect a refusal at a field, and that nothing was written."""
    counts = (Delegation.objects.count(), Participation.objects.count(), last_row())
    with pytest.raises(Refusal) as caught, transaction.atomic():
        attempt()
    assert not isinstance(caught.value, NotPermitted | StaleRecord)
    assert (caught.value.field, str(caught.value)[-1]) == (field, ".")
    assert (Delegation.objects.count(), Participation.objects.count(), last_row()) == counts


def observed(person: Person) -> list[tuple[str, str]]:
    """Return when a person was seen in which office, and in which words."""
    found = Appointment.objects.filter(person=person).prefetch_related("observations")
    return [(str(row.on), row.words) for appointment in found for row in appointment.observations.all()]


def public_offices(person: Person) -> int:
    """Return on how many pages a person may be named for a public office; nowhere is it everywhere."""
    assert not person.bases.filter(kind=BasisKind.PUBLIC_OFFICE, scope="").exists()
    return person.bases.filter(kind=BasisKind.PUBLIC_OFFICE).count()


def test_a_delegation_is_entered_whole() -> None:
    at = scene()
    made = actions.add_delegation(
        by=at.by, edition=at.edition, side=at.guest, planned_size=5, size=6, bodies=[at.body], size_exception="Eine mehr."
    )
    stored = Delegation.objects.get()
    assert (stored.edition, stored.side, stored.planned_size, stored.size) == (at.edition, at.guest, 5, 6)
    assert (list(stored.bodies.all()), stored.size_exception, stored.position, stored.version) == ([at.body], "Eine mehr.", 1, 1)
    assert acts(made) == [("add", at.by.id)]
    second = actions.add_delegation(by=at.by, edition=at.edition, side=at.home)
    assert second.position == 2


def test_a_delegation_is_changed_and_keeps_its_bodies_unless_they_are_given() -> None:
    at = scene()
    made = make.delegation(at.edition, at.guest, bodies=[at.body])
    changed = actions.change_delegation(by=at.by, delegation=made, version=1, size=7)
    assert (changed.size, changed.version, list(changed.bodies.all())) == (7, 2, [at.body])
    changed = actions.change_delegation(by=at.by, delegation=changed, version=2, bodies=[])
    assert (changed.size, list(changed.bodies.all())) == (7, [])
    assert Row.objects.latest("number").changed == ["bodies"]
    with pytest.raises(StaleRecord):
        actions.change_delegation(by=at.by, delegation=made, version=1, size=8)


def test_what_is_refused_of_a_delegation() -> None:
    at = scene()
    made, elsewhere = make.delegation(at.edition, at.guest), make.sides_of(make.bare_partnership())[0]
    make.participation(at.edition, delegation=made)
    make.participation(at.edition, delegation=made)
    refused(None, lambda: actions.add_delegation(by=at.by, edition=at.edition, side=at.guest))
    refused("side", lambda: actions.add_delegation(by=at.by, edition=at.edition, side=elsewhere))
    refused("side", lambda: actions.change_delegation(by=at.by, delegation=made, version=1, side=elsewhere))
    refused("delegation", lambda: actions.change_delegation(by=at.by, delegation=made, version=1, side=at.home))
    refused("size", lambda: actions.change_delegation(by=at.by, delegation=made, version=1, size=1))
    other = make.edition(at.series, 2)
    refused("edition", lambda: actions.change_delegation(by=at.by, delegation=made, version=1, edition=other))
    assert actions.change_delegation(by=at.by, delegation=made, version=1, size=2, edition=at.edition).size == 2


def test_the_database_keeps_one_delegation_a_side() -> None:
    at = scene()
    make.delegation(at.edition, at.guest)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(public_id="23456789", edition=at.edition, side=at.guest)


def test_the_database_keeps_a_function_in_a_delegation_and_somebody_in_a_participation() -> None:
    at = scene()
    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.create(public_id="23456789", edition=at.edition, words="Leiterin", function="head")
    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.create(public_id="23456789", edition=at.edition)


def a_member(at: Scene, **values: Any) -> Participation:
    """Let the coordinator at home enter a participation."""
    return actions.add_participation(by=at.by, edition=at.edition, **values)


def test_a_participation_is_entered_whole_and_its_person_is_seen_in_the_office() -> None:
    at = scene()
    person = make.person("Erika Beispiel", introduced_by=at.home)
    office, further = (make.office(title, institution=at.body) for title in ("Präsidentin", "Beauftragte"))
    deputised = make.person("Karl Vertreten", introduced_by=at.home)
    minister = make.office("Minister", institution=at.body, names_holders=True)
    delegation = make.delegation(at.edition, at.home)
    values = {
        "delegation": delegation, "person": person, "office": office, "function": "head", "sector": "administration",
        "represents_person": deputised, "represents_office": minister, "words": "Präsidentin des Amtes", "words_language": "de",
        "reason": LocalText.of(de="Eröffnung"), "function_certainty": "assumed",
    }  # fmt: skip
    made = a_member(at, **values, further_offices=[further])
    stored = Participation.objects.get()
    assert {name: getattr(stored, name) for name in values} == values
    assert (stored.side, stored.kind_of, stored.state, stored.position) == (at.home, "delegate", "attended", 1)
    assert list(stored.further_offices.all()) == [further]
    assert acts(made) == [("add", at.by.id)]
    assert known(person) == {at.home.pk: False, at.guest.pk: True}
    assert known(deputised) == {at.home.pk: False, at.guest.pk: True}
    assert observed(person) == [(str(DAYS), "Präsidentin des Amtes")]
    assert (observed(deputised), public_offices(deputised), public_offices(person)) == ([], 1, 0)


@pytest.mark.parametrize(
    ("of_edition", "of_participation", "times"),
    [
        ({}, {}, 1),
        ({}, {"state": "absent"}, 0),
        ({}, {"state": "unknown"}, 0),
        ({"dates": ""}, {}, 0),
        ({"state": "cancelled"}, {}, 0),
        ({"state": "postponed", "dates": "2027"}, {}, 0),
        ({"state": "reported"}, {}, 1),
    ],
)
def test_who_did_not_come_was_not_seen(of_edition: Any, of_participation: Any, times: int) -> None:
    at = scene(**of_edition)
    person = make.person(introduced_by=at.home)
    a_member(at, person=person, office=make.office(institution=at.body), kind_of="expert", **of_participation)
    assert len(observed(person)) == times


def test_people_are_seen_once_the_edition_has_its_dates_or_its_state() -> None:
    at = scene(dates="", state="postponed")
    person = make.person(introduced_by=at.home)
    a_member(at, person=person, office=make.office(institution=at.body), kind_of="expert")
    edition = actions.change_edition(by=at.by, edition=at.edition, version=1, dates=DAYS)
    assert observed(person) == []
    edition = actions.change_edition(by=at.by, edition=edition, version=2, state="held")
    assert observed(person) == [(str(DAYS), "")]
    edition = actions.change_edition(by=at.by, edition=edition, version=3, summary=LocalText.of(de="Fünf Tage."))
    assert observed(person) == [(str(DAYS), "")]


def test_the_holder_of_a_public_office_may_be_named() -> None:
    at = scene()
    public = make.office("Bürgermeisterin", institution=at.body, names_holders=True)
    private = make.office("Referentin", institution=at.body)
    first, second = make.person(introduced_by=at.home), make.person(introduced_by=at.home)
    made = a_member(at, person=first, office=public, kind_of="host")
    a_member(at, person=second, office=private, kind_of="host")
    assert (public_offices(first), public_offices(second)) == (1, 0)
    actions.change_participation(by=at.by, participation=made, version=1, words="Bürgermeisterin")
    assert public_offices(first) == 1


@pytest.mark.parametrize(
    ("owner", "visibility", "expected"),
    [
        ("", "both_sides", {"home": True, "guest": True}),
        ("home", "internal", {"home": False}),
        ("home", "both_sides", {"home": False, "guest": True}),
        ("guest", "internal", {"guest": False}),
    ],
)
def test_the_sides_that_see_the_edition_know_of_the_person(owner: str, visibility: str, expected: dict[str, bool]) -> None:
    at = scene(owner=owner, visibility=visibility)
    person = make.person()
    make.participation(at.edition, person=person)
    assert known(person) == {{"home": at.home, "guest": at.guest}[name].pk: shared for name, shared in expected.items()}


def test_when_more_see_an_edition_they_know_of_its_people() -> None:
    at = scene(owner="home", visibility="internal")
    persons = [make.person() for _ in range(5)]
    make.participation(at.edition, person=persons[0])
    make.participation(at.edition, represents_person=persons[1])
    make.publication(at.edition, author=persons[2])
    edition = actions.change_edition(by=BY, edition=at.edition, version=1, organisers=[led(at, persons[3])])
    assert [known(person) for person in persons] == [{at.home.pk: False}] * 4 + [{}]
    edition = actions.change_edition(by=BY, edition=edition, version=2, visibility="both_sides")
    assert all(known(person) == {at.home.pk: False} for person in persons[:4])  # the series is still hidden
    names = [name.as_value() for name in at.series.names.all()]
    actions.change_series(by=BY, series=at.series, version=1, names=names, visibility="both_sides")
    assert [known(person) for person in persons] == [{at.home.pk: False, at.guest.pk: True}] * 4 + [{}]


def led(at: Scene, person: Person) -> OrganiserValue:
    """Return the value of an organiser that a person led."""
    return OrganiserValue(at.body.pk, at.home.pk, person.pk)


def test_a_place_without_a_name_follows_and_is_filled_later() -> None:
    at = scene()
    delegation, office = make.delegation(at.edition, at.guest), make.office(institution=at.body)
    place = a_member(at, delegation=delegation, office=office)
    assert (place.person, place.side) == (None, at.guest)
    person = make.person(introduced_by=at.home)
    filled = actions.change_participation(by=at.by, participation=place, version=1, person=person)
    assert (filled.person, filled.version) == (person, 2)
    assert observed(person) == [(str(DAYS), "")]
    assert acts(filled) == [("add", at.by.id), ("change", at.by.id)]


def test_further_offices_are_replaced_only_if_they_are_given() -> None:
    at = scene()
    offices = [make.office(title, institution=at.body) for title in ("Leiterin", "Beauftragte")]
    made = a_member(at, words="Leiterin", kind_of="expert", further_offices=offices)
    made = actions.change_participation(by=at.by, participation=made, version=1, sector="science")
    assert set(made.further_offices.all()) == set(offices)
    made = actions.change_participation(by=at.by, participation=made, version=2, further_offices=[])
    assert (made.sector, list(made.further_offices.all())) == ("science", [])


def test_what_is_refused_of_a_participation() -> None:
    at, other = scene(), scene()
    own, foreign = make.delegation(at.edition, at.guest), make.delegation(other.edition, other.guest)
    person, stranger = make.person(introduced_by=at.home), make.person(introduced_by=other.home)
    a_member(at, person=person, kind_of="expert")
    said = {"words": "Fachkraft"}
    refused("delegation", lambda: a_member(at, delegation=foreign, **said))
    refused("side", lambda: a_member(at, side=other.home, **said))
    refused("delegation", lambda: a_member(at, delegation=own, side=at.home, **said))
    refused(None, lambda: a_member(at, function="head", **said))
    refused(None, lambda: a_member(at, delegation=own))
    refused("function_valid", lambda: a_member(at, delegation=own, function_valid="2019-06-17", **said))
    refused("function_certainty", lambda: a_member(at, delegation=own, function_certainty="assumed", **said))
    refused("person", lambda: a_member(at, person=person, kind_of="expert"))
    refused("person", lambda: a_member(at, person=stranger))
    refused("represents_person", lambda: a_member(at, represents_person=stranger, **said))
    assert a_member(at, person=person, kind_of="host").kind_of == "host"  # as something else she may take part too
    made = a_member(at, delegation=own, **said)
    for field, values in {
        "delegation": {"delegation": foreign, "side": None},
        "side": {"side": other.home, "delegation": None},
        "person": {"person": stranger},
        "represents_person": {"represents_person": stranger},
        "function_certainty": {"function_certainty": "derived"},
        "edition": {"edition": other.edition},
    }.items():
        refused(field, lambda values=values: actions.change_participation(by=at.by, participation=made, version=1, **values))
    refused(
        "person", lambda: actions.change_participation(by=at.by, participation=made, version=1, person=person, kind_of="host")
    )


def test_the_same_person_under_two_records_takes_part_once() -> None:
    at = scene()
    first, second = make.person("Erika Beispiel"), make.person("Эрика Байшпиль", language="ru")
    make.judgement(first, second)
    make.participation(at.edition, person=first)
    refused("person", lambda: make.participation(at.edition, person=second))
    make.participation(make.edition(at.series, 2), person=second)


def test_a_second_head_waits_for_the_first_to_leave() -> None:
    at = scene()
    delegation = make.delegation(at.edition, at.guest)
    first = a_member(at, delegation=delegation, words="Leiterin", function="head")
    refused("function", lambda: a_member(at, delegation=delegation, words="Leiter", function="head"))
    actions.change_participation(by=at.by, participation=first, version=1, function_valid="2019-06-16/2019-06-18")
    later = a_member(at, delegation=delegation, words="Leiter", function="head", function_valid="2019-06-19/2019-06-21")
    refused("function", lambda: actions.change_participation(by=at.by, participation=later, version=1, function_valid=""))
    other = make.delegation(at.edition, at.home)
    a_member(at, delegation=other, words="Leiterin", function="head")
    assert queries.findings_of(at.edition, BY) == []


def test_no_more_are_entered_than_came() -> None:
    at = scene()
    delegation = make.delegation(at.edition, at.guest, size=1)
    made = a_member(at, delegation=delegation, words="Leiterin", function="head")
    refused("size", lambda: a_member(at, delegation=delegation, words="Fachkraft"))
    a_member(at, delegation=delegation, words="Fachkraft", state="absent")
    actions.change_participation(by=at.by, participation=made, version=1, state="absent", function="")
    a_member(at, delegation=delegation, words="Fachkraft")


def test_only_who_may_write_for_the_edition_writes_below_it() -> None:
    at = scene(open_from=None)
    delegation = make.delegation(at.edition, at.guest)
    member = make.participation(at.edition, delegation=delegation)
    for by in (at.abroad, make.actor(at.home, Role.EDITOR), make.actor(make.sides_of(make.bare_partnership())[0]), NOBODY):
        for attempt in (
            lambda by=by: actions.add_delegation(by=by, edition=at.edition, side=at.home),
            lambda by=by: actions.change_delegation(by=by, delegation=delegation, version=1, size=3),
            lambda by=by: actions.delete_delegation(by=by, delegation=delegation),
            lambda by=by: actions.add_participation(by=by, edition=at.edition, words="Fachkraft"),
            lambda by=by: actions.change_participation(by=by, participation=member, version=1, words="Fachfrau"),
            lambda by=by: actions.delete_participation(by=by, participation=member),
        ):
            with pytest.raises(NotPermitted), transaction.atomic():
                attempt()
    assert (Delegation.objects.count(), Participation.objects.get().words) == (1, "Fachkraft")


def test_a_delegation_falls_with_its_members_and_the_addresses_stay() -> None:
    at = scene()
    delegation = make.delegation(at.edition, at.guest)
    person = make.person(introduced_by=at.home)
    member = a_member(at, delegation=delegation, person=person)
    guest = make.participation(at.edition)
    make.note(member, at.home, "Ist angereist.")
    before = last_row()
    actions.delete_delegation(by=at.by, delegation=delegation)
    assert list(Participation.objects.all()) == [guest]
    assert not Delegation.objects.exists()
    assert Person.objects.filter(pk=person.pk).exists()
    assert [state_of(record.public_id) for record in (delegation, member, guest)] == ["gone", "gone", "live"]
    assert sorted(told(before)) == [
        ("delete", "partnerships.note"),
        ("delete", "seminars.delegation"),
        ("delete", "seminars.participation"),
        ("forget", "people.person"),
    ]
    assert acts(member)[-1] == ("delete", at.by.id)


def test_a_participation_is_deleted_alone() -> None:
    at = scene()
    delegation = make.delegation(at.edition, at.guest)
    person, office = make.person(introduced_by=at.home), make.office(institution=at.body)
    member = a_member(at, delegation=delegation, person=person, office=office)
    actions.delete_participation(by=at.by, participation=member)
    assert (Participation.objects.count(), Delegation.objects.count(), state_of(member.public_id)) == (0, 1, "gone")
    assert (observed(person), Appointment.objects.count()) == ([], 0)  # nobody else has said so


def test_an_edition_falls_with_everything_below_it() -> None:
    at = scene()
    delegation = make.delegation(at.edition, at.guest)
    source = make.source(at.partnership)
    parts = [
        delegation,
        make.participation(at.edition, delegation=delegation),
        make.objective(at.edition),
        make.focus_topic(at.edition),
        make.publication(at.edition),
    ]
    for part in parts:
        make.note(part, at.home)
        make.sources.cite(by=BY, record=part, source=source)
    actions.delete_edition(by=at.by, edition=at.edition)
    assert {Address.objects.get(pk=record.public_id).state for record in (at.edition, *parts)} == {"gone"}
    assert all(acts(part)[-1] == ("delete", at.by.id) for part in parts)
    assert at.partnership.notes.count() == 0
    assert source.evidence.count() == 0


def test_parts_are_numbered_in_the_order_in_which_they_come() -> None:
    at = scene()
    first, second = make.participation(at.edition), make.participation(at.edition)
    placed = make.participation(at.edition, position=7)
    last = make.participation(at.edition)
    assert [one.position for one in (first, second, placed, last)] == [1, 2, 7, 8]
    assert list(Participation.objects.all()) == [first, second, placed, last]


def test_an_edition_that_its_side_keeps_to_itself_leaves_no_trace_that_others_see() -> None:
    at = scene(owner="home", visibility="internal")
    person = make.person(introduced_by=at.home)
    office = make.office("Bürgermeisterin", institution=at.body, names_holders=True)
    a_member(at, person=person, office=office, kind_of="host")
    nothing = ({at.home.pk: False}, [], 0)
    assert (known(person), observed(person), public_offices(person)) == nothing
    make.partnerships.publish_partnership(by=make.BY, partnership=at.partnership, version=1, published=True)
    edition = actions.publish_edition(by=at.by, edition=at.edition, version=at.edition.version, published=True)
    assert (known(person), observed(person), public_offices(person)) == nothing  # its series is still hidden
    series = Series.objects.get()
    actions.publish_series(by=at.by, series=series, version=series.version, published=True)
    assert (observed(person), public_offices(person)) == ([(str(DAYS), "")], 1)
    edition = Edition.objects.get()
    actions.publish_edition(by=at.by, edition=edition, version=edition.version, published=False)
    assert (known(person), observed(person), public_offices(person)) == nothing
    assert not Appointment.objects.exists()


def shown_last_by_its_partnership(**values: Any) -> tuple[Scene, Person]:
    """Make an edition of the side at home, published with its series in a hidden partnership, and its host, a mayor."""
    at = scene(owner="home", visibility="internal")
    person = make.person(introduced_by=at.home)
    a_member(at, person=person, office=make.office("Bürgermeisterin", institution=at.body, names_holders=True), kind_of="host")
    edition = actions.change_edition(by=at.by, edition=at.edition, version=1, **values) if values else at.edition
    actions.publish_series(by=at.by, series=at.series, version=1, published=True)
    actions.publish_edition(by=at.by, edition=edition, version=edition.version, published=True)
    assert (known(person), observed(person), public_offices(person)) == ({at.home.pk: False}, [], 0)
    return at, person


@pytest.mark.parametrize("doer", ["by", "abroad"])
def test_its_people_are_seen_and_named_as_soon_as_its_partnership_is_shown_and_no_longer_than_that(doer: str) -> None:
    at, person = shown_last_by_its_partnership()
    by = getattr(at, doer)
    shown = actions.publish_partnership(by=by, partnership=at.partnership, version=1, published=True)
    assert (known(person), observed(person), public_offices(person)) == ({at.home.pk: False}, [(str(DAYS), "")], 1)
    actions.publish_partnership(by=by, partnership=shown, version=shown.version, published=False)
    assert (known(person), observed(person), public_offices(person)) == ({at.home.pk: False}, [], 0)
    assert not Appointment.objects.exists()


def test_who_knows_of_its_people_follows_its_partnership() -> None:
    at, person = shown_last_by_its_partnership(visibility="both_sides")
    shown = actions.publish_partnership(by=at.by, partnership=at.partnership, version=1, published=True)
    assert known(person) == {at.home.pk: False, at.guest.pk: True}
    actions.publish_partnership(by=at.by, partnership=shown, version=shown.version, published=False)
    assert known(person) == {at.home.pk: False}


def test_nobody_publishes_a_partnership_without_the_right() -> None:
    at, person = shown_last_by_its_partnership()
    with pytest.raises(NotPermitted):
        actions.publish_partnership(by=NOBODY, partnership=at.partnership, version=1, published=True)
    assert observed(person) == []


def test_showing_an_edition_to_both_sides_says_in_which_office_its_people_were_seen() -> None:
    at = scene(owner="home", visibility="internal")
    person = make.person(introduced_by=at.home)
    a_member(at, person=person, office=make.office(institution=at.body), kind_of="host")
    make.seminars.change_series(
        by=make.BY, series=at.series, version=1, names=[Name("Sozialseminar", "de")], visibility="both_sides"
    )
    actions.change_edition(by=at.by, edition=at.edition, version=1, visibility="both_sides")
    assert observed(person) == [(str(DAYS), "")]
