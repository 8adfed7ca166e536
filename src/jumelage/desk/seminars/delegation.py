"""Delegations on the desk."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import RecordChoiceField
from jumelage.desk.records.filters import contains, local_contains
from jumelage.desk.records.screen import Part, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, title_of, with_titles
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
from jumelage.desk.seminars.searched import InstitutionRow, found_rows
from jumelage.partnerships.models import CityName, Side
from jumelage.seminars import actions, queries
from jumelage.seminars.models import Delegation, Edition

BODIES = found_rows(
    "bodies",
    _("Bodies that it came from"),
    InstitutionRow,
    help_text=_("The institutions that sent somebody, where it is known; who came is written down as a participation."),
)


class DelegationForm(PartForm):
    """A delegation: the side that sent it, how many came, from which bodies."""

    row_lists = (BODIES,)
    arrangement = ("edition", "side", "planned_size", "size", "size_exception", "bodies", "position")
    side = RecordChoiceField(Side.objects.none(), label=_("Side"))

    class Meta:
        model = Delegation
        fields = ("edition", "side", "planned_size", "size", "size_exception", "position")
        help_texts = {"position": PLACE_HELP}

    def narrow(self, edition: Edition) -> None:
        """Offer the sides of the partnership."""
        offer(self, side=sides_of_edition(edition))


class DelegationTable(PartTable):
    """The list of delegations."""

    title = PrintedColumn(_("Delegation"), title_of, order=("side",), is_title=True)
    planned = PrintedColumn(_("Planned"), lambda record, viewer: record.planned_size, order=("planned_size",), numeric=True)
    size = PrintedColumn(_("Came"), lambda record, viewer: record.size, order=("size",), numeric=True)
    edition = edition_column()

    class Meta(RecordTable.Meta):
        pass


class DelegationFilters(PartFilters):
    """Delegations by edition and by the side that sent them."""

    def matches(self, word: str) -> Q:
        """A delegation is found by the label and the city of its side."""
        cities = CityName.objects.filter(contains("value", word)).values("city")
        return local_contains("side__label", word) | Q(side__city__in=cities) | contains("size_exception", word)


def _members(delegation: Delegation, viewer: Viewer) -> Any:
    return with_titles(queries.visible_participations(viewer.actor).filter(delegation=delegation).order_by("position", "pk"))


DELEGATION = part_screen(
    kind="delegation",
    model=Delegation,
    words=Words(
        one=_("Delegation"),
        many=_("Delegations"),
        add=_("New delegation"),
        empty=_("No delegations yet. Open an edition and enter who was sent to it."),
        lead=_("The groups that the sides sent to an edition, one a side."),
    ),
    visible=queries.visible_delegations,
    form=DelegationForm,
    table=DelegationTable,
    filters=DelegationFilters,
    add=actions.add_delegation,
    change=taking("delegation", actions.change_delegation),
    delete=taking("delegation", actions.delete_delegation),
    parts=(Part(_("Members"), _members, _("Nobody of this delegation is named yet.")),),
)
