"""The matrix of rights as data: who stands in which relation to a record, and what the table says of it."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("matrix.toml")
RELATIONS = ("own", "other", "shut", "elsewhere", "self")
SIDE_CLASSES = ("internal", "both_sides", "delegates", "invited", "public")
#: Keys of a verb's table that are no class.
_NO_CLASS = {"rule", "permission", "acts"}


@dataclass(frozen=True)
class Verb:
    """One verb of one kind of record: the rule and the acts behind it, and its lines."""

    record: str
    name: str
    rule: str
    permission: str
    acts: tuple[str, ...]
    lines: dict[str, tuple[frozenset[str], ...]]

    def allows(self, role: str, relation: str, visibility: str) -> bool:
        """Say whether the table lets a role do this to a record of a class, in which it stands in *relation*."""
        return relation in self.line(visibility)[roles().index(role)]

    def line(self, visibility: str) -> tuple[frozenset[str], ...]:
        """Return the line for a class; ``any`` and ``side`` stand for classes that are not written out."""
        for name in (visibility, "side" if visibility in (*SIDE_CLASSES, "published") else "", "any"):
            if name in self.lines:
                return self.lines[name]
        raise LookupError(f"The matrix says nothing of {self.record}, {self.name}, {visibility}.")


@cache
def table() -> dict[str, Any]:
    """Return matrix.toml."""
    return tomllib.loads(PATH.read_text("utf-8"))


def roles() -> list[str]:
    """Return the roles in the order of the columns."""
    found: list[str] = table()["roles"]
    return found


@cache
def verbs() -> tuple[Verb, ...]:
    """Return every verb of every kind of record."""
    return tuple(_verbs())


def _verbs() -> Iterator[Verb]:
    for record, described in table()["records"].items():
        for name, value in described.items():
            if isinstance(value, dict):
                lines = {key: tuple(map(_cell, cells)) for key, cells in value.items() if key not in _NO_CLASS}
                assert all(len(line) == len(roles()) for line in lines.values()), f"{record}.{name} has not one cell a role."
                acts = tuple(value.get("acts", ()))
                yield Verb(record, name, value.get("rule", ""), value.get("permission", ""), acts, lines)


def _cell(text: str) -> frozenset[str]:
    words = frozenset(RELATIONS) if text == "all" else frozenset(text.split()) - {"-"}
    assert words <= frozenset(RELATIONS), f"The matrix has no relation “{text}”."
    return words


def find(record: str, name: str) -> Verb:
    """Return one verb."""
    return next(verb for verb in verbs() if (verb.record, verb.name) == (record, name))


def query_of(record: str) -> str:
    """Return the dotted name of the query that shows records of a kind."""
    found: str = table()["records"][record].get("query", "")
    return found


def load(name: str) -> Callable[..., Any]:
    """Return the function that a dotted name below the package means."""
    module, _, function = name.rpartition(".")
    found: Callable[..., Any] = getattr(importlib.import_module(f"jumelage.{module}"), function)
    return found
