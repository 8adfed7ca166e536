"""Items and visits: entered, changed and deleted whole, with their times, their people and their place in the programme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from jumelage.accounts.actor import NOBODY, Role
from jumelage.journal.models import Address, Row
from jumelage.journal.rules import NotPermitted, Refusal, StaleRecord
from jumelage.partnerships.models import Note
from jumelage.programme import actions
from jumelage.programme.models import Contribution, Presence, PresenceValue, ProgrammeItem, Statement, Visit
from jumelage.values import LocalText, PartialDate, Quantity
from tests.factories import world as make
from tests.factories.world import BY
from tests.programme.inventing import a_delegation, a_member, an_edition, in_zone, someone

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    """Return a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_an_item_is_entered_with_all_that_is_known_of_it() -> None:
    edition = an_edition()
    by = make.actor(make.sides_of(edition.series.partnership)[0])
    speaker, delegation = someone(edition), a_delegation(edition)
    house, topic = make.institution(city=edition.host_city), make.topic()
    presences = [PresenceValue(participation=speaker.pk, status="host"), PresenceValue(delegation=delegation.pk)]
    made = actions.add_item(
        by=by,
        edition=edition,
        kind_of="expert_talk",
        title=LocalText.of(de="Teilhabe"),
        day=PartialDate.parse("2019-06-17"),
        begins=time(9, 30),
        ends=time(11),
        city=edition.host_city,
        audience="~40",
        presences=presences,
        hosts=[house],
        topics=[topic],
    )
    stored = ProgrammeItem.objects.get()
    assert stored == made
    assert (stored.kind_of, stored.title.text("de"), stored.day, stored.version) == (
        "expert_talk",
        "Teilhabe",
        PartialDate.parse("2019-06-17"),
        1,
    )
    assert (stored.starts_at, stored.ends_at) == (at("2019-06-17T07:30"), at("2019-06-17T09:00"))
    assert (stored.audience, stored.is_public, stored.count, stored.zone) == (Quantity("~40"), True, 1, "")
    assert [presence.as_value() for presence in stored.presences.all()] == presences
    assert (list(stored.hosts.all()), list(stored.topics.all())) == ([house], [topic])
    row = Row.objects.get(record_id=made.public_id)
    assert (row.verb, row.actor_id) == ("add", by.id)
    assert {"kind_of", "title", "day", "begins", "ends", "presences", "hosts", "topics"} <= set(row.changed)
    later = actions.add_item(by=by, edition=edition, kind_of="workshop", count=2)
    assert later.position == stored.position + 1


def test_an_item_of_which_nothing_is_known_but_that_it_was() -> None:
    made = actions.add_item(by=BY, edition=an_edition(), kind_of="workshop", count=2, is_incomplete=True)
    assert (made.day, made.starts_at, made.ends_at, made.count) == (None, None, None, 2)


@pytest.mark.parametrize(
    ("zone", "of_city", "day", "expected"),
    [
        ("", "Europe/Moscow", "2014-10-25", "2014-10-25T06:00"),
        ("", "Europe/Moscow", "2014-10-27", "2014-10-27T07:00"),
        ("Europe/Berlin", "Europe/Moscow", "2014-10-25", "2014-10-25T08:00"),
    ],
)
def test_times_are_those_of_the_host_city_unless_the_item_says_otherwise(
    zone: str, of_city: str, day: str, expected: str
) -> None:
    edition = an_edition(dates=PartialDate.parse("2014-10-25/2014-10-27"))
    edition.host_city = in_zone(edition.host_city, of_city)
    for host_city in (edition.host_city, None):
        # Without a host city that of the host side counts; here they are the same.
        edition = make.seminars.change_edition(by=BY, edition=edition, version=edition.version, host_city=host_city)
        made = actions.add_item(by=BY, edition=edition, kind_of="visit", day=day, begins=time(10), zone=zone)
        assert made.starts_at == at(expected)
    edition = make.seminars.change_edition(by=BY, edition=edition, version=edition.version, host_side=None)
    made = actions.add_item(by=BY, edition=edition, kind_of="visit", day=day, begins=time(10), zone=zone)
    assert made.starts_at == (at(expected) if zone else None)


