"""Values that every floor speaks of; standard library only.

Errors of the library descend from one class::

    JumelageError
    ├── PartialDateError    (also a ValueError)
    └── QuantityError       (also a ValueError)

Every message is a whole sentence that says what was found, what was expected and what to do.
"""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal
from unicodedata import is_normalized, normalize

from jumelage.languages import fallback_order


class JumelageError(Exception):
    """The root of every error that Jumelage raises on purpose."""


class PartialDateError(JumelageError, ValueError):
    """A text that is no date of EDTF level 1."""


class QuantityError(JumelageError, ValueError):
    """A text that is no quantity."""


Holds = Literal["certainly", "possibly", "not"]

_DATE = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?(?P<mark>[?~%]?)", re.ASCII)
_WHOLE = re.compile(r"(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2]))?", re.ASCII)
_YEARLESS = re.compile(r"--(?P<month>\d{2})(?:-(?P<day>\d{2}))?", re.ASCII)
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}

Part = Literal["early", "mid", "late"]
#: The months of a year, and the days of a month, that stand for its parts; the last day of a month is the month's own.
_PARTS: dict[Part, tuple[str, str, str, str]] = {
    "early": ("01", "03", "01", "10"),
    "mid": ("05", "08", "11", "20"),
    "late": ("10", "12", "21", ""),
}


