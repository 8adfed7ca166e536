"""Writing a note about a record."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jumelage.desk.records.access import find_place, require, with_a_role
from jumelage.desk.records.note_form import NewNote
from jumelage.desk.records.printing import address_of
from jumelage.desk.records.views.record import render_record
from jumelage.journal.rules import Refusal
from jumelage.partnerships.actions import add_note


@require_POST
@with_a_role
def add_note_to(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Write a note about a record, for a side of the actor or for both."""
    place = find_place(request, kind, public_id)
    if not place.screen.takes_notes:
        raise Http404
    form = NewNote.for_place(place, request.POST)
    require(form is not None, _("You may not write notes here. Ask the coordinator of a side of this partnership for a role."))
    assert form is not None  # require has spoken otherwise
    if not form.is_valid():
        return render_record(request, place, status=422, note=form)
    side, text, visibility = (form.cleaned_data[name] for name in ("side", "text", "visibility"))
    try:
        add_note(by=place.actor, about=place.record, partnership=side.partnership, side=side, text=text, visibility=visibility)
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return render_record(request, place, status=422, note=form)
    messages.success(request, _("The note was added."))
    return redirect(f"{address_of(place.record)}#notes")
