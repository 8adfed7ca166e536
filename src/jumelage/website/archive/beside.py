"""What an edition was linked with: events of others, theme years, projects."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from jumelage.fields import display
from jumelage.fields.names import ShownName, name_on
from jumelage.seminars.models import EventLinkKind, ExternalEvent, FrameworkInitiative, Project, ProjectLinkKind
from jumelage.values import LocalText, PartialDate, Quantity
from jumelage.website import wording
from jumelage.website.archive.agreements import AgreementLink, piece_links
from jumelage.website.archive.gather import Piece
from jumelage.website.archive.parts import Parts
from jumelage.website.archive.register import Mention, Register

_MODELS = {"event": ExternalEvent, "project": Project, "initiative": FrameworkInitiative}


@dataclass(frozen=True)
class EventLine:
    """An event of others, and what it was to the edition."""

    ordinal: str
    name: Mention
    dates: PartialDate | None
    city: Mention | None
    organiser: Mention | None
    attendance: Quantity | None
    website: str
    link: str


@dataclass(frozen=True)
class OtherLine:
    """A theme year or a project."""

    name: Mention
    period: PartialDate | None
    description: LocalText
    website: str
    link: str
    basis: AgreementLink | None = None


def beside(parts: Parts, what: str, register: Register) -> dict[int, Mention]:
    """Return the names of events or projects by their keys, with their ordinals."""
    found: dict[int, Mention] = {}
    for piece in parts.texts[what]:
        ordinal, name = _name(piece, what, register)
        if name:
            found[piece.pk] = Mention(f"{ordinal} {name.text}".strip(), name.language)
    return found


def events_of(parts: Parts, register: Register) -> tuple[EventLine, ...]:
    """Return the external events that the edition was linked with."""
    kinds: dict[int, list[str]] = defaultdict(list)
    for link in parts.links["event"]:
        kinds[link.first or 0].append(str(EventLinkKind(link.word).label))
    known, lines = parts.by_key("event"), []
    for key, labels in kinds.items():
        piece = known[key]
        ordinal, name = _name(piece, "event", register)
        if name:
            lines.append(
                EventLine(
                    ordinal=ordinal,
                    name=name,
                    dates=PartialDate.parse(piece.when) if piece.when else None,
                    city=register.city(piece.second),
                    organiser=register.institution(piece.third),
                    attendance=Quantity.parse(piece.word) if piece.word else None,
                    website=piece.more,
                    link=wording.joined(labels),
                )
            )
    return tuple(lines)


def others_of(parts: Parts, what: str, register: Register) -> tuple[OtherLine, ...]:
    """Return the theme years or the projects of the edition."""
    known, lines = parts.by_key(what), []
    for link in parts.links[what]:
        piece = known[(link.second if what == "initiative" else link.first) or 0]
        _ordinal, name = _name(piece, what, register)
        if name:
            period = PartialDate.parse(piece.when) if piece.when else None
            kind = str(ProjectLinkKind(link.word).label) if link.word else ""
            bases = piece_links((one for one in parts.texts["basis"] if one.pk == piece.first), register.language)
            lines.append(OtherLine(name, period, piece.text, piece.more, kind, next(iter(bases), None)))
    return tuple(lines)


def _name(piece: Piece, what: str, register: Register) -> tuple[str, Mention | None]:
    """Return the ordinal of an event (place says whether it is Roman) and the name as it is written after one."""
    record = register.others.get((_MODELS[what], piece.pk))
    shown = name_on(record.names.all(), register.language, register.day) if record is not None else None  # type: ignore[attr-defined]
    if shown is None:
        return "", None
    if what != "event" or piece.first is None:
        return "", Mention(shown.text, shown.language)
    written = wording.roman if piece.place else display.print_ordinal
    shown = ShownName(shown.text if piece.place else display.after_number(shown), shown.language, shown.is_fallback)
    return written(piece.first, register.language), Mention(shown.text, shown.language)
