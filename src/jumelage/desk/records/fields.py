"""Form fields that choose among records and known lists, each option in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import ModelChoiceIterator
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jumelage.accounts.actor import NOBODY
from jumelage.desk.records.search import bearing, is_public_id, nearest, read_marked, with_asides, written
from jumelage.desk.records.titles import Title, Viewer, title_of, with_titles
from jumelage.languages import folded

_REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


class _SortedChoices(ModelChoiceIterator):
    """The options in the order of their printed titles."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        chosen = (self.choice(record) for record in with_titles(self.queryset.all()))
        yield from sorted(chosen, key=lambda option: folded(str(option[1])))


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


class RecordSearchWidget(forms.TextInput):
    """A text box that suggests records while somebody types, with the browser's own list of suggestions.

    Beside the box stands, hidden, the record that was chosen when the form was made: the box shows its bare title, and
    as long as that is not touched the record is meant. After a name that means none or several records the candidates
    stand below as choices.
    """

    template_name = "desk/records/search_field.html"

    def __init__(self, kind: str, attrs: dict[str, Any] | None = None) -> None:
        self.kind = kind
        self.candidates: list[tuple[str, Title, str]] = []
        super().__init__({"autocomplete": "off", **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """Return what was typed; where the box still shows a chosen record's title, that record with its public id."""
        typed = str(data.get(name) or "").strip()
        if (picked := str(data.get(f"{name}-picked") or "")) and typed == str(data.get(f"{name}-asked") or "").strip():
            return picked
        chosen = str(data.get(f"{name}-chosen") or "")
        return chosen if chosen and typed == read_marked(chosen)[0] else typed

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"] or ""
        title, public_id = read_marked(shown)
        context["widget"]["value"] = title
        context["widget"]["chosen"] = shown if public_id else ""
        context["widget"]["address"] = reverse("desk:suggest", args=[self.kind])
        context["widget"]["candidates"] = self.candidates
        return context


class RecordSearchField(_ChoosesRecords, forms.ModelChoiceField):  # type: ignore[misc]  # the options are ours
    """One record among many, found while typing; ``kind`` is the kind whose suggestions are asked for.

    What is sent is the record's printed title with its public id, its public id alone, or, without JavaScript, its exact
    name in any language. A name that means none or several of the records in *queryset* is refused, with candidates.
    """

    default_error_messages = {
        "unknown": _("Nothing here is called “%(value)s”. Type a part of the name and choose from the list, or enter it first."),
        "like": _("Nothing here is called “%(value)s” exactly. Choose one of those below, or type another name."),
        "several": _("“%(value)s” means more than one. Choose the right one below."),
    }

    def __init__(self, kind: str, queryset: Any = None, *, empty_means: Any = "", **options: Any) -> None:
        self.kind, self.empty_means = kind, empty_means
        options.setdefault("help_text", _("Type a part of the name, then choose."))
        for unused in ("empty_label", "null_label", "null_value"):
            options.pop(unused, None)
        super().__init__(queryset, widget=RecordSearchWidget(kind), to_field_name="public_id", **options)

    def __deepcopy__(self, memo: Any) -> RecordSearchField:
        copied: RecordSearchField = super().__deepcopy__(memo)
        copied.widget.candidates = []
        return copied

    @property
    def _viewer(self) -> Viewer:
        return self.viewer or Viewer(NOBODY, (get_language() or "en").split("-")[0])

    def prepare_value(self, value: Any) -> Any:
        """Return a record as it is written into the box: its title and its public id."""
        if isinstance(value, int) and self.queryset is not None:
            value = self._viewer.known(self.queryset.model, value)
        elif isinstance(value, str) and is_public_id(value) and self.queryset is not None:
            value = with_titles(self.queryset).filter(public_id=value).first() or value
        return written(value, self._viewer) if isinstance(value, Model) else value

    def to_python(self, value: Any) -> Any:
        """Return the record that is meant, or refuse with candidates."""
        if value in self.empty_values or self.queryset is None:
            return None
        if isinstance(value, self.queryset.model):
            return value
        text, public_id = read_marked(str(value))
        for asked in filter(None, (public_id, text)):
            if found := with_titles(self.queryset).filter(public_id=asked).first():
                return found
        found = bearing(self.queryset, text, self._viewer)
        return found[0] if len(found) == 1 else self._refuse(text, found)

    def _refuse(self, text: str, several: list[Any]) -> None:
        assert self.queryset is not None  # without one, nothing typed is looked at
        near = several or nearest(self.queryset, text, self._viewer)
        self.widget.candidates = [
            (written(record, self._viewer), title_of(record, self._viewer), aside)
            for record, aside in with_asides(near, self._viewer)
        ]
        code = "several" if several else "like" if near else "unknown"
        raise ValidationError(self.error_messages[code], code=code, params={"value": text[:80]})

    def validate(self, value: Any) -> None:
        """Ask for a record where one is needed."""
        forms.Field.validate(self, value)


def _countries() -> list[tuple[str, str]]:
    locale = Locale.parse((get_language() or "en").split("-")[0])
    known = (
        (code, name) for code, name in locale.territories.items() if len(code) == 2 and code.isalpha() and code not in _NO_STATE
    )
    return [("", "—"), *sorted(known, key=lambda option: folded(option[1]))]


#: Codes in the CLDR that are groupings or reserved, not countries (ISO 3166-1 "exceptionally reserved").
_NO_STATE = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
country_choices = lazy(_countries, list)


@cache
def _zones() -> frozenset[str]:
    """Return the time zones of the regions; finding them means looking through a folder of files."""
    return frozenset(zone for zone in available_timezones() if zone.partition("/")[0] in _REGIONS)


def zone_choices(also: Iterable[str] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the IANA time zones by region, and those of *also* that stand outside the regions."""
    zones = sorted(_zones() | set(also))
    regions: dict[str, list[tuple[str, str]]] = {}
    for zone in zones:
        region, _slash, place = zone.partition("/")
        regions.setdefault(region, []).append((zone, place.replace("_", " ") or zone))
    return list(regions.items())


class DayField(forms.DateField):
    """A whole day, picked with the browser's own control (which sends ISO 8601)."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
