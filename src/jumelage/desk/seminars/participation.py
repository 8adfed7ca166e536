"""Participations on the desk: who took part in an edition, as what, in which office."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import RecordChoiceField
from jumelage.desk.records.filters import RecordFilter, contains, first_name
from jumelage.desk.records.screen import Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Title, Viewer, title_of
from jumelage.desk.screens.choices import taking
from jumelage.desk.seminars.part import (
    PLACE_HELP,
    PartFilters,
    PartForm,
    PartTable,
    edition_column,
    offer,
    part_screen,
    sides_of_edition,
)
from jumelage.desk.seminars.searched import OfficeRow, found_rows, searched_field
from jumelage.desk.seminars.titles import written_title
from jumelage.partnerships.models import Side
from jumelage.people.models import InstitutionName, OfficeTitle, PersonName
from jumelage.seminars import actions, queries
from jumelage.seminars.models import Attendance, Delegation, Edition, Participation, ParticipationKind

FURTHER_OFFICES = found_rows(
    "further_offices",
    _("Further offices"),
    OfficeRow,
    help_text=_("Others that the person held at the time, if they matter here."),
)


class ParticipationForm(PartForm):
    """Somebody's part in an edition."""

    prefilled = frozenset({"edition", "delegation"})
    row_lists = (FURTHER_OFFICES,)
    told_at = {
        "seminars_participation_function_in_a_delegation": "delegation",
        "seminars_participation_says_who": "person",
    }
    arrangement = (
        "edition", "person", "kind_of", "office", "institution", "further_offices", "words", "words_language",
        "side", "delegation", "function", "function_certainty", "function_valid", "sector",
        "represents_person", "represents_office", "reason", "state", "position",
    )  # fmt: skip
    person = searched_field("person", _("Person"))
    office = searched_field("office", _("Office"), help_text=_("The one by which the person took part."))
    institution = searched_field(
        "institution", _("Institution"), help_text=_("Where no office is known, or the part of an institution.")
    )
    side = RecordChoiceField(
        Side.objects.none(), label=_("Side"), required=False, empty_label=_("neither"), empty_means=_("neither")
    )
    delegation = RecordChoiceField(Delegation.objects.none(), label=_("Delegation"), required=False)
    represents_person = searched_field("person", _("Represents the person"))
    represents_office = searched_field("office", _("Represents the office"))

    class Meta:
        model = Participation
        fields = (
            "edition", "person", "office", "institution", "side", "delegation", "kind_of", "function", "function_valid",
            "function_certainty", "sector", "represents_person", "represents_office", "words", "words_language", "reason",
            "state", "position",
        )  # fmt: skip
        help_texts = {"position": PLACE_HELP}

    def narrow(self, edition: Edition) -> None:
        """Offer the sides of the partnership and the delegations of the edition."""
        delegations = queries.visible_delegations
        offer(self, side=sides_of_edition(edition), delegation=lambda: delegations(self.viewer.actor).filter(edition=edition))


def _who(record: Participation, viewer: Viewer) -> Title:
    """Call somebody without a name after what the list has loaded."""
    if record.person is None and not record.words and (named := record.office or record.institution):
        return title_of(named, viewer)
    return title_of(record, viewer)


def _in_office(record: Participation, viewer: Viewer) -> Title | str:
    if record.person is None:
        return ""  # who has no name is called by the office
    if record.office is not None:
        return title_of(record.office, viewer)
    if record.words:
        return written_title(record.words, record.words_language, viewer)
    return title_of(record.institution, viewer) if record.institution else ""


def _of_side(record: Participation, viewer: Viewer) -> Title | str:
    return title_of(record.side, viewer) if record.side else ""


class ParticipationTable(PartTable):
    """The list of participations."""

    title = PrintedColumn(_("Who"), _who, order=("sort_name",), is_title=True)
    office = PrintedColumn(_("In which office"), _in_office)
    kind_of = PrintedColumn(_("As"), lambda record, viewer: record.get_kind_of_display(), order=("kind_of",))
    side = PrintedColumn(_("Side"), _of_side, order=("side",))
    edition = edition_column()

    class Meta(RecordTable.Meta):
        pass

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load sides and offices; sort by the name that is shown."""
        loaded = super().prepare(records, viewer).select_related("side__city", "office__institution", "institution")
        named = loaded.prefetch_related("side__city__names", "office__names", "office__institution__names", "institution__names")
        return named.annotate(sort_name=first_name(PersonName, "person", viewer.language, of="person"))


class ParticipationFilters(PartFilters):
    """Participations by words, edition, side, kind and attendance."""

    side = RecordFilter(label=_("Side"), queryset=lambda request: _sides(request.actor))
    kind_of = django_filters.ChoiceFilter(label=_("As"), choices=ParticipationKind.choices)
    state = django_filters.ChoiceFilter(label=_("Attendance"), choices=Attendance.choices)

    def matches(self, word: str) -> Q:
        """A participation is found by the names of person, office and institution, and by the words as printed."""
        persons = PersonName.objects.filter(contains("value", word)).values("person")
        offices = OfficeTitle.objects.filter(contains("value", word) | contains("feminine", word) | contains("masculine", word))
        institutions = InstitutionName.objects.filter(contains("value", word)).values("institution")
        inside = Q(institution__in=institutions) | Q(office__institution__in=institutions)
        return contains("words", word) | Q(person__in=persons) | Q(office__in=offices.values("office")) | inside


def _sides(actor: Any) -> Any:
    of_editions = queries.visible_to(actor).order_by().values("series__partnership")
    return Side.objects.filter(partnership__in=of_editions)


def _badges(record: Participation, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    yield "info", record.get_kind_of_display()
    if record.function:
        yield "info", record.get_function_display()
    if record.state != Attendance.ATTENDED:
        yield "warning", record.get_state_display()


PARTICIPATION = part_screen(
    kind="participation",
    model=Participation,
    words=Words(
        one=_("Participation"),
        many=_("Participations"),
        add=_("New participation"),
        empty=_("No participations yet. Open an edition and write down who took part."),
        lead=_("Who took part in an edition, as what, and in which office."),
    ),
    visible=queries.visible_participations,
    related=(
        "person",
        "office__institution",
        "institution",
        "side__city",
        "delegation__side__city",
        "represents_person",
        "represents_office__institution",
    ),
    form=ParticipationForm,
    table=ParticipationTable,
    filters=ParticipationFilters,
    add=actions.add_participation,
    change=taking("participation", actions.change_participation),
    delete=taking("participation", actions.delete_participation),
    badges=_badges,
)
