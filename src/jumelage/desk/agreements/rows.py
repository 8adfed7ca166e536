"""Lists inside the form of an agreement: its parties, who signed it, and its terms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jumelage.agreements.models import PartyValue, SignatureValue, TermKind, TermValue
from jumelage.desk.records.fields import RecordChoiceField
from jumelage.desk.records.printing import link_to, print_local
from jumelage.desk.records.rows import RowForm, RowList
from jumelage.desk.records.titles import Viewer, title_of
from jumelage.desk.screens.choices import of_own_partnerships
from jumelage.desk.seminars.searched import offer_searched, searched_field
from jumelage.fields.display import print_date
from jumelage.fields.forms import LocalTextField, PartialDateField
from jumelage.partnerships.models import Side
from jumelage.people.models import Institution, Office, Person
from jumelage.values import LocalText, PartialDate


class OfPartnershipRow(RowForm):
    """A row that may name a side."""

    def arrange(self) -> None:
        """Offer the sides of the partnership, or of all that the viewer coordinates; find what the viewer sees."""
        side: Any = self.fields["side"]
        known = Side.objects.filter(partnership=self.record.partnership_id) if self.record.pk else None
        side.queryset = known if known is not None else of_own_partnerships(Side.objects.all(), self.viewer.actor)
        offer_searched(self, self.viewer)


def _side_field(label: Any) -> RecordChoiceField:
    return RecordChoiceField(Side.objects.none(), label=label, required=False, to_field_name="pk")


class PartyRow(OfPartnershipRow):
    """Who agreed: a side, an institution, or an institution for a side."""

    telling = ("side", "institution")
    side = _side_field(gettext_lazy("Side"))
    institution = searched_field("institution", gettext_lazy("Institution"), help_text="")


class SignatureRow(OfPartnershipRow):
    """Who signed, in which office of that day, for which side."""

    telling = ("person", "office", "words")
    person = searched_field("person", gettext_lazy("Person"), help_text="")
    office = searched_field("office", gettext_lazy("Office at signing"), help_text="")
    side = _side_field(gettext_lazy("For which side"))
    on = PartialDateField(label=gettext_lazy("On"), required=False, help_text="")
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False)
    words = forms.CharField(label=gettext_lazy("Words as printed"), max_length=300, required=False)


class TermRow(RowForm):
    """What was promised: a number, a rule, or words."""

    telling = ("kind",)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of term"), choices=[("", "—"), *TermKind.choices])
    value = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=999, required=False)
    valid = PartialDateField(label=gettext_lazy("When"), required=False, help_text="")
    text = LocalTextField(label=gettext_lazy("In words"), required=False, help_text="")


def _key(record: Any) -> int | None:
    return record.pk if record is not None else None


def _edtf(when: PartialDate | None) -> str:
    return when.edtf if when else ""


def _date(edtf: str) -> PartialDate | None:
    return PartialDate.parse(edtf) if edtf else None


def _link(model: Any, key: int | None, viewer: Viewer) -> SafeString | None:
    if key is None:
        return None
    found = viewer.known(model, key)
    return link_to(found, viewer) if found else format_html("{}", _("a record that was deleted"))


def _together(parts: list[Any], asides: list[Any]) -> SafeString:
    """Return what is said of a row in one line: its links, then in small print what else is known."""
    said = format_html(", ".join("{}" for part in parts if part), *(part for part in parts if part))
    words = ", ".join(str(aside) for aside in asides if aside)
    return format_html('{} <span class="desk-aside">({})</span>', said, words) if words else said


def _load(values: list[Any], viewer: Viewer) -> None:
    for model, name in ((Side, "side"), (Institution, "institution"), (Person, "person"), (Office, "office")):
        viewer.load(model, [key for value in values if (key := getattr(value, name, None))])


def _side_title(key: int | None, viewer: Viewer) -> Any:
    side = viewer.known(Side, key) if key else None
    return title_of(side, viewer).html if side else None


def _party_line(value: PartyValue, viewer: Viewer) -> SafeString:
    return _together([_side_title(value.side, viewer), _link(Institution, value.institution, viewer)], [])


def _signature_line(value: SignatureValue, viewer: Viewer) -> SafeString:
    side = viewer.known(Side, value.side) if value.side else None
    when = print_date(_date(value.on), viewer.language) if value.on else ""
    links = [_link(Person, value.person, viewer), _link(Office, value.office, viewer)]
    if not any(links):
        return _together([value.words], [title_of(side, viewer) if side else "", when, value.place])
    return _together(links, [title_of(side, viewer) if side else "", when, value.place, value.words])


def _told_signatures(values: list[SignatureValue], viewer: Viewer) -> list[SignatureValue]:
    """Leave out the printed words of somebody whom the viewer may not see: they name her."""
    hidden = {value.person for value in values if value.person} - viewer.persons
    return [replace(value, words="") if value.person in hidden else value for value in values]


def _term_line(value: TermValue, viewer: Viewer) -> SafeString:
    kind = TermKind(value.kind).label if value.kind in TermKind.values else value.kind
    words = print_local(value.text) if value.text else ""
    said = format_html("{}: {}", kind, value.value) if value.value else format_html("{}", kind)
    when = print_date(_date(value.valid), viewer.language) if value.valid else ""
    return format_html("{}{}", _together([said], [when]), words)


PARTIES = RowList(
    name="parties",
    label=gettext_lazy("Parties"),
    row_label=gettext_lazy("Party"),
    help_text=gettext_lazy("Who agreed: a side as a whole, or an institution. Choose the side too where it stood for one."),
    more=gettext_lazy("One more party"),
    form=PartyRow,
    look="linked",
    read=lambda agreement: [row.as_value() for row in agreement.parties.all()],
    start=vars,
    make=lambda cleaned, place: PartyValue(_key(cleaned["side"]), _key(cleaned["institution"])),
    line=_party_line,
    revive=lambda stored: PartyValue(**stored),
    load=_load,
)

SIGNATURES = RowList(
    name="signatures",
    label=gettext_lazy("Signatures"),
    row_label=gettext_lazy("Signature"),
    help_text=gettext_lazy(
        "Who signed, in the office of that day. In public only holders of a public function are named. Leave the day empty "
        "where it is that of the agreement."
    ),
    more=gettext_lazy("One more signature"),
    form=SignatureRow,
    read=lambda agreement: [row.as_value() for row in agreement.signatures.all()],
    start=lambda value: {**vars(value), "on": _date(value.on)},
    make=lambda cleaned, place: SignatureValue(
        person=_key(cleaned["person"]),
        office=_key(cleaned["office"]),
        side=_key(cleaned["side"]),
        on=_edtf(cleaned["on"]),
        place=cleaned["place"],
        words=cleaned["words"],
    ),
    line=_signature_line,
    revive=lambda stored: SignatureValue(**stored),
    load=_load,
    told=_told_signatures,
)

TERMS = RowList(
    name="terms",
    label=gettext_lazy("Terms"),
    row_label=gettext_lazy("Term"),
    help_text=gettext_lazy(
        "What was promised. All kinds but the last are compared with the editions that took place. Leave the time empty where "
        "a term holds as long as the agreement."
    ),
    more=gettext_lazy("One more term"),
    wide=True,
    form=TermRow,
    read=lambda agreement: [row.as_value() for row in agreement.terms.all()],
    start=lambda value: {**vars(value), "valid": _date(value.valid)},
    make=lambda cleaned, place: TermValue(cleaned["kind"], cleaned["value"], cleaned["text"], _edtf(cleaned["valid"])),
    line=_term_line,
    revive=lambda stored: TermValue(**{**stored, "text": LocalText.from_json(stored.get("text"))}),
)
