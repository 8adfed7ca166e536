"""The daily housekeeping: what it deletes, and that one run waits, never two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jumelage.accounts import actions as accounts
from jumelage.accounts.actor import command
from jumelage.accounts.models import User
from jumelage.config import jobs
from jumelage.journal.models import Address, Detail, Row
from tests.factories import world as make

pytestmark = pytest.mark.django_db


def act(number: int, age: timedelta) -> None:
    """Write an act with a detail into the journal, as if it were *age* old."""
    row = Row.objects.create(
        number=number, at=timezone.now() - age, actor_kind="command", actor_id="x", verb="add", record_type="x.y", record_id="z"
    )
    Detail.objects.create(row=row, reason="because")


def finished(age: timedelta) -> DBTaskResult:
    result = DBTaskResult.objects.get(id=jobs.housekeeping.enqueue().id)
    DBTaskResult.objects.filter(pk=result.pk).update(status="SUCCESSFUL", finished_at=timezone.now() - age)
    return result


def test_housekeeping_deletes_what_is_kept_only_for_a_time(settings: Any) -> None:
    settings.DETAIL_DAYS = 30
    act(1, timedelta(days=31))
    act(2, timedelta(days=29))
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days))
    finished(timedelta(days=jobs.RESULT_DAYS + 1))
    recent = finished(timedelta(days=jobs.RESULT_DAYS - 1))

    assert jobs.housekeeping.call() == {"public": 0, "details": 1, "editors": 0, "sessions": 1, "results": 1}

    assert list(Row.objects.values_list("number", flat=True)) == [1, 2]
    assert list(Detail.objects.values_list("row_id", flat=True)) == [2]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert list(DBTaskResult.objects.filter(status="SUCCESSFUL")) == [recent]


def test_housekeeping_keeps_which_pages_are_public() -> None:
    topic, unused = make.topic("Pflege"), make.topic("Ungenutzt")
    series = make.series(make.partnership(make.city("Ahlheim"), make.city("Bergau")), published=True)
    make.edition(series, 1, published=True, topics=[topic])

    assert [jobs.housekeeping.call()["public"] for _ in range(2)] == [1, 0]

    assert Address.objects.get(pk=topic.public_id).was_public
    assert not Address.objects.get(pk=unused.public_id).was_public


def test_housekeeping_shuts_the_cms_to_those_whose_grant_is_over() -> None:
    user = accounts.add_user(by=command("test"), email="over@example.org", name="Over")
    accounts.set_cms_access(by=command("test"), user=user, allowed=True)

    assert jobs.housekeeping.call()["editors"] == 1

    assert not User.objects.get(pk=user.pk).groups.exists()


@pytest.mark.django_db(transaction=True)
def test_one_run_waits_and_never_two() -> None:
    assert jobs.queue_housekeeping() is True
    assert jobs.queue_housekeeping() is False
    call_command("db_worker", "--backend", "jobs", "--batch", "--no-startup-delay", "--no-reload", "--verbosity", "0")
    done, waiting = DBTaskResult.objects.order_by("enqueued_at")
    assert (done.status, waiting.status) == ("SUCCESSFUL", "READY")
    assert waiting.run_after == jobs.next_time(timezone.now())


def test_a_run_that_fails_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise RuntimeError("no")

    monkeypatch.setattr(jobs, "_drop_sessions", fail)
    with pytest.raises(RuntimeError):
        jobs.housekeeping.call()
    assert DBTaskResult.objects.filter(status="READY").count() == 1


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 22, 1, 0, tzinfo=UTC), datetime(2026, 11, 22, 2, 30, tzinfo=UTC)),
        (datetime(2026, 11, 22, 2, 30, tzinfo=UTC), datetime(2026, 11, 23, 2, 30, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, 0, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, 0, tzinfo=UTC), datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
    ],
)
def test_the_next_run_is_at_half_past_three_local_time(settings: Any, now: datetime, expected: datetime) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    with timezone.override("Europe/Berlin"):
        assert jobs.next_time(now) == expected


def test_a_job_lost_with_its_worker_is_given_up() -> None:
    for age in (jobs.LOST_AFTER * 2, timedelta(minutes=1)):
        result = jobs.housekeeping.enqueue()
        DBTaskResult.objects.filter(id=result.id).update(status="RUNNING", started_at=timezone.now() - age)
    assert jobs.give_up_lost() == 1
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "RUNNING"]


def test_the_state_of_the_queue() -> None:
    assert jobs.queue_state() == jobs.QueueState(None, 0, None)
    done = finished(timedelta(hours=1))
    done.refresh_from_db()
    waiting = DBTaskResult.objects.get(id=jobs.housekeeping.enqueue().id)
    jobs.housekeeping.using(run_after=timezone.now() + timedelta(days=1)).enqueue()
    assert jobs.queue_state() == jobs.QueueState(waiting.enqueued_at, 0, done.finished_at)
