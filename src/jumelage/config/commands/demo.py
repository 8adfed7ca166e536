"""``jumelage demo``: an invented partnership on this machine, for looking and trying.

A profile of its own: it listens on the loopback only, speaks http, signs with a generated key and keeps everything
in one folder (``var/demo``). Settings of a real site in the environment are left aside: the demo never touches a
real database and sends no mail.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import secrets
from pathlib import Path
from typing import IO

from jumelage.config import sockets
from jumelage.config.commands import NotStarted, jumelage, refusing, set_up, storage_sentences
from jumelage.config.rows import PREFIX
from jumelage.config.supervisor import Child, Supervisor, say

HELP = "start an invented partnership on this machine, for trying"
ADDRESS = "127.0.0.1"
#: Seconds within which the site has to answer; it needs three or four, a slow machine ten times that.
PATIENCE = 120.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--port", type=int, default=8000, help="port on this machine (8000)")
    parser.add_argument("--no-browser", action="store_true", help="for scripts; the demo never opens a browser by itself")
    parser.add_argument("--reports", metavar="PATH", help="a folder of reports; reading them comes with a later release")


def run(options: argparse.Namespace) -> int:
    """Prepare what is not there yet, serve until a signal comes, and return the exit status."""
    return refusing(lambda: _run(options.port, options.reports))


def _run(port: int, reports: str | None) -> int:
    if not 1 <= port <= 65535:
        raise NotStarted(f"The port is {port}, but a port is a number from 1 to 65535; write for example --port 8001.")
    if reports:
        say("Reading reports comes with a later release of Jumelage; the demo starts without them.")
    data = Path(os.environ.get(f"{PREFIX}DATA") or "var/demo").absolute()
    lock = open_folder(data)
    with lock:
        if reason := sockets.why_not(ADDRESS, port):
            raise NotStarted(reason)
        take_profile(data, port)
        set_up()
        with storage_sentences():
            prepare()
        return serve(port)


def open_folder(data: Path) -> IO[str]:
    """Make the folder of the demo and return the lock that is held while the demo runs."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = (data / "lock").open("a")
    except OSError as error:
        raise NotStarted(f"The folder {data} cannot be written to ({error.strerror}); give yourself the right to.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise NotStarted(
            f"The demo already runs from {data}; end that one first, or set {PREFIX}DATA to another folder."
        ) from error
    return lock


def take_profile(data: Path, port: int) -> None:
    """Set the demo's settings in the environment, for this process and those that it starts, and drop all others."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    os.environ |= {
        f"{PREFIX}PROFILE": "demo",
        f"{PREFIX}DATA": str(data),
        f"{PREFIX}BASE_URL": f"http://{ADDRESS}:{port}",
        f"{PREFIX}SECRET_KEY": kept_key(data / "key"),
        "DJANGO_SETTINGS_MODULE": "jumelage.config.settings",
    }


def kept_key(path: Path) -> str:
    """Return the key in *path*; where there is none, make one that only this user can read."""
    try:
        if len(key := path.read_text(encoding="ascii").strip()) >= 64:
            return key
    except (FileNotFoundError, UnicodeDecodeError):
        pass
    key = secrets.token_urlsafe(64)
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(key)
    return key


def prepare() -> None:
    """Bring tables and content up to date; a second time changes nothing."""
    from jumelage.config import installation
    from jumelage.config.demo import fill
    from jumelage.website.actions import lay_out_site

    installation.make_folders()
    if installation.pending_migrations():
        say("Preparing the demo's database (once; less than a minute) …")
    installation.update_tables()
    lay_out_site()
    fill()


def serve(port: int) -> int:
    """Serve until a signal comes; the addresses are printed once the public site really answers."""
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    server = Child("server", jumelage("jumelage.config.server", "--address", ADDRESS, "--port", str(port)))
    worker = Child("worker", jumelage("jumelage.config.worker"))

    def answers() -> bool:
        status = sockets.answer(port, host=f"{ADDRESS}:{port}", path=f"/{settings.LANGUAGE_CODE}/")
        if status is not None and status != 200:
            raise NotStarted(f"The site answers with an error ({status}); the lines above may say why. Please report it.")
        return status is not None

    return Supervisor(server, worker).run(answers=answers, patience=PATIENCE, ready=lambda: print(welcome(port), flush=True))


def welcome(port: int) -> str:
    """Return what a newcomer needs: the addresses and the accounts."""
    from jumelage.config.demo import ACCOUNTS

    base = f"http://{ADDRESS}:{port}"
    role_width = max(len(account.role_text) for account in ACCOUNTS)
    mail_width = max(len(account.email) for account in ACCOUNTS)
    lines = [f"  {account.role_text:{role_width}}  {account.email:{mail_width}}  {account.password}" for account in ACCOUNTS]
    return "\n".join(
        [
            "",
            "Jumelage is running; Ctrl-C ends it.",
            "",
            f"  Public site  {base}/",
            f"  Desk         {base}/desk/",
            f"  CMS          {base}/cms/",
            "",
            "Accounts of the demo (role, address, password); all of it is invented:",
            "",
            *lines,
            "",
        ]
    )
