"""The one-line forms of the workspace: what is typed in one go about a person, a delegation, an item, a source.

Each knows the edition that it writes to. ``save`` calls one action; what stays the same from line to line (the side, the
day, the language) is kept by ``kept`` for the next line.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.desk.records.fields import DayField, RecordChoiceField
from jumelage.desk.records.filters import contains
from jumelage.desk.records.titles import Viewer, title_of
from jumelage.fields.forms import PartialDateField
from jumelage.languages import OWN_NAME, SITE
from jumelage.partnerships.models import Side, Visibility
from jumelage.people import queries as people
from jumelage.people.models import Person, PersonName
from jumelage.programme import actions as programme
from jumelage.programme.actions import ItemLine
from jumelage.programme.models import ItemKind
from jumelage.seminars import actions as seminars
from jumelage.seminars.actions import Ambiguous, ParticipantLine
from jumelage.seminars.models import Edition, Function, ParticipationKind
from jumelage.seminars.queries import visible_participations
from jumelage.sources import actions as sources
from jumelage.sources.models import Source, SourceKind
from jumelage.sources.queries import visible_to as visible_sources
from jumelage.values import LocalText

_LANGUAGES = [(code, OWN_NAME[code]) for code in SITE]


def _typed(label: Any, suggests: str = "", **options: Any) -> forms.CharField:
    """Return a text input; *suggests* names the list of what is known."""
    options.setdefault("max_length", 300)
    field = forms.CharField(label=label, widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)
    field.suggests = suggests  # type: ignore[attr-defined]
    return field


def _language(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_LANGUAGES)


class LineForm(forms.Form):
    """One line of the workspace."""

    #: The name of the line in the form that posts it, its heading and its button.
    name: ClassVar[str]
    heading: ClassVar[Any]
    button: ClassVar[Any]
    #: Fields whose values are typed again and again and therefore kept for the next line.
    sticky: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Any = None, *, edition: Edition, viewer: Viewer, initial: Any = None) -> None:
        self.edition, self.viewer = edition, viewer
        self.candidates: list[tuple[str, str]] = []
        super().__init__(data, initial=initial, prefix=self.name)
        for name, field in self.fields.items():
            if hasattr(field, "label_from_instance"):
                field.viewer = viewer  # type: ignore[attr-defined]
            if what := getattr(field, "suggests", ""):
                field.widget.attrs |= self._suggesting(name, what)
        self.arrange()

    def _suggesting(self, name: str, what: str) -> dict[str, str]:
        """Return the attributes by which an input is completed from what is known, while somebody types."""
        known = f"known-{self.add_prefix(name)}"
        return {
            "list": known,
            "hx-get": reverse("desk:work_suggest", args=[self.edition.public_id, what]),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{known}",
        }

    def arrange(self) -> None:
        """Fit the choices to the edition. By default the language is that of the desk."""
        if "language" in self.fields:
            self.initial.setdefault("language", self.viewer.language)

    def save(self) -> Any:
        """Write the line down and return the record."""
        raise NotImplementedError

    def told(self, record: Any) -> str:
        """Say in a sentence what was added."""
        return _now("It was added. The next line can follow.")

    def kept(self) -> dict[str, str]:
        """Return what the next line starts with."""
        return {name: str(self.data.get(self.add_prefix(name), "")) for name in self.sticky}

    def refuse(self, refusal: Any) -> None:
        """Show a refusal of the action beside the field that it names, or at the top of the line."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class PersonLine(LineForm):
    """A person, the office and the body in one line."""

    name = "person"
    heading = _("Add a person")
    button = _("Add this person")
    sticky = ("side", "kind_of", "language", "institution")
    person_name = _typed(
        pgettext_lazy("of a person", "Name"), "person", required=False, help_text=_("Titles stand before it: Dr. Erika Beispiel.")
    )
    office = _typed(_("Office"), "office", required=False)
    institution = _typed(_("Institution"), "institution", required=False)
    side = RecordChoiceField(Side.objects.none(), label=_("Side"), required=False, empty_label=_("neither"))
    kind_of = forms.ChoiceField(label=_("As"), choices=ParticipationKind.choices)
    function = forms.ChoiceField(label=_("Function"), choices=[("", "—"), *Function.choices], required=False)
    language = _language(_("Language of these names"))
    public_office = forms.BooleanField(label=_("Public office: may be named in public"), required=False)
    unnamed = forms.BooleanField(label=_("Without a name"), required=False)
    chosen = forms.CharField(required=False, widget=forms.HiddenInput)

    def arrange(self) -> None:
        """Offer the sides of the partnership; the first to be written down are most often the guests."""
        super().arrange()
        side: Any = self.fields["side"]
        side.queryset = Side.objects.filter(partnership=self.edition.series.partnership_id).select_related("city")
        guests = [one for one in side.queryset if self.edition.host_side_id not in (None, one.pk)]
        self.initial.setdefault("side", guests[0].pk if len(guests) == 1 else "")

    def clean(self) -> dict[str, Any]:
        """Ask for a name, unless the line says that there is none: a kept institution alone is no participant."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("person_name") and not cleaned.get("unnamed"):
            self.add_error("person_name", _("Enter the name, or tick “Without a name” for somebody whom no source names."))
        return cleaned

    def told(self, record: Any) -> str:
        """Say who was added, and whether that person is named in public; the office decides, once it is known."""
        if record.person_id is None:
            return _now("A place without a name was added.")
        name = title_of(record.person, self.viewer)
        if record.person_id in people.nameable(self.edition.public_id, timezone.localdate()):
            return _now("“%(name)s” was added and is named on the public page.") % {"name": name}
        return _now("“%(name)s” was added and is not named on the public page.") % {"name": name}

    def save(self) -> Any:
        """Write the participation down; where a name is borne by several known persons, ask which."""
        value, chosen = self.cleaned_data, self.cleaned_data["chosen"]
        line = ParticipantLine(
            language=value["language"],
            name=value["person_name"],
            office=value["office"],
            institution=value["institution"],
            side=value["side"],
            kind_of=value["kind_of"],
            function=value["function"],
            names_holders=value["public_office"],
            person=self._chosen_person(chosen),
            as_new=("name",) if chosen == "new" else False,
        )
        try:
            return seminars.write_down_participant(by=self.viewer.actor, edition=self.edition, line=line)
        except Ambiguous as several:
            if several.field == "name":
                self.candidates = [(found.public_id, describe(found, self.viewer)) for found in several.candidates]
            raise

    def _chosen_person(self, chosen: str) -> Person | None:
        if chosen in ("", "new"):
            return None
        return people.visible_persons(self.viewer.actor).filter(public_id=chosen).first()

    def refuse(self, refusal: Any) -> None:
        """Show the refusal beside the field of the line that stands for the action's."""
        field = {"name": "person_name"}.get(refusal.field, refusal.field)
        self.add_error(field if field in self.fields else None, str(refusal))


