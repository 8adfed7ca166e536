"""Honours on the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.accounts.actor import Actor
from jumelage.desk.protocol.rows import PRESENTERS, RECIPIENTS, load_named
from jumelage.desk.records.fields import RecordChoiceField
from jumelage.desk.records.filters import RecordFilter, RecordFilters, contains, local_contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.printing import link_to
from jumelage.desk.records.screen import Fact, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Title, Viewer, plain_title, text_title, title_of
from jumelage.desk.screens.choices import (
    BOTH_SIDES,
    coordinated_partnerships,
    coordinates,
    kept_or,
    of_own_partnerships,
    offer_owner,
    owner_field,
    taking,
)
from jumelage.desk.seminars.part import edition_filter
from jumelage.desk.seminars.searched import offer_searched, searched_field
from jumelage.fields.display import print_date
from jumelage.partnerships import queries as partnerships
from jumelage.partnerships.models import Partnership, Side
from jumelage.partnerships.rules import sees
from jumelage.people.models import InstitutionName
from jumelage.programme.models import ProgrammeItem
from jumelage.programme.queries import visible_items
from jumelage.protocol import actions, queries, rules
from jumelage.protocol.models import Clearance, Honour, HonourKind
from jumelage.seminars.models import Edition
from jumelage.seminars.queries import visible_to as visible_editions


@title_of.register
def _honour(record: Honour, viewer: Viewer) -> Title:
    title = text_title(record.title, viewer.language)
    return title + plain_title(f", {print_date(record.date, viewer.language)}") if record.date else title


def _load_once(record: Honour, viewer: Viewer) -> None:
    """Load at once what the two lists of a stored honour name; the sides came with its partnership."""
    prefetch_related_objects([record], "presenters", "recipients")
    sides = {side.pk: side for side in record.partnership.sides.all()}
    record.awarded_by, record.received_by = sides.get(record.awarded_by_id or 0), sides.get(record.received_by_id or 0)
    load_named([row.as_value() for rows in (record.presenters.all(), record.recipients.all()) for row in rows], viewer)


class HonourForm(RecordForm):
    """An honour with who handed it over and who received it. It stays in the partnership in which it was entered."""

    row_lists = (PRESENTERS, RECIPIENTS)
    only_new = frozenset({"partnership"})
    prefilled = frozenset({"partnership", "edition"})
    told_at = {
        "protocol_honour_has_an_awarding_body": "awarding_body",
        "protocol_honour_goes_to_the_other_side": "received_by",
        "protocol_honour_at_an_item_is_of_its_edition": "edition",
    }
    arrangement = (
        "partnership", "edition", "item", "kind_of", "title", "date", "awarded_by", "received_by", "awarding_body",
        "awarding_words", "signatory", "signatory_office", "presenters", "recipients", "citation", "clearance", "clearance_on",
        "clearance_note", "owner_side", "visibility",
    )  # fmt: skip
    partnership = RecordChoiceField(Partnership.objects.none(), label=_("Partnership"))
    edition = RecordChoiceField(
        Edition.objects.none(), label=_("Edition"), required=False, help_text=_("Only where it was awarded at one.")
    )
    item = RecordChoiceField(ProgrammeItem.objects.none(), label=_("Programme item"), required=False)
    awarded_by = RecordChoiceField(Side.objects.none(), label=_("From the side"), required=False, to_field_name="pk")
    received_by = RecordChoiceField(Side.objects.none(), label=_("To the side"), required=False, to_field_name="pk")
    awarding_body = searched_field("institution", _("Awarding body"), help_text=_("In whose name it was awarded."))
    signatory = searched_field("person", _("Signatory"), help_text=_("Who signed the document; often nobody who was there."))
    signatory_office = searched_field("office", _("Office of the signatory"), help_text="")
    owner_side = owner_field()

    class Meta:
        model = Honour
        fields = (
            "partnership", "edition", "item", "kind_of", "title", "date", "awarded_by", "received_by", "awarding_body",
            "awarding_words", "signatory", "signatory_office", "citation", "clearance", "clearance_on", "clearance_note",
            "owner_side", "visibility",
        )  # fmt: skip
        help_texts = {
            "awarding_words": _("As printed, where it is no institution that is entered here."),
            "citation": _("For what it was awarded, in the language in which it stands there; translations beside it."),
            "clearance": _("While it is open or refused, nothing of this honour is shown in public."),
            "clearance_on": _("The day of the decision, or since when you wait for it."),
            "clearance_note": _("Who decides by which rule, and under which file number. It stays on the desk."),
        }

    def __init__(self, *args: Any, record: Honour, viewer: Viewer, **options: Any) -> None:
        if record.pk is not None:
            _load_once(record, viewer)
        super().__init__(*args, record=record, viewer=viewer, **options)

    def arrange(self) -> None:
        """Offer what the viewer sees; leave out what only the sides of the partnership read."""
        record: Any = self.record
        actor = self.viewer.actor
        own = coordinated_partnerships(actor) if self.is_new else Partnership.objects.filter(pk=record.partnership_id)
        if self.is_new:
            self._suggest(own)
        elif not sees(actor, record, partnership=record.partnership_id):
            self._keep_back()
        if self.is_read:
            return
        of_own = own.values("pk")
        self._offer("edition", visible_editions(actor).filter(series__partnership__in=of_own))
        self._offer("item", visible_items(actor).filter(edition__in=self._editions().values("pk")))
        sides = of_own_partnerships(Side.objects.all(), actor) if self.is_new else record.partnership.sides.all()
        for name in ("awarded_by", "received_by"):
            self._offer(name, sides)
        offer_searched(self, self.viewer)
        offer_owner(self, None if self.is_new else record.partnership_id)

    def _offer(self, name: str, records: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset = kept_or(records, getattr(self.record, f"{name}_id"))

    def _editions(self) -> QuerySet[Edition]:
        """Return the edition whose items are offered where one is known already, else all that are offered."""
        offered: Any = self.fields["edition"]
        known = self.initial.get("edition")
        return offered.queryset.filter(pk=known.pk) if isinstance(known, Edition) else offered.queryset

    def _suggest(self, own: QuerySet[Partnership]) -> None:
        """Choose the partnership of the edition that was asked for, or the only one."""
        offered: Any = self.fields["partnership"]
        offered.queryset = own
        asked = visible_editions(self.viewer.actor).filter(public_id=self.initial.get("edition") or "").first()
        if asked is not None:
            self.initial["edition"], self.initial["partnership"] = asked, own.filter(pk=asked.series.partnership_id).first()
        else:
            self.suggest("partnership", own.first() if own.count() == 1 else None)

    def _keep_back(self) -> None:
        """Tell readers from elsewhere nothing of the approval, and no citation of somebody whom they may not see."""
        record: Any = self.record
        for name in ("clearance", "clearance_on", "clearance_note"):
            del self.fields[name]
        if {row.person_id for row in record.recipients.all()} - {None} - self.viewer.persons:
            del self.fields["citation"]


def _direction(record: Honour, viewer: Viewer) -> str:
    sides = [str(title_of(side, viewer)) if side else "…" for side in (record.awarded_by, record.received_by)]
    return " → ".join(sides) if record.awarded_by or record.received_by else ""


def _clearance(record: Honour, viewer: Viewer) -> str:
    told = sees(viewer.actor, record, partnership=record.partnership_id)
    return str(record.get_clearance_display()) if told else ""


class HonourTable(RecordTable):
    """The list of honours."""

    title = PrintedColumn(_("Title"), title_of, order=("date_earliest",), is_title=True)
    kind = PrintedColumn(_("Kind"), lambda record, viewer: record.get_kind_of_display(), order=("kind_of",))
    direction = PrintedColumn(pgettext_lazy("of an honour", "From – to"), _direction)
    clearance = PrintedColumn(_("Approval"), _clearance)
    edition = PrintedColumn(
        _("Edition"), lambda record, viewer: title_of(record.edition, viewer) if record.edition else "", order=("edition",)
    )
    partnership = PrintedColumn(
        _("Partnership"), lambda record, viewer: title_of(record.partnership, viewer), order=("partnership",)
    )
    visibility = PrintedColumn(_("Visible to"), lambda record, viewer: record.get_visibility_display(), order=("visibility",))
    owner = PrintedColumn(
        _("Belongs to"), lambda record, viewer: title_of(record.owner_side, viewer) if record.owner_side else str(BOTH_SIDES)
    )

    class Meta(RecordTable.Meta):
        order_by = "-title"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load the sides with their names."""
        sides = ("owner_side", "awarded_by", "received_by")
        loaded = records.select_related(*(f"{side}__city" for side in sides))
        return loaded.prefetch_related(*(f"{side}__city__names" for side in sides))


