"""Sentences are read in English, whatever the language of the installation and whether its catalogues are compiled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read in English."""
    with translation.override("en"):
        yield
