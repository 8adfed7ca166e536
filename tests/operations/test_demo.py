"""The demo as a newcomer starts it: once from nothing, then again; and every way of ending it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jumelage.config.commands import demo as demo_command
from tests.operations.processes import Command, command, family, free_port, still_alive

pytestmark = pytest.mark.process
LAST_LINE = "reader"


def get(port: int, path: str, host: str = "") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{port}"})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("Location", "")
    finally:
        connection.close()


@contextmanager
def demo(folder: Path, *arguments: str) -> Iterator[tuple[Command, int]]:
    """A demo that answers, in *folder*, on a port of its own; with an environment as a real site might have it."""
    port = free_port()
    real_site = {
        "JUMELAGE_DATABASE": "postgres://nobody@192.0.2.1/real",
        "JUMELAGE_MAIL_HOST": "192.0.2.1",
        "JUMELAGE_PROFILE": "production",
    }
    with command("demo", "--port", str(port), *arguments, JUMELAGE_DATA=str(folder), **real_site) as running:
        running.answered_after = running.wait_for(LAST_LINE, 120)
        yield running, port


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that was started once from nothing and ended."""
    folder = tmp_path_factory.mktemp("demo")
    with demo(folder) as (running, _port):
        assert running.end() == 0
    return folder


def count(data: Path) -> dict[str, int]:
    """Return how many rows each table of ours has."""
    with sqlite3.connect(data / "site.sqlite3") as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%fts%'"
        names = [name for (name,) in connection.execute(query)]
        counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
    connection.close()
    return {name: rows for name, rows in counts.items() if not name.startswith(("django_session", "cache", "django_tasks"))}


def test_the_second_start_is_quick_and_doubles_nothing(data: Path) -> None:
    before = count(data)
    assert before["seminars_edition"] > 0
    with demo(data) as (running, port):
        assert running.answered_after < 15  # the promise; 3 to 4 s on an idle machine
        text = running.text
        for address in ("", "desk/", "cms/"):
            assert f"http://127.0.0.1:{port}/{address}\n" in text + "\n"
        assert running.end() == 0
    assert count(data) == before


def test_what_is_printed_is_true(data: Path) -> None:
    with demo(data, "--reports", "somewhere") as (running, port):
        assert "Reading reports comes with a later release of Jumelage; the demo starts without them." in running.lines
        status, location = get(port, "/")
        assert (status, location) == (302, "/de/")
        assert get(port, location)[0] == 200
        assert get(port, "/account/sign-in/")[0] == 200
        assert get(port, "/cms/")[1].startswith("/account/sign-in/")
        assert get(port, "/", host="attacker.example")[0] == 400
        assert running.end(signal.SIGTERM) == 0
        assert "Traceback" not in running.text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda number: number.name)
def test_nothing_that_it_started_outlives_it(data: Path, number: signal.Signals) -> None:
    with demo(data) as (running, port):
        started = family(running.process.pid)
        assert len(started) >= 3
        status = running.end(number)
        assert status == (-9 if number == signal.SIGKILL else 0)
        assert still_alive(started, 8) == []
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0


def child(running: Command, module: str) -> int:
    """Return the number of the process that runs *module*."""
    rows = subprocess.run(["ps", "-A", "-o", "pid=,args="], capture_output=True, text=True, check=True).stdout.splitlines()
    ours = family(running.process.pid)
    (found,) = [int(row.split()[0]) for row in rows if f"-m {module} " in row and int(row.split()[0]) in ours]
    return found


def test_a_killed_worker_is_started_again_and_the_site_goes_on(data: Path) -> None:
    with demo(data) as (running, port):
        os.kill(child(running, "jumelage.config.worker"), signal.SIGKILL)
        running.wait_for("The worker ended by itself (killed by SIGKILL); it is started again in 1 s.", 10)
        assert get(port, "/de/")[0] == 200
        time.sleep(2)
        assert child(running, "jumelage.config.worker")
        assert running.end() == 0


def test_a_killed_server_ends_everything_with_a_sentence(data: Path) -> None:
    with demo(data) as (running, _port):
        started = family(running.process.pid)
        os.kill(child(running, "jumelage.config.server"), signal.SIGKILL)
        assert running.wait() == 1
        assert running.lines[-1] == (
            "The server ended by itself (killed by SIGKILL), so everything was ended; the lines above may say why."
        )
        assert still_alive(started, 8) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists open ports in /proc")
def test_it_listens_on_the_loopback_only(data: Path) -> None:
    with demo(data) as (running, port):
        rows = [row.split() for table in ("tcp", "tcp6") for row in Path("/proc/net", table).read_text().splitlines()[1:]]
        listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{port:04X}")]
        assert listening == [f"0100007F:{port:04X}"]  # 127.0.0.1, in the byte order of the machine
        running.end()


def test_its_key_is_kept_for_this_user_alone(data: Path) -> None:
    key = data / "key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_text()
    assert len(before) >= 64
    assert demo_command.kept_key(key) == before
    key_of_another = data / "other"
    key_of_another.write_text("short")
    assert len(demo_command.kept_key(key_of_another)) >= 64
    assert stat.S_IMODE(key_of_another.stat().st_mode) == 0o600


def test_a_second_demo_in_the_same_folder_is_refused(data: Path) -> None:
    with demo(data) as (running, _port):
        with command("demo", "--port", str(free_port()), JUMELAGE_DATA=str(data)) as second:
            assert second.wait() == 1
            assert (
                second.text == f"The demo already runs from {data}; end that one first, or set JUMELAGE_DATA to another folder."
            )
        running.end()


def test_a_port_in_use_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with command("demo", "--port", str(port), JUMELAGE_DATA=str(tmp_path)) as running:
            assert running.wait() == 1
            assert running.text.startswith(f"Port {port} is in use by another program;")
    assert not (tmp_path / "site.sqlite3").exists()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with command("demo", "--port", str(free_port()), JUMELAGE_DATA=str(tmp_path / "file" / "demo")) as running:
        assert running.wait() == 1
        assert running.text.startswith(f"The folder {tmp_path / 'file' / 'demo'} cannot be written to (Not a directory);")
