"""The value ``Actor``: who asks or acts, as plain ids, so that rules need no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may be for one side of one partnership (tests/house/matrix.toml is the law of it)."""

    COORDINATOR = "coordinator"
    EDITOR = "editor"
    READER = "reader"


@dataclass(frozen=True)
class GrantValue:
    """One grant in force: a role for a side of a partnership. ``open`` tells whether the side may see shared records."""

    partnership: int
    side: int
    role: Role
    open: bool


@dataclass(frozen=True)
class Actor:
    """Somebody who asks or acts.

    ``kind`` is ``user``, ``command`` (the installation itself) or ``nobody`` (not signed in); ``id`` is the
    user's public id, the command's name or empty. Grants are those in force now.
    """

    kind: str = "nobody"
    id: str = ""
    is_administrator: bool = False
    grants: frozenset[GrantValue] = frozenset()

    @property
    def is_signed_in(self) -> bool:
        """Whether the actor is known: a user or a command."""
        return self.kind != "nobody"

    @property
    def sides(self) -> frozenset[int]:
        """The sides whose own records the actor may see."""
        return frozenset(grant.side for grant in self.grants)

    @property
    def partnerships(self) -> frozenset[int]:
        """The partnerships in which the actor has any role."""
        return frozenset(grant.partnership for grant in self.grants)

    @property
    def open_partnerships(self) -> frozenset[int]:
        """The partnerships whose shared records the actor may see."""
        return frozenset(grant.partnership for grant in self.grants if grant.open)

    def holds(self, roles: Iterable[Role], *, side: int | None = None, partnership: int | None = None) -> bool:
        """Say whether a grant of one of *roles* is held, at all, for a *side*, or for a *partnership*."""
        wanted = frozenset(roles)
        return any(
            grant.role in wanted
            and (side is None or grant.side == side)
            and (partnership is None or grant.partnership == partnership)
            for grant in self.grants
        )


NOBODY = Actor()


def command(name: str) -> Actor:
    """Return the actor that a command of the installation is; it may do everything and is logged by its name."""
    return Actor(kind="command", id=name, is_administrator=True)
