"""One line of the workspace becomes records: new ones, known ones, several of a name, and what a refusal leaves behind."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from jumelage.accounts.actor import NOBODY, Role
from jumelage.fields.models import Name
from jumelage.journal.models import Address
from jumelage.journal.rules import NotPermitted, Refusal
from jumelage.people.models import (
    Appointment,
    BasisKind,
    Institution,
    Office,
    OfficeTitleValue,
    Person,
    PersonNameValue,
    TitleValue,
)
from jumelage.seminars import actions
from jumelage.seminars.actions import Ambiguous, ParticipantLine
from jumelage.seminars.models import Delegation, Participation
from tests.factories import world as make
from tests.seminars.scene import DAYS, TODAY, Scene, acts, known, last_row, scene, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


def write(at: Scene, *, by: Any = None, **line: Any) -> Participation:
    """Let the coordinator at home write one line down, in German if nothing else is said."""
    given = ParticipantLine(**{"language": "de", **line})
    return actions.write_down_participant(by=by or at.by, edition=at.edition, line=given)


def everything() -> dict[str, int]:
    """Count what a line may leave behind."""
    models = (Person, Institution, Office, Appointment, Delegation, Participation, Address)
    return {model.__name__: model._default_manager.count() for model in models}


def refused(kind: type[Refusal], attempt: Any) -> Refusal:
    """Expect a refusal of a kind that leaves nothing behind."""
    before = everything(), last_row()
    with pytest.raises(kind) as caught, transaction.atomic():
        attempt()
    assert (everything(), last_row()) == before
    assert str(caught.value)[-1] in ".)"
    return caught.value


def test_a_line_in_which_all_is_new() -> None:
    at, before = scene(), last_row()
    made = write(
        at, name="  Dr.  Erika   Beispiel ", gender="f", office=" Präsidentin ", institution="Landesamt  für Teilhabe",
        side=at.home, function="head", words="Präsidentin des Landesamts", names_holders=True,
    )  # fmt: skip
    person, office, institution = Person.objects.get(), Office.objects.get(), Institution.objects.exclude(pk=at.body.pk).get()
    delegation, appointment = Delegation.objects.get(), Appointment.objects.get()
    assert [name.as_value() for name in person.names.all()] == [PersonNameValue("Erika Beispiel", "de")]
    assert [title.as_value() for title in person.titles.all()] == [TitleValue("Dr.")]
    assert (person.gender, person.introduced_by, known(person)) == ("f", at.home, {at.home.pk: False, at.guest.pk: True})
    assert [(basis.kind, basis.scope) for basis in person.bases.all()] == [(BasisKind.PUBLIC_OFFICE, at.edition.public_id)]
    assert [title.as_value() for title in office.names.all()] == [OfficeTitleValue("Präsidentin", "de")]
    assert (office.institution, office.names_holders, office.introduced_by) == (institution, True, at.home)
    assert [name.as_value() for name in institution.names.all()] == [Name("Landesamt für Teilhabe", "de")]
    assert institution.introduced_by == at.home
    assert (delegation.edition, delegation.side) == (at.edition, at.home)
    assert (appointment.person, appointment.office) == (person, office)
    assert [(str(row.on), row.words) for row in appointment.observations.all()] == [(str(DAYS), "Präsidentin des Landesamts")]
    stored = Participation.objects.get()
    assert stored == made
    assert (stored.edition, stored.delegation, stored.side, stored.person) == (at.edition, delegation, at.home, person)
    assert (stored.office, stored.institution, stored.kind_of, stored.function) == (office, None, "delegate", "head")
    assert (stored.words, stored.words_language, stored.position) == ("Präsidentin des Landesamts", "de", 1)
    assert acts(stored) == [("add", at.by.id)]
    assert [kind for verb, kind in told(before) if verb == "add"] == [
        "people.institution", "people.office", "people.person", "seminars.delegation", "seminars.participation",
    ]  # fmt: skip
    assert acts(appointment) == [("observe", at.by.id)]
    assert (institution.kind_of, office.rank, office.single_holder) == ("", None, None)  # the line does not say it


def test_a_line_in_which_all_is_known() -> None:
    at = scene()
    write(at, name="Erika Beispiel", office="Leiterin", institution="Sozialamt", side=at.guest)
    person, office, delegation = Person.objects.get(), Office.objects.get(), Delegation.objects.get()
    other = make.edition(at.series, 2)
    before = everything()
    line = ParticipantLine("de", name="erika  BEISPIEL", titles="Dr.", office="leiterin", institution="SOZIALAMT", side=at.guest)
    made = actions.write_down_participant(by=at.by, edition=other, line=line)
    assert (made.person, made.office, made.institution) == (person, office, None)
    assert {name: everything()[name] - before[name] for name in before} == {
        "Person": 0, "Institution": 0, "Office": 0, "Appointment": 0, "Delegation": 1, "Participation": 1, "Address": 2,
    }  # fmt: skip
    assert made.delegation != delegation
    assert not person.titles.exists()  # what is known already is taken as it is


def test_members_of_a_side_join_one_delegation_in_their_order() -> None:
    at = scene()
    made = [write(at, name=name, side=at.guest) for name in ("Anna Eins", "Berta Zwei", "Carla Drei")]
    assert len({one.delegation_id for one in made}) == 1
    assert [one.position for one in made] == [1, 2, 3]


@pytest.mark.parametrize("kind", ["host", "expert", "honorary_guest"])
def test_who_is_no_delegate_joins_no_delegation(kind: str) -> None:
    at = scene()
    made = write(at, name="Erika Beispiel", side=at.home, kind_of=kind)
    assert (made.side, made.delegation, Delegation.objects.count()) == (at.home, None, 0)
    assert write(at, name="Karl Ohneseite").delegation is None


def test_records_that_are_given_are_taken_whatever_is_typed() -> None:
    at = scene()
    person, office = make.person("Erika Beispiel", introduced_by=at.home), make.office(institution=at.body)
    elsewhere = make.institution("Werkstatt", city=at.home.city)
    before = everything()
    made = write(
        at, name="Wer Anders", office="Andere", institution="Anderswo",
        person=person, office_record=office, institution_record=elsewhere, kind_of="host", as_new=True,
    )  # fmt: skip
    assert (made.person, made.office, made.institution) == (person, office, elsewhere)
    assert everything() == before | {"Participation": 1, "Appointment": 1, "Address": before["Address"] + 2}


def test_an_institution_stands_alone_where_no_office_is_known() -> None:
    at = scene()
    made = write(at, name="Erika Beispiel", institution="Sozialamt", kind_of="expert")
    assert (made.office, made.institution) == (None, at.body)
    made = write(at, institution="Sozialamt", kind_of="host")
    assert (made.person, made.institution) == (None, at.body)


def test_an_office_is_found_without_its_institution_where_one_alone_is_called_so() -> None:
    at = scene()
    office = make.office("Leiterin des Sozialamts", institution=at.body)
    assert write(at, name="Erika Beispiel", office="Leiterin des Sozialamts", kind_of="host").office == office
    error = refused(Refusal, lambda: write(at, name="Karl Muster", office="Beauftragter", kind_of="host"))
    assert error.field == "institution"


def test_an_office_of_the_same_title_elsewhere_is_another() -> None:
    at = scene()
    make.office("Leiterin", institution=at.body)
    made = write(at, name="Erika Beispiel", office="Leiterin", institution="Werkstatt", kind_of="host")
    assert Office.objects.count() == 2
    assert made.office is not None
    assert str(made.office.institution) == "Werkstatt"


def test_two_may_hold_an_office_of_which_nobody_said_that_one_holds_it() -> None:
    at = scene()
    first, second = (
        write(at, name=name, office="Referentin", institution="Sozialamt", kind_of="expert")
        for name in ("Anna Eins", "Berta Zwei")
    )
    assert first.office == second.office


def test_the_holder_of_an_office_that_one_holds_at_a_time_is_one() -> None:
    at = scene()
    make.office("Präsidentin", institution=at.body, single_holder=True)
    write(at, name="Anna Eins", office="Präsidentin", institution="Sozialamt", kind_of="expert")
    refused(Refusal, lambda: write(at, name="Berta Zwei", office="Präsidentin", institution="Sozialamt", kind_of="expert"))


@pytest.mark.parametrize(
    ("typed", "titles", "name", "found"),
    [
        ("Dr. Erika Beispiel", "", "Erika Beispiel", ["Dr."]),
        ("Prof. Dr. med. Erika Beispiel", "", "Erika Beispiel", ["Prof.", "Dr. med."]),
        ("PD Dr.-Ing. habil. Karl von Muster", "", "Karl von Muster", ["PD", "Dr.-Ing. habil."]),
        ("Dr. h. c. Karl Muster", "", "Karl Muster", ["Dr. h. c."]),
        ("Dipl.-Päd. Karl Muster", "", "Karl Muster", ["Dipl.-Päd."]),
        ("Erika Beispiel", "Prof. Dr.", "Erika Beispiel", ["Prof.", "Dr."]),
        ("Dr. Erika Beispiel", "Dr.", "Erika Beispiel", ["Dr."]),
        ("Dr. Erika Beispiel", "Prof.", "Erika Beispiel", ["Prof.", "Dr."]),
        ("Mag. Erika Beispiel", "", "Erika Beispiel", ["Mag."]),
        ("Mag Beispiel", "", "Mag Beispiel", []),
        ("Drago Professorow", "", "Drago Professorow", []),
        ("Beispiel, Erika", "", "Beispiel, Erika", []),
        ("Dr.", "", "Dr.", []),
    ],
)
def test_titles_are_taken_from_the_name(typed: str, titles: str, name: str, found: list[str]) -> None:
    at = scene()
    person = write(at, name=typed, titles=titles, kind_of="expert").person
    assert person is not None
    assert [row.value for row in person.names.all()] == [name]
    assert [row.as_value() for row in person.titles.all()] == [TitleValue(title) for title in found]


def test_titles_in_other_letters_stand_in_their_own_language_alone() -> None:
    at = scene()
    person = write(at, language="ru", name="канд. мед. наук Анна Примерова", kind_of="expert").person
    assert person is not None
    assert [row.as_value() for row in person.names.all()] == [PersonNameValue("Анна Примерова", "ru")]
    assert [row.as_value() for row in person.titles.all()] == [TitleValue("канд. мед. наук", "ru")]


def test_composed_and_decomposed_letters_are_one_name() -> None:
    at = scene()
    first = write(at, name="Jürgen Höfer", kind_of="expert")
    second = write(at, name="Ju\u0308rgen Ho\u0308fer", kind_of="host")
    assert first.person == second.person


def test_several_persons_of_a_name_are_asked_for() -> None:
    at = scene()
    persons = [make.person("Erika Beispiel", introduced_by=at.home) for _ in range(2)]
    error = refused(Ambiguous, lambda: write(at, name="Dr. Erika Beispiel", office="Leiterin", institution="Werkstatt"))
    assert isinstance(error, Ambiguous)
    assert (error.field, error.candidates) == ("name", tuple(persons))
    assert "Erika Beispiel" in str(error)
    assert write(at, name="Erika Beispiel", person=persons[1], kind_of="expert").person == persons[1]
    third = write(at, name="Erika Beispiel", as_new=True, kind_of="expert").person
    assert third not in persons


def test_records_of_one_person_are_no_choice() -> None:
    at = scene()
    first, second = (make.person("Erika Beispiel", introduced_by=at.home) for _ in range(2))
    make.judgement(first, second)
    assert write(at, name="Erika Beispiel", kind_of="expert").person == first


def test_several_institutions_and_offices_of_a_name_are_asked_for() -> None:
    at = scene()
    bodies = [at.body, make.institution("Sozialamt", city=at.guest.city)]
    error = refused(Ambiguous, lambda: write(at, name="Erika Beispiel", office="Leiterin", institution="Sozialamt"))
    assert isinstance(error, Ambiguous)
    assert (error.field, error.candidates) == ("institution", tuple(bodies))
    offices = [make.office("Leiterin", institution=body) for body in bodies]
    error = refused(Ambiguous, lambda: write(at, name="Erika Beispiel", office="Leiterin"))
    assert isinstance(error, Ambiguous)
    assert (error.field, error.candidates) == ("office", tuple(offices))
    made = write(at, name="Erika Beispiel", office="Leiterin", institution_record=bodies[1], kind_of="host")
    assert made.office == offices[1]


def test_a_namesake_is_entered_anew_with_the_known_office_and_institution() -> None:
    at = scene()
    first = write(at, name="Erika Beispiel", office="Referentin", institution="Sozialamt", kind_of="host")
    before = everything()
    second = write(at, name="Erika Beispiel", office="Referentin", institution="Sozialamt", kind_of="host", as_new=True)
    assert first.person != second.person
    assert first.office == second.office
    assert {name for name in before if everything()[name] != before[name]} == {
        "Person",
        "Appointment",
        "Participation",
        "Address",
    }


def test_what_is_entered_anew_can_be_named() -> None:
    at = scene()
    first = write(at, name="Erika Beispiel", office="Referentin", institution="Sozialamt", kind_of="host")
    second = write(
        at, name="Erika Beispiel", office="Referentin", institution="Sozialamt", kind_of="expert", as_new={"institution"}
    )
    assert first.person == second.person
    assert Institution.objects.count() == 2
    assert second.office != first.office
    third = write(at, office="Referentin", institution_record=at.body, kind_of="expert", as_new=("office",))
    assert third.office not in (first.office, second.office)


def test_the_same_name_of_another_side_is_not_seen_and_not_taken() -> None:
    at = scene()
    hidden = make.person("Erika Beispiel", introduced_by=at.guest)
    made = write(at, name="Erika Beispiel", kind_of="expert")
    assert made.person != hidden
    assert known(hidden) == {at.guest.pk: False}
    assert refused(Refusal, lambda: write(at, name="Erika Beispiel", person=hidden, kind_of="host")).field == "person"


def test_the_same_person_is_refused_as_the_same() -> None:
    at = scene()
    write(at, name="Erika Beispiel", side=at.home)
    error = refused(Refusal, lambda: write(at, name="Erika Beispiel", office="Leiterin", institution="Neues Amt", side=at.home))
    assert (type(error), error.field) == (Refusal, "name")
    write(at, name="Erika Beispiel", kind_of="host")


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"name": "   "},
        {"name": "Neue Person", "office": "Neues Amt", "institution": "Neue Stelle", "function": "head"},  # no delegation
        {"name": "Neue Person", "institution": "Neue Stelle", "kind_of": "queen"},
        {"name": "Neue Person", "institution": "Neue Stelle", "language": "xx"},
        {"name": "Neue Person", "institution": "Neue Stelle", "gender": "x"},
        {"name": "N" * 301, "institution": "Neue Stelle"},
    ],
)
def test_a_refused_line_leaves_nothing_behind(line: dict[str, Any]) -> None:
    at = scene()
    refused(Refusal, lambda: write(at, **line))


def test_a_side_of_another_partnership_is_refused() -> None:
    at, elsewhere = scene(), make.sides_of(make.bare_partnership())[0]
    for kind in ("delegate", "host"):
        error = refused(Refusal, lambda kind=kind: write(at, name="Neue Person", side=elsewhere, kind_of=kind))
        assert error.field == "side"


def test_a_second_head_is_refused_with_the_person() -> None:
    at = scene()
    write(at, name="Erika Beispiel", side=at.home, function="head")
    error = refused(Refusal, lambda: write(at, name="Karl Muster", side=at.home, function="head"))
    assert error.field == "function"


def test_who_may_not_write_for_the_edition_is_told_nothing_else() -> None:
    at = scene(open_from=None)
    make.person("Erika Beispiel"), make.person("Erika Beispiel")
    for by in (at.abroad, make.actor(at.home, Role.READER), NOBODY):
        refused(NotPermitted, lambda by=by: write(at, by=by, name="Erika Beispiel"))


def test_an_administrator_writes_for_no_side() -> None:
    at = scene()
    person = write(at, by=make.BY, name="Erika Beispiel", kind_of="expert").person
    assert person is not None
    assert (person.introduced_by, known(person)) == (None, {at.home.pk: True, at.guest.pk: True})


def test_the_side_of_this_partnership_looks_after_what_is_entered() -> None:
    at = scene()
    user = make.user()
    other = make.sides_of(make.bare_partnership())[0]
    make.grant(user, other, Role.COORDINATOR)
    make.grant(user, at.guest, Role.COORDINATOR)
    person = write(at, by=make.actor_for(user), name="Erika Beispiel", kind_of="expert").person
    assert person is not None
    assert (person.introduced_by, known(person)) == (at.guest, {at.guest.pk: False, at.home.pk: True})
