"""One record: what stands in it, its verbs, and taking it away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jumelage.desk.evidence.shown import NewEvidence
from jumelage.desk.records.access import Place, find_place, require, with_a_role
from jumelage.desk.records.note_form import NewNote
from jumelage.desk.records.printing import address_of
from jumelage.desk.records.queries import record_page
from jumelage.desk.records.screen import Verb
from jumelage.journal.rules import Refusal


@require_safe
@with_a_role
def show_record(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Show a record with everything that the viewer may see and do."""
    return render_record(request, find_place(request, kind, public_id))


def render_record(request: HttpRequest, place: Place, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Render a record's screen; *forms* are those on it that came back with mistakes."""
    page = record_page(place)
    verbs = [(verb, forms.get(verb.name) or (verb.form(prefix=verb.name) if verb.form else None)) for verb in page.verbs]
    note = forms.get("note") or (NewNote.for_place(place) if place.screen.takes_notes else None)
    evidence = forms.get("evidence") or (NewEvidence.for_place(place) if place.screen.takes_evidence else None)
    context = {
        "place": place,
        "screen": place.screen,
        "record": place.record,
        "page": page,
        "verbs": verbs,
        "note_form": note,
        "evidence_form": evidence,
    }
    return render(request, "desk/records/record.html", context, status=status)


@require_http_methods(["GET", "POST"])
@with_a_role
def delete_record(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Ask before a record is deleted, naming what goes with it; then delete it."""
    place = find_place(request, kind, public_id)
    require(place.may_delete, place.screen.forbidden.delete)
    refusal = ""
    if request.method == "POST":
        title = str(place.title)
        try:
            place.screen.delete(by=place.actor, record=place.record)  # type: ignore[misc]  # may_delete says that there is one
        except Refusal as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("“%(title)s” was deleted.") % {"title": title})
            return redirect("desk:list", place.screen.kind)
    goes = [line for line in place.screen.goes_too(place.record) if line]
    context = {"place": place, "screen": place.screen, "record": place.record, "goes": goes, "refusal": refusal}
    return render(request, "desk/records/delete.html", context, status=422 if refusal else 200)


@require_POST
@with_a_role
def do_verb(request: HttpRequest, kind: str, public_id: str, verb: str) -> HttpResponse:
    """Do what a button on the record says: publish, hide, decline and the like."""
    place = find_place(request, kind, public_id)
    found = place.screen.verb(verb)
    if found is None:
        raise Http404
    require(found.may(place.actor, place.record), found.forbidden)
    form = found.form(request.POST, prefix=found.name) if found.form else None
    if form is not None and not form.is_valid():
        return render_record(request, place, status=422, **{found.name: form})
    return _done(request, place, found, form)


def _done(request: HttpRequest, place: Place, verb: Verb, form: Any) -> HttpResponse:
    version = request.POST.get("version", "")
    values = form.cleaned_data if form else {}
    try:
        record = verb.act(by=place.actor, record=place.record, version=int(version) if version.isdigit() else 0, **values)
    except Refusal as refused:
        if form is not None and refused.field in form.fields:
            form.add_error(refused.field, str(refused))
            return render_record(request, place, status=422, **{verb.name: form})
        messages.error(request, str(refused))
        return redirect(address_of(place.record))
    if verb.done:
        messages.success(request, str(verb.done))
    if verb.after:
        verb.after(request, record or place.record)
    return redirect(address_of(place.record))
