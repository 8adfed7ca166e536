"""Editions, gaps, renamings and the partnership's rests on one line of time, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jumelage.partnerships.models import State as PartnershipState
from jumelage.seminars import rules
from jumelage.seminars.models import GapReason
from jumelage.values import LocalText, PartialDate
from jumelage.website import wording
from jumelage.website.archive.gather import Piece
from jumelage.website.archive.lines import EditionLine

#: States in which a partnership rests.
_RESTS = (PartnershipState.DORMANT, PartnershipState.SUSPENDED)


@dataclass(frozen=True)
class State:
    """One dated state of the partnership."""

    state: str
    since: PartialDate | None
    reason: LocalText


@dataclass(frozen=True)
class Entry:
    """One entry: an edition in the lane of its city, or across all lanes a gap, a new name, a rest.

    ``lane`` counts from one, 0 lies across. ``rests`` while the partnership rested at that time.
    """

    kind: str
    lane: int = 0
    rests: bool = False
    line: EditionLine | None = None
    first: int = 0
    last: int = 0
    words: str = ""
    note: LocalText = LocalText()
    name: str = ""
    name_language: str = ""
    since: PartialDate | None = None
    until: PartialDate | None = None


@dataclass(frozen=True)
class _Rest:
    entry: Entry
    first: date
    last: date


class Timeline:
    """Puts the entries of a series in order."""

    def __init__(self, lines: Iterable[EditionLine], notes: Iterable[Piece], states: Sequence[State], lanes: list[int]) -> None:
        self.lines = sorted(lines, key=_by_date)
        self.notes = {note.place: note for note in notes}
        self.lanes = {city: place for place, city in enumerate(lanes, start=1)}
        self.rests = _rests(states)

    def entries(self, renamings: Iterable[wording.FormerName]) -> tuple[Entry, ...]:
        """Return everything, the newest first; numbers stand in their order, what has none by its date."""
        entries = self._with_gaps()
        marks = [(rest.first, rest.entry) for rest in self.rests]
        for name in renamings:
            since = name.valid.ends[0]
            if since and since.earliest:
                entry = Entry("name", name=name.text, name_language=name.language, since=since)
                marks.append((since.earliest, entry))
        for day, mark in sorted(marks, key=lambda one: one[0], reverse=True):
            entries.insert(_place(entries, day), mark)
        return tuple(entries)

    def _with_gaps(self) -> list[Entry]:
        numbers = [line.edition.number for line in self.lines if line.edition.number is not None]
        missing = set(rules.missing_numbers(numbers)) | {number for number in self.notes if number > max(numbers, default=0)}
        missing -= set(numbers)
        entries = self._gaps(sorted((number for number in missing if number > max(numbers, default=0)), reverse=True))
        for line in self.lines:
            entries.append(self._edition(line))
            below, number = [], (line.edition.number or 0) - 1
            while number in missing:
                missing.discard(number)
                below.append(number)
                number -= 1
            entries += self._gaps(below)
        return entries

    def _gaps(self, numbers: list[int]) -> list[Entry]:
        """Return missing numbers, the greatest first, in one entry as long as nothing different is known of them."""
        entries: list[Entry] = []
        for number in numbers:
            note = self.notes.get(number)
            words = _("Not documented here") if note is None else capfirst(str(GapReason(note.word).label)) or ""
            text = note.text if note else LocalText()
            before = entries[-1] if entries else None
            if before and not text and not before.note and before.words == words:
                entries[-1] = replace(before, first=number)
            else:
                entries.append(Entry("gap", first=number, last=number, words=words, note=text))
        return entries

    def _edition(self, line: EditionLine) -> Entry:
        rests = any(line.day and rest.first <= line.day < rest.last for rest in self.rests)
        return Entry("edition", lane=self.lanes.get(line.edition.host_city_id or 0, 0), rests=rests, line=line)


def _rests(states: Sequence[State]) -> list[_Rest]:
    """Return the times in which the partnership rested, as far as they are dated."""
    found = []
    for place, one in enumerate(states):
        if one.state in _RESTS and one.since and one.since.earliest:
            after = states[place + 1] if place + 1 < len(states) else None
            until = after.since if after else None
            entry = Entry(
                "rest", rests=True, words=capfirst(str(PartnershipState(one.state).label)) or "", note=one.reason,
                since=one.since, until=until,
            )  # fmt: skip
            found.append(_Rest(entry, one.since.earliest, (until.earliest if until else None) or date.max))
    return found


def _place(entries: list[Entry], day: date) -> int:
    """Return where a mark of *day* stands: before the first edition that is older."""
    for place, entry in enumerate(entries):
        if entry.line and entry.line.day and entry.line.day < day:
            return place
    return len(entries)


def _by_date(line: EditionLine) -> tuple[int, int]:
    """Order by date, the newest first; where the date is open, by number."""
    return (-(line.day or date.max).toordinal(), -(line.edition.number or 0))
