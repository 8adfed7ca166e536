"""Reading honours."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from jumelage.accounts.actor import Actor
from jumelage.partnerships.models import Visibility
from jumelage.partnerships.queries import side_filter
from jumelage.programme.queries import public_items, visible_items
from jumelage.protocol.models import Honour, Presenter, Recipient
from jumelage.protocol.rules import CLEARED
from jumelage.seminars import queries as seminars


def _public() -> Q:
    """Return the filter of what is shown to everybody: cleared, and public as are the edition and the item that it names."""
    shown = Q(visibility=Visibility.PUBLIC, partnership__published=True, clearance__in=CLEARED)
    at_edition = Q(edition__isnull=True) | Q(edition__in=seminars.public_editions().values("pk"))
    at_item = Q(item__isnull=True) | Q(item__in=public_items().values("pk"))
    return shown & at_edition & at_item


def visible_to(actor: Actor) -> QuerySet[Honour]:
    """Return the honours that *actor* may see: the public ones, and those that grants show, each with its edition and item.

    Who may be told the persons in them is another matter.
    """
    honours = Honour.objects.select_related("partnership")
    if actor.is_administrator:
        return honours
    at_edition = Q(edition__isnull=True) | Q(edition__in=seminars.visible_to(actor).order_by().values("pk"))
    at_item = Q(item__isnull=True) | Q(item__in=visible_items(actor).order_by().values("pk"))
    return honours.filter(_public() | (side_filter(actor) & at_edition & at_item))


def public_honours() -> QuerySet[Honour]:
    """Return the honours that everybody may see; in them, persons are named only where they may be named."""
    return Honour.objects.filter(_public())


def persons_of(honour: Honour) -> set[int]:
    """Return the keys of all persons in an honour: who signed it, handed it over or received it, seen or not."""
    return _persons(honour, Q(), honour.signatory_id)


def public_persons_of(honour: Honour) -> set[int]:
    """Return the keys of those who are in an honour by a public office, seen or not."""
    office = honour.signatory_office
    signatory = honour.signatory_id if office is not None and office.names_holders else None
    return _persons(honour, Q(office__names_holders=True), signatory)


def _persons(honour: Honour, narrowed: Q, signatory: int | None) -> set[int]:
    found = {signatory} if signatory else set()
    for model in (Presenter, Recipient):
        rows = model._default_manager.filter(narrowed, honour=honour, person__isnull=False)
        found |= set(rows.values_list("person_id", flat=True))
    return found
