"""Two transactions at once, on two connections: the numbers of the journal, and changes to the same record.

On PostgreSQL the second act waits for an advisory lock, on SQLite for the write lock (IMMEDIATE); what a reader
by cursor sees is the same.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from typing import Any

import pytest
from django.db import connection, connections, transaction

from jumelage.accounts import actions as accounts
from jumelage.accounts.models import User
from jumelage.fields.models import Name
from jumelage.journal import actions as journal
from jumelage.journal.models import Row
from jumelage.journal.rules import Refusal, StaleRecord
from jumelage.partnerships.models import Topic
from jumelage.people import actions as people
from jumelage.people.models import Institution
from jumelage.values import LocalText
from tests.factories import world as make
from tests.factories.world import BY

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 30  # seconds after which a lock counts as never released


@pytest.fixture
def apart() -> Iterator[Callable[..., Future[Any]]]:
    """Run an act on a thread and a connection of its own."""
    with ThreadPoolExecutor(4) as pool:

        def run(act: Callable[[], Any]) -> Future[Any]:
            def on_its_own() -> Any:
                try:
                    return act()
                finally:
                    connections.close_all()

            return pool.submit(on_its_own)

        yield run


def holding(act: Callable[[], Any], done: threading.Event, end: threading.Event) -> Callable[[], Any]:
    """Wrap an act in a transaction that stays open after it until it is told to end."""

    def held() -> Any:
        with transaction.atomic():
            result = act()
            done.set()
            assert end.wait(PATIENCE)
            return result

    return held


def test_the_second_act_waits_and_no_reader_skips_a_row(apart: Callable[..., Future[Any]]) -> None:
    topic = journal.enter(Topic(label=LocalText.of(de="Teilhabe")), by=BY)
    cursor = Row.objects.latest("number").number
    done, end = threading.Event(), threading.Event()
    first = apart(holding(lambda: journal.append(by=BY, verb="first", record=topic), done, end))
    assert done.wait(PATIENCE)
    second = apart(lambda: journal.append(by=BY, verb="second", record=topic))
    with pytest.raises(StillWaiting):
        second.result(timeout=1)
    assert read_from(cursor) == []  # not even the second: its number is not drawn yet
    end.set()
    assert first.result(PATIENCE).number == cursor + 1
    assert second.result(PATIENCE).number == cursor + 2
    assert read_from(cursor) == ["first", "second"]


def read_from(cursor: int) -> list[str]:
    """Return the verbs of the rows after *cursor*, as a follower reads them."""
    return list(Row.objects.filter(number__gt=cursor).values_list("verb", flat=True))


def test_a_number_whose_transaction_failed_is_drawn_again(apart: Callable[..., Future[Any]]) -> None:
    topic = journal.enter(Topic(label=LocalText.of(de="Teilhabe")), by=BY)
    cursor = Row.objects.latest("number").number
    done, end = threading.Event(), threading.Event()

    def fail() -> None:
        with transaction.atomic():
            journal.append(by=BY, verb="failed", record=topic)
            done.set()
            assert end.wait(PATIENCE)
            raise RuntimeError

    first = apart(fail)
    assert done.wait(PATIENCE)
    second = apart(lambda: journal.append(by=BY, verb="second", record=topic))
    end.set()
    assert isinstance(first.exception(PATIENCE), RuntimeError)
    assert second.result(PATIENCE).number == cursor + 1
    assert read_from(cursor) == ["second"]


def test_many_acts_at_once_are_numbered_without_gap(apart: Callable[..., Future[Any]]) -> None:
    topic = journal.enter(Topic(label=LocalText.of(de="Teilhabe")), by=BY)
    cursor = Row.objects.latest("number").number
    acts = [apart(lambda: journal.append(by=BY, verb="act", record=topic)) for _ in range(12)]
    assert sorted(act.result(PATIENCE).number for act in acts) == list(range(cursor + 1, cursor + 13))


def test_of_two_changes_to_one_version_the_second_is_refused(apart: Callable[..., Future[Any]]) -> None:
    topic = journal.enter(Topic(label=LocalText.of(de="Teilhabe")), by=BY)
    done, end = threading.Event(), threading.Event()

    def change(word: str) -> Any:
        return journal.amend(topic, by=BY, version=1, values={"label": LocalText.of(de=word)})

    first = apart(holding(lambda: change("Erste"), done, end))
    assert done.wait(PATIENCE)
    second = apart(lambda: change("Zweite"))
    with pytest.raises(StillWaiting):
        second.result(timeout=0.5)
    end.set()
    assert first.result(PATIENCE).version == 2
    stale = second.exception(PATIENCE)
    assert isinstance(stale, StaleRecord)
    assert stale.current.label == Topic.objects.get().label == LocalText.of(de="Erste")  # type: ignore[attr-defined]


def test_two_administrators_cannot_take_each_others_right_at_once(apart: Callable[..., Future[Any]]) -> None:
    anna, boris = (make.user(is_administrator=True) for _ in range(2))
    done, end = threading.Event(), threading.Event()

    def demote(user: User) -> User:
        return accounts.change_user(by=BY, user=user, version=1, is_administrator=False)

    first = apart(holding(lambda: demote(anna), done, end))
    assert done.wait(PATIENCE)
    second = apart(lambda: demote(boris))
    with pytest.raises(StillWaiting):
        second.result(timeout=0.5)
    end.set()
    first.result(PATIENCE)
    assert isinstance(second.exception(PATIENCE), Refusal)
    assert User.objects.get(is_administrator=True) == boris


def test_two_changes_at_once_close_no_ring_of_institutions(apart: Callable[..., Future[Any]]) -> None:
    names = [Name("Sozialamt", "de")]
    above, below = (people.add_institution(by=BY, names=names) for _ in range(2))
    done, end = threading.Event(), threading.Event()

    def put(child: Institution, parent: Institution) -> Institution:
        return people.change_institution(by=BY, institution=child, version=1, names=names, parent=parent)

    first = apart(holding(lambda: put(below, above), done, end))
    assert done.wait(PATIENCE)
    second = apart(lambda: put(above, below))
    with pytest.raises(StillWaiting):
        second.result(timeout=0.5)
    end.set()
    first.result(PATIENCE)
    refused = second.exception(PATIENCE)
    assert isinstance(refused, Refusal)
    assert getattr(refused, "field", None) == "parent"


def test_an_address_taken_meanwhile_is_refused_in_a_sentence(apart: Callable[..., Future[Any]]) -> None:
    done, end = threading.Event(), threading.Event()
    first = apart(holding(lambda: make.user(email="anna@example.org"), done, end))
    assert done.wait(PATIENCE)
    second = apart(lambda: make.user(email="Anna@example.org"))
    with pytest.raises(StillWaiting):
        second.result(timeout=0.5)
    end.set()
    first.result(PATIENCE)
    assert isinstance(second.exception(PATIENCE), Refusal)
    assert User.objects.get().email == "anna@example.org"


def test_the_database_is_the_one_that_the_test_is_about() -> None:
    assert connection.vendor in ("sqlite", "postgresql")
    if connection.vendor == "sqlite":
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
