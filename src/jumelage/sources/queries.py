"""Reading sources and evidence."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from jumelage.accounts.actor import Actor
from jumelage.partnerships.models import Visibility
from jumelage.partnerships.queries import side_filter
from jumelage.sources.models import Evidence, Source

_PUBLIC = Q(visibility=Visibility.PUBLIC, partnership__published=True)


def visible_to(actor: Actor) -> QuerySet[Source]:
    """Return the sources that *actor* may see: the public ones of published partnerships, and those that grants show."""
    return Source.objects.filter(_PUBLIC | side_filter(actor)).select_related("partnership")


def public_sources() -> QuerySet[Source]:
    """Return the sources that everybody may see."""
    return Source.objects.filter(_PUBLIC)


def evidence_about(record_ids: Iterable[str], actor: Actor) -> QuerySet[Evidence]:
    """Return what the sources that *actor* may see say about records, given by public id; their sources are loaded.

    Each row knows as ``in_full`` whether grants show its source to *actor*. Who sees a source only because it is public
    may be told that it says something of the record and how certainly, but not its words, their place and their value.
    """
    granted = Source.objects.filter(side_filter(actor), pk=OuterRef("source"))
    return _evidence(record_ids).filter(source__in=visible_to(actor).values("pk")).annotate(in_full=Exists(granted))


def public_evidence(record_ids: Iterable[str]) -> QuerySet[Evidence]:
    """Return what public sources say about records, given by public id; their sources are loaded."""
    return _evidence(record_ids).filter(source__in=public_sources().values("pk"))


def _evidence(record_ids: Iterable[str]) -> QuerySet[Evidence]:
    return Evidence.objects.filter(record_id__in=list(record_ids)).select_related("source")
