"""Writing items and visits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from jumelage.accounts.actor import Actor
from jumelage.partnerships.models import Topic
from jumelage.people.models import Institution
from jumelage.programme import queries, rules
from jumelage.programme.actions.parts import delete_part, require_right
from jumelage.programme.models import Contribution, PresenceValue, ProgrammeItem, Visit
from jumelage.programme.queries import Programme
from jumelage.seminars import rules as seminars
from jumelage.seminars.actions import amend_part, enter_part
from jumelage.seminars.models import Edition


@transaction.atomic
def add_item(
    *,
    by: Actor,
    edition: Edition,
    presences: Sequence[PresenceValue] = (),
    hosts: Sequence[Institution] = (),
    topics: Sequence[Topic] = (),
    **values: Any,
) -> ProgrammeItem:
    """Enter an item as it was held; its times in UTC follow from its day, its clock and its zone."""
    item = rules.as_wanted(ProgrammeItem(edition=edition), values)
    require_right(item, by=by)
    programme = queries.programme_of(edition, by)
    item.starts_at, item.ends_at = _checked(item, presences, programme)
    return enter_part(item, by=by, rows={"presences": list(presences), "hosts": list(hosts), "topics": list(topics)})


@transaction.atomic
def change_item(
    *,
    by: Actor,
    item: ProgrammeItem,
    version: int,
    presences: Sequence[PresenceValue] | None = None,
    hosts: Sequence[Institution] | None = None,
    topics: Sequence[Topic] | None = None,
    **values: Any,
) -> ProgrammeItem:
    """Change an item, and replace the lists that are given. Who spoke at it stays among those present."""
    require_right(item, by=by)
    wanted = rules.as_wanted(item, values)
    programme = queries.programme_of(item.edition, by)
    there = queries.presences_of(item)
    if presences is not None:
        there = _with_speakers(item, presences, programme)
    moments = _checked(wanted, there, programme)
    lists = {"presences": None if presences is None else there, "hosts": hosts, "topics": topics}
    rows = {name: list(listed) for name, listed in lists.items() if listed is not None}
    if all(moments):
        # An end past midnight is only right beside its moments in UTC, so these must be there before it is checked.
        _keep_moments(item, moments)
    changed = amend_part(item, by=by, version=version, values=values, rows=rows)
    _keep_moments(changed, moments)
    return changed


@transaction.atomic
def delete_item(*, by: Actor, item: ProgrammeItem) -> None:
    """Delete an item with its parts and its contributions; statements made at it stay, without it."""
    delete_part(item, by=by)


def _checked(
    item: ProgrammeItem, presences: Sequence[PresenceValue], programme: Programme
) -> tuple[datetime | None, datetime | None]:
    """Check an item with those present against the programme that it belongs to; return its moments in UTC."""
    for field in ("visit", "within"):
        seminars.check_same_edition(programme.edition.pk, getattr(item, field), field=field)
    rules.check_within(item, above=programme.above(item), levels=programme.levels(item))
    rules.check_times(item, programme.zone_of(item))
    rules.check_presences(presences, people=programme.people, delegations=programme.sizes.keys())
    rules.check_no_overlap(programme.held(item, presences), programme.others(item), shown=programme.shown)
    return (None, None) if item.count > 1 else rules.moments(item, programme.zone_of(item))


def _with_speakers(item: ProgrammeItem, presences: Iterable[PresenceValue], programme: Programme) -> list[PresenceValue]:
    listed = list(presences)
    for spoken in Contribution.objects.filter(item=item).select_related("speaker__person", "read_by__person"):
        if (speaker := rules.speaks(spoken)) is not None:
            rules.check_not_absent(speaker, listed, field="presences", shown=programme.shown)
            listed = rules.with_speaker(speaker, listed, programme.people)
    return listed


def _keep_moments(item: ProgrammeItem, moments: tuple[datetime | None, datetime | None]) -> None:
    """Keep what follows from day, clock and zone; the journal tells of these and needs no word of what follows."""
    starts_at, ends_at = moments
    ProgrammeItem.objects.filter(pk=item.pk).update(starts_at=starts_at, ends_at=ends_at)
    item.starts_at, item.ends_at = starts_at, ends_at


@transaction.atomic
def add_visit(*, by: Actor, edition: Edition, **values: Any) -> Visit:
    """Enter that a delegation went to an institution."""
    return enter_part(Visit(edition=edition, **values), by=by)


@transaction.atomic
def change_visit(*, by: Actor, visit: Visit, version: int, **values: Any) -> Visit:
    """Change a visit."""
    return amend_part(visit, by=by, version=version, values=values)


@transaction.atomic
def delete_visit(*, by: Actor, visit: Visit) -> None:
    """Delete a visit; its items stay, without it."""
    delete_part(visit, by=by)
