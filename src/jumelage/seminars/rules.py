"""Rules of series and editions, of what stands below an edition, and of what is linked with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.journal.rules import Refusal
from jumelage.partnerships import rules as partnerships
from jumelage.partnerships.models import SideRecord, Visibility
from jumelage.seminars.models import (
    Attendance,
    Delegation,
    Edition,
    EditionPart,
    EditionState,
    Function,
    GapValue,
    JobShadowing,
    Participation,
    ParticipationKind,
    Series,
)
from jumelage.sources.models import Certainty
from jumelage.values import PartialDate

_OVER = (EditionState.HELD, EditionState.REPORTED, EditionState.ARCHIVED)
#: States in which a past edition may be recorded without having been planned here.
DOCUMENTABLE = (*_OVER, EditionState.POSTPONED, EditionState.CANCELLED)
#: As what somebody comes with a delegation, or is named with it, without being one of its members.
_BESIDE = frozenset(
    [ParticipationKind.INTERPRETER, ParticipationKind.STAFF, ParticipationKind.PRESS, ParticipationKind.ACCOMPANYING,
     ParticipationKind.MENTIONED]
)  # fmt: skip
#: States of an edition that people came to.
TOOK_PLACE = (EditionState.RUNNING, *_OVER)


class Ambiguous(Refusal):
    """Several known records bear the name that was written; ``candidates`` are those records, all visible to the actor."""

    def __init__(self, sentence: str, *, field: str, candidates: Sequence[Any]) -> None:
        super().__init__(sentence, field=field)
        self.candidates = tuple(candidates)


@dataclass(frozen=True)
class Finding:
    """Something in a record that somebody should look at: a whole sentence, and the public id of what it is about."""

    level: Literal["warning", "error"]
    sentence: str
    about: str = ""


def may_add_series(actor: Actor, *, partnership: int, owner_side: int | None) -> bool:
    """Coordinators add series for their side, or shared ones where sharing with it is open."""
    return partnerships.may_write(actor, partnership=partnership, owner_side=owner_side)


def may_change_series(actor: Actor, series: Series) -> bool:
    """Coordinators of the side that a series belongs to; of both sides if it is shared."""
    return partnerships.may_write(actor, partnership=series.partnership_id, owner_side=series.owner_side_id)


def may_change_edition(actor: Actor, edition: Edition) -> bool:
    """Coordinators of the side that an edition belongs to; of both sides if it is shared."""
    return partnerships.may_write(actor, partnership=edition.series.partnership_id, owner_side=edition.owner_side_id)


def may_add_part(actor: Actor, *, partnership: int, owner_side: int | None) -> bool:
    """Who may change an edition adds what stands below it; the two keys are those of the edition."""
    return partnerships.may_write(actor, partnership=partnership, owner_side=owner_side)


def may_change_part(actor: Actor, part: EditionPart) -> bool:
    """Who may change an edition changes what stands below it."""
    return may_change_edition(actor, part.edition)


def may_add_job_shadowing(actor: Actor, *, partnership: int, owner_side: int | None) -> bool:
    """Coordinators add job shadowings for their side, or shared ones where sharing with it is open."""
    return partnerships.may_write(actor, partnership=partnership, owner_side=owner_side)


def may_change_job_shadowing(actor: Actor, job_shadowing: JobShadowing) -> bool:
    """Coordinators of the side that a job shadowing belongs to; of both sides if it is shared."""
    return partnerships.may_write(actor, partnership=job_shadowing.partnership_id, owner_side=job_shadowing.owner_side_id)


def sees_edition(actor: Actor, edition: Edition) -> bool:
    """Say whether grants show an edition to *actor*: only where its series is seen too; the law of ``queries.visible_to``."""
    series = edition.series
    series_is_public = series.published and series.partnership.published
    seen = series_is_public or partnerships.sees(actor, series, partnership=series.partnership_id)
    return seen and partnerships.sees(actor, edition, partnership=series.partnership_id)


def is_public(edition: Edition) -> bool:
    """An edition is public while it, its series and its partnership are published."""
    return edition.published and edition.series.published and edition.series.partnership.published


def sides_that_know(record: Edition | JobShadowing, sides: Iterable[int]) -> dict[int, bool]:
    """Return which of a partnership's *sides* learn of the people in a record, and whether only by what is shared.

    The side that it belongs to knows them by itself; the others only where the record, and its series, are shown to them.
    """
    owner, shown = record.owner_side_id, _is_shown_below(record)
    return {side: side != owner for side in sides if shown or side == owner}


def is_kept_apart(edition: Edition) -> bool:
    """Say whether an edition is its side's own affair: neither the other side nor the public sees it."""
    return not is_public(edition) and not _is_shown_below(edition)


