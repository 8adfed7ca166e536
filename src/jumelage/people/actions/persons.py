"""Writing persons, and who knows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.fields.models import Name
from jumelage.journal import actions as journal
from jumelage.journal.rules import require
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships import rules as shared_records
from jumelage.partnerships.models import Proposal, Side
from jumelage.people import queries
from jumelage.people.actions.identity import forget_judgements
from jumelage.people.models import Appointment, BasisValue, Kind, KnownTo, Person, TitleValue
from jumelage.sources import actions as sources


@transaction.atomic
def add_person(
    *,
    by: Actor,
    names: Sequence[Name],
    titles: Sequence[TitleValue] = (),
    bases: Sequence[BasisValue] = (),
    sides: Iterable[Side] = (),
    shared: bool = False,
    introduced_by: Side | None = None,
    **values: Any,
) -> Person:
    """Enter a person with at least one name, and say which *sides* know of her.

    The side that introduces her always does; *shared* tells that the other ones know her only through what they share.
    """
    shared_records.check_names(names)
    rows: dict[str, list[Any]] = {"names": list(names), "titles": list(titles), "bases": list(bases)}
    person = partnerships.enter_shared(Person(introduced_by=introduced_by, **values), by=by, rows=rows)
    _introduce(person, by=by)
    others = [side for side in sides if side != person.introduced_by]
    return note_known(by=by, person=person, sides=others, shared=shared)


@transaction.atomic
def change_person(
    *,
    by: Actor,
    person: Person,
    version: int,
    names: Sequence[Name] | None = None,
    titles: Sequence[TitleValue] | None = None,
    bases: Sequence[BasisValue] | None = None,
    proposal: Proposal | None = None,
    **values: Any,
) -> Person:
    """Change a person; a list that is given replaces the old one."""
    if names is not None:
        shared_records.check_names(names)
    given = {"names": names, "titles": titles, "bases": bases}
    rows = {name: list(listed) for name, listed in given.items() if listed is not None}
    changed = partnerships.amend_shared(person, by=by, version=version, values=values, rows=rows, proposal=proposal)
    if "introduced_by" in values:
        _introduce(changed, by=by)
    return changed


@transaction.atomic
def delete_person(*, by: Actor, person: Person) -> None:
    """Delete a person that nothing rests on, with the judgements on her and the evidence about her."""
    members = forget_judgements(person, kind=Kind.PERSON, by=by)
    sources.forget_evidence(by=by, record=person)
    partnerships.strike_shared(person, by=by)
    members.follow()


@transaction.atomic
def note_known(*, by: Actor, person: Person, sides: Iterable[Side], shared: bool, because: str = "") -> Person:
    """Write down that *sides* know of a person; called by what introduces her to them, which has checked its right.

    *because* is the public id of the record that names her, empty where a side introduces her itself. What a side knows
    for itself stays so; what it knows by a record is known as that record is shown to it now. Nothing is written twice.
    """
    known = dict(KnownTo.objects.filter(person=person, because=because).values_list("side_id", "shared"))
    weakens = bool(because)
    wanted = {side.pk for side in sides}
    new = {side for side in wanted if side not in known or (known[side] != shared and (weakens or not shared))}
    for side in sorted(new):
        KnownTo.objects.update_or_create(person=person, side_id=side, because=because, defaults={"shared": shared})
    if new:
        journal.append(by=by, verb="introduce", record=person, after={"known_to": sorted(new)})
    return person


@transaction.atomic
def propose_about_person(*, by: Actor, about: Person | Appointment, **proposed: Any) -> Proposal:
    """Propose a change of a person or of who held an office, for a side that knows of the person and will read it.

    Where none of the sides that the actor coordinates does, it is refused: the proposal would tell of her there.
    """
    require(shared_records.may_propose(by, about), _("Only coordinators propose changes. Ask the coordinator of your side."))
    person = about.person if isinstance(about, Appointment) else about
    side = queries.sides_knowing(person, by).first()
    sentence = _("None of the sides that you coordinate knows this person. Ask the side that looks after her for the change.")
    require(side is not None, sentence)
    return partnerships.propose_change(by=by, about=about, side=side, **proposed)


def _introduce(person: Person, *, by: Actor) -> None:
    if person.introduced_by is not None:
        note_known(by=by, person=person, sides=[person.introduced_by], shared=False)
