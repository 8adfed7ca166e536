"""The workspace's screens: five parts of one edition, each with its lines; and what is suggested while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jumelage.desk.records.access import Place, find_place, require, with_a_role
from jumelage.desk.screens.edition import EDITION
from jumelage.desk.workspace import lines, parts, suggesting
from jumelage.desk.workspace.lines import LineForm
from jumelage.journal.rules import Refusal


@dataclass(frozen=True)
class Part:
    """One screen of the workspace: its name in the address, its words, its lines, and what it shows."""

    name: str
    label: Any
    forms: tuple[type[LineForm], ...]
    shown: Callable[[Any, Any], Any]


PARTS = {
    part.name: part
    for part in (
        Part("overview", gettext_lazy("Overview"), (lines.FocusLine, lines.ObjectiveLine), parts.overview),
        Part("delegations", gettext_lazy("Delegations"), (lines.DelegationLine,), parts.delegation_rows),
        Part("people", gettext_lazy("People"), (lines.PersonLine,), parts.people_groups),
        Part("programme", gettext_lazy("Programme"), (lines.ItemLineForm,), parts.item_rows),
        Part("sources", gettext_lazy("Sources"), (lines.SourceLine,), parts.source_rows),
    )
}


@require_http_methods(["GET", "POST"])
@with_a_role
def work_on(request: HttpRequest, public_id: str, part: str) -> HttpResponse:
    """Show one part of an edition, and write down what a line of it says."""
    place = find_place(request, EDITION.kind, public_id)
    if part not in PARTS:
        raise Http404
    if request.method != "POST":
        return _render(request, place, PARTS[part], _fresh(request, place, PARTS[part]))
    require(place.may_change, EDITION.forbidden.change)
    return _write_down(request, place, PARTS[part])


def _fresh(request: HttpRequest, place: Place, part: Part) -> tuple[LineForm, ...]:
    """Return empty lines; what was kept from the last one stands in the address."""
    if not place.may_change:
        return ()
    given = request.GET.dict()
    made = []
    for form in part.forms:
        initial = {name: given[name] for name in form.sticky if name in given}
        made.append(form(edition=place.record, viewer=place.viewer, initial=initial))
    return tuple(made)


def _write_down(request: HttpRequest, place: Place, part: Part) -> HttpResponse:
    posted = next((form for form in part.forms if form.name == request.POST.get("line")), None)
    if posted is None:
        raise Http404
    line = posted(request.POST, edition=place.record, viewer=place.viewer)
    if line.is_valid():
        try:
            record = line.save()
        except Refusal as refused:
            line.refuse(refused)
        else:
            messages.success(request, line.told(record))
            address = reverse("desk:work", args=[place.record.public_id, part.name])
            return redirect(f"{address}?{urlencode({**line.kept(), 'line': posted.name})}")
    others = tuple(form for form in _fresh(request, place, part) if form.name != posted.name)
    in_order = sorted((line, *others), key=lambda form: [known.name for known in part.forms].index(form.name))
    return _render(request, place, part, tuple(in_order), status=422)


def _render(request: HttpRequest, place: Place, part: Part, forms: tuple[LineForm, ...], *, status: int = 200) -> HttpResponse:
    context = {
        "place": place,
        "screen": place.screen,
        "record": place.record,
        "part": part,
        "shown": part.shown(place.record, place.viewer),
        "lines": forms,
        "focus": "" if any(form.errors for form in forms) else request.GET.get("line", ""),
    }
    return render(request, f"desk/workspace/{part.name}.html", context, status=status)


@require_safe
@with_a_role
def suggest(request: HttpRequest, public_id: str, what: str) -> HttpResponse:
    """Answer with what is known under the words typed so far, as options of a list."""
    place = find_place(request, EDITION.kind, public_id)
    if what not in suggesting.KNOWN:
        raise Http404
    typed = next(iter(request.GET), "")  # the input is named after its line; it is the only one sent
    found = suggesting.KNOWN[what](request.GET.get(typed, ""), place.record, place.viewer)
    return render(request, "desk/workspace/suggestions.html", {"found": found})


@require_safe
@with_a_role
def known_person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer with the fields for office and institution, filled in with what is known of the person named."""
    place = find_place(request, EDITION.kind, public_id)
    require(place.may_change, EDITION.forbidden.change)
    form = lines.PersonLine(edition=place.record, viewer=place.viewer, initial=suggesting.offices_of(request.GET, place))
    return render(request, "desk/workspace/person_office.html", {"line": form, "record": place.record})
