"""Dates as far as they are known: EDTF level 1, their bounds, and whether a period holds on a day."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jumelage.values import JumelageError, PartialDate, PartialDateError

READ = {
    "2014": ("2014-01-01", "2014-12-31"),
    "0001": ("0001-01-01", "0001-12-31"),
    "9999": ("9999-01-01", "9999-12-31"),
    "2014-11": ("2014-11-01", "2014-11-30"),
    "2016-02": ("2016-02-01", "2016-02-29"),
    "1900-02": ("1900-02-01", "1900-02-28"),
    "2014-11-23": ("2014-11-23", "2014-11-23"),
    "2014?": ("2014-01-01", "2014-12-31"),
    "2014-11~": ("2014-11-01", "2014-11-30"),
    "2014-11-23%": ("2014-11-23", "2014-11-23"),
    "201X": ("2010-01-01", "2019-12-31"),
    "20XX": ("2000-01-01", "2099-12-31"),
    "2014-XX": ("2014-01-01", "2014-12-31"),
    "2014-XX-XX": ("2014-01-01", "2014-12-31"),
    "2014-11-XX": ("2014-11-01", "2014-11-30"),
    "2014-21": ("2014-03-01", "2014-05-31"),
    "2014-22": ("2014-06-01", "2014-08-31"),
    "2014-23": ("2014-09-01", "2014-11-30"),
    "2014-24": ("2014-12-01", "2015-02-28"),
    "2015-24": ("2015-12-01", "2016-02-29"),
    "9999-24": ("9999-12-01", "9999-12-31"),
    "2014/2016": ("2014-01-01", "2016-12-31"),
    "2014-11-23/2014-11-27": ("2014-11-23", "2014-11-27"),
    "2014-06/2014": ("2014-06-01", "2014-12-31"),
    "2018-01/2018-03~": ("2018-01-01", "2018-03-31"),
    "2014?/2016~": ("2014-01-01", "2016-12-31"),
    "2014/..": ("2014-01-01", None),
    "2014/": ("2014-01-01", None),
    "../2014": (None, "2014-12-31"),
    "/2014": (None, "2014-12-31"),
    "--12-16": (None, None),
    "--02-29": (None, None),
    "--12": (None, None),
}

REFUSED = [
    "", "/", "..", "../..", "/..", "../", "about 2014", "14", "201", "20144", "2014-", "2014-1", "2014-13", "2014-00",
    "2014-02-30", "2015-02-29", "2014-11-31", "2014-11-00", "2014-20", "2014-25", "2014-21-01", "2014-21-XX", "2014-XX-23",
    "201X-11", "2X14", "X014", "XXXX", "0000", "000X", "2016/2014", "2014-11-27/2014-11-23", "2014/2015/2016", "2014//",
    "--13", "--02-30", "--11-31", "--00", "--12-00", "---12", "--12/2014", "2014/--12", "2014-11-23T10:00", "2014/11/23",
    "2014 - 2016", "2014\n2015", "٢٠١٤", "2014-11-23??", "?2014", "-2014", "+2014", "Y20140", "2014-11-23/2014-11-2", "20१४",
]  # fmt: skip

days = st.dates()
edtf_letters = st.text(alphabet="0123456789-/.X?~% ", max_size=30)


@pytest.mark.parametrize(("text", "bounds"), READ.items())
def test_reads_level_one_with_its_bounds(text: str, bounds: tuple[str | None, str | None]) -> None:
    parsed = PartialDate.parse(text)
    assert str(parsed) == parsed.edtf == text
    assert (parsed.earliest, parsed.latest) == tuple(day and date.fromisoformat(day) for day in bounds)


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_what_is_no_date(text: str) -> None:
    with pytest.raises(PartialDateError) as caught:
        PartialDate.parse(text)
    assert isinstance(caught.value, JumelageError)
    assert isinstance(caught.value, ValueError)
    assert str(caught.value).endswith(".")


def test_space_around_a_date_does_not_count() -> None:
    assert PartialDate.parse("  2014-11\t") == PartialDate.parse("2014-11")


def test_there_is_no_way_around_the_bounds() -> None:
    assert PartialDate("2014").latest == date(2014, 12, 31)
    with pytest.raises(PartialDateError):
        PartialDate("rubbish")


@given(st.one_of(st.text(), edtf_letters))
def test_any_text_is_a_date_or_refused_in_one_way(text: str) -> None:
    try:
        parsed = PartialDate.parse(text)
    except PartialDateError:
        return
    assert PartialDate.parse(str(parsed)) == parsed
    assert parsed.earliest is None or parsed.latest is None or parsed.earliest <= parsed.latest
    assert len(parsed.edtf) <= 40  # the width of the database column


@given(days, days)
def test_between_is_the_interval_of_whole_days(first: date, last: date) -> None:
    assume(first <= last)
    period = PartialDate.between(first, last)
    assert (period.earliest, period.latest) == (first, last)
    assert period.is_interval == (first != last)
    assert PartialDate.parse(str(period)) == period
    if first < last:
        with pytest.raises(PartialDateError):
            PartialDate.between(last, first)


@given(st.sampled_from(sorted(READ)), days)
def test_what_holds_lies_within_the_bounds(text: str, day: date) -> None:
    parsed = PartialDate.parse(text)
    outside = bool((parsed.earliest and day < parsed.earliest) or (parsed.latest and day > parsed.latest))
    if outside:
        assert parsed.holds_on(day) == "not"
    elif not parsed.is_yearless:
        assert parsed.holds_on(day) != "not"
    if parsed.is_approximate:
        assert parsed.holds_on(day) != "certainly"


@given(days, days, days)
def test_an_interval_of_days_holds_certainly_on_all_of_them(first: date, last: date, day: date) -> None:
    assume(first < last)
    assert PartialDate.between(first, last).holds_on(day) == ("certainly" if first <= day <= last else "not")


HOLDS = [
    ("2014-11-23", "2014-11-23", "certainly"),
    ("2014-11-23?", "2014-11-23", "possibly"),
    ("2014-11-23~", "2014-11-24", "not"),
    ("2014-11", "2014-11-23", "possibly"),
    ("2014", "2015-01-01", "not"),
    ("2014/2016", "2014-06-01", "possibly"),
    ("2014/2016", "2014-12-31", "certainly"),
    ("2014/2016", "2015-06-01", "certainly"),
    ("2014/2016", "2016-01-01", "certainly"),
    ("2014/2016", "2016-01-02", "possibly"),
    ("2014/2016", "2017-01-01", "not"),
    ("2014?/2016", "2015-06-01", "possibly"),
    ("2014/..", "2014-06-01", "possibly"),
    ("2014/..", "2030-01-01", "certainly"),
    ("2014/..", "2013-12-31", "not"),
    ("2014/", "2030-01-01", "possibly"),
    ("../2014", "1900-01-01", "certainly"),
    ("../2014", "2014-06-01", "possibly"),
    ("/2014", "1900-01-01", "possibly"),
    ("/2014", "2015-01-01", "not"),
    ("--12-16", "2014-12-16", "possibly"),
    ("--12-16", "2014-12-17", "not"),
    ("--12", "1999-12-01", "possibly"),
    ("--12", "1999-11-30", "not"),
]


@pytest.mark.parametrize(("text", "day", "expected"), HOLDS)
def test_a_period_holds_certainly_possibly_or_not(text: str, day: str, expected: str) -> None:
    assert PartialDate.parse(text).holds_on(date.fromisoformat(day)) == expected


def test_the_ends_of_an_interval_are_dates_of_their_own() -> None:
    assert PartialDate.parse("2014-11/2016?").ends == (PartialDate.parse("2014-11"), PartialDate.parse("2016?"))
    assert PartialDate.parse("2014/..").ends == (PartialDate.parse("2014"), None)
    assert PartialDate.parse("/2014").ends == (None, PartialDate.parse("2014"))
    single = PartialDate.parse("2014")
    assert single.ends == (single, single)


@pytest.mark.parametrize(("text", "expected"), [("2014", False), ("2014?", True), ("201X", True), ("2014/2016~", True)])
def test_a_text_tells_whether_it_is_approximate(text: str, expected: bool) -> None:
    assert PartialDate.parse(text).is_approximate is expected


def test_equal_texts_are_equal_dates() -> None:
    assert len({PartialDate.parse("2014"), PartialDate.parse(" 2014"), PartialDate.parse("2014/2014")}) == 2


@pytest.mark.parametrize("text", ["2" * 200_000, "2014/" * 40_000, "-" * 200_000, "2014-11-23" + " " * 200_000 + "x"])
def test_a_long_text_is_refused_at_once(text: str) -> None:
    began = time.perf_counter()
    with pytest.raises(PartialDateError):
        PartialDate.parse(text)
    assert time.perf_counter() - began < 1


def test_neighbouring_days_differ() -> None:
    day = date(2014, 12, 31)
    assert PartialDate.between(day, day).latest != PartialDate.between(day + timedelta(1), day + timedelta(1)).earliest
