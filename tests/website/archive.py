"""One invented edition with everything that a page of the archive can show, and as much of it as is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jumelage.fields.models import Name
from jumelage.partnerships.models import Partnership, Visibility
from jumelage.people.models import BasisValue, Institution, Person
from jumelage.programme.models import PresenceValue
from jumelage.seminars.models import Delegation, Edition, EventLinkValue, OrganiserValue, Participation, ProjectLinkValue
from jumelage.seminars.models import ParticipationKind as Part
from jumelage.website import addresses
from tests.factories import world as make

#: A basis on which somebody is named everywhere, and one that is reviewed.
OFFICE = BasisValue("public_office")


def consent(scope: str = "", **values: str) -> BasisValue:
    """Return a consent that is reviewed far in the future."""
    return BasisValue("consent", scope=scope, **{"review_on": "2099-01-01", **values})


@dataclass(frozen=True)
class Archive:
    """A published edition in Bergau and what belongs to it."""

    partnership: Partnership
    edition: Edition
    agency: Institution
    delegation: Delegation
    head: Person

    def address(self, record: Any = None, language: str = "en") -> str:
        """Return the address of the edition's page, or of another record's."""
        return addresses.address_of(record or self.edition, language)


def archive(**values: Any) -> Archive:
    """Make the edition with its guests' delegation, led by somebody in office."""
    partnership = make.partnership(make.city("Ahlheim"), make.city("Bergau", country="KZ"))
    guests, hosts = partnership.sides.all()
    series = make.series(partnership, "Sozialseminar", published=True)
    agency = make.institution("Amt für Teilhabe", city=guests.city)
    edition = make.edition(
        series,
        3,
        published=True,
        host_side=hosts,
        host_city=hosts.city,
        organisers=[OrganiserValue(agency.pk, guests.pk)],
        **values,
    )
    head = make.person("Ada Amt", bases=[OFFICE])
    office = make.office("Präsidentin", institution=agency, names_holders=True)
    delegation = make.delegation(edition, guests, size=6, planned_size=5, bodies=[agency])
    make.participation(
        edition, delegation=delegation, person=head, office=office, kind_of=Part.DELEGATE, function="head", side=guests
    )
    return Archive(partnership, edition, agency, delegation, head)


def add_everything(one: Archive, number: int) -> None:
    """Add one more of everything that can stand on an edition's page, named with its *number*."""
    edition, city = one.edition, one.agency.city
    above = make.institution(f"Verwaltung {number}", city=city)
    body = below(f"Zentrum {number}", above)
    topic, place = make.topic(f"Thema {number}"), make.site(f"Haus {number}", institution=body, city=city)
    person = make.person(f"Eva Nummer{number}", bases=[OFFICE])
    office = make.office(f"Leiterin {number}", institution=body, names_holders=True)
    make.appointment(person, office, "2010/2020")
    part = make.participation(
        edition, person=person, office=office, kind_of=Part.EXPERT, further_offices=[office], side=one.delegation.side
    )
    make.participation(edition, person=make.person(f"Nie Genannt{number}"), institution=body)
    visit = make.visit(edition, body, site=place)
    event, project = make.event(f"Messe {number}", city=city, organiser=body), make.project(f"Vorhaben {number}")
    item = make.item(
        edition,
        f"Gespräch {number}",
        site=place,
        hosts=[body],
        visit=visit,
        event=event,
        topics=[topic],
        presences=[PresenceValue(part.pk), PresenceValue(delegation=one.delegation.pk, status="guest_of_honour")],
    )
    make.item(edition, f"Teil {number}", within=item)
    make.contribution(item, part, subject_institution=body, subject_project=project, topics=[topic])
    make.statement(edition, f"Stimme {number}.", speaker=part, is_approved=True, about_institution=body)
    make.objective(edition, f"Ziel {number}", topic=topic)
    make.focus_topic(edition, f"Schwerpunkt {number}", topics=[topic])
    make.publication(edition, f"Blatt {number}", author=person)
    source = make.source(one.partnership, f"Quelle {number}", visibility=Visibility.PUBLIC)
    make.sources.cite(by=make.BY, record=edition, source=source)
    _link(one, number, topic=topic, event=event, project=project)


def _link(one: Archive, number: int, *, topic: Any, event: Any, project: Any) -> None:
    edition = Edition.objects.get(pk=one.edition.pk)
    initiative = make.initiative(f"Jahr {number}")
    make.seminars.change_edition(
        by=make.BY,
        edition=edition,
        version=edition.version,
        topics=[*edition.topics.all(), topic],
        initiatives=[*edition.initiatives.all(), initiative],
        events=[*(row.as_value() for row in edition.events.all()), EventLinkValue(event.pk)],
        projects=[*(row.as_value() for row in edition.projects.all()), ProjectLinkValue(project.pk)],
    )


def came(one: Archive, person: Person | None, **values: Any) -> Participation:
    """Let somebody take part as an expert of the guests."""
    return make.participation(one.edition, **{"person": person, "kind_of": Part.EXPERT, "side": one.delegation.side, **values})


def below(name: str, parent: Institution) -> Institution:
    """Add an institution that is a part of another."""
    return make.people.add_institution(by=make.BY, names=[Name(name, "de")], city=parent.city, parent=parent)
