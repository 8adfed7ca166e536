"""A person in her office, known to both sides, and what belongs to it: one record of every kind of the room people."""

from __future__ import annotations

from typing import Any

from jumelage.people.models import BasisValue, ObservationValue, PersonNameValue, TitleValue
from jumelage.sources import actions as sources
from tests.factories import world as make
from tests.factories.world import BY, World


def known_person(world: World, name: str = "Anna Beispiel", **values: Any) -> Any:
    """Enter a person whom both sides know through what they share; side a looks after her."""
    given = {"sides": [world.sides["a"], world.sides["b"]], "shared": True, "introduced_by": world.sides["a"]}
    return make.people.add_person(
        by=BY,
        names=[
            PersonNameValue(name, "de", family=name.rsplit(maxsplit=1)[-1]),
            PersonNameValue("Анна Бейшпиль", "ru", "transliteration", family="Бейшпиль"),
        ],
        **{**given, **values},
    )


def acquainted(world: World, *, number: int = 0) -> dict[str, Any]:
    """Enter one record of every kind of the room, each side a's to look after, or shared by both sides."""
    a = world.sides["a"]
    mark = f" {number}" if number else ""
    house = make.institution(f"Senatsverwaltung{mark}", city=a.city, introduced_by=a)
    source = make.source(world.partnership, f"Bericht{mark}", publisher="Senat", published_by_us=True)
    person = known_person(world, f"Anna{mark} Beispiel", titles=[TitleValue("Dr.")], bases=[BasisValue("public_office")])
    office = make.office(f"Staatssekretärin{mark}", institution=house, introduced_by=a, names_holders=True)
    deputy = make.office(f"Vertreterin{mark}", institution=house, deputy_of=office, deputy_number=1)
    appointment = make.appointment(
        person, office, "2003/2019", introduced_by=a, observations=[ObservationValue("2018-05", "Dr. Beispiel", source.pk)]
    )
    sources.cite(by=BY, record=person, source=source, field="names", quote="Dr. Anna Beispiel", preferred=True)
    twin = known_person(world, f"A.{mark} Beispiel")
    return {
        "person": person,
        "office": office,
        "appointment": appointment,
        "site": make.site(
            f"Altes Rathaus{mark}",
            institution=house,
            city=a.city,
            introduced_by=a,
            capacity=60,
            latitude="52.51820",
            longitude="13.40950",
        ),
        "counterpart": make.counterpart(world.partnership, first_office=office, second_office=deputy),
        "judgement": make.judgement(person, twin, "same", introduced_by=a, reason="Dasselbe Amt."),
        "source": source,
    }
