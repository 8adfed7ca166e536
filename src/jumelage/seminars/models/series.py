"""Series, with their names, leading institutions, fields, traditions and notes on missing numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from jumelage.fields.models import LocalTextField, NameRecord, PartialDateField
from jumelage.partnerships.models import Partnership, Side, SideRecord, Topic
from jumelage.people.models import Institution
from jumelage.values import LocalText


class Series(SideRecord):
    """A numbered, recurring exchange of a partnership in one or more fields."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", verbose_name=_("partnership"))
    purpose = LocalTextField(_("purpose"), long=True)
    predecessor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors", verbose_name=_("predecessor")
    )
    transliteration = models.CharField(
        _("transliteration"),
        max_length=16,
        blank=True,
        help_text=_("The scheme by which this series writes names: duden, bgnpcgn, icao9303."),
    )
    published = models.BooleanField(_("published"), default=False, editable=False)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ("partnership", "pk")
        constraints = [
            models.CheckConstraint(
                name="seminars_series_not_its_own_predecessor",
                condition=~models.Q(predecessor=models.F("id")),
                violation_error_message=_("A series cannot precede itself; choose another."),
            )
        ]

    def __str__(self) -> str:
        return next((name.value for name in self.names.all()), self.public_id)


class SeriesName(NameRecord):
    """A name of a series over time."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="names")


@dataclass(frozen=True)
class Lead:
    """The institution that leads a series for a side, as forms and actions hand it over; both are records' keys."""

    side: int
    institution: int


class SeriesLead(models.Model):
    """The institution that leads a series for one side."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="leads")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="+", verbose_name=_("side"))
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", verbose_name=_("institution"))

    class Meta:
        verbose_name = _("lead of a series")
        verbose_name_plural = _("leads of series")
        ordering = ("side__order", "position")

    def __str__(self) -> str:
        return f"{self.side}: {self.institution}"

    @classmethod
    def of_value(cls, value: Lead, **place: Any) -> Self:
        """Make the row of a lead; *place* gives its series and its position."""
        return cls(side_id=value.side, institution_id=value.institution, **place)

    def as_value(self) -> Lead:
        """Take the lead out of the row."""
        return Lead(self.side_id, self.institution_id)


@dataclass(frozen=True)
class FieldValue:
    """A policy field of a series over time: the topic's key, and EDTF or empty."""

    topic: int
    valid: str = ""


class SeriesField(models.Model):
    """A field that a series deals with, and since when: a series may be widened."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="fields_of_policy")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+", verbose_name=_("field"))
    valid = PartialDateField(_("when"), blank=True, default="")

    class Meta:
        verbose_name = _("field of a series")
        verbose_name_plural = _("fields of series")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.series_id}: {self.topic_id}"

    @classmethod
    def of_value(cls, value: FieldValue, **place: Any) -> Self:
        """Make the row of a field; *place* gives its series and its position."""
        return cls(topic_id=value.topic, valid=value.valid, **place)

    def as_value(self) -> FieldValue:
        """Take the field out of the row."""
        return FieldValue(self.topic_id, self.valid.edtf if self.valid else "")


@dataclass(frozen=True)
class TraditionValue:
    """Something that belongs to every edition, as forms and actions hand it over."""

    text: LocalText


class SeriesTradition(models.Model):
    """A recurring element of a series: the reception at the embassy, the talks in institutions (domain.md M47)."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="traditions")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    text = LocalTextField(_("tradition"), blank=False)

    class Meta:
        verbose_name = _("tradition")
        verbose_name_plural = _("traditions")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.series_id}: {self.position}"

    @classmethod
    def of_value(cls, value: TraditionValue, **place: Any) -> Self:
        """Make the row of a tradition; *place* gives its series and its position."""
        return cls(text=value.text, **place)

    def as_value(self) -> TraditionValue:
        """Take the tradition out of the row."""
        return TraditionValue(self.text)


class GapReason(models.TextChoices):
    """Why a number of a series has no edition here (domain.md, glossary *GapNote*)."""

    CANCELLED = "cancelled", _("was cancelled")
    UNNUMBERED = "unnumbered", _("the number was not given")
    NOT_DOCUMENTED = "not_documented", _("is not documented here")
    UNKNOWN = "unknown", _("not known")


@dataclass(frozen=True)
class GapValue:
    """Why a number is missing, as forms and actions hand it over."""

    number: int
    reason: str
    note: LocalText = LocalText()


class GapNote(models.Model):
    """Why a number has no edition here. A missing number without a note is "not documented here" all the same."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="gaps")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    number = models.PositiveSmallIntegerField(_("number"))
    reason = models.CharField(_("reason"), max_length=14, choices=GapReason.choices)
    note = LocalTextField(_("note"))

    class Meta:
        verbose_name = _("note on a missing number")
        verbose_name_plural = _("notes on missing numbers")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="seminars_gap_note_once",
                violation_error_message=_("This number has a note already; change that one."),
            ),
            models.CheckConstraint(name="seminars_gap_number_from_one", condition=models.Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.series_id}: {self.number} {self.reason}"

    @classmethod
    def of_value(cls, value: GapValue, **place: Any) -> Self:
        """Make the row of a note; *place* gives its series and its position."""
        return cls(number=value.number, reason=value.reason, note=value.note, **place)

    def as_value(self) -> GapValue:
        """Take the note out of the row."""
        return GapValue(self.number, self.reason, self.note)
