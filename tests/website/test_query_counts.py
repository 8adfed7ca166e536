"""As many queries with thirty rows as with one, and never more than twenty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jumelage.fields.models import Name
from jumelage.partnerships.models import Partnership, Topic
from jumelage.people.models import Institution, Person
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import Edition, EditionState, Lead, Series
from jumelage.values import LocalText, PartialDate
from jumelage.website import addresses
from tests.factories import world as make
from tests.website.archive import add_everything, archive

CAP = 20


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    """Count what a page asks the database, with nothing remembered from before."""
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        yield queries


def cost(client: Client, path: str) -> int:
    """Return the number of queries of a page."""
    with counted() as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.fixture
def partnership(laid_out: None) -> Partnership:
    """A published partnership of two cities."""
    return make.partnership(make.city("Ahlheim"), make.city("Bergau", country="KZ"))


def add_series(partnership: Partnership, number: int) -> Series:
    """Add a public series, led by an institution of either side."""
    leads = [Lead(side.pk, make.institution(f"Amt {side.order}", city=side.city).pk) for side in partnership.sides.all()]
    names = {"purpose": LocalText.of(de="Lernen.")}
    made = seminars.add_series(by=make.BY, partnership=partnership, names=[Name(f"Seminar {number}", "de")], leads=leads, **names)
    return seminars.publish_series(by=make.BY, series=made, version=made.version, published=True)


def add_edition(series: Series, number: int) -> Edition:
    """Add a public edition with a host and a topic."""
    side = series.partnership.sides.get(order=1 + number % 2)
    made = seminars.document_edition(
        by=make.BY,
        series=series,
        number=number,
        state=EditionState.HELD,
        dates=PartialDate.parse(str(1990 + number)),
        host_side=side,
        host_city=side.city,
        topics=[make.topic(f"Thema {number}")],
    )
    return seminars.publish_edition(by=make.BY, edition=made, version=made.version, published=True)


def test_home(client: Client, partnership: Partnership) -> None:
    add_series(partnership, 1)
    make.partnership(make.city("Cedern"), make.city("Dornau"))
    few = cost(client, "/de/")
    for number in range(28):
        made = make.partnership(make.city(f"Nord {number}"), make.city(f"Süd {number}"))
        add_edition(add_series(made, number), 1)
    assert cost(client, "/de/") == few <= CAP


def test_partnership(client: Client, partnership: Partnership) -> None:
    add_edition(add_series(partnership, 1), 1)
    path = addresses.address_of(partnership, "de")
    few, few_at_home = cost(client, path), cost(client, "/de/")
    for number in range(2, 31):
        add_edition(add_series(partnership, number), 1)
    assert cost(client, path) == few <= CAP
    assert cost(client, "/de/") == few_at_home <= CAP


def test_series_and_edition(client: Client, partnership: Partnership) -> None:
    series = add_series(partnership, 1)
    middle = add_edition(series, 3)
    for number in (1, 2, 4, 5):
        add_edition(series, number)
    pages = [addresses.address_of(series, "de"), addresses.address_of(middle, "de")]
    few = [cost(client, path) for path in pages]
    for number in range(6, 31):
        add_edition(series, number)
    assert [cost(client, path) for path in pages] == few
    assert max(few) <= CAP


def test_pages_of_the_archive(client: Client, laid_out: None) -> None:
    one = archive()
    add_everything(one, 1)
    person, institution = Person.objects.get(names__value="Eva Nummer1"), Institution.objects.get(names__value="Zentrum 1")
    records = [
        one.edition,
        one.edition.series,
        one.agency,
        institution,
        person,
        one.head,
        Topic.objects.get(label__de__text="Thema 1"),
    ]
    pages = [*(one.address(record) for record in records), "/en/search/?q=1"]
    few = [cost(client, path) for path in pages]
    for number in range(2, 31):
        add_everything(one, number)
    for number in range(2, 31):
        again = make.edition(
            one.edition.series, number + 100, published=True, topics=[records[-1]], host_city=one.edition.host_city
        )
        make.participation(again, person=person, institution=one.agency)
        make.participation(again, person=one.head, institution=institution)
    assert [cost(client, path) for path in pages] == few
    assert max(few) <= CAP


def test_prose(client: Client, partnership: Partnership) -> None:
    assert cost(client, "/de/impressum/") <= CAP
