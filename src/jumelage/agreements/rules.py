"""Rules of agreements: who may write them, what contradicts itself, in which order they came, and what came of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.accounts.actor import Actor
from jumelage.agreements.models import Agreement, PartyValue, SignatureValue, TermKind, TermValue
from jumelage.journal.rules import Refusal
from jumelage.partnerships import rules as partnerships
from jumelage.partnerships.models import Visibility
from jumelage.values import PartialDate


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


# ── What was agreed, what happened ───────────────────────────────────────────────────────────────────────────────────

Kept = Literal["kept", "deviates", "broken", "unknown"]


@dataclass(frozen=True)
class Occurrence:
    """An edition that took place, as terms are compared with it; whoever stands above both rooms fills it in.

    ``title`` and ``host`` are words for readers, ``side`` is the key of the host side. ``sizes`` are those of its
    delegations as far as they are known; whether somebody came from civil society is ``None`` where nothing is known of it.
    """

    day: date
    title: str
    number: int | None = None
    side: int | None = None
    host: str = ""
    sizes: tuple[int, ...] = ()
    civil_society: bool | None = None


@dataclass(frozen=True)
class Practice:
    """What is known of one series: what took place, in which years something did that is not told, and when it rested.

    ``missing`` are numbers of which nothing is documented here; ``rested`` are the years in which contacts rested. *two*
    says whether two sides take turns, so that equal distance of numbers means equal hosts.
    """

    held: tuple[Occurrence, ...]
    missing: frozenset[int] = frozenset()
    untold: frozenset[int] = frozenset()
    rested: frozenset[int] = frozenset()
    two: bool = True


@dataclass(frozen=True)
class Outcome:
    """What came of a term: kept, deviates, broken, or not known; and a whole sentence. It warns, and blocks nothing."""

    level: Kept
    sentence: str


def compare(term: TermValue, practice: Practice, *, since: date | None, until: date | None, today: date) -> list[Outcome]:
    """Return what came of a term in one series, from *since* to *until* (``None``: open); nothing of a term in words."""
    within = sorted(
        (one for one in practice.held if (since or date.min) <= one.day <= (until or date.max)), key=lambda one: one.day
    )
    if term.kind == TermKind.OTHER:
        return []
    if not within:
        return [Outcome("unknown", _("No edition of this time is documented here."))]
    if term.kind == TermKind.CADENCE:
        return _cadence(term.value or 1, within, practice, _years(within, since, until, today))
    if term.kind == TermKind.ALTERNATION:
        return _alternation(within, two=practice.two)
    return _sizes(term.value or 1, within) if term.kind == TermKind.DELEGATION else _civil_society(within)


def term_time(agreement: Agreement, term: TermValue) -> tuple[date | None, date | None]:
    """Return the first and the last day on which a term holds: its own time, else the agreement's, else from signing on."""
    valid = PartialDate.parse(term.valid) if term.valid else agreement.in_force
    if valid is not None:
        return valid.earliest, valid.latest
    return (agreement.signed_on.earliest if agreement.signed_on else None), None


def _years(within: Sequence[Occurrence], since: date | None, until: date | None, today: date) -> range:
    """Return the whole years that are over, from the first edition on, in which the term held."""
    first, last = within[0].day.year, today.year - 1
    if since is not None:
        first = max(first, since.year if (since.month, since.day) == (1, 1) else since.year + 1)
    if until is not None:
        last = min(last, until.year if (until.month, until.day) == (12, 31) else until.year - 1)
    return range(first, last + 1)


def _cadence(agreed: int, within: Sequence[Occurrence], practice: Practice, years: range) -> list[Outcome]:
    told = [(year, *_in_year(year, agreed, practice)) for year in years]
    outcomes = []
    for (level, count, words), group in groupby(told, key=lambda row: row[1:]):
        listed = [row[0] for row in group]
        when = str(listed[0])
        if len(listed) > 1:
            when = _("each of the years {first}–{last}").format(first=listed[0], last=listed[-1])
        a_year = ngettext("One a year was agreed", "{count} a year were agreed", agreed).format(count=agreed)
        held = _held(count).format(years=when, count=count)
        outcomes.append(Outcome(level, _("{agreed}; {held}.").format(agreed=a_year, held=held) + words))
    return outcomes or [Outcome("unknown", _("No whole year of this time is over yet."))]


