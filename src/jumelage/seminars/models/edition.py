"""Editions: one numbered occurrence of a series, who organised it, what it was for, and what it was linked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from jumelage.fields.models import LocalTextField, PartialDateField
from jumelage.journal.models import Record
from jumelage.languages import language_choices
from jumelage.partnerships.models import City, Side, SideRecord, Topic
from jumelage.people.models import Institution, Person
from jumelage.seminars.models.links import ExternalEvent, FrameworkInitiative, Project
from jumelage.seminars.models.series import Series

LANGUAGES = language_choices


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


class VisitClass(models.TextChoices):
    """The class of a visit, on which flags, gifts and speeches depend (domain.md 3.4)."""

    STATE = "state", _("state visit")
    OFFICIAL = "official", _("official visit")
    WORKING = "working", _("working visit")
    EXPERT = "expert", _("expert visit")


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
    visit_class = models.CharField(_("class of visit"), max_length=10, choices=VisitClass.choices, blank=True)
    first_planned = PartialDateField(
        _("first planned for"), blank=True, default="", help_text=_("Only where it was postponed: the dates before.")
    )
    state_note = LocalTextField(
        _("note on the state"), help_text=_("For readers: why it was postponed or cancelled, or what is not known of it.")
    )
    numbers_note = LocalTextField(
        _("note on the number"), help_text=_("Why its number and its date do not follow the others, where that is so.")
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))
    initiatives = models.ManyToManyField(
        FrameworkInitiative, blank=True, related_name="+", verbose_name=_("theme years and programmes")
    )
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


@dataclass(frozen=True)
class OrganiserValue:
    """Who ran an edition, as forms and actions hand it over; all are records' keys."""

    institution: int
    side: int | None = None
    led_by: int | None = None


class Organiser(models.Model):
    """An institution that ran an edition, and who led it there. A host alone may have run it (domain.md M65)."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="organisers")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", verbose_name=_("institution"))
    side = models.ForeignKey(Side, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("side"))
    led_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("led by")
    )

    class Meta:
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.institution_id}"

    @classmethod
    def of_value(cls, value: OrganiserValue, **place: Any) -> Self:
        """Make the row of an organiser; *place* gives its edition and its position."""
        return cls(institution_id=value.institution, side_id=value.side, led_by_id=value.led_by, **place)

    def as_value(self) -> OrganiserValue:
        """Take the organiser out of the row."""
        return OrganiserValue(self.institution_id, self.side_id, self.led_by_id)


class EventLinkKind(models.TextChoices):
    """What an external event was to an edition."""

    COINCIDES = "coincides_with", _("took place at the same time")
    ATTENDED = "attended", _("was attended")
    PART_OF = "part_of", _("the edition was a part of it")


@dataclass(frozen=True)
class EventLinkValue:
    """A link to an external event, as forms and actions hand it over: its key and what it was."""

    event: int
    kind: str = EventLinkKind.COINCIDES


class EventLink(models.Model):
    """An external event that an edition was linked with."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="events")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    event = models.ForeignKey(ExternalEvent, on_delete=models.PROTECT, related_name="links", verbose_name=_("event"))
    kind = models.CharField(_("link"), max_length=14, choices=EventLinkKind.choices, default=EventLinkKind.COINCIDES)

    class Meta:
        verbose_name = _("link to an event")
        verbose_name_plural = _("links to events")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.edition_id} {self.kind} {self.event_id}"

    @classmethod
    def of_value(cls, value: EventLinkValue, **place: Any) -> Self:
        """Make the row of a link; *place* gives its edition and its position."""
        return cls(event_id=value.event, kind=value.kind, **place)

    def as_value(self) -> EventLinkValue:
        """Take the link out of the row."""
        return EventLinkValue(self.event_id, self.kind)


class ProjectLinkKind(models.TextChoices):
    """What became of a project at an edition."""

    PRESENTED = "presented", _("was presented")
    VISITED = "visited", _("was visited")
    BEGUN = "begun", _("came from it")
    DISCUSSED = "discussed", _("was talked about")


@dataclass(frozen=True)
class ProjectLinkValue:
    """A link to a project, as forms and actions hand it over: its key and what became of it."""

    project: int
    kind: str = ProjectLinkKind.PRESENTED


class ProjectLink(models.Model):
    """A project that an edition had to do with; it may be one of another partnership."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="projects")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="links", verbose_name=_("project"))
    kind = models.CharField(_("link"), max_length=10, choices=ProjectLinkKind.choices, default=ProjectLinkKind.PRESENTED)

    class Meta:
        verbose_name = _("link to a project")
        verbose_name_plural = _("links to projects")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.edition_id} {self.kind} {self.project_id}"

    @classmethod
    def of_value(cls, value: ProjectLinkValue, **place: Any) -> Self:
        """Make the row of a link; *place* gives its edition and its position."""
        return cls(project_id=value.project, kind=value.kind, **place)

    def as_value(self) -> ProjectLinkValue:
        """Take the link out of the row."""
        return ProjectLinkValue(self.project_id, self.kind)


class EditionPart(Record):
    """What stands below an edition and follows it: seen, changed and taken away by whoever may do so with the edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+", verbose_name=_("edition"))
    position = models.PositiveSmallIntegerField(_("place in the order"), default=0)

    class Meta:
        abstract = True


class Objective(EditionPart):
    """What an edition was to achieve; its outcomes answer to it later."""

    text = LocalTextField(_("objective"), blank=False)
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("field"))

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ("edition", "position", "pk")

    def __str__(self) -> str:
        return self.text.text(settings.LANGUAGE_CODE)


class FocusTopic(EditionPart):
    """A focus of an edition under the title that it had there, in the words and the language of the time."""

    title = LocalTextField(_("title"), blank=False)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))

    class Meta:
        verbose_name = _("focus topic")
        verbose_name_plural = _("focus topics")
        ordering = ("edition", "position", "pk")

    def __str__(self) -> str:
        return self.title.text(settings.LANGUAGE_CODE)

    @classmethod
    def kind(cls) -> str:
        """The English noun under which focus topics have their addresses."""
        return "focus-topic"


class Reachability(models.TextChoices):
    """What the last look at an address found."""

    UNKNOWN = "", _("not looked at yet")
    OK = "ok", _("is there")
    BROKEN = "broken", _("is gone")


class ExternalPublication(EditionPart):
    """What somebody else published about an edition; an address that is gone is answered by the archived copy."""

    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGES, default="de")
    author = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )
    publisher = models.CharField(_("publisher"), max_length=200)
    address = models.URLField(_("web address"), max_length=500)
    date = PartialDateField(_("date"), blank=True, default="")
    checked_on = models.DateField(_("last looked at"), null=True, blank=True)
    reachability = models.CharField(_("then"), max_length=6, choices=Reachability.choices, blank=True, default="")
    archived_address = models.URLField(_("archived copy"), max_length=500, blank=True)
    archived_on = models.DateField(_("archived on"), null=True, blank=True)

    class Meta:
        verbose_name = _("publication elsewhere")
        verbose_name_plural = _("publications elsewhere")
        ordering = ("edition", "position", "pk")
        constraints = [
            models.CheckConstraint(
                name="seminars_publication_look_has_a_day",
                condition=models.Q(reachability="") | models.Q(checked_on__isnull=False),
                violation_error_message=_("Enter the day on which somebody looked whether the page is still there."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def kind(cls) -> str:
        """The English noun under which publications elsewhere have their addresses."""
        return "publication"