class HonourFilters(RecordFilters):
    """Honours by their words, partnership, edition, kind and approval."""

    partnership = RecordFilter(label=_("Partnership"), queryset=lambda request: partnerships.visible_to(request.actor))
    edition = edition_filter()
    kind_of = django_filters.ChoiceFilter(label=_("Kind"), choices=HonourKind.choices)
    clearance = django_filters.ChoiceFilter(label=_("Approval"), choices=Clearance.choices, method="of_clearance")

    def of_clearance(self, honours: QuerySet[Honour], name: str, value: str) -> QuerySet[Honour]:
        """Narrow to a state of the approval, of which only the sides of a partnership are told."""
        return honours.filter(partnerships.side_filter(self.request.actor), clearance=value)

    def matches(self, word: str) -> Q:
        """An honour is found by its title and by who awarded it."""
        named = InstitutionName.objects.filter(contains("value", word)).values("institution")
        return local_contains("title", word) | contains("awarding_words", word) | Q(awarding_body__in=named)


def _visible(actor: Actor) -> QuerySet[Honour]:
    """Return the honours that an actor may see, with all that one of them prints of others."""
    related = queries.visible_to(actor).select_related(
        "edition__series__partnership", "item__within__within", "awarding_body", "signatory", "signatory_office__institution",
    )  # fmt: skip
    sides = Prefetch("partnership__sides", Side.objects.select_related("city"))
    return related.prefetch_related(sides, "partnership__sides__city__names", "edition__series__names")


