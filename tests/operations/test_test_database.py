"""The tests' own database: migrated, and whole again after a test that really commits."""

from __future__ import annotations

import socket

import pytest
from django.db import connection, transaction
from wagtail.models import Locale, Page

from tests.factories import kept, website
from tests.factories import world as make


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


@pytest.mark.django_db
def test_what_is_kept_is_what_the_actions_make() -> None:
    with kept.taken_back(), transaction.atomic():
        made = make.build.__wrapped__(is_open=False)  # type: ignore[attr-defined]  # the real thing
        counts = {name: len(table) for name, table in kept.rows().items()}
        transaction.set_rollback(True)
    worlds, tables = [], []
    for _turn in range(2):
        with kept.taken_back(), transaction.atomic():
            worlds.append(make.build(is_open=False))
            tables.append(kept.rows())
            transaction.set_rollback(True)
    assert tables[0] == tables[1]
    assert {name: len(table) for name, table in tables[0].items()} == counts
    assert worlds[0] == worlds[1]
    assert worlds[0].partnership is not worlds[1].partnership
    assert worlds[0].users.keys() == made.users.keys()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_records_come_after_those_that_were_kept(turn: int) -> None:
    website.lay_out_site()
    website.fill()
    world = make.build()
    assert make.note(make.edition(make.series(world.partnership)), world.sides["a"]).pk
    assert make.actor(world.sides["b"]).sides == {world.sides["b"].pk}


@pytest.mark.django_db
def test_beside_other_rows_nothing_is_written_that_does_not_know_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept.Kept, "write", lambda self: pytest.fail("Kept rows were written beside others."))
    city = make.city()
    world = make.build()
    assert city.pk not in {side.city_id for side in world.sides.values()}


def test_no_test_leaves_this_machine() -> None:
    with pytest.raises(RuntimeError, match="tests stay on this machine"):
        socket.create_connection(("example.org", 80), timeout=1)
    with socket.socket() as far, pytest.raises(RuntimeError, match="tests stay on this machine"):
        far.connect(("192.0.2.1", 80))
