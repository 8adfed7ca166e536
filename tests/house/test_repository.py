"""The repository itself: nothing of one machine in it, licences where they belong, migrations that are complete."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from jumelage import __version__
from tests.house import sources

#: The official English text of the licence, with its appendix.
LICENCE = "2684098cbd7501a84c93cd947f3b32ad"
#: Folders with files of others, each of which says what it is, in which version and under which licence.
VENDORED = sources.SOURCE / "config" / "static" / "vendored"
MACHINE = re.compile(r"(?<![\w.:/-])/(?:home|Users|root|work|tmp/w)/[\w.]")
INDEX = re.compile(r"(?:pypi|pythonhosted|npmjs|yarnpkg)\.(?:org|com)|--(?:extra-)?index-url|simple/?['\"\s]*$", re.MULTILINE)
#: Files in which a path of a container is meant as one.
BINARY = {".woff2", ".png", ".jpg", ".ico", ".mo", ".webp", ".avif", ".pdf"}


def ours() -> list[Path]:
    """Return the files of the repository, those not yet committed too, without what it ignores."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=sources.ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is no clone, so the list of files is missing")
    return [path for name in listed.stdout.split("\0") if name and (path := sources.ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    """Return the text files of the repository that are written here, with their names."""
    kept = [path for path in ours() if path.suffix not in BINARY and VENDORED not in path.parents and ".min." not in path.name]
    return [(path.relative_to(sources.ROOT).as_posix(), path.read_text("utf-8")) for path in kept]


def faults(text: str) -> list[str]:
    """Find what ties a text to one machine or to one address of packages."""
    return [*MACHINE.findall(text), *(match[0] for match in INDEX.finditer(text))]


def test_no_file_names_a_machine_or_an_index_of_packages():
    allowed = {"tests/house/test_repository.py"}
    assert {name: found for name, text in texts() if name not in allowed and (found := faults(text))} == {}


@pytest.mark.parametrize("text", ["see /home/anna/x", "/root/.cache", "https://pypi" + ".org/simple", "--index-url x"])
def test_a_planted_address_is_found(text: str):
    assert faults(text)


def test_text_files_end_as_text_files_do():
    assert [name for name, text in texts() if text and (not text.endswith("\n") or "\r" in text or "\t\n" in text)] == []


def test_locked_requirements_carry_hashes_and_no_address():
    for path in (sources.ROOT / "requirements").glob("*.txt"):
        text = path.read_text("utf-8")
        pinned = re.findall(r"^[\w.\[\]-]+==", text, re.MULTILINE)
        assert pinned
        assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", text)) >= len(pinned)
        assert "http" not in text


def test_lock_files_of_tools_carry_no_address():
    locks = [path for path in ours() if path.name in ("package-lock.json", "uv.lock", "poetry.lock", "yarn.lock")]
    assert [path.name for path in locks if '"resolved"' in path.read_text("utf-8")] == []


def test_the_licence_is_the_official_text():
    text = (sources.ROOT / "LICENSE").read_text("utf-8")
    assert hashlib.sha256(text.encode()).hexdigest()[:32] == LICENCE
    assert sources.pyproject()["project"]["license"] == "EUPL-1.2"


def test_what_comes_from_others_says_its_version_and_its_licence():
    folders = [path for path in VENDORED.iterdir() if path.is_dir()]
    notice, listed = (sources.ROOT / "NOTICE").read_text("utf-8"), (VENDORED / "README.md").read_text("utf-8")
    assert folders
    for folder in folders:
        assert [path for path in folder.iterdir() if path.name.startswith(("LICEN", "OFL"))], f"{folder.name} has no licence."
        assert re.search(rf"`{folder.name}/`.*\d+\.\d+", listed), f"{folder.name} has no version in the list beside it."
        assert f"vendored/{folder.name}/" in notice, f"NOTICE does not name {folder.name}."


def test_every_package_that_we_need_has_its_reason():
    text = (sources.ROOT / "pyproject.toml").read_text("utf-8")
    needed = re.findall(r'^  "([a-z][\w\[\]-]*[><=~!].*?)",(.*)$', text, re.MULTILINE)
    assert len(needed) > 20
    assert [name for name, comment in needed if not comment.strip().lstrip("# ")] == []


def test_publiccode_describes_this_software():
    described = yaml.safe_load((sources.ROOT / "publiccode.yml").read_text("utf-8"))
    for key in ("publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description"):
        assert described[key], key
    assert described["softwareVersion"] == __version__
    assert described["legal"]["license"] == "EUPL-1.2"
    assert set(described["localisation"]["availableLanguages"]) == {"de", "ru", "en"}
    for language in described["description"].values():
        assert len(language["shortDescription"]) <= 150
        assert 150 <= len(language["longDescription"]) <= 10_000
        assert language["features"]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
