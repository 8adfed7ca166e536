"""The wheel: built without a network, complete, installed bare and with the site from the lock."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import messages
import pytest

from jumelage import __version__

ROOT = Path(__file__).parents[2]
WHEELHOUSE = ROOT / "var" / "wheelhouse"
pytestmark = [
    pytest.mark.wheel,
    pytest.mark.skipif(not WHEELHOUSE.is_dir(), reason="the packages of the lock are not kept here; run make test"),
]


def run(*command: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command without anything of ours, or a network, in its environment."""
    dropped = ("JUMELAGE_", "DJANGO_", "PYTHON", "PIP_")
    environ = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    environ |= {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_COMPILE": "1"}
    return subprocess.run([str(part) for part in command], cwd=folder, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the build backend of the lock."""
    folder = tmp_path_factory.mktemp("dist")
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    return found


def install(folder: Path, *requirements: str | Path) -> Path:
    """Make an empty environment in *folder*, install the requirements there, and return its folder of programs."""
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    made = run(sys.executable, "-m", "pip", "--python", python, "install", "--no-compile", *requirements)
    assert made.returncode == 0, made.stderr
    return folder / "bin"


def test_it_holds_everything_that_the_site_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    source = ROOT / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in (source / "jumelage").rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".part") and "__pycache__" not in path.parts
    }
    assert wanted - names == set()
    compiled = {messages.path_of(language).with_suffix(".mo").relative_to(source).as_posix() for language in messages.LANGUAGES}
    assert compiled <= names
    assert not any(name.startswith(("tests/", "tools/")) for name in names)


def test_installed_bare_it_is_the_library_and_says_what_the_site_needs(wheel: Path, tmp_path: Path) -> None:
    programs = install(tmp_path / "bare", "--no-deps", wheel)
    assert run(programs / "jumelage", "--version").stdout == f"jumelage {__version__}\n"
    assert "demo" in run(programs / "jumelage", "--help").stdout
    site = run(programs / "jumelage", "demo")
    assert (site.returncode, site.stderr) == (
        2,
        "`jumelage demo` belongs to the site, which is not installed; run: pip install 'jumelage[site]'\n",
    )
    library = "import sys, jumelage.values, jumelage.languages; print('django' in sys.modules)"
    assert run(programs / "python", "-c", library).stdout == "False\n"


def test_installed_with_the_site_from_the_lock_it_starts(wheel: Path, tmp_path: Path) -> None:
    lock = ["--require-hashes", "--only-binary", ":all:", "--find-links", WHEELHOUSE, "-r", ROOT / "requirements" / "site.txt"]
    programs = install(tmp_path / "site", *lock)
    run(sys.executable, "-m", "pip", "--python", programs / "python", "install", "--no-deps", "--no-compile", wheel)
    assert run(programs / "jumelage", "--version").stdout == f"jumelage {__version__}\n"
    assert "--port" in run(programs / "jumelage", "demo", "--help").stdout
    missing = run(programs / "jumelage", "check", folder=tmp_path)
    assert missing.returncode == 1
    assert missing.stdout.startswith("Wrong (jumelage.E001): Set JUMELAGE_SECRET_KEY, JUMELAGE_HOSTS, JUMELAGE_BASE_URL")
    consistent = run(sys.executable, "-m", "pip", "--python", programs / "python", "check")
    assert consistent.returncode == 0, consistent.stdout
