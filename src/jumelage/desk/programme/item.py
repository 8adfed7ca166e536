"""Programme items on the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.desk.programme.presence import PRESENCES
from jumelage.desk.programme.titles import print_times
from jumelage.desk.records.fields import RecordChoiceField, RecordsChoiceField, zone_choices
from jumelage.desk.records.filters import RecordFilter, YesNoFilter, contains, local_contains
from jumelage.desk.records.screen import Part, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Title, Viewer, title_of, with_titles
from jumelage.desk.screens.choices import taking
from jumelage.desk.seminars.part import (
    PLACE_HELP,
    QUANTITY_HELP,
    PartFilters,
    PartForm,
    PartTable,
    edition_column,
    offer,
    part_screen,
)
from jumelage.desk.seminars.searched import InstitutionRow, found_rows, searched_field
from jumelage.fields.display import print_date
from jumelage.partnerships.models import City, Topic
from jumelage.partnerships.queries import visible_cities, visible_topics
from jumelage.people.models import InstitutionName
from jumelage.programme import actions, queries
from jumelage.programme.models import ItemKind, ProgrammeItem, Visit
from jumelage.seminars.models import Edition, ExternalEvent
from jumelage.seminars.queries import visible_events


class TimeOfDayField(forms.TimeField):
    """A time of day, picked with the browser's own control (which sends hours and minutes)."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ItemForm(PartForm):
    """An element of the programme as it was held."""

    prefilled = frozenset({"edition", "visit", "within"})
    row_lists = (found_rows("hosts", _("Hosts"), InstitutionRow), PRESENCES)
    told_at = {
        "programme_item_ends_after_it_begins": "ends",
        "programme_item_wheelchairs_fit": "wheelchair_places",
        "programme_item_counts_from_one": "count",
        "programme_item_not_its_own_part": "within",
    }
    arrangement = (
        "edition", "kind_of", "within", "title", "summary", "day", "day_certainty", "begins", "ends", "zone", "city", "site",
        "hosts", "visit", "event", "facilitated_by", "presences", "audience", "count", "topics", "capacity",
        "wheelchair_places", "access_alternative", "is_public", "is_incomplete", "is_traditional", "is_optional", "position",
    )  # fmt: skip
    within = RecordChoiceField(ProgrammeItem.objects.none(), label=_("Part of the item"), required=False)
    begins = TimeOfDayField(label=pgettext_lazy("time of day", "From"), required=False)
    ends = TimeOfDayField(label=pgettext_lazy("time of day", "To"), required=False)
    zone = forms.ChoiceField(label=_("Time zone"), required=False)
    site = searched_field("site", pgettext_lazy("a place", "Site"))
    city = RecordChoiceField(City.objects.none(), label=_("City"), required=False)
    visit = RecordChoiceField(
        Visit.objects.none(),
        label=_("Visit"),
        required=False,
        help_text=_("Where the item is a part of a visit to an institution."),
    )
    event = RecordChoiceField(ExternalEvent.objects.none(), label=_("External event"), required=False)
    facilitated_by = searched_field("institution", _("Made possible by"))
    topics = RecordsChoiceField(Topic.objects.none(), label=_("Topics"), required=False)

    class Meta:
        model = ProgrammeItem
        fields = (
            "edition", "kind_of", "title", "summary", "within", "day", "begins", "ends", "zone", "day_certainty", "site", "city",
            "visit", "event", "facilitated_by", "topics", "audience", "capacity", "wheelchair_places", "access_alternative",
            "count", "is_incomplete", "is_traditional", "is_optional", "is_public", "position",
        )  # fmt: skip
        help_texts = {"position": PLACE_HELP, "audience": QUANTITY_HELP}

    def narrow(self, edition: Edition) -> None:
        """Offer items and visits of the edition, and what the viewer sees of the rest."""
        record: Any = self.record
        actor = self.viewer.actor
        offer(
            self,
            within=lambda: queries.visible_items(actor).filter(edition=edition).exclude(pk=record.pk),
            visit=lambda: queries.visible_visits(actor).filter(edition=edition),
            city=visible_cities(actor),
            event=visible_events(actor),
            topics=visible_topics(actor),
        )
        zones: Any = self.fields["zone"]
        zones.choices = [("", _("that of the host city")), *zone_choices([record.zone] if record.zone else ())]


def _when(item: ProgrammeItem, viewer: Viewer) -> str:
    return ", ".join(filter(None, (print_date(item.day, viewer.language), print_times(item))))


def _where(item: ProgrammeItem, viewer: Viewer) -> Title | str:
    place = item.site or item.city
    return title_of(place, viewer) if place else ""


class ItemTable(PartTable):
    """The list of programme items."""

    title = PrintedColumn(_("Item"), title_of, is_title=True)
    kind_of = PrintedColumn(_("Kind"), lambda item, viewer: item.get_kind_of_display(), order=("kind_of",))
    when = PrintedColumn(_("When"), _when, order=("day_earliest", "begins", "position"))
    where = PrintedColumn(_("Where"), _where)
    edition = edition_column()

    class Meta(RecordTable.Meta):
        pass

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load sites and cities."""
        return super().prepare(records, viewer).select_related("site", "city").prefetch_related("site__names", "city__names")


class ItemFilters(PartFilters):
    """Programme items by words, edition, kind, topic, and what is to be completed."""

    kind_of = django_filters.ChoiceFilter(label=_("Kind"), choices=ItemKind.choices)
    topics = RecordFilter(label=_("Topic"), queryset=lambda request: visible_topics(request.actor))
    is_incomplete = YesNoFilter(_("To be completed"))

    def matches(self, word: str) -> Q:
        """An item is found by its title and summary, and by the institutions that it visits or that host it."""
        named = InstitutionName.objects.filter(contains("value", word)).values("institution")
        inside = Q(visit__institution__in=named) | Q(pk__in=ProgrammeItem.objects.filter(hosts__in=named).values("pk"))
        return local_contains("title", word) | local_contains("summary", word) | inside


def _badges(item: ProgrammeItem, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    yield "info", item.get_kind_of_display()
    if not item.is_public:
        yield "warning", _("not on public pages")
    if item.is_incomplete:
        yield "warning", _("to be completed")
    if item.is_traditional:
        yield "info", _("tradition of the series")
    if item.is_optional:
        yield "info", _("optional")


def _parts_of(item: ProgrammeItem, viewer: Viewer) -> Any:
    return with_titles(queries.visible_items(viewer.actor).filter(within=item).order_by("position", "pk"))


def _contributions(item: ProgrammeItem, viewer: Viewer) -> Any:
    return with_titles(queries.visible_contributions(viewer.actor).filter(item=item).order_by("position", "pk"))


ITEM = part_screen(
    kind="item",
    model=ProgrammeItem,
    words=Words(
        one=_("Programme item"),
        many=_("Programme items"),
        add=_("New programme item"),
        empty=_("No programme items yet. Open an edition and write down what was held."),
        lead=_("What was held at the editions: talks, visits, receptions, and who was there."),
    ),
    visible=queries.visible_items,
    related=("within", "site", "city", "visit__institution", "event", "facilitated_by"),
    form=ItemForm,
    table=ItemTable,
    filters=ItemFilters,
    add=actions.add_item,
    change=taking("item", actions.change_item),
    delete=taking("item", actions.delete_item),
    parts=(
        Part(_("Items within it"), _parts_of, _("No other item is a part of it.")),
        Part(_("Contributions"), _contributions, _("Nobody is recorded as a speaker yet.")),
    ),
    badges=_badges,
)
