"""The sizes of docs/house.md, section 5: file, function, signature, template, room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import sources
from tests.house.sources import Function, Module

FILE, FUNCTION, PARAMETERS, TEMPLATE, ROOM = 400, 40, 6, 200, 2_500


def long_files(module: Module) -> Iterator[tuple[str, str]]:
    """Find a file over its budget."""
    if module.lines > FILE:
        yield module.place, f"{module.lines} lines, at most {FILE}"


def long_functions(module: Module) -> Iterator[tuple[str, str]]:
    """Find functions over their budget, counted from ``def`` to the last line."""
    for name, node in sources.functions(module.tree):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > FUNCTION:
            yield f"{module.place}::{name}", f"{length} lines, at most {FUNCTION}"


def long_signatures(module: Module) -> Iterator[tuple[str, str]]:
    """Find signatures over their budget; what actions take by keyword is not counted."""
    for name, node in sources.functions(module.tree):
        count = parameters(node, count_keywords=module.drawer != "actions")
        if count > PARAMETERS:
            yield f"{module.place}::{name}", f"{count} parameters, at most {PARAMETERS}"


def parameters(node: Function, *, count_keywords: bool) -> int:
    """Count the parameters that a caller sees."""
    listed = [*node.args.posonlyargs, *node.args.args]
    if listed and listed[0].arg in ("self", "cls"):
        listed = listed[1:]
    extra = bool(node.args.vararg) + bool(node.args.kwarg)
    return len(listed) + extra + (len(node.args.kwonlyargs) if count_keywords else 0)


def large_rooms(modules: list[Module]) -> Iterator[tuple[str, str]]:
    """Find rooms over their budget; a face counts by its groups of screens."""
    lines: Counter[str] = Counter()
    for module in modules:
        lines[f"{module.room}/{module.drawer}" if module.room in sources.FACES else module.room] += module.lines
    for room, count in lines.items():
        if count > ROOM:
            yield room, f"{count} lines, at most {ROOM}"


def long_templates(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Find templates over their budget."""
    for path in paths:
        count = path.read_text("utf-8").count("\n")
        if count > TEMPLATE:
            yield f"templates/{path.name}", f"{count} lines, at most {TEMPLATE}"


def over_budget() -> dict[str, str]:
    """Return everything that is larger than it should be, and by how much."""
    modules = sources.modules()
    tools = [Module(path, f"tools/{path.name}", path.read_text("utf-8")) for path in (sources.ROOT / "tools").glob("*.py")]
    found = {
        place: size
        for module in [*modules, *tools]
        for check in (long_files, long_functions, long_signatures)
        for place, size in check(module)
    }
    return found | dict(large_rooms(modules)) | dict(long_templates(sources.templates()))


def test_nothing_is_larger_than_its_budget_allows_without_a_reason():
    allowed = sources.house()["budgets"]
    assert {place: size for place, size in over_budget().items() if place not in allowed} == {}


def test_every_exception_is_still_needed_and_has_its_reason():
    found = over_budget()
    for place, reason in sources.house()["budgets"].items():
        assert place in found, f"{place} keeps its budget; take its line out of pyproject.toml."
        assert len(reason.split()) > 3, f"{place} wants a reason that somebody can judge."


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (long_files, "x = 1\n" * (FILE + 1)),
        (long_functions, "class A:\n    def f():\n" + "        x = 1\n" * FUNCTION),
        (long_signatures, "def f(a, b, c, d, e, *, f, g):\n    pass"),
    ],
)
def test_a_planted_excess_is_found(check, text):
    assert list(check(Module(Path("rules.py"), "people/rules.py", text)))


def test_a_planted_large_room_and_template_are_found(tmp_path: Path):
    module = Module(Path("rules.py"), "people/rules.py", "x = 1\n" * (ROOM + 1))
    template = tmp_path / "long.html"
    template.write_text("<p>\n" * (TEMPLATE + 1), "utf-8")
    assert list(large_rooms([module])) == [("people", f"{ROOM + 1} lines, at most {ROOM}")]
    assert list(long_templates([template]))


def test_what_an_action_takes_by_keyword_is_not_counted():
    module = Module(Path("actions.py"), "people/actions.py", "def add(*, by, a, b, c, d, e, f, g):\n    pass")
    assert not list(long_signatures(module))
