"""Reading series and editions, what stands below an edition, and what they are linked with."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TypeVar

from django.db import router
from django.db.models import ProtectedError, Q, QuerySet
from django.db.models.deletion import Collector
from django.utils import timezone

from jumelage.accounts.actor import Actor
from jumelage.journal.models import Record
from jumelage.partnerships.models import SharedRecord
from jumelage.partnerships.queries import side_filter
from jumelage.people import queries as people
from jumelage.people.models import Person
from jumelage.seminars import rules
from jumelage.seminars.models import (
    Delegation,
    Edition,
    EditionPart,
    ExternalEvent,
    ExternalPublication,
    FocusTopic,
    FrameworkInitiative,
    GapNote,
    JobShadowing,
    Objective,
    Participation,
    Project,
    Series,
)

PartT = TypeVar("PartT", bound=EditionPart)
SharedT = TypeVar("SharedT", bound=SharedRecord)

_PUBLIC_SERIES = Q(published=True, partnership__published=True)
_PUBLIC_SERIES_ABOVE = Q(series__published=True, series__partnership__published=True)
_PUBLIC_EDITION = Q(published=True) & _PUBLIC_SERIES_ABOVE


def visible_series(actor: Actor) -> QuerySet[Series]:
    """Return the series that *actor* may see: the public ones and those that grants show."""
    return Series.objects.filter(_PUBLIC_SERIES | side_filter(actor)).select_related("partnership")


def visible_to(actor: Actor) -> QuerySet[Edition]:
    """Return the editions that *actor* may see: the public ones, and those that grants show whose series is seen too."""
    return Edition.objects.filter(_PUBLIC_EDITION | _granted(actor)).select_related("series__partnership")


def _granted(actor: Actor) -> Q:
    path = "series__partnership_id"
    series_seen = _PUBLIC_SERIES_ABOVE | side_filter(actor, partnership=path, record="series__")
    return side_filter(actor, partnership=path) & series_seen


def public_series() -> QuerySet[Series]:
    """Return the series that everybody may see."""
    return Series.objects.filter(_PUBLIC_SERIES)


def public_editions() -> QuerySet[Edition]:
    """Return the editions that everybody may see."""
    return Edition.objects.filter(_PUBLIC_EDITION)


def visible_delegations(actor: Actor) -> QuerySet[Delegation]:
    """Return the delegations of the editions that *actor* may see."""
    return _parts(Delegation, actor)


def visible_objectives(actor: Actor) -> QuerySet[Objective]:
    """Return the objectives of the editions that *actor* may see."""
    return _parts(Objective, actor)


def visible_focus_topics(actor: Actor) -> QuerySet[FocusTopic]:
    """Return the focus topics of the editions that *actor* may see."""
    return _parts(FocusTopic, actor)


def visible_publications(actor: Actor) -> QuerySet[ExternalPublication]:
    """Return what others published about the editions that *actor* may see; who may be told the author is another matter."""
    return _parts(ExternalPublication, actor)


def _parts(model: type[PartT], actor: Actor) -> QuerySet[PartT]:
    found: QuerySet[PartT] = model._default_manager.filter(edition__in=visible_to(actor).values("pk"))
    return found.select_related("edition__series__partnership")


def visible_participations(actor: Actor) -> QuerySet[Participation]:
    """Return the participations that *actor* may see: of visible editions, and nobody who may not be seen there.

    By grants, those whose persons *actor* may see; on a public edition, those who may be named on its page today. That
    goes for the person and for the person represented. Places for which nobody was named follow their edition.
    """
    participations = Participation.objects.select_related("edition__series__partnership")
    if actor.is_administrator:
        return participations
    seen = people.visible_persons(actor).values("pk")
    granted, public = Edition.objects.filter(_granted(actor)).values("pk"), public_editions().values("pk")
    by_grant = Q(edition__in=granted) & _each_person(lambda path: Q(**{f"{path}__in": seen}))
    by_page = Q(edition__in=public) & _each_person(
        lambda path: people.named_at(person=path, scope="edition__public_id", today=timezone.localdate())
    )
    return participations.filter(by_grant | by_page)


def _each_person(may_be_seen: Callable[[str], Q]) -> Q:
    person, represented = ((Q(**{f"{path}__isnull": True}) | may_be_seen(path)) for path in ("person", "represents_person"))
    return person & represented


def visible_events(actor: Actor) -> QuerySet[ExternalEvent]:
    """Return the external events that *actor* may see: all of them to everybody with a role, as institutions."""
    return _to_every_role(ExternalEvent, actor)


def visible_initiatives(actor: Actor) -> QuerySet[FrameworkInitiative]:
    """Return the theme years and programmes that *actor* may see: all of them to everybody with a role."""
    return _to_every_role(FrameworkInitiative, actor)


def visible_projects(actor: Actor) -> QuerySet[Project]:
    """Return the projects that *actor* may see: all of them to everybody with a role."""
    return _to_every_role(Project, actor)


def _to_every_role(model: type[SharedT], actor: Actor) -> QuerySet[SharedT]:
    found: QuerySet[SharedT] = model._default_manager.all()
    return found if actor.is_administrator or actor.grants else found.none()


def visible_job_shadowings(actor: Actor) -> QuerySet[JobShadowing]:
    """Return the job shadowings that grants show to *actor*, together with their series where they have one."""
    path = "series__partnership_id"
    series_seen = Q(series__isnull=True) | _PUBLIC_SERIES_ABOVE | side_filter(actor, partnership=path, record="series__")
    return JobShadowing.objects.filter(side_filter(actor) & series_seen).select_related("partnership")


def with_names(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Load what an edition's title line is made of: series, host and their names."""
    return editions.select_related("series", "host_side", "host_city").prefetch_related(
        "series__names", "host_city__names", "host_side__city__names"
    )


