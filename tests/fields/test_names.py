"""Which name of a record is printed: for whom, and as of which day."""

from __future__ import annotations

from datetime import date

import pytest

from jumelage.fields.models import Name
from jumelage.fields.names import ShownName, name_on
from jumelage.people.models import InstitutionName
from tests.factories import world as make


def rows(*names: Name) -> list[InstitutionName]:
    """Make rows of names, in their order, without a database."""
    return [InstitutionName.of_value(name, position=place) for place, name in enumerate(names)]


#: A department that was renamed on the first of September 2016, between two editions.
DEPARTMENT = rows(
    Name("Amt für Soziales", "de", valid="2016-09-01/.."),
    Name("Sozialamt", "de", valid="../2016-08-31"),
    Name("SozA", "de", "abbr"),
    Name("Office for Social Affairs", "en", "translation"),
    Name("Управление социальных дел", "ru", "translation"),
)


@pytest.mark.parametrize(
    ("language", "day", "text", "shown_in"),
    [
        ("de", date(2015, 10, 4), "Sozialamt", "de"),
        ("de", date(2016, 8, 31), "Sozialamt", "de"),
        ("de", date(2016, 9, 1), "Amt für Soziales", "de"),
        ("de", None, "Amt für Soziales", "de"),
        ("en", date(2015, 10, 4), "Office for Social Affairs", "en"),
        ("ru", date(2015, 10, 4), "Управление социальных дел", "ru"),
        ("fr", date(2015, 10, 4), "Office for Social Affairs", "en"),
        ("kk", None, "Office for Social Affairs", "en"),
    ],
)
def test_the_name_of_the_day_in_the_readers_language(language: str, day: date | None, text: str, shown_in: str) -> None:
    assert name_on(DEPARTMENT, language, day) == ShownName(text, shown_in, is_fallback=shown_in != language)


def test_no_name_at_all() -> None:
    assert name_on([], "de") is None


@pytest.mark.parametrize("kind", ["abbr", "short", "transliteration", "translation"])
def test_the_official_name_comes_before_any_other_of_its_language(kind: str) -> None:
    names = rows(Name("SozA", "de", kind), Name("Sozialamt", "de"))
    assert name_on(names, "de") == ShownName("Sozialamt", "de", is_fallback=False)


def test_even_an_official_name_of_doubtful_period_comes_before_an_abbreviation() -> None:
    names = rows(Name("SozA", "de", "abbr"), Name("Sozialamt", "de", valid="2015?"))
    assert name_on(names, "de", date(2015, 6, 1)) == ShownName("Sozialamt", "de", is_fallback=False)


def test_a_name_that_was_not_in_use_stands_in_only_where_no_other_is() -> None:
    assert name_on(rows(Name("Krasnoretschinsk", "de", valid="1932/1993")), "de", date(2014, 1, 1)) == ShownName(
        "Krasnoretschinsk", "de", is_fallback=False
    )
    names = rows(Name("Krasnoretschinsk", "de", valid="1932/1993"), Name("Yasnorechinsk", "en"))
    assert name_on(names, "de", date(2014, 1, 1)) == ShownName("Yasnorechinsk", "en", is_fallback=True)
    assert name_on(names, "de", date(1950, 1, 1)) == ShownName("Krasnoretschinsk", "de", is_fallback=False)


def test_of_equal_names_the_certain_one_then_the_latest_one_is_taken() -> None:
    certain = rows(Name("Altstadt", "de", valid="1990/2016"), Name("Neustadt", "de", valid="2016/.."))
    assert name_on(certain, "de", date(2016, 6, 1)) == ShownName("Neustadt", "de", is_fallback=False)  # both possibly: the later
    doubtful = rows(Name("Neustadt", "de", valid="2016?/.."), Name("Altstadt", "de", valid="1990/2018"))
    assert name_on(doubtful, "de", date(2017, 6, 1)) == ShownName("Altstadt", "de", is_fallback=False)


@pytest.mark.parametrize(
    ("valid", "today"),
    [("2014/..", "new"), ("", "new"), ("2014/", "new"), ("2014/2016", "other"), ("2014", "other"), ("../2016", "other")],
)
def test_todays_name_is_one_whose_period_lasts(valid: str, today: str) -> None:
    names = rows(Name("new", "de", valid=valid), Name("other", "en"))
    assert name_on(names, "de").text == today  # type: ignore[union-attr]


def test_an_open_period_comes_before_a_name_without_period() -> None:
    names = rows(Name("Sozialamt", "de"), Name("Amt für Soziales", "de", valid="2016/.."))
    assert name_on(names, "de").text == "Amt für Soziales"  # type: ignore[union-attr]


def test_among_equals_the_first_in_the_list_is_taken() -> None:
    assert name_on(rows(Name("Erste", "de"), Name("Zweite", "de")), "de").text == "Erste"  # type: ignore[union-attr]


@pytest.mark.parametrize(("kind", "script"), [("official", "Cyrl"), ("transliteration", "Latn")])
def test_a_name_tells_its_script(kind: str, script: str) -> None:
    assert rows(Name("Ясноречинск", "ru", kind))[0].script == script


def test_a_row_gives_back_the_value_it_was_made_of() -> None:
    name = Name("Ясноречинск", "ru", "transliteration", "iso9", "1993/..")
    assert rows(name)[0].as_value() == name
    assert rows(name)[0].holds_on(date(1990, 1, 1)) is False
    assert rows(Name("Jasnoretschinsk", "de"))[0].holds_on(date(1990, 1, 1)) is True


@pytest.mark.django_db
def test_names_come_from_the_database_in_their_order() -> None:
    city = make.city("Lindenhafen")
    assert [(name.value, name.position) for name in city.names.all()] == [("Lindenhafen", 0)]
    assert str(make.bare_partnership()) == "Stadt 1–Stadt 2"


@pytest.mark.django_db
def test_the_letters_of_a_name_are_composed() -> None:
    made = make.city("Ko\u0308ln am Su\u0308dufer")
    assert made.names.get().value == "K\u00f6ln am S\u00fcdufer"