def a_change(item: ProgrammeItem, **values: Any) -> ProgrammeItem:
    """Change an item as it stands now, and read it again."""
    actions.change_item(by=BY, item=item, version=ProgrammeItem.objects.get(pk=item.pk).version, **values)
    return ProgrammeItem.objects.get(pk=item.pk)


def test_the_moments_follow_every_change_of_the_times() -> None:
    item = make.item(an_edition(), day="2019-06-17", begins=time(9), ends=time(10))
    item = a_change(item, begins=time(22), ends=time(1))
    assert (item.starts_at, item.ends_at, item.version) == (at("2019-06-17T20:00"), at("2019-06-17T23:00"), 2)
    item = a_change(item, day="2019-06-20")
    assert (item.starts_at, item.ends_at) == (at("2019-06-20T20:00"), at("2019-06-20T23:00"))
    item = a_change(item, begins=time(9), ends=time(10), day=None)
    assert (item.starts_at, item.ends_at) == (None, None)
    item = a_change(item, day="2019-06-18", begins=time(22), ends=time(1))
    assert (item.starts_at, item.ends_at) == (at("2019-06-18T20:00"), at("2019-06-18T23:00"))
    item = a_change(item, day="2019-06-21", ends=None)
    assert (item.starts_at, item.ends_at) == (at("2019-06-21T20:00"), None)
    item = a_change(item, begins=None, count=3)
    assert (item.starts_at, item.ends_at, item.count) == (None, None, 3)
    changed = [row.changed for row in Row.objects.filter(record_id=item.public_id, verb="change").order_by("number")]
    assert changed == [
        ["begins", "ends"],
        ["day"],
        ["begins", "day", "ends"],
        ["begins", "day", "ends"],
        ["day", "ends"],
        ["begins", "count"],
    ]


def test_a_change_keeps_the_lists_that_are_not_given_and_replaces_the_others() -> None:
    edition = an_edition()
    one, other = someone(edition), someone(edition, "Boris Probe")
    house = make.institution(city=edition.host_city)
    item = make.item(edition, presences=[PresenceValue(participation=one.pk)], hosts=[house], topics=[make.topic()])
    item = a_change(item, title=LocalText.of(de="Anders"), presences=[PresenceValue(participation=other.pk, status="chair")])
    assert [presence.as_value() for presence in item.presences.all()] == [PresenceValue(other.pk, None, "chair")]
    assert (list(item.hosts.all()), item.topics.count(), item.title.text("de")) == ([house], 1, "Anders")
    item = a_change(item, hosts=[], topics=[])
    assert (item.hosts.exists(), item.topics.exists(), item.presences.count()) == (False, False, 1)
    with pytest.raises(StaleRecord):
        actions.change_item(by=BY, item=item, version=1, day="2019-06-17", begins=time(20), ends=time(1))
    stored = ProgrammeItem.objects.get()
    assert (stored.day, stored.starts_at, stored.version) == (None, None, 3)
    assert actions.change_item(by=BY, item=item, version=3, title=stored.title).version == 3


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends": time(10)}, "begins"),
        ({"begins": time(10), "ends": time(9)}, "ends"),
        ({"day": "2019-03-31", "begins": time(2, 30)}, "begins"),
        ({"count": 2, "begins": time(9)}, "begins"),
        ({"count": 0}, "count"),
        ({"day": "gestern"}, "day"),
        ({"begins": "neun"}, "begins"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"capacity": 10, "wheelchair_places": 11}, None),
        ({"kind_of": "party"}, "kind_of"),
    ],
)
def test_what_an_item_cannot_be_is_refused_when_it_is_entered_and_when_it_is_changed(
    values: dict[str, Any], field: str | None
) -> None:
    edition = an_edition()
    with pytest.raises(Refusal) as entered:
        actions.add_item(by=BY, edition=edition, **values)
    item = make.item(edition, "Bleibt")
    with pytest.raises(Refusal) as changed:
        actions.change_item(by=BY, item=item, version=1, **values)
    if field != "count":
        assert (entered.value.field, changed.value.field) == (field, field)
    stored = ProgrammeItem.objects.get()
    assert (stored.version, stored.title.text("de"), stored.starts_at) == (1, "Bleibt", None)


