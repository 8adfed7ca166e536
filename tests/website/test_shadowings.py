"""Job shadowings in public: only those shown to everybody, and nobody named in them without a basis."""

from __future__ import annotations

import pytest
from django.test import Client

from jumelage.languages import SITE
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.models import Visibility
from jumelage.people.models import BasisValue, Person
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import JobShadowing, Series
from jumelage.values import LocalText, PartialDate
from tests.factories import world as make
from tests.website.archive import OFFICE, Archive, archive, consent
from tests.website.reading import all_of, headings, lines_of, read, section_of
from tests.website.test_query_counts import CAP, cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(laid_out: None) -> Archive:
    """An edition with a delegation."""
    return archive()


def shadowing(one: Archive, **values: object) -> JobShadowing:
    """Enter a job shadowing at the agency that everybody may see."""
    given = {
        "series": Series.objects.get(pk=one.edition.series_id), "hosted_by": one.agency, "visibility": Visibility.PUBLIC,
        "dates": PartialDate.parse("2018"), "aims": LocalText.of(en="To learn of care."), "people_count": 2,
    }  # fmt: skip
    return make.job_shadowing(one.partnership, **{**given, **values})


def told(client: Client, one: Archive, record: object) -> str:
    """Return what is told of job shadowings on the page of a record."""
    return lines_of(section_of(read(client, one.address(record)), "Job shadowings"))


def test_public_ones_stand_with_their_series_and_with_both_institutions(client: Client, one: Archive) -> None:
    sender = make.institution("Zentrum am Fluss", city=one.agency.city)
    shadowing(one, sent_by=sender, result=LocalText.of(en="A rota was made."))
    shadowing(one, dates=PartialDate.parse("2020"), aims={}, people_count=1, series=None)
    line = "2018: sent by Zentrum am Fluss, hosted by Amt für Teilhabe 2 people"
    after = "To learn of care. A rota was made."
    assert told(client, one, one.edition.series) == f"Job shadowings {line} {after}"
    assert told(client, one, sender) == f"Job shadowings {line}; Sozialseminar {after}"
    newest = "2020: hosted by Amt für Teilhabe 1 person"
    assert told(client, one, one.agency) == f"Job shadowings {newest} {line}; Sozialseminar {after}"
    links = all_of(section_of(read(client, one.address(one.edition.series)), "Job shadowings"), "a")
    assert [client.get(link.get("href") or "").status_code for link in links] == [200, 200]


@pytest.mark.parametrize("visibility", [one for one in Visibility if one != Visibility.PUBLIC])
def test_what_is_not_for_everybody_leaves_no_trace(client: Client, one: Archive, visibility: str) -> None:
    host = make.institution("Geheimhaus", city=one.agency.city)
    shadowing(one, visibility=visibility, hosted_by=host, sent_by=one.agency)
    for language in SITE:
        for record in (one.edition.series, one.agency):
            assert "Geheimhaus" not in client.get(one.address(record, language)).content.decode()
    assert client.get(f"/en/institution/{host.public_id}/").status_code == 404


def test_nothing_is_told_of_an_unpublished_series_or_partnership(client: Client, one: Archive) -> None:
    hidden = make.series(one.partnership, "Geheimseminar")
    elsewhere = make.partnership(one.agency.city, make.city("Cedern"), published=False)
    host = make.institution("Geheimhaus", city=one.agency.city)
    shadowing(one, series=hidden, hosted_by=host, sent_by=one.agency)
    made = make.job_shadowing(elsewhere, hosted_by=host, sent_by=one.agency, visibility=Visibility.PUBLIC)
    page = read(client, one.address(one.agency))
    assert "Job shadowings" not in headings(page)
    assert client.get(f"/en/institution/{host.public_id}/").status_code == 404
    elsewhere.refresh_from_db()
    partnerships.publish_partnership(by=make.BY, partnership=elsewhere, version=elsewhere.version, published=True)
    assert "Geheimhaus" in told(client, one, one.agency)
    seminars.delete_job_shadowing(by=make.BY, job_shadowing=made)
    assert "Job shadowings" not in headings(read(client, one.address(one.agency)))


@pytest.mark.parametrize("role", ["person", "mentor"])
@pytest.mark.parametrize("reason", ["no basis", "withdrawn", "forbidden", "forbidden here", "another page"])
def test_who_may_not_be_named_is_not_named_nor_told_of(client: Client, one: Archive, role: str, reason: str) -> None:
    series = one.edition.series
    bases = {
        "no basis": [],
        "withdrawn": [consent(until="2020-01-01")],
        "forbidden": [OFFICE, BasisValue("none")],
        "forbidden here": [consent(), BasisValue("none", scope=series.public_id)],
        "another page": [consent(one.edition.public_id)],
    }[reason]
    person = make.person("Rabea Rabenfels", bases=bases)
    text = LocalText.of(de="Frau Rabenfels lernte.", en="Ms Rabenfels learnt.")
    shadowing(one, **{role: person}, aims=text, result=text)
    for record in (series, one.agency):
        assert "2018: hosted by Amt für Teilhabe 2 people" in told(client, one, record)
        for language in SITE:
            assert "Rabenfels" not in client.get(one.address(record, language)).content.decode()


def test_who_may_be_named_is_named_and_gets_no_page_by_it(client: Client, one: Archive) -> None:
    series = one.edition.series
    everywhere, here = make.person("Ilse Ohm", bases=[consent()]), make.person("Udo Ort", bases=[consent(series.public_id)])
    shadowing(one, person=everywhere, mentor=here, people_count=None)
    assert told(client, one, series) == (
        "Job shadowings 2018: Ilse Ohm; hosted by Amt für Teilhabe mentor: Udo Ort To learn of care."
    )
    assert "Udo Ort" not in told(client, one, one.agency)
    assert "Ilse Ohm" in told(client, one, one.agency)
    assert client.get(f"/en/person/{Person.objects.get(names__value='Ilse Ohm').public_id}/").status_code == 404


def test_many_cost_as_much_as_one(client: Client, one: Archive) -> None:
    pages = [one.address(one.edition.series), one.address(one.agency)]

    def add(number: int) -> None:
        people = {role: make.person(f"{role} {number}", bases=[OFFICE]) for role in ("person", "mentor")}
        sender = make.institution(f"Haus {number}", city=one.agency.city)
        shadowing(one, sent_by=sender, series=make.series(one.partnership, f"Reihe {number}", published=True), **people)
        shadowing(one, sent_by=sender, **people)

    add(1)
    few = [cost(client, path) for path in pages]
    for number in range(2, 31):
        add(number)
    assert [cost(client, path) for path in pages] == few
    assert max(few) <= CAP
