"""Writing judgements on identity; the clusters follow from them, and nothing else is ever pointed elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.journal import actions as journal
from jumelage.journal.rules import require
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships import rules as shared
from jumelage.partnerships.models import Proposal, SharedRecord
from jumelage.people import queries, rules
from jumelage.people.models import Institution, Judgement, Kind, Person

_MODELS: dict[str, type[Person] | type[Institution]] = {Kind.PERSON: Person, Kind.INSTITUTION: Institution}


@transaction.atomic
def judge(
    *, by: Actor, first: Person | Institution, second: Person | Institution, verdict: str, reason: str = "", **values: Any
) -> Judgement:
    """Judge whether two records are the same; a new verdict on the same two replaces the old one.

    Only who may change both: what a page may say of one of them it says of the other then.
    """
    rules.check_judged(first.pk, second.pk, same_kind=type(first) is type(second))
    kind = Kind.PERSON if isinstance(first, Person) else Kind.INSTITUTION
    visible: Any = queries.visible_persons(by) if kind == Kind.PERSON else queries.visible_to(by)
    require(
        visible.filter(pk__in=(first.pk, second.pk)).count() == 2, _("You can only judge records that you see. Choose others.")
    )
    _require_both(by, first, second)
    ids = sorted((first.public_id, second.public_id))
    old = Judgement.objects.filter(first_id=ids[0], second_id=ids[1]).first()
    if old is None:
        made = Judgement(kind_of=kind, first_id=ids[0], second_id=ids[1], verdict=verdict, reason=reason.strip(), **values)
        judgement = partnerships.enter_shared(made, by=by)
    else:
        given = {"verdict": verdict, "reason": reason.strip(), **values}
        judgement = partnerships.amend_shared(old, by=by, version=old.version, values=given)
    _follow(kind, ids)
    return judgement


@transaction.atomic
def change_judgement(
    *, by: Actor, judgement: Judgement, version: int, proposal: Proposal | None = None, **values: Any
) -> Judgement:
    """Change the verdict of a judgement, its reason or who looks after it; the two records stay."""
    if stray := set(values) - {"verdict", "reason", "introduced_by"}:
        raise ValueError(f"A judgement stays with its records; do not change its {', '.join(sorted(stray))}.")
    if values.get("verdict", judgement.verdict) != judgement.verdict:
        _require_both(by, *queries.judged_by(judgement))
    changed = partnerships.amend_shared(judgement, by=by, version=version, values=values, proposal=proposal)
    _follow(changed.kind_of, [changed.first_id, changed.second_id])
    return changed


@transaction.atomic
def withdraw_judgement(*, by: Actor, judgement: Judgement) -> None:
    """Take a judgement back; what it had brought together is apart again."""
    kind, ids = judgement.kind_of, [judgement.first_id, judgement.second_id]
    partnerships.strike_shared(judgement, by=by)
    _follow(kind, ids)


def _require_both(by: Actor, first: SharedRecord, second: SharedRecord) -> None:
    require(
        rules.may_judge(by, first, second),
        _(
            "Only who looks after both of these records judges whether they are the same. Ask the coordinator of the side that "
            "looks after the other one to judge, or to hand it over to yours."
        ),
    )


@dataclass(frozen=True)
class Left:
    """Whose clusters have to be set again once a record is gone."""

    kind: str
    ids: frozenset[str]

    def follow(self) -> None:
        """Set the clusters of those who are left."""
        _follow(self.kind, self.ids)


def forget_judgements(record: Person | Institution, *, kind: str, by: Actor) -> Left:
    """Strike the judgements on a record that its side is about to delete, and return whose clusters follow then."""
    require(shared.may_change_shared(by, record), _("Only the side that looks after this record may delete it."))
    left = rules.connected([record.public_id], queries.judged(kind)) - {record.public_id}
    for judgement in queries.judgements_on(record):
        journal.strike(judgement, by=by)
    return Left(kind, frozenset(left))


def _follow(kind: str, ids: Collection[str]) -> None:
    """Set the clusters of everybody whom judgements connect with *ids*; the smallest key is the head.

    A cluster is no change of the record itself, so its version stays and its journal is that of the judgement.
    """
    judged = queries.judged(kind)
    affected = rules.connected(ids, judged)
    manager: Any = _MODELS[kind]._default_manager
    keys = dict(manager.filter(public_id__in=affected).values_list("public_id", "pk"))
    heads = {key: min(keys[member] for member in members) for members in rules.clusters(judged) for key in members if key in keys}
    for public_id, pk in keys.items():
        head = heads.get(public_id, pk)
        manager.filter(pk=pk).update(cluster=None if head == pk else head)
