"""Reading series and editions, what stands below an edition, and what they are linked with."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TypeVar

from django.db import router
from django.db.models import Exists, OuterRef, ProtectedError, Q, QuerySet
from django.db.models.deletion import Collector
from django.utils import timezone

from jumelage.accounts.actor import Actor
from jumelage.journal.models import Record
from jumelage.partnerships.models import SharedRecord, Visibility
from jumelage.partnerships.queries import side_filter
from jumelage.people import queries as people
from jumelage.people.models import Observation, Person
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
_PUBLIC_JOB_SHADOWING = Q(visibility=Visibility.PUBLIC, partnership__published=True) & (
    Q(series__isnull=True) | Q(series__published=True)
)


def visible_series(actor: Actor) -> QuerySet[Series]:
    """Return the series that *actor* may see: the public ones and those that grants show."""
    series = Series.objects.select_related("partnership")
    return series if actor.is_administrator else series.filter(_PUBLIC_SERIES | side_filter(actor))


def visible_to(actor: Actor) -> QuerySet[Edition]:
    """Return the editions that *actor* may see: the public ones, and those that grants show whose series is seen too."""
    editions = Edition.objects.select_related("series__partnership")
    return editions if actor.is_administrator else editions.filter(_PUBLIC_EDITION | _granted(actor))


def granted_editions(actor: Actor) -> QuerySet[Edition]:
    """Return the editions that grants show to *actor*, published or not."""
    return Edition.objects.filter(_granted(actor))


def _granted(actor: Actor) -> Q:
    return side_filter(actor, partnership="series__partnership_id") & _series_seen(actor)


def _series_seen(actor: Actor) -> Q:
    return _PUBLIC_SERIES_ABOVE | side_filter(actor, partnership="series__partnership_id", record="series__")


def public_series() -> QuerySet[Series]:
    """Return the series that everybody may see."""
    return Series.objects.filter(_PUBLIC_SERIES)


def public_editions() -> QuerySet[Edition]:
    """Return the editions that everybody may see."""
    return Edition.objects.filter(_PUBLIC_EDITION)


def _with_editions(model: type[PartT]) -> Callable[[Actor], QuerySet[PartT]]:
    """Return the query of the parts that an actor may see: all those of the editions that the actor may see."""

    def visible(actor: Actor) -> QuerySet[PartT]:
        parts: QuerySet[PartT] = model._default_manager.select_related("edition__series__partnership")
        return parts if actor.is_administrator else parts.filter(edition__in=visible_to(actor).values("pk"))

    return visible


visible_delegations = _with_editions(Delegation)
visible_objectives = _with_editions(Objective)
visible_focus_topics = _with_editions(FocusTopic)
#: Who may be told the author is another matter.
visible_publications = _with_editions(ExternalPublication)


def visible_participations(actor: Actor) -> QuerySet[Participation]:
    """Return the participations that *actor* may see: of visible editions, and nobody who may not be seen there.

    By grants, those whose persons *actor* may see; on a public edition, those who may be named on its page today. That
    goes for the person and for the person represented. Places for which nobody was named follow their edition.
    """
    participations = Participation.objects.select_related("edition__series__partnership")
    return participations if actor.is_administrator else participations.filter(_people_seen(actor))


def hidden_participations(actor: Actor) -> QuerySet[Participation]:
    """Return the participations that *actor*, who is no administrator, may not see: all but ``visible_participations``."""
    return Participation.objects.exclude(_people_seen(actor))


def _people_seen(actor: Actor) -> Q:
    granted, public = granted_editions(actor).values("pk"), public_editions().values("pk")
    by_grant = Q(edition__in=granted) & _without(people.hidden_persons(actor))
    return by_grant | Q(edition__in=public) & _without(people.unnamed_at("edition__public_id", timezone.localdate()))


def _without(persons: QuerySet[Person]) -> Q:
    """Return the filter of participations in which none of *persons* takes part or is represented."""
    return Q(~Exists(persons.filter(Q(pk=OuterRef("person")) | Q(pk=OuterRef("represents_person")))))


def shown_observations(actor: Actor) -> QuerySet[Observation]:
    """Return the days on which somebody was seen in an office, without those of participations that *actor* may not see.

    Whether the appointment itself may be seen follows from its person and is asked beside it.
    """
    if actor.is_administrator:
        return Observation.objects.all()
    causes = visible_participations(actor).order_by().values("public_id")
    return Observation.objects.filter(Q(because="") | Q(because__in=causes))


def _with_a_role(model: type[SharedT]) -> Callable[[Actor], QuerySet[SharedT]]:
    """Return the query of the shared records that an actor may see: all of them with a role, as institutions."""

    def visible(actor: Actor) -> QuerySet[SharedT]:
        found: QuerySet[SharedT] = model._default_manager.all()
        return found if actor.is_administrator or actor.grants else found.none()

    return visible


visible_events = _with_a_role(ExternalEvent)
visible_initiatives = _with_a_role(FrameworkInitiative)
visible_projects = _with_a_role(Project)


def visible_job_shadowings(actor: Actor) -> QuerySet[JobShadowing]:
    """Return the job shadowings that *actor* may see: the public ones, and those that grants show together with their series.

    Who may be told the people in them is another matter.
    """
    granted = side_filter(actor) & (Q(series__isnull=True) | _series_seen(actor))
    return JobShadowing.objects.filter(_PUBLIC_JOB_SHADOWING | granted).select_related("partnership")


def public_job_shadowings() -> QuerySet[JobShadowing]:
    """Return the job shadowings that everybody may see: shown to everybody, of published partnerships and series."""
    return JobShadowing.objects.filter(_PUBLIC_JOB_SHADOWING)


def with_names(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Load what an edition's title line is made of: series, host and their names."""
    return editions.select_related("series", "host_side", "host_city").prefetch_related(
        "series__names", "host_city__names", "host_side__city__names"
    )


def findings_of(edition: Edition, actor: Actor) -> list[rules.Finding]:
    """Return what should be looked at in an edition, told to *actor*: of editions that these may not see nothing.

    Members are counted, whoever may see them, and never named.
    """
    members: dict[int, list[Participation]] = {}
    for member in Participation.objects.filter(edition=edition, delegation__isnull=False):
        members.setdefault(member.delegation_id or 0, []).append(member)
    delegations = visible_delegations(actor).filter(edition=edition)
    others = visible_to(actor).filter(series=edition.series_id, number__isnull=False).exclude(pk=edition.pk)
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


def leaders_of(edition: Edition) -> list[Person]:
    """Return who led the organisers of an edition there, seen or not."""
    return list(Person.objects.filter(pk__in=edition.organisers.values("led_by")))


def public_holders(edition: Edition) -> set[int]:
    """Return the keys of those who take part in an edition, or are represented, by a public office; seen or not."""
    parts = Participation.objects.filter(edition__public_id=edition.public_id)
    came = parts.filter(office__names_holders=True).values_list("person_id", flat=True)
    represented = parts.filter(represents_office__names_holders=True).values_list("represents_person_id", flat=True)
    return {key for key in chain(came, represented) if key is not None}


def falling_with(record: Edition | EditionPart) -> list[Record]:
    """Return the records that are deleted together with *record*, itself too; only itself where that will be refused."""
    falling = Collector(using=router.db_for_write(type(record), instance=record), origin=record)
    try:
        falling.collect([record])
    except ProtectedError:
        return [record]
    found = chain(*falling.data.values(), *falling.fast_deletes)
    return [record, *(part for part in found if isinstance(part, Record) and part != record)]
