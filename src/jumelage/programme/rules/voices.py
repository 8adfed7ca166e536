"""Rules of contributions and statements: who speaks took part, and for whom (domain.md V16, V17)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from jumelage.journal.rules import Refusal
from jumelage.programme.models import Contribution, ContributionKind, PresenceStatus, PresenceValue, Statement
from jumelage.programme.rules.items import as_wanted, called
from jumelage.programme.rules.presence import Held, identity, told, who_was_there
from jumelage.seminars.models import Attendance, EditionPart, Participation, ParticipationKind
from jumelage.seminars.rules import Finding, check_same_edition


def _check_parts(part: EditionPart, *fields: str) -> None:
    for field in fields:
        check_same_edition(part.edition_id, getattr(part, field), field=field)


def speaks(contribution: Contribution) -> Participation | None:
    """Return who stood there and spoke: the speaker, but of a message who read it."""
    return contribution.read_by if contribution.kind_of == ContributionKind.MESSAGE else contribution.speaker


def check_speaker(contribution: Contribution) -> None:
    """Refuse a contribution whose speaker, or of a message whose reader, did not take part (V16).

    Who read a message may be open.
    """
    _check_parts(contribution, "item", "speaker", "read_by")
    is_message = contribution.kind_of == ContributionKind.MESSAGE
    if not is_message and contribution.read_by is not None:
        raise Refusal(_("Only a message is read by somebody else. Choose that kind, or empty who read it."), field="read_by")
    if contribution.read_by is not None and identity(contribution.read_by) == identity(contribution.speaker):
        raise Refusal(_("Who reads the own message gives a speech. Choose another reader or another kind."), field="read_by")
    there = speaks(contribution)
    if there is not None and not _may_have_come(there):
        raise Refusal(
            _("%(who)s did not take part in this edition. Correct the participation, or enter a message that somebody read.")
            % {"who": there},
            field="read_by" if is_message else "speaker",
        )


def _may_have_come(participation: Participation) -> bool:
    return participation.state != Attendance.ABSENT and participation.kind_of != ParticipationKind.MENTIONED


def speaker_finding(contribution: Contribution, held: Held, *, shown: Collection[int]) -> Finding | None:
    """Tell of who spoke at an item and, as it is entered now, was not there (V16); named is who is *shown*."""
    speaker = speaks(contribution)
    if speaker is None:
        return None
    if not _may_have_come(speaker):
        sentence = _("%(who)s spoke at “%(item)s” but is entered as absent. Correct the participation or the contribution.")
    elif identity(speaker) not in held.who:
        sentence = _("%(who)s spoke at “%(item)s” but is not entered as present. Correct who was there, or the contribution.")
    else:
        return None
    return Finding("error", sentence % {"who": told([speaker], shown), "item": called(held.item)}, contribution.public_id)


def check_not_absent(speaker: Participation, presences: Iterable[PresenceValue], *, field: str, shown: Collection[int]) -> None:
    """Refuse that somebody spoke at an item from which the same person is entered as absent (V16)."""
    for value in presences:
        if value.participation == speaker.pk and value.status == PresenceStatus.ABSENT:
            sentence = _("%(who)s is entered as absent from this item. Correct who was present, or choose another speaker.")
            raise Refusal(sentence % {"who": told([speaker], shown)}, field=field)


def with_speaker(
    speaker: Participation, presences: Iterable[PresenceValue], people: Iterable[Participation]
) -> list[PresenceValue]:
    """Return the presences of an item with its speaker among them: as they are where he is, else one more at the end.

    An invitation becomes a presence; who came with a delegation that was there needs no row of his own.
    """
    listed = list(presences)
    if identity(speaker) in who_was_there(listed, people):
        return listed
    kept = [value for value in listed if value.participation != speaker.pk]
    return [*kept, PresenceValue(participation=speaker.pk)]


def mandate_finding(
    contribution: Contribution, *, speaker: Iterable[Sequence[int]], behalf: Iterable[Sequence[int]]
) -> Finding | None:
    """Warn where somebody spoke for a person or an office of another institution and no mandate is entered (V17).

    *speaker* and *behalf* are the institutions of both, each with what it is a part of, itself first. An institution and
    its own part are one; where one of the two is not known, nobody can say that they are.
    """
    if contribution.on_behalf_of_person_id is None and contribution.on_behalf_of_office_id is None:
        return None
    theirs = list(behalf)
    if contribution.mandate.strip() or any(one[0] in other or other[0] in one for one in speaker for other in theirs):
        return None
    sentence = _("%(who)s spoke for another institution. Enter what the mandate rests on, or correct for whom it was.")
    return Finding("warning", sentence % {"who": contribution.speaker}, contribution.public_id)


def check_statement(statement: Statement) -> None:
    """Refuse a statement that nobody made, or that was made elsewhere than its contribution or item."""
    _check_parts(statement, "contribution", "item", "speaker", "delegation")
    if statement.speaker is None and statement.delegation is None:
        raise Refusal(_("A statement needs somebody who made it: choose a person or a delegation."), field="speaker")
    spoken = statement.contribution
    if spoken is None:
        return
    if statement.item is not None and statement.item != spoken.item:
        raise Refusal(_("The contribution was made at another item. Choose the item of the contribution, or none."), field="item")
    if statement.speaker is not None and statement.speaker != spoken.speaker:
        raise Refusal(
            _("Somebody else made this contribution. Choose its speaker, or a contribution of this one."), field="speaker"
        )


def with_approval(statement: Statement, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a change of a statement sets: other words are not approved, unless the same change approves them."""
    wanted = as_wanted(statement, values)
    is_reworded = (wanted.text, wanted.is_quote) != (statement.text, statement.is_quote)
    return {"is_approved": False, **values} if is_reworded else dict(values)
