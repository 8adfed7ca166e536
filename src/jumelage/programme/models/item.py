"""Programme items as they were held: what, where, when, with whom; and what was spoken there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jumelage.fields.models import LocalTextField, PartialDateField, QuantityField
from jumelage.partnerships.models import City, Topic, refuse_no_time_zone
from jumelage.people.models import Institution, Office, Person, Site
from jumelage.seminars.models import Delegation, EditionPart, ExternalEvent, Participation, Project
from jumelage.seminars.models.edition import LANGUAGES
from jumelage.sources.models import Certainty


class ItemKind(models.TextChoices):
    """What a programme item is (domain.md, glossary)."""

    OPENING = "opening", _("opening")
    CITY_REPORTS = "city_reports", _("reports of both cities")
    EXPERT_TALK = "expert_talk", _("expert talk")
    PRESENTATION = "presentation", _("presentation")
    WORKSHOP = "workshop", _("workshop")
    VISIT = "visit", _("site visit")
    LEADERSHIP_MEETING = "leadership_meeting", _("leadership meeting")
    SIDE_MEETING = "side_meeting", _("side meeting")
    EXTERNAL_EVENT = "external_event", _("external event")
    EXHIBITION = "exhibition", _("exhibition")
    RECEPTION = "reception", _("reception")
    EVALUATION = "evaluation", _("evaluation, closing")
    CULTURE = "culture", _("cultural programme")
    FREE_TIME = "free_time", _("free time")
    TRAVEL = "travel", _("arrival, departure, transfer")
    OTHER = "other", _("other")


class VisitState(models.TextChoices):
    """Where a visit stands (domain.md 3.2); what was held is documented as done, cancelled or moved."""

    IDEA = "idea", _("idea")
    REQUESTED = "requested", _("requested")
    PENCILLED = "pencilled", _("pencilled in")
    CONFIRMED = "confirmed", _("confirmed")
    BRIEFED = "briefed", _("briefed")
    DONE = "done", _("done")
    CANCELLED_BY_HOST = "cancelled_by_host", _("cancelled by the host")
    CANCELLED_BY_US = "cancelled_by_us", _("cancelled by the guests")
    RESCHEDULED = "rescheduled", _("moved")


class Visit(EditionPart):
    """That a delegation goes to an institution; the items in which it does may be one or several."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", verbose_name=_("institution"))
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("site"))
    group_size = models.PositiveSmallIntegerField(_("size of the group"), null=True, blank=True)
    requested_topics = LocalTextField(_("what was to be seen"))
    state = models.CharField(_("state"), max_length=18, choices=VisitState.choices, default=VisitState.DONE)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ("edition", "position", "pk")

    def __str__(self) -> str:
        return str(self.institution)


