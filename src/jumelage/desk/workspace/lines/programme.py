"""The lines about the programme: an item, who spoke at it, what was said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import RecordChoiceField
from jumelage.desk.workspace.lines.base import LineForm, clock, language, typed
from jumelage.desk.workspace.settling import Meant
from jumelage.fields.forms import PartialDateField, QuantityField
from jumelage.partnerships.models import Topic
from jumelage.partnerships.queries import visible_topics
from jumelage.people.models import Institution, Site
from jumelage.people.queries import visible_sites
from jumelage.programme import actions
from jumelage.programme.actions import ContributionLine, ItemLine, StatementLine
from jumelage.programme.models import (
    ContributionKind,
    ItemKind,
    PresenceStatus,
    PresenceValue,
    ProgrammeItem,
    StatementKind,
)
from jumelage.programme.queries import visible_items
from jumelage.seminars.models import Delegation, ExternalEvent, Project
from jumelage.seminars.queries import visible_delegations, visible_events, visible_projects
from jumelage.sources.models import Certainty

_NO_KIND = ("", _("choose …"))


class ProgrammeLine(LineForm):
    """A line that may name an institution, a topic, and people of the edition."""

    #: Fields in which people of the edition are named.
    people: tuple[str, ...] = ()

    def arrange(self) -> None:
        """Offer what belongs to the edition, and what the viewer sees of the rest."""
        super().arrange()
        actor, edition = self.viewer.actor, self.edition
        offered = {
            "item": lambda: visible_items(actor).filter(edition=edition),
            "delegation": lambda: visible_delegations(actor).filter(edition=edition),
            "event": lambda: visible_events(actor).filter(links__edition=edition).distinct(),
            "project": lambda: visible_projects(actor),
            "site": lambda: visible_sites(actor).filter(city=edition.host_city) if edition.host_city else visible_sites(actor),
            "topic": lambda: visible_topics(actor),
        }
        for name in offered.keys() & self.fields.keys():
            self.offer(name, offered[name]())

    def clean(self) -> dict[str, Any]:
        """Complete the names of which a part was typed."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.people:
            try:
                cleaned[name] = self.completed(cleaned.get(name, ""))
            except ValidationError as wrong:
                self.add_error(name, wrong)
        return cleaned

    def topics(self) -> tuple[Topic, ...]:
        """Return the topic that was chosen, as the actions take topics."""
        topic = self.cleaned_data["topic"]
        return (topic,) if topic else ()

    def taken(self, *meant: tuple[str, Meant]) -> dict[str, Any]:
        """Return institutions as the actions take them: a record, or the name of one that is new."""
        given: dict[str, Any] = {}
        for field, one in meant:
            given |= {field: self.cleaned_data[field] if one.is_new else "", f"{field}_record": one.record}
        return {**given, "as_new": any(one.is_new for _field, one in meant)}


def _topic() -> RecordChoiceField:
    return RecordChoiceField(Topic.objects.none(), label=_("Topic"), required=False)


