"""Job shadowings that everybody may see: who was sent where, when and for what.

People in them are named only where the page may name them, and not where their series' page may not. Nor is what was
aimed at and what came of it told of somebody who is not named: a name fits into these words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from jumelage.seminars.models import JobShadowing, Series
from jumelage.values import LocalText, PartialDate
from jumelage.website import addresses
from jumelage.website.archive.gather import Branch, Piece, branch
from jumelage.website.archive.lines import SeriesLink
from jumelage.website.archive.register import Mention, PersonLine, Register

_KIND, _PEOPLE = "shadowing", "shadowing_people"


@dataclass(frozen=True)
class ShadowingLine:
    """One job shadowing; persons only where they are named, how many where that is known."""

    dates: PartialDate | None
    sent_by: Mention | None
    hosted_by: Mention | None
    person: PersonLine | None
    mentor: PersonLine | None
    count: int
    aims: LocalText
    result: LocalText
    series: SeriesLink | None


def branches(rows: QuerySet[JobShadowing]) -> tuple[Branch, Branch]:
    """Return how job shadowings are read together with other tables."""
    place = Coalesce("people_count", 0)
    return (
        branch(_KIND, rows, place=place, when="dates", text="aims", first="sent_by_id", second="hosted_by_id", third="series_id"),
        branch(_PEOPLE, rows, text="result", first="person_id", second="mentor_id"),
    )


def institutions_of(rows: Mapping[str, list[Piece]]) -> set[int | None]:
    """Return the keys of the institutions that are named."""
    return {key for one in rows.get(_KIND, ()) for key in (one.first, one.second)}


def persons_of(rows: Mapping[str, list[Piece]]) -> set[int | None]:
    """Return the keys of the persons that may have to be named."""
    return {key for one in rows.get(_PEOPLE, ()) for key in (one.first, one.second)}


def series_of(rows: Mapping[str, list[Piece]]) -> set[int]:
    """Return the keys of the series that are named."""
    return {one.third for one in rows.get(_KIND, ()) if one.third}


def shadowing_lines(rows: Mapping[str, list[Piece]], series: Iterable[Series], register: Register) -> tuple[ShadowingLine, ...]:
    """Return the job shadowings that were read, the newest first; *series* are those that they may belong to."""
    known = {one.pk: one for one in series}
    people = {one.pk: one for one in rows.get(_PEOPLE, ())}
    lines = [_line(one, people[one.pk], known.get(one.third or 0), register) for one in rows.get(_KIND, ())]
    return tuple(sorted(lines, key=_by_time, reverse=True))


def _line(piece: Piece, people: Piece, series: Series | None, register: Register) -> ShadowingLine:
    person, mentor = (_named(key, series, register) for key in (people.first, people.second))
    is_told = bool(person or not people.first) and bool(mentor or not people.second)
    return ShadowingLine(
        dates=PartialDate.parse(piece.when) if piece.when else None,
        sent_by=register.institution(piece.first),
        hosted_by=register.institution(piece.second),
        person=person,
        mentor=mentor,
        count=piece.place,
        aims=piece.text if is_told else LocalText(),
        result=people.text if is_told else LocalText(),
        series=SeriesLink(series, addresses.address_of(series, register.language)) if series else None,
    )


def _named(key: int | None, series: Series | None, register: Register) -> PersonLine | None:
    """Return somebody who may be named, without a link: a job shadowing alone gives nobody a page."""
    shown = register.person(key)
    if shown is None or (series and register.is_forbidden(key, series.public_id)):
        return None
    return replace(shown, name=replace(shown.name, address=""))


def _by_time(line: ShadowingLine) -> date:
    return (line.dates.earliest if line.dates else None) or date.min
