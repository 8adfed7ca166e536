"""Reading persons, institutions, offices and who held them; the one place where it is said who may see a person."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from jumelage.accounts.actor import Actor, Role
from jumelage.journal.models import Row
from jumelage.journal.rules import Refusal
from jumelage.partnerships.models import Side, Visibility
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
from jumelage.people.rules import Holder, certain_spans, check_single
from jumelage.sources import queries as sources
from jumelage.sources.models import Evidence

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
    return Person.objects.all() if actor.is_administrator else _with_roots().filter(_seen(actor))


def hidden_persons(actor: Actor) -> QuerySet[Person]:
    """Return the persons that *actor*, who is no administrator, may not see: all but ``visible_persons``."""
    return _with_roots().exclude(_seen(actor))


def _seen(actor: Actor) -> Q:
    named = Q(root__in=_named_roots(timezone.localdate()))
    if not actor.grants:
        return named
    known = KnownTo.objects.filter(
        Q(side__in=actor.sides, shared=False) | Q(side__in={grant.side for grant in actor.grants if grant.open})
    )
    return named | Q(root__in=_roots_of(known))


def sides_knowing(person: Person, actor: Actor) -> QuerySet[Side]:
    """Return the sides coordinated by *actor* that know of a person now, those in her keeper's partnership first."""
    coordinated = [grant for grant in actor.grants if grant.role == Role.COORDINATOR]
    opened = {grant.side for grant in coordinated if grant.open}
    known = KnownTo.objects.filter(Q(shared=False) | Q(side__in=opened), person__in=cluster_of(Person, person.pk))
    sides = Side.objects.filter(pk__in=known.filter(side__in={grant.side for grant in coordinated}).values("side"))
    keeper = person.introduced_by.partnership_id if person.introduced_by else None
    return sides.order_by(Case(When(partnership=keeper, then=0), default=1), "pk")


def visible_appointments(actor: Actor) -> QuerySet[Appointment]:
    """Return the appointments of the persons that *actor* may see."""
    if actor.is_administrator:
        return Appointment.objects.all()
    return Appointment.objects.filter(person__in=visible_persons(actor).values("pk"))


def visible_counterparts(actor: Actor) -> QuerySet[Counterpart]:
    """Return the counterparts that *actor* may see: those shown to everybody in published partnerships, and by grants.

    Always only where the persons among them are seen too: by everybody, who may be named everywhere.
    """
    seen = Q()
    if not actor.is_administrator:
        persons = visible_persons(actor).values("pk")
        for end in ("first_person", "second_person"):
            seen &= Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__in": persons})
    public = Q(visibility=Visibility.PUBLIC, partnership__published=True)
    return Counterpart.objects.filter(public | side_filter(actor)).filter(seen).select_related("partnership")


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
    """Return who may have a page: a valid basis for everywhere, or a public office on any page, in the whole cluster.

    Nothing may forbid it: neither everywhere, nor on the page for which the office would allow it.
    """
    bases = in_force(today).annotate(head=Coalesce("person__cluster_id", "person_id"))
    forbidding = bases.filter(kind=BasisKind.NONE, scope=OuterRef("scope"), head=OuterRef("head"))
    wanted = bases.filter(Q(scope="") | Q(kind=BasisKind.PUBLIC_OFFICE)).exclude(~Q(scope="") & Exists(forbidding))
    forbidden = bases.filter(scope="", kind=BasisKind.NONE).order_by().values("head")
    return _with_roots().filter(root__in=wanted.order_by().values("head")).exclude(root__in=forbidden)


def nameable(record_id: str, today: date) -> set[int]:
    """Return the keys of the persons who may be named on the public page of a record, given by public id."""
    return set(_with_roots().filter(root__in=_named_roots(today, record_id)).values_list("pk", flat=True))


def unnamed_at(scope: str, today: date) -> QuerySet[Person]:
    """Return whom the page of a record may not name, for use within a query of rows that belong to the record.

    *scope* is the path from such a row to the public id of the record with the page: ``edition__public_id``.
    """
    here = in_force(today).filter(Q(scope="") | Q(scope=OuterRef(OuterRef(scope))))
    return _with_roots().exclude(Exists(_allowing(here).filter(root=OuterRef("root"))))


