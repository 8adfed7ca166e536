"""What is doubtful in a programme: who fits in (V24), steps, days outside the dates, people in two places (V1)."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jumelage.accounts.actor import NOBODY
from jumelage.fields.models import Name
from jumelage.journal.rules import Refusal
from jumelage.people import actions as people
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
        found = queries.findings_of(edition, BY)
    assert [(one.level, one.about, one.sentence) for one in found] == [("warning", item.public_id, TOO_MANY.format(6, 7))]
    absent = [*queries.presences_of(item), PresenceValue(participation=named.pk, status="absent")]
    make.programme.change_item(by=BY, item=item, version=1, presences=absent)
    assert queries.findings_of(edition, BY) == []


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
    assert queries.findings_of(edition, BY) == []
    make.seminars.change_participation(
        by=BY, participation=guest, version=1, delegation=delegation, kind_of="delegate", side=delegation.side
    )
    with translation.override("en"):
        (found,) = queries.findings_of(edition, BY)
    assert (found.level, found.about) == ("error", first.public_id)
    assert found.sentence.startswith("Anna Beispiel cannot have been at “Hier, 09:00” and at “Dort, 09:00”")


@pytest.mark.django_db
def test_a_day_outside_the_dates_is_entered_and_found() -> None:
    edition = an_edition()
    item = make.item(edition, "Nachtreffen", day="2019-07-01")
    make.item(edition, "Eröffnung", day="2019-06-17")
    assert [(found.level, found.about) for found in queries.findings_of(edition, BY)] == [("warning", item.public_id)]


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
        found = queries.findings_of(edition, BY)
    assert len(found) == 2 * number
    assert len(asked) <= 10, [query["sql"][:90] for query in asked]


@pytest.mark.django_db
def test_what_has_no_site_is_where_the_visit_was_or_at_the_institution_visited() -> None:
    edition, rows = an_edition(), {}
    house = make.institution("Werkstatt", city=edition.host_city)
    for name, of_visit, of_item in (
        ("unknown", {}, {}),
        ("alternative", {}, {"access_alternative": LocalText.of(de="Rampe")}),
        ("steps", {"site": make.site(step_free="no")}, {}),
        ("step-free", {"site": make.site(step_free="yes")}, {}),
        ("full", {"site": make.site(step_free="yes", capacity=20)}, {"audience": "21"}),
        ("own site", {"site": make.site(step_free="no")}, {"site": make.site(step_free="yes")}),
    ):
        visit = make.visit(edition, house, **of_visit)
        rows[make.item(edition, name, kind_of="visit", visit=visit, **of_item).public_id] = name
    with translation.override("en"):
        found = {rows[one.about]: one.sentence.split("“")[0] for one in queries.findings_of(edition, BY)}
    assert found == {"unknown": "Nobody has noted whether the way to ", "steps": "The way to ", "full": ""}


@pytest.mark.django_db
def test_nobody_visits_two_institutions_at_once() -> None:
    edition, hours = an_edition(), {"day": "2019-06-17", "begins": time(9), "ends": time(11), "kind_of": "visit"}
    city, guest = edition.host_city, someone(edition, "Anna Beispiel")
    house, other = make.institution("Werkstatt", city=city), make.institution("Schule", city=city)
    unit = make.people.add_institution(by=BY, names=[Name("Abteilung", "de")], parent=house)
    there = [PresenceValue(participation=guest.pk)]
    make.item(edition, visit=make.visit(edition, house), presences=there, **hours)
    make.item(edition, visit=make.visit(edition, unit), presences=there, **hours)  # in the same house
    with pytest.raises(Refusal) as caught:
        make.item(edition, visit=make.visit(edition, other), presences=there, **hours)
    assert caught.value.field == "presences"


@pytest.mark.django_db
def test_who_spoke_and_is_no_longer_there_is_found_as_an_error() -> None:
    edition = an_edition()
    delegation, item = a_delegation(edition), make.item(edition, "Eröffnung")
    absent, moved, stays = (someone(edition, name) for name in ("Anna Fern", "Berta Weg", "Carla Da"))
    reader = someone(edition, "Doris Leserin")
    member = a_member(delegation, "Emil Mitglied")
    talk = make.item(edition, "Gespräch", presences=[PresenceValue(delegation=delegation.pk)])
    spoken = [make.contribution(item, one) for one in (absent, moved, stays)]
    read = make.contribution(item, stays, kind_of="message", read_by=reader)
    at_talk = make.contribution(talk, member)
    make.contribution(item, absent, kind_of="message")  # nobody knows who read it
    assert queries.findings_of(edition, BY) == []
    for one, values in ((absent, {"state": "absent"}), (moved, {"kind_of": "mentioned"}), (reader, {"state": "absent"})):
        make.seminars.change_participation(by=BY, participation=one, version=1, **values)
    out = {"delegation": None, "kind_of": "expert", "function": ""}
    make.seminars.change_participation(by=BY, participation=member, version=1, **out)
    with translation.override("en"):
        found = queries.findings_of(edition, BY)
    away = "{} spoke at “Eröffnung” but is entered as absent. Correct the participation or the contribution."
    assert [(one.level, one.about, one.sentence) for one in found] == [
        ("error", spoken[0].public_id, away.format("Anna Fern")),
        ("error", spoken[1].public_id, away.format("Berta Weg")),
        ("error", read.public_id, away.format("Doris Leserin")),
        (
            "error",
            at_talk.public_id,
            "Emil Mitglied spoke at “Gespräch” but is not entered as present. Correct who was there, or the contribution.",
        ),
    ]


@pytest.mark.django_db
def test_findings_tell_nobody_of_people_and_items_that_these_may_not_see() -> None:
    edition, hours = an_edition(published=True), {"day": "2019-06-17", "begins": time(9), "ends": time(11)}
    delegation, guest = a_delegation(edition), someone(edition, "Anna Beispiel")
    there, access = [PresenceValue(participation=guest.pk)], {"access_alternative": LocalText.of(de="Rampe")}
    make.item(edition, "Hier", site=make.site("Rathaus"), presences=there, **hours, **access)
    group = [PresenceValue(delegation=delegation.pk)]
    make.item(edition, "Dort", site=make.site("Werkstatt"), presences=group, **hours, **access)
    make.item(edition, "Vertraulich", is_public=False, site=make.site("Schule"), presences=group, **hours, **access)
    values = {"delegation": delegation, "kind_of": "delegate", "side": delegation.side}
    make.seminars.change_participation(by=BY, participation=guest, version=1, **values)
    own = make.actor(make.sides_of(edition.series.partnership)[0])
    with translation.override("en"):
        told = {who: [one.sentence for one in queries.findings_of(edition, who)] for who in (BY, own, NOBODY)}
    assert told[own] == told[BY]
    assert [sentence.split(" cannot")[0] for sentence in told[BY]] == ["Anna Beispiel"] * 3
    assert [sentence.partition(", which")[0] for sentence in told[NOBODY]] == [
        "Somebody cannot have been at “Hier, 09:00” and at “Dort, 09:00”"
    ]


@pytest.mark.django_db
def test_findings_tell_nobody_of_a_speaker_whom_these_may_not_see() -> None:
    edition = an_edition(published=True)
    guest, item = someone(edition, "Anna Beispiel"), make.item(edition)
    foreign = make.office("Leitung", institution=make.institution("Anderes Amt", city=edition.host_city))
    own = make.office("Fachkraft", institution=make.institution("Eigenes Amt", city=edition.host_city))
    make.seminars.change_participation(by=BY, participation=guest, version=1, office=own)
    made = make.contribution(item, guest, on_behalf_of_office=foreign)
    home, elsewhere = (make.actor(make.sides_of(one)[0]) for one in (edition.series.partnership, make.bare_partnership()))
    with translation.override("en"):
        told = {
            who: [(one.about, one.sentence) for one in queries.findings_of(edition, who)] for who in (home, elsewhere, NOBODY)
        }
    ((about, sentence),) = told[home]
    assert (about, sentence.partition(" spoke ")[0]) == (made.public_id, "Anna Beispiel")
    assert told[elsewhere] == told[NOBODY] == []


@pytest.mark.django_db
def test_findings_follow_the_judgements_on_who_is_the_same() -> None:
    edition, hours = an_edition(), {"day": "2019-06-17", "begins": time(9), "ends": time(11)}
    access = {"access_alternative": LocalText.of(de="Rampe")}
    own, foreign = (make.institution(name, city=edition.host_city) for name in ("Eigenes Amt", "Anderes Amt"))
    guest, same = someone(edition, "Anna Beispiel"), someone(edition, "Anna Beispiel", kind_of="host")
    make.seminars.change_participation(by=BY, participation=guest, version=1, institution=own)
    chief, again = make.person("Erika Amt"), make.person("Erika Amt")
    for head, body in ((chief, foreign), (again, own)):
        make.appointment(head, make.office("Leitung", institution=body))
    pairs = ((guest.person, same.person), (chief, again))
    judged = [make.judgement(*pair) for pair in pairs]
    item = make.item(
        edition, "Hier", site=make.site("Rathaus"), presences=[PresenceValue(participation=same.pk)], **hours, **access
    )
    spoken = make.contribution(item, guest, on_behalf_of_person=chief)
    for one in judged:
        people.withdraw_judgement(by=BY, judgement=one)
    there = [PresenceValue(participation=guest.pk)]
    make.item(edition, "Dort", site=make.site("Werkstatt"), presences=there, **hours, **access)
    with translation.override("en"):
        for _time in range(2):
            apart = [(one.level, one.about, one.sentence.split(" ")[2]) for one in queries.findings_of(edition, BY)]
            assert apart == [("error", spoken.public_id, "spoke"), ("warning", spoken.public_id, "spoke")]
            judged = [make.judgement(*pair) for pair in pairs]
            assert [(one.level, one.about) for one in queries.findings_of(edition, BY)] == [("error", item.public_id)]
            for one in judged:
                people.withdraw_judgement(by=BY, judgement=one)


@pytest.mark.django_db
def test_who_only_serves_a_delegation_does_not_count_among_its_members() -> None:
    edition = an_edition()
    delegation = a_delegation(edition, size=1)
    a_member(delegation, "Anna Beispiel")
    someone(edition, "Berta Sprachen", delegation=delegation, kind_of="interpreter")
    item = make.item(edition, kind_of="workshop", capacity=1, presences=[PresenceValue(delegation=delegation.pk)])
    with translation.override("en"):
        found = queries.findings_of(edition, BY)
    assert [(one.about, one.sentence) for one in found] == [(item.public_id, TOO_MANY.format(1, 2))]
