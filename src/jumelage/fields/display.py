"""How values are printed for a reader: dates by CLDR, ordinals, names; the same on every face and paper.

Dates follow the Unicode CLDR through Babel (skeletons and interval patterns); only what CLDR has no pattern for
— marks of doubt, open ends, a missing year — is worded here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import override

from jumelage.fields import wording
from jumelage.fields.names import ShownName, name_on
from jumelage.values import PartialDate, Quantity

_SEASON_NAMES: dict[str, Callable[[], str]] = {
    "21": lambda: _("spring %(year)s"),
    "22": lambda: _("summer %(year)s"),
    "23": lambda: _("autumn %(year)s"),
    "24": lambda: _("winter %(year)s"),
}
_WHOLE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def print_date(value: PartialDate | None, language: str) -> str:
    """Return a date as a reader of *language* writes it; an empty string for none."""
    if value is None:
        return ""
    with override(language):
        if value.part is not None:
            return wording.say_part(value, language)
        if not value.is_interval:
            return _print_single(value.edtf, language)
        return _print_interval(value, language)


def _print_interval(value: PartialDate, language: str) -> str:
    start, end = (part for part in value.edtf.split("/"))
    if _WHOLE_DAY.fullmatch(start) and _WHOLE_DAY.fullmatch(end) and value.earliest and value.latest:
        return _whole_days(value.earliest, value.latest, language)
    if start in ("", ".."):
        return _("until %(end)s") % {"end": _print_single(end, language)}
    if end in ("", ".."):
        return _("since %(start)s") % {"start": _print_single(start, language)}
    first, second = _print_single(start, language), _print_single(end, language)
    return f"{first}–{second}" if first.isdigit() and second.isdigit() else f"{first} – {second}"


def _whole_days(first: date, last: date, language: str) -> str:
    """Print an interval of days, the month in words: CLDR's own pattern, but with the month's full name."""
    if first == last:
        return format_date(first, "long", locale=_locale(language))
    difference = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    patterns = _locale(language).interval_formats["yMMMd"][difference]
    return "".join(
        format_date(day, pattern.replace("MMM", "MMMM"), locale=_locale(language))
        for day, pattern in zip((first, last), patterns, strict=True)
    )


def _print_single(edtf: str, language: str) -> str:
    bare, mark = edtf.rstrip("?~%"), edtf[-1:] if edtf[-1:] in "?~%" else ""
    text = _print_bare(bare, language)
    if mark == "?":
        return _("probably %(date)s") % {"date": text}
    if mark == "~":
        return _("about %(date)s") % {"date": text}
    return _("probably about %(date)s") % {"date": text} if mark else text


def _print_bare(edtf: str, language: str) -> str:
    locale = _locale(language)
    if edtf.startswith("--"):
        month, _dash, day = edtf[2:].partition("-")
        known = date(2000, int(month), int(day or 1))
        return format_skeleton("MMMMd", known, locale=locale) if day else format_date(known, "LLLL", locale=locale)
    year, month, day = (*edtf.split("-"), "", "")[:3]
    if year.endswith("XX"):
        return _("between %(first)s and %(last)s") % {"first": f"{year[:2]}00", "last": f"{year[:2]}99"}
    if year.endswith("X"):
        return _("the %(decade)ss") % {"decade": f"{year[:3]}0"}
    if month in _SEASON_NAMES:
        return _SEASON_NAMES[month]() % {"year": year}
    if not month or month == "XX":
        return year
    if not day or day == "XX":
        return format_date(date(int(year), int(month), 1), "LLLL y", locale=locale)
    return format_date(date(int(year), int(month), int(day)), "long", locale=locale)


def _locale(language: str) -> Locale:
    return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))


def print_ordinal(number: int, language: str) -> str:
    """Return a number as an ordinal before a masculine noun: 22. · 22nd · 22-й (seminar, семинар)."""
    if language == "ru":
        return f"{number}-й"
    if language != "en":
        return f"{number}."
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def print_number(number: int, language: str) -> str:
    """Return a whole number with its groups of three as the language separates them: 30.000 · 30 000 · 30,000."""
    return str(format_decimal(number, locale=_locale(language)))


def print_quantity(value: Quantity | None, language: str) -> str:
    """Return a quantity as a reader of *language* writes it; an empty string for none."""
    if value is None:
        return ""
    with override(language):
        if value.qualifier == "numerous" or value.number is None:
            return _("numerous")
        number = print_number(value.number, language)
        if value.qualifier == "more_than":
            return _("more than %(number)s") % {"number": number}
        if value.qualifier == "fewer_than":
            return _("fewer than %(number)s") % {"number": number}
        if value.qualifier == "about":
            return _("about %(number)s") % {"number": number}
    if value.most is not None and value.most != value.number:
        return f"{number}–{print_number(value.most, language)}"
    return number


def after_number(name: ShownName) -> str:
    """Return a name as it is written after its ordinal: Russian goes on with a small letter (3-й семинар).

    A first word of capitals or of one letter is left alone.
    """
    starts_sentence = name.language == "ru" and name.text[:1].isupper() and name.text[1:2].islower()
    return name.text[:1].lower() + name.text[1:] if starts_sentence else name.text


def plain_name(record: Any, language: str, day: date | None = None, *, numbered: bool = False) -> str:
    """Return the bare name of a record with names over time, for titles, sorting and slugs."""
    shown = name_on(record.names.all(), language, day)
    if shown is None:
        return str(record)
    return after_number(shown) if numbered else shown.text


def country_name(code: str, language: str) -> str:
    """Return a country's name by CLDR, or the code where CLDR has none."""
    return _locale(language).territories.get(code, code)


def language_name(code: str, language: str) -> str:
    """Return a language's name in the words of another, by CLDR, or the code where CLDR has none."""
    return _locale(language).languages.get(code, code)
