"""What the website adds to every answer: its language, how long it may be kept, and a plain no from the CMS."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from jumelage.languages import SITE
from jumelage.website import errors

Respond = Callable[[HttpRequest], HttpResponse]

#: Seconds for which anybody may keep a public page; a correction shows within that time.
PUBLIC_AGE = 60
_CMS = "/cms/"
_OWN_SIGN_IN = (f"{_CMS}login/", f"{_CMS}password_reset/")
#: Where Wagtail would change users and groups: ours are kept on the desk, where the journal hears of it.
_SHUT = tuple(f"{_CMS}{name}/" for name in ("users", "groups", "bulk/accounts", "bulk/auth"))
#: Wagtail's page for the own account; ours is reached from the desk.
_OWN_ACCOUNT, _DESK = f"{_CMS}account/", "/desk/"


class Language(LocaleMiddleware):
    """Chooses the language as Django does, but leads only the bare address to a language.

    Django would answer every missing page outside a language by a redirect to ``/{language}/…``, because pages of
    the CMS may stand anywhere below it; the desk's 404 would never be seen.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Mark the language of the answer; redirect ``/`` alone."""
        if response.status_code != 404 or request.path_info == "/":
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        if not translation.get_language_from_path(request.path_info):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def keeping(respond: Respond) -> Respond:
    """Say how long a public page may be kept: a minute by anybody, not at all where a session may have changed it."""
    prefixes = tuple(f"/{language}/" for language in SITE)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        if request.path_info.startswith(prefixes) and not response.has_header("Cache-Control"):
            patch_vary_headers(response, ["Cookie"])
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                patch_cache_control(response, private=True, no_cache=True)
            elif response.status_code in (200, 301):
                patch_cache_control(response, public=True, max_age=PUBLIC_AGE)
        return response

    return middleware


def cms_door(respond: Respond) -> Respond:
    """Keep the door of the CMS: nobody is sent to sign in, and who lacks its right gets a plain 403.

    Wagtail would send somebody without the right to sign in, and the sign-in page back to where she came from. Its
    own pages for signing in and for passwords open to nobody, and those for users to nobody at all; the own account is
    kept on the desk.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(_CMS):
            return respond(request)
        if not request.user.is_authenticated:
            return redirect_to_login(_CMS if request.path_info.startswith(_OWN_SIGN_IN) else request.get_full_path())
        if request.path_info.startswith(_SHUT) or not request.user.has_perm("wagtailadmin.access_admin"):
            return errors.forbidden(request)
        if request.path_info.startswith(_OWN_ACCOUNT):
            return redirect(_DESK)
        return respond(request)

    return middleware
