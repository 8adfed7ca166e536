"""Partnerships on the desk."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.agreements import rules as agreements
from jumelage.agreements.queries import visible_to as visible_agreements
from jumelage.desk.records.filters import RecordFilters, YesNoFilter, contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.rows import RowList
from jumelage.desk.records.screen import Part, Screen, Verb, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable, yes_or_no
from jumelage.desk.records.titles import Viewer, title_of, with_titles
from jumelage.desk.screens.choices import publishing, taking
from jumelage.desk.screens.partnership_lists import SHARING, SIDES, STATES
from jumelage.fields.display import print_date
from jumelage.partnerships import actions, queries, rules
from jumelage.partnerships.actions import SideValue
from jumelage.partnerships.models import Category, CityName, Partnership, State
from jumelage.protocol.queries import visible_to as visible_honours
from jumelage.protocol.rules import may_add_honour
from jumelage.seminars.actions import publish_partnership
from jumelage.seminars.queries import visible_series
from jumelage.seminars.rules import may_add_series


class PartnershipForm(RecordForm):
    """A partnership with its sides, states and, for administrators, decisions on sharing."""

    row_lists = (SIDES, STATES, SHARING)
    arrangement = ("sides", "category", "since", "description", "states", "sharing")

    class Meta:
        model = Partnership
        fields = ("category", "since", "description")

    def offered_lists(self) -> tuple[RowList, ...]:
        """Decisions on sharing are the administrators' alone."""
        return self.row_lists if rules.may_decide_sharing(self.viewer.actor) else (SIDES, STATES)

    def values(self) -> dict[str, Any]:
        """Give new sides the next free places; a side that is there keeps its own."""
        values = super().values()
        free = count(max((side.order for side in values["sides"]), default=0) + 1)
        sides = [side if side.order else SideValue(next(free), side.city, side.label) for side in values["sides"]]
        return values | {"sides": sides}


def current_state(partnership: Partnership) -> str:
    """Return the word for the state that a partnership is in by its last dated state; empty where none is known."""
    states = list(partnership.states.all())
    return str(State(states[-1].state).label) if states else ""


class PartnershipTable(RecordTable):
    """The list of partnerships."""

    title = PrintedColumn(_("Partnership"), title_of, order=("pk",), is_title=True)
    category = PrintedColumn(_("Category"), lambda record, viewer: record.get_category_display(), order=("category",))
    since = PrintedColumn(_("Since"), lambda record, viewer: print_date(record.since, viewer.language), order=("since_earliest",))
    state = PrintedColumn(_("State"), lambda record, viewer: current_state(record))
    published = PrintedColumn(_("Published"), lambda record, viewer: yes_or_no(record.published), order=("published",))

    class Meta(RecordTable.Meta):
        order_by = "title"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load the states."""
        return records.prefetch_related("states")


class PartnershipFilters(RecordFilters):
    """Partnerships by their cities' names and category."""

    category = django_filters.ChoiceFilter(label=_("Category"), choices=Category.choices)
    published = YesNoFilter(_("Published"))

    def matches(self, word: str) -> Q:
        """A partnership is found by the names of its cities."""
        return Q(sides__city__in=CityName.objects.filter(contains("value", word)).values("city"))


def _series(partnership: Partnership, viewer: Viewer) -> Any:
    return with_titles(visible_series(viewer.actor).filter(partnership=partnership))


def _agreements(partnership: Partnership, viewer: Viewer) -> Any:
    return agreements.in_order(visible_agreements(viewer.actor).filter(partnership=partnership))


def _honours(partnership: Partnership, viewer: Viewer) -> Any:
    return visible_honours(viewer.actor).filter(partnership=partnership).order_by("-date_earliest", "pk")


def _adding(kind: str, may_add: Callable[..., bool]) -> Callable[[Partnership, Viewer], str]:
    """Return what gives the address of a form for a record of the partnership, to whoever may add one for any side."""

    def address(partnership: Partnership, viewer: Viewer) -> str:
        actor = viewer.actor
        own = [grant.side for grant in actor.grants if grant.partnership == partnership.pk]
        if not any(may_add(actor, partnership=partnership.pk, owner_side=side) for side in (None, *own)):
            return ""
        return f"{reverse('desk:add', args=[kind])}?partnership={partnership.public_id}"

    return address


def _badges(partnership: Partnership, viewer: Viewer) -> list[tuple[str, Any]]:
    state = current_state(partnership)
    public = ("success", _("published")) if partnership.published else ("info", _("not published"))
    return [*([("info", state)] if state else []), public]


def _may(actor: Any, partnership: Partnership) -> bool:
    return rules.may_change_partnership(actor, partnership)


PARTNERSHIP = Screen(
    kind="partnership",
    model=Partnership,
    words=Words(
        one=_("Partnership"),
        many=_("Partnerships"),
        add=_("New partnership"),
        empty=_("No partnerships yet. First add the cities, then the partnership between them."),
    ),
    visible=queries.visible_to,
    form=PartnershipForm,
    table=PartnershipTable,
    filters=PartnershipFilters,
    may_add=rules.may_add_partnership,
    may_change=_may,
    may_delete=lambda actor, record: rules.may_delete_partnership(actor),
    add=actions.add_partnership,
    change=taking("partnership", actions.change_partnership),
    delete=taking("partnership", actions.delete_partnership),
    verbs=(
        Verb(
            name="publish",
            label=_("Publish"),
            done=_("The partnership is published. Everybody can read it now."),
            forbidden=_("You may not publish this partnership. Ask a coordinator of it."),
            may=_may,
            applies=lambda record: not record.published,
            act=publishing("partnership", publish_partnership, published=True),
        ),
        Verb(
            name="unpublish",
            label=_("Take off the public pages"),
            done=_("The partnership and everything below it is off the public pages."),
            forbidden=_("You may not hide this partnership. Ask a coordinator of it."),
            may=_may,
            applies=lambda record: record.published,
            act=publishing("partnership", publish_partnership, published=False),
        ),
    ),
    parts=(
        Part(
            pgettext_lazy("several of them", "Series"),
            _series,
            _("This partnership has no series yet."),
            _adding("series", may_add_series),
            _("New series"),
        ),
        Part(
            _("Agreements"),
            _agreements,
            _("No agreement is entered for this partnership yet."),
            _adding("agreement", agreements.may_add_agreement),
            _("New agreement"),
        ),
        Part(
            _("Honours"),
            _honours,
            _("No honour is entered for this partnership yet."),
            _adding("honour", may_add_honour),
            _("New honour"),
        ),
    ),
    goes_too=lambda record: [_("Its grants and notes are deleted with it."), _("Its address answers for ever that it is gone.")],
    takes_notes=True,
    takes_evidence=True,
    is_public=lambda record: record.published,
    badges=_badges,
)
