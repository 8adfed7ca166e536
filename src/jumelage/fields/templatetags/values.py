"""Template tags that print our values; nothing in another language ever appears without its mark."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jumelage.fields import display
from jumelage.fields.names import name_on
from jumelage.values import LocalText, PartialDate, Shown

register = template.Library()


def _reader() -> str:
    return (get_language() or "en").split("-")[0]


@register.filter
def partial_date(value: PartialDate | None) -> str:
    """Print a partial date in the reader's language."""
    return display.print_date(value, _reader())


@register.filter
def ordinal(number: int | None) -> str:
    """Print a number as an ordinal in the reader's language; nothing for none."""
    return display.print_ordinal(number, _reader()) if number is not None else ""


@register.filter
def plain_name(record: Any) -> str:
    """Print a record's name of today without markup, for titles and options."""
    return display.plain_name(record, _reader())


@register.filter
def country(code: str) -> str:
    """Print a country's name in the reader's language."""
    return display.country_name(code, _reader())


@register.simple_tag
def name(record: Any, day: date | None = None, *, numbered: bool = False) -> SafeString:
    """Print the name of a record as of *day* (today's without one), with its language where that is another.

    *numbered* where an ordinal stands before it.
    """
    shown = name_on(record.names.all(), _reader(), day)
    if shown is None:
        return format_html("{}", str(record))
    return _in_language(display.after_number(shown) if numbered else shown.text, shown.language)


@register.simple_tag
def local(text: LocalText, note: bool = True) -> SafeString:
    """Print a text inline, in the reader's language or marked as in another, with a note unless it is unwanted."""
    shown = text.shown(_reader()) if text else None
    if shown is None:
        return SafeString("")
    return format_html("{}{}", _in_language(shown.text, shown.language), language_note(shown) if note else "")


@register.simple_tag
def local_block(text: LocalText) -> SafeString:
    """Print a text as paragraphs (blank lines part them), preceded by its note where one is due."""
    shown = text.shown(_reader()) if text else None
    if shown is None:
        return SafeString("")
    paragraphs = [" ".join(part.split()) for part in shown.text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    body = format_html_join("\n", "<p>{}</p>", ((paragraph,) for paragraph in paragraphs))
    note = language_note(shown)
    opening = format_html("<p>{}</p>\n", note) if note else ""
    if shown.language == _reader():
        return format_html("{}{}", opening, body)
    return format_html('{}<div lang="{}">{}</div>', opening, shown.language, body)


def _in_language(text: str, language: str) -> SafeString:
    if language == _reader():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


def language_note(shown: Shown) -> SafeString:
    """Say what a reader must know of a text: another language, made by a machine, older than its original."""
    notes = []
    if shown.is_fallback:
        notes.append(_("Text in %(language)s") % {"language": display.language_name(shown.language, _reader())})
    if shown.is_machine:
        notes.append(_("Translated by a machine, not checked by a person."))
    if shown.is_stale:
        notes.append(_("The original has changed since this translation was made; it may be newer."))
    if not notes:
        return SafeString("")
    return format_html(' <span class="language-note">{}</span>', " ".join(notes))
