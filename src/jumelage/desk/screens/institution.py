"""Institutions on the desk."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.desk.people.person import judgements_about
from jumelage.desk.people.rows import PREDECESSORS
from jumelage.desk.records.fields import RecordChoiceField, RecordSearchField
from jumelage.desk.records.filters import RecordFilter, RecordFilters, contains, first_name
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.rows import NAMES
from jumelage.desk.records.screen import Part, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, name_title, title_of, with_titles
from jumelage.desk.screens.choices import keeper_field, offer_keeper, taking
from jumelage.partnerships import rules
from jumelage.partnerships.models import City
from jumelage.partnerships.queries import visible_cities
from jumelage.people import actions, queries
from jumelage.people.models import Institution, InstitutionKind, InstitutionName, Kind


class InstitutionForm(RecordForm):
    """An institution with its names."""

    row_lists = (NAMES, PREDECESSORS)
    prefilled = frozenset({"parent"})
    told_at = {
        "people_institution_not_its_own_part": "parent",
        "people_institution_founded_before_dissolved": "dissolved",
    }
    arrangement = (
        "names",
        "kind_of",
        "level",
        "legal_form",
        "city",
        "parent",
        "founded",
        "dissolved",
        "predecessors",
        "is_public_body",
        "has_minors",
        "website",
        "wikidata",
        "introduced_by",
    )
    city = RecordChoiceField(City.objects.none(), label=_("City"), required=False)
    parent = RecordSearchField("institution", Institution.objects.none(), label=_("Part of"), required=False)
    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", widget=forms.URLInput(attrs={"autocomplete": "off"})
    )
    introduced_by = keeper_field()

    class Meta:
        model = Institution
        fields = (
            "kind_of",
            "level",
            "legal_form",
            "city",
            "parent",
            "founded",
            "dissolved",
            "is_public_body",
            "has_minors",
            "website",
            "wikidata",
            "introduced_by",
        )

    def arrange(self) -> None:
        """Offer the cities and institutions that the viewer sees; an institution is never its own part."""
        city: Any = self.fields["city"]
        parent: Any = self.fields["parent"]
        city.queryset = visible_cities(self.viewer.actor)
        parent.queryset = queries.visible_to(self.viewer.actor).exclude(pk=self.record.pk)
        offer_keeper(self)


class InstitutionTable(RecordTable):
    """The list of institutions."""

    title = PrintedColumn(_("Name"), title_of, order=("sort_name",), is_title=True)
    kind_of = PrintedColumn(_("Kind"), lambda record, viewer: record.get_kind_of_display(), order=("kind_of",))
    city = PrintedColumn(_("City"), lambda record, viewer: title_of(record.city, viewer) if record.city else "", order=("city",))
    parent = PrintedColumn(_("Part of"), lambda record, viewer: title_of(record.parent, viewer) if record.parent else "")

    class Meta(RecordTable.Meta):
        order_by = "title"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load the names of cities and parents; sort by the name that is shown."""
        named = queries.with_names(records.select_related("city", "parent"))
        return named.annotate(sort_name=first_name(InstitutionName, "institution", viewer.language))


class InstitutionFilters(RecordFilters):
    """Institutions by name, kind and city."""

    kind_of = django_filters.ChoiceFilter(label=_("Kind"), choices=InstitutionKind.choices)
    city = RecordFilter(label=_("City"), queryset=lambda request: visible_cities(request.actor))

    def matches(self, word: str) -> Q:
        """An institution is found by any of its names."""
        return Q(pk__in=InstitutionName.objects.filter(contains("value", word)).values("institution"))


def _units(institution: Institution, viewer: Viewer) -> Any:
    return with_titles(queries.visible_to(viewer.actor).filter(parent=institution))


def _offices(institution: Institution, viewer: Viewer) -> Any:
    return with_titles(
        queries.visible_offices(viewer.actor).filter(institution=institution).order_by("rank", "deputy_number", "pk")
    )


def _sites(institution: Institution, viewer: Viewer) -> Any:
    return with_titles(queries.visible_sites(viewer.actor).filter(institution=institution))


def _successors(institution: Institution, viewer: Viewer) -> Any:
    return with_titles(queries.visible_to(viewer.actor).filter(predecessors__predecessor=institution).distinct())


def _add(kind: str, name: str) -> Any:
    """Return the function that gives the address of a form filled in with this institution."""

    def address(institution: Institution, viewer: Viewer) -> str:
        asked = f"{reverse('desk:add', args=[kind])}?{name}={institution.public_id}"
        return asked if rules.may_add_shared(viewer.actor) else ""

    return address


INSTITUTION = Screen(
    kind="institution",
    model=Institution,
    words=Words(
        one=_("Institution"),
        many=_("Institutions"),
        add=_("New institution"),
        empty=_("No institutions yet. Add the first one: offices, schools, associations that take part."),
        lead=_("Institutions are shared by all partnerships of this installation."),
    ),
    visible=queries.visible_to,
    form=InstitutionForm,
    table=InstitutionTable,
    filters=InstitutionFilters,
    may_add=rules.may_add_shared,
    may_change=rules.may_change_shared,
    may_delete=rules.may_change_shared,
    may_propose=rules.may_propose,
    add=actions.add_institution,
    change=taking("institution", actions.change_institution),
    delete=taking("institution", actions.delete_institution),
    parts=(
        Part(
            _("Offices"),
            _offices,
            _("No office of this institution is known."),
            _add("office", "institution"),
            _("New office"),
            line=lambda office, viewer: name_title(office, viewer.language),
        ),
        Part(
            _("Parts of it"),
            _units,
            _("No part of this institution is known."),
            _add("institution", "parent"),
            _("New part of it"),
        ),
        Part(
            pgettext_lazy("places", "Sites"),
            _sites,
            _("No site of this institution is known."),
            _add("site", "institution"),
            _("New site"),
        ),
        Part(_("Successors"), _successors, _("Nothing is known to have come from this institution.")),
        judgements_about(Kind.INSTITUTION),
    ),
    takes_notes=True,
    takes_evidence=True,
)
