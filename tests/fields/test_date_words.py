"""Dates in words: parts of a year or a month, and periods with an open end, read and printed in every language of the site."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jumelage.fields.display import print_date
from jumelage.fields.forms import PartialDateField, read_partial_date, write_partial_date
from jumelage.languages import SITE
from jumelage.values import PartialDate, PartialDateError

EARLY, MID, LATE = "2018-01/2018-03~", "2018-05/2018-08~", "2018-10/2018-12~"
PARTS = {
    "Anfang 2018": EARLY,
    "anfang 2018": EARLY,
    "Anfang des Jahres 2018": EARLY,
    "zu Beginn 2018": EARLY,
    "early 2018": EARLY,
    "Early in 2018": EARLY,
    "beginning of 2018": EARLY,
    "at the beginning of 2018": EARLY,
    "в начале 2018": EARLY,
    "начало 2018": EARLY,
    "начало 2018 г.": EARLY,
    "Начало 2018 года": EARLY,
    "Mitte 2018": MID,
    "mid 2018": MID,
    "mid-2018": MID,
    "middle of 2018": MID,
    "середина 2018": MID,
    "в середине 2018 года": MID,
    "Ende 2018": LATE,
    "late 2018": LATE,
    "end of 2018": LATE,
    "the end of 2018": LATE,
    "конец 2018": LATE,
    "в конце 2018 года": LATE,
    "Anfang Juni 2019": "2019-06-01/2019-06-10~",
    "mid-June 2019": "2019-06-11/2019-06-20~",
    "середина июня 2019 г.": "2019-06-11/2019-06-20~",
    "Ende Februar 2016": "2016-02-21/2016-02-29~",
    "Ende 2.2015": "2015-02-21/2015-02-28~",
    "late April 2019": "2019-04-21/2019-04-30~",
}
OPEN = {
    "–2014": "../2014",
    "-2014": "../2014",
    "bis 2014": "../2014",
    "until 2014": "../2014",
    "до 2014": "../2014",
    "до 2014 г.": "../2014",
    "… – 2014": "../2014",
    "bis 11.2014": "../2014-11",
    "bis Juni 2019": "../2019-06",
    "bis zum 23.11.2014": "../2014-11-23",
    "–23.11.2014": "../2014-11-23",
    "seit 2014": "2014/..",
    "ab 2014": "2014/..",
    "since 2014": "2014/..",
    "с 2014 года": "2014/..",
    "2014 – …": "2014/..",
    "11.2014–": "2014-11/..",
    "seit dem 23. November 2014": "2014-11-23/..",
    "until 2014~": "../2014~",
}
NOTHING = ["Anfang", "Anfang morgen", "Anfang 13.2018", "Anfang 0000", "Anfang 23.11.2014", "Anfang 2018–2019", "Anfang 2018 –", "bis",
           "bis bis 2014", "bis Anfang 2018", "seit 2014–", "–", "– –2014", "bis 2014–2019", "Anfang 21.2018"]  # fmt: skip

days = st.dates(min_value=date(1000, 1, 1))
years = st.integers(1000, 9999).map(lambda year: f"{year:04}")
months = st.builds(lambda year, month: f"{year}-{month:02}", years, st.integers(1, 12))
parts = st.builds(PartialDate.part_of, st.sampled_from(["early", "mid", "late"]), years | months)
single = st.one_of(years, months, days.map(date.isoformat))
opened = st.builds(lambda edtf, end: PartialDate.parse(f"../{edtf}" if end else f"{edtf}/.."), single, st.booleans())
periods = st.builds(lambda first, last: PartialDate.between(*sorted((first, last))), days, days)
languages = st.sampled_from(SITE)


@pytest.mark.parametrize(("typed", "edtf"), [*PARTS.items(), *OPEN.items()])
def test_words_are_read_whatever_language_the_reader_has(typed: str, edtf: str):
    for language in SITE:
        with translation.override(language):
            assert read_partial_date(typed).edtf == edtf


@pytest.mark.parametrize("typed", NOTHING)
def test_words_that_name_no_date_are_refused(typed: str):
    with pytest.raises(PartialDateError):
        read_partial_date(typed)


@pytest.mark.parametrize(
    ("edtf", "de", "ru", "en"),
    [
        (EARLY, "Anfang 2018", "начало 2018 г.", "early 2018"),
        (MID, "Mitte 2018", "середина 2018 г.", "mid-2018"),
        (LATE, "Ende 2018", "конец 2018 г.", "late 2018"),
        ("2019-06-01/2019-06-10~", "Anfang Juni 2019", "начало июня 2019 г.", "early June 2019"),
        ("2016-02-21/2016-02-29~", "Ende Februar 2016", "конец февраля 2016 г.", "late February 2016"),
        ("../2014", "bis 2014", "… – 2014", "until 2014"),
        ("2014/..", "seit 2014", "2014 – …", "since 2014"),
    ],
)
def test_they_are_printed_in_words_again(edtf: str, de: str, ru: str, en: str):
    assert [print_date(PartialDate.parse(edtf), language) for language in ("de", "ru", "en")] == [de, ru, en]


@pytest.mark.parametrize("edtf", ["2018-01/2018-03", "2018-01~/2018-03~", "2018-01/2018-03?", "2018-01/2018-04~", "2018-10/2019-12~",
                                  "2016-02-21/2016-02-28~", "2018-01~"])  # fmt: skip
def test_other_periods_are_printed_as_periods(edtf: str):
    period = PartialDate.parse(edtf)
    assert period.part is None
    assert print_date(period, "en") not in {print_date(PartialDate.parse(part), "en") for part in (EARLY, MID, LATE)}


def test_a_part_is_one_date_with_its_bounds_and_in_doubt():
    early = PartialDate.part_of("early", "2018")
    assert early.part == ("early", "2018")
    assert (early.earliest, early.latest) == (date(2018, 1, 1), date(2018, 3, 31))
    assert early.is_approximate
    assert not early.is_interval
    assert early.ends == (early, early)
    assert [early.holds_on(day) for day in (date(2018, 2, 1), date(2018, 4, 1))] == ["possibly", "not"]


@pytest.mark.parametrize("whole", ["", "18", "0000", "2018-13", "2018-21", "201X", "2018-06-01", "2018/2019"])
def test_only_a_year_or_a_month_has_parts(whole: str):
    with pytest.raises(PartialDateError):
        PartialDate.part_of("early", whole)


@given(st.one_of(parts, opened, periods, single.map(PartialDate.parse)), languages)
def test_what_is_printed_is_read_as_the_same_date(value: PartialDate, language: str):
    assert read_partial_date(print_date(value, language)) == value


@given(parts | opened, languages)
def test_what_a_form_shows_is_read_as_the_same_date(value: PartialDate, language: str):
    with translation.override(language):
        assert read_partial_date(write_partial_date(value)) == value
        assert not PartialDateField().has_changed(value, write_partial_date(value))


def test_a_year_that_is_not_written_with_four_digits_is_shown_as_it_is_kept():
    assert write_partial_date(PartialDate.part_of("early", "0099-05")) == "0099-05-01/0099-05-10~"


@given(parts)
def test_parts_are_never_taken_for_each_other(value: PartialDate):
    assert value.part is not None
    assert PartialDate.part_of(*value.part) == value


def test_the_input_shows_the_words_of_the_readers_language():
    form = type("Form", (forms.Form,), {"founded": PartialDateField()})(initial={"founded": PartialDate.part_of("early", "2018")})
    for language, said in (("de", "Anfang 2018"), ("ru", "начало 2018 г."), ("en", "early 2018"), ("kk", "early 2018")):
        with translation.override(language):
            assert f'value="{said}"' in str(form["founded"])
