"""What is known under the words typed so far: persons, offices, institutions, the people of this edition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jumelage.desk.records.access import Place
from jumelage.desk.records.filters import contains
from jumelage.desk.records.titles import Viewer, title_of
from jumelage.desk.workspace.settling import known_of
from jumelage.fields.names import split_titles
from jumelage.people import queries as people
from jumelage.people import rules as naming
from jumelage.people.models import InstitutionName, OfficeTitle, Person, PersonName
from jumelage.seminars.models import Edition, ExternalEvent, FrameworkInitiative, Project
from jumelage.seminars.queries import visible_participations

#: Fewer letters than this find too much, more suggestions than that nobody reads.
LEAST_LETTERS, MOST = 2, 12


@dataclass(frozen=True)
class Suggestion:
    """One known thing: the words that are put into the field, and what tells it from others."""

    value: str
    about: str = ""


_Suggest = Callable[[str, Edition, Viewer], list[Suggestion]]


def _words(path: str, text: str) -> Any:
    condition = contains(path, "")
    for word in text.split():
        condition &= contains(path, word)
    return condition


def _persons(text: str, edition: Edition, viewer: Viewer) -> list[Suggestion]:
    shown = people.visible_persons(viewer.actor)
    named = split_titles(text)[1]
    rows = PersonName.objects.filter(_words("value", named), person__in=shown.values("pk")).select_related("person")[: 4 * MOST]
    kept = _nearest(rows, lambda row: (row.value, row.person.cluster_id or row.person_id), named)
    return [Suggestion(row.value, _known_as(row.person, viewer)) for row in kept]


def _known_as(person: Person, viewer: Viewer) -> str:
    """Return a person's name with the offices by which she is known, for telling her from another."""
    offices = people.visible_appointments(viewer.actor).filter(person=person).select_related("office__institution")
    held = [str(title_of(appointment.office, viewer)) for appointment in offices[:3]]
    return ", ".join([str(title_of(person, viewer)), *held])


def _nearest(rows: Iterable[Any], key: Callable[[Any], tuple[str, Any]], text: str) -> list[Any]:
    """Return the rows each once, those first whose words begin with *text*, the short ones before the long."""
    firsts: dict[Any, Any] = {}
    for row in rows:
        firsts.setdefault(key(row), row)
    wanted = people.folded(text)
    return sorted(firsts.values(), key=lambda row: (not people.folded(key(row)[0]).startswith(wanted), len(key(row)[0])))[:MOST]


def _institutions(text: str, edition: Edition, viewer: Viewer) -> list[Suggestion]:
    shown = people.visible_to(viewer.actor)
    rows = InstitutionName.objects.filter(_words("value", text), institution__in=shown.values("pk"))
    named = rows.select_related("institution__city").prefetch_related("institution__city__names")[: 4 * MOST]
    kept = _nearest(named, lambda row: (row.value, row.institution.cluster_id or row.institution_id), text)
    cities = [(row, row.institution.city) for row in kept]
    return [Suggestion(row.value, str(title_of(city, viewer)) if city else "") for row, city in cities]


def _offices(text: str, edition: Edition, viewer: Viewer) -> list[Suggestion]:
    shown = people.visible_offices(viewer.actor)
    found = OfficeTitle.objects.filter(office__in=shown.values("pk"))
    rows = found.filter(_words("value", text) | _words("feminine", text) | _words("masculine", text))
    named = rows.select_related("office__institution").prefetch_related("office__institution__names")[: 4 * MOST]
    kept = _nearest(named, lambda row: (_form_with(row, text), row.office.institution_id), text)
    return [Suggestion(_form_with(row, text), str(title_of(row.office.institution, viewer))) for row in kept]


def _form_with(row: OfficeTitle, text: str) -> str:
    """Return the form of a title in which the words were found."""
    words = text.casefold().split()
    return next(
        (form for form in (row.value, row.feminine, row.masculine) if form and all(word in form.casefold() for word in words)),
        row.value,
    )


