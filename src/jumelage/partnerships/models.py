"""Cities, partnerships and their sides; who may do what for which side; what sides say to each other.

Every host or guest, owner or grant refers to a *side*, a row of its partnership, never to "us" and "them", so
that both partners read the same record.
"""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from jumelage.accounts.actor import Role
from jumelage.fields.models import LocalTextField, NameRecord, PartialDateField
from jumelage.journal.models import Record
from jumelage.values import LocalText


class Visibility(models.TextChoices):
    """Who may see what is not public by nature; each class includes the ones before it."""

    INTERNAL = "internal", _("own side only")
    BOTH_SIDES = "both_sides", _("both sides")
    DELEGATES = "delegates", _("delegates too")
    INVITED = "invited", _("invited guests too")
    PUBLIC = "public", _("everybody")


class SharedRecord(Record):
    """A record that all partnerships of the installation share; the side that introduced it looks after it."""

    introduced_by = models.ForeignKey(
        "partnerships.Side", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("looked after by")
    )

    class Meta:
        abstract = True


class SideRecord(Record):
    """A record of one partnership: of one side, or shared by both (``owner_side`` null)."""

    owner_side = models.ForeignKey(
        "partnerships.Side", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("belongs to")
    )
    visibility = models.CharField(_("visible to"), max_length=10, choices=Visibility.choices, default=Visibility.BOTH_SIDES)

    class Meta:
        abstract = True


@cache
def _time_zones() -> frozenset[str]:
    """The names in the IANA time zone database; looking through its files takes ten milliseconds."""
    return frozenset(zoneinfo.available_timezones())


def refuse_no_time_zone(name: str) -> None:
    """Raise ``ValidationError`` where *name* is no zone of the IANA time zone database."""
    if name not in _time_zones():
        raise ValidationError(_("This is no time zone; write its IANA name, for example Europe/Berlin."), code="time_zone")


