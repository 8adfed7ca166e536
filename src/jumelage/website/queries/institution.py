"""The page of one institution: its names over time, where it belongs, its offices, and the editions it took part in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from jumelage.accounts.actor import NOBODY
from jumelage.agreements.models import Party
from jumelage.agreements.queries import public_agreements
from jumelage.fields.models import NameRecord
from jumelage.fields.names import name_on
from jumelage.people import queries as people
from jumelage.people.models import Appointment, Institution, InstitutionKind, Office, Succession, SuccessionKind
from jumelage.programme import queries as programme
from jumelage.programme.models import ProgrammeItem
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import Delegation, Organiser, Participation, ParticipationKind, SeriesLead
from jumelage.values import LocalText, PartialDate
from jumelage.website import addresses, reach, wording
from jumelage.website.archive.agreements import AgreementLink, piece_links
from jumelage.website.archive.gather import Piece, branch, pieces
from jumelage.website.archive.lines import EditionLine, SeriesLink, edition_line
from jumelage.website.archive.register import Mention, OfficeLine, PersonLine, Register, Wanted
from jumelage.website.archive.shadowing import (
    ShadowingLine,
    branches,
    institutions_of,
    persons_of,
    series_of,
    shadowing_lines,
)
from jumelage.website.queries import linked, loading
from jumelage.website.queries.frame import Head, Link, make_head


@dataclass(frozen=True)
class NameLine:
    """A name in one language, and when it was in use."""

    text: str
    language: str
    kind: str
    valid: PartialDate | None


@dataclass(frozen=True)
class HolderLine:
    """Somebody who held an office, as far as everybody may read it: from – to, else when it was observed."""

    person: PersonLine
    held: PartialDate | None
    seen: tuple[PartialDate, ...]
    is_acting: bool


@dataclass(frozen=True)
class OfficeView:
    """An office of the institution, whose deputy it is and for what, and its holders in the order of time."""

    title: Mention
    deputy_of: OfficeLine | None
    deputy_number: int | None
    portfolio: LocalText
    holders: tuple[HolderLine, ...]


@dataclass(frozen=True)
class ChangeLine:
    """What the institution came from, or what came from it."""

    institution: Mention
    kind: str
    on: PartialDate | None


@dataclass(frozen=True)
class PartLine:
    """An edition, and as what the institution took part in it."""

    line: EditionLine
    roles: tuple[str, ...]


@dataclass(frozen=True)
class InstitutionPage:
    """Everything on the page of an institution."""

    head: Head
    record: Institution
    mention: Mention
    kind: str
    city: Mention | None
    names: tuple[NameLine, ...]
    above: tuple[Mention, ...]
    units: tuple[Mention, ...]
    predecessors: tuple[ChangeLine, ...]
    successors: tuple[ChangeLine, ...]
    offices: tuple[OfficeView, ...]
    series: tuple[SeriesLink, ...]
    editions: tuple[PartLine, ...]
    shadowings: tuple[ShadowingLine, ...]
    agreements: tuple[AgreementLink, ...]

    @property
    def linked(self) -> dict[str, Any]:
        """The same for machines, by schema.org."""
        return linked.institution(self)


def institution_page(public_id: str, language: str, *, today: date) -> InstitutionPage | None:
    """Return the page of an institution that is public and shown under itself, or ``None``."""
    reached = reach.reached_institutions()
    found = Institution.objects.filter(pk__in=reached, public_id=public_id, cluster=None).select_related("city")
    record = found.first()
    return _Page(record, reached, Register(language, day=None, today=today, page=public_id)).make() if record else None


class _Page:
    """Makes the page from its rows."""

    def __init__(self, record: Institution, reached: set[int], register: Register) -> None:
        self.record, self.register, self.language = record, register, register.language
        register.reached = reached
        members = {record.pk, *Institution.objects.filter(cluster=record).values_list("pk", flat=True)}
        self.rows = _rows(members, register.today)
        named = {one.first or 0 for kind in _EDITION_ROWS for one in self.rows[kind]}
        self.editions = list(loading.for_lists(seminars.public_editions().filter(pk__in=named)))
        led = {one.first or 0 for one in self.rows["lead"]}
        found = list(seminars.public_series().filter(pk__in=led | series_of(self.rows)).prefetch_related("names"))
        self.series = [one for one in found if one.pk in led]
        self.near = found
        self._load(members)

    def _load(self, members: set[int]) -> None:
        offices = [one.first for one in self.rows["office"]]
        self.holders = list(Appointment.objects.filter(office__in=offices).values_list("person_id", "office_id").distinct())
        changes = [one.first for kind in ("predecessor", "successor") for one in self.rows[kind]]
        self.register.load(
            Wanted(
                persons={*(person for person, _office in self.holders), *persons_of(self.rows)},
                offices=set(offices),
                institutions={*members, *changes, *institutions_of(self.rows), *(one.first for one in self.rows["unit"])},
                cities={self.record.city_id},
            )
        )

    def make(self) -> InstitutionPage:
        record = self.register.institutions[self.record.pk]
        mention = self.register.institution(record.pk)
        assert mention is not None
        return InstitutionPage(
            head=self._head(record),
            record=self.record,
            mention=mention,
            kind=_kind(record),
            city=self.register.city(record.city_id),
            names=name_lines(record.names.all(), self.language),
            above=self.register.above(record.pk),
            units=tuple(unit for unit in map(self.register.institution, self._keys("unit")) if unit and unit.address),
            predecessors=self._changes("predecessor"),
            successors=self._changes("successor"),
            offices=self._offices(),
            series=tuple(SeriesLink(one, addresses.address_of(one, self.language)) for one in self.series),
            editions=self._parts(),
            shadowings=shadowing_lines(self.rows, self.near, self.register),
            agreements=piece_links(self.rows["agreement"], self.language),
        )

    def _keys(self, kind: str) -> list[int]:
        return [one.first or 0 for one in self.rows[kind]]

    def _changes(self, kind: str) -> tuple[ChangeLine, ...]:
        lines = []
        for one in self.rows[kind]:
            institution = self.register.institution(one.first)
            if institution and institution.address:
                on = PartialDate.parse(one.when) if one.when else None
                lines.append(ChangeLine(institution, str(SuccessionKind(one.word).label), on))
        return tuple(lines)

    def _offices(self) -> tuple[OfficeView, ...]:
        """Return the offices that somebody is named for here: the public ones, and those in which she took part (as there)."""
        views = []
        took_part = {(one.second, one.first) for kind in ("came", "further") for one in self.rows[kind]}
        for piece in self.rows["office"]:
            is_public = self.register.offices[piece.first or 0].names_holders
            heads = {self.register.head(person).pk for person, office in self.holders if office == piece.first}
            told = {head for head in heads if is_public or (head, piece.first) in took_part}
            holders = [line for head in told for line in self._held(head, piece.first or 0)]
            office = self.register.office(piece.first)
            if office and holders:
                ordered = sorted(holders, key=_by_time)
                views.append(OfficeView(office.title, office.deputy_of, office.deputy_number, office.portfolio, tuple(ordered)))
        return tuple(views)

    def _held(self, person: int, office: int) -> list[HolderLine]:
        named = self.register.person(person)
        held = [one for one in self.register.offices_over_time(person) if one.office == office] if named else []
        return [HolderLine(named, one.held, one.seen, one.is_acting) for one in held if named]

    def _parts(self) -> tuple[PartLine, ...]:
        roles: dict[int, list[str]] = defaultdict(list)
        for kind in _EDITION_ROWS:
            for one in self.rows[kind]:
                words = str(ParticipationKind(one.word).label) if kind == "person" else _ROLES[kind]()
                if words not in roles[one.first or 0]:
                    roles[one.first or 0].append(words)
        return tuple(PartLine(edition_line(one, self.language), tuple(roles[one.pk])) for one in _newest_first(self.editions))

    def _head(self, record: Institution) -> Head:
        title = wording.institution_title(record, self.language)
        return make_head(
            title=title,
            description=wording.joined([title, _kind(record)]),
            language=self.language,
            addresses=(of_all_languages := addresses.alternates(record)),
            crumbs=(Link(title, of_all_languages[self.language]),),
        )


def _kind(record: Institution) -> str:
    return str(InstitutionKind(record.kind_of).label) if record.kind_of else ""


#: Rows that tell of an edition, and what they make of the institution there.
_EDITION_ROWS = ("organiser", "body", "person", "visit", "host")
_ROLES = {
    "organiser": lambda: _("organiser"),
    "body": lambda: _("sent members of the delegation"),
    "visit": lambda: _("was visited"),
    "host": lambda: _("host of a part of the programme"),
}


def _rows(members: set[int], today: date) -> dict[str, list[Piece]]:
    """Load where an institution (with those that are the same) is named in something public, in one query."""
    editions = seminars.public_editions().values("pk")
    items = programme.public_items().values("pk")
    bodies = Delegation.bodies.through._default_manager.filter(delegation__edition__in=editions, institution__in=members)
    hosts = ProgrammeItem.hosts.through._default_manager.filter(programmeitem__in=items, institution__in=members)
    further = Participation.further_offices.through._default_manager.filter(office__institution__in=members)
    named = Exists(_named(today).filter(pk=OuterRef("participation")))
    further = further.filter(named, participation__edition__in=editions)
    came = Q(institution__in=members) | Q(office__institution__in=members) | Q(pk__in=further.values("participation"))
    in_office = _named(today).filter(edition__in=editions, office__institution__in=members)
    leads = SeriesLead.objects.filter(institution__in=members, series__in=seminars.public_series().values("pk"))
    return pieces(
        branch("organiser", Organiser.objects.filter(edition__in=editions, institution__in=members), first="edition_id"),
        branch("lead", leads, first="series_id"),
        branch("body", bodies, first="delegation__edition_id"),
        branch(
            "person", Participation.objects.filter(came, edition__in=editions),
            place="position", word="kind_of", first="edition_id",
        ),
        branch("came", in_office, first="office_id", second=_head("person")),
        branch("further", further, first="office_id", second=_head("participation__person")),
        branch("visit", programme.visible_visits(NOBODY).filter(institution__in=members), first="edition_id"),
        branch("host", hosts, first="programmeitem__edition_id"),
        branch("unit", Institution.objects.filter(parent__in=members, cluster=None), first="pk"),
        branch(
            "predecessor", Succession.objects.filter(successor__in=members),
            place="position", word="kind", when="on", first="predecessor_id",
        ),
        branch("successor", Succession.objects.filter(predecessor__in=members), word="kind", when="on", first="successor_id"),
        branch("office", Office.objects.filter(institution__in=members), place="rank", first="pk"),
        branch(
            "agreement", public_agreements().filter(pk__in=Party.objects.filter(institution__in=members).values("agreement")),
            public_id="public_id", when="signed_on", text="title",
        ),
        *branches(seminars.public_job_shadowings().filter(Q(sent_by__in=members) | Q(hosted_by__in=members))),
    )  # fmt: skip


def _named(today: date) -> QuerySet[Participation]:
    """Return the participations of somebody who may be named on the page of their edition."""
    unnamed = people.unnamed_at("edition__public_id", today)
    return Participation.objects.filter(~Exists(unnamed.filter(pk=OuterRef("person"))), person__isnull=False)


def _head(person: str) -> Coalesce:
    """Return the key under which somebody is shown; *person* is the path to her."""
    return Coalesce(f"{person}__cluster_id", f"{person}_id")


def name_lines(rows: Any, language: str) -> tuple[NameLine, ...]:
    """Return names over time, those in the reader's language first, each language's by time."""
    listed: list[NameRecord] = list(rows)
    shown = name_on(listed, language)
    order = {shown.language: 0} if shown else {}
    listed.sort(key=lambda row: (order.get(row.language, 1), row.language, row.valid_earliest or date.min, row.position))  # type: ignore[attr-defined]
    return tuple(NameLine(row.value, row.language, str(row.get_kind_display()), row.valid) for row in listed)


def _by_time(line: HolderLine) -> date:
    seen = [one.earliest for one in line.seen if one.earliest]
    return (line.held.earliest if line.held else None) or min(seen, default=date.max)


def _newest_first(editions: list[Any]) -> list[Any]:
    return sorted(editions, key=lambda one: (one.dates.earliest if one.dates else None) or date.max, reverse=True)
