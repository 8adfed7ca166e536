"""The world of the tests on the desk, and one record of every kind in it."""

from __future__ import annotations

from typing import Any

import pytest

from jumelage.accounts.actor import Role
from jumelage.partnerships.models import Grant
from tests.desk.acquainted import acquainted
from tests.desk.documented import documented
from tests.factories import world as make
from tests.factories.kept import kept
from tests.factories.world import World

Pair = tuple[World, dict[str, Any]]


@pytest.fixture
def pair(db: None, request: pytest.FixtureRequest) -> Pair:
    """The world, and what a test wants to find in it."""
    return _both() if "records" in request.fixturenames else (make.build(), {})


@pytest.fixture
def world(pair: Pair) -> World:
    """Two partnerships; in the first, side b lies abroad and sees what is shared."""
    return pair[0]


@pytest.fixture
def records(pair: Pair) -> dict[str, Any]:
    """One record of every kind in the first partnership: what can belong to a side belongs to both, or to side a."""
    return pair[1]


@kept
def _both() -> Pair:
    world = make.build()
    a = world.sides["a"]
    city = make.looked_after(a.city, by=a)
    series = make.series(world.partnership)
    edition = make.edition(series, 7)
    make.edition(series, 8, topics=[make.topic("Pflege", introduced_by=a)])
    return world, {
        "edition": edition,
        "series": series,
        "partnership": world.partnership,
        "city": city,
        "institution": make.institution(city=city, introduced_by=a),
        "topic": make.topic(introduced_by=a),
        "note": make.note(edition, a, visibility="both_sides"),
        "proposal": make.proposal(city, made_by=world.actor(Role.COORDINATOR, "b")),
        "user": world.coordinator_a,
        "grant": Grant.objects.get(user=world.coordinator_a),
        **documented(world, edition),
        **acquainted(world),
    }
