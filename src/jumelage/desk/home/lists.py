"""All lists of the desk in their groups: more kinds than the navigation has room for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.screen import Screen
from jumelage.desk.records.titles import Viewer
from jumelage.desk.screens import SCREENS

#: Which kinds stand together, under which words.
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Partnerships and their seminars"), ("partnership", "agreement", "series", "edition", "honour", "job-shadowing")),
    (_("What belongs to editions"), ("delegation", "participation", "objective", "focus-topic", "publication")),
    (_("The programme as held"), ("item", "visit", "contribution", "statement")),
    (_("People and their offices"), ("person", "office", "appointment", "counterpart", "judgement")),
    (_("Places and bodies"), ("institution", "site", "city")),
    (_("What editions are linked with"), ("topic", "event", "initiative", "project", "source")),
    (_("Working together"), ("note", "proposal")),
    (_("Who may do what"), ("user", "grant")),
)


@dataclass(frozen=True)
class ListGroup:
    """Lists that stand together."""

    heading: Any
    screens: tuple[Screen, ...]


def groups_of_lists(viewer: Viewer) -> tuple[ListGroup, ...]:
    """Return the groups with the lists that the viewer may see; an empty group is left out."""
    made = (
        ListGroup(heading, tuple(SCREENS[kind] for kind in kinds if SCREENS[kind].may_list(viewer.actor)))
        for heading, kinds in GROUPS
    )
    return tuple(group for group in made if group.screens)
