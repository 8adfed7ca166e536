"""The website laid out and the demo's content on it, for tests that need them and are not about them."""

from __future__ import annotations

from jumelage.config import demo
from jumelage.website import actions
from tests.factories.kept import kept


@kept
def lay_out_site() -> None:
    """Lay out the CMS: its languages, front pages and prose."""
    actions.lay_out_site()


@kept
def fill() -> None:
    """Write the demo's content down."""
    demo.fill()
