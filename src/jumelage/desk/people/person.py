"""Persons on the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf, Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.desk.people.rows import BASES, PERSON_NAMES, PERSON_TITLES, basis_without_note
from jumelage.desk.records.filters import RecordFilters, YesNoFilter, contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.printing import print_list
from jumelage.desk.records.rows import RowList
from jumelage.desk.records.screen import Fact, Part, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Title, Viewer, plain_title, title_of
from jumelage.desk.screens.choices import keeper_field, offer_keeper, taking
from jumelage.fields.display import print_date
from jumelage.partnerships import rules as shared
from jumelage.people import actions, queries, rules
from jumelage.people.models import Appointment, BasisKind, Gender, Kind, OfficeTitle, Person, PersonName, PublicationBasis
from jumelage.seminars.queries import visible_participations

#: What stands before a family name and never sorts, the longest first.
_PARTICLES = (
    "von und zu",
    "von der",
    "von den",
    "van der",
    "van den",
    "de la",
    "von",
    "vom",
    "zu",
    "zum",
    "zur",
    "van",
    "de",
    "di",
)


class PersonForm(RecordForm):
    """A person with names, titles and the bases on which she may be named in public."""

    row_lists = (PERSON_NAMES, PERSON_TITLES, BASES)
    arrangement = ("names", "titles", "gender", "pronouns", "bases", "introduced_by")
    introduced_by = keeper_field()

    class Meta:
        model = Person
        fields = ("gender", "pronouns", "introduced_by")
        help_texts = {"gender": _("By which titles and offices are written; as the person chose it, else as the sources write.")}

    def arrange(self) -> None:
        """Offer the keeper where there is a choice."""
        offer_keeper(self)

    def offered_lists(self) -> tuple[RowList, ...]:
        """Return the lists; the bases, with what was noted about them, only to the side that looks after the person."""
        record: Any = self.record
        kept = self.is_new or rules.keeps(self.viewer.actor, record)
        return self.row_lists if kept else tuple(listed for listed in self.row_lists if listed is not BASES)


def naming_of(bases: Iterable[PublicationBasis]) -> tuple[str, str]:
    """Return whether a person with these bases is named in public today and why: the tone of a badge and its words."""
    today = timezone.localdate()
    holding = [basis for basis in bases if rules.basis_holds(basis, today)]
    if any(basis.kind == BasisKind.NONE and not basis.scope for basis in holding):
        return "info", _now("not named in public: this was ruled out")
    if rules.may_name(holding, "", today):
        why = next(basis for basis in holding if not basis.scope and basis.kind != BasisKind.NONE)
        return "success", _now("named in public: %(basis)s") % {"basis": why.get_kind_display()}
    if any(basis.scope and rules.may_name(holding, basis.scope, today) for basis in holding):
        return "info", _now("named only on the pages of single editions")
    return "info", _now("not named in public: there is no basis")


def _is_overdue(bases: Iterable[PublicationBasis]) -> bool:
    return any(rules.needs_review(basis, timezone.localdate()) for basis in bases)


def _of_cluster(person: Person) -> Q:
    """Return the condition that a row belongs to this person, or to a record that was judged to be the same person."""
    head = person.cluster_id or person.pk
    return Q(person=head) | Q(person__cluster=head)


def _badges(person: Person, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    bases = list(PublicationBasis.objects.filter(_of_cluster(person)))
    yield naming_of(bases)
    if _is_overdue(bases):
        yield "warning", _("a basis is to be reviewed")
    if person.cluster_id:
        yield "info", _("counted under another record of the same person")


def _facts(person: Person, viewer: Viewer) -> Iterable[Fact]:
    """Tell others than the side that looks after a person on what basis she is named, without the notes."""
    if not rules.keeps(viewer.actor, person) and (bases := BASES.read(person)):
        yield Fact(BASES.label, print_list(basis_without_note(basis, viewer) for basis in bases))


def _offices(person: Person, viewer: Viewer) -> str:
    titles = [str(title_of(held.office, viewer)) for held in person.appointments.all()]
    return "; ".join(dict.fromkeys(titles))


class PersonTable(RecordTable):
    """The list of persons."""

    title = PrintedColumn(pgettext_lazy("of a person", "Name"), title_of, order=("sort_name",), is_title=True)
    offices = PrintedColumn(_("Offices"), _offices)
    gender = PrintedColumn(
        _("Grammatical gender"), lambda record, viewer: record.get_gender_display() if record.gender else "", order=("gender",)
    )
    naming = PrintedColumn(_("Named in public"), lambda record, viewer: naming_of(record.bases.all())[1])

    class Meta(RecordTable.Meta):
        order_by = "title"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load names, bases and offices; sort by family name."""
        loaded = queries.persons_with_names(records).prefetch_related(
            "bases", "appointments__office__names", "appointments__office__institution__names"
        )
        return loaded.annotate(sort_name=family_name("pk", viewer.language))


def family_name(person: str, language: str) -> Any:
    """Return the expression by which persons are sorted: the family name, in the reader's language where it is known.

    As ``people.rules.sort_key``, as far as a database can; ``person`` is the path to the person.
    """
    rows = PersonName.objects.filter(person=OuterRef(person)).annotate(sorted=Coalesce(NullIf("family", Value("")), "value"))
    shown = Case(
        *(When(sorted__istartswith=f"{particle} ", then=Substr("sorted", len(particle) + 2)) for particle in _PARTICLES),
        default="sorted",
        output_field=CharField(),
    )
    own = Subquery(rows.filter(language=language).order_by("position").values_list(shown)[:1], output_field=CharField())
    other = Subquery(rows.order_by("position").values_list(shown)[:1], output_field=CharField())
    return Lower(Coalesce(own, other))


