"""What editions are linked with, on the desk: external events, theme years and programmes, projects; shared by all."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from jumelage.agreements.models import Agreement
from jumelage.agreements.queries import visible_to as visible_agreements
from jumelage.desk.records.fields import RecordChoiceField, RecordsChoiceField
from jumelage.desk.records.filters import RecordFilter, RecordFilters, contains, first_name, local_contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.rows import NAMES, RowList
from jumelage.desk.records.screen import Part, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Title, Viewer, plain_title, title_of, with_titles
from jumelage.desk.screens.choices import keeper_field, kept_or, offer_keeper, taking
from jumelage.desk.seminars.part import QUANTITY_HELP, offer
from jumelage.desk.seminars.publication import web_address
from jumelage.desk.seminars.searched import InstitutionRow, found_rows, offer_searched, searched_field
from jumelage.fields.display import print_date
from jumelage.partnerships import rules as shared
from jumelage.partnerships.models import City
from jumelage.partnerships.queries import visible_cities
from jumelage.seminars import actions, queries
from jumelage.seminars.models import (
    ExternalEvent,
    ExternalEventName,
    FrameworkInitiative,
    FrameworkInitiativeName,
    Project,
    ProjectName,
)


class LinkedForm(RecordForm):
    """Something with names that all partnerships share."""

    row_lists: ClassVar[tuple[RowList, ...]] = (NAMES,)
    introduced_by = keeper_field()

    def arrange(self) -> None:
        """Offer what the viewer sees, and the keeper where there is a choice."""
        offer_searched(self, self.viewer)
        for name in {"city", "cities"} & set(self.fields):
            offer(self, **{name: visible_cities(self.viewer.actor)})
        offer_keeper(self)


class NamedTable(RecordTable):
    """A list of records with names, sorted by the one that is shown."""

    names_model: type[Model]
    owner = ""

    class Meta(RecordTable.Meta):
        pass

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Sort by the name that is shown."""
        return records.annotate(sort_name=first_name(cls.names_model, cls.owner, viewer.language))


def _linked_screen(**described: Any) -> Screen:
    """Return the screen of a shared kind: its keeper changes it, others propose."""
    return Screen(
        may_add=shared.may_add_shared,
        may_change=shared.may_change_shared,
        may_delete=shared.may_change_shared,
        may_propose=shared.may_propose,
        takes_notes=True,
        takes_evidence=True,
        **described,
    )


def _editions(path: str) -> Part:
    """Return the part that lists the editions that lead along *path* to a record."""

    def linked(record: Any, viewer: Viewer) -> Any:
        found = queries.visible_to(viewer.actor).filter(**{path: record})
        return with_titles(found.distinct().order_by("-dates_earliest", "pk"))

    return Part(_("Editions"), linked, _("No edition is linked with it yet. The link is made at the edition."))


class EventForm(LinkedForm):
    """An event of others with its names."""

    arrangement = (
        "names", "ordinal", "is_roman", "dates", "city", "organiser", "attendance", "website", "introduced_by",
    )  # fmt: skip
    city = RecordChoiceField(City.objects.none(), label=_("City"), required=False)
    organiser = searched_field("institution", _("Organiser"))
    website = web_address(_("Website"))

    class Meta:
        model = ExternalEvent
        fields = ("ordinal", "is_roman", "dates", "city", "organiser", "attendance", "website", "introduced_by")
        help_texts = {"attendance": QUANTITY_HELP}


