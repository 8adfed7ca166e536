"""Persons, pages and sources that a viewer may not see: found nowhere, named nowhere, and never lost by saving."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from jumelage.people import actions as people
from jumelage.people.models import Appointment, BasisValue, ObservationValue, Person
from tests.desk.acquainted import known_person
from tests.desk.browsing import client_of, text_of
from tests.desk.test_people import listed, shown
from tests.desk.test_saving import added, change_path, changed
from tests.factories import world as make
from tests.factories.world import BY, World


@pytest.fixture
def hidden(world: World, records: dict[str, Any]) -> Person:
    """A person whom only side b knows, in an office that everybody sees."""
    person = known_person(world, "Verborgen Niemand", sides=[world.sides["b"]], shared=False, introduced_by=world.sides["b"])
    office = make.office("Nebenamt", institution=records["institution"])
    make.appointment(person, office, introduced_by=world.sides["b"])
    return person


def test_a_hidden_person_is_found_nowhere(world: World, records: dict[str, Any], hidden: Person) -> None:
    client = client_of(world.coordinator_a)
    appointment = Appointment.objects.get(person=hidden)
    for record in (hidden, appointment):
        for page in ("record", "change", "history", "delete"):
            assert client.get(reverse(f"desk:{page}", args=[record.kind(), record.public_id])).status_code == 404
    assert "Verborgen Niemand" not in listed(client, "person")
    assert "Verborgen" not in shown(client, appointment.office)
    assert "Nobody is known to have held this office." in shown(client, appointment.office)
    assert client.get("/desk/person/suggest/?q=Verborgen").content.strip() == b""
    assert client.get("/desk/appointment/suggest/?q=Verborgen").content.strip() == b""
    for typed in ("Verborgen Niemand", hidden.public_id, f"Verborgen Niemand [{hidden.public_id}]"):
        response = added(client, "appointment", person=typed, office=appointment.office.public_id)
        assert response.status_code == 422
        assert "Which one do you mean?" not in text_of(response)
        assert typed.startswith("Verborgen") or "Verborgen" not in response.content.decode()
    assert Appointment.objects.filter(person=hidden).count() == 1
    assert "Verborgen Niemand" in shown(client_of(world.coordinator_b), appointment.office)


def test_a_hidden_persons_name_stays_out_of_lists_that_point_at_her(
    world: World, records: dict[str, Any], hidden: Person
) -> None:
    make.counterpart(world.partnership, first_person=hidden, second_office=records["office"])
    make.judgement(hidden, records["person"], "different")
    client = client_of(world.coordinator_a)
    for kind in ("counterpart", "judgement", "appointment"):
        assert "Verborgen" not in text_of(client.get(f"/desk/{kind}/"))


def test_a_page_that_may_not_be_seen_keeps_its_basis_without_a_name(world: World, records: dict[str, Any]) -> None:
    series = make.series(world.partnership, "Geheimreihe", owner_side=world.sides["b"], visibility="internal")
    edition = make.edition(series, 3, visibility="internal")
    basis = BasisValue("consent", edition.public_id, review_on="2099-01-01")
    person = known_person(world, "Betty Bloss", bases=[basis])
    client = client_of(world.coordinator_a)
    page = client.get(change_path(person)).content.decode()
    assert "Geheimreihe" not in page + shown(client, person)
    assert "a page that you may not see" in page
    assert changed(client, person, pronouns="sie").status_code == 302
    assert [row.as_value() for row in person.bases.all()] == [basis]


def test_another_sides_source_is_kept_without_its_title(world: World, records: dict[str, Any]) -> None:
    source = make.source(world.partnership, "Geheimakte", owner_side=world.sides["b"], visibility="internal")
    appointment = records["appointment"]
    seen = [ObservationValue("2010", "", source.pk)]
    people.change_appointment(by=BY, appointment=appointment, version=appointment.version, observations=seen)
    client = client_of(world.coordinator_a)
    assert "Geheimakte" not in shown(client, appointment) + client.get(change_path(appointment)).content.decode()
    assert changed(client, appointment, is_acting="on").status_code == 302
    assert [row.as_value() for row in appointment.observations.all()] == seen
