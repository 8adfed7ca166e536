"""Reading persons, institutions, offices and who held them; the one place where it is said who may see a person."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from jumelage.accounts.actor import Actor
from jumelage.partnerships.queries import side_filter
from jumelage.people.models import (
    Appointment,
    BasisKind,
    Counterpart,
    Institution,
    InstitutionName,
    Judgement,
    Kind,
    KnownTo,
    Observation,
    Office,
    OfficeTitle,
    Person,
    PersonName,
    PublicationBasis,
    Site,
)
from jumelage.people.rules import Holder, certain_spans
from jumelage.sources import queries as sources

# ── Who may see what ─────────────────────────────────────────────────────────────────────────────────────────────────


def visible_to(actor: Actor) -> QuerySet[Institution]:
    """Return the institutions that *actor* may see: all of them to everybody with a role.

    To others none yet: an institution becomes public with the first published record that names it, and those
    pages load it themselves.
    """
    return Institution.objects.all() if _has_a_role(actor) else Institution.objects.none()


def visible_sites(actor: Actor) -> QuerySet[Site]:
    """Return the sites that *actor* may see: as institutions."""
    return Site.objects.all() if _has_a_role(actor) else Site.objects.none()


def visible_offices(actor: Actor) -> QuerySet[Office]:
    """Return the offices that *actor* may see: as institutions. Who held them is another question."""
    return Office.objects.all() if _has_a_role(actor) else Office.objects.none()


def visible_persons(actor: Actor) -> QuerySet[Person]:
    """Return the persons that *actor* may see: whom a side of the actor knows, and whom everybody may know.

    A side knows a person for itself, or through what its partnership shares, which counts while sharing is open to it.
    Who is known under one record is known under all that were judged to be the same person.
    """
    if actor.is_administrator:
        return Person.objects.all()
    known = KnownTo.objects.filter(
        Q(side__in=actor.sides, shared=False) | Q(side__in={grant.side for grant in actor.grants if grant.open})
    )
    return Person.objects.filter(_in_cluster(_roots_of(known)) | _named_in_public(timezone.localdate()))


def visible_appointments(actor: Actor) -> QuerySet[Appointment]:
    """Return the appointments of the persons that *actor* may see."""
    if actor.is_administrator:
        return Appointment.objects.all()
    return Appointment.objects.filter(person__in=visible_persons(actor).values("pk"))


def visible_counterparts(actor: Actor) -> QuerySet[Counterpart]:
    """Return the counterparts that grants show, where the persons among them are seen too."""
    seen = Q()
    if not actor.is_administrator:
        persons = visible_persons(actor).values("pk")
        for end in ("first_person", "second_person"):
            seen &= Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__in": persons})
    return Counterpart.objects.filter(side_filter(actor)).filter(seen).select_related("partnership")


def visible_judgements(actor: Actor) -> QuerySet[Judgement]:
    """Return the judgements on records that *actor* sees both of; none without a role, however public the records are."""
    if not _has_a_role(actor):
        return Judgement.objects.none()
    if actor.is_administrator:
        return Judgement.objects.all()
    persons = visible_persons(actor).values("public_id")
    return Judgement.objects.filter(Q(kind_of=Kind.INSTITUTION) | Q(first_id__in=persons, second_id__in=persons))


def _has_a_role(actor: Actor) -> bool:
    return actor.is_administrator or bool(actor.grants)


# ── Who may be named in public ───────────────────────────────────────────────────────────────────────────────────────


def public_persons(today: date) -> QuerySet[Person]:
    """Return whom everybody may know: a valid basis for everywhere, and nothing that forbids it, in the whole cluster."""
    return Person.objects.filter(_named_in_public(today))


def nameable(record_id: str, today: date) -> set[int]:
    """Return the keys of the persons who may be named on the public page of a record, given by public id."""
    return set(Person.objects.filter(_named_in_public(today, record_id)).values_list("pk", flat=True))


def named_at(*, person: str, scope: str, today: date) -> Q:
    """Return the condition under which a row's person may be named on the page of the record that the row belongs to.

    *person* is the path from the row to the person, *scope* the path to the public id of the record with the page: the
    filter for ``participation`` is ``named_at(person="person", scope="edition__public_id", today=…)``.
    """
    root = Coalesce(OuterRef(f"{person}__cluster_id"), OuterRef(f"{person}_id"))
    bases = in_force(today).annotate(root=Coalesce("person__cluster_id", "person_id"))
    here = bases.filter(Q(scope="") | Q(scope=OuterRef(scope)), root=root)
    return Exists(here.exclude(kind=BasisKind.NONE)) & ~Exists(here.filter(kind=BasisKind.NONE))


def in_force(today: date) -> QuerySet[PublicationBasis]:
    """Return the publication bases that hold on a day; the same law as ``rules.basis_holds``."""
    begun = Q(since__isnull=True) | Q(since__lte=today)
    lasting = Q(until__isnull=True) | Q(until__gte=today)
    reviewed = Q(kind__in=[BasisKind.PUBLIC_OFFICE, BasisKind.NONE]) | Q(review_on__isnull=True) | Q(review_on__gte=today)
    return PublicationBasis.objects.filter(begun & lasting & reviewed)


def to_review(today: date) -> QuerySet[PublicationBasis]:
    """Return the publication bases that somebody has to look at again; the same law as ``rules.needs_review``."""
    return PublicationBasis.objects.filter(review_on__lte=today).order_by("review_on", "pk")


def _named_in_public(today: date, record_id: str = "") -> Q:
    here = in_force(today).filter(scope__in={"", record_id})
    allowed, forbidden = here.exclude(kind=BasisKind.NONE), here.filter(kind=BasisKind.NONE)
    return _in_cluster(_roots_of(allowed)) & ~_in_cluster(_roots_of(forbidden))


def _roots_of(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the keys of the heads of the clusters of the persons that *rows* belong to."""
    return rows.order_by().values_list(Coalesce("person__cluster_id", "person_id"), flat=True)


