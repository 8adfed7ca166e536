"""One line of the workspace: a person, an office and a body become records in one transaction."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.fields.models import Name
from jumelage.fields.names import each_title, split_titles
from jumelage.journal.rules import Refusal, require
from jumelage.languages import SCRIPT
from jumelage.partnerships.models import Side
from jumelage.partnerships.queries import keeper_of
from jumelage.people import actions as people
from jumelage.people import queries as known
from jumelage.people.models import Institution, Office, OfficeTitleValue, Person, PersonNameValue, TitleValue
from jumelage.seminars import queries, rules
from jumelage.seminars.actions.delegation import add_delegation, add_participation
from jumelage.seminars.models import Delegation, Edition, Participation, ParticipationKind
from jumelage.seminars.rules import Ambiguous
from jumelage.sources.models import Certainty
from jumelage.values import LocalText

RecordT = TypeVar("RecordT", Person, Institution, Office)


@dataclass(frozen=True)
class ParticipantLine:
    """What is typed in one line about somebody's part in an edition, all texts in *language*.

    A record that is given is taken, whatever the text says. ``as_new`` enters the person anew though one of that name is
    known, and likewise an institution or an office of which several are known; given as names of fields ("name",
    "office", "institution", "further_office", "further_institution"), exactly those are entered anew. A further office
    without an institution of its own belongs to that of the first.
    """

    language: str
    name: str = ""
    titles: str = ""
    gender: str = ""
    office: str = ""
    institution: str = ""
    further_office: str = ""
    further_institution: str = ""
    side: Side | None = None
    kind_of: str = ParticipationKind.DELEGATE
    function: str = ""
    function_certainty: str = Certainty.STATED
    sector: str = ""
    reason: str = ""
    words: str = ""
    names_holders: bool = False
    person: Person | None = None
    office_record: Office | None = None
    institution_record: Institution | None = None
    further_office_record: Office | None = None
    further_institution_record: Institution | None = None
    as_new: bool | Collection[str] = False


@transaction.atomic
def write_down_participant(*, by: Actor, edition: Edition, line: ParticipantLine) -> Participation:
    """Write one line down: what it names and is not known yet is entered; on a refusal nothing of it stays.

    A delegate joins the delegation of the side, which is made where there is none. Raise ``Ambiguous`` where several known
    persons, offices or institutions bear the name. Titles typed before the name are kept as titles of a new person; what
    is known already is taken as it is.
    """
    allowed = rules.may_add_part(by, partnership=edition.series.partnership_id, owner_side=edition.owner_side_id)
    require(allowed, _("Only coordinators of the side that this edition belongs to may change it and what stands below it."))
    line = _tidied(line)
    keeper = keeper_of(by, edition.series.partnership_id)
    institution = _institution(by, line, keeper)
    office = _office(by, line, institution, keeper)
    further = _further_office(by, line, institution, keeper)
    person = _person(by, line, keeper)
    if person is not None:
        rules.check_once(queries.takes_part(person, edition=edition, kind_of=line.kind_of), field="name")
    return add_participation(
        by=by,
        edition=edition,
        delegation=_delegation(by, edition, line),
        side=line.side,
        person=person,
        office=office,
        institution=None if office is not None and institution in (None, office.institution) else institution,
        kind_of=line.kind_of,
        function=line.function,
        function_certainty=line.function_certainty,
        further_offices=[further] if further is not None else [],
        sector=line.sector,
        reason=LocalText.of(**{line.language: line.reason}),
        words=line.words,
        words_language=line.language if line.words else "",
    )


def _tidied(line: ParticipantLine) -> ParticipantLine:
    """Return a line without needless white space, its letters composed, titles apart from the name."""
    before, name = split_titles(_folded(line.name))
    titles = _folded(line.titles)
    return replace(
        line,
        name=name,
        titles=" ".join(filter(None, (titles, before if before not in titles else ""))),
        office=_folded(line.office),
        institution=_folded(line.institution),
        further_office=_folded(line.further_office),
        further_institution=_folded(line.further_institution),
        reason=_folded(line.reason),
        words=_folded(line.words),
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _title_values(line: ParticipantLine) -> list[TitleValue]:
    """Return the titles of a line one by one; those in Latin letters stand before the name in every language."""
    language = "" if SCRIPT.get(line.language) == "Latn" else line.language
    return [TitleValue(title, language) for title in dict.fromkeys(each_title(line.titles))]


def _is_new(line: ParticipantLine, field: str, found: list[Any]) -> bool:
    """Say whether a record is entered: none is known by the name, or the line says that those known are others."""
    if not isinstance(line.as_new, bool):
        return not found or field in line.as_new
    return not found or (line.as_new and (field == "name" or len(found) > 1))


def _the_one(found: list[RecordT], sentence: str, *, name: str, field: str) -> RecordT:
    if len(found) > 1:
        raise Ambiguous(sentence % {"name": name}, field=field, candidates=found)
    return found[0]


def _person(by: Actor, line: ParticipantLine, keeper: Side | None) -> Person | None:
    if line.person is not None or not line.name:
        return line.person
    found = known.persons_named(by, line.name)
    if not _is_new(line, "name", found):
        sentence = _("Several persons are known by the name “%(name)s”. Choose one of them, or say that it is somebody else.")
        return _the_one(found, sentence, name=line.name, field="name")
    names = [PersonNameValue(line.name, line.language)]
    return people.add_person(by=by, names=names, titles=_title_values(line), introduced_by=keeper, gender=line.gender)


def _institution(by: Actor, line: ParticipantLine, keeper: Side | None) -> Institution | None:
    if line.institution_record is not None or not line.institution:
        return line.institution_record
    found = known.institutions_named(by, line.institution)
    if not _is_new(line, "institution", found):
        sentence = _("Several institutions are called “%(name)s”. Choose one of them, or write the name that only one has.")
        return _the_one(found, sentence, name=line.institution, field="institution")
    names = [Name(line.institution, line.language)]
    return people.add_institution(by=by, names=names, introduced_by=keeper)


def _office(by: Actor, line: ParticipantLine, institution: Institution | None, keeper: Side | None) -> Office | None:
    if line.office_record is not None or not line.office:
        return line.office_record
    found = known.offices_named(by, line.office, institution=institution)
    if not _is_new(line, "office", found):
        sentence = _("Several offices are called “%(name)s”. Enter the institution too, or choose one of them.")
        return _the_one(found, sentence, name=line.office, field="office")
    if institution is None:
        raise Refusal(
            _("This office is not known yet, and an office belongs to an institution. Enter the institution too."),
            field="institution",
        )
    titles = [OfficeTitleValue(line.office, line.language)]
    # The line says neither what an office counts as nor whether others hold it too: rank and single_holder stay empty.
    return people.add_office(
        by=by, institution=institution, titles=titles, names_holders=line.names_holders, introduced_by=keeper
    )


def _further_office(by: Actor, line: ParticipantLine, institution: Institution | None, keeper: Side | None) -> Office | None:
    """Return the office that the person held besides, by the same steps as the first; a refusal names its own fields."""
    as_new = line.as_new
    if not isinstance(as_new, bool):
        as_new = {field.removeprefix("further_") for field in as_new if field.startswith("further_")}
    further = replace(
        line,
        office=line.further_office,
        institution=line.further_institution,
        office_record=line.further_office_record,
        institution_record=line.further_institution_record,
        as_new=as_new,
    )
    try:
        return _office(by, further, _institution(by, further, keeper) or institution, keeper)
    except Refusal as refused:
        refused.field = f"further_{refused.field}"
        raise


def _delegation(by: Actor, edition: Edition, line: ParticipantLine) -> Delegation | None:
    if line.side is None or line.kind_of != ParticipationKind.DELEGATE:
        return None
    known_one = Delegation.objects.filter(edition=edition, side=line.side).first()
    return known_one or add_delegation(by=by, edition=edition, side=line.side)
