"""Counterparts in public: on the page of who holds public office, where both may be named and everybody may see the pair."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from jumelage.languages import SITE
from jumelage.partnerships.models import Visibility
from jumelage.people.models import BasisValue, Counterpart, Office, Person
from jumelage.values import PartialDate
from tests.factories import world as make
from tests.website.archive import OFFICE, Archive, archive, came, consent
from tests.website.reading import headings, lines_of, read, section_of
from tests.website.test_query_counts import CAP, cost

pytestmark = pytest.mark.django_db
HEADING, HERE = "Counterparts on the other side", "Counterparts from this edition on"


@pytest.fixture
def one(laid_out: None) -> Archive:
    """An edition with a delegation, led by somebody in public office."""
    return archive()


@pytest.fixture
def other(one: Archive) -> Person:
    """Somebody in a public office of the other side."""
    person = make.person("Berta Bei", bases=[OFFICE])
    house = make.institution("Departement", city=one.partnership.sides.get(order=2).city)
    make.appointment(person, make.office("Direktorin", institution=house, names_holders=True), "2010/2030")
    return person


def pair(one: Archive, other: Person | None, **values: Any) -> Counterpart:
    """Make the head of the delegation and somebody counterparts, for everybody to see."""
    given = {"first_person": one.head, "second_person": other, "since": "2018", "visibility": Visibility.PUBLIC}
    return make.counterpart(one.partnership, **{**given, **values})


def test_both_stand_on_each_others_page(client: Client, one: Archive, other: Person) -> None:
    came(one, other)
    pair(
        one,
        other,
        second_office=Office.objects.get(names__value="Direktorin"),
        field=make.topic("Arbeit"),
        first_contact="2019-06",
    )
    page = read(client, one.address(one.head))
    told = "Berta Bei, Direktorin (German), Departement field: Arbeit; since 2018; first contact: June 2019"
    assert lines_of(section_of(page, HEADING)) == f"{HEADING} {told}"
    assert one.address(other) in client.get(one.address(one.head)).content.decode()
    assert lines_of(section_of(read(client, one.address(other)), HEADING)).startswith(f"{HEADING} Ada Amt field: Arbeit")


def test_pair_of_offices_is_told_of_who_held_them_then(client: Client, one: Archive, other: Person) -> None:
    first, second = (Office.objects.get(names__value=title) for title in ("Präsidentin", "Direktorin"))
    before, silent = make.person("Vera Vorher", bases=[OFFICE]), make.person("Nie Genannt")
    make.appointment(before, second, "2001/2009")
    make.appointment(silent, second, "2011/2012")
    came(one, before)
    came(one, other)
    pair(one, None, first_person=None, first_office=first, second_office=second)
    assert (
        lines_of(section_of(read(client, one.address(other)), HEADING))
        == f"{HEADING} Präsidentin (German), Amt für Teilhabe since 2018"
    )
    assert "Direktorin" in lines_of(section_of(read(client, one.address(one.head)), HEADING))
    assert HEADING not in headings(read(client, one.address(before)))


BASES = {
    "no basis": [],
    "withdrawn": [consent(until="2020-01-01")],
    "overdue": [consent(review_on="2020-01-01")],
    "forbidden": [OFFICE, BasisValue("none")],
}


@pytest.mark.parametrize("reason", [*BASES, "one edition only"])
def test_nothing_is_told_where_one_of_the_two_may_not_be_named(client: Client, one: Archive, other: Person, reason: str) -> None:
    bases = BASES[reason] if reason in BASES else [consent(one.edition.public_id)]
    changed = Person.objects.get(pk=other.pk)
    make.people.change_person(by=make.BY, person=changed, version=changed.version, bases=bases)
    office = Office.objects.get(names__value="Direktorin")
    came(one, other)
    pair(one, other, second_office=office, first_contact="2019-06", field=make.topic("Geheimfeld"))
    for language in SITE:
        content = client.get(one.address(one.head, language)).content.decode()
        assert "Bei" not in content
        assert "Geheimfeld" not in content
        assert "Geheimfeld" not in client.get(one.address(language=language)).content.decode()
    assert HERE not in client.get(one.address()).content.decode()


@pytest.mark.parametrize("visibility", [one for one in Visibility if one != Visibility.PUBLIC])
def test_nothing_is_told_that_is_not_for_everybody(client: Client, one: Archive, other: Person, visibility: str) -> None:
    came(one, other)
    pair(one, other, visibility=visibility, first_contact="2019-06")
    for person in (one.head, other):
        assert HEADING not in headings(read(client, one.address(person)))
    assert HERE not in client.get(one.address()).content.decode()


def test_nothing_is_told_of_an_unpublished_partnership(client: Client, one: Archive, other: Person) -> None:
    hidden = make.partnership(make.city("Cedern"), make.city("Dornau"), published=False)
    make.counterpart(hidden, first_person=one.head, second_person=other, visibility=Visibility.PUBLIC)
    assert HEADING not in headings(read(client, one.address(one.head)))


def test_who_holds_no_public_office_has_no_counterparts_in_public(client: Client, one: Archive, other: Person) -> None:
    private = make.person("Pia Privat", bases=[consent()])
    make.appointment(private, make.office("Fachkraft", institution=one.agency), "2010/2030")
    came(one, private)
    pair(one, other, first_person=private, first_office=Office.objects.get(names__value="Fachkraft"))
    assert HEADING not in headings(read(client, one.address(private)))
    came(one, other)
    text = lines_of(section_of(read(client, one.address(other)), HEADING))
    assert text == f"{HEADING} Pia Privat since 2018"


def test_counterpart_without_a_page_is_no_link(client: Client, one: Archive) -> None:
    lone = make.person("Lena Ohne", bases=[OFFICE])
    pair(one, lone)
    content = client.get(one.address(one.head)).content.decode()
    assert "Lena Ohne" in content
    assert lone.public_id not in content
    assert client.get(f"/en/person/{lone.public_id}/").status_code == 404


def test_edition_at_which_they_met_says_so(client: Client, one: Archive, other: Person) -> None:
    came(one, other)
    row = pair(
        one,
        other,
        second_office=Office.objects.get(names__value="Direktorin"),
        first_contact="2019-06",
        field=make.topic("Arbeit"),
    )
    told = "Ada Amt – Berta Bei, Direktorin (German), Departement field: Arbeit"
    assert f"{HERE} {told}" in lines_of(section_of(read(client, one.address()), "People"))
    for values in ({"first_contact": "2019"}, {"first_contact": "2018-06"}, {"first_contact": None, "since": None}):
        Counterpart.objects.filter(pk=row.pk).update(
            **{name: PartialDate.parse(value) if value else "" for name, value in values.items()}
        )
        assert HERE not in client.get(one.address()).content.decode()
    Counterpart.objects.filter(pk=row.pk).update(first_contact="", since="2019-06-17")
    assert HERE in client.get(one.address()).content.decode()


@pytest.mark.parametrize("how", ["absent", "mentioned", "elsewhere", "forbidden"])
def test_edition_is_silent_where_one_of_them_was_not_there_or_not_named(
    client: Client, one: Archive, other: Person, how: str
) -> None:
    if how == "forbidden":
        changed = Person.objects.get(pk=other.pk)
        bases = [OFFICE, BasisValue("none", scope=one.edition.public_id)]
        make.people.change_person(by=make.BY, person=changed, version=changed.version, bases=bases)
    if how != "elsewhere":
        came(one, other, **{"absent": {"state": "absent"}, "mentioned": {"kind_of": "mentioned"}, "forbidden": {}}[how])
    pair(one, other, first_contact="2019-06")
    assert HERE not in client.get(one.address()).content.decode()


def test_pair_of_offices_meets_where_their_holders_are(client: Client, one: Archive, other: Person) -> None:
    first, second = (Office.objects.get(names__value=title) for title in ("Präsidentin", "Direktorin"))
    pair(one, None, first_person=None, first_office=first, second_office=second, first_contact="2019-06")
    assert HERE not in client.get(one.address()).content.decode()
    came(one, other, office=second)
    assert f"{HERE} Ada Amt, Präsidentin" in lines_of(section_of(read(client, one.address()), "People"))


def test_many_cost_as_much_as_one(client: Client, one: Archive, other: Person) -> None:
    came(one, other)
    pages = [one.address(one.head), one.address()]

    def add(number: int) -> None:
        person = make.person(f"Kim Nummer{number}", bases=[OFFICE])
        office = make.office(
            f"Amt {number}", institution=make.institution(f"Haus {number}", city=one.agency.city), names_holders=True
        )
        came(one, person, office=office)
        pair(one, person, second_office=office, field=make.topic(f"Feld {number}"), first_contact="2019-06")

    add(1)
    few = [cost(client, path) for path in pages]
    for number in range(2, 31):
        add(number)
    assert [cost(client, path) for path in pages] == few
    assert max(few) <= CAP
