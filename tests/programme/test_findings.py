"""What is doubtful in a programme: who fits in (V24), steps, days outside the dates, people in two places (V1)."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jumelage.people.models import Site
from jumelage.programme import queries, rules
from jumelage.programme.models import PresenceValue, ProgrammeItem
from jumelage.values import LocalText, Quantity
from tests.factories import world as make
from tests.factories.world import BY
from tests.programme.inventing import a_delegation, a_member, an_edition, someone

STEP_FREE = Site(step_free="yes", capacity=30, wheelchair_places=2)
TOO_MANY = "“workshop” had room for {0}, but {1} came. Correct one of the numbers."
WHEELS = "“workshop” has more places for wheelchairs than places. Correct one of the numbers."
STEPS = "The way to “workshop” has steps. Enter which alternative there was."
UNKNOWN = "Nobody has noted whether the way to “workshop” is step-free. Enter it for the site, or enter an alternative."


@pytest.mark.parametrize(
    ("values", "there", "sentences"),
    [
        ({}, 500, []),
        ({"capacity": 20}, 20, []),
        ({"capacity": 20}, 21, [TOO_MANY.format(20, 21)]),
        ({"capacity": 20, "audience": "25"}, 0, [TOO_MANY.format(20, 25)]),
        ({"capacity": 20, "audience": "20"}, 0, []),
        ({"capacity": 20, "audience": ">20"}, 0, [TOO_MANY.format(20, 21)]),
        ({"capacity": 20, "audience": "15..25"}, 0, []),
        ({"capacity": 20, "audience": "~25"}, 0, []),
        ({"capacity": 20, "audience": "numerous"}, 3, []),
        ({"capacity": 20, "audience": "10"}, 22, [TOO_MANY.format(20, 22)]),
        ({"capacity": 0}, 1, [TOO_MANY.format(0, 1)]),
        ({"site": STEP_FREE, "audience": "31"}, 0, [TOO_MANY.format(30, 31)]),
        ({"site": STEP_FREE, "audience": "31", "capacity": 40}, 0, []),
        ({"site": STEP_FREE, "capacity": 1}, 0, [WHEELS]),
        ({"site": STEP_FREE, "capacity": 1, "wheelchair_places": 1}, 0, []),
        ({"site": STEP_FREE}, 0, []),
        ({"site": Site()}, 0, [UNKNOWN]),
        ({"site": Site(), "access_alternative": LocalText.of(de="Aufzug im Hof")}, 0, []),
        ({"site": Site(step_free="no")}, 0, [STEPS]),
        ({"site": Site(step_free="partly")}, 0, [STEPS]),
        ({"site": Site(step_free="no"), "access_alternative": LocalText.of(de="Rampe")}, 0, []),
        ({"site": Site(pk=1, within=Site(pk=2, step_free="yes"))}, 0, []),
        ({"site": Site(pk=1, step_free="no", within=Site(pk=2, step_free="yes"))}, 0, [STEPS]),
        ({"site": Site(pk=1, step_free="yes", within=Site(pk=2, capacity=1))}, 9, []),
    ],
)
def test_who_fits_in_and_who_gets_there(values: dict[str, Any], there: int, sentences: list[str]) -> None:
    audience = Quantity.parse(values["audience"]) if "audience" in values else None
    item = ProgrammeItem(kind_of="workshop", public_id="abcd2345", **{**values, "audience": audience})
    with translation.override("en"):
        found = rules.capacity_findings(item, there=there)
    assert [(one.level, one.sentence, one.about) for one in found] == [("warning", text, "abcd2345") for text in sentences]


@pytest.mark.django_db
def test_those_present_are_counted_with_the_unnamed_of_their_delegation() -> None:
    edition = an_edition()
    delegation = a_delegation(edition, size=6)
    named, guest = a_member(delegation, "Anna Beispiel"), someone(edition)
    a_member(delegation, "Boris Probe")
    item = make.item(
        edition,
        kind_of="workshop",
        capacity=6,
        presences=[PresenceValue(delegation=delegation.pk), PresenceValue(participation=guest.pk)],
    )
    with translation.override("en"):
        found = queries.findings_of(edition)
    assert [(one.level, one.about, one.sentence) for one in found] == [("warning", item.public_id, TOO_MANY.format(6, 7))]
    absent = [*queries.presences_of(item), PresenceValue(participation=named.pk, status="absent")]
    make.programme.change_item(by=BY, item=item, version=1, presences=absent)
    assert queries.findings_of(edition) == []


@pytest.mark.django_db
def test_a_clash_that_came_later_is_found_as_an_error() -> None:
    edition = an_edition()
    delegation, hours = a_delegation(edition), {"day": "2019-06-17", "begins": time(9), "ends": time(11)}
    guest = someone(edition, "Anna Beispiel")
    access = {"access_alternative": LocalText.of(de="Rampe")}
    first = make.item(
        edition, "Hier", site=make.site("Rathaus"), presences=[PresenceValue(participation=guest.pk)], **hours, **access
    )
    make.item(
        edition, "Dort", site=make.site("Werkstatt"), presences=[PresenceValue(delegation=delegation.pk)], **hours, **access
    )
    assert queries.findings_of(edition) == []
    make.seminars.change_participation(
        by=BY, participation=guest, version=1, delegation=delegation, kind_of="delegate", side=delegation.side
    )
    with translation.override("en"):
        (found,) = queries.findings_of(edition)
    assert (found.level, found.about) == ("error", first.public_id)
    assert found.sentence.startswith("Anna Beispiel cannot have been at “Hier, 09:00” and at “Dort, 09:00”")


@pytest.mark.django_db
def test_a_day_outside_the_dates_is_entered_and_found() -> None:
    edition = an_edition()
    item = make.item(edition, "Nachtreffen", day="2019-07-01")
    make.item(edition, "Eröffnung", day="2019-06-17")
    assert [(found.level, found.about) for found in queries.findings_of(edition)] == [("warning", item.public_id)]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 6])
def test_findings_cost_as_many_queries_however_long_the_programme(number: int) -> None:
    edition = an_edition()
    delegation = a_delegation(edition, size=9)
    for place in range(number):
        one = a_member(delegation, f"Mitglied {place}")
        presences = [PresenceValue(delegation=delegation.pk), PresenceValue(participation=one.pk)]
        visit = make.visit(edition, make.institution(city=edition.host_city))
        make.item(
            edition, day="2019-06-17", begins=time(9 + place), site=make.site(), presences=presences, visit=visit, capacity=1
        )
    with CaptureQueriesContext(connection) as asked:
        found = queries.findings_of(edition)
    assert len(found) == 2 * number
    assert len(asked) <= 9, [query["sql"][:90] for query in asked]