def describe(person: Person, viewer: Viewer) -> str:
    """Return a person's name with the offices by which she is known, for telling her from another."""
    offices = people.visible_appointments(viewer.actor).filter(person=person).select_related("office__institution")
    held = [str(title_of(appointment.office, viewer)) for appointment in offices[:3]]
    return ", ".join([str(title_of(person, viewer)), *held])


class DelegationLine(LineForm):
    """A delegation in one line: whose, how many, from which bodies."""

    name = "delegation"
    heading = _("Add a delegation")
    button = _("Add this delegation")
    side = RecordChoiceField(Side.objects.none(), label=_("Side"), empty_label=None)
    planned_size = forms.IntegerField(label=_("Members planned"), min_value=0, max_value=9999, required=False)
    size = forms.IntegerField(label=_("Members in all"), min_value=0, max_value=9999, required=False)
    bodies = _typed(
        _("From which bodies"),
        required=False,
        max_length=1000,
        help_text=_("Names of known institutions, with a semicolon between them."),
    )

    def arrange(self) -> None:
        """Offer the sides of the partnership."""
        side: Any = self.fields["side"]
        side.queryset = Side.objects.filter(partnership=self.edition.series.partnership_id).select_related("city")

    def clean_bodies(self) -> list[Any]:
        """Find the institutions by their names."""
        found = []
        for text in filter(None, (part.strip() for part in self.cleaned_data["bodies"].split(";"))):
            known = people.institutions_named(self.viewer.actor, text)
            if len(known) != 1:
                sentence = _(
                    "“%(name)s” is no institution that is known here, or several are called so. Enter it under Institutions first."
                )
                raise forms.ValidationError(sentence, params={"name": text})
            found.append(known[0])
        return found

    def save(self) -> Any:
        """Write the delegation down; it belongs to the edition."""
        return seminars.add_delegation(by=self.viewer.actor, edition=self.edition, **self.cleaned_data)


