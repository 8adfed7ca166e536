"""Quantities as a person types, sees and keeps them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jumelage.fields.display import print_number, print_quantity
from jumelage.fields.forms import QuantityField, read_quantity, write_quantity
from jumelage.fields.models import QuantityField as QuantityColumn
from jumelage.journal.rules import plain
from jumelage.seminars.models import ExternalEvent
from jumelage.values import Quantity, QuantityError
from tests.values.test_quantity import READ

TYPED = {
    "120": "120",
    " 120 ": "120",
    "30.000": "30000",
    "30,000": "30000",
    "30 000": "30000",
    "30\u00a0000": "30000",
    "30\u202f000": "30000",
    "30'000": "30000",
    "1.234.567": "1234567",
    "mehr als 30.000": ">30000",
    "Mehr als 30.000": ">30000",
    "über 500": ">500",
    "more than 30,000": ">30000",
    "over 30,000": ">30000",
    "более 30 000": ">30000",
    "больше 30": ">30",
    "свыше 30 000": ">30000",
    "> 500": ">500",
    ">500": ">500",
    "weniger als 20": "<20",
    "unter 20": "<20",
    "fewer than 20": "<20",
    "less than 20": "<20",
    "under 20": "<20",
    "менее 20": "<20",
    "<20": "<20",
    "etwa 50": "~50",
    "rund 1.500": "~1500",
    "ca. 50": "~50",
    "circa 50": "~50",
    "ungefähr 50": "~50",
    "about 50": "~50",
    "around 50": "~50",
    "около 50": "~50",
    "примерно 50": "~50",
    "~ 50": "~50",
    "120–150": "120..150",
    "120-150": "120..150",
    "120 — 150": "120..150",
    "120..150": "120..150",
    "120 bis 150": "120..150",
    "120 to 150": "120..150",
    "120 до 150": "120..150",
    "1.000–1.500": "1000..1500",
    "zahlreiche": "numerous",
    "Numerous": "numerous",
    "многочисленные": "numerous",
    "viele": "numerous",
}
REFUSED = [
    "einige", "1,5", "1.5", "30.00", "30.0000", "mehr als", "mehr als zehn", "etwa 10–20", "150–120", "-5", "12a", "a12", "1 2",
    "über", "mehr als mehr als 5", "1234567890", "overt 5", "aboutish 5",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "text"), TYPED.items())
def test_what_people_type_is_read(typed: str, text: str) -> None:
    assert read_quantity(typed) == Quantity.parse(text)
    assert QuantityField().clean(typed) == Quantity.parse(text)


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_no_quantity_is_refused_in_a_sentence_that_names_it(typed: str) -> None:
    with pytest.raises(QuantityError):
        read_quantity(typed)
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        QuantityField().clean(typed)
    assert typed.strip() in caught.value.messages[0]
    assert caught.value.messages[0].endswith(".")


@pytest.mark.parametrize("text", READ)
def test_what_a_form_shows_is_read_back_as_the_same(text: str) -> None:
    value = Quantity.parse(text)
    assert read_quantity(write_quantity(value)) == value
    assert QuantityField().prepare_value(value) == write_quantity(value)


@given(st.one_of(st.text(), st.text(alphabet="0123456789.,–- <>~", max_size=20)))
def test_any_text_is_read_or_refused_in_one_way(typed: str) -> None:
    with suppress(QuantityError):
        value = read_quantity(typed)
        assert read_quantity(write_quantity(value)) == value


@given(st.integers(min_value=0, max_value=999_999_999), st.sampled_from(["de", "ru", "en"]))
def test_a_number_as_printed_is_read_back(number: int, language: str) -> None:
    assert read_quantity(print_number(number, language)) == Quantity(str(number))


def test_an_empty_field_is_nothing_and_a_wanted_one_is_missed() -> None:
    assert QuantityField(required=False).clean("") is None
    assert QuantityField(required=False).clean("  ") is None
    with pytest.raises(ValidationError):
        QuantityField().clean("")


@pytest.mark.parametrize(
    ("initial", "data", "changed"),
    [
        (Quantity("120"), "120", False),
        (Quantity(">30000"), "mehr als 30.000", False),
        (Quantity("120"), "121", True),
        (Quantity("120"), "", True),
        (None, "", False),
        (None, "5", True),
        (None, "einige", True),
    ],
)
def test_a_field_knows_whether_it_was_changed(initial: Quantity | None, data: str, changed: bool) -> None:
    assert QuantityField(required=False).has_changed(initial, data) is changed


@pytest.mark.parametrize(
    ("text", "german", "russian", "english"),
    [
        ("120", "120", "120", "120"),
        ("1500", "1.500", "1 500", "1,500"),
        ("30000", "30.000", "30 000", "30,000"),
        ("120..150", "120–150", "120–150", "120–150"),
        ("1000..30000", "1.000–30.000", "1 000–30 000", "1,000–30,000"),
        ("5..5", "5", "5", "5"),
    ],
)
def test_a_number_is_printed_as_its_reader_groups_it(text: str, german: str, russian: str, english: str) -> None:
    printed = [print_quantity(Quantity.parse(text), language).replace("\u00a0", " ") for language in ("de", "ru", "en")]
    assert printed == [german, russian, english]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("~50", "about 50"),
        (">30000", "more than 30,000"),
        ("<20", "fewer than 20"),
        ("numerous", "numerous"),
    ],
)
def test_a_qualifier_is_printed_as_a_word(text: str, printed: str) -> None:
    assert print_quantity(Quantity.parse(text), "en") == printed


@pytest.mark.parametrize("language", ["de", "ru", "en"])
def test_the_marks_of_the_canonical_text_are_never_printed(language: str) -> None:
    for text in READ:
        assert not set("<>~") & set(print_quantity(Quantity.parse(text), language))


def test_no_quantity_is_printed_as_nothing() -> None:
    assert print_quantity(None, "de") == ""


def test_the_journal_keeps_a_quantity_as_its_text() -> None:
    assert plain({"attendance": Quantity(">30000")}) == {"attendance": ">30000"}


def quantity_column() -> QuantityColumn:
    """Return the one column of the site that keeps a quantity."""
    return next(field for field in ExternalEvent._meta.fields if isinstance(field, QuantityColumn))


def test_a_column_turns_what_it_is_given_into_a_quantity() -> None:
    column = quantity_column()
    assert column.to_python(">30000") == column.to_python("> 30000".replace(" ", "")) == Quantity(">30000")
    assert column.to_python(Quantity("5")) == Quantity("5")
    assert (column.to_python(""), column.to_python(None), column.get_prep_value(None)) == (None, None, "")
    assert isinstance(column.formfield(), QuantityField)
    with pytest.raises(ValidationError):
        column.to_python("einige")


def test_a_form_of_a_model_reads_and_shows_a_quantity() -> None:
    column = quantity_column()
    form_of = forms.modelform_factory(ExternalEvent, fields=[column.name])
    form = form_of({column.name: "mehr als 30.000"})
    assert form.fields[column.name].clean("mehr als 30.000") == Quantity(">30000")
    record = ExternalEvent(**{column.name: Quantity("120..150")})
    assert 'value="120–150"' in str(form_of(instance=record)[column.name])


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["120", "~50", ">30000", "120..150", "numerous", ""])
def test_a_quantity_is_kept_as_its_text_and_read_back(text: str) -> None:
    column: Any = quantity_column()
    record = ExternalEvent(public_id="abcdefgh", **{column.name: text})
    models.Model.save(record)
    raw = ExternalEvent.objects.annotate(raw=Cast(column.name, models.TextField())).values_list("raw", flat=True)
    assert raw.get(pk=record.pk) == text
    stored = getattr(ExternalEvent.objects.get(pk=record.pk), column.name)
    assert stored == (Quantity.parse(text) if text else None)
    assert ExternalEvent.objects.filter(**{column.name: stored or ""}).get() == record
