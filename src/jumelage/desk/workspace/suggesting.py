"""What is known under the words typed so far: persons, offices, institutions, the people of this edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jumelage.desk.records.access import Place
from jumelage.desk.records.filters import contains
from jumelage.desk.records.titles import Viewer, title_of
from jumelage.desk.workspace.lines import describe
from jumelage.people import queries as people
from jumelage.people import rules as naming
from jumelage.people.models import InstitutionName, OfficeTitle, PersonName
from jumelage.seminars.models import Edition
from jumelage.seminars.queries import visible_participations

#: Fewer letters than this find too much, more suggestions than that nobody reads.
LEAST_LETTERS, MOST = 2, 12


@dataclass(frozen=True)
class Suggestion:
    """One known thing: the words that are put into the field, and what tells it from others."""

    value: str
    about: str = ""


def _words(path: str, text: str) -> Any:
    condition = contains(path, "")
    for word in text.split():
        condition &= contains(path, word)
    return condition


def _persons(text: str, edition: Edition, viewer: Viewer) -> list[Suggestion]:
    shown = people.visible_persons(viewer.actor)
    rows = PersonName.objects.filter(_words("value", text), person__in=shown.values("pk")).select_related("person")[:MOST]
    return [Suggestion(row.value, describe(row.person, viewer)) for row in rows]


def _institutions(text: str, edition: Edition, viewer: Viewer) -> list[Suggestion]:
    shown = people.visible_to(viewer.actor)
    rows = InstitutionName.objects.filter(_words("value", text), institution__in=shown.values("pk"))
    named = rows.select_related("institution__city").prefetch_related("institution__city__names")[:MOST]
    cities = [(row, row.institution.city) for row in named]
    return [Suggestion(row.value, str(title_of(city, viewer)) if city else "") for row, city in cities]


def _offices(text: str, edition: Edition, viewer: Viewer) -> list[Suggestion]:
    shown = people.visible_offices(viewer.actor)
    found = OfficeTitle.objects.filter(office__in=shown.values("pk"))
    rows = found.filter(_words("value", text) | _words("feminine", text) | _words("masculine", text))
    named = rows.select_related("office__institution").prefetch_related("office__institution__names")[:MOST]
    return [Suggestion(_form_with(row, text), str(title_of(row.office.institution, viewer))) for row in named]


def _form_with(row: OfficeTitle, text: str) -> str:
    """Return the form of a title in which the words were found."""
    words = text.casefold().split()
    return next(
        (form for form in (row.value, row.feminine, row.masculine) if form and all(word in form.casefold() for word in words)),
        row.value,
    )


def _participants(text: str, edition: Edition, viewer: Viewer) -> list[Suggestion]:
    """Complete the last name of a list that is written with semicolons; the names before it stay."""
    before, _semicolon, last = text.rpartition(";")
    shown = visible_participations(viewer.actor).filter(edition=edition, person__isnull=False)
    rows = PersonName.objects.filter(_words("value", last.strip()), person__in=shown.values("person"))[:MOST]
    return [Suggestion(f"{before}; {row.value}" if before else row.value) for row in rows]


_ASKED: dict[str, Callable[[str, Edition, Viewer], list[Suggestion]]] = {
    "person": _persons,
    "institution": _institutions,
    "office": _offices,
    "participant": _participants,
}


def _found(what: str) -> Callable[[str, Edition, Viewer], list[Suggestion]]:
    def answer(text: str, edition: Edition, viewer: Viewer) -> list[Suggestion]:
        typed = " ".join(text.split())
        return _ASKED[what](typed, edition, viewer) if len(typed.rpartition(";")[2].strip()) >= LEAST_LETTERS else []

    return answer


KNOWN = {what: _found(what) for what in _ASKED}


def offices_of(typed: Mapping[str, str], place: Place) -> dict[str, Any]:
    """Return what a line about a person starts with once her name is typed: the office and body that she is known by.

    What was typed already is left alone, but not what is only kept from the last line: the page says which fields are
    untouched. Where several persons bear the name, or the person several offices on the edition's day, nothing is filled in.
    """
    viewer, edition = place.viewer, place.record
    given = {name: typed.get(f"person-{name}", "") for name in ("office", "institution")}
    untouched = typed.get("untouched", "").split()
    known = people.persons_named(viewer.actor, typed.get("person-person_name", ""))
    if any(value for name, value in given.items() if f"person-{name}" not in untouched) or len(known) != 1:
        return given
    day = edition.dates.earliest if edition.dates else None
    held = people.visible_appointments(viewer.actor).filter(person=known[0]).select_related("office__institution")
    fitting = [one for one in held.prefetch_related("observations", "office__names") if day is None or _holds(one, day)]
    if len(fitting) != 1:
        return given
    office = fitting[0].office
    title = naming.office_title(office.names.all(), viewer.language, day, known[0].gender)
    return {"office": title.text if title else "", "institution": str(title_of(office.institution, viewer))}


def _holds(appointment: Any, day: Any) -> bool:
    seen = [observation.on for observation in appointment.observations.all()]
    return naming.holds_on(appointment.held, seen, day) != "not"
