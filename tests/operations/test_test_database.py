"""The tests' own database: migrated, and whole again after a test that really commits."""

from __future__ import annotations

import socket

import pytest
from django.db import connection
from wagtail.models import Locale, Page


@pytest.mark.django_db
def test_a_plain_test_finds_what_the_migrations_wrote() -> None:
    assert Page.objects.filter(depth=1).count() == 1
    assert Locale.objects.exists()
    assert "cache" in connection.introspection.table_names()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_and_the_root_page_is_back(turn: int) -> None:
    assert Page.objects.filter(depth=1).count() == 1
    assert not Locale.objects.filter(language_code="fr").exists()
    Page.objects.all().delete()
    Locale.objects.create(language_code="fr")


def test_no_test_leaves_this_machine() -> None:
    with pytest.raises(RuntimeError, match="tests stay on this machine"):
        socket.create_connection(("example.org", 80), timeout=1)
    with socket.socket() as far, pytest.raises(RuntimeError, match="tests stay on this machine"):
        far.connect(("192.0.2.1", 80))
