"""Agreements on the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jumelage.accounts.actor import Actor
from jumelage.agreements import actions, queries, rules
from jumelage.agreements.models import Agreement, AgreementKind
from jumelage.desk.agreements.rows import PARTIES, SIGNATURES, TERMS
from jumelage.desk.agreements.titles import seen_agreements
from jumelage.desk.records.fields import RecordChoiceField, RecordsChoiceField
from jumelage.desk.records.filters import RecordFilter, RecordFilters, local_contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.printing import link_to
from jumelage.desk.records.screen import Fact, Part, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, title_of
from jumelage.desk.screens.choices import (
    BOTH_SIDES,
    coordinated_partnerships,
    coordinates,
    kept_or,
    offer_owner,
    owner_field,
    taking,
)
from jumelage.fields.display import print_date
from jumelage.partnerships import queries as partnerships
from jumelage.partnerships.models import City, Partnership, Side, Topic
from jumelage.people.models import Level


class AgreementForm(RecordForm):
    """An agreement with its parties, signatures and terms. It stays in the partnership in which it was entered."""

    row_lists = (PARTIES, SIGNATURES, TERMS)
    only_new = prefilled = frozenset({"partnership"})
    told_at = {"agreements_not_based_on_itself": "based_on", "agreements_does_not_supersede_itself": "supersedes"}
    arrangement = (
        "partnership", "title", "kind_of", "level", "parties", "signed_on", "signed_in", "signatures", "in_force", "renewal",
        "based_on", "supersedes", "terms", "topics", "summary", "owner_side", "visibility",
    )  # fmt: skip
    partnership = RecordChoiceField(Partnership.objects.none(), label=_("Partnership"))
    signed_in = RecordChoiceField(City.objects.none(), label=_("Signed in"), required=False)
    based_on = RecordChoiceField(
        Agreement.objects.none(), label=_("Based on"), required=False, help_text=_("An earlier agreement that this one rests on.")
    )
    supersedes = RecordChoiceField(
        Agreement.objects.none(),
        label=_("Supersedes"),
        required=False,
        help_text=_("An earlier one in the place of which it came."),
    )
    topics = RecordsChoiceField(
        Topic.objects.none(),
        label=_("Fields of policy"),
        required=False,
        help_text=_("Its terms are compared with the series in these fields; with none chosen, with all series."),
    )
    owner_side = owner_field()

    class Meta:
        model = Agreement
        fields = (
            "partnership", "title", "kind_of", "level", "signed_on", "signed_in", "in_force", "renewal", "based_on",
            "supersedes", "summary", "topics", "owner_side", "visibility",
        )  # fmt: skip

    def arrange(self) -> None:
        """Offer what the viewer sees; one partnership alone is chosen already."""
        record: Any = self.record
        fields: Any = self.fields
        actor = self.viewer.actor
        own = coordinated_partnerships(actor) if self.is_new else Partnership.objects.filter(pk=record.partnership_id)
        if self.is_new:
            fields["partnership"].queryset = own
            self.suggest("partnership", own.first() if own.count() == 1 else None)
        else:
            self.viewer.keep(record.partnership.sides.all())
        earlier = queries.visible_to(actor).filter(partnership__in=own.values("pk")).exclude(pk=record.pk)
        for name in ("based_on", "supersedes"):
            fields[name].queryset = kept_or(earlier, getattr(record, f"{name}_id"))
        fields["signed_in"].queryset = kept_or(partnerships.visible_cities(actor), record.signed_in_id)
        fields["topics"].queryset = partnerships.visible_topics(actor)
        offer_owner(self, None if self.is_new else record.partnership_id)


class AgreementTable(RecordTable):
    """The list of agreements."""

    title = PrintedColumn(_("Title"), title_of, order=("signed_on_earliest",), is_title=True)
    kind = PrintedColumn(_("Kind"), lambda record, viewer: record.get_kind_of_display(), order=("kind_of",))
    level = PrintedColumn(_("Level"), lambda record, viewer: record.get_level_display(), order=("level",))
    in_force = PrintedColumn(
        _("In force"), lambda record, viewer: print_date(record.in_force, viewer.language), order=("in_force_earliest",)
    )
    partnership = PrintedColumn(
        _("Partnership"), lambda record, viewer: title_of(record.partnership, viewer), order=("partnership",)
    )
    visibility = PrintedColumn(_("Visible to"), lambda record, viewer: record.get_visibility_display(), order=("visibility",))
    owner = PrintedColumn(
        _("Belongs to"), lambda record, viewer: title_of(record.owner_side, viewer) if record.owner_side else str(BOTH_SIDES)
    )

    class Meta(RecordTable.Meta):
        order_by = "title"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load the owner with its names."""
        return records.select_related("owner_side__city").prefetch_related("owner_side__city__names")


class AgreementFilters(RecordFilters):
    """Agreements by their words, partnership, kind, level and field."""

    partnership = RecordFilter(label=_("Partnership"), queryset=lambda request: partnerships.visible_to(request.actor))
    kind_of = django_filters.ChoiceFilter(label=_("Kind"), choices=AgreementKind.choices)
    level = django_filters.ChoiceFilter(label=_("Level"), choices=Level.choices)
    topics = RecordFilter(label=_("Field of policy"), queryset=lambda request: partnerships.visible_topics(request.actor))

    def matches(self, word: str) -> Q:
        """An agreement is found by its title and by what it is about."""
        return local_contains("title", word) | local_contains("summary", word)


def _facts(record: Agreement, viewer: Viewer) -> Iterable[Fact]:
    yield Fact(_("Partnership"), link_to(record.partnership, viewer))


def _following(record: Agreement, viewer: Viewer) -> list[Agreement]:
    return rules.in_order(one for one in seen_agreements(viewer).values() if record.pk in (one.based_on_id, one.supersedes_id))


def _visible(actor: Actor) -> QuerySet[Agreement]:
    """Return the agreements that an actor may see, with all that one of them prints of others."""
    sides = Prefetch("partnership__sides", Side.objects.select_related("city"))
    related = queries.visible_to(actor).select_related("based_on", "supersedes", "signed_in")
    return related.prefetch_related(sides, "partnership__sides__city__names")


def _badges(record: Agreement, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    if rules.is_public(record):
        yield "success", _("on the public pages")


AGREEMENT = Screen(
    kind="agreement",
    model=Agreement,
    words=Words(
        one=_("Agreement"),
        many=_("Agreements"),
        add=_("New agreement"),
        empty=_("No agreements yet. Add the first one: what was signed, when, by whom, and what it promises."),
        lead=_("On what the partnership rests: declarations, agreements, memoranda, and what was promised in them."),
    ),
    visible=_visible,
    form=AgreementForm,
    table=AgreementTable,
    filters=AgreementFilters,
    may_add=coordinates,
    may_change=rules.may_change_agreement,
    may_delete=rules.may_change_agreement,
    add=actions.add_agreement,
    change=taking("agreement", actions.change_agreement),
    delete=taking("agreement", actions.delete_agreement),
    parts=(Part(_("What came after it"), _following, _("No later agreement is based on it, or takes its place.")),),
    goes_too=lambda record: [_("Its address answers for ever that it is gone.")],
    takes_notes=True,
    takes_evidence=True,
    is_public=rules.is_public,
    badges=_badges,
    more_facts=_facts,
    field_labels={listed.name: listed.label for listed in (PARTIES, SIGNATURES, TERMS)},
)
