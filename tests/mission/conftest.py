"""The scene on which facts of the two reports are entered."""

from __future__ import annotations

import pytest

from tests.mission.scene import Scene, ground


@pytest.fixture
def scene(db: None) -> Scene:
    """Berlin–Moskau with its series, and the editions of 2019 and 2014 published without anything below them."""
    return Scene(ground(held=True))


@pytest.fixture
def bare(db: None) -> Scene:
    """Berlin–Moskau with its series, and no edition."""
    return Scene(ground(held=False))
