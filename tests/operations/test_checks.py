"""What `jumelage check` finds, one planted fault each, and that a sound installation has none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jumelage.accounts.actions import add_user
from jumelage.accounts.actor import command
from jumelage.accounts.models import User
from jumelage.config import checks, jobs
from jumelage.config.commands import NotStarted, setup
from jumelage.website.models import FrontPage
from tests.factories.website import lay_out_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def sound(settings: Any, tmp_path: Any) -> Any:
    """An installation in which everything is as it should be; its settings may be changed."""
    settings.MEDIA_ROOT = tmp_path
    lay_out_site()
    add_user(by=command("test"), email="office@example.org", name="Office", is_administrator=True, password="Rathaus-Glocke-7")
    run = jobs.housekeeping.enqueue()
    DBTaskResult.objects.filter(id=run.id).update(status="SUCCESSFUL", finished_at=timezone.now())
    return settings


def found() -> list[str]:
    return [str(finding.id).removeprefix("jumelage.") for finding in checks.everything()]


def waiting() -> None:
    run = jobs.housekeeping.enqueue()
    DBTaskResult.objects.filter(id=run.id).update(enqueued_at=timezone.now() - checks.LONGEST_WAIT - timedelta(minutes=1))


def failed() -> None:
    run = jobs.housekeeping.enqueue()
    DBTaskResult.objects.filter(id=run.id).update(status="FAILED", finished_at=timezone.now())


def missed() -> None:
    DBTaskResult.objects.update(finished_at=timezone.now() - checks.HOUSEKEEPING_RHYTHM - timedelta(hours=1))


def drop_cache_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE cache")


def forget_a_migration() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'seminars'")


def test_a_sound_installation_has_no_finding(sound: Any) -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("plant", "number"),
    [
        (waiting, "E008"),
        (failed, "W001"),
        (missed, "W002"),
        (lambda: DBTaskResult.objects.all().delete(), "W002"),
        (lambda: User.objects.update(is_active=False), "W004"),
        (drop_cache_table, "E004"),
        (forget_a_migration, "E004"),
    ],
)
def test_a_planted_fault_is_found(sound: Any, plant: Callable[[], Any], number: str) -> None:
    plant()
    assert found() == [number]


def test_a_missing_language_is_named(sound: Any) -> None:
    FrontPage.objects.get(locale__language_code="ru").delete()
    assert [finding.msg for finding in checks.everything()] == ["The basic pages are missing in: ru."]


@pytest.mark.parametrize(("proxies", "numbers"), [(0, ["E007", "W003"]), (1, ["W003"])])
def test_in_production_proxy_and_mail_are_looked_at(sound: Any, proxies: int, numbers: list[str]) -> None:
    sound.PRODUCTION, sound.TRUSTED_PROXIES, sound.EMAIL_HOST = True, proxies, ""
    assert [number for number in found() if "." not in number] == numbers  # Django's own have one


def test_a_sqlite_of_another_mode_is_found(sound: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    is_sqlite = connection.vendor == "sqlite"  # PostgreSQL has no such mode
    options = sound.DATABASES["default"].setdefault("OPTIONS", {})
    monkeypatch.setitem(options, "transaction_mode", "DEFERRED")
    assert found() == (["E003"] if is_sqlite else [])


def test_a_postgresql_that_folds_no_letters_is_found(sound: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    is_postgresql = connection.vendor == "postgresql"  # SQLite has no locale
    monkeypatch.setattr(checks, "FOLDS_LETTERS", """SELECT upper('öя' COLLATE "C") = 'ÖЯ'""")
    assert found() == (["W005"] if is_postgresql else [])


class Terminal:
    """Answers as somebody at the keyboard would."""

    def __init__(self, patch: pytest.MonkeyPatch, name: str, *passwords: str) -> None:
        answers = iter(passwords)
        patch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        patch.setattr("builtins.input", lambda _question: name)
        patch.setattr(setup.getpass, "getpass", lambda _question: next(answers))


def test_an_administrator_is_added_and_can_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    Terminal(monkeypatch, "Alma Beck", "Rathaus-Glocke-7", "Rathaus-Glocke-7")
    setup.add_administrator("Office@Example.org")
    user = User.objects.get(email="office@example.org")
    assert (user.name, user.is_administrator) == ("Alma Beck", True)
    assert authenticate(email="office@example.org", password="Rathaus-Glocke-7") == user


@pytest.mark.parametrize(
    ("passwords", "words"),
    [(("Rathaus-Glocke-7", "Rathaus-Glocke-8"), "The two passwords differ"), (("short", "short"), "No administrator was added:")],
)
def test_a_useless_password_is_refused(monkeypatch: pytest.MonkeyPatch, passwords: tuple[str, ...], words: str) -> None:
    Terminal(monkeypatch, "Alma Beck", *passwords)
    with pytest.raises(NotStarted, match=words):
        setup.add_administrator("office@example.org")
    assert not User.objects.exists()
