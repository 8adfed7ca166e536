"""A simple search over titles, names and topics of what is published, in whatever script it is asked.

Everything public is read and compared here, not in the database: SQLite knows no case outside ASCII. The index of all
texts comes with its own room.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _

from jumelage.fields import display
from jumelage.fields.names import name_on
from jumelage.languages import NUMBER_SIGN, SITE, folded
from jumelage.people import rules as people
from jumelage.people.models import Institution, Person
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import Edition, FocusTopic
from jumelage.values import LocalText
from jumelage.website import addresses, reach, wording
from jumelage.website.archive.gather import attach_names
from jumelage.website.archive.lines import SeriesLink, by_date, edition_line
from jumelage.website.archive.register import Mention
from jumelage.website.queries import loading
from jumelage.website.queries.frame import Head, make_head

#: The longest question that is answered, and how much of an answer is shown a kind.
LONGEST, SHOWN = 100, 30


@dataclass(frozen=True)
class Found:
    """What was found of one kind: the first of it, and how many there are."""

    shown: tuple[Any, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)


@dataclass(frozen=True)
class SearchPage:
    """The search with its question and its answer."""

    head: Head
    asked: str
    is_too_long: bool
    series: Found
    editions: Found
    institutions: Found
    persons: Found
    topics: Found

    @property
    def count(self) -> int:
        """How much was found in all."""
        return sum(found.count for found in (self.series, self.editions, self.institutions, self.persons, self.topics))


def search_page(asked: str, language: str, *, today: date) -> SearchPage:
    """Return the answer to a question; without one, or to one that is too long, an empty answer."""
    line = " ".join(asked.split())
    is_too_long = len(line) > LONGEST
    search = _Search([] if is_too_long else folded(line).split(), language, today)
    question = f"?{urlencode({'q': line})}" if line and not is_too_long else ""
    head = make_head(
        title=_("Search: {words}").format(words=line) if question else _("Search"),
        description="",
        language=language,
        addresses={code: f"/{code}/search/{question}" for code in SITE},
    )
    return SearchPage(
        head=replace(head, is_indexed=False),
        asked=line[:LONGEST],
        is_too_long=is_too_long,
        series=search.series(),
        editions=search.editions(),
        institutions=search.institutions(),
        persons=search.persons(),
        topics=search.topics(),
    )


class _Search:
    """One question, asked of everything public."""

    def __init__(self, words: list[str], language: str, today: date) -> None:
        self.words, self.language, self.today = words, language, today
        self._institutions: list[Institution] = []
        self._persons: list[Person] = []
        if words:
            self._load()

    def _matches(self, texts: Iterable[str]) -> bool:
        """Say whether every word of the question stands somewhere in the texts of a record."""
        whole = folded("\n".join(texts))
        return bool(self.words) and all(_stands(word, whole) for word in self.words)

    def _found(self, lines: list[Any]) -> Found:
        return Found(tuple(lines[:SHOWN]), len(lines))

    def series(self) -> Found:
        if not self.words:
            return Found((), 0)
        rows = seminars.public_series().prefetch_related("names")
        found = [one for one in rows if self._matches(name.value for name in one.names.all())]
        found.sort(key=lambda one: display.plain_name(one, self.language).casefold())
        return self._found([SeriesLink(one, addresses.address_of(one, self.language)) for one in found])

    def editions(self) -> Found:
        if not self.words:
            return Found((), 0)
        focus: dict[int, list[str]] = {}
        for one in FocusTopic.objects.filter(edition__in=seminars.public_editions().values("pk")).order_by("pk"):
            focus.setdefault(one.edition_id, []).extend(_texts(one.title))
        rows = loading.for_lists(seminars.public_editions()).prefetch_related("topics")
        found = [one for one in rows if self._matches(self._of_edition(one, focus.get(one.pk, [])))]
        found.sort(key=by_date, reverse=True)
        return self._found([edition_line(one, self.language) for one in found])

    def _of_edition(self, edition: Edition, focus: list[str]) -> list[str]:
        """Return the texts of an edition: its number as people write it, names, city, year, title, summary, topics."""
        number = (
            ""
            if edition.number is None
            else wording.joined([str(edition.number), display.print_ordinal(edition.number, self.language)])
        )
        names = [name.value for name in edition.series.names.all()]
        city = [name.value for name in edition.host_city.names.all()] if edition.host_city else []
        topics = [text for topic in edition.topics.all() for text in _texts(topic.label)]
        own = [*_texts(edition.title), *_texts(edition.summary)]
        return [number, *names, *city, wording.year(edition.dates), *own, *focus, *topics]

    def institutions(self) -> Found:
        """Return institutions by any name that they ever bore, each under the record under which it is shown."""
        found = self._heads(self._institutions)
        found.sort(key=lambda one: folded(display.plain_name(one, self.language)))
        return self._found([self._mention(one, display.plain_name(one, self.language)) for one in found])

    def persons(self) -> Found:
        """Return persons by any spelling that is recorded; only those who have a page."""
        found = self._heads(self._persons)
        found.sort(key=lambda one: people.sort_key(one, self.language))
        return self._found([self._mention(one, wording.person_title(one, self.language)) for one in found])

    def _load(self) -> None:
        """Load the public institutions and persons with all that are judged the same, and the names of all."""
        reached = reach.reached_institutions()
        self._institutions = list(Institution.objects.filter(Q(pk__in=reached) | Q(cluster__in=reached)))
        public = reach.public_persons(self.today, reached=reached).values("pk")
        self._persons = list(Person.objects.filter(Q(pk__in=public) | Q(cluster__in=public)))
        attach_names([*self._institutions, *self._persons])

    def _heads(self, records: list[Any]) -> list[Any]:
        """Return the records, under whatever name of theirs or of those judged the same they are found."""
        members: dict[int, list[Any]] = defaultdict(list)
        for record in records:
            members[record.cluster_id or record.pk].append(record)
        heads = [record for record in records if not record.cluster_id]
        return [one for one in heads if self._matches(name.value for same in members[one.pk] for name in same.names.all())]

    def topics(self) -> Found:
        if not self.words:
            return Found((), 0)
        found = [one for one in reach.public_topics() if self._matches(_texts(one.label))]
        found.sort(key=lambda one: folded(one.label.text(self.language)))
        links = []
        for one in found:
            shown = one.label.shown(self.language)
            if shown:
                links.append(Mention(shown.text, shown.language, addresses.address_of(one, self.language)))
        return self._found(links)

    def _mention(self, record: Any, name: str) -> Mention:
        shown = name_on(record.names.all(), self.language)
        return Mention(name, shown.language if shown else self.language, addresses.address_of(record, self.language))


def _stands(word: str, whole: str) -> bool:
    """Say whether a word stands in a text, a number only as a whole: 22 is not found in 2022, nor № 2 in № 22."""
    if not word.removeprefix(NUMBER_SIGN).isdecimal():
        return word in whole
    before = r"\w" if word.startswith(NUMBER_SIGN) else r"\d"
    return bool(re.search(rf"(?<!{before}){re.escape(word)}(?!\d)", whole))


def _texts(text: LocalText) -> list[str]:
    return [entry.text for entry in text.values()]
