"""The supervisor: nothing that it started outlives it, whatever ends it; a worker that fails is started again."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.processes import ROOT, still_alive

pytestmark = pytest.mark.process

#: A child as ours are: it follows its parent, and starts a process of its own, as granian does.
CHILD = """
import argparse, os, pathlib, signal, subprocess, sys, time
from jumelage.config.supervisor import follow
parser = argparse.ArgumentParser()
parser.add_argument("name"); parser.add_argument("life", type=float); parser.add_argument("--stubborn", action="store_true")
parser.add_argument("--parent", type=int)
options = parser.parse_args()
if options.stubborn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
follow(options.parent)
inner = subprocess.Popen([sys.executable, "-c", f"from jumelage.config.supervisor import follow; follow({os.getpid()}); import time; time.sleep(60)"])
with open("pids", "a") as file:
    file.write(f"{options.name} {os.getpid()}\\n{options.name}-inner {inner.pid}\\n")
time.sleep(options.life)
sys.exit(3)
"""
SUPERVISOR = """
import sys
from jumelage.config import supervisor
supervisor.GRACE, supervisor.FIRST_PAUSE = 1.0, 0.2
server, worker = sys.argv[1].split(), sys.argv[2].split()
command = [sys.executable, "child.py"]
watched = supervisor.Supervisor(
    supervisor.Child("server", command + server), supervisor.Child("worker", command + worker, pause=0.2)
)
sys.exit(watched.run(answers=lambda: "no-answer" not in server[0], patience=1.0, ready=lambda: print("ready", flush=True)))
"""


class Running:
    """A supervisor in a folder of its own, and the processes that its children noted there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "child.py").write_text(CHILD)
        (folder / "supervisor.py").write_text(SUPERVISOR)

    def start(self, server: str = "server 60", worker: str = "worker 60") -> subprocess.Popen[str]:
        environ = os.environ | {"PYTHONPATH": str(ROOT / "src")}
        command = [sys.executable, "supervisor.py", server, worker]
        self.process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=environ,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        return self.process

    def noted(self) -> dict[str, int]:
        pids = self.folder / "pids"
        return {name: int(pid) for name, pid in map(str.split, pids.read_text().splitlines())} if pids.exists() else {}

    def wait_for(self, count: int) -> dict[str, int]:
        end = time.monotonic() + 20
        while len(self.noted()) < count and time.monotonic() < end:
            time.sleep(0.05)
        assert len(self.noted()) >= count
        return self.noted()

    def left(self, seconds: float) -> list[str]:
        """Return which of the noted processes are alive after at most *seconds*."""
        alive = still_alive(list(self.noted().values()), seconds)
        return [name for name, pid in self.noted().items() if pid in alive]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A supervisor that has not been started; whatever it leaves behind is removed after the test."""
    made = Running(tmp_path)
    yield made
    for pid in [*made.noted().values(), made.process.pid]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    made.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything_in_order(running: Running, number: signal.Signals) -> None:
    process = running.start()
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    running.wait_for(4)
    process.send_signal(number)
    assert process.wait(10) == 0
    assert running.left(1) == []


def test_a_killed_supervisor_leaves_nobody_behind(running: Running) -> None:
    process = running.start()
    running.wait_for(4)
    process.kill()
    process.wait(5)
    assert running.left(6) == []


def test_the_end_of_the_server_ends_everything_with_a_sentence(running: Running) -> None:
    process = running.start(server="server 1.5")
    assert process.wait(15) == 1
    assert process.stderr is not None
    sentence = "The server ended by itself (exit status 3), so everything was ended; the lines above may say why.\n"
    assert process.stderr.read() == sentence
    assert running.left(1) == []


def test_a_server_that_does_not_answer_is_ended_with_a_sentence(running: Running) -> None:
    process = running.start(server="no-answer 60")
    assert process.wait(15) == 1
    assert process.stderr is not None
    assert process.stderr.read().startswith("The server did not answer within 1 seconds, so it was ended;")
    assert "worker" not in running.noted()
    assert running.left(1) == []


def test_a_worker_that_fails_is_started_again_after_growing_pauses(running: Running) -> None:
    process = running.start(worker="worker 0.1")
    end = time.monotonic() + 30
    while (running.folder / "pids").exists() is False or (running.folder / "pids").read_text().count("worker ") < 4:
        assert time.monotonic() < end
        time.sleep(0.05)
    process.terminate()
    assert process.wait(10) == 0
    assert process.stderr is not None
    said = process.stderr.read()
    assert said.count("The worker ended by itself (exit status 3); it is started again in") >= 3
    assert running.left(3) == []


def test_a_child_that_will_not_end_is_killed(running: Running) -> None:
    process = running.start(worker="worker 60 --stubborn")
    running.wait_for(4)
    process.terminate()
    assert process.wait(10) == 0
    assert running.left(1) == []


def test_pauses_grow_to_a_limit_and_a_good_life_resets_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from jumelage.config import supervisor

    clock = [0.0]
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: clock[0])
    worker = supervisor.Child("worker", [sys.executable, "-c", "raise SystemExit(1)"])
    keeper = supervisor.Supervisor(supervisor.Child("server", []), worker)
    for life in [0.0] * 8 + [supervisor.GOOD_LIFE]:
        worker.start()
        assert worker.process is not None
        worker.process.wait()
        clock[0] += life
        keeper._keep_worker()
    pauses = [int(pause) for pause in re.findall(r"again in (\d+) s", capsys.readouterr().err)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 1]
