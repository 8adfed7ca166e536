"""Whom and what a page names, as of its day: loaded at once, each as a link where a page of its own stands behind it.

The register also keeps the law of names in public: a person is named only if ``people.rules.may_name`` allows it on the
page that asks (domain.md V22). There is no other way from a person's key to a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from copy import copy
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, Model, OuterRef, Q

from jumelage.accounts.actor import NOBODY
from jumelage.fields.names import ShownName, name_on
from jumelage.partnerships.models import City
from jumelage.people import rules as people
from jumelage.people.models import Appointment, BasisKind, Institution, Office, Person, PublicationBasis, Site
from jumelage.seminars.queries import shown_observations
from jumelage.values import LocalText, PartialDate
from jumelage.website import addresses
from jumelage.website.archive.gather import attach_names

#: How far up a tree of institutions is loaded and printed.
_ABOVE = "parent__parent__parent__parent"


@dataclass(frozen=True)
class Mention:
    """Something by its name: the name's own language, its page where it has one, and of an institution its kind."""

    text: str
    language: str
    address: str = ""
    kind: str = ""


@dataclass(frozen=True)
class OfficeLine:
    """An office as somebody held it on the page's day, certainly or as we assume; for an office over time also when.

    ``deputy_of`` is the office whose deputy it is, with its institution where that is another.
    """

    title: Mention
    institution: Mention | None
    is_assumed: bool = False
    is_acting: bool = False
    held: PartialDate | None = None
    institution_key: int | None = None
    portfolio: LocalText = LocalText()
    deputy_of: OfficeLine | None = None
    deputy_number: int | None = None


@dataclass(frozen=True)
class PersonLine:
    """Somebody who may be named here: titles, name, and what the name is sorted by."""

    name: Mention
    titles: str
    sort: str
    key: int


@dataclass(frozen=True)
class Held:
    """An appointment with the observations that everybody may read, as the rules ask for it."""

    office: int
    held: PartialDate | None
    is_acting: bool
    seen: tuple[PartialDate, ...]

    def on(self, day: date | None) -> str:
        """Say whether it held on a day; without a day nobody knows."""
        return people.holds_on(self.held, self.seen, day) if day else "possibly"


@dataclass
class Wanted:
    """The keys of what a page names; whatever is ``None`` is left out."""

    persons: set[int | None] = field(default_factory=set)
    offices: set[int | None] = field(default_factory=set)
    institutions: set[int | None] = field(default_factory=set)
    cities: set[int | None] = field(default_factory=set)
    others: list[Model] = field(default_factory=list)


