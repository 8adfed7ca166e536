"""The lists in the forms of persons, offices, appointments and institutions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.desk.records.fields import DayField, RecordSearchField
from jumelage.desk.records.printing import link_to, print_name
from jumelage.desk.records.rows import NameRow, RowForm, RowList
from jumelage.desk.records.titles import Viewer, with_titles
from jumelage.fields.display import print_date
from jumelage.fields.forms import PartialDateField
from jumelage.fields.models import NameKind
from jumelage.languages import OWN_NAME, SITE, language_choices
from jumelage.people.models import (
    BasisKind,
    BasisValue,
    Institution,
    ObservationValue,
    OfficeTitleValue,
    PersonNameValue,
    Predecessor,
    PreferredFor,
    Script,
    SuccessionKind,
    TitleValue,
)
from jumelage.people.queries import visible_to as visible_institutions
from jumelage.seminars.models import Edition
from jumelage.seminars.queries import visible_participations
from jumelage.seminars.queries import visible_to as visible_editions
from jumelage.sources.models import Source
from jumelage.sources.queries import visible_to as visible_sources
from jumelage.values import PartialDate

_EMPTY_CHOICE = ("", "—")
_PLAIN_INPUT = {"autocomplete": "off"}
_BY_FORM: tuple[tuple[str, Any], ...] = (("feminine", _("of a woman")), ("masculine", _("of a man")))


def _edtf(value: PartialDate | None) -> str:
    return value.edtf if value else ""


def _parsed(edtf: str) -> PartialDate | None:
    return PartialDate.parse(edtf) if edtf else None


def _printed(edtf: str, viewer: Viewer) -> str:
    return print_date(_parsed(edtf), viewer.language)


def _with_aside(main: Any, aside: list[Any]) -> SafeString:
    """Print something and, in brackets, what is known about it."""
    about = ", ".join(str(part) for part in aside if part)
    return format_html('{} <span class="desk-aside">({})</span>', main, about) if about else format_html("{}", main)


class PersonNameRow(NameRow):
    """One name of a person over time: the whole name, and the part under which the person is sorted."""

    field_order = ("value", "family", "language", "kind", "script", "scheme", "valid", "preferred_for")
    value = forms.CharField(label=_("Whole name"), max_length=300, widget=forms.TextInput(attrs=_PLAIN_INPUT))
    family = forms.CharField(label=_("Family name"), max_length=150, required=False, widget=forms.TextInput(attrs=_PLAIN_INPUT))
    script = forms.ChoiceField(label=_("Script"), choices=[("", _("as the language")), *Script.choices], required=False)
    preferred_for = forms.ChoiceField(label=_("Preferred for"), choices=[_EMPTY_CHOICE, *PreferredFor.choices], required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        family, whole = cleaned.get("family", ""), cleaned.get("value", "")
        if family and whole and family.casefold() not in whole.casefold():
            self.add_error(
                "family", ValidationError(_("The family name is a part of the whole name. Write it as it stands there."))
            )
        return cleaned


def _person_name_line(name: PersonNameValue, viewer: Viewer) -> SafeString:
    about = [
        _now("family name: %(name)s") % {"name": name.family} if name.family else "",
        Script(name.script).label if name.script in Script.values else "",
        _now("preferred for: %(use)s") % {"use": PreferredFor(name.preferred_for).label} if name.preferred_for else "",
    ]
    return print_name(name, viewer, about)


PERSON_NAMES = RowList(
    name="names",
    label=_("Names"),
    row_label=pgettext_lazy("of a person", "Name"),
    help_text=_(
        "At least one, without titles, in the order in which its language writes it. A name in another script is a name "
        "of its own. If the name changed, write every name with the time in which it was in use."
    ),
    more=_("One more name"),
    wide=True,
    look="person-names",
    opens_first=True,
    form=PersonNameRow,
    read=lambda person: [row.as_value() for row in person.names.all()],
    start=lambda name: {**vars(name), "valid": _parsed(name.valid)},
    make=lambda cleaned, place: PersonNameValue(
        **{name: cleaned[name] for name in ("value", "language", "kind", "scheme", "family", "script", "preferred_for")},
        valid=_edtf(cleaned["valid"]),
    ),
    line=_person_name_line,
    revive=lambda stored: PersonNameValue(**stored),
    empty=lambda: ({"language": language} for language in SITE),
)


class PersonTitleRow(RowForm):
    """One title before a name, over time."""

    telling = ("value",)
    value = forms.CharField(
        label=pgettext_lazy("of a person", "Title"), max_length=60, widget=forms.TextInput(attrs=_PLAIN_INPUT)
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("all languages")), *language_choices()])
    valid = PartialDateField(label=_("Borne"), required=False, help_text="")


def _title_line(title: TitleValue, viewer: Viewer) -> SafeString:
    main = format_html('<span lang="{}">{}</span>', title.language, title.value) if title.language else title.value
    return _with_aside(main, [OWN_NAME.get(title.language, title.language), _printed(title.valid, viewer)])


PERSON_TITLES = RowList(
    name="titles",
    label=pgettext_lazy("of a person", "Titles"),
    row_label=pgettext_lazy("of a person", "Title"),
    help_text=_("What stands before the name: Dr., Prof. An office is no title; enter it as an appointment."),
    more=_("One more title"),
    form=PersonTitleRow,
    read=lambda person: [row.as_value() for row in person.titles.all()],
    start=lambda title: {**vars(title), "valid": _parsed(title.valid)},
    make=lambda cleaned, place: TitleValue(cleaned["value"], cleaned["language"], _edtf(cleaned["valid"])),
    line=_title_line,
    revive=lambda stored: TitleValue(**stored),
)


class BasisRow(RowForm):
    """One publication basis: why, where and how long a person may be named in public."""

    telling = ("kind", "scope", "since", "until", "review_on", "note")
    kind = forms.ChoiceField(label=_("Basis"), choices=[_EMPTY_CHOICE, *BasisKind.choices])
    scope: Any = RecordSearchField(
        "edition", Edition.objects.none(), label=_("Only on the page of"), required=False, help_text=_("Empty for everywhere.")
    )
    since = DayField(label=pgettext_lazy("a day", "From"), required=False)
    until = DayField(label=_("Until"), required=False)
    review_on = DayField(label=_("To be reviewed on"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False, widget=forms.TextInput(attrs=_PLAIN_INPUT))

    def arrange(self) -> None:
        """Offer the editions that the viewer sees; a page that is not the viewer's to see is kept or taken out, never named."""
        scope: Any = self.fields["scope"]
        scope.queryset = visible_editions(self.viewer.actor)
        stored = self.initial.get("scope")
        if stored and not scope.queryset.filter(public_id=stored).exists():
            kept = [(stored, _("a page that you may not see")), ("", _("everywhere"))]
            self.fields["scope"] = forms.ChoiceField(label=scope.label, choices=kept, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") in (BasisKind.PUBLISHED_REPORT, BasisKind.CONSENT) and not cleaned.get("review_on"):
            sentence = _("Who holds no public office is named only until a review. Enter its date.")
            self.add_error("review_on", ValidationError(sentence))
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("The basis ends before it begins. Exchange the two dates.")))
        return cleaned


