"""Reading agreements."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from jumelage.accounts.actor import Actor
from jumelage.agreements.models import Agreement, Signature
from jumelage.partnerships.models import Visibility
from jumelage.partnerships.queries import side_filter

_PUBLIC = Q(visibility=Visibility.PUBLIC, partnership__published=True)


def visible_to(actor: Actor) -> QuerySet[Agreement]:
    """Return the agreements that *actor* may see: the public ones, and those that grants show.

    Who may be told the persons who signed is another matter.
    """
    return Agreement.objects.filter(_PUBLIC | side_filter(actor)).select_related("partnership")


def public_agreements() -> QuerySet[Agreement]:
    """Return the agreements that everybody may see: shown to everybody, of published partnerships."""
    return Agreement.objects.filter(_PUBLIC)


def followed(agreement: Agreement, field: str) -> set[int]:
    """Return the keys of all that follows from *agreement* along ``based_on`` or ``supersedes``; one query a step."""
    found: set[int] = set()
    after: int | None = getattr(agreement, f"{field}_id")
    while after is not None and after not in found:
        found.add(after)
        after = Agreement.objects.filter(pk=after).values_list(f"{field}_id", flat=True).first()
    return found


def signatories(agreement: Agreement) -> set[int]:
    """Return the keys of the persons who signed an agreement, seen or not."""
    return _persons(Signature.objects.filter(agreement=agreement))


def public_signatories(agreement: Agreement) -> set[int]:
    """Return the keys of the persons who signed in a public office, seen or not."""
    return _persons(Signature.objects.filter(agreement=agreement, office__names_holders=True))


def _persons(signatures: QuerySet[Signature]) -> set[int]:
    keys: Collection[int | None] = signatures.values_list("person_id", flat=True)
    return {key for key in keys if key is not None}
