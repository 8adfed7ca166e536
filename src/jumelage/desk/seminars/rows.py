"""Lists inside the forms of series and editions: organisers, links, fields of policy, traditions, missing numbers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jumelage.desk.records.fields import RecordChoiceField
from jumelage.desk.records.printing import link_to, print_local
from jumelage.desk.records.rows import RowForm, RowList
from jumelage.desk.records.titles import Viewer, title_of
from jumelage.desk.screens.choices import kept_or, of_own_partnerships
from jumelage.desk.seminars.searched import offer_searched, searched_field
from jumelage.fields.display import print_date
from jumelage.fields.forms import LocalTextField, PartialDateField
from jumelage.partnerships.models import Side, Topic
from jumelage.partnerships.queries import visible_topics
from jumelage.people.models import Institution, Person
from jumelage.seminars.models import (
    EventLinkKind,
    EventLinkValue,
    ExternalEvent,
    FieldValue,
    GapReason,
    GapValue,
    OrganiserValue,
    Project,
    ProjectLinkKind,
    ProjectLinkValue,
    TraditionValue,
)
from jumelage.seminars.queries import visible_events, visible_projects
from jumelage.values import LocalText, PartialDate

_DELETED = gettext_lazy("a record that was deleted")


def _link(model: Any, key: int | None, viewer: Viewer) -> SafeString:
    found = viewer.known(model, key) if key else None
    return link_to(found, viewer) if found else format_html("{}", _DELETED)


def _with_aside(printed: SafeString, *asides: Any) -> SafeString:
    words = ", ".join(str(aside) for aside in asides if aside)
    return format_html('{} <span class="desk-aside">({})</span>', printed, words) if words else printed


class OrganiserRow(RowForm):
    """An institution that ran the edition, for which side, and who led it there."""

    telling = ("institution",)
    institution = searched_field("institution", gettext_lazy("Institution"), required=True, help_text="")
    side = RecordChoiceField(Side.objects.none(), label=gettext_lazy("Side"), required=False, to_field_name="pk")
    led_by = searched_field("person", gettext_lazy("Person who led it"), help_text="")

    def arrange(self) -> None:
        """Offer the sides of the partnership, or of all that the viewer coordinates."""
        side: Any = self.fields["side"]
        series = self.record.series if self.record.pk else None
        all_sides = Side.objects.all()
        side.queryset = (
            all_sides.filter(partnership=series.partnership_id) if series else of_own_partnerships(all_sides, self.viewer.actor)
        )
        offer_searched(self, self.viewer)


def _organiser_line(value: OrganiserValue, viewer: Viewer) -> SafeString:
    side = viewer.known(Side, value.side) if value.side else None
    leader = viewer.known(Person, value.led_by) if value.led_by else None
    led = _("led by %(person)s") % {"person": title_of(leader, viewer)} if leader else ""
    return _with_aside(_link(Institution, value.institution, viewer), title_of(side, viewer) if side else "", led)


def _load_organisers(values: list[OrganiserValue], viewer: Viewer) -> None:
    viewer.load(Institution, [value.institution for value in values])
    viewer.load(Side, [value.side for value in values if value.side])
    viewer.load(Person, [value.led_by for value in values if value.led_by])


ORGANISERS = RowList(
    name="organisers",
    label=gettext_lazy("Organisers"),
    row_label=gettext_lazy("Organiser"),
    help_text=gettext_lazy("The institutions that ran the edition. A host may have run it alone."),
    more=gettext_lazy("One more organiser"),
    form=OrganiserRow,
    look="organisers",
    read=lambda edition: [row.as_value() for row in edition.organisers.all()],
    start=vars,
    make=lambda cleaned, place: OrganiserValue(
        institution=cleaned["institution"].pk, side=_key(cleaned["side"]), led_by=_key(cleaned["led_by"])
    ),
    line=_organiser_line,
    revive=lambda stored: OrganiserValue(**stored),
    load=_load_organisers,
)


def _key(record: Any) -> int | None:
    return record.pk if record is not None else None


class EventRow(RowForm):
    """An external event, and what it was to the edition."""

    telling = ("event",)
    event = RecordChoiceField(ExternalEvent.objects.none(), label=gettext_lazy("External event"), to_field_name="pk")
    kind = forms.ChoiceField(label=gettext_lazy("What it was"), choices=EventLinkKind.choices, initial=EventLinkKind.COINCIDES)

    def arrange(self) -> None:
        """Offer the events that the viewer sees."""
        field: Any = self.fields["event"]
        field.queryset = visible_events(self.viewer.actor)


EVENTS = RowList(
    name="events",
    label=gettext_lazy("External events"),
    row_label=gettext_lazy("External event"),
    help_text=gettext_lazy("Forums, fairs, congresses of others with which the edition had to do. Enter the event itself first."),
    more=gettext_lazy("One more event"),
    form=EventRow,
    look="linked",
    read=lambda edition: [row.as_value() for row in edition.events.all()],
    start=vars,
    make=lambda cleaned, place: EventLinkValue(event=cleaned["event"].pk, kind=cleaned["kind"]),
    line=lambda value, viewer: _with_aside(_link(ExternalEvent, value.event, viewer), EventLinkKind(value.kind).label),
    revive=lambda stored: EventLinkValue(**stored),
    load=lambda values, viewer: viewer.load(ExternalEvent, [value.event for value in values]),
)


class ProjectRow(RowForm):
    """A project, and what became of it at the edition."""

    telling = ("project",)
    project = RecordChoiceField(Project.objects.none(), label=gettext_lazy("Project"), to_field_name="pk")
    kind = forms.ChoiceField(
        label=gettext_lazy("What became of it"), choices=ProjectLinkKind.choices, initial=ProjectLinkKind.PRESENTED
    )

    def arrange(self) -> None:
        """Offer the projects that the viewer sees."""
        field: Any = self.fields["project"]
        field.queryset = visible_projects(self.viewer.actor)


PROJECTS = RowList(
    name="projects",
    label=gettext_lazy("Projects"),
    row_label=gettext_lazy("Project"),
    help_text=gettext_lazy(
        "Projects that the edition had to do with, also those of other cities. Enter the project itself first."
    ),
    more=gettext_lazy("One more project"),
    form=ProjectRow,
    look="linked",
    read=lambda edition: [row.as_value() for row in edition.projects.all()],
    start=vars,
    make=lambda cleaned, place: ProjectLinkValue(project=cleaned["project"].pk, kind=cleaned["kind"]),
    line=lambda value, viewer: _with_aside(_link(Project, value.project, viewer), ProjectLinkKind(value.kind).label),
    revive=lambda stored: ProjectLinkValue(**stored),
    load=lambda values, viewer: viewer.load(Project, [value.project for value in values]),
)


class FieldRow(RowForm):
    """A field of policy, and when the series dealt with it."""

    telling = ("topic",)
    topic = RecordChoiceField(Topic.objects.none(), label=gettext_lazy("Field"), to_field_name="pk")
    valid = PartialDateField(label=gettext_lazy("When"), required=False, help_text="")

    def arrange(self) -> None:
        """Offer the topics."""
        field: Any = self.fields["topic"]
        field.queryset = kept_or(visible_topics(self.viewer.actor), self.initial.get("topic"))


def _period(edtf: str, viewer: Viewer) -> str:
    return print_date(PartialDate.parse(edtf), viewer.language) if edtf else ""


FIELDS = RowList(
    name="fields_of_policy",
    label=gettext_lazy("Fields"),
    row_label=gettext_lazy("Field"),
    help_text=gettext_lazy(
        "What the series deals with, and since when: 2014–, 2003–2019. Leave the time empty if it always did."
    ),
    more=gettext_lazy("One more field"),
    form=FieldRow,
    look="linked",
    read=lambda series: [row.as_value() for row in series.fields_of_policy.all()],
    start=lambda value: {"topic": value.topic, "valid": PartialDate.parse(value.valid) if value.valid else None},
    make=lambda cleaned, place: FieldValue(cleaned["topic"].pk, cleaned["valid"].edtf if cleaned["valid"] else ""),
    line=lambda value, viewer: _with_aside(_link(Topic, value.topic, viewer), _period(value.valid, viewer)),
    revive=lambda stored: FieldValue(**stored),
    load=lambda values, viewer: viewer.load(Topic, [value.topic for value in values]),
)


class TraditionRow(RowForm):
    """Something that belongs to every edition."""

    telling = ("text",)
    text = LocalTextField(label=gettext_lazy("Tradition"), help_text="")


TRADITIONS = RowList(
    name="traditions",
    label=gettext_lazy("Traditions"),
    row_label=gettext_lazy("Tradition"),
    help_text=gettext_lazy("What belongs to every edition: the reception at the embassy, the talks in institutions."),
    more=gettext_lazy("One more tradition"),
    wide=True,
    form=TraditionRow,
    read=lambda series: [row.as_value() for row in series.traditions.all()],
    start=lambda value: {"text": value.text},
    make=lambda cleaned, place: TraditionValue(cleaned["text"]),
    line=lambda value, viewer: print_local(value.text),
    revive=lambda stored: TraditionValue(LocalText.from_json(stored["text"])),
)


class GapRow(RowForm):
    """A number of the series that has no edition here, and why."""

    telling = ("number",)
    number = forms.IntegerField(label=gettext_lazy("Number"), min_value=1, max_value=999)
    reason = forms.ChoiceField(label=gettext_lazy("Why it is missing"), choices=[("", "—"), *GapReason.choices])
    note = LocalTextField(label=gettext_lazy("Note for readers"), required=False, help_text="")


def _gap_line(value: GapValue, viewer: Viewer) -> SafeString:
    reason = GapReason(value.reason).label
    return format_html("{}: {}{}", value.number, reason, print_local(value.note) if value.note else "")


GAPS = RowList(
    name="gaps",
    label=gettext_lazy("Notes on missing numbers"),
    row_label=gettext_lazy("Missing number"),
    help_text=gettext_lazy("A number without an edition counts as “not documented here”. Say more only where it is known."),
    more=gettext_lazy("One more number"),
    wide=True,
    form=GapRow,
    read=lambda series: [row.as_value() for row in series.gaps.all()],
    start=lambda value: {"number": value.number, "reason": value.reason, "note": value.note},
    make=lambda cleaned, place: GapValue(cleaned["number"], cleaned["reason"], cleaned["note"]),
    line=_gap_line,
    revive=lambda stored: GapValue(**{**stored, "note": LocalText.from_json(stored.get("note"))}),
    order=lambda value: value.number,
)
