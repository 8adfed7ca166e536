"""Who may do what for which side, and which states a partnership may pass through.

The rights here are compared with tests/house/matrix.toml, which is written by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor, Role
from jumelage.fields.models import Name
from jumelage.journal.rules import Refusal
from jumelage.partnerships.models import (
    Grant,
    Note,
    Partnership,
    Proposal,
    ProposalState,
    SharedRecord,
    SharingValue,
    SideRecord,
    State,
    StateValue,
    Visibility,
)
from jumelage.values import PartialDate, PartialDateError

COORDINATORS = (Role.COORDINATOR,)
EVERY_ROLE = tuple(Role)

#: From a state to those that may follow it (domain.md 3.2); the first state of all may be any but the end.
NEXT_STATES: dict[str, frozenset[str]] = {
    State.EXPLORING: frozenset({State.ACTIVE, State.ENDED}),
    State.ACTIVE: frozenset({State.DORMANT, State.SUSPENDED, State.ENDED}),
    State.DORMANT: frozenset({State.ACTIVE, State.SUSPENDED, State.ENDED}),
    State.SUSPENDED: frozenset({State.ACTIVE, State.DORMANT, State.ENDED}),
    State.ENDED: frozenset(),
}


def sees(actor: Actor, record: SideRecord, *, partnership: int) -> bool:
    """Say whether grants show *record* to *actor*; the same law as ``queries.side_filter``, for one loaded row."""
    if actor.is_administrator or record.owner_side_id in actor.sides:
        return True
    shown = record.owner_side_id is None or record.visibility != Visibility.INTERNAL
    return shown and partnership in actor.open_partnerships


def may_write(actor: Actor, *, partnership: int, owner_side: int | None) -> bool:
    """Say whether *actor* may add or change a record of a partnership that belongs to *owner_side* (null: shared)."""
    if actor.is_administrator:
        return True
    if owner_side is not None:
        return actor.holds(COORDINATORS, side=owner_side)
    return any(grant.partnership == partnership and grant.role in COORDINATORS and grant.open for grant in actor.grants)


def may_add_shared(actor: Actor) -> bool:
    """Any coordinator adds cities, topics and institutions."""
    return actor.is_administrator or actor.holds(COORDINATORS)


def may_change_shared(actor: Actor, record: SharedRecord) -> bool:
    """The side that introduced a shared record changes it, and the administrator; others propose."""
    return actor.is_administrator or (
        record.introduced_by_id is not None and actor.holds(COORDINATORS, side=record.introduced_by_id)
    )


def may_propose(actor: Actor, record: SharedRecord) -> bool:
    """Coordinators propose what they may not change."""
    return actor.holds(COORDINATORS) and not may_change_shared(actor, record)


def may_answer(actor: Actor, proposal: Proposal) -> bool:
    """A proposal that is open is answered by a coordinator of the side it is made to, or by an administrator."""
    if proposal.state != ProposalState.OPEN:
        return False
    return actor.is_administrator or (proposal.addressee_id is not None and actor.holds(COORDINATORS, side=proposal.addressee_id))


def may_add_partnership(actor: Actor) -> bool:
    """Only administrators enter a partnership; its coordinators do the rest."""
    return actor.is_administrator


def may_change_partnership(actor: Actor, partnership: Partnership) -> bool:
    """Administrators, and coordinators of a side that sees what the partnership shares."""
    return may_write(actor, partnership=partnership.pk, owner_side=None)


def may_change_abroad(actor: Actor) -> bool:
    """Which city a side is and in which country it lies decides whether sharing needs a decision: administrators only."""
    return actor.is_administrator


def may_decide_sharing(actor: Actor) -> bool:
    """Sharing with a side abroad is decided for the installation, so administrators enter the decision."""
    return actor.is_administrator


def may_delete_partnership(actor: Actor) -> bool:
    """Only administrators, and only while nothing hangs on it."""
    return actor.is_administrator


def may_grant(actor: Actor) -> bool:
    """Only administrators add, change and revoke grants."""
    return actor.is_administrator


def may_see_grants(actor: Actor) -> bool:
    """Administrators see all grants, everybody signed in the own, coordinators those of their sides."""
    return actor.kind == "user" or actor.is_administrator


def may_see_grant(actor: Actor, grant: Grant) -> bool:
    """The same law as ``queries.visible_grants``, for one loaded row."""
    if actor.is_administrator or actor.holds(COORDINATORS, side=grant.side_id):
        return True
    return actor.kind == "user" and grant.user.public_id == actor.id


def may_add_note(actor: Actor, *, side: int) -> bool:
    """Everybody with a role for a side writes notes for it."""
    return actor.is_administrator or actor.holds(EVERY_ROLE, side=side)


def may_change_note(actor: Actor, note: Note) -> bool:
    """Coordinators of the side that wrote the note change and delete it."""
    return actor.is_administrator or (note.owner_side_id is not None and actor.holds(COORDINATORS, side=note.owner_side_id))


def check_states(states: Sequence[StateValue]) -> None:
    """Refuse a chain of states that has no reason, no decision, no order in time or an impossible step."""
    before: StateValue | None = None
    for value in states:
        _check_state(value)
        if before is None and value.state == State.ENDED:
            raise Refusal(_("A partnership cannot begin with its end. Enter first the state it was in before."), field="states")
        if value.state == State.ENDED and not value.reference.strip():
            raise Refusal(
                _("An end needs the reference of the decision. Enter the number or date of the council's decision."),
                field="states",
            )
        if value.state in (State.DORMANT, State.SUSPENDED) and not value.reason:
            raise Refusal(
                _("A partnership that rests needs a reason that people can read. Write it in at least one language."),
                field="states",
            )
        if before is not None:
            _check_step(before, value)
        before = value


def _check_state(value: StateValue) -> None:
    if value.state not in NEXT_STATES:
        raise Refusal(_("One of the states is unknown. Choose one from the list."), field="states")
    try:
        PartialDate.parse(value.since)
    except PartialDateError as error:
        raise Refusal(
            _("Every state needs the date since when it holds, at least the year. Enter it."), field="states"
        ) from error
    check_beginning(value.since, field="states")


def check_beginning(since: PartialDate | str | None, *, field: str) -> None:
    """Refuse a period where one day, month or year, or a part of these, is asked for: since when something holds."""
    if "/" in str(since or "") and PartialDate.parse(str(since)).is_interval:
        raise Refusal(_("Since when it holds is one date, not a period. Enter the day, the month or the year."), field=field)


def _check_step(before: StateValue, after: StateValue) -> None:
    if after.state not in NEXT_STATES[before.state]:
        sentence = _("“%(after)s” cannot follow “%(before)s”. Enter the state between them, or correct one of the two.")
        raise Refusal(sentence % {"after": State(after.state).label, "before": State(before.state).label}, field="states")
    first, second = PartialDate.parse(before.since).earliest, PartialDate.parse(after.since).latest
    if first and second and second < first:
        raise Refusal(_("The states are not in the order of time. Correct the dates, the earliest first."), field="states")


def state_on(states: Sequence[StateValue], day: date) -> StateValue | None:
    """Return the state that held on *day*: the last that had possibly begun by then; ``None`` before the first."""
    begun = [value for value in states if (since := PartialDate.parse(value.since).earliest) is None or since <= day]
    return begun[-1] if begun else None


def check_sharing(decisions: Sequence[SharingValue], *, sides: Sequence[int]) -> None:
    """Refuse a decision for a side that the partnership does not have, or one that nobody took."""
    for decision in decisions:
        if decision.side not in sides:
            raise Refusal(
                _("A sharing decision names a side that this partnership does not have. Choose one of its sides."),
                field="sharing",
            )
        if not decision.decided_by.strip():
            raise Refusal(_("A sharing decision needs somebody who took it. Enter the office or body."), field="sharing")


def check_names(names: Sequence[Name]) -> None:
    """Refuse a record that would be left without any name."""
    if not any(name.value.strip() for name in names):
        raise Refusal(_("At least one name is needed. Write a name and choose its language."), field="names")
