"""Contributions on the desk: who spoke at an item, in whose name and of what."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import RecordChoiceField, RecordsChoiceField
from jumelage.desk.records.filters import RecordFilter, contains, local_contains
from jumelage.desk.records.screen import Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, title_of
from jumelage.desk.screens.choices import taking
from jumelage.desk.seminars.part import PLACE_HELP, PartFilters, PartForm, PartTable, edition_column, offer, part_screen
from jumelage.desk.seminars.searched import searched_field
from jumelage.partnerships.models import Topic
from jumelage.partnerships.queries import visible_topics
from jumelage.people.models import PersonName
from jumelage.programme import actions, queries
from jumelage.programme.models import Contribution, ContributionKind, ProgrammeItem
from jumelage.seminars.models import Edition, Participation, Project
from jumelage.seminars.queries import visible_participations, visible_projects


class ContributionForm(PartForm):
    """Who spoke at an item, in whose name and of what."""

    prefilled = frozenset({"edition", "item"})
    arrangement = (
        "edition", "item", "kind_of", "speaker", "read_by", "on_behalf_of_person", "on_behalf_of_office", "mandate", "subject",
        "subject_institution", "subject_project", "topics", "language", "minutes", "position",
    )  # fmt: skip
    item = RecordChoiceField(ProgrammeItem.objects.none(), label=_("Item"))
    speaker = RecordChoiceField(
        Participation.objects.none(), label=_("Speaker"), help_text=_("For a message: who wrote it, though not there.")
    )
    read_by = RecordChoiceField(
        Participation.objects.none(), label=_("Read by"), required=False, help_text=_("Only for a message.")
    )
    on_behalf_of_person = searched_field("person", _("On behalf of the person"))
    on_behalf_of_office = searched_field("office", _("On behalf of the office"))
    subject_institution = searched_field("institution", _("About the institution"))
    subject_project = RecordChoiceField(Project.objects.none(), label=_("About the project"), required=False)
    topics = RecordsChoiceField(Topic.objects.none(), label=_("Topics"), required=False)

    class Meta:
        model = Contribution
        fields = (
            "edition", "item", "kind_of", "speaker", "read_by", "on_behalf_of_person", "on_behalf_of_office", "mandate",
            "subject", "subject_institution", "subject_project", "topics", "language", "minutes", "position",
        )  # fmt: skip
        help_texts = {"position": PLACE_HELP}

    def narrow(self, edition: Edition) -> None:
        """Offer the items and the people of the edition."""
        actor = self.viewer.actor
        offer(
            self,
            item=lambda: queries.visible_items(actor).filter(edition=edition),
            speaker=lambda: visible_participations(actor).filter(edition=edition),
            read_by=lambda: visible_participations(actor).filter(edition=edition),
            subject_project=visible_projects(actor),
            topics=visible_topics(actor),
        )


class ContributionTable(PartTable):
    """The list of contributions."""

    title = PrintedColumn(_("Who, of what"), title_of, is_title=True)
    kind_of = PrintedColumn(_("Kind"), lambda record, viewer: record.get_kind_of_display(), order=("kind_of",))
    item = PrintedColumn(_("Item"), lambda record, viewer: title_of(record.item, viewer), order=("item_id",))
    edition = edition_column()

    class Meta(RecordTable.Meta):
        pass

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load the items."""
        loaded = super().prepare(records, viewer).select_related("item__visit__institution")
        return loaded.prefetch_related("item__visit__institution__names")


class ContributionFilters(PartFilters):
    """Contributions by words, edition, kind and topic."""

    kind_of = django_filters.ChoiceFilter(label=_("Kind"), choices=ContributionKind.choices)
    topics = RecordFilter(label=_("Topic"), queryset=lambda request: visible_topics(request.actor))

    def matches(self, word: str) -> Q:
        """A contribution is found by its subject, its mandate and its speaker."""
        persons = PersonName.objects.filter(contains("value", word)).values("person")
        spoken = Q(speaker__person__in=persons) | contains("speaker__words", word)
        return local_contains("subject", word) | contains("mandate", word) | spoken


CONTRIBUTION = part_screen(
    kind="contribution",
    model=Contribution,
    words=Words(
        one=_("Contribution"),
        many=_("Contributions"),
        add=_("New contribution"),
        empty=_("No contributions yet. Open an edition and enter who spoke at an item of its programme."),
        lead=_("Who spoke at the editions, in whose name and of what."),
    ),
    visible=queries.visible_contributions,
    related=(
        "item__visit__institution",
        "speaker__person",
        "read_by__person",
        "on_behalf_of_person",
        "on_behalf_of_office__institution",
        "subject_institution",
        "subject_project",
    ),
    form=ContributionForm,
    table=ContributionTable,
    filters=ContributionFilters,
    add=actions.add_contribution,
    change=taking("contribution", actions.change_contribution),
    delete=taking("contribution", actions.delete_contribution),
)
