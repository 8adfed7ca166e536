"""Rules of persons, offices and institutions. Who may change them is the law of every shared record (``partnerships.rules``)."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence, Set
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.fields.models import Name
from jumelage.fields.names import ShownName, name_on
from jumelage.journal.rules import Refusal
from jumelage.partnerships import rules as partnerships
from jumelage.partnerships.models import SharedRecord
from jumelage.people.models import (
    Appointment,
    BasisKind,
    Counterpart,
    Gender,
    ObservationValue,
    OfficeTitle,
    Person,
    PersonName,
    PersonTitle,
    Predecessor,
    PreferredFor,
    PublicationBasis,
    Verdict,
)
from jumelage.values import Holds, PartialDate

#: Words that stand before a family name and do not count when it is sorted (DIN 5007-2 and the custom of the countries).
_PARTICLES = frozenset(
    ["von", "vom", "zu", "zum", "zur", "auf", "van", "den", "der", "ten", "ter", "de", "del", "des", "di", "da", "do", "dos", "du",
     "la", "le", "af", "av"]
)  # fmt: skip
#: Titles that somebody left in a name.
_TITLES = frozenset(["prof.", "dr.", "dr.-ing.", "dipl.-ing.", "mag.", "ing.", "h.c.", "проф.", "д-р"])
#: Languages in which the family name stands first.
_FAMILY_FIRST = frozenset({"hu", "ja"})
_BREVE = "\u0306"

# ── Rights ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def may_add_counterpart(actor: Actor, *, partnership: int, owner_side: int | None) -> bool:
    """Coordinators add counterparts for their side, or shared ones where sharing with it is open."""
    return partnerships.may_write(actor, partnership=partnership, owner_side=owner_side)


def may_change_counterpart(actor: Actor, counterpart: Counterpart) -> bool:
    """Coordinators of the side that a pair of counterparts belongs to; of both sides if it is shared."""
    return partnerships.may_write(actor, partnership=counterpart.partnership_id, owner_side=counterpart.owner_side_id)


def keeps(actor: Actor, person: Person) -> bool:
    """Say whether an actor belongs to the side that looks after a person, which alone reads what was noted about her bases."""
    return actor.is_administrator or (person.introduced_by_id is not None and person.introduced_by_id in actor.sides)


# ── Who held an office on a day ──────────────────────────────────────────────────────────────────────────────────────


def holds_on(held: PartialDate | None, observations: Iterable[PartialDate], day: date) -> Holds:
    """Say whether an appointment held on *day*: certainly, possibly (printed as assumed) or not.

    The dates from – to decide where they say certainly or not. Else an observation whose whole period contains the day
    makes it certain; with nothing against it, it is possible.
    """
    said: Holds = held.holds_on(day) if held else "possibly"
    if said != "possibly":
        return said
    return "certainly" if any(seen.holds_on(day) == "certainly" for seen in observations) else "possibly"


@dataclass(frozen=True)
class Holder:
    """Who holds an office, as ``check_overlap`` compares it: the key of the person's cluster, and the time.

    ``certain`` are the first and the last day of every time for which it is certain (``certain_spans``).
    """

    person: int
    certain: tuple[tuple[date, date], ...]


def certain_spans(held: PartialDate | None, observations: Iterable[PartialDate]) -> tuple[tuple[date, date], ...]:
    """Return the times in which an appointment held with certainty, each as its first and its last day.

    The same law as ``holds_on``: what was observed outside the dates from – to does not count.
    """
    first, last = (held.earliest or date.min, held.latest or date.max) if held else (date.min, date.max)
    spans = [_certain_span(written) for written in (held, *observations) if written is not None]
    within = [(max(span[0], first), min(span[1], last)) for span in spans if span is not None]
    return tuple(span for span in within if span[0] <= span[1])


def _certain_span(written: PartialDate) -> tuple[date, date] | None:
    """Return the first and the last day on which a period holds with certainty; the same law as its ``holds_on``."""
    start, end = written.edtf.split("/") if written.is_interval else (written.edtf, written.edtf)
    if not start or not end or written.is_approximate or written.is_yearless:
        return None
    first = date.min if start == ".." else PartialDate.parse(start).latest
    last = date.max if end == ".." else PartialDate.parse(end).earliest
    return (first, last) if first and last and first <= last else None


def check_overlap(holder: Holder, others: Iterable[Holder]) -> None:
    """Refuse a second certain holder at one time of an office that one person holds (domain.md V15).

    The day on which one hands over to the next belongs to both. The caller leaves out who holds the office only acting.
    """
    for other in others:
        if other.person != holder.person and any(_clash(mine, its) for mine in holder.certain for its in other.certain):
            raise Refusal(
                _(
                    "Somebody else holds this office at that time, and it is held by one person at a time. Correct the dates, "
                    "mark one of the two as acting, or say of the office that several hold it."
                ),
                field="held",
            )


def check_single(holders: Sequence[Holder]) -> None:
    """Refuse that an office is held by one person at a time where two held it at once."""
    try:
        for place, holder in enumerate(holders):
            check_overlap(holder, holders[:place])
    except Refusal as refusal:
        sentence = _("Two persons held this office at the same time. Correct their dates first, or leave it to several.")
        raise Refusal(sentence, field="single_holder") from refusal


def _clash(one: tuple[date, date], other: tuple[date, date]) -> bool:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    if first != last:
        return first < last
    handed_over = one != other and (one[1] == other[0] or other[1] == one[0])
    return not handed_over


# ── Names, titles, sorting ───────────────────────────────────────────────────────────────────────────────────────────


def office_title(titles: Iterable[OfficeTitle], language: str, day: date | None, gender: str) -> ShownName | None:
    """Choose what an office is called for a reader of *language* on *day*, in the form for its holder's *gender*."""
    return name_on([_of_gender(title, gender) for title in titles], language, day)


