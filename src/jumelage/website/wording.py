"""Titles of records in words: the same for headings, page titles and the readable half of addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from babel.dates import format_date, format_time, get_timezone_name
from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import override

from jumelage.agreements.models import Agreement
from jumelage.fields import display
from jumelage.fields.models import NameKind
from jumelage.fields.names import name_on
from jumelage.languages import fallback_order
from jumelage.partnerships.models import Partnership, Topic
from jumelage.people import rules as people
from jumelage.people.models import Institution, Person
from jumelage.seminars.models import Edition, Series
from jumelage.values import LocalText, PartialDate


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


def agreement_title(agreement: Agreement, language: str) -> str:
    """Return what an agreement is called."""
    return agreement.title.text(language)


def series_title(series: Series, language: str) -> str:
    """Return the series' name of today."""
    return display.plain_name(series, language)


def institution_title(institution: Institution, language: str) -> str:
    """Return the institution's name of today."""
    return display.plain_name(institution, language)


def person_title(person: Person, language: str) -> str:
    """Return the person's name of today, with titles as they stand before it."""
    shown = people.full_name(person, language)
    return " ".join(part for part in (people.titles_on(person.titles.all(), language, None), shown.text if shown else "") if part)


def topic_title(topic: Topic, language: str) -> str:
    """Return the topic's label."""
    return topic.label.text(language)


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


def renamings(series: Series, language: str) -> tuple[FormerName, ...]:
    """Return the names that a series took on later than its first, in the language of the present name."""
    rows = list(series.names.all())
    present = name_on(rows, language)
    wanted = present.language if present else language
    full = [row for row in rows if row.language == wanted and row.kind not in (NameKind.SHORT, NameKind.ABBREVIATION)]
    dated = [FormerName(row.value, row.language, row.valid) for row in full if row.valid and row.valid.earliest]
    begun = sorted(dated, key=lambda one: one.valid.earliest or date.min)
    return tuple(begun[1:] if len(begun) == len(full) else begun)


def joined(parts: Iterable[str]) -> str:
    """Join the parts that say something by commas."""
    return ", ".join(part for part in parts if part)


#: Quotation marks by the language of what stands between them.
_QUOTES = {
    "de": ("„", "“"),
    "cs": ("„", "“"),
    "ru": ("«", "»"),
    "uk": ("«", "»"),
    "be": ("«", "»"),
    "fr": ("«\u00a0", "\u00a0»"),
    "it": ("«", "»"),
    "es": ("«", "»"),
    "pl": ("„", "”"),
}
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
#: What CLDR's locale of a site's language is called where it is more than the language.
_LOCALES = {"en": "en_GB"}


def locale(language: str) -> str:
    """Return the CLDR locale by which values are printed for a language."""
    return _LOCALES.get(language, language)


def quoted(text: str, language: str) -> str:
    """Return words between the quotation marks of their own language; marks that they bring are taken off."""
    opening, closing = _QUOTES.get(language, ("“", "”"))
    bare = text.strip().strip('„“”«»"').strip()
    return f"{opening}{bare}{closing}"


def roman(number: int, language: str) -> str:
    """Return a number as a Roman ordinal: III. in German, III elsewhere."""
    digits = ""
    for value, sign in _ROMAN:
        digits += sign * (number // value)
        number %= value
    return f"{digits}." if language == "de" else digits


def long_day(day: date, language: str) -> str:
    """Return a day with its weekday: Sonntag, 16. Juni 2019."""
    return format_date(day, "full", locale=locale(language))


def clock(begins: time | None, ends: time | None, language: str) -> str:
    """Return from when to when, by the clocks of the place; an empty string where the beginning is open."""
    if begins is None:
        return ""
    first = format_time(begins, "HH:mm", locale=locale(language))
    if ends is None:
        return first
    return f"{first}–{format_time(ends, 'HH:mm', locale=locale(language))}"


def zone_name(zone: str, language: str) -> str:
    """Return what the time of a zone is called."""
    return get_timezone_name(zone, width="long", zone_variant="generic", locale=locale(language))


def enumerated(parts: list[str], language: str) -> str:
    """Return parts as a list in a sentence: A, B and C."""
    return format_list(parts, locale=locale(language)) if parts else ""


def original_language(text: LocalText, language: str) -> str:
    """Return the language in which words were first written: the one from which others were made, else the reader's."""
    sources = {entry.source_language for entry in text.values() if entry.source_language}
    originals = [code for code, entry in text.items() if not entry.source_language]
    for code in (*sources, language, *originals):
        if code in text and (code in originals or code in sources):
            return code
    return next(iter(text))
