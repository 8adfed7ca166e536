"""A website with the demo's invented partnership on it."""

from __future__ import annotations

import pytest

from jumelage.config import demo
from jumelage.website.actions import lay_out_site


@pytest.fixture
def laid_out(db: None) -> None:
    """The CMS with its front pages and prose, and no record."""
    lay_out_site()


@pytest.fixture
def filled(laid_out: None) -> None:
    """The demo's partnership, published."""
    demo.fill()
