"""What was done: the log, its private detail, and the addresses that records keep for ever."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    """What every record has from its first migration: a public id, a version, and when it last changed.

    ``public_id`` is short, random and never changes; it is drawn when the record is entered in the journal.
    ``version`` counts the changes; who changes a record says which version was before their eyes.
    """

    public_id = models.CharField(max_length=12, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    modified_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def kind(cls) -> str:
        """The English noun under which records of this kind have their addresses."""
        return cls._meta.model_name or ""


class AddressState(models.TextChoices):
    """What became of the record at an address."""

    LIVE = "live", _("live")
    MERGED = "merged", _("merged into another")
    GONE = "gone", _("gone")


class Address(models.Model):
    """One public id of one record: never given twice, kept when the record goes."""

    public_id = models.CharField(max_length=12, primary_key=True)
    record_type = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=AddressState.choices, default=AddressState.LIVE)
    merged_into = models.CharField(max_length=12, blank=True)
    was_public = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="journal_address_merged_names_its_target",
                condition=models.Q(state="merged", merged_into__gt="") | (~models.Q(state="merged") & models.Q(merged_into="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.public_id} ({self.state})"


class Row(models.Model):
    """One act: who did what to which record, and which fields it touched. Kept for ever, without a value in it.

    ``number`` grows by one an act over the whole installation and is drawn under a lock, so that whoever reads
    by cursor never meets a smaller number later. ``reason_code`` is a word of a closed list, never free text.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=40)
    verb = models.CharField(max_length=30)
    record_type = models.CharField(max_length=60)
    record_id = models.CharField(max_length=12)
    changed = models.JSONField(default=list)
    reason_code = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("number",)
        indexes = [models.Index(fields=["record_id", "number"], name="journal_row_of_record")]

    def __str__(self) -> str:
        return f"{self.number}: {self.verb} {self.record_type} {self.record_id}"


class Detail(models.Model):
    """What an act changed, in values, and the reason in words: internal, and deleted when its time is over."""

    row = models.OneToOneField(Row, on_delete=models.CASCADE, related_name="detail", primary_key=True)
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"detail of {self.row_id}"
