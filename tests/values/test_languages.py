"""Words are compared and sorted the same everywhere: whatever the case, the accents, the sign for "number"."""

from __future__ import annotations

import pytest

from jumelage.languages import folded

NUMBERED = ["№ 7", "№7", "Nr. 7", "Nr.7", "nr 7", "No 7", "No. 7", "NO.\u00a07", "n° 7", "nº 7"]


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
