"""Institutions, persons, topics and series: what leads where, and what is public because something published names it."""

from __future__ import annotations

import pytest
from django.test import Client

from jumelage.fields.models import Name
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.models import ContactPolicy, StateValue
from jumelage.people.models import PersonNameValue, Predecessor
from jumelage.seminars.models import FieldValue, GapValue, OrganiserValue, TraditionValue
from jumelage.values import LocalText, PartialDate
from tests.factories import world as make
from tests.website.archive import OFFICE, Archive, archive, below, came, consent
from tests.website.reading import all_of, headings, lines_of, linked, read, section_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(laid_out: None) -> Archive:
    """An edition with a delegation."""
    return archive()


def robots(page: object) -> list[str | None]:
    """Return what a page says to search engines."""
    return [one.get("content") for one in all_of(page, "meta") if one.get("name") == "robots"]  # type: ignore[arg-type]


def test_institution_tells_names_tree_offices_and_editions(client: Client, one: Archive) -> None:
    city, before = one.agency.city, make.institution("Altes Amt", city=one.agency.city)
    names = [Name("Amt für Soziales", "de", valid="2000/2016"), Name("Amt für Teilhabe", "de", valid="2017/..")]
    top = make.institution("Regierung", city=city)
    make.people.change_institution(
        by=make.BY, institution=one.agency, version=one.agency.version, names=names, parent=top,
        predecessors=[Predecessor(before.pk, on="2000")], founded=PartialDate.parse("2000"),
    )  # fmt: skip
    unit = below("Referat", one.agency)
    led = [OrganiserValue(unit.pk), OrganiserValue(before.pk), OrganiserValue(one.agency.pk)]
    make.seminars.change_edition(by=make.BY, edition=one.edition, version=one.edition.version, organisers=led)
    page = read(client, one.address(one.agency))
    text = lines_of(all_of(page, "main")[0])
    for words in ("part of Regierung", "Founded 2000", "Referat", "Altes Amt (succeeded, 2000)"):
        assert words in text
    assert "Amt für Soziales German, official name, 2000–2016" in lines_of(section_of(page, "Names"))
    assert "Präsidentin (German) Ada Amt in this office on: 16–21 June 2019" in lines_of(section_of(page, "Offices"))
    assert "3rd Sozialseminar, Bergau 2019 organiser, sent members of the delegation, delegate" in text_of(
        section_of(page, "Editions in which it took part")
    )
    data = linked(page)
    assert (data["parentOrganization"]["name"], data["foundingDate"]) == ("Regierung", "2000")
    assert client.get(f"/en/institution/{top.public_id}/").status_code == 301


def test_institution_is_public_only_where_something_published_names_it(client: Client, one: Archive) -> None:
    alone = make.institution("Fernes Haus", city=one.agency.city)
    hidden = make.edition(one.edition.series, 9, organisers=[OrganiserValue(alone.pk)])
    assert client.get(f"/en/institution/{alone.public_id}/").status_code == 404
    assert "Fernes" not in client.get("/en/search/?q=haus").content.decode()
    make.seminars.publish_edition(by=make.BY, edition=hidden, version=hidden.version, published=True)
    assert client.get(f"/en/institution/{alone.public_id}/", follow=True).status_code == 200


def test_same_institutions_stand_on_one_page(client: Client, one: Archive) -> None:
    other = make.institution("Amt f. Teilhabe", city=one.agency.city)
    make.judgement(one.agency, other)
    came(one, make.person("Ilse Ohm", bases=[OFFICE]), institution=other)
    response = client.get(f"/en/institution/{other.public_id}/")
    assert (response.status_code, response["Location"]) == (301, one.address(one.agency))
    assert "expert" in lines_of(section_of(read(client, one.address(one.agency)), "Editions in which it took part"))


def test_person_tells_spellings_offices_and_the_office_of_each_day(client: Client, one: Archive) -> None:
    names = [PersonNameValue("Ада Амт", "ru", family="Амт"), PersonNameValue("Ada Amt", "de", family="Amt")]
    one.head.refresh_from_db()
    make.people.change_person(by=make.BY, person=one.head, version=one.head.version, names=names)
    page = read(client, one.address(one.head))
    assert text_of(all_of(page, "h1")[0]) == "Ada Amt"
    assert "Ада Амт Russian, official name" in lines_of(section_of(page, "Spellings of the name"))
    assert "Präsidentin (German), Amt für Teilhabe" in lines_of(section_of(page, "Offices"))
    assert "head of the delegation; Präsidentin (German), Amt für Teilhabe" in lines_of(section_of(page, "Editions"))
    assert robots(page) == []
    assert linked(page)["alternateName"] == ["Ада Амт"]


