"""The page of one person who may be named everywhere: names, titles, offices over time, and the editions she was at."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jumelage.accounts.actor import NOBODY
from jumelage.people import rules as people
from jumelage.people.models import Appointment, BasisKind, Person
from jumelage.people.queries import in_force, visible_counterparts
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import (
    Attendance,
    Edition,
    ExternalPublication,
    Function,
    Organiser,
    Participation,
    ParticipationKind,
)
from jumelage.values import LocalText, PartialDate
from jumelage.website import addresses, reach, wording
from jumelage.website.archive import counterparts
from jumelage.website.archive.counterparts import CounterpartLine
from jumelage.website.archive.gather import Piece, branch, pieces
from jumelage.website.archive.lines import EditionLine, by_date, edition_line
from jumelage.website.archive.register import Mention, OfficeLine, PersonLine, Register, Wanted
from jumelage.website.queries import linked, loading
from jumelage.website.queries.frame import Head, Link, make_head
from jumelage.website.queries.institution import NameLine, name_lines


@dataclass(frozen=True)
class HeldOffice:
    """An office over time: from – to, else when the person was observed in it; whose deputy it is, and for what."""

    title: Mention
    institution: Mention | None
    held: PartialDate | None
    seen: tuple[PartialDate, ...]
    is_acting: bool
    deputy_of: OfficeLine | None
    deputy_number: int | None
    portfolio: LocalText


@dataclass(frozen=True)
class PersonPart:
    """An edition, as what the person was there, and in which office on that day."""

    line: EditionLine
    roles: tuple[str, ...]
    offices: tuple[OfficeLine, ...]


@dataclass(frozen=True)
class PersonPage:
    """Everything on the page of a person."""

    head: Head
    record: Person
    person: PersonLine
    names: tuple[NameLine, ...]
    offices: tuple[HeldOffice, ...]
    editions: tuple[PersonPart, ...]
    counterparts: tuple[CounterpartLine, ...]

    @property
    def linked(self) -> dict[str, Any]:
        """The same for machines, by schema.org."""
        return linked.person(self)


def person_page(public_id: str, language: str, *, today: date) -> PersonPage | None:
    """Return the page of a person who may be named everywhere and is shown under herself, or ``None``."""
    register = Register(language, day=None, today=today)
    register.reached = reached = reach.reached_institutions()
    public = reach.public_persons(today, reached=reached)
    record = public.filter(public_id=public_id, cluster=None).first()
    return _Page(record, register, public).make() if record else None


class _Page:
    """Makes the page from its rows."""

    def __init__(self, record: Person, register: Register, public: QuerySet[Person]) -> None:
        self.key, self.register, self.language = record.pk, register, register.language
        self.rows = _rows(record, register.today)
        self.pairs = counterparts.pairs_of(self.rows)
        for kind in (counterparts.FIRST, counterparts.SECOND, counterparts.FIELD):
            self.rows.pop(kind, None)
        others = {key for key in counterparts.persons_of(self.pairs) if key}
        self.linked = set(public.filter(pk__in=others).values_list("pk", flat=True)) if others else set()
        found = {one.first or 0 for rows in self.rows.values() for one in rows}
        self.editions: list[Edition] = list(loading.for_lists(seminars.public_editions().filter(pk__in=found)))
        part = self.rows["part"]
        register.load(
            Wanted(
                persons={record.pk, *others},
                offices={
                    *(one.second for one in part),
                    *(one.second for one in self.rows["further"]),
                    *counterparts.offices_of(self.pairs),
                },
                institutions={one.third for one in part},
            )
        )

    def make(self) -> PersonPage | None:
        person = self.register.person(self.key)
        if person is None:
            return None
        record = self.register.persons[self.key]
        return PersonPage(
            head=self._head(record),
            record=record,
            person=replace(person, name=replace(person.name, address=addresses.address_of(record, self.language))),
            names=name_lines(record.names.all(), self.language),
            offices=self._offices(),
            editions=tuple(self._parts()),
            counterparts=counterparts.counterparts_of(self.key, self.pairs, self.linked, self.register),
        )

    def _offices(self) -> tuple[HeldOffice, ...]:
        """Return the public offices that the person held, and those in which she took part in something published."""
        shown = {one.second for kind in ("part", "further") for one in self.rows[kind]}
        lines = []
        for held in self.register.offices_over_time(self.key):
            office = self.register.offices[held.office]
            day = held.held.earliest if held.held else next((one.earliest for one in held.seen), None)
            line = self.register.on(day).office(held.office, self.key)
            if line and (office.names_holders or office.pk in shown):
                lines.append(
                    HeldOffice(
                        title=line.title,
                        institution=line.institution,
                        held=held.held,
                        seen=held.seen,
                        is_acting=held.is_acting,
                        deputy_of=line.deputy_of,
                        deputy_number=line.deputy_number,
                        portfolio=line.portfolio,
                    )
                )
        return tuple(lines)

    def _parts(self) -> list[PersonPart]:
        roles: dict[int, list[str]] = defaultdict(list)
        offices: dict[int, list[OfficeLine]] = defaultdict(list)
        kept = {edition.pk: edition for edition in self.editions}
        for kind, rows in self.rows.items():
            for one in rows:
                edition = kept.get(one.first or 0)
                if edition is None:
                    continue
                if (words := _role(kind, one)) and words not in roles[edition.pk]:
                    roles[edition.pk].append(words)
                office = self.register.on(wording.edition_day(edition)).office(one.second, self.key)
                if office and office.title not in [line.title for line in offices[edition.pk]]:
                    offices[edition.pk].append(office)
        ordered = sorted(self.editions, key=by_date, reverse=True)
        return [PersonPart(edition_line(one, self.language), tuple(roles[one.pk]), tuple(offices[one.pk])) for one in ordered]

    def _head(self, record: Person) -> Head:
        title = wording.person_title(record, self.language)
        public = [basis for basis in self.register.bases_of(self.key) if basis.kind == BasisKind.PUBLIC_OFFICE]
        of_all_languages = addresses.alternates(record)
        head = make_head(
            title=title,
            description=title,
            language=self.language,
            addresses=of_all_languages,
            crumbs=(Link(title, of_all_languages[self.language]),),
        )
        return replace(head, is_indexed=people.may_name(public, "", self.register.today))


def _role(kind: str, piece: Piece) -> str:
    if kind == "led":
        return _("led the edition")
    if kind == "author":
        return _("wrote about it")
    if kind == "further":
        return ""
    words = str(Function(piece.more).label if piece.more else ParticipationKind(piece.word).label)
    return f"{words} ({Attendance.ABSENT.label})" if piece.when == Attendance.ABSENT else words


def _rows(record: Person, today: date) -> dict[str, list[Piece]]:
    """Load the person's parts in what is published, in one query; those of all records that are the same person.

    What is forbidden on the page of a single edition is not told here either.
    """
    members = Person.objects.filter(Q(pk=record.pk) | Q(cluster=record.pk)).values("pk")
    forbidden = in_force(today).filter(kind=BasisKind.NONE, person__in=members).order_by().values("scope")
    editions = seminars.public_editions().exclude(public_id__in=forbidden).values("pk")
    further = Participation.further_offices.through._default_manager
    held = Appointment.objects.filter(person__in=members, office__names_holders=True).values("office")
    is_one = Q(first_person__in=members) | Q(second_person__in=members)
    holds_one = Q(first_person=None, first_office__in=held) | Q(second_person=None, second_office__in=held)
    return pieces(
        branch(
            "part", Participation.objects.filter(edition__in=editions, person__in=members), place="position", word="kind_of",
            more="function", when="state", first="edition_id", second="office_id", third="institution_id",
        ),
        branch(
            "further", further.filter(participation__edition__in=editions, participation__person__in=members),
            first="participation__edition_id", second="office_id",
        ),
        branch("led", Organiser.objects.filter(edition__in=editions, led_by__in=members), first="edition_id"),
        branch("author", ExternalPublication.objects.filter(edition__in=editions, author__in=members), first="edition_id"),
        *counterparts.branches(visible_counterparts(NOBODY).filter(is_one | holds_one)),
    )  # fmt: skip
