"""What an actor may choose in forms: only what may be seen, and written for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jumelage.accounts.actor import Actor, Role
from jumelage.desk.records.fields import RecordChoiceField
from jumelage.desk.records.forms import RecordForm
from jumelage.partnerships import queries
from jumelage.partnerships.models import Partnership, Side, Visibility
from jumelage.partnerships.rules import COORDINATORS

BOTH_SIDES = _("both sides")
NOTE_VISIBILITY = [(Visibility.INTERNAL, _("own side only")), (Visibility.BOTH_SIDES, _("both sides"))]


def taking(name: str, action: Callable[..., Any]) -> Callable[..., Any]:
    """Return an action that takes its record as ``record`` instead of *name*."""

    def act(*, by: Actor, record: Any, **values: Any) -> Any:
        return action(by=by, **{name: record}, **values)

    return act


def publishing(name: str, action: Callable[..., Any], *, published: bool) -> Callable[..., Any]:
    """Return the act that publishes or hides a record."""

    def act(*, by: Actor, record: Any, version: int) -> Any:
        return action(by=by, version=version, published=published, **{name: record})

    return act


def coordinates(actor: Actor) -> bool:
    """Say whether the actor coordinates any side."""
    return actor.is_administrator or actor.holds(COORDINATORS)


def coordinated_partnerships(actor: Actor) -> QuerySet[Partnership]:
    """Return the partnerships in which the actor coordinates a side."""
    visible = queries.visible_to(actor)
    if actor.is_administrator:
        return visible
    return visible.filter(pk__in={grant.partnership for grant in actor.grants if grant.role == Role.COORDINATOR})


def coordinated_sides(actor: Actor) -> QuerySet[Side]:
    """Return the sides that the actor coordinates."""
    return queries.sides_of(actor, roles=COORDINATORS)


def may_share(actor: Actor, partnership: int | None = None) -> bool:
    """Say whether the actor may write what belongs to both sides, at all or in one partnership."""
    if actor.is_administrator:
        return True
    return any(
        grant.open and grant.role in COORDINATORS and (partnership is None or grant.partnership == partnership)
        for grant in actor.grants
    )


def offer_owner(form: RecordForm, partnership: int | None) -> None:
    """Let an owner be chosen among the actor's own sides, and both sides where the actor may write for them."""
    actor, field = form.viewer.actor, form.fields["owner_side"]
    sides = coordinated_sides(actor)
    kept = getattr(form.record, "owner_side_id", None)
    field.queryset = sides.filter(partnership=partnership) if partnership else sides  # type: ignore[attr-defined]
    if kept:
        field.queryset = (Side.objects.filter(pk=kept) | Side.objects.filter(pk__in=field.queryset.values("pk"))).distinct()  # type: ignore[attr-defined]
    if not may_share(actor, partnership):
        field.required, field.empty_label = True, None  # type: ignore[attr-defined]
        if form.is_new:
            form.suggest("owner_side", field.queryset.first())  # type: ignore[attr-defined]


def offer_keeper(form: RecordForm) -> None:
    """Let the side that looks after a shared record be chosen where there is more than one to choose from."""
    actor = form.viewer.actor
    own = coordinated_sides(actor)
    if actor.is_administrator:
        form.fields["introduced_by"].queryset = own  # type: ignore[attr-defined]
        return
    if not form.is_new or own.count() < 2:
        del form.fields["introduced_by"]
        return
    field: Any = form.fields["introduced_by"]
    field.queryset, field.empty_label, field.required = own, None, True


def keeper_field() -> RecordChoiceField:
    """Return the field for the side that looks after a shared record."""
    return RecordChoiceField(
        Side.objects.none(),
        label=_("Looked after by"),
        required=False,
        empty_means=_("the administrators"),
        help_text=_("This side changes the record; others propose."),
    )


def owner_field() -> RecordChoiceField:
    """Return the field for the side that a record belongs to."""
    return RecordChoiceField(
        Side.objects.none(),
        label=_("Belongs to"),
        required=False,
        empty_means=BOTH_SIDES,
        help_text=_("Who may change it: the coordinators of one side, or of both."),
    )


def of_own_partnerships(sides: QuerySet[Side], actor: Actor) -> QuerySet[Side]:
    """Return the sides of all partnerships in which the actor coordinates one."""
    return sides.filter(partnership__in=coordinated_partnerships(actor).values("pk"))


def kept_or(records: QuerySet[Any], kept: int | None) -> QuerySet[Any]:
    """Return *records* and the one that already stands in the form, so that saving never loses it."""
    return records.model._default_manager.filter(Q(pk__in=records.values("pk")) | Q(pk=kept)) if kept else records