def _is_shown_below(record: Edition | JobShadowing) -> bool:
    """Say whether a record is shown to more than its own side: only where its series, if it has one, is seen too."""
    series = record.series
    series_is_public = series is not None and series.published and series.partnership.published
    return _is_shown(record) and (series is None or series_is_public or _is_shown(series))


def _is_shown(record: SideRecord) -> bool:
    return record.owner_side_id is None or record.visibility != Visibility.INTERNAL


def check_documented(*, state: str, dates: PartialDate | None, today: date) -> None:
    """Refuse to document an edition in a state that only planning reaches, or one held in the future."""
    if state not in DOCUMENTABLE:
        raise Refusal(
            _("Only an edition that was held, reported, archived, postponed or cancelled can be recorded afterwards."),
            field="state",
        )
    if state in TOOK_PLACE and dates and dates.earliest and dates.earliest > today:
        raise Refusal(_("An edition cannot have been held in the future. Correct the dates or the state."), field="dates")


def check_host(*, host_side: int | None, sides: Iterable[int]) -> None:
    """Refuse a host side of another partnership."""
    if host_side is not None and host_side not in set(sides):
        raise Refusal(_("The host side does not belong to this series' partnership. Choose one of its sides."), field="host_side")


def check_owner(*, series_owner: int | None, owner: int | None) -> None:
    """Refuse an edition that belongs to somebody else than its series does, where that belongs to one side."""
    if series_owner is not None and owner != series_owner:
        raise Refusal(
            _("This series belongs to one side, and its editions belong to the same. Choose that side."), field="owner_side"
        )


def check_publishable(edition: Edition) -> None:
    """Refuse to publish an edition that a reader could not tell from another."""
    if edition.number is None and not edition.title:
        raise Refusal(_("An edition needs a number or a title before it is published. Enter one of them."))
    if edition.dates is None:
        raise Refusal(_("An edition needs its dates, at least the year, before it is published. Enter them."))


def check_first_planned(*, state: str, first_planned: PartialDate | None, was_postponed: bool = False) -> None:
    """Refuse the dates before where nothing was postponed; *was_postponed* of an edition that is held in the end."""
    if first_planned and state != EditionState.POSTPONED and not was_postponed:
        raise Refusal(
            _("Only an edition that was postponed has dates for which it was first planned. Empty them, or correct the state."),
            field="first_planned",
        )


def check_gaps(gaps: Sequence[GapValue], *, numbers: Collection[int]) -> None:
    """Refuse notes on numbers that are not missing, or two for one number (V10); *numbers*: those with an edition."""
    noted: set[int] = set()
    for gap in gaps:
        if gap.number < 1:
            raise Refusal(_("Editions are numbered from 1; write a number of at least 1."), field="gaps")
        if gap.number in noted:
            sentence = _("Number %(number)s has two notes. Keep one of them.")
            raise Refusal(sentence % {"number": gap.number}, field="gaps")
        if gap.number in numbers:
            sentence = _("Number %(number)s is not missing: an edition has it. Delete the note, or correct the edition.")
            raise Refusal(sentence % {"number": gap.number}, field="gaps")
        noted.add(gap.number)


