"""Reading series and editions."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from jumelage.accounts.actor import Actor
from jumelage.partnerships.queries import side_filter
from jumelage.seminars.models import Edition, Series

_PUBLIC_SERIES = Q(published=True, partnership__published=True)
_PUBLIC_SERIES_ABOVE = Q(series__published=True, series__partnership__published=True)
_PUBLIC_EDITION = Q(published=True) & _PUBLIC_SERIES_ABOVE


def visible_series(actor: Actor) -> QuerySet[Series]:
    """Return the series that *actor* may see: the public ones and those that grants show."""
    return Series.objects.filter(_PUBLIC_SERIES | side_filter(actor)).select_related("partnership")


def visible_to(actor: Actor) -> QuerySet[Edition]:
    """Return the editions that *actor* may see: the public ones, and those that grants show whose series is seen too."""
    path = "series__partnership_id"
    series_seen = _PUBLIC_SERIES_ABOVE | side_filter(actor, partnership=path, record="series__")
    granted = side_filter(actor, partnership=path) & series_seen
    return Edition.objects.filter(_PUBLIC_EDITION | granted).select_related("series__partnership")


def public_series() -> QuerySet[Series]:
    """Return the series that everybody may see."""
    return Series.objects.filter(_PUBLIC_SERIES)


def public_editions() -> QuerySet[Edition]:
    """Return the editions that everybody may see."""
    return Edition.objects.filter(_PUBLIC_EDITION)


def with_names(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Load what an edition's title line is made of: series, host and their names."""
    return editions.select_related("series", "host_side", "host_city").prefetch_related(
        "series__names", "host_city__names", "host_side__city__names"
    )
