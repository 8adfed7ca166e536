"""Judgements on identity on the desk: whether two records mean one person or one institution."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import RecordSearchField
from jumelage.desk.records.filters import RecordFilters, contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.printing import link_to, print_text
from jumelage.desk.records.screen import Fact, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, judged, load_judged, title_of
from jumelage.desk.screens.choices import keeper_field, offer_keeper, taking
from jumelage.journal.rules import Refusal
from jumelage.partnerships import rules as shared
from jumelage.people import actions, queries
from jumelage.people.models import Institution, InstitutionName, Judgement, Kind, Person, PersonName, Verdict

_PAIRS = {kind: (f"first_{kind}", f"second_{kind}") for kind in (Kind.PERSON, Kind.INSTITUTION)}
_RECORDS = frozenset(name for pair in _PAIRS.values() for name in pair)


class JudgementForm(RecordForm):
    """A verdict on two persons or two institutions. What it is about never changes; the verdict may."""

    only_new = prefilled = _RECORDS
    arrangement = (
        "first_person",
        "second_person",
        "first_institution",
        "second_institution",
        "verdict",
        "reason",
        "introduced_by",
    )
    first_person = RecordSearchField("person", Person.objects.none(), label=_("One person"), required=False)
    second_person = RecordSearchField("person", Person.objects.none(), label=_("The other person"), required=False)
    first_institution = RecordSearchField("institution", Institution.objects.none(), label=_("One institution"), required=False)
    second_institution = RecordSearchField(
        "institution", Institution.objects.none(), label=_("The other institution"), required=False
    )
    verdict = forms.ChoiceField(label=_("Verdict"), choices=Verdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What speaks for it: the same dates, the same office, a letter. Others will read it."),
    )  # fmt: skip

    introduced_by = keeper_field()

    class Meta:
        model = Judgement
        fields = ("verdict", "reason", "introduced_by")

    def arrange(self) -> None:
        """Offer the persons and institutions that the viewer sees; where the address names one, only its kind."""
        fields: Any = self.fields
        for kind, visible in ((Kind.PERSON, queries.visible_persons), (Kind.INSTITUTION, queries.visible_to)):
            for name in _PAIRS[kind]:
                if name in fields:
                    fields[name].queryset = visible(self.viewer.actor)
        asked = next((kind for kind, pair in _PAIRS.items() if any(self.initial.get(name) for name in pair)), None)
        if self.is_new and asked and not self.is_bound:
            for name in _RECORDS - set(_PAIRS[asked]):
                del self.fields[name]
        offer_keeper(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_new and not self.errors.keys() & _RECORDS:
            given = {kind: [name for name in pair if cleaned.get(name)] for kind, pair in _PAIRS.items()}
            kinds = [kind for kind, names in given.items() if names]
            if len(kinds) != 1:
                raise ValidationError(_("Choose two persons, or two institutions."))
            for name in set(_PAIRS[kinds[0]]) - set(given[kinds[0]]):
                self.add_error(name, _("A judgement is about two. Choose the other one."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Name the two records as the action does."""
        values = super().values()
        chosen = {end: self._chosen(values, end) for end in ("first", "second")} if self.is_new else {}
        return {name: value for name, value in values.items() if name not in _RECORDS} | chosen

    @staticmethod
    def _chosen(values: dict[str, Any], end: str) -> Any:
        return values.get(f"{end}_person") or values.get(f"{end}_institution")

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal about one of the two at the field in which it was chosen."""
        if refusal.field in ("first", "second"):
            chosen = next((name for name in _RECORDS if name.startswith(refusal.field) and self.cleaned_data.get(name)), None)
            refusal.field = chosen
        super().refuse(refusal)


class JudgementTable(RecordTable):
    """The list of judgements."""

    title = PrintedColumn(_("Records"), title_of, is_title=True)
    kind_of = PrintedColumn(_("Of"), lambda record, viewer: record.get_kind_of_display(), order=("kind_of",))
    verdict = PrintedColumn(_("Verdict"), lambda record, viewer: record.get_verdict_display(), order=("verdict",))
    reason = PrintedColumn(_("Reason"), lambda record, viewer: record.reason)

    class Meta(RecordTable.Meta):
        """As every list; in the order in which the records come."""

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load the judged records, all of them at once."""
        load_judged(list(records), viewer)
        return records


class JudgementFilters(RecordFilters):
    """Judgements by the names of what they are about, kind and verdict."""

    kind_of = django_filters.ChoiceFilter(label=_("Of"), choices=Kind.choices)
    verdict = django_filters.ChoiceFilter(label=_("Verdict"), choices=Verdict.choices)

    def matches(self, word: str) -> Q:
        """A judgement is found by the names of both records, and by its reason."""
        persons = PersonName.objects.filter(contains("value", word)).values("person__public_id")
        institutions = InstitutionName.objects.filter(contains("value", word)).values("institution__public_id")
        found = contains("reason", word)
        for end in ("first_id", "second_id"):
            found |= Q(**{f"{end}__in": persons}) | Q(**{f"{end}__in": institutions})
        return found


def _facts(judgement: Judgement, viewer: Viewer) -> Iterable[Fact]:
    for label, public_id in ((_("One"), judgement.first_id), (_("The other"), judgement.second_id)):
        found = judged(judgement, public_id, viewer)
        yield Fact(label, link_to(found, viewer) if found else print_text(_now("a record that is gone, or that you may not see")))


JUDGEMENT = Screen(
    kind="judgement",
    model=Judgement,
    words=Words(
        one=_("Judgement on identity"),
        many=_("Judgements on identity"),
        add=_("New judgement on identity"),
        empty=_("No judgements yet. Open a person or an institution that was entered twice, and judge there."),
        lead=_("Whether two records mean one person or one institution. Nothing is merged: a judgement can be taken back."),
    ),
    visible=queries.visible_judgements,
    form=JudgementForm,
    table=JudgementTable,
    filters=JudgementFilters,
    may_add=shared.may_add_shared,
    may_change=shared.may_change_shared,
    may_delete=shared.may_change_shared,
    may_propose=shared.may_propose,
    add=actions.judge,
    change=taking("judgement", actions.change_judgement),
    delete=taking("judgement", actions.withdraw_judgement),
    goes_too=lambda judgement: [_("What was counted as one because of it is counted apart again.")],
    more_facts=_facts,
)
