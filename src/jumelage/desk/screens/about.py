"""What a note or a proposal is about: a record named by its type and public id."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Any

from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.agreements import queries as agreements
from jumelage.agreements.models import Agreement
from jumelage.desk.records.printing import link_to, print_text
from jumelage.desk.records.titles import Title, Viewer, plain_title, title_of, with_titles
from jumelage.desk.seminars.below import PARTS
from jumelage.journal.models import Record
from jumelage.partnerships import queries as partnerships
from jumelage.partnerships.models import City, Note, Partnership, Proposal, Topic
from jumelage.people import queries as people
from jumelage.people.models import Appointment, Counterpart, Institution, Judgement, Office, Person, Site
from jumelage.protocol import queries as protocol
from jumelage.protocol.models import Honour
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import (
    Edition,
    ExternalEvent,
    FrameworkInitiative,
    JobShadowing,
    Project,
    Series,
)
from jumelage.sources.models import Source
from jumelage.sources.queries import visible_to as visible_sources

_VISIBLE: dict[str, Any] = {
    City._meta.label_lower: partnerships.visible_cities,
    Topic._meta.label_lower: partnerships.visible_topics,
    Partnership._meta.label_lower: partnerships.visible_to,
    Institution._meta.label_lower: people.visible_to,
    Person._meta.label_lower: people.visible_persons,
    Office._meta.label_lower: people.visible_offices,
    Site._meta.label_lower: people.visible_sites,
    Appointment._meta.label_lower: people.visible_appointments,
    Counterpart._meta.label_lower: people.visible_counterparts,
    Judgement._meta.label_lower: people.visible_judgements,
    Source._meta.label_lower: visible_sources,
    Agreement._meta.label_lower: agreements.visible_to,
    Honour._meta.label_lower: protocol.visible_to,
    Series._meta.label_lower: seminars.visible_series,
    Edition._meta.label_lower: seminars.visible_to,
    ExternalEvent._meta.label_lower: seminars.visible_events,
    FrameworkInitiative._meta.label_lower: seminars.visible_initiatives,
    Project._meta.label_lower: seminars.visible_projects,
    JobShadowing._meta.label_lower: seminars.visible_job_shadowings,
    **{model._meta.label_lower: visible for model, visible in PARTS},
}


#: What everybody with a role sees all of.
_TO_EVERY_ROLE = frozenset(
    model._meta.label_lower for model in (City, Topic, Institution, Office, Site, ExternalEvent, FrameworkInitiative, Project)
)


def only_seen(records: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Return the notes or proposals among *records* that are about what the actor may see now; an administrator reads all.

    What is written about a record tells of it, so who may no longer see the record reads neither.
    """
    if actor.is_administrator:
        return records
    return _narrowed(records, actor, set(records.order_by().values_list("about_type", flat=True).distinct()))


def count_seen(records: QuerySet[Any], actor: Actor) -> int:
    """Count what ``only_seen`` returns: in one query, where it is about what everybody with a role sees."""
    numbers = dict(records.order_by().values_list("about_type").annotate(number=Count("pk")))
    others = set() if actor.is_administrator else numbers.keys() - _TO_EVERY_ROLE
    certain = sum(number for about_type, number in numbers.items() if about_type not in others)
    return certain + (_narrowed(records, actor, others).count() if others else 0)


def _narrowed(records: QuerySet[Any], actor: Actor, occurring: Set[str]) -> QuerySet[Any]:
    """Keep the records about what the actor sees of the kinds that occur among them.

    To write down what may be seen of every kind would take longer than the rest of a page.
    """
    seen = Q(about_type__in=occurring & _TO_EVERY_ROLE)
    for about_type in sorted(occurring & _VISIBLE.keys() - _TO_EVERY_ROLE):
        seen |= Q(about_type=about_type, about_id__in=_VISIBLE[about_type](actor).order_by().values("public_id"))
    return records.filter(seen)


def seen_notes(actor: Actor) -> QuerySet[Note]:
    """Return the notes that the actor may see, about what the actor may see."""
    return only_seen(partnerships.visible_notes(actor), actor)


def seen_proposals(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals by or to a side of the actor, about what the actor may see now."""
    return only_seen(partnerships.visible_proposals(actor), actor)


def load_about(records: Iterable[Any], viewer: Viewer) -> None:
    """Load what *records* are about into the viewer's memory, as far as the viewer may see it: one query a kind."""
    wanted: dict[str, set[str]] = {}
    for about_type, about_id in records.order_by().values_list("about_type", "about_id"):  # type: ignore[attr-defined]
        wanted.setdefault(about_type, set()).add(about_id)
    for about_type, ids in wanted.items():
        for found in _visible(about_type, viewer.actor, ids):
            viewer.about[found.public_id] = found


def _visible(about_type: str, actor: Actor, ids: set[str]) -> Iterable[Any]:
    if about_type not in _VISIBLE:
        return []
    return with_titles(_VISIBLE[about_type](actor).filter(public_id__in=ids))


def about(record: Any, viewer: Viewer) -> Record | None:
    """Return what *record* is about, or ``None`` if the viewer may not see it or it is gone."""
    if record.about_id not in viewer.about:
        found = next(iter(_visible(record.about_type, viewer.actor, {record.about_id})), None)
        viewer.about[record.about_id] = found
    return viewer.about[record.about_id]


def kind_word(record: Any) -> str:
    """Return the noun of what *record* is about."""
    return str(apps.get_model(record.about_type)._meta.verbose_name)


def about_title(record: Any, viewer: Viewer) -> Title:
    """Return the title of what *record* is about."""
    found = about(record, viewer)
    return title_of(found, viewer) if found else plain_title(_("a record that is gone, or that you may not see"))


def about_link(record: Any, viewer: Viewer) -> SafeString:
    """Return the linked title of what *record* is about."""
    found = about(record, viewer)
    return link_to(found, viewer) if found else print_text(_("a record that is gone, or that you may not see"))