class PersonFilters(RecordFilters):
    """Persons by names and offices, by whether they are named in public, and by bases that are to be reviewed."""

    gender = django_filters.ChoiceFilter(label=_("Grammatical gender"), choices=Gender.choices)
    public = YesNoFilter(_("Named in public"))
    review = YesNoFilter(_("To be reviewed"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["public"].method = _by_naming
        self.filters["review"].method = _by_review

    def matches(self, word: str) -> Q:
        """A person is found by any name, and by the titles of her offices."""
        titles = Q()
        for form in ("value", "feminine", "masculine"):
            titles |= contains(form, word)
        offices = OfficeTitle.objects.filter(titles).values("office")
        return Q(pk__in=PersonName.objects.filter(contains("value", word)).values("person")) | Q(
            pk__in=Appointment.objects.filter(office__in=offices).values("person")
        )


def _by_naming(records: QuerySet[Person], name: str, wanted: bool) -> QuerySet[Person]:
    public = Q(pk__in=queries.public_persons(timezone.localdate()).values("pk"))
    return records.filter(public if wanted else ~public)


def _by_review(records: QuerySet[Person], name: str, wanted: bool) -> QuerySet[Person]:
    overdue = PublicationBasis.objects.filter(review_on__lte=timezone.localdate())
    return records.filter(pk__in=overdue.values("person")) if wanted else records.exclude(pk__in=overdue.values("person"))


def _appointments(person: Person, viewer: Viewer) -> Any:
    held = queries.visible_appointments(viewer.actor).filter(_of_cluster(person))
    named = held.select_related("office__institution").prefetch_related("office__names", "office__institution__names")
    return named.order_by("held_earliest", "pk")


def office_held(appointment: Appointment, viewer: Viewer) -> Title:
    """Return what an appointment is called on its person's screen: the office, with its time."""
    return title_of(appointment.office, viewer) + plain_title(_time_of(appointment, viewer))


def _time_of(appointment: Appointment, viewer: Viewer) -> str:
    parts = [print_date(appointment.held, viewer.language), _now("acting") if appointment.is_acting else ""]
    known = ", ".join(part for part in parts if part)
    return f" ({known})" if known else ""


#: Appointments on a person's screen; other rooms' screens add theirs beside it.
APPOINTMENTS = Part(
    _("Offices held"),
    _appointments,
    _("No office of this person is known yet."),
    lambda person, viewer: (
        f"{reverse('desk:add', args=['appointment'])}?person={person.public_id}" if shared.may_add_shared(viewer.actor) else ""
    ),
    _("New appointment"),
    line=office_held,
)


def _participations(person: Person, viewer: Viewer) -> Any:
    """Return a person's parts in editions, of every record of her cluster, the newest edition first."""
    shown = visible_participations(viewer.actor).filter(_of_cluster(person))
    loaded = shown.select_related("edition__series").prefetch_related("edition__series__names")
    return loaded.order_by("-edition__dates_earliest", "pk")


def _part_in_edition(participation: Any, viewer: Viewer) -> Title:
    return plain_title(": ").joined(
        [title_of(participation.edition, viewer), plain_title(str(participation.get_kind_of_display()))]
    )


#: The editions that a person took part in.
PARTICIPATIONS = Part(
    _("Editions"), _participations, _("No edition in which this person took part is known."), line=_part_in_edition
)


def judgements_about(kind: str) -> Part:
    """Return the part that lists the judgements on who is who about a record of *kind*."""

    def listed(record: Any, viewer: Viewer) -> Any:
        about = Q(first_id=record.public_id) | Q(second_id=record.public_id)
        return queries.visible_judgements(viewer.actor).filter(about, kind_of=kind)

    def add(record: Any, viewer: Viewer) -> str:
        address = f"{reverse('desk:add', args=['judgement'])}?first_{kind}={record.public_id}"
        return address if shared.may_add_shared(viewer.actor) else ""

    return Part(
        _("Judgements on identity"),
        listed,
        _("Nobody has judged yet whether another record means the same."),
        add,
        _("New judgement"),
    )


PERSON = Screen(
    kind="person",
    model=Person,
    words=Words(
        one=_("Person"),
        many=_("Persons"),
        add=_("New person"),
        empty=_("No persons yet. Add the first one: somebody who takes part, speaks or signs."),
        lead=_("A person is seen by the sides that know of her, and by all where she may be named in public."),
    ),
    visible=queries.visible_persons,
    form=PersonForm,
    table=PersonTable,
    filters=PersonFilters,
    may_add=shared.may_add_shared,
    may_change=shared.may_change_shared,
    may_delete=shared.may_change_shared,
    may_propose=shared.may_propose,
    propose=actions.propose_about_person,
    add=actions.add_person,
    change=taking("person", actions.change_person),
    delete=taking("person", actions.delete_person),
    parts=(APPOINTMENTS, PARTICIPATIONS, judgements_about(Kind.PERSON)),
    goes_too=lambda person: [_("Her names, titles and publication bases are deleted with her.")],
    takes_notes=True,
    takes_evidence=True,
    badges=_badges,
    more_facts=_facts,
)
