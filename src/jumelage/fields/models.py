"""Database fields for the values of ``jumelage.values``, and what rows with names over time share."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext_lazy as _

from jumelage.fields import forms
from jumelage.languages import SCRIPT, language_choices
from jumelage.values import LocalText, PartialDate, PartialDateError, Quantity, QuantityError


class PartialDateField(models.CharField):
    """A ``PartialDate`` kept as EDTF text, with two columns beside it for ordering and for questions of time.

    The columns are ``<name>_earliest`` and ``<name>_latest`` (inclusive days, null where unbounded or unknown);
    they follow the text whenever the attribute is set.
    """

    description = "a date as far as it is known, EDTF level 1"
    _pyi_private_set_type: PartialDate | str | None  # type: ignore[assignment]  # what mypy is told of the attribute,
    _pyi_private_get_type: PartialDate | None  # type: ignore[assignment]  # not of the column's text

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 40)
        super().__init__(*args, **options)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _PartialDateAttribute(self))
        if not cls._meta.abstract and cls.__module__ != "__fake__":
            for end in ("earliest", "latest"):
                cls.add_to_class(f"{name}_{end}", BoundField(source=name, end=end))

    def from_db_value(self, value: str | None, expression: object, connection: object) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: object) -> PartialDate | None:
        if isinstance(value, PartialDate) or value in (None, ""):
            return value or None  # type: ignore[return-value]
        try:
            return PartialDate.parse(str(value))
        except PartialDateError as error:
            raise forms.date_refusal(str(value), error) from error

    def get_prep_value(self, value: object) -> str:
        value = self.to_python(value)
        return value.edtf if value else ""

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.get_prep_value(value))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **options: Any) -> Any:
        return super(models.CharField, self).formfield(**{"form_class": forms.PartialDateField, **options})

    def pre_save(self, model_instance: models.Model, add: bool) -> PartialDate | None:
        return getattr(model_instance, self.attname)


class _PartialDateAttribute:
    """Turns whatever is set into a ``PartialDate`` or ``None``, and marks its bounds as loaded with it.

    Django leaves out of an UPDATE every column whose attribute is not in the instance's ``__dict__``.
    """

    def __init__(self, field: PartialDateField) -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.field.attname])
        return instance.__dict__[self.field.attname]

    def __set__(self, instance: models.Model, value: object) -> None:
        partial = self.field.to_python(value)
        instance.__dict__[self.field.attname] = partial
        for end in ("earliest", "latest"):
            instance.__dict__[f"{self.field.attname}_{end}"] = getattr(partial, end) if partial else None


class BoundField(models.DateField):
    """The first or the last day that a ``PartialDateField`` beside it allows; it cannot be set by itself."""

    def __init__(self, *args: Any, source: str, end: str, **options: Any) -> None:
        self.source, self.end = source, end
        super().__init__(*args, **{**options, "null": True, "blank": True, "editable": False, "db_index": True})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, options = super().deconstruct()
        for implied in ("null", "blank", "editable", "db_index"):
            options.pop(implied, None)
        return name, path, args, {**options, "source": self.source, "end": self.end}

    def contribute_to_class(self, cls: type[models.Model], name: str, **options: Any) -> None:  # type: ignore[override]
        super().contribute_to_class(cls, name, **options)
        setattr(cls, name, _BoundAttribute(self))


class _BoundAttribute:
    """Reads the bound off the date beside it; setting it is without effect."""

    def __init__(self, field: BoundField) -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        partial = getattr(instance, self.field.source)
        return getattr(partial, self.field.end) if partial else None

    def __set__(self, instance: models.Model, value: object) -> None:
        pass


class QuantityField(models.CharField):
    """A ``Quantity`` kept as its canonical text; nothing is ``None`` in Python and empty in the column."""

    description = "a number as far as it is known"
    _pyi_private_set_type: Quantity | str | None  # type: ignore[assignment]  # what mypy is told of the attribute,
    _pyi_private_get_type: Quantity | None  # type: ignore[assignment]  # not of the column's text

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 24)
        super().__init__(*args, **options)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Quantity | None:
        return Quantity.parse(value) if value else None

    def to_python(self, value: object) -> Quantity | None:
        if isinstance(value, Quantity) or value in (None, ""):
            return value or None  # type: ignore[return-value]
        try:
            return Quantity.parse(str(value))
        except QuantityError as error:
            raise forms.quantity_refusal(str(value), error) from error

    def get_prep_value(self, value: object) -> str:
        value = self.to_python(value)
        return value.text if value else ""

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.get_prep_value(value))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **options: Any) -> Any:
        return super(models.CharField, self).formfield(**{"form_class": forms.QuantityField, **options})


class LocalTextField(models.JSONField):
    """A ``LocalText`` kept as JSON in the row. Empty is ``{}``, never null."""

    description = "one text in several languages"

    def __init__(self, *args: Any, long: bool = False, **options: Any) -> None:
        self.long = long
        options.setdefault("default", LocalText)
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, options = super().deconstruct()
        if self.long:
            options["long"] = True
        return name, path, args, options

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        stored = super().from_db_value(value, expression, connection)
        return stored if isinstance(expression, KeyTransform) else LocalText.from_json(stored)

    def to_python(self, value: Any) -> LocalText:
        if isinstance(value, LocalText):
            return value
        return LocalText.from_json(json.loads(value) if isinstance(value, str) and value else value or {})

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value.to_json() if isinstance(value, LocalText) else value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, LocalText):
            value = value.to_json()
        return super().get_db_prep_value(value, connection, prepared)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if not self.blank and not value:
            raise ValidationError(_("Write this text in at least one language."), code="blank")

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj).to_json(), ensure_ascii=False)

    def formfield(self, **options: Any) -> Any:
        return models.Field.formfield(self, form_class=forms.LocalTextField, long=self.long, **options)


class NameKind(models.TextChoices):
    """What a name is to the thing that bears it (domain.md 3.0, NameRecord)."""

    OFFICIAL = "official", _("official name")
    SHORT = "short", _("short name")
    ABBREVIATION = "abbr", _("abbreviation")
    TRANSLATION = "translation", _("translation")
    TRANSLITERATION = "transliteration", _("transliteration")


@dataclass(frozen=True)
class Name:
    """One row of a list of names, as forms and actions hand it over; ``valid`` is EDTF or empty."""

    value: str
    language: str
    kind: str = NameKind.OFFICIAL
    scheme: str = ""
    valid: str = ""


class NameRecord(models.Model):
    """A name over time: one spelling, its language, script and scheme, and the period in which it was right.

    ``valid`` is empty where the name holds without limit. Names are values of the record that bears them: an
    action replaces the whole list, and they have no identity of their own.
    """

    value = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=12, choices=language_choices)
    kind = models.CharField(_("kind"), max_length=16, choices=NameKind.choices, default=NameKind.OFFICIAL)
    scheme = models.CharField(_("scheme of transliteration"), max_length=16, blank=True)
    valid = PartialDateField(_("in use"), blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.value

    @property
    def script(self) -> str:
        """The ISO 15924 script of the name: that of its language, but Latin for a transliteration."""
        return "Latn" if self.kind == NameKind.TRANSLITERATION else SCRIPT.get(self.language, "Zyyy")

    @classmethod
    def of_value(cls, value: Name, **place: Any) -> Self:
        """Make the row of a name, its letters composed (Unicode NFC); *place* gives its owner and its position."""
        return cls(
            value=normalize("NFC", value.value),
            language=value.language,
            kind=value.kind,
            scheme=value.scheme,
            valid=value.valid,
            **place,
        )

    def as_value(self) -> Name:
        """Take the name out of the row."""
        return Name(self.value, self.language, self.kind, self.scheme, self.valid.edtf if self.valid else "")

    def holds_on(self, day: date) -> bool:
        """Say whether the name may be used for *day*: certainly, or possibly where the period is vague."""
        return self.valid is None or self.valid.holds_on(day) != "not"
