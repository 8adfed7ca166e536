"""Institutions with their names over time, what they came from, and their sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from jumelage.fields.models import LocalTextField, NameRecord, PartialDateField
from jumelage.partnerships.models import City, SharedRecord


class InstitutionKind(models.TextChoices):
    """What an institution is (domain.md, glossary *Institution*)."""

    AUTHORITY = "authority", _("authority")
    AGENCY = "agency", _("agency")
    MINISTRY = "ministry", _("ministry or department of a government")
    DISTRICT = "district_office", _("district office")
    COMMISSIONER = "commissioner", _("commissioner")
    PARLIAMENT = "parliament", _("parliament or council")
    GOVERNMENT = "government", _("government")
    MISSION = "diplomatic_mission", _("diplomatic mission")
    UNIT = "unit", _("department or unit of an institution")
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
    """An authority, an association, a school, a company: any organisation that takes part.

    ``cluster`` follows from judgements on identity: the institution under which it is counted and shown, empty for
    itself. Nothing else is ever pointed elsewhere, so a judgement can be taken back.
    """

    kind_of = models.CharField(_("kind"), max_length=20, choices=InstitutionKind.choices, blank=True)
    level = models.CharField(_("level"), max_length=14, choices=Level.choices, blank=True)
    legal_form = models.CharField(
        _("legal form"), max_length=40, blank=True, help_text=_("As it is written in the name: e. V., gGmbH.")
    )
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("city"))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="units", verbose_name=_("part of")
    )
    founded = PartialDateField(_("founded"), blank=True, default="")
    dissolved = PartialDateField(_("dissolved"), blank=True, default="")
    is_public_body = models.BooleanField(
        _("public body"),
        default=False,
        help_text=_("An authority or another body under public law: its offices are public offices."),
    )
    has_minors = models.BooleanField(
        _("minors are present"), default=False, help_text=_("A school, a nursery, a home: nobody is pictured without consent.")
    )
    website = models.URLField(_("website"), blank=True)
    wikidata = models.CharField(
        _("Wikidata item"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^Q[1-9][0-9]*\Z", _("A Wikidata item is a Q with digits."))],
    )
    cluster = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="cluster_members"
    )

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="people_institution_not_its_own_part",
                condition=~models.Q(parent=models.F("id")),
                violation_error_message=_("An institution cannot be part of itself; choose another."),
            ),
            models.CheckConstraint(
                name="people_institution_founded_before_dissolved",
                condition=models.Q(founded_earliest__isnull=True)
                | models.Q(dissolved_latest__isnull=True)
                | models.Q(founded_earliest__lte=models.F("dissolved_latest")),
                violation_error_message=_("The institution was dissolved before it was founded. Correct one of the dates."),
            ),
        ]

    def __str__(self) -> str:
        return next((name.value for name in self.names.all()), self.public_id)


class InstitutionName(NameRecord):
    """A name of an institution over time."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="names")


class SuccessionKind(models.TextChoices):
    """How one institution came from another (W3C ORG, ChangeEvent). A mere renaming is a new name, not a succession."""

    SUCCEEDED = "succeeded", _("succeeded")
    MERGED = "merged", _("came from a merger with others")
    SPLIT = "split", _("was split off")


@dataclass(frozen=True)
class Predecessor:
    """What an institution came from, as forms and actions hand it over: the predecessor's key, how, and when (EDTF)."""

    institution: int
    kind: str = SuccessionKind.SUCCEEDED
    on: str = ""


class Succession(models.Model):
    """One institution that another came from."""

    successor = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="predecessors")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    predecessor = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="successors", verbose_name=_("predecessor")
    )
    kind = models.CharField(_("how"), max_length=10, choices=SuccessionKind.choices, default=SuccessionKind.SUCCEEDED)
    on = PartialDateField(_("when"), blank=True, default="")

    class Meta:
        verbose_name = _("predecessor")
        verbose_name_plural = _("predecessors")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="people_succession_not_its_own",
                condition=~models.Q(successor=models.F("predecessor")),
                violation_error_message=_("An institution cannot come from itself; choose another."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"

    @classmethod
    def of_value(cls, value: Predecessor, **place: Any) -> Self:
        """Make the row of a predecessor; *place* gives its successor and its position."""
        return cls(predecessor_id=value.institution, kind=value.kind, on=value.on, **place)

    def as_value(self) -> Predecessor:
        """Take the predecessor out of the row."""
        return Predecessor(self.predecessor_id, self.kind, self.on.edtf if self.on else "")


class Access(models.TextChoices):
    """What is known of an access question at a site; empty: nobody has looked yet."""

    YES = "yes", _("yes")
    PARTLY = "partly", _("in part")
    NO = "no", _("no")


class Site(SharedRecord):
    """A physical place where something is held: a building, or a room in one, with what is known of its access."""

    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="sites", verbose_name=_("institution")
    )
    within = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("room of")
    )
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("city"))
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    address_language = models.CharField(_("language of the address"), max_length=12, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )  # fmt: skip
    has_public_counter = models.BooleanField(_("receives the public"), default=False)
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True)
    wheelchair_places = models.PositiveIntegerField(_("places for wheelchairs"), null=True, blank=True)
    step_free = models.CharField(_("step-free route"), max_length=6, choices=Access.choices, blank=True)
    accessible_toilet = models.CharField(_("accessible toilet"), max_length=6, choices=Access.choices, blank=True)
    hearing_loop = models.CharField(_("hearing loop"), max_length=6, choices=Access.choices, blank=True)
    access_note = LocalTextField(_("note on access"), long=True)
    access_checked_on = models.DateField(_("access checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="people_site_not_its_own_room",
                condition=~models.Q(within=models.F("id")),
                violation_error_message=_("A site cannot be a room of itself; choose another."),
            ),
            models.CheckConstraint(
                name="people_site_wheelchairs_fit",
                condition=models.Q(capacity__isnull=True)
                | models.Q(wheelchair_places__isnull=True)
                | models.Q(wheelchair_places__lte=models.F("capacity")),
                violation_error_message=_("There are more places for wheelchairs than places. Correct one of the numbers."),
            ),
            models.CheckConstraint(
                name="people_site_both_coordinates",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message=_("A place on the map needs latitude and longitude. Enter both or none."),
            ),
        ]

    def __str__(self) -> str:
        return next((name.value for name in self.names.all()), self.street or self.public_id)


class SiteName(NameRecord):
    """A name of a site over time."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="names")
