"""What a page says to machines: JSON-LD by schema.org (domain.md 6.1), made from the very dataclass that people read.

Nothing enters it that does not stand on the page, so what may not be shown cannot slip in here either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.text import capfirst

from jumelage.partnerships.models import City
from jumelage.people.models import InstitutionKind as Kind
from jumelage.seminars.models import EditionState, Function
from jumelage.values import LocalText, PartialDate
from jumelage.website.archive.people import ROLES, Participant
from jumelage.website.archive.register import Mention, OfficeLine, PersonLine

if TYPE_CHECKING:
    from jumelage.website.archive.programme import ItemView
    from jumelage.website.queries.edition import EditionPage
    from jumelage.website.queries.institution import InstitutionPage
    from jumelage.website.queries.person import PersonPage
    from jumelage.website.queries.series import SeriesPage
    from jumelage.website.queries.topic import TopicPage

_CONTEXT = "https://schema.org"
_STATUS = {
    EditionState.POSTPONED: "EventPostponed",
    EditionState.CANCELLED: "EventCancelled",
}
_TYPES = {
    Kind.AUTHORITY: "GovernmentOrganization",
    Kind.AGENCY: "GovernmentOrganization",
    Kind.MINISTRY: "GovernmentOrganization",
    Kind.DISTRICT: "GovernmentOrganization",
    Kind.COMMISSIONER: "GovernmentOrganization",
    Kind.PARLIAMENT: "GovernmentOrganization",
    Kind.GOVERNMENT: "GovernmentOrganization",
    Kind.MISSION: "GovernmentOrganization",
    Kind.EMPLOYMENT: "GovernmentOrganization",
    Kind.UNIVERSITY: "CollegeOrUniversity",
    Kind.SCHOOL: "School",
    Kind.FOUNDATION: "NGO",
    Kind.ASSOCIATION: "NGO",
    Kind.COMPANY: "Corporation",
}
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

Node = dict[str, Any]


def _without_nothing(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def _absolute(address: str) -> str:
    return f"{settings.BASE_URL}{address}" if address else ""


def _ends(dates: PartialDate | None) -> tuple[str, str]:
    """Return the two ends of a date as ISO 8601 writes them; what is in doubt is left out."""
    if dates is None:
        return "", ""
    first, last = ((end.edtf if end and _ISO.fullmatch(end.edtf) else "") for end in dates.ends)
    return first, last


def _organisation(mention: Mention | None, above: Iterable[Mention] = ()) -> Node:
    """Return an institution, within what it is a part of."""
    if mention is None:
        return {}
    listed = list(above)
    return _without_nothing(
        {
            "@type": _TYPES.get(mention.kind, "Organization"),  # type: ignore[call-overload]
            "@id": _absolute(mention.address),
            "name": mention.text,
            "parentOrganization": _organisation(listed[0], listed[1:]) if listed else {},
        }
    )


def _person(person: PersonLine, offices: Iterable[OfficeLine] = ()) -> Node:
    listed = list(offices)
    return _without_nothing(
        {
            "@type": "Person",
            "@id": _absolute(person.name.address),
            "name": person.name.text,
            "honorificPrefix": person.titles,
            "jobTitle": [office.title.text for office in listed],
            "worksFor": [_organisation(office.institution) for office in listed if office.institution],
        }
    )


def _place(city: City | None, name: str) -> Node:
    if city is None:
        return {}
    same = f"https://www.wikidata.org/entity/{city.wikidata}" if city.wikidata else ""
    address = {"@type": "PostalAddress", "addressLocality": name, "addressCountry": city.country}
    return _without_nothing({"@type": "Place", "name": name, "sameAs": same, "address": address})


def _attendee(one: Participant) -> Node:
    """Return somebody's part as a role between event and person."""
    assert one.person is not None
    label = str(Function(one.function).label) if one.function else ROLES[one.kind]()
    return {"@type": "Role", "roleName": capfirst(label), "attendee": _person(one.person, one.offices)}


def _topic(label: LocalText, address: str, language: str) -> Node:
    return {"@type": "Thing", "@id": _absolute(address), "name": label.text(language)}