def test_deputy_tells_whose_and_for_what(client: Client, one: Archive) -> None:
    above = make.institution("Senat", city=one.agency.city)
    lead = make.office("Leitung", institution=one.agency)
    first = make.office(
        "Stellvertretung", institution=one.agency, names_holders=True, deputy_of=lead, deputy_number=1,
        portfolio=LocalText.of(en="labour"),
    )  # fmt: skip
    other = make.office(
        "Vertretung", institution=one.agency, names_holders=True, deputy_of=make.office("Senatorin", institution=above)
    )
    for office in (first, other):
        make.appointment(one.head, office, "2010/2030")
    for record in (one.head, one.agency):
        text = lines_of(section_of(read(client, one.address(record)), "Offices"))
        assert "1st deputy of: Leitung (German); for: labour" in text
        assert "deputy of: Senatorin (German), Senat" in text
        assert "Präsidentin (German) deputy" not in text


def test_person_by_consent_is_not_for_search_engines(client: Client, one: Archive) -> None:
    person = make.person("Ilse Ohm", bases=[consent()])
    assert client.get(f"/en/person/{person.public_id}/").status_code == 404  # has no part in anything yet
    came(one, person)
    assert robots(read(client, one.address(person))) == ["noindex"]


def test_topic_leads_to_what_deals_with_it(client: Client, one: Archive) -> None:
    topic, unused = make.topic("Pflege"), make.topic("Ungenutzt")
    make.focus_topic(one.edition, "Alt werden", topics=[topic])
    page = read(client, one.address(topic))
    assert headings(page) == ["Focus topics", "Editions"]
    assert "3rd Sozialseminar, Bergau 2019" in lines_of(section_of(page, "Editions"))
    assert client.get(f"/en/topic/{unused.public_id}/").status_code == 404


def series_page(client: Client, one: Archive, language: str = "en") -> list[str]:
    """Return the entries of the series' line of time."""
    page = read(client, one.address(one.edition.series, language))
    [line] = [element for element in all_of(page, "ol") if "lanes" in (element.get("class") or "")]
    return [lines_of(entry) for entry in line]


def test_line_of_time_has_lanes_gaps_names_and_rests(client: Client, one: Archive) -> None:
    series, partnership = one.edition.series, one.partnership
    hosts = partnership.sides.get(order=1)
    make.edition(series, 7, published=True, dates=PartialDate.parse("2024-05"), host_side=hosts, host_city=hosts.city)
    names = [Name("Sozialseminar", "de", valid="2010/2022"), Name("Teilhabeseminar", "de", valid="2023/..")]
    gaps = [GapValue(5, "cancelled", LocalText.of(en="The bridge was shut."))]
    make.seminars.change_series(
        by=make.BY, series=series, version=series.version, names=names, gaps=gaps,
        traditions=[TraditionValue(LocalText.of(en="Bread is baked."))], fields_of_policy=[FieldValue(make.topic("Pflege").pk, "2019/..")],
    )  # fmt: skip
    states = [state.as_value() for state in partnership.states.all()]
    states.append(StateValue("dormant", "2020-03", ContactPolicy.NONE, reason=LocalText.of(en="A pandemic.")))
    states.append(StateValue("active", "2022-09", ContactPolicy.FULL))
    partnerships.change_partnership(by=make.BY, partnership=partnership, version=partnership.version, states=states)
    assert series_page(client, one) == [
        "7th Teilhabeseminar, Ahlheim 2024 May 2024",
        "6th Not documented here",
        "5th Was cancelled. The bridge was shut.",
        "4th Not documented here",
        "From 2023 under a new name: Teilhabeseminar",
        "Partnership: Dormant, March 2020 – September 2022 A pandemic.",
        "3rd Sozialseminar, Bergau 2019 16–21 June 2019",
        "1st – 2nd Not documented here",
    ]
    page = read(client, one.address(series))
    lanes = [entry.get("class") or "" for entry in page.iter() if "entry--lane" in (entry.get("class") or "")]
    assert [lane.rsplit("-", 1)[-1] for lane in lanes] == ["1", "2"]
    assert "Bread is baked." in lines_of(section_of(page, "By tradition"))
    assert "Pflege" in lines_of(section_of(page, "At a glance"))
    assert [event["identifier"] for event in linked(page)["subEvent"]] == ["7", "3"]


def test_series_before_and_after_are_linked_if_they_are_public(client: Client, one: Archive) -> None:
    series = one.edition.series
    before, hidden = make.series(one.partnership, "Vorläufer", published=True), make.series(one.partnership, "Verborgen")
    make.seminars.change_series(
        by=make.BY, series=series, version=series.version, names=[Name("Seminar", "de")], predecessor=before
    )
    make.seminars.change_series(
        by=make.BY, series=hidden, version=hidden.version, names=[Name("Verborgen", "de")], predecessor=series
    )
    text = lines_of(section_of(read(client, one.address(series)), "At a glance"))
    assert "Continues Vorläufer" in text
    assert "Verborgen" not in text
    assert "Continued by Seminar" in lines_of(section_of(read(client, one.address(before)), "At a glance"))
