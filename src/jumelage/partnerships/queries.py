"""Reading partnerships, and the one place where grants become an ``Actor`` and rights become a filter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from jumelage.accounts.actor import NOBODY, Actor, GrantValue, Role
from jumelage.partnerships.models import City, Grant, Note, Partnership, Proposal, SharingDecision, Side, Topic, Visibility
from jumelage.partnerships.rules import COORDINATORS


def actor_for(user: Any) -> Actor:
    """Fill the value ``Actor`` from a signed-in user's grants in force today; two queries, none for nobody."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    today = timezone.localdate()
    grants = grants_in_force().filter(user=user).select_related("side__city")
    opened = _opened_sides(grants, today)
    return Actor(
        kind="user",
        id=user.public_id,
        is_administrator=user.is_administrator,
        grants=frozenset(
            GrantValue(grant.side.partnership_id, grant.side_id, Role(grant.role), grant.side_id in opened) for grant in grants
        ),
    )


def grants_in_force() -> QuerySet[Grant]:
    """Return the grants whose last day has not passed."""
    return Grant.objects.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate()))


def _opened_sides(grants: Iterable[Grant], today: date) -> set[int]:
    """Return the sides of *grants* that may see what is shared: those at home, and those abroad with a decision."""
    sides = {grant.side_id: grant.side for grant in grants}
    abroad = {side.partnership_id for side in sides.values() if is_abroad(side)}
    last: dict[tuple[int, int], bool] = {}
    if abroad:
        for decision in SharingDecision.objects.filter(partnership__in=abroad, on__lte=today).order_by("on", "position"):
            last[decision.partnership_id, decision.side] = decision.open
    return {pk for pk, side in sides.items() if not is_abroad(side) or last.get((side.partnership_id, side.order), False)}


def is_abroad(side: Side) -> bool:
    """Say whether a side lies outside the country under whose law this installation is run (setting COUNTRY)."""
    return side.city.country != settings.COUNTRY


def side_filter(actor: Actor, *, partnership: str = "partnership_id", record: str = "") -> Q:
    """Return the filter of ``SideRecord`` rows that *actor* may see by grants (not by publication).

    A side's own records; and, where sharing with the actor's side is open, those that are shared or that the
    other side shows to both sides. *partnership* is the path to the partnership's key, *record* the path to the
    record itself where the rows are of something below it (``series__``).
    """
    if actor.is_administrator:
        return Q(pk__isnull=False)  # an empty Q would vanish from an "or"
    shown = Q(**{f"{record}owner_side__isnull": True}) | ~Q(**{f"{record}visibility": Visibility.INTERNAL})
    shared = shown & Q(**{f"{partnership}__in": actor.open_partnerships})
    return Q(**{f"{record}owner_side__in": actor.sides}) | shared


def visible_to(actor: Actor) -> QuerySet[Partnership]:
    """Return the partnerships that *actor* may see: the published ones and those of the actor's grants."""
    if actor.is_administrator:
        return Partnership.objects.all()
    return Partnership.objects.filter(Q(published=True) | Q(pk__in=actor.partnerships))


def with_names(partnerships: QuerySet[Partnership]) -> QuerySet[Partnership]:
    """Load what a partnership's name is made of: its sides, their cities and the cities' names."""
    return partnerships.prefetch_related("sides__city__names")


def visible_cities(actor: Actor) -> QuerySet[City]:
    """Return the cities that *actor* may see: to everybody signed in all of them, else those of published partnerships."""
    if actor.is_signed_in and (actor.is_administrator or actor.grants):
        return City.objects.all()
    return City.objects.filter(sides__partnership__published=True).distinct()


def visible_topics(actor: Actor) -> QuerySet[Topic]:
    """Return the topics; the vocabulary hides nothing."""
    return Topic.objects.all()


def visible_grants(actor: Actor) -> QuerySet[Grant]:
    """Return the grants that *actor* may see: all, those of sides one coordinates, and one's own."""
    if actor.is_administrator:
        return Grant.objects.all()
    if actor.kind != "user":
        return Grant.objects.none()
    coordinated = [grant.side for grant in actor.grants if grant.role == Role.COORDINATOR]
    return Grant.objects.filter(Q(side__in=coordinated) | Q(user__public_id=actor.id))


def visible_notes(actor: Actor, *, about_id: str | None = None) -> QuerySet[Note]:
    """Return the notes that *actor* may see, of all records or about one."""
    if not actor.is_signed_in:
        return Note.objects.none()
    notes = Note.objects.filter(side_filter(actor)).select_related("owner_side__city")
    return notes if about_id is None else notes.filter(about_id=about_id)


def visible_proposals(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals made by or to a side of *actor*; an administrator sees all."""
    if actor.is_administrator:
        return Proposal.objects.all()
    return Proposal.objects.filter(Q(side__in=actor.sides) | Q(addressee__in=actor.sides))


def sides_of(actor: Actor, *, roles: Iterable[Role] = tuple(Role)) -> QuerySet[Side]:
    """Return the sides for which *actor* holds one of *roles*; to an administrator all."""
    sides = Side.objects.select_related("city", "partnership").prefetch_related("city__names")
    if actor.is_administrator:
        return sides
    wanted = frozenset(roles)
    return sides.filter(pk__in={grant.side for grant in actor.grants if grant.role in wanted})


def keeper_of(actor: Actor, partnership: int) -> Side | None:
    """Return the side of *actor* in a partnership that looks after the shared records entered there.

    The administrator acts for no side; nor does whoever coordinates none.
    """
    if actor.is_administrator:
        return None
    return sides_of(actor, roles=COORDINATORS).filter(partnership=partnership).first()


def uses_of_city(city: City) -> dict[str, int]:
    """Count what stands in the way of deleting a city, within this room."""
    counted = {"side": Side.objects.filter(city=city).count()}
    return {name: number for name, number in counted.items() if number}