def _held(count: int) -> str:
    if not count:
        return _("in {years} none is documented")
    return ngettext("in {years} one was held", "in {years} {count} were held", count)


def _in_year(year: int, agreed: int, practice: Practice) -> tuple[Kept, int, str]:
    """Return how a year is judged, how many editions are known of it, and what explains it."""
    count = sum(one.day.year == year for one in practice.held)
    if count >= agreed:
        return "kept", count, ""
    if year in practice.untold or _may_be_missing(year, practice):
        return "unknown", count, " " + _("Not every number is documented here.")
    if year in practice.rested:
        return "deviates", count, " " + _("The partnership rested.")
    if year > max(one.day.year for one in practice.held):
        return "unknown", count, " " + _("Nothing later is documented here.")
    return ("deviates" if count else "broken"), count, ""


def _may_be_missing(year: int, practice: Practice) -> bool:
    """Say whether a number of which nothing is known may have been held in a year, by the numbers before and after it."""
    numbered = [(one.day.year, one.number) for one in practice.held if one.number]
    before = max((number for day, number in numbered if day < year), default=0)
    after = min((number for day, number in numbered if day > year), default=None)
    return any(before < number and (after is None or number < after) for number in practice.missing)


def _alternation(within: Sequence[Occurrence], *, two: bool) -> list[Outcome]:
    known = [one for one in within if one.side is not None]
    outcomes = []
    for first, second in pairwise(known):
        steps = second.number - first.number if first.number and second.number else 0
        if steps == 1 and first.side == second.side:
            sentence = _("The sides were to take turns; {first} and {second} were both held in {host}.")
        elif two and steps > 1 and (first.side == second.side) != (steps % 2 == 0):
            sentence = _("The sides were to take turns; between {first} and {second} they cannot have done so every time.")
        else:
            continue
        outcomes.append(Outcome("deviates", sentence.format(first=first.title, second=second.title, host=second.host)))
    if outcomes:
        return outcomes
    if len(known) < 2:
        return [Outcome("unknown", _("Too few editions are documented here to say whether the sides took turns."))]
    return [Outcome("kept", _("The sides were to take turns; as far as it is documented here, they did."))]


def _sizes(agreed: int, within: Sequence[Occurrence]) -> list[Outcome]:
    outcomes, kept = [], 0
    for one in within:
        for size in one.sizes:
            kept += size == agreed
            if size != agreed:
                had = ngettext("in {title} one came", "in {title} {count} came", size).format(title=one.title, count=size)
                a_side = ngettext("One for each side was agreed", "{count} for each side were agreed", agreed)
                sentence = _("{agreed}; {held}.").format(agreed=a_side.format(count=agreed), held=had)
                outcomes.append(Outcome("deviates", sentence))
    if kept:
        sentence = ngettext("One delegation was of the size agreed.", "{count} delegations were of the size agreed.", kept)
        outcomes.append(Outcome("kept", sentence.format(count=kept)))
    return outcomes or [Outcome("unknown", _("No size of a delegation is documented here."))]


def _civil_society(within: Sequence[Occurrence]) -> list[Outcome]:
    known = [one for one in within if one.civil_society is not None]
    without = [one for one in known if not one.civil_society]
    if not known:
        return [Outcome("unknown", _("Who took part is not documented here by parts of society."))]
    sentence = _("Civil society was to take part; in {title} nobody from there is documented.")
    outcomes = [Outcome("deviates", sentence.format(title=one.title)) for one in without]
    if count := len(known) - len(without):
        kept = ngettext("Civil society took part in one edition.", "Civil society took part in {count} editions.", count)
        outcomes.append(Outcome("kept", kept.format(count=count)))
    return outcomes
