"""Reading pages as a strict browser would."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.test import Client

from jumelage.partnerships.models import Partnership, Topic
from jumelage.people.models import Institution, Person
from jumelage.seminars.models import Edition
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


#: Elements that stand on lines of their own.
_LINES = {
    NAMESPACE + tag
    for tag in ("p", "li", "dt", "dd", "div", "h2", "h3", "h4", "ul", "ol", "dl", "section", "figcaption", "blockquote")
}


def lines_of(element: Element) -> str:
    """Return the text of an element as it is heard: what stands on lines of its own apart."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    apart = " " if element.tag in _LINES else ""
    yield apart + (element.text or "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield apart


def paths(language: str) -> dict[str, str]:
    """Return one public page of each kind, by its right address."""
    edition = Edition.objects.select_related("series", "host_city").get(number=3)
    series = edition.series
    return {
        "home": f"/{language}/",
        "partnership": addresses.address_of(Partnership.objects.order_by("pk")[0], language),
        "series": addresses.address_of(series, language),
        "edition": addresses.address_of(edition, language),
        "institution": addresses.address_of(Institution.objects.get(names__value="Sozialamt Lindenhafen"), language),
        "person": addresses.address_of(Person.objects.get(names__value="Henrike Gerke"), language),
        "topic": addresses.address_of(Topic.objects.filter(label__de__text="Teilhabe").order_by("pk")[0], language),
        "prose": {"de": "/de/impressum/", "ru": "/ru/vykhodnye-dannye/", "en": "/en/imprint/"}[language],
    }


def section_of(page: Element, heading: str) -> Element:
    """Return the section, navigation or list that bears a heading as its name."""
    [title] = [one for level in ("h2", "h3", "h4") for one in all_of(page, level) if text_of(one) == heading]
    named = [one for one in page.iter() if title.get("id") and one.get("aria-labelledby") == title.get("id")]
    if named:
        return named[0]
    return next(one for one in page.iter() if title in list(one))


def headings(page: Element) -> list[str]:
    """Return the headings of the second level in their order."""
    return [text_of(one) for one in all_of(page, "h2")]


def linked(page: Element) -> dict[str, Any]:
    """Return what a page says to machines."""
    [script] = all_of(page, "script")
    assert script.get("type") == "application/ld+json"
    found: dict[str, Any] = json.loads("".join(script.itertext()))
    return found
