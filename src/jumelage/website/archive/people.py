"""Everybody's part in an edition for readers: by side, by role, several persons of one institution together.

Who may not be named is never more than "an expert of" an institution: no office, no words as printed, no reason. Nor are
these words and reasons shown of a place for which nobody was named: a name fits into them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.partnerships.models import Side
from jumelage.seminars.models import Attendance, Function, Participation, Sector
from jumelage.seminars.models import ParticipationKind as Part
from jumelage.sources.models import Certainty
from jumelage.values import LocalText
from jumelage.website.archive.gather import Piece
from jumelage.website.archive.register import Mention, OfficeLine, PersonLine, Register

#: What a role is headed by, in the order of the page.
ROLES: Mapping[str, Callable[[], str]] = {
    Part.DELEGATE: lambda: _("Delegation"),
    Part.LEADERSHIP: lambda: _("Political and administrative leadership"),
    Part.HOST: lambda: _("Hosts"),
    Part.EXPERT: lambda: _("Experts"),
    Part.HONORARY_GUEST: lambda: _("Guests of honour"),
    Part.INVITED_GUEST: lambda: _("Invited guests"),
    Part.STAFF: lambda: _("Organising staff"),
    Part.INTERPRETER: lambda: _("Interpreters"),
    Part.PRESS: lambda: _("Press"),
    Part.ACCOMPANYING: lambda: _("Accompanying persons"),
    Part.MENTIONED: lambda: _("Named, not present"),
}
_UNNAMED: Mapping[str, Callable[[int], str]] = {
    Part.DELEGATE: lambda count: ngettext("a delegate", "{count} delegates", count),
    Part.LEADERSHIP: lambda count: ngettext("a member of the leadership", "{count} members of the leadership", count),
    Part.HOST: lambda count: ngettext("a host", "{count} hosts", count),
    Part.EXPERT: lambda count: ngettext("an expert", "{count} experts", count),
    Part.HONORARY_GUEST: lambda count: ngettext("a guest of honour", "{count} guests of honour", count),
    Part.INVITED_GUEST: lambda count: ngettext("an invited guest", "{count} invited guests", count),
    Part.STAFF: lambda count: ngettext("a member of the organising staff", "{count} members of the organising staff", count),
    Part.INTERPRETER: lambda count: ngettext("an interpreter", "{count} interpreters", count),
    Part.PRESS: lambda count: ngettext("a member of the press", "{count} members of the press", count),
    Part.ACCOMPANYING: lambda count: ngettext("an accompanying person", "{count} accompanying persons", count),
    Part.MENTIONED: lambda count: ngettext("somebody who was not present", "{count} people who were not present", count),
}


def unnamed(kind: str, count: int) -> str:
    """Return how people are spoken of who are not named: an expert, 3 experts."""
    return _UNNAMED[kind](count).format(count=count)


@dataclass(frozen=True)
class Participant:
    """Somebody's part in an edition, as far as everybody may read it.

    ``person`` is empty for somebody who is not named (``is_unnamed``) and for an office whose holder nobody knows.
    """

    key: int
    kind: str
    person: PersonLine | None = None
    is_unnamed: bool = False
    offices: tuple[OfficeLine, ...] = ()
    words: Mention | None = None
    institution: Mention | None = None
    institution_key: int | None = None
    side: int | None = None
    delegation: int | None = None
    function: str = ""
    is_function_assumed: bool = False
    represents_person: PersonLine | None = None
    represents_office: OfficeLine | None = None
    reason: LocalText = LocalText()
    sector: Sector | None = None
    was_absent: bool = False

    @property
    def who(self) -> str:
        """How somebody unnamed is spoken of."""
        return unnamed(self.kind, 1)

    @property
    def sort(self) -> tuple[int, str]:
        """The head first, the deputy then, the rest by name."""
        order = {Function.HEAD: 0, Function.DEPUTY_HEAD: 1}
        return order.get(self.function, 2), self.person.sort if self.person else "\uffff"  # type: ignore[call-overload]


@dataclass(frozen=True)
class Body:
    """People of one institution in one role: those who are named, and how many besides."""

    institution: Mention | None
    members: tuple[Participant, ...]
    unnamed: str

    @property
    def is_short(self) -> bool:
        """Whether nothing but names is known, so that they stand in one line: A, B and C (institution)."""
        return len(self.members) > 1 and not any(
            one.offices or one.words or one.reason or one.function or one.represents_person or one.represents_office
            for one in self.members
        )


@dataclass(frozen=True)
class Role:
    """Everybody of one side who took part in one role."""

    kind: str
    label: str
    bodies: tuple[Body, ...]


@dataclass(frozen=True)
class SideGroup:
    """Everybody of one side; without a side those who came for neither."""

    side: Side | None
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class DelegationCard:
    """The delegation of a side: who led it, from which bodies it came, how many they were."""

    side: Side
    heads: tuple[Participant, ...]
    deputies: tuple[Participant, ...]
    bodies: tuple[Mention, ...]
    count: str


def participants(
    rows: Iterable[Participation], further: Mapping[int, list[int]], delegations: Iterable[Piece], register: Register
) -> dict[int, Participant]:
    """Return everybody's part by the key of the participation, in the order of the rows."""
    sides = {piece.pk: piece.first for piece in delegations}
    return {row.pk: _participant(row, further.get(row.pk, []), sides.get(row.delegation_id or 0), register) for row in rows}