class ItemLineForm(LineForm):
    """A programme item in one line."""

    name = "item"
    heading = _("Add an item")
    button = _("Add this item")
    sticky = ("day", "language")
    kind_of = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices)
    day = PartialDateField(label=_("Day"), required=False, help_text=_("17.6.2019, or empty if not known."))
    begins = forms.TimeField(label=_("Begins"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    title = _typed(_("Title or subject"), required=False)
    institution = _typed(_("Institution"), "institution", required=False, help_text=_("Visited, or host of the item."))
    speakers = _typed(
        _("Speakers"),
        "participant",
        required=False,
        max_length=1000,
        help_text=_("People of this edition, with a semicolon between them."),
    )
    language = _language(_("Language of these words"))

    def clean_speakers(self) -> str:
        """Complete names of which a part was typed, where only one person of the edition bears it."""
        typed = [part.strip() for part in self.cleaned_data["speakers"].split(";")]
        return "; ".join(self._completed(part) for part in typed if part)

    def _completed(self, typed: str) -> str:
        shown = visible_participations(self.viewer.actor).filter(edition=self.edition, person__isnull=False)
        names = PersonName.objects.filter(contains("value", typed), person__in=shown.values("person"))
        persons = set(names.values_list("person", flat=True))
        found = names.first()
        return found.value if found is not None and len(persons) == 1 else typed

    def clean(self) -> dict[str, Any]:
        """Ask for the institution of a visit."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind_of") == ItemKind.VISIT and not cleaned.get("institution"):
            self.add_error("institution", _("A visit leads to an institution. Enter which one was visited."))
        return cleaned

    def save(self) -> Any:
        """Write the item down, a visit with its institution, with its speakers."""
        value = self.cleaned_data
        line = ItemLine(
            language=value["language"],
            kind_of=value["kind_of"],
            title=value["title"],
            day=value["day"],
            begins=value["begins"],
            ends=value["ends"],
            institution=value["institution"],
            speakers=value["speakers"],
        )
        return programme.write_down_item(by=self.viewer.actor, edition=self.edition, line=line)


class FocusLine(LineForm):
    """A focus topic under its title of the time."""

    name = "focus"
    heading = _("Add a focus topic")
    button = _("Add this focus topic")
    sticky = ("language",)
    title = _typed(_("Title"), help_text=_("As it was printed, without quotation marks."))
    language = _language(_("Language"))

    def save(self) -> Any:
        """Write the focus topic down."""
        title = LocalText.of(**{self.cleaned_data["language"]: self.cleaned_data["title"]})
        return seminars.add_focus_topic(by=self.viewer.actor, edition=self.edition, title=title)


class ObjectiveLine(LineForm):
    """What the edition was to achieve."""

    name = "objective"
    heading = _("Add an objective")
    button = _("Add this objective")
    sticky = ("language",)
    text = _typed(_("Objective"), max_length=500)
    language = _language(_("Language"))

    def save(self) -> Any:
        """Write the objective down."""
        text = LocalText.of(**{self.cleaned_data["language"]: self.cleaned_data["text"]})
        return seminars.add_objective(by=self.viewer.actor, edition=self.edition, text=text)


class SourceLine(LineForm):
    """Where the edition is known from: a source that is known, or a new one."""

    name = "source"
    heading = _("Add a source")
    button = _("Add this source")
    known = RecordChoiceField(Source.objects.none(), label=_("Known source"), required=False, empty_label=_("a new one:"))
    title = _typed(_("Title"), required=False)
    address = forms.URLField(
        label=_("Web address"), required=False, assume_scheme="https", widget=forms.URLInput(attrs={"autocomplete": "off"})
    )
    publisher = _typed(_("Publisher"), required=False, max_length=200)
    date = PartialDateField(label=_("Date"), required=False)
    checked_on = DayField(label=_("Last looked at"), required=False)
    language = _language(_("Language"))
    published_by_us = forms.BooleanField(label=_("Published by us"), required=False)
    is_public = forms.BooleanField(label=_("May be named on public pages"), required=False, initial=True)

    def arrange(self) -> None:
        """Offer the sources of the partnership."""
        super().arrange()
        known: Any = self.fields["known"]
        known.queryset = visible_sources(self.viewer.actor).filter(partnership=self.edition.series.partnership_id)
        self.initial.setdefault("checked_on", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        """Ask for a title where no known source is chosen."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("known") and not cleaned.get("title"):
            self.add_error("title", _("Choose a known source, or enter the title of a new one."))
        return cleaned

    def save(self) -> Any:
        """Enter the source where it is new, and say that the edition rests on it."""
        value = {name: given for name, given in self.cleaned_data.items() if name not in ("known", "is_public")}
        if known := self.cleaned_data["known"]:
            return sources.cite(by=self.viewer.actor, record=self.edition, source=known)
        return sources.cite_new(
            by=self.viewer.actor,
            record=self.edition,
            partnership=self.edition.series.partnership,
            owner_side=self.edition.owner_side,
            kind_of=SourceKind.WEB_PAGE if value["address"] else SourceKind.PUBLICATION,
            visibility=Visibility.PUBLIC if self.cleaned_data["is_public"] else Visibility.BOTH_SIDES,
            **value,
        )
