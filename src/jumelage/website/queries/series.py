"""The page of one series: its names, who leads it, and its editions with the gaps between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jumelage.partnerships.models import Partnership
from jumelage.seminars import queries as seminars
from jumelage.seminars import rules
from jumelage.seminars.models import Edition, EditionState, Series, SeriesLead
from jumelage.website import addresses, wording
from jumelage.website.queries import loading
from jumelage.website.queries.frame import Head, Link, make_head

#: States that need no word beside an edition: it took place and stands here.
SETTLED = (EditionState.HELD, EditionState.REPORTED, EditionState.ARCHIVED)


@dataclass(frozen=True)
class EditionLine:
    """An edition in a list."""

    edition: Edition
    address: str
    titles: wording.Titles
    day: date | None
    state: EditionState | None


@dataclass(frozen=True)
class Gap:
    """Numbers in a row of which nothing is documented here; that says nothing of whether they took place."""

    first: int
    last: int


@dataclass(frozen=True)
class SeriesPage:
    """Everything on the page of a series."""

    head: Head
    record: Series
    partnership: Partnership
    partnership_address: str
    former_names: tuple[wording.FormerName, ...]
    leads: tuple[SeriesLead, ...]
    editions: tuple[EditionLine | Gap, ...]


def series_page(public_id: str, language: str, *, today: date) -> SeriesPage | None:
    """Return the page of a public series, or ``None``."""
    record = (
        seminars.public_series()
        .filter(public_id=public_id)
        .select_related("partnership")
        .prefetch_related("names")
        .prefetch_related(*loading.sides("partnership__sides"))
        .prefetch_related(*loading.leads())
        .first()
    )
    if record is None:
        return None
    partnership_address = addresses.address_of(record.partnership, language)
    of_all_languages = addresses.alternates(record)
    title = wording.series_title(record, language)
    head = make_head(
        title=title,
        description=record.purpose.text(language) or wording.partnership_title(record.partnership, language),
        language=language,
        addresses=of_all_languages,
        crumbs=(
            Link(wording.partnership_title(record.partnership, language), partnership_address),
            Link(title, of_all_languages[language]),
        ),
    )
    editions = loading.for_lists(seminars.public_editions().filter(series=record)).prefetch_related("topics")
    return SeriesPage(
        head=head,
        record=record,
        partnership=record.partnership,
        partnership_address=partnership_address,
        former_names=wording.former_names(record, language, today),
        leads=tuple(record.leads.all()),
        editions=with_gaps([edition_line(edition, language) for edition in editions]),
    )


def edition_line(edition: Edition, language: str) -> EditionLine:
    """Return an edition whose names are loaded, for a list."""
    return EditionLine(
        edition=edition,
        address=addresses.address_of(edition, language),
        titles=wording.edition_titles(edition, language),
        day=wording.edition_day(edition),
        state=None if edition.state in SETTLED else EditionState(edition.state),
    )


def with_gaps(lines: Iterable[EditionLine]) -> tuple[EditionLine | Gap, ...]:
    """Return editions, the newest first, with the gaps in their numbers where they belong.

    Numbered editions stand in the order of their numbers; one without a number stands by its date among them.
    """
    ordered: list[EditionLine] = sorted(lines, key=_by_date)
    missing = set(rules.missing_numbers(line.edition.number for line in ordered if line.edition.number is not None))
    result: list[EditionLine | Gap] = []
    for line in ordered:
        result.append(line)
        last = first = (line.edition.number or 0) - 1
        while first in missing:
            missing.discard(first)
            first -= 1
        if first < last:
            result.append(Gap(first + 1, last))
    return tuple(result)


def _by_date(line: EditionLine) -> tuple[int, int]:
    """Order by date, the newest first; where the date is open, by number."""
    dates = line.edition.dates
    day = dates.earliest if dates else None
    return (-(day or date.max).toordinal(), -(line.edition.number or 0))
