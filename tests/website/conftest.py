"""A website with the demo's invented partnership on it."""

from __future__ import annotations

import pytest

from tests.factories import website


@pytest.fixture
def laid_out(db: None) -> None:
    """The CMS with its front pages and prose, and no record."""
    website.lay_out_site()


@pytest.fixture
def filled(laid_out: None) -> None:
    """The demo's partnership, published."""
    website.fill()
