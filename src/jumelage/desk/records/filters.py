"""What a list can be narrowed by. Built on django-filter; every choice comes from what the viewer may see."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.db.models import Case, CharField, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import RecordChoiceField
from jumelage.desk.records.titles import Viewer
from jumelage.languages import SITE, fallback_order


class RecordFilter(django_filters.ModelChoiceFilter):
    """Narrows to the records that point at a chosen one; ``queryset`` is given the request."""

    field_class = RecordChoiceField

    @property
    def field(self) -> Any:
        """The form field, which knows who looks."""
        made = super().field
        request = self.get_request()
        if request is not None:
            made.viewer = Viewer(request.actor, get_language() or "en")
        return made


class YesNoFilter(django_filters.TypedChoiceFilter):
    """Narrows by a switch."""

    def __init__(self, label: Any) -> None:
        choices = [("", _("all")), ("true", _("yes")), ("false", _("no"))]
        super().__init__(label=label, choices=choices, coerce=lambda value: value == "true")


class RecordFilters(django_filters.FilterSet):
    """The filters of one kind; every list can be searched."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for narrowing in self.filters.values():
            if isinstance(narrowing, (django_filters.ChoiceFilter, django_filters.ModelChoiceFilter)):
                narrowing.extra["empty_label"] = _("all")

    q = django_filters.CharFilter(
        label=_("Search"), method="narrow", widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
    )

    def narrow(self, records: QuerySet[Any], name: str, text: str) -> QuerySet[Any]:
        """Keep what contains every word of *text* in a name, whatever the case."""
        for word in text.split():
            records = records.filter(self.matches(word))
        return records.distinct()

    def matches(self, word: str) -> Q:
        """Return what a record must satisfy to contain *word*; each kind says where it looks."""
        raise NotImplementedError

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return any(self.data.get(name) for name in self.filters)

    @property
    def viewer(self) -> Viewer:
        """Who searches."""
        return Viewer(self.request.actor, get_language() or "en")


def contains(path: str, word: str) -> Q:
    """Return the condition that the column at *path* contains *word*, whatever the case, in any script.

    SQLite's LIKE folds the case of ASCII only; a regular expression folds that of every letter on both databases.
    """
    return Q(**{f"{path}__iregex": re.escape(word)})


def local_contains(path: str, word: str) -> Q:
    """Return the condition that a text in several languages contains *word* in one of them."""
    condition = Q()
    for language in SITE:
        condition |= contains(f"{path}__{language}__text", word)
    return condition


def first_name(names: type[Model], owner: str, language: str, *, of: str = "pk") -> Any:
    """Return the expression by which records with names are sorted: about the name that a reader is shown.

    *of* is the path to the record that bears the names, where it is not the sorted one itself.
    """
    languages = fallback_order(language)
    rank = Case(
        *(When(language=known, then=Value(place)) for place, known in enumerate(languages)),
        default=Value(len(languages)),
        output_field=IntegerField(),
    )
    rows = names._default_manager.filter(**{owner: OuterRef(of)}).order_by(rank, "-valid_latest", "position")
    return Lower(Subquery(rows.values("value")[:1], output_field=CharField()))