def _start_basis(basis: BasisValue) -> dict[str, Any]:
    days = {name: date.fromisoformat(day) if (day := getattr(basis, name)) else None for name in ("since", "until", "review_on")}
    return {"kind": basis.kind, "scope": basis.scope, "note": basis.note, **days}


def _make_basis(cleaned: dict[str, Any], place: int) -> BasisValue:
    days = {name: cleaned[name].isoformat() if cleaned[name] else "" for name in ("since", "until", "review_on")}
    scope = cleaned["scope"]
    return BasisValue(kind=cleaned["kind"], scope=getattr(scope, "public_id", scope) or "", note=cleaned["note"], **days)


def _load_scopes(bases: list[BasisValue], viewer: Viewer) -> None:
    wanted = {basis.scope for basis in bases if basis.scope} - set(viewer.about)
    if wanted:
        found = {one.public_id: one for one in with_titles(visible_editions(viewer.actor).filter(public_id__in=wanted))}
        viewer.about.update({public_id: found.get(public_id) for public_id in wanted})


def basis_without_note(basis: BasisValue, viewer: Viewer) -> SafeString:
    """Print a basis for who may know that it stands there, but not what was noted about it."""
    return _basis_line(replace(basis, note=""), viewer)


def _basis_line(basis: BasisValue, viewer: Viewer) -> SafeString:
    _load_scopes([basis], viewer)
    scope = viewer.about.get(basis.scope) if basis.scope else None
    where = link_to(scope, viewer) if scope else _now("a page that you may not see") if basis.scope else _now("everywhere")
    about = [
        _now("from %(day)s") % {"day": _printed(basis.since, viewer)} if basis.since else "",
        _now("until %(day)s") % {"day": _printed(basis.until, viewer)} if basis.until else "",
        _now("to be reviewed on %(day)s") % {"day": _printed(basis.review_on, viewer)} if basis.review_on else "",
        basis.note,
    ]
    return _with_aside(format_html("{}: {}", BasisKind(basis.kind).label, where), about)