def _of_gender(title: OfficeTitle, gender: str) -> OfficeTitle:
    forms = {Gender.FEMININE.value: title.feminine, Gender.MASCULINE.value: title.masculine}
    shown = copy(title)
    shown.value = forms.get(gender) or title.value
    return shown


def full_name(person: Person, language: str, day: date | None = None, occasion: str = PreferredFor.PUBLIC) -> ShownName | None:
    """Choose a person's name without titles for a reader of *language* on *day* (``None``: today's).

    A name that is preferred for the *occasion* (else one preferred everywhere) stands before all others of its language.
    """
    return name_on(_preferred(person.names.all(), day, occasion), language, day)


def sort_key(person: Person, language: str) -> str:
    """Return what a person is sorted by in a list for readers of *language*: the family name, then the rest.

    Titles and particles before the family name (von, de) never count.
    """
    keyed = [copy(name) for name in _preferred(person.names.all(), None, PreferredFor.LETTERS)]
    for name in keyed:
        name.value = name_key(name.value, name.family, name.language)
    shown = name_on(keyed, language)
    return shown.text if shown else person.public_id


def name_key(name: str, family: str, language: str) -> str:
    """Return what a name is sorted by: its family name without particles, then the rest; letters without their accents."""
    words = [word for word in name.split() if word.casefold() not in _TITLES]
    if not family:
        family = next(iter(words if language in _FAMILY_FIRST else words[::-1]), "")
    parts = family.split()
    while len(parts) > 1 and parts[0].casefold() in _PARTICLES:
        parts = parts[1:]
    rest = [word for word in words if word not in family.split() and word.casefold() not in _PARTICLES]
    return unaccented(" ".join([*parts, *rest]))


