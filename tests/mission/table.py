"""The mission list as people read it: which number is covered by a record test or a read test, and who brings the rest.

Run ``python -m tests.mission.table`` after a change of numbers.toml or of the tests; a test compares the two.
"""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "mission.md"
_NAME = re.compile(r"test_m(?P<number>\d{1,3})(?:_\w+?)?_(?P<kind>record|read)(?:_\w+)?")


def numbers() -> dict[int, dict[str, str]]:
    """Return what each number says and which area brings it."""
    return {int(number): entry for number, entry in _file()["numbers"].items()}


def areas() -> dict[str, str]:
    """Return the areas in words."""
    found: dict[str, str] = _file()["areas"]
    return found


def _file() -> dict[str, Any]:
    return tomllib.loads((HERE / "numbers.toml").read_text("utf-8"))


def covered(folder: Path = HERE) -> dict[int, set[str]]:
    """Return the kinds of tests of each number: of every function ``test_m<number>_record`` or ``…_read``."""
    found: dict[int, set[str]] = {}
    for path in sorted(folder.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and (match := _NAME.fullmatch(node.name)):
                found.setdefault(int(match["number"]), set()).add(match["kind"])
    return found


def page() -> str:
    """Return docs/mission.md as it has to be."""
    tested = covered()
    count = {kind: sum(kind in kinds for kinds in tested.values()) for kind in ("record", "read")}
    head = [
        "# The mission list",
        "",
        "What two real reports of a seminar say, statement by statement, and whether Jumelage can hold it. *Record* means: a test",
        "enters it over HTTP by the form that a named role has, and finds it by its accessible name on the page or screen where it",
        "belongs. *Read* means: a test reads it from the report itself. This page is made of the tests",
        "(`python -m tests.mission.table`); it cannot say more than they do.",
        "",
        f"{len(numbers())} numbers, {count['record']} with a record test, {count['read']} with a read test.",
        "",
        "| No | what | record | read | else brought by |",
        "|---:|---|:-:|:-:|---|",
    ]
    return "\n".join([*head, *(_line(number, tested.get(number, set())) for number in numbers()), ""])


def _line(number: int, kinds: set[str]) -> str:
    entry = numbers()[number]
    marks = ["✓" if kind in kinds else "" for kind in ("record", "read")]
    area = "" if kinds else areas()[entry["area"]]
    return f"| M{number} | {entry['what']} | {marks[0]} | {marks[1]} | {area} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
