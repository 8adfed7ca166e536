"""Form fields that choose among records and known lists, each option in the reader's language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.functional import lazy
from django.utils.translation import get_language

from jumelage.accounts.actor import NOBODY
from jumelage.desk.records.titles import Viewer, title_of, with_titles

_REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def collation_key(text: str) -> str:
    """Return a key that sorts letters with their accents beside those without, whatever the case."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


class _SortedChoices(ModelChoiceIterator):
    """The options in the order of their printed titles."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        chosen = (self.choice(record) for record in with_titles(self.queryset.all()))
        yield from sorted(chosen, key=lambda option: collation_key(str(option[1])))


class _ChoosesRecords:
    """Options titled for a viewer; ``viewer`` is set by the form, because what may be named depends on who looks."""

    iterator = _SortedChoices
    viewer: Viewer | None = None

    def label_from_instance(self, record: Any) -> str:
        return str(title_of(record, self.viewer or Viewer(NOBODY, get_language() or "en")))


class RecordChoiceField(_ChoosesRecords, forms.ModelChoiceField):  # type: ignore[misc]  # the options are ours
    """One record among those that may be chosen, by public id; ``empty_means`` says what choosing none means."""

    def __init__(self, queryset: Any, *, empty_means: Any = "", **options: Any) -> None:
        self.empty_means = empty_means
        options.setdefault("empty_label", empty_means or "—")
        if queryset is not None and hasattr(queryset.model, "public_id"):
            options.setdefault("to_field_name", "public_id")
        super().__init__(queryset, **options)


class RecordsChoiceField(_ChoosesRecords, forms.ModelMultipleChoiceField):  # type: ignore[misc]  # the options are ours
    """Any number of records among those that may be chosen, by public id."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset: Any, **options: Any) -> None:
        options.setdefault("to_field_name", "public_id")
        super().__init__(queryset, **options)


def _countries() -> list[tuple[str, str]]:
    locale = Locale.parse((get_language() or "en").split("-")[0])
    known = (
        (code, name) for code, name in locale.territories.items() if len(code) == 2 and code.isalpha() and code not in _NO_STATE
    )
    return [("", "—"), *sorted(known, key=lambda option: collation_key(option[1]))]


#: Codes in the CLDR that are groupings or reserved, not countries (ISO 3166-1 "exceptionally reserved").
_NO_STATE = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
country_choices = lazy(_countries, list)


def zone_choices(also: Iterable[str] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the IANA time zones by region, and those of *also* that stand outside the regions."""
    zones = sorted({zone for zone in available_timezones() if zone.partition("/")[0] in _REGIONS} | set(also))
    regions: dict[str, list[tuple[str, str]]] = {}
    for zone in zones:
        region, _slash, place = zone.partition("/")
        regions.setdefault(region, []).append((zone, place.replace("_", " ") or zone))
    return list(regions.items())


class DayField(forms.DateField):
    """A whole day, picked with the browser's own control (which sends ISO 8601)."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
