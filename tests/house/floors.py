"""The picture of the floors in docs/house.md, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.house import sources

PAGE = sources.ROOT / "docs" / "house.md"


@dataclass(frozen=True)
class Floor:
    """The rooms of one floor; ``later`` are those that are not built yet."""

    rooms: tuple[str, ...]
    later: frozenset[str]

    def as_layer(self) -> str:
        """Return the floor as the import contract writes it."""
        return " | ".join(f"({room})" if room in self.later else room for room in self.rooms)


def floors(text: str | None = None) -> list[Floor]:
    """Read the picture, the highest floor first."""
    text = PAGE.read_text("utf-8") if text is None else text
    picture = re.search(r"^```floors\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert picture, "docs/house.md has lost its picture: a fenced block that begins with ```floors."
    lines = [line for line in picture[1].splitlines() if line and not line.startswith("─")]
    return [_floor(line) for line in lines]


def _floor(line: str) -> Floor:
    names = [name.strip() for name in re.split(r"\s{2,}", line)[0].split("│")]
    bare = tuple(name.strip("()") for name in names)
    return Floor(bare, frozenset(name.strip("()") for name in names if name.startswith("(")))


def height() -> dict[str, int]:
    """Return how high each room stands; rooms of one floor stand equally high."""
    return {room: place for place, floor in enumerate(reversed(floors())) for room in floor.rooms}
