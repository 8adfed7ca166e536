"""Fields and rows that find persons, offices, institutions and sites while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jumelage.accounts.actor import Actor
from jumelage.desk.records.fields import RecordSearchField
from jumelage.desk.records.printing import link_to, print_text
from jumelage.desk.records.rows import RowForm, RowList
from jumelage.desk.records.titles import Viewer, load_titles, with_titles
from jumelage.desk.screens.choices import kept_or
from jumelage.people.models import Institution, Office, Person, Site
from jumelage.people.queries import visible_offices, visible_persons, visible_sites
from jumelage.people.queries import visible_to as visible_institutions

#: What may be found, by kind.
_FOUND: dict[str, tuple[type[Model], Callable[[Actor], QuerySet[Any]]]] = {
    "person": (Person, visible_persons),
    "office": (Office, visible_offices),
    "institution": (Institution, visible_institutions),
    "site": (Site, visible_sites),
}


def searched_field(kind: str, label: Any, *, required: bool = False, **options: Any) -> RecordSearchField:
    """Return a field for one record of a kind; ``offer_searched`` says among which."""
    return RecordSearchField(kind, _FOUND[kind][0]._default_manager.none(), label=label, required=required, **options)


def offer_searched(form: forms.BaseForm, viewer: Viewer) -> None:
    """Let every such field of *form* find what the viewer sees, and what stands there already."""
    for name, field in form.fields.items():
        if isinstance(field, RecordSearchField):
            started = form.initial.get(name)
            kept = started.pk if isinstance(started, Model) else started if isinstance(started, int) else None
            field.queryset = kept_or(_FOUND[field.kind][1](viewer.actor), kept)


class FoundRow(RowForm):
    """A row with nothing but one record."""

    telling = ("found",)

    def arrange(self) -> None:
        """Find what the viewer sees."""
        offer_searched(self, self.viewer)


class OfficeRow(FoundRow):
    """One office of several."""

    found = searched_field("office", gettext_lazy("Office"), required=True, help_text="")


class InstitutionRow(FoundRow):
    """One institution of several."""

    found = searched_field("institution", gettext_lazy("Institution"), required=True, help_text="")


def found_rows(name: str, label: Any, form: type[FoundRow], *, help_text: Any = "") -> RowList:
    """Return the list under which a record keeps any number of others: one row each, found while typing.

    The journal keeps their public ids, so a value is a record or, out of the journal, its id.
    """
    kind = form.base_fields["found"].kind  # type: ignore[attr-defined]
    is_office = kind == "office"
    return RowList(
        name=name,
        label=label,
        row_label=gettext_lazy("Office") if is_office else gettext_lazy("Institution"),
        help_text=help_text,
        more=gettext_lazy("One more office") if is_office else gettext_lazy("One more institution"),
        form=form,
        look="found",
        read=lambda record: sorted(getattr(record, name).all(), key=lambda other: other.pk),
        start=lambda found: {"found": found.pk},
        make=lambda cleaned, place: cleaned["found"],
        line=_line,
        revive=lambda stored: stored,
        load=lambda values, viewer: _load(_FOUND[kind][0], values, viewer),
        order=lambda found: found.pk,
    )


def _load(model: type[Model], values: list[Any], viewer: Viewer) -> None:
    load_titles(value for value in values if isinstance(value, Model))
    ids = {value for value in values if isinstance(value, str)} - set(viewer.about)
    if ids:
        viewer.about.update({one.public_id: one for one in with_titles(model._default_manager.filter(public_id__in=ids))})  # type: ignore[attr-defined]


def _line(value: Any, viewer: Viewer) -> SafeString:
    found = viewer.about.get(value) if isinstance(value, str) else value
    return link_to(found, viewer) if found else print_text(_("a record that was deleted"))
