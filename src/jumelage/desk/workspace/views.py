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


@dataclass(frozen=True)
class Part:
    """One screen of the workspace: its name in the address, its words, its lines, and what it shows."""

    name: str
    label: Any
    forms: tuple[type[LineForm], ...]
    shown: Callable[[Any, Any], Any]


_OVERVIEW = (lines.OrganiserLine, lines.ObjectiveLine, lines.FocusLine, lines.LinkLineForm, lines.PublicationLine)
_PROGRAMME = (lines.ItemLineForm, lines.SpeakerLine, lines.StatementLineForm)
PARTS = {
    part.name: part
    for part in (
        Part("overview", gettext_lazy("Overview"), _OVERVIEW, parts.overview),
        Part("delegations", gettext_lazy("Delegations"), (lines.DelegationLine,), parts.delegation_rows),
        Part("people", gettext_lazy("People"), (lines.PersonLine,), parts.people_groups),
        Part("programme", gettext_lazy("Programme"), _PROGRAMME, parts.item_rows),
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
    """Return empty lines: those that always stand there and the one that is asked for.

    What was kept from the last one stands in the address.
    """
    if not place.may_change:
        return ()
    given = request.GET.dict()
    wanted = given.get("line")
    made = []
    for form in part.forms:
        if not form.folded or form.name == wanted:
            initial = {name: given[name] for name in form.sticky if name in given}
            made.append(form(edition=place.record, viewer=place.viewer, initial=initial))
    return tuple(made)


def _write_down(request: HttpRequest, place: Place, part: Part) -> HttpResponse:
    posted = next((form for form in part.forms if form.name == request.POST.get("line")), None)
    if posted is None:
        raise Http404
    line = posted(request.POST, edition=place.record, viewer=place.viewer)
    record = line.write() if line.is_valid() else None
    if record is not None:
        messages.success(request, " ".join(filter(None, (line.told(record), line.news()))))
        address = reverse("desk:work", args=[place.record.public_id, part.name])
        return redirect(f"{address}?{urlencode({**line.kept(), 'line': posted.name})}")
    others = tuple(form for form in _fresh(request, place, part) if form.name != posted.name)
    return _render(request, place, part, _in_order((line, *others), part), status=422)


def _in_order(forms: tuple[LineForm, ...], part: Part) -> tuple[LineForm, ...]:
    names = [form.name for form in part.forms]
    return tuple(sorted(forms, key=lambda form: names.index(form.name)))


def _render(request: HttpRequest, place: Place, part: Part, forms: tuple[LineForm, ...], *, status: int = 200) -> HttpResponse:
    opened = {form.name for form in forms}
    context = {
        "place": place,
        "screen": place.screen,
        "record": place.record,
        "part": part,
        "shown": part.shown(place.record, place.viewer),
        "lines": forms,
        "offered": [(form.name, form.heading) for form in part.forms if form.name not in opened and place.may_change],
        "focus": "" if any(form.errors or form.question for form in forms) else request.GET.get("line", ""),
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
    known = suggesting.offices_of(request.GET, place)
    form = lines.PersonLine(edition=place.record, viewer=place.viewer, initial=known.initial)
    return render(request, "desk/workspace/person_office.html", {"line": form, "record": place.record, "offices": known.offices})
