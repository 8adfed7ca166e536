"""Nobody is in two places at once (domain.md V1): who was at which item, when and where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jumelage.journal.rules import Refusal
from jumelage.programme.models import PresenceStatus, PresenceValue, ProgrammeItem
from jumelage.programme.rules.items import called, site_of, with_buildings, with_parents
from jumelage.seminars.models import Attendance, Participation, ParticipationKind

#: Who was present in one of these ways was there; an invitation alone says nothing, and the absent were not.
WAS_THERE = frozenset({PresenceStatus.PRESENT, PresenceStatus.HOST, PresenceStatus.CHAIR, PresenceStatus.GUEST_OF_HONOUR})


@dataclass(frozen=True)
class Place:
    """Where an item was held: its site with all that this is a room of, else the institution visited there, else its city.

    The institution comes with all that it is a part of. Empty where nobody knows.
    """

    sites: tuple[int, ...] = ()
    city: int | None = None
    institutions: tuple[int, ...] = ()


def place_of(item: ProgrammeItem) -> Place:
    """Return the place of an item; a site's city is that of the building where the room has none."""
    sites = with_buildings(site_of(item))
    visited = [] if sites or item.visit is None else with_parents(item.visit.institution)
    cities = [*(site.city_id for site in sites), item.city_id, *(institution.city_id for institution in visited)]
    return Place(
        sites=tuple(site.pk for site in sites),
        city=next(filter(None, cities), None),
        institutions=tuple(institution.cluster_id or institution.pk for institution in visited),
    )


def apart(first: Place, second: Place) -> bool:
    """Say whether two places are certainly different: neither lies in the other, or else their cities differ.

    A site is only compared with a site, and an institution with an institution: it may have received elsewhere.
    """
    for one, other in ((first.sites, second.sites), (first.institutions, second.institutions)):
        if one and other:
            return one[0] not in other and other[0] not in one
    return bool(first.city and second.city and first.city != second.city)


@dataclass(frozen=True)
class Held:
    """An item as it was held: when (UTC), where, within which items, and who was there (by identity)."""

    item: ProgrammeItem
    starts_at: datetime | None
    ends_at: datetime | None
    place: Place
    above: frozenset[int]
    who: Mapping[str, Participation]


def at_one_time(first: Held, second: Held) -> bool:
    """Say whether two items overlap in time. One without an end is a moment; one that ends when another begins does not."""
    if first.starts_at is None or second.starts_at is None:
        return False
    if first.starts_at == second.starts_at:
        return True
    return first.starts_at < (second.ends_at or second.starts_at) and second.starts_at < (first.ends_at or first.starts_at)


def in_two_places(first: Held, second: Held) -> list[Participation]:
    """Return who was at both of two items that overlap at different places; nested items are one."""
    keys = (first.item.pk, second.item.pk)
    nested = keys[0] == keys[1] and keys[0] is not None
    nested = nested or keys[0] in second.above or keys[1] in first.above
    if nested or not at_one_time(first, second) or not apart(first.place, second.place):
        return []
    return [found for identity, found in first.who.items() if identity in second.who]


def told(who: Iterable[Participation], shown: Collection[int]) -> str:
    """Name those of *who* whose keys are *shown*; of the others only that there are any."""
    everybody = list(who)
    names = [str(one) for one in everybody if one.pk in shown]
    if len(names) < len(everybody):
        names.append(_("somebody else") if names else _("Somebody"))
    return ", ".join(names)


def overlap_sentence(first: Held, second: Held, who: Iterable[Participation], shown: Collection[int]) -> str:
    """Say who is in two places at once, and what to do; named is who is *shown*."""
    sentence = _(
        "%(who)s cannot have been at “%(first)s” and at “%(second)s”, which overlap at different places. Correct the times or "
        "the places, or enter for one of them who was absent."
    )
    return sentence % {"who": told(who, shown), "first": called(first.item), "second": called(second.item)}


def check_no_overlap(held: Held, others: Iterable[Held], *, shown: Collection[int], field: str = "presences") -> None:
    """Refuse that somebody was at *held* and at one of the *others* when these overlap at different places (V1)."""
    for other in others:
        if who := in_two_places(held, other):
            raise Refusal(overlap_sentence(held, other, who, shown), field=field)


def check_presences(presences: Iterable[PresenceValue], *, people: Iterable[Participation], delegations: Collection[int]) -> None:
    """Refuse who does not belong to the edition, of which *people* and *delegations* are all; and who is entered twice."""
    known = {one.pk for one in people}
    seen: set[tuple[int | None, int | None]] = set()
    for value in presences:
        if value.participation not in {None, *known} or value.delegation not in {None, *delegations}:
            raise Refusal(_("Somebody of another edition is entered as present. Choose people of this one."), field="presences")
        if (value.participation, value.delegation) in seen:
            raise Refusal(_("Somebody is entered twice among those present. Delete one of the two rows."), field="presences")
        seen.add((value.participation, value.delegation))


def identity(participation: Participation) -> str:
    """Return who somebody is: the person by cluster; without a person the place in the edition itself."""
    if participation.person is None:
        return f"participation {participation.pk}"
    return f"person {participation.person.cluster_id or participation.person.pk}"


def who_was_there(presences: Iterable[PresenceValue], people: Iterable[Participation]) -> dict[str, Participation]:
    """Return who of *people* was present, by identity.

    A delegation counts for those of its members who took part in the edition, without those who are entered as absent.
    """
    known = {one.pk: one for one in people}
    found: dict[str, Participation] = {}
    absent: set[str] = set()
    for value in presences:
        one = known.get(value.participation or 0)
        if value.status == PresenceStatus.ABSENT and one is not None:
            absent.add(identity(one))
        elif value.status in WAS_THERE:
            there = [one] if one is not None else _members(value.delegation, known.values())
            found |= {identity(member): member for member in there}
    return {key: one for key, one in found.items() if key not in absent}


def _members(delegation: int | None, people: Iterable[Participation]) -> list[Participation]:
    if delegation is None:
        return []
    return [one for one in people if one.delegation_id == delegation and came(one)]


def came(participation: Participation) -> bool:
    """Say whether somebody is known to have come to the edition."""
    return participation.state == Attendance.ATTENDED and participation.kind_of != ParticipationKind.MENTIONED
