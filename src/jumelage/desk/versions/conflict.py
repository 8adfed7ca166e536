"""Two people changed one record: both versions, who changed what when, and a choice for each difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from jumelage.accounts.queries import names_of
from jumelage.desk.records.access import Place
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.queries import form_at
from jumelage.desk.versions.history import rows_of, who_did
from jumelage.desk.versions.units import Difference, data_of, differences, overlaid

TAKE = "take-"
#: How many of the newest acts are searched for who changed a field.
_SEARCHED_ACTS = 100


@dataclass(frozen=True)
class ConflictLine:
    """One difference, with who wrote theirs and when."""

    difference: Difference
    who: str
    at: datetime | None
    takes_theirs: bool


@dataclass(frozen=True)
class Conflict:
    """Everything that somebody else changed meanwhile, and in which a form differs from it."""

    differences: tuple[ConflictLine, ...]


def find_conflict(form: RecordForm, place: Place, seen: str) -> Conflict:
    """Compare a valid form with the record; where this person changed nothing, theirs is chosen beforehand."""
    found = differences(form, seen)
    authors = _authors(place)
    return Conflict(
        tuple(
            ConflictLine(line, *authors.get(line.field, ("", None)), takes_theirs=not line.mine_is_new)  # type: ignore[misc]
            for line in found
        )
    )


def _authors(place: Place) -> Mapping[str, tuple[str, datetime]]:
    rows = list(rows_of(place.record)[:_SEARCHED_ACTS])
    names = names_of({row.actor_id for row in rows if row.actor_kind == "user"})
    authors: dict[str, tuple[str, datetime]] = {}
    for row in rows:
        for name in row.changed:
            authors.setdefault(name, (who_did(row, names), row.at))
    return authors


def taken_over(posted: QueryDict, place: Place) -> Any:
    """Return what was posted, with theirs in every difference for which the person chose it."""
    units = [key.removeprefix(TAKE) for key, value in posted.items() if key.startswith(TAKE) and value == "theirs"]
    if not units:
        return posted
    base = dict(posted.lists())
    return overlaid(base, data_of(form_at(place)), units)
