"""Lines in lists that several pages have: editions, topics, organisers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jumelage.partnerships.models import Side
from jumelage.seminars.models import Edition, EditionState, Series
from jumelage.values import LocalText
from jumelage.website import addresses, wording
from jumelage.website.archive.gather import Piece
from jumelage.website.archive.register import Mention, OfficeLine, PersonLine, Register

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
class TopicLink:
    """A topic with its page."""

    label: LocalText
    address: str


@dataclass(frozen=True)
class OrganiserLine:
    """An institution that ran an edition or leads a series, for which side, and who led it there by which offices."""

    side: Side | None
    institution: Mention
    institution_key: int | None
    above: tuple[Mention, ...]
    led_by: PersonLine | None
    offices: tuple[OfficeLine, ...]


@dataclass(frozen=True)
class SeriesLink:
    """A series with its page."""

    record: Series
    address: str


def edition_line(edition: Edition, language: str) -> EditionLine:
    """Return an edition whose names are loaded, for a list."""
    return EditionLine(
        edition=edition,
        address=addresses.address_of(edition, language),
        titles=wording.edition_titles(edition, language),
        day=wording.edition_day(edition),
        state=None if edition.state in SETTLED else EditionState(edition.state),
    )


def topic_links(topics: Iterable[Piece], language: str) -> tuple[TopicLink, ...]:
    """Return topics that were read as pieces, by their labels' order in the reader's language."""
    links = [TopicLink(one.text, addresses.address("topic", one.public_id, one.text.text(language), language)) for one in topics]
    return tuple(sorted(links, key=lambda link: link.label.text(language).casefold()))


def organiser_lines(
    rows: Iterable[Piece], sides: dict[int, Side], register: Register, held: Mapping[int, tuple[OfficeLine, ...]] | None = None
) -> tuple[OrganiserLine, ...]:
    """Return institutions (first) with their sides (second) and who led them (third), in the order of the rows.

    *held* are the offices by which people took part, by the key under which they are shown; else the day's is taken.
    """
    lines = []
    for piece in rows:
        institution = register.institution(piece.first)
        if institution:
            side, leader = sides.get(piece.second or 0), register.person(piece.third)
            offices = (held or {}).get(leader.key) or (register.office_by_day(leader.key),) if leader else ()
            lines.append(
                OrganiserLine(
                    side=side,
                    institution=institution,
                    institution_key=piece.first,
                    above=register.above(piece.first),
                    led_by=leader,
                    offices=tuple(office for office in offices if office),
                )
            )
    return tuple(lines)


def by_date(edition: Edition) -> tuple[date, int, int]:
    """Order by date, then by number; what has no date comes last."""
    day = edition.dates.earliest if edition.dates else None
    return (day or date.max, edition.number or 0, edition.pk)
