"""What every test relies on: a database of its own process, a closed network, and which tests run where."""

from __future__ import annotations

import gc
import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from whitenoise.middleware import WhiteNoiseMiddleware

from tests import databases
from tests.factories.kept import taken_back, watch

#: Fixtures by which a test shows that it touches the database.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "admin_client", "django_db_setup"}
#: Set where only those tests are wanted that touch the database (the second run, on PostgreSQL).
ONLY_DATABASE = "ONLY_DATABASE_TESTS"
ONCE = ("walk", "wheel", "process")
LONG = (*ONCE, "every_route")
#: Folders that the second run repeats only where nothing may be left out: what they ask of the database, the rooms ask too.
ABOVE_THE_ROOMS = ("demo", "desk", "house", "mission", "website")
#: Set where nothing may be left out: the second run repeats everything that touches the database, the walks over every route
#: too, which take minutes, and the first makes them as everybody.
NOTHING_LEFT_OUT = "NOTHING_LEFT_OUT"

# Playwright's loop runs in the thread of the test, where Django would refuse every query.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the second run does not repeat, what only .ci/run does, and walks where there is no browser."""
    if not os.environ.get(NOTHING_LEFT_OUT) or os.environ.get(ONLY_DATABASE):
        left = [item for item in items if item.get_closest_marker("everybody")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]
    if os.environ.get(ONLY_DATABASE):
        kept = [item for item in items if touches_database(item) and is_repeated(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept
    if not chromium():
        for item in items:
            if item.get_closest_marker("walk"):
                item.add_marker(pytest.mark.skip(reason="no Chromium is installed (Debian: sudo apt install chromium)"))
    # What takes long begins early, so that no process is left with it when the others are done; chance orders the rest.
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in LONG))


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what was loaded for good: the site and the tests are a million objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def touches_database(item: pytest.Item) -> bool:
    """Say whether a test reads or writes the database."""
    return bool(item.get_closest_marker("django_db")) or bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


def is_repeated(item: pytest.Item) -> bool:
    """Say whether the second run repeats a test."""
    if any(item.get_closest_marker(name) for name in ONCE):
        return False
    folder = item.path.relative_to(item.config.rootpath / "tests").parts[0]
    return bool(os.environ.get(NOTHING_LEFT_OUT)) or folder not in ABOVE_THE_ROOMS


def chromium() -> str | None:
    """Return the path of a browser for the walks, or ``None``."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of the browser for the walks."""
    found = chromium()
    assert found, "The test wants a browser but is not marked as a walk; mark it with pytest.mark.walk."
    return found


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[Any]:
    """Give this process a copy of the template, and a new copy after every test that committed; it is the fixture's value."""
    worker = getattr(request.config, "workerinput", {"workerid": "main"})["workerid"]
    with django_db_blocker.unblock():
        database = databases.for_process(worker, settings.DATA)
        watch()
        database.make()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: database.restore())
            yield database
        database.drop()


@pytest.fixture(autouse=True)
def own_ground() -> Iterator[None]:
    """Let every test begin on the ground on which the one before began."""
    with taken_back():
        yield


@pytest.fixture(autouse=True, scope="session")
def static_files() -> Iterator[None]:
    """Look for the static files once: the client of every test loads the middleware, which would look again."""
    look, known = WhiteNoiseMiddleware.add_files_from_finders, {}

    def look_once(self: WhiteNoiseMiddleware) -> None:
        if not known:
            look(self)
            known.update(self.files)
        self.files.update(known)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


@pytest.fixture(autouse=True, scope="session")
def closed_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine, so that no test leans on the network."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_near(address[0]):
            raise RuntimeError(f"A test tried to reach {address[0]}; tests stay on this machine.")
        connect(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not (is_near(host) or is_address(host)):
            raise RuntimeError(f"A test tried to find the address of {host}; tests stay on this machine.")
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


def is_near(host: Any) -> bool:
    """Say whether *host* is this machine; names other than localhost are not looked up."""
    text = host.decode() if isinstance(host, bytes) else host
    return text in (None, "", "localhost", socket.gethostname()) or (is_address(text) and ipaddress.ip_address(text).is_loopback)


def is_address(host: Any) -> bool:
    """Say whether *host* is written in numbers, so that nobody need be asked where it is."""
    try:
        ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host)
    except ValueError:
        return False
    return True
