"""Texts in several languages as a person edits them: originals, translations, and what the form must not lose."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from jumelage.fields.forms import LocalTextField
from jumelage.values import LocalString, LocalText, text_hash

ORIGINAL = LocalText.of(de="Teilhabe")
TRANSLATED = ORIGINAL.translated("ru", "Инклюзия", source="de", status="reviewed")
STALE = LocalText.from_entries({**TRANSLATED, "de": LocalString("Inklusion", "reviewed")})


class Form(forms.Form):
    """A form with one text."""

    label = LocalTextField(required=False)


def data(**texts: Any) -> dict[str, Any]:
    """What the browser sends: texts as ``de=…``, statuses as ``de_status=…``, ticks as ``de_checked="on"``."""
    sent = {f"label_{language}_status": "draft" for language in ("de", "ru", "en")}
    return sent | {f"label_{key}": value for key, value in texts.items()}


def as_it_stands(text: LocalText, **changes: Any) -> dict[str, Any]:
    """What the browser sends for a form in which only *changes* were typed."""
    shown = {language: entry.text for language, entry in text.items()}
    return data(**shown, **{f"{language}_status": entry.status for language, entry in text.items()}) | data(**changes) | {
        f"label_{language}_status": changes.get(f"{language}_status", entry.status) for language, entry in text.items()
    }  # fmt: skip


def saved(before: LocalText, sent: dict[str, Any]) -> LocalText:
    """Return what the form makes of *sent* where *before* stands in the record."""
    form = Form(sent, initial={"label": before})
    assert form.is_valid(), form.errors
    return form.cleaned_data["label"]


def test_a_first_text_is_an_original() -> None:
    assert saved(LocalText(), data(ru="Инклюзия")) == LocalText.from_entries({"ru": LocalString("Инклюзия", "draft")})


def test_of_several_first_texts_the_first_language_is_the_original() -> None:
    made = saved(LocalText(), data(de="Teilhabe", ru="Инклюзия", ru_status="machine"))
    assert made == LocalText.from_entries(
        {
            "de": LocalString("Teilhabe", "draft"),
            "ru": LocalString("Инклюзия", "machine", "de", text_hash("Teilhabe")),
        }
    )


@pytest.mark.parametrize(
    "before",
    [
        LocalText(),
        ORIGINAL,
        TRANSLATED,
        STALE,
        LocalText.of(de="Teilhabe", ru="Инклюзия"),
        LocalText.of(fr="Inclusion"),
        LocalText.of(fr="Inclusion").translated("de", "Teilhabe", source="fr", status="machine"),
        LocalText.of(de="Erste Zeile\n\nZweite Zeile"),
        LocalText.of(de=" mit Rand \n"),
        LocalText.from_entries({"ru": TRANSLATED["ru"], "en": LocalString("Inclusion", "draft", "ru", "0" * 16)}),
    ],
)
def test_a_form_saved_as_it_stands_changes_nothing(before: LocalText) -> None:
    sent = as_it_stands(before)
    sent = {key: value.replace("\n", "\r\n") for key, value in sent.items()}  # as every browser sends line ends
    form = Form(sent, initial={"label": before})
    assert form.is_valid(), form.errors
    if before and "de" not in before and "ru" in before:
        return  # the original is gone: what remains of it is another test
    assert form.cleaned_data["label"] == before
    assert not form.has_changed()


def test_a_changed_original_leaves_its_translation_stale() -> None:
    made = saved(TRANSLATED, as_it_stands(TRANSLATED, de="Inklusion"))
    assert made == STALE
    assert made.is_stale("ru")
    assert not made.is_stale("de")


def test_a_rewritten_translation_is_made_from_the_present_original() -> None:
    made = saved(STALE, as_it_stands(STALE, ru="Включение"))
    assert made["ru"] == LocalString("Включение", "reviewed", "de", text_hash("Inklusion"))
    assert made["de"] == STALE["de"]


def test_a_compared_translation_is_no_longer_stale() -> None:
    made = saved(STALE, as_it_stands(STALE, ru_checked="on"))
    assert made["ru"] == LocalString("Инклюзия", "reviewed", "de", text_hash("Inklusion"))


def test_another_status_alone_does_not_refresh_a_translation() -> None:
    made = saved(STALE, as_it_stands(STALE, ru_status="draft"))
    assert made["ru"].status == "draft"
    assert made.is_stale("ru")


def test_two_originals_stay_originals_when_one_is_rewritten() -> None:
    before = LocalText.of(de="Teilhabe", ru="Инклюзия")
    made = saved(before, as_it_stands(before, ru="Включение"))
    assert made == LocalText.of(de="Teilhabe", ru="Включение")
    assert saved(before, as_it_stands(before, de="Inklusion")) == LocalText.of(de="Inklusion", ru="Инклюзия")


def test_the_original_may_be_in_any_language() -> None:
    before = LocalText.of(ru="Инклюзия")
    made = saved(before, as_it_stands(before, de="Teilhabe"))
    assert made["ru"] == before["ru"]
    assert made["de"] == LocalString("Teilhabe", "draft", "ru", text_hash("Инклюзия"))


def test_a_language_that_the_site_does_not_speak_is_kept() -> None:
    before = LocalText.of(fr="Inclusion").translated("de", "Teilhabe", source="fr", status="machine")
    made = saved(before, as_it_stands(before, de="Inklusion"))
    assert made["fr"] == before["fr"]
    assert made["de"] == LocalString("Inklusion", "machine", "fr", text_hash("Inclusion"))
    assert saved(before, data()) == LocalText.of(fr="Inclusion")


def test_a_translation_keeps_the_language_it_was_made_from() -> None:
    before = TRANSLATED.translated("en", "Inclusion", source="ru", status="draft")
    made = saved(before, as_it_stands(before, en="Taking part"))
    assert made["en"] == LocalString("Taking part", "draft", "ru", text_hash("Инклюзия"))


def test_an_emptied_language_goes_and_the_next_becomes_the_original() -> None:
    before = TRANSLATED.translated("en", "Inclusion", source="de", status="reviewed")
    made = saved(before, as_it_stands(before, de=""))
    assert made["ru"] == LocalString("Инклюзия", "reviewed")
    assert made["en"] == before["en"]
    assert made.is_stale("en")
    assert saved(made, as_it_stands(made, en_checked="on"))["en"] == LocalString(
        "Inclusion", "reviewed", "ru", text_hash("Инклюзия")
    )


def test_everything_emptied_is_no_text() -> None:
    assert saved(TRANSLATED, data()) == LocalText()


def test_signatures_survive_where_nothing_was_rewritten() -> None:
    before = TRANSLATED.signed(["de", "ru"], by="abc", at="2026-11-22T10:00:00+01:00")
    made = saved(before, as_it_stands(before, ru="Включение"))
    assert (made["de"].by, made["ru"].by) == ("abc", "")


def test_a_required_text_needs_one_language() -> None:
    field = LocalTextField()
    for nothing in (None, [], ["", "draft", False] * 3, [" ", "draft", False] * 3):
        with pytest.raises(ValidationError) as caught:
            field.clean(nothing)
        assert caught.value.code == "required"
    assert field.clean(["", "", False, "Инклюзия", "draft", False, "", "", False]) == LocalText.from_entries(
        {"ru": LocalString("Инклюзия", "draft")}
    )


def test_a_status_that_does_not_exist_is_refused() -> None:
    form = Form(data(de="Teilhabe", de_status="perfect"), initial={"label": LocalText()})
    assert not form.is_valid()
    assert form.has_changed()


def test_every_language_has_a_labelled_box_and_stale_ones_a_tick() -> None:
    with translation.override("en"):
        page = str(Form(initial={"label": STALE})["label"])
    assert page.count('lang="de"') == 2  # the legend and the box
    assert page.count("translated from Deutsch") == 1
    assert 'name="label_ru_checked"' in page
    assert 'name="label_de_checked"' not in page
    assert 'value="Инклюзия"' in page
    for place in range(8):  # a text and a status of three languages, and a tick of the second
        assert (f'for="id_label_{place}"' in page) == (place not in (2,))
        assert (f'id="id_label_{place}"' in page) == (place not in (2,))


def test_what_was_typed_stays_in_a_refused_form_and_is_escaped() -> None:
    form = Form(data(de="<b>Teilhabe</b>", de_status="perfect"), initial={"label": STALE})
    page = str(form["label"])
    assert "&lt;b&gt;Teilhabe&lt;/b&gt;" in page
    assert 'name="label_ru_checked"' in page
