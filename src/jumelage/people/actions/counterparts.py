"""Writing which offices and persons of two sides are each other's counterparts."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.journal import actions as journal
from jumelage.journal.rules import Refusal, require
from jumelage.partnerships.actions import strike_unused
from jumelage.partnerships.models import Partnership, Side
from jumelage.people import queries, rules
from jumelage.people.models import Counterpart
from jumelage.sources import actions as sources


@transaction.atomic
def add_counterpart(*, by: Actor, partnership: Partnership, owner_side: Side | None = None, **values: Any) -> Counterpart:
    """Enter a pair of counterparts: an office or a person of each side."""
    _require_writing(by, partnership, owner_side)
    counterpart = Counterpart(partnership=partnership, owner_side=owner_side, **values)
    _check(counterpart, by=by)
    return journal.enter(counterpart, by=by)


@transaction.atomic
def change_counterpart(*, by: Actor, counterpart: Counterpart, version: int, **values: Any) -> Counterpart:
    """Change a pair of counterparts; it stays with its partnership."""
    sentence = _("Only coordinators of the side that these counterparts belong to may change them.")
    require(rules.may_change_counterpart(by, counterpart), sentence)
    if values.get("partnership", counterpart.partnership) != counterpart.partnership:
        raise Refusal(_("Counterparts stay with their partnership. Enter them again for another."), field="partnership")
    if "owner_side" in values:
        _require_writing(by, counterpart.partnership, values["owner_side"])
    changed = journal.amend(counterpart, by=by, version=version, values=values)
    _check(changed, by=by)
    return changed


@transaction.atomic
def delete_counterpart(*, by: Actor, counterpart: Counterpart) -> None:
    """Delete a pair of counterparts; offices and persons stay."""
    sentence = _("Only coordinators of the side that these counterparts belong to may delete them.")
    require(rules.may_change_counterpart(by, counterpart), sentence)
    sources.forget_evidence(by=by, record=counterpart)
    strike_unused(counterpart, by=by)


def _check(counterpart: Counterpart, *, by: Actor) -> None:
    rules.check_counterpart(counterpart)
    persons = {key for key in (counterpart.first_person_id, counterpart.second_person_id) if key is not None}
    seen = queries.visible_persons(by).filter(pk__in=persons).count() == len(persons)
    require(seen, _("You can only choose persons that you see. Choose others."))


def _require_writing(by: Actor, partnership: Partnership, owner_side: Side | None) -> None:
    if owner_side is not None and owner_side.partnership_id != partnership.pk:
        raise Refusal(_("This side does not belong to the partnership. Choose one of its sides."), field="owner_side")
    allowed = rules.may_add_counterpart(by, partnership=partnership.pk, owner_side=owner_side.pk if owner_side else None)
    require(
        allowed, _("You may only write for a side that you coordinate; for both sides only where sharing with yours is open.")
    )
