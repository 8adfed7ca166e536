"""The page of one series: its names, who leads it, and its editions on a line of time with a lane for each host city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from jumelage.partnerships.models import Partnership, PartnershipState, Side, Topic
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import Edition, GapNote, Series, SeriesField, SeriesLead, SeriesTradition
from jumelage.values import LocalText, PartialDate
from jumelage.website import addresses, wording
from jumelage.website.archive.gather import Piece, attach, branch, pieces
from jumelage.website.archive.lines import EditionLine, OrganiserLine, SeriesLink, edition_line, organiser_lines
from jumelage.website.archive.register import Mention, Register, Wanted
from jumelage.website.archive.shadowing import ShadowingLine, branches, institutions_of, persons_of, shadowing_lines
from jumelage.website.archive.timeline import Entry, State, Timeline
from jumelage.website.queries import linked
from jumelage.website.queries.frame import Head, Link, make_head


@dataclass(frozen=True)
class FieldLine:
    """A field of the series, and since when."""

    label: LocalText
    address: str
    valid: PartialDate | None


@dataclass(frozen=True)
class SeriesPage:
    """Everything on the page of a series."""

    head: Head
    record: Series
    language: str
    partnership: Partnership
    partnership_address: str
    former_names: tuple[wording.FormerName, ...]
    organisers: tuple[OrganiserLine, ...]
    fields: tuple[FieldLine, ...]
    traditions: tuple[LocalText, ...]
    predecessor: SeriesLink | None
    successors: tuple[SeriesLink, ...]
    editions: tuple[EditionLine, ...]
    lanes: tuple[Mention, ...]
    timeline: tuple[Entry, ...]
    shadowings: tuple[ShadowingLine, ...]

    @property
    def day(self) -> None:
        """The day as of which names are taken: today's."""
        return None

    @property
    def linked(self) -> dict[str, Any]:
        """The same for machines, by schema.org."""
        return linked.series(self)


def series_page(public_id: str, language: str, *, today: date) -> SeriesPage | None:
    """Return the page of a public series, or ``None``."""
    record = seminars.public_series().filter(public_id=public_id).select_related("partnership").first()
    return _Page(record, language, today).make() if record else None


class _Page:
    """Makes the page from its rows."""

    def __init__(self, record: Series, language: str, today: date) -> None:
        self.record, self.language, self.today = record, language, today
        self.rows = _rows(record)
        near = Q(predecessor=record.pk) | Q(pk=record.predecessor_id)
        self.near = list(seminars.public_series().filter(near).order_by("pk"))
        found = seminars.public_editions().filter(series=record).prefetch_related("topics")
        self.editions: list[Edition] = list(found.defer("state_note", "numbers_note"))
        self.sides = {
            one.pk: Side(pk=one.pk, order=one.place, label=one.text, city_id=one.first or 0) for one in self.rows["side"]
        }
        self.register = Register(language, day=None, today=today, page=record.public_id)

    def make(self) -> SeriesPage:
        self._load()
        record, language = self.record, self.language
        lines = tuple(edition_line(edition, language) for edition in self.editions)
        near = [SeriesLink(one, addresses.address_of(one, language)) for one in self.near]
        states = [State(one.word, PartialDate.parse(one.when) if one.when else None, one.text) for one in self.rows["state"]]
        lanes = [side.city_id for side in sorted(self.sides.values(), key=lambda side: side.order)]
        return SeriesPage(
            head=self._head(),
            record=record,
            language=language,
            partnership=record.partnership,
            partnership_address=addresses.address_of(record.partnership, language),
            former_names=wording.former_names(record, language, self.today),
            organisers=organiser_lines(self.rows["lead"], self.sides, self.register),
            fields=self._fields(),
            traditions=tuple(one.text for one in self.rows["tradition"]),
            predecessor=next((link for link in near if link.record.pk == record.predecessor_id), None),
            successors=tuple(link for link in near if link.record.pk != record.predecessor_id),
            editions=lines,
            lanes=tuple(mention for key in lanes if (mention := self.register.city(key))),
            timeline=Timeline(lines, self.rows["gap"], states, lanes).entries(wording.renamings(record, language)),
            shadowings=shadowing_lines(self.rows, [record], self.register),
        )

    def _load(self) -> None:
        """Load names, and let everything find them."""
        wanted = Wanted(institutions={one.first for one in self.rows["lead"]}, others=[self.record, *self.near])
        wanted.institutions |= institutions_of(self.rows)
        wanted.persons = persons_of(self.rows)
        wanted.cities = {*(one.first for one in self.rows["side"]), *(one.host_city_id for one in self.editions)}
        self.register.load(wanted)
        for edition in self.editions:
            edition.series = self.record
            if edition.host_city_id:
                edition.host_city = self.register.cities[edition.host_city_id]
        for side in self.sides.values():
            side.city = self.register.cities[side.city_id]
        attach(self.record.partnership, "sides", list(self.sides.values()))

    def _fields(self) -> tuple[FieldLine, ...]:
        topics = {one.pk: one for one in self.rows["topic"]}
        lines = []
        for one in self.rows["field"]:
            topic = topics[one.first or 0]
            address = addresses.address("topic", topic.public_id, topic.text.text(self.language), self.language)
            lines.append(FieldLine(topic.text, address, PartialDate.parse(one.when) if one.when else None))
        return tuple(lines)

    def _head(self) -> Head:
        record, language = self.record, self.language
        of_all_languages = addresses.alternates(record)
        title, partnership = wording.series_title(record, language), wording.partnership_title(record.partnership, language)
        return make_head(
            title=title,
            description=record.purpose.text(language) or partnership,
            language=language,
            addresses=of_all_languages,
            crumbs=(
                Link(partnership, addresses.address_of(record.partnership, language)),
                Link(title, of_all_languages[language]),
            ),
        )


def _rows(record: Series) -> dict[str, list[Piece]]:
    """Load what stands below a series and beside it, from eight tables in one query."""
    below, partnership = {"series": record}, record.partnership_id
    fields = SeriesField.objects.filter(**below)
    topics = Topic.objects.filter(pk__in=fields.values("topic"))
    return pieces(
        branch("side", Side.objects.filter(partnership=partnership), place="order", text="label", first="city_id"),
        branch("lead", SeriesLead.objects.filter(**below), place="side__order", first="institution_id", second="side_id"),
        branch("field", fields, place="position", when="valid", first="topic_id"),
        branch("topic", topics, public_id="public_id", text="label"),
        branch("tradition", SeriesTradition.objects.filter(**below), place="position", text="text"),
        branch("gap", GapNote.objects.filter(**below), place="number", word="reason", text="note"),
        branch(
            "state", PartnershipState.objects.filter(partnership=partnership),
            place="position", word="state", when="since", text="reason",
        ),
        *branches(seminars.public_job_shadowings().filter(**below)),
    )  # fmt: skip
