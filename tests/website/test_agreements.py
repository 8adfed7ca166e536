"""Agreements in public: the chain on the partnership's page, a page for each, who is named, and what came of the terms."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from jumelage.accounts.actor import command
from jumelage.agreements import actions
from jumelage.agreements.models import Agreement, PartyValue, SignatureValue, TermValue
from jumelage.journal.actions import note_public
from jumelage.languages import SITE
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.models import Partnership, StateValue, Visibility
from jumelage.people.models import BasisValue
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import FieldValue
from jumelage.values import LocalText, PartialDate
from jumelage.website import addresses
from jumelage.website.addresses import derived_pages
from tests.factories import world as make
from tests.website.reading import headings, lines_of, read, section_of
from tests.website.test_query_counts import CAP, cost

pytestmark = pytest.mark.django_db
AGREEMENTS, HAPPENED = "Agreements", "What was agreed, what happened"


@pytest.fixture
def partnership(laid_out: None) -> Partnership:
    """A published partnership of two cities."""
    return make.partnership(make.city("Ahlheim"), make.city("Bergau", country="KZ"))


def public(of: Partnership, title: str = "Vertrag", **values: Any) -> Agreement:
    """Enter an agreement for everybody to see."""
    return make.agreement(of, title, visibility=Visibility.PUBLIC, **values)


def held(of: Partnership, *years: int, published: bool = True) -> Any:
    """Document editions of a public series, numbered from 1 on, hosted in turns."""
    series = make.series(of, published=True)
    for number, year in enumerate(years, start=1):
        side = make.sides_of(of)[number % 2]
        dates = PartialDate.parse(f"{year}-05")
        make.edition(series, number, dates=dates, host_side=side, host_city=side.city, published=published)
    return series


def path(record: Any, language: str = "en") -> str:
    """Return the address of a record."""
    return addresses.address_of(record, language)


def test_the_chain_stands_on_the_partnerships_page_with_the_years_of_rest(client: Client, partnership: Partnership) -> None:
    first = public(partnership, "Erklärung", kind_of="declaration", signed_on="1990-11")
    public(partnership, "Abkommen", signed_on="2021", level="national", based_on=first, supersedes=first)
    make.agreement(partnership, "Nicht öffentlich", signed_on="2001")
    states = [row.as_value() for row in partnership.states.all()]
    rest = StateValue("dormant", "2014-03", decided_by="Rat", reason=LocalText.of(de="Man ruhte."))
    back = StateValue("active", "2016", decided_by="Rat")
    partnerships.change_partnership(
        by=make.BY, partnership=partnership, version=partnership.version, states=[*states, rest, back]
    )  # fmt: skip
    told = lines_of(section_of(read(client, path(partnership)), AGREEMENTS))
    places = [told.index(words) for words in ("November 1990", "Erklärung", "March 2014 – 2016 Dormant", "2021 Abkommen")]
    assert places == sorted(places)
    assert ("Joint declaration · city · superseded" in told, "Agreement · national" in told) == (True, True)
    assert "Nicht öffentlich" not in client.get(path(partnership)).content.decode()


def test_a_partnership_without_agreements_says_nothing_of_them(client: Client, partnership: Partnership) -> None:
    make.agreement(partnership, "Nicht öffentlich")
    assert AGREEMENTS not in headings(read(client, path(partnership)))


def test_a_page_of_its_own_tells_what_is_known(client: Client, partnership: Partnership) -> None:
    side, topic = make.sides_of(partnership)[0], make.topic("Arbeit")
    body = make.institution("Rathaus", city=side.city)
    mayor = make.office("Bürgermeisterin", institution=body, names_holders=True)
    basis = public(partnership, "Erklärung", signed_on="1990")
    row = public(
        partnership,
        "Abkommen über Arbeit",
        signed_on="1991-08-28",
        signed_in=side.city,
        in_force="1991/..",
        renewal="automatic",
        based_on=basis,
        summary=LocalText.of(en="On work."),
        parties=[PartyValue(side.pk, body.pk), PartyValue(make.sides_of(partnership)[1].pk)],
        signatures=[SignatureValue(make.person("Berta Amt").pk, mayor.pk, side.pk, place="Rathaus")],
        terms=[TermValue("other", None, LocalText.of(en="They write to each other."))],
        topics=[topic],
    )
    for language in SITE:
        assert client.get(path(row, language)).status_code == 200
    page = client.get(path(row))
    told = lines_of(read(client, path(row)))
    for words in ("Agreement · Ahlheim–Bergau", "28 August 1991 Ahlheim", "in force", "continues unless somebody ends it", "On work.",
                  "Parties: Rathaus (Seite 1); Seite 2", "Signed by Berta Amt, Bürgermeisterin (German), Rathaus Seite 1; Rathaus", "They write to each other."):  # fmt: skip
        assert words in told, told
    for other in (basis, topic, body, partnership):
        assert path(other) in page.content.decode()
    assert path(row) in client.get(path(basis)).content.decode()
    assert "Abkommen über Arbeit" in lines_of(section_of(read(client, path(topic)), AGREEMENTS))
    assert "Abkommen über Arbeit" in lines_of(section_of(read(client, path(body)), AGREEMENTS))


@pytest.mark.parametrize(
    ("names_holders", "bases", "is_named"),
    [(True, [], True), (False, [], False), (True, [BasisValue("none")], False), (False, [BasisValue("public_office")], True)],
)
def test_only_who_may_be_named_is_named(
    client: Client, partnership: Partnership, names_holders: bool, bases: list[BasisValue], is_named: bool
) -> None:
    body = make.institution("Rathaus", city=make.sides_of(partnership)[0].city)
    office = make.office("Geheime Stelle", institution=body, names_holders=names_holders)
    person = make.person("Olga Privat", bases=bases)
    signature = SignatureValue(person.pk, office.pk, place="Olgas Haus", words="gez. Olga P.")
    row = public(partnership, signatures=[signature], signed_on="2001")
    for place in (path(row), path(partnership), "/en/"):
        html = client.get(place).content.decode()
        assert [word in html for word in ("Olga Privat", "Geheime Stelle", "Olgas Haus")] == [is_named] * 3
        assert ("Rathaus" in html, "gez. Olga P." in html) == (True, False)
        assert path(person) not in html


def test_printed_words_without_a_person_are_not_told(client: Client, partnership: Partnership) -> None:
    row = public(partnership, signatures=[SignatureValue(words="gez. Olga Privat", place="Rathaus")])
    assert "Olga" not in client.get(path(row)).content.decode()


def test_an_agreement_that_is_not_public_has_no_page_and_a_deleted_one_is_gone(client: Client, partnership: Partnership) -> None:
    inner = make.agreement(partnership, "Entwurf")
    assert client.get(path(inner)).status_code == 404
    row = public(partnership, "Vertrag")
    assert client.get(f"/en/agreement/{row.public_id}-wrong/")["Location"] == path(row)
    row = actions.change_agreement(by=make.BY, agreement=row, version=1, title=LocalText.of(de="Neuer Vertrag"))
    assert client.get(path(row)).status_code == 200
    hidden = public(partnership, "Rückgezogen")
    note_public(by=command("housekeeping"), public_ids=derived_pages())
    hidden = actions.change_agreement(by=make.BY, agreement=hidden, version=1, visibility="both_sides")
    assert client.get(path(hidden)).status_code == 404
    for one in (row, hidden, inner):
        actions.delete_agreement(by=make.BY, agreement=one)
    assert [client.get(path(one)).status_code for one in (row, hidden, inner)] == [410, 410, 404]


def test_what_rests_on_an_agreement_that_is_not_public_does_not_name_it(client: Client, partnership: Partnership) -> None:
    inner = make.agreement(partnership, "Geheime Grundlage")
    row = public(partnership, based_on=inner)
    assert "Geheime" not in client.get(path(row)).content.decode()


def test_terms_stand_beside_what_happened(client: Client, partnership: Partnership) -> None:
    series = held(partnership, 2017, 2017, 2018)
    terms = [TermValue("cadence", 2, valid="2017/2018"), TermValue("alternation"), TermValue("delegation_size", 5)]
    row = public(partnership, signed_on="2016", terms=terms)
    told = lines_of(section_of(read(client, path(row)), HAPPENED))
    for words in (
        "as agreed 2 a year were agreed; in 2017 2 were held.",
        "otherwise than agreed 2 a year were agreed; in 2018 one was held.",
        "as agreed The sides were to take turns; as far as it is documented here, they did.",
        "not known No size of a delegation is documented here.",
        "Sozialseminar",
    ):
        assert words in told, told
    make.delegation(series.editions.get(number=1), make.sides_of(partnership)[0], size=6)
    assert "in No. 1 6 came" in lines_of(section_of(read(client, path(row)), HAPPENED))
    chain = lines_of(section_of(read(client, path(partnership)), AGREEMENTS))
    assert "Editions a year: 2 2017–2018 otherwise than agreed What happened" in chain


def test_what_is_not_public_is_neither_told_nor_held_against_anybody(client: Client, partnership: Partnership) -> None:
    series = held(partnership, 2017)
    make.edition(series, 40, dates=PartialDate.parse("2018-05"))
    row = public(partnership, signed_on="2016", terms=[TermValue("cadence", 1, valid="2017/2018")])
    told = lines_of(section_of(read(client, path(row)), HAPPENED))
    assert "not known One a year was agreed; in 2018 none is documented. Not every number is documented here." in told
    assert "40" not in told


def test_terms_are_compared_with_the_series_in_the_agreements_fields(client: Client, partnership: Partnership) -> None:
    topic = make.topic("Arbeit")
    make.edition(make.series(partnership, "Andere Reihe", published=True), 1, published=True)
    series = make.series(partnership, "Arbeitsreihe", published=True, fields_of_policy=[FieldValue(topic.pk)])
    row = public(partnership, terms=[TermValue("alternation")], topics=[topic])
    told = lines_of(section_of(read(client, path(row)), HAPPENED))
    assert ("Arbeitsreihe" in told, "Andere Reihe" in told) == (True, False)
    seminars.publish_series(by=make.BY, series=series, version=series.version, published=False)
    assert "Arbeitsreihe" not in lines_of(section_of(read(client, path(row)), HAPPENED))


def test_thirty_agreements_cost_as_many_queries_as_one(client: Client, partnership: Partnership) -> None:
    side = make.sides_of(partnership)[0]

    def add(number: int) -> Agreement:
        body = make.institution(f"Haus {number}", city=side.city)
        office = make.office(f"Leitung {number}", institution=body, names_holders=True)
        return public(
            partnership,
            f"Vertrag {number}",
            signed_on=str(1960 + number),
            signed_in=side.city,
            parties=[PartyValue(side.pk, body.pk)],
            signatures=[SignatureValue(make.person(f"Anna Nummer{number}").pk, office.pk, side.pk)],
            terms=[TermValue("cadence", 2), TermValue("ngo_participation")],
            topics=[make.topic(f"Thema {number}")],
        )

    held(partnership, 2017)
    row = add(1)
    pages = [path(row), path(partnership), "/en/"]
    few = [cost(client, place) for place in pages]
    held(partnership, *range(1990, 2016))
    for number in range(2, 31):
        add(number)
    assert [cost(client, place) for place in pages] == few
    assert max(few) <= CAP
