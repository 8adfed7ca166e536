"""Rows for the matrix: a record of a kind and class that belongs to a side, and what an act on it is called with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from jumelage.accounts.actor import Role
from jumelage.fields.models import Name
from jumelage.partnerships.actions import SideValue
from jumelage.partnerships.models import StateValue, Visibility
from jumelage.values import LocalText
from tests.factories import world as make
from tests.factories.world import World
from tests.house import matrix

ROLES = ("coordinator", "editor", "reader")


@dataclass(frozen=True)
class Asker:
    """Somebody of the world: a role, and the letter of the side for which it is held."""

    role: str
    side: str = ""


#: A role at home, abroad and in another partnership; and who holds none.
ASKERS = (
    Asker("administrator"),
    *(Asker(role, side) for role in ROLES for side in "abc"),
    Asker("stranger"),
    Asker("nobody"),
)


def relation(world: World, asker: Asker, owner: str | None, row: Any) -> str:
    """Say in which relation somebody stands to a row that belongs to the side *owner* (``None``: to both)."""
    if asker.role != "nobody":
        account = getattr(row, "user", row if row._meta.label == "accounts.User" else None)
        if account == world.user(asker.role, asker.side):
            return "self"
    if not asker.side or world.sides[asker.side].partnership != world.partnership:
        return "elsewhere"
    if asker.side == owner:
        return "own"
    return "other" if asker.side == "a" or world.is_open else "shut"


def classes(verb: matrix.Verb) -> list[str]:
    """Return the classes of which rows are made for a verb: its own, with ``side`` written out."""
    if "side" not in verb.lines:
        return list(verb.lines)
    of_a_side = [name for name in matrix.find(verb.record, "see").lines if name != "shared"]
    return [*of_a_side, *(name for name in verb.lines if name != "side")]


def owners(record: str, visibility: str) -> list[str | None]:
    """Return the letters of the sides to which rows of a class belong."""
    unowned = visibility in ("shared", "any", "ownerless", "listed", "unlisted", "unpublished")
    if unowned or record in ("partnerships.partnership", "accounts.user"):
        return [None]
    return ["a", "b"]


def row(world: World, record: str, visibility: str, owner: str | None) -> Any:
    """Make the row of a kind and class that belongs to a side."""
    return _MAKERS[record](world, visibility, world.sides[owner] if owner else None)


def _partnership(world: World, visibility: str, owner: Any) -> Any:
    if visibility != "unpublished":
        return world.partnership
    version = world.partnership.version
    return make.partnerships.publish_partnership(by=make.BY, partnership=world.partnership, version=version, published=False)


def _series(world: World, visibility: str, owner: Any) -> Any:
    chosen = visibility if visibility in Visibility.values else Visibility.INTERNAL
    return make.series(world.partnership, owner_side=owner, visibility=chosen, published=visibility == "published")


def _edition(world: World, visibility: str, owner: Any) -> Any:
    series = _series(world, visibility, owner)
    return make.edition(series, visibility=series.visibility, published=visibility == "published")


def _note(world: World, visibility: str, owner: Any) -> Any:
    return make.note(world.partnership, owner or world.sides["a"], visibility=visibility)


def _city(world: World, visibility: str, owner: Any) -> Any:
    return world.sides["a"].city if visibility == "listed" else make.city("Neustadt", introduced_by=owner)


def _proposal(world: World, visibility: str, owner: Any) -> Any:
    elsewhere = world.sides["d"]
    mine = next(world.actor("coordinator", letter) for letter, side in world.sides.items() if side == owner)
    if visibility == "by_side":
        return make.proposal(make.city("Fernstadt", introduced_by=elsewhere), made_by=mine)
    made = make.proposal(make.city("Nahstadt", introduced_by=owner), made_by=world.actor("coordinator", "d"))
    if visibility == "answered":
        return make.partnerships.decline_proposal(by=mine, proposal=made, answer="Nein.")
    return made


def _grant(world: World, visibility: str, owner: Any) -> Any:
    letter = next((letter for letter, side in world.sides.items() if side == owner), "a")
    return make.Grant.objects.get(user=world.user("reader", letter))


_MAKERS: dict[str, Callable[[World, str, Any], Any]] = {
    "partnerships.partnership": _partnership,
    "seminars.series": _series,
    "seminars.edition": _edition,
    "partnerships.note": _note,
    "partnerships.city": _city,
    "partnerships.topic": lambda world, visibility, owner: make.topic(introduced_by=owner),
    "people.institution": lambda world, visibility, owner: make.institution(city=world.sides["a"].city, introduced_by=owner),
    "partnerships.proposal": _proposal,
    "partnerships.grant": _grant,
    "accounts.user": lambda world, visibility, owner: world.user("reader", "a"),
}

Values = dict[str, Any]


def values(act: str, world: World, row: Any) -> Values:
    """Return what an act is called with besides ``by``, when it is about *row* or adds another like it."""
    return _VALUES[act.partition(".actions.")[2]](world, row)


def _change(**given: Any) -> Callable[[World, Any], Values]:
    """Return the values of an act that changes a row: the row under its kind, its version, and those given."""
    return lambda world, row: {row._meta.model_name: row, "version": row.version, **given}


def _about(world: World, row: Any) -> Values:
    return {row._meta.model_name: row}


def _new_partnership(world: World, row: Any) -> Values:
    cities = [make.city("Erststadt"), make.city("Zweitstadt")]
    return {
        "sides": [SideValue(order, city, LocalText()) for order, city in enumerate(cities, 1)],
        "states": [StateValue("active", "2001")],
    }


def _new_series(world: World, row: Any) -> Values:
    return {"partnership": row.partnership, "owner_side": row.owner_side, "names": [Name("Neue Reihe", "de")]}


def _new_edition(world: World, row: Any) -> Values:
    return {"series": row.series, "owner_side": row.owner_side, "number": 900}


def _proposed(world: World, row: Any) -> Values:
    return {"about": row, "version": row.version, "data": {"a": ["b"]}, "changes": [{"field": "a", "before": "", "after": "b"}]}


_NAMES = [Name("Anders", "de")]
_VALUES: dict[str, Callable[[World, Any], Values]] = {
    "add_partnership": _new_partnership,
    "change_partnership": _change(category="friendship"),
    "publish_partnership": lambda world, row: _change(published=not row.published)(world, row),
    "delete_partnership": _about,
    "add_series": _new_series,
    "change_series": _change(names=_NAMES),
    "publish_series": lambda world, row: _change(published=not row.published)(world, row),
    "delete_series": _about,
    "add_edition": _new_edition,
    "document_edition": lambda world, row: {**_new_edition(world, row), "state": "held"},
    "change_edition": _change(number=901),
    "publish_edition": lambda world, row: _change(published=not row.published)(world, row),
    "delete_edition": _about,
    "add_note": lambda world, row: {
        "about": world.partnership, "partnership": row.partnership, "side": row.owner_side, "text": "Neu."
    },
    "change_note": _change(text="Anders."),
    "delete_note": _about,
    "add_city": lambda world, row: {"names": _NAMES, "country": "DE", "time_zone": "Europe/Berlin"},
    "change_city": _change(names=_NAMES),
    "add_topic": lambda world, row: {"label": LocalText.of(de="Neu")},
    "change_topic": _change(label=LocalText.of(de="Anders")),
    "strike_shared": lambda world, row: {"record": row},
    "propose_change": _proposed,
    "add_institution": lambda world, row: {"names": _NAMES},
    "change_institution": _change(names=_NAMES),
    "delete_institution": _about,
    "decline_proposal": lambda world, row: {"proposal": row, "answer": "Nein."},
    "add_grant": lambda world, row: {"user": world.stranger, "side": world.sides["a"], "role": Role.READER},
    "change_grant": _change(until=date(2099, 1, 1)),
    "revoke_grant": _about,
    "add_user": lambda world, row: {"email": "new@example.org", "name": "New"},
    "change_user": _change(name="Anders"),
    "delete_user": _about,
    "choose_language": lambda world, row: {"user": row, "language": "de"},
}  # fmt: skip


def every(world: World, verb: matrix.Verb) -> Iterator[tuple[str, str | None]]:
    """Yield every class and owner of which rows are made for a verb."""
    for visibility in classes(verb):
        for owner in owners(verb.record, visibility):
            yield visibility, owner
