"""Persons: their names in every script, their titles, who may know of them, and why they may be named in public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from jumelage.fields.models import Name, NameRecord, PartialDateField
from jumelage.languages import language_choices
from jumelage.partnerships.models import SharedRecord, Side


class Gender(models.TextChoices):
    """The grammatical gender by which somebody is spoken of; chosen by the person, else as the sources write."""

    FEMININE = "f", _("feminine")
    MASCULINE = "m", _("masculine")
    NEUTRAL = "n", _("neutral")


class Person(SharedRecord):
    """Somebody who takes part. Shared, but seen only with a public basis or by a side that she is known to.

    ``cluster`` follows from judgements on identity: the person under whom this one is counted and shown, empty for
    oneself. Participations and appointments keep pointing at the person as recorded.
    """

    gender = models.CharField(_("grammatical gender"), max_length=1, choices=Gender.choices, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True, help_text=_("As the person chose them."))
    cluster = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="cluster_members"
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ("pk",)

    def __str__(self) -> str:
        return next((name.value for name in self.names.all()), self.public_id)


class Script(models.TextChoices):
    """Scripts in which names are written (ISO 15924)."""

    LATIN = "Latn", _("Latin")
    CYRILLIC = "Cyrl", _("Cyrillic")
    GREEK = "Grek", _("Greek")
    OTHER = "Zyyy", _("another")


class PreferredFor(models.TextChoices):
    """Where a name is to be taken before all others of its language (domain.md 6.7)."""

    ALL = "all", _("everywhere")
    PUBLIC = "public", _("public pages")
    LETTERS = "letters", _("letters, lists and badges")


@dataclass(frozen=True)
class PersonNameValue(Name):
    """One name of a person, as forms and actions hand it over.

    ``value`` is the whole name without titles, in the order in which its language writes it; ``family`` is the part of
    it under which the person is sorted.
    """

    family: str = ""
    script: str = ""
    preferred_for: str = ""


class PersonName(NameRecord):
    """A name of a person over time. ``written_in`` is empty where the script follows from language and kind."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    family = models.CharField(_("family name"), max_length=150, blank=True)
    written_in = models.CharField(_("script"), max_length=4, choices=Script.choices, blank=True)
    preferred_for = models.CharField(_("preferred for"), max_length=8, choices=PreferredFor.choices, blank=True)

    class Meta(NameRecord.Meta):
        indexes = [models.Index(fields=["value"], name="people_personname_value")]

    @property
    def script(self) -> str:
        """The ISO 15924 script of the name: as entered, else as it follows from language and kind."""
        return self.written_in or super().script

    @classmethod
    def of_value(cls, value: Name, **place: Any) -> Self:
        """Make the row of a name; *place* gives its person and its position."""
        made = super().of_value(value, **place)
        if isinstance(value, PersonNameValue):
            made.family, made.written_in, made.preferred_for = value.family, value.script, value.preferred_for
        return made

    def as_value(self) -> PersonNameValue:
        """Take the name out of the row."""
        plain = super().as_value()
        return PersonNameValue(**vars(plain), family=self.family, script=self.written_in, preferred_for=self.preferred_for)


@dataclass(frozen=True)
class TitleValue:
    """One title of a person, as forms and actions hand it over; ``valid`` is EDTF or empty, no language means all."""

    value: str
    language: str = ""
    valid: str = ""


class PersonTitle(models.Model):
    """Academic and other titles that stand before a name ("Prof. Dr."), over time; an office is no title."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="titles")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    value = models.CharField(_("title"), max_length=60)
    language = models.CharField(_("language"), max_length=12, blank=True, choices=language_choices)
    valid = PartialDateField(_("borne"), blank=True, default="")

    class Meta:
        verbose_name = _("title")
        verbose_name_plural = _("titles")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.value

    @classmethod
    def of_value(cls, value: TitleValue, **place: Any) -> Self:
        """Make the row of a title; *place* gives its person and its position."""
        return cls(**vars(value), **place)

    def as_value(self) -> TitleValue:
        """Take the title out of the row."""
        return TitleValue(self.value, self.language, self.valid.edtf if self.valid else "")


class KnownTo(models.Model):
    """That a side knows of a person, written downward by whatever introduces her to it.

    ``shared`` where the side knows her only through what the partnership shares: it counts while sharing is open.
    ``because`` is the public id of the record by which the side knows her, empty where the side itself introduced her: it
    goes when that record no longer names her, or is no longer shown to the side.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="known_to")
    side = models.ForeignKey(Side, on_delete=models.CASCADE, related_name="+")
    shared = models.BooleanField(default=False)
    because = models.CharField(max_length=12, blank=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "side", "because"], name="people_known_to_once")]

    def __str__(self) -> str:
        return f"{self.person_id} known to {self.side_id}"


class BasisKind(models.TextChoices):
    """Why somebody may be named in public (domain.md 8.3)."""

    PUBLIC_OFFICE = "public_office", _("public office at the time")
    PUBLISHED_REPORT = "published_report", _("named in a published report")
    CONSENT = "consent", _("consent")
    NONE = "none", _("none: is not to be named")


@dataclass(frozen=True)
class BasisValue:
    """One publication basis, as forms and actions hand it over.

    ``scope`` is the public id of the one record on which the person may be named, empty for everywhere; the dates are
    ISO days or empty.
    """

    kind: str
    scope: str = ""
    since: str = ""
    until: str = ""
    review_on: str = ""
    note: str = ""


class PublicationBasis(models.Model):
    """A basis on which a person is named in public: kind, scope, time, and the day on which it is looked at again.

    A basis of the kind *none* forbids what others would allow within its scope.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bases")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    kind = models.CharField(_("basis"), max_length=16, choices=BasisKind.choices)
    scope = models.CharField(_("only on the page of"), max_length=12, blank=True, db_index=True)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("publication basis")
        verbose_name_plural = _("publication bases")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="people_basis_ends_after_it_begins",
                condition=models.Q(since__isnull=True) | models.Q(until__isnull=True) | models.Q(since__lte=models.F("until")),
                violation_error_message=_("The basis ends before it begins. Exchange the two dates."),
            ),
            models.CheckConstraint(
                name="people_basis_of_private_persons_is_reviewed",
                condition=models.Q(kind__in=["public_office", "none"]) | models.Q(review_on__isnull=False),
                violation_error_message=_("Who holds no public office is named only until a review. Enter its date."),
            ),
            models.CheckConstraint(
                name="people_basis_of_a_report_is_of_its_edition",
                condition=~models.Q(kind="published_report") | ~models.Q(scope=""),
                violation_error_message=_(
                    "A published report names somebody on the page of its own edition only. Choose the edition."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.scope}".rstrip()

    @classmethod
    def of_value(cls, value: BasisValue, **place: Any) -> Self:
        """Make the row of a basis; *place* gives its person and its position."""
        days = {name: getattr(value, name) or None for name in ("since", "until", "review_on")}
        return cls(kind=value.kind, scope=value.scope, note=value.note, **days, **place)

    def as_value(self) -> BasisValue:
        """Take the basis out of the row."""
        days = {name: str(getattr(self, name) or "") for name in ("since", "until", "review_on")}
        return BasisValue(kind=self.kind, scope=self.scope, note=self.note, **days)
