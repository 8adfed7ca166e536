"""How we know: what sources say about a record, on the record's own screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from jumelage.desk.evidence.cited import field_word, field_words
from jumelage.desk.records.access import Place
from jumelage.desk.records.fields import RecordSearchField
from jumelage.desk.records.printing import link_to
from jumelage.sources import queries, rules
from jumelage.sources.models import Certainty, Evidence, Source


@dataclass(frozen=True)
class EvidenceShown:
    """One piece of evidence as the screen shows it, and whether the viewer may withdraw it.

    Its words, their place and their value are empty where the viewer sees the source only because it is public.
    """

    key: int
    label: str
    source: SafeString
    publisher: str
    language: str
    certainty: str
    is_preferred: bool
    may_withdraw: bool
    quote: str = ""
    place: str = ""
    stated_value: str = ""


def evidence_about(place: Place) -> tuple[EvidenceShown, ...]:
    """Return what the sources that the viewer may see say about the record, in the order of its form."""
    words = list(field_words(place.screen))
    found = queries.evidence_about([place.record.public_id], place.actor)
    ordered = sorted(found, key=lambda one: (words.index(one.field) if one.field in words else -1, not one.preferred, one.pk))
    return tuple(_shown(ordered, place))


def _shown(found: Iterable[Evidence], place: Place) -> Iterable[EvidenceShown]:
    for one in found:
        yield EvidenceShown(
            key=one.pk,
            label=field_word(place.screen, one.field),
            source=link_to(one.source, place.viewer),
            publisher=one.source.publisher,
            language=one.source.language,
            certainty=str(Certainty(one.certainty).label),
            is_preferred=one.preferred,
            may_withdraw=place.may_change and rules.may_change_source(place.actor, one.source),
            **in_full(one),
        )


def in_full(one: Any) -> dict[str, str]:
    """Return the words of a piece of evidence, their place and their value, where grants show its source to the viewer."""
    return {name: getattr(one, name) if one.in_full else "" for name in ("quote", "place", "stated_value")}


class NewEvidence(forms.Form):
    """What a source has about the record or one of its fields, in its own words."""

    source = RecordSearchField("source", Source.objects.none(), label=_("Source"))
    field = forms.ChoiceField(label=_("What it tells of"), required=False)
    quote = forms.CharField(
        label=_("Exact words"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As they stand in the source, in its language."),
    )
    place = forms.CharField(
        label=_("Place in the source"), max_length=120, required=False, help_text=_("Page, paragraph, line."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    stated_value = forms.CharField(
        label=_("Value as stated"), max_length=500, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("What follows from the words for this field, where it is not the same as what stands in the record."),
    )  # fmt: skip
    certainty = forms.ChoiceField(label=_("Certainty"), choices=Certainty.choices, initial=Certainty.STATED)
    preferred = forms.BooleanField(
        label=_("Preferred"), required=False, help_text=_("Where sources disagree, the record follows this one.")
    )

    @classmethod
    def for_place(cls, place: Place, data: Any = None) -> Self | None:
        """Return the form for who may change the record, or ``None``."""
        if not place.may_change:
            return None
        form = cls(data, prefix="evidence")
        source: Any = form.fields["source"]
        source.viewer, source.queryset = place.viewer, queries.visible_to(place.actor)
        field: Any = form.fields["field"]
        field.choices = [("", _now("the whole record")), *field_words(place.screen).items()]
        return form
