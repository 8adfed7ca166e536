"""The page of one edition: what is known of it, who came, what was held, what was said, and how we know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from jumelage.partnerships.models import Partnership, Side
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import Edition, EditionState, ExternalPublication, Reachability, Series
from jumelage.sources import queries as sources
from jumelage.sources.models import Source
from jumelage.values import LocalText
from jumelage.website import addresses, wording
from jumelage.website.archive import counterparts, people
from jumelage.website.archive.beside import EventLine, OtherLine, beside, events_of, others_of
from jumelage.website.archive.honours import HonourView, honours_of
from jumelage.website.archive.lines import (
    SETTLED,
    EditionLine,
    OrganiserLine,
    TopicLink,
    by_date,
    edition_line,
    organiser_lines,
    topic_links,
)
from jumelage.website.archive.parts import Parts, parts_of, settle, wanted_of
from jumelage.website.archive.programme import Day, Programme, Stuff, VisitView
from jumelage.website.archive.register import Mention, PersonLine, Register
from jumelage.website.archive.voices import Voice, voices_of
from jumelage.website.queries import linked
from jumelage.website.queries.frame import Head, Link, make_head

#: How many other editions in the same city are linked.
SAME_CITY = 12
#: From how many sections on a page has a list of its contents.
LONG = 4


@dataclass(frozen=True)
class FocusLine:
    """A focus topic in the words of the time, and their translation where there is one."""

    title: str
    language: str
    translation: str
    topics: tuple[TopicLink, ...]


@dataclass(frozen=True)
class PublicationLine:
    """What somebody else published, with the address where it can still be read."""

    record: ExternalPublication
    author: PersonLine | None
    address: str
    host: str
    is_archived: bool


@dataclass(frozen=True)
class NearLine:
    """Another edition in the same city; its series where its own title does not name it, its partnership where it is another."""

    line: EditionLine
    series: Series | None
    partnership: Partnership | None


@dataclass(frozen=True)
class EditionPage:
    """Everything on the page of an edition."""

    head: Head
    record: Edition
    language: str
    titles: wording.Titles
    city: Mention | None
    day: date | None
    state: EditionState | None
    topics: tuple[TopicLink, ...]
    host: Side | None
    organisers: tuple[OrganiserLine, ...]
    series_address: str
    delegations: tuple[people.DelegationCard, ...]
    days: tuple[Day, ...]
    visits: tuple[VisitView, ...]
    people: tuple[people.SideGroup, ...]
    meetings: tuple[counterparts.MeetingLine, ...]
    sectors: tuple[str, ...]
    focus: tuple[FocusLine, ...]
    objectives: tuple[LocalText, ...]
    voices: tuple[Voice, ...]
    honours: tuple[HonourView, ...]
    events: tuple[EventLine, ...]
    initiatives: tuple[OtherLine, ...]
    projects: tuple[OtherLine, ...]
    publications: tuple[PublicationLine, ...]
    sources: tuple[Source, ...]
    previous: EditionLine | None
    next: EditionLine | None
    same_city: tuple[NearLine, ...]

    @property
    def contents(self) -> tuple[Link, ...]:
        """The sections of the page, for a list at its head where it is long."""
        listed = (
            (self.organisers or self.delegations, "organisers", _("Who led")),
            (self.focus or self.objectives, "focus", _("What it was about")),
            (self.days, "programme", _("Programme")),
            (self.visits, "visits", _("Institutions visited")),
            (self.people, "people", _("People")),
            (self.voices, "voices", _("Voices")),
            (self.honours, "honours", _("Honours")),
            (self.events or self.initiatives or self.projects, "beside", _("In connection with it")),
            (self.publications, "elsewhere", _("Elsewhere on the web")),
            (self.sources, "sources", _("How we know")),
        )
        shown = tuple(Link(label, f"#{name}") for filled, name, label in listed if filled)
        return shown if len(shown) >= LONG else ()

    @property
    def has_times(self) -> bool:
        """Whether any item has a time, so that readers must be told by whose clocks."""
        return self.city is not None and any(item.when for day in self.days for item in day.items)

    @property
    def is_bare(self) -> bool:
        """Whether nothing stands here beside the facts at a glance."""
        return not (self.state or self.days or self.people or self.focus or self.objectives or self.delegations)

    @property
    def linked(self) -> dict[str, Any]:
        """The same for machines, by schema.org."""
        return linked.edition(self)


def edition_page(public_id: str, language: str, *, today: date) -> EditionPage | None:
    """Return the page of a public edition, or ``None``."""
    record = (
        seminars.public_editions()
        .filter(public_id=public_id)
        .select_related("series__partnership", "host_city")
        .first()
    )  # fmt: skip
    if record is None:
        return None
    parts = parts_of(record)
    register = Register(language, day=wording.edition_day(record), today=today, page=record.public_id)
    register.sites = parts.sites
    register.load(wanted_of(record, parts))
    settle(record, parts, register)
    return _Page(record, parts, register).make()


class _Page:
    """Makes the page from its rows."""

    def __init__(self, record: Edition, parts: Parts, register: Register) -> None:
        self.record, self.parts, self.register, self.language = record, parts, register, register.language
        self.people = people.participants(parts.participations, parts.pairs("office"), parts.links["delegation"], register)

    def make(self) -> EditionPage:
        record, parts, register = self.record, self.parts, self.register
        before, after, there = self._others()
        programme = Programme(self._stuff(), register)
        cards = people.delegation_cards(parts.links["delegation"], parts.pairs("body"), self.people, parts.sides, register)
        return EditionPage(
            head=_head(record, self.language),
            record=record,
            language=self.language,
            city=register.city(record.host_city_id),
            titles=wording.edition_titles(record, self.language),
            day=register.day,
            state=None if record.state in SETTLED else EditionState(record.state),
            topics=self._topics([piece.second or 0 for piece in parts.links["topic"]]),
            host=parts.sides.get(record.host_side_id or 0),
            organisers=self._organisers(),
            series_address=addresses.address_of(record.series, self.language),
            delegations=cards,
            days=programme.days(),
            visits=programme.visits(),
            people=people.groups(self.people.values(), parts.sides.values()),
            meetings=self._meetings(),
            sectors=tuple(str(sector.label) for sector in people.sectors(self.people.values())),
            focus=self._focus(),
            objectives=tuple(piece.text for piece in parts.texts["objective"]),
            voices=voices_of(parts, self.people, programme, register),
            honours=honours_of(parts.texts, parts.sides.values(), register, programme.called),
            events=events_of(parts, register),
            initiatives=others_of(parts, "initiative", register),
            projects=others_of(parts, "project", register),
            publications=self._publications(),
            sources=self._sources(),
            previous=before,
            next=after,
            same_city=there,
        )

    def _stuff(self) -> Stuff:
        parts = self.parts
        presences: dict[int, list[Any]] = {}
        for piece in parts.links["presence"]:
            presences.setdefault(piece.first or 0, []).append(piece)
        return Stuff(
            items=parts.items,
            contributions=parts.contributions,
            presences=presences,
            hosts=parts.pairs("host"),
            sites=parts.by_key("site"),
            visits=parts.by_key("visit"),
            events=beside(parts, "event", self.register),
            projects=beside(parts, "project", self.register),
            delegations={one.pk: parts.sides[one.first or 0].city_id for one in parts.links["delegation"]},
            people=self.people,
            zone=self.record.host_city.time_zone if self.record.host_city else "",
        )

    def _topics(self, keys: list[int]) -> tuple[TopicLink, ...]:
        labels = self.parts.by_key("topic")
        return topic_links([labels[key] for key in keys if key in labels], self.language)

    def _organisers(self) -> tuple[OrganiserLine, ...]:
        """Return who ran the edition; where nobody is named, who leads the series, the host's first."""
        if rows := self.parts.links["organiser"]:
            held = {one.person.key: one.offices for one in self.people.values() if one.person and one.offices}
            return organiser_lines(rows, self.parts.sides, self.register, held)
        host, leads = self.record.host_side_id, organiser_lines(self.parts.links["lead"], self.parts.sides, self.register)
        return tuple(sorted(leads, key=lambda line: (not line.side or line.side.pk != host, line.side.order if line.side else 0)))

    def _meetings(self) -> tuple[counterparts.MeetingLine, ...]:
        pairs = counterparts.pairs_of(self.parts.links)
        offices = counterparts.offices_there(self.parts.participations, self.parts.pairs("office"))
        return counterparts.meetings_of(self.record, pairs, self.people, offices, self.register)

    def _focus(self) -> tuple[FocusLine, ...]:
        """Return the focus topics in the language in which they were first written, and in the reader's beneath."""
        topics, lines = self.parts.pairs("focus_topic"), []
        for piece in self.parts.texts["focus"]:
            original = wording.original_language(piece.text, self.language)
            translation = piece.text[self.language].text if self.language in piece.text and self.language != original else ""
            lines.append(FocusLine(piece.text[original].text, original, translation, self._topics(topics.get(piece.pk, []))))
        return tuple(lines)

    def _publications(self) -> tuple[PublicationLine, ...]:
        lines = []
        for row in self.parts.publications:
            is_gone = row.reachability == Reachability.BROKEN
            address = row.archived_address if is_gone else row.address
            author, host = self.register.person(row.author_id), urlsplit(address).hostname or ""
            lines.append(PublicationLine(row, author, address, host, is_gone))
        return tuple(lines)

    def _sources(self) -> tuple[Source, ...]:
        """Return the public sources of anything on the page, each once, the newest first."""
        rows = sources.public_evidence([self.record.public_id, *self.parts.public_ids()])
        found = {row.source_id: row.source for row in rows}
        return tuple(sorted(found.values(), key=lambda one: (-_day(one).toordinal(), one.pk)))

    def _others(self) -> tuple[EditionLine | None, EditionLine | None, tuple[NearLine, ...]]:
        """Return the edition before and after this one in its series, and the newest others in its city."""
        record = self.record
        order = sorted([*self.parts.related, record], key=by_date)
        series = [one for one in order if one.series_id == record.series_id]
        place = series.index(record)
        before = edition_line(series[place - 1], self.language) if place else None
        after = edition_line(series[place + 1], self.language) if place + 1 < len(series) else None
        there = [one for one in order if one.host_city_id and one.host_city_id == record.host_city_id and one != record]
        return before, after, tuple(self._near(one) for one in reversed(there[-SAME_CITY:]))

    def _near(self, edition: Edition) -> NearLine:
        series = edition.series
        return NearLine(
            line=edition_line(edition, self.language),
            series=series if edition.number is None and edition.title else None,
            partnership=series.partnership if series.partnership_id != self.record.series.partnership_id else None,
        )


def _head(record: Edition, language: str) -> Head:
    of_all_languages = addresses.alternates(record)
    partnership = record.series.partnership
    titles = wording.edition_titles(record, language)
    own_title = record.title.text(language)
    return make_head(
        title=str(titles),
        description=record.summary.text(language) or wording.joined([own_title, str(titles)]),
        language=language,
        addresses=of_all_languages,
        crumbs=(
            Link(wording.partnership_title(partnership, language), addresses.address_of(partnership, language)),
            Link(wording.series_title(record.series, language), addresses.address_of(record.series, language)),
            Link(titles.name, of_all_languages[language]),
        ),
    )


def _day(source: Source) -> date:
    return (source.date.earliest if source.date else None) or date.min
