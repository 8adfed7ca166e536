"""Writing what follows for people from a record that names them, and taking it back when the record says so no longer.

The record is named by its public id. Called by what writes it, or strikes it, after the right to that was checked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.journal import actions as journal
from jumelage.journal.rules import require
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships import rules as shared
from jumelage.people import queries
from jumelage.people.models import Appointment, BasisKind, BasisValue, KnownTo, Observation, Person, PublicationBasis


@transaction.atomic
def forget_because(*, by: Actor, because: str) -> None:
    """Take back all that a record caused: that sides know of people, and that these were seen in offices."""
    forget_known(by=by, because=because)
    forget_seen(by=by, because=because)


@transaction.atomic
def forget_known(*, by: Actor, because: str, besides: Collection[tuple[int, int]] = ()) -> None:
    """Take back that sides know people by a record, but for *besides*: pairs of keys, a person's and a side's."""
    gone: dict[Person, list[int]] = defaultdict(list)
    for row in KnownTo.objects.filter(because=because).exclude(because="").select_related("person").order_by("person", "side"):
        if (row.person_id, row.side_id) not in besides:
            gone[row.person].append(row.side_id)
            row.delete()
    for person, sides in gone.items():
        journal.append(by=by, verb="forget", record=person, before={"known_to": sides})


@transaction.atomic
def forget_seen(*, by: Actor, because: str, besides: Appointment | None = None) -> None:
    """Take back what a record says of people in offices, but for one appointment.

    An appointment of which nothing else is known goes too.
    """
    if not because:
        return
    keys = set(Observation.objects.filter(because=because).values_list("appointment_id", flat=True))
    keys -= {besides.pk} if besides is not None else set()
    for appointment in Appointment.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
        seen = [row.as_value() for row in appointment.observations.all()]
        left = [value for value in seen if value.because != because]
        if left or not queries.follows_only(appointment):
            rows = {"observations": left}
            journal.amend(appointment, by=by, version=appointment.version, values={}, rows=rows, verb="forget")
        else:
            partnerships.strike_unused(appointment, by=by)


@transaction.atomic
def note_public_office(*, by: Actor, person: Person, scope: str) -> Person:
    """Let a person be named on the page of a record, given by public id, because she has a part in it by a public office.

    Written once a page, and not where somebody decided that she is not to be named there. A basis for everywhere is only
    entered by who looks after the person.
    """
    require(shared.may_add_shared(by), _("Only coordinators may say why somebody is named in public. Ask that of your side."))
    if not scope:
        raise ValueError("A basis for everywhere follows from nothing; say on the page of which record.")
    stored = Person.objects.select_for_update().get(pk=person.pk)
    bases = [basis.as_value() for basis in stored.bases.all()]
    forbidden = PublicationBasis.objects.filter(kind=BasisKind.NONE, scope__in=("", scope))
    if forbidden.filter(person__in=queries.cluster_of(Person, person.pk)).exists():
        return stored
    if any((basis.kind, basis.scope) == (BasisKind.PUBLIC_OFFICE, scope) for basis in bases):
        return stored
    rows = {"bases": [*bases, BasisValue(BasisKind.PUBLIC_OFFICE, scope)]}
    return journal.amend(stored, by=by, version=stored.version, values={}, rows=rows, verb="name")


@transaction.atomic
def forget_public_office(*, by: Actor, person: Person, scope: str) -> None:
    """Take back that a person is named on a page for her public office; what somebody added to that basis keeps it."""
    stored = Person.objects.select_for_update().get(pk=person.pk)
    bases = [basis.as_value() for basis in stored.bases.all()]
    left = [basis for basis in bases if basis != BasisValue(BasisKind.PUBLIC_OFFICE.value, scope)]
    if scope and left != bases:
        journal.amend(stored, by=by, version=stored.version, values={}, rows={"bases": left}, verb="unname")