def _in_cluster(roots: QuerySet[Any]) -> Q:
    return Q(pk__in=roots) | Q(cluster__in=roots)


# ── Clusters ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def cluster_of(model: type[Person] | type[Institution], pk: int) -> set[int]:
    """Return the keys of all records that were judged to be the same as one, with itself."""
    manager: Any = model._default_manager
    head = manager.filter(pk=pk).values_list(Coalesce("cluster_id", "pk"), flat=True).first()
    return set(manager.filter(Q(pk=head) | Q(cluster=head)).values_list("pk", flat=True)) if head else {pk}


def judged(kind: str) -> list[tuple[str, str, str]]:
    """Return all verdicts on records of a kind in the order in which they were first given, for ``rules.clusters``."""
    return list(Judgement.objects.filter(kind_of=kind).order_by("pk").values_list("first_id", "second_id", "verdict"))


def judgements_on(record: Person | Institution) -> QuerySet[Judgement]:
    """Return the judgements that name a record."""
    return Judgement.objects.filter(Q(first_id=record.public_id) | Q(second_id=record.public_id)).order_by("pk")


# ── Loading what a page prints ───────────────────────────────────────────────────────────────────────────────────────


def with_names(institutions: QuerySet[Institution]) -> QuerySet[Institution]:
    """Load the names of institutions, of their cities and of what they are part of."""
    return institutions.prefetch_related("names", "city__names", "parent__names")


def persons_with_names(persons: QuerySet[Person]) -> QuerySet[Person]:
    """Load the names and titles of persons."""
    return persons.prefetch_related("names", "titles")


def offices_with_names(offices: QuerySet[Office]) -> QuerySet[Office]:
    """Load the titles of offices and the names of their institutions."""
    return offices.select_related("institution").prefetch_related("names", "institution__names")


