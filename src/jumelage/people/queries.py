"""Reading institutions."""

from __future__ import annotations

from django.db.models import QuerySet

from jumelage.accounts.actor import Actor
from jumelage.people.models import Institution


def visible_to(actor: Actor) -> QuerySet[Institution]:
    """Return the institutions that *actor* may see: all of them to everybody with a role.

    To others none yet: an institution becomes public with the first published record that names it, and those
    pages load it themselves.
    """
    if actor.is_administrator or actor.grants:
        return Institution.objects.all()
    return Institution.objects.none()


def with_names(institutions: QuerySet[Institution]) -> QuerySet[Institution]:
    """Load the names of institutions, of their cities and of what they are part of."""
    return institutions.prefetch_related("names", "city__names", "parent__names")


def ancestors(institution: Institution) -> set[int]:
    """Return the keys of everything that *institution* is part of, as it stands in the database; one query a level."""
    found: set[int] = set()
    parent = _parent(institution.pk)
    while parent is not None and parent not in found:
        found.add(parent)
        parent = _parent(parent)
    return found


def _parent(key: int) -> int | None:
    return Institution.objects.filter(pk=key).values_list("parent_id", flat=True).first()
