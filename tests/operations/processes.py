"""Starting `jumelage` as a process of its own, reading what it prints, and finding what it leaves behind."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """Return a port of the loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Command:
    """A running `jumelage …` in a session of its own, with *environ* as the only variables of ours."""

    def __init__(self, *arguments: str, **environ: str) -> None:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("JUMELAGE_", "DJANGO_"))}
        kept["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jumelage", *arguments],
            env=kept | environ,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.lines: list[str] = []
        self.answered_after = 0.0
        self._queue: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._queue.put(line.rstrip("\n"))
        self._queue.put(None)

    def wait_for(self, words: str, seconds: float) -> float:
        """Return the seconds since the start at which a line with *words* came; fail if none comes in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                line = self._queue.get(timeout=0.2)
                if line is None:
                    break
                self.lines.append(line)
                if words in line:
                    return time.monotonic() - self.started
        raise AssertionError(f"“{words}” did not come within {seconds} s, but:\n" + "\n".join(self.lines))

    def end(self, number: int = signal.SIGINT, seconds: float = 20) -> int:
        """Send a signal, wait for the end, keep the rest of the lines, and return the exit status."""
        self.process.send_signal(number)
        return self.wait(seconds)

    def wait(self, seconds: float = 20) -> int:
        """Wait for the end, keep the rest of the lines, and return the exit status."""
        status = self.process.wait(seconds)
        self._reader.join(5)
        while not self._queue.empty():
            if (line := self._queue.get()) is not None:
                self.lines.append(line)
        return status

    @property
    def text(self) -> str:
        """All that was printed so far."""
        return "\n".join(self.lines)


@contextlib.contextmanager
def command(*arguments: str, **environ: str) -> Iterator[Command]:
    """Run `jumelage` with *arguments*; whatever is left of it after the block is killed."""
    running = Command(*arguments, **environ)
    try:
        yield running
    finally:
        for pid in [*family(running.process.pid), running.process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        running.process.wait(5)
        running._reader.join(5)
        assert running.process.stdout is not None
        running.process.stdout.close()


def family(pid: int) -> list[int]:
    """Return the numbers of all processes that descend from *pid* at this moment."""
    rows = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split()
    parents = dict(zip(map(int, rows[::2]), map(int, rows[1::2]), strict=True))
    found, new = [], [pid]
    while new:
        new = [child for child, parent in parents.items() if parent in new]
        found += new
    return found


def still_alive(pids: list[int], seconds: float) -> list[int]:
    """Return which of *pids* are alive after at most *seconds*; those that wait to be buried are not."""
    end = time.monotonic() + seconds
    while (alive := [pid for pid in pids if is_alive(pid)]) and time.monotonic() < end:
        time.sleep(0.1)
    return alive


def is_alive(pid: int) -> bool:
    """Say whether a process is there and not merely waiting to be buried."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip()
    return bool(state) and not state.startswith("Z")
