"""Lines about the edition as a whole: known records are linked, new ones entered for the side of whoever writes."""

from __future__ import annotations

import pytest
from django.db import transaction

from jumelage.fields.models import Name
from jumelage.journal.models import Row
from jumelage.journal.rules import NotPermitted, Refusal
from jumelage.people.models import Institution
from jumelage.seminars import actions
from jumelage.seminars.actions import LinkLine
from jumelage.seminars.models import Delegation, EventLinkValue, ExternalEvent, FrameworkInitiative, OrganiserValue, Project
from jumelage.values import PartialDate, Quantity
from tests.factories import world as make
from tests.seminars.scene import scene

pytestmark = pytest.mark.django_db


def test_an_event_that_is_new_is_entered_with_its_facts_and_linked() -> None:
    at = scene()
    line = LinkLine(
        ExternalEvent, "de", "Forum der Regionen", how="attended", dates=PartialDate("2019-06"), city=at.edition.host_city, ordinal=3,
        is_roman=True, attendance=Quantity.parse(">30000"),
    )  # fmt: skip
    changed = actions.write_down_link(by=at.by, edition=at.edition, line=line)
    event = ExternalEvent.objects.get()
    assert [name.as_value() for name in event.names.all()] == [Name("Forum der Regionen", "de")]
    assert (event.dates, event.city, event.ordinal, event.is_roman, event.attendance, event.introduced_by) == (
        PartialDate("2019-06"), at.edition.host_city, 3, True, Quantity.parse(">30000"), at.home,
    )  # fmt: skip
    assert [row.as_value() for row in changed.events.all()] == [EventLinkValue(event.pk, "attended")]
    acts = Row.objects.filter(actor_id=at.by.id).order_by("number").values_list("verb", "record_id")
    assert list(acts) == [("add", event.public_id), ("change", at.edition.public_id)]


def test_what_is_known_is_linked_once() -> None:
    at, initiative = scene(), make.initiative("Themenjahr")
    line = LinkLine(FrameworkInitiative, "de", "Themenjahr", record=initiative)
    changed = actions.write_down_link(by=at.by, edition=at.edition, line=line)
    assert list(changed.initiatives.all()) == [initiative]
    with pytest.raises(Refusal) as caught, transaction.atomic():
        actions.write_down_link(by=at.by, edition=changed, line=line)
    assert caught.value.field == "name"


def test_a_refused_link_leaves_no_record_behind() -> None:
    at, project = scene(), make.project("Haus der Werkstätten")
    given = LinkLine(Project, "de", "", how="presented", record=project)
    changed = actions.write_down_link(by=at.by, edition=at.edition, line=given)
    stranger = make.actor(make.sides_of(make.bare_partnership("DE", "FR"))[0])
    with pytest.raises(NotPermitted), transaction.atomic():
        actions.write_down_link(by=stranger, edition=changed, line=LinkLine(Project, "de", "Neues Projekt", how="begun"))
    with pytest.raises(Refusal), transaction.atomic():
        actions.write_down_link(by=at.by, edition=changed, line=given)
    assert list(Project.objects.all()) == [project]


def test_organisers_and_bodies_are_taken_or_entered() -> None:
    at = scene()
    made = actions.write_down_organiser(by=at.by, edition=at.edition, institution=Name("Gesundheitsamt", "de"), side=at.home)
    new = Institution.objects.get(names__value="Gesundheitsamt")
    assert [row.as_value() for row in made.organisers.all()] == [OrganiserValue(new.pk, at.home.pk)]
    actions.write_down_delegation(by=at.by, edition=made, side=at.guest, size=6, bodies=[new, Name("Bildungsamt", "de")])
    delegation = Delegation.objects.get()
    assert (delegation.side, delegation.size) == (at.guest, 6)
    assert {str(body) for body in delegation.bodies.all()} == {"Gesundheitsamt", "Bildungsamt"}
    assert {body.introduced_by for body in delegation.bodies.all()} == {at.home}
