"""What took place in the series of a partnership, as plain facts with which the terms of agreements are compared.

The comparison itself is a rule of ``agreements``, which knows no edition; the facts are gathered here, with the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _

from jumelage.agreements.rules import Occurrence, Practice
from jumelage.fields import display
from jumelage.partnerships.models import Partnership, Side, State, StateValue
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import Attendance, Delegation, Edition, Participation, Sector, Series, SeriesField
from jumelage.seminars.rules import TOOK_PLACE, missing_numbers
from jumelage.values import PartialDate
from jumelage.website.archive.gather import Branch, Piece, branch
from jumelage.website.archive.lines import SeriesLink

_HELD, _SIZE, _SECTOR, _FIELD = "held", "held_size", "held_sector", "series_field"
_PUBLIC = 1


@dataclass(frozen=True)
class SeriesPractice:
    """A series with its page, the keys of the topics that it ever dealt with, and what is known of its editions."""

    link: SeriesLink
    topics: frozenset[int]
    practice: Practice


def branches(record: Partnership) -> tuple[Branch, ...]:
    """Return how the editions of a partnership's public series are read together with other tables.

    Of an edition that is not public nothing is told but that its year cannot be judged.
    """
    series = seminars.public_series().filter(partnership=record).values("pk")
    held = Edition.objects.filter(series__in=series, state__in=TOOK_PLACE)
    public = seminars.public_editions().filter(series__in=series, state__in=TOOK_PLACE).values("pk")
    came = Participation.objects.filter(edition__in=public, state=Attendance.ATTENDED).exclude(sector="")
    shown = Case(When(published=True, then=Value(_PUBLIC)), default=Value(0), output_field=IntegerField())
    return (
        branch(_HELD, held, place=shown, when="dates", first="number", second="host_side_id", third="series_id"),
        branch(_SIZE, Delegation.objects.filter(edition__in=public, size__isnull=False), first="edition_id", second="size"),
        branch(_SECTOR, came, word="sector", first="edition_id"),
        branch(_FIELD, SeriesField.objects.filter(series__in=series), first="series_id", second="topic_id"),
    )


def practices(
    rows: Mapping[str, list[Piece]], series: Iterable[SeriesLink], sides: Iterable[Side], rested: frozenset[int], language: str
) -> list[SeriesPractice]:
    """Return what took place in each of the public *series* of a partnership with these sides that *rested* in some years."""
    known = {side.pk: side for side in sides}
    topics: dict[int, set[int]] = defaultdict(set)
    for one in rows.get(_FIELD, ()):
        topics[one.first or 0].add(one.second or 0)
    return [
        SeriesPractice(link, frozenset(topics[link.record.pk]), _practice(rows, link.record, known, rested, language))
        for link in series
    ]


def _practice(
    rows: Mapping[str, list[Piece]], series: Series, sides: Mapping[int, Side], rested: frozenset[int], language: str
) -> Practice:
    editions = [(one, PartialDate.parse(one.when)) for one in rows.get(_HELD, ()) if one.third == series.pk and one.when]
    told = [(one, dates.earliest) for one, dates in editions if one.place == _PUBLIC and dates.earliest]
    untold = {dates.earliest.year for one, dates in editions if one.place != _PUBLIC and dates.earliest}
    return Practice(
        held=tuple(_occurrence(rows, one, day, sides, language) for one, day in told),
        missing=frozenset(missing_numbers(one.first for one, _day in told if one.first)),
        untold=frozenset(untold),
        rested=rested,
        two=len(sides) == 2,
    )


def _occurrence(
    rows: Mapping[str, list[Piece]], edition: Piece, day: date, sides: Mapping[int, Side], language: str
) -> Occurrence:
    sectors = {one.word for one in rows.get(_SECTOR, ()) if one.first == edition.pk}
    host = sides.get(edition.second or 0)
    return Occurrence(
        day=day,
        title=_("No. {number}").format(number=edition.first) if edition.first else str(day.year),
        number=edition.first,
        side=edition.second,
        host=display.plain_name(host.city, language, day) if host else "",
        sizes=tuple(one.second for one in rows.get(_SIZE, ()) if one.first == edition.pk and one.second),
        civil_society=Sector.CIVIL_SOCIETY in sectors if sectors else None,
    )


def rested_years(states: Iterable[StateValue], today: date) -> frozenset[int]:
    """Return the years, up to that of *today*, in which a partnership was dormant or suspended for some time."""
    listed = list(states)
    years: set[int] = set()
    for place, state in enumerate(listed):
        begun = PartialDate.parse(state.since).earliest
        if state.state in (State.DORMANT, State.SUSPENDED) and begun is not None:
            following = PartialDate.parse(listed[place + 1].since).earliest if place + 1 < len(listed) else None
            years.update(range(begun.year, (following or today).year + 1))
    return frozenset(years)
