"""Publications elsewhere on the desk: what others wrote about an edition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import DayField
from jumelage.desk.records.filters import contains
from jumelage.desk.records.screen import Fact, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, title_of
from jumelage.desk.screens.choices import taking
from jumelage.desk.seminars.part import PLACE_HELP, PartFilters, PartForm, PartTable, edition_column, edition_fact, part_screen
from jumelage.desk.seminars.searched import searched_field
from jumelage.fields.display import print_date
from jumelage.seminars import actions, queries
from jumelage.seminars.models import ExternalPublication, Reachability


def web_address(label: Any, *, required: bool = False, help_text: Any = "") -> forms.URLField:
    """Return a field for an address on the web; without a scheme https is meant."""
    return forms.URLField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )


class PublicationForm(PartForm):
    """What somebody else published about an edition, and whether it can still be read."""

    told_at = {"seminars_publication_look_has_a_day": "checked_on"}
    arrangement = (
        "edition", "title", "language", "author", "publisher", "address", "date", "checked_on", "reachability",
        "archived_address", "archived_on", "position",
    )  # fmt: skip
    author = searched_field("person", _("Author"))
    address = web_address(_("Web address"), required=True)
    checked_on = DayField(label=_("Last looked at"), required=False)
    reachability = forms.ChoiceField(label=_("What was found"), choices=Reachability.choices, required=False)
    archived_address = web_address(
        _("Archived copy"), help_text=_("The address of a copy that stays, for the day when the page is gone.")
    )
    archived_on = DayField(label=_("Archived on"), required=False)

    class Meta:
        model = ExternalPublication
        fields = (
            "edition", "title", "language", "author", "publisher", "address", "date", "checked_on", "reachability",
            "archived_address", "archived_on", "position",
        )  # fmt: skip
        help_texts = {"position": PLACE_HELP, "title": _("As it is printed, in its own language.")}


class PublicationTable(PartTable):
    """The list of publications elsewhere."""

    title = PrintedColumn(_("Title"), title_of, order=("title",), is_title=True)
    publisher = PrintedColumn(_("Publisher"), lambda record, viewer: record.publisher, order=("publisher",))
    date = PrintedColumn(_("Date"), lambda record, viewer: print_date(record.date, viewer.language), order=("date_earliest",))
    state = PrintedColumn(_("When last looked at"), lambda record, viewer: record.get_reachability_display())
    edition = edition_column()

    class Meta(RecordTable.Meta):
        pass


class PublicationFilters(PartFilters):
    """Publications elsewhere by words, edition, and whether they are still there."""

    reachability = django_filters.ChoiceFilter(
        label=_("When last looked at"), choices=[choice for choice in Reachability.choices if choice[0]]
    )

    def matches(self, word: str) -> Q:
        """A publication is found by its title, publisher and address."""
        return contains("title", word) | contains("publisher", word) | contains("address", word)


def _facts(record: ExternalPublication, viewer: Viewer) -> Iterable[Fact]:
    yield from edition_fact(record, viewer)
    if record.reachability == Reachability.BROKEN and not record.archived_address:
        yield Fact(_("To do"), format_html("{}", _("The page is gone. Look for an archived copy and enter its address.")))


def _badges(record: ExternalPublication, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    if record.reachability == Reachability.BROKEN:
        yield "warning", record.get_reachability_display()


PUBLICATION = part_screen(
    kind="publication",
    model=ExternalPublication,
    words=Words(
        one=_("Publication elsewhere"),
        many=_("Publications elsewhere"),
        add=_("New publication elsewhere"),
        empty=_("No publications elsewhere yet. Open an edition and enter what others wrote about it."),
        lead=_("What newspapers, agencies and authorities wrote about the editions."),
    ),
    visible=queries.visible_publications,
    related=("author",),
    form=PublicationForm,
    table=PublicationTable,
    filters=PublicationFilters,
    add=actions.add_publication,
    change=taking("publication", actions.change_publication),
    delete=taking("publication", actions.delete_publication),
    badges=_badges,
    more_facts=_facts,
)
