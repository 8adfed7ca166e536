"""Statements on the desk: what somebody said, as a voice and never as a fact of the record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import RecordChoiceField
from jumelage.desk.records.filters import YesNoFilter, contains, local_contains
from jumelage.desk.records.screen import Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable, yes_or_no
from jumelage.desk.records.titles import Title, Viewer, title_of
from jumelage.desk.screens.choices import taking
from jumelage.desk.seminars.part import PLACE_HELP, PartFilters, PartForm, PartTable, edition_column, offer, part_screen
from jumelage.desk.seminars.searched import searched_field
from jumelage.people.models import PersonName
from jumelage.programme import actions, queries
from jumelage.programme.models import Contribution, ProgrammeItem, Statement, StatementKind
from jumelage.seminars.models import Delegation, Edition, Participation
from jumelage.seminars.queries import visible_delegations, visible_participations


class StatementForm(PartForm):
    """What somebody said, in our own summary or in the exact words."""

    prefilled = frozenset({"edition", "item", "contribution"})
    told_at = {"programme_statement_has_a_voice": "speaker"}
    arrangement = (
        "edition", "kind_of", "item", "speaker", "delegation", "text", "is_quote", "is_approved", "contribution", "about_person",
        "about_institution", "position",
    )  # fmt: skip
    item = RecordChoiceField(ProgrammeItem.objects.none(), label=_("Item"), required=False)
    contribution = RecordChoiceField(Contribution.objects.none(), label=_("Contribution"), required=False)
    speaker = RecordChoiceField(Participation.objects.none(), label=_("By"), required=False)
    delegation = RecordChoiceField(Delegation.objects.none(), label=_("By the delegation"), required=False)
    about_person = searched_field("person", _("About the person"))
    about_institution = searched_field("institution", _("About the institution"))

    class Meta:
        model = Statement
        fields = (
            "edition", "item", "contribution", "kind_of", "speaker", "delegation", "about_person", "about_institution", "text",
            "is_quote", "is_approved", "position",
        )  # fmt: skip
        help_texts = {
            "position": PLACE_HELP,
            "is_quote": _("Otherwise it is told in our own words, and never set in quotation marks."),
            "is_approved": _("By whoever said it. Until then it stays on the desk; other words have to be approved again."),
        }

    def values(self) -> dict[str, Any]:
        """Return the valid values; an approval that was there before is none of words that are new."""
        values = super().values()
        return (
            values
            if self.is_new or "is_approved" in self.changed_data
            else {name: value for name, value in values.items() if name != "is_approved"}
        )

    def narrow(self, edition: Edition) -> None:
        """Offer items, contributions, people and delegations of the edition."""
        actor = self.viewer.actor
        offer(
            self,
            item=lambda: queries.visible_items(actor).filter(edition=edition),
            contribution=lambda: queries.visible_contributions(actor).filter(edition=edition),
            speaker=lambda: visible_participations(actor).filter(edition=edition),
            delegation=lambda: visible_delegations(actor).filter(edition=edition),
        )


def _voice(record: Statement, viewer: Viewer) -> Title | str:
    voice = record.speaker or record.delegation
    return title_of(voice, viewer) if voice else ""


class StatementTable(PartTable):
    """The list of statements."""

    title = PrintedColumn(_("What was said"), title_of, is_title=True)
    voice = PrintedColumn(_("By"), _voice)
    kind_of = PrintedColumn(_("Kind"), lambda record, viewer: record.get_kind_of_display(), order=("kind_of",))
    approved = PrintedColumn(_("Approved"), lambda record, viewer: yes_or_no(record.is_approved), order=("is_approved",))
    edition = edition_column()

    class Meta(RecordTable.Meta):
        pass

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load who spoke."""
        loaded = super().prepare(records, viewer).select_related("speaker__person", "delegation__side__city")
        return loaded.prefetch_related("speaker__person__names", "delegation__side__city__names")


class StatementFilters(PartFilters):
    """Statements by words, edition, kind and approval."""

    kind_of = django_filters.ChoiceFilter(label=_("Kind"), choices=StatementKind.choices)
    is_approved = YesNoFilter(_("Approved"))

    def matches(self, word: str) -> Q:
        """A statement is found by its words and by who said it."""
        persons = PersonName.objects.filter(contains("value", word)).values("person")
        return local_contains("text", word) | Q(speaker__person__in=persons) | contains("speaker__words", word)


def _badges(record: Statement, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    yield "info", record.get_kind_of_display()
    if record.is_quote:
        yield "info", _("exact words")
    yield ("success", _("approved")) if record.is_approved else ("warning", _("not approved"))


STATEMENT = part_screen(
    kind="statement",
    model=Statement,
    words=Words(
        one=_("Statement"),
        many=_("Statements"),
        add=_("New statement"),
        empty=_("No statements yet. Open an edition and write down what somebody said there."),
        lead=_("What was said at the editions: voices, no facts of the record. They are shown in public once they are approved."),
    ),
    visible=queries.visible_statements,
    related=(
        "item__visit__institution",
        "contribution__speaker__person",
        "speaker__person",
        "delegation__side__city",
        "about_person",
        "about_institution",
    ),
    form=StatementForm,
    table=StatementTable,
    filters=StatementFilters,
    add=actions.add_statement,
    change=taking("statement", actions.change_statement),
    delete=taking("statement", actions.delete_statement),
    badges=_badges,
)
