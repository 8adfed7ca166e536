"""Editions on the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from jumelage.accounts.actor import Actor
from jumelage.desk.records.fields import RecordChoiceField, RecordsChoiceField
from jumelage.desk.records.filters import RecordFilter, RecordFilters, YesNoFilter, contains, local_contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.screen import Fact, Screen, Verb, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable, yes_or_no
from jumelage.desk.records.titles import Viewer, title_of, with_titles
from jumelage.desk.screens.choices import (
    coordinated_partnerships,
    coordinates,
    kept_or,
    of_own_partnerships,
    offer_owner,
    owner_field,
    publishing,
    taking,
)
from jumelage.desk.seminars.below import falling, print_counts
from jumelage.desk.seminars.rows import EVENTS, ORGANISERS, PROJECTS
from jumelage.fields.display import print_date
from jumelage.languages import folded
from jumelage.partnerships.models import City, Side, Topic
from jumelage.partnerships.queries import visible_cities, visible_topics
from jumelage.seminars import actions, queries, rules
from jumelage.seminars.models import Edition, EditionState, FrameworkInitiative, Series, SeriesName


class EditionForm(RecordForm):
    """An edition. An idea is planned; every other state records what was."""

    prefilled = frozenset({"series"})
    row_lists = (ORGANISERS, EVENTS, PROJECTS)
    # What every edition has comes first: for many it is all that is known, and Ctrl+Enter sends it off from there.
    arrangement = (
        "series", "number", "state", "dates", "host_side", "host_city", "visit_class", "title", "summary", "organisers", "topics",
        "initiatives", "events", "projects", "numbers_note", "first_planned", "state_note", "owner_side", "visibility",
    )  # fmt: skip
    series = RecordChoiceField(Series.objects.none(), label=_("Series"))
    state = forms.ChoiceField(
        label=_("State"), help_text=_("An idea is still to be agreed; the others record an edition that was held, or was to be.")
    )
    host_side = RecordChoiceField(Side.objects.none(), label=_("Host side"), required=False)
    host_city = RecordChoiceField(City.objects.none(), label=_("Host city"), required=False)
    topics = RecordsChoiceField(Topic.objects.none(), label=_("Topics"), required=False)
    initiatives = RecordsChoiceField(FrameworkInitiative.objects.none(), label=_("Theme years and programmes"), required=False)
    owner_side = owner_field()

    class Meta:
        model = Edition
        fields = (
            "series", "number", "numbers_note", "state", "dates", "first_planned", "state_note", "host_side", "host_city", "title",
            "summary", "visit_class", "topics", "initiatives", "owner_side", "visibility",
        )  # fmt: skip
        help_texts = {"visibility": _("Who sees it before it is published; “own side only” counts while it belongs to one side.")}

    def arrange(self) -> None:
        """Offer what the viewer sees and may write for: series, sides, states that may be entered or corrected to."""
        fields: Any = self.fields
        record: Any = self.record
        actor = self.viewer.actor
        partnership = None if self.is_new else record.series.partnership_id
        offered = queries.visible_series(actor).filter(partnership__in=coordinated_partnerships(actor).values("pk"))
        if partnership:
            offered = queries.visible_series(actor).filter(partnership=partnership)
        fields["series"].queryset = kept_or(offered, record.series_id)
        sides = Side.objects.filter(partnership=partnership) if partnership else of_own_partnerships(Side.objects.all(), actor)
        fields["host_side"].queryset = sides
        fields["host_city"].queryset = visible_cities(actor)
        fields["topics"].queryset = visible_topics(actor)
        fields["initiatives"].queryset = queries.visible_initiatives(actor)
        fields["state"].choices = _state_choices(None if self.is_new else record.state)
        offer_owner(self, partnership)
        if self.is_new:
            self._suggest()

    def clean(self) -> dict[str, Any]:
        """Take the city of the host side where a new edition names none; what stands in the record is left alone."""
        cleaned = super().clean() or self.cleaned_data
        if self.is_new and cleaned.get("host_side") and not cleaned.get("host_city") and "host_city" not in self.errors:
            cleaned["host_city"] = cleaned["host_side"].city
        return cleaned

    def _suggest(self) -> None:
        """Choose beforehand what can hardly be another: the only series, the next number."""
        fields: Any = self.fields
        fields["host_city"].help_text = _("Empty: the city of the host side.")
        offered = list(with_titles(fields["series"].queryset))
        asked = next((one for one in offered if one.public_id == self.initial.get("series")), None)
        series = asked or (offered[0] if len(offered) == 1 else None)
        self.initial["series"] = series
        following = self._next_numbers(offered)
        if series:
            self.suggest("number", following[series.pk])
        if len(offered) > 1:
            numbers = sorted((f"{title_of(one, self.viewer)}: {following[one.pk]}" for one in offered), key=folded)
            sentence = _("Empty until it is agreed. The next number in each series is: %(numbers)s.")
            fields["number"].help_text = sentence % {"numbers": "; ".join(numbers)}

    def _next_numbers(self, offered: Sequence[Series]) -> dict[int, int]:
        """Return the number after the highest that the viewer sees, by series."""
        numbered = queries.visible_to(self.viewer.actor).filter(series__in=[one.pk for one in offered])
        highest = dict(numbered.order_by().values_list("series").annotate(Max("number")))
        return {one.pk: (highest.get(one.pk) or 0) + 1 for one in offered}


def _state_choices(current: str | None) -> list[tuple[str, Any]]:
    offered = [EditionState.IDEA] if current in (None, EditionState.IDEA) else []
    kept = [EditionState(current)] if current and current not in (*offered, *rules.DOCUMENTABLE) else []
    return [(state.value, state.label) for state in (*offered, *kept, *rules.DOCUMENTABLE)]


def add_edition(*, by: Actor, state: str, **values: Any) -> Edition:
    """Enter an idea, or record an edition that was."""
    if state == EditionState.IDEA:
        return actions.add_edition(by=by, **values)
    return actions.document_edition(by=by, state=state, **values)


def _host(edition: Edition, viewer: Viewer) -> Any:
    if edition.host_city:
        return title_of(edition.host_city, viewer)
    return title_of(edition.host_side, viewer) if edition.host_side else ""


class EditionTable(RecordTable):
    """The list of editions."""

    number = PrintedColumn(_("No."), lambda edition, viewer: edition.number, order=("number",), numeric=True)
    title = PrintedColumn(_("Edition"), title_of, order=("series", "number"), is_title=True)
    dates = PrintedColumn(
        _("Dates"), lambda edition, viewer: print_date(edition.dates, viewer.language), order=("dates_earliest",)
    )
    host = PrintedColumn(_("Host"), _host, order=("host_city",))
    state = PrintedColumn(_("State"), lambda edition, viewer: edition.get_state_display(), order=("state",))
    published = PrintedColumn(_("Published"), lambda edition, viewer: yes_or_no(edition.published), order=("published",))

    class Meta(RecordTable.Meta):
        order_by = "-dates"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load series and hosts with their names."""
        return queries.with_names(records.select_related("host_side__city"))


