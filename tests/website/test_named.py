"""Nobody is named without a basis: not on the page, not to machines, not in the search, not on a page of her own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from jumelage.languages import SITE
from jumelage.people.models import BasisValue, Person
from jumelage.programme.models import PresenceValue
from jumelage.seminars.models import OrganiserValue
from tests.factories import world as make
from tests.website.archive import OFFICE, Archive, archive, came, consent
from tests.website.reading import lines_of, read, section_of, text_of

pytestmark = pytest.mark.django_db
NAME = "Rabea Rabenfels"

Bases = Callable[[Archive], list[BasisValue]]
#: Why somebody may not be named on the page of the edition.
WITHOUT: dict[str, Bases] = {
    "no basis": lambda one: [],
    "another edition": lambda one: [consent(make.edition(one.edition.series, 8, published=True).public_id)],
    "withdrawn": lambda one: [consent(until="2020-01-01")],
    "not yet": lambda one: [consent(since="2090-01-01")],
    "review overdue": lambda one: [consent(review_on="2020-01-01")],
    "forbidden": lambda one: [OFFICE, BasisValue("none")],
    "forbidden here": lambda one: [consent(), BasisValue("none", scope=one.edition.public_id)],
}


@pytest.fixture
def one(laid_out: None) -> Archive:
    """An edition with a delegation."""
    return archive()


def everywhere(one: Archive, person: Person) -> None:
    """Let a person stand wherever an edition can name somebody."""
    house, edition = make.institution("Stiftung Hang", city=one.agency.city), one.edition
    row = came(one, person, institution=house, words="", reason={})
    told = came(one, one.head, represents_person=person, words="In Vertretung")
    item = make.item(edition, "Gespräch", presences=[PresenceValue(row.pk)])
    make.contribution(item, row)
    make.contribution(item, told, on_behalf_of_person=person)
    make.statement(edition, "Ich sage nichts.", speaker=row, is_approved=True)
    make.statement(edition, "Sie war da.", speaker=told, about_person=person, is_approved=True)
    make.publication(edition, author=person)
    organisers = [OrganiserValue(one.agency.pk, led_by=person.pk)]
    make.seminars.change_edition(by=make.BY, edition=edition, version=edition.version, organisers=organisers)
    office = make.office("Leiterin", institution=one.agency)
    make.appointment(person, office, "2010/2030")


@pytest.mark.parametrize("reason", WITHOUT)
def test_who_may_not_be_named_is_named_nowhere(client: Client, one: Archive, reason: str) -> None:
    person = make.person(NAME)
    everywhere(one, person)
    bases = WITHOUT[reason](one)
    make.people.change_person(by=make.BY, person=person, version=Person.objects.get(pk=person.pk).version, bases=bases)
    for language in SITE:
        for address in (one.address(language=language), f"/{language}/search/?q=Gespr%C3%A4ch"):
            content = client.get(address).content.decode()
            assert "Rabenfels" not in content
            assert "Ich sage nichts." not in content
    if reason != "forbidden here":
        assert client.get(f"/en/person/{person.public_id}/").status_code == 404
        assert "Rabenfels" not in client.get(one.address(one.agency)).content.decode()
        assert "Nothing was found" in text_of(read(client, "/en/search/?q=Rabenfels"))
    assert "an expert of Stiftung Hang" in lines_of(section_of(read(client, one.address()), "People"))


def test_who_may_be_named_here_only_is_named_here_and_has_no_page(client: Client, one: Archive) -> None:
    person = make.person(NAME, bases=[consent(one.edition.public_id)])
    everywhere(one, person)
    page = read(client, one.address())
    assert NAME in lines_of(section_of(page, "People"))
    assert "/person/" + person.public_id not in client.get(one.address()).content.decode()
    assert client.get(f"/en/person/{person.public_id}/").status_code == 404
    other = make.edition(one.edition.series, 8, published=True)
    came(Archive(one.partnership, other, one.agency, one.delegation, one.head), person, side=None)
    assert "Rabenfels" not in client.get(one.address(other)).content.decode()


def test_office_words_and_reason_of_somebody_unnamed_are_kept_back(client: Client, one: Archive) -> None:
    office = make.office("Geheimamt", institution=one.agency)
    came(one, make.person(NAME), office=office, words="Geheimwort", words_language="de")
    content = client.get(one.address()).content.decode()
    assert "Geheim" not in content
    assert "an expert of Amt für Teilhabe" in lines_of(section_of(read(client, one.address()), "People"))


def test_unnamed_people_of_one_institution_are_counted(client: Client, one: Archive) -> None:
    house = make.institution("Stiftung Hang", city=one.agency.city)
    for number in range(3):
        came(one, make.person(f"Niemand Nr{number}"), institution=house)
    assert "3 experts of Stiftung Hang" in lines_of(section_of(read(client, one.address()), "People"))


def test_basis_of_one_record_counts_for_all_that_are_the_same(client: Client, one: Archive) -> None:
    head = make.person("Rabea Rabenfels", bases=[OFFICE])
    member = make.person("R. Rabenfels")
    make.judgement(head, member)
    came(one, member)
    assert NAME in lines_of(section_of(read(client, one.address()), "People"))
    response = client.get(f"/en/person/{member.public_id}/")
    assert (response.status_code, response["Location"]) == (301, one.address(Person.objects.get(pk=head.pk)))
