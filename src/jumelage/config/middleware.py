"""Wiring of a request: who asks, and in which language the desk answers."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from jumelage.partnerships.queries import actor_for

Respond = Callable[[HttpRequest], HttpResponse]


def actor(respond: Respond) -> Respond:
    """Put ``request.actor`` on every request, made when it is first asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_for(request.user))  # type: ignore[attr-defined]
        return respond(request)

    return middleware


def desk_language(respond: Respond) -> Respond:
    """Let the desk and the CMS answer in the user's own language, whatever the browser prefers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(("/desk/", "/cms/")) and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return respond(request)

    return middleware