def _facts(record: Honour, viewer: Viewer) -> Iterable[Fact]:
    yield Fact(_("Partnership"), link_to(record.partnership, viewer))


def _badges(record: Honour, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    if record.clearance not in rules.CLEARED:
        yield "warning", record.get_clearance_display()
    elif rules.is_public(record):
        yield "success", _("on the public pages")


HONOUR = Screen(
    kind="honour",
    model=Honour,
    words=Words(
        one=_("Honour"),
        many=_("Honours"),
        add=_("New honour"),
        empty=_("No honours yet. Add the first one: what was awarded, by whom, who handed it over, and to whom."),
        lead=_("Orders, badges, letters of thanks and other honours, in both directions. None is public before it may be kept."),
    ),
    visible=_visible,
    form=HonourForm,
    table=HonourTable,
    filters=HonourFilters,
    may_add=coordinates,
    may_change=rules.may_change_honour,
    may_delete=rules.may_change_honour,
    add=actions.add_honour,
    change=taking("honour", actions.change_honour),
    delete=taking("honour", actions.delete_honour),
    takes_notes=True,
    takes_evidence=True,
    gathers_empty=True,
    badges=_badges,
    more_facts=_facts,
    field_labels={listed.name: listed.label for listed in (PRESENTERS, RECIPIENTS)},
)
