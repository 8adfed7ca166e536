"""What stands below an edition: how every part of it is written, and objectives, focus topics and publications elsewhere."""

from __future__ import annotations

from itertools import chain
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.journal import actions as journal
from jumelage.journal.rules import require
from jumelage.partnerships.actions import strike_unused
from jumelage.partnerships.models import Note
from jumelage.people import actions as people
from jumelage.people import queries as known
from jumelage.seminars import queries, rules
from jumelage.seminars.actions.introducing import check_persons, follow_naming, introduce
from jumelage.seminars.models import Edition, EditionPart, ExternalPublication, FocusTopic, Objective
from jumelage.sources import actions as sources

PartT = TypeVar("PartT", bound=EditionPart)


@transaction.atomic
def enter_part(part: PartT, *, by: Actor, rows: dict[str, list[Any]] | None = None) -> PartT:
    """Enter a part of an edition of this room or a higher one; without a place in the order it comes last."""
    _require_part(part, by=by)
    # Whoever else adds to this edition waits, so that places are given once and heads are counted together.
    Edition.objects.select_for_update().get(pk=part.edition_id)
    if not part.position:
        same = type(part)._default_manager.filter(edition=part.edition_id)
        part.position = (same.aggregate(last=Max("position"))["last"] or 0) + 1
    return journal.enter(part, by=by, rows=rows)


@transaction.atomic
def amend_part(
    part: PartT, *, by: Actor, version: int, values: dict[str, Any], rows: dict[str, list[Any]] | None = None
) -> PartT:
    """Change a part of an edition, which stays with its edition."""
    _require_part(part, by=by)
    moved = values.get("edition")
    if moved is not None:
        rules.check_stays(part, edition=moved.pk)
    Edition.objects.select_for_update().get(pk=part.edition_id)
    return journal.amend(part, by=by, version=version, values=values, rows=rows)


@transaction.atomic
def strike_part(part: EditionPart, *, by: Actor) -> None:
    """Delete a part of an edition with what hangs on it and the notes about both."""
    _require_part(part, by=by)
    strike_with_notes(part, by=by)


@transaction.atomic
def strike_with_notes(record: Edition | EditionPart, *, by: Actor, was_public: bool = False) -> None:
    """Delete a record whose right was checked; notes and evidence about what falls with it go too, or it is refused.

    What was known of people by what falls is taken back.
    """
    edition = record if isinstance(record, Edition) else record.edition
    falling = queries.falling_with(record)
    ids = [part.public_id for part in falling]
    persons = chain.from_iterable(known.known_because(ids).values())
    for note in Note.objects.filter(about_id__in=ids):
        journal.strike(note, by=by)
    for part in falling:
        sources.forget_evidence(by=by, record=part)
        people.forget_because(by=by, because=part.public_id)
    strike_unused(record, by=by, was_public=was_public)
    follow_naming(by=by, edition=edition, persons=persons)


def _require_part(part: EditionPart, *, by: Actor) -> None:
    require(
        rules.may_change_part(by, part),
        _("Only coordinators of the side that this edition belongs to may change it and what stands below it."),
    )


@transaction.atomic
def add_objective(*, by: Actor, edition: Edition, **values: Any) -> Objective:
    """Enter what an edition was to achieve."""
    return enter_part(Objective(edition=edition, **values), by=by)


@transaction.atomic
def change_objective(*, by: Actor, objective: Objective, version: int, **values: Any) -> Objective:
    """Change an objective."""
    return amend_part(objective, by=by, version=version, values=values)


@transaction.atomic
def delete_objective(*, by: Actor, objective: Objective) -> None:
    """Delete an objective."""
    strike_part(objective, by=by)


@transaction.atomic
def add_focus_topic(*, by: Actor, edition: Edition, **values: Any) -> FocusTopic:
    """Enter a focus of an edition under the title that it had there; ``topics`` may be among the *values*."""
    lists = rules.take_lists(values, ("topics",))
    return enter_part(FocusTopic(edition=edition, **values), by=by, rows=lists)


@transaction.atomic
def change_focus_topic(*, by: Actor, focus_topic: FocusTopic, version: int, **values: Any) -> FocusTopic:
    """Change a focus topic, and replace its ``topics`` if they are given."""
    lists = rules.take_lists(values, ("topics",))
    return amend_part(focus_topic, by=by, version=version, values=values, rows=lists)


@transaction.atomic
def delete_focus_topic(*, by: Actor, focus_topic: FocusTopic) -> None:
    """Delete a focus topic."""
    strike_part(focus_topic, by=by)


@transaction.atomic
def add_publication(*, by: Actor, edition: Edition, **values: Any) -> ExternalPublication:
    """Enter what somebody else published about an edition."""
    check_persons(by=by, persons=[("author", values.get("author"))])
    made = enter_part(ExternalPublication(edition=edition, **values), by=by)
    introduce(by=by, record=edition, persons=[made.author], because=made.public_id)
    return made


@transaction.atomic
def change_publication(*, by: Actor, publication: ExternalPublication, version: int, **values: Any) -> ExternalPublication:
    """Change a publication elsewhere."""
    if (author := values.get("author")) != publication.author:
        check_persons(by=by, persons=[("author", author)])
    changed = amend_part(publication, by=by, version=version, values=values)
    introduce(by=by, record=changed.edition, persons=[changed.author], because=changed.public_id)
    return changed


@transaction.atomic
def delete_publication(*, by: Actor, publication: ExternalPublication) -> None:
    """Delete a publication elsewhere."""
    strike_part(publication, by=by)
