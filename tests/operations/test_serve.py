"""The site outside the demo: set up, checked, served behind a proxy, and refused where it is not ready."""

from __future__ import annotations

import http.client
import json
import shutil
import signal
from pathlib import Path

import pytest

from tests import databases
from tests.operations.processes import command, family, free_port, still_alive
from tests.operations.test_rows import GOOD

pytestmark = pytest.mark.process


def ask(port: int, **headers: str) -> tuple[int, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/de/", headers={"Host": "seminar.example.org"} | headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, dict(answer.getheaders())
    finally:
        connection.close()


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> dict[str, str]:
    """The environment of a sound installation on SQLite, set up by `jumelage setup`."""
    data = tmp_path_factory.mktemp("site")
    shutil.copy(databases.TEMPLATES / f"{databases.key()}.sqlite3", data / "site.sqlite3")
    made = GOOD | {"JUMELAGE_DATA": str(data)}
    with command("setup", **made) as running:
        assert running.wait(60) == 0, running.text
        assert "The installation is set up" in running.text
    return made


def test_it_serves_behind_a_proxy_and_ends_cleanly(environ: dict[str, str]) -> None:
    port = free_port()
    with command("serve", "--port", str(port), **environ) as running:
        running.wait_for(f"Jumelage serves https://seminar.example.org on 127.0.0.1:{port}", 60)
        started = family(running.process.pid)

        status, headers = ask(port)
        assert (status, headers["location"]) == (301, "https://seminar.example.org/de/")
        status, headers = ask(port, **{"X-Forwarded-Proto": "https"})
        assert status == 200
        assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
        assert ask(port, **{"X-Forwarded-Proto": "https", "Host": "attacker.example"})[0] == 400

        assert running.end(signal.SIGTERM) == 0
        assert still_alive(started, 5) == []
        assert "Traceback" not in running.text


def test_setting_up_again_changes_nothing(environ: dict[str, str]) -> None:
    with command("setup", **environ) as running:
        assert running.wait(60) == 0
        assert running.lines[0] == "The tables are up to date."


def test_an_administrator_is_not_added_without_a_terminal(environ: dict[str, str]) -> None:
    with command("setup", "--administrator", "office@example.org", **environ) as running:
        assert running.wait(60) == 1
        assert running.lines[-1] == "The administrator's password is asked for on a terminal; run this command in one."


def test_check_finds_nothing_wrong_after_setup(environ: dict[str, str]) -> None:
    with command("check", "--json", **environ) as running:
        assert running.wait(60) == 0, running.text
        findings = json.loads(running.text)["findings"]
    assert {finding["id"] for finding in findings} <= {"jumelage.W002", "jumelage.W003", "jumelage.W004"}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"JUMELAGE_SECRET_KEY": ""}, "Set JUMELAGE_SECRET_KEY before the site is started;"),
        ({"JUMELAGE_BASE_URL": "http://seminar.example.org"}, "JUMELAGE_BASE_URL is “http://seminar.example.org”, but"),
        ({"JUMELAGE_TRUSTED_PROXIES": "0"}, "JUMELAGE_TRUSTED_PROXIES is 0,"),
        ({"JUMELAGE_PROFILE": "demo"}, "JUMELAGE_PROFILE is “demo”, which is not for serving;"),
        ({"JUMELAGE_DATABASE": "postgres://a:b@127.0.0.1:9/none"}, "The database does not answer"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_an_unsafe_installation_is_refused(environ: dict[str, str], changed: dict[str, str], sentence: str) -> None:
    with command("serve", "--port", str(free_port()), **(environ | changed)) as running:
        assert running.wait(60) == 1
        assert running.lines[0].startswith(sentence)
        assert "Traceback" not in running.text


def test_pending_tables_are_refused_by_name_of_the_remedy(environ: dict[str, str], tmp_path: Path) -> None:
    with command("serve", "--port", str(free_port()), **(environ | {"JUMELAGE_DATA": str(tmp_path)})) as running:
        assert running.wait(60) == 1
        assert "Run `jumelage setup`." in running.lines[0]


def test_missing_pages_are_refused_by_name_of_the_remedy(environ: dict[str, str], tmp_path: Path) -> None:
    shutil.copy(databases.TEMPLATES / f"{databases.key()}.sqlite3", tmp_path / "site.sqlite3")
    with command("serve", "--port", str(free_port()), **(environ | {"JUMELAGE_DATA": str(tmp_path)})) as running:
        assert running.wait(60) == 1
        assert "The basic pages are missing in: de, ru, en. Run `jumelage setup`." in running.lines


def test_manage_passes_everything_on(environ: dict[str, str]) -> None:
    with command("manage", "makemigrations", "--check", "--dry-run", **environ) as running:
        assert running.wait(60) == 0, running.text
        assert running.lines == ["No changes detected"]
    with command("manage", "housekeeping", **environ) as running:
        assert running.wait(60) == 0, running.text
        assert running.lines[-1].startswith("Deleted: 0 details of the journal")
