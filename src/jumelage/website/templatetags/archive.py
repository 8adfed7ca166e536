"""Template tags of the archive: people, offices, institutions in a line, each foreign word marked; data for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from babel import Locale
from babel.dates import format_date
from django import template
from django.conf import settings
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jumelage.fields import display
from jumelage.fields.templatetags.values import language_note
from jumelage.seminars.models import Function
from jumelage.values import Quantity
from jumelage.website import wording
from jumelage.website.archive.people import Body, Participant
from jumelage.website.archive.programme import ItemView, PresenceLine
from jumelage.website.archive.register import Mention, OfficeLine, PersonLine

register = template.Library()

#: What would end a script element or begin a comment in it.
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def _reader() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


@register.simple_tag
def linked_data(page: Any) -> SafeString:
    """Print what a page says to machines; it is data, which the Content-Security-Policy does not forbid."""
    data = getattr(page, "linked", None)
    if not data:
        return SafeString("")
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 -- escaped above


@register.simple_tag
def in_words(text: str, language: str) -> SafeString:
    """Print a text, marked where its language is another than the page's."""
    return format_html("{}", text) if language in ("", _reader()) else format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def mention(one: Mention | None) -> SafeString:
    """Print something by its name, as a link where it has a page."""
    if one is None:
        return SafeString("")
    if not one.address:
        return in_words(one.text, one.language)
    foreign = format_html(' lang="{}"', one.language) if one.language != _reader() else ""
    return format_html('<a class="kern-link" href="{}"{}>{}</a>', one.address, foreign, one.text)


@register.simple_tag
def title(one: Mention) -> SafeString:
    """Print what an office is called, or words as they were printed, with a note where that is another language."""
    if one.language in ("", _reader()):
        return mention(one)
    note = display.language_name(one.language, _reader())
    return format_html('{} <span class="in-language">({})</span>', mention(one), note)


@register.simple_tag
def item_title(item: ItemView) -> SafeString:
    """Print the title of an item, with a link at each institution of the item that it names."""
    shown = item.record.title.shown(_reader())
    if shown is None:
        return SafeString("")
    words = _with_links(shown.text, item.in_title)
    marked = words if shown.language == _reader() else format_html('<span lang="{}">{}</span>', shown.language, words)
    return format_html("{}{}", marked, language_note(shown))


def _with_links(text: str, named: Sequence[Mention]) -> SafeString:
    """Print a text with the words that name something as links; where two fall together the first one counts."""
    for place, one in enumerate(named):
        before, words, after = text.partition(one.text)
        if words and one.address:
            rest = [*named[:place], *named[place + 1 :]]
            return format_html("{}{}{}", _with_links(before, rest), mention(one), _with_links(after, rest))
    return format_html("{}", text)


@register.simple_tag
def person(one: PersonLine | None) -> SafeString:
    """Print somebody with titles."""
    if one is None:
        return SafeString("")
    return format_html("{} {}", one.titles, mention(one.name)) if one.titles else mention(one.name)


@register.simple_tag
def office(one: OfficeLine | None, without: int | None = None) -> SafeString:
    """Print an office with its institution (but not the one that stands beside already), marked where it is assumed."""
    if one is None:
        return SafeString("")
    parts = [title(one.title)]
    if one.institution and (without is None or one.institution_key != without):
        parts.append(mention(one.institution))
    return format_html("{}{}", _commas(parts), _assumed(said=one.is_assumed))


def _assumed(*, said: bool) -> SafeString:
    return format_html(' <span class="assumed">({})</span>', _("assumed")) if said else SafeString("")


def _commas(parts: Iterable[Any]) -> SafeString:
    return mark_safe(", ".join(conditional_escape(part) for part in parts if part))  # noqa: S308 -- escaped one by one


@register.simple_tag
def enumerated(parts: Sequence[Any]) -> SafeString:
    """Print parts as a list in a sentence: A, B and C."""
    marks = [f"\ue000{place}\ue001" for place in range(len(parts))]
    text = wording.enumerated(marks, _reader())
    for mark, part in zip(marks, parts, strict=True):
        text = text.replace(mark, conditional_escape(part))
    return mark_safe(text)  # noqa: S308 -- the parts are escaped, the rest is CLDR's


@register.simple_tag
def participant(one: Participant, *, alone: bool = True, function: bool = True) -> SafeString:
    """Print somebody's part: name, function, offices, whom she represents; the institution where it stands *alone*."""
    if one.is_unnamed:
        return _of(one.who, one.institution)
    parts: list[Any] = [person(one.person)]
    if one.function and function:
        label = Function(one.function).label
        parts.append(format_html("{}{}", label, _assumed(said=one.is_function_assumed)))
    parts += [office(line, None if alone else one.institution_key) for line in one.offices]
    if one.words:
        parts.append(title(one.words))
    keys = {line.institution_key for line in one.offices if line.institution}
    if alone and one.institution and one.institution_key not in keys:
        parts.append(mention(one.institution))
    if one.represents_person or one.represents_office:
        whom = _commas([person(one.represents_person), office(one.represents_office)])
        parts.append(format_html(_("representing {whom}"), whom=whom))
    absent = format_html(" ({})", _("was absent")) if one.was_absent else ""
    return format_html("{}{}", _commas(parts), absent)


@register.simple_tag
def together(body: Body) -> SafeString:
    """Print several persons of one institution in one line: A, B and C (institution)."""
    names = enumerated([person(one.person) for one in body.members])
    return format_html("{} ({})", names, mention(body.institution)) if body.institution else names


@register.simple_tag
def unnamed(body: Body) -> SafeString:
    """Print those of an institution who are not named."""
    return _of(body.unnamed, body.institution)


def _of(who: str, institution: Mention | None) -> SafeString:
    if institution is None:
        return format_html("{}", who)
    return format_html(_("{who} of {institution}"), who=who, institution=mention(institution))


@register.simple_tag
def present(line: PresenceLine) -> SafeString:
    """Print who was present in one capacity: delegations, people by name, and how many unnamed."""
    parts: list[Any] = [format_html(_("the delegation of {city}"), city=mention(city)) for city in line.delegations]
    parts += [person(one) for one in line.people]
    if line.unnamed:
        text = ngettext("one person who is not named here", "{count} people who are not named here", line.unnamed)
        parts.append(text.format(count=line.unnamed))
    return enumerated(parts)


@register.filter
def quantity(value: Quantity | None) -> str:
    """Print a number as far as it is known."""
    return display.print_quantity(value, _reader())


@register.filter
def day(value: Any) -> str:
    """Print an exact day with its month in words."""
    return format_date(value, "long", locale=wording.locale(_reader())) if value else ""


@register.filter
def language_name(code: str) -> str:
    """Print what a language is called by the reader."""
    return str(Locale.parse(wording.locale(_reader())).languages.get(code, code))


@register.simple_tag
def quoted(text: str, language: str) -> SafeString:
    """Print words in the quotation marks of their own language."""
    return in_words(wording.quoted(text, language), language)
