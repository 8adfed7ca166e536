"""The floors: docs/house.md, the import contracts and the folders say the same, and every contract can fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import floors, sources

CONTRACTS = {contract["id"]: contract for contract in sources.pyproject()["tool"]["importlinter"]["contracts"]}
#: Where Wagtail may be used (docs/house.md, section 1).
WAGTAIL = {"media", "reports", "website", "config"}
LIBRARY = {"values", "languages", "names", "reading", "cli"}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contracts over the package below *folder*."""
    environ = {**os.environ, "PYTHONPATH": str(folder / "src")}
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--config", str(sources.ROOT / "pyproject.toml")]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package, into which a fault may be planted."""
    shutil.copytree(
        sources.SOURCE,
        tmp_path / "src" / "jumelage",
        ignore=lambda _, names: {name for name in names if "." in name and not name.endswith(".py")},
    )
    return tmp_path


def test_the_import_contract_is_the_picture_of_the_house():
    assert CONTRACTS["floors"]["layers"] == [floor.as_layer() for floor in floors.floors()]


def test_the_picture_shows_exactly_the_rooms_that_are_built():
    built = {room for floor in floors.floors() for room in floor.rooms if room not in floor.later}
    assert built == set(sources.rooms())


def test_no_contract_forgets_a_room():
    rooms = set(sources.rooms())
    assert set(CONTRACTS["library"]["source_modules"]) == {f"jumelage.{room}" for room in rooms & LIBRARY}
    assert set(CONTRACTS["wagtail"]["source_modules"]) == {f"jumelage.{room}" for room in rooms - WAGTAIL - LIBRARY}
    assert set(CONTRACTS["drawers"]["containers"]) == {f"jumelage.{room}" for room in sources.record_rooms()}


def test_the_contracts_hold():
    result = lint(sources.ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("contract", "place", "fault"),
    [
        ("floors", "people/rules.py", "import jumelage.seminars.models"),
        ("floors", "desk/__init__.py", "import jumelage.website.models"),
        ("floors", "website/__init__.py", "import jumelage.desk.urls"),
        ("floors", "values.py", "import jumelage.fields.models"),
        ("floors", "languages.py", "import jumelage.values"),
        ("floors", "people/models/person.py", "import jumelage.config.rows"),
        ("library", "values.py", "from django.db import models"),
        ("wagtail", "people/models/person.py", "from wagtail.models import Page"),
        ("drawers", "seminars/models/series.py", "import jumelage.seminars.rules"),
        ("drawers", "partnerships/rules.py", "import jumelage.partnerships.queries"),
        ("drawers", "partnerships/queries.py", "import jumelage.partnerships.actions"),
    ],
)
def test_a_planted_import_breaks_its_contract(copy: Path, contract: str, place: str, fault: str):
    path = copy / "src" / "jumelage" / place
    path.write_text(path.read_text("utf-8") + f"\n{fault}\n", "utf-8")

    result = lint(copy)

    assert result.returncode == 1
    assert f"{CONTRACTS[contract]['name']} BROKEN" in result.stdout


def test_a_room_that_the_picture_does_not_show_breaks_the_contract(copy: Path):
    (copy / "src" / "jumelage" / "attic.py").write_text('"""A room nobody drew."""\n', "utf-8")

    result = lint(copy)

    assert result.returncode == 1
    assert "attic" in result.stdout
