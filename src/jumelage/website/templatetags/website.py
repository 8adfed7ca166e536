"""Template tags of the website: what stands around a page, and titles with every foreign word marked."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jumelage.fields import display
from jumelage.fields.templatetags.values import name
from jumelage.partnerships.models import ContactPolicy, Partnership, State
from jumelage.seminars.models import Edition, EditionState
from jumelage.website import queries, wording
from jumelage.website.queries.frame import Furniture, Head

register = template.Library()


def _reader() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


@register.simple_tag(takes_context=True)
def head_of_page(context: Context) -> Head:
    """Return the head that the view gave, or for a page of the CMS make it from the page."""
    given = context.get("head")
    return given if given is not None else queries.prose_head(context["page"], _reader())


@register.simple_tag(takes_context=True)
def furniture(context: Context) -> Furniture:
    """Return the prose pages to link to; without a request (after a failure) none, and the database is left alone."""
    return queries.furniture(_reader()) if context.get("request") is not None else Furniture()


@register.simple_tag(takes_context=True)
def is_signed_in(context: Context) -> bool:
    """Say whether the visitor is signed in, without opening a session for somebody who has none."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    actor = getattr(request, "actor", None)
    return bool(actor and actor.is_signed_in)


@register.filter
def absolute(address: str) -> str:
    """Return a path as a full address of this installation."""
    return f"{settings.BASE_URL}{address}"


@register.simple_tag
def partnership_title(partnership: Partnership) -> SafeString:
    """Print a partnership's title, each city's name marked where it is not in the page's language."""
    return format_html_join("–", "{}", ((name(side.city),) for side in partnership.sides.all()))


@register.simple_tag
def edition_name(edition: Edition) -> SafeString:
    """Print an edition by its number and the name that its series bore then, or by its own title."""
    if edition.number is None and edition.title:
        return format_html("{}", wording.edition_titles(edition, _reader()).name)
    series = name(edition.series, wording.edition_day(edition), numbered=edition.number is not None)
    if edition.number is None:
        return series
    ordinal = display.print_ordinal(edition.number, _reader())
    return format_html(_("{ordinal} {series}"), ordinal=ordinal, series=series)


@register.simple_tag
def edition_place(edition: Edition) -> SafeString:
    """Print an edition's city and year."""
    city = name(edition.host_city, wording.edition_day(edition)) if edition.host_city else ""
    return format_html("{} {}", city, wording.year(edition.dates)) if city else format_html("{}", wording.year(edition.dates))


_STATE_SENTENCES: dict[str, Any] = {
    EditionState.IDEA: lambda: _("This edition is an idea; nothing has been agreed yet."),
    EditionState.AGREED: lambda: _("The partners have agreed on this edition; it is not planned in detail yet."),
    EditionState.PLANNED: lambda: _("This edition is being planned. Dates and places may still change."),
    EditionState.INVITED: lambda: _("This edition is ahead; the invitations have been sent."),
    EditionState.RUNNING: lambda: _("This edition is taking place now."),
    EditionState.POSTPONED: lambda: _("This edition was postponed. It did not take place on the dates given here."),
    EditionState.CANCELLED: lambda: _("This edition was cancelled and did not take place."),
}


@register.filter
def state_sentence(state: EditionState) -> str:
    """Print in a sentence what a reader must know of an edition's state."""
    sentence = _STATE_SENTENCES.get(state)
    return sentence() if sentence else ""


#: How a state looks beside its word: KERN's four feedback colours.
_TONES = {
    "kept": "success",
    "deviates": "warning",
    "broken": "danger",
    State.EXPLORING: "info",
    State.ACTIVE: "success",
    State.DORMANT: "warning",
    State.SUSPENDED: "danger",
    State.ENDED: "info",
    EditionState.IDEA: "info",
    EditionState.AGREED: "info",
    EditionState.PLANNED: "info",
    EditionState.INVITED: "info",
    EditionState.RUNNING: "success",
    EditionState.POSTPONED: "warning",
    EditionState.CANCELLED: "danger",
}


@register.filter
def tone(state: str) -> str:
    """Return the colour of a state, by KERN's name for it."""
    return _TONES.get(state, "info")


@register.filter
def policy_sentence(policy: ContactPolicy) -> str:
    """Print in a sentence which contacts a partnership allows."""
    return {
        ContactPolicy.FULL: _("All contacts go on."),
        ContactPolicy.CIVIL: _("Contacts of civil society go on; those of the administrations rest."),
        ContactPolicy.NONE: _("There are no contacts."),
    }[policy]