class City(SharedRecord):
    """A city or another local or regional authority that has partners."""

    country = models.CharField(
        _("country"),
        max_length=2,
        validators=[RegexValidator(r"^[A-Z]{2}\Z", _("Write the country as two capital letters, ISO 3166-1."))],
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Berlin", validators=[refuse_no_time_zone])
    official_key = models.CharField(
        _("official key"), max_length=12, blank=True, help_text=_("For example the German AGS or ARS.")
    )
    wikidata = models.CharField(
        _("Wikidata item"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^Q[1-9][0-9]*\Z", _("A Wikidata item is a Q with digits."))],
    )

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ("country", "pk")

    def __str__(self) -> str:
        return next((name.value for name in self.names.all()), self.public_id)


class CityName(NameRecord):
    """A name of a city over time."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="names")


class Topic(SharedRecord):
    """A subject by which editions are found: a node of one vocabulary in all languages."""

    label = LocalTextField(_("label"), blank=False)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.label.text(settings.LANGUAGE_CODE)


class Category(models.TextChoices):
    """What binds the partners (the four categories of the German section of the CEMR)."""

    PARTNERSHIP = "partnership", _("partnership")
    FRIENDSHIP = "friendship", _("friendship")
    CONTACT = "contact", _("contact")
    PROJECT = "project_partnership", _("project partnership")


class Partnership(Record):
    """The relation of two or more cities, with its dated states."""

    category = models.CharField(_("category"), max_length=20, choices=Category.choices, default=Category.PARTNERSHIP)
    since = PartialDateField(_("since"), blank=True, default="")
    description = LocalTextField(_("description"), long=True)
    published = models.BooleanField(_("published"), default=False, editable=False)

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ("pk",)

    def __str__(self) -> str:
        return "–".join(str(side.city) for side in self.sides.all())


class Side(models.Model):
    """One of the partners in a partnership: its city and the label by which it is spoken of."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="sides")
    order = models.PositiveSmallIntegerField(_("order"))
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="sides", verbose_name=_("city"))
    label = LocalTextField(_("label"))

    class Meta:
        verbose_name = _("side")
        verbose_name_plural = _("sides")
        ordering = ("partnership", "order")
        constraints = [models.UniqueConstraint(fields=["partnership", "order"], name="partnerships_side_order_once")]

    def __str__(self) -> str:
        return self.label.text(settings.LANGUAGE_CODE) or str(self.city)


class State(models.TextChoices):
    """Where a partnership stands (domain.md 3.2): dormant is a rest in fact, suspended a formal decision."""

    EXPLORING = "exploring", _("being explored")
    ACTIVE = "active", _("active")
    DORMANT = "dormant", _("dormant")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")


class ContactPolicy(models.TextChoices):
    """Which contacts a partnership allows while a state lasts."""

    FULL = "full", _("all contacts")
    CIVIL = "civil", _("civil society only")
    NONE = "none", _("no contacts")


@dataclass(frozen=True)
class StateValue:
    """One dated state, as forms and actions hand it over; ``since`` is EDTF."""

    state: str
    since: str
    contact_policy: str = ContactPolicy.FULL
    decided_by: str = ""
    reference: str = ""
    reason: LocalText = LocalText()


class PartnershipState(models.Model):
    """A state that a partnership entered, who decided it, why, and which contacts it allows."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="states")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    since = PartialDateField(_("since"))
    contact_policy = models.CharField(_("contacts"), max_length=5, choices=ContactPolicy.choices, default=ContactPolicy.FULL)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    reference = models.CharField(_("reference of the decision"), max_length=200, blank=True)
    reason = LocalTextField(_("reason"), long=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="partnerships_end_has_a_decision", condition=~models.Q(state="ended") | ~models.Q(reference="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.since}"

    @classmethod
    def of_value(cls, value: StateValue, **place: Any) -> Self:
        """Make the row of a state; *place* gives its partnership and its position."""
        return cls(**vars(value), **place)

    def as_value(self) -> StateValue:
        """Take the state out of the row."""
        return StateValue(
            self.state, self.since.edtf if self.since else "", self.contact_policy, self.decided_by, self.reference, self.reason
        )


@dataclass(frozen=True)
class SharingValue:
    """One decision on sharing, as forms and actions hand it over; ``side`` is the side's order, ``on`` an ISO day."""

    side: int
    open: bool
    on: str
    decided_by: str = ""
    reference: str = ""


class SharingDecision(models.Model):
    """From a day on, a side abroad may or may not see what the partnership shares; before any decision it may not.

    Granting access to somebody in a third country is a transfer of personal data (GDPR chapter V).
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="sharing")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    side = models.PositiveSmallIntegerField(_("side"))
    open = models.BooleanField(_("may see what is shared"))
    on = models.DateField(_("from"))
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    reference = models.CharField(_("reference of the decision"), max_length=200, blank=True)

    class Meta:
        ordering = ("on", "position")

    def __str__(self) -> str:
        return f"{self.partnership_id}/{self.side}: {'open' if self.open else 'shut'} from {self.on}"

    @classmethod
    def of_value(cls, value: SharingValue, **place: Any) -> Self:
        """Make the row of a decision; *place* gives its partnership and its position."""
        return cls(**vars(value), **place)

    def as_value(self) -> SharingValue:
        """Take the decision out of the row."""
        return SharingValue(self.side, self.open, str(self.on), self.decided_by, self.reference)


class Grant(Record):
    """A role that a user holds for one side of a partnership, until a day or without end."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("user"))
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="grants", verbose_name=_("side"))
    role = models.CharField(
        _("role"),
        max_length=12,
        choices=[(Role.COORDINATOR, _("coordinator")), (Role.EDITOR, _("editor")), (Role.READER, _("reader"))],
    )
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day; empty for no end."))

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ("side", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "side", "role"],
                name="partnerships_grant_once",
                violation_error_message=_("This user already holds this role for this side; change that grant instead."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} ({self.side})"


class Note(SideRecord):
    """What a side writes down about a record, for itself or for both sides; never on a public page."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="notes")
    about_type = models.CharField(max_length=60, editable=False)
    about_id = models.CharField(max_length=12, editable=False, db_index=True)
    text = models.TextField(_("note"), max_length=20_000)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="partnerships_note_stays_inside",
                condition=models.Q(visibility__in=["internal", "both_sides"]),
                violation_error_message=_("A note is for one side or for both sides, never for more."),
            ),
            models.CheckConstraint(name="partnerships_note_has_a_side", condition=models.Q(owner_side__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class Proposal(Record):
    """A change to a shared record that somebody proposes to the side that looks after it.

    ``data`` is what the form of the record was filled in with, ``changes`` the fields that it would change with
    their values before and after, as printed.
    """

    about_type = models.CharField(max_length=60)
    about_id = models.CharField(max_length=12, db_index=True)
    about_version = models.PositiveIntegerField()
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    addressee = models.ForeignKey(
        Side, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("proposed to")
    )
    data: Any = models.JSONField(default=dict)
    changes: Any = models.JSONField(default=list)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.about_type} {self.about_id}"
