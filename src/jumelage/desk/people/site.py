"""Sites on the desk: buildings and rooms, with what is known of their access."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.desk.records.fields import DayField, RecordChoiceField, RecordSearchField
from jumelage.desk.records.filters import RecordFilter, RecordFilters, contains, first_name
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.rows import NAMES
from jumelage.desk.records.screen import Part, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, title_of, with_titles
from jumelage.desk.screens.choices import keeper_field, offer_keeper, taking
from jumelage.languages import language_choices
from jumelage.partnerships import rules as shared
from jumelage.partnerships.models import City
from jumelage.partnerships.queries import visible_cities
from jumelage.people import actions, queries
from jumelage.people.models import Access, Institution, Site, SiteName

_NOT_LOOKED_AT = ("", _("not looked at yet"))
_LANGUAGES = [("", "—"), *language_choices()]


def _access_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[_NOT_LOOKED_AT, *Access.choices], required=False)


class SiteForm(RecordForm):
    """A building or a room: where it is, whose it is, how many it holds, and how one gets in."""

    row_lists = (NAMES,)
    prefilled = frozenset({"institution", "within"})
    told_at = {
        "people_site_not_its_own_room": "within",
        "people_site_wheelchairs_fit": "wheelchair_places",
        "people_site_both_coordinates": "longitude",
    }
    arrangement = (
        "names", "institution", "within", "city", "street", "postal_code", "address_language", "latitude", "longitude",
        "has_public_counter", "capacity", "wheelchair_places", "step_free", "accessible_toilet", "hearing_loop",
        "access_checked_on", "access_note", "introduced_by",
    )  # fmt: skip
    institution = RecordSearchField("institution", Institution.objects.none(), label=_("Institution"), required=False)
    within = RecordSearchField("site", Site.objects.none(), label=_("Room of"), required=False)
    city = RecordChoiceField(City.objects.none(), label=_("City"), required=False)
    address_language = forms.ChoiceField(label=_("Language of the address"), choices=_LANGUAGES, required=False)
    step_free = _access_field(_("Step-free route"))
    accessible_toilet = _access_field(_("Accessible toilet"))
    hearing_loop = _access_field(_("Hearing loop"))
    access_checked_on = DayField(label=_("Access checked on"), required=False)
    introduced_by = keeper_field()

    class Meta:
        model = Site
        fields = (
            "institution", "within", "city", "street", "postal_code", "address_language", "latitude", "longitude",
            "has_public_counter", "capacity", "wheelchair_places", "step_free", "accessible_toilet", "hearing_loop",
            "access_checked_on", "access_note", "introduced_by",
        )  # fmt: skip
        localized_fields = ("latitude", "longitude")
        labels = {"latitude": _("Latitude"), "longitude": _("Longitude"), "wheelchair_places": _("Places for wheelchairs")}

    def arrange(self) -> None:
        """Offer the institutions, sites and cities that the viewer sees; a site is never a room of itself."""
        fields: Any = self.fields
        actor = self.viewer.actor
        fields["institution"].queryset = queries.visible_to(actor)
        fields["within"].queryset = queries.visible_sites(actor).exclude(pk=self.record.pk)
        fields["city"].queryset = visible_cities(actor)
        for name in ("latitude", "longitude"):
            fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        offer_keeper(self)


def _access(site: Site, viewer: Viewer) -> str:
    return str(Access(site.step_free).label) if site.step_free else str(_("not looked at yet"))


class SiteTable(RecordTable):
    """The list of sites."""

    title = PrintedColumn(_("Name"), title_of, order=("sort_name",), is_title=True)
    institution = PrintedColumn(
        _("Institution"), lambda record, viewer: title_of(record.institution, viewer) if record.institution else ""
    )
    city = PrintedColumn(_("City"), lambda record, viewer: title_of(record.city, viewer) if record.city else "", order=("city",))
    street = PrintedColumn(_("Street"), lambda record, viewer: record.street, order=("street",))
    capacity = PrintedColumn(_("Capacity"), lambda record, viewer: record.capacity, order=("capacity",), numeric=True)
    step_free = PrintedColumn(_("Step-free route"), _access, order=("step_free",))

    class Meta(RecordTable.Meta):
        order_by = "title"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load institutions and cities with their names; sort by the name that is shown."""
        loaded = records.select_related("institution", "city").prefetch_related("institution__names", "city__names")
        return loaded.annotate(sort_name=first_name(SiteName, "site", viewer.language))


class SiteFilters(RecordFilters):
    """Sites by name and street, city and step-free route."""

    city = RecordFilter(label=_("City"), queryset=lambda request: visible_cities(request.actor))
    step_free = django_filters.ChoiceFilter(label=_("Step-free route"), choices=Access.choices)

    def matches(self, word: str) -> Q:
        """A site is found by any of its names and by its street."""
        return Q(pk__in=SiteName.objects.filter(contains("value", word)).values("site")) | contains("street", word)


def _rooms(site: Site, viewer: Viewer) -> Any:
    return with_titles(queries.visible_sites(viewer.actor).filter(within=site))


def _add_room(site: Site, viewer: Viewer) -> str:
    address = f"{reverse('desk:add', args=['site'])}?within={site.public_id}"
    return address if shared.may_add_shared(viewer.actor) else ""


SITE_SCREEN = Screen(
    kind="site",
    model=Site,
    words=Words(
        one=pgettext_lazy("a place", "Site"),
        many=pgettext_lazy("places", "Sites"),
        add=_("New site"),
        empty=_("No sites yet. Add the first one: a building or a room in which something is held."),
        lead=_("Buildings and rooms, and how one gets in. They are shared by all partnerships of this installation."),
    ),
    visible=queries.visible_sites,
    form=SiteForm,
    table=SiteTable,
    filters=SiteFilters,
    may_add=shared.may_add_shared,
    may_change=shared.may_change_shared,
    may_delete=shared.may_change_shared,
    may_propose=shared.may_propose,
    add=actions.add_site,
    change=taking("site", actions.change_site),
    delete=taking("site", actions.delete_site),
    parts=(Part(_("Rooms"), _rooms, _("No room of this site is known."), _add_room, _("New room")),),
    takes_notes=True,
)