def test_parts_are_of_the_same_edition() -> None:
    edition, other = an_edition(), an_edition()
    house = make.institution(city=edition.host_city)
    strange = {
        "visit": make.visit(other, house),
        "within": make.item(other, "Anderswo"),
        "presences": [PresenceValue(participation=someone(other).pk)],
    }
    item = make.item(edition)
    for field, value in strange.items():
        for attempt in (
            lambda field=field, value=value: actions.add_item(by=BY, edition=edition, **{field: value}),
            lambda field=field, value=value: actions.change_item(by=BY, item=item, version=1, **{field: value}),
        ):
            with pytest.raises(Refusal) as caught:
                attempt()
            assert caught.value.field == field
    with pytest.raises(Refusal) as caught:
        actions.change_item(by=BY, item=item, version=1, edition=other)
    assert caught.value.field == "edition"
    with pytest.raises(Refusal) as caught:
        actions.change_item(by=BY, item=item, version=1, presences=[PresenceValue(delegation=a_delegation(other).pk)])
    assert caught.value.field == "presences"


def test_items_stand_within_each_other_three_levels_deep_and_never_in_a_ring() -> None:
    edition = an_edition()
    day = make.item(edition, "Tag")
    half = make.item(edition, "Vormittag", within=day)
    talk = make.item(edition, "Gespräch", within=half)
    for attempt in (
        lambda: make.item(edition, "Frage", within=talk),
        lambda: actions.change_item(by=BY, item=day, version=1, within=half),
        lambda: actions.change_item(by=BY, item=day, version=1, within=talk),
        lambda: actions.change_item(by=BY, item=day, version=1, within=day),
        lambda: actions.change_item(by=BY, item=day, version=1, within=make.item(edition, "Woche")),
    ):
        with pytest.raises(Refusal) as caught:
            attempt()
        assert caught.value.field in ("within", None)
    assert actions.change_item(by=BY, item=talk, version=1, within=day).within == day


def two_at_once(edition: Any, *, first: dict[str, Any], second: dict[str, Any]) -> tuple[Callable[[], Any], ProgrammeItem]:
    """Return how to enter a second item at the hours of a first one, and the first."""
    hours = {"day": "2019-06-17", "begins": time(9), "ends": time(11)}
    one = make.item(edition, "Eröffnung", **{**hours, **first})
    return lambda: make.item(edition, "Besuch", **{**hours, "begins": time(10), **second}), one


def test_nobody_is_entered_at_two_places_at_once() -> None:
    edition = an_edition()
    here, there = make.site("Rathaus", city=edition.host_city), make.site("Werkstatt", city=edition.host_city)
    anna = [PresenceValue(participation=someone(edition, "Anna Beispiel").pk)]
    enter, one = two_at_once(edition, first={"site": here, "presences": anna}, second={"site": there, "presences": anna})
    with translation.override("en"), pytest.raises(Refusal) as caught:
        enter()
    sentence = str(caught.value)
    assert sentence.startswith("Anna Beispiel cannot have been at “Besuch, 10:00” and at “Eröffnung, 09:00”")
    assert caught.value.field == "presences"
    other = make.item(edition, "Besuch", day="2019-06-17", begins=time(10), site=there)
    for values in ({"presences": anna}, {"presences": anna, "begins": time(10, 30)}):
        with pytest.raises(Refusal):
            actions.change_item(by=BY, item=other, version=1, **values)
    moved = actions.change_item(by=BY, item=other, version=1, presences=anna, begins=time(11))
    with pytest.raises(Refusal):
        actions.change_item(by=BY, item=moved, version=2, begins=time(9))
    with pytest.raises(Refusal):
        actions.change_item(by=BY, item=one, version=1, ends=time(11, 30))
    assert actions.change_item(by=BY, item=one, version=1, ends=time(11, 30), site=there).site == there


