"""Series on the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.desk.records.fields import RecordChoiceField
from jumelage.desk.records.filters import RecordFilter, RecordFilters, YesNoFilter, contains, first_name
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.printing import link_to
from jumelage.desk.records.rows import NAMES, RowForm, RowList
from jumelage.desk.records.screen import Fact, Part, Screen, Verb, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable, yes_or_no
from jumelage.desk.records.titles import Viewer, title_of, with_titles
from jumelage.desk.screens.choices import (
    BOTH_SIDES,
    coordinated_partnerships,
    coordinates,
    kept_or,
    of_own_partnerships,
    offer_owner,
    owner_field,
    publishing,
    taking,
)
from jumelage.desk.seminars.rows import FIELDS, GAPS, TRADITIONS
from jumelage.desk.seminars.searched import offer_searched, searched_field
from jumelage.partnerships import queries as partnerships
from jumelage.partnerships.models import Partnership, Side
from jumelage.people.models import Institution
from jumelage.seminars import actions, queries, rules
from jumelage.seminars.models import Lead, Series, SeriesName


class LeadRow(RowForm):
    """The institution that leads for a side."""

    telling = ("institution",)
    side = RecordChoiceField(Side.objects.none(), label=_("Side"))
    institution = searched_field("institution", _("Institution"), required=True, help_text="")

    def arrange(self) -> None:
        """Offer the sides of the partnership, or of all that the viewer coordinates, and the visible institutions."""
        side: Any = self.fields["side"]
        known = Side.objects.filter(partnership=self.record.partnership_id) if self.record.partnership_id else Side.objects.all()
        side.queryset = known if self.record.pk else of_own_partnerships(known, self.viewer.actor)
        offer_searched(self, self.viewer)


def _lead_line(lead: Lead, viewer: Viewer) -> SafeString:
    side, institution = viewer.known(Side, lead.side), viewer.known(Institution, lead.institution)
    return format_html(
        "{}: {}", title_of(side, viewer).html if side else "–", link_to(institution, viewer) if institution else "–"
    )


def _load_leads(leads: list[Lead], viewer: Viewer) -> None:
    viewer.load(Side, [lead.side for lead in leads])
    viewer.load(Institution, [lead.institution for lead in leads])


LEADS = RowList(
    name="leads",
    label=_("Leading institutions"),
    row_label=_("Leading institution"),
    help_text=_("Who leads the series, one institution a side."),
    more=_("One more institution"),
    form=LeadRow,
    read=lambda series: [row.as_value() for row in series.leads.all()],
    start=lambda lead: {"side": lead.side, "institution": lead.institution},
    make=lambda cleaned, place: Lead(cleaned["side"].pk, cleaned["institution"].pk),
    line=_lead_line,
    revive=lambda stored: Lead(**stored),
    load=_load_leads,
)


class SeriesForm(RecordForm):
    """A series with its names and leading institutions. It stays in the partnership in which it was entered."""

    row_lists = (NAMES, LEADS, FIELDS, TRADITIONS, GAPS)
    only_new = prefilled = frozenset({"partnership"})
    arrangement = (
        "partnership", "names", "purpose", "fields_of_policy", "leads", "traditions", "predecessor", "gaps", "transliteration",
        "owner_side", "visibility",
    )  # fmt: skip
    partnership = RecordChoiceField(Partnership.objects.none(), label=_("Partnership"))
    predecessor = RecordChoiceField(
        Series.objects.none(), label=_("Predecessor"), required=False, help_text=_("The series that this one continues.")
    )
    owner_side = owner_field()

    class Meta:
        model = Series
        fields = ("partnership", "purpose", "predecessor", "transliteration", "owner_side", "visibility")
        help_texts = {"visibility": _("Who sees it before it is published; “own side only” counts while it belongs to one side.")}

    def arrange(self) -> None:
        """Offer what the viewer coordinates; one partnership alone is chosen already."""
        record: Any = self.record
        before: Any = self.fields["predecessor"]
        own = coordinated_partnerships(self.viewer.actor) if self.is_new else [record.partnership_id]
        seen = queries.visible_series(self.viewer.actor).filter(partnership__in=own).exclude(pk=record.pk)
        before.queryset = kept_or(seen, record.predecessor_id)
        if self.is_new:
            field: Any = self.fields["partnership"]
            field.queryset = coordinated_partnerships(self.viewer.actor)
            self.suggest("partnership", field.queryset.first() if field.queryset.count() == 1 else None)
        offer_owner(self, None if self.is_new else self.record.partnership_id)  # type: ignore[attr-defined]


class SeriesTable(RecordTable):
    """The list of series."""

    title = PrintedColumn(_("Name"), title_of, order=("sort_name",), is_title=True)
    partnership = PrintedColumn(
        _("Partnership"), lambda record, viewer: title_of(record.partnership, viewer), order=("partnership",)
    )
    owner = PrintedColumn(
        _("Belongs to"), lambda record, viewer: title_of(record.owner_side, viewer) if record.owner_side else str(BOTH_SIDES)
    )
    visibility = PrintedColumn(_("Visible to"), lambda record, viewer: record.get_visibility_display(), order=("visibility",))
    published = PrintedColumn(_("Published"), lambda record, viewer: yes_or_no(record.published), order=("published",))

    class Meta(RecordTable.Meta):
        order_by = "title"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load partnership and owner; sort by the name that is shown."""
        loaded = records.select_related("partnership", "owner_side__city").prefetch_related(
            "partnership__sides__city__names", "owner_side__city__names"
        )
        return loaded.annotate(sort_name=first_name(SeriesName, "series", viewer.language))


