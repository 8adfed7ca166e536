"""Saying how something is known, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jumelage.desk.evidence.shown import NewEvidence
from jumelage.desk.records.access import Place, find_place, require, with_a_role
from jumelage.desk.records.printing import address_of
from jumelage.desk.records.views.record import render_record
from jumelage.journal.rules import Refusal
from jumelage.sources.actions import cite, withdraw_evidence
from jumelage.sources.queries import evidence_about


def _place_of_evidence(request: HttpRequest, kind: str, public_id: str) -> Place:
    """Return the place of a record that takes evidence and that the actor may change."""
    place = find_place(request, kind, public_id)
    if not place.screen.takes_evidence:
        raise Http404
    sentence = _("You may not say how this is known. Ask the coordinator of the side that this record belongs to.")
    require(place.may_change, sentence)
    return place


@require_POST
@with_a_role
def cite_source(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Write down what a source has about a record or one of its fields."""
    place = _place_of_evidence(request, kind, public_id)
    form = NewEvidence.for_place(place, request.POST)
    assert form is not None  # who may not change the record was refused
    if not form.is_valid():
        return render_record(request, place, status=422, evidence=form)
    try:
        cite(by=place.actor, record=place.record, **form.cleaned_data)
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return render_record(request, place, status=422, evidence=form)
    messages.success(request, _("The evidence was added."))
    return redirect(f"{address_of(place.record)}#evidence")


@require_POST
@with_a_role
def withdraw(request: HttpRequest, kind: str, public_id: str, number: int) -> HttpResponse:
    """Take a piece of evidence back; the record itself stays as it is."""
    place = _place_of_evidence(request, kind, public_id)
    found = evidence_about([place.record.public_id], place.actor).filter(pk=number).first()
    if found is None:
        raise Http404
    try:
        withdraw_evidence(by=place.actor, record=place.record, evidence=found)
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The evidence was withdrawn."))
    return redirect(f"{address_of(place.record)}#evidence")
