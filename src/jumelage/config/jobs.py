"""Background jobs of the installation itself, and what is known of their queue.

Jobs stand in the database (backend ``jobs``) and are run by the one worker that ``serve`` and ``demo`` supervise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import import_module

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult, get_date_max

from jumelage.accounts.actor import command
from jumelage.journal.actions import drop_old_details, note_public
from jumelage.partnerships.actions import follow_ended_grants
from jumelage.values import JumelageError
from jumelage.website.addresses import derived_pages

BACKEND = "jobs"
#: Local time of the daily housekeeping: nobody works, and no clock is changed at it in the zones we know.
HOUSEKEEPING_TIME = time(3, 30)
#: Days for which the results of finished jobs are kept.
RESULT_DAYS = 14
#: A job that began longer ago than this was lost with its worker; ours take seconds.
LOST_AFTER = timedelta(hours=6)
#: One lock for queueing, so that two workers never queue the same run (PostgreSQL; SQLite has one writer anyway).
_QUEUE_LOCK = 0x4A554D46


class LostJob(JumelageError):
    """The worker ended before the job did."""


@task(backend=BACKEND)
def housekeeping() -> dict[str, int]:
    """Delete what is kept only for a time, and queue tomorrow's run; return how much of each kind went.

    Deleted are details of the journal older than ``DETAIL_DAYS``, sessions that have ended, and results of jobs
    that finished ``RESULT_DAYS`` ago; and the CMS is shut to those whose last grant as editor is over. Kept is of which
    addresses something public stands there. Each is a short transaction of its own.
    """
    try:
        return {
            "public": note_public(by=command("housekeeping"), public_ids=derived_pages()),
            "details": _drop_details(),
            "editors": follow_ended_grants(by=command("housekeeping")),
            "sessions": _drop_sessions(),
            "results": _drop_results(),
        }
    finally:
        queue_housekeeping(after=next_time(timezone.now()))


def _drop_details() -> int:
    before = timezone.now() - timedelta(days=settings.DETAIL_DAYS)
    return drop_old_details(by=command("housekeeping"), before=before)


def _drop_sessions() -> int:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = store.get_model_class().objects.filter(expire_date__lt=timezone.now())
    deleted, _per_model = sessions.delete()
    return deleted


def _drop_results() -> int:
    before = timezone.now() - timedelta(days=RESULT_DAYS)
    finished = DBTaskResult.objects.filter(backend_name=BACKEND, status__in=["SUCCESSFUL", "FAILED"], finished_at__lt=before)
    deleted, _per_model = finished.delete()
    return deleted


def next_time(now: datetime) -> datetime:
    """Return the next moment after *now* at which it is ``HOUSEKEEPING_TIME`` in the installation's time zone."""
    local = timezone.localtime(now)
    day = local.date() if local.time() < HOUSEKEEPING_TIME else local.date() + timedelta(days=1)
    return datetime.combine(day, HOUSEKEEPING_TIME, tzinfo=local.tzinfo)


@transaction.atomic
def queue_housekeeping(*, after: datetime | None = None) -> bool:
    """Queue one run *after* that moment (else at once) unless one is waiting already; return whether it was queued."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_QUEUE_LOCK])
    waiting = DBTaskResult.objects.filter(backend_name=BACKEND, task_path=housekeeping.module_path, status="READY")
    if waiting.exists():
        return False
    housekeeping.using(run_after=after).enqueue()
    return True


def give_up_lost() -> int:
    """Mark as failed the jobs whose worker ended while they ran; return how many. They are not run again."""
    lost = DBTaskResult.objects.filter(backend_name=BACKEND, status="RUNNING", started_at__lt=timezone.now() - LOST_AFTER)
    for result in lost:
        result.set_failed(LostJob("The worker ended before this job did; start the job again if its work is still wanted."))
    return len(lost)


@dataclass(frozen=True)
class QueueState:
    """The queue at one moment: since when the oldest due job waits, how many failed lately, when housekeeping last ended well."""

    waiting_since: datetime | None
    failed: int
    last_housekeeping: datetime | None


def queue_state() -> QueueState:
    """Return the present state of the queue; failed jobs count for ``RESULT_DAYS``, until their result is deleted."""
    ours = DBTaskResult.objects.filter(backend_name=BACKEND)
    since = [row.enqueued_at if row.run_after == get_date_max() else row.run_after for row in ours.ready()]
    done = ours.filter(task_path=housekeeping.module_path, status="SUCCESSFUL").order_by("-finished_at").first()
    return QueueState(min(since, default=None), ours.filter(status="FAILED").count(), done.finished_at if done else None)
