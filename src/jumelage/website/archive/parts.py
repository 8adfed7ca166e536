"""The rows that the page of an edition is made of, loaded in nine queries, however many they are.

Only what everybody may see: public items and what hangs on them, approved statements by voices that may be named.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import IntegerField, Model, Q, QuerySet
from django.db.models.functions import Cast

from jumelage.accounts.actor import NOBODY
from jumelage.agreements.queries import public_agreements
from jumelage.partnerships.models import Partnership, Side, Topic
from jumelage.people.models import Site
from jumelage.people.queries import visible_counterparts
from jumelage.programme import queries as programme
from jumelage.programme.models import Contribution, Presence, ProgrammeItem, Statement
from jumelage.protocol.queries import public_honours
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import (
    Delegation,
    Edition,
    EventLink,
    ExternalEvent,
    ExternalPublication,
    FocusTopic,
    FrameworkInitiative,
    Objective,
    Organiser,
    Participation,
    Project,
    ProjectLink,
    SeriesLead,
)
from jumelage.website.archive import counterparts, honours
from jumelage.website.archive.gather import Piece, attach, branch, pieces
from jumelage.website.archive.register import Register, Wanted

Pieces = dict[str, list[Piece]]


@dataclass(frozen=True)
class Parts:
    """Everything below an edition and beside it, as rows; the sides of its partnership, and of others by partnership."""

    participations: list[Participation]
    items: list[ProgrammeItem]
    contributions: list[Contribution]
    statements: list[Statement]
    publications: list[ExternalPublication]
    links: Pieces
    texts: Pieces
    related: list[Edition]
    sides: dict[int, Side]
    other_sides: dict[int, list[Side]]
    sites: dict[int, Site]

    def pairs(self, what: str) -> dict[int, list[int]]:
        """Return links of a kind as a dictionary from their first ends to their second."""
        found: dict[int, list[int]] = defaultdict(list)
        for piece in self.links[what]:
            found[piece.first or 0].append(piece.second or 0)
        return found

    def by_key(self, what: str) -> dict[int, Piece]:
        """Return pieces of a kind by their keys."""
        return {piece.pk: piece for piece in self.texts[what]}

    def public_ids(self) -> list[str]:
        """Return the public ids of all records here, about which sources may say something."""
        rows: tuple[list[Any], ...] = (self.participations, self.items, self.contributions, self.statements)
        listed = [row.public_id for rows_of_kind in rows for row in rows_of_kind]
        texts = [piece.public_id for found in self.texts.values() for piece in found]
        return [*listed, *texts, *(piece.public_id for piece in self.links["delegation"])]


def parts_of(edition: Edition) -> Parts:
    """Load everything below an edition and beside it; names are left to the register."""
    items = programme.public_items().filter(edition=edition)
    listed = list(items.order_by("position", "pk"))
    texts = _texts(edition, listed)
    sides: dict[int, list[Side]] = defaultdict(list)
    for one in texts["side"]:
        sides[one.second or 0].append(Side(pk=one.pk, order=one.place, label=one.text, city_id=one.first or 0))
    return Parts(
        participations=list(Participation.objects.filter(edition=edition).order_by("position", "pk")),
        items=listed,
        contributions=list(Contribution.objects.filter(item__in=items.values("pk")).order_by("position", "pk")),
        statements=list(programme.visible_statements(NOBODY).filter(edition=edition).order_by("position", "pk")),
        publications=list(ExternalPublication.objects.filter(edition=edition).order_by("position", "pk")),
        links=_links(edition),
        texts=texts,
        related=_related(edition),
        sides={side.pk: side for side in sides.pop(edition.series.partnership_id)},
        other_sides=sides,
        sites={one.pk: Site(pk=one.pk, street=one.word) for one in texts["site"]},
    )


def _links(edition: Edition) -> Pieces:
    """Load what connects an edition and its parts with other records, from fourteen tables in one query."""
    below = {"edition": edition}
    presences = Presence.objects.filter(item__edition=edition)
    return pieces(
        branch("organiser", Organiser.objects.filter(**below), place="position", first="institution_id", second="side_id", third="led_by_id"),
        branch(
            "delegation", Delegation.objects.filter(**below), public_id="public_id", place="position",
            first="side_id", second="planned_size", third="size",
        ),
        branch("lead", SeriesLead.objects.filter(series=edition.series_id), place="position", first="institution_id", second="side_id"),
        branch("presence", presences, place="position", word="status", first="item_id", second="participation_id", third="delegation_id"),
        branch("event", EventLink.objects.filter(**below), place="position", word="kind", first="event_id"),
        branch("project", ProjectLink.objects.filter(**below), place="position", word="kind", first="project_id"),
        *(
            branch(what, field.through._default_manager.filter(**{found: edition}), first=first, second=second)
            for what, field, found, first, second in (
                ("body", Delegation.bodies, "delegation__edition", "delegation_id", "institution_id"),
                ("office", Participation.further_offices, "participation__edition", "participation_id", "office_id"),
                ("host", ProgrammeItem.hosts, "programmeitem__edition", "programmeitem_id", "institution_id"),
                ("initiative", Edition.initiatives, "edition", "edition_id", "frameworkinitiative_id"),
                ("topic", Edition.topics, "edition", "edition_id", "topic_id"),
                ("focus_topic", FocusTopic.topics, "focustopic__edition", "focustopic_id", "topic_id"),
            )
        ),
        *counterparts.branches(visible_counterparts(NOBODY).filter(partnership=edition.series.partnership_id)),
    )  # fmt: skip


def _texts(edition: Edition, items: list[ProgrammeItem]) -> Pieces:
    """Load what is short and has a text or a name, from twelve tables in one query."""
    below = {"edition": edition}
    visits = programme.visible_visits(NOBODY).filter(**below)
    there = {item.site_id for item in items if item.site_id}
    at = Q(pk__in=there) | Q(pk__in=visits.values("site"))
    sites = Site.objects.filter(at | Q(rooms__in=there) | Q(rooms__in=visits.values("site"))).distinct()
    events = Q(links__edition=edition) | Q(pk__in={item.event_id for item in items if item.event_id})
    projects = Q(links__edition=edition) | Q(pk__in=Contribution.objects.filter(**below).values("subject_project"))
    initiatives = FrameworkInitiative.objects.filter(pk__in=edition.initiatives.values("pk"))
    dated = {"public_id": "public_id", "when": "period", "text": "description"}
    return pieces(
        branch(
            "visit", visits, public_id="public_id", place="position", word="state", text="requested_topics",
            first="institution_id", second="site_id", third="group_size",
        ),
        branch("focus", FocusTopic.objects.filter(**below), public_id="public_id", place="position", text="title"),
        branch("objective", Objective.objects.filter(**below), public_id="public_id", place="position", text="text", first="topic_id"),
        branch("topic", _topics(edition), public_id="public_id", text="label"),
        branch("side", _sides(edition), place="order", text="label", first="city_id", second="partnership_id"),
        branch(
            "event", ExternalEvent.objects.filter(events).distinct(), public_id="public_id", place=Cast("is_roman", IntegerField()),
            word="attendance", more="website", when="dates", first="ordinal", second="city_id", third="organiser_id",
        ),
        branch("project", Project.objects.filter(projects).distinct(), **dated),
        branch("initiative", initiatives, more="website", first="basis_id", **dated),
        branch(
            "basis", public_agreements().filter(pk__in=initiatives.values("basis")),
            public_id="public_id", when="signed_on", text="title",
        ),
        branch("site", sites, public_id="public_id", word="street", more="postal_code", first="institution_id", second="within_id", third="city_id"),
        *honours.branches(public_honours().filter(edition=edition)),
    )  # fmt: skip


def _sides(edition: Edition) -> QuerySet[Side]:
    """Return the sides of the edition's partnership, and of those that were in the same city."""
    there = seminars.public_editions().filter(host_city=edition.host_city_id, host_city__isnull=False)
    near = Q(partnership__in=there.values("series__partnership"))
    return Side.objects.filter(near | Q(partnership=edition.series.partnership_id))


