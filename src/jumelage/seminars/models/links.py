"""What lies outside a series and is linked with its editions: events, theme years, projects; and job shadowing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jumelage.agreements.models import Agreement
from jumelage.fields.models import LocalTextField, NameRecord, PartialDateField, QuantityField
from jumelage.partnerships.models import City, Partnership, SharedRecord, SideRecord, Topic
from jumelage.people.models import Institution, Person
from jumelage.seminars.models.series import Series


class ExternalEvent(SharedRecord):
    """An event of others at which an edition was present: a forum, a fair, a congress."""

    ordinal = models.PositiveSmallIntegerField(_("which one"), null=True, blank=True, help_text=_("3 for the third of its kind."))
    is_roman = models.BooleanField(_("written in Roman numerals"), default=False)
    dates = PartialDateField(_("dates"), blank=True, default="")
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("city"))
    organiser = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("organiser")
    )
    attendance = QuantityField(_("attendance"), blank=True, default="")
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("external event")
        verbose_name_plural = _("external events")
        ordering = ("-dates_earliest", "pk")

    def __str__(self) -> str:
        return next((name.value for name in self.names.all()), self.public_id)

    @classmethod
    def kind(cls) -> str:
        """The English noun under which external events have their addresses."""
        return "event"


class ExternalEventName(NameRecord):
    """A name of an external event."""

    event = models.ForeignKey(ExternalEvent, on_delete=models.CASCADE, related_name="names")


class FrameworkInitiative(SharedRecord):
    """A theme year or programme under which editions stood."""

    period = PartialDateField(_("period"), blank=True, default="")
    basis = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("rests on")
    )
    description = LocalTextField(_("description"), long=True)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("theme year or programme")
        verbose_name_plural = _("theme years and programmes")
        ordering = ("-period_earliest", "pk")

    def __str__(self) -> str:
        return next((name.value for name in self.names.all()), self.public_id)

    @classmethod
    def kind(cls) -> str:
        """The English noun under which theme years and programmes have their addresses."""
        return "initiative"


class FrameworkInitiativeName(NameRecord):
    """A name of a theme year or programme."""

    initiative = models.ForeignKey(FrameworkInitiative, on_delete=models.CASCADE, related_name="names")


class Project(SharedRecord):
    """A project under its own title; it may belong to other cities than those of a partnership here."""

    cities = models.ManyToManyField(City, blank=True, related_name="+", verbose_name=_("cities"))
    institutions = models.ManyToManyField(Institution, blank=True, related_name="+", verbose_name=_("partners"))
    period = PartialDateField(_("period"), blank=True, default="")
    funding = models.CharField(_("funding"), max_length=200, blank=True)
    description = LocalTextField(_("description"), long=True)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("-period_earliest", "pk")

    def __str__(self) -> str:
        return next((name.value for name in self.names.all()), self.public_id)


class ProjectName(NameRecord):
    """A title of a project, as it is printed."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="names")


class JobShadowing(SideRecord):
    """That somebody worked beside colleagues of the other side for a while (German: Hospitation)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", verbose_name=_("partnership"))
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="job_shadowings", verbose_name=_("series")
    )
    dates = PartialDateField(_("dates"), blank=True, default="")
    sent_by = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    hosted_by = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", verbose_name=_("hosted by"))
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    people_count = models.PositiveSmallIntegerField(_("how many people"), null=True, blank=True)
    mentor = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("mentor")
    )
    aims = LocalTextField(_("aims"), long=True)
    result = LocalTextField(_("what came of it"), long=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))

    class Meta:
        verbose_name = _("job shadowing")
        verbose_name_plural = _("job shadowings")
        ordering = ("-dates_earliest", "pk")

    def __str__(self) -> str:
        return self.aims.text(settings.LANGUAGE_CODE)[:60] or self.public_id

    @classmethod
    def kind(cls) -> str:
        """The English noun under which job shadowings have their addresses."""
        return "job-shadowing"
