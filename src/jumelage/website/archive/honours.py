"""Honours for readers: what was awarded, in whose name, who signed it, who handed it over, and to whom.

A person is named only where the honour itself, or the page on which it stands, may name her, and neither forbids it; else it
says of which institution she was. The citation speaks of the recipients: it is told only where all of them are named. An
honour gives nobody a page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from jumelage.partnerships.models import Side
from jumelage.protocol.models import Honour, HonourKind, Presenter, Recipient
from jumelage.values import LocalText, PartialDate
from jumelage.website.archive.gather import Branch, Piece, branch
from jumelage.website.archive.programme import ItemName
from jumelage.website.archive.register import Mention, OfficeLine, PersonLine, Register, Wanted

#: Under this, the honours themselves are found among what was read.
HONOUR = "honour"
_GIVEN, _PRESENTER, _RECIPIENT, _RECEIVED_IN = "honour_given", "presenter", "recipient", "received_in"


@dataclass(frozen=True)
class Hand:
    """Somebody in an honour as far as everybody may read it; ``is_unnamed`` of a person who may not be named."""

    person: PersonLine | None = None
    office: OfficeLine | None = None
    institution: Mention | None = None
    is_unnamed: bool = False


@dataclass(frozen=True)
class HonourView:
    """An honour for readers; the item at which it was handed over only where the page shows that item."""

    title: LocalText
    kind: str
    awarded_on: PartialDate
    awarded_by: Side | None
    received_by: Side | None
    body: Mention | None
    body_words: str
    signatory: Hand | None
    presenters: tuple[Hand, ...]
    recipients: tuple[Hand, ...]
    citation: LocalText
    at: ItemName | None

    @property
    def day(self) -> date:
        """The first day on which it may have been awarded."""
        return self.awarded_on.earliest or date.min


def branches(rows: QuerySet[Honour]) -> tuple[Branch, ...]:
    """Return how honours are read together with other tables; none of these may be the first."""
    below = {"honour__in": rows.order_by().values("pk")}
    received = Recipient.objects.filter(**below)
    return (
        branch(
            HONOUR, rows, public_id="public_id", word="kind_of", more="awarding_words", when="date", text="title",
            first="awarding_body_id", second="signatory_id", third="signatory_office_id",
        ),
        branch(_GIVEN, rows, text="citation", first="awarded_by_id", second="received_by_id", third="item_id"),
        branch(_PRESENTER, Presenter.objects.filter(**below), place="position", first="honour_id", second="person_id",
               third="office_id"),
        branch(_RECIPIENT, received, place="position", first="honour_id", second="person_id", third="institution_id"),
        branch(_RECEIVED_IN, received, first="office_id"),
    )  # fmt: skip


def want(wanted: Wanted, rows: Mapping[str, list[Piece]]) -> None:
    """Add the keys of what honours name to what a page wants."""
    honours, presenters, recipients = (rows.get(kind, []) for kind in (HONOUR, _PRESENTER, _RECIPIENT))
    wanted.persons |= {one.second for one in (*honours, *presenters, *recipients)}
    wanted.offices |= {one.third for one in (*honours, *presenters)} | {one.first for one in rows.get(_RECEIVED_IN, ())}
    wanted.institutions |= {one.first for one in honours} | {one.third for one in recipients}


def honours_of(
    rows: Mapping[str, list[Piece]],
    sides: Iterable[Side],
    register: Register,
    called: Callable[[int | None], ItemName | None] = lambda item: None,
) -> tuple[HonourView, ...]:
    """Return what was read as honours, the oldest first; *called* names an item that stands on the page."""
    made = _Honours(rows, {side.pk: side for side in sides}, register)
    views = [made.view(one, called) for one in rows.get(HONOUR, ())]
    return tuple(sorted(views, key=lambda view: view.day))


class _Honours:
    """Makes honours out of what was read."""

    def __init__(self, rows: Mapping[str, list[Piece]], sides: Mapping[int, Side], register: Register) -> None:
        self.sides, self.register = sides, register
        self.given = {one.pk: one for one in rows.get(_GIVEN, ())}
        self.received_in = {one.pk: one.first for one in rows.get(_RECEIVED_IN, ())}
        self.below: dict[tuple[str, int], list[Piece]] = defaultdict(list)
        for kind in (_PRESENTER, _RECIPIENT):
            for one in rows.get(kind, ()):
                self.below[kind, one.first or 0].append(one)

    def view(self, piece: Piece, called: Callable[[int | None], ItemName | None]) -> HonourView:
        """Return one honour, everybody in it by the names and offices of its day."""
        given, when = self.given[piece.pk], PartialDate.parse(piece.when)
        then = self.register.on(when.earliest)
        recipients = tuple(
            self._hand(then, piece, one.second, self.received_in[one.pk], one.third) for one in self.below[_RECIPIENT, piece.pk]
        )
        signatory = self._hand(then, piece, piece.second, piece.third) if piece.second or piece.third else None
        return HonourView(
            title=piece.text,
            kind=str(HonourKind(piece.word).label),
            awarded_on=when,
            awarded_by=self.sides.get(given.first or 0),
            received_by=self.sides.get(given.second or 0),
            body=then.institution(piece.first),
            body_words="" if piece.first else piece.more,
            signatory=signatory,
            presenters=tuple(self._hand(then, piece, one.second, one.third) for one in self.below[_PRESENTER, piece.pk]),
            recipients=recipients,
            citation=LocalText() if any(one.is_unnamed for one in recipients) else given.text,
            at=called(given.third),
        )

    @staticmethod
    def _hand(then: Register, honour: Piece, person: int | None, office: int | None, institution: int | None = None) -> Hand:
        """Return somebody by name where the honour or the page may name her and neither forbids it."""
        forbidden = any(then.is_forbidden(person, page) for page in (then.page, honour.public_id))
        places = [] if forbidden else [then.on(then.day, page=page) for page in (then.page, honour.public_id) if page]
        at = next((one for one in places if one.may_name(person)), None)
        if person is not None and at is None:
            line = then.office(office)
            return Hand(institution=line.institution if line else None, is_unnamed=True)
        named = at.person(person) if at else None
        line = then.office(office, person)
        return Hand(
            person=replace(named, name=replace(named.name, address="")) if named else None,
            office=replace(line, is_assumed=False) if line else None,
            institution=then.institution(institution),
        )
