"""The world of the tests on the desk, and one record of every kind in it."""

from __future__ import annotations

from typing import Any

import pytest

from jumelage.accounts.actor import Role
from jumelage.partnerships.models import Grant
from tests.desk.acquainted import acquainted
from tests.desk.documented import documented
from tests.factories import world as make
from tests.factories.world import World


@pytest.fixture
def world(db: None) -> World:
    """Two partnerships; in the first, side b lies abroad and sees what is shared."""
    return make.build()


@pytest.fixture
def records(world: World) -> dict[str, Any]:
    """One record of every kind in the first partnership: what can belong to a side belongs to both, or to side a."""
    a = world.sides["a"]
    city = make.looked_after(a.city, by=a)
    series = make.series(world.partnership)
    edition = make.edition(series, 7)
    make.edition(series, 8, topics=[make.topic("Pflege", introduced_by=a)])
    return {
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
