"""What the actions of this room have in common: the right, and deleting."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from jumelage.accounts.actor import NOBODY, Actor
from jumelage.journal.rules import require
from jumelage.programme import queries
from jumelage.programme.models import Contribution, ProgrammeItem, Statement, Visit
from jumelage.seminars.actions.parts import strike_with_notes
from jumelage.seminars.models import Edition, EditionPart
from jumelage.seminars.rules import may_change_part

_VISIBLE: dict[type[EditionPart], Any] = {
    ProgrammeItem: queries.visible_items,
    Visit: queries.visible_visits,
    Contribution: queries.visible_contributions,
    Statement: queries.visible_statements,
}


def require_right(part: EditionPart, *, by: Actor) -> None:
    """Refuse whoever may not write for the edition, before anything of its programme is told; let other writers wait."""
    require(
        may_change_part(by, part),
        _("Only coordinators of the side that this edition belongs to may change its programme. Ask one of them."),
    )
    Edition.objects.select_for_update().get(pk=part.edition_id)


def delete_part(part: ProgrammeItem | Visit | Contribution | Statement, *, by: Actor) -> None:
    """Delete a part of a programme with the notes about it; its address remembers whether everybody could see it."""
    require_right(part, by=by)
    was_public = _VISIBLE[type(part)](NOBODY).filter(pk=part.pk).exists()
    strike_with_notes(part, by=by, was_public=was_public)
