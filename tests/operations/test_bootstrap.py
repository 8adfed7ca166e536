"""What a newcomer may meet before anything is installed: each a whole sentence that says what to do."""

from __future__ import annotations

import ast
import builtins
import errno
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import bootstrap
import pytest

ROOT = Path(__file__).parents[2]


class Version(NamedTuple):
    """The shape of ``sys.version_info``."""

    major: int
    minor: int
    micro: int


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository's folder with two small locks, in which the script works."""
    (tmp_path / "requirements").mkdir()
    for lock in bootstrap.LOCK.values():
        (tmp_path / "requirements" / lock).write_text("# nothing\n")
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "VAR", str(tmp_path / "var"))
    return tmp_path


def refusal(call: Callable[[], Any]) -> str:
    """Return the sentence with which *call* is refused."""
    with pytest.raises(bootstrap.Refusal) as refused:
        call()
    sentence = str(refused.value)
    assert sentence[0].isupper()
    return sentence


def test_an_old_python_can_read_the_script_far_enough_to_say_so() -> None:
    ast.parse((ROOT / "tools" / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6, 8), (3, 9, 2), (3, 10, 12)])
def test_a_python_too_old_is_named(monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]) -> None:
    monkeypatch.setattr(sys, "version_info", Version(*version))
    sentence = refusal(bootstrap.check_python)
    assert f"is Python {'.'.join(map(str, version))}; install a newer one" in sentence
    assert "make demo PYTHON=" in sentence


def test_a_python_without_venv_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    assert refusal(bootstrap.check_python).endswith("sudo apt install python3-venv")


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1", "80 80", "", "8000; ls"])
def test_what_is_no_port_is_refused(text: str) -> None:
    assert "a port is a number from 1 to 65535" in refusal(lambda: bootstrap.check_port(text))


def test_a_port_in_use_is_refused_with_another_one() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        sentence = refusal(lambda: bootstrap.check_port(str(port)))
    assert sentence.startswith(f"Port {port} is in use by another program; choose another one, for example: make demo PORT=")
    assert bootstrap.check_port(str(port)) == port


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EACCES, "cannot be written to"), (errno.EROFS, "cannot be written to"), (errno.ENOSPC, "The disk is full")],
)
def test_a_folder_that_takes_no_file_is_refused(tree: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(builtins, "open", refuse)
    assert words in refusal(lambda: bootstrap.check_folder(".venv"))


def test_a_disk_without_room_is_refused_before_the_download(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": 100 * 10**6})())
    assert refusal(lambda: bootstrap.check_folder(".venv")).startswith(
        "The disk has 100 MB free, but the first start needs about"
    )


def test_a_folder_of_somebody_else_is_not_touched(tree: Path) -> None:
    (tree / ".venv").mkdir()
    (tree / ".venv" / "mine").write_text("precious")
    assert "was not made by `make demo`" in refusal(lambda: bootstrap.make_environment(".venv", "make demo"))
    assert (tree / ".venv" / "mine").read_text() == "precious"


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (
            "WARNING: Retrying after NewConnectionError: Failed to establish a new connection",
            "connect this machine to the network",
        ),
        ("ReadTimeoutError: Read timed out.", "connect this machine to the network"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "differs from the locked one"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: No matching distribution found for django==5.2.19", "is missing from the package index"),
        ("Segmentation fault", "The installation failed; var/log has the details."),
    ],
)
def test_what_pip_says_becomes_a_sentence(tree: Path, output: str, words: str) -> None:
    (tree / "var").mkdir()
    command = [sys.executable, "-c", f"print({output!r}); raise SystemExit(1)"]
    with (tree / "var" / "log").open("w") as log:
        sentence = refusal(lambda: bootstrap.run(command, log, "make demo"))
    assert words in sentence
    assert "make demo" in sentence or "nothing was installed" in sentence


def test_an_interrupted_installation_is_made_good(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[str] = []

    def install(environment: str, log: str, again: str) -> None:
        turns.append(environment)
        if len(turns) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "install", install)
    monkeypatch.setattr(bootstrap, "run", lambda command, log, again: make_skeleton(Path(command[-1])))
    with pytest.raises(KeyboardInterrupt):
        bootstrap.prepare(".venv", "make demo")
    (tree / ".venv" / "half").write_text("left over")
    bootstrap.prepare(".venv", "make demo")
    assert not (tree / ".venv" / "half").exists()
    assert bootstrap.is_current(".venv")
    bootstrap.prepare(".venv", "make demo")
    assert turns == [".venv", ".venv"]
    (tree / "requirements" / "site.txt").write_text("# another lock\n")
    assert not bootstrap.is_current(".venv")


def make_skeleton(folder: Path) -> None:
    """Make the folders of an environment."""
    (folder / "lib" / "python{}.{}".format(*sys.version_info[:2]) / "site-packages").mkdir(parents=True)
    (folder / "bin").mkdir()


def test_two_at_a_time_are_refused(tree: Path) -> None:
    import fcntl

    (tree / "var").mkdir()
    with (tree / "var" / "venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert refusal(lambda: bootstrap.prepare(".venv", "make demo")).startswith("Another `make` is installing in this folder;")


@pytest.mark.process
@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_demo_without_a_network_ends_with_one_sentence(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "Makefile", tmp_path)
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "MAKE"))}
    environ |= {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_CACHE_DIR": str(tmp_path / "cache"),
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["make", "demo", f"PYTHON={sys.executable}", f"PORT={port}", "REPORTS=a folder; with signs"]
    ran = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode != 0
    assert ran.stdout == "Installing the packages into .venv (once; about a minute) …\n"
    assert ran.stderr.splitlines()[0] == (
        "The packages could not be fetched, because the package index did not answer; connect this machine to the network "
        "for the first start, then run `make demo` again (var/install.log has the details)."
    )
    assert "Traceback" not in ran.stderr