def check_number(number: int | None, *, noted: Collection[int]) -> None:
    """Refuse a number of which a note says that it is missing (V10)."""
    if number is not None and number in noted:
        raise Refusal(
            _("A note in the series says that this number is missing. Delete that note first, or take another number."),
            field="number",
        )


def check_predecessor(series: Series, predecessor: Series | None, *, before: Collection[int]) -> None:
    """Refuse a predecessor of another partnership, and a ring; *before*: what comes before the predecessor."""
    if predecessor is None:
        return
    if predecessor.partnership_id != series.partnership_id:
        raise Refusal(_("A series follows one of the same partnership. Choose another predecessor."), field="predecessor")
    if series.pk is not None and (predecessor.pk == series.pk or series.pk in before):
        raise Refusal(_("A series cannot come after itself or its own successor. Choose another."), field="predecessor")


def check_stays(part: EditionPart, *, edition: int) -> None:
    """Refuse to carry a part over to another edition."""
    if part.edition_id != edition:
        raise Refusal(_("This stays with its edition. Enter it anew for another, and delete it here."), field="edition")


def check_links(lists: Mapping[str, Sequence[Any]]) -> None:
    """Refuse who organised an edition, and what it was linked with, where the same stands there twice."""
    organisers = [value.institution for value in lists.get("organisers", ())]
    if len(set(organisers)) < len(organisers):
        raise Refusal(_("The same organiser stands there twice. Take one of the two away."), field="organisers")
    for name in ("events", "projects"):
        listed = lists.get(name, ())
        if len(set(listed)) < len(listed):
            raise Refusal(_("The same link stands there twice. Take one of the two away, or choose another kind."), field=name)


def check_same_edition(edition: int, part: EditionPart | None, *, field: str) -> None:
    """Refuse what stands below another edition than the one with this key."""
    if part is not None and part.edition_id != edition:
        raise Refusal(_("This belongs to another edition. Choose one of this edition's own."), field=field)


def check_side(side: int | None, *, sides: Collection[int], field: str = "side") -> None:
    """Refuse a side of another partnership."""
    if side is not None and side not in sides:
        raise Refusal(_("This side does not belong to the partnership. Choose one of its sides."), field=field)


def check_delegations_side(participation: Participation) -> None:
    """Refuse a member of a delegation who is said to be of another side."""
    delegation = participation.delegation
    if delegation is not None and participation.side_id not in (None, delegation.side_id):
        raise Refusal(_("This delegation is of another side. Choose the delegation of the person's side."), field="delegation")


def check_function(members: Iterable[Participation]) -> None:
    """Refuse two heads of one delegation at the same time, and two deputies (V14); *members* are all of one delegation."""
    known: list[Participation] = []
    for one in (one for one in members if one.function and _came(one)):
        others = [other for other in known if other.function == one.function]
        if any(_overlap(one.function_valid, other.function_valid) for other in others):
            sentence = _(
                "Somebody else has this function in the delegation at that time. Choose another function, or enter for both the "
                "days on which they had it."
            )
            raise Refusal(sentence, field="function")
        known.append(one)


def heads(members: Iterable[Participation]) -> list[Participation]:
    """Return those who headed a delegation and were there."""
    return [one for one in members if one.function == Function.HEAD and _came(one)]


def named(members: Iterable[Participation]) -> int:
    """Count the members of a delegation who came and are written down, by name or by office."""
    return sum(_came(one) and counts(one) for one in members)


def counts(participation: Participation) -> bool:
    """Say whether somebody counts as a member of the delegation, and does not only serve, report on or accompany it."""
    return participation.kind_of not in _BESIDE


def _came(participation: Participation) -> bool:
    return participation.state != Attendance.ABSENT and participation.kind_of != ParticipationKind.MENTIONED


def _overlap(first: PartialDate | None, second: PartialDate | None) -> bool:
    """Say whether two periods may have more in common than the day of handing over; no period is the whole edition."""
    if first is None or second is None:
        return True
    one, other = ((period.earliest or date.min, period.latest or date.max) for period in (first, second))
    begins, ends = max(one[0], other[0]), min(one[1], other[1])
    handed_over = begins == ends and one != other and (one[1] == other[0] or other[1] == one[0])
    return begins <= ends and not handed_over


