"""Honours: what was awarded, by whom, who signed it, who handed it over, and to whom.

Who awards, who signs and who hands over are three (domain.md M56). Presenters and recipients are values of their honour:
its action replaces each list as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.fields.models import LocalTextField, PartialDateField
from jumelage.partnerships.models import Partnership, Side, SideRecord
from jumelage.people.models import Institution, Office, Person
from jumelage.programme.models import ProgrammeItem
from jumelage.seminars.models import Edition


class HonourKind(models.TextChoices):
    """What was awarded; titles, orders and medals of foreign states are the ones that somebody has to approve (domain.md V18)."""

    ORDER = "order", pgettext_lazy("an honour", "order")
    MEDAL = "medal", _("medal")
    BADGE = "badge", _("badge of honour")
    LETTER = "letter_of_thanks", _("letter of thanks")
    CERTIFICATE = "certificate", _("certificate")
    TITLE = "honorary_title", _("honorary title")
    GOLDEN_BOOK = "golden_book", _("entry in the Golden Book")
    OTHER = "other", pgettext_lazy("an honour", "other")


class Clearance(models.TextChoices):
    """Whether the recipients may keep an honour: their service rules may demand that somebody approves it first."""

    NOT_NEEDED = "not_needed", _("no approval needed")
    OPEN = "open", _("approval still open")
    CLEARED = "cleared", pgettext_lazy("an honour", "approved")
    REFUSED = "refused", pgettext_lazy("an honour", "refused")


class Honour(SideRecord):
    """Something awarded in a partnership, at an edition or beside it; its direction follows from the two sides.

    ``awarding_words`` name the awarding body as printed, where it is no institution of the site. ``clearance_on`` is the day
    of the decision, or since when it is waited for; ``clearance_note`` is for the desk alone.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", verbose_name=_("partnership"))
    edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("edition")
    )
    item = models.ForeignKey(
        ProgrammeItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("programme item")
    )
    kind_of = models.CharField(_("kind"), max_length=16, choices=HonourKind.choices, default=HonourKind.OTHER)
    title = LocalTextField(_("title"), blank=False)
    date = PartialDateField(_("awarded on"))
    awarded_by = models.ForeignKey(
        Side, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("from the side")
    )
    received_by = models.ForeignKey(
        Side, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("to the side")
    )
    awarding_body = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("awarding body")
    )
    awarding_words = models.CharField(_("awarding body in words"), max_length=200, blank=True)
    signatory = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("signed by")
    )
    signatory_office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("office of the signatory")
    )
    citation = LocalTextField(_("citation"), long=True)
    clearance = models.CharField(_("approval"), max_length=10, choices=Clearance.choices, default=Clearance.OPEN)
    clearance_on = PartialDateField(_("decided on"), blank=True, default="")
    clearance_note = models.TextField(_("note on the approval"), blank=True)

    class Meta:
        verbose_name = _("honour")
        verbose_name_plural = _("honours")
        ordering = ("partnership", F("date_earliest").asc(nulls_last=True), "pk")
        constraints = [
            models.CheckConstraint(
                name="protocol_honour_has_an_awarding_body",
                condition=models.Q(awarding_body__isnull=False) | ~models.Q(awarding_words=""),
                violation_error_message=_("Somebody awarded it: choose the institution, or enter the awarding body in words."),
            ),
            models.CheckConstraint(
                name="protocol_honour_goes_to_the_other_side",
                condition=models.Q(awarded_by__isnull=True)
                | models.Q(received_by__isnull=True)
                | ~models.Q(awarded_by=models.F("received_by")),
                violation_error_message=_("An honour goes from one side to another. Choose two sides, or leave one empty."),
            ),
            models.CheckConstraint(
                name="protocol_honour_at_an_item_is_of_its_edition",
                condition=models.Q(item__isnull=True) | models.Q(edition__isnull=False),
                violation_error_message=_("A programme item belongs to an edition. Choose the edition too."),
            ),
        ]

    def __str__(self) -> str:
        return self.title.text(settings.LANGUAGE_CODE) or self.public_id


@dataclass(frozen=True)
class PresenterValue:
    """Who handed an honour over, as forms and actions give it: the keys of a person, of her office, or of both."""

    person: int | None = None
    office: int | None = None


class Presenter(models.Model):
    """That somebody handed an honour over, in the office of that day."""

    honour = models.ForeignKey(Honour, on_delete=models.CASCADE, related_name="presenters")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("office of that day")
    )

    class Meta:
        verbose_name = _("presenter of an honour")
        verbose_name_plural = _("presenters of honours")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="protocol_presenter_is_somebody",
                condition=models.Q(person__isnull=False) | models.Q(office__isnull=False),
                violation_error_message=_("Somebody handed it over: choose the person or the office."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.honour_id}: {self.position}"

    @classmethod
    def of_value(cls, value: PresenterValue, **place: Any) -> Self:
        """Make the row of a presenter; *place* gives the honour and the position."""
        return cls(person_id=value.person, office_id=value.office, **place)

    def as_value(self) -> PresenterValue:
        """Take the presenter out of the row."""
        return PresenterValue(self.person_id, self.office_id)


@dataclass(frozen=True)
class RecipientValue:
    """Who received an honour, as forms and actions give it: the keys of a person with her office, or of an institution."""

    person: int | None = None
    office: int | None = None
    institution: int | None = None


class Recipient(models.Model):
    """That a person, in the office of that day, or an institution received an honour."""

    honour = models.ForeignKey(Honour, on_delete=models.CASCADE, related_name="recipients")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("office of that day")
    )
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("institution")
    )

    class Meta:
        verbose_name = _("recipient of an honour")
        verbose_name_plural = _("recipients of honours")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="protocol_recipient_is_somebody",
                condition=models.Q(person__isnull=False) | models.Q(institution__isnull=False),
                violation_error_message=_("A recipient is a person or an institution. Choose one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.honour_id}: {self.position}"

    @classmethod
    def of_value(cls, value: RecipientValue, **place: Any) -> Self:
        """Make the row of a recipient; *place* gives the honour and the position."""
        return cls(person_id=value.person, office_id=value.office, institution_id=value.institution, **place)

    def as_value(self) -> RecipientValue:
        """Take the recipient out of the row."""
        return RecipientValue(self.person_id, self.office_id, self.institution_id)
