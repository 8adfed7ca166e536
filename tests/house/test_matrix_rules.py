"""Rules, queries and actions answer as the matrix says: every role, relation and class, on real rows."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import pytest
from django.db import transaction

from jumelage.accounts.actor import Actor
from jumelage.journal.rules import NotPermitted
from tests.factories import world as factories
from tests.factories.world import World
from tests.house import matrix, rows
from tests.house.matrix import Verb

pytestmark = pytest.mark.django_db

WORLDS = pytest.mark.parametrize("is_open", [True, False], ids=["sharing open", "sharing shut"])
#: Actions ask the same rules as are asked above in both worlds; the second once more only where nothing may be left out.
ACTED_IN = pytest.mark.parametrize(
    "is_open", [True, pytest.param(False, marks=pytest.mark.everybody)], ids=["sharing open", "sharing shut"]
)
OURS = [verb for verb in matrix.verbs() if not verb.permission and matrix.query_of(verb.record)]


def verbs(wanted: Any) -> Any:
    """Parametrise a test with the verbs that it is about."""
    found = [verb for verb in OURS if wanted(verb)]
    return pytest.mark.parametrize("verb", found, ids=[f"{verb.record} {verb.name}" for verb in found])


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is written within the block."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def asked(rule: str, actor: Actor, row: Any) -> bool:
    """Ask a rule about a row, whatever it wants to be told of it."""
    function = matrix.load(rule)
    arguments: list[Any] = []
    keywords: dict[str, Any] = {}
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        if parameter.kind is parameter.KEYWORD_ONLY:
            keywords[name] = partnership_of(row).pk if name == "partnership" else kept(row).owner_side_id
        else:
            arguments.append(row)
    return bool(function(actor, *arguments, **keywords))


def kept(row: Any) -> Any:
    """Return the record that says to whom a row belongs: itself, or the edition that it stands below."""
    return row if hasattr(row, "owner_side_id") else getattr(row, "edition", row)


def partnership_of(row: Any) -> Any:
    """Return the partnership of a side's record."""
    row = kept(row)
    return row.partnership if hasattr(row, "partnership") else row.series.partnership


def wrong(world: World, verb: Verb, answer: Any, *, skip: tuple[str, ...] = ()) -> list[str]:
    """Return where *answer*, called with a row and somebody of the world, differs from the matrix."""
    found = []
    actors = {asker: world.actor(asker.role, asker.side) for asker in rows.ASKERS}  # no row changes a grant
    for visibility, owner in rows.every(world, verb):
        if visibility in skip:
            continue
        with undone():
            row = rows.row(world, verb.record, visibility, owner)
            for asker in rows.ASKERS:
                relation = rows.relation(world, asker, owner, row)
                expected = verb.allows(asker.role, relation, visibility)
                if answer(row, actors[asker]) != expected:
                    found.append(f"{asker.role} {asker.side} ({relation}) of a row {visibility} of {owner}: not {expected}")
    return found


@WORLDS
@verbs(lambda verb: verb.name == "see")
def test_a_query_shows_what_the_matrix_says(verb: Verb, is_open: bool):
    world = factories.build(is_open=is_open)
    visible = matrix.load(matrix.query_of(verb.record))
    assert wrong(world, verb, lambda row, actor: visible(actor).filter(pk=row.pk).exists()) == []


@WORLDS
@verbs(lambda verb: verb.rule)
def test_a_rule_answers_as_the_matrix_says(verb: Verb, is_open: bool):
    # What is published is seen by everybody whatever the rule on grants says; the query above is asked for it.
    skip = ("published",) if verb.name == "see" else ()
    world = factories.build(is_open=is_open)
    assert wrong(world, verb, lambda row, actor: asked(verb.rule, actor, row), skip=skip) == []


@ACTED_IN
@verbs(lambda verb: verb.acts)
def test_an_action_refuses_whom_the_matrix_does_not_name(verb: Verb, is_open: bool):
    world = factories.build(is_open=is_open)

    def done(act: str, row: Any, actor: Actor) -> bool:
        with undone():
            try:
                matrix.load(act)(by=actor, **rows.values(act, world, copy(row)))
            except NotPermitted:
                return False
            return True

    def answers(row: Any, actor: Actor) -> bool | None:
        """Return what all actions of the verb answer, or nothing where one answers otherwise than the others."""
        given = {done(act, row, actor) for act in verb.acts}
        return given.pop() if len(given) == 1 else None

    assert wrong(world, verb, answers) == [], verb.acts


def test_a_wrong_answer_is_found():
    world = factories.build()
    verb = matrix.find("partnerships.note", "see")
    assert len(wrong(world, verb, lambda row, actor: True)) > 10
    assert len(wrong(world, verb, lambda row, actor: False)) > 10
