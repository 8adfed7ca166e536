"""Writing cities, topics, partnerships with their sides and states, grants, notes and proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from jumelage.accounts import actions as accounts
from jumelage.accounts.actor import Actor, Role
from jumelage.accounts.models import User
from jumelage.fields.models import Name
from jumelage.journal import actions as journal
from jumelage.journal.models import Record
from jumelage.journal.rules import Refusal, require
from jumelage.partnerships import queries, rules
from jumelage.partnerships.models import (
    City,
    Grant,
    Note,
    Partnership,
    Proposal,
    ProposalState,
    SharedRecord,
    SharingValue,
    Side,
    StateValue,
    Topic,
    Visibility,
)
from jumelage.values import LocalText

SharedT = TypeVar("SharedT", bound=SharedRecord)


@dataclass(frozen=True)
class SideValue:
    """One side of a partnership, as forms hand it over: its place, its city and its label."""

    order: int
    city: City
    label: LocalText = LocalText()


@transaction.atomic
def enter_shared(record: SharedT, *, by: Actor, rows: dict[str, list[Any]] | None = None, verb: str = "add") -> SharedT:
    """Enter a shared record of this room or a higher one; the actor's side looks after it.

    ``introduced_by`` may be set before, to one of the actor's sides; otherwise the first of them is taken. The journal
    calls it by another *verb* where it follows from another record.
    """
    require(
        rules.may_add_shared(by), _("Only coordinators may add to what all partnerships share. Ask the coordinator of your side.")
    )
    own = queries.sides_of(by, roles=rules.COORDINATORS)
    if record.introduced_by_id is None and not by.is_administrator:
        record.introduced_by = own.first()
    elif record.introduced_by_id is not None:
        require(own.filter(pk=record.introduced_by_id).exists(), _("You can only enter records for a side that you coordinate."))
    return journal.enter(record, by=by, rows=rows, verb=verb)


@transaction.atomic
def amend_shared(
    record: SharedT,
    *,
    by: Actor,
    version: int,
    values: dict[str, Any],
    rows: dict[str, list[Any]] | None = None,
    proposal: Proposal | None = None,
) -> SharedT:
    """Change a shared record; with *proposal*, that proposal is accepted in the same transaction."""
    require(
        rules.may_change_shared(by, record),
        _("Only the side that looks after this record may change it. Propose the change instead."),
    )
    if proposal is not None and proposal.about_id != record.public_id:
        raise Refusal(_("This proposal is about another record. Open it again from the list of proposals."))
    changed = journal.amend(record, by=by, version=version, values=values, rows=rows)
    if proposal is not None:
        _answer(proposal, by=by, state=ProposalState.ACCEPTED, answer="")
    return changed


@transaction.atomic
def strike_shared(record: SharedRecord, *, by: Actor) -> None:
    """Delete a shared record that nothing rests on."""
    require(rules.may_change_shared(by, record), _("Only the side that looks after this record may delete it."))
    strike_unused(record, by=by)


def strike_unused(record: Record, *, by: Actor, was_public: bool = False) -> None:
    """Delete a record with the notes and proposals about it, or refuse with the names of what rests on it."""
    try:
        with transaction.atomic():
            for about in (Note, Proposal):
                for part in about.objects.filter(about_id=record.public_id):
                    journal.strike(part, by=by)
            journal.strike(record, by=by, was_public=was_public)
    except ProtectedError as error:
        kinds = sorted({str(blocking._meta.verbose_name) for blocking in error.protected_objects})
        sentence = _("This record is still used (%(kinds)s). Change or delete what uses it first.")
        raise Refusal(sentence % {"kinds": ", ".join(kinds)}) from error


def add_city(*, by: Actor, names: Sequence[Name], country: str, time_zone: str, **values: Any) -> City:
    """Enter a city with at least one name."""
    rules.check_names(names)
    return enter_shared(City(country=country, time_zone=time_zone, **values), by=by, rows={"names": list(names)})


def change_city(
    *, by: Actor, city: City, version: int, names: Sequence[Name], proposal: Proposal | None = None, **values: Any
) -> City:
    """Change a city and replace its names. The country of a partner city only an administrator changes."""
    rules.check_names(names)
    if values.get("country", city.country) != city.country and queries.uses_of_city(city):
        require(rules.may_change_abroad(by), _("Only an administrator may change the country of a city that has partners."))
    return amend_shared(city, by=by, version=version, values=values, rows={"names": list(names)}, proposal=proposal)


def add_topic(*, by: Actor, label: LocalText, **values: Any) -> Topic:
    """Enter a topic."""
    return enter_shared(Topic(label=label, **values), by=by)


def change_topic(*, by: Actor, topic: Topic, version: int, proposal: Proposal | None = None, **values: Any) -> Topic:
    """Change a topic's label."""
    return amend_shared(topic, by=by, version=version, values=values, proposal=proposal)


