"""Dates as a person types them into a form."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from jumelage.fields.forms import PartialDateField, read_partial_date, write_partial_date
from jumelage.values import PartialDate, PartialDateError
from tests.values.test_partial_date import READ

FRIENDLY = {
    "23.11.2014": "2014-11-23",
    "3. 2. 2014": "2014-02-03",
    "23.–27.11.2014": "2014-11-23/2014-11-27",
    "23-27.11.2014": "2014-11-23/2014-11-27",
    "23. — 27. 11. 2014": "2014-11-23/2014-11-27",
    "30.11.–4.12.2014": "2014-11-30/2014-12-04",
    "30.12.2014–4.1.2015": "2014-12-30/2015-01-04",
    "30.12.2014/4.1.2015": "2014-12-30/2015-01-04",
    "11.2014": "2014-11",
    "1. 2014": "2014-01",
    "2014": "2014",
    "2014–2019": "2014/2019",
    "2014 - 2019": "2014/2019",
    "2014–": "2014/..",
    "2014-": "2014/..",
    "2014-11": "2014-11",
    "2014-21": "2014-21",
    "2014/..": "2014/..",
    "2014~": "2014~",
    "--12-16": "--12-16",
    " 2014 ": "2014",
}
REFUSED = ["", "morgen", "32.1.2014", "29.2.2015", "0.1.2014", "13.2014", "21.2014", "24.2014", "0.2014", "1.21.2014", "23.11.14"]
ORDER = ["27.–23.11.2014", "4.12.–30.11.2014", "2019–2014", "2014-11-27/2014-11-23"]


@pytest.mark.parametrize(("typed", "edtf"), FRIENDLY.items())
def test_what_people_type_is_read(typed: str, edtf: str) -> None:
    assert read_partial_date(typed) == PartialDate.parse(edtf)
    assert PartialDateField().clean(typed) == PartialDate.parse(edtf)


@pytest.mark.parametrize("typed", [*REFUSED, *ORDER])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(PartialDateError):
        read_partial_date(typed)


@given(st.one_of(st.text(), st.text(alphabet="0123456789.–-/ X?~", max_size=30)))
def test_any_text_is_read_or_refused_in_one_way(typed: str) -> None:
    with suppress(PartialDateError):
        assert isinstance(read_partial_date(typed), PartialDate)


@given(st.dates())
def test_german_days_are_days(day: date) -> None:
    assert read_partial_date(f"{day.day}.{day.month}.{day.year:04}").earliest == day


@pytest.mark.parametrize("typed", ["1" * 200_000, "1." * 100_000, "2014–" * 40_000, "23." + " " * 200_000 + "x", "- " * 100_000])
def test_a_long_text_is_refused_at_once(typed: str) -> None:
    began = time.perf_counter()
    with pytest.raises(PartialDateError):
        read_partial_date(typed)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(("typed", "code"), [*((text, "invalid") for text in REFUSED[1:]), *((text, "order") for text in ORDER)])
def test_the_form_says_what_is_wrong_with_what_was_typed(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        PartialDateField().clean(typed)
    assert caught.value.code == code
    assert typed in caught.value.messages[0]


def test_a_long_text_is_not_repeated_whole_in_the_sentence() -> None:
    with pytest.raises(ValidationError) as caught:
        PartialDateField().clean("x" * 10_000)
    assert len(caught.value.messages[0]) < 400


def test_an_empty_field_is_no_date() -> None:
    assert PartialDateField(required=False).clean("") is None
    with pytest.raises(ValidationError) as caught:
        PartialDateField().clean("  ")
    assert caught.value.code == "required"


@pytest.mark.parametrize(
    ("initial", "typed", "expected"),
    [
        (PartialDate.parse("2014-11-23"), "23.11.2014", False),
        (PartialDate.parse("2014-11-23"), "2014-11-23", False),
        (PartialDate.parse("2014-11-23"), "24.11.2014", True),
        (PartialDate.parse("2014"), "", True),
        (None, "", False),
        ("", "", False),
        (None, "2014", True),
        (None, "rubbish", True),
    ],
)
def test_a_date_has_changed_only_if_it_means_another(initial: object, typed: str, expected: bool) -> None:
    assert PartialDateField(required=False).has_changed(initial, typed) is expected


def test_the_input_shows_what_stands_as_people_write_it() -> None:
    form = type("Form", (forms.Form,), {"since": PartialDateField()})(initial={"since": PartialDate.parse("2014-11")})
    assert 'value="11.2014"' in str(form["since"])


@pytest.mark.parametrize("edtf", [*READ, "2014-01-02/2015-03-04", "0099-05"])
def test_what_the_input_shows_is_read_as_the_same_date(edtf: str) -> None:
    date_in_record = PartialDate.parse(edtf)
    shown = write_partial_date(date_in_record)
    assert read_partial_date(shown) == date_in_record
    assert not PartialDateField().has_changed(date_in_record, shown)


@given(st.dates(), st.dates())
def test_days_are_shown_and_read_as_the_same_days(first: date, last: date) -> None:
    period = PartialDate.between(*sorted((first, last)))
    assert read_partial_date(write_partial_date(period)) == period


@pytest.mark.parametrize(
    "edtf", ["2014", "2014-11", "2014-11-23", "2014-11-23/2014-11-27", "2014/..", "2014-05/2015", "2014-24", "201X"]
)
def test_what_a_form_shows_is_read_back_the_same(edtf: str) -> None:
    date = PartialDate.parse(edtf)
    assert PartialDateField(max_length=40).clean(PartialDateField().prepare_value(date)) == date


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("16.–21. Juni 2019", "2019-06-16/2019-06-21"),
        ("16.-21. Juni 2019", "2019-06-16/2019-06-21"),
        ("16–21 June 2019", "2019-06-16/2019-06-21"),
        ("16–21 июня 2019 г.", "2019-06-16/2019-06-21"),
        ("30. November – 4. Dezember 2014", "2014-11-30/2014-12-04"),
        ("17. Juni 2019", "2019-06-17"),
        ("17 июня 2019", "2019-06-17"),
        ("Juni 2019", "2019-06"),
        ("июнь 2019 г.", "2019-06"),
        ("Sept. 2018", "2018-09"),
    ],
)
def test_months_are_read_in_words(typed: str, edtf: str):
    assert read_partial_date(typed).edtf == edtf


@pytest.mark.parametrize("typed", ["Juni", "17. Juny 2019", "im Juni 2019", "32. Juni 2019"])
def test_what_is_no_month_is_refused(typed: str):
    with pytest.raises(PartialDateError):
        read_partial_date(typed)
