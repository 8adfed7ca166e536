"""Lines of the workspace about the edition as a whole: who ran it, what it was linked with, from where a delegation came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.fields.models import Name
from jumelage.journal.rules import Refusal, require
from jumelage.partnerships.models import City, Side
from jumelage.partnerships.queries import keeper_of
from jumelage.people import actions as people
from jumelage.people.models import Institution, Person
from jumelage.seminars import rules
from jumelage.seminars.actions.delegation import add_delegation, change_delegation
from jumelage.seminars.actions.edition import change_edition
from jumelage.seminars.actions.links import add_event, add_initiative, add_project
from jumelage.seminars.models import (
    Delegation,
    Edition,
    EventLinkValue,
    ExternalEvent,
    FrameworkInitiative,
    OrganiserValue,
    Project,
    ProjectLinkValue,
)
from jumelage.values import PartialDate, Quantity


@dataclass(frozen=True)
class LinkLine:
    """What an edition was linked with: a record that is known, or the name and the facts of one that is entered.

    ``model`` says what it is; ``how`` is an ``EventLinkKind`` or a ``ProjectLinkKind``, of theme years nothing. ``city``,
    ``ordinal`` and ``attendance`` are those of an event.
    """

    model: type[ExternalEvent] | type[FrameworkInitiative] | type[Project]
    language: str
    name: str
    how: str = ""
    dates: PartialDate | None = None
    city: City | None = None
    ordinal: int | None = None
    is_roman: bool = False
    attendance: Quantity | None = None
    record: Any = None


@transaction.atomic
def write_down_link(*, by: Actor, edition: Edition, line: LinkLine) -> Edition:
    """Link an edition with what it had to do with, which is entered if it is not known."""
    _require(by, edition)
    record = line.record or _entered(by, edition, line)
    if line.model is ExternalEvent:
        return _with(by, edition, "events", EventLinkValue(record.pk, line.how))
    if line.model is Project:
        return _with(by, edition, "projects", ProjectLinkValue(record.pk, line.how))
    if edition.initiatives.filter(pk=record.pk).exists():
        raise Refusal(_("The edition stands under this theme year or programme already."), field="name")
    return _change(by, edition, initiatives=[*edition.initiatives.all(), record])


def _entered(by: Actor, edition: Edition, line: LinkLine) -> Any:
    given: dict[str, Any] = {
        "by": by,
        "names": [Name(line.name, line.language)],
        "introduced_by": keeper_of(by, edition.series.partnership_id),
    }
    if line.model is not ExternalEvent:
        enter = add_project if line.model is Project else add_initiative
        return enter(**given, period=line.dates or "")
    given |= {"city": line.city, "ordinal": line.ordinal, "is_roman": line.is_roman, "attendance": line.attendance or ""}
    return add_event(**given, dates=line.dates or "")


@transaction.atomic
def write_down_organiser(
    *, by: Actor, edition: Edition, institution: Institution | Name, side: Side | None = None, led_by: Person | None = None
) -> Edition:
    """Add an institution to those that ran an edition; one that is given by its name is entered first."""
    _require(by, edition)
    (ran,) = _institutions(by, edition, [institution])
    value = OrganiserValue(ran.pk, side=side.pk if side else None, led_by=led_by.pk if led_by else None)
    return _with(by, edition, "organisers", value)


@transaction.atomic
def write_down_delegation(
    *, by: Actor, edition: Edition, side: Side, bodies: Iterable[Institution | Name] = (), **values: Any
) -> Delegation:
    """Enter the delegation of a side, or fill in the one that is there; bodies given by their names are entered first."""
    _require(by, edition)
    found = _institutions(by, edition, bodies)
    there = Delegation.objects.filter(edition=edition, side=side).first()
    if there is None:
        return add_delegation(by=by, edition=edition, side=side, bodies=found, **values)
    given = {name: value for name, value in values.items() if value not in (None, "")}
    both = list(dict.fromkeys([*there.bodies.all(), *found]))
    return change_delegation(by=by, delegation=there, version=there.version, bodies=both, **given)


def _require(by: Actor, edition: Edition) -> None:
    require(rules.may_change_edition(by, edition), _("Only coordinators of the side that this edition belongs to may change it."))


def _institutions(by: Actor, edition: Edition, given: Iterable[Institution | Name]) -> list[Institution]:
    keeper = keeper_of(by, edition.series.partnership_id)
    return [people.add_institution(by=by, names=[one], introduced_by=keeper) if isinstance(one, Name) else one for one in given]


def _with(by: Actor, edition: Edition, name: str, value: Any) -> Edition:
    """Put a value at the end of a list of an edition."""
    return _change(by, edition, **{name: [*(row.as_value() for row in getattr(edition, name).all()), value]})


def _change(by: Actor, edition: Edition, **lists: Any) -> Edition:
    return change_edition(by=by, edition=edition, version=edition.version, **lists)