def unaccented(text: str) -> str:
    """Return a text in small letters without accents, so that ä sorts with a and ё with е; й stays a letter of its own."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if not unicodedata.combining(sign) or sign == _BREVE))


def _preferred(names: Iterable[PersonName], day: date | None, occasion: str) -> list[PersonName]:
    """Leave out the names in whose language another one is preferred and in use."""
    known = list(names)
    chosen: dict[str, PersonName] = {}
    for wanted in (PreferredFor.ALL.value, str(occasion)):
        chosen |= {name.language: name for name in known if name.preferred_for == wanted and _in_use(name.valid, day)}
    return [name for name in known if chosen.get(name.language, name) is name]


def titles_on(titles: Iterable[PersonTitle], language: str, day: date | None) -> str:
    """Return a person's titles as they stand before the name for a reader of *language*: "Prof. Dr."."""
    return " ".join(title.value for title in titles if title.language in ("", language) and _in_use(title.valid, day))


def _in_use(valid: PartialDate | None, day: date | None) -> bool:
    if valid is None:
        return True
    return valid.latest is None if day is None else valid.holds_on(day) != "not"


# ── Who may be named in public ───────────────────────────────────────────────────────────────────────────────────────


def basis_holds(basis: PublicationBasis, today: date) -> bool:
    """Say whether a basis is in force; that of a private person ends with the day of its review (domain.md 8.3)."""
    if (basis.since and today < basis.since) or (basis.until and today > basis.until):
        return False
    reviewed = basis.kind in (BasisKind.PUBLIC_OFFICE, BasisKind.NONE)
    return reviewed or basis.review_on is None or today <= basis.review_on


def needs_review(basis: PublicationBasis, today: date) -> bool:
    """Say whether somebody has to look at a basis again."""
    return basis.review_on is not None and basis.review_on <= today


def may_name(bases: Iterable[PublicationBasis], record_id: str, today: date) -> bool:
    """Say whether a person with *bases* may be named on the public page of a record (empty: everywhere).

    *bases* are those of everybody in the person's cluster. One of the kind *none* forbids what others allow.
    """
    kinds = {basis.kind for basis in bases if basis.scope in ("", record_id) and basis_holds(basis, today)}
    return bool(kinds) and BasisKind.NONE not in kinds


# ── What is refused ──────────────────────────────────────────────────────────────────────────────────────────────────


def check_held(held: PartialDate | None) -> None:
    """Refuse a time in office that is no time from – to: a bare year would be read as one day in it."""
    if held is None or held.is_interval:
        return
    written = held.part[1] if held.part else held.edtf.rstrip("?~%")
    sentence = _(
        "“%(held)s” alone does not say from when to when. Write %(held)s– if the office is still held, or "
        "%(held)s–%(held)s if it was held only then; a day on which somebody was seen in it is an observation."
    )
    raise Refusal(sentence % {"held": written}, field="held")


def check_another(appointment: Appointment, others: Iterable[Appointment]) -> None:
    """Refuse that a person holds an office at the same time twice; *others* are those of the same person and office."""
    if any(other.held == appointment.held for other in others):
        sentence = _("This person is entered in this office for that time already. Change that entry instead.")
        raise Refusal(sentence, field="held")


def check_by_hand(given: Iterable[ObservationValue], *, caused: Collection[ObservationValue]) -> None:
    """Refuse by hand what follows from another record; *caused* is what does, and may stand there as it is."""
    if any(seen.because and seen not in caused for seen in given):
        sentence = _("This observation follows from somebody's part in an edition. Change it there.")
        raise Refusal(sentence, field="observations")


def check_seen(given: Iterable[ObservationValue]) -> None:
    """Refuse an observation with an open end: it would count as a time for which the office was held with certainty."""
    if any({"", ".."} & set(seen.on.split("/")) for seen in given if "/" in seen.on):
        sentence = _(
            "What was seen has both its ends. Write the day or the time in which it was seen; since when, or until when, an "
            "office was held stands above."
        )
        raise Refusal(sentence, field="observations")


def check_parent(institution: int | None, parent: int | None, *, above_parent: Set[int]) -> None:
    """Refuse a parent that is the institution itself or one of its own parts (*above_parent*: what the parent is part of)."""
    if _closes_ring(institution, parent, above_parent):
        raise Refusal(_("An institution cannot be part of itself or of its own part. Choose another."), field="parent")