def check_size(size: int | None, members: Iterable[Participation]) -> None:
    """Refuse more members written down than came in all (V14)."""
    if size is not None and (found := named(members)) > size:
        sentence = _("%(named)s members of this delegation are written down, but only %(size)s came in all. Correct the number.")
        raise Refusal(sentence % {"named": found, "size": size}, field="size")


def check_function_is_whole(participation: Participation) -> None:
    """Refuse days or a certainty of a function where there is none."""
    if participation.function:
        return
    sentence = _("No function is chosen of which this could be said. Choose it, or empty this field.")
    if participation.function_valid:
        raise Refusal(sentence, field="function_valid")
    if participation.function_certainty != Certainty.STATED:
        raise Refusal(sentence, field="function_certainty")


def check_once(person_takes_part: bool, *, field: str = "person") -> None:
    """Refuse somebody who takes part as the same already."""
    if person_takes_part:
        raise Refusal(
            _("This person takes part in this edition as the same already. Change that entry, or choose as what else."),
            field=field,
        )


def take_lists(values: dict[str, Any], names: Iterable[str]) -> dict[str, list[Any]]:
    """Take the lists of these names out of *values*; what is ``None`` there was not given."""
    taken = {name: values.pop(name, None) for name in names}
    return {name: list(listed) for name, listed in taken.items() if listed is not None}


def missing_numbers(numbers: Iterable[int]) -> list[int]:
    """Return the numbers of a series that have no edition here, up to the highest known; not "did not happen"."""
    known = set(numbers)
    return [number for number in range(1, max(known, default=0)) if number not in known]


def findings(
    edition: Edition, *, others: Iterable[Edition], delegations: Iterable[tuple[Delegation, Sequence[Participation]]]
) -> list[Finding]:
    """Return what should be looked at in an edition: its number against its date, then each delegation with its members.

    *others* are the editions of the same series; a note on a number silences what would be said of its order.
    """
    found = _number_findings(edition, others)
    for delegation, members in delegations:
        found += _delegation_findings(delegation, members)
    return found


def _number_findings(edition: Edition, others: Iterable[Edition]) -> list[Finding]:
    if edition.numbers_note:
        return []
    wrong = sorted(other.number for other in others if other.number and not other.numbers_note and _disordered(edition, other))
    if not wrong:
        return []
    sentence = _(
        "By its date this edition does not stand where its number puts it (beside %(numbers)s). Correct one, or say why."
    )
    return [Finding("warning", sentence % {"numbers": ", ".join(map(str, wrong))}, edition.public_id)]


def _disordered(edition: Edition, other: Edition) -> bool:
    """Say whether the dates of two numbered editions certainly contradict their numbers."""
    if not edition.number or not other.number or edition.number == other.number:
        return False
    earlier, later = sorted((edition, other), key=lambda one: one.number or 0)
    begins = earlier.dates.earliest if earlier.dates else None
    ends = later.dates.latest if later.dates else None
    return begins is not None and ends is not None and begins > ends


def _delegation_findings(delegation: Delegation, members: Sequence[Participation]) -> list[Finding]:
    found: list[Finding] = []
    size, planned, count = delegation.size, delegation.planned_size, named(members)
    about = delegation.public_id
    if size is not None and count > size:
        sentence = _("%(named)s members of this delegation are written down, but only %(size)s came in all. Correct the number.")
        found.append(Finding("error", sentence % {"named": count, "size": size}, about))
    came = max(size or 0, count)
    if planned is not None and came > planned and not delegation.size_exception.strip():
        sentence = _("%(size)s members came and %(planned)s were planned. Enter the reason for another size.")
        found.append(Finding("warning", sentence % {"size": came, "planned": planned}, about))
    leading = heads(members)
    if not leading:
        found.append(Finding("warning", _("The delegation has no head. Choose the function of one of its members."), about))
    return found