def appointments_with_names(appointments: QuerySet[Appointment], actor: Actor) -> QuerySet[Appointment]:
    """Load persons, offices and observations of appointments; the sources of observations only where *actor* sees them."""
    seen = Observation.objects.prefetch_related(Prefetch("source", queryset=sources.visible_to(actor)))
    return appointments.select_related("person", "office__institution").prefetch_related(
        "person__names", "person__titles", "office__names", "office__institution__names", Prefetch("observations", queryset=seen)
    )


def holder(appointment: Appointment) -> Holder:
    """Return who holds an office by an appointment, as ``rules.check_overlap`` compares it."""
    person = appointment.person
    seen = [row.on for row in appointment.observations.all() if row.on]
    return Holder(person.cluster_id or person.pk, certain_spans(appointment.held, seen))


def holders_of(office: Office, *, besides: Appointment | None = None) -> list[Holder]:
    """Return who holds or held an office, without who did so only acting, and without one appointment."""
    found = office.appointments.filter(is_acting=False).select_related("person").prefetch_related("observations")
    return [holder(appointment) for appointment in found if appointment != besides]


# ── Finding by exact name ────────────────────────────────────────────────────────────────────────────────────────────


def persons_named(actor: Actor, text: str) -> list[Person]:
    """Return the visible persons that bear exactly this name, one a cluster; case and white space do not count."""
    visible = visible_persons(actor)
    rows = PersonName.objects.filter(person__in=visible.values("pk")).values_list("person_id", "value")
    return _first_of_clusters(visible.filter(pk__in=_bearers(rows, text)).prefetch_related("names", "titles"))


def institutions_named(actor: Actor, text: str) -> list[Institution]:
    """Return the visible institutions that bear exactly this name, one a cluster."""
    visible = visible_to(actor)
    rows = InstitutionName.objects.filter(institution__in=visible.values("pk")).values_list("institution_id", "value")
    return _first_of_clusters(with_names(visible.filter(pk__in=_bearers(rows, text))))


def offices_named(actor: Actor, text: str, institution: Institution | None = None) -> list[Office]:
    """Return the visible offices that bear exactly this title, of a woman, a man or in general, in an institution."""
    visible = visible_offices(actor)
    if institution is not None:
        visible = visible.filter(institution__in=cluster_of(Institution, institution.pk))
    titles = OfficeTitle.objects.filter(office__in=visible.values("pk"))
    rows = titles.values_list("office_id", "value", "feminine", "masculine")
    return list(offices_with_names(visible.filter(pk__in=_bearers(rows, text)).order_by("pk")))


def folded(text: str) -> str:
    """Return a name as it is compared: composed (NFC), without needless white space, in small letters."""
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", text).split()).casefold())


def _bearers(rows: Iterable[tuple[Any, ...]], text: str) -> set[int]:
    """Return the keys of the rows one of whose words is *text*; compared here, for the databases fold letters differently."""
    wanted = folded(text)
    return {row[0] for row in rows if wanted and any(folded(word) == wanted for word in row[1:])}


def _first_of_clusters(found: QuerySet[Any]) -> list[Any]:
    firsts: dict[int, Any] = {}
    for record in found.order_by("pk"):
        firsts.setdefault(record.cluster_id or record.pk, record)
    return list(firsts.values())


# ── What stands above something ──────────────────────────────────────────────────────────────────────────────────────


def ancestors(institution: Institution) -> set[int]:
    """Return the keys of everything that *institution* is part of, as it stands in the database; one query a level."""
    return _above(institution, "parent_id")


def heads_above(office: Office) -> set[int]:
    """Return the keys of the offices whose deputy *office* is, however many steps up; one query a level."""
    return _above(office, "deputy_of_id")


def sites_around(site: Site) -> set[int]:
    """Return the keys of the sites that *site* is a room of, however many steps out; one query a level."""
    return _above(site, "within_id")


def _above(record: Institution | Office | Site, link: str) -> set[int]:
    manager: Any = type(record)._default_manager
    found: set[int] = set()
    above = manager.filter(pk=record.pk).values_list(F(link), flat=True).first()
    while above is not None and above not in found:
        found.add(above)
        above = manager.filter(pk=above).values_list(F(link), flat=True).first()
    return found
