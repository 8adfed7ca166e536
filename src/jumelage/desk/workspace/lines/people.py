"""The lines about people: a person with office and body, and a delegation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.desk.records.fields import RecordChoiceField
from jumelage.desk.records.titles import title_of
from jumelage.desk.workspace.lines.base import LineForm, language, typed
from jumelage.desk.workspace.settling import Meant, Question, Unsettled, settle_office
from jumelage.fields.models import Name
from jumelage.fields.names import split_salutation, split_titles
from jumelage.journal.rules import Refusal
from jumelage.partnerships.models import Side
from jumelage.people import queries as people
from jumelage.people.models import Institution, Person
from jumelage.seminars import actions
from jumelage.seminars.actions import ParticipantLine
from jumelage.seminars.models import Function, ParticipationKind, Sector
from jumelage.seminars.queries import visible_participations
from jumelage.sources.models import Certainty


class PersonLine(LineForm):
    """A person, the office and the body in one line."""

    name = "person"
    heading = _("Add a person")
    button = _("Add this person")
    sticky = ("side", "kind_of", "language", "institution")
    more = ("further_office", "further_institution", "sector", "function_certainty", "words", "reason")
    more_label = _("More: second office, sector, reason of attendance")
    widths = {
        "person_name": 4,
        "office": 4,
        "institution": 4,
        "further_office": 6,
        "further_institution": 6,
        "words": 6,
        "reason": 12,
    }
    fields_of_action = {"name": "person_name", "person": "person_name"}
    person_name = typed(
        pgettext_lazy("of a person", "Name"), "person", required=False, help_text=_("Titles stand before it: Dr. Erika Beispiel.")
    )
    office = typed(_("Office"), "office", required=False)
    institution = typed(_("Institution"), "institution", required=False)
    side = RecordChoiceField(Side.objects.none(), label=_("Side"), required=False, empty_label=_("neither"))
    kind_of = forms.ChoiceField(label=_("As"), choices=ParticipationKind.choices)
    function = forms.ChoiceField(label=_("Function"), choices=[("", "—"), *Function.choices], required=False)
    language = language(_("Language of these names"))
    public_office = forms.BooleanField(label=_("Public office: may be named in public"), required=False)
    unnamed = forms.BooleanField(label=_("Without a name"), required=False)
    further_office = typed(_("Second office"), "office", required=False)
    further_institution = typed(
        _("Institution of the second office"), "institution", required=False, help_text=_("Empty if it is the same.")
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=[("", "—"), *Sector.choices], required=False)
    function_certainty = forms.ChoiceField(
        label=_("The function is"), choices=Certainty.choices, required=False, initial=Certainty.STATED
    )
    words = typed(_("Office as printed"), required=False)
    reason = typed(_("Reason of attendance"), required=False, max_length=500)

    def arrange(self) -> None:
        """Offer the sides of the partnership; the first to be written down are most often the guests."""
        super().arrange()
        side: Any = self.fields["side"]
        guests = [one for one in side.queryset if self.edition.host_side_id not in (None, one.pk)]
        self.initial.setdefault("side", guests[0].pk if len(guests) == 1 else "")

    #: Whom and which body the line means, once that is settled.
    _person: Person | None = None
    _institution: Institution | None = None

    def clean(self) -> dict[str, Any]:
        """Ask for a name, unless the line says that there is none: a kept institution alone is no participant."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("person_name") and not cleaned.get("unnamed"):
            self.add_error("person_name", _("Enter the name, or tick “Without a name” for somebody whom no source names."))
        is_delegate = cleaned.get("kind_of") == ParticipationKind.DELEGATE and cleaned.get("side")
        if cleaned.get("function") and not is_delegate:
            self.add_error("function", _("Who heads a delegation is a delegate of a side. Choose both, or empty the function."))
        return cleaned

    def told(self, record: Any) -> str:
        """Say who was added, and whether that person is named in public; the office decides, once it is known."""
        if record.person_id is None:
            return _now("A place without a name was added.")
        named = {"name": title_of(record.person, self.viewer)}
        if record.person_id in people.nameable(self.edition.public_id, timezone.localdate()):
            said = _now("“%(name)s” was added and is named on the public page.") % named
        else:
            said = _now("“%(name)s” was added and is not named on the public page.") % named
        return f"{said} {self._doubt(record)}".rstrip()

    def _doubt(self, record: Any) -> str:
        """Say so where a delegate's institution lies in the city of another side."""
        institution = record.institution or (record.office.institution if record.office else None)
        if record.side is None or institution is None or institution.city_id in (None, record.side.city_id):
            return ""
        sides: Any = self.fields["side"]
        if not any(side.city_id == institution.city_id for side in sides.queryset):
            return ""
        return _now("Please check the side: the institution lies in the city of the other side.")

    def save(self) -> Any:
        """Write the participation down; where a name may mean several, ask which."""
        value = self.cleaned_data
        gender, name = split_salutation(value["person_name"])
        person = self.settled("person_name", Person, split_titles(name)[1])
        self._ask_if_the_same(person, split_titles(name)[1])
        institution = self.settled("institution", Institution)
        self._person, self._institution = person.record, institution.record
        office = self._office("office", institution)
        further_institution = self.settled("further_institution", Institution)
        further_office = self._office("further_office", further_institution if value["further_institution"] else institution)
        meant = {
            "name": person,
            "institution": institution,
            "office": office,
            "further_institution": further_institution,
            "further_office": further_office,
        }
        line = ParticipantLine(
            name=name,
            gender=gender,
            person=person.record,
            office_record=office.record,
            institution_record=institution.record,
            further_office_record=further_office.record,
            further_institution_record=further_institution.record,
            names_holders=value["public_office"],
            as_new=tuple(field for field, one in meant.items() if one.is_new),
            function_certainty=value["function_certainty"] or Certainty.STATED,
            **{name: value[name] for name in _AS_TYPED},
        )
        return actions.write_down_participant(by=self.viewer.actor, edition=self.edition, line=line)

    def _ask_if_the_same(self, meant: Meant, name: str) -> None:
        """Ask whether somebody who takes part already is meant again, or another person of that name."""
        if meant.record is None or self._answers.get(("person_name", name)):
            return
        same = people.cluster_of(Person, meant.record.pk)
        if visible_participations(self.viewer.actor).filter(edition=self.edition, person__in=same).exists():
            candidates = ((meant.record.public_id, str(title_of(meant.record, self.viewer))),)
            raise Unsettled(Question("person_name", name, exact=True, candidates=candidates))

    def kept(self) -> dict[str, str]:
        """Keep the institution by its own name, so that nobody is asked about it again."""
        named = {"institution": str(title_of(self._institution, self.viewer))} if self._institution else {}
        return {**super().kept(), **named}

    def _office(self, field: str, institution: Meant) -> Meant:
        text = self.cleaned_data[field]
        return self.noted(text, settle_office(text, institution, field=field, viewer=self.viewer, answers=self._answers))

    def refuse(self, refusal: Refusal) -> None:
        """Show the refusal; of somebody who takes part already, what is entered of her too."""
        super().refuse(refusal)
        if refusal.field == "name" and self._person is not None:
            same = people.cluster_of(Person, self._person.pk)
            shown = visible_participations(self.viewer.actor).filter(edition=self.edition, person__in=same)
            self.instead = shown.filter(kind_of=self.cleaned_data["kind_of"]).first()