@transaction.atomic
def add_partnership(
    *,
    by: Actor,
    sides: Sequence[SideValue],
    states: Sequence[StateValue] = (),
    sharing: Sequence[SharingValue] = (),
    **values: Any,
) -> Partnership:
    """Enter a partnership with its sides (two or more) and its dated states."""
    require(rules.may_add_partnership(by), _("Only an administrator may enter a partnership. Ask one to do it."))
    _check_lists(sides, states, sharing)
    rules.check_beginning(values.get("since"), field="since")
    rows: dict[str, list[Any]] = {"states": list(states), "sharing": list(sharing)}
    partnership = journal.enter(Partnership(**values), by=by, rows=rows, also={"sides": _described(sides)})
    _set_sides(partnership, sides)
    return partnership


@transaction.atomic
def change_partnership(
    *,
    by: Actor,
    partnership: Partnership,
    version: int,
    sides: Sequence[SideValue] | None = None,
    states: Sequence[StateValue] | None = None,
    sharing: Sequence[SharingValue] | None = None,
    **values: Any,
) -> Partnership:
    """Change a partnership; a list that is given replaces the old one. Sides keep their identity by their order."""
    require(rules.may_change_partnership(by, partnership), _("Only coordinators of this partnership may change it."))
    before = [decision.as_value() for decision in partnership.sharing.all()]
    if sharing is not None and list(sharing) != before:
        require(rules.may_decide_sharing(by), _("Only an administrator may enter a decision on sharing."))
    known = [SideValue(side.order, side.city, side.label) for side in partnership.sides.select_related("city")]
    if sides is not None and {side.order: side.city.pk for side in sides} != {side.order: side.city.pk for side in known}:
        require(rules.may_change_abroad(by), _("Only an administrator may change the cities of a partnership."))
    _check_lists(known if sides is None else sides, states or (), before if sharing is None else sharing)
    rules.check_beginning(values.get("since"), field="since")
    rows = {name: list(listed) for name, listed in (("states", states), ("sharing", sharing)) if listed is not None}
    changed = journal.amend(partnership, by=by, version=version, values=values, rows=rows)
    if sides is not None and _described(sides) != _described(known):
        _set_sides(changed, sides)
        if changed.version == version:
            changed.version += 1
            changed.save(force_update=True)
        before_sides, after_sides = {"sides": _described(known)}, {"sides": _described(sides)}
        journal.append(by=by, verb="change", record=changed, before=before_sides, after=after_sides)
    return changed


def _described(sides: Sequence[SideValue]) -> list[dict[str, Any]]:
    """Put sides as the journal keeps them: by order, the city by its public id."""
    in_order = sorted(sides, key=lambda side: side.order)
    return [{"order": side.order, "city": side.city.public_id, "label": side.label.to_json()} for side in in_order]


def _check_lists(sides: Sequence[SideValue], states: Sequence[StateValue], sharing: Sequence[SharingValue]) -> None:
    if len(sides) < 2:
        raise Refusal(_("A partnership has at least two sides. Choose the city of each."), field="sides")
    if len({side.order for side in sides}) < len(sides):
        raise Refusal(_("Two sides have the same place. Number the sides 1, 2 and so on."), field="sides")
    if len({side.city.pk for side in sides}) < len(sides):
        raise Refusal(_("The same city stands on two sides. Choose another city for one of them."), field="sides")
    rules.check_states(states)
    rules.check_sharing(sharing, sides=[side.order for side in sides])


def _set_sides(partnership: Partnership, sides: Sequence[SideValue]) -> None:
    for value in sides:
        Side.objects.update_or_create(
            partnership=partnership, order=value.order, defaults={"city": value.city, "label": value.label}
        )
    try:
        partnership.sides.exclude(order__in=[value.order for value in sides]).delete()
    except ProtectedError as error:
        raise Refusal(
            _("A side that holds roles, series, editions, notes or proposals cannot be taken away. Delete those first."),
            field="sides",
        ) from error


@transaction.atomic
def publish_partnership(*, by: Actor, partnership: Partnership, version: int, published: bool) -> Partnership:
    """Show a partnership to everybody, or hide it again; for a screen ``seminars`` does so, where what is below it follows."""
    require(rules.may_change_partnership(by, partnership), _("Only coordinators of this partnership may publish it."))
    verb = "publish" if published else "unpublish"
    return journal.amend(partnership, by=by, version=version, values={"published": published}, verb=verb)


@transaction.atomic
def delete_partnership(*, by: Actor, partnership: Partnership) -> None:
    """Delete a partnership without series; its grants, notes and proposals go with it."""
    require(rules.may_delete_partnership(by), _("Only an administrator may delete a partnership."))
    for grant in Grant.objects.filter(side__partnership=partnership):
        revoke_grant(by=by, grant=grant)
    for part in (*partnership.notes.all(), *Proposal.objects.filter(side__partnership=partnership)):
        journal.strike(part, by=by)
    strike_unused(partnership, by=by, was_public=partnership.published)


@transaction.atomic
def add_grant(*, by: Actor, user: User, side: Side, role: Role | str, until: Any = None) -> Grant:
    """Give a user a role for a side; an editor may enter the CMS too."""
    require(rules.may_grant(by), _("Only an administrator may give roles. Ask one to do it."))
    grant = journal.enter(Grant(user=user, side=side, role=str(role), until=until), by=by)
    _follow_cms_access(user, by=by)
    return grant


