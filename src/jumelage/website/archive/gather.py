"""Many small tables in one question: a page of everything about an edition must not ask once a table.

``pieces`` reads rows of different tables by ``UNION ALL`` into one shape, and ``attach_names`` loads the names of records of
every kind in a single query. What a column of a piece means, the branch says that reads it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, IntegerField, Model, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from jumelage.fields.models import LocalTextField, NameRecord
from jumelage.partnerships.models import CityName
from jumelage.people.models import InstitutionName, OfficeTitle, PersonName, PersonTitle, SiteName
from jumelage.seminars.models import ExternalEventName, FrameworkInitiativeName, ProjectName, SeriesName
from jumelage.values import LocalText


@dataclass(frozen=True)
class Piece:
    """One row of one of the tables that were read together."""

    what: str
    pk: int
    public_id: str
    place: int
    word: str
    more: str
    when: str
    text: LocalText
    first: int | None
    second: int | None
    third: int | None


_COLUMNS = tuple(Piece.__dataclass_fields__)
_NUMBERS = frozenset({"pk", "place", "first", "second", "third"})


@dataclass(frozen=True)
class Branch:
    """One table to be read: the rows, and from which of their columns the columns of a piece are taken."""

    what: str
    rows: QuerySet[Any]
    columns: Mapping[str, str | Combinable] = field(default_factory=dict)


def branch(what: str, rows: QuerySet[Any], **columns: str | Combinable) -> Branch:
    """Make a branch; ``pk`` is taken by itself, ``public_id`` and the rest where they are named."""
    return Branch(what, rows, {"pk": "pk", **columns})


def pieces(*branches: Branch) -> dict[str, list[Piece]]:
    """Read all branches in one query; each kind's rows are in the order of their place, then as they were entered."""
    read = [_rows(one) for one in branches]
    found: dict[str, list[Piece]] = defaultdict(list)
    for row in read[0].union(*read[1:], all=True) if len(read) > 1 else read[0]:
        piece = Piece(*row)
        found[piece.what].append(piece)
    for listed in found.values():
        listed.sort(key=lambda piece: (piece.place, piece.pk))
    return found


def _rows(one: Branch) -> QuerySet[Any, Any]:
    columns: dict[str, Any] = {}
    for name in _COLUMNS:
        given = one.columns.get(name)
        columns[f"as_{name}"] = F(given) if isinstance(given, str) else given if given is not None else _nothing(name, one)
    return one.rows.order_by().annotate(**columns).values_list(*columns)


def _nothing(name: str, one: Branch) -> Combinable:
    """Return what stands in a column that a branch does not fill; PostgreSQL wants to know of what type no number is."""
    if name == "text":
        return Value(LocalText(), output_field=LocalTextField())
    if name in _NUMBERS:
        return Cast(Value(0 if name == "place" else None), IntegerField())
    return Value(one.what if name == "what" else "", output_field=CharField())


#: Every table of names, the record that bears them, and what its rows have beside the common columns.
_NAMES: dict[str, tuple[type[Model], str, tuple[str, ...]]] = {
    "people.person": (PersonName, "person", ("family", "written_in", "preferred_for")),
    "people.office": (OfficeTitle, "office", ("feminine", "masculine")),
    "people.institution": (InstitutionName, "institution", ()),
    "people.site": (SiteName, "site", ()),
    "partnerships.city": (CityName, "city", ()),
    "seminars.series": (SeriesName, "series", ()),
    "seminars.externalevent": (ExternalEventName, "event", ()),
    "seminars.project": (ProjectName, "project", ()),
    "seminars.frameworkinitiative": (FrameworkInitiativeName, "initiative", ()),
}
_COMMON = ("value", "language", "kind", "scheme", "valid")
_TITLES = "title"


def attach_names(records: Iterable[Model]) -> None:
    """Load the names of *records*, of whatever kinds, and the titles of the persons among them, in one query."""
    owners: dict[str, dict[int, list[Model]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        owners[record._meta.label_lower][record.pk].append(record)
    branches = [_names_of(label, list(listed)) for label, listed in owners.items()]
    if persons := owners.get("people.person"):
        branches.append(_titles_of(list(persons)))
    if not branches:
        return
    rows: dict[tuple[str, int], list[Any]] = defaultdict(list)
    found = branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0]
    for what, owner, position, *values in sorted(found, key=lambda row: row[:3]):
        rows[what, owner].append(_row(what, owner, position, values))
    for label, listed in owners.items():
        for pk, bearers in listed.items():
            for bearer in bearers:
                attach(bearer, "names", rows[label, pk])
                if label == "people.person":
                    attach(bearer, "titles", rows[_TITLES, pk])


def _names_of(label: str, keys: list[int]) -> QuerySet[Any, Any]:
    model, owner, further = _NAMES[label]
    columns = {f"as_{name}": F(name) for name in _COMMON}
    for number in range(3):
        columns[f"as_more{number}"] = F(further[number]) if number < len(further) else Value("", output_field=CharField())  # type: ignore[assignment]
    return _named(model, label, owner, keys, columns)


def _titles_of(keys: list[int]) -> QuerySet[Any, Any]:
    empty = Value("", output_field=CharField())
    columns: dict[str, Any] = {f"as_{name}": F(name) if name in ("value", "language", "valid") else empty for name in _COMMON}
    columns |= {f"as_more{number}": empty for number in range(3)}
    return _named(PersonTitle, _TITLES, "person", keys, columns)


def _named(model: type[Model], what: str, owner: str, keys: list[int], columns: Mapping[str, Any]) -> QuerySet[Any, Any]:
    place = {"as_what": Value(what, output_field=CharField()), "as_owner": F(f"{owner}_id"), "as_position": F("position")}
    rows = model._default_manager.filter(**{f"{owner}__in": keys}).order_by()
    return rows.annotate(**place, **columns).values_list(*place, *columns)


def _row(what: str, owner: int, position: int, values: list[Any]) -> Any:
    given = dict(zip(_COMMON, values[: len(_COMMON)], strict=True))
    if what == _TITLES:
        return PersonTitle(
            person_id=owner, position=position, value=given["value"], language=given["language"], valid=given["valid"] or ""
        )
    model, bearer, further = _NAMES[what]
    more = dict(zip(further, values[len(_COMMON) :], strict=False))
    given["valid"] = given["valid"] or ""
    row: NameRecord = model(**{f"{bearer}_id": owner}, position=position, **given, **more)  # type: ignore[assignment]
    return row


def attach(record: Model, relation: str, rows: list[Any]) -> None:
    """Let ``record.<relation>.all()`` answer with *rows*, as after Django's own prefetch, which asks once a relation."""
    answer = getattr(record, relation).none()
    answer._result_cache, answer._prefetch_done = list(rows), True
    if not hasattr(record, "_prefetched_objects_cache"):
        record._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    record._prefetched_objects_cache[relation] = answer  # type: ignore[attr-defined]
