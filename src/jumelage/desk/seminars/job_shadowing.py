"""Job shadowings on the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import RecordChoiceField, RecordsChoiceField
from jumelage.desk.records.filters import RecordFilter, RecordFilters, contains, local_contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.printing import link_to
from jumelage.desk.records.screen import Fact, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Title, Viewer, title_of
from jumelage.desk.screens.choices import (
    BOTH_SIDES,
    coordinated_partnerships,
    coordinates,
    kept_or,
    offer_owner,
    owner_field,
    taking,
)
from jumelage.desk.seminars.part import offer
from jumelage.desk.seminars.searched import offer_searched, searched_field
from jumelage.partnerships.models import Partnership, Topic
from jumelage.partnerships.queries import visible_to as visible_partnerships
from jumelage.partnerships.queries import visible_topics
from jumelage.people.models import InstitutionName
from jumelage.seminars import actions, queries, rules
from jumelage.seminars.models import JobShadowing, Series


class JobShadowingForm(RecordForm):
    """That somebody worked beside colleagues of the other side. It stays in the partnership in which it was entered."""

    only_new = frozenset({"partnership"})
    prefilled = frozenset({"partnership", "series"})
    arrangement = (
        "partnership", "series", "dates", "person", "people_count", "sent_by", "hosted_by", "mentor", "topics", "aims",
        "result", "owner_side", "visibility",
    )  # fmt: skip
    partnership = RecordChoiceField(Partnership.objects.none(), label=_("Partnership"))
    series = RecordChoiceField(
        Series.objects.none(), label=_("Series"), required=False, help_text=_("Only where it belongs to one.")
    )
    person = searched_field("person", _("Person"), help_text=_("Who went; empty where only the number of people is known."))
    sent_by = searched_field("institution", _("Sent by"))
    hosted_by = searched_field("institution", _("Hosted by"), required=True)
    mentor = searched_field("person", _("Mentor"))
    topics = RecordsChoiceField(Topic.objects.none(), label=_("Topics"), required=False)
    owner_side = owner_field()

    class Meta:
        model = JobShadowing
        fields = (
            "partnership", "series", "dates", "sent_by", "hosted_by", "person", "people_count", "mentor", "aims", "result",
            "topics", "owner_side", "visibility",
        )  # fmt: skip

    def arrange(self) -> None:
        """Offer what the viewer sees and may write for; what can hardly be another is chosen beforehand."""
        record: Any = self.record
        actor = self.viewer.actor
        own = coordinated_partnerships(actor)
        if self.is_new:
            offer(self, partnership=own)
            self._suggest(own)
        else:
            own = Partnership.objects.filter(pk=record.partnership_id)
        series = queries.visible_series(actor).filter(partnership__in=own.values("pk"))
        offer(self, series=kept_or(series, record.series_id), topics=visible_topics(actor))
        offer_searched(self, self.viewer)
        offer_owner(self, None if self.is_new else record.partnership_id)

    def _suggest(self, own: Any) -> None:
        """Choose the partnership of the series that was asked for, or the only one."""
        asked = queries.visible_series(self.viewer.actor).filter(public_id=self.initial.get("series") or "").first()
        if asked is not None:
            self.initial["series"], self.initial["partnership"] = asked, own.filter(pk=asked.partnership_id).first()
        elif not self.initial.get("partnership") and own.count() == 1:
            self.initial["partnership"] = own.first()


def _who(record: JobShadowing, viewer: Viewer) -> Title | str:
    if record.person is not None:
        return title_of(record.person, viewer)
    return str(record.people_count or "")


class JobShadowingTable(RecordTable):
    """The list of job shadowings."""

    title = PrintedColumn(_("Where and when"), title_of, order=("dates_earliest",), is_title=True)
    who = PrintedColumn(_("Who, or how many"), _who)
    sent_by = PrintedColumn(_("Sent by"), lambda record, viewer: title_of(record.sent_by, viewer) if record.sent_by else "")
    partnership = PrintedColumn(
        _("Partnership"), lambda record, viewer: title_of(record.partnership, viewer), order=("partnership",)
    )
    owner = PrintedColumn(
        _("Belongs to"), lambda record, viewer: title_of(record.owner_side, viewer) if record.owner_side else str(BOTH_SIDES)
    )

    class Meta(RecordTable.Meta):
        order_by = "-title"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load partnership, owner, person and sender with their names."""
        loaded = records.select_related("partnership", "owner_side__city", "person", "sent_by")
        return loaded.prefetch_related(
            "partnership__sides__city__names", "owner_side__city__names", "person__names", "sent_by__names"
        )


class JobShadowingFilters(RecordFilters):
    """Job shadowings by words, partnership, series and topic."""

    partnership = RecordFilter(label=_("Partnership"), queryset=lambda request: visible_partnerships(request.actor))
    series = RecordFilter(label=_("Series"), queryset=lambda request: queries.visible_series(request.actor))
    topics = RecordFilter(label=_("Topic"), queryset=lambda request: visible_topics(request.actor))

    def matches(self, word: str) -> Q:
        """A job shadowing is found by its institutions, its aims and what came of it."""
        named = InstitutionName.objects.filter(contains("value", word)).values("institution")
        return Q(hosted_by__in=named) | Q(sent_by__in=named) | local_contains("aims", word) | local_contains("result", word)


def _facts(record: JobShadowing, viewer: Viewer) -> Iterable[Fact]:
    yield Fact(_("Partnership"), link_to(viewer.known(Partnership, record.partnership_id), viewer))


JOB_SHADOWING = Screen(
    kind="job-shadowing",
    model=JobShadowing,
    words=Words(
        one=_("Job shadowing"),
        many=_("Job shadowings"),
        add=_("New job shadowing"),
        empty=_("No job shadowings yet. Add the first one: who worked beside colleagues of the other side, where and when."),
        lead=_("Stays in which somebody worked beside colleagues of the other side."),
    ),
    visible=queries.visible_job_shadowings,
    form=JobShadowingForm,
    table=JobShadowingTable,
    filters=JobShadowingFilters,
    may_add=coordinates,
    may_change=rules.may_change_job_shadowing,
    may_delete=rules.may_change_job_shadowing,
    add=actions.add_job_shadowing,
    change=taking("job_shadowing", actions.change_job_shadowing),
    delete=taking("job_shadowing", actions.delete_job_shadowing),
    more_facts=_facts,
    takes_notes=True,
    takes_evidence=True,
)
