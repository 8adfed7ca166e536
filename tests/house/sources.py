"""What the house tests read: the tree, its modules as syntax trees, and the house's own table in pyproject.toml."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "jumelage"
DRAWERS = ("models", "rules", "queries", "actions")
FACES = ("desk", "portal", "website")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def pyproject() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def house() -> dict[str, Any]:
    """Return what the house allows itself beyond its rules, with reasons."""
    found: dict[str, Any] = pyproject()["tool"]["jumelage"]["house"]
    return found


@dataclass(frozen=True)
class Module:
    """One Python file below the package."""

    path: Path
    place: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The file as a syntax tree."""
        return ast.parse(self.text, self.place)

    @property
    def lines(self) -> int:
        """How many lines the file has."""
        return self.text.count("\n")

    @property
    def room(self) -> str:
        """The first name below the package: a room, or a module of the library."""
        return self.place.split("/")[0].removesuffix(".py")

    @property
    def drawer(self) -> str:
        """The name below the room; a drawer that is a package counts with all its files."""
        parts = self.place.split("/")
        return parts[1].removesuffix(".py") if len(parts) > 1 else ""


def modules(source: Path = SOURCE, *, migrations: bool = False) -> list[Module]:
    """Return the Python files below *source*, without migrations unless asked for."""
    files = sorted(path for path in source.rglob("*.py") if migrations or "migrations" not in path.parts)
    return [Module(path, path.relative_to(source).as_posix(), path.read_text("utf-8")) for path in files]


def templates(source: Path = SOURCE) -> list[Path]:
    """Return our own templates."""
    return sorted(path for path in source.rglob("templates/**/*") if path.suffix in (".html", ".txt"))


def rooms(source: Path = SOURCE) -> list[str]:
    """Return the packages and modules directly below *source* that hold Python, without the command."""
    found = {module.room for module in modules(source)}
    return sorted(found - {"__init__", "__main__"})


def record_rooms(source: Path = SOURCE) -> list[str]:
    """Return the rooms that keep records and are no face: those with a drawer ``models``, besides ``fields``."""
    keeping = {module.room for module in modules(source) if module.drawer == "models"}
    return sorted(keeping - {"fields", *FACES})


def functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, Function]]:
    """Yield every function with its dotted name, methods and inner functions too."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            name = f"{prefix}{node.name}"
            yield name, node
            yield from functions(node, f"{name}.")
        elif isinstance(node, ast.ClassDef):
            yield from functions(node, f"{prefix}{node.name}.")
        else:
            yield from functions(node, prefix)


def imported(tree: ast.AST) -> Iterator[tuple[str, ast.Import | ast.ImportFrom]]:
    """Yield every imported name in full, with its statement."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)
