"""Rules of sources and of the evidence they give."""

from __future__ import annotations

from collections.abc import Set

from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.journal.rules import Refusal
from jumelage.partnerships import rules as partnerships
from jumelage.partnerships.models import Visibility
from jumelage.sources.models import Source


def may_add_source(actor: Actor, *, partnership: int, owner_side: int | None) -> bool:
    """Coordinators add sources for their side, or shared ones where sharing with it is open."""
    return partnerships.may_write(actor, partnership=partnership, owner_side=owner_side)


def may_change_source(actor: Actor, source: Source) -> bool:
    """Coordinators of the side that a source belongs to; of both sides if it is shared. They cite from it too."""
    return partnerships.may_write(actor, partnership=source.partnership_id, owner_side=source.owner_side_id)


def is_public(source: Source) -> bool:
    """Say whether a source is named on public pages."""
    return source.visibility == Visibility.PUBLIC


def check_cited_field(field: str, known: Set[str]) -> None:
    """Refuse evidence for a value that the record does not have; *known* are the names of its fields and lists."""
    if field and field.partition(".")[0] not in known:
        raise Refusal(_("This record has no such field. Choose the field that the source tells of, or none."), field="field")
