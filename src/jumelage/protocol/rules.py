"""Rules of honours: who may write them, what contradicts itself, and when one may stand on public pages."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.journal.rules import Refusal
from jumelage.partnerships import rules as partnerships
from jumelage.partnerships.models import Visibility
from jumelage.programme.models import ProgrammeItem
from jumelage.protocol.models import Clearance, Honour, PresenterValue, RecipientValue
from jumelage.seminars import rules as seminars

#: With these an honour may be told of in public (domain.md V18, M57).
CLEARED = (Clearance.NOT_NEEDED, Clearance.CLEARED)
#: These are decisions, taken on a day.
_DECIDED = (Clearance.CLEARED, Clearance.REFUSED)


def may_add_honour(actor: Actor, *, partnership: int, owner_side: int | None) -> bool:
    """Coordinators add honours for their side, or shared ones where sharing with it is open."""
    return partnerships.may_write(actor, partnership=partnership, owner_side=owner_side)


def may_change_honour(actor: Actor, honour: Honour) -> bool:
    """Coordinators of the side that an honour belongs to; of both sides if it is shared."""
    return partnerships.may_write(actor, partnership=honour.partnership_id, owner_side=honour.owner_side_id)


def is_public(honour: Honour) -> bool:
    """An honour is public while it may be kept and is shown to everybody, as are its partnership, its edition and its item."""
    if honour.clearance not in CLEARED or honour.visibility != Visibility.PUBLIC or not honour.partnership.published:
        return False
    return (honour.edition is None or seminars.is_public(honour.edition)) and _is_shown(honour.item)


def _is_shown(item: ProgrammeItem | None) -> bool:
    """Say whether an item and all that it stands within are shown; it stands in no ring."""
    return item is None or (item.is_public and _is_shown(item.within))


def is_kept_apart(honour: Honour) -> bool:
    """Say whether an honour is its side's own affair, or stands at an edition that is."""
    if honour.edition is not None and seminars.is_kept_apart(honour.edition):
        return True
    return honour.owner_side_id is not None and honour.visibility == Visibility.INTERNAL


def sides_that_know(honour: Honour, sides: Collection[int]) -> dict[int, bool]:
    """Return which of a partnership's *sides* learn of the persons in an honour, and whether only by what is shared.

    The side that it belongs to knows them by itself, the others only where it is shown to them; nobody who may not see the
    edition at which it was awarded.
    """
    owner = honour.owner_side_id
    hidden = owner is not None and honour.visibility == Visibility.INTERNAL
    there = sides if honour.edition is None else seminars.sides_that_know(honour.edition, sides)
    return {side: side != owner for side in sides if side in there and (side == owner or not hidden)}


# ── What is refused ──────────────────────────────────────────────────────────────────────────────────────────────────


def check_body(honour: Honour) -> None:
    """Refuse an honour that nobody awarded (domain.md V18)."""
    if honour.awarding_body_id is None and not honour.awarding_words.strip():
        sentence = _("Somebody awarded it: choose the institution, or enter the awarding body in words.")
        raise Refusal(sentence, field="awarding_body")


def check_sides(honour: Honour, *, sides: Collection[int]) -> None:
    """Refuse sides of another partnership, and an honour from a side to itself."""
    for field in ("awarded_by", "received_by"):
        side = getattr(honour, f"{field}_id")
        if side is not None and side not in sides:
            raise Refusal(_("This side does not belong to the partnership. Choose one of its sides."), field=field)
    if honour.awarded_by_id is not None and honour.awarded_by_id == honour.received_by_id:
        sentence = _("An honour goes from one side to another. Choose two sides, or leave one empty.")
        raise Refusal(sentence, field="received_by")


def check_place(honour: Honour) -> None:
    """Refuse an edition of another partnership, and a programme item of another edition."""
    if honour.edition is not None and honour.edition.series.partnership_id != honour.partnership_id:
        raise Refusal(_("This edition belongs to another partnership. Choose one of this partnership."), field="edition")
    if honour.item is None:
        return
    if honour.edition_id is None:
        raise Refusal(_("A programme item belongs to an edition. Choose the edition too."), field="edition")
    if honour.item.edition_id != honour.edition_id:
        raise Refusal(_("This programme item belongs to another edition. Choose one of this edition."), field="item")


def check_clearance(honour: Honour) -> None:
    """Refuse a decision on an honour that was taken on no day."""
    if honour.clearance in _DECIDED and not honour.clearance_on:
        raise Refusal(_("A decision is taken on a day. Enter when it was approved or refused."), field="clearance_on")


def check_recipients(recipients: Sequence[RecipientValue]) -> None:
    """Refuse an honour for nobody, a recipient that is both a person and an institution, and one that stands there twice."""
    if not recipients:
        raise Refusal(_("Somebody received it. Choose at least one person or institution."), field="recipients")
    if any((one.person is None) == (one.institution is None) for one in recipients):
        raise Refusal(_("A recipient is either a person or an institution. Choose one of the two."), field="recipients")
    named = [(one.person, one.institution) for one in recipients]
    if len(set(named)) < len(named):
        raise Refusal(_("The same recipient stands there twice. Take one of the two away."), field="recipients")


def check_presenters(presenters: Sequence[PresenterValue], recipients: Sequence[RecipientValue]) -> None:
    """Refuse a presenter that is nobody, that stands there twice, or that hands something over to herself (domain.md V18)."""
    if any(one.person is None and one.office is None for one in presenters):
        raise Refusal(_("Somebody handed it over: choose the person or the office."), field="presenters")
    if len(set(presenters)) < len(presenters):
        raise Refusal(_("The same presenter stands there twice. Take one of the two away."), field="presenters")
    if {one.person for one in presenters if one.person} & {one.person for one in recipients}:
        raise Refusal(_("Nobody hands an honour over to themselves. Choose another presenter."), field="presenters")
