"""A PostgreSQL server for one test run: made in a temporary folder, on a free port of the loopback, removed afterwards."""

from __future__ import annotations

import locale
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

#: Where distributions keep the server's programs, which are mostly not on the path; the newest is taken.
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
#: Nothing of this outlives the run, so nothing need reach the disk; tables of ten rows need no care and no compiler.
OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "jit=off",
    "max_connections=60",
    "unix_socket_directories=",
)
PATIENCE = 30.0


def programs() -> Path | None:
    """Return the folder with the server's programs, or ``None``."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [folder for place in PLACES for folder in Path("/").glob(place.lstrip("/")) if (folder / "initdb").exists()]
    return max(
        folders,
        key=lambda folder: [int(part) for part in folder.parts[-2].split("-")[-1].split("@")[-1].split(".")],
        default=None,
    )


def unprivileged() -> pwd.struct_passwd | None:
    """Return the user as whom the server runs where we are root, which it refuses to be; else ``None``."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("There is neither a user postgres nor nobody to run the database as.")


@contextmanager
def server() -> Iterator[tuple[str | None, str]]:
    """Start a server and give its address; ``None`` and a sentence where none is installed or it does not start."""
    folder = programs()
    if folder is None:
        yield None, "no PostgreSQL server is installed (Debian: sudo apt install postgresql)."
        return
    with tempfile.TemporaryDirectory(prefix="jumelage-postgres-") as place:
        process, url, reason = _start(folder, Path(place))
        try:
            yield url, reason
        finally:
            if process is not None:
                _stop(process)


def _start(folder: Path, place: Path) -> tuple[subprocess.Popen[bytes] | None, str | None, str]:
    user = unprivileged()
    password = secrets.token_urlsafe(24)
    (place / "password").write_text(password)
    if user is not None:
        for path in (place, place / "password"):
            os.chown(path, user.pw_uid, user.pw_gid)
    identity: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    data, port = place / "data", free_port()
    with (place / "log").open("wb") as log:
        options: dict[str, Any] = {"stdout": log, "stderr": log, "stdin": subprocess.DEVNULL, "cwd": place} | identity
        make: list[str | Path] = [
            folder / "initdb",
            "-D",
            data,
            "-U",
            "jumelage",
            "-A",
            "scram-sha-256",
            f"--pwfile={place / 'password'}",
        ]
        if subprocess.call([*make, "-E", "UTF8", f"--locale={_locale()}", "--no-sync"], **options) != 0:
            return None, None, f"initdb failed: {_tail(place / 'log')}"
        settings = [part for option in OPTIONS for part in ("-c", option)]
        run: list[str | Path] = [folder / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), *settings]
        process: subprocess.Popen[bytes] = subprocess.Popen(run, **options)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if b"ready to accept connections" in (place / "log").read_bytes():
            return process, f"postgres://jumelage:{password}@127.0.0.1:{port}/postgres", ""
        time.sleep(0.1)
    return process, None, f"the server did not start: {_tail(place / 'log')}"


def _locale() -> str:
    """Return a locale of this machine that knows the letters of all languages; ``C`` where it has none."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            with suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"


def _tail(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it gave no reason."


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGQUIT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """Return a port of the loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


if __name__ == "__main__":
    with server() as (address, why):
        print(address or why, flush=True)
        if address:
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    sys.exit(0 if address else 1)
