"""Cities on the desk."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import country_choices, zone_choices
from jumelage.desk.records.filters import RecordFilters, contains, first_name
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.rows import NAMES
from jumelage.desk.records.screen import Part, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, title_of, with_titles
from jumelage.desk.screens.choices import keeper_field, offer_keeper, taking
from jumelage.fields.display import country_name
from jumelage.partnerships import actions, queries, rules
from jumelage.partnerships.models import City, CityName
from jumelage.people.queries import visible_to as visible_institutions


class CityForm(RecordForm):
    """A city with its names."""

    row_lists = (NAMES,)
    arrangement = ("names", "country", "time_zone", "official_key", "wikidata", "introduced_by")
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    introduced_by = keeper_field()

    class Meta:
        model = City
        fields = ("country", "time_zone", "official_key", "wikidata", "introduced_by")

    def arrange(self) -> None:
        """Keep a time zone that is no longer listed; offer the keeper where there is a choice."""
        if self.is_new:
            self.suggest("time_zone", "Europe/Berlin")
        else:
            zones: Any = self.fields["time_zone"]
            zones.choices = zone_choices([self.record.time_zone])  # type: ignore[attr-defined]
        offer_keeper(self)


class CityTable(RecordTable):
    """The list of cities."""

    title = PrintedColumn(_("Name"), title_of, order=("sort_name",), is_title=True)
    country = PrintedColumn(_("Country"), lambda city, viewer: country_name(city.country, viewer.language), order=("country",))
    time_zone = PrintedColumn(_("Time zone"), lambda city, viewer: city.time_zone, order=("time_zone",))
    key = PrintedColumn(_("Official key"), lambda city, viewer: city.official_key, order=("official_key",))

    class Meta(RecordTable.Meta):
        order_by = "title"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Sort by the name that is shown."""
        return records.annotate(sort_name=first_name(CityName, "city", viewer.language))


def _known_countries() -> list[tuple[str, str]]:
    language = (get_language() or "en").split("-")[0]
    codes = City.objects.order_by().values_list("country", flat=True).distinct()
    return sorted(((code, country_name(code, language)) for code in codes), key=lambda option: option[1])


class CityFilters(RecordFilters):
    """Cities by name and country."""

    country = django_filters.ChoiceFilter(label=_("Country"), choices=_known_countries)

    def matches(self, word: str) -> Q:
        """A city is found by any of its names."""
        return Q(pk__in=CityName.objects.filter(contains("value", word)).values("city"))


def _partnerships(city: City, viewer: Viewer) -> Any:
    return with_titles(queries.visible_to(viewer.actor).filter(sides__city=city).distinct())


def _institutions(city: City, viewer: Viewer) -> Any:
    return with_titles(visible_institutions(viewer.actor).filter(city=city))


CITY = Screen(
    kind="city",
    model=City,
    words=Words(
        one=_("City"),
        many=_("Cities"),
        add=_("New city"),
        empty=_("No cities yet. Add the first one: partnerships are made of cities."),
        lead=_("Cities are shared by all partnerships of this installation."),
    ),
    visible=queries.visible_cities,
    form=CityForm,
    table=CityTable,
    filters=CityFilters,
    may_add=rules.may_add_shared,
    may_change=rules.may_change_shared,
    may_delete=rules.may_change_shared,
    may_propose=rules.may_propose,
    add=actions.add_city,
    change=taking("city", actions.change_city),
    delete=lambda *, by, record: actions.strike_shared(record, by=by),
    parts=(
        Part(_("Partnerships"), _partnerships, _("This city has no partnership yet.")),
        Part(_("Institutions"), _institutions, _("No institution of this city is known yet.")),
    ),
    takes_notes=True,
)