def findings_of(edition: Edition) -> list[rules.Finding]:
    """Return what should be looked at in an edition; three queries."""
    members: dict[int, list[Participation]] = {}
    for member in Participation.objects.filter(edition=edition, delegation__isnull=False):
        members.setdefault(member.delegation_id or 0, []).append(member)
    delegations = Delegation.objects.filter(edition=edition)
    others = Edition.objects.filter(series=edition.series_id, number__isnull=False).exclude(pk=edition.pk)
    listed = [(delegation, members.get(delegation.pk, [])) for delegation in delegations]
    return rules.findings(edition, others=others, delegations=listed)


def members_of(delegation: Delegation) -> list[Participation]:
    """Return everybody in a delegation, seen or not; for sums and checks, never for a screen."""
    return list(Participation.objects.filter(delegation=delegation))


def gaps_of(series: Series) -> list[tuple[int, GapNote | None]]:
    """Return the numbers of a series that have no edition here, each with the note that says why, where there is one.

    All numbers below the highest known one, by an edition or by a note. The number of an edition that is not public
    is no gap.
    """
    notes = {gap.number: gap for gap in series.gaps.all()}
    numbers = {number for number in series.editions.values_list("number", flat=True) if number}
    missing = {*rules.missing_numbers({*numbers, *notes}), *notes} - numbers
    return [(number, notes.get(number)) for number in sorted(missing)]


def predecessors_of(series: Series) -> set[int]:
    """Return the keys of everything that comes before *series*, as it stands in the database; one query a step."""
    found: set[int] = set()
    before: int | None = series.predecessor_id
    while before is not None and before not in found:
        found.add(before)
        before = Series.objects.filter(pk=before).values_list("predecessor_id", flat=True).first()
    return found


def takes_part(person: Person, *, edition: Edition, kind_of: str, besides: int | None = None) -> bool:
    """Say whether a person, under any record, takes part in an edition as a kind already; *besides*: a row left out."""
    cluster = people.cluster_of(Person, person.pk)
    found = Participation.objects.filter(edition=edition, kind_of=kind_of, person__in=cluster)
    return any(key != besides for key in found.values_list("pk", flat=True))


def people_in(edition: Edition) -> list[Person]:
    """Return everybody whom an edition names: who took part, who was represented, who led, who wrote about it."""
    participations = Participation.objects.filter(edition=edition)
    keys = chain(
        participations.values_list("person", flat=True),
        participations.values_list("represents_person", flat=True),
        edition.organisers.values_list("led_by", flat=True),
        ExternalPublication.objects.filter(edition=edition).values_list("author", flat=True),
    )
    return list(Person.objects.filter(pk__in=set(keys) - {None}))


def falling_with(record: Edition | EditionPart) -> list[Record]:
    """Return the records that are deleted together with *record*, itself too; only itself where that will be refused."""
    falling = Collector(using=router.db_for_write(type(record), instance=record), origin=record)
    try:
        falling.collect([record])
    except ProtectedError:
        return [record]
    found = chain(*falling.data.values(), *falling.fast_deletes)
    return [record, *(part for part in found if isinstance(part, Record) and part != record)]
