"""Times of items: wall clocks become moments in UTC, by the rules of their zone on that day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jumelage.journal.rules import Refusal
from jumelage.programme import rules
from jumelage.programme.models import ProgrammeItem
from jumelage.values import PartialDate

BERLIN, MOSCOW = "Europe/Berlin", "Europe/Moscow"


def at(text: str) -> datetime:
    """Return a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def an_item(**values: Any) -> ProgrammeItem:
    """Return an item that is not saved."""
    return ProgrammeItem(**values)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        # In October 2014 Moscow's clocks were put back for good: UTC+4 became UTC+3.
        ("2014-10-25", time(10), MOSCOW, "2014-10-25T06:00"),
        ("2014-10-27", time(10), MOSCOW, "2014-10-27T07:00"),
        ("2014-10-26", time(1, 30), MOSCOW, "2014-10-25T21:30"),
        ("2014-10-26", time(2), MOSCOW, "2014-10-25T23:00"),
        ("2014-06-17", time(9, 30), BERLIN, "2014-06-17T07:30"),
        ("2014-12-01", time(9, 30), BERLIN, "2014-12-01T08:30"),
        # Shown twice: the first is meant, whatever fold the clock carries.
        ("2019-10-27", time(2, 30), BERLIN, "2019-10-27T00:30"),
        ("2019-10-27", time(2, 30, fold=1), BERLIN, "2019-10-27T00:30"),
        ("2019-10-27", time(3), BERLIN, "2019-10-27T02:00"),
        ("2019-03-31", time(1, 59), BERLIN, "2019-03-31T00:59"),
        ("2019-03-31", time(3), BERLIN, "2019-03-31T01:00"),
        ("2019-06-17", time(0), "UTC", "2019-06-17T00:00"),
    ],
)
def test_a_clock_time_is_a_moment_by_the_zone_on_that_day(day: str, clock: time, zone: str, expected: str) -> None:
    assert rules.utc(PartialDate.parse(day), clock, zone) == at(expected)
    assert rules.utc(date.fromisoformat(day), clock, zone) == at(expected)


@pytest.mark.parametrize(
    ("day", "clock", "zone"),
    [
        (None, time(10), BERLIN),
        ("2014-10-25", None, BERLIN),
        ("2014-10-25", time(10), ""),
        ("2014-10", time(10), BERLIN),
        ("2014-10-25?", time(10), BERLIN),
        ("2014-10-25/2014-10-26", time(10), BERLIN),
        ("--10-25", time(10), BERLIN),
        ("../2014-10-25", time(10), BERLIN),
        ("0001-01-01", time(0), MOSCOW),
        ("9999-12-31", time(23), "America/New_York"),
    ],
)
def test_what_is_open_has_no_moment(day: str | None, clock: time | None, zone: str) -> None:
    assert rules.utc(PartialDate.parse(day) if day else None, clock, zone) is None


@pytest.mark.parametrize("clock", [time(2), time(2, 30), time(2, 59)])
def test_a_time_that_the_clocks_skipped_is_refused(clock: time) -> None:
    with translation.override("en"), pytest.raises(Refusal) as caught:
        rules.utc(PartialDate.parse("2019-03-31"), clock, BERLIN, field="ends")
    assert caught.value.field == "ends"
    assert str(caught.value) == (
        f"On this day the clocks in Europe/Berlin were put forward and never showed {clock:%H:%M}. Correct the time."
    )


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2037, 1, 1)), st.sampled_from([BERLIN, MOSCOW, "Asia/Almaty", "Europe/Lisbon"])
)
def test_a_moment_is_read_again_as_the_same_clock_or_refused(local: datetime, zone: str) -> None:
    try:
        moment = rules.utc(local.date(), local.time(), zone)
    except Refusal:
        return
    assert moment is not None
    assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == local


