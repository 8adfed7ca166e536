"""A small scene for tests of what stands below an edition: two sides, a shared series, an edition of five days in 2019."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from jumelage.accounts.actor import Actor
from jumelage.journal.models import Address, Record, Row
from jumelage.partnerships.models import Partnership, Side
from jumelage.people.models import Institution, KnownTo, Person
from jumelage.seminars.models import Edition, Series
from jumelage.values import PartialDate
from tests.factories import world as make

#: The days of the edition.
DAYS = PartialDate.parse("2019-06-16/2019-06-21")
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Scene:
    """What ``scene`` made; *by* coordinates the side at home, *abroad* the other."""

    partnership: Partnership
    home: Side
    guest: Side
    series: Series
    edition: Edition
    by: Actor
    abroad: Actor
    body: Institution


def scene(*, open_from: date | None = date(2020, 1, 1), owner: str = "", **values: Any) -> Scene:
    """Make the scene; *owner* is ``home`` or ``guest`` where series and edition belong to one side; *values*: the edition's."""
    partnership = make.bare_partnership("DE", "KZ", open_from=open_from)
    home, guest = make.sides_of(partnership)
    sides = {"home": home, "guest": guest}
    given = {name: values[name] for name in ("visibility",) if name in values}
    series = make.series(partnership, owner_side=sides.get(owner), **given)
    edition = make.edition(series, 1, **{"dates": DAYS, **values})
    body = make.institution("Sozialamt", city=home.city)
    return Scene(partnership, home, guest, series, edition, make.actor(home), make.actor(guest), body)


def known(person: Person) -> dict[int, bool]:
    """Return the sides that know of a person, and whether only by what is shared."""
    found: dict[int, bool] = {}
    for side, shared in KnownTo.objects.filter(person=person).order_by("pk").values_list("side_id", "shared"):
        found[side] = found.get(side, True) and shared
    return found


def acts(record: Record) -> list[tuple[str, str]]:
    """Return the acts on a record in their order: verb and doer."""
    return list(Row.objects.filter(record_id=record.public_id).values_list("verb", "actor_id"))


def told(before: int) -> list[tuple[str, str]]:
    """Return what the journal says after the row with this number: verb and kind of record."""
    return list(Row.objects.filter(number__gt=before).values_list("verb", "record_type"))


def last_row() -> int:
    """Return the number of the last row of the journal."""
    row = Row.objects.last()
    return row.number if row else 0


def state_of(public_id: str) -> str:
    """Return what became of an address."""
    return Address.objects.get(pk=public_id).state