@transaction.atomic
def change_grant(*, by: Actor, grant: Grant, version: int, **values: Any) -> Grant:
    """Change a grant's role, side or last day."""
    require(rules.may_grant(by), _("Only an administrator may change roles. Ask one to do it."))
    changed = journal.amend(grant, by=by, version=version, values=values)
    for user in {grant.user, changed.user}:
        _follow_cms_access(user, by=by)
    return changed


@transaction.atomic
def revoke_grant(*, by: Actor, grant: Grant) -> None:
    """Take a role away."""
    require(rules.may_grant(by), _("Only an administrator may take roles away. Ask one to do it."))
    user = grant.user
    journal.strike(grant, by=by)
    _follow_cms_access(user, by=by)


def _follow_cms_access(user: User, *, by: Actor) -> None:
    holds = queries.grants_in_force().filter(user=user, role=Role.EDITOR).exists()
    accounts.set_cms_access(by=by, user=user, allowed=holds)


@transaction.atomic
def follow_ended_grants(*, by: Actor) -> int:
    """Shut the CMS to those whose last grant as editor is over; return how many. Run once a day."""
    editors = queries.grants_in_force().filter(role=Role.EDITOR).values("user")
    ended = list(User.objects.filter(groups__name=accounts.CMS_GROUP).exclude(pk__in=editors))
    for user in ended:
        accounts.set_cms_access(by=by, user=user, allowed=False)
    return len(ended)


@transaction.atomic
def add_note(
    *, by: Actor, about: Record, partnership: Partnership, side: Side, text: str, visibility: str = Visibility.INTERNAL
) -> Note:
    """Write a note about a record, for one's own side or for both."""
    require(rules.may_add_note(by, side=side.pk), _("You can only write notes for a side in which you have a role."))
    if side.partnership_id != partnership.pk:
        raise Refusal(_("This side does not belong to the partnership. Choose one of its sides."), field="side")
    note = Note(partnership=partnership, owner_side=side, visibility=visibility, text=text.strip())
    note.about_type, note.about_id = about._meta.label_lower, about.public_id
    return journal.enter(note, by=by)


@transaction.atomic
def change_note(*, by: Actor, note: Note, version: int, **values: Any) -> Note:
    """Change a note's text or who may see it."""
    require(rules.may_change_note(by, note), _("Only coordinators of the side that wrote this note may change it."))
    if stray := set(values) - {"text", "visibility"}:
        raise ValueError(f"A note stays where it was written; do not change its {', '.join(sorted(stray))}.")
    if "text" in values:
        values["text"] = values["text"].strip()
    return journal.amend(note, by=by, version=version, values=values)


@transaction.atomic
def delete_note(*, by: Actor, note: Note) -> None:
    """Delete a note."""
    require(rules.may_change_note(by, note), _("Only coordinators of the side that wrote this note may delete it."))
    journal.strike(note, by=by)


@transaction.atomic
def propose_change(
    *,
    by: Actor,
    about: SharedRecord,
    version: int,
    data: dict[str, list[str]],
    changes: list[dict[str, str]],
    reason: str = "",
    side: Side | None = None,
) -> Proposal:
    """Propose a change to the side that looks after a record; nothing changes until it accepts.

    *side* makes the proposal, and its people read it. Without one it is a side that the actor coordinates in the
    partnership of the side that looks after the record, else the first of the actor's.
    """
    require(rules.may_propose(by, about), _("Only coordinators propose changes. Ask the coordinator of your side."))
    if not changes:
        raise Refusal(_("Nothing was changed, so there is nothing to propose. Change a field first."))
    own = queries.sides_of(by, roles=rules.COORDINATORS)
    if side is None:
        keeper = about.introduced_by
        side = (own.filter(partnership=keeper.partnership_id).first() if keeper else None) or own.first()
    else:
        require(own.filter(pk=side.pk).exists(), _("You can only propose for a side that you coordinate."))
    proposal = Proposal(about_type=about._meta.label_lower, about_id=about.public_id, about_version=version, side=side)
    proposal.addressee, proposal.data, proposal.changes, proposal.reason = about.introduced_by, data, changes, reason.strip()
    return journal.enter(proposal, by=by, verb="propose")


@transaction.atomic
def decline_proposal(*, by: Actor, proposal: Proposal, answer: str) -> Proposal:
    """Decline a proposal; whoever made it reads the answer."""
    require(rules.may_answer(by, proposal), _("This proposal is not yours to answer, or it is answered already."))
    if not answer.strip():
        raise Refusal(_("Say why the proposal is declined; whoever made it will read it."), field="answer")
    return _answer(proposal, by=by, state=ProposalState.DECLINED, answer=answer.strip())


def _answer(proposal: Proposal, *, by: Actor, state: str, answer: str) -> Proposal:
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    require(rules.may_answer(by, proposal), _("This proposal is not yours to answer, or it is answered already."))
    values = {"state": state, "answer": answer}
    return journal.amend(proposal, by=by, version=proposal.version, values=values, verb="answer")
