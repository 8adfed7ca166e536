"""Institutions, with their names over time. Persons, offices and appointments come with their records."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jumelage.fields.models import NameRecord, PartialDateField
from jumelage.partnerships.models import City, SharedRecord


class InstitutionKind(models.TextChoices):
    """What an institution is (domain.md, glossary *Institution*)."""

    AUTHORITY = "authority", _("authority")
    AGENCY = "agency", _("agency")
    MINISTRY = "ministry", _("ministry or department of a government")
    DISTRICT = "district_office", _("district office")
    COMMISSIONER = "commissioner", _("commissioner")
    PARLIAMENT = "parliament", _("parliament or council")
    MISSION = "diplomatic_mission", _("diplomatic mission")
    UNIVERSITY = "university", _("university")
    SCHOOL = "school", _("school")
    FOUNDATION = "foundation", _("foundation")
    ASSOCIATION = "association", _("association")
    COMPANY = "company", _("company")
    EMPLOYMENT = "employment_agency", _("employment agency")
    CARE = "care_centre", _("care or rehabilitation centre")
    OTHER = "other", _("other")


class Level(models.TextChoices):
    """At which level of government an institution stands."""

    INTERNATIONAL = "international", _("international")
    NATIONAL = "national", _("national")
    STATE = "state", _("state or region")
    CITY = "city", _("city")
    DISTRICT = "district", _("district")


class Institution(SharedRecord):
    """An authority, an association, a school, a company: any organisation that takes part."""

    kind_of = models.CharField(_("kind"), max_length=20, choices=InstitutionKind.choices, default=InstitutionKind.AUTHORITY)
    level = models.CharField(_("level"), max_length=14, choices=Level.choices, blank=True)
    legal_form = models.CharField(
        _("legal form"), max_length=40, blank=True, help_text=_("As it is written in the name: e. V., gGmbH.")
    )
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("city"))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="units", verbose_name=_("part of")
    )
    existed = PartialDateField(_("existed"), blank=True, default="")
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="people_institution_not_its_own_part",
                condition=~models.Q(parent=models.F("id")),
                violation_error_message=_("An institution cannot be part of itself; choose another."),
            )
        ]

    def __str__(self) -> str:
        return next((name.value for name in self.names.all()), self.public_id)


class InstitutionName(NameRecord):
    """A name of an institution over time."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="names")
