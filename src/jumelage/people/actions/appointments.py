"""Writing who held which office, and who was seen in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.journal import actions as journal
from jumelage.journal.rules import Refusal, require
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships import rules as shared
from jumelage.partnerships.models import Proposal
from jumelage.people import queries, rules
from jumelage.people.actions.causes import forget_seen
from jumelage.people.models import Appointment, ObservationValue, Office, Person
from jumelage.sources import actions as sources
from jumelage.sources.models import Source
from jumelage.values import PartialDate


@transaction.atomic
def add_appointment(
    *,
    by: Actor,
    person: Person,
    office: Office,
    held: PartialDate | str | None = None,
    is_acting: bool = False,
    observations: Sequence[ObservationValue] = (),
    **values: Any,
) -> Appointment:
    """Write down that a person holds an office; a second certain holder of what one person holds is refused (V15)."""
    _require_seen(person, by=by)
    appointment = Appointment(person=person, office=office, is_acting=is_acting, **values)
    _set_held(appointment, held)
    rules.check_by_hand(observations, caused=())
    rules.check_seen(observations)
    return _checked(partnerships.enter_shared(appointment, by=by, rows={"observations": list(observations)}))


@transaction.atomic
def change_appointment(
    *,
    by: Actor,
    appointment: Appointment,
    version: int,
    observations: Sequence[ObservationValue] | None = None,
    proposal: Proposal | None = None,
    **values: Any,
) -> Appointment:
    """Change an appointment, and replace the observations that were written by hand, if they are given.

    What follows from another record stays as that record says it; it may be handed over as it stands, or left out.
    """
    if "person" in values:
        _require_seen(values["person"], by=by)
    rows = {} if observations is None else _by_hand(appointment, observations)
    return _checked(partnerships.amend_shared(appointment, by=by, version=version, values=values, rows=rows, proposal=proposal))


@transaction.atomic
def delete_appointment(*, by: Actor, appointment: Appointment) -> None:
    """Delete an appointment with its observations and the evidence about it."""
    sources.forget_evidence(by=by, record=appointment)
    partnerships.strike_shared(appointment, by=by)


@transaction.atomic
def observe(
    *,
    by: Actor,
    person: Person,
    office: Office,
    on: PartialDate | str,
    words: str = "",
    source: Source | None = None,
    because: str = "",
) -> Appointment:
    """Write down that a person was seen in an office on a day; the appointment is made where none fits that day.

    The same day is not written twice for one cause. *because* is the public id of the record that says so: what it said
    before is replaced. Whoever may add what is shared may add what was seen, also to an appointment that another side
    looks after: nothing that stands there is changed by it. By hand nobody writes of a person whom she does not see; where
    it follows from a record, the right to that was checked.
    """
    require(shared.may_add_shared(by), _("Only coordinators may write down who held an office. Ask that of your side."))
    seen = ObservationValue(PartialDate.parse(str(on)).edtf, words.strip(), source.pk if source else None, because)
    found = _appointment_on(person, office, PartialDate.parse(seen.on))
    if because:
        forget_seen(by=by, because=because, besides=found)
    if found is None:
        made = Appointment(person=person, office=office)
        if not because:
            _require_seen(person, by=by)
        return _checked(partnerships.enter_shared(made, by=by, rows={"observations": [seen]}, verb="observe"))
    known = [row.as_value() for row in found.observations.all()]
    if seen in known or (not because and any((value.on, value.because) == (seen.on, "") for value in known)):
        return found
    rows = {"observations": [*(value for value in known if not because or value.because != because), seen]}
    return _checked(journal.amend(found, by=by, version=found.version, values={}, rows=rows, verb="observe"))


def _appointment_on(person: Person, office: Office, on: PartialDate) -> Appointment | None:
    """Return the appointment of a person, in whatever record of her cluster, that the time *on* does not exclude."""
    cluster = queries.cluster_of(Person, person.pk)
    found = Appointment.objects.select_for_update().filter(office=office, person__in=cluster).order_by("pk")
    fitting = [appointment for appointment in found if _may_hold(appointment.held, on)]
    return next((one for one in fitting if one.person_id == person.pk), next(iter(fitting), None))


def _may_hold(held: PartialDate | None, on: PartialDate) -> bool:
    if held is None:
        return True
    begun = held.earliest is None or on.latest is None or held.earliest <= on.latest
    return begun and (held.latest is None or on.earliest is None or on.earliest <= held.latest)


def _by_hand(appointment: Appointment, observations: Sequence[ObservationValue]) -> dict[str, list[Any]]:
    """Return the list of observations as it will stand; nothing where only their order differs."""
    stored = [row.as_value() for row in appointment.observations.all()]
    caused = [seen for seen in stored if seen.because]
    rules.check_by_hand(observations, caused=caused)
    rules.check_seen(seen for seen in observations if seen not in stored)
    wanted = [*caused, *(seen for seen in observations if not seen.because)]
    return {} if Counter(wanted) == Counter(stored) else {"observations": wanted}


def _checked(appointment: Appointment) -> Appointment:
    """Return an appointment that was just written, or refuse what it says."""
    rules.check_held(appointment.held)
    same = Appointment.objects.filter(person=appointment.person, office=appointment.office).exclude(pk=appointment.pk)
    rules.check_another(appointment, same)
    _check_overlap(appointment)
    return appointment


def _check_overlap(appointment: Appointment) -> None:
    # Two appointments at once: the second waits for the first at the office, then looks again.
    office = Office.objects.select_for_update().get(pk=appointment.office_id)
    if office.single_holder and not appointment.is_acting:
        # Loaded anew: whoever calls may have loaded the person before she was judged to be another.
        stored = Appointment.objects.select_related("person").get(pk=appointment.pk)
        rules.check_overlap(queries.holder(stored), queries.holders_of(office, besides=stored))


def _set_held(appointment: Appointment, held: PartialDate | str | None) -> None:
    """Set the time that an appointment was held; what is no date is refused in a sentence."""
    try:
        appointment.held = held
    except ValidationError as error:
        raise Refusal(error.messages[0], field="held") from error


def _require_seen(person: Person, *, by: Actor) -> None:
    seen = queries.visible_persons(by).filter(pk=person.pk).exists()
    require(seen, _("You can only write about persons that you see. Choose another, or enter the person first."))
