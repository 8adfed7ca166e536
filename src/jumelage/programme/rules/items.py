"""Rules of items: their times in the zone of the place, items within items, and who fits in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from copy import copy
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jumelage.journal.rules import Refusal
from jumelage.people.models import Access, Institution, Site
from jumelage.programme.models import ProgrammeItem
from jumelage.seminars.models import EditionPart
from jumelage.seminars.rules import Finding, check_same_edition, is_public
from jumelage.values import PartialDate

PartT = TypeVar("PartT", bound=EditionPart)

#: How deep items stand within each other: an item, its parts, and their parts. The public query looks as far up.
LEVELS = 3
#: What goes on past midnight ends within this time; else the end was mistyped. A night train takes up to 16 hours.
LONGEST_NIGHT = timedelta(hours=16)


def as_wanted(part: PartT, values: Mapping[str, Any]) -> PartT:
    """Return a copy of a part with *values* set, for the rules to look at; its edition is no value to be changed here."""
    wanted = copy(part)
    for name, value in values.items():
        field: Any = part._meta.get_field(name)
        try:
            read = value if field.is_relation else field.to_python(value)
        except ValidationError as error:
            raise Refusal(error.messages[0], field=name) from error
        if name != "edition":
            setattr(wanted, name, read)
    return wanted


def is_public_item(item: ProgrammeItem) -> bool:
    """An item is public with its edition, unless it or what it is a part of is hidden."""
    above: ProgrammeItem | None = item
    while above is not None:
        if not above.is_public:
            return False
        above = above.within
    return is_public(item.edition)


def called(item: ProgrammeItem) -> str:
    """Return what an item is called in a sentence: its title or kind, the institution visited, and when it began."""
    visited = str(item.visit.institution) if item.visit is not None else ""
    title = item.title.text(get_language() or "en") or str(item.get_kind_of_display())
    clock = f"{item.begins:%H:%M}" if item.begins else ""
    return ", ".join(filter(None, (title, visited, clock)))


def exact_day(day: PartialDate | None) -> date | None:
    """Return the one day that is meant; ``None`` where it is open, doubtful or a period.

    Nor on the first and the last year that Python counts: their ends have no neighbour in another zone.
    """
    if day is None or day.is_approximate or day.earliest is None or day.earliest != day.latest:
        return None
    return day.earliest if date.min.year < day.earliest.year < date.max.year else None


def utc(day: PartialDate | date | None, clock: time | None, zone: str, *, field: str = "begins") -> datetime | None:
    """Return the moment in UTC at which the clocks of *zone* showed *clock* on *day*; ``None`` where one of them is open.

    Where a clock was put back, a time that it showed twice means the first (``fold=0``, as in PEP 495). A time that it
    skipped never was: refused, as belonging to *field*.
    """
    known = exact_day(day) if isinstance(day, PartialDate) else day
    if known is None or clock is None or not zone:
        return None
    local = datetime.combine(known, clock.replace(fold=0), ZoneInfo(zone))
    moment = local.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        sentence = _("On this day the clocks in %(zone)s were put forward and never showed %(time)s. Correct the time.")
        raise Refusal(sentence % {"zone": zone, "time": f"{clock:%H:%M}"}, field=field)
    return moment


def moments(item: ProgrammeItem, zone: str) -> tuple[datetime | None, datetime | None]:
    """Return when an item began and ended in UTC, by the clocks of *zone*.

    An end that is not after the beginning is on the next day (``check_times`` refuses one that would be far into it). Without a beginning there is no end.
    """
    starts_at = utc(item.day, item.begins, zone, field="begins")
    day = exact_day(item.day)
    if starts_at is None or item.begins is None or item.ends is None or day is None:
        return starts_at, None
    is_next_day = item.ends <= item.begins
    return starts_at, utc(day + timedelta(days=is_next_day), item.ends, zone, field="ends")


def check_times(item: ProgrammeItem, zone: str) -> None:
    """Refuse an end without a beginning, one that passes midnight on a day that is open, and times of several items."""
    if item.count > 1 and (item.begins or item.ends):
        raise Refusal(
            _("Of several items only their number is known, not their times. Empty the times, or enter the items one by one."),
            field="begins" if item.begins else "ends",
        )
    if item.ends is None:
        return
    if item.begins is None:
        raise Refusal(_("The item has an end but no beginning. Enter when it began, or empty the end."), field="begins")
    if item.ends <= item.begins and (_past_midnight(item) > LONGEST_NIGHT or exact_day(item.day) is None or not zone):
        raise Refusal(
            _(
                "The item ends before it begins. Correct one of the times; if it went on past midnight, enter its exact day "
                "and its time zone."
            ),
            field="ends",
        )


def _past_midnight(item: ProgrammeItem) -> timedelta:
    """Return how long an item would last that ends on the next day."""
    assert item.begins is not None and item.ends is not None  # noqa: PT018 -- the caller asked for both
    return datetime.combine(date(2000, 1, 2), item.ends) - datetime.combine(date(2000, 1, 1), item.begins)


def day_finding(item: ProgrammeItem, dates: PartialDate | None) -> Finding | None:
    """Warn of an item on a day that lies outside its edition's dates; what is open on either side excludes nothing."""
    day = item.day
    if day is None or dates is None:
        return None
    before = day.latest and dates.earliest and day.latest < dates.earliest
    after = day.earliest and dates.latest and day.earliest > dates.latest
    if not before and not after:
        return None
    sentence = _("“%(item)s” lies outside the dates of the edition. Correct its day, or the dates of the edition.")
    return Finding("warning", sentence % {"item": called(item)}, item.public_id)


