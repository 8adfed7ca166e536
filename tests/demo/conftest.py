"""The demo's content is filled once a module; what a test changes is rolled back after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from jumelage.config import demo


@pytest.fixture(scope="module")
def filled_database(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """Fill the database of this process, and put an empty one back when the module is through."""
    with django_db_blocker.unblock():
        demo.fill()
    yield
    with django_db_blocker.unblock():
        django_db_setup.restore()


@pytest.fixture
def filled(filled_database: None, db: None) -> None:
    """A database with the demo's content, within a transaction of the test."""
