"""Rules of institutions. Who may change them is the law of every shared record (``partnerships.rules``)."""

from __future__ import annotations

from collections.abc import Set

from django.utils.translation import gettext as _

from jumelage.journal.rules import Refusal


def check_parent(institution: int | None, parent: int | None, *, above_parent: Set[int]) -> None:
    """Refuse a parent that is the institution itself or one of its own parts (*above_parent*: what the parent is part of)."""
    if institution is not None and parent is not None and (parent == institution or institution in above_parent):
        raise Refusal(_("An institution cannot be part of itself or of its own part. Choose another."), field="parent")
