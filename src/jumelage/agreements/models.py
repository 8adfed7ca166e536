"""Agreements: on what a partnership rests, who signed it in which office, and what was promised in it.

Parties, signatures and terms are values of their agreement: its action replaces each list as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from jumelage.fields.models import LocalTextField, PartialDateField
from jumelage.partnerships.models import City, Partnership, Side, SideRecord, Topic
from jumelage.people.models import Institution, Level, Office, Person
from jumelage.values import LocalText


class AgreementKind(models.TextChoices):
    """What was written and signed; how far each binds differs from country to country (domain.md, glossary)."""

    AGREEMENT = "agreement", _("agreement")
    DECLARATION = "declaration", _("joint declaration")
    MEMORANDUM = "memorandum", _("memorandum")
    SECTOR = "sector_agreement", _("sector agreement")
    CHARTER = "charter", _("charter")
    DECISION = "decision", _("decision of a council")


class Renewal(models.TextChoices):
    """What happens at the end of its time."""

    AUTOMATIC = "automatic", _("continues unless somebody ends it")
    EXPLICIT = "explicit", _("has to be renewed")


class Agreement(SideRecord):
    """A written basis of a partnership, of whatever level: it was signed on a day and holds for a time.

    ``in_force`` is a time from – to, open where no end was agreed. What an agreement is ``based_on``, and what it
    ``supersedes``, is another one of the same partnership.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", verbose_name=_("partnership"))
    kind_of = models.CharField(_("kind"), max_length=16, choices=AgreementKind.choices, default=AgreementKind.AGREEMENT)
    level = models.CharField(_("level"), max_length=16, choices=Level.choices, default=Level.CITY)
    title = LocalTextField(_("title"), blank=False)
    signed_on = PartialDateField(_("signed on"), blank=True, default="")
    signed_in = models.ForeignKey(
        City, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("signed in")
    )
    in_force = PartialDateField(
        _("in force"), blank=True, default="", help_text=_("From – to: 1991–2001, 1991– (no end was agreed); empty if not known.")
    )
    renewal = models.CharField(_("at its end"), max_length=10, choices=Renewal.choices, blank=True)
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="basis_of", verbose_name=_("based on")
    )
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by", verbose_name=_("supersedes")
    )
    summary = LocalTextField(_("what it is about"), long=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("fields"))

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("partnership", F("signed_on_earliest").asc(nulls_last=True), "pk")
        constraints = [
            models.CheckConstraint(
                name="agreements_not_based_on_itself",
                condition=~models.Q(based_on=models.F("id")),
                violation_error_message=_("An agreement cannot be based on itself; choose another."),
            ),
            models.CheckConstraint(
                name="agreements_does_not_supersede_itself",
                condition=~models.Q(supersedes=models.F("id")),
                violation_error_message=_("An agreement cannot supersede itself; choose another."),
            ),
        ]

    def __str__(self) -> str:
        return self.title.text(settings.LANGUAGE_CODE) or self.public_id


@dataclass(frozen=True)
class PartyValue:
    """A party of an agreement, as forms and actions hand it over: the keys of a side, of an institution, or of both."""

    side: int | None = None
    institution: int | None = None


class Party(models.Model):
    """Who agreed: a side as a whole, or an institution, for its side where it stands for one."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    side = models.ForeignKey(Side, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("side"))
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("institution")
    )

    class Meta:
        verbose_name = _("party of an agreement")
        verbose_name_plural = _("parties of agreements")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="agreements_party_is_somebody",
                condition=models.Q(side__isnull=False) | models.Q(institution__isnull=False),
                violation_error_message=_("A party is a side or an institution. Choose one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.side_id} {self.institution_id}"

    @classmethod
    def of_value(cls, value: PartyValue, **place: Any) -> Self:
        """Make the row of a party; *place* gives its agreement and its position."""
        return cls(side_id=value.side, institution_id=value.institution, **place)

    def as_value(self) -> PartyValue:
        """Take the party out of the row."""
        return PartyValue(self.side_id, self.institution_id)


@dataclass(frozen=True)
class SignatureValue:
    """A signature, as forms and actions hand it over: keys of records, ``on`` as EDTF or empty for the agreement's own day."""

    person: int | None = None
    office: int | None = None
    side: int | None = None
    on: str = ""
    place: str = ""
    words: str = ""


class Signature(models.Model):
    """That somebody signed for a party, in the office of that day; ``words`` as they stand under the agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("office at signing")
    )
    side = models.ForeignKey(Side, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("side"))
    on = PartialDateField(_("on"), blank=True, default="")
    place = models.CharField(_("place"), max_length=120, blank=True)
    words = models.CharField(_("words as printed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="agreements_signature_is_somebodys",
                condition=models.Q(person__isnull=False) | models.Q(office__isnull=False) | ~models.Q(words=""),
                violation_error_message=_("Somebody signed: choose the person or the office, or enter the words as printed."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.position}"

    @classmethod
    def of_value(cls, value: SignatureValue, **place: Any) -> Self:
        """Make the row of a signature; *place* gives its agreement and its position."""
        keys = {"person_id": value.person, "office_id": value.office, "side_id": value.side}
        made = cls(**keys, on=value.on, words=value.words.strip(), **place)
        made.place = value.place.strip()
        return made

    def as_value(self) -> SignatureValue:
        """Take the signature out of the row."""
        on = self.on.edtf if self.on else ""
        return SignatureValue(self.person_id, self.office_id, self.side_id, on, self.place, self.words)


class TermKind(models.TextChoices):
    """What was promised; all but the last are compared with what happened (domain.md 3.1, AgreementTerm)."""

    CADENCE = "cadence", _("editions a year")
    ALTERNATION = "alternation", _("the sides take turns as hosts")
    DELEGATION = "delegation_size", _("members of a delegation")
    NGO = "ngo_participation", _("civil society takes part")
    OTHER = "other", _("other")


#: Terms that say a number.
COUNTED = (TermKind.CADENCE, TermKind.DELEGATION)


@dataclass(frozen=True)
class TermValue:
    """One term, as forms and actions hand it over; ``valid`` is EDTF, empty for as long as the agreement."""

    kind: str
    value: int | None = None
    text: LocalText = LocalText()
    valid: str = ""


class Term(models.Model):
    """Something promised in an agreement: of a kind that can be compared with what happened, or in words alone."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="terms")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=17, choices=TermKind.choices)
    value = models.PositiveSmallIntegerField(_("how many"), null=True, blank=True)
    text = LocalTextField(_("in words"), long=True)
    valid = PartialDateField(_("when"), blank=True, default="")

    class Meta:
        verbose_name = _("term of an agreement")
        verbose_name_plural = _("terms of agreements")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="agreements_term_of_a_number_has_one",
                condition=~models.Q(kind__in=["cadence", "delegation_size"]) | models.Q(value__isnull=False, value__gte=1),
                violation_error_message=_("This term says a number. Enter how many were agreed, at least one."),
            ),
            models.CheckConstraint(
                name="agreements_only_terms_of_a_number_have_one",
                condition=models.Q(kind__in=["cadence", "delegation_size"]) | models.Q(value__isnull=True),
                violation_error_message=_("Only a cadence and the size of delegations are numbers. Empty the number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.kind} {self.value or ''}".rstrip()

    @classmethod
    def of_value(cls, value: TermValue, **place: Any) -> Self:
        """Make the row of a term; *place* gives its agreement and its position."""
        return cls(**vars(value), **place)

    def as_value(self) -> TermValue:
        """Take the term out of the row."""
        return TermValue(self.kind, self.value, self.text, self.valid.edtf if self.valid else "")
