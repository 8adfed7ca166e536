"""The page of one agreement: who agreed and signed, what was promised, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jumelage.agreements.models import Agreement
from jumelage.agreements.queries import public_agreements
from jumelage.partnerships.models import Partnership, State
from jumelage.protocol.queries import public_honours
from jumelage.seminars.queries import public_series
from jumelage.values import PartialDate
from jumelage.website import addresses, wording
from jumelage.website.archive import agreements, honours, practice
from jumelage.website.archive.agreements import AgreementView, Chain, ChainEntry, Rest, chain_entries
from jumelage.website.archive.gather import Piece, pieces
from jumelage.website.archive.honours import HonourView
from jumelage.website.archive.lines import SeriesLink
from jumelage.website.archive.register import Register
from jumelage.website.queries import loading
from jumelage.website.queries.frame import Head, Link, make_head


@dataclass(frozen=True)
class AgreementPage:
    """Everything on the page of an agreement."""

    head: Head
    record: Agreement
    partnership: Partnership
    partnership_address: str
    view: AgreementView


def agreement_page(public_id: str, language: str, *, today: date) -> AgreementPage | None:
    """Return the page of an agreement that everybody may see, or ``None``."""
    record = public_agreements().filter(public_id=public_id).first()
    if record is None:
        return None
    partnership = loading.published().get(pk=record.partnership_id)
    series = public_series().filter(partnership=partnership).prefetch_related("names")
    links = [SeriesLink(one, addresses.address_of(one, language)) for one in series]
    view = next(one for one in views(partnership, links, language, today=today) if one.key == record.pk)
    title, partners = wording.agreement_title(record, language), wording.partnership_title(partnership, language)
    above, of_all_languages = addresses.address_of(partnership, language), addresses.alternates(record)
    head = make_head(
        title=title,
        description=record.summary.text(language) or wording.joined([title, partners]),
        language=language,
        addresses=of_all_languages,
        crumbs=(Link(partners, above), Link(title, of_all_languages[language])),
    )
    return AgreementPage(head, record, partnership, above, view)


def views(record: Partnership, series: Iterable[SeriesLink], language: str, *, today: date) -> tuple[AgreementView, ...]:
    """Return the public agreements of a partnership whose names and states are loaded, compared with its public *series*."""
    return _compared(record, series, *_read(record, language, today=today))


def chain(
    record: Partnership, series: Iterable[SeriesLink], language: str, *, today: date
) -> tuple[tuple[ChainEntry, ...], tuple[HonourView, ...]]:
    """Return the agreements of a partnership in the order of time, with the times in which it rested; and its honours."""
    rows, register = _read(record, language, today=today)
    entries = chain_entries(_compared(record, series, rows, register), rests(record))
    return entries, honours.honours_of(rows, record.sides.all(), register)


def _read(record: Partnership, language: str, *, today: date) -> tuple[dict[str, list[Piece]], Register]:
    """Read the agreements and the honours of a partnership, with whom and what they name."""
    awarded = public_honours().filter(partnership=record)
    agreed = agreements.branches(agreements.of_partnership(record))
    rows = pieces(*agreed, *practice.branches(record), *honours.branches(awarded))
    register = Register(language, day=None, today=today, page=record.public_id)
    wanted = agreements.wanted(rows)
    honours.want(wanted, rows)
    register.load(wanted)
    return rows, register


def _compared(
    record: Partnership, series: Iterable[SeriesLink], rows: dict[str, list[Piece]], register: Register
) -> tuple[AgreementView, ...]:
    if not rows.get(agreements.AGREEMENT):
        return ()
    sides = list(record.sides.all())
    states = [row.as_value() for row in record.states.all()]
    rested = practice.rested_years(states, register.today)
    return Chain(rows, sides, register, practice.practices(rows, series, sides, rested, register.language)).views()


def rests(record: Partnership) -> list[Rest]:
    """Return the times in which a partnership was dormant or suspended, each up to the state that followed."""
    listed = list(record.states.all())
    found = []
    for place, row in enumerate(listed):
        if row.state in (State.DORMANT, State.SUSPENDED) and row.since:
            following = listed[place + 1].since if place + 1 < len(listed) else None
            time = PartialDate.parse(f"{_end(row.since)}/{_end(following) if following else '..'}")
            found.append(Rest(str(State(row.state).label), time))
    return found


def _end(when: PartialDate) -> str:
    """Return a date as one end of a time; of a part of a year its first day."""
    return when.earliest.isoformat() if when.is_interval and when.earliest else when.edtf
