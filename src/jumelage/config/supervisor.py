"""Start the web server and the worker, watch them, and end them together.

Standard library only. The supervisor alone hears the terminal: its children run in sessions of their own, so that
Ctrl-C, SIGTERM and a closed terminal (SIGHUP) reach them in one orderly way, through here. A child that outlives
the supervisor notices within a second that its parent has changed (``follow``) and ends itself: nothing is left
behind even when the supervisor is killed.

The server is essential: when it ends by itself, everything ends. The worker is started again, after a pause that
grows while it keeps failing.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

#: Seconds that a child has for ending by itself before it is killed.
GRACE = 10.0
#: Seconds between two looks at the children, and of a child at its parent.
TICK, WATCH = 0.1, 1.0
#: Seconds before a worker that ended is started again: the first pause, the longest, and the life that resets it.
FIRST_PAUSE, LONGEST_PAUSE, GOOD_LIFE = 1.0, 60.0, 60.0
ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def say(sentence: str) -> None:
    """Print a sentence to standard error at once."""
    print(sentence, file=sys.stderr, flush=True)


def follow(parent: int) -> None:
    """End this process soon after the process *parent* is no longer its parent; returns at once.

    Polled, because that works alike on Linux and macOS. First SIGTERM, so that open work is finished; after
    ``GRACE`` seconds the process is killed.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="follow-parent", daemon=True).start()


@dataclass
class Child:
    """One process to watch: its name in sentences, and its command line (the supervisor's number is appended)."""

    name: str
    command: Sequence[str]
    pause: float = FIRST_PAUSE
    born: float = 0.0
    due: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start the process in a session of its own, without the terminal's input."""
        command = [*self.command, "--parent", str(os.getpid())]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 -- our own modules
        self.born = time.monotonic()

    @property
    def has_ended(self) -> bool:
        """Whether the process was started and is there no more."""
        return self.process is not None and self.process.poll() is not None

    @property
    def status(self) -> str:
        """How the process ended, as words for a sentence."""
        code = self.process.returncode if self.process else 0
        return f"exit status {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"

    def signal(self, number: int) -> None:
        """Send a signal to the process and all that it started; silent where nothing is there any more."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Keep a server and its worker running until a signal comes or the server ends."""

    def __init__(self, server: Child, worker: Child) -> None:
        self.server, self.worker = server, worker
        self.signals: list[int] = []

    def run(self, *, answers: Callable[[], bool], patience: float, ready: Callable[[], None]) -> int:
        """Start both, call *ready* once *answers* says so, and return the exit status when all has ended.

        0 after SIGINT, SIGTERM or SIGHUP; 1 when the server ended by itself or did not answer for *patience*
        seconds.
        """
        previous = {number: signal.signal(number, self._note) for number in ENDING_SIGNALS}
        try:
            self.server.start()
            if not self._wait(answers, patience):
                return self._status()
            self.worker.start()
            ready()
            while not self.signals and not self.server.has_ended:
                self._keep_worker()
                time.sleep(TICK)
            return self._status()
        finally:
            self._end()
            for number, action in previous.items():
                signal.signal(number, action)

    def _note(self, number: int, _frame: object) -> None:
        self.signals.append(number)

    def _wait(self, answers: Callable[[], bool], patience: float) -> bool:
        end = time.monotonic() + patience
        while not self.signals and not self.server.has_ended:
            if answers():
                return True
            if time.monotonic() > end:
                say(f"The server did not answer within {patience:.0f} seconds, so it was ended; the lines above may say why.")
                return False
            time.sleep(TICK)
        return False

    def _status(self) -> int:
        if self.signals:
            return 0
        if self.server.has_ended:
            say(f"The server ended by itself ({self.server.status}), so everything was ended; the lines above may say why.")
        return 1

    def _keep_worker(self) -> None:
        worker, now = self.worker, time.monotonic()
        if worker.process is None:
            if now >= worker.due:
                worker.start()
        elif worker.has_ended:
            worker.pause = FIRST_PAUSE if now - worker.born >= GOOD_LIFE else worker.pause
            say(f"The worker ended by itself ({worker.status}); it is started again in {worker.pause:.0f} s.")
            worker.process, worker.due = None, now + worker.pause
            worker.pause = min(worker.pause * 2, LONGEST_PAUSE)

    def _end(self) -> None:
        """End the children, the hard way after ``GRACE`` seconds or at the second signal."""
        children, heard = (self.worker, self.server), len(self.signals)
        for child in children:
            if child.process is not None and not child.has_ended:
                child.process.terminate()
        end = time.monotonic() + GRACE
        while any(child.process is not None and not child.has_ended for child in children):
            if time.monotonic() > end or len(self.signals) > heard:
                break
            time.sleep(TICK)
        for child in children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