def _of_edition(text: str, edition: Edition, viewer: Viewer) -> list[Suggestion]:
    shown = visible_participations(viewer.actor).filter(edition=edition, person__isnull=False)
    rows = PersonName.objects.filter(_words("value", text), person__in=shown.values("person"))[:MOST]
    return [Suggestion(row.value) for row in rows]


def _linked(text: str, edition: Edition, viewer: Viewer) -> list[Suggestion]:
    found: list[Suggestion] = []
    for model in (ExternalEvent, FrameworkInitiative, Project):
        names = known_of(model, viewer.actor).filter(_words("names__value", text)).values_list("names__value", flat=True)
        found += [Suggestion(name, str(model._meta.verbose_name)) for name in dict.fromkeys(names[:MOST]) if name]
    return found[:MOST]


def _last_of(suggest: _Suggest) -> _Suggest:
    """Complete the last name of a list that is written with semicolons; the names before it stay."""

    def answer(text: str, edition: Edition, viewer: Viewer) -> list[Suggestion]:
        before, _semicolon, last = text.rpartition(";")
        found = suggest(last.strip(), edition, viewer)
        return [Suggestion(f"{before}; {one.value}", one.about) for one in found] if before else found

    return answer


_ASKED: dict[str, _Suggest] = {
    "person": _persons,
    "institution": _institutions,
    "institutions": _last_of(_institutions),
    "linked": _linked,
    "office": _offices,
    "participant": _last_of(_of_edition),
}


def _found(what: str) -> _Suggest:
    def answer(text: str, edition: Edition, viewer: Viewer) -> list[Suggestion]:
        typed = " ".join(text.split())
        return _ASKED[what](typed, edition, viewer) if len(typed.rpartition(";")[2].strip()) >= LEAST_LETTERS else []

    return answer


KNOWN = {what: _found(what) for what in _ASKED}


@dataclass(frozen=True)
class KnownOffices:
    """What a line about a person starts with once her name is typed, and the offices among which she has to be asked."""

    initial: dict[str, str]
    offices: tuple[Suggestion, ...] = ()


def offices_of(typed: Mapping[str, str], place: Place) -> KnownOffices:
    """Return the office and body that a named person is known by on the edition's day.

    What was typed already is left alone, but not what is only kept from the last line: the page says which fields are
    untouched. Where the person held several offices, these are offered and nothing is filled in; where several persons
    bear the name, nothing is known.
    """
    viewer, edition = place.viewer, place.record
    given = {name: typed.get(f"person-{name}", "") for name in ("office", "institution")}
    untouched = typed.get("untouched", "").split()
    known = people.persons_named(viewer.actor, split_titles(typed.get("person-person_name", ""))[1])
    if any(value for name, value in given.items() if f"person-{name}" not in untouched) or len(known) != 1:
        return KnownOffices(given)
    day = edition.dates.earliest if edition.dates else None
    held = people.visible_appointments(viewer.actor).filter(person__in=people.cluster_of(Person, known[0].pk))
    held = held.select_related("office__institution").prefetch_related("observations", "office__names")
    offices = dict.fromkeys(one.office for one in held if day is None or _holds(one, day))
    shown = tuple(_printed(office, day, known[0].gender, viewer) for office in offices)
    if len(shown) == 1:
        return KnownOffices({"office": shown[0].value, "institution": shown[0].about})
    return KnownOffices({"office": "", "institution": ""}, shown) if shown else KnownOffices(given)


def _printed(office: Any, day: Any, gender: str, viewer: Viewer) -> Suggestion:
    title = naming.office_title(office.names.all(), viewer.language, day, gender)
    return Suggestion(title.text if title else "", str(title_of(office.institution, viewer)))


def _holds(appointment: Any, day: Any) -> bool:
    seen = [observation.on for observation in appointment.observations.all()]
    return naming.holds_on(appointment.held, seen, day) != "not"