class ItemLineForm(ProgrammeLine):
    """A programme item in one line."""

    name = "item"
    heading = _("Add an item")
    button = _("Add this item")
    sticky = ("day", "language")
    more = (
        "present", "delegation", "status", "audience", "site", "facilitated_by", "event", "topic", "count", "day_certainty",
        "is_traditional", "is_optional",
    )  # fmt: skip
    more_label = _("More: who else was there, number of people, place, event, topic")
    widths = {"title": 6, "institution": 6, "speakers": 9, "present": 12, "facilitated_by": 6, "event": 6}
    people = ("speakers", "present")
    kind_of = forms.ChoiceField(label=_("Kind"), choices=[_NO_KIND, *ItemKind.choices])
    day = PartialDateField(label=_("Day"), required=False, help_text=_("17.6.2019, or empty if not known."))
    begins, ends = clock(_("Begins")), clock(_("Ends"))
    title = typed(_("Title or subject"), required=False)
    institution = typed(_("Institution"), "institution", required=False, help_text=_("Visited, or host of the item."))
    speakers = typed(
        _("Speakers"),
        "participant",
        required=False,
        max_length=1000,
        help_text=_("People of this edition, with a semicolon between them."),
    )
    language = language(_("Language of these words"))
    present = typed(
        _("Others who were there"),
        "participant",
        required=False,
        max_length=1000,
        help_text=_("People of this edition who did not speak, with a semicolon between them."),
    )
    delegation = RecordChoiceField(Delegation.objects.none(), label=_("Delegation that was there"), required=False)
    status = forms.ChoiceField(
        label=_("The delegation"), choices=PresenceStatus.choices, required=False, initial=PresenceStatus.PRESENT
    )
    audience = QuantityField(label=_("People present"), required=False)
    site = RecordChoiceField(Site.objects.none(), label=_("Site"), required=False, help_text=_("Add others under Sites first."))
    event = RecordChoiceField(ExternalEvent.objects.none(), label=_("External event"), required=False)
    facilitated_by = typed(_("Made possible by the institution"), "institution", required=False)
    topic = _topic()
    count = forms.IntegerField(label=_("How many such items"), min_value=1, max_value=99, required=False, initial=1)
    day_certainty = forms.ChoiceField(label=_("The day is"), choices=Certainty.choices, required=False, initial=Certainty.STATED)
    is_traditional = forms.BooleanField(label=_("Belongs to the tradition of the series"), required=False)
    is_optional = forms.BooleanField(label=_("Optional"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the institution of a visit."""
        cleaned = super().clean()
        if cleaned.get("kind_of") == ItemKind.VISIT and not cleaned.get("institution"):
            self.add_error("institution", _("A visit leads to an institution. Enter which one was visited."))
        return cleaned

    def save(self) -> Any:
        """Write the item down, a visit with its institution, with its speakers."""
        value = self.cleaned_data
        institutions = [(field, self.settled(field, Institution)) for field in ("institution", "facilitated_by")]
        group = value["delegation"]
        line = ItemLine(
            **{name: value[name] for name in ("language", "kind_of", "title", "day", "begins", "ends", "speakers", "present")},
            **self.taken(*institutions),
            presences=(PresenceValue(delegation=group.pk, status=value["status"] or PresenceStatus.PRESENT),) if group else (),
            topics=self.topics(),
            more={
                **{name: value[name] for name in ("event", "site", "is_traditional", "is_optional")},
                "audience": value["audience"] or "",
                "count": value["count"] or 1,
                "day_certainty": value["day_certainty"] or Certainty.STATED,
            },
        )
        return actions.write_down_item(by=self.viewer.actor, edition=self.edition, line=line)


class SpeakerLine(ProgrammeLine):
    """Who spoke at an item, about what, in whose name."""

    name = "speaker"
    heading = _("Add a speaker")
    button = _("Add this speaker")
    folded = True
    sticky = ("item", "language")
    more = ("on_behalf_of", "institution", "project", "topic")
    more_label = _("More: in whose name, about which institution or project")
    widths = {"item": 6, "subject": 9}
    first = "speaker"
    people = ("speaker", "on_behalf_of")
    item = RecordChoiceField(ProgrammeItem.objects.none(), label=_("At the item"))
    speaker = typed(_("Speaker"), "participant")
    kind_of = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("as usual for the item")), *ContributionKind.choices], required=False
    )
    subject = typed(_("About what"), required=False)
    language = language(_("Language of these words"))
    on_behalf_of = typed(
        _("In the name of"), "participant", required=False, help_text=_("Somebody of this edition, present or only named.")
    )
    institution = typed(_("About the institution"), "institution", required=False)
    project = RecordChoiceField(Project.objects.none(), label=_("About the project"), required=False)
    topic = _topic()

    def save(self) -> Any:
        """Write the contribution down."""
        value = self.cleaned_data
        institution = self.settled("institution", Institution)
        line = ContributionLine(
            **{name: value[name] for name in ("language", "item", "speaker", "kind_of", "subject", "project", "on_behalf_of")},
            **self.taken(("institution", institution)),
            topics=self.topics(),
        )
        return actions.write_down_contribution(by=self.viewer.actor, edition=self.edition, line=line)


class StatementLineForm(ProgrammeLine):
    """What somebody said, and about whom."""

    name = "statement"
    heading = _("Add a statement")
    button = _("Add this statement")
    folded = True
    sticky = ("item", "speaker", "language")
    widths = {"text": 9, "speaker": 4, "delegation": 4, "item": 4, "about": 4, "institution": 5}
    first = "text"
    people = ("speaker", "about")
    text = typed(_("What was said"), max_length=2000, help_text=_("In our own short words, or in the exact ones."))
    kind_of = forms.ChoiceField(label=_("Kind"), choices=[_NO_KIND, *StatementKind.choices])
    speaker = typed(_("By"), "participant", required=False)
    delegation = RecordChoiceField(Delegation.objects.none(), label=_("Or by the delegation"), required=False)
    item = RecordChoiceField(ProgrammeItem.objects.none(), label=_("At the item"), required=False)
    about = typed(_("About the person"), "participant", required=False)
    institution = typed(_("About the institution"), "institution", required=False)
    language = language(_("Language of these words"))
    is_quote = forms.BooleanField(label=_("Exact words"), required=False)
    is_approved = forms.BooleanField(label=_("Approved for public pages"), required=False)

    def save(self) -> Any:
        """Write the statement down."""
        institution = self.settled("institution", Institution)
        value = {name: given for name, given in self.cleaned_data.items() if name != "institution"}
        line = StatementLine(**value, **self.taken(("institution", institution)))
        return actions.write_down_statement(by=self.viewer.actor, edition=self.edition, line=line)
