"""The home page and the own settings."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from jumelage.accounts.actions import choose_language
from jumelage.accounts.models import User
from jumelage.accounts.queries import visible_to
from jumelage.desk.home.lists import groups_of_lists
from jumelage.desk.home.queries import home_page
from jumelage.desk.records.access import has_a_role, signed_in, viewer_of, with_a_role
from jumelage.desk.records.titles import title_of, with_titles
from jumelage.partnerships.queries import visible_grants


@require_safe
@signed_in
def show_home(request: HttpRequest) -> HttpResponse:
    """Greet, and show what waits; to somebody without any role, say how to get one."""
    if not has_a_role(request.actor):  # type: ignore[attr-defined]
        return render(request, "desk/home/no_role.html", {})
    return render(request, "desk/home/home.html", {"page": home_page(viewer_of(request))})


@require_safe
@with_a_role
def show_lists(request: HttpRequest) -> HttpResponse:
    """Show every list of the desk, by what it is about."""
    return render(request, "desk/home/lists.html", {"groups": groups_of_lists(viewer_of(request))})


class LanguageForm(forms.ModelForm):
    """The language of the desk; for validation and words only, it never saves."""

    class Meta:
        model = User
        fields = ("language",)
        widgets = {"language": forms.RadioSelect}
        labels = {"language": _("Language of the desk")}


@require_http_methods(["GET", "POST"])
@signed_in
def show_me(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and let one choose the language of the desk."""
    viewer = viewer_of(request)
    form = LanguageForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        user = visible_to(viewer.actor).get(public_id=viewer.actor.id)
        choose_language(by=viewer.actor, user=user, language=language)
        with translation.override(language):
            messages.success(request, translation.gettext("The language of the desk was changed."))
        return redirect("desk:me")
    grants = with_titles(visible_grants(viewer.actor).filter(user__public_id=viewer.actor.id))
    roles = [(grant.get_role_display(), title_of(grant.side, viewer), grant.until) for grant in grants]
    return render(request, "desk/home/me.html", {"form": form, "roles": roles}, status=422 if form.errors else 200)
