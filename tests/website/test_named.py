"""Nobody is named without a basis: not on the page, not to machines, not in the search, not on a page of her own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from jumelage.languages import SITE
from jumelage.people.models import BasisValue, Person
from jumelage.programme.models import PresenceValue
from jumelage.seminars.models import OrganiserValue
from jumelage.values import LocalText
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


def test_a_private_post_is_told_only_where_somebody_took_part_in_it(client: Client, one: Archive) -> None:
    post = make.office("Hausmeister", institution=one.agency)
    for name in ("Pia Posten", "Rabea Rabenfels"):
        make.appointment(make.person(name, bases=[consent()]), post, "2010/2012")
    part = came(one, Person.objects.get(names__value="Pia Posten"), office=post)
    page = client.get(one.address(one.agency)).content.decode()
    assert "Pia Posten" in page
    assert "Rabenfels" not in page
    make.seminars.delete_participation(by=make.BY, participation=part)
    assert "Hausmeister" not in client.get(one.address(one.agency)).content.decode()


def test_a_private_post_is_not_told_by_an_edition_that_may_not_name_its_holder(client: Client, one: Archive) -> None:
    post = make.office("Hausmeister", institution=one.agency)
    person = make.person(NAME, bases=[consent(), BasisValue("none", scope=one.edition.public_id)])
    make.appointment(person, post, "2010/2012")
    came(one, person, office=post)
    came(one, one.head, further_offices=[post], kind_of="host")
    page = client.get(one.address(one.agency)).content.decode()
    assert "Rabenfels" not in page
    assert "2010" not in page


@pytest.mark.parametrize("may_be_named", [True, False])
def test_the_office_of_somebody_spoken_of_is_told_only_where_she_may_be_named(
    client: Client, one: Archive, *, may_be_named: bool
) -> None:
    house = make.institution("Kanzlei am Wasser", city=one.agency.city)
    titles = [make.OfficeTitleValue("Leitung", "de", feminine="Kanzleichefin")]
    office = make.people.add_office(by=make.BY, institution=house, titles=titles)
    person = make.person(NAME, gender="f", bases=[consent()] if may_be_named else [])
    make.appointment(person, office, "1990/1991")
    told = came(one, one.head, represents_person=person, represents_office=office)
    talk = make.item(one.edition, "Gespräch")
    make.contribution(talk, told, on_behalf_of_person=person, on_behalf_of_office=office)
    page = read(client, one.address())
    for section in ("People", "Programme"):
        text = lines_of(section_of(page, section))
        assert "Kanzlei am Wasser" in text
        assert ("Kanzleichefin" in text, "Rabenfels" in text) == (may_be_named, may_be_named)
        assert "Leitung" not in text
        assert ("Kanzlei am Wasser (assumed)" in text) is may_be_named


@pytest.mark.parametrize("reason", WITHOUT)
def test_who_may_not_be_named_is_not_spoken_about(client: Client, one: Archive, reason: str) -> None:
    person = make.person(NAME, bases=WITHOUT[reason](one))
    told = came(one, one.head, kind_of="host")
    make.statement(one.edition, "Frau Rabenfels hat uns geholfen.", speaker=told, about_person=person, is_approved=True)
    make.statement(one.edition, "Das war gut.", speaker=told, is_approved=True)
    content = client.get(one.address()).content.decode()
    assert "Das war gut." in content
    assert "Rabenfels" not in content


def test_what_somebody_said_of_whom_nobody_knows_who_it_was_is_no_voice(client: Client, one: Archive) -> None:
    nobody = came(one, None, words="Fachkraft")
    office = came(one, None, office=make.office("Referat 3", institution=one.agency))
    make.statement(one.edition, "Ich bin niemand.", speaker=nobody, is_approved=True)
    make.statement(one.edition, "Das war gut.", speaker=office, is_approved=True)
    voices = lines_of(section_of(read(client, one.address()), "Voices"))
    assert "Ich bin niemand." not in client.get(one.address()).content.decode()
    assert "Das war gut." in voices
    assert "Referat 3" in voices


def test_a_place_without_a_name_prints_no_words_into_which_one_fits(client: Client, one: Archive) -> None:
    office = make.office("Referat 3", institution=one.agency)
    came(one, None, words="Frau Rabenfels, Fachkraft", words_language="de", reason=LocalText.of(de="Rabenfels fragt."))
    came(one, None, office=office, words="Frau Rabenfels", words_language="de", reason=LocalText.of(de="Rabenfels fragt."))
    text = lines_of(section_of(read(client, one.address()), "People"))
    assert "Rabenfels" not in client.get(one.address()).content.decode()
    assert "an expert" in text
    assert "Referat 3" in text


def test_the_page_of_a_person_leaves_out_the_editions_that_may_not_name_her(client: Client, one: Archive) -> None:
    other = make.edition(one.edition.series, 8, published=True, dates="2021-05")
    person = make.person(NAME, bases=[consent(), BasisValue("none", scope=one.edition.public_id)])
    everywhere(one, person)
    assert client.get(one.address(person)).status_code == 404
    make.participation(other, person=person, kind_of="expert")
    content = client.get(one.address(person)).content.decode()
    assert one.address(other) in content
    assert one.address() not in content


def test_what_an_unpublished_edition_saw_is_not_told(client: Client, one: Archive) -> None:
    idea = make.edition(one.edition.series, 8, dates="2011-03-04")
    office = make.office("Stadträtin", institution=one.agency, names_holders=True)
    person = make.person(NAME, bases=[OFFICE])
    came(one, person, kind_of="host")
    make.participation(idea, person=person, office=office, words="Frau Rat", kind_of="host")
    assert person.appointments.get().observations.get().because
    for record in (person, one.agency):
        content = client.get(one.address(record)).content.decode()
        assert "2011" not in content
        assert "Stadträtin" not in content
    make.seminars.publish_edition(by=make.BY, edition=idea, version=idea.version, published=True)
    for record in (person, one.agency):
        assert "4 March 2011" in text_of(read(client, one.address(record))).replace("\u00a0", " ")