def _participant(row: Participation, further: list[int], side: int | None, register: Register) -> Participant:
    office = register.offices.get(row.office_id or 0)
    institution = row.institution_id or (office.institution_id if office else None)
    place: dict[str, Any] = {
        "key": row.pk,
        "kind": row.kind_of,
        "institution": register.institution(institution),
        "institution_key": institution,
        "side": row.side_id or side,
        "delegation": row.delegation_id,
        "sector": Sector(row.sector) if row.sector else None,
        "was_absent": row.state == Attendance.ABSENT,
    }
    if not register.may_name(row.person_id) if row.person_id else not row.office_id:
        return Participant(**place, is_unnamed=True)
    return Participant(
        **place,
        person=register.person(row.person_id),
        offices=_offices(row, further, register),
        words=_words(row),
        function=row.function,
        is_function_assumed=row.function_certainty == Certainty.ASSUMED,
        represents_person=register.person(row.represents_person_id),
        represents_office=register.office_of_somebody(row.represents_office_id, row.represents_person_id),
        reason=row.reason if row.person_id else LocalText(),
    )


def _offices(row: Participation, further: list[int], register: Register) -> tuple[OfficeLine, ...]:
    """Return the offices by which somebody took part, else the public one that was held on the day."""
    named = [register.office(key, row.person_id) for key in (row.office_id, *further) if key]
    if not named and row.person_id and not row.words:
        named = [register.office_by_day(row.person_id)]
    return tuple(line for line in named if line is not None)


def _words(row: Participation) -> Mention | None:
    """Return the office of somebody named as it was printed, where nothing else says which it was."""
    return Mention(row.words, row.words_language) if row.words and not row.office_id else None


def groups(people: Iterable[Participant], sides: Iterable[Side]) -> tuple[SideGroup, ...]:
    """Return everybody by side, in the order of the sides, those of no side last."""
    by_side: dict[int | None, list[Participant]] = defaultdict(list)
    for one in people:
        by_side[one.side].append(one)
    ordered: list[Side | None] = [*sides, None]
    return tuple(
        SideGroup(side, _roles(by_side[side.pk if side else None])) for side in ordered if by_side[side.pk if side else None]
    )


def _roles(people: list[Participant]) -> tuple[Role, ...]:
    by_kind: dict[str, list[Participant]] = defaultdict(list)
    for one in people:
        by_kind[one.kind].append(one)
    return tuple(Role(kind, label(), _bodies(kind, by_kind[kind])) for kind, label in ROLES.items() if by_kind[kind])


def _bodies(kind: str, people: list[Participant]) -> tuple[Body, ...]:
    by_institution: dict[int | None, list[Participant]] = defaultdict(list)
    for one in people:
        by_institution[one.institution_key].append(one)
    bodies = []
    for members in by_institution.values():
        named = sorted((one for one in members if not one.is_unnamed), key=lambda one: one.sort)
        count = len(members) - len(named)
        bodies.append(Body(members[0].institution, tuple(named), unnamed(kind, count) if count else ""))
    return tuple(sorted(bodies, key=lambda body: body.members[0].sort if body.members else (3, "")))


def delegation_cards(
    delegations: Iterable[Piece],
    bodies: Mapping[int, list[int]],
    people: Mapping[int, Participant],
    sides: Mapping[int, Side],
    register: Register,
) -> tuple[DelegationCard, ...]:
    """Return the delegations of an edition in the order of the sides."""
    cards = []
    for piece in delegations:
        members = [one for one in people.values() if one.delegation == piece.pk and not one.was_absent]
        came_from = [register.institution(key) for key in bodies.get(piece.pk, [])]
        cards.append(
            DelegationCard(
                side=sides[piece.first or 0],
                heads=tuple(one for one in members if one.function == Function.HEAD),
                deputies=tuple(one for one in members if one.function == Function.DEPUTY_HEAD),
                bodies=tuple(mention for mention in came_from if mention),
                count=_count(piece.second, piece.third or len(members), sum(1 for one in members if one.person)),
            )
        )
    return tuple(sorted(cards, key=lambda card: card.side.order))


def _count(planned: int | None, size: int, named: int) -> str:
    """Say how many came, how many of them are named here, and how many were planned: 6 members, one of them named here."""
    said = []
    if size:
        said.append(ngettext("one member", "{count} members", size).format(count=size))
        if named and named < size:
            said.append(ngettext("one of them named here", "{count} of them named here", named).format(count=named))
        elif not named:
            said.append(_("not named here"))
    if planned and planned != size:
        said.append(ngettext("one was planned", "{count} were planned", planned).format(count=planned))
    return ", ".join(said)


def sectors(people: Iterable[Participant]) -> tuple[Sector, ...]:
    """Return from which parts of society people came, in the order of the list."""
    found = {one.sector for one in people if one.sector and not one.was_absent}
    return tuple(sector for sector in Sector if sector in found)