BASES = RowList(
    name="bases",
    label=_("Publication bases"),
    row_label=_("Basis"),
    help_text=_(
        "Why this person may be named on public pages. Without a basis she is not named; “none” forbids it even where "
        "another basis would allow it."
    ),
    more=_("One more basis"),
    wide=True,
    look="bases",
    form=BasisRow,
    read=lambda person: [row.as_value() for row in person.bases.all()],
    start=_start_basis,
    make=_make_basis,
    line=_basis_line,
    revive=lambda stored: BasisValue(**stored),
    load=_load_scopes,
)


class OfficeTitleRow(NameRow):
    """One title of an office in one language, with its forms by gender."""

    field_order = ("value", "feminine", "masculine", "language", "kind", "scheme", "valid")
    value = forms.CharField(label=_("Title"), max_length=300, widget=forms.TextInput(attrs=_PLAIN_INPUT))
    feminine = forms.CharField(label=_("Of a woman"), max_length=300, required=False, widget=forms.TextInput(attrs=_PLAIN_INPUT))
    masculine = forms.CharField(label=_("Of a man"), max_length=300, required=False, widget=forms.TextInput(attrs=_PLAIN_INPUT))


def _office_title_line(title: OfficeTitleValue, viewer: Viewer) -> SafeString:
    forms_of_it = [f"{words}: {form}" for name, words in _BY_FORM if (form := getattr(title, name))]
    return print_name(title, viewer, forms_of_it)


#: The list is called ``names`` as in the journal; the action for offices takes it as ``titles``.
OFFICE_TITLES = RowList(
    name="names",
    label=_("Titles"),
    row_label=_("Title"),
    help_text=_(
        "At least one. Write the title as it is without knowing who holds it, and how a woman and a man in this office are "
        "called where that differs. If it changed, write every title with the time in which it was in use."
    ),
    more=_("One more title"),
    wide=True,
    look="office-titles",
    opens_first=True,
    form=OfficeTitleRow,
    read=lambda office: [row.as_value() for row in office.names.all()],
    start=lambda title: {**vars(title), "valid": _parsed(title.valid)},
    make=lambda cleaned, place: OfficeTitleValue(
        **{name: cleaned[name] for name in ("value", "language", "kind", "scheme", "feminine", "masculine")},
        valid=_edtf(cleaned["valid"]),
    ),
    line=_office_title_line,
    revive=lambda stored: OfficeTitleValue(**stored),
    empty=lambda: ({"language": language, "kind": NameKind.OFFICIAL} for language in SITE),
)


class ObservationRow(RowForm):
    """A day on which somebody was seen in an office, in whose words."""

    telling = ("on", "words", "source")
    on = PartialDateField(label=_("Seen on"), help_text="")
    words = forms.CharField(
        label=_("Words as printed"), max_length=300, required=False, widget=forms.TextInput(attrs=_PLAIN_INPUT)
    )
    source = RecordSearchField("source", Source.objects.none(), label=_("Source"), required=False, help_text="")

    def arrange(self) -> None:
        """Offer the sources that the viewer sees; one that is another side's own is kept or taken out, never named."""
        source: Any = self.fields["source"]
        source.queryset = visible_sources(self.viewer.actor)
        stored = self.initial.get("source")
        if stored and stored not in self.viewer.sources:
            kept = [(str(stored), _("a source that you may not see")), ("", "—")]
            self.fields["source"] = forms.ChoiceField(label=source.label, choices=kept, required=False)


