"""Offices on the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jumelage.accounts.actor import Actor
from jumelage.desk.people.rows import OFFICE_TITLES
from jumelage.desk.records.fields import RecordSearchField
from jumelage.desk.records.filters import RecordFilters, YesNoFilter, contains, first_name
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.screen import Part, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable, yes_or_no
from jumelage.desk.records.titles import Title, Viewer, load_ends, name_title, plain_title, title_of
from jumelage.desk.screens.choices import keeper_field, offer_keeper, taking
from jumelage.fields.display import print_date
from jumelage.partnerships import rules as shared
from jumelage.people import actions, queries
from jumelage.people.models import Appointment, Institution, InstitutionName, Office, OfficeTitle, Rank
from jumelage.seminars.queries import shown_observations


class OfficeForm(RecordForm):
    """An office of an institution with its titles."""

    row_lists = (OFFICE_TITLES,)
    prefilled = frozenset({"institution", "deputy_of"})
    told_at = {
        "people_office_number_needs_a_head": "deputy_number",
        "people_office_not_its_own_deputy": "deputy_of",
    }
    arrangement = (
        "institution", "rank", "names", "deputy_of", "deputy_number", "portfolio", "single_holder", "names_holders", "introduced_by",
    )  # fmt: skip
    institution = RecordSearchField("institution", Institution.objects.none(), label=_("Institution"))
    deputy_of = RecordSearchField("office", Office.objects.none(), label=_("Deputy of"), required=False)
    deputy_number = forms.IntegerField(
        label=_("Which deputy"),
        required=False,
        min_value=1,
        max_value=20,
        help_text=_("1 for the first deputy; empty where deputies are not numbered."),
    )
    introduced_by = keeper_field()

    class Meta:
        model = Office
        fields = (
            "institution", "rank", "deputy_of", "deputy_number", "portfolio", "single_holder", "names_holders", "introduced_by",
        )  # fmt: skip
        help_texts = {"rank": _("For the order in lists; no law of precedence.")}

    def arrange(self) -> None:
        """Offer the institutions and offices that the viewer sees; an office is never its own deputy."""
        fields: Any = self.fields
        fields["institution"].queryset = queries.visible_to(self.viewer.actor)
        fields["deputy_of"].queryset = queries.visible_offices(self.viewer.actor).exclude(pk=self.record.pk)
        offer_keeper(self)


def add_office(*, by: Actor, names: list[Any], **values: Any) -> Office:
    """Enter an office; its titles are its names."""
    return actions.add_office(by=by, titles=names, **values)


def change_office(*, by: Actor, record: Office, names: list[Any], **values: Any) -> Office:
    """Change an office; its titles are its names."""
    return actions.change_office(by=by, office=record, titles=names, **values)


class OfficeTable(RecordTable):
    """The list of offices."""

    title = PrintedColumn(
        _("Office"), lambda record, viewer: name_title(record, viewer.language), order=("sort_name",), is_title=True
    )
    institution = PrintedColumn(
        _("Institution"), lambda record, viewer: title_of(record.institution, viewer), order=("sort_institution",)
    )
    rank = PrintedColumn(_("Rank"), lambda record, viewer: record.get_rank_display(), order=("rank",))
    names_holders = PrintedColumn(
        _("Public function"), lambda record, viewer: yes_or_no(record.names_holders), order=("names_holders",)
    )

    class Meta(RecordTable.Meta):
        order_by = ("institution", "rank")

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Sort by the title and by the institution's name that are shown."""
        institutions = Institution.objects.annotate(named=first_name(InstitutionName, "institution", viewer.language))
        return records.annotate(
            sort_name=first_name(OfficeTitle, "office", viewer.language), sort_institution=_named(institutions)
        )


def _named(institutions: Any) -> Any:
    return Subquery(institutions.filter(pk=OuterRef("institution")).values("named")[:1])