class EventTable(NamedTable):
    """The list of external events."""

    names_model, owner = ExternalEventName, "event"
    title = PrintedColumn(_("Name"), title_of, order=("sort_name", "ordinal"), is_title=True)
    dates = PrintedColumn(_("Dates"), lambda event, viewer: print_date(event.dates, viewer.language), order=("dates_earliest",))
    city = PrintedColumn(_("City"), lambda event, viewer: title_of(event.city, viewer) if event.city else "")

    class Meta(RecordTable.Meta):
        order_by = "-dates"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load the cities."""
        return super().prepare(records, viewer).select_related("city").prefetch_related("city__names")


class EventFilters(RecordFilters):
    """External events by name and city."""

    city = RecordFilter(label=_("City"), queryset=lambda request: visible_cities(request.actor))

    def matches(self, word: str) -> Q:
        """An event is found by any of its names."""
        return Q(pk__in=ExternalEventName.objects.filter(contains("value", word)).values("event"))


EVENT = _linked_screen(
    kind="event",
    model=ExternalEvent,
    words=Words(
        one=_("External event"),
        many=_("External events"),
        add=_("New external event"),
        empty=_("No external events yet. Add the first one: a forum, a fair, a congress that an edition had to do with."),
        lead=_("Events of others that editions had to do with. They are shared by all partnerships of this installation."),
    ),
    visible=queries.visible_events,
    form=EventForm,
    table=EventTable,
    filters=EventFilters,
    add=actions.add_event,
    change=taking("event", actions.change_event),
    delete=taking("event", actions.delete_event),
    parts=(_editions("events__event"),),
)


class InitiativeForm(LinkedForm):
    """A theme year or programme with its names."""

    arrangement = ("names", "period", "basis", "description", "website", "introduced_by")
    basis = RecordChoiceField(
        Agreement.objects.none(),
        label=_("Rests on"),
        required=False,
        help_text=_("The agreement or declaration that it rests on."),
    )
    website = web_address(_("Website"))

    class Meta:
        model = FrameworkInitiative
        fields = ("period", "basis", "description", "website", "introduced_by")

    def arrange(self) -> None:
        """Offer the agreements that the viewer sees."""
        super().arrange()
        record: Any = self.record
        field: Any = self.fields["basis"]
        field.queryset = kept_or(visible_agreements(self.viewer.actor), record.basis_id)


class InitiativeTable(NamedTable):
    """The list of theme years and programmes."""

    names_model, owner = FrameworkInitiativeName, "initiative"
    title = PrintedColumn(_("Name"), title_of, order=("sort_name",), is_title=True)
    period = PrintedColumn(
        _("Period"), lambda record, viewer: print_date(record.period, viewer.language), order=("period_earliest",)
    )

    class Meta(RecordTable.Meta):
        order_by = "-period"


class InitiativeFilters(RecordFilters):
    """Theme years and programmes by name and description."""

    def matches(self, word: str) -> Q:
        """One is found by any of its names, and by its description."""
        named = Q(pk__in=FrameworkInitiativeName.objects.filter(contains("value", word)).values("initiative"))
        return named | local_contains("description", word)


INITIATIVE = _linked_screen(
    kind="initiative",
    model=FrameworkInitiative,
    words=Words(
        one=_("Theme year or programme"),
        many=_("Theme years and programmes"),
        add=_("New theme year or programme"),
        empty=_("No theme years or programmes yet. Add the first one under which editions stood."),
        lead=_("What editions stood under. They are shared by all partnerships of this installation."),
    ),
    visible=queries.visible_initiatives,
    form=InitiativeForm,
    table=InitiativeTable,
    filters=InitiativeFilters,
    add=actions.add_initiative,
    change=taking("initiative", actions.change_initiative),
    delete=taking("initiative", actions.delete_initiative),
    parts=(_editions("initiatives"),),
)


class ProjectForm(LinkedForm):
    """A project under its own title, with its cities and partners."""

    row_lists = (NAMES, found_rows("institutions", _("Partners"), InstitutionRow))
    arrangement = ("names", "cities", "institutions", "period", "funding", "description", "introduced_by")
    cities = RecordsChoiceField(
        City.objects.none(), label=_("Cities"), required=False, help_text=_("Also those of no partnership here.")
    )

    class Meta:
        model = Project
        fields = ("cities", "period", "funding", "description", "introduced_by")


def _cities(project: Project, viewer: Viewer) -> Title:
    return plain_title(", ").joined(title_of(city, viewer) for city in project.cities.all())


class ProjectTable(NamedTable):
    """The list of projects."""

    names_model, owner = ProjectName, "project"
    title = PrintedColumn(_("Title"), title_of, order=("sort_name",), is_title=True)
    cities = PrintedColumn(_("Cities"), _cities)
    period = PrintedColumn(
        _("Period"), lambda record, viewer: print_date(record.period, viewer.language), order=("period_earliest",)
    )

    class Meta(RecordTable.Meta):
        order_by = "title"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load the cities."""
        return super().prepare(records, viewer).prefetch_related("cities__names")


class ProjectFilters(RecordFilters):
    """Projects by name, description and city."""

    cities = RecordFilter(label=_("City"), queryset=lambda request: visible_cities(request.actor))

    def matches(self, word: str) -> Q:
        """A project is found by any of its titles, and by its description."""
        named = Q(pk__in=ProjectName.objects.filter(contains("value", word)).values("project"))
        return named | local_contains("description", word) | contains("funding", word)


PROJECT = _linked_screen(
    kind="project",
    model=Project,
    words=Words(
        one=_("Project"),
        many=_("Projects"),
        add=_("New project"),
        empty=_("No projects yet. Add the first one that was presented or visited, under its own title."),
        lead=_("Projects that editions had to do with. They are shared by all partnerships of this installation."),
    ),
    visible=queries.visible_projects,
    form=ProjectForm,
    table=ProjectTable,
    filters=ProjectFilters,
    add=actions.add_project,
    change=taking("project", actions.change_project),
    delete=taking("project", actions.delete_project),
    parts=(_editions("projects__project"),),
)
