"""Titles of records in words: the same for headings, page titles and the readable half of addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from jumelage.fields import display
from jumelage.fields.names import name_on
from jumelage.languages import fallback_order
from jumelage.partnerships.models import Partnership
from jumelage.seminars.models import Edition, Series
from jumelage.values import PartialDate


@dataclass(frozen=True)
class FormerName:
    """A name that is no longer in use, with its language and the period in which it was."""

    text: str
    language: str
    valid: PartialDate


@dataclass(frozen=True)
class Titles:
    """An edition's place in words: ordinal and series name as of its date, then city and year."""

    name: str
    place: str

    def __str__(self) -> str:
        return f"{self.name}, {self.place}" if self.place else self.name


def partnership_title(partnership: Partnership, language: str) -> str:
    """Return the cities' names joined by a dash, in the order of the sides."""
    return "–".join(display.plain_name(side.city, language) for side in partnership.sides.all())


def series_title(series: Series, language: str) -> str:
    """Return the series' name of today."""
    return display.plain_name(series, language)


def edition_day(edition: Edition) -> date | None:
    """Return the day as of which an edition's names are taken, or ``None`` for today."""
    return edition.dates.earliest if edition.dates else None


def edition_titles(edition: Edition, language: str) -> Titles:
    """Return how an edition is called: by its number and the name that its series bore then, or its own title."""
    series = display.plain_name(edition.series, language, edition_day(edition), numbered=edition.number is not None)
    name = series
    if edition.number is not None:
        with override(language):
            name = _("{ordinal} {series}").format(ordinal=display.print_ordinal(edition.number, language), series=series)
    elif edition.title:
        name = edition.title.text(language)
    city = display.plain_name(edition.host_city, language, edition_day(edition)) if edition.host_city else ""
    return Titles(name, " ".join(part for part in (city, year(edition.dates)) if part))


def edition_title(edition: Edition, language: str) -> str:
    """Return an edition's title in one line."""
    return str(edition_titles(edition, language))


def year(value: PartialDate | None) -> str:
    """Return the year in which a date lies, or an empty string where that is open."""
    if value is None or value.earliest is None or value.latest is None:
        return ""
    return str(value.earliest.year) if value.earliest.year == value.latest.year else ""


def former_names(series: Series, language: str, today: date) -> tuple[FormerName, ...]:
    """Return the names that were given up before *today*, the oldest first, in the language of the present name."""
    rows = list(series.names.all())
    present = name_on(rows, language)
    wanted = present.language if present else next(iter(fallback_order(language)))
    former = [
        FormerName(row.value, row.language, row.valid)
        for row in rows
        if row.language == wanted
        and row.valid
        and row.valid.holds_on(today) == "not"
        and not (present and present.text == row.value)
    ]
    return tuple(sorted(former, key=lambda name: name.valid.earliest or date.min))


def joined(parts: Iterable[str]) -> str:
    """Join the parts that say something by commas."""
    return ", ".join(part for part in parts if part)
