"""The history of a record, on a page of its own."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jumelage.desk.records.access import find_place, with_a_role
from jumelage.desk.records.queries import lists_of
from jumelage.desk.versions.history import curtain_before, print_acts, rows_of

HISTORY_LENGTH = 20


@require_GET
@with_a_role
def show_history(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Show the whole journal of a record, the newest act first."""
    place = find_place(request, kind, public_id)
    page = Paginator(rows_of(place.record), HISTORY_LENGTH).get_page(request.GET.get("page"))
    curtain = curtain_before(place.record, place.viewer)
    acts = print_acts(page.object_list, place.screen, lists_of(place), place.viewer, curtain)
    context = {"place": place, "screen": place.screen, "record": place.record, "acts": acts, "page": page}
    return render(request, "desk/versions/history.html", context)
