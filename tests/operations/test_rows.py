"""The settings refuse what is unsafe or cannot be used, in sentences."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jumelage.config import rows
from jumelage.config.settings import TABLE

ROOT = Path(__file__).parents[2]
GOOD = {
    "JUMELAGE_SECRET_KEY": "kT4vZ0qWm8Yx2LrP7sBnD5gHcJ9fAeUo3iVtR6wQzXyKbMlN1pSd",
    "JUMELAGE_HOSTS": "seminar.example.org",
    "JUMELAGE_BASE_URL": "https://seminar.example.org",
    "JUMELAGE_TRUSTED_PROXIES": "1",
}


@pytest.fixture
def good(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of a sound installation and nothing else of ours."""
    for name in [name for name in os.environ if name.startswith("JUMELAGE_")]:
        monkeypatch.delenv(name)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_sound_installation_has_no_problems(good: pytest.MonkeyPatch) -> None:
    assert rows.problems(TABLE, production=True) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "short", "can be guessed"),
        ("SECRET_KEY", "aaaa" * 20, "can be guessed"),
        ("SECRET_KEY", "django-insecure-" + "kT4vZ0qWm8Yx2LrP7sBnD5gHcJ9fAeUo3iVtR6wQ", "can be guessed"),
        ("HOSTS", "*", "bare host names"),
        ("HOSTS", "seminar.example.org,*", "bare host names"),
        ("HOSTS", "https://seminar.example.org", "bare host names"),
        ("HOSTS", "other.example.org", "add it"),
        ("BASE_URL", "http://seminar.example.org", "https://"),
        ("BASE_URL", "seminar.example.org", "https://"),
        ("BASE_URL", "https://seminar.example.org/below", "https://"),
        ("BASE_URL", "https://name:word@seminar.example.org", "https://"),
        ("PROFILE", "debug", "production, demo, test"),
        ("DATABASE", "mysql://host/name", "postgres://"),
        ("TRUSTED_PROXIES", "yes", "whole number from 0 to 9"),
        ("TRUSTED_PROXIES", "-1", "whole number from 0 to 9"),
        ("LANGUAGE", "fr", "de, ru, en"),
        ("COUNTRY", "Germany", "two capital letters"),
        ("TIME_ZONE", "CEST+1", "IANA"),
        ("MAIL_PORT", "smtp", "1 to 65535"),
        ("MAIL_FROM", "the seminar office", "mail address"),
        ("DETAIL_DAYS", "0", "1 to 36500"),
    ],
)
def test_an_unsafe_or_useless_value_is_refused(good: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    good.setenv(f"JUMELAGE_{name}", value)
    found = rows.problems(TABLE, production=True)
    assert len(found) == 1
    assert f"JUMELAGE_{name}" in found[0]
    assert words in found[0]
    assert found[0].endswith(".")


@pytest.mark.parametrize("name", ["SECRET_KEY", "HOSTS", "BASE_URL"])
def test_a_missing_value_is_named(good: pytest.MonkeyPatch, name: str) -> None:
    good.setenv(f"JUMELAGE_{name}", " ")
    assert rows.problems(TABLE, production=True) == [
        f"Set JUMELAGE_{name} before the site is started; the operator's guide says how."
    ]


@pytest.mark.parametrize("row", [row for row in TABLE if row.is_secret], ids=lambda row: row.name)
def test_a_refusal_never_prints_a_secret(good: pytest.MonkeyPatch, row: rows.Row) -> None:
    good.setenv(row.variable, "hush")
    assert all("hush" not in problem for problem in rows.problems(TABLE, production=True))


@pytest.mark.parametrize(("host", "fits"), [(".example.org", True), ("example.org", False), ("seminar.example.org", True)])
def test_hosts_cover_the_base_address(good: pytest.MonkeyPatch, host: str, fits: bool) -> None:
    good.setenv("JUMELAGE_HOSTS", host)
    assert (rows.problems(TABLE, production=True) == []) is fits


def outcome(code: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run *code* with only *environ* of our variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUMELAGE_", "DJANGO_"))}
    kept |= {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "jumelage.config.settings"} | environ
    return subprocess.run([sys.executable, "-c", code], env=kept, capture_output=True, text=True, check=False)


def test_production_has_safe_values_and_a_clean_deployment_check(tmp_path: Path) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.core.checks import run_checks\n"
        "from django.conf import settings as s\n"
        "print([found for found in run_checks(include_deployment_checks=True) if not found.is_silenced()], s.SILENCED_SYSTEM_CHECKS)\n"
        "print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_PROXY_SSL_HEADER)\n"
    )
    ran = outcome(code, JUMELAGE_DATA=str(tmp_path), **GOOD)
    assert ran.stderr == ""
    assert ran.stdout.splitlines() == [
        "[] ['security.W019', 'security.W021']",
        "False True True True ('HTTP_X_FORWARDED_PROTO', 'https')",
    ]


def test_a_proxy_is_believed_only_where_one_is_named(tmp_path: Path) -> None:
    code = "from django.conf import settings as s; print(s.SECURE_PROXY_SSL_HEADER, s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    ran = outcome(code, JUMELAGE_DATA=str(tmp_path), **(GOOD | {"JUMELAGE_TRUSTED_PROXIES": "0"}))
    assert ran.stdout == "None 0\n"


@pytest.mark.parametrize("profile", ["demo", "test"])
def test_outside_production_only_this_machine_is_answered(profile: str, tmp_path: Path) -> None:
    code = "from django.conf import settings as s; print(s.ALLOWED_HOSTS, len(s.SECRET_KEY) > 64, s.DEBUG)"
    ran = outcome(code, JUMELAGE_PROFILE=profile, JUMELAGE_DATA=str(tmp_path), JUMELAGE_HOSTS="example.org")
    assert ran.stdout == "['127.0.0.1', 'localhost', '[::1]'] True False\n"


def test_the_guide_has_one_paragraph_a_row_with_its_default() -> None:
    guide = (ROOT / "docs" / "guides" / "operator.md").read_text(encoding="utf-8")
    paragraphs = dict(re.findall(r"^\*\*`JUMELAGE_([A-Z_]+)`\*\* \((.*?)\)", guide, flags=re.MULTILINE))
    assert list(paragraphs) == [row.name for row in TABLE]
    for row in TABLE:
        expected = "needed" if row.needed else f"`{row.default}`" if row.default else "empty"
        assert paragraphs[row.name] == expected, row.name