def _topics(edition: Edition) -> QuerySet[Topic]:
    """Return the topics of an edition, of its focus topics and of its objectives."""
    focus = FocusTopic.topics.through._default_manager.filter(focustopic__edition=edition).values("topic_id")
    objectives = Objective.objects.filter(edition=edition).values("topic")
    return Topic.objects.filter(Q(pk__in=edition.topics.values("pk")) | Q(pk__in=focus) | Q(pk__in=objectives))


def _related(edition: Edition) -> list[Edition]:
    """Return the other public editions of the series and in the same city, as far as lists need them; one query."""
    near = Q(series=edition.series_id) | Q(host_city=edition.host_city_id, host_city__isnull=False)
    found = seminars.public_editions().filter(near).exclude(pk=edition.pk).order_by("pk")
    return list(found.select_related("series").defer("summary", "state_note", "numbers_note", "series__purpose"))


def wanted_of(edition: Edition, parts: Parts) -> Wanted:
    """Return whom and what the page of an edition names."""
    people, spoken, links, texts = parts.participations, parts.contributions, parts.links, parts.texts
    wanted = Wanted()
    wanted.persons = {
        *(one.person_id for one in people),
        *(one.represents_person_id for one in people),
        *(piece.third for piece in links["organiser"]),
        *(one.on_behalf_of_person_id for one in spoken),
        *(one.about_person_id for one in parts.statements),
        *(one.author_id for one in parts.publications),
    }
    wanted.offices = {
        *(one.office_id for one in people),
        *(one.represents_office_id for one in people),
        *(one.on_behalf_of_office_id for one in spoken),
        *(piece.second for piece in links["office"]),
        *counterparts.offices_of(counterparts.pairs_of(links)),
    }
    wanted.institutions = {
        *(one.institution_id for one in people),
        *(piece.first for kind in ("organiser", "lead") for piece in links[kind]),
        *(piece.second for kind in ("body", "host") for piece in links[kind]),
        *(piece.first for kind in ("visit", "site") for piece in texts[kind]),
        *(piece.third for piece in texts["event"]),
        *(one.facilitated_by_id for one in parts.items),
        *(one.subject_institution_id for one in spoken),
        *(one.about_institution_id for one in parts.statements),
    }
    wanted.cities = {
        edition.host_city_id,
        *(one.host_city_id for one in parts.related),
        *(one.city_id for one in parts.items),
        *(piece.first for piece in texts["side"]),
        *(piece.second for piece in texts["event"]),
        *(piece.third for piece in texts["site"]),
    }
    honours.want(wanted, texts)
    wanted.others = _named(edition, parts)
    return wanted


def _named(edition: Edition, parts: Parts) -> list[Model]:
    """Return the series, events, projects and theme years of the page, each once, to be given their names."""
    models: dict[str, type[Model]] = {"event": ExternalEvent, "project": Project, "initiative": FrameworkInitiative}
    named: list[Model] = [model(pk=piece.pk) for kind, model in models.items() for piece in parts.texts[kind]]
    series = {one.series_id: one.series for one in [*parts.related, edition]}
    for one in parts.related:
        one.series = series[one.series_id]
    return [*series.values(), *named]


def settle(edition: Edition, parts: Parts, register: Register) -> None:
    """Let the edition, its neighbours and its sides find their cities in the register."""
    for one in [*parts.related, edition]:
        if one.host_city_id:
            one.host_city = register.cities[one.host_city_id]
    for side in chain(parts.sides.values(), *parts.other_sides.values()):
        side.city = register.cities[side.city_id]
    attach(edition.series.partnership, "sides", list(parts.sides.values()))
    for one in parts.related:
        if one.series.partnership_id != edition.series.partnership_id:
            one.series.partnership = Partnership(pk=one.series.partnership_id)
            attach(one.series.partnership, "sides", parts.other_sides.get(one.series.partnership_id, []))
