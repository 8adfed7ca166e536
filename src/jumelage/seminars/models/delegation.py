"""Delegations, and everybody's part in an edition: as what, in which office, for whom, in the words as printed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jumelage.fields.models import LocalTextField, PartialDateField
from jumelage.partnerships.models import Side
from jumelage.people.models import Institution, Office, Person
from jumelage.seminars.models.edition import LANGUAGES, EditionPart
from jumelage.sources.models import Certainty


class Delegation(EditionPart):
    """The group that a side sends to an edition: how many were planned, how many came, from which bodies.

    Who is named follows from the participations; the rest of ``size`` came unnamed.
    """

    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="+", verbose_name=_("side"))
    planned_size = models.PositiveSmallIntegerField(_("members planned"), null=True, blank=True)
    size = models.PositiveSmallIntegerField(
        _("members in all"), null=True, blank=True, help_text=_("With the head, named or not. Empty if not known.")
    )
    bodies = models.ManyToManyField(Institution, blank=True, related_name="+", verbose_name=_("bodies that it came from"))
    size_exception = models.CharField(
        _("reason for another size"), max_length=300, blank=True, help_text=_("Where more came than was planned or agreed.")
    )

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ("edition", "position", "side__order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "side"],
                name="seminars_delegation_once_a_side",
                violation_error_message=_("This side has a delegation here already; add its members to that one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.side}"


class ParticipationKind(models.TextChoices):
    """As what somebody took part (domain.md, glossary)."""

    DELEGATE = "delegate", _("delegate")
    EXPERT = "expert", _("expert")
    HOST = "host", _("host")
    LEADERSHIP = "leadership", _("political or administrative leadership")
    HONORARY_GUEST = "honorary_guest", _("guest of honour")
    INVITED_GUEST = "invited_guest", _("invited guest")
    STAFF = "staff", _("member of the organising staff")
    INTERPRETER = "interpreter", _("interpreter")
    PRESS = "press", _("press")
    ACCOMPANYING = "accompanying", _("accompanying person")
    MENTIONED = "mentioned", _("named, not present")


class Function(models.TextChoices):
    """The function of somebody in a delegation."""

    HEAD = "head", _("head of the delegation")
    DEPUTY_HEAD = "deputy_head", _("deputy head of the delegation")


class Sector(models.TextChoices):
    """From which part of society somebody comes (domain.md M21, M68)."""

    POLITICS = "politics", _("politics")
    ADMINISTRATION = "administration", _("administration")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    INTEREST_GROUP = "interest_group", _("interest group")
    SCIENCE = "science", _("science")
    BUSINESS = "business", _("business")
    DIPLOMACY = "diplomacy", _("diplomacy")
    MEDIA = "media", _("media")


class Attendance(models.TextChoices):
    """Whether somebody was there (domain.md 3.2, the end of a participation)."""

    ATTENDED = "attended", _("took part")
    ABSENT = "absent", _("was absent")
    UNKNOWN = "unknown", _("not known")


class Participation(EditionPart):
    """Somebody's part in an edition. Without a person it is a place that nobody has been named for.

    ``words`` are the office as printed in the source; the office itself, as of the edition's day, is ``office``.
    """

    delegation = models.ForeignKey(
        Delegation, null=True, blank=True, on_delete=models.CASCADE, related_name="members", verbose_name=_("delegation")
    )
    side = models.ForeignKey(Side, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("side"))
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"),
        help_text=_("The one by which the person took part."),
    )  # fmt: skip
    further_offices = models.ManyToManyField(Office, blank=True, related_name="+", verbose_name=_("further offices"))
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("institution"),
        help_text=_("Where no office is known, or the part of an institution."),
    )  # fmt: skip
    kind_of = models.CharField(_("as"), max_length=16, choices=ParticipationKind.choices, default=ParticipationKind.DELEGATE)
    function = models.CharField(_("function in the delegation"), max_length=12, choices=Function.choices, blank=True)
    function_valid = PartialDateField(
        _("function held"), blank=True, default="", help_text=_("Only where it changed during the edition.")
    )
    function_certainty = models.CharField(_("the function is"), max_length=8, choices=Certainty.choices, default=Certainty.STATED)
    sector = models.CharField(_("sector"), max_length=16, choices=Sector.choices, blank=True)
    represents_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("represents (person)")
    )
    represents_office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("represents (office)")
    )
    words = models.CharField(_("office as printed"), max_length=300, blank=True)
    words_language = models.CharField(_("language of these words"), max_length=12, choices=LANGUAGES, blank=True)
    reason = LocalTextField(_("reason of attendance"))
    state = models.CharField(_("attendance"), max_length=12, choices=Attendance.choices, default=Attendance.ATTENDED)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ("edition", "position", "pk")
        constraints = [
            models.CheckConstraint(
                name="seminars_participation_function_in_a_delegation",
                condition=models.Q(function="") | models.Q(delegation__isnull=False),
                violation_error_message=_(
                    "Only a member of a delegation heads it. Choose the delegation, or empty the function."
                ),
            ),
            models.CheckConstraint(
                name="seminars_participation_says_who",
                condition=models.Q(person__isnull=False)
                | models.Q(office__isnull=False)
                | models.Q(institution__isnull=False)
                | ~models.Q(words=""),
                violation_error_message=_("Enter a person, or at least an office, an institution or the words as printed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.words or self.office or self.institution or self.public_id)
