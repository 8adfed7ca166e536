"""What follows for people from a record that names them: the sides know of them, and an office was seen held.

Everything is written with the record by which it follows, and taken back when that record says so no longer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.journal.rules import Refusal
from jumelage.people import actions as people
from jumelage.people import queries as known
from jumelage.people.models import Person
from jumelage.seminars import queries, rules
from jumelage.seminars.models import Attendance, Edition, JobShadowing, Participation


def check_persons(*, by: Actor, persons: Iterable[tuple[str, Person | None]]) -> None:
    """Refuse a person whom *by* may not see; the pairs are the name of the field and the person in it."""
    for field, person in persons:
        if person is not None and not known.visible_persons(by).filter(pk=person.pk).exists():
            raise Refusal(_("This person is not known to you. Enter the person by name."), field=field)


def introduce(*, by: Actor, record: Edition | JobShadowing, persons: Iterable[Person | None], because: str = "") -> None:
    """Write down that the sides that see *record* know of *persons*: its own side of itself, others by what is shared.

    *because* is the public id of the part of *record* that names them, empty where it does so itself. Whom that named
    before, and to whom it is shown no longer, is taken back.
    """
    cause = because or record.public_id
    partnership = record.partnership if isinstance(record, JobShadowing) else record.series.partnership
    sides = {side.pk: side for side in partnership.sides.all()}
    learned = rules.sides_that_know(record, sides)
    named = {person.pk: person for person in persons if person is not None}
    people.forget_known(by=by, because=cause, besides={(person, side) for person in named for side in learned})
    for person in named.values():
        for shared in (False, True):
            if listed := [sides[key] for key, is_shared in learned.items() if is_shared == shared]:
                people.note_known(by=by, person=person, sides=listed, shared=shared, because=cause)


def introduce_all(*, by: Actor, edition: Edition) -> None:
    """Let the sides that see an edition, and only these, know of everybody in it; called when others see it than before."""
    for cause, persons in known.known_because(_causes(edition)).items():
        introduce(by=by, record=edition, persons=persons, because=cause)


def introduce_leaders(*, by: Actor, edition: Edition) -> None:
    """Let the sides that see an edition know of those who led its organisers there."""
    introduce(by=by, record=edition, persons=queries.leaders_of(edition))


def follow_participation(*, by: Actor, participation: Participation, before: Iterable[Person | None] = ()) -> None:
    """Write down what a participation says of its person: known to the sides, seen in the office, named as its holder.

    An observation is dated by the edition, and made only where the edition took place and the person was there. An edition
    that its side keeps to itself leaves no trace with its people but that the side knows them: others see them too.
    *before* are those whom the participation named until now.
    """
    edition, person, office = participation.edition, participation.person, participation.office
    named = [person, participation.represents_person]
    introduce(by=by, record=edition, persons=named, because=participation.public_id)
    cause, was_there = participation.public_id, participation.state == Attendance.ATTENDED
    is_told = was_there and edition.state in rules.TOOK_PLACE and not rules.is_kept_apart(edition)
    if person is not None and office is not None and edition.dates and is_told:
        people.observe(by=by, person=person, office=office, on=edition.dates, words=participation.words, because=cause)
    else:
        people.forget_seen(by=by, because=cause)
    follow_naming(by=by, edition=edition, persons=[*named, *before])


def follow_naming(*, by: Actor, edition: Edition, persons: Iterable[Person | None], besides: Collection[int | None] = ()) -> None:
    """Let those of *persons* be named on an edition's page who stand in it with a public office, and no longer the others.

    *besides* are the keys of further persons of whom the caller knows that they do.
    """
    named = {person.pk: person for person in persons if person is not None}
    holders: set[int | None] = set() if rules.is_kept_apart(edition) else {*queries.public_holders(edition), *besides}
    for key, person in named.items():
        if key in holders:
            people.note_public_office(by=by, person=person, scope=edition.public_id)
        else:
            people.forget_public_office(by=by, person=person, scope=edition.public_id)


def follow_all(*, by: Actor, edition: Edition) -> None:
    """Follow everybody's part in an edition anew; called when its dates or its state change, or others see it."""
    for participation in Participation.objects.filter(edition=edition).select_related("person", "office"):
        participation.edition = edition
        follow_participation(by=by, participation=participation)
    if rules.is_kept_apart(edition):
        for persons in known.known_because(_causes(edition)).values():
            follow_naming(by=by, edition=edition, persons=persons)


def _causes(edition: Edition) -> list[str]:
    """Return the public ids of an edition and of all that stands below it, in whatever room."""
    return [part.public_id for part in queries.falling_with(edition)]
