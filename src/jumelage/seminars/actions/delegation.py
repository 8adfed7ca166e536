"""Writing delegations and participations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from jumelage.accounts.actor import Actor
from jumelage.partnerships.models import Side
from jumelage.people.models import Person
from jumelage.seminars import queries, rules
from jumelage.seminars.actions.introducing import check_persons, follow_participation
from jumelage.seminars.actions.parts import amend_part, enter_part, strike_part
from jumelage.seminars.models import Delegation, Edition, Participation

_PERSONS = ("person", "represents_person")


@transaction.atomic
def add_delegation(*, by: Actor, edition: Edition, side: Side, **values: Any) -> Delegation:
    """Enter the delegation of a side, of which there is one at an edition; ``bodies`` may be among the *values*."""
    rules.check_side(side.pk, sides=_sides(edition))
    lists = rules.take_lists(values, ("bodies",))
    return enter_part(Delegation(edition=edition, side=side, **values), by=by, rows=lists)


@transaction.atomic
def change_delegation(*, by: Actor, delegation: Delegation, version: int, **values: Any) -> Delegation:
    """Change a delegation, and replace its ``bodies`` if they are given; its members stay of its side."""
    rows = rules.take_lists(values, ("bodies",))
    if (side := values.get("side")) is not None:
        rules.check_side(side.pk, sides=_sides(delegation.edition))
    changed = amend_part(delegation, by=by, version=version, values=values, rows=rows)
    members = queries.members_of(changed)
    for member in members:
        rules.check_delegations_side(member)
    rules.check_size(changed.size, members)
    return changed


@transaction.atomic
def delete_delegation(*, by: Actor, delegation: Delegation) -> None:
    """Delete a delegation with the participations of its members; the persons themselves stay."""
    strike_part(delegation, by=by)


@transaction.atomic
def add_participation(*, by: Actor, edition: Edition, **values: Any) -> Participation:
    """Enter somebody's part in an edition, or a place for which nobody has been named; with ``further_offices``.

    Without a side a member is of the side of the delegation. The sides that see the edition then know of the person;
    where the edition took place and the office is given, the person was seen in it.
    """
    rows = rules.take_lists(values, ("further_offices",))
    participation = Participation(edition=edition, **values)
    if participation.side_id is None and participation.delegation is not None:
        participation.side = participation.delegation.side
    check_persons(by=by, persons=[(name, values.get(name)) for name in _PERSONS])
    _check_alone(participation)
    return _followed(enter_part(participation, by=by, rows=rows), by=by)


@transaction.atomic
def change_participation(*, by: Actor, participation: Participation, version: int, **values: Any) -> Participation:
    """Change a participation, and replace the ``further_offices`` if they are given; what it said before is taken back."""
    rows = rules.take_lists(values, ("further_offices",))
    new = [(name, values.get(name)) for name in _PERSONS if values.get(name) != getattr(participation, name)]
    check_persons(by=by, persons=new)
    before = [getattr(participation, name) for name in _PERSONS]
    changed = amend_part(participation, by=by, version=version, values=values, rows=rows)
    _check_alone(changed)
    return _followed(changed, by=by, before=before)


@transaction.atomic
def delete_participation(*, by: Actor, participation: Participation) -> None:
    """Delete a participation; the person stays, what was known of her by it alone is taken back."""
    strike_part(participation, by=by)


def _sides(edition: Edition) -> list[int]:
    return list(edition.series.partnership.sides.values_list("pk", flat=True))


def _check_alone(participation: Participation) -> None:
    """Check what can be said of a participation without the others of its delegation."""
    edition, person = participation.edition, participation.person
    rules.check_same_edition(edition.pk, participation.delegation, field="delegation")
    rules.check_side(participation.side_id, sides=_sides(edition))
    rules.check_delegations_side(participation)
    rules.check_function_is_whole(participation)
    if person is not None:
        kind = participation.kind_of
        rules.check_once(queries.takes_part(person, edition=edition, kind_of=kind, besides=participation.pk))


def _followed(participation: Participation, *, by: Actor, before: Sequence[Person | None] = ()) -> Participation:
    """Check a written participation together with the others of its delegation, and write what follows from it."""
    if participation.delegation is not None:
        members = queries.members_of(participation.delegation)
        rules.check_function(members)
        rules.check_size(participation.delegation.size, members)
    follow_participation(by=by, participation=participation, before=before)
    return participation
