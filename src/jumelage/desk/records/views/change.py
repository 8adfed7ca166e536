"""Adding and changing a record: form, refusals, two versions side by side, proposals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jumelage.desk.records.access import Place, find_place, require, with_a_role
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.printing import address_of
from jumelage.desk.records.queries import form_at
from jumelage.desk.records.rows import one_more
from jumelage.desk.versions.conflict import Conflict, find_conflict, taken_over
from jumelage.desk.versions.proposing import POSTED_ALONG, Answering, answering
from jumelage.desk.versions.units import marks, proposed_changes, stored_values
from jumelage.journal.rules import Refusal, StaleRecord


@require_http_methods(["GET", "POST"])
@with_a_role
def add_record(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the form of a new record and enter it; an address may fill fields in (``?series=…``)."""
    place = find_place(request, kind)
    screen = place.screen
    if screen.add is None:
        raise Http404
    require(screen.may_add(place.actor), screen.forbidden.add)
    if request.method != "POST":
        return _render(request, place, form_at(place, initial=request.GET.dict()))
    if "more" in request.POST:
        return _one_more(request, place)
    form = form_at(place, request.POST)
    if not form.is_valid():
        return _render(request, place, form, status=422)
    try:
        record = screen.add(by=place.actor, **form.values())
    except Refusal as refused:
        form.refuse(refused)
        return _render(request, place, form, status=422)
    saved = Place(screen, place.viewer, record)
    messages.success(request, _("“%(title)s” was added.") % {"title": saved.title})
    if screen.after_add:
        screen.after_add(request, record)
    return redirect(address_of(record))


@require_http_methods(["GET", "POST"])
@with_a_role
def change_record(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Show a record's form and save it, propose it, or answer a proposal with it."""
    place = find_place(request, kind, public_id)
    if place.screen.change is None:
        raise Http404
    require(place.may_change or place.may_propose, place.screen.forbidden.change)
    answers = answering(place, request.POST.get("proposal") or request.GET.get("proposal")) if place.may_change else None
    if request.method != "POST":
        return _open(request, place, answers)
    if "more" in request.POST:
        return _one_more(request, place)
    form = form_at(place, taken_over(request.POST, place))
    if not form.is_valid():
        return _render(request, place, form, answers=answers, status=422)
    if not place.may_change:
        return _propose(request, place, form)
    return _save(request, place, form, answers)


def _open(request: HttpRequest, place: Place, answers: Answering | None) -> HttpResponse:
    if answers is None:
        return _render(request, place, form_at(place))
    form = form_at(place, answers.data)
    form.hush()
    return _render(request, place, form, answers=answers)


def _version(request: HttpRequest, place: Place) -> int:
    posted = request.POST.get("version", "")
    return int(posted) if posted.isdigit() else int(place.record.version)


def _save(request: HttpRequest, place: Place, form: RecordForm, answers: Answering | None) -> HttpResponse:
    also: dict[str, Any] = {"proposal": answers.proposal} if answers else {}
    version, conflict = _version(request, place), None
    for _attempt in range(2):
        try:
            record = place.screen.change(by=place.actor, record=place.record, version=version, **form.values(), **also)  # type: ignore[misc]
        except StaleRecord as stale:
            conflict = find_conflict(form, place, request.POST.get("seen", ""))
            version = stale.current.version  # where both wrote the same, nothing is left to decide: save once more
            if conflict.differences:
                break
        except Refusal as refused:
            form.refuse(refused)
            return _render(request, place, form, answers=answers, status=422)
        else:
            saved = Place(place.screen, place.viewer, place.screen.visible(place.actor).filter(pk=record.pk).first() or record)
            messages.success(request, _("“%(title)s” was saved.") % {"title": saved.title})
            return redirect(address_of(record))
    return _render(request, place, form, answers=answers, conflict=conflict, status=409)


def _propose(request: HttpRequest, place: Place, form: RecordForm) -> HttpResponse:
    data = {key: values for key, values in request.POST.lists() if key not in POSTED_ALONG}
    try:
        proposal = place.screen.propose(
            by=place.actor,
            about=place.record,
            version=_version(request, place),
            data=data,
            changes=proposed_changes(form),
            reason=request.POST.get("reason", "")[:500],
        )
    except Refusal as refused:
        form.refuse(refused)
        return _render(request, place, form, status=422)
    messages.success(request, _("Your proposal was sent to the side that looks after this record."))
    return redirect(address_of(proposal))


def _one_more(request: HttpRequest, place: Place) -> HttpResponse:
    name = request.POST["more"]
    form = form_at(place, one_more(request.POST, name))
    form.hush()
    if name not in form.lists:
        raise Http404
    if request.htmx:  # type: ignore[attr-defined]
        block = {"list": form.lists[name], "rows": form.rows[name], "refused": []}
        return render(request, "desk/records/list_block.html", {"block": block, "grown": True})
    return _render(request, place, form)


def _render(
    request: HttpRequest,
    place: Place,
    form: RecordForm,
    *,
    answers: Answering | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    mistakes = form.mistakes()
    stored = place.record is not None
    proposing = stored and not place.may_change
    context = {
        "place": place,
        "screen": place.screen,
        "record": place.record,
        "form": form,
        "mistakes": mistakes,
        "version": _shown_version(request, place, conflict) if stored else "",
        "seen": _shown_marks(request, form, conflict) if stored else "",
        "proposing": proposing,
        "reason": request.POST.get("reason", ""),
        "answers": answers,
        "conflict": conflict,
        "back": address_of(place.record) if stored else "",
    }
    return render(request, "desk/records/form.html", context, status=status)


def _shown_version(request: HttpRequest, place: Place, conflict: Conflict | None) -> int:
    """Return the version that the form speaks of: the one first opened, until both versions were compared."""
    return int(place.record.version) if conflict or request.method != "POST" else _version(request, place)


def _shown_marks(request: HttpRequest, form: RecordForm, conflict: Conflict | None) -> str:
    return marks(stored_values(form)) if conflict or request.method != "POST" else request.POST.get("seen", "")
