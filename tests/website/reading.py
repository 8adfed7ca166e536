"""Reading pages as a strict browser would."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.test import Client

from jumelage.partnerships.models import Partnership
from jumelage.seminars.models import Edition, Series
from jumelage.website import addresses

NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def parse(text: str) -> Element:
    """Parse a page; raise on the first mistake in its markup."""
    page: Element = html5lib.HTMLParser(strict=True).parse(text)
    return page


def read(client: Client, path: str, *, status: int = 200, **options: Any) -> Element:
    """Fetch a page and parse it."""
    response = client.get(path, **options)
    assert response.status_code == status, (path, response.status_code, response.headers.get("Location"))
    return parse(response.content.decode())


def all_of(page: Element, tag: str) -> list[Element]:
    """Return the elements of a name in their order."""
    return list(page.iter(NAMESPACE + tag))


def text_of(element: Element) -> str:
    """Return the text of an element in one line."""
    return " ".join("".join(element.itertext()).split())


def paths(language: str) -> dict[str, str]:
    """Return one public page of each kind, by its right address."""
    series = Series.objects.order_by("pk")[0]
    edition = Edition.objects.select_related("series", "host_city").get(series=series, number=3)
    return {
        "home": f"/{language}/",
        "partnership": addresses.address_of(Partnership.objects.order_by("pk")[0], language),
        "series": addresses.address_of(series, language),
        "edition": addresses.address_of(edition, language),
        "prose": {"de": "/de/impressum/", "ru": "/ru/vykhodnye-dannye/", "en": "/en/imprint/"}[language],
    }
