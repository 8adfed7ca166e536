"""The databases of the tests: made once from the migrations, then copied.

Wagtail brings some 290 migrations, 20 seconds for an empty database. So the migrations run once into a *template*,
which is kept as long as no migration changes, and every process of a test run works on a copy. A test that really
commits (``transactional_db``, ``live_server``) is followed by a new copy instead of Django's flush: a flush would
take away the root page and the languages that Wagtail's migrations wrote.

SQLite: templates are files below ``var/test-templates``. PostgreSQL: databases of the server that
``JUMELAGE_DATABASE`` names, called ``template_<key>``.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.db import connections

from tests.factories.kept import stand_on_template

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "var" / "test-templates"
#: Seconds for which the template of other migrations is kept, for the sake of switching branches: a week.
KEPT = 7 * 24 * 3600


def key() -> str:
    """Return the mark of today's migrations: names and contents of all that would be applied, in 16 hex digits."""
    seen = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            seen.update(f"{app.label}/{file.name}".encode())
            seen.update(file.read_bytes())
    return seen.hexdigest()[:16]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let one process of this machine at a time make a template; the others wait and find it made."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    with (TEMPLATES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(url: str, folder: Path) -> None:
    """Apply all migrations to the empty database at *url*, in a process of its own."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("JUMELAGE_", "DJANGO_SETTINGS"))}
    environ |= {"JUMELAGE_PROFILE": "test", "JUMELAGE_DATA": str(folder), "JUMELAGE_DATABASE": url}
    environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), environ.get("PYTHONPATH", "")])
    code = "import django; django.setup(); from jumelage.config.installation import update_tables; update_tables()"
    environ["DJANGO_SETTINGS_MODULE"] = "jumelage.config.settings"
    made = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False)
    assert made.returncode == 0, f"The migrations do not run on an empty database:\n{made.stderr}"


class Sqlite:
    """A file of this process, copied from the template file."""

    def __init__(self, name: str, folder: Path) -> None:
        self.template = TEMPLATES / f"{key()}.sqlite3"
        self.file = folder / f"{name}.sqlite3"

    def make(self) -> None:
        """Make the template where it is missing, and connect Django to a copy."""
        with one_at_a_time():
            if not self.template.exists():
                part = self.template.with_suffix(".part")
                part.unlink(missing_ok=True)
                for old in TEMPLATES.glob("*.*"):
                    if time.time() - old.stat().st_mtime > KEPT:
                        old.unlink()
                migrate(f"sqlite:///{part}", self.file.parent)
                part.replace(self.template)
        connections["default"].close()
        _connect_to(str(self.file))
        self.restore()

    def restore(self) -> None:
        """Write the template over the copy, in place: connections of other threads stay usable."""
        connections["default"].close()
        with (
            sqlite3.connect(f"file:{self.template}?mode=ro", uri=True) as source,
            sqlite3.connect(self.file, timeout=20) as target,
        ):
            source.backup(target)
        source.close()
        target.close()
        stand_on_template()

    def drop(self) -> None:
        """Let go of the copy; the folder is removed with the process."""
        connections.close_all()


class Postgres:
    """A database of this process on the server, made from the template database."""

    def __init__(self, name: str, folder: Path) -> None:
        self.url = os.environ["JUMELAGE_DATABASE"]
        self.template = f"template_{key()}"
        self.name = f"test_{name}_{os.getpid()}"
        self.folder = folder

    def make(self) -> None:
        """Make the template where it is missing, and connect Django to a copy."""
        with one_at_a_time():
            if not self._run("SELECT 1 FROM pg_database WHERE datname = %s", [self.template]):
                self._run(f"DROP DATABASE IF EXISTS {self.template}_part WITH (FORCE)")
                self._run(f"CREATE DATABASE {self.template}_part")
                migrate(urlsplit(self.url)._replace(path=f"/{self.template}_part").geturl(), self.folder)
                self._run(f"ALTER DATABASE {self.template}_part RENAME TO {self.template}")
        connections["default"].close()
        _connect_to(self.name)
        self.restore()

    def restore(self) -> None:
        """Make the copy anew; whoever is still connected to the old one is thrown out."""
        connections["default"].close()
        self._run(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self._run(f"CREATE DATABASE {self.name} TEMPLATE {self.template}")
        stand_on_template()

    def drop(self) -> None:
        """Remove the copy from the server."""
        connections.close_all()
        self._run(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def _run(self, statement: str, values: list[Any] | None = None) -> list[Any]:
        import psycopg  # only where a PostgreSQL is tested

        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(statement, values)  # type: ignore[arg-type]  # our own names, no input
            return cursor.fetchall() if cursor.description else []


def _connect_to(name: str) -> None:
    connections["default"].settings_dict["NAME"] = name
    connections.settings["default"]["NAME"] = name


def for_process(name: str, folder: Path) -> Sqlite | Postgres:
    """Return the database of the test process *name*, of the kind that the settings say."""
    return Postgres(name, folder) if connections["default"].vendor == "postgresql" else Sqlite(name, folder)