@pytest.mark.parametrize("allowed", ["room", "within", "absent", "invited", "number"])
def test_at_one_place_within_each_other_or_absent_is_allowed(allowed: str) -> None:
    edition = an_edition()
    house = make.site("Rathaus")
    there = make.site("Saal", within=house) if allowed == "room" else make.site("Werkstatt")
    delegation = a_delegation(edition)
    anna = a_member(delegation, "Anna Beispiel")
    first = {"site": house, "presences": [PresenceValue(delegation=delegation.pk)]}
    if allowed == "absent":
        first["presences"].append(PresenceValue(participation=anna.pk, status="absent"))
    second: dict[str, Any] = {"site": there, "presences": [PresenceValue(participation=anna.pk)]}
    enter, one = two_at_once(edition, first=first, second=second)
    if allowed == "within":
        second["within"] = one
    elif allowed == "invited":
        second["presences"] = [PresenceValue(participation=anna.pk, status="invited")]
    elif allowed == "number":
        second |= {"begins": None, "ends": None, "count": 2}
    assert enter().presences.count() == 1
    if allowed == "absent":
        with pytest.raises(Refusal):
            actions.change_item(by=BY, item=one, version=1, presences=first["presences"][:1])


def test_the_same_person_twice_in_an_edition_is_one_person() -> None:
    edition = an_edition()
    person = make.person("Anna Beispiel")
    expert, host = someone(edition, person=person), someone(edition, person=person, kind_of="host")
    enter, _one = two_at_once(
        edition,
        first={"site": make.site("Rathaus"), "presences": [PresenceValue(participation=expert.pk)]},
        second={"site": make.site("Werkstatt"), "presences": [PresenceValue(participation=host.pk)]},
    )
    with pytest.raises(Refusal):
        enter()


def test_a_visit_is_entered_changed_and_deleted() -> None:
    edition = an_edition()
    side = make.sides_of(edition.series.partnership)[0]
    by, house = make.actor(side), make.institution("Werkstatt", city=side.city)
    visit = actions.add_visit(by=by, edition=edition, institution=house, group_size=6, requested_topics=LocalText.of(de="Arbeit"))
    item = make.item(edition, kind_of="visit", visit=visit)
    visit = actions.change_visit(by=by, visit=visit, version=1, state="cancelled_by_host")
    stored = Visit.objects.get()
    assert (stored.institution, stored.group_size, stored.state, stored.version) == (house, 6, "cancelled_by_host", 2)
    with pytest.raises(Refusal) as caught:
        actions.change_visit(by=by, visit=visit, version=2, edition=an_edition())
    assert caught.value.field == "edition"
    actions.delete_visit(by=by, visit=visit)
    item.refresh_from_db()
    assert item.visit is None
    assert not Visit.objects.exists()
    verbs = list(Row.objects.filter(record_id=stored.public_id).order_by("number").values_list("verb", flat=True))
    assert verbs == ["add", "change", "delete"]
    assert Address.objects.get(pk=stored.public_id).state == "gone"


