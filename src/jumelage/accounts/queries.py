"""Reading users."""

from __future__ import annotations

from django.db.models import QuerySet

from jumelage.accounts.actor import Actor
from jumelage.accounts.models import User


def visible_to(actor: Actor) -> QuerySet[User]:
    """Return the users that *actor* may see: all of them to an administrator, nobody but oneself to others."""
    if actor.is_administrator:
        return User.objects.all()
    return User.objects.filter(public_id=actor.id) if actor.kind == "user" else User.objects.none()


def names_of(public_ids: set[str]) -> dict[str, str]:
    """Return the names of users by public id, for histories; a user that is gone is missing."""
    return dict(User.objects.filter(public_id__in=public_ids).values_list("public_id", "name"))


def other_administrators(user: User) -> int:
    """Count the active administrators besides *user*, and hold them as they are until the transaction ends.

    Without the lock two administrators could take each other's right at the same moment, and nobody would remain.
    """
    administrators = User.objects.select_for_update().filter(is_administrator=True, is_active=True).order_by("pk")
    return sum(other.pk != user.pk for other in administrators)
