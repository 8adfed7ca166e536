"""The languages: their own names and how lists offer them; and how words are compared and sorted the same everywhere."""

from __future__ import annotations

import pytest

from jumelage.languages import OWN_NAME, SCRIPT, SITE, folded, language_choices

NUMBERED = ["№ 7", "№7", "Nr. 7", "Nr.7", "nr 7", "No 7", "No. 7", "NO.\u00a07", "n° 7", "nº 7"]


def test_every_language_that_has_a_script_has_its_own_name():
    assert OWN_NAME.keys() == SCRIPT.keys()
    assert not {code for code, name in OWN_NAME.items() if name in ("", code)}
    assert len(set(OWN_NAME.values())) == len(OWN_NAME)


def test_the_languages_of_the_site_stay_the_three_that_are_complete():
    assert SITE == ("de", "ru", "en")


def test_a_list_begins_with_the_languages_of_the_site_and_goes_on_by_name():
    listed = language_choices()
    assert [code for code, _name in listed[:3]] == list(SITE)
    assert [name for _code, name in listed[3:10]] == ["Čeština", "Dansk", "Español", "Français", "Italiano", "Magyar", "Polski"]
    assert dict(listed) == dict(OWN_NAME)
    assert len(listed) == len(SCRIPT)


@pytest.mark.parametrize("written", NUMBERED)
def test_every_sign_for_number_is_one(written: str) -> None:
    assert folded(f"Школа {written}") == folded("школа № 7")
    assert folded(f"Haus\n{written}") != folded("Haus 7")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Fähre", "fahre"),
        ("ЁЛКА", "елка"),
        ("Straße", "strasse"),
        ("ﬁve", "five"),
        ("Casino 7", "casino 7"),
        ("Nr. sieben", "nr. sieben"),
        ("no\n7", "no\n7"),
        ("№", "no"),
    ],
)
def test_the_rest_is_folded_letter_by_letter(text: str, plain: str) -> None:
    assert folded(text) == plain


def test_numbered_names_are_sorted_together() -> None:
    assert sorted(["Zaun", "№ 8", "Nr. 9", "Nordhaus", "No. 7"], key=folded) == ["No. 7", "№ 8", "Nr. 9", "Nordhaus", "Zaun"]
