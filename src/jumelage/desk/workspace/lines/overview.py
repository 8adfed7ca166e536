"""The lines about the edition as a whole: who ran it, what it was for, what it was linked with, what was published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import RecordChoiceField
from jumelage.desk.seminars.titles import print_roman
from jumelage.desk.workspace.lines.base import LineForm, language, typed
from jumelage.fields.forms import PartialDateField, QuantityField
from jumelage.fields.models import Name
from jumelage.partnerships.models import City, Side, Topic
from jumelage.partnerships.queries import visible_cities, visible_topics
from jumelage.people.models import Institution
from jumelage.seminars import actions
from jumelage.seminars.actions import LinkLine
from jumelage.seminars.models import EventLinkKind, ExternalEvent, FrameworkInitiative, Project, ProjectLinkKind
from jumelage.values import LocalText


class OrganiserLine(LineForm):
    """An institution that ran the edition, and who led it there."""

    name = "organiser"
    heading = _("Add an organiser")
    button = _("Add this organiser")
    folded = True
    sticky = ("language",)
    widths = {"institution": 6, "led_by": 6}
    fields_of_action = {"organisers": "institution"}
    institution = typed(_("Institution"), "institution")
    led_by = typed(
        _("Person who led it"), "person", required=False, help_text=_("Somebody who is known; add others under People first.")
    )
    side = RecordChoiceField(Side.objects.none(), label=_("Side"), required=False, empty_label=_("neither"))
    language = language(_("Language of these names"))

    def save(self) -> Any:
        """Put the institution at the end of the organisers."""
        value = self.cleaned_data
        led_by = self.known_person("led_by")
        meant = self.settled("institution", Institution)
        institution = meant.record or Name(value["institution"], value["language"])
        return actions.write_down_organiser(
            by=self.viewer.actor, edition=self.edition, institution=institution, side=value["side"], led_by=led_by
        )


_LINKED: dict[str, type[ExternalEvent] | type[FrameworkInitiative] | type[Project]] = {
    "event": ExternalEvent,
    "initiative": FrameworkInitiative,
    "project": Project,
}


class LinkLineForm(LineForm):
    """What the edition was linked with: an event of others, a theme year, a project."""

    name = "link"
    heading = _("Add an event, a theme year or a project")
    button = _("Add this link")
    folded = True
    sticky = ("language",)
    widths = {"what": 5, "title": 7}
    fields_of_action = {"name": "title", "names": "title", "events": "title", "projects": "title"}
    what = forms.ChoiceField(
        label=_("What it was"),
        choices=[
            *((f"event:{value}", format_lazy("{}: {}", _("External event"), label)) for value, label in EventLinkKind.choices),
            ("initiative:", _("Theme year or programme")),
            *((f"project:{value}", format_lazy("{}: {}", _("Project"), label)) for value, label in ProjectLinkKind.choices),
        ],
    )
    title = typed(_("Name"), "linked", help_text=_("Without its number; it stands in a field of its own."))
    dates = PartialDateField(label=_("When"), required=False, help_text="")
    ordinal = typed(_("Which one"), required=False, max_length=8, help_text=_("Of an event: 3 or III."))
    attendance = QuantityField(
        label=_("How many people came"), required=False, help_text=_("Of an event: 120, more than 30,000.")
    )
    city = RecordChoiceField(City.objects.none(), label=_("City of the event"), required=False)
    language = language(_("Language of this name"))

    def arrange(self) -> None:
        """Offer the cities."""
        super().arrange()
        self.offer("city", visible_cities(self.viewer.actor))

    def clean_ordinal(self) -> tuple[int | None, bool]:
        """Read an ordinal in Arabic or Roman numerals; return it with whether it was Roman."""
        text = self.cleaned_data["ordinal"].strip().rstrip(".").upper()
        if not text:
            return None, False
        if text.isdecimal() and 0 < int(text) < 1000:
            return int(text), False
        if text in _ROMAN:
            return _ROMAN[text], True
        raise forms.ValidationError(_("“%(value)s” is no ordinal. Write a number such as 3, or III."), params={"value": text})

    def save(self) -> Any:
        """Link the edition with a known record of that name, or with one that is entered."""
        value = self.cleaned_data
        kind, _colon, how = value["what"].partition(":")
        ordinal, is_roman = value["ordinal"]
        model = _LINKED[kind]
        line = LinkLine(
            model,
            value["language"],
            value["title"],
            how=how,
            dates=value["dates"],
            city=value["city"],
            ordinal=ordinal,
            is_roman=is_roman,
            attendance=value["attendance"],
            record=self.settled("title", model).record,
        )
        return actions.write_down_link(by=self.viewer.actor, edition=self.edition, line=line)


#: Ordinals of events in Roman numerals, as far as they are printed so.
_ROMAN = {print_roman(number): number for number in range(1, 40)}


class FocusLine(LineForm):
    """A focus topic under its title of the time."""

    name = "focus"
    heading = _("Add a focus topic")
    button = _("Add this focus topic")
    folded = True
    sticky = ("language",)
    widths = {"title": 9}
    title = typed(_("Title"), help_text=_("As it was printed, without quotation marks."))
    language = language(_("Language"))

    def save(self) -> Any:
        """Write the focus topic down."""
        title = LocalText.of(**{self.cleaned_data["language"]: self.cleaned_data["title"]})
        return actions.add_focus_topic(by=self.viewer.actor, edition=self.edition, title=title)


class ObjectiveLine(LineForm):
    """What the edition was to achieve, and in which field."""

    name = "objective"
    heading = _("Add an objective")
    button = _("Add this objective")
    folded = True
    sticky = ("language",)
    widths = {"text": 12}
    text = typed(_("Objective"), max_length=500)
    topic = RecordChoiceField(Topic.objects.none(), label=_("Field"), required=False)
    language = language(_("Language"))

    def arrange(self) -> None:
        """Offer the topics."""
        super().arrange()
        self.offer("topic", visible_topics(self.viewer.actor))

    def save(self) -> Any:
        """Write the objective down."""
        value = self.cleaned_data
        text = LocalText.of(**{value["language"]: value["text"]})
        return actions.add_objective(by=self.viewer.actor, edition=self.edition, text=text, topic=value["topic"])


class PublicationLine(LineForm):
    """What somebody else published about the edition."""

    name = "publication"
    heading = _("Add a publication elsewhere")
    button = _("Add this publication")
    folded = True
    sticky = ("language",)
    widths = {"title": 6, "address": 6}
    title = typed(_("Title"))
    address = forms.URLField(
        label=_("Web address"), assume_scheme="https", max_length=500, widget=forms.URLInput(attrs={"autocomplete": "off"})
    )
    publisher = typed(_("Publisher"), max_length=200)
    author = typed(_("Author"), "person", required=False, help_text=_("Somebody who is known; add others under People first."))
    date = PartialDateField(label=_("Date"), required=False, help_text="")
    language = language(_("Language"))

    def save(self) -> Any:
        """Write the publication down."""
        value = {**self.cleaned_data, "date": self.cleaned_data["date"] or "", "author": self.known_person("author")}
        return actions.add_publication(by=self.viewer.actor, edition=self.edition, **value)