def test_what_falls_with_an_item_is_written_down() -> None:
    edition = an_edition()
    item = make.item(edition, "Eröffnung")
    part, speaker = make.item(edition, "Gruß", within=item), someone(edition)
    spoken = make.contribution(part, speaker)
    said = make.statement(edition, item=item, contribution=None, speaker=speaker)
    side = make.sides_of(edition.series.partnership)[0]
    notes = [make.note(record, side) for record in (item, part, spoken)]
    actions.delete_item(by=BY, item=item)
    assert [model.objects.count() for model in (ProgrammeItem, Contribution, Presence)] == [0, 0, 0]
    assert Statement.objects.get().item is None
    assert not Note.objects.filter(pk__in=[note.pk for note in notes]).exists()
    gone = Address.objects.filter(pk__in=[item.public_id, part.public_id, spoken.public_id])
    assert {address.state for address in gone} == {"gone"}
    deleted = set(Row.objects.filter(verb="delete").values_list("record_id", flat=True))
    assert {item.public_id, part.public_id, spoken.public_id} <= deleted
    assert said.public_id not in deleted


@pytest.mark.parametrize(("values", "was_public"), [({}, True), ({"is_public": False}, False)])
def test_a_deleted_item_remembers_whether_everybody_saw_it(values: dict[str, Any], was_public: bool) -> None:
    edition = an_edition(published=True)
    item = make.item(edition, "Empfang", **values)
    actions.delete_item(by=BY, item=item)
    assert Address.objects.get(pk=item.public_id).was_public is was_public


def test_only_those_who_may_change_the_edition_write_its_programme() -> None:
    partnership = make.bare_partnership()
    first, second = make.sides_of(partnership)
    edition = make.edition(make.series(partnership), owner_side=first)
    house = make.institution(city=first.city)
    item, visit = make.item(edition), make.visit(edition, house)
    for by in (make.actor(second), make.actor(first, Role.EDITOR), make.actor(first, Role.READER), NOBODY):
        for attempt in (
            lambda by=by: actions.add_item(by=by, edition=edition, kind_of="workshop"),
            lambda by=by: actions.change_item(by=by, item=item, version=1, day="2019-06-17"),
            lambda by=by: actions.delete_item(by=by, item=item),
            lambda by=by: actions.add_visit(by=by, edition=edition, institution=house),
            lambda by=by: actions.change_visit(by=by, visit=visit, version=1, group_size=1),
            lambda by=by: actions.delete_visit(by=by, visit=visit),
        ):
            with pytest.raises(NotPermitted):
                attempt()
    assert (ProgrammeItem.objects.count(), Visit.objects.count()) == (1, 1)
    assert actions.change_item(by=make.actor(first), item=item, version=1, day="2019-06-17").version == 2


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("programme_item_ends_after_it_begins", {"begins": time(10), "ends": time(9)}),
        ("programme_item_ends_after_it_begins", {"begins": time(10), "ends": time(10)}),
        ("programme_item_ends_after_it_begins", {"ends": time(10)}),
        ("programme_item_wheelchairs_fit", {"capacity": 3, "wheelchair_places": 4}),
        ("programme_item_counts_from_one", {"count": 0}),
    ],
)
def test_the_database_refuses_what_slips_past(constraint: str, values: dict[str, Any]) -> None:
    item = make.item(an_edition())
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ProgrammeItem.objects.filter(pk=item.pk).update(**values)


def test_the_database_knows_no_item_within_itself_and_no_presence_of_two_or_of_none() -> None:
    edition = an_edition()
    item, one, delegation = make.item(edition), someone(edition), a_delegation(edition)
    with pytest.raises(IntegrityError, match="programme_item_not_its_own_part"), transaction.atomic():
        ProgrammeItem.objects.filter(pk=item.pk).update(within=item)
    for who in ({}, {"participation": one, "delegation": delegation}):
        with pytest.raises(IntegrityError, match="programme_presence_of_one"), transaction.atomic():
            Presence.objects.create(item=item, **who)
        keys = {name: record.pk for name, record in who.items()}
        with pytest.raises(Refusal) as caught:
            actions.change_item(by=BY, item=item, version=1, presences=[PresenceValue(**keys)])
        assert caught.value.field == "presences"
