"""The agreements of a partnership for readers: who signed, what was promised, and what came of it.

A person is named in an agreement only where the agreement's own page may name her; else it says of which institution she
was. Words as printed, and the place, are told of her alone: a name fits into them. A signature gives nobody a page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jumelage.agreements import queries, rules
from jumelage.agreements.models import Agreement, AgreementKind, Party, Renewal, Signature, Term, TermKind, TermValue
from jumelage.agreements.rules import Outcome
from jumelage.partnerships.models import Partnership, Side, Topic
from jumelage.people.models import Level
from jumelage.values import LocalText, PartialDate
from jumelage.website import addresses
from jumelage.website.archive.gather import Branch, Piece, branch
from jumelage.website.archive.lines import SeriesLink, TopicLink, topic_links
from jumelage.website.archive.practice import SeriesPractice
from jumelage.website.archive.register import Mention, OfficeLine, PersonLine, Register, Wanted

#: Under this, the agreements themselves are found among what was read.
AGREEMENT = "agreement"
_TIME, _PARTY, _SIGNATURE, _SIGNED_FOR, _TERM = "in_force", "party", "signature", "signed_for", "term"
_TAGGED, _TOPIC = "agreement_topic", "topic"
#: From the worst to the best.
_WORST = ("broken", "deviates", "unknown", "kept")


@dataclass(frozen=True)
class AgreementLink:
    """An agreement with its page, and when it was signed."""

    title: LocalText
    address: str
    signed_on: PartialDate | None


@dataclass(frozen=True)
class PartyLine:
    """Who agreed: a side, an institution, or an institution for a side."""

    side: Side | None
    institution: Mention | None


@dataclass(frozen=True)
class SignatureLine:
    """A signature as far as everybody may read it; for somebody who is not named only the institution."""

    person: PersonLine | None
    office: OfficeLine | None
    words: str
    side: Side | None
    on: PartialDate | None
    place: str


@dataclass(frozen=True)
class ComparedSeries:
    """What came of a term in one series."""

    series: SeriesLink
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class TermLine:
    """One term: what was promised, and what came of it, series by series."""

    kind: str
    value: int | None
    text: LocalText
    valid: PartialDate | None
    compared: tuple[ComparedSeries, ...]

    @property
    def worst(self) -> str:
        """The level that stands for all: the worst; empty where nothing was compared."""
        found = {one.level for series in self.compared for one in series.outcomes}
        return next((level for level in _WORST if level in found), "")


@dataclass(frozen=True)
class AgreementView:
    """An agreement for readers."""

    key: int
    public_id: str
    link: AgreementLink
    kind: str
    level: str
    signed_in: Mention | None
    in_force: PartialDate | None
    renewal: str
    standing: str
    summary: LocalText
    parties: tuple[PartyLine, ...]
    signatures: tuple[SignatureLine, ...]
    terms: tuple[TermLine, ...]
    topics: tuple[TopicLink, ...]
    based_on: AgreementLink | None
    supersedes: AgreementLink | None
    followed_by: tuple[AgreementLink, ...]


def branches(rows: QuerySet[Agreement]) -> tuple[Branch, ...]:
    """Return how agreements are read together with other tables."""
    below = {"agreement__in": rows.order_by().values("pk")}
    tagged = Agreement.topics.through._default_manager.filter(**below)
    signed = Signature.objects.filter(**below)
    return (
        # The first one decides as what the others' columns are read: dates as they are written.
        branch(_TAGGED, tagged, first="agreement_id", second="topic_id"),
        branch(
            AGREEMENT, rows, public_id="public_id", word="kind_of", more="level", when="signed_on", text="title",
            first="based_on_id", second="supersedes_id", third="signed_in_id",
        ),
        branch(_TIME, rows, word="renewal", when="in_force", text="summary"),
        branch(_PARTY, Party.objects.filter(**below), place="position", first="agreement_id", second="side_id",
               third="institution_id"),
        branch(_SIGNATURE, signed, place="position", word="place", more="words", when="on", first="agreement_id",
               second="person_id", third="office_id"),
        branch(_SIGNED_FOR, signed, first="side_id"),
        branch(_TERM, Term.objects.filter(**below), place="position", word="kind", when="valid", text="text",
               first="agreement_id", second="value"),
        branch(_TOPIC, Topic.objects.filter(pk__in=tagged.values("topic")), public_id="public_id", text="label"),
    )  # fmt: skip


def wanted(rows: Mapping[str, list[Piece]]) -> Wanted:
    """Return the keys of what agreements name."""
    signed = rows.get(_SIGNATURE, ())
    return Wanted(
        persons={one.second for one in signed},
        offices={one.third for one in signed},
        institutions={one.third for one in rows.get(_PARTY, ())},
        cities={one.third for one in rows.get(AGREEMENT, ())},
    )


def of_partnership(record: Partnership) -> QuerySet[Agreement]:
    """Return the public agreements of a partnership."""
    return queries.public_agreements().filter(partnership=record)


def agreement_links(agreements: Iterable[Agreement], language: str) -> tuple[AgreementLink, ...]:
    """Return agreements with their pages, the oldest first."""
    ordered = rules.in_order(agreements)
    return tuple(AgreementLink(one.title, addresses.address_of(one, language), one.signed_on) for one in ordered)


def piece_links(pieces: Iterable[Piece], language: str) -> tuple[AgreementLink, ...]:
    """Return agreements that were read as pieces with their pages, the oldest first."""
    links = (AgreementLink(one.text, _address(one, language), _parsed(one.when)) for one in pieces)
    return tuple(sorted(links, key=lambda link: (link.signed_on and link.signed_on.earliest) or date.max))


def _address(piece: Piece, language: str) -> str:
    return addresses.address("agreement", piece.public_id, piece.text.text(language), language)


def _parsed(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


class Chain:
    """Makes the agreements of one partnership out of what was read, in the order of time."""

    def __init__(
        self, rows: Mapping[str, list[Piece]], sides: Iterable[Side], register: Register, practices: Sequence[SeriesPractice]
    ) -> None:
        self.rows, self.register, self.practices = rows, register, practices
        self.sides = {side.pk: side for side in sides}
        self.below: dict[tuple[str, int], list[Piece]] = defaultdict(list)
        for kind in (_PARTY, _SIGNATURE, _TERM, _TAGGED):
            for one in rows.get(kind, ()):
                self.below[kind, one.first or 0].append(one)
        times = {one.pk: one for one in rows.get(_TIME, ())}
        self.times = times
        self.pieces = {one.pk: one for one in rows.get(AGREEMENT, ())}
        self.agreements = {
            one.pk: Agreement(
                pk=one.pk, based_on_id=one.first, supersedes_id=one.second, signed_on=one.when, in_force=times[one.pk].when
            )
            for one in self.pieces.values()
        }

    def views(self) -> tuple[AgreementView, ...]:
        """Return all agreements, the oldest first."""
        return tuple(self._view(one) for one in rules.in_order(self.agreements.values()))

    def _view(self, agreement: Agreement) -> AgreementView:
        piece, time = self.pieces[agreement.pk], self.times[agreement.pk]
        then = self.register.on(rules.day_of(agreement), page=piece.public_id)
        topics = {one.second for one in self.below[_TAGGED, agreement.pk]}
        after = [one for one in self.agreements.values() if agreement.pk in (one.based_on_id, one.supersedes_id)]
        return AgreementView(
            key=agreement.pk,
            public_id=piece.public_id,
            link=self._link(agreement.pk),
            kind=str(AgreementKind(piece.word).label),
            level=str(Level(piece.more).label),
            signed_in=then.city(piece.third),
            in_force=agreement.in_force,
            renewal=str(Renewal(time.word).label) if time.word else "",
            standing=self._standing(agreement),
            summary=time.text,
            parties=self._parties(agreement.pk, then),
            signatures=self._signatures(agreement.pk, then),
            terms=tuple(self._term(agreement, one, topics) for one in self.below[_TERM, agreement.pk]),
            topics=topic_links([one for one in self.rows.get(_TOPIC, ()) if one.pk in topics], self.register.language),
            based_on=self._link(agreement.based_on_id) if agreement.based_on_id in self.pieces else None,
            supersedes=self._link(agreement.supersedes_id) if agreement.supersedes_id in self.pieces else None,
            followed_by=tuple(self._link(one.pk) for one in rules.in_order(after)),
        )

    def _link(self, key: int | None) -> AgreementLink:
        piece = self.pieces[key or 0]
        return AgreementLink(piece.text, _address(piece, self.register.language), _parsed(piece.when))

    def _standing(self, agreement: Agreement) -> str:
        """Say what became of an agreement by its dates; empty where nothing of it is known."""
        if any(one.supersedes_id == agreement.pk for one in self.agreements.values()):
            return _("superseded")
        if agreement.in_force is None:
            return ""
        said = agreement.in_force.holds_on(self.register.today)
        return {"certainly": _("in force"), "not": _("no longer in force")}.get(said, "")

    def _parties(self, key: int, then: Register) -> tuple[PartyLine, ...]:
        rows = self.below[_PARTY, key]
        return tuple(PartyLine(self.sides.get(one.second or 0), then.institution(one.third)) for one in rows)

    def _signatures(self, key: int, then: Register) -> tuple[SignatureLine, ...]:
        signed_for = {one.pk: one.first for one in self.rows.get(_SIGNED_FOR, ())}
        lines = []
        for one in self.below[_SIGNATURE, key]:
            on = _parsed(one.when)
            at = then.on(on.earliest) if on else then
            person, office = at.person(one.second), at.office_of_somebody(one.third, one.second)
            if person is None and office is None:
                continue
            lines.append(
                SignatureLine(
                    person=replace(person, name=replace(person.name, address="")) if person else None,
                    office=replace(office, is_assumed=False) if office else None,
                    words=one.more if person and not one.third else "",
                    side=self.sides.get(signed_for[one.pk] or 0),
                    on=on,
                    place=one.word if person else "",
                )
            )
        return tuple(lines)

    def _term(self, agreement: Agreement, piece: Piece, topics: set[int | None]) -> TermLine:
        value = TermValue(piece.word, piece.second, piece.text, piece.when)
        since, until = rules.term_time(agreement, value)
        compared = []
        for one in self.practices:
            if not topics or topics & one.topics:
                outcomes = rules.compare(value, one.practice, since=since, until=until, today=self.register.today)
                if outcomes:
                    compared.append(ComparedSeries(one.link, tuple(outcomes)))
        return TermLine(str(TermKind(piece.word).label), piece.second, piece.text, _parsed(piece.when), tuple(compared))


@dataclass(frozen=True)
class Rest:
    """A time in which the partnership rested, as it stands between its agreements; why, its course says."""

    label: str
    time: PartialDate

    @property
    def day(self) -> date:
        """The first day on which it may have begun."""
        return self.time.earliest or date.min


@dataclass(frozen=True)
class ChainEntry:
    """One line in the course of a partnership's agreements: an agreement, or a rest."""

    agreement: AgreementView | None = None
    rest: Rest | None = None


def chain_entries(views: Iterable[AgreementView], rests: Iterable[Rest]) -> tuple[ChainEntry, ...]:
    """Return agreements with the times of rest between them; nothing where there are no agreements."""
    waiting = sorted(rests, key=lambda rest: rest.day)
    entries: list[ChainEntry] = []
    for view in views:
        day = view.link.signed_on.earliest if view.link.signed_on else None
        while waiting and day and waiting[0].day < day:
            entries.append(ChainEntry(rest=waiting.pop(0)))
        entries.append(ChainEntry(agreement=view))
    return (*entries, *(ChainEntry(rest=rest) for rest in waiting)) if entries else ()
