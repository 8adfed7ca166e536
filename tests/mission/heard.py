"""A page as it is heard: what stands on it is found by its accessible name, as a screen reader finds it.

A region or a list has the name that ``aria-labelledby`` or ``aria-label`` gives it, a heading and a link that of their
words, a definition that of its term, a row that of its first cell. What is hidden from assistive technology is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import html5lib

_HEADINGS = ("h1", "h2", "h3", "h4")
#: Elements of which nothing is heard.
_SILENT = {"head", "script", "style", "template"}
#: Elements whose words run on in the line; all others begin a new one.
_INLINE = {"a", "abbr", "b", "del", "em", "i", "ins", "q", "s", "small", "span", "strong", "time"}


class Heard:
    """An element of a page and what is in it."""

    def __init__(self, element: Any) -> None:
        self.element = element

    @classmethod
    def of(cls, html: str) -> Heard:
        """Parse a page strictly."""
        return cls(html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html))

    @cached_property
    def text(self) -> str:
        """The words in it, what stands on lines of its own apart."""
        return " ".join("".join(_words(self.element)).split())

    @property
    def title(self) -> str:
        """The page's heading of the first level."""
        return self._one("heading of the first level", "", list(self._all("h1"))).text

    def region(self, name: str) -> Heard:
        """Return the region, the list or the group of this name."""
        return self._one("region", name, [one for one in self._all() if self._name(one) == name])

    def has_region(self, name: str) -> bool:
        """Say whether there is a region, a list or a group of this name."""
        return any(self._name(one) == name for one in self._all())

    def part(self, heading: str) -> Heard:
        """Return what stands under a heading."""
        parents = [one for one in self._all() if any(child.tag in _HEADINGS and _text(child) == heading for child in one)]
        return self._one("heading", heading, parents)

    def headings(self) -> list[str]:
        """Return the headings, in the order of the page."""
        return [_text(one) for one in self._all(*_HEADINGS)]

    def link(self, name: str) -> str:
        """Return where the link of this name leads; several may lead to the same place."""
        found = {one.get("href", "") for one in self._all("a") if (one.get("aria-label") or _text(one)) == name}
        assert len(found) == 1, f"{len(found)} links are called “{name}”: {self._called('a')}"
        return found.pop()

    def links(self) -> list[str]:
        """Return the names of all links."""
        return self._called("a")

    def definition(self, term: str) -> str:
        """Return what is said of a term; several definitions one after the other."""
        found = [group for group in self._all("div", "dl") if any(one.tag == "dt" and _text(one) == term for one in group)]
        return Heard(self._one("term", term, found).element)._defined(term)

    def entries(self, name: str) -> list[str]:
        """Return the entries of the list of this name."""
        return [_text(one) for one in self.region(name).element if one.tag == "li"]

    def lists(self) -> list[list[str]]:
        """Return the entries of all lists, those of lists within them in their entry."""
        return [[_text(one) for one in found if one.tag == "li"] for found in self._all("ol", "ul")]

    def finds(self, words: str) -> list[str]:
        """Return the entries of lists in which these words stand."""
        return [entry for entries in self.lists() for entry in entries if words in entry]

    def terms(self) -> list[str]:
        """Return the terms of all lists of definitions."""
        return self._called("dt")

    def row(self, name: str) -> list[str]:
        """Return the cells of the row whose first cell says *name*, without that."""
        rows = [[_text(cell) for cell in one if cell.tag in ("td", "th")] for one in self._all("tr")]
        found = [cells[1:] for cells in rows if cells and cells[0] == name]
        assert len(found) == 1, f"{len(found)} rows begin with “{name}”: {[cells[:1] for cells in rows]}"
        return found[0]

    def _defined(self, term: str) -> str:
        said, is_it = [], False
        for one in self.element:
            if one.tag == "dt":
                is_it = _text(one) == term
            elif one.tag == "dd" and is_it:
                said.append(_text(one))
        return "; ".join(said)

    def _all(self, *tags: str) -> Iterator[Any]:
        return (one for one in _visible(self.element) if not tags or one.tag in tags)

    def _called(self, tag: str) -> list[str]:
        return [_text(one) for one in self._all(tag)]

    def _name(self, element: Any) -> str:
        if element.tag == "a":
            return ""
        if label := element.get("aria-labelledby"):
            return " ".join(_text(one) for one in self._all() if one.get("id") in label.split())
        return str(element.get("aria-label") or "")

    def _one(self, what: str, name: str, found: list[Any]) -> Heard:
        assert len(found) == 1, f"{len(found)} of the kind “{what}” are called “{name}”; headings: {self.headings()}"
        return Heard(found[0])


def _visible(element: Any) -> Iterator[Any]:
    yield element
    for child in element:
        if _is_heard(child):
            yield from _visible(child)


def _is_heard(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag not in _SILENT and element.get("aria-hidden") != "true"


def _text(element: Any) -> str:
    return Heard(element).text


def _words(element: Any) -> Iterator[str]:
    apart = "" if element.tag in _INLINE else " "
    yield apart + (element.text or "")
    for child in element:
        if _is_heard(child):
            yield from _words(child)
        yield child.tail or ""
    yield apart
