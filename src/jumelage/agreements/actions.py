"""Writing agreements with their parties, signatures and terms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.agreements import queries, rules
from jumelage.agreements.models import Agreement, SignatureValue
from jumelage.journal import actions as journal
from jumelage.journal.rules import Refusal, require
from jumelage.partnerships import actions as shared
from jumelage.partnerships.models import Partnership, Side
from jumelage.people import actions as people
from jumelage.people import queries as known
from jumelage.people.models import Person
from jumelage.sources import actions as sources
from jumelage.values import LocalText

#: The lists of an agreement, given as values (``PartyValue``, ``SignatureValue``, ``TermValue``) or as topics.
LISTS = ("parties", "signatures", "terms", "topics")
_LINKS = ("based_on", "supersedes")


@transaction.atomic
def add_agreement(
    *, by: Actor, partnership: Partnership, title: LocalText, owner_side: Side | None = None, **values: Any
) -> Agreement:
    """Enter an agreement; its lists may be among the *values* (``LISTS``). The sides that see it know who signed."""
    _require_writing(by, partnership, owner_side)
    lists = _take_lists(values)
    agreement = Agreement(partnership=partnership, owner_side=owner_side, title=title, **values)
    _check(agreement)
    _check_lists(by, partnership, lists, before=())
    made = journal.enter(agreement, by=by, rows=lists)
    _follow_signatures(by, made, before=())
    return made


@transaction.atomic
def change_agreement(*, by: Actor, agreement: Agreement, version: int, **values: Any) -> Agreement:
    """Change an agreement, and replace each of its lists (``LISTS``) that is given among the *values*."""
    sentence = _("Only coordinators of the side that this agreement belongs to may change it.")
    require(rules.may_change_agreement(by, agreement), sentence)
    if values.get("partnership", agreement.partnership) != agreement.partnership:
        raise Refusal(_("An agreement stays with its partnership. Enter it anew for another."), field="partnership")
    if "owner_side" in values:
        _require_writing(by, agreement.partnership, values["owner_side"])
    lists = _take_lists(values)
    before = queries.signatories(agreement)
    _check_lists(by, agreement.partnership, lists, before=before)
    changed = journal.amend(agreement, by=by, version=version, values=values, rows=lists)
    _check(changed)
    _follow_signatures(by, changed, before=before)
    return changed


@transaction.atomic
def delete_agreement(*, by: Actor, agreement: Agreement) -> None:
    """Delete an agreement on which no other is based; who signed stays, and is no longer known or named by it."""
    sentence = _("Only coordinators of the side that this agreement belongs to may delete it.")
    require(rules.may_change_agreement(by, agreement), sentence)
    signed = queries.signatories(agreement)
    sources.forget_evidence(by=by, record=agreement)
    people.forget_because(by=by, because=agreement.public_id)
    for person in Person.objects.filter(pk__in=signed):
        people.forget_public_office(by=by, person=person, scope=agreement.public_id)
    shared.strike_unused(agreement, by=by, was_public=rules.is_public(agreement))


def _take_lists(values: dict[str, Any]) -> dict[str, list[Any]]:
    """Take the lists out of *values*; what is ``None`` there was not given."""
    taken = {name: values.pop(name, None) for name in LISTS}
    return {name: list(listed) for name, listed in taken.items() if listed is not None}


def _check(agreement: Agreement) -> None:
    rules.check_time(agreement)
    for field in _LINKS:
        other = getattr(agreement, field)
        rules.check_link(agreement, field=field, above=queries.followed(other, field) if other else ())


def _check_lists(by: Actor, partnership: Partnership, lists: dict[str, list[Any]], *, before: Collection[int]) -> None:
    sides = set(partnership.sides.values_list("pk", flat=True))
    rules.check_parties(lists.get("parties", ()), sides=sides)
    rules.check_signatures(lists.get("signatures", ()), sides=sides)
    rules.check_terms(lists.get("terms", ()))
    _check_persons(by, lists.get("signatures", ()), before=before)


def _check_persons(by: Actor, signatures: Sequence[SignatureValue], *, before: Collection[int]) -> None:
    """Refuse a person whom *by* may not see and who did not stand there before."""
    given = {one.person for one in signatures if one.person} - set(before)
    if known.visible_persons(by).filter(pk__in=given).count() < len(given):
        raise Refusal(_("You can only choose persons that you see. Choose others."), field="signatures")


def _follow_signatures(by: Actor, agreement: Agreement, *, before: Collection[int]) -> None:
    """Write down what follows for those who signed: the sides that see the agreement know them, and its page may name them.

    Named are those who signed in a public office, unless the agreement is its side's own affair. *before* are the keys of
    those whom it named until now; what no longer follows is taken back.
    """
    signed, public = queries.signatories(agreement), queries.public_signatories(agreement)
    sides = {side.pk: side for side in agreement.partnership.sides.all()}
    learned, cause = rules.sides_that_know(agreement, sides), agreement.public_id
    people.forget_known(by=by, because=cause, besides={(person, side) for person in signed for side in learned})
    for person in Person.objects.filter(pk__in=signed | set(before)).order_by("pk"):
        if person.pk in signed:
            for is_shared in (False, True):
                if listed := [sides[key] for key, by_sharing in learned.items() if by_sharing == is_shared]:
                    people.note_known(by=by, person=person, sides=listed, shared=is_shared, because=cause)
        if person.pk in public and not rules.is_kept_apart(agreement):
            people.note_public_office(by=by, person=person, scope=cause)
        else:
            people.forget_public_office(by=by, person=person, scope=cause)


def _require_writing(by: Actor, partnership: Partnership, owner_side: Side | None) -> None:
    if owner_side is not None and owner_side.partnership_id != partnership.pk:
        raise Refusal(_("This side does not belong to the partnership. Choose one of its sides."), field="owner_side")
    allowed = rules.may_add_agreement(by, partnership=partnership.pk, owner_side=owner_side.pk if owner_side else None)
    require(
        allowed, _("You may only write for a side that you coordinate; for both sides only where sharing with yours is open.")
    )
