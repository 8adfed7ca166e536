"""V1: nobody is in two items that overlap at different places; at one place, or within each other, is allowed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jumelage.journal.rules import Refusal
from jumelage.people.models import Institution, Person, Site
from jumelage.programme import rules
from jumelage.programme.models import PresenceValue, ProgrammeItem, Visit
from jumelage.programme.rules import Held, Place
from jumelage.seminars.models import Participation
from jumelage.values import LocalText

NOON = datetime(2019, 6, 17, 12, tzinfo=UTC)
ANNA, BORIS = Participation(pk=1, words="Leiterin"), Participation(pk=2, words="Referent")
HALL, SCHOOL = Place((1,)), Place((2,))


def held(
    key: int | None,
    first: int | None,
    last: int | None,
    place: Place = HALL,
    *,
    above: tuple[int, ...] = (),
    who: tuple[Participation, ...] = (ANNA,),
) -> Held:
    """Return an item from *first* to *last* hours after noon, with Anna there."""
    item = ProgrammeItem(pk=key, title=LocalText.of(de=f"Termin {key}"))
    begins, ends = (None if hours is None else NOON + timedelta(hours=hours) for hours in (first, last))
    return Held(item, begins, ends, place, frozenset(above), {rules.identity(one): one for one in who})


@pytest.mark.parametrize(
    ("first", "second", "is_clash"),
    [
        # in time
        (held(1, 0, 2), held(2, 1, 3, SCHOOL), True),
        (held(1, 0, 3), held(2, 1, 2, SCHOOL), True),
        (held(1, 0, 2), held(2, 0, 2, SCHOOL), True),
        (held(1, 0, 2), held(2, 2, 3, SCHOOL), False),
        (held(1, 0, 2), held(2, 3, 4, SCHOOL), False),
        (held(1, None, None), held(2, 0, 4, SCHOOL), False),
        # without an end: a moment
        (held(1, 1, None), held(2, 0, 2, SCHOOL), True),
        (held(1, 0, None), held(2, 0, 2, SCHOOL), True),
        (held(1, 0, None), held(2, 0, None, SCHOOL), True),
        (held(1, 2, None), held(2, 0, 2, SCHOOL), False),
        (held(1, 1, None), held(2, 2, None, SCHOOL), False),
        # in space
        (held(1, 0, 2), held(2, 0, 2, HALL), False),
        (held(1, 0, 2, Place((11, 1))), held(2, 0, 2, HALL), False),
        (held(1, 0, 2, Place((11, 1))), held(2, 0, 2, Place((12, 1))), True),
        (held(1, 0, 2, Place(city=7)), held(2, 0, 2, Place(city=8)), True),
        (held(1, 0, 2, Place((), 7, (20,))), held(2, 0, 2, Place((), 7, (21,))), True),
        (held(1, 0, 2, Place((), 7, (20, 21))), held(2, 0, 2, Place((), 7, (21,))), False),
        (held(1, 0, 2, Place((), 7, (20,))), held(2, 0, 2, Place((1,), 7)), False),  # it may have received there
        (held(1, 0, 2, Place((), 7, (20,))), held(2, 0, 2, Place((1,), 8)), True),
        (held(1, 0, 2, Place(city=7)), held(2, 0, 2, Place(city=7)), False),
        (held(1, 0, 2, Place((1,), 7)), held(2, 0, 2, Place(city=7)), False),
        (held(1, 0, 2, Place((1,), 7)), held(2, 0, 2, Place(city=8)), True),
        (held(1, 0, 2, Place((1,))), held(2, 0, 2, Place(city=8)), False),
        (held(1, 0, 2, Place()), held(2, 0, 2, SCHOOL), False),
        # nested
        (held(1, 0, 2), held(2, 0, 2, SCHOOL, above=(1,)), False),
        (held(1, 0, 2), held(2, 0, 2, SCHOOL, above=(3, 1)), False),
        (held(1, 0, 2, above=(3,)), held(2, 0, 2, SCHOOL, above=(3,)), True),
        (held(None, 0, 2, above=(2,)), held(2, 0, 2, SCHOOL), False),
        (held(None, 0, 2), held(2, 0, 2, SCHOOL), True),
        (held(1, 0, 2), held(1, 0, 2, SCHOOL), False),
        # who
        (held(1, 0, 2, who=(ANNA, BORIS)), held(2, 0, 2, SCHOOL, who=(BORIS,)), True),
        (held(1, 0, 2, who=(ANNA,)), held(2, 0, 2, SCHOOL, who=(BORIS,)), False),
        (held(1, 0, 2, who=()), held(2, 0, 2, SCHOOL, who=()), False),
    ],
)
def test_who_is_in_two_places_at_once(first: Held, second: Held, is_clash: bool) -> None:
    assert bool(rules.in_two_places(first, second)) is is_clash
    assert bool(rules.in_two_places(second, first)) is is_clash


_places = st.sampled_from([Place(), HALL, SCHOOL, Place((11, 1)), Place((12, 1), 7), Place(city=7), Place(city=8)])
_hours = st.one_of(st.none(), st.integers(0, 5))


@st.composite
def _held(draw: st.DrawFn, key: int) -> Held:
    first = draw(_hours)
    length = draw(st.one_of(st.none(), st.integers(1, 5)))
    last = None if first is None or length is None else first + length
    who = draw(st.sets(st.sampled_from([ANNA, BORIS])))
    return held(key, first, last, draw(_places), above=tuple(draw(st.sets(st.integers(1, 4)))), who=tuple(who))


@given(_held(1), _held(2))
def test_to_overlap_is_mutual(first: Held, second: Held) -> None:
    assert rules.at_one_time(first, second) is rules.at_one_time(second, first)
    assert rules.apart(first.place, second.place) is rules.apart(second.place, first.place)
    there, back = rules.in_two_places(first, second), rules.in_two_places(second, first)
    assert {one.pk for one in there} == {one.pk for one in back}


@given(_held(1), _held(2), st.integers(-50, 50))
def test_an_overlap_does_not_depend_on_the_time_of_day(first: Held, second: Held, hours: int) -> None:
    def later(one: Held) -> Held:
        begins, ends = (None if moment is None else moment + timedelta(hours=hours) for moment in (one.starts_at, one.ends_at))
        return Held(one.item, begins, ends, one.place, one.above, one.who)

    assert rules.at_one_time(later(first), later(second)) is rules.at_one_time(first, second)


@given(_held(1))
def test_no_item_is_apart_from_itself(one: Held) -> None:
    assert not rules.apart(one.place, one.place)
    assert rules.in_two_places(one, one) == []


def test_the_refusal_names_both_items_and_who() -> None:
    first, second = held(1, 0, 2, who=(ANNA, BORIS)), held(2, 1, 3, SCHOOL, who=(ANNA, BORIS))
    with translation.override("en"), pytest.raises(Refusal) as caught:
        rules.check_no_overlap(first, [held(3, 0, 2), second], shown={1, 2})
    assert caught.value.field == "presences"
    assert str(caught.value) == (
        "Leiterin, Referent cannot have been at “Termin 1” and at “Termin 2”, which overlap at different places. Correct the "
        "times or the places, or enter for one of them who was absent."
    )
    rules.check_no_overlap(first, [held(3, 0, 2), held(4, 2, 3, SCHOOL)], shown=())


@pytest.mark.parametrize(
    ("shown", "who"),
    [((1, 2), "Leiterin, Referent"), ((1,), "Leiterin, somebody else"), ((2,), "Referent, somebody else"), ((), "Somebody")],
)
def test_who_may_not_be_seen_is_not_named(shown: tuple[int, ...], who: str) -> None:
    with translation.override("en"):
        assert rules.told([ANNA, BORIS], shown) == who


def test_the_place_is_the_site_with_its_building_else_the_city() -> None:
    building = Site(pk=1, city_id=7)
    room = Site(pk=11, within=building)
    assert rules.place_of(ProgrammeItem(site=room, city_id=8)) == Place((11, 1), 7)
    assert rules.place_of(ProgrammeItem(site=Site(pk=5), city_id=8)) == Place((5,), 8)
    assert rules.place_of(ProgrammeItem(city_id=8)) == Place((), 8)
    assert rules.place_of(ProgrammeItem()) == Place()
    city = Institution(pk=21, city_id=9)
    office = Institution(pk=22, parent=city, cluster_id=20)
    at_site, at_office = Visit(institution=office, site=room), Visit(institution=office)
    assert rules.place_of(ProgrammeItem(visit=at_site)) == Place((11, 1), 7)
    assert rules.place_of(ProgrammeItem(visit=at_site, site=Site(pk=5))) == Place((5,))
    assert rules.place_of(ProgrammeItem(visit=at_office)) == Place((), 9, (20, 21))
    assert rules.place_of(ProgrammeItem(visit=at_office, city_id=8)) == Place((), 8, (20, 21))
    building.within = room
    assert rules.place_of(ProgrammeItem(site=room)).sites == (11, 1)


def a_member(key: int, **values: object) -> Participation:
    """Return a participation in the delegation 9 of somebody who came."""
    return Participation(pk=key, **{"delegation_id": 9, "words": f"Mitglied {key}", **values})


MEMBERS = [
    a_member(1),
    a_member(2),
    a_member(3, state="absent"),
    a_member(4, state="unknown"),
    a_member(5, kind_of="mentioned"),
    a_member(6, delegation_id=None),
    a_member(7, delegation_id=8),
]


@pytest.mark.parametrize(
    ("presences", "there"),
    [
        ([], set()),
        ([PresenceValue(participation=6)], {6}),
        ([PresenceValue(participation=3)], {3}),
        ([PresenceValue(delegation=9)], {1, 2}),
        ([PresenceValue(delegation=9), PresenceValue(participation=2, status="absent")], {1}),
        ([PresenceValue(participation=2, status="absent"), PresenceValue(delegation=9)], {1}),
        ([PresenceValue(delegation=9), PresenceValue(participation=1, status="chair")], {1, 2}),
        ([PresenceValue(delegation=9, status="invited")], set()),
        ([PresenceValue(delegation=9, status="absent")], set()),
        ([PresenceValue(delegation=9, status="guest_of_honour")], {1, 2}),
        ([PresenceValue(participation=6, status="host")], {6}),
        ([PresenceValue(participation=6, status="invited")], set()),
        ([PresenceValue(participation=99)], set()),
    ],
)
def test_a_delegation_counts_for_its_members(presences: list[PresenceValue], there: set[int]) -> None:
    assert {one.pk for one in rules.who_was_there(presences, MEMBERS).values()} == there


def test_somebody_is_known_by_cluster() -> None:
    one = Participation(pk=1, person=Person(pk=20))
    same = Participation(pk=2, person=Person(pk=21, cluster_id=20))
    other = Participation(pk=3, person=Person(pk=22))
    assert rules.identity(one) == rules.identity(same) != rules.identity(other)
    assert rules.identity(Participation(pk=4)) != rules.identity(Participation(pk=5))
    assert list(rules.who_was_there([PresenceValue(participation=1), PresenceValue(participation=2)], [one, same])) == [
        "person 20"
    ]


@pytest.mark.parametrize(
    "presences",
    [
        [PresenceValue(participation=99)],
        [PresenceValue(delegation=99)],
        [PresenceValue(participation=1), PresenceValue(participation=1, status="host")],
        [PresenceValue(delegation=9), PresenceValue(delegation=9)],
    ],
)
def test_only_people_of_the_edition_are_present_and_each_once(presences: list[PresenceValue]) -> None:
    with pytest.raises(Refusal) as caught:
        rules.check_presences(presences, people=MEMBERS, delegations={8, 9})
    assert caught.value.field == "presences"
    rules.check_presences([PresenceValue(participation=1), PresenceValue(delegation=9)], people=MEMBERS, delegations={9})
