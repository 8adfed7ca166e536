"""Visits on the desk: that a delegation went to an institution."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.desk.records.filters import contains, local_contains
from jumelage.desk.records.screen import Part, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, title_of, with_titles
from jumelage.desk.screens.choices import taking
from jumelage.desk.seminars.part import PLACE_HELP, PartFilters, PartForm, PartTable, edition_column, part_screen
from jumelage.desk.seminars.searched import searched_field
from jumelage.people.models import InstitutionName
from jumelage.programme import actions, queries
from jumelage.programme.models import Visit, VisitState


class VisitForm(PartForm):
    """A visit to an institution; when it took place follows from the items in which it did."""

    arrangement = ("edition", "institution", "site", "state", "group_size", "requested_topics", "position")
    institution = searched_field("institution", _("Institution"), required=True)
    site = searched_field(
        "site", pgettext_lazy("a place", "Site"), help_text=_("Where it was, if not at the institution's only address.")
    )

    class Meta:
        model = Visit
        fields = ("edition", "institution", "site", "group_size", "requested_topics", "state", "position")
        help_texts = {"position": PLACE_HELP}


class VisitTable(PartTable):
    """The list of visits."""

    title = PrintedColumn(_("Institution"), title_of, order=("institution",), is_title=True)
    state = PrintedColumn(_("State"), lambda visit, viewer: visit.get_state_display(), order=("state",))
    group = PrintedColumn(_("Size of the group"), lambda visit, viewer: visit.group_size, order=("group_size",), numeric=True)
    edition = edition_column()

    class Meta(RecordTable.Meta):
        pass


class VisitFilters(PartFilters):
    """Visits by words, edition and state."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=VisitState.choices)

    def matches(self, word: str) -> Q:
        """A visit is found by the institution, and by what was to be seen."""
        named = InstitutionName.objects.filter(contains("value", word)).values("institution")
        return Q(institution__in=named) | local_contains("requested_topics", word)


def _items(visit: Visit, viewer: Viewer) -> Any:
    return with_titles(queries.visible_items(viewer.actor).filter(visit=visit).order_by("position", "pk"))


def _badges(visit: Visit, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    yield ("info" if visit.state == VisitState.DONE else "warning"), visit.get_state_display()


VISIT = part_screen(
    kind="visit",
    model=Visit,
    words=Words(
        one=_("Visit"),
        many=_("Visits"),
        add=_("New visit"),
        empty=_("No visits yet. Open an edition and enter where a delegation went."),
        lead=_("To which institutions the delegations went."),
    ),
    visible=queries.visible_visits,
    related=("site",),
    form=VisitForm,
    table=VisitTable,
    filters=VisitFilters,
    add=actions.add_visit,
    change=taking("visit", actions.change_visit),
    delete=taking("visit", actions.delete_visit),
    parts=(Part(_("Programme items"), _items, _("No item of the programme is this visit yet.")),),
    badges=_badges,
)