def edition(page: EditionPage) -> Node:
    """Return an edition as an ``EducationEvent`` of its series."""
    record, language = page.record, page.language
    first, last = _ends(record.dates)
    before, _last = _ends(record.first_planned)
    status = _STATUS.get(EditionState(record.state), "EventRescheduled" if before else "EventScheduled")
    present = [one for group in page.people for role in group.roles for body in role.bodies for one in body.members]
    return _without_nothing(
        {
            "@context": _CONTEXT,
            "@type": "EducationEvent",
            "@id": _absolute(page.head.address),
            "url": _absolute(page.head.address),
            "name": str(page.titles),
            "alternateName": record.title.text(language) if record.number else "",
            "description": page.head.description,
            "identifier": str(record.number) if record.number else "",
            "superEvent": {"@type": "EventSeries", "@id": _absolute(page.series_address), "name": page.head.crumbs[1].text},
            "startDate": first,
            "endDate": last,
            "previousStartDate": before,
            "eventStatus": f"{_CONTEXT}/{status}",
            "eventAttendanceMode": f"{_CONTEXT}/OfflineEventAttendanceMode",
            "location": _place(record.host_city, page.city.text if page.city else ""),
            "organizer": [_organisation(line.institution, line.above) for line in page.organisers],
            "about": [_topic(topic.label, topic.address, language) for topic in page.topics],
            "attendee": [_attendee(one) for one in present if one.person and one.kind != "mentioned" and not one.was_absent],
            "subEvent": [_item(item, page) for day in page.days for item in day.items if not item.is_bare_number],
            "citation": [
                {"@type": "CreativeWork", "name": line.record.title, "url": line.address, "inLanguage": line.record.language}
                for line in page.publications
            ],
        }
    )


def _item(item: ItemView, page: EditionPage) -> Node:
    """Return an item of the programme; its times with their offset where the day is known."""
    record = item.record
    begins, ends = item.starts, item.ends
    return _without_nothing(
        {
            "@type": "Event",
            "name": record.title.text(page.language) or (item.heading.text if item.heading else item.kind),
            "superEvent": _absolute(page.head.address),
            "startDate": begins or _ends(record.day)[0],
            "endDate": ends,
            "location": {"@type": "Place", "name": item.site[0].text} if item.site else {},
            "organizer": [_organisation(host) for host in item.hosts],
            "performer": [
                {"@type": "Role", "roleName": talk.kind, "performer": _person(talk.speaker.person, talk.speaker.offices)}
                for talk in item.talks
                if talk.speaker.person
            ],
            "subEvent": [_item(part, page) for part in item.parts if not part.is_bare_number],
        }
    )


def series(page: SeriesPage) -> Node:
    """Return a series as an ``EventSeries`` with its editions."""
    dates = [line.edition.dates for line in page.editions if line.edition.dates]
    starts = sorted(first for first, _last in map(_ends, dates) if first)
    return _without_nothing(
        {
            "@context": _CONTEXT,
            "@type": "EventSeries",
            "@id": _absolute(page.head.address),
            "url": _absolute(page.head.address),
            "name": page.head.title,
            "alternateName": sorted({name.text for name in page.former_names}),
            "description": page.head.description,
            "startDate": starts[0] if starts else "",
            "organizer": [_organisation(line.institution) for line in page.organisers],
            "about": [_topic(line.label, line.address, page.language) for line in page.fields],
            "subEvent": [
                _without_nothing(
                    {
                        "@type": "EducationEvent",
                        "@id": _absolute(line.address),
                        "name": str(line.titles),
                        "identifier": str(line.edition.number or ""),
                        "startDate": _ends(line.edition.dates)[0],
                    }
                )
                for line in page.editions
            ],
        }
    )


def institution(page: InstitutionPage) -> Node:
    """Return an institution with what it is a part of and who is named as holding its offices."""
    record = page.record
    return _without_nothing(
        {
            "@context": _CONTEXT,
            **_organisation(page.mention, page.above),
            "url": _absolute(page.head.address),
            "alternateName": sorted({name.text for name in page.names} - {page.mention.text}),
            "foundingDate": _ends(record.founded)[0],
            "dissolutionDate": _ends(record.dissolved)[0],
            "sameAs": [f"https://www.wikidata.org/entity/{record.wikidata}"] if record.wikidata else [],
            "subOrganization": [_organisation(unit) for unit in page.units],
            "location": _place(record.city, page.city.text if page.city else ""),
        }
    )


def person(page: PersonPage) -> Node:
    """Return a person with the offices held, each as a role with its time."""
    roles = [
        _without_nothing(
            {
                "@type": "EmployeeRole",
                "roleName": line.title.text,
                "startDate": _ends(line.held)[0] if line.held and line.held.is_interval else "",
                "endDate": _ends(line.held)[1] if line.held and line.held.is_interval else "",
                "worksFor": _organisation(line.institution),
            }
        )
        for line in page.offices
        if line.institution
    ]
    names = sorted({name.text for name in page.names} - {page.person.name.text})
    return _without_nothing(
        {
            "@context": _CONTEXT,
            **_person(page.person),
            "url": _absolute(page.head.address),
            "alternateName": names,
            "worksFor": roles,
        }
    )


def topic(page: TopicPage) -> Node:
    """Return a topic as a term, and the editions that dealt with it."""
    return _without_nothing(
        {
            "@context": _CONTEXT,
            "@type": "DefinedTerm",
            "@id": _absolute(page.head.address),
            "url": _absolute(page.head.address),
            "name": page.head.title,
            "subjectOf": [
                {"@type": "EducationEvent", "@id": _absolute(line.address), "name": str(line.titles)} for line in page.editions
            ],
        }
    )
