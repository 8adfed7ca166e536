"""Who is whose counterpart on the other side, as far as everybody may read it.

The rows come from what everybody may see, so both persons may be named everywhere; the page's own law is asked beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from jumelage.partnerships.models import Topic
from jumelage.people.models import Counterpart
from jumelage.seminars.models import Edition, Participation, ParticipationKind
from jumelage.values import LocalText, PartialDate
from jumelage.website.archive.gather import Branch, Piece, branch
from jumelage.website.archive.people import Participant
from jumelage.website.archive.register import Held, OfficeLine, PersonLine, Register

FIRST, SECOND, FIELD = "counterpart_first", "counterpart_second", "counterpart_field"
#: The longest period, in days, that says at which edition counterparts met: a month.
_PRECISE = 31


@dataclass(frozen=True)
class End:
    """One of the two: a person, an office, or a person in an office, by their keys."""

    office: int | None
    person: int | None


@dataclass(frozen=True)
class Pair:
    """Two counterparts as they were read."""

    first: End
    second: End
    field: LocalText
    since: PartialDate | None
    first_contact: PartialDate | None


@dataclass(frozen=True)
class CounterpartLine:
    """A counterpart for readers, in which field, since when, and when the two met first."""

    person: PersonLine | None
    office: OfficeLine | None
    field: LocalText
    since: PartialDate | None
    first_contact: PartialDate | None


@dataclass(frozen=True)
class MeetingLine:
    """Two counterparts who met, or became counterparts, at an edition: each as a person in an office."""

    ends: tuple[tuple[PersonLine, OfficeLine | None], ...]
    field: LocalText


def branches(rows: QuerySet[Counterpart]) -> tuple[Branch, ...]:
    """Return how counterparts are read together with other tables."""
    return (
        branch(
            FIRST, rows, when="since", more="first_contact", first="first_office_id", second="first_person_id", third="field_id"
        ),
        branch(SECOND, rows, first="second_office_id", second="second_person_id"),
        branch(FIELD, Topic.objects.filter(pk__in=rows.values("field")), text="label"),
    )


def pairs_of(rows: Mapping[str, list[Piece]]) -> tuple[Pair, ...]:
    """Return the counterparts that were read, in the order in which they were entered."""
    fields = {one.pk: one.text for one in rows.get(FIELD, ())}
    others = {one.pk: End(one.first, one.second) for one in rows.get(SECOND, ())}
    return tuple(
        Pair(
            first=End(one.first, one.second),
            second=others[one.pk],
            field=fields.get(one.third or 0, LocalText()),
            since=PartialDate.parse(one.when) if one.when else None,
            first_contact=PartialDate.parse(one.more) if one.more else None,
        )
        for one in rows.get(FIRST, ())
    )


def offices_of(pairs: Iterable[Pair]) -> set[int | None]:
    """Return the keys of the offices of counterparts."""
    return {end.office for pair in pairs for end in (pair.first, pair.second)}


def persons_of(pairs: Iterable[Pair]) -> set[int | None]:
    """Return the keys of the persons among counterparts."""
    return {end.person for pair in pairs for end in (pair.first, pair.second)}


def counterparts_of(person: int, pairs: Iterable[Pair], linked: set[int], register: Register) -> tuple[CounterpartLine, ...]:
    """Return the counterparts of a holder of public office; nothing of anybody else.

    A pair of offices is told of her who held one of them then. *linked* are the keys of those who have a page.
    """
    held = [one for one in register.offices_over_time(person) if register.offices[one.office].names_holders]
    if not held:
        return ()
    lines = []
    for pair in pairs:
        for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if _is(person, own, held, pair.since, register):
                lines.append(_line(other, pair, linked, register))
    return tuple(line for line in lines if line is not None)


def _is(person: int, end: End, held: Iterable[Held], since: PartialDate | None, register: Register) -> bool:
    if end.person is not None:
        return end.person in register.persons and register.head(end.person).pk == person
    return any(one.office == end.office and not _is_over(one.held, since) for one in held)


def _is_over(held: PartialDate | None, since: PartialDate | None) -> bool:
    """Say whether an office had been given up before two offices became counterparts."""
    return bool(held and since and held.latest and since.earliest and held.latest < since.earliest)


def _line(end: End, pair: Pair, linked: set[int], register: Register) -> CounterpartLine | None:
    shown = register.person(end.person)
    if end.person is not None and shown is None:
        return None
    if shown is not None and shown.key not in linked:
        shown = replace(shown, name=replace(shown.name, address=""))
    then = register.on(pair.since.earliest if pair.since else None)
    return CounterpartLine(shown, _office(end, then), pair.field, pair.since, pair.first_contact)


def _office(end: End, register: Register) -> OfficeLine | None:
    """Return the office of an end; a private post is not told of a person."""
    office = register.offices.get(end.office or 0)
    is_told = office is not None and (office.names_holders or end.person is None)
    line = register.office(end.office, end.person) if is_told else None
    return replace(line, is_assumed=False) if line else None


def meetings_of(
    edition: Edition,
    pairs: Iterable[Pair],
    people: Mapping[int, Participant],
    offices: Mapping[int, set[int]],
    register: Register,
) -> tuple[MeetingLine, ...]:
    """Return the counterparts who met first, or became counterparts, at an edition in which both took part and are named.

    *offices* are the keys of the offices by which people took part, by participation.
    """
    lines = []
    for pair in pairs:
        if not _is_of(pair.first_contact or pair.since, edition.dates):
            continue
        found = [(_there(end, people, offices, register), end) for end in (pair.first, pair.second)]
        ends = tuple((one.person, _office(end, register)) for one, end in found if one and one.person)
        if len(ends) == len(found):
            lines.append(MeetingLine(ends, pair.field))
    return tuple(lines)


def _is_of(when: PartialDate | None, dates: PartialDate | None) -> bool:
    """Say whether a period is precise enough to say that it was at an edition, and falls on its dates."""
    if not (when and dates and when.earliest and when.latest and dates.earliest and dates.latest):
        return False
    return (when.latest - when.earliest).days <= _PRECISE and when.earliest <= dates.latest and dates.earliest <= when.latest


def _there(
    end: End, people: Mapping[int, Participant], offices: Mapping[int, set[int]], register: Register
) -> Participant | None:
    """Return somebody named who was there and is meant by one end of a pair."""
    key = register.head(end.person).pk if end.person in register.persons else None
    for one in people.values():
        if one.person is None or one.was_absent or one.kind == ParticipationKind.MENTIONED:
            continue
        is_meant = one.person.key == key if end.person is not None else end.office in offices[one.key]
        if is_meant:
            return one
    return None


def offices_there(rows: Iterable[Participation], further: Mapping[int, list[int]]) -> dict[int, set[int]]:
    """Return the keys of the offices by which people took part, by the key of the participation."""
    return {row.pk: {key for key in (row.office_id, *further.get(row.pk, [])) if key} for row in rows}
