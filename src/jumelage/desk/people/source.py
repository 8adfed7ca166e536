"""Sources on the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import DayField, RecordChoiceField
from jumelage.desk.records.filters import RecordFilter, RecordFilters, YesNoFilter, contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.printing import link_to
from jumelage.desk.records.screen import Fact, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable, yes_or_no
from jumelage.desk.records.titles import Viewer, title_of
from jumelage.desk.screens.choices import BOTH_SIDES, coordinated_partnerships, coordinates, offer_owner, owner_field, taking
from jumelage.fields.display import print_date
from jumelage.partnerships import queries as partnerships
from jumelage.partnerships.models import Partnership
from jumelage.sources import actions, queries, rules
from jumelage.sources.models import Source, SourceKind


class SourceForm(RecordForm):
    """A source. It stays in the partnership in which it was entered."""

    only_new = prefilled = frozenset({"partnership"})
    told_at = {"sources_source_can_be_found": "address"}
    arrangement = (
        "partnership", "kind_of", "title", "language", "publisher", "address", "reference", "date", "checked_on",
        "published_by_us", "owner_side", "visibility",
    )  # fmt: skip
    partnership = RecordChoiceField(Partnership.objects.none(), label=_("Partnership"))
    address = forms.URLField(
        label=_("Web address"), required=False, assume_scheme="https", max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    checked_on = DayField(label=_("Last looked at"), required=False)
    owner_side = owner_field()

    class Meta:
        model = Source
        fields = (
            "partnership", "kind_of", "title", "language", "publisher", "address", "reference", "date", "checked_on",
            "published_by_us", "owner_side", "visibility",
        )  # fmt: skip
        help_texts = {"visibility": _("“Everybody”: it is named on public pages as the source of what stands there.")}

    def arrange(self) -> None:
        """Offer what the viewer coordinates; one partnership alone is chosen already."""
        if self.is_new:
            field: Any = self.fields["partnership"]
            field.queryset = coordinated_partnerships(self.viewer.actor)
            self.suggest("partnership", field.queryset.first() if field.queryset.count() == 1 else None)
        offer_owner(self, None if self.is_new else self.record.partnership_id)  # type: ignore[attr-defined]


class SourceTable(RecordTable):
    """The list of sources."""

    title = PrintedColumn(_("Title"), title_of, order=("title",), is_title=True)
    kind_of = PrintedColumn(_("Kind"), lambda record, viewer: record.get_kind_of_display(), order=("kind_of",))
    publisher = PrintedColumn(_("Publisher"), lambda record, viewer: record.publisher, order=("publisher",))
    date = PrintedColumn(_("Date"), lambda record, viewer: print_date(record.date, viewer.language), order=("date_earliest",))
    ours = PrintedColumn(
        _("Published by us"), lambda record, viewer: yes_or_no(record.published_by_us), order=("published_by_us",)
    )
    owner = PrintedColumn(
        _("Belongs to"), lambda record, viewer: title_of(record.owner_side, viewer) if record.owner_side else str(BOTH_SIDES)
    )
    visibility = PrintedColumn(_("Visible to"), lambda record, viewer: record.get_visibility_display(), order=("visibility",))

    class Meta(RecordTable.Meta):
        order_by = "-date"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load the owner."""
        return records.select_related("owner_side__city").prefetch_related("owner_side__city__names")


class SourceFilters(RecordFilters):
    """Sources by words, kind, partnership, and whether the own authority published them."""

    kind_of = django_filters.ChoiceFilter(label=_("Kind"), choices=SourceKind.choices)
    published_by_us = YesNoFilter(_("Published by us"))
    partnership = RecordFilter(label=_("Partnership"), queryset=lambda request: partnerships.visible_to(request.actor))

    def matches(self, word: str) -> Q:
        """A source is found by its title, its publisher, its reference and its address."""
        return contains("title", word) | contains("publisher", word) | contains("reference", word) | contains("address", word)


def _facts(source: Source, viewer: Viewer) -> Iterable[Fact]:
    yield Fact(_("Partnership"), link_to(viewer.known(Partnership, source.partnership_id), viewer))
    if source.address.startswith(("http://", "https://")):
        words = _("Open it on the web")
        yield Fact(_("Look it up"), format_html('<a class="desk-link" rel="noreferrer" href="{}">{}</a>', source.address, words))


def _badges(source: Source, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    if rules.is_public(source):
        yield "success", _("named on public pages")
    if source.published_by_us:
        yield "info", _("published by us")


SOURCE = Screen(
    kind="source",
    model=Source,
    words=Words(
        one=_("Source"),
        many=_("Sources"),
        add=_("New source"),
        empty=_("No sources yet. Add the first one: a page, a paper, a file from which something is known."),
        lead=_("Where things are known from. What rests on a source is shown with the record, under “How we know”."),
    ),
    visible=queries.visible_to,
    form=SourceForm,
    table=SourceTable,
    filters=SourceFilters,
    may_add=coordinates,
    may_change=rules.may_change_source,
    may_delete=rules.may_change_source,
    add=actions.add_source,
    change=taking("source", actions.change_source),
    delete=taking("source", actions.delete_source),
    takes_notes=True,
    more_facts=_facts,
    badges=_badges,
)
