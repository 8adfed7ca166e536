"""The programme of an edition as it was held: items, visits, who was there, who spoke and what was said."""

from jumelage.programme.models.item import (
    Contribution,
    ContributionKind,
    ItemKind,
    Presence,
    PresenceStatus,
    PresenceValue,
    ProgrammeItem,
    Statement,
    StatementKind,
    Visit,
    VisitState,
)

__all__ = [
    "Contribution",
    "ContributionKind",
    "ItemKind",
    "Presence",
    "PresenceStatus",
    "PresenceValue",
    "ProgrammeItem",
    "Statement",
    "StatementKind",
    "Visit",
    "VisitState",
]
