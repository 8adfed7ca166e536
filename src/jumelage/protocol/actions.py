"""Writing honours with those who handed them over and received them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.journal import actions as journal
from jumelage.journal.rules import Refusal, require
from jumelage.partnerships import actions as shared
from jumelage.partnerships.models import Partnership, Side
from jumelage.people import actions as people
from jumelage.people import queries as known
from jumelage.people.models import Person
from jumelage.protocol import queries, rules
from jumelage.protocol.models import Honour
from jumelage.sources import actions as sources
from jumelage.values import LocalText

#: The lists of an honour, given as values (``PresenterValue``, ``RecipientValue``).
LISTS = ("presenters", "recipients")


@transaction.atomic
def add_honour(*, by: Actor, partnership: Partnership, title: LocalText, owner_side: Side | None = None, **values: Any) -> Honour:
    """Enter an honour; its lists may be among the *values* (``LISTS``). Unless told otherwise its approval is still open."""
    _require_writing(by, partnership, owner_side)
    lists = {"recipients": [], **_take_lists(values)}
    honour = Honour(partnership=partnership, owner_side=owner_side, title=title, **values)
    _check(honour, lists)
    _check_persons(by, honour, lists, before=())
    made = journal.enter(honour, by=by, rows=lists)
    _follow_persons(by, made, before=())
    return made


@transaction.atomic
def change_honour(*, by: Actor, honour: Honour, version: int, **values: Any) -> Honour:
    """Change an honour, and replace each of its lists (``LISTS``) that is given among the *values*."""
    sentence = _("Only coordinators of the side that this honour belongs to may change it.")
    require(rules.may_change_honour(by, honour), sentence)
    if values.get("partnership", honour.partnership) != honour.partnership:
        raise Refusal(_("An honour stays with its partnership. Enter it anew for another."), field="partnership")
    if "owner_side" in values:
        _require_writing(by, honour.partnership, values["owner_side"])
    lists = _take_lists(values)
    before = queries.persons_of(honour)
    would_be = Honour.objects.get(pk=honour.pk)
    for name, value in values.items():
        setattr(would_be, name, value)
    _check(would_be, lists)
    _check_persons(by, would_be, lists, before=before)
    changed = journal.amend(honour, by=by, version=version, values=values, rows=lists)
    _follow_persons(by, changed, before=before)
    return changed


@transaction.atomic
def delete_honour(*, by: Actor, honour: Honour) -> None:
    """Delete an honour; the persons in it stay, and are no longer known or named by it."""
    sentence = _("Only coordinators of the side that this honour belongs to may delete it.")
    require(rules.may_change_honour(by, honour), sentence)
    named = queries.persons_of(honour)
    sources.forget_evidence(by=by, record=honour)
    people.forget_because(by=by, because=honour.public_id)
    for person in Person.objects.filter(pk__in=named).order_by("pk"):
        people.forget_public_office(by=by, person=person, scope=honour.public_id)
    shared.strike_unused(honour, by=by, was_public=rules.is_public(honour))


def _take_lists(values: dict[str, Any]) -> dict[str, list[Any]]:
    """Take the lists out of *values*; what is ``None`` there was not given."""
    taken = {name: values.pop(name, None) for name in LISTS}
    return {name: list(listed) for name, listed in taken.items() if listed is not None}


def _check(honour: Honour, lists: dict[str, list[Any]]) -> None:
    """Refuse what contradicts itself; a list that was not given is the one that is kept."""
    rules.check_body(honour)
    rules.check_sides(honour, sides=set(honour.partnership.sides.values_list("pk", flat=True)))
    rules.check_place(honour)
    rules.check_clearance(honour)
    presenters, recipients = (_listed(honour, name, lists) for name in LISTS)
    rules.check_recipients(recipients)
    rules.check_presenters(presenters, recipients)


def _listed(honour: Honour, name: str, lists: dict[str, list[Any]]) -> list[Any]:
    if name in lists or honour.pk is None:
        return lists.get(name, [])
    return [row.as_value() for row in getattr(honour, name).all()]


def _check_persons(by: Actor, honour: Honour, lists: dict[str, list[Any]], *, before: Collection[int]) -> None:
    """Refuse a person whom *by* may not see and who did not stand there before."""
    given = {name: {one.person for one in listed} for name, listed in lists.items()}
    given["signatory"] = {honour.signatory_id}
    for field, keys in given.items():
        new = keys - {None} - set(before)
        if new and known.visible_persons(by).filter(pk__in=new).count() < len(new):
            raise Refusal(_("You can only choose persons that you see. Choose others."), field=field)


def _follow_persons(by: Actor, honour: Honour, *, before: Collection[int]) -> None:
    """Write down what follows for the persons in an honour: the sides that see it know them, and pages may name them for it.

    Named are those who are in it by a public office, unless the honour is its side's own affair. *before* are the keys of
    those whom it named until now; what no longer follows is taken back.
    """
    named, public = queries.persons_of(honour), queries.public_persons_of(honour)
    sides = {side.pk: side for side in honour.partnership.sides.all()}
    learned, cause = rules.sides_that_know(honour, sides), honour.public_id
    people.forget_known(by=by, because=cause, besides={(person, side) for person in named for side in learned})
    for person in Person.objects.filter(pk__in=named | set(before)).order_by("pk"):
        if person.pk in named:
            for is_shared in (False, True):
                if listed := [sides[key] for key, by_sharing in learned.items() if by_sharing == is_shared]:
                    people.note_known(by=by, person=person, sides=listed, shared=is_shared, because=cause)
        if person.pk in public and not rules.is_kept_apart(honour):
            people.note_public_office(by=by, person=person, scope=cause)
        else:
            people.forget_public_office(by=by, person=person, scope=cause)


def _require_writing(by: Actor, partnership: Partnership, owner_side: Side | None) -> None:
    if owner_side is not None and owner_side.partnership_id != partnership.pk:
        raise Refusal(_("This side does not belong to the partnership. Choose one of its sides."), field="owner_side")
    allowed = rules.may_add_honour(by, partnership=partnership.pk, owner_side=owner_side.pk if owner_side else None)
    require(
        allowed, _("You may only write for a side that you coordinate; for both sides only where sharing with yours is open.")
    )
