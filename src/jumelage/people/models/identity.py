"""Judgements on identity: that two records are one person or one institution. Clusters follow from them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jumelage.partnerships.models import SharedRecord


class Verdict(models.TextChoices):
    """What somebody judged of two records (as in entity resolution)."""

    SAME = "same", _("the same")
    DIFFERENT = "different", _("not the same")
    UNSURE = "unsure", _("not sure")


class Kind(models.TextChoices):
    """Of which records a judgement speaks."""

    PERSON = "person", _("persons")
    INSTITUTION = "institution", _("institutions")


class Judgement(SharedRecord):
    """A verdict on two records, given by public id, the smaller first; the newest is the one that counts."""

    kind_of = models.CharField(_("of"), max_length=12, choices=Kind.choices)
    first_id = models.CharField(max_length=12, db_index=True)
    second_id = models.CharField(max_length=12, db_index=True)
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("judgement on identity")
        verbose_name_plural = _("judgements on identity")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["first_id", "second_id"],
                name="people_judgement_once_a_pair",
                violation_error_message=_("These two have been judged already; change that judgement instead."),
            ),
            models.CheckConstraint(name="people_judgement_of_two", condition=models.Q(first_id__lt=models.F("second_id"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.verdict} {self.second_id}"