def check_office(office: int | None, deputy_of: int | None, *, above: Set[int]) -> None:
    """Refuse an office that would be its own deputy, however many steps round (*above*: whose deputy *deputy_of* is)."""
    if _closes_ring(office, deputy_of, above):
        raise Refusal(_("An office cannot be the deputy of itself or of its own deputy. Choose another."), field="deputy_of")


def check_within(site: int | None, within: int | None, *, above: Set[int]) -> None:
    """Refuse a site that would be a room of itself, however many steps round (*above*: what *within* is a room of)."""
    if _closes_ring(site, within, above):
        raise Refusal(_("A site cannot be a room of itself or of its own room. Choose another."), field="within")


def _closes_ring(record: int | None, above: int | None, further: Set[int]) -> bool:
    return record is not None and above is not None and (above == record or record in further)


def check_site(names: Sequence[Name], street: str) -> None:
    """Refuse a site that nobody could find: without a name and without a street."""
    if not street.strip() and not any(name.value.strip() for name in names):
        raise Refusal(_("A site needs a name or a street. Enter one of them."), field="names")


def check_predecessors(institution: int | None, predecessors: Sequence[Predecessor]) -> None:
    """Refuse an institution that comes from itself, or twice from the same."""
    keys = [predecessor.institution for predecessor in predecessors]
    if institution in keys:
        raise Refusal(_("An institution cannot come from itself; choose another."), field="predecessors")
    if len(set(keys)) < len(keys):
        raise Refusal(_("The same predecessor stands there twice. Take one of them away."), field="predecessors")


def check_counterpart(counterpart: Counterpart) -> None:
    """Refuse counterparts that are one and the same office or person."""
    for kind in ("office", "person"):
        first = getattr(counterpart, f"first_{kind}_id")
        if first is not None and first == getattr(counterpart, f"second_{kind}_id"):
            raise Refusal(_("Counterparts are two. Choose somebody else for one of the sides."), field=f"second_{kind}")


def may_judge(actor: Actor, first: SharedRecord, second: SharedRecord) -> bool:
    """Who may change both records judges whether they are the same: what is known of one is then said of the other."""
    return partnerships.may_change_shared(actor, first) and partnerships.may_change_shared(actor, second)


def check_judged(first: int, second: int, *, same_kind: bool) -> None:
    """Refuse a judgement on one record, or on two that cannot be the same."""
    if not same_kind:
        raise Refusal(_("A person and an institution are never the same. Choose two persons or two institutions."))
    if first == second:
        raise Refusal(_("A judgement is about two records. Choose another one."), field="second")


# ── Clusters ─────────────────────────────────────────────────────────────────────────────────────────────────────────

Judged = tuple[str, str, str]  # the public ids of two records, and the verdict


def connected(seeds: Collection[str], judged: Iterable[Judged]) -> set[str]:
    """Return all records that chains of the verdict *same* connect with one of *seeds*, and these."""
    same = [(first, second) for first, second, verdict in judged if verdict == Verdict.SAME]
    found, size = set(seeds), -1
    while len(found) > size:
        size = len(found)
        for first, second in same:
            if first in found or second in found:
                found |= {first, second}
    return found


def clusters(judged: Sequence[Judged]) -> list[set[str]]:
    """Return the clusters of two and more that follow from judgements in the order in which they were given.

    What is judged the same comes together, and chains join. Two that are judged different never come into one cluster:
    of judgements that would bring them there, the first ones count.
    """
    apart = {frozenset((first, second)) for first, second, verdict in judged if verdict == Verdict.DIFFERENT}
    cluster: dict[str, set[str]] = {}
    for first, second, verdict in judged:
        one, other = cluster.get(first, {first}), cluster.get(second, {second})
        if verdict != Verdict.SAME or any(frozenset((a, b)) in apart for a in one for b in other):
            continue
        joined = one | other
        cluster |= dict.fromkeys(joined, joined)
    return [members for key, members in cluster.items() if key == min(members)]