@dataclass(frozen=True)
class PartialDate:
    """A date as far as it is known: EDTF level 1 (ISO 8601-2:2019), or a day whose year nobody wrote.

    ``edtf`` is the canonical text. ``earliest`` and ``latest`` are the first and the last day that the text
    allows, both inclusive; ``None`` means unbounded (an open interval) or unknown (no year).

    Understood: ``2014``, ``2014-11``, ``2014-11-23``; ``201X``, ``2014-XX``, ``2014-11-XX``; seasons
    ``2014-21`` … ``2014-24`` (spring … winter, by meteorological quarters, winter beginning in that year's
    December); a trailing ``?``, ``~`` or ``%`` for uncertain, approximate or both; intervals with ``/``, open
    (``..``) or unknown (empty) at one end; ``--12-16`` and ``--12`` without a year.

    EDTF has no words for "early 2018". It is kept as an interval that nobody else writes, with a mark of doubt at its
    end alone: early is ``2018-01/2018-03~``, mid ``2018-05/2018-08~``, late ``2018-10/2018-12~``; early in June 2019 is
    ``2019-06-01/2019-06-10~``, mid the 11th to the 20th, late the 21st to the month's last day (``part_of``). It is one
    date for all that, not a period (``is_interval``).
    """

    edtf: str
    earliest: date | None = field(init=False, compare=False)
    latest: date | None = field(init=False, compare=False)

    def __post_init__(self) -> None:
        first, last = _interval_bounds(self.edtf) if "/" in self.edtf else _bounds(self.edtf)
        object.__setattr__(self, "earliest", first)
        object.__setattr__(self, "latest", last)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read *text* as EDTF; raise ``PartialDateError`` where it is none. Space around it does not count."""
        return cls(text.strip())

    @classmethod
    def between(cls, first: date, last: date) -> PartialDate:
        """Make the interval of whole days *first* to *last*, or the single day if they are the same."""
        text = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
        return cls.parse(text)

    @classmethod
    def part_of(cls, part: Part, whole: str) -> PartialDate:
        """Make the early, mid or late part of a year or a month, given as EDTF (``2018``, ``2019-06``)."""
        return cls(_part_text(part, whole))

    @property
    def part(self) -> tuple[Part, str] | None:
        """Which part of a year or a month is meant, and that year or month as EDTF; ``None`` for every other date."""
        if not self.edtf.endswith("~") or "/" not in self.edtf:
            return None
        whole = self.edtf.partition("/")[0][:-3]
        parts = _PARTS if _WHOLE.fullmatch(whole) else ()
        return next(((part, whole) for part in parts if _part_text(part, whole) == self.edtf), None)

    @property
    def is_interval(self) -> bool:
        """Whether two ends were meant: "early 2018" is one date."""
        return "/" in self.edtf and self.part is None

    @property
    def is_yearless(self) -> bool:
        """Whether nobody wrote the year."""
        return self.edtf.startswith("--")

    @property
    def is_approximate(self) -> bool:
        """Whether the text itself marks the date as uncertain or approximate."""
        return any(mark in self.edtf for mark in "?~%X")

    @property
    def ends(self) -> tuple[PartialDate | None, PartialDate | None]:
        """The two ends of an interval (``None`` where open or unknown); a single date is both its ends."""
        if not self.is_interval:
            return self, self
        start, _, end = self.edtf.partition("/")
        return tuple(None if part in ("", "..") else PartialDate.parse(part) for part in (start, end))  # type: ignore[return-value]

    def holds_on(self, day: date) -> Holds:
        """Say whether a period written like this includes *day*: certainly, possibly or not.

        An end written only as a year or a month leaves the days of that year or month open; a mark of doubt
        leaves everything open that it does not exclude. Without a year only the month and the day can exclude.
        """
        if self.is_yearless:
            return "possibly" if day.isoformat()[4:].startswith(self.edtf[1:]) else "not"
        if (self.earliest and day < self.earliest) or (self.latest and day > self.latest):
            return "not"
        if self.is_approximate:
            return "possibly"
        if not self.is_interval:
            return "certainly" if self.earliest == self.latest == day else "possibly"
        start, _, end = self.edtf.partition("/")
        begun = bool(start) and (start == ".." or day >= (_bounds(start, in_interval=True)[1] or day))
        lasting = bool(end) and (end == ".." or day <= (_bounds(end, in_interval=True)[0] or day))
        return "certainly" if begun and lasting else "possibly"

    def __str__(self) -> str:
        return self.edtf


def _part_text(part: Part, whole: str) -> str:
    if not _WHOLE.fullmatch(whole):
        raise PartialDateError(f"“{whole}” is no year and no month; write for example 2018 or 2019-06.")
    first_month, last_month, first_day, last_day = _PARTS[part]
    if len(whole) == 4:
        return f"{whole}-{first_month}/{whole}-{last_month}~"
    year, month = (int(number) for number in whole.split("-"))
    return f"{whole}-{first_day}/{whole}-{last_day or calendar.monthrange(year, month)[1]}~"


def _interval_bounds(text: str) -> tuple[date | None, date | None]:
    start, _, end = text.partition("/")
    if start in ("", "..") and end in ("", ".."):
        raise PartialDateError(f"The interval “{text}” has no end that is known; write at least one date.")
    first = None if start in ("", "..") else _bounds(start, in_interval=True)[0]
    last = None if end in ("", "..") else _bounds(end, in_interval=True)[1]
    if first and last and last < first:
        raise PartialDateError(f"The interval “{text}” ends before it begins; exchange the two dates.")
    return first, last


def _bounds(text: str, *, in_interval: bool = False) -> tuple[date | None, date | None]:
    if yearless := _YEARLESS.fullmatch(text):
        if in_interval:
            raise PartialDateError(f"The date “{text}” has no year; both ends of an interval need one.")
        _check_day(text, 2000, int(yearless["month"]), int(yearless["day"] or 1))
        return None, None
    match = _DATE.fullmatch(text)
    if not match:
        raise PartialDateError(f"“{text}” is no date; write for example 2014, 2014-11, 2014-11-23 or 2014-11-23/2014-11-27.")
    first_year, last_year = int(match["year"].replace("X", "0")), int(match["year"].replace("X", "9"))
    if first_year == 0:
        raise PartialDateError(f"The year in “{text}” is outside 0001 to 9999; correct the year.")
    month, day = match["month"], match["day"]
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise PartialDateError(f"“{text}” names a day but no month; write the month or leave the day out.")
        return date(first_year, 1, 1), date(last_year, 12, 31)
    if first_year != last_year:
        raise PartialDateError(f"“{text}” names a month but no year; write the year or leave the month out.")
    return _month_bounds(text, first_year, int(month), day)


def _month_bounds(text: str, year: int, month: int, day: str | None) -> tuple[date, date]:
    if month in _SEASONS:
        if day is not None:
            raise PartialDateError(f"“{text}” names a day of a season; write the month or leave the day out.")
        begin, end = _SEASONS[month]
        end_year = year + (end < begin)
        if end_year > date.max.year:
            return date(year, begin, 1), date.max
        return date(year, begin, 1), date(end_year, end, calendar.monthrange(end_year, end)[1])
    if day is None or day == "XX":
        _check_day(text, year, month, 1)
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    exact = _check_day(text, year, month, int(day))
    return exact, exact


def _check_day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise PartialDateError(f"“{text}” is not in the calendar; check the month and the day.") from None


_QUANTITY = re.compile(r"(?P<mark>[<>~]?)(?P<least>\d{1,9})(?:\.\.(?P<most>\d{1,9}))?", re.ASCII)


@dataclass(frozen=True)
class Quantity:
    """A number of people or things as far as it is known (domain.md 3.0).

    ``text`` is the canonical form: ``120``, ``~50`` (about), ``>30000`` (more than), ``<20`` (fewer than),
    ``120..150`` (from, to), ``numerous`` (many, nobody counted). ``least`` and ``most`` are the bounds that it
    states, both inclusive; ``None`` where it states none (an approximate number states neither).
    """

    text: str
    least: int | None = field(init=False, compare=False)
    most: int | None = field(init=False, compare=False)

    def __post_init__(self) -> None:
        least, most = (None, None) if self.text == "numerous" else _quantity_bounds(self.text)
        object.__setattr__(self, "least", least)
        object.__setattr__(self, "most", most)

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read the canonical form; raise ``QuantityError`` where it is none. Space around it does not count."""
        return cls(text.strip())

    @property
    def number(self) -> int | None:
        """The number that is written, the first of two; ``None`` for ``numerous``."""
        match = _QUANTITY.fullmatch(self.text)
        return int(match["least"]) if match else None

    @property
    def qualifier(self) -> Literal["", "about", "more_than", "fewer_than", "numerous"]:
        """The word that goes with the number."""
        if self.text == "numerous":
            return "numerous"
        qualifiers: dict[str, Literal["about", "more_than", "fewer_than"]] = {"~": "about", ">": "more_than", "<": "fewer_than"}
        return qualifiers.get(self.text[0], "")

    def __str__(self) -> str:
        return self.text


