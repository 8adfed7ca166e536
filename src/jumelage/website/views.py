"""The website's views, by the names under which the site's addresses call them.

Everybody is shown the same: the pages are made without asking who looks. Somebody who may change a record gets a
link to it on the desk beside it, by address.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from jumelage.accounts.actor import Actor
from jumelage.agreements import rules as agreements
from jumelage.agreements.models import Agreement
from jumelage.journal.models import Record
from jumelage.media.models import Rendition
from jumelage.partnerships import rules as partnerships
from jumelage.partnerships.models import Partnership, Topic
from jumelage.people.models import Institution, Person
from jumelage.seminars import rules as seminars
from jumelage.seminars.models import Edition, Series
from jumelage.website import addresses, queries
from jumelage.website.errors import bad_request, closed, csrf_failed, failed, forbidden, gone, not_found
from jumelage.website.queries import Head

__all__ = [
    "agreement",
    "bad_request",
    "closed",
    "csrf_failed",
    "edition",
    "failed",
    "forbidden",
    "home",
    "institution",
    "not_found",
    "partnership",
    "person",
    "rendition",
    "search",
    "series",
    "topic",
]

#: Picture types that are served, whatever the machine's own tables say; anything else is not.
PICTURE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
#: A rendition's name holds a hash of what it was made from, so a changed picture has another address.
RENDITION_AGE = 365 * 24 * 3600


class RecordPage(Protocol):
    """What the pages of records have in common."""

    @property
    def head(self) -> Head: ...

    @property
    def record(self) -> Any: ...


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page."""
    page = queries.home_page(request.LANGUAGE_CODE, today=timezone.localdate())
    edit = _edit_address(request, page.only.record) if page.only else ""
    return render(request, "website/home.html", {"page": page, "head": page.head, "edit": edit, "at_home": True})


@require_safe
def partnership(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    """Show a partnership."""
    page = queries.partnership_page(public_id, request.LANGUAGE_CODE, today=timezone.localdate())
    return _answer(request, page, public_id, "website/partnership.html")


@require_safe
def agreement(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    """Show an agreement."""
    page = queries.agreement_page(public_id, request.LANGUAGE_CODE, today=timezone.localdate())
    return _answer(request, page, public_id, "website/agreement.html")


@require_safe
def series(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    """Show a series."""
    page = queries.series_page(public_id, request.LANGUAGE_CODE, today=timezone.localdate())
    return _answer(request, page, public_id, "website/series.html")


@require_safe
def edition(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    """Show an edition."""
    page = queries.edition_page(public_id, request.LANGUAGE_CODE, today=timezone.localdate())
    return _answer(request, page, public_id, "website/edition.html")


@require_safe
def institution(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    """Show an institution."""
    page = queries.institution_page(public_id, request.LANGUAGE_CODE, today=timezone.localdate())
    return _answer(request, page, public_id, "website/institution.html")


@require_safe
def person(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    """Show a person who may be named everywhere."""
    page = queries.person_page(public_id, request.LANGUAGE_CODE, today=timezone.localdate())
    return _answer(request, page, public_id, "website/person.html")


@require_safe
def topic(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    """Show a topic."""
    page = queries.topic_page(public_id, request.LANGUAGE_CODE)
    return _answer(request, page, public_id, "website/topic.html")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found."""
    page = queries.search_page(request.GET.get("q", ""), request.LANGUAGE_CODE, today=timezone.localdate())
    return render(request, "website/search.html", {"page": page, "head": page.head, "asked": page.asked})


def _answer(request: HttpRequest, page: RecordPage | None, public_id: str, template: str) -> HttpResponse:
    """Show a page at its right address; lead there from any other; say 410 or 404 where there is none."""
    if page is None:
        found = addresses.find(public_id, request.LANGUAGE_CODE)
        if found is None:
            raise Http404
        return HttpResponsePermanentRedirect(found.address) if found.address else gone(request)
    if request.path != page.head.address:
        return HttpResponsePermanentRedirect(page.head.address)
    return render(request, template, {"page": page, "head": page.head, "edit": _edit_address(request, page.record)})


_MAY_CHANGE: dict[type[Record], Callable[[Actor, Any], bool]] = {
    Partnership: partnerships.may_change_partnership,
    Agreement: agreements.may_change_agreement,
    Series: seminars.may_change_series,
    Edition: seminars.may_change_edition,
    Institution: partnerships.may_change_shared,
    Person: partnerships.may_change_shared,
    Topic: partnerships.may_change_shared,
}


def _edit_address(request: HttpRequest, record: Record) -> str:
    """Return where the desk keeps *record*, for somebody who may change it; a visitor without a session is not asked."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    may = _MAY_CHANGE[type(record)](request.actor, record)  # type: ignore[attr-defined]
    return f"/desk/{record.kind()}/{record.public_id}/" if may else ""


@require_safe
def rendition(request: HttpRequest, path: str) -> FileResponse:
    """Serve a picture in one of its sizes; the originals, and every other file below the media folder, are not served."""
    content_type = PICTURE_TYPES.get(Path(path).suffix.lower())
    known = Rendition.objects.filter(file=path).first() if content_type else None
    if known is None:
        raise Http404
    try:
        response = FileResponse(known.file.open("rb"), content_type=content_type)
    except FileNotFoundError as missing:
        raise Http404 from missing
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, public=True, max_age=RENDITION_AGE, immutable=True)
    return response