class SeriesFilters(RecordFilters):
    """Series by name, partnership and publication."""

    partnership = RecordFilter(label=_("Partnership"), queryset=lambda request: partnerships.visible_to(request.actor))
    published = YesNoFilter(_("Published"))

    def matches(self, word: str) -> Q:
        """A series is found by any of its names."""
        return Q(pk__in=SeriesName.objects.filter(contains("value", word)).values("series"))


def _editions(series: Series, viewer: Viewer) -> Any:
    return with_titles(queries.visible_to(viewer.actor).filter(series=series).order_by("-dates_earliest", "-number"))


def _job_shadowings(series: Series, viewer: Viewer) -> Any:
    return with_titles(queries.visible_job_shadowings(viewer.actor).filter(series=series).order_by("-dates_earliest", "pk"))


def _add_edition(series: Series, viewer: Viewer) -> str:
    return _add("edition", series, viewer)


def _add_job_shadowing(series: Series, viewer: Viewer) -> str:
    return _add("job-shadowing", series, viewer)


def _add(kind: str, series: Series, viewer: Viewer) -> str:
    own = viewer.remember("coordinated", lambda: set(coordinated_partnerships(viewer.actor).values_list("pk", flat=True)))
    allowed = coordinates(viewer.actor) and series.partnership_id in own
    return f"{reverse('desk:add', args=[kind])}?series={series.public_id}" if allowed else ""


def _facts(series: Series, viewer: Viewer) -> Iterable[Fact]:
    partnership = viewer.known(Partnership, series.partnership_id)
    yield Fact(_("Partnership"), link_to(partnership, viewer))


def _badges(series: Series, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    if not series.published:
        yield "info", _("not published")
    elif series.partnership.published:
        yield "success", _("published")
    else:
        yield "warning", _("published, but its partnership is not")


SERIES = Screen(
    kind="series",
    model=Series,
    words=Words(
        one=_("Series"),
        many=pgettext_lazy("several of them", "Series"),
        add=_("New series"),
        empty=_("No series yet. Add the first one: editions are numbered within a series."),
    ),
    visible=queries.visible_series,
    form=SeriesForm,
    table=SeriesTable,
    filters=SeriesFilters,
    may_add=coordinates,
    may_change=rules.may_change_series,
    may_delete=rules.may_change_series,
    add=actions.add_series,
    change=taking("series", actions.change_series),
    delete=taking("series", actions.delete_series),
    verbs=(
        Verb(
            name="publish",
            label=_("Publish"),
            done=_("The series is published. Everybody can read it now, if its partnership is published too."),
            forbidden=_("You may not publish this series. Ask the coordinator of the side that it belongs to."),
            may=rules.may_change_series,
            applies=lambda record: not record.published,
            act=publishing("series", actions.publish_series, published=True),
        ),
        Verb(
            name="unpublish",
            label=_("Take off the public pages"),
            done=_("The series and its editions are off the public pages."),
            forbidden=_("You may not hide this series. Ask the coordinator of the side that it belongs to."),
            may=rules.may_change_series,
            applies=lambda record: record.published,
            act=publishing("series", actions.publish_series, published=False),
        ),
    ),
    parts=(
        Part(_("Editions"), _editions, _("This series has no edition yet."), _add_edition, _("New edition")),
        Part(
            _("Job shadowings"), _job_shadowings, _("No job shadowing belongs to it."), _add_job_shadowing, _("New job shadowing")
        ),
    ),
    goes_too=lambda record: [_("Its address answers for ever that it is gone.")],
    takes_notes=True,
    takes_evidence=True,
    is_public=lambda record: record.published and record.partnership.published,
    badges=_badges,
    more_facts=_facts,
)
