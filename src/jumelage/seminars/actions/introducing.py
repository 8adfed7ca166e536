"""What follows for people from a record that names them: the sides know of them, and an office was seen held."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.journal.rules import Refusal
from jumelage.people import actions as people
from jumelage.people import queries as known
from jumelage.people.models import Person
from jumelage.seminars import rules
from jumelage.seminars.models import Attendance, Edition, JobShadowing, Participation
from jumelage.seminars.queries import people_in


def check_persons(*, by: Actor, persons: Iterable[tuple[str, Person | None]]) -> None:
    """Refuse a person whom *by* may not see; the pairs are the name of the field and the person in it."""
    for field, person in persons:
        if person is not None and not known.visible_persons(by).filter(pk=person.pk).exists():
            raise Refusal(_("This person is not known to you. Enter the person by name."), field=field)


def introduce(*, by: Actor, record: Edition | JobShadowing, persons: Iterable[Person | None]) -> None:
    """Write down that the sides that see *record* know of *persons*: its own side of itself, others by what is shared."""
    partnership = record.partnership if isinstance(record, JobShadowing) else record.series.partnership
    sides = {side.pk: side for side in partnership.sides.all()}
    learned = rules.sides_that_know(record, sides)
    for person in {person.pk: person for person in persons if person is not None}.values():
        for shared in (False, True):
            if listed := [sides[key] for key, is_shared in learned.items() if is_shared == shared]:
                people.note_known(by=by, person=person, sides=listed, shared=shared)


def introduce_all(*, by: Actor, edition: Edition) -> None:
    """Let the sides that see an edition know of everybody in it; called when more may see it than before."""
    introduce(by=by, record=edition, persons=people_in(edition))


def follow_participation(*, by: Actor, participation: Participation) -> None:
    """Write down what a participation says of its person: known to the sides, seen in the office, named as its holder.

    An observation is dated by the edition, and made only where the edition took place and the person was there. An edition
    that its side keeps to itself leaves no trace with its people but that the side knows them: others see them too.
    """
    edition, person, office = participation.edition, participation.person, participation.office
    introduce(by=by, record=edition, persons=[person, participation.represents_person])
    if rules.is_kept_apart(edition):
        return
    absent, absent_office = participation.represents_person, participation.represents_office
    if absent is not None and absent_office is not None and absent_office.names_holders:
        people.note_public_office(by=by, person=absent)
    if person is None or office is None:
        return
    if edition.dates and edition.state in rules.TOOK_PLACE and participation.state == Attendance.ATTENDED:
        people.observe(by=by, person=person, office=office, on=edition.dates, words=participation.words)
    if office.names_holders:
        people.note_public_office(by=by, person=person)


def follow_all(*, by: Actor, edition: Edition) -> None:
    """Follow everybody's part in an edition anew; called when its dates or its state change, or more may see it."""
    for participation in Participation.objects.filter(edition=edition).select_related("person", "office"):
        participation.edition = edition
        follow_participation(by=by, participation=participation)