_AS_TYPED = (
    "language", "office", "institution", "further_office", "further_institution", "side", "kind_of", "function", "sector",
    "words", "reason",
)  # fmt: skip


class DelegationLine(LineForm):
    """A delegation in one line: whose, how many, from which bodies."""

    name = "delegation"
    heading = _("Add a delegation")
    button = _("Add this delegation")
    sticky = ("language",)
    widths = {"bodies": 9}
    side = RecordChoiceField(Side.objects.none(), label=_("Side"), empty_label=None)
    planned_size = forms.IntegerField(label=_("Members planned"), min_value=0, max_value=9999, required=False)
    size = forms.IntegerField(label=_("Members in all"), min_value=0, max_value=9999, required=False)
    size_exception = typed(_("Reason for another size"), required=False)
    bodies = typed(
        _("From which bodies"),
        "institutions",
        required=False,
        max_length=1000,
        help_text=_("Names of institutions, with a semicolon between them."),
    )
    language = language(_("Language of these names"))

    def save(self) -> Any:
        """Write the delegation down; it belongs to the edition."""
        value = dict(self.cleaned_data)
        names = [part.strip() for part in value.pop("bodies").split(";") if part.strip()]
        written_in = value.pop("language")
        found = [(name, self.settled("bodies", Institution, name)) for name in dict.fromkeys(names)]
        bodies = [one.record or Name(name, written_in) for name, one in found]
        return actions.write_down_delegation(by=self.viewer.actor, edition=self.edition, bodies=bodies, **value)