def _make_observation(cleaned: dict[str, Any], place: int) -> ObservationValue:
    source = cleaned["source"]
    key = getattr(source, "pk", None) or (int(source) if source else None)
    return ObservationValue(_edtf(cleaned["on"]), cleaned["words"], key)


def _observation_line(seen: ObservationValue, viewer: Viewer) -> SafeString:
    words = format_html("{}: “{}”", _printed(seen.on, viewer), seen.words) if seen.words else _printed(seen.on, viewer)
    source = viewer.known(Source, seen.source) if seen.source else None
    return (
        format_html('{} <span class="desk-aside">({})</span>', words, link_to(source, viewer))
        if source
        else format_html("{}", words)
    )


def _told_observations(seen: list[ObservationValue], viewer: Viewer) -> list[ObservationValue]:
    """Leave out what participations say that the viewer may not see."""
    causes = {one.because for one in seen if one.because}
    if not causes or viewer.actor.is_administrator:
        return seen
    shown = visible_participations(viewer.actor).filter(public_id__in=causes)
    known = {"", *shown.order_by().values_list("public_id", flat=True)}
    return [one for one in seen if one.because in known]


#: What participations say is changed there, stands on the screen by itself (``appointment``), and is kept by the action.
OBSERVATIONS = RowList(
    name="observations",
    label=_("Observations"),
    row_label=_("Observation"),
    help_text=_(
        "Days on which somebody was seen in this office. What follows from somebody’s part in an edition is not listed here; "
        "it is changed there."
    ),
    more=_("One more observation"),
    look="observations",
    form=ObservationRow,
    read=lambda appointment: [row.as_value() for row in appointment.observations.all() if not row.because],
    start=lambda seen: {"on": _parsed(seen.on), "words": seen.words, "source": seen.source},
    make=_make_observation,
    line=_observation_line,
    revive=lambda stored: ObservationValue(**stored),
    order=lambda seen: PartialDate.parse(seen.on).earliest or date.min,
    load=lambda seen, viewer: viewer.load(Source, [one.source for one in seen if one.source]),
    told=_told_observations,
)


class PredecessorRow(RowForm):
    """What an institution came from."""

    telling = ("institution",)
    institution = RecordSearchField("institution", Institution.objects.none(), label=_("Institution"), help_text="")
    kind = forms.ChoiceField(label=_("How"), choices=SuccessionKind.choices)
    on = PartialDateField(label=_("When"), required=False, help_text="")

    def arrange(self) -> None:
        """Offer the other institutions that the viewer sees."""
        institution: Any = self.fields["institution"]
        institution.queryset = visible_institutions(self.viewer.actor).exclude(pk=self.record.pk)


def _predecessor_line(value: Predecessor, viewer: Viewer) -> SafeString:
    institution = viewer.known(Institution, value.institution)
    return _with_aside(
        link_to(institution, viewer) if institution else "–", [SuccessionKind(value.kind).label, _printed(value.on, viewer)]
    )


PREDECESSORS = RowList(
    name="predecessors",
    label=_("Predecessors"),
    row_label=_("Predecessor"),
    help_text=_("What it came from. A mere renaming is a new name, no predecessor."),
    more=_("One more predecessor"),
    look="predecessors",
    form=PredecessorRow,
    read=lambda institution: [row.as_value() for row in institution.predecessors.all()],
    start=lambda value: {"institution": value.institution, "kind": value.kind, "on": _parsed(value.on)},
    make=lambda cleaned, place: Predecessor(cleaned["institution"].pk, cleaned["kind"], _edtf(cleaned["on"])),
    line=_predecessor_line,
    revive=lambda stored: Predecessor(**stored),
    load=lambda values, viewer: viewer.load(Institution, [value.institution for value in values]),
)
