"""Pages for what went wrong, in the visitor's language, on every address of the site."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from jumelage.languages import OWN_NAME, SITE
from jumelage.website.queries.frame import Head, Link


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    with _visitors_language(request):
        text = _("The address or the form holds something that this site cannot read. Go back and try again.")
        return _answer(request, HTTPStatus.BAD_REQUEST, _("This request cannot be understood"), text)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    with _visitors_language(request):
        text = _(
            "Your account has no right to what stands at this address. If you need it for your work, "
            "ask an administrator of this installation."
        )
        return _answer(request, HTTPStatus.FORBIDDEN, _("You may not see this page"), text)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that was not sent from our own page, or too late; *reason* stands in the log."""
    with _visitors_language(request):
        text = _(
            "The form was not accepted, because it was open for too long or because cookies are switched off. "
            "Go back, load the page again and send the form once more."
        )
        return _answer(request, HTTPStatus.FORBIDDEN, _("The form was not accepted"), text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    with _visitors_language(request):
        text = _("Nothing stands at this address, or it is not public. Check the address, or start from the front page.")
        return _answer(request, HTTPStatus.NOT_FOUND, _("This page does not exist"), text)


def gone(request: HttpRequest) -> HttpResponse:
    """Answer 410: there was a public record here once."""
    with _visitors_language(request):
        text = _("What stood here was deleted and will not come back. All that is kept is reached from the front page.")
        return _answer(request, HTTPStatus.GONE, _("This page is gone"), text)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database, which may be what failed."""
    with _visitors_language(request):
        text = _(
            "Something went wrong on our side, not on yours. Try again in a few minutes; if it happens again, "
            "tell the people who run this site what you were doing."
        )
        return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, _("This page could not be made"), text)


def closed(request: HttpRequest) -> HttpResponse:
    """Say that nobody signs up alone."""
    with _visitors_language(request):
        text = _("Accounts are given by an administrator of this installation. Ask the coordinator of your city for one.")
        return _answer(request, HTTPStatus.FORBIDDEN, _("Nobody can register here"), text)


def _visitors_language(request: HttpRequest) -> translation.override:
    """Return the language to answer in: the one already chosen for this request, else the best by address and browser.

    An error may strike before any language was chosen, and another request's may still be active in this thread.
    """
    chosen = getattr(request, "LANGUAGE_CODE", None) or translation.get_language_from_request(request, check_path=True)
    return translation.override(chosen)


def _answer(request: HttpRequest, status: HTTPStatus, title: str, text: str) -> HttpResponse:
    """Render the page; after a failure without the request, so that neither session nor footer ask the database."""
    switch = tuple(Link(OWN_NAME[code], f"/{code}/", code) for code in SITE)
    head = Head(title=title, description="", address="", versions=(), switch=switch)
    context = {"head": head, "status": int(status), "title": title, "text": text}
    context["request"] = None if status == HTTPStatus.INTERNAL_SERVER_ERROR else request
    response = HttpResponse(render_to_string("website/error.html", context), status=status)
    add_never_cache_headers(response)
    return response
