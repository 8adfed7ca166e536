"""Suggestions while somebody types the name of a record into a form."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jumelage.desk.records.access import find_place, require, with_a_role
from jumelage.desk.records.search import nearest, with_asides, written
from jumelage.desk.records.titles import title_of


@require_safe
@with_a_role
def suggest_records(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer options for a list of suggestions: the records of a kind that the actor may see and that bear the words ``q``.

    A field of a form asks with its own name. A title that several records bear is followed by the public id.
    """
    place = find_place(request, kind)
    require(place.screen.may_list(place.actor), place.screen.forbidden.list)
    text = str(request.GET.get("q") or request.GET.get(request.htmx.trigger_name or "") or "")[:200]  # type: ignore[attr-defined]
    found = with_asides(nearest(place.screen.visible(place.actor), text, place.viewer), place.viewer, text)
    titles = [str(title_of(record, place.viewer)) for record, _aside in found]
    borne = Counter(titles)
    suggestions = [
        (title if borne[title] == 1 else written(record, place.viewer), aside)
        for title, (record, aside) in zip(titles, found, strict=True)
    ]
    return render(request, "desk/records/suggestions.html", {"suggestions": suggestions})
