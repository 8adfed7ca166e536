"""The list of one kind, on the screen and as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from jumelage.desk.records.access import Place, find_place, require, with_a_role
from jumelage.desk.records.export import write_csv
from jumelage.desk.records.filters import RecordFilters
from jumelage.desk.records.tables import PAGE_LENGTH, RecordTable
from jumelage.desk.records.titles import with_titles


@require_safe
@with_a_role
def list_records(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the list; a request by htmx is answered with the results alone."""
    place, filters, table = _narrowed(request, kind)
    RequestConfig(request, paginate={"per_page": PAGE_LENGTH}).configure(table)
    context = {
        "place": place,
        "screen": place.screen,
        "filters": filters,
        "table": table,
        "count": table.paginator.count,
        "may_add": place.screen.add is not None and place.screen.may_add(place.actor),
        "query": _query(request),
    }
    alone = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    return render(request, f"desk/records/{'results' if alone else 'list'}.html", {**context, "alone": alone})


@require_safe
@with_a_role
def export_records(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer the filtered list as a file, in the order of the list."""
    place, _filters, table = _narrowed(request, kind)
    RequestConfig(request, paginate=False).configure(table)
    response = HttpResponse(write_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="jumelage-{place.screen.kind}.csv"'
    return response


def _narrowed(request: HttpRequest, kind: str) -> tuple[Place, RecordFilters, RecordTable]:
    place = find_place(request, kind)
    screen = place.screen
    require(screen.may_list(place.actor), screen.forbidden.list)
    filters = screen.filters(request.GET, queryset=screen.visible(place.actor), request=request)
    found: Any = with_titles(screen.table.prepare(filters.qs, place.viewer))
    return place, filters, screen.table(found, viewer=place.viewer)


def _query(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()