class ProgrammeItem(EditionPart):
    """One element of a programme as it was held.

    ``day`` is as far as it is known (nothing, if only that it was); ``begins`` and ``ends`` are wall times in ``zone``,
    the time zone of the place. ``starts_at`` and ``ends_at`` are the same moments in UTC, computed by the action; they
    are empty where the day or the time is open. ``count`` is more than one where it is known how many items of a kind
    there were, but not which.
    """

    kind_of = models.CharField(_("kind"), max_length=20, choices=ItemKind.choices, default=ItemKind.EXPERT_TALK)
    title = LocalTextField(_("title"), help_text=_("Only where it had one of its own, or to say what it was about."))
    summary = LocalTextField(_("summary"), long=True)
    within = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts", verbose_name=_("part of")
    )
    day = PartialDateField(_("day"), blank=True, default="")
    begins = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("to"), null=True, blank=True)
    zone = models.CharField(
        _("time zone"), max_length=40, blank=True, validators=[refuse_no_time_zone], help_text=_("Empty: that of the host city.")
    )
    starts_at = models.DateTimeField(null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(null=True, blank=True, editable=False)
    day_certainty = models.CharField(_("the day is"), max_length=8, choices=Certainty.choices, default=Certainty.STATED)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("site"))
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("city"))
    hosts = models.ManyToManyField(Institution, blank=True, related_name="+", verbose_name=_("hosts"))
    visit = models.ForeignKey(
        Visit, null=True, blank=True, on_delete=models.SET_NULL, related_name="items", verbose_name=_("visit")
    )
    event = models.ForeignKey(
        ExternalEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("external event")
    )
    facilitated_by = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("made possible by")
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))
    audience = QuantityField(_("people present"), blank=True, default="")
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True)
    wheelchair_places = models.PositiveIntegerField(_("places for wheelchairs"), null=True, blank=True)
    access_alternative = LocalTextField(_("alternative where there is no step-free route"))
    count = models.PositiveSmallIntegerField(
        _("how many"), default=1, help_text=_("More than one where only their number is known, not which they were.")
    )
    is_incomplete = models.BooleanField(
        _("to be completed"), default=False, help_text=_("Something is known to be missing here.")
    )
    is_traditional = models.BooleanField(_("belongs to the tradition of the series"), default=False)
    is_optional = models.BooleanField(_("optional"), default=False)
    is_public = models.BooleanField(_("shown on public pages"), default=True)

    class Meta:
        verbose_name = _("programme item")
        verbose_name_plural = _("programme items")
        ordering = ("edition", "position", "pk")
        constraints = [
            models.CheckConstraint(
                name="programme_item_not_its_own_part",
                condition=~models.Q(within=models.F("id")),
                violation_error_message=_("An item cannot be a part of itself; choose another."),
            ),
            models.CheckConstraint(
                name="programme_item_ends_after_it_begins",
                condition=models.Q(ends__isnull=True)
                | models.Q(begins__isnull=False, ends__gt=models.F("begins"))
                | models.Q(starts_at__isnull=False, ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The item ends before it begins. Correct one of the times."),
            ),
            models.CheckConstraint(
                name="programme_item_wheelchairs_fit",
                condition=models.Q(capacity__isnull=True)
                | models.Q(wheelchair_places__isnull=True)
                | models.Q(wheelchair_places__lte=models.F("capacity")),
                violation_error_message=_("There are more places for wheelchairs than places. Correct one of the numbers."),
            ),
            models.CheckConstraint(
                name="programme_item_counts_from_one",
                condition=models.Q(count__gte=1),
                violation_error_message=_("There was at least one; write a number of at least 1."),
            ),
        ]

    def __str__(self) -> str:
        return self.title.text(settings.LANGUAGE_CODE) or str(self.get_kind_of_display())

    @classmethod
    def kind(cls) -> str:
        """The English noun under which items have their addresses."""
        return "item"


class PresenceStatus(models.TextChoices):
    """As what somebody was present at an item."""

    PRESENT = "present", _("was present")
    HOST = "host", _("host")
    CHAIR = "chair", _("chair")
    GUEST_OF_HONOUR = "guest_of_honour", _("guest of honour")
    INVITED = "invited", _("invited, presence not known")
    ABSENT = "absent", _("invited, was absent")


@dataclass(frozen=True)
class PresenceValue:
    """Who was present, as forms and actions hand it over: a participation's key, or a whole delegation's."""

    participation: int | None = None
    delegation: int | None = None
    status: str = PresenceStatus.PRESENT


class Presence(models.Model):
    """That somebody, or a delegation as a group, was present at an item, and as what (domain.md M27)."""

    item = models.ForeignKey(ProgrammeItem, on_delete=models.CASCADE, related_name="presences")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    participation = models.ForeignKey(
        Participation, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    delegation = models.ForeignKey(
        Delegation, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("delegation")
    )
    status = models.CharField(_("as"), max_length=16, choices=PresenceStatus.choices, default=PresenceStatus.PRESENT)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="programme_presence_of_one",
                condition=models.Q(participation__isnull=False, delegation__isnull=True)
                | models.Q(participation__isnull=True, delegation__isnull=False),
                violation_error_message=_("Choose a person or a delegation, not both."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.participation_id or self.delegation_id}"

    @classmethod
    def of_value(cls, value: PresenceValue, **place: Any) -> Self:
        """Make the row of a presence; *place* gives its item and its position."""
        return cls(participation_id=value.participation, delegation_id=value.delegation, status=value.status, **place)

    def as_value(self) -> PresenceValue:
        """Take the presence out of the row."""
        return PresenceValue(self.participation_id, self.delegation_id, self.status)


class ContributionKind(models.TextChoices):
    """What somebody contributed to an item."""

    SPEECH = "speech", _("speech")
    WELCOME = "welcome", _("address of welcome")
    REPORT = "report", _("report")
    PRESENTATION = "presentation", _("presentation")
    TALK = "talk", _("part in an expert talk")
    MESSAGE = "message", _("message, read by somebody else")
    MODERATION = "moderation", _("moderation")


class Contribution(EditionPart):
    """Who spoke at an item, in whose name, and of what; the subject may be another institution than the speaker's own."""

    item = models.ForeignKey(ProgrammeItem, on_delete=models.CASCADE, related_name="contributions", verbose_name=_("item"))
    kind_of = models.CharField(_("kind"), max_length=14, choices=ContributionKind.choices, default=ContributionKind.SPEECH)
    speaker = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+", verbose_name=_("speaker"))
    read_by = models.ForeignKey(
        Participation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("read by")
    )
    on_behalf_of_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("on behalf of (person)")
    )
    on_behalf_of_office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("on behalf of (office)")
    )
    mandate = models.CharField(
        _("mandate"),
        max_length=300,
        blank=True,
        help_text=_("Where the two belong to different institutions: what the mandate rests on."),
    )
    subject = LocalTextField(_("subject"))
    subject_institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("about the institution")
    )
    subject_project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("about the project")
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGES, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("edition", "position", "pk")

    def __str__(self) -> str:
        return f"{self.speaker}: {self.subject.text(settings.LANGUAGE_CODE)}"


