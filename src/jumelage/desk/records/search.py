"""Finding records by what somebody types of their names, for suggestions and for names typed whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet

from jumelage.desk.records.titles import Viewer, title_of, with_titles
from jumelage.fields.display import print_date
from jumelage.fields.models import LocalTextField
from jumelage.journal.rules import ALPHABET
from jumelage.languages import SITE
from jumelage.partnerships.models import City, Partnership, Side
from jumelage.people.models import Appointment, Institution, Office, Person, Site
from jumelage.people.queries import visible_appointments
from jumelage.seminars.models import Edition
from jumelage.sources.models import Source

_PUBLIC_ID = re.compile(rf"[{ALPHABET}]{{8,12}}")
#: A title with the public id that tells which record is meant, as it is sent by a form.
_MARKED = re.compile(rf"(?P<title>.*?)\s*\[(?P<public_id>[{ALPHABET}]{{8,12}})\]", re.DOTALL)
#: Where the words for a record are looked for; other kinds have names, or a title or label.
_SEARCHED: dict[type[Model], tuple[str, ...]] = {
    Institution: ("names__value", "city__names__value"),
    Site: ("names__value", "street", "city__names__value", "institution__names__value"),
    Office: ("names__value", "names__feminine", "names__masculine", "institution__names__value"),
    Appointment: (
        "person__names__value",
        "office__names__value",
        "office__names__feminine",
        "office__names__masculine",
        "office__institution__names__value",
    ),
    Source: ("title", "publisher", "reference"),
    Edition: ("title",),
    Partnership: ("sides__city__names__value",),
    Side: ("label", "city__names__value"),
}
#: Columns with further names of a row of names.
_FORMS_OF_A_NAME = ("value", "feminine", "masculine")
SUGGESTIONS, MOST_COMPARED = 12, 200
_WORD = re.compile(r"[\w.-]*\w[\w.-]*")
_ORDINAL = re.compile(r"(\d{1,4})(?:\.|st|nd|rd|th|-й)?", re.IGNORECASE)


def folded(text: str) -> str:
    """Return a text as names are compared: composed, without surplus white space, whatever the case."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def written(record: Any, viewer: Viewer) -> str:
    """Return the title of a record with its public id, as ``read_marked`` reads it."""
    return f"{title_of(record, viewer)} [{record.public_id}]"


def read_marked(text: str) -> tuple[str, str]:
    """Take a written record apart into title and public id; empty where there is no public id."""
    found = _MARKED.fullmatch(text)
    return (found["title"], found["public_id"]) if found else (text.strip(), "")


def is_public_id(text: str) -> bool:
    """Say whether *text* may be a public id."""
    return _PUBLIC_ID.fullmatch(text) is not None


def searched(records: QuerySet[Any], text: str, viewer: Viewer) -> QuerySet[Any]:
    """Keep the records in whose names every word of *text* stands, whatever the case."""
    for word in _words(text):
        found = _special(records.model, word, viewer)
        for path in _paths(records.model):
            found |= _contains(records.model, path, word)
        records = records.filter(pk__in=records.model._default_manager.filter(found).values("pk"))
    return records


def _words(text: str) -> list[str]:
    """Return the words to look for; abbreviated titles ("Prof. Dr.") are none where anything else was typed."""
    words = _WORD.findall(text)
    return [word for word in words if not word.endswith(".") or word[:-1].isdigit()] or words


def _special(model: type[Model], word: str, viewer: Viewer) -> Q:
    """Return where else a word counts: an edition is found by its number, and by its series where that may be seen."""
    if model is not Edition:
        return Q(pk__in=[])
    number = _ORDINAL.fullmatch(word)
    by_series = Q(series__in=viewer.series, series__names__value__iregex=re.escape(word))
    return by_series | Q(number=int(number[1])) if number else by_series


