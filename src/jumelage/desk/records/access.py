"""Who comes in, and to what: sign-in, the screen, the record, and the sentence for those who may not.

A record is always taken from what its room shows to the actor: what one may not see is not found (404). What one
sees but may not do is forbidden (403), with a sentence that says whom to ask.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django_htmx.http import HttpResponseClientRedirect

from jumelage.accounts.actor import Actor
from jumelage.desk.records.screen import Screen
from jumelage.desk.records.titles import Title, Viewer, title_of, with_titles
from jumelage.desk.screens import SCREENS

View = Callable[..., HttpResponse]


class ForbiddenOnDesk(Exception):
    """The actor sees the record, or the kind, but may not do this; the sentence is for the person."""


def signed_in(view: View) -> View:
    """Let in who is signed in; others are led to the sign-in and back. Nothing of the desk is kept by a cache."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        try:
            response = view(request, *args, **options)
        except ForbiddenOnDesk as refusal:
            response = render(request, "desk/forbidden.html", {"sentence": str(refusal)}, status=403)
        patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["HX-Request"])
        return response

    return guarded


def with_a_role(view: View) -> View:
    """Let in who is signed in and has a role; without one, a friendly page says what to do."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if not has_a_role(request.actor):  # type: ignore[attr-defined]
            return render(request, "desk/home/no_role.html", {}, status=403)
        return view(request, *args, **options)

    return signed_in(guarded)


def has_a_role(actor: Actor) -> bool:
    """Say whether somebody has anything to do on the desk."""
    return actor.is_administrator or bool(actor.grants)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    response = redirect_to_login(request.get_full_path(), reverse("account_login"))
    return HttpResponseClientRedirect(response.url) if request.htmx else response  # type: ignore[attr-defined]


def require(allowed: bool, sentence: Any) -> None:
    """Raise ``ForbiddenOnDesk`` with *sentence* unless *allowed*."""
    if not allowed:
        raise ForbiddenOnDesk(str(sentence))


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who looks, in the language of the desk."""
    return Viewer(request.actor, (get_language() or "en").split("-")[0])  # type: ignore[attr-defined]


def screen_for(kind: str) -> Screen:
    """Return the screen of a kind; an unknown kind is not found."""
    if kind not in SCREENS:
        raise Http404
    return SCREENS[kind]


@dataclass(frozen=True)
class Place:
    """Where a request stands: the screen, the record if it is about one, and who looks."""

    screen: Screen
    viewer: Viewer
    record: Any = None

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.viewer.actor

    @property
    def title(self) -> Title:
        """What the record is called."""
        return title_of(self.record, self.viewer)

    @property
    def above(self) -> Any:
        """The record to which this one belongs, if its kind has such."""
        return self.screen.above(self.record) if self.record is not None else None

    @property
    def above_title(self) -> Title:
        """What the record above is called."""
        return title_of(self.above, self.viewer)

    @property
    def may_change(self) -> bool:
        """Whether the viewer may change the record."""
        return self.screen.change is not None and self.screen.may_change(self.actor, self.record)

    @property
    def may_delete(self) -> bool:
        """Whether the viewer may delete the record."""
        return self.screen.delete is not None and self.screen.may_delete(self.actor, self.record)

    @property
    def may_propose(self) -> bool:
        """Whether the viewer may propose a change to the record."""
        return self.screen.may_propose(self.actor, self.record)


def find_place(request: HttpRequest, kind: str, public_id: str | None = None) -> Place:
    """Return the place of a request; a record that the actor may not see is not found."""
    screen, viewer = screen_for(kind), viewer_of(request)
    if public_id is None:
        return Place(screen, viewer)
    found = with_titles(screen.visible(viewer.actor)).filter(public_id=public_id)
    for keeper in {"introduced_by", "owner_side"} & {field.name for field in screen.model._meta.concrete_fields}:
        found = found.select_related(f"{keeper}__city")
    record = found.first()
    if record is None:
        raise Http404
    return Place(screen, viewer, record)
