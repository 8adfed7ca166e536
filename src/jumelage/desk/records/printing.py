"""Printing the values of records for people: the same on the record, in its history, in a conflict and in a proposal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jumelage.desk.records.titles import Viewer, title_of
from jumelage.fields.display import print_date, print_quantity
from jumelage.fields.models import Name, NameKind
from jumelage.journal.models import Record
from jumelage.languages import OWN_NAME
from jumelage.people.models import Appointment, Person
from jumelage.seminars.models import Series
from jumelage.sources.models import Source
from jumelage.values import LocalString, LocalText, PartialDate, Quantity

NOTHING = SafeString("")
_STATUS_WORDS = {"draft": lambda: _("draft"), "machine": lambda: _("machine translation")}


def print_value(value: Any, viewer: Viewer, choices: Mapping[Any, Any] | None = None) -> SafeString:
    """Return *value* as HTML; empty for nothing. *choices* are the words of a value from a closed list."""
    if isinstance(value, bool):
        return format_html("{}", _("yes") if value else _("no"))
    if value is None or value in ("", []) or (isinstance(value, LocalText) and not value):
        return NOTHING
    if choices and isinstance(value, (str, int)) and value in choices:
        return format_html("{}", choices[value])
    if isinstance(value, (list, tuple)):
        return print_list(print_value(part, viewer, choices) for part in value)
    return _print_one(value, viewer)


def _print_one(value: Any, viewer: Viewer) -> SafeString:
    if isinstance(value, LocalText):
        return print_local(value)
    if isinstance(value, Name):
        return print_name(value, viewer)
    if isinstance(value, Model):
        return link_to(value, viewer)
    if isinstance(value, PartialDate):
        return format_html("{}", print_date(value, viewer.language))
    if isinstance(value, Quantity):
        return format_html("{}", print_quantity(value, viewer.language))
    if isinstance(value, time):
        return format_html("{}", f"{value:%H:%M}")
    if isinstance(value, date):
        return format_html("{}", print_date(PartialDate.between(value, value), viewer.language))
    return print_text(str(value))


def print_text(text: str) -> SafeString:
    """Return plain text with its line breaks kept; one line stays inline."""
    if "\n" in text:
        return SafeString(linebreaks(text, autoescape=True))
    return format_html("{}", text)


def print_list(parts: Iterable[SafeString]) -> SafeString:
    """Return a list with one entry a part."""
    return format_html('<ul class="desk-values">{}</ul>', format_html_join("", "<li>{}</li>", ((part,) for part in parts)))


def link_to(record: Model, viewer: Viewer) -> SafeString:
    """Return the title of a record, linked to its screen where the viewer may see it."""
    title = title_of(record, viewer)
    if not isinstance(record, Record) or _is_hidden(record, viewer):
        return title.html
    return format_html('<a class="desk-link" href="{}">{}</a>', address_of(record), title.html)


def _is_hidden(record: Record, viewer: Viewer) -> bool:
    """Say whether a record may be pointed at by one that the viewer sees, but not be seen itself."""
    if isinstance(record, Series):
        return record.pk not in viewer.series
    if isinstance(record, Person):
        return record.pk not in viewer.persons
    if isinstance(record, Source):
        return record.pk not in viewer.sources
    return isinstance(record, Appointment) and record.person_id not in viewer.persons


def address_of(record: Record) -> str:
    """Return the address of a record on the desk."""
    return reverse("desk:record", args=[record.kind(), record.public_id])


def print_local(value: LocalText) -> SafeString:
    """Return a text in all its languages, with what must be known of each."""
    parts = (
        (OWN_NAME.get(language, language), _text_notes(value, language), language, print_text(entry.text))
        for language, entry in value.items()
    )
    lines = format_html_join("", '<div><dt>{}{}</dt><dd lang="{}">{}</dd></div>', parts)
    return format_html('<dl class="desk-local">{}</dl>', lines)


def _text_notes(value: LocalText, language: str) -> SafeString:
    notes = [_STATUS_WORDS[value[language].status]()] if value[language].status in _STATUS_WORDS else []
    if value.is_stale(language):
        notes.append(_("older than its original"))
    return format_html_join("", ' <span class="desk-tag">{}</span>', ((note,) for note in notes))


def print_entry(entry: LocalString | None, language: str) -> SafeString:
    """Return the text of one language with its status."""
    if entry is None:
        return NOTHING
    note = _STATUS_WORDS.get(entry.status, lambda: "")()
    tag = format_html(' <span class="desk-tag">{}</span>', note) if note else NOTHING
    return format_html('<span lang="{}">{}</span>{}', language, print_text(entry.text), tag)


def print_name(name: Name, viewer: Viewer, more: Iterable[Any] = ()) -> SafeString:
    """Return a name with its language, kind, scheme and period, and what *more* is known of it."""
    kind = NameKind(name.kind).label if name.kind in NameKind.values else name.kind
    valid = print_date(PartialDate.parse(name.valid), viewer.language) if name.valid else ""
    about = ", ".join(str(word) for word in (OWN_NAME.get(name.language, name.language), kind, name.scheme, valid, *more) if word)
    return format_html('<span lang="{}">{}</span> <span class="desk-aside">({})</span>', name.language, name.value, about)
