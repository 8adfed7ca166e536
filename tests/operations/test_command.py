"""The command `jumelage`: its list, its refusals, and what it says where the site is not installed."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from jumelage import __version__
from jumelage.__main__ import SITE_COMMANDS, main
from jumelage.config import sockets


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"jumelage {__version__}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    printed = capsys.readouterr().out
    assert all(f"\n    {name} " in printed for name in SITE_COMMANDS)


@pytest.mark.parametrize("name", SITE_COMMANDS)
def test_without_the_site_a_sentence_says_what_to_install(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert main([name]) == 2
    assert capsys.readouterr().err == (
        f"`jumelage {name}` belongs to the site, which is not installed; run: pip install 'jumelage[site]'\n"
    )


@pytest.mark.parametrize("arguments", [[], ["dance"], ["demo", "--port", "many"]])
def test_what_is_asked_wrongly_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: jumelage" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "70000", "-1"])
def test_the_demo_refuses_what_is_no_port(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", f"--port={port}"]) == 1
    assert "a number from 1 to 65535" in capsys.readouterr().err


def test_a_port_in_use_is_named_with_another_one() -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        sentence = sockets.why_not("127.0.0.1", port)
    assert sentence is not None
    assert sentence.startswith(f"Port {port} is in use by another program; end that program, or choose another port")
    assert sockets.why_not("127.0.0.1", port) is None


def test_an_address_of_another_machine_is_refused() -> None:
    assert "no address of this machine" in str(sockets.why_not("192.0.2.1", 8000))


def test_serve_refuses_the_profile_of_the_tests(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve"]) == 1
    assert capsys.readouterr().err.startswith("JUMELAGE_PROFILE is “test”, which is not for serving;")


@pytest.mark.django_db
def test_check_prints_json_for_a_monitor(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["check", "--json"])
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    wrong = [finding["id"] for finding in printed["findings"] if finding["is_wrong"]]
    assert (status, printed["ok"]) == ((1, False) if wrong else (0, True))


@pytest.mark.django_db
def test_check_says_which_folder_is_missing(capsys: pytest.CaptureFixture[str], settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "nowhere"
    assert main(["check"]) == 1
    assert f"Wrong (jumelage.E005): The folder {tmp_path / 'nowhere'} does not exist." in capsys.readouterr().out
