"""The programme of an edition as it was held, day by day, with what was spoken, and the institutions visited."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.fields import display
from jumelage.languages import OWN_NAME
from jumelage.programme.models import Contribution, ContributionKind, ItemKind, PresenceStatus, ProgrammeItem, VisitState
from jumelage.sources.models import Certainty
from jumelage.values import LocalText
from jumelage.website import wording
from jumelage.website.archive.gather import Piece
from jumelage.website.archive.people import Participant
from jumelage.website.archive.register import Mention, OfficeLine, PersonLine, Register

#: Several items of which only the number is known.
_SEVERAL: Mapping[str, Callable[[int], str]] = {
    ItemKind.WORKSHOP: lambda count: ngettext("{count} workshop", "{count} workshops", count),
    ItemKind.EXPERT_TALK: lambda count: ngettext("{count} expert talk", "{count} expert talks", count),
    ItemKind.PRESENTATION: lambda count: ngettext("{count} presentation", "{count} presentations", count),
    ItemKind.VISIT: lambda count: ngettext("{count} site visit", "{count} site visits", count),
    ItemKind.SIDE_MEETING: lambda count: ngettext("{count} side meeting", "{count} side meetings", count),
    ItemKind.LEADERSHIP_MEETING: lambda count: ngettext("{count} leadership meeting", "{count} leadership meetings", count),
    ItemKind.RECEPTION: lambda count: ngettext("{count} reception", "{count} receptions", count),
    ItemKind.EXHIBITION: lambda count: ngettext("{count} exhibition", "{count} exhibitions", count),
}
#: As what people were present, in the order of the page; who was only invited or absent is left out.
_PRESENT: Mapping[str, Callable[[], str]] = {
    PresenceStatus.HOST: lambda: _("Welcomed by"),
    PresenceStatus.CHAIR: lambda: _("Chair"),
    PresenceStatus.GUEST_OF_HONOUR: lambda: _("As guests of honour"),
    PresenceStatus.PRESENT: lambda: _("Present"),
}
#: How many rooms within rooms are printed.
LEVELS = 4
#: States of a visit that readers are told of; the rest is planning.
_TOLD = (VisitState.CANCELLED_BY_HOST, VisitState.CANCELLED_BY_US, VisitState.RESCHEDULED)
_PLANNING = (VisitState.IDEA, VisitState.REQUESTED, VisitState.PENCILLED)


@dataclass(frozen=True)
class PresenceLine:
    """People and delegations who were present at an item in one capacity."""

    label: str
    delegations: tuple[Mention, ...]
    people: tuple[PersonLine, ...]
    unnamed: int


@dataclass(frozen=True)
class Talk:
    """What somebody contributed: who, by which office, in whose name, about what."""

    kind: str
    speaker: Participant
    behalf_person: PersonLine | None
    behalf_office: OfficeLine | None
    reader: Participant | None
    subject: LocalText
    institution: Mention | None
    project: Mention | None
    language: str


@dataclass(frozen=True)
class ItemView:
    """One item of the programme for readers."""

    record: ProgrammeItem
    kind: str
    is_bare_number: bool
    when: str
    zone: str
    clocks: str
    site: tuple[Mention, ...]
    street: str
    city: Mention | None
    hosts: tuple[Mention, ...]
    visited: Mention | None
    in_title: tuple[Mention, ...]
    event: Mention | None
    enabled_by: Mention | None
    presences: tuple[PresenceLine, ...]
    talks: tuple[Talk, ...]
    parts: tuple[ItemView, ...]

    @property
    def anchor(self) -> str:
        """The id under which it stands on its page."""
        return anchor(self.record)

    @property
    def heading(self) -> Mention | None:
        """The institution that heads a visit without a title of its own."""
        return self.visited if _is_headed_by_institution(self.record) else None

    @property
    def visited_apart(self) -> Mention | None:
        """The institution visited, unless the title or the heading names it."""
        return None if self.heading or self._is_in_title(self.visited) else self.visited

    @property
    def hosts_apart(self) -> tuple[Mention, ...]:
        """The hosts that the title does not name."""
        return tuple(host for host in self.hosts if not self._is_in_title(host))

    def _is_in_title(self, institution: Mention | None) -> bool:
        return institution is not None and any(one.address == institution.address for one in self.in_title)

    @property
    def starts(self) -> str:
        """The beginning as ISO 8601 writes it, with the offset of the place; empty where day or time is open."""
        return self._iso(self.record.starts_at)

    @property
    def ends(self) -> str:
        """The end, likewise."""
        return self._iso(self.record.ends_at)

    def _iso(self, moment: datetime | None) -> str:
        return moment.astimezone(ZoneInfo(self.clocks)).isoformat() if moment and self.clocks else ""

    @property
    def is_day_assumed(self) -> bool:
        """Whether the day follows from something else than a source that states it."""
        return self.record.day is not None and self.record.day_certainty != Certainty.STATED


@dataclass(frozen=True)
class ItemName:
    """What an item is called where something else speaks of it: kind, title or institution visited; where it stands."""

    kind: str
    title: LocalText
    heading: Mention | None
    anchor: str


@dataclass(frozen=True)
class Day:
    """The items of one day, or of a time that is known less well; without a title those whose day is open."""

    title: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True)
class VisitView:
    """An institution that was visited, and what it is a part of."""

    institution: Mention
    above: tuple[Mention, ...]
    site: tuple[Mention, ...]
    group_size: int | None
    topics: LocalText
    state: str


@dataclass(frozen=True)
class Stuff:
    """The rows a programme is made of, as they were loaded."""

    items: list[ProgrammeItem]
    contributions: list[Contribution]
    presences: Mapping[int, list[Piece]]
    hosts: Mapping[int, list[int]]
    sites: Mapping[int, Piece]
    visits: Mapping[int, Piece]
    events: Mapping[int, Mention]
    projects: Mapping[int, Mention]
    delegations: Mapping[int, int]
    people: Mapping[int, Participant]
    zone: str


class Programme:
    """Makes the views of a programme from its rows."""

    def __init__(self, stuff: Stuff, register: Register) -> None:
        self.stuff, self.register, self.language = stuff, register, register.language
        self._spoken: dict[int, list[Contribution]] = defaultdict(list)
        for one in stuff.contributions:
            self._spoken[one.item_id].append(one)
        self._parts: dict[int | None, list[ProgrammeItem]] = defaultdict(list)
        known = {item.pk for item in stuff.items}
        for item in stuff.items:
            self._parts[item.within_id if item.within_id in known else None].append(item)

    def days(self) -> tuple[Day, ...]:
        """Return the items by day, in the order of time; what has no day comes last."""
        by_day: dict[str, list[ProgrammeItem]] = defaultdict(list)
        for item in sorted(self._parts[None], key=lambda item: item.day_earliest or date.max):  # type: ignore[attr-defined]
            by_day[item.day.edtf if item.day else ""].append(item)
        titled = [(self._title(items[0]) if day else "", items) for day, items in by_day.items()]
        return tuple(Day(title, tuple(self._view(item) for item in _in_order(items))) for title, items in titled)

    def _title(self, item: ProgrammeItem) -> str:
        day = item.day
        if day and not day.is_interval and not day.is_approximate and day.earliest and day.earliest == day.latest:
            return capfirst(wording.long_day(day.earliest, self.language)) or ""
        return capfirst(display.print_date(day, self.language)) or ""

    def _view(self, item: ProgrammeItem) -> ItemView:
        visit = self.stuff.visits.get(item.visit_id or 0)
        site = item.site_id or (visit.second if visit else None)
        place = self.stuff.sites.get(site or 0)
        zone = item.zone or self.stuff.zone
        visited = visit.first if visit else None
        keys = [key for key in self.stuff.hosts.get(item.pk, []) if key != visited]
        hosts = [self.register.institution(key) for key in keys]
        elsewhere = zone and item.begins and zone != self.stuff.zone
        return ItemView(
            record=item,
            kind=_kind(item),
            is_bare_number=item.count > 1,
            when=wording.clock(item.begins, item.ends, self.language),
            zone=wording.zone_name(zone, self.language) if elsewhere else "",
            clocks=zone,
            site=self.site(site),
            street=place.word if place else "",
            city=self.register.city(item.city_id or (place.third if place else None)),
            hosts=tuple(host for host in hosts if host),
            visited=self.register.institution(visited) if visited else None,
            in_title=self._in_title(item, [visited, *keys]),
            event=self.stuff.events.get(item.event_id or 0),
            enabled_by=self.register.institution(item.facilitated_by_id),
            presences=self._presences(item),
            talks=tuple(self._talk(one) for one in self._spoken[item.pk] if one.speaker_id in self.stuff.people),
            parts=tuple(self._view(part) for part in _in_order(self._parts[item.pk])),
        )

    def _in_title(self, item: ProgrammeItem, institutions: Iterable[int | None]) -> tuple[Mention, ...]:
        """Return those of the institutions that the title names, by whatever name, each in the words of the title."""
        shown = item.title.shown(self.language) if item.title else None
        found = []
        for key in institutions if shown else ():
            institution = self.register.institution(key)
            for name in self.register.names_of_institution(key):
                words = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", shown.text, re.IGNORECASE) if shown else None
                if institution and shown and words:
                    found.append(replace(institution, text=words[0], language=shown.language))
                    break
        return tuple(found)

    def called(self, key: int | None) -> ItemName | None:
        """Return what an item of the programme is called, given by key; nothing where it does not stand there."""
        item = next((item for item in self.stuff.items if item.pk == key), None)
        if item is None:
            return None
        visit = self.stuff.visits.get(item.visit_id or 0)
        heading = self.register.institution(visit.first) if visit and _is_headed_by_institution(item) else None
        return ItemName(_kind(item), item.title, heading, anchor(item))

    def site(self, key: int | None) -> tuple[Mention, ...]:
        """Return a site by its name (a room with its building), else nothing."""
        found: list[Mention] = []
        while (piece := self.stuff.sites.get(key or 0)) and len(found) < LEVELS:
            if mention := self.register.named(self.register.sites.get(piece.pk)):
                found.append(mention)
            key = piece.second
        return tuple(found)

    def _presences(self, item: ProgrammeItem) -> tuple[PresenceLine, ...]:
        lines = []
        listed = self.stuff.presences.get(item.pk, [])
        for status, label in _PRESENT.items():
            of_status = [piece for piece in listed if piece.word == status]
            found = [self.stuff.people.get(piece.second or 0) for piece in of_status]
            people = [one for one in found if one]
            groups = [self.register.city(self.stuff.delegations.get(piece.third)) for piece in of_status if piece.third]
            named = sorted((one.person for one in people if one.person), key=lambda person: person.sort)
            line = PresenceLine(label(), tuple(one for one in groups if one), tuple(named), len(people) - len(named))
            if line.delegations or people:
                lines.append(line)
        return tuple(lines)

    def _talk(self, row: Contribution) -> Talk:
        return Talk(
            kind=str(ContributionKind(row.kind_of).label),
            speaker=self.stuff.people[row.speaker_id],
            behalf_person=self.register.person(row.on_behalf_of_person_id),
            behalf_office=self.register.office_of_somebody(row.on_behalf_of_office_id, row.on_behalf_of_person_id),
            reader=self.stuff.people.get(row.read_by_id or 0),
            subject=row.subject,
            institution=self.register.institution(row.subject_institution_id),
            project=self.stuff.projects.get(row.subject_project_id or 0),
            language=OWN_NAME.get(row.language, row.language),
        )

    def visits(self) -> tuple[VisitView, ...]:
        """Return the institutions visited, in the order of their place, without what was only planned."""
        views = []
        for piece in self.stuff.visits.values():
            institution = self.register.institution(piece.first)
            if institution is not None and piece.word not in _PLANNING:
                state = str(VisitState(piece.word).label) if piece.word in _TOLD else ""
                above, site = self.register.above(piece.first), self.site(piece.second)
                views.append(VisitView(institution, above, site, piece.third, piece.text, state))
        return tuple(views)


def anchor(item: ProgrammeItem) -> str:
    """Return the id under which an item stands on its page."""
    return f"item-{item.public_id}"


def _is_headed_by_institution(item: ProgrammeItem) -> bool:
    return item.kind_of == ItemKind.VISIT and not item.title and item.count == 1


def _kind(item: ProgrammeItem) -> str:
    if item.count > 1 and item.kind_of in _SEVERAL:
        return _SEVERAL[item.kind_of](item.count).format(count=item.count)
    label = capfirst(str(item.get_kind_of_display())) or ""
    return f"{label} ({item.count})" if item.count > 1 else label


def _in_order(items: Iterable[ProgrammeItem]) -> list[ProgrammeItem]:
    """Return items by the clock where all have a time, else in the order in which they were written down."""
    listed = list(items)
    if all(item.begins for item in listed):
        return sorted(listed, key=lambda item: (item.begins or time.min, item.position, item.pk))
    return listed
