"""Counterparts on the desk: which office of one side is the counterpart of which of the other."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import RecordChoiceField, RecordSearchField
from jumelage.desk.records.filters import RecordFilter, RecordFilters, contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.screen import Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, counterpart_end, load_ends, title_of
from jumelage.desk.screens.choices import BOTH_SIDES, coordinated_partnerships, coordinates, offer_owner, owner_field, taking
from jumelage.fields.display import print_date
from jumelage.partnerships import queries as partnerships
from jumelage.partnerships.models import Partnership, Topic
from jumelage.partnerships.queries import visible_topics
from jumelage.people import actions, queries, rules
from jumelage.people.models import Counterpart, Office, OfficeTitle, Person, PersonName

_ENDS = ("first_office", "first_person", "second_office", "second_person")


class CounterpartForm(RecordForm):
    """Two counterparts, each an office or a person, in a field, since a day."""

    only_new = frozenset({"partnership"})
    prefilled = frozenset({"partnership", *_ENDS})
    told_at = {"people_counterpart_has_both_ends": "second_office"}
    arrangement = ("partnership", *_ENDS, "field", "since", "first_contact", "owner_side", "visibility")
    partnership = RecordChoiceField(Partnership.objects.none(), label=_("Partnership"))
    first_office = RecordSearchField("office", Office.objects.none(), label=_("Office of the first side"), required=False)
    first_person = RecordSearchField("person", Person.objects.none(), label=_("Person of the first side"), required=False)
    second_office = RecordSearchField("office", Office.objects.none(), label=_("Office of the second side"), required=False)
    second_person = RecordSearchField("person", Person.objects.none(), label=_("Person of the second side"), required=False)
    field = RecordChoiceField(
        Topic.objects.none(), label=_("Field of policy"), required=False, empty_means=_("all fields of policy")
    )
    owner_side = owner_field()

    class Meta:
        model = Counterpart
        fields = ("partnership", *_ENDS, "field", "since", "first_contact", "owner_side", "visibility")

    def arrange(self) -> None:
        """Offer the partnerships that the viewer coordinates, and the offices and persons that the viewer sees."""
        fields: Any = self.fields
        actor = self.viewer.actor
        if self.is_new:
            fields["partnership"].queryset = coordinated_partnerships(actor)
            self.suggest(
                "partnership", fields["partnership"].queryset.first() if fields["partnership"].queryset.count() == 1 else None
            )
        for end in _ENDS:
            visible = queries.visible_offices if end.endswith("office") else queries.visible_persons
            fields[end].queryset = visible(actor)
        fields["field"].queryset = visible_topics(actor)
        offer_owner(self, None if self.is_new else self.record.partnership_id)  # type: ignore[attr-defined]


class CounterpartTable(RecordTable):
    """The list of counterparts."""

    title = PrintedColumn(_("First side"), lambda record, viewer: counterpart_end(record, "first", viewer), is_title=True)
    second = PrintedColumn(_("Second side"), lambda record, viewer: counterpart_end(record, "second", viewer))
    field = PrintedColumn(_("Field of policy"), lambda record, viewer: title_of(record.field, viewer) if record.field else "")
    since = PrintedColumn(_("Since"), lambda record, viewer: print_date(record.since, viewer.language), order=("since_earliest",))
    partnership = PrintedColumn(
        _("Partnership"), lambda record, viewer: title_of(record.partnership, viewer), order=("partnership",)
    )
    owner = PrintedColumn(
        _("Belongs to"), lambda record, viewer: title_of(record.owner_side, viewer) if record.owner_side else str(BOTH_SIDES)
    )

    class Meta(RecordTable.Meta):
        """As every list; in the order in which the records come."""

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load partnership, owner and field; the offices and persons of all of them at once."""
        load_ends(list(records), viewer)
        return records.select_related("partnership", "owner_side__city", "field").prefetch_related(
            "partnership__sides__city__names", "owner_side__city__names"
        )


class CounterpartFilters(RecordFilters):
    """Counterparts by the words of their ends, and by partnership."""

    partnership = RecordFilter(label=_("Partnership"), queryset=lambda request: partnerships.visible_to(request.actor))

    def matches(self, word: str) -> Q:
        """Counterparts are found by the titles of the offices and the names of the persons."""
        titles = contains("value", word) | contains("feminine", word) | contains("masculine", word)
        offices = OfficeTitle.objects.filter(titles).values("office")
        persons = PersonName.objects.filter(contains("value", word)).values("person")
        by_office = Q(first_office__in=offices) | Q(second_office__in=offices)
        return by_office | Q(first_person__in=persons) | Q(second_person__in=persons)


COUNTERPART = Screen(
    kind="counterpart",
    model=Counterpart,
    words=Words(
        one=_("Counterparts"),
        many=_("Counterparts"),
        add=_("New counterparts"),
        empty=_("No counterparts yet. Add the first ones: which office of one side speaks with which of the other."),
        lead=_("Which offices of the two sides are each other’s counterparts, in which field."),
    ),
    visible=queries.visible_counterparts,
    form=CounterpartForm,
    table=CounterpartTable,
    filters=CounterpartFilters,
    may_add=coordinates,
    may_change=rules.may_change_counterpart,
    may_delete=rules.may_change_counterpart,
    add=actions.add_counterpart,
    change=taking("counterpart", actions.change_counterpart),
    delete=taking("counterpart", actions.delete_counterpart),
    takes_notes=True,
    field_labels={"field": _("Field of policy")},
)
