"""What pages load beside their record, in as few queries as the relations allow."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from jumelage.partnerships.models import Partnership, Side
from jumelage.seminars.models import Edition, SeriesLead


def sides(path: str = "sides") -> tuple[Prefetch[str], str]:
    """Load a partnership's sides with their cities, and the cities' names: two queries."""
    return Prefetch(path, Side.objects.select_related("city")), f"{path}__city__names"


def leads(path: str = "leads") -> tuple[Prefetch[str], str, str]:
    """Load a series' leading institutions with their sides, and the names of both: three queries."""
    loaded = SeriesLead.objects.select_related("side__city", "institution")
    return Prefetch(path, loaded), f"{path}__side__city__names", f"{path}__institution__names"


def for_lists(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Load what an edition is called by in a list: three queries."""
    return editions.select_related("series", "host_city").prefetch_related("series__names", "host_city__names")


def published() -> QuerySet[Partnership]:
    """Return the published partnerships with all that their pages print of them: four queries."""
    return Partnership.objects.filter(published=True).prefetch_related("states").prefetch_related(*sides())
