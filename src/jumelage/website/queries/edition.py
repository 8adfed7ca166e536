"""The page of one edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jumelage.partnerships.models import Side, Topic
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import Edition, EditionState, SeriesLead
from jumelage.website import addresses, wording
from jumelage.website.queries import loading
from jumelage.website.queries.frame import Head, Link, make_head
from jumelage.website.queries.series import SETTLED, EditionLine, edition_line

#: How many other editions in the same city are linked.
SAME_CITY = 12


@dataclass(frozen=True)
class EditionPage:
    """Everything on the page of an edition."""

    head: Head
    record: Edition
    titles: wording.Titles
    day: date | None
    state: EditionState | None
    topics: tuple[Topic, ...]
    host: Side | None
    leads: tuple[SeriesLead, ...]
    series_address: str
    previous: EditionLine | None
    next: EditionLine | None
    same_city: tuple[EditionLine, ...]


def edition_page(public_id: str, language: str) -> EditionPage | None:
    """Return the page of a public edition, or ``None``."""
    record = (
        loading.for_lists(seminars.public_editions().filter(public_id=public_id))
        .select_related("series__partnership")
        .prefetch_related("topics")
        .prefetch_related(*loading.sides("series__partnership__sides"))
        .prefetch_related(*loading.leads("series__leads"))
        .first()
    )
    if record is None:
        return None
    before, after, same_city = _others(record)
    lines = _lines({*same_city, before, after}, language)
    return EditionPage(
        head=_head(record, language),
        record=record,
        titles=wording.edition_titles(record, language),
        day=wording.edition_day(record),
        state=None if record.state in SETTLED else EditionState(record.state),
        topics=tuple(sorted(record.topics.all(), key=lambda topic: topic.label.text(language).casefold())),
        host=next((side for side in record.series.partnership.sides.all() if side.pk == record.host_side_id), None),
        leads=_leads(record),
        series_address=addresses.address_of(record.series, language),
        previous=lines.get(before),
        next=lines.get(after),
        same_city=tuple(lines[pk] for pk in same_city),
    )


def _head(record: Edition, language: str) -> Head:
    of_all_languages = addresses.alternates(record)
    partnership = record.series.partnership
    titles = wording.edition_titles(record, language)
    own_title = record.title.text(language)
    return make_head(
        title=str(titles),
        description=record.summary.text(language) or wording.joined([own_title, str(titles)]),
        language=language,
        addresses=of_all_languages,
        crumbs=(
            Link(wording.partnership_title(partnership, language), addresses.address_of(partnership, language)),
            Link(wording.series_title(record.series, language), addresses.address_of(record.series, language)),
            Link(titles.name, of_all_languages[language]),
        ),
    )


def _leads(record: Edition) -> tuple[SeriesLead, ...]:
    """Return the institutions that lead the series, the host's first."""
    return tuple(sorted(record.series.leads.all(), key=lambda lead: (lead.side_id != record.host_side_id, lead.side.order)))


def _others(record: Edition) -> tuple[int | None, int | None, tuple[int, ...]]:
    """Return the keys of the edition before and after this one in its series, and of the newest others in its city.

    Order in a series is by date, then by number; what has no date comes last.
    """
    related = Q(series=record.series_id) | Q(host_city=record.host_city_id, host_city__isnull=False)
    rows = seminars.public_editions().filter(related).order_by()
    found = sorted(rows.values_list("pk", "series_id", "host_city_id", "dates_earliest", "number"), key=_by_date)
    order = [pk for pk, series, _city, _day, _number in found if series == record.series_id]
    place = order.index(record.pk)
    before = order[place - 1] if place else None
    after = order[place + 1] if place + 1 < len(order) else None
    there = [pk for pk, _series, city, _day, _number in found if city and city == record.host_city_id and pk != record.pk]
    return before, after, tuple(reversed(there[-SAME_CITY:]))


def _by_date(row: tuple[int, int, int | None, date | None, int | None]) -> tuple[date, int, int]:
    pk, _series, _city, day, number = row
    return (day or date.max, number or 0, pk)


def _lines(keys: set[int | None], language: str) -> dict[int | None, EditionLine]:
    editions = loading.for_lists(seminars.public_editions().filter(pk__in=[pk for pk in keys if pk is not None]))
    return {edition.pk: edition_line(edition, language) for edition in editions}
