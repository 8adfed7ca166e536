"""What may be wrong with an installation, as Django's own check messages with ids and hints.

``jumelage check`` reports everything; ``jumelage serve`` refuses to start on what ``before_serving`` finds. Ids: E
is wrong, W is advice.

=====  ========================================================
E001   a setting is missing or cannot be used
E002   the database does not answer, or is too old
E003   SQLite is not in the mode that several threads need
E004   tables are missing or out of date
E005   a folder cannot be written to
E006   the basic pages are missing
E007   no proxy is named, so https cannot be told from http
E008   the queue is not being worked
W001   jobs failed
W002   the housekeeping did not run lately
W003   no mail server is named
W004   nobody may administer the site
=====  ========================================================
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, run_checks  # noqa: A004 -- Django's name for its message
from django.db import DatabaseError, connection
from django.utils import timezone

from jumelage.config import installation, jobs

#: Oldest PostgreSQL that Django 5.2 works with.
OLDEST_POSTGRESQL = 14
#: A due job that waits longer than this is waiting for a worker that is not there; ours take seconds.
LONGEST_WAIT = timedelta(minutes=15)
#: The housekeeping runs daily; one missed night is no finding.
HOUSEKEEPING_RHYTHM = timedelta(days=2)

#: True where the database's locale knows more letters than ASCII has.
FOLDS_LETTERS = "SELECT upper('öя') = 'ÖЯ'"

Findings = Iterator[CheckMessage]


def before_serving() -> list[CheckMessage]:
    """Return what must be right before the site may answer anybody."""
    return _each(proxies, reachable, sqlite_mode, tables, folders, pages)


def everything() -> list[CheckMessage]:
    """Return all findings: Django's for a deployment, then ours."""
    own = _each(proxies, reachable, letters, sqlite_mode, tables, folders, pages, queue, mail, administrators)
    django = run_checks(include_deployment_checks=settings.PRODUCTION)
    return [finding for finding in (*django, *own) if not finding.is_silenced()]


def _each(*probes: Callable[[], Findings]) -> list[CheckMessage]:
    """Run the probes in order; when the database is not to be used, those after it would only say so again."""
    found: list[CheckMessage] = []
    for probe in probes:
        found += probe()
        if any(finding.id in ("jumelage.E002", "jumelage.E004") for finding in found):
            break
    return found


def proxies() -> Findings:
    """Find a production site that takes every request for http and would redirect it for ever."""
    if settings.PRODUCTION and not settings.TRUSTED_PROXIES:
        yield Error(
            "JUMELAGE_TRUSTED_PROXIES is 0, so the site believes no proxy that a request came by https.",
            hint="Put a proxy that ends TLS in front, and set it to the number of proxies a request passes, mostly 1.",
            id="jumelage.E007",
        )


def reachable() -> Findings:
    """Find a database that does not answer or is too old."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        words = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        yield Error(f"The database does not answer ({words}).", hint="Check JUMELAGE_DATABASE.", id="jumelage.E002")
        return
    if connection.vendor == "postgresql" and connection.get_database_version()[0] < OLDEST_POSTGRESQL:
        yield Error(
            f"The database is PostgreSQL {connection.get_database_version()[0]}, but {OLDEST_POSTGRESQL} or newer is needed.",
            hint="Move the database to a newer server.",
            id="jumelage.E002",
        )


def letters() -> Findings:
    """Find a PostgreSQL database whose locale folds no letters but a to z: searching would miss names."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(FOLDS_LETTERS)
        folds = cursor.fetchone()[0]
    if not folds:
        yield Warning(
            "The database knows capital letters from A to Z only, so a search for “ö” or “я” misses “Ö” and “Я”.",
            hint="Make the database anew with the locale C.UTF-8 or with an ICU locale.",
            id="jumelage.W005",
        )


def sqlite_mode() -> Findings:
    """Find a SQLite file that is not in WAL mode, or whose transactions do not take the write lock at once."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    immediate = settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    if mode != "wal" or not immediate:
        yield Error(
            f"SQLite is in the mode “{mode}”, in which readers and the writer wait for each other.",
            hint="Keep the file on a local disk, not on a network folder, where WAL cannot work.",
            id="jumelage.E003",
        )


def tables() -> Findings:
    """Find tables that this version does not have yet."""
    pending = installation.pending_migrations()
    if pending:
        yield Error(f"{len(pending)} changes of the tables are pending.", hint="Run `jumelage setup`.", id="jumelage.E004")
    elif not installation.has_cache_table():
        yield Error("The table of the cache is missing.", hint="Run `jumelage setup`.", id="jumelage.E004")


def folders() -> Findings:
    """Find folders into which the site could not write."""
    for folder in (settings.DATA, settings.MEDIA_ROOT):
        if not (folder.is_dir() and os.access(folder, os.W_OK)):
            state = "cannot be written to" if Path(folder).exists() else "does not exist"
            hint = "Run `jumelage setup` as the user that serves, or give that user the right to write there."
            yield Error(f"The folder {folder} {state}.", hint=hint, id="jumelage.E005")


def pages() -> Findings:
    """Find an installation without its basic pages."""
    missing = installation.languages_without_pages()
    if missing:
        message = f"The basic pages are missing in: {', '.join(missing)}."
        yield Error(message, hint="Run `jumelage setup`.", id="jumelage.E006")


def queue() -> Findings:
    """Find a queue that nobody works, jobs that failed, and a housekeeping that did not run."""
    state, now = jobs.queue_state(), timezone.now()
    if state.waiting_since and now - state.waiting_since > LONGEST_WAIT:
        since = timezone.localtime(state.waiting_since)
        yield Error(
            f"Background jobs have been waiting since {since:%Y-%m-%d %H:%M}.",
            hint="Is `jumelage serve` running? It starts the worker.",
            id="jumelage.E008",
        )
    if state.failed:
        hint = "The log of `jumelage serve` and the table django_tasks_database_dbtaskresult say why."
        yield Warning(
            f"{state.failed} background jobs failed in the last {jobs.RESULT_DAYS} days.", hint=hint, id="jumelage.W001"
        )
    if state.last_housekeeping is None or now - state.last_housekeeping > HOUSEKEEPING_RHYTHM:
        last = f"since {timezone.localtime(state.last_housekeeping):%Y-%m-%d}" if state.last_housekeeping else "yet"
        hint = "Let `jumelage serve` run over night; its worker does it at half past three."
        yield Warning(f"The housekeeping has not run {last}.", hint=hint, id="jumelage.W002")


def mail() -> Findings:
    """Find an installation that cannot send mail."""
    if settings.PRODUCTION and not settings.EMAIL_HOST:
        yield Warning(
            "No mail server is named, so nobody can set a new password by mail.",
            hint="Set JUMELAGE_MAIL_HOST and the rows after it.",
            id="jumelage.W003",
        )


def administrators() -> Findings:
    """Find an installation that nobody may administer."""
    from jumelage.accounts.models import User  # noqa: PLC0415 -- models only once the apps are loaded

    if not User.objects.filter(is_administrator=True, is_active=True).exists():
        hint = "Run `jumelage setup --administrator EMAIL`."
        yield Warning("Nobody who can sign in is administrator.", hint=hint, id="jumelage.W004")