def check_within(item: ProgrammeItem, *, above: Set[int], levels: int) -> None:
    """Refuse an item that would be a part of itself or of another edition, or that would stand too deep.

    *above* are the keys of all that it would be a part of, *levels* how many levels stand on each other then.
    """
    if item.within is None:
        return
    check_same_edition(item.edition_id, item.within, field="within")
    if item.pk is not None and item.pk in above:
        raise Refusal(_("An item cannot be a part of itself or of its own part. Choose another."), field="within")
    if levels > LEVELS:
        raise Refusal(_("Items stand within each other at most three levels deep. Choose the item above."), field="within")


def with_buildings(site: Site | None) -> list[Site]:
    """Return a site and what it is a room of, itself first; a ring ends where it closes."""
    found: list[Site] = []
    while site is not None and site not in found:
        found.append(site)
        site = site.within
    return found


def site_of(item: ProgrammeItem) -> Site | None:
    """Return the site at which an item was held: its own, else that of the visit."""
    return item.site or (item.visit.site if item.visit is not None else None)


def with_parents(institution: Institution | None) -> list[Institution]:
    """Return an institution and all that it is a part of, itself first; a ring ends where it closes."""
    found: list[Institution] = []
    while institution is not None and institution not in found:
        found.append(institution)
        institution = institution.parent
    return found


def people_expected(item: ProgrammeItem, there: int) -> int:
    """Return how many were there at least: as stated, or as many as are entered as present."""
    stated = item.audience.least if item.audience else None
    return max(stated or 0, there)


def capacity_findings(item: ProgrammeItem, *, there: int) -> list[Finding]:
    """Warn where more came than fit in, and where no step-free route and no alternative is known (V24).

    The item's own numbers count before those of its site, or of the site of the visit; *there* is how many are entered as
    present. An item without a site has a route that somebody could look at only where an institution was visited.
    """
    sites = with_buildings(site_of(item))
    capacity = item.capacity if item.capacity is not None else _first(site.capacity for site in sites[:1])
    wheelchairs = item.wheelchair_places
    if wheelchairs is None:
        wheelchairs = _first(site.wheelchair_places for site in sites[:1])
    sentences = []
    people = people_expected(item, there)
    if capacity is not None and people > capacity:
        sentence = _("“%(item)s” had room for %(capacity)s, but %(people)s came. Correct one of the numbers.")
        sentences.append(sentence % {"item": called(item), "capacity": capacity, "people": people})
    if capacity is not None and wheelchairs is not None and wheelchairs > capacity:
        sentence = _("“%(item)s” has more places for wheelchairs than places. Correct one of the numbers.")
        sentences.append(sentence % {"item": called(item)})
    if (sites or item.visit is not None) and not item.access_alternative:
        sentences += _access_sentences(item, sites)
    return [Finding("warning", sentence, item.public_id) for sentence in sentences]


def _access_sentences(item: ProgrammeItem, sites: list[Site]) -> list[str]:
    known = next((site.step_free for site in sites if site.step_free), "")
    if known == Access.YES:
        return []
    if known:
        sentence = _("The way to “%(item)s” has steps. Enter which alternative there was.")
    else:
        sentence = _(
            "Nobody has noted whether the way to “%(item)s” is step-free. Enter it for the site, or enter an alternative."
        )
    return [sentence % {"item": called(item)}]


def _first(numbers: Iterable[int | None]) -> int | None:
    return next((number for number in numbers if number is not None), None)
