"""What people said: approved statements with their speakers, apart from the facts of the record."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import capfirst

from jumelage.programme.models import Statement, StatementKind
from jumelage.values import LocalText
from jumelage.website import wording
from jumelage.website.archive.parts import Parts
from jumelage.website.archive.people import Participant
from jumelage.website.archive.programme import ItemName, Programme
from jumelage.website.archive.register import Mention, PersonLine, Register


@dataclass(frozen=True)
class Voice:
    """One statement: its kind, its words (a quotation in the language of its own), who made it, and about whom."""

    kind: str
    text: LocalText
    quote: str
    quote_language: str
    translation: str
    speaker: Participant | None
    delegation: Mention | None
    about_person: PersonLine | None
    about_institution: Mention | None
    at: ItemName | None


def voices_of(parts: Parts, people: dict[int, Participant], programme: Programme, register: Register) -> tuple[Voice, ...]:
    """Return the statements of an edition, without those of somebody of whom nobody knows who it was.

    None is by or about somebody who may not be named: the query of statements for everybody leaves these out.
    """
    items = {one.pk: one.item_id for one in parts.contributions}
    sides = {piece.pk: piece.first for piece in parts.links["delegation"]}
    voices = []
    for row in parts.statements:
        speaker = people.get(row.speaker_id or 0)
        side = parts.sides.get(sides.get(row.delegation_id or 0) or 0)
        if speaker is not None and speaker.is_unnamed:
            continue
        delegation = register.city(side.city_id) if side else None
        at = programme.called(row.item_id or items.get(row.contribution_id or 0))
        voices.append(_voice(row, speaker, delegation, at, register))
    return tuple(voices)


def _voice(
    row: Statement, speaker: Participant | None, delegation: Mention | None, at: ItemName | None, register: Register
) -> Voice:
    original = wording.original_language(row.text, register.language) if row.is_quote else ""
    translated = original and register.language in row.text and register.language != original
    return Voice(
        kind=capfirst(str(StatementKind(row.kind_of).label)) or "",
        text=row.text,
        quote=wording.quoted(row.text[original].text, original) if original else "",
        quote_language=original,
        translation=row.text[register.language].text if translated else "",
        speaker=speaker,
        delegation=delegation,
        about_person=register.person(row.about_person_id),
        about_institution=register.institution(row.about_institution_id),
        at=at,
    )
