"""The demo's facts as they stand in TOML: one folder a partnership, one file a subject, one an edition.

A file holds tables by kind and key (``[persons.gerke]``); a value that is another record is that record's key. A file
below ``editions/`` holds one edition with everything that stands below it. The words are turned into values by the
fields of the models, so that a misspelt name or key is refused with the file's own words.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from django.db.models import Model

from jumelage.agreements.models import PartyValue, SignatureValue, TermValue
from jumelage.fields.models import LocalTextField, Name
from jumelage.partnerships.models import SharingValue, Side, StateValue
from jumelage.people.models import BasisValue, ObservationValue, OfficeTitleValue, PersonNameValue, Predecessor, TitleValue
from jumelage.programme.models import PresenceValue
from jumelage.protocol.models import PresenterValue, RecipientValue
from jumelage.seminars.models import (
    EventLinkValue,
    FieldValue,
    GapValue,
    Lead,
    OrganiserValue,
    ProjectLinkValue,
    TraditionValue,
)
from jumelage.values import LocalText

#: The value objects of child rows that are not plain names.
ROWS: dict[str, Any] = {
    "EventLink": EventLinkValue,
    "GapNote": GapValue,
    "Observation": ObservationValue,
    "OfficeTitle": OfficeTitleValue,
    "Organiser": OrganiserValue,
    "PartnershipState": StateValue,
    "Party": PartyValue,
    "PersonName": PersonNameValue,
    "PersonTitle": TitleValue,
    "Presence": PresenceValue,
    "Presenter": PresenterValue,
    "ProjectLink": ProjectLinkValue,
    "PublicationBasis": BasisValue,
    "Recipient": RecipientValue,
    "SeriesField": FieldValue,
    "SeriesLead": Lead,
    "SeriesTradition": TraditionValue,
    "SharingDecision": SharingValue,
    "Signature": SignatureValue,
    "Succession": Predecessor,
    "Term": TermValue,
}

#: What an action or a value object calls otherwise than the field in which it is kept.
COLUMN = {("Office", "titles"): "names", ("PersonName", "script"): "written_in", ("Succession", "institution"): "predecessor"}


def tables(folder: str) -> dict[str, Any]:
    """Return the facts of a folder: kinds to keys to facts, and its editions under ``editions``."""
    place = files(__package__) / folder
    found: dict[str, Any] = {}
    for file in _tomls(place):
        for kind, entries in _read(file).items():
            if isinstance(entries, list):
                found.setdefault(kind, []).extend(entries)
            else:
                found.setdefault(kind, {}).update(entries)
    return {**found, "editions": [_read(file) for file in _tomls(place / "editions")]}


def _tomls(folder: Traversable) -> list[Traversable]:
    return sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)


def _read(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def text(texts: dict[str, str]) -> LocalText:
    """Make a text of which the first language is the original and the others are its reviewed translations."""
    original = next(iter(texts), "")
    made = LocalText.of(**{language: words for language, words in texts.items() if language == original})
    for language, words in texts.items():
        if language != original:
            made = made.translated(language, words, source=original, status="reviewed")
    return made


class Known:
    """The records made so far, by model and key; an edition's parts are known within it only."""

    def __init__(self, records: dict[tuple[type[Model], str], Any] | None = None) -> None:
        self.records = dict(records or {})

    def within(self) -> Known:
        """Return a place in which more becomes known without being known outside."""
        return Known(self.records)

    def keep(self, record: Model, key: str) -> None:
        """Remember a record under its key."""
        self.records[type(record), key] = record

    def one(self, model: Any, key: str) -> Any:
        """Return the record of a key, or refuse in a sentence."""
        try:
            return self.records[model, key]
        except KeyError:
            raise KeyError(f"The facts name the {model.__name__} “{key}”, but none with this key comes before.") from None

    def values(self, model: type[Model], fact: dict[str, Any]) -> dict[str, Any]:
        """Turn what a fact says into what an action takes; the names of both are those of the model's fields."""
        return {name: self._value(model, name, value) for name, value in fact.items()}

    def _value(self, model: type[Model], name: str, value: Any) -> Any:
        if name == "sides":
            return [self.one(Side, key) for key in value]
        if name == "shared":
            return value
        field: Any = model._meta.get_field(COLUMN.get((model.__name__, name), name))
        if isinstance(field, LocalTextField):
            return text(value)
        if field.many_to_many:
            return [self.one(field.related_model, key) for key in value]
        if field.one_to_many:
            return [self._row(field.related_model, row) for row in value]
        return self.one(field.related_model, value) if field.is_relation else field.to_python(value)

    def _row(self, model: type[Model], row: Any) -> Any:
        """Make a value object; a bare word or number stands for its first member."""
        maker = ROWS.get(model.__name__, Name)
        members = row if isinstance(row, dict) and not self._is_text(model, maker, row) else {fields(maker)[0].name: row}
        return maker(**{name: self._member(model, name, value) for name, value in members.items()})

    @staticmethod
    def _is_text(model: type[Model], maker: Any, row: dict[str, Any]) -> bool:
        return set(row).isdisjoint(member.name for member in fields(maker))

    def _member(self, model: type[Model], name: str, value: Any) -> Any:
        field: Any = model._meta.get_field(COLUMN.get((model.__name__, name), name))
        if isinstance(field, LocalTextField):
            return text(value)
        return self.one(field.related_model, value).pk if field.is_relation else value