def in_force(today: date) -> QuerySet[PublicationBasis]:
    """Return the publication bases that hold on a day; the same law as ``rules.basis_holds``."""
    begun = Q(since__isnull=True) | Q(since__lte=today)
    lasting = Q(until__isnull=True) | Q(until__gte=today)
    reviewed = Q(kind__in=[BasisKind.PUBLIC_OFFICE, BasisKind.NONE]) | Q(review_on__isnull=True) | Q(review_on__gte=today)
    return PublicationBasis.objects.filter(begun & lasting & reviewed)


def to_review(today: date) -> QuerySet[PublicationBasis]:
    """Return the publication bases that somebody has to look at again; the same law as ``rules.needs_review``."""
    return PublicationBasis.objects.filter(review_on__lte=today).order_by("review_on", "pk")


def _named_roots(today: date, record_id: str = "") -> QuerySet[Any]:
    return _allowing(in_force(today).filter(scope__in={"", record_id})).values("root")


def _allowing(bases: QuerySet[PublicationBasis]) -> QuerySet[Any]:
    """Return *bases* by the head of the cluster, as ``root``, of those clusters for which none of them forbids naming."""
    by_root = bases.order_by().values(root=Coalesce("person__cluster_id", "person_id"))
    return by_root.annotate(forbidding=Count("pk", filter=Q(kind=BasisKind.NONE))).filter(forbidding=0)


def _roots_of(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the keys of the heads of the clusters of the persons that *rows* belong to."""
    return rows.order_by().values_list(Coalesce("person__cluster_id", "person_id"), flat=True)


def _with_roots() -> QuerySet[Any]:
    """Return all persons; a filter knows the key of the head of the cluster as ``root``."""
    return Person.objects.alias(root=Coalesce("cluster_id", "pk"))


# ── Clusters ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def cluster_of(model: type[Person] | type[Institution], pk: int) -> set[int]:
    """Return the keys of all records that were judged to be the same as one, with itself."""
    manager: Any = model._default_manager
    head = manager.filter(pk=pk).values_list(Coalesce("cluster_id", "pk"), flat=True).first()
    return set(manager.filter(Q(pk=head) | Q(cluster=head)).values_list("pk", flat=True)) if head else {pk}


def judged(kind: str) -> list[tuple[str, str, str]]:
    """Return all verdicts on records of a kind in the order in which they were first given, for ``rules.clusters``."""
    return list(Judgement.objects.filter(kind_of=kind).order_by("pk").values_list("first_id", "second_id", "verdict"))


def judged_by(judgement: Judgement) -> list[Person | Institution]:
    """Return the two records that a judgement names."""
    model: Any = Person if judgement.kind_of == Kind.PERSON else Institution
    return list(model._default_manager.filter(public_id__in=(judgement.first_id, judgement.second_id)))


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


def is_held_twice(office: Office) -> bool:
    """Say whether two persons held an office at once that one holds at a time (domain.md V15).

    No act writes that, but two records of one person are two persons again when the judgement on them is withdrawn.
    """
    try:
        check_single(holders_of(office) if office.single_holder else [])
    except Refusal:
        return True
    return False


def follows_only(appointment: Appointment) -> bool:
    """Say whether an appointment was made by what was seen, and nobody has said anything else of it."""
    acts = set(Row.objects.filter(record_id=appointment.public_id).values_list("verb", flat=True))
    by_hand = acts - {"observe", "forget"} or appointment.held or appointment.is_acting
    return not by_hand and not Evidence.objects.filter(record_id=appointment.public_id).exists()


def known_because(causes: Iterable[str]) -> dict[str, list[Person]]:
    """Return whom sides know by records, given by public id; by record."""
    found: dict[str, dict[int, Person]] = {}
    for row in KnownTo.objects.filter(because__in=set(causes) - {""}).select_related("person").order_by("pk"):
        found.setdefault(row.because, {})[row.person_id] = row.person
    return {because: list(persons.values()) for because, persons in found.items()}


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
