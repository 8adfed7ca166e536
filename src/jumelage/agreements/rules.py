"""Rules of agreements: who may write them, what contradicts itself, and in which order they came."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.agreements.models import Agreement, PartyValue, SignatureValue, TermKind, TermValue
from jumelage.journal.rules import Refusal
from jumelage.partnerships import rules as partnerships
from jumelage.partnerships.models import Visibility


def may_add_agreement(actor: Actor, *, partnership: int, owner_side: int | None) -> bool:
    """Coordinators add agreements for their side, or shared ones where sharing with it is open."""
    return partnerships.may_write(actor, partnership=partnership, owner_side=owner_side)


def may_change_agreement(actor: Actor, agreement: Agreement) -> bool:
    """Coordinators of the side that an agreement belongs to; of both sides if it is shared."""
    return partnerships.may_write(actor, partnership=agreement.partnership_id, owner_side=agreement.owner_side_id)


def is_public(agreement: Agreement) -> bool:
    """An agreement is public while it is shown to everybody and its partnership is published."""
    return agreement.visibility == Visibility.PUBLIC and agreement.partnership.published


def is_kept_apart(agreement: Agreement) -> bool:
    """Say whether an agreement is its side's own affair."""
    return agreement.owner_side_id is not None and agreement.visibility == Visibility.INTERNAL


def sides_that_know(agreement: Agreement, sides: Iterable[int]) -> dict[int, bool]:
    """Return which of a partnership's *sides* learn of the signatories, and whether only by what is shared.

    The side that the agreement belongs to knows them by itself; the others only where it is shown to them.
    """
    owner, hidden = agreement.owner_side_id, is_kept_apart(agreement)
    return {side: side != owner for side in sides if side == owner or not hidden}


# ── What is refused ──────────────────────────────────────────────────────────────────────────────────────────────────


def check_time(agreement: Agreement) -> None:
    """Refuse a time in force that is no time from – to, or that was over before anybody signed."""
    signed, in_force = agreement.signed_on, agreement.in_force
    if in_force is None:
        return
    if not in_force.is_interval:
        sentence = _(
            "“%(time)s” alone does not say from when to when. Write %(time)s– if no end was agreed, or both ends; the day of "
            "signing stands above."
        )
        raise Refusal(sentence % {"time": in_force.edtf}, field="in_force")
    if signed and signed.earliest and in_force.latest and in_force.latest < signed.earliest:
        raise Refusal(_("The agreement ends before it was signed. Correct one of the two dates."), field="in_force")


def check_link(agreement: Agreement, *, field: str, above: Collection[int]) -> None:
    """Refuse what an agreement rests on, or takes the place of, where that belongs elsewhere, is later or closes a ring.

    *field* is ``based_on`` or ``supersedes``; *above* are the keys of what the other itself is based on, or supersedes.
    """
    other: Agreement | None = getattr(agreement, field)
    if other is None:
        return
    if other.partnership_id != agreement.partnership_id:
        sentence = _("This agreement belongs to another partnership. Choose one of this partnership.")
    elif agreement.pk is not None and (other.pk == agreement.pk or agreement.pk in above):
        sentence = (
            _("An agreement cannot be based on itself, nor on one that is based on it. Choose another.")
            if field == "based_on"
            else _("An agreement cannot supersede itself, nor one that supersedes it. Choose another.")
        )
    elif _is_later(other, agreement):
        sentence = (
            _("An agreement cannot be based on one that was signed after it. Choose another, or correct the dates.")
            if field == "based_on"
            else _("An agreement cannot supersede one that was signed after it. Choose another, or correct the dates.")
        )
    else:
        return
    raise Refusal(sentence, field=field)


def _is_later(other: Agreement, agreement: Agreement) -> bool:
    begins = other.signed_on.earliest if other.signed_on else None
    ends = agreement.signed_on.latest if agreement.signed_on else None
    return begins is not None and ends is not None and begins > ends


def check_parties(parties: Sequence[PartyValue], *, sides: Collection[int]) -> None:
    """Refuse parties that are nobody, that stand there twice, or a side of another partnership."""
    if any(party.side is None and party.institution is None for party in parties):
        raise Refusal(_("A party is a side or an institution. Choose one."), field="parties")
    if len(set(parties)) < len(parties):
        raise Refusal(_("The same party stands there twice. Take one of the two away."), field="parties")
    _check_sides((party.side for party in parties), sides=sides, field="parties")


def check_signatures(signatures: Sequence[SignatureValue], *, sides: Collection[int]) -> None:
    """Refuse a signature that is nobody's, somebody who signs twice, or a side of another partnership."""
    if any(not (one.person or one.office or one.words.strip()) for one in signatures):
        sentence = _("Somebody signed: choose the person or the office, or enter the words as printed.")
        raise Refusal(sentence, field="signatures")
    persons = [one.person for one in signatures if one.person]
    if len(set(persons)) < len(persons):
        raise Refusal(_("The same person signs twice. Take one of the two signatures away."), field="signatures")
    _check_sides((one.side for one in signatures), sides=sides, field="signatures")


def _check_sides(given: Iterable[int | None], *, sides: Collection[int], field: str) -> None:
    if any(side is not None and side not in sides for side in given):
        raise Refusal(_("This side does not belong to the partnership. Choose one of its sides."), field=field)


def check_terms(terms: Sequence[TermValue]) -> None:
    """Refuse a term of which nobody could say what it promises, and two of a kind for the same time."""
    known: set[tuple[str, str]] = set()
    for term in terms:
        if term.kind == TermKind.OTHER and not term.text:
            raise Refusal(_("A term of another kind is told in words. Write it in at least one language."), field="terms")
        if term.kind != TermKind.OTHER and (term.kind, term.valid) in known:
            sentence = _("Two terms of the same kind hold at the same time. Take one away, or enter for both when they held.")
            raise Refusal(sentence, field="terms")
        known.add((term.kind, term.valid))


# ── In which order they came ─────────────────────────────────────────────────────────────────────────────────────────


def day_of(agreement: Agreement) -> date | None:
    """Return the first day on which an agreement may have been signed, else on which it may have come into force."""
    known = (agreement.signed_on, agreement.in_force)
    return next((when.earliest for when in known if when and when.earliest), None)


def in_order(agreements: Iterable[Agreement]) -> list[Agreement]:
    """Return agreements in the order of time; one without a date stands behind what it is based on, else at the end."""
    listed = list(agreements)
    days = {one.pk: day_of(one) for one in listed}

    def place(one: Agreement) -> tuple[date, bool, int]:
        before = [day for key in (one.based_on_id, one.supersedes_id) if key and (day := days.get(key))]
        day = days[one.pk]
        return (day or max(before, default=date.max), day is None, one.pk)

    return sorted(listed, key=place)