def _quantity_bounds(text: str) -> tuple[int | None, int | None]:
    match = _QUANTITY.fullmatch(text)
    if not match or (match["mark"] and match["most"]) or (match["mark"] == "<" and not int(match["least"])):
        raise QuantityError(f"“{text}” is no quantity; write for example 120, ~50, >30000, 120..150 or numerous.")
    least, most = int(match["least"]), int(match["most"] or match["least"])
    if most < least:
        raise QuantityError(f"The quantity “{text}” ends before it begins; exchange the two numbers.")
    bounds: dict[str, tuple[int | None, int | None]] = {"~": (None, None), ">": (least + 1, None), "<": (None, most - 1)}
    return bounds.get(match["mark"], (least, most))


Status = Literal["machine", "draft", "reviewed"]
STATUSES: tuple[Status, ...] = ("machine", "draft", "reviewed")


def text_hash(text: str) -> str:
    """Return the mark by which a translation knows the original it was made from (16 hex digits)."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class LocalString:
    """One language's text: its status, and for a translation the language and hash of the text it was made from.

    ``by`` is the id of who wrote it, ``at`` an ISO 8601 time with offset; both may be empty, and two entries
    that differ in nothing else are equal.
    """

    text: str
    status: Status = "draft"
    source_language: str | None = None
    source_hash: str | None = None
    by: str = field(default="", compare=False)
    at: str = field(default="", compare=False)


def _composed(entry: LocalString) -> LocalString:
    """Return an entry with its letters composed, so that the same words are the same text wherever they were typed."""
    return entry if is_normalized("NFC", entry.text) else replace(entry, text=normalize("NFC", entry.text))


@dataclass(frozen=True)
class Shown:
    """What a reader is shown of a ``LocalText``: the text, its own language, and what must be said beside it."""

    text: str
    language: str
    is_fallback: bool
    is_machine: bool
    is_stale: bool


@dataclass(frozen=True)
class LocalText(Mapping[str, LocalString]):
    """One text in several languages. A language that is missing has no entry; no entry is empty.

    Nothing is ever shown in another language unmarked: ``shown`` says in which language it answers.
    """

    entries: tuple[tuple[str, LocalString], ...] = ()

    @classmethod
    def of(cls, **texts: str) -> LocalText:
        """Make originals, reviewed, from keyword arguments ``language=text``; empty texts are left out."""
        return cls.from_entries({language: LocalString(text, "reviewed") for language, text in texts.items()})

    @classmethod
    def from_entries(cls, entries: Mapping[str, LocalString]) -> LocalText:
        """Make a text from entries, leaving out those that say nothing; letters are composed (Unicode NFC)."""
        said = ((language, entry) for language, entry in entries.items() if entry.text.strip())
        return cls(tuple(sorted((language, _composed(entry)) for language, entry in said)))

    @classmethod
    def from_json(cls, stored: Mapping[str, Mapping[str, Any]] | None) -> LocalText:
        """Read what ``to_json`` wrote; an unknown key is an error, not a silence."""
        return cls.from_entries({language: LocalString(**entry) for language, entry in (stored or {}).items()})

    def to_json(self) -> dict[str, dict[str, str]]:
        """Return plain JSON: a language to its entry, without the keys that are empty."""
        return {language: {key: value for key, value in vars(entry).items() if value} for language, entry in self.entries}

    def __getitem__(self, language: str) -> LocalString:
        for known, entry in self.entries:
            if known == language:
                return entry
        raise KeyError(language)

    def __iter__(self) -> Iterator[str]:
        return (language for language, _ in self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def shown(self, language: str) -> Shown | None:
        """Return the text for a reader of *language*, or of the next language that has one; ``None`` if none has."""
        for candidate in (*fallback_order(language), *self):
            if candidate in self:
                entry = self[candidate]
                return Shown(entry.text, candidate, candidate != language, entry.status == "machine", self.is_stale(candidate))
        return None

    def text(self, language: str) -> str:
        """Return the bare text that ``shown`` finds, or an empty string; for sorting and slugs, not for pages."""
        shown = self.shown(language)
        return shown.text if shown else ""

    def is_stale(self, language: str) -> bool:
        """Say whether the text that a translation was made from has changed since (domain.md V28)."""
        entry = self.get(language)
        if entry is None or not entry.source_language:
            return False
        source = self.get(entry.source_language)
        return source is None or text_hash(source.text) != entry.source_hash

    def translated(self, language: str, text: str, *, source: str, status: Status) -> LocalText:
        """Return the same text with a translation into *language* made from the present text in *source*."""
        made = LocalString(text, status, source, text_hash(self[source].text))
        return LocalText.from_entries({**dict(self.entries), language: made})

    def signed(self, languages: Iterable[str], *, by: str, at: str) -> LocalText:
        """Return the same text with the entries of *languages* marked as written *by* whom and when."""
        named = set(languages)
        return LocalText(tuple((lang, replace(entry, by=by, at=at) if lang in named else entry) for lang, entry in self.entries))