class StatementKind(models.TextChoices):
    """What kind of statement somebody made; a voice, never a fact of the record."""

    TRIBUTE = "tribute", _("tribute")
    ASSESSMENT = "assessment", _("assessment")
    APPEAL = "appeal", _("appeal")
    THANKS = "thanks", _("thanks")
    ANNOUNCEMENT = "announcement", _("announcement")
    IMPRESSION = "impression", _("impression of the delegation")


class Statement(EditionPart):
    """What somebody said, in our own summary or in the exact words; shown as a voice once it is approved."""

    item = models.ForeignKey(
        ProgrammeItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="statements", verbose_name=_("item")
    )
    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.SET_NULL, related_name="statements", verbose_name=_("contribution")
    )
    kind_of = models.CharField(_("kind"), max_length=14, choices=StatementKind.choices, default=StatementKind.ASSESSMENT)
    speaker = models.ForeignKey(
        Participation, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("by")
    )
    delegation = models.ForeignKey(
        Delegation, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("by the delegation")
    )
    about_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("about (person)")
    )
    about_institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("about (institution)")
    )
    text = LocalTextField(_("what was said"), long=True, blank=False)
    is_quote = models.BooleanField(_("exact words"), default=False)
    is_approved = models.BooleanField(_("approved for public pages"), default=False)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ("edition", "position", "pk")
        constraints = [
            models.CheckConstraint(
                name="programme_statement_has_a_voice",
                condition=models.Q(speaker__isnull=False) | models.Q(delegation__isnull=False),
                violation_error_message=_("A statement needs somebody who made it: choose a person or a delegation."),
            )
        ]

    def __str__(self) -> str:
        return self.text.text(settings.LANGUAGE_CODE)[:60]
