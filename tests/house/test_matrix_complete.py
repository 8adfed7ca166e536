"""Nothing that runs is missing from the matrix: every model, every action, every rule; every exemption gives its reason."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.apps import apps

from tests.house import matrix, sources

EXEMPT = matrix.table()["exempt"]


def models_without_a_line(labels: Iterator[str]) -> list[str]:
    """Return the models of which the matrix says nothing."""
    records, exempt, packages = matrix.table()["records"], EXEMPT["models"], EXEMPT["packages"]
    return [label for label in labels if label not in records and label not in exempt and label.split(".")[0] not in packages]


def drawers(name: str) -> Iterator[ModuleType]:
    """Yield one drawer of every room that keeps records."""
    for room in sources.record_rooms():
        if any(module.room == room and module.drawer == name for module in sources.modules()):
            yield importlib.import_module(f"jumelage.{room}.{name}")


def own_functions(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Yield the public functions that a drawer defines, as a module or a package, with their dotted names below ours."""
    for name, function in vars(module).items():
        own = inspect.isfunction(function) and f"{function.__module__}.".startswith(f"{module.__name__}.")
        if own and not name.startswith("_"):
            yield name, f"{module.__name__.removeprefix('jumelage.')}.{name}"


def missing_acts(modules: list[ModuleType]) -> list[str]:
    """Return the actions that the matrix does not name."""
    known = {act for verb in matrix.verbs() for act in verb.acts} | set(EXEMPT["acts"])
    return [dotted for module in modules for _name, dotted in own_functions(module) if dotted not in known]


def missing_rules(modules: list[ModuleType]) -> list[str]:
    """Return the rules on permissions that the matrix does not name."""
    known = {verb.rule for verb in matrix.verbs()} | set(EXEMPT["rules"])
    found = [pair for module in modules for pair in own_functions(module) if pair[0].startswith(("may_", "sees"))]
    return [dotted for _name, dotted in found if dotted not in known]


def missing_queries(modules: list[ModuleType]) -> list[str]:
    """Return the queries ``visible_…`` that the matrix does not name."""
    known = {matrix.query_of(record) for record in matrix.table()["records"]}
    found = [pair for module in modules for pair in own_functions(module) if pair[0].startswith("visible_")]
    return [dotted for _name, dotted in found if dotted not in known]


def test_every_model_has_its_line():
    assert models_without_a_line(model._meta.label_lower for model in apps.get_models(include_auto_created=True)) == []


def test_every_action_has_its_line():
    # The journal's own actions are what the others write with; they ask nobody, and no face may import them.
    assert missing_acts([module for module in drawers("actions") if module.__name__ != "jumelage.journal.actions"]) == []


def test_no_face_writes_past_the_actions_of_a_room():
    past = [
        f"{module.place}:{node.lineno}"
        for module in sources.modules()
        if module.room in sources.FACES
        for name, node in sources.imported(module.tree)
        if name.startswith("jumelage.journal.actions")
    ]
    assert past == []


def test_every_rule_and_query_has_its_line():
    assert missing_rules(list(drawers("rules"))) == []
    assert missing_queries(list(drawers("queries"))) == []


def test_the_matrix_names_nothing_that_does_not_exist():
    labels = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    assert set(matrix.table()["records"]) <= labels
    assert set(EXEMPT["models"]) <= labels
    assert set(EXEMPT["packages"]) <= {label.split(".")[0] for label in labels}
    named = [*EXEMPT["acts"], *EXEMPT["rules"]]
    named += [name for verb in matrix.verbs() for name in (verb.rule, *verb.acts) if name]
    named += [query for record in matrix.table()["records"] if (query := matrix.query_of(record))]
    for name in named:
        assert callable(matrix.load(name))


@pytest.mark.parametrize("kind", ["models", "packages", "acts", "rules", "routes"])
def test_every_exemption_gives_its_reason(kind: str):
    assert [name for name, reason in EXEMPT[kind].items() if len(reason.split()) < 2] == []


def test_what_is_planted_beside_the_matrix_is_found():
    planted = ModuleType("jumelage.people.actions")
    exec("def add_ghost(*, by): ...\ndef may_add_ghost(actor): ...\ndef visible_ghosts(actor): ...", planted.__dict__)  # noqa: S102
    for function in ("add_ghost", "may_add_ghost", "visible_ghosts"):
        getattr(planted, function).__module__ = planted.__name__
    assert models_without_a_line(iter(["people.ghost"])) == ["people.ghost"]
    assert "people.actions.add_ghost" in missing_acts([planted])
    assert missing_rules([planted]) == ["people.actions.may_add_ghost"]
    assert missing_queries([planted]) == ["people.actions.visible_ghosts"]
