"""Sources, and the evidence that a value of a record rests on. Files and frozen texts come with the intake."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jumelage.fields.models import PartialDateField
from jumelage.languages import language_choices
from jumelage.partnerships.models import Partnership, SideRecord


class SourceKind(models.TextChoices):
    """What a source is."""

    WEB_PAGE = "web_page", _("web page")
    PRESS_RELEASE = "press_release", _("press release")
    PUBLICATION = "publication", _("printed publication")
    FILE = "file", _("file of an office")
    STATEMENT = "statement", _("somebody's own knowledge")


class Source(SideRecord):
    """Where something is known from: a page, a paper, a file, somebody's own knowledge.

    It belongs to a partnership like everything its sides keep; with the visibility *everybody* it is named on public
    pages. ``published_by_us`` says that this installation's own authority published it, so that it may be quoted.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", verbose_name=_("partnership"))
    kind_of = models.CharField(_("kind"), max_length=14, choices=SourceKind.choices, default=SourceKind.WEB_PAGE)
    title = models.CharField(_("title"), max_length=300, help_text=_("As it is printed, in its own language."))
    language = models.CharField(_("language"), max_length=12, choices=language_choices, default="de")
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    address = models.URLField(_("web address"), max_length=500, blank=True)
    reference = models.CharField(
        _("reference"), max_length=200, blank=True, help_text=_("Where it is found if not on the web: file number, volume, page.")
    )
    date = PartialDateField(_("date"), blank=True, default="")
    checked_on = models.DateField(_("last looked at"), null=True, blank=True)
    published_by_us = models.BooleanField(
        _("published by us"), default=False, help_text=_("Published by the authority that runs this installation.")
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("-date_earliest", "pk")
        constraints = [
            models.CheckConstraint(
                name="sources_source_can_be_found",
                condition=~models.Q(kind_of="web_page") | ~models.Q(address=""),
                violation_error_message=_("A web page needs its address. Enter it, or choose another kind."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Certainty(models.TextChoices):
    """How a value follows from its source (domain.md 3.0, Provenance)."""

    STATED = "stated", _("stated")
    ASSUMED = "assumed", _("assumed")
    DERIVED = "derived", _("derived")


class Evidence(models.Model):
    """One value of one record as one source has it.

    The record is named by type and public id, the value by the name of its field; an empty field means the record as a
    whole. Sources may disagree: two rows for one field, one of them preferred. ``asserted_by`` is the public id of the
    user, or the name of the command or reader, who said so.
    """

    record_type = models.CharField(max_length=60)
    record_id = models.CharField(max_length=12)
    field = models.CharField(_("field"), max_length=60, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("source"))
    quote = models.TextField(_("exact words"), max_length=4_000, blank=True)
    place = models.CharField(_("place in the source"), max_length=120, blank=True)
    stated_value = models.CharField(_("value as stated"), max_length=500, blank=True)
    certainty = models.CharField(_("certainty"), max_length=8, choices=Certainty.choices, default=Certainty.STATED)
    preferred = models.BooleanField(_("preferred"), default=False)
    asserted_by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("record_id", "field", "-preferred", "at", "pk")
        indexes = [models.Index(fields=["record_id", "field"], name="sources_evidence_of_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["record_id", "field"],
                condition=models.Q(preferred=True),
                name="sources_one_preferred_a_field",
                violation_error_message=_("Another source is preferred for this field already; take that preference away first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}.{self.field}: {self.source_id}"
