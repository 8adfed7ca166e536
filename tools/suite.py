"""Run every test that this machine can run, and name what was left out and why; called by ``make test``.

Four checks of the source (lint, format, types, floors), then pytest on SQLite with everything (browser walks and
wheel too), then on PostgreSQL what touches the database. PostgreSQL is a throwaway server of this run, or the one
that ``JUMELAGE_TEST_DATABASE`` names. The last line counts all of it. With ``NOTHING_LEFT_OUT=1`` an omission is a
failure.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import throwaway_postgres

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
BIN = Path(sys.executable).parent
#: More processes than this gain nothing: each makes its own copy of the database and loads the site.
MOST_PROCESSES = 4

#: What the shell may have set that tests must not take over. Without bytecode each of their many processes would
#: compile the site and the tests anew.
NOT_INHERITED = ("JUMELAGE_", "DJANGO_", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")

CHECKS = {
    "lint": [str(BIN / "ruff"), "check", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "."],
    "types": [str(BIN / "mypy")],
    "floors": [str(BIN / "lint-imports"), "--no-cache"],
}


@dataclass
class Tally:
    """What happened so far: counts, and what was left out with its reason."""

    passed: int = 0
    failed: int = 0
    left_out: list[str] = field(default_factory=list)

    def add_report(self, path: Path, status: int) -> None:
        """Add the counts of a pytest run from its JUnit file; a run that broke off is one failure."""
        suites = ElementTree.parse(path).getroot().iter("testsuite") if path.exists() else []  # noqa: S314 -- our own file
        reasons: Counter[str] = Counter()
        failed = 0
        for suite in suites:
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            failed += bad
            self.passed += int(suite.get("tests", 0)) - bad - skipped
            reasons.update(skip.get("message", "no reason given") for skip in suite.iter("skipped"))
        self.failed += failed or bool(status)
        self.left_out += [f"{count} test{'s' * (count > 1)}: {reason}." for reason, count in reasons.items()]


def run_checks(tally: Tally) -> None:
    """Run the checks of the source side by side; print the output of those that fail."""
    environ = os.environ | {"JUMELAGE_PROFILE": "test"}  # the types are read from the settings
    running = {
        name: subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for name, command in CHECKS.items()
    }
    for name, process in running.items():
        output, _ = process.communicate()
        good = process.returncode == 0
        tally.passed, tally.failed = tally.passed + good, tally.failed + (not good)
        print(f"{name}: {'passed' if good else 'FAILED'}", flush=True)
        if not good:
            print(output, flush=True)


def run_pytest(tally: Tally, name: str, **environ: str) -> None:
    """Run pytest in as many processes as make sense, with *environ* added, and count its tests."""
    report = VAR / f"tests-{name}.xml"
    report.unlink(missing_ok=True)
    cores = min(os.cpu_count() or 1, MOST_PROCESSES)
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(cores), "--dist", "worksteal", f"--junitxml={report}"]
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(NOT_INHERITED)}
    print(f"\nTests on {name}:", flush=True)
    status = subprocess.call([*command, *sys.argv[1:]], cwd=ROOT, env=inherited | environ)
    tally.add_report(report, status)


@contextmanager
def postgres(tally: Tally) -> Iterator[str | None]:
    """Give the address of a PostgreSQL server, or ``None`` where there is none, which is noted."""
    if named := os.environ.get("JUMELAGE_TEST_DATABASE"):
        yield named
        return
    with throwaway_postgres.server() as (url, reason):
        if url is None:
            tally.left_out.append(f"PostgreSQL, so what touches the database was tested on SQLite only: {reason}")
        yield url


def conclude(tally: Tally, seconds: float) -> int:
    """Print what was left out and the counts, and return the exit status."""
    print()
    for omission in tally.left_out:
        print(f"Left out: {omission}")
    if not tally.left_out:
        print("Nothing was left out.")
    elif os.environ.get("NOTHING_LEFT_OUT"):
        tally.failed += len(tally.left_out)
        print("Here nothing may be left out, so each omission counts as a failure.")
    print(f"All of it took {seconds:.0f} s; the four checks of the source count as one test each.")
    print(f"{tally.passed} passed, {tally.failed} failed", flush=True)
    return 1 if tally.failed else 0


def main() -> int:
    """Run it all."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    start, tally = time.monotonic(), Tally()
    VAR.mkdir(exist_ok=True)
    run_checks(tally)
    run_pytest(tally, "SQLite")
    if not os.environ.get("NOTHING_LEFT_OUT"):
        tally.left_out.append(
            "Every route asked as each of nine people, while sharing is shut and with a planted leak; here five asked, those "
            "who differ most: .ci/run does it."
        )
    with postgres(tally) as url:
        if url is not None:
            run_pytest(tally, "PostgreSQL", JUMELAGE_DATABASE=url, ONLY_DATABASE_TESTS="1")
            if not os.environ.get("NOTHING_LEFT_OUT"):
                tally.left_out.append(
                    "The tests of desk, website, mission, demo and house a second time on PostgreSQL: .ci/run does it."
                )
    return conclude(tally, time.monotonic() - start)


if __name__ == "__main__":
    sys.exit(main())
