"""Series and their numbered editions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from jumelage.fields.models import LocalTextField, NameRecord, PartialDateField
from jumelage.partnerships.models import City, Partnership, Side, SideRecord, Topic
from jumelage.people.models import Institution


class Series(SideRecord):
    """A numbered, recurring exchange of a partnership in one or more fields."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", verbose_name=_("partnership"))
    purpose = LocalTextField(_("purpose"), long=True)
    published = models.BooleanField(_("published"), default=False, editable=False)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ("partnership", "pk")

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


class EditionState(models.TextChoices):
    """Where an edition stands (domain.md 3.2)."""

    IDEA = "idea", _("idea")
    AGREED = "agreed", _("agreed")
    PLANNED = "planned", _("planned")
    INVITED = "invited", _("invited")
    RUNNING = "running", _("running")
    HELD = "held", _("held")
    REPORTED = "reported", _("reported")
    ARCHIVED = "archived", _("archived")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class Edition(SideRecord):
    """One numbered occurrence of a series. ``published`` is a switch, apart from the state."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="editions", verbose_name=_("series"))
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True, help_text=_("Empty until it is agreed."))
    dates = PartialDateField(_("dates"), blank=True, default="")
    host_side = models.ForeignKey(
        Side, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("host side")
    )
    host_city = models.ForeignKey(
        City, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("host city")
    )
    title = LocalTextField(_("title"), help_text=_("Only where the edition had a title of its own beside its number."))
    summary = LocalTextField(_("summary"), long=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))
    state = models.CharField(_("state"), max_length=10, choices=EditionState.choices, default=EditionState.IDEA)
    published = models.BooleanField(_("published"), default=False, editable=False)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        # Undated editions are still to come; the databases would else disagree about where they stand.
        ordering = ("series", F("dates_earliest").desc(nulls_first=True), F("number").desc(nulls_first=True))
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="seminars_edition_number_once",
                violation_error_message=_("This series already has an edition with this number; take another number."),
            ),
            models.CheckConstraint(
                name="seminars_edition_number_from_one",
                condition=models.Q(number__isnull=True) | models.Q(number__gte=1),
                violation_error_message=_("Editions are numbered from 1; write a number of at least 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or '–'}. {self.title.text(settings.LANGUAGE_CODE)}".rstrip()