def _paths(model: type[Model]) -> tuple[str, ...]:
    if model in _SEARCHED:
        return _SEARCHED[model]
    for name, path in (("names", "names__value"), ("title", "title"), ("label", "label"), ("name", "name"), ("text", "text")):
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        return (path,)
    return ("public_id",)


def _contains(model: type[Model], path: str, word: str) -> Q:
    """Return the condition that a column contains *word*; a text in several languages in one of them (see ``filters``)."""
    pattern = re.escape(word)
    if "__" not in path and isinstance(model._meta.get_field(path), LocalTextField):
        condition = Q()
        for language in SITE:
            condition |= Q(**{f"{path}__{language}__text__iregex": pattern})
        return condition
    return Q(**{f"{path}__iregex": pattern})


def bearing(records: QuerySet[Any], text: str, viewer: Viewer) -> list[Any]:
    """Return the records that are called exactly *text* for the viewer, or bear exactly this name in any language."""
    wanted = folded(text)
    return [
        record for record in with_titles(searched(records, text, viewer))[:MOST_COMPARED] if wanted in _called(record, viewer)
    ]


def _called(record: Any, viewer: Viewer) -> set[str]:
    title = folded(str(title_of(record, viewer)))
    return {title, *(folded(name) for name in names_of(record))}


def names_of(record: Any) -> Iterable[str]:
    """Return every name that a record bears, in every form that is kept of it."""
    rows = record.names.all() if hasattr(record, "names") else ()
    return [value for row in rows for form in _FORMS_OF_A_NAME if (value := getattr(row, form, ""))]


def nearest(records: QuerySet[Any], text: str, viewer: Viewer, most: int = SUGGESTIONS) -> list[Any]:
    """Return the records that *text* may mean: those that contain its words, the ones that begin with it first."""
    if not _words(text):
        return []
    found = list(with_titles(searched(records, text, viewer))[:MOST_COMPARED])
    return sorted(found, key=lambda record: _place(record, folded(text), viewer))[:most]


def _place(record: Any, wanted: str, viewer: Viewer) -> tuple[int, str]:
    title = folded(str(title_of(record, viewer)))
    begins = any(name.startswith(wanted) for name in _called(record, viewer))
    return (0 if title == wanted else 1 if begins else 2), title


def with_asides(records: Iterable[Any], viewer: Viewer, text: str = "") -> list[tuple[Any, str]]:
    """Return records each with a few words that tell it from others of its name, and the name that contains *text*."""
    listed = list(records)
    offices = _offices_of([record.pk for record in listed if isinstance(record, Person)], viewer)
    return [(record, _aside(record, viewer, text, offices.get(record.pk, ""))) for record in listed]


def _aside(record: Any, viewer: Viewer, text: str, office: str) -> str:
    parts = [_other_name(record, viewer, text), office if isinstance(record, Person) else _place_or_day(record, viewer)]
    return ", ".join(part for part in parts if part)


def _other_name(record: Any, viewer: Viewer, text: str) -> str:
    """Return the name by which a record was found where its title does not show why."""
    wanted = folded(text)
    if not wanted or wanted in folded(str(title_of(record, viewer))):
        return ""
    return next((name for name in names_of(record) if wanted in folded(name)), "")


def _place_or_day(record: Any, viewer: Viewer) -> str:
    if isinstance(record, (Institution, Site)):
        city = viewer.known(City, record.city_id) if record.city_id else None
        return str(title_of(city, viewer)) if city else ""
    if isinstance(record, Source):
        return ", ".join(part for part in (record.publisher, print_date(record.date, viewer.language)) if part)
    return print_date(record.dates, viewer.language) if isinstance(record, Edition) else ""


def _offices_of(persons: list[int], viewer: Viewer) -> dict[int, str]:
    """Return the office of each person that was entered last, in words."""
    if not persons:
        return {}
    held = visible_appointments(viewer.actor).filter(person__in=persons).order_by("pk")
    viewer.load(Office, held.values_list("office", flat=True))
    return {one.person_id: str(title_of(viewer.known(Office, one.office_id), viewer)) for one in held}
