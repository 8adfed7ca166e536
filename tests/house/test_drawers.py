"""The drawers: which modules a room has, and what none of them may do."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

import pytest

from tests.house import sources
from tests.house.sources import Module

JUNK = {"common", "core", "helpers", "lib", "misc", "shared", "util", "utils"}
#: What rules may not know: the database, the clock, the settings, requests.
NOT_IN_RULES = ("django.db", "django.conf", "django.utils.timezone", "django.http", "django.core.cache", "time", "os")
NOT_IN_QUERIES = ("django.http", "django.shortcuts", "django.template")
CLOCK = {"today", "now", "utcnow", "localdate", "localtime", "time"}
WRITES = {"bulk_create", "bulk_update", "create", "delete", "get_or_create", "save", "update_or_create"}

Check = Callable[[Module], Iterator[str]]


def begins(name: str, packages: tuple[str, ...]) -> bool:
    """Say whether *name* is one of *packages* or lies in one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of an attribute, with the attribute's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


def foreign_drawers(module: Module) -> Iterator[str]:
    """Find a module of a record room that is no drawer and is not named in pyproject.toml."""
    known = ("__init__", *sources.DRAWERS)
    if module.room in sources.record_rooms() and module.drawer not in known and module.place not in sources.house()["drawers"]:
        yield f"{module.place} is no drawer; move its content, or name it with its reason in pyproject.toml."


def junk(module: Module) -> Iterator[str]:
    """Find a name that says nothing."""
    for part in module.place.removesuffix(".py").split("/"):
        if part in JUNK:
            yield f"{module.place}: “{part}” does not say what is inside."


def rules_that_look_around(module: Module) -> Iterator[str]:
    """Find rules that touch the database, the clock, the settings or a request."""
    if module.drawer != "rules":
        return
    for name, node in sources.imported(module.tree):
        if begins(name, NOT_IN_RULES):
            yield f"{module.place}:{node.lineno} imports {name}."
    for name, call in calls(module.tree):
        if name in CLOCK and isinstance(call.func, ast.Attribute) and not call.args:
            yield f"{module.place}:{call.lineno} asks the clock."
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
            yield f"{module.place}:{node.lineno} asks the database."


def queries_that_write(module: Module) -> Iterator[str]:
    """Find queries that write, or that know requests."""
    if module.drawer != "queries":
        return
    for name, node in sources.imported(module.tree):
        if begins(name, NOT_IN_QUERIES):
            yield f"{module.place}:{node.lineno} imports {name}."
    for name, call in calls(module.tree):
        if name in WRITES:
            yield f"{module.place}:{call.lineno} writes ({name})."


def models_that_act(module: Module) -> Iterator[str]:
    """Find models with verbs in them: an own ``save`` or ``delete``."""
    if module.drawer != "models":
        return
    for name, node in sources.functions(module.tree):
        if name.split(".")[-1] in ("save", "delete", "clean", "full_clean"):
            yield f"{module.place}:{node.lineno} defines {name}; let an action do it."


def actions_without_a_doer(module: Module) -> Iterator[str]:
    """Find actions that do not say by keyword by whom they are done, or that are no single transaction."""
    if module.drawer != "actions" or module.room not in sources.record_rooms():
        return
    for name, node in sources.functions(module.tree):
        if name.startswith("_") or "." in name:
            continue
        if (
            "by" not in [argument.arg for argument in node.args.kwonlyargs]
            and f"{module.place}::{name}" not in sources.house()["doers"]
        ):
            yield f"{module.place}:{node.lineno}: {name} has no keyword “by”."
        if len(node.args.args) > 1:
            yield f"{module.place}:{node.lineno}: {name} takes more than the record by position."


def signals(module: Module) -> Iterator[str]:
    """Find signals of our own, and receivers outside the drawer that is made for them."""
    for name, node in sources.imported(module.tree):
        if name in ("django.dispatch.Signal", "django.dispatch.dispatcher.Signal"):
            yield f"{module.place}:{node.lineno} makes a signal; let the caller write what follows."
        if name == "django.dispatch.receiver" and not module.place.endswith("receivers.py"):
            yield f"{module.place}:{node.lineno} receives a signal outside receivers.py."


def late_imports(module: Module) -> Iterator[str]:
    """Find imports inside functions that give no reason; imports that follow each other share the first one's."""
    if any(module.place.startswith(place) for place in sources.house()["late_imports"]):
        return
    lines = module.text.splitlines()
    reasoned: set[int] = set()
    for number in late_lines(module.tree):
        above = number - 1
        while above > 0 and not lines[above - 1].strip():
            above -= 1
        comment = lines[above - 1] if above > 0 and lines[above - 1].lstrip().startswith("#") else ""
        if above in reasoned or has_reason(lines[number - 1]) or has_reason(comment):
            reasoned.add(number)
        else:
            yield f"{module.place}:{number} imports late and does not say why."


def late_lines(tree: ast.AST) -> list[int]:
    """Return the lines that import inside a function."""
    inside = {node for _name, function in sources.functions(tree) for node in ast.walk(function)}
    return sorted(node.lineno for node in inside if isinstance(node, ast.Import | ast.ImportFrom))


def has_reason(line: str) -> bool:
    """Say whether the comment at the end of *line* says anything to a person, beside directives for tools."""
    comment = line.partition("#")[2]
    return len(re.sub(r"(noqa(:\s*\w+)?|type: ignore(\[[\w-]+\])?|--|#)", " ", comment).split()) > 2


CHECKS: tuple[Check, ...] = (
    foreign_drawers,
    junk,
    rules_that_look_around,
    queries_that_write,
    models_that_act,
    actions_without_a_doer,
    signals,
    late_imports,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_no_module_breaks_the_order_of_the_drawers(check: Check):
    assert [fault for module in sources.modules() for fault in check(module)] == []


@pytest.mark.parametrize(
    ("check", "place", "text"),
    [
        (foreign_drawers, "people/services.py", ""),
        (junk, "people/utils.py", ""),
        (junk, "desk/helpers/dates.py", ""),
        (rules_that_look_around, "people/rules.py", "from django.db.models import Q"),
        (rules_that_look_around, "people/rules.py", "from django.conf import settings"),
        (rules_that_look_around, "people/rules/dates.py", "def f():\n    return date.today()"),
        (rules_that_look_around, "people/rules.py", "def f():\n    return Institution.objects"),
        (queries_that_write, "people/queries.py", "def f():\n    Institution.objects.create()"),
        (queries_that_write, "people/queries.py", "from django.http import HttpRequest"),
        (models_that_act, "people/models.py", "class A:\n    def save(self):\n        pass"),
        (actions_without_a_doer, "people/actions.py", "def add(*, name):\n    pass"),
        (actions_without_a_doer, "people/actions.py", "def add(name, city, *, by):\n    pass"),
        (signals, "people/actions.py", "from django.dispatch import Signal"),
        (signals, "people/actions.py", "from django.dispatch import receiver"),
        (late_imports, "people/actions.py", "def f():\n    import json"),
        (late_imports, "people/actions.py", "def f():\n    import json  # noqa: PLC0415"),
    ],
)
def test_a_planted_fault_is_found(check: Check, place: str, text: str):
    assert list(check(Module(sources.SOURCE / place, place, text)))


def test_every_named_exception_is_still_needed():
    places = {module.place for module in sources.modules()}
    named = {*sources.house()["drawers"], *(key.split("::")[0] for key in sources.house()["doers"])}
    assert named <= places
    for place in sources.house()["late_imports"]:
        assert any(found.startswith(place) for found in places)