@pytest.mark.parametrize(
    ("day", "begins", "ends", "expected"),
    [
        ("2019-06-17", time(9), time(10, 30), ("2019-06-17T07:00", "2019-06-17T08:30")),
        ("2019-06-17", time(20), time(1), ("2019-06-17T18:00", "2019-06-17T23:00")),
        ("2019-06-17", time(9), time(9), ("2019-06-17T07:00", "2019-06-18T07:00")),
        # The night in which the clocks are put back is an hour longer.
        ("2019-10-26", time(22), time(3), ("2019-10-26T20:00", "2019-10-27T02:00")),
        ("2019-12-31", time(22), time(0, 30), ("2019-12-31T21:00", "2019-12-31T23:30")),
        ("2019-06-17", time(9), None, ("2019-06-17T07:00", None)),
        ("2019-06-17", None, None, (None, None)),
        ("2019-06", time(9), time(10), (None, None)),
    ],
)
def test_an_end_before_the_beginning_is_on_the_next_day(
    day: str, begins: time | None, ends: time | None, expected: tuple[str | None, str | None]
) -> None:
    item = an_item(day=day, begins=begins, ends=ends)
    assert rules.moments(item, BERLIN) == tuple(at(text) if text else None for text in expected)


def test_an_end_in_the_skipped_hour_of_the_next_day_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        rules.moments(an_item(day="2019-03-30", begins=time(22), ends=time(2, 30)), BERLIN)
    assert caught.value.field == "ends"


@pytest.mark.parametrize(
    ("values", "zone", "field"),
    [
        ({"begins": time(9), "ends": time(10)}, "", None),
        ({"begins": time(9)}, "", None),
        ({"day": "2019-06-17", "begins": time(20), "ends": time(1)}, BERLIN, None),
        ({"count": 2}, BERLIN, None),
        ({"ends": time(10)}, BERLIN, "begins"),
        ({"begins": time(20), "ends": time(1)}, BERLIN, "ends"),
        ({"day": "2019-06", "begins": time(20), "ends": time(1)}, BERLIN, "ends"),
        ({"day": "2019-06-17~", "begins": time(20), "ends": time(20)}, BERLIN, "ends"),
        ({"day": "2019-06-17", "begins": time(20), "ends": time(1)}, "", "ends"),
        ({"count": 2, "begins": time(9)}, BERLIN, "begins"),
        ({"count": 2, "ends": time(9)}, BERLIN, "ends"),
    ],
)
def test_times_must_make_sense(values: dict[str, Any], zone: str, field: str | None) -> None:
    if field is None:
        rules.check_times(an_item(**values), zone)
        return
    with pytest.raises(Refusal) as caught:
        rules.check_times(an_item(**values), zone)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("day", "dates", "is_outside"),
    [
        ("2019-06-17", "2019-06-16/2019-06-21", False),
        ("2019-06-16", "2019-06-16/2019-06-21", False),
        ("2019-06-21", "2019-06-16/2019-06-21", False),
        ("2019-06-15", "2019-06-16/2019-06-21", True),
        ("2019-06-22", "2019-06-16/2019-06-21", True),
        ("2019-06", "2019-06-16/2019-06-21", False),
        ("2019-05", "2019-06-16/2019-06-21", True),
        ("2020", "2019-06-16/2019-06-21", True),
        ("--06-30", "2019-06-16/2019-06-21", False),
        ("2019-06-17", None, False),
        (None, "2019-06-16/2019-06-21", False),
        ("2019-06-17", "2019-06-16/..", False),
        ("2018-06-17", "2019-06-16/..", True),
    ],
)
def test_a_day_outside_the_dates_of_the_edition_is_found(day: str | None, dates: str | None, is_outside: bool) -> None:
    item = an_item(day=day, public_id="abcd2345", kind_of="workshop")
    with translation.override("en"):
        found = rules.day_finding(item, PartialDate.parse(dates) if dates else None)
    if not is_outside:
        assert found is None
        return
    assert found is not None
    assert (found.level, found.about) == ("warning", "abcd2345")
    assert found.sentence == "“workshop” lies outside the dates of the edition. Correct its day, or the dates of the edition."
