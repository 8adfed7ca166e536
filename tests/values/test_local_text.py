"""One text in several languages: nothing is shown unmarked in another language, and a translation knows its original."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.languages import FALLBACK, SITE, fallback_order
from jumelage.values import STATUSES, LocalString, LocalText, Shown, text_hash

languages = st.sampled_from([*SITE, "fr", "kk"])
strings = st.builds(
    LocalString,
    st.text(max_size=30),
    st.sampled_from(STATUSES),
    st.none() | languages,
    st.none() | st.just("0" * 16),
    st.text(max_size=8),
    st.text(max_size=8),
)
texts = st.dictionaries(languages, strings).map(LocalText.from_entries)


@given(texts)
def test_what_is_stored_is_read_back_with_every_signature(text: LocalText) -> None:
    stored = json.loads(json.dumps(text.to_json()))
    assert LocalText.from_json(stored) == text
    assert LocalText.from_json(stored).to_json() == text.to_json()


@given(texts)
def test_no_entry_is_empty(text: LocalText) -> None:
    assert all(entry.text.strip() for entry in text.values())
    assert bool(text) == (len(text) > 0) == (list(text) != [])


@given(texts, languages)
def test_another_language_is_always_marked(text: LocalText, language: str) -> None:
    shown = text.shown(language)
    if not text:
        assert shown is None
        assert text.text(language) == ""
        return
    assert shown is not None
    assert shown.text == text[shown.language].text == text.text(language)
    assert shown.is_fallback == (shown.language != language)
    assert shown.is_machine == (text[shown.language].status == "machine")
    assert shown.is_stale == text.is_stale(shown.language)
    if language in text:
        assert not shown.is_fallback


def test_the_next_language_in_order_is_shown() -> None:
    text = LocalText.of(de="Teilhabe", ru="Инклюзия")
    assert text.shown("en") == Shown("Teilhabe", "de", is_fallback=True, is_machine=False, is_stale=False)
    assert text.shown("ru") == Shown("Инклюзия", "ru", is_fallback=False, is_machine=False, is_stale=False)
    assert LocalText.of(kk="Инклюзия").shown("de") == Shown("Инклюзия", "kk", is_fallback=True, is_machine=False, is_stale=False)


def test_a_translation_is_stale_once_its_original_changes_or_goes() -> None:
    text = LocalText.of(de="Teilhabe").translated("ru", "Инклюзия", source="de", status="machine")
    assert text["ru"] == LocalString("Инклюзия", "machine", "de", text_hash("Teilhabe"))
    assert not text.is_stale("ru")
    assert not text.is_stale("de")
    assert not text.is_stale("fr")
    changed = LocalText.from_entries({**text, "de": LocalString("Inklusion", "reviewed")})
    assert changed.is_stale("ru")
    assert changed.shown("ru") == Shown("Инклюзия", "ru", is_fallback=False, is_machine=True, is_stale=True)
    assert LocalText.from_entries({"ru": text["ru"]}).is_stale("ru")
    assert not changed.translated("ru", "Инклюзия", source="de", status="reviewed").is_stale("ru")


def test_who_wrote_and_when_makes_no_difference_but_is_kept() -> None:
    text = LocalText.of(de="Teilhabe", ru="Инклюзия")
    signed = text.signed(["de"], by="abc", at="2026-11-22T10:00:00+01:00")
    assert signed == text
    assert (signed["de"].by, signed["de"].at) == ("abc", "2026-11-22T10:00:00+01:00")
    assert (signed["ru"].by, signed["ru"].at) == ("", "")
    assert LocalText.from_json(signed.to_json())["de"].by == "abc"


def test_a_text_is_a_mapping_without_empty_languages() -> None:
    text = LocalText.of(de="Teilhabe", ru=" ")
    assert dict(text) == {"de": LocalString("Teilhabe", "reviewed")}
    assert "ru" not in text
    with pytest.raises(KeyError):
        text["ru"]
    assert not LocalText()
    assert hash(text) == hash(LocalText.of(de="Teilhabe"))


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(TypeError):
        LocalText.from_json({"de": {"text": "Teilhabe", "colour": "red"}})


@given(languages)
def test_the_readers_language_comes_first_and_the_sites_follow(language: str) -> None:
    order = fallback_order(language)
    assert order[0] == language
    assert set(order) == {language, *SITE}
    assert len(order) == len(set(order))
    assert order[:2] in ((language, "en"), ("en", "de"))


def test_every_language_of_the_site_has_an_order_of_all() -> None:
    assert set(FALLBACK) == set(SITE)
    assert all(set(order) == set(SITE) for order in FALLBACK.values())


def test_letters_are_composed_wherever_they_were_typed():
    decomposed = "Gru\u0308ße aus der Partnerstadt"
    assert LocalText.of(de=decomposed) == LocalText.of(de="Gr\u00fcße aus der Partnerstadt")
    assert LocalText.of(de=decomposed).text("de") == "Gr\u00fcße aus der Partnerstadt"