class OfficeFilters(RecordFilters):
    """Offices by title and institution, rank and public function."""

    rank = django_filters.ChoiceFilter(label=_("Rank"), choices=Rank.choices)
    names_holders = YesNoFilter(_("Public function"))

    def matches(self, word: str) -> Q:
        """An office is found by its titles in every form, and by the names of its institution."""
        titles = contains("value", word) | contains("feminine", word) | contains("masculine", word)
        return Q(pk__in=OfficeTitle.objects.filter(titles).values("office")) | Q(
            institution__in=InstitutionName.objects.filter(contains("value", word)).values("institution")
        )


def _holders(office: Office, viewer: Viewer) -> Any:
    held = queries.visible_appointments(viewer.actor).filter(office=office)
    ordered = held.order_by(F("held_earliest").desc(nulls_last=True), "-pk")
    seen = Prefetch("observations", queryset=shown_observations(viewer.actor))
    return ordered.select_related("person").prefetch_related("person__names", seen)


def holder(appointment: Appointment, viewer: Viewer) -> Title:
    """Return what an appointment is called on its office's screen: the person, with the time."""
    known = print_date(appointment.held, viewer.language) or _seen(appointment, viewer)
    return title_of(appointment.person, viewer) + plain_title(f" ({known})" if known else "")


def _seen(appointment: Appointment, viewer: Viewer) -> str:
    """Return the days on which somebody was seen in an office of which no more is known."""
    return ", ".join(print_date(seen.on, viewer.language) for seen in appointment.observations.all())


def _deputies(office: Office, viewer: Viewer) -> Any:
    deputies = queries.visible_offices(viewer.actor).filter(deputy_of=office)
    return deputies.prefetch_related("names").order_by("deputy_number", "pk")


def _counterparts(office: Office, viewer: Viewer) -> Any:
    either = Q(first_office=office) | Q(second_office=office)
    found = list(queries.visible_counterparts(viewer.actor).filter(either))
    load_ends(found, viewer)
    return found


def _add(kind: str, name: str) -> Any:
    """Return the function that gives the address of a form filled in with this office."""

    def address(office: Office, viewer: Viewer) -> str:
        asked = f"{reverse('desk:add', args=[kind])}?{name}={office.public_id}"
        return asked if shared.may_add_shared(viewer.actor) else ""

    return address


def _badges(office: Office, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    if office.names_holders:
        yield "success", _("public function: holders are named in public")
    if queries.is_held_twice(office):
        yield "warning", _("two persons held it at the same time; correct their dates, or judge them to be the same person")


OFFICE = Screen(
    kind="office",
    model=Office,
    words=Words(
        one=_("Office"),
        many=_("Offices"),
        add=_("New office"),
        empty=_("No offices yet. Add the first one: a position in an institution, whoever holds it."),
        lead=_("Positions in institutions, whoever holds them. They are shared by all partnerships of this installation."),
    ),
    visible=queries.visible_offices,
    form=OfficeForm,
    table=OfficeTable,
    filters=OfficeFilters,
    may_add=shared.may_add_shared,
    may_change=shared.may_change_shared,
    may_delete=shared.may_change_shared,
    may_propose=shared.may_propose,
    add=add_office,
    change=change_office,
    delete=taking("office", actions.delete_office),
    parts=(
        Part(
            _("Holders"),
            _holders,
            _("Nobody is known to have held this office."),
            _add("appointment", "office"),
            _("New appointment"),
            line=holder,
        ),
        Part(
            _("Deputies"),
            _deputies,
            _("No deputy of this office is known."),
            _add("office", "deputy_of"),
            _("New deputy"),
            line=lambda office, viewer: name_title(office, viewer.language),
        ),
        Part(_("Counterparts"), _counterparts, _("No counterpart of this office is known.")),
    ),
    goes_too=lambda office: [_("Its titles are deleted with it.")],
    takes_notes=True,
    takes_evidence=True,
    badges=_badges,
)
