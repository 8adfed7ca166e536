"""Offices, who held them when, and which offices of two sides are each other's counterparts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from jumelage.fields.models import LocalTextField, Name, NameRecord, PartialDateField
from jumelage.partnerships.models import Partnership, SharedRecord, SideRecord, Topic
from jumelage.people.models.institution import Institution
from jumelage.people.models.person import Person
from jumelage.sources.models import Source


class Rank(models.IntegerChoices):
    """What an office counts as, the highest first; a suggestion for order in lists, no law of precedence."""

    HEAD_OF_STATE = 10, _("head of state or government")
    MINISTER = 20, _("minister, senator")
    MAYOR = 25, _("mayor")
    STATE_SECRETARY = 30, _("state secretary, deputy minister")
    AMBASSADOR = 35, _("ambassador")
    COMMISSIONER = 40, _("commissioner")
    HEAD_OF_AUTHORITY = 45, _("head of an authority")
    ENVOY = 50, _("envoy, minister-counsellor")
    DEPUTY_HEAD = 55, _("deputy head of an authority")
    HEAD_OF_DEPARTMENT = 60, _("head of a department")
    COUNSELLOR = 65, _("counsellor")
    HEAD_OF_UNIT = 70, _("head of a unit or an institution")
    ATTACHE = 75, _("attaché")
    EXPERT = 80, _("officer, expert, member of staff")


class Office(SharedRecord):
    """A position in an institution, whoever holds it: president, first deputy head, ambassador.

    ``names_holders`` where holding it is a public function, so that holders are named in public for the time they
    held it. ``single_holder`` where two cannot hold it at once; empty where nobody has said.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="offices", verbose_name=_("institution"))
    rank = models.PositiveSmallIntegerField(_("rank"), choices=Rank.choices, null=True, blank=True)
    deputy_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="deputies", verbose_name=_("deputy of")
    )
    deputy_number = models.PositiveSmallIntegerField(
        _("which deputy"), null=True, blank=True, help_text=_("1 for the first deputy; empty where deputies are not numbered.")
    )
    portfolio = LocalTextField(
        _("portfolio"), help_text=_("What the office is responsible for, where its title does not say it.")
    )
    single_holder = models.BooleanField(_("held by one person at a time"), null=True, blank=True)
    names_holders = models.BooleanField(
        _("public function"), default=False, help_text=_("Holders are named on public pages for the time in which they hold it.")
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ("institution", F("rank").asc(nulls_last=True), F("deputy_number").asc(nulls_last=True), "pk")
        constraints = [
            models.CheckConstraint(
                name="people_office_not_its_own_deputy",
                condition=~models.Q(deputy_of=models.F("id")),
                violation_error_message=_("An office cannot be its own deputy; choose another."),
            ),
            models.CheckConstraint(
                name="people_office_number_needs_a_head",
                condition=models.Q(deputy_number__isnull=True) | models.Q(deputy_of__isnull=False),
                violation_error_message=_("Only a deputy is numbered. Choose whose deputy this office is, or empty the number."),
            ),
        ]

    def __str__(self) -> str:
        return next((name.value for name in self.names.all()), self.public_id)


@dataclass(frozen=True)
class OfficeTitleValue(Name):
    """One title of an office, as forms and actions hand it over: neutral or for all, and where they differ by gender."""

    feminine: str = ""
    masculine: str = ""


class OfficeTitle(NameRecord):
    """What an office is called in one language over time; ``value`` where the holder's gender is not known."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="names")
    feminine = models.CharField(_("of a woman"), max_length=300, blank=True)
    masculine = models.CharField(_("of a man"), max_length=300, blank=True)

    @classmethod
    def of_value(cls, value: Name, **place: Any) -> Self:
        """Make the row of a title; *place* gives its office and its position."""
        made = super().of_value(value, **place)
        if isinstance(value, OfficeTitleValue):
            made.feminine, made.masculine = value.feminine, value.masculine
        return made

    def as_value(self) -> OfficeTitleValue:
        """Take the title out of the row."""
        return OfficeTitleValue(**vars(super().as_value()), feminine=self.feminine, masculine=self.masculine)


class Appointment(SharedRecord):
    """That a person holds an office: from, to (an interval; empty where nothing is known), and dated observations.

    On a day it holds certainly, possibly (printed as assumed) or not (house.md, section 3).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("person"))
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("office"))
    held = PartialDateField(
        _("held"), blank=True, default="", help_text=_("From – to: 2003–2019, 2014– (still); empty if not known.")
    )
    is_acting = models.BooleanField(
        _("acting"), default=False, help_text=_("Held provisionally, beside or before a regular holder.")
    )

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ("office", "held_earliest", "pk")

    def __str__(self) -> str:
        return f"{self.person}: {self.office}"


@dataclass(frozen=True)
class ObservationValue:
    """A day on which somebody was seen in an office: EDTF day or period, words as printed, the source's key, the cause."""

    on: str
    words: str = ""
    source: int | None = None
    because: str = ""


class Observation(models.Model):
    """A dated observation that an appointment held.

    ``because`` is the public id of the record that says so (a participation), empty where somebody wrote it down here: it
    goes when that record changes or goes, and is shown to whoever sees that record.
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="observations")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    on = PartialDateField(_("seen on"))
    words = models.CharField(_("words as printed"), max_length=300, blank=True)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("source")
    )

    because = models.CharField(max_length=12, blank=True, editable=False, db_index=True)

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ("on_earliest", "position")

    def __str__(self) -> str:
        return str(self.on)

    @classmethod
    def of_value(cls, value: ObservationValue, **place: Any) -> Self:
        """Make the row of an observation; *place* gives its appointment and its position."""
        return cls(on=value.on, words=value.words, source_id=value.source, because=value.because, **place)

    def as_value(self) -> ObservationValue:
        """Take the observation out of the row."""
        return ObservationValue(self.on.edtf if self.on else "", self.words, self.source_id, self.because)


class Counterpart(SideRecord):
    """That an office (or a person) of one side is the counterpart of one of the other, in a field, since a day."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", verbose_name=_("partnership"))
    first_office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("office of the first side")
    )
    first_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("person of the first side")
    )
    second_office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("office of the second side")
    )
    second_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("person of the second side")
    )
    field = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("field"))
    since = PartialDateField(_("since"), blank=True, default="")
    first_contact = PartialDateField(_("first contact"), blank=True, default="")

    class Meta:
        verbose_name = _("counterparts")
        verbose_name_plural = _("counterparts")
        ordering = ("partnership", "pk")
        constraints = [
            models.CheckConstraint(
                name="people_counterpart_has_both_ends",
                condition=(models.Q(first_office__isnull=False) | models.Q(first_person__isnull=False))
                & (models.Q(second_office__isnull=False) | models.Q(second_person__isnull=False)),
                violation_error_message=_("Counterparts are two: choose an office or a person of each side."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_office or self.first_person} – {self.second_office or self.second_person}"
