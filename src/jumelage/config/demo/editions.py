"""The demo's editions with everything that stands below them, through the actions of ``seminars`` and ``programme``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Model

from jumelage.accounts.actor import Actor
from jumelage.config.demo.facts import Known
from jumelage.journal.models import Record
from jumelage.people import actions as people
from jumelage.people.models import BasisValue, Person
from jumelage.programme import actions as programme
from jumelage.programme.models import Contribution, ProgrammeItem, Statement, Visit
from jumelage.protocol import actions as protocol
from jumelage.protocol.models import Honour
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import (
    Delegation,
    Edition,
    EditionState,
    ExternalPublication,
    FocusTopic,
    Objective,
    Participation,
    Series,
)
from jumelage.sources import actions as sources
from jumelage.sources.models import Source

#: Parts in the order in which they may name each other, with the action that enters each.
PARTS: Mapping[str, tuple[type[Model], Callable[..., Any]]] = {
    "delegations": (Delegation, seminars.add_delegation),
    "participations": (Participation, seminars.add_participation),
    "objectives": (Objective, seminars.add_objective),
    "focus_topics": (FocusTopic, seminars.add_focus_topic),
    "publications": (ExternalPublication, seminars.add_publication),
    "visits": (Visit, programme.add_visit),
    "items": (ProgrammeItem, programme.add_item),
    "contributions": (Contribution, programme.add_contribution),
    "statements": (Statement, programme.add_statement),
}

#: Kinds that may stand within an item's own fact, and the key by which they mean that item.
WITHIN_ITEMS = ("contributions", "statements")
HERE = ""

#: What a fact leaves out where it follows from another: the key of a delegation is that of its side.
IMPLIED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "delegations": (("key", "side"),),
    "participations": (("side", "delegation"), ("key", "person")),
    "visits": (("key", "institution"),),
}

Scoped = Mapping[str, list[tuple[Person, dict[str, Any]]]]


def add_editions(facts: Iterable[dict[str, Any]], known: Known, *, by: Actor, scoped: Scoped) -> None:
    """Enter editions in the order of their files; *scoped* names who may be named on the page of which alone."""
    for fact in facts:
        head = dict(fact["edition"])
        key, published = head.pop("key"), head.pop("published", True)
        evidence = head.pop("evidence", ())
        edition = _edition(head, known, by=by)
        known.keep(edition, key)
        cite(known, edition, evidence, by=by)
        for person, basis in scoped.get(key, ()):
            _allow(person, {**basis, "scope": edition.public_id}, by=by)
        _add_parts(edition, fact, known.within(), by=by)
        if published:
            seminars.publish_edition(by=by, edition=edition, version=edition.version, published=True)


def _edition(fact: dict[str, Any], known: Known, *, by: Actor) -> Edition:
    series, state = known.one(Series, fact.pop("series")), fact.pop("state")
    values = known.values(Edition, fact)
    if state == EditionState.IDEA:
        return seminars.add_edition(by=by, series=series, **values)
    was_postponed = "first_planned" in fact and state != EditionState.POSTPONED
    first = EditionState.POSTPONED if was_postponed else state
    edition = seminars.document_edition(by=by, series=series, state=first, **values)
    if was_postponed:
        edition = seminars.change_edition(by=by, edition=edition, version=edition.version, state=state)
    return edition


def _allow(person: Person, basis: dict[str, Any], *, by: Actor) -> None:
    """Add one publication basis to those that a person has."""
    now = Person.objects.get(pk=person.pk)
    bases = [*(row.as_value() for row in now.bases.all()), BasisValue(**basis)]
    people.change_person(by=by, person=now, version=now.version, bases=bases)


def _add_parts(edition: Edition, fact: dict[str, Any], known: Known, *, by: Actor) -> None:
    places: Counter[str] = Counter()

    def add(kind: str, part: dict[str, Any]) -> None:
        model, action = PARTS[kind]
        values = {"position": places[kind], **part}
        places[kind] += 1
        for name, other in IMPLIED.get(kind, ()):
            if other in values:
                values.setdefault(name, values[other])
        key, evidence = values.pop("key", None), values.pop("evidence", ())
        within = {name: values.pop(name, ()) for name in WITHIN_ITEMS}
        made = action(by=by, edition=edition, **known.values(model, values))
        cite(known, made, evidence, by=by)
        for name in {key, HERE} - {None}:
            known.keep(made, name)
        for name, inner in within.items():
            for one in inner:
                add(name, {"item": HERE, **one})

    for kind in PARTS:
        for part in fact.get(kind, ()):
            add(kind, part)
    _add_honours(edition, fact.get("honours", ()), known, by=by)


def _add_honours(edition: Edition, facts: Iterable[dict[str, Any]], known: Known, *, by: Actor) -> None:
    """Enter what was awarded at an edition, once its items are known."""
    for fact in facts:
        values = dict(fact)
        evidence = values.pop("evidence", ())
        partnership = edition.series.partnership
        made = protocol.add_honour(by=by, partnership=partnership, edition=edition, **known.values(Honour, values))
        cite(known, made, evidence, by=by)


def cite(known: Known, record: Record, evidence: Iterable[dict[str, Any]], *, by: Actor) -> None:
    """Write down what a record rests on, as its fact says it."""
    for fact in evidence:
        source = known.one(Source, fact["source"])
        sources.cite(by=by, record=record, **{**fact, "source": source})
