"""What a person decides about one by one: a field, a list, or one language of a text.

Used where two versions of a record meet: somebody saved meanwhile (both versions side by side, a choice a unit), or
somebody proposes a change. A unit is named ``field`` or ``field.language``. Two people who write the same text in two
languages never stand in each other's way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.printing import print_entry, print_value
from jumelage.desk.records.rows import RowSet
from jumelage.journal.rules import plain
from jumelage.languages import OWN_NAME, SITE
from jumelage.values import LocalString, LocalText

PostData = dict[str, list[str]]
_MARK_LENGTH = 10


@dataclass(frozen=True)
class Difference:
    """One unit in which two versions differ, as printed; ``mine_is_new`` says whether this person changed it at all."""

    unit: str
    field: str
    label: str
    theirs: SafeString
    mine: SafeString
    mine_is_new: bool


def stored_values(form: RecordForm) -> dict[str, Any]:
    """Return what stands in the form's record, shaped like ``form.values()``."""
    values = {name: form.initial.get(name) for name in form.fields}
    return values | {name: listed.read(form.record) if form.record.pk else [] for name, listed in form.lists.items()}


def split(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return *values* by unit: a text by language, everything else whole."""
    units: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, LocalText):
            units |= {f"{name}.{language}": value.get(language) for language in SITE}
        else:
            units[name] = value
    return units


def marks(values: Mapping[str, Any]) -> str:
    """Return what a form remembers of the version it was opened with: a short hash a unit, as JSON."""
    return json.dumps({unit: _mark(value) for unit, value in split(values).items()})


def _mark(value: Any) -> str:
    return hashlib.sha256(json.dumps(_comparable(value), sort_keys=True).encode()).hexdigest()[:_MARK_LENGTH]


def _comparable(value: Any) -> Any:
    if isinstance(value, LocalString):
        return [value.text, value.status]
    return value.pk if isinstance(value, Model) else plain(value)


def differences(form: RecordForm, seen: str) -> list[Difference]:
    """Compare a valid form with its record as it stands now; *seen* are the marks the form was opened with.

    Only what differs and was changed by somebody else needs a decision; without marks, everything that differs does.
    """
    theirs, mine = split(stored_values(form)), split(form.values())
    before = _read_marks(seen)
    return [
        Difference(
            unit=unit,
            field=unit.partition(".")[0],
            label=unit_label(form, unit),
            theirs=print_unit(form, unit, theirs.get(unit)),
            mine=print_unit(form, unit, value),
            mine_is_new=before.get(unit) != _mark(value),
        )
        for unit, value in mine.items()
        if _mark(value) != _mark(theirs.get(unit)) != before.get(unit)
    ]


def _read_marks(seen: str) -> dict[str, str]:
    try:
        read = json.loads(seen)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def unit_label(form: RecordForm, unit: str) -> str:
    """Return the label of a unit: the field's, and the language's own name."""
    name, _dot, language = unit.partition(".")
    label = str(form.lists[name].label if name in form.lists else form.fields[name].label)
    return f"{label} ({OWN_NAME[language]})" if language else label


def print_unit(form: RecordForm, unit: str, value: Any) -> SafeString:
    """Print one unit's value."""
    name, _dot, language = unit.partition(".")
    if language:
        return print_entry(value, language)
    if name in form.lists:
        return form.lists[name].printed(value, form.viewer)
    return print_value(value, form.viewer, closed_choices(form.fields[name]))


def closed_choices(field: forms.Field) -> dict[str, Any]:
    """Return the words of a field that chooses from a closed list, by value; empty for other fields."""
    if not isinstance(field, forms.ChoiceField) or hasattr(field, "queryset"):
        return {}
    words: dict[str, Any] = {}
    listed: Any = field.choices
    for value, label in listed:
        words |= dict(label) if isinstance(label, (list, tuple)) else {value: label}
    return words


def proposed_changes(form: RecordForm) -> list[dict[str, str]]:
    """Return what a valid form would change, unit by unit, as plain printed words before and after."""
    return [
        {"field": found.unit, "label": found.label, "before": _words(found.theirs), "after": _words(found.mine)}
        for found in differences(form, "{}")
    ]


def _words(html: SafeString) -> str:
    text = strip_tags(html.replace("</li><li>", "; ").replace("</p><p>", "\n").replace("<br>", "\n"))
    return unescape(text).strip()


def data_of(form: RecordForm) -> PostData:
    """Return what posting an untouched form of a record would send."""
    data = _fields_data(form)
    for rows in form.rows.values():
        data |= _rows_data(rows)
    return data


def _fields_data(form: forms.BaseForm) -> PostData:
    data: PostData = {}
    for bound in form:
        value = bound.value()
        widget = bound.field.widget
        if isinstance(widget, forms.MultiWidget):
            parts: Any = widget.decompress(value)
            for suffix, part in zip(widget.widgets_names, parts, strict=True):  # type: ignore[attr-defined]
                data |= _control(f"{bound.html_name}{suffix}", part)
        elif isinstance(widget, forms.Select) or not isinstance(value, bool):
            data[bound.html_name] = _texts(widget.format_value(value))
        else:
            data |= _control(bound.html_name, value)
    return data


def _control(name: str, value: Any) -> PostData:
    if isinstance(value, bool):
        return {name: ["on"]} if value else {}
    return {name: _texts(value)}


def _texts(value: Any) -> list[str]:
    parts = value if isinstance(value, (list, tuple)) else [value]
    return ["" if part is None else str(part) for part in parts]


def _rows_data(rows: RowSet) -> PostData:
    data = _fields_data(rows.management_form)
    data[rows.management_form["TOTAL_FORMS"].html_name] = [str(rows.total_form_count())]
    for row in rows.forms:
        data |= _fields_data(row)
    return data


def overlaid(base: Mapping[str, list[str]], over: Mapping[str, list[str]], units: list[str]) -> QueryDict:
    """Return posted data *base* in which the named *units* are as in *over*."""
    data = {key: list(values) for key, values in base.items()}
    for unit in units:
        for key in [key for key in data if belongs(key, unit)]:
            del data[key]
        data |= {key: list(values) for key, values in over.items() if belongs(key, unit)}
    made = QueryDict(mutable=True)
    made.update(MultiValueDict(data))  # type: ignore[arg-type]  # lists become lists
    return made


def belongs(key: str, unit: str) -> bool:
    """Say whether the posted *key* is a part of *unit*: itself, a language's box, or a row of the list."""
    name, _dot, language = unit.partition(".")
    if language:
        return key in (f"{name}_{language}", f"{name}_{language}_status", f"{name}_{language}_checked")
    return key == name or key.startswith(f"{name}-")