class Register:
    """Persons, offices, institutions and cities of one page, for readers of one language, as of one day.

    Institutions are linked; where ``reached`` is given, only those in it, for the page may name others too.
    """

    def __init__(self, language: str, *, day: date | None, today: date, page: str = "") -> None:
        self.language, self.day, self.today, self.page = language, day, today, page
        self.persons: dict[int, Person] = {}
        self.offices: dict[int, Office] = {}
        self.institutions: dict[int, Institution] = {}
        self.cities: dict[int, City] = {}
        self.sites: dict[int, Site] = {}
        self.others: dict[tuple[type[Model], int], Model] = {}
        self.reached: Set[int] | None = None
        self._bases: dict[int, list[PublicationBasis]] = defaultdict(list)
        self._held: dict[int, list[Held]] = defaultdict(list)

    def load(self, wanted: Wanted) -> None:
        """Load everything that is wanted: seven queries at most, however much it is."""
        self._load_persons({pk for pk in wanted.persons if pk})
        offices = {pk for pk in wanted.offices if pk} | {one.office for held in self._held.values() for one in held}
        if offices:
            known = Office.objects.filter(Q(pk__in=offices) | Q(deputies__in=offices)).distinct()
            self.offices = {one.pk: one for one in known}
        institutions = {pk for pk in wanted.institutions if pk} | {one.institution_id for one in self.offices.values()}
        if institutions:
            for one in Institution.objects.filter(pk__in=institutions).select_related(_ABOVE, "cluster"):
                self._keep(one)
        if cities := {pk for pk in wanted.cities if pk}:
            self.cities = City.objects.in_bulk(cities)
        self.others = {(type(record), record.pk): record for record in wanted.others}
        named = (self.persons, self.offices, self.institutions, self.cities)
        attach_names([*wanted.others, *self.sites.values(), *(record for records in named for record in records.values())])

    def _keep(self, institution: Institution | None) -> None:
        """Keep an institution with what it is a part of, each once."""
        while institution is not None and institution.pk not in self.institutions:
            self.institutions[institution.pk] = institution
            if institution.cluster_id and "cluster" in institution._state.fields_cache:
                self.institutions.setdefault(institution.cluster_id, institution.cluster)  # type: ignore[arg-type]
            institution = institution._state.fields_cache.get("parent")

    def _load_persons(self, keys: set[int]) -> None:
        if not keys:
            return
        found = Person.objects.filter(Q(pk__in=keys) | Q(cluster_members__in=keys)).distinct()
        self.persons = {person.pk: person for person in found}
        heads = {person.cluster_id or person.pk for person in self.persons.values()}
        of_cluster = Q(person__in=heads) | Q(person__cluster__in=heads)
        for basis in PublicationBasis.objects.filter(of_cluster).select_related("person"):
            self._bases[basis.person.cluster_id or basis.person_id].append(basis)
        self._load_appointments(of_cluster)

    def _load_appointments(self, of_cluster: Q) -> None:
        columns = ("pk", "person_id", "person__cluster_id", "office_id", "held", "is_acting", "observations__on", "is_shown")
        found = Appointment.objects.filter(of_cluster).order_by("held_earliest", "pk")
        shown = Exists(shown_observations(NOBODY).filter(pk=OuterRef("observations")))
        seen: dict[int, list[PartialDate]] = defaultdict(list)
        kept: dict[int, tuple[int, int, PartialDate | None, bool]] = {}
        hidden: set[int] = set()
        for pk, person, cluster, office, held, is_acting, on, is_shown in found.annotate(is_shown=shown).values_list(*columns):
            kept[pk] = (cluster or person, office, held, is_acting)
            if on and is_shown:
                seen[pk].append(on)
            elif on and not held:
                hidden.add(pk)  # nothing else may tell of this appointment
        for pk, (head, office, held, is_acting) in kept.items():
            if pk not in hidden or seen[pk]:
                self._held[head].append(Held(office, held, is_acting, tuple(seen[pk])))

    def on(self, day: date | None, page: str = "") -> Register:
        """Return the same register as of another day; with *page* for what the page of another record may name."""
        other = copy(self)
        other.day, other.page = day, page or self.page
        return other

    # ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def institution(self, key: int | None) -> Mention | None:
        """Return an institution by the name that it bore on the page's day, leading to the page under which it is shown."""
        institution = self.institutions.get(key) if key else None
        if institution is None:
            return None
        shown = name_on(institution.names.all(), self.language, self.day)
        head = self.institutions.get(institution.cluster_id or 0, institution)
        is_linked = self.reached is None or institution.pk in self.reached
        address = addresses.address_of(head, self.language) if is_linked else ""
        name = shown or ShownName(str(institution), self.language, False)  # noqa: FBT003
        return Mention(name.text, name.language, address, institution.kind_of)

    def names_of_institution(self, key: int | None) -> list[str]:
        """Return every name that an institution ever bore, the longest first; without those of a letter or two."""
        institution = self.institutions.get(key) if key else None
        names = {name.value for name in institution.names.all()} if institution else set()
        return sorted((name for name in names if len(name) > 2), key=lambda name: (-len(name), name))

    def above(self, key: int | None) -> tuple[Mention, ...]:
        """Return what an institution is a part of, the nearest first."""
        found: list[Mention] = []
        institution = self.institutions.get(key) if key else None
        seen: set[int] = set()
        while institution is not None and institution.parent_id and institution.parent_id not in seen:
            seen.add(institution.parent_id)
            mention = self.institution(institution.parent_id)
            if mention:
                found.append(mention)
            institution = self.institutions.get(institution.parent_id)
        return tuple(found)

    def city(self, key: int | None) -> Mention | None:
        """Return a city by the name of the page's day."""
        return self.named(self.cities.get(key) if key else None)

    def named(self, record: Model | None) -> Mention | None:
        """Return a record with names that has no page of its own."""
        shown = name_on(record.names.all(), self.language, self.day) if record is not None else None  # type: ignore[attr-defined]
        return Mention(shown.text, shown.language) if shown else None

    # ── Persons ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def head(self, key: int) -> Person:
        """Return the record under which a person is shown."""
        person = self.persons[key]
        return self.persons.get(person.cluster_id or 0, person)

    def may_name(self, key: int | None, page: str | None = None) -> bool:
        """Say whether a person may be named on this page, or on that of another record, given by public id."""
        where = self.page if page is None else page
        return key in self.persons and people.may_name(self._bases[self.head(key).pk], where, self.today)

    def is_forbidden(self, key: int | None, page: str) -> bool:
        """Say whether a person is not to be named on the page of a record, given by public id, whatever else allows it."""
        bases = self._bases[self.head(key).pk] if key in self.persons else []
        return any(one.kind == BasisKind.NONE and one.scope == page and people.basis_holds(one, self.today) for one in bases)

    def person(self, key: int | None) -> PersonLine | None:
        """Return somebody who may be named here, with a link where she may be named everywhere; else nothing."""
        if key is None or not self.may_name(key):
            return None
        person = self.head(key)
        shown = people.full_name(person, self.language, self.day) or ShownName(str(person), self.language, False)  # noqa: FBT003
        everywhere = people.may_name(self._bases[person.pk], "", self.today)
        address = addresses.address_of(person, self.language) if everywhere else ""
        return PersonLine(
            name=Mention(shown.text, shown.language, address),
            titles=people.titles_on(person.titles.all(), self.language, self.day),
            sort=people.sort_key(person, self.language),
            key=person.pk,
        )

    def bases_of(self, key: int) -> list[PublicationBasis]:
        """Return the publication bases of a person's cluster."""
        return self._bases[self.head(key).pk]

    # ── Offices ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def office(self, key: int | None, person: int | None = None, *, link: bool = True) -> OfficeLine | None:
        """Return an office by its title of the page's day; for a *person* also whether it is only assumed that she held it."""
        office = self.offices.get(key) if key else None
        if office is None:
            return None
        institution = self.institution(office.institution_id)
        return OfficeLine(
            title=self._title(office, self.head(person).gender if person in self.persons else ""),
            institution=institution if link or institution is None else Mention(institution.text, institution.language),
            is_assumed=person in self.persons and self._is_assumed(office.pk, person),
            institution_key=office.institution_id,
            portfolio=office.portfolio,
            deputy_of=self._deputised(office),
            deputy_number=office.deputy_number,
        )

    def _title(self, office: Office, gender: str = "") -> Mention:
        shown = people.office_title(office.names.all(), self.language, self.day, gender)
        return Mention(shown.text, shown.language) if shown else Mention(str(office), self.language)

    def _deputised(self, deputy: Office) -> OfficeLine | None:
        """Return the office whose deputy an office is, whoever holds it."""
        office = self.offices.get(deputy.deputy_of_id or 0)
        if office is None:
            return None
        is_elsewhere = office.institution_id != deputy.institution_id
        return OfficeLine(self._title(office), self.institution(office.institution_id) if is_elsewhere else None)

    def office_of_somebody(self, key: int | None, person: int | None) -> OfficeLine | None:
        """Return the office of somebody spoken of; only its institution where she may not be named, for it tells who she is."""
        line = self.office(key, person)
        if line is None or person is None or self.may_name(person):
            return line
        return OfficeLine(line.institution, None) if line.institution else None

    def _is_assumed(self, office: int, person: int) -> bool:
        """Without any appointment the part in the edition itself says it; else the appointments must hold certainly."""
        of_office = [held for held in self._held[self.head(person).pk] if held.office == office]
        return bool(of_office) and not any(held.on(self.day) == "certainly" for held in of_office)

    def office_by_day(self, person: int) -> OfficeLine | None:
        """Return the public office that somebody held on the page's day, where nothing else names one; the certain one first."""
        held = [(one.on(self.day), one) for one in self._held[self.head(person).pk]]
        for wanted in ("certainly", "possibly") if self.day else ():
            for said, one in held:
                if said == wanted and one.office in self.offices and self.offices[one.office].names_holders:
                    return self.office(one.office, person, link=False)
        return None

    def offices_over_time(self, person: int) -> Iterable[Held]:
        """Return everything that somebody is known to have held, in the order of time."""
        return self._held[self.head(person).pk]


def local(text: LocalText, language: str) -> Mention | None:
    """Return a text as a mention, for lists in which names and texts stand beside each other."""
    shown = text.shown(language) if text else None
    return Mention(shown.text, shown.language) if shown else None
