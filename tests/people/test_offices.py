"""Offices, who held them when, what was observed, and counterparts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from jumelage.accounts.actor import NOBODY, Role
from jumelage.journal.models import Address, Row
from jumelage.journal.rules import NotPermitted, Refusal, StaleRecord
from jumelage.partnerships.actions import propose_change
from jumelage.partnerships.models import Proposal, Side
from jumelage.people import actions, queries, rules
from jumelage.people.models import (
    Appointment,
    BasisValue,
    Counterpart,
    Institution,
    Observation,
    ObservationValue,
    Office,
    OfficeTitleValue,
    Person,
)
from jumelage.sources import actions as sources
from jumelage.sources.models import Evidence
from jumelage.values import LocalText, PartialDate
from tests.factories import world as make
from tests.factories.world import BY

pytestmark = pytest.mark.django_db

TITLES = [
    OfficeTitleValue("Leitung", "de", valid="2010/..", feminine="Leiterin", masculine="Leiter"),
    OfficeTitleValue("руководитель", "ru", "translation"),
]


@pytest.fixture
def sides() -> list[Side]:
    """A side at home and one abroad, with sharing open."""
    return make.sides_of(make.bare_partnership("DE", "KZ"))


@pytest.fixture
def institution() -> Institution:
    """An institution."""
    return make.institution(city=make.city())


@pytest.fixture
def office(institution: Institution) -> Office:
    """An office that one person holds at a time."""
    return make.office(institution=institution, single_holder=True)


def logged(record_id: str) -> list[tuple[str, str, list[str]]]:
    """Return verb, actor and changed fields of everything written down about a record."""
    return [(row.verb, row.actor_id, row.changed) for row in Row.objects.filter(record_id=record_id)]


def seen_on(appointment: Appointment) -> list[str]:
    """Return the days on which an appointment was observed."""
    return [str(row.on) for row in Observation.objects.filter(appointment=appointment)]


# ── Offices ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_office_is_entered_with_its_titles(sides: list[Side], institution: Institution, office: Office) -> None:
    by = make.actor(sides[0])
    made = actions.add_office(
        by=by, institution=institution, titles=TITLES, rank=55, deputy_of=office, deputy_number=1,
        portfolio=LocalText.of(de="Haushalt"), single_holder=False, names_holders=True,
    )  # fmt: skip
    stored = Office.objects.get(pk=made.pk)
    assert [row.as_value() for row in stored.names.all()] == TITLES
    assert (stored.institution, stored.rank, stored.deputy_of, stored.deputy_number) == (institution, 55, office, 1)
    assert (stored.portfolio.text("de"), stored.single_holder, stored.names_holders) == ("Haushalt", False, True)
    assert (stored.introduced_by, str(stored)) == (sides[0], "Leitung")
    changed = ["deputy_number", "deputy_of", "institution", "introduced_by", "names", "names_holders", "portfolio", "rank"]
    assert logged(made.public_id) == [("add", by.id, [*changed, "single_holder"])]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"titles": []}, "names"),
        ({"titles": [OfficeTitleValue(" ", "de", feminine="Leiterin")]}, "names"),
        ({"titles": [OfficeTitleValue("Leitung", "xx")]}, "names"),
        ({"titles": [OfficeTitleValue("Leitung", "de", feminine="x" * 301)]}, "names"),
        ({"rank": 11}, "rank"),
        ({"deputy_number": 1}, None),
    ],
)
def test_what_is_wrong_with_an_office_is_refused(
    institution: Institution, office: Office, values: dict[str, Any], field: str | None
) -> None:
    with pytest.raises(Refusal) as caught:
        actions.add_office(by=BY, **{"institution": institution, "titles": TITLES} | values)
    assert caught.value.field == field
    with pytest.raises(Refusal) as caught:
        actions.change_office(by=BY, office=office, version=1, **values)
    assert caught.value.field == field
    assert (Office.objects.get(), office.version) == (office, 1)


def test_an_office_is_no_deputy_of_itself_however_many_steps_round(institution: Institution, office: Office) -> None:
    deputy = make.office("Vertreter", institution=institution, deputy_of=office)
    second = make.office("Zweiter Vertreter", institution=institution, deputy_of=deputy)
    assert queries.heads_above(second) == {deputy.pk, office.pk}
    for head in (office, deputy, second):
        with pytest.raises(Refusal) as caught:
            actions.change_office(by=BY, office=office, version=1, deputy_of=head)
        assert caught.value.field == "deputy_of"
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.filter(pk=office.pk).update(deputy_of=office.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.filter(pk=office.pk).update(deputy_number=1)
    moved = actions.change_office(by=BY, office=second, version=1, deputy_of=office, deputy_number=2, titles=TITLES)
    assert (moved.deputy_of, moved.deputy_number, moved.names.count()) == (office, 2, 2)


def test_an_office_is_changed_and_deleted_by_who_looks_after_it(sides: list[Side], institution: Institution) -> None:
    office = make.office(institution=institution, introduced_by=sides[0])
    for by in (make.actor(sides[1]), make.actor(sides[0], Role.READER), NOBODY):
        with pytest.raises(NotPermitted):
            actions.change_office(by=by, office=office, version=1, rank=45)
        with pytest.raises(NotPermitted):
            actions.delete_office(by=by, office=office)
    proposal = propose_change(
        by=make.actor(sides[1]), about=office, version=1, data={"rank": ["45"]}, changes=[{"field": "rank"}]
    )
    changed = actions.change_office(by=make.actor(sides[0]), office=office, version=1, rank=45, proposal=proposal)
    assert (changed.rank, changed.names.count(), Proposal.objects.get().state) == (45, 1, "accepted")
    with pytest.raises(StaleRecord):
        actions.change_office(by=BY, office=office, version=1, rank=40)
    held = make.appointment(make.person(), changed)
    with pytest.raises(Refusal):
        actions.delete_office(by=BY, office=changed)
    actions.delete_appointment(by=BY, appointment=held)
    sources.cite(by=BY, record=changed, source=make.source(sides[0].partnership))
    actions.delete_office(by=make.actor(sides[0]), office=changed)
    assert (Office.objects.count(), Evidence.objects.count()) == (0, 0)


@pytest.mark.parametrize("asked", ["Leitung", " leiterin ", "LEITER", "Руководитель"])
def test_an_office_is_found_by_every_form_of_its_title(institution: Institution, asked: str) -> None:
    office = actions.add_office(by=BY, institution=institution, titles=TITLES)
    elsewhere = actions.add_office(by=BY, institution=make.institution(city=make.city()), titles=TITLES)
    assert queries.offices_named(BY, asked) == [office, elsewhere]
    assert queries.offices_named(BY, asked, institution) == [office]
    assert queries.offices_named(BY, "Leitungen") == queries.offices_named(BY, "") == queries.offices_named(NOBODY, asked) == []


def test_an_office_is_found_in_the_whole_cluster_of_its_institution(institution: Institution, office: Office) -> None:
    same = make.institution(city=make.city())
    assert queries.offices_named(BY, "Leiterin", same) == []
    make.judgement(institution, same)
    assert queries.offices_named(BY, "Leiterin", same) == [office]


# ── Appointments ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_appointment_is_entered_with_its_observations(sides: list[Side], office: Office) -> None:
    by = make.actor(sides[0])
    person = make.person(sides=[sides[0]])
    source = make.source(sides[0].partnership)
    seen = [ObservationValue("2016-10-02", "Leiterin", source.pk), ObservationValue("2014-11-23/2014-11-27")]
    made = actions.add_appointment(by=by, person=person, office=office, held="2014/..", is_acting=True, observations=seen)
    stored = Appointment.objects.get()
    assert (stored.person, stored.office, stored.is_acting) == (person, office, True)
    assert (stored.held, stored.held_earliest, stored.held_latest) == (PartialDate.parse("2014/.."), date(2014, 1, 1), None)
    assert seen_on(stored) == ["2014-11-23/2014-11-27", "2016-10-02"]
    assert stored.introduced_by == sides[0]
    changed = ["held", "introduced_by", "is_acting", "observations", "office", "person"]
    assert logged(made.public_id) == [("add", by.id, changed)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"held": "seit immer"}, "held"),
        ({"held": "2019/2003"}, "held"),
        ({"observations": [ObservationValue("")]}, "observations"),
        ({"observations": [ObservationValue("gestern")]}, "observations"),
        ({"observations": [ObservationValue("../2014")]}, "observations"),
        ({"observations": [ObservationValue("2014/..")]}, "observations"),
        ({"observations": [ObservationValue("2014/")]}, "observations"),
        ({"observations": [ObservationValue("2014", "x" * 301)]}, "observations"),
        ({"observations": [ObservationValue("2014", "", 999_999)]}, "observations"),
    ],
)
def test_what_is_wrong_with_an_appointment_is_refused(office: Office, values: dict[str, Any], field: str) -> None:
    person = make.person()
    with pytest.raises(Refusal) as caught:
        actions.add_appointment(by=BY, person=person, office=office, **values)
    assert caught.value.field == field
    kept = make.appointment(person, office)
    with pytest.raises(Refusal) as caught:
        actions.change_appointment(by=BY, appointment=kept, version=1, **values)
    assert caught.value.field == field
    assert Appointment.objects.get().version == 1


def test_an_open_observation_of_old_stays_until_it_is_corrected(office: Office) -> None:
    kept = make.appointment(make.person(), office, observations=[ObservationValue("2014")])
    Observation.objects.update(on=PartialDate.parse("../2014"))
    old = ObservationValue("../2014")
    seen = [old, ObservationValue("2018-01/2018-03~")]
    changed = actions.change_appointment(by=BY, appointment=kept, version=1, observations=seen)
    assert sorted(seen_on(changed)) == ["../2014", "2018-01/2018-03~"]


def test_an_office_may_be_held_until_a_time_but_not_early_in_a_year_alone(office: Office) -> None:
    made = actions.add_appointment(by=BY, person=make.person(), office=office, held="../2014")
    assert (made.held_earliest, made.held_latest) == (None, date(2014, 12, 31))
    with pytest.raises(Refusal) as caught, translation.override("en"):
        actions.change_appointment(by=BY, appointment=made, version=1, held="2018-01/2018-03~")
    assert caught.value.field == "held"
    assert " 2018– if " in str(caught.value)


def test_nobody_writes_about_a_person_she_does_not_see(sides: list[Side], office: Office) -> None:
    hidden, known = make.person(sides=[sides[1]]), make.person(sides=[sides[0]])
    by = make.actor(sides[0])
    with pytest.raises(NotPermitted):
        actions.add_appointment(by=by, person=hidden, office=office)
    made = actions.add_appointment(by=by, person=known, office=office)
    with pytest.raises(NotPermitted):
        actions.change_appointment(by=by, appointment=made, version=1, person=hidden)
    with pytest.raises(NotPermitted):
        actions.observe(by=by, person=hidden, office=office, on="2014")
    assert Appointment.objects.get().person == known


def test_an_appointment_is_changed_and_deleted_by_who_looks_after_it(sides: list[Side], office: Office) -> None:
    person = make.person(sides=sides)
    made = make.appointment(person, office, "2003/..", introduced_by=sides[0], observations=[ObservationValue("2004")])
    for by in (make.actor(sides[1]), make.actor(sides[0], Role.EDITOR), NOBODY):
        with pytest.raises(NotPermitted):
            actions.change_appointment(by=by, appointment=made, version=1, held="2003/2019")
        with pytest.raises(NotPermitted):
            actions.delete_appointment(by=by, appointment=made)
    by = make.actor(sides[0])
    changed = actions.change_appointment(by=by, appointment=made, version=1, held="2003/2019")
    assert (str(changed.held), seen_on(changed), changed.version) == ("2003/2019", ["2004"], 2)
    changed = actions.change_appointment(by=by, appointment=changed, version=2, observations=[])
    assert (seen_on(changed), logged(made.public_id)[-1]) == ([], ("change", by.id, ["observations"]))
    with pytest.raises(StaleRecord):
        actions.change_appointment(by=by, appointment=made, version=1, held="")
    actions.delete_appointment(by=by, appointment=changed)
    assert (Appointment.objects.count(), Address.objects.get(pk=made.public_id).state) == (0, "gone")


def test_an_appointment_is_seen_with_its_person(sides: list[Side], office: Office) -> None:
    own, shared, unknown = make.person(sides=[sides[0]]), make.person(sides=sides, shared=True), make.person()
    public = make.person(bases=[BasisValue("public_office")])
    held = {person.pk: make.appointment(person, office) for person in (own, shared, unknown, public)}
    visible = {
        "administrator": queries.visible_appointments(BY),
        "home": queries.visible_appointments(make.actor(sides[0], Role.READER)),
        "abroad": queries.visible_appointments(make.actor(sides[1])),
        "nobody": queries.visible_appointments(NOBODY),
    }
    assert {who: {one.person for one in found} for who, found in visible.items()} == {
        "administrator": {own, shared, unknown, public},
        "home": {own, shared, public},
        "abroad": {shared, public},
        "nobody": {public},
    }
    assert len(held) == 4


# ── One holder at a time (V15) ───────────────────────────────────────────────────────────────────────────────────────


def test_two_records_of_one_holder_are_two_holders_again_when_the_judgement_is_withdrawn(office: Office) -> None:
    first, second = make.person(), make.person()
    made = make.judgement(first, second)
    make.appointment(first, office, "2003/2019")
    later = make.appointment(second, office, "2015/..")
    assert not queries.is_held_twice(office)
    actions.withdraw_judgement(by=BY, judgement=made)
    assert queries.is_held_twice(office)
    with pytest.raises(Refusal) as caught:
        actions.change_appointment(by=BY, appointment=later, version=1, held="2016/..")
    assert caught.value.field == "held"
    again = make.judgement(first, second)
    assert not queries.is_held_twice(office)
    actions.change_judgement(by=BY, judgement=again, version=1, verdict="different")
    assert queries.is_held_twice(office)
    actions.change_appointment(by=BY, appointment=later, version=1, held="2019/..")
    assert not queries.is_held_twice(office)
    many = make.office("Fachkraft", institution=office.institution)
    make.appointment(first, many, "2003/2019")
    make.appointment(second, many, "2015/..")
    assert not queries.is_held_twice(many)


def test_two_persons_never_hold_an_office_of_one_at_the_same_time(office: Office) -> None:
    first, second = make.person(), make.person()
    made = make.appointment(first, office, "2003/2019")
    with pytest.raises(Refusal) as caught:
        make.appointment(second, office, "2010/2021")
    assert caught.value.field == "held"
    later = make.appointment(second, office, "2019/..")
    with pytest.raises(Refusal):
        actions.change_appointment(by=BY, appointment=later, version=1, held="2015/..")
    with pytest.raises(Refusal):
        actions.change_appointment(by=BY, appointment=made, version=1, held="2003/..")
    with pytest.raises(Refusal):
        actions.change_appointment(by=BY, appointment=later, version=1, observations=[ObservationValue("2014-11-25")], held="")
    assert [str(one.held) for one in Appointment.objects.order_by("pk")] == ["2003/2019", "2019/.."]


def test_who_holds_it_acting_stands_beside_a_regular_holder(office: Office) -> None:
    make.appointment(make.person(), office, "2003/2019")
    acting = make.appointment(make.person(), office, "2010/2012", is_acting=True)
    make.appointment(make.person(), office, "2011/2013", is_acting=True)
    with pytest.raises(Refusal):
        actions.change_appointment(by=BY, appointment=acting, version=1, is_acting=False)


def test_an_office_of_several_holders_is_held_by_several(institution: Institution, office: Office) -> None:
    several = make.office("Referent", institution=institution, single_holder=False)
    for _ in range(3):
        make.appointment(make.person(), several, "2003/2019")
    with pytest.raises(Refusal) as caught:
        actions.change_office(by=BY, office=several, version=1, single_holder=True)
    assert caught.value.field == "single_holder"
    assert not Office.objects.get(pk=several.pk).single_holder
    opened = actions.change_office(by=BY, office=office, version=1, single_holder=False)
    make.appointment(make.person(), opened, "2003/2010")
    make.appointment(make.person(), opened, "2011/2019")
    assert actions.change_office(by=BY, office=opened, version=2, single_holder=True).single_holder


def test_one_person_under_two_records_is_one_holder(office: Office) -> None:
    first, second = make.person(), make.person()
    make.judgement(first, second)
    make.appointment(first, office, "2003/2019")
    make.appointment(second, office, "2010/2015")
    with pytest.raises(Refusal):
        make.appointment(make.person(), office, "2012/2013")


def test_the_move_to_another_office_is_checked_there(institution: Institution, office: Office) -> None:
    make.appointment(make.person(), office, "2003/2019")
    other = make.appointment(make.person(), make.office("Sprecher", institution=institution), "2010/2015")
    with pytest.raises(Refusal):
        actions.change_appointment(by=BY, appointment=other, version=1, office=office)


# ── Observations ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_seen_makes_an_appointment_once_and_is_written_once(sides: list[Side], office: Office) -> None:
    by, person, source = make.actor(sides[0]), make.person(sides=[sides[0]]), make.source(sides[0].partnership)
    days = PartialDate.parse("2014-11-23/2014-11-27")
    made = actions.observe(by=by, person=person, office=office, on=days, words=" Leiterin ", source=source)
    assert [row.as_value() for row in made.observations.all()] == [ObservationValue(days.edtf, "Leiterin", source.pk)]
    assert (made.person, made.office, made.held, made.introduced_by, made.version) == (person, office, None, sides[0], 1)
    again = actions.observe(by=by, person=person, office=office, on="2014-11-23/2014-11-27", words="anders")
    assert (again, again.version, seen_on(made)) == (made, 1, [days.edtf])
    further = actions.observe(by=by, person=person, office=office, on="2016-10-02")
    assert (further, further.version, seen_on(made)) == (made, 2, [days.edtf, "2016-10-02"])
    assert logged(made.public_id)[-1] == ("observe", by.id, ["observations"])
    assert logged(made.public_id)[0][:2] == ("observe", by.id)
    assert Appointment.objects.get() == made
    assert rules.holds_on(made.held, [row.on for row in further.observations.all()], date(2014, 11, 25)) == "certainly"


def test_another_side_adds_what_it_saw_and_changes_nothing_else(sides: list[Side], office: Office) -> None:
    person = make.person(sides=sides)
    kept = make.appointment(person, office, "2003/..", introduced_by=sides[0])
    seen = actions.observe(by=make.actor(sides[1]), person=person, office=office, on="2014-11-25")
    assert (seen, str(seen.held), seen.introduced_by, seen_on(kept)) == (kept, "2003/..", sides[0], ["2014-11-25"])
    for by in (make.actor(sides[0], Role.READER), NOBODY):
        with pytest.raises(NotPermitted):
            actions.observe(by=by, person=person, office=office, on="2015")


def test_what_is_seen_goes_to_the_appointment_that_it_fits(office: Office) -> None:
    person = make.person()
    first = make.appointment(person, office, "2003/2010")
    second = make.appointment(person, office, "2014/..")
    assert actions.observe(by=BY, person=person, office=office, on="2005-05-01") == first
    assert actions.observe(by=BY, person=person, office=office, on="2015-05-01") == second
    third = actions.observe(by=BY, person=person, office=office, on="2012-05-01")
    assert third not in (first, second)
    assert Appointment.objects.count() == 3


def test_what_is_seen_of_one_record_goes_to_the_appointment_of_her_cluster(office: Office) -> None:
    first, second = make.person(), make.person()
    kept = make.appointment(first, office)
    make.judgement(first, second)
    assert actions.observe(by=BY, person=second, office=office, on="2014-11-25") == kept
    assert (kept.person, Appointment.objects.count()) == (first, 1)
    own = make.appointment(second, office)
    assert actions.observe(by=BY, person=second, office=office, on="2016-11-25") == own


def test_who_is_seen_in_an_office_that_another_holds_is_refused(office: Office) -> None:
    make.appointment(make.person(), office, "2003/2019")
    other = make.person()
    with pytest.raises(Refusal):
        actions.observe(by=BY, person=other, office=office, on="2014-11-25")
    actions.observe(by=BY, person=other, office=office, on="2020-11-25")
    with pytest.raises(Refusal):
        actions.observe(by=BY, person=other, office=office, on="2014-11-25")
    assert [seen_on(one) for one in Appointment.objects.order_by("pk")] == [[], ["2020-11-25"]]


@pytest.mark.parametrize("number", [1, 8])
def test_appointments_are_loaded_in_as_many_queries_however_many_there_are(
    sides: list[Side], institution: Institution, number: int, django_assert_num_queries: Any
) -> None:
    office = make.office(institution=institution, single_holder=False)
    shown, hidden = (
        make.source(sides[0].partnership),
        make.source(sides[1].partnership, owner_side=sides[1], visibility="internal"),
    )
    for _ in range(number):
        seen = [ObservationValue("2014-11-25", "", shown.pk), ObservationValue("2016-11-25", "", hidden.pk)]
        make.appointment(make.person(sides=[sides[0]]), office, observations=seen)
    actor = make.actor(sides[0])
    with django_assert_num_queries(7):
        for one in queries.appointments_with_names(queries.visible_appointments(actor), actor):
            read = [row.source for row in one.observations.all()]
            assert [str(one.person), str(one.office), str(one.office.institution)] == ["Karla Muster", "Leiterin", "Sozialamt"]
            assert read == [shown, None]


def seen(appointment: Appointment) -> list[tuple[str, str, str]]:
    """Return when somebody was seen in an office, in which words, and by which record."""
    return [(str(row.on), row.words, row.because) for row in appointment.observations.all()]


def test_what_a_record_says_is_replaced_by_what_it_says_now(office: Office) -> None:
    person = make.person()
    made = actions.observe(by=BY, person=person, office=office, on="2014-11-23", words="Leiterin", because="record22")
    assert seen(made) == [("2014-11-23", "Leiterin", "record22")]
    actions.observe(by=BY, person=person, office=office, on="2014-11-23", words="Leiterin", because="record22")
    actions.observe(by=BY, person=person, office=office, on="2014-11-23", because="record33")  # another cause, the same day
    actions.observe(by=BY, person=person, office=office, on="2016", because="record22")
    assert (Appointment.objects.get(), seen(made)) == (made, [("2014-11-23", "", "record33"), ("2016", "", "record22")])
    assert [verb for verb, _by, _changed in logged(made.public_id)] == ["observe", "observe", "observe"]
    actions.observe(by=BY, person=person, office=office, on="2014-11-23", words="Chefin", because="record33")
    assert seen(made)[0] == ("2014-11-23", "Chefin", "record33")


def test_what_is_said_of_another_person_or_office_is_taken_from_the_first(institution: Institution, office: Office) -> None:
    first, second = make.person(), make.person()
    made = actions.observe(by=BY, person=first, office=office, on="2014-11-23", because="record22")
    other = actions.observe(by=BY, person=second, office=office, on="2014-11-23", because="record22")
    assert (Appointment.objects.get(), other.person, seen(other)) == (other, second, [("2014-11-23", "", "record22")])
    assert Address.objects.get(pk=made.public_id).state == "gone"
    assert [verb for verb, _by, _changed in logged(made.public_id)] == ["observe", "delete"]
    kept = make.appointment(second, make.office("Sprecherin", institution=institution))
    moved = actions.observe(by=BY, person=second, office=kept.office, on="2014-11-23", because="record22")
    assert (Appointment.objects.get(), moved) == (kept, kept)


@pytest.mark.parametrize(
    "also", ["held", "acting", "entered", "edited", "evidence", "seen by hand", "seen by another", "nothing"]
)
def test_an_appointment_goes_with_what_was_seen_unless_it_says_anything_else(
    sides: list[Side], office: Office, also: str
) -> None:
    person = make.person()
    if also == "entered":
        make.appointment(person, office)
    made = actions.observe(by=BY, person=person, office=office, on="2014-11-23", because="record22")
    if also in ("held", "acting", "edited"):
        values: dict[str, Any] = {"held": {"held": "2003/.."}, "acting": {"is_acting": True}}.get(also, {"held": "2003/.."})
        made = actions.change_appointment(by=BY, appointment=made, version=made.version, **values)
    if also == "edited":
        made = actions.change_appointment(by=BY, appointment=made, version=made.version, held="")
    if also == "evidence":
        make.sources.cite(by=BY, record=made, source=make.source(sides[0].partnership))
    if also.startswith("seen by"):
        because = "record33" if also == "seen by another" else ""
        actions.observe(by=BY, person=person, office=office, on="2016", because=because)
    actions.forget_because(by=BY, because="record22")
    assert list(Appointment.objects.all()) == ([] if also == "nothing" else [made])
    verb, _by, changed = logged(made.public_id)[-1]
    assert (verb, changed) == (("delete", []) if also == "nothing" else ("forget", ["observations"]))
    assert [on for on, _words, _because in seen(made)] == (["2016"] if also.startswith("seen by") else [])


def test_what_follows_from_a_record_is_not_edited_by_hand(office: Office) -> None:
    made = actions.observe(by=BY, person=make.person(), office=office, on="2014-11-23", because="record22")
    caused, by_hand = ObservationValue("2014-11-23", because="record22"), ObservationValue("2010")
    for wrong in (ObservationValue("2015", because="record22"), ObservationValue("2014-11-23", because="record33")):
        with pytest.raises(Refusal) as caught:
            actions.change_appointment(by=BY, appointment=made, version=1, observations=[wrong])
        assert caught.value.field == "observations"
    with pytest.raises(Refusal):
        make.appointment(make.person(), make.office(institution=office.institution), observations=[caused])
    same = actions.change_appointment(by=BY, appointment=made, version=1, observations=[caused])
    assert same.version == 1
    assert actions.change_appointment(by=BY, appointment=made, version=1, observations=[]).version == 1  # it stays
    added = actions.change_appointment(by=BY, appointment=made, version=1, observations=[by_hand, caused])
    assert {row.as_value() for row in added.observations.all()} == {by_hand, caused}
    emptied = actions.change_appointment(by=BY, appointment=added, version=2, observations=[])
    assert [row.as_value() for row in emptied.observations.all()] == [caused]


@pytest.mark.parametrize(
    ("held", "offered"),
    [
        ("2003", "Write 2003– if"),
        ("2003~", "Write 2003– if"),
        ("2003-05-01", "2003-05-01–2003-05-01 if"),
        ("--05-01", "--05-01–"),
    ],
)
def test_a_bare_date_is_no_time_in_office(office: Office, held: str, offered: str) -> None:
    kept = make.appointment(make.person(), office, "1990/1991")
    for attempt in (
        lambda: make.appointment(make.person(), office, held),
        lambda: actions.change_appointment(by=BY, appointment=kept, version=1, held=held),
    ):
        with pytest.raises(Refusal) as caught, translation.override("en"), transaction.atomic():
            attempt()
        assert caught.value.field == "held"
        assert offered in str(caught.value)
    assert [str(one.held) for one in Appointment.objects.all()] == ["1990/1991"]


@pytest.mark.parametrize("held", ["", "2003/2005"])
def test_a_person_is_entered_in_an_office_once_for_a_time(institution: Institution, held: str) -> None:
    person, office = make.person(), make.office(institution=institution)
    make.appointment(person, office, held)
    later = make.appointment(person, office, "2010/..")
    make.appointment(make.person(), office, held)
    for attempt in (
        lambda: make.appointment(person, office, held),
        lambda: actions.change_appointment(by=BY, appointment=later, version=1, held=held),
    ):
        with pytest.raises(Refusal) as caught, transaction.atomic():
            attempt()
        assert caught.value.field == "held"
    assert Appointment.objects.count() == 3


# ── Counterparts ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_counterparts_are_entered_changed_and_deleted(sides: list[Side], institution: Institution, office: Office) -> None:
    by, partnership = make.actor(sides[0]), sides[0].partnership
    person, topic = make.person(sides=[sides[0]]), make.topic()
    made = actions.add_counterpart(
        by=by, partnership=partnership, owner_side=sides[0], first_office=office, second_person=person, field=topic, since="2003",
        first_contact=PartialDate.parse("2002-05"),
    )  # fmt: skip
    stored = Counterpart.objects.get()
    assert (stored.first_office, stored.second_person, stored.field, str(stored.since)) == (office, person, topic, "2003")
    assert (stored.owner_side, str(stored.first_contact)) == (sides[0], "2002-05")
    changed = ["field", "first_contact", "first_office", "owner_side", "partnership", "second_person", "since", "visibility"]
    assert logged(made.public_id) == [("add", by.id, changed)]
    other = make.office("Sprecher", institution=institution)
    moved = actions.change_counterpart(by=by, counterpart=made, version=1, second_office=other, second_person=None)
    assert (moved.second_office, moved.second_person, moved.version) == (other, None, 2)
    with pytest.raises(StaleRecord):
        actions.change_counterpart(by=by, counterpart=made, version=1, since="2004")
    for wrong in (make.actor(sides[1]), make.actor(sides[0], Role.EDITOR), NOBODY):
        with pytest.raises(NotPermitted):
            actions.change_counterpart(by=wrong, counterpart=moved, version=2, since="2004")
        with pytest.raises(NotPermitted):
            actions.delete_counterpart(by=wrong, counterpart=moved)
    actions.delete_counterpart(by=by, counterpart=moved)
    assert not Counterpart.objects.exists()


def test_what_is_wrong_with_counterparts_is_refused(sides: list[Side], institution: Institution, office: Office) -> None:
    partnership, other = sides[0].partnership, make.office("Sprecher", institution=institution)
    strange = make.bare_partnership()
    cases: list[tuple[dict[str, Any], str | None]] = [
        ({"first_office": office}, None),
        ({"second_office": office}, None),
        ({"first_office": office, "second_office": office}, "second_office"),
        ({"first_office": office, "second_office": other, "owner_side": make.sides_of(strange)[0]}, "owner_side"),
        ({"first_office": office, "second_office": other, "since": "immer"}, "since"),
    ]
    for values, field in cases[:4]:
        with pytest.raises(Refusal) as caught:
            actions.add_counterpart(by=BY, partnership=partnership, **values)
        assert caught.value.field == field
    assert not Counterpart.objects.exists()
    kept = make.counterpart(partnership, first_office=office, second_office=other)
    changes = [
        ({"second_office": None}, None),
        ({"second_office": office}, "second_office"),
        cases[4],
        ({"partnership": strange}, "partnership"),
    ]
    for values, field in changes:
        with pytest.raises(Refusal) as caught:
            actions.change_counterpart(by=BY, counterpart=kept, version=1, **values)
        assert caught.value.field == field
    assert (Counterpart.objects.get().version, Counterpart.objects.get().second_office) == (1, other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Counterpart.objects.filter(pk=kept.pk).update(second_office=None)


def test_a_pair_with_a_person_is_seen_and_made_only_by_who_sees_her(sides: list[Side], office: Office) -> None:
    hidden = make.person(sides=[sides[1]])
    partnership = sides[0].partnership
    for ends in ({"first_office": office, "second_person": hidden}, {"first_person": hidden, "second_office": office}):
        with pytest.raises(NotPermitted):
            actions.add_counterpart(by=make.actor(sides[0]), partnership=partnership, **ends)
        made = make.counterpart(partnership, **ends)
        assert not queries.visible_counterparts(make.actor(sides[0])).exists()
        assert list(queries.visible_counterparts(make.actor(sides[1], Role.READER))) == [made]
        assert list(queries.visible_counterparts(BY)) == [made]
        assert not queries.visible_counterparts(NOBODY).exists()
        actions.delete_counterpart(by=BY, counterpart=made)
    assert Person.objects.count() == 1
