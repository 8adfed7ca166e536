"""Appointments on the desk: who held which office when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.desk.people.person import family_name
from jumelage.desk.people.rows import OBSERVATIONS
from jumelage.desk.records.fields import RecordSearchField
from jumelage.desk.records.filters import RecordFilters, YesNoFilter, contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.printing import address_of, print_list
from jumelage.desk.records.screen import Fact, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable, yes_or_no
from jumelage.desk.records.titles import Viewer, title_of
from jumelage.desk.screens.choices import keeper_field, kept_or, offer_keeper, taking
from jumelage.fields.display import print_date
from jumelage.partnerships import rules as shared
from jumelage.people import actions, queries
from jumelage.people.models import Appointment, InstitutionName, Observation, Office, OfficeTitle, Person, PersonName
from jumelage.seminars.models import Participation
from jumelage.seminars.queries import shown_observations, visible_participations


class AppointmentForm(RecordForm):
    """That a person holds an office, from when to when, and the days on which she was seen in it."""

    row_lists = (OBSERVATIONS,)
    prefilled = frozenset({"person", "office"})
    arrangement = ("person", "office", "held", "is_acting", "observations", "introduced_by")
    person = RecordSearchField("person", Person.objects.none(), label=_("Person"))
    office = RecordSearchField("office", Office.objects.none(), label=_("Office"))
    introduced_by = keeper_field()

    class Meta:
        model = Appointment
        fields = ("person", "office", "held", "is_acting", "introduced_by")
        labels = {"held": pgettext_lazy("an office", "Held")}

    def arrange(self) -> None:
        """Offer the persons and offices that the viewer sees."""
        fields: Any = self.fields
        record: Any = self.record
        fields["person"].queryset = kept_or(queries.visible_persons(self.viewer.actor), record.person_id)
        fields["office"].queryset = queries.visible_offices(self.viewer.actor)
        offer_keeper(self)


class AppointmentTable(RecordTable):
    """The list of appointments."""

    title = PrintedColumn(
        _("Person"), lambda record, viewer: title_of(record.person, viewer), order=("sort_name",), is_title=True
    )
    office = PrintedColumn(_("Office"), lambda record, viewer: title_of(record.office, viewer), order=("office",))
    held = PrintedColumn(
        pgettext_lazy("an office", "Held"),
        lambda record, viewer: print_date(record.held, viewer.language),
        order=("held_earliest",),
    )
    seen = PrintedColumn(
        _("Seen on"),
        lambda record, viewer: ", ".join(print_date(seen.on, viewer.language) for seen in record.observations.all()),
    )
    is_acting = PrintedColumn(_("Acting"), lambda record, viewer: yes_or_no(record.is_acting), order=("is_acting",))

    class Meta(RecordTable.Meta):
        order_by = "title"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load the observations; sort by the family name of the person."""
        seen = Prefetch("observations", queryset=shown_observations(viewer.actor))
        return records.prefetch_related(seen).annotate(sort_name=family_name("person", viewer.language))


class AppointmentFilters(RecordFilters):
    """Appointments by the words of person, office and institution."""

    is_acting = YesNoFilter(_("Acting"))

    def matches(self, word: str) -> Q:
        """An appointment is found by the person's names, the office's titles and the institution's names."""
        titles = contains("value", word) | contains("feminine", word) | contains("masculine", word)
        return (
            Q(person__in=PersonName.objects.filter(contains("value", word)).values("person"))
            | Q(office__in=OfficeTitle.objects.filter(titles).values("office"))
            | Q(office__institution__in=InstitutionName.objects.filter(contains("value", word)).values("institution"))
        )


def _facts(appointment: Appointment, viewer: Viewer) -> Iterable[Fact]:
    """Tell what participations say, as far as the viewer may see these; they are changed there."""
    seen = list(appointment.observations.exclude(because=""))
    shown = visible_participations(viewer.actor).filter(public_id__in=[one.because for one in seen])
    causes = {cause.public_id: cause for cause in shown.prefetch_related("edition__series__names")}
    lines = [_seen_there(one, causes[one.because], viewer) for one in seen if one.because in causes]
    if lines:
        yield Fact(_("Seen at editions"), print_list(lines))


def _seen_there(seen: Observation, cause: Participation, viewer: Viewer) -> SafeString:
    edition = title_of(cause.edition, viewer).html
    link = format_html('<a class="desk-link" href="{}">{}</a>', address_of(cause), edition)
    return format_html("{} · {}", OBSERVATIONS.line(seen.as_value(), viewer), link)


def _badges(appointment: Appointment, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    if appointment.is_acting:
        yield "info", _("acting")
    if not appointment.held:
        yield "info", _("known by observations only")


APPOINTMENT = Screen(
    kind="appointment",
    model=Appointment,
    words=Words(
        one=_("Appointment"),
        many=_("Appointments"),
        add=_("New appointment"),
        empty=_("No appointments yet. Add the first one: who held an office, and when."),
        lead=_("Who held which office when."),
    ),
    visible=queries.visible_appointments,
    form=AppointmentForm,
    table=AppointmentTable,
    filters=AppointmentFilters,
    may_add=shared.may_add_shared,
    may_change=shared.may_change_shared,
    may_delete=shared.may_change_shared,
    may_propose=shared.may_propose,
    propose=actions.propose_about_person,
    add=actions.add_appointment,
    change=taking("appointment", actions.change_appointment),
    delete=taking("appointment", actions.delete_appointment),
    takes_evidence=True,
    field_labels={"held": pgettext_lazy("an office", "Held")},
    badges=_badges,
    more_facts=_facts,
)
