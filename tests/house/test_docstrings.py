"""Public modules, classes and functions say what they are for, and everything public is fully annotated."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import sources
from tests.house.sources import Module

#: Classes that a framework asks for by name; their members are declarations.
DECLARATIONS = {"Meta", "Media"}
#: Methods that Django looks for, without a base class that has them.
ASKED_FOR = {"from_db_value"}


def is_public(name: str) -> bool:
    """Say whether a dotted name has no part that begins with an underscore."""
    return not any(part.startswith("_") for part in name.split("."))


def documented(tree: ast.Module) -> Iterator[tuple[str, ast.Module | ast.ClassDef | sources.Function]]:
    """Yield the module, its public classes and functions, and the public methods of those classes."""
    if tree.body:
        yield "", tree
    yield from _inside(tree.body, "")


def _inside(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, ast.ClassDef | sources.Function]]:
    for node in body:
        if isinstance(node, ast.ClassDef | sources.Function) and is_public(node.name) and node.name not in DECLARATIONS:
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from _inside(node.body, f"{prefix}{node.name}.")


def silent(module: Module, *, overrides: frozenset[str] = frozenset()) -> Iterator[str]:
    """Find what has no docstring, or one whose first line is no sentence; *overrides* answer to their base class."""
    for name, node in documented(module.tree):
        text = ast.get_docstring(node)
        where = f"{module.place}::{name}" if name else module.place
        if text is None and name not in overrides:
            yield f"{where} does not say what it is for."
        elif text is not None and not text.split("\n", 1)[0].rstrip().endswith((".", "?", "!", ":")):
            yield f"{where}: the first line of its docstring does not end its sentence."


def overrides(module: Module) -> frozenset[str]:
    """Return the methods that a base class asked for, by dotted name; a protocol's members count as asked for."""
    if module.place.endswith("__main__.py"):
        return frozenset()
    place = "jumelage." + module.place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    loaded = importlib.import_module(place)
    found = set()
    for name, node in documented(module.tree):
        if not isinstance(node, sources.Function) or "." not in name:
            continue
        owner: object = loaded
        for part in name.split(".")[:-1]:
            owner = getattr(owner, part, None)
        bases = inspect.getmro(owner)[1:] if inspect.isclass(owner) else ()
        if node.name in ASKED_FOR or any(node.name in vars(base) for base in bases) or getattr(owner, "_is_protocol", False):
            found.add(name)
    return frozenset(found)


def unannotated(module: Module) -> Iterator[str]:
    """Find public functions without full annotations."""
    for name, node in sources.functions(module.tree):
        listed = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        listed += [extra for extra in (node.args.vararg, node.args.kwarg) if extra]
        bare = [argument.arg for argument in listed if argument.annotation is None and argument.arg not in ("self", "cls")]
        if bare or node.returns is None:
            yield f"{module.place}::{name} lacks types: {', '.join(bare) or 'what it returns'}."


def test_everything_public_says_what_it_is_for():
    assert [fault for module in sources.modules() for fault in silent(module, overrides=overrides(module))] == []


def test_every_function_is_annotated():
    assert [fault for module in sources.modules() for fault in unannotated(module)] == []


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        '"""Says nothing to the end"""',
        '"""A module."""\nclass A:\n    pass',
        '"""A module."""\ndef f():\n    pass',
        '"""A module."""\ndef f():\n    """A thing without an end"""',
        '"""A module."""\nclass A:\n    """A class."""\n    def f(self):\n        pass',
    ],
)
def test_a_planted_silence_is_found(text: str):
    assert len(list(silent(Module(Path("planted.py"), "people/planted.py", text)))) == 1


@pytest.mark.parametrize("text", ["def f(a) -> None: ...", "def f(a: int): ...", "class A:\n    def f(self, *, b) -> None: ..."])
def test_a_planted_missing_type_is_found(text: str):
    assert len(list(unannotated(Module(Path("planted.py"), "people/planted.py", text)))) == 1


def test_private_and_declared_names_may_be_silent():
    text = '"""A module."""\ndef _f(): ...\nclass A:\n    """A class."""\n    class Meta:\n        ordering = ()\n    def __str__(self): ...'
    assert list(silent(Module(Path("planted.py"), "people/planted.py", text))) == []
