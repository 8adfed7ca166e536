"""The page of one partnership, which is also the home page where there is only one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min

from jumelage.fields import display
from jumelage.partnerships import rules
from jumelage.partnerships.models import ContactPolicy, Partnership, Side, State
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import EditionState, Series, SeriesLead
from jumelage.values import LocalText, PartialDate
from jumelage.website import addresses, wording
from jumelage.website.archive.agreements import ChainEntry
from jumelage.website.archive.honours import HonourView
from jumelage.website.archive.lines import SeriesLink
from jumelage.website.queries import loading
from jumelage.website.queries.agreement import chain
from jumelage.website.queries.frame import Head, Link, make_head

#: States of an edition that took place, as counted in "six editions".
TOOK_PLACE = (EditionState.RUNNING, EditionState.HELD, EditionState.REPORTED, EditionState.ARCHIVED)


@dataclass(frozen=True)
class StateLine:
    """One dated state for readers; the reason and the contacts only where the partnership does not simply live."""

    state: State
    since: PartialDate | None
    policy: ContactPolicy | None
    reason: LocalText
    is_current: bool


@dataclass(frozen=True)
class SeriesLine:
    """A series in a list: how many of its editions took place, in which years, and who leads it."""

    series: Series
    address: str
    editions: int
    first_year: int | None
    last_year: int | None
    leads: tuple[SeriesLead, ...]


@dataclass(frozen=True)
class PartnershipPage:
    """Everything on the page of a partnership."""

    head: Head
    record: Partnership
    sides: tuple[Side, ...]
    current: StateLine | None
    states: tuple[StateLine, ...]
    series: tuple[SeriesLine, ...]
    chain: tuple[ChainEntry, ...]
    honours: tuple[HonourView, ...]


def partnership_page(public_id: str, language: str, *, today: date) -> PartnershipPage | None:
    """Return the page of a published partnership, or ``None``."""
    record = loading.published().filter(public_id=public_id).first()
    return page_of(record, language, today=today) if record else None


def page_of(record: Partnership, language: str, *, today: date) -> PartnershipPage:
    """Return the page of a partnership whose names and states are loaded."""
    title = wording.partnership_title(record, language)
    of_all_languages = addresses.alternates(record)
    head = make_head(
        title=title,
        description=record.description.text(language),
        language=language,
        addresses=of_all_languages,
        crumbs=(Link(title, of_all_languages[language]),),
    )
    states = state_lines(record, today)
    series = series_lines((record,), language).get(record.pk, ())
    agreed, awarded = chain(record, [SeriesLink(line.series, line.address) for line in series], language, today=today)
    return PartnershipPage(
        head=head,
        record=record,
        sides=tuple(record.sides.all()),
        current=next((line for line in states if line.is_current), None),
        states=states,
        series=series,
        chain=agreed,
        honours=awarded,
    )


def state_lines(record: Partnership, today: date) -> tuple[StateLine, ...]:
    """Return the dated states of a partnership, the newest first; those yet to come are announced as well."""
    values = [row.as_value() for row in record.states.all()]
    current = rules.state_on(values, today)
    lines = []
    for value in reversed(values):
        is_quiet = value.state in (State.EXPLORING, State.ACTIVE)
        lines.append(
            StateLine(
                state=State(value.state),
                since=PartialDate.parse(value.since) if value.since else None,
                policy=None if is_quiet and value.contact_policy == ContactPolicy.FULL else ContactPolicy(value.contact_policy),
                reason=LocalText() if is_quiet else value.reason,
                is_current=value is current,
            )
        )
    return tuple(lines)


def series_lines(records: Iterable[Partnership], language: str) -> dict[int, tuple[SeriesLine, ...]]:
    """Return the public series of partnerships by the partnership's key; six queries at most, whatever their number."""
    series = list(
        seminars.public_series()
        .filter(partnership__in=[record.pk for record in records])
        .prefetch_related("names")
        .prefetch_related(*loading.leads())
    )
    editions = seminars.public_editions().filter(series__in=series, state__in=TOOK_PLACE).order_by()
    counted: dict[int, Any] = {
        row["series_id"]: row
        for row in editions.values("series_id").annotate(
            number=Count("pk"), first=Min("dates_earliest"), last=Max("dates_latest")
        )
    }
    lines: dict[int, list[SeriesLine]] = {}
    for record in sorted(series, key=lambda one: display.plain_name(one, language).casefold()):
        row: dict[str, Any] = counted.get(record.pk, {"number": 0, "first": None, "last": None})
        line = SeriesLine(
            series=record,
            address=addresses.address_of(record, language),
            editions=row["number"],
            first_year=row["first"].year if row["first"] else None,
            last_year=row["last"].year if row["last"] else None,
            leads=tuple(record.leads.all()),
        )
        lines.setdefault(record.partnership_id, []).append(line)
    return {key: tuple(found) for key, found in lines.items()}