class EditionFilters(RecordFilters):
    """Editions by words, series, state, topic and publication."""

    series = RecordFilter(label=_("Series"), queryset=lambda request: queries.visible_series(request.actor))
    state = django_filters.ChoiceFilter(label=_("State"), choices=EditionState.choices)
    topics = RecordFilter(label=_("Topic"), queryset=lambda request: visible_topics(request.actor))
    published = YesNoFilter(_("Published"))

    def matches(self, word: str) -> Q:
        """An edition is found by its number, its title and summary, and the names of its series where they may be seen."""
        named = queries.visible_series(self.viewer.actor).filter(
            pk__in=SeriesName.objects.filter(contains("value", word)).values("series")
        )
        number = Q(number=int(word.rstrip("."))) if word.rstrip(".").isdecimal() and len(word) <= 4 else Q(pk__in=[])
        return number | local_contains("title", word) | local_contains("summary", word) | Q(series__in=named.values("pk"))


def _badges(edition: Edition, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    yield "info", edition.get_state_display()
    if rules.is_public(edition):
        yield "success", _("published")
    elif edition.published:
        yield "warning", _("published, but its series or partnership is not")
    else:
        yield "info", _("not published")


def _parts(edition: Edition, viewer: Viewer) -> Iterable[Fact]:
    """Count what stands below the edition, each kind with the way to its list."""
    yield Fact(_("In this edition"), print_counts(edition, viewer))


EDITION = Screen(
    kind="edition",
    model=Edition,
    words=Words(
        one=_("Edition"),
        many=_("Editions"),
        add=_("New edition"),
        empty=_("No editions yet. Add the first one: an idea for the next, or one that was held long ago."),
    ),
    visible=queries.visible_to,
    form=EditionForm,
    table=EditionTable,
    filters=EditionFilters,
    may_add=coordinates,
    may_change=rules.may_change_edition,
    may_delete=rules.may_change_edition,
    add=add_edition,
    change=taking("edition", actions.change_edition),
    delete=taking("edition", actions.delete_edition),
    verbs=(
        Verb(
            name="publish",
            label=_("Publish"),
            done=_("The edition is published. Everybody can read it now, if its series and partnership are published too."),
            forbidden=_("You may not publish this edition. Ask the coordinator of the side that it belongs to."),
            may=rules.may_change_edition,
            applies=lambda record: not record.published,
            act=publishing("edition", actions.publish_edition, published=True),
        ),
        Verb(
            name="unpublish",
            label=_("Take off the public pages"),
            done=_("The edition is off the public pages."),
            forbidden=_("You may not hide this edition. Ask the coordinator of the side that it belongs to."),
            may=rules.may_change_edition,
            applies=lambda record: record.published,
            act=publishing("edition", actions.publish_edition, published=False),
        ),
    ),
    goes_too=lambda record: [*falling(record), _("Its address answers for ever that it is gone.")],
    takes_notes=True,
    takes_evidence=True,
    is_public=rules.is_public,
    badges=_badges,
    more_facts=_parts,
)
