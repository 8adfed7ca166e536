"""What the five screens of the workspace show, gathered once each: one frozen dataclass a screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jumelage.desk.evidence.shown import in_full
from jumelage.desk.records.titles import Title, Viewer, name_title, plain_title, text_title, title_of, with_titles
from jumelage.desk.screens import SCREENS
from jumelage.desk.screens.choices import coordinates
from jumelage.fields.display import print_date
from jumelage.people import queries as people
from jumelage.people import rules as naming
from jumelage.people.models import Institution
from jumelage.programme import queries as programme
from jumelage.programme.models import ProgrammeItem
from jumelage.protocol.queries import visible_to as visible_honours
from jumelage.seminars import queries as seminars
from jumelage.seminars import rules
from jumelage.seminars.models import Delegation, Edition, ExternalEvent, Function, Participation, Project
from jumelage.seminars.rules import Finding
from jumelage.sources import queries as sources
from jumelage.sources.models import Evidence

_SCREENS = {screen.record_type: screen for screen in SCREENS.values()}


@dataclass(frozen=True)
class PersonRow:
    """One participation as the table of people shows it."""

    record: Participation
    name: Title
    office: Title
    institution: Title
    kind: str
    function: str
    is_named: bool
    why_not: str


@dataclass(frozen=True)
class PersonGroup:
    """The people of one side, or those of neither."""

    heading: Title
    rows: tuple[PersonRow, ...]


@dataclass(frozen=True)
class DelegationRow:
    """One delegation with what follows from its members."""

    record: Delegation
    side: Title
    head: Title
    named: int
    unnamed: int | None
    bodies: tuple[Title, ...]


@dataclass(frozen=True)
class ItemRow:
    """One programme item with who spoke and what was said."""

    record: ProgrammeItem
    title: Title
    kind: str
    when: str
    place: tuple[Title, ...]
    speakers: tuple[Title, ...]
    statements: int


@dataclass(frozen=True)
class SourceRow:
    """One piece of evidence: for what, from which source, in which words as far as the viewer may read them."""

    evidence: Evidence
    about: Title
    certainty: str
    quote: str = ""
    place: str = ""
    stated_value: str = ""


@dataclass(frozen=True)
class Overview:
    """Where the edition stands: counts, findings (only for who may change it), and the short lists that are kept here."""

    counts: dict[str, int]
    findings: tuple[Finding, ...] = ()
    organisers: tuple[tuple[Any, Title], ...] = ()
    linked: tuple[tuple[Any, Title], ...] = ()
    focus_topics: tuple[tuple[Any, Title], ...] = ()
    objectives: tuple[tuple[Any, Title], ...] = ()
    publications: tuple[tuple[Any, Title], ...] = field(default=())
    honours: tuple[tuple[Any, Title], ...] = field(default=())
    may_add_honour: bool = False


def overview(edition: Edition, viewer: Viewer) -> Overview:
    """Gather the overview of an edition."""
    actor = viewer.actor
    own = {
        "people": seminars.visible_participations(actor),
        "delegations": seminars.visible_delegations(actor),
        "programme": programme.visible_items(actor),
    }
    counts = {name: found.filter(edition=edition).count() for name, found in own.items()}
    counts["sources"] = len({evidence.source_id for evidence in _evidence(edition, viewer)})
    return Overview(
        counts=counts,
        findings=_findings(edition, viewer),
        organisers=_titled(Institution.objects.filter(pk__in=edition.organisers.values("institution")), viewer),
        linked=_linked(edition, viewer),
        focus_topics=tuple(
            (one, text_title(one.title, viewer.language)) for one in seminars.visible_focus_topics(actor).filter(edition=edition)
        ),
        objectives=tuple(
            (one, text_title(one.text, viewer.language)) for one in seminars.visible_objectives(actor).filter(edition=edition)
        ),
        publications=tuple((one, plain_title(one.title)) for one in seminars.visible_publications(actor).filter(edition=edition)),
        honours=tuple((one, title_of(one, viewer)) for one in visible_honours(actor).filter(edition=edition)),
        may_add_honour=coordinates(actor),
    )


def _linked(edition: Edition, viewer: Viewer) -> tuple[tuple[Any, Title], ...]:
    """Return events, theme years and projects with which the edition had to do; shared by all, so nothing is kept back."""
    events = ExternalEvent.objects.filter(links__edition=edition).distinct()
    projects = Project.objects.filter(links__edition=edition).distinct()
    return (*_titled(events, viewer), *_titled(edition.initiatives.all(), viewer), *_titled(projects, viewer))


def _titled(records: QuerySet[Any], viewer: Viewer) -> tuple[tuple[Any, Title], ...]:
    return tuple((one, title_of(one, viewer)) for one in with_titles(records))


def _findings(edition: Edition, viewer: Viewer) -> tuple[Finding, ...]:
    """Return what does not fit, for who may change the edition: the sentences name people."""
    if not rules.may_change_edition(viewer.actor, edition):
        return ()
    return (*seminars.findings_of(edition, viewer.actor), *programme.findings_of(edition, viewer.actor))


def _loaded(edition: Edition, viewer: Viewer) -> list[Participation]:
    shown = seminars.visible_participations(viewer.actor).filter(edition=edition)
    related = ("person", "office__institution", "institution", "side__city", "delegation__side")
    names = ("person__names", "person__titles", "office__names", "office__institution__names", "institution__names")
    return list(shown.select_related(*related).prefetch_related(*names, "side__city__names"))


def people_groups(edition: Edition, viewer: Viewer) -> tuple[PersonGroup, ...]:
    """Return everybody who took part, by side in the order of the partnership, those of neither side last."""
    nameable = people.nameable(edition.public_id, timezone.localdate())
    grouped: dict[Any, list[Participation]] = {}
    for one in _loaded(edition, viewer):
        grouped.setdefault(one.side, []).append(one)
    ordered = sorted(grouped, key=lambda side: (side is None, side.order if side else 0))
    return tuple(
        PersonGroup(
            title_of(side, viewer) if side else plain_title(_("Of neither side")),
            tuple(_person_row(one, viewer, nameable) for one in grouped[side]),
        )
        for side in ordered
    )


def _person_row(one: Participation, viewer: Viewer, nameable: set[int]) -> PersonRow:
    is_named = one.person_id is not None and one.person_id in nameable
    institution = one.institution or (one.office.institution if one.office else None)
    return PersonRow(
        record=one,
        name=_name_of(one, viewer),
        office=_office_of(one, viewer),
        institution=name_title(institution, viewer.language, _first_day(one.edition)) if institution else Title(()),
        kind=str(one.get_kind_of_display()),
        function=str(one.get_function_display()) if one.function else "",
        is_named=is_named,
        why_not="" if is_named else _("without a name") if one.person is None else _("no basis for naming"),
    )


def _first_day(edition: Edition) -> date | None:
    """Return the day as of which an edition's institutions and offices are called."""
    return edition.dates.earliest if edition.dates else None


def _name_of(one: Participation, viewer: Viewer) -> Title:
    return title_of(one.person, viewer) if one.person else plain_title(one.words or _("not named"))


def _office_of(one: Participation, viewer: Viewer) -> Title:
    """Return the office as of the edition's first day, by the person's gender; else the words as printed."""
    day = _first_day(one.edition)
    gender = one.person.gender if one.person else ""
    shown = naming.office_title(one.office.names.all(), viewer.language, day, gender) if one.office else None
    if shown is None:
        return plain_title(one.words if one.person else "")
    return Title(((shown.text, "" if shown.language == viewer.language else shown.language),))


def delegation_rows(edition: Edition, viewer: Viewer) -> tuple[DelegationRow, ...]:
    """Return the delegations of an edition with their heads, bodies and numbers."""
    members: dict[int, list[Participation]] = {}
    for one in _loaded(edition, viewer):
        if one.delegation_id:
            members.setdefault(one.delegation_id, []).append(one)
    shown = seminars.visible_delegations(viewer.actor).filter(edition=edition).select_related("side__city")
    return tuple(
        _delegation_row(record, members.get(record.pk, []), viewer)
        for record in shown.prefetch_related("bodies__names", "side__city__names")
    )


def _delegation_row(record: Delegation, members: list[Participation], viewer: Viewer) -> DelegationRow:
    heads = [_name_of(one, viewer) for one in members if one.function == Function.HEAD]
    named = sum(one.person_id is not None for one in members)
    return DelegationRow(
        record=record,
        side=title_of(record.side, viewer),
        head=plain_title(", ").joined(heads),
        named=named,
        unnamed=None if record.size is None else max(record.size - named, 0),
        bodies=tuple(name_title(body, viewer.language, _first_day(record.edition)) for body in record.bodies.all()),
    )


def item_rows(edition: Edition, viewer: Viewer) -> tuple[ItemRow, ...]:
    """Return the programme in its order: by day and time, what has none where it was entered."""
    shown = programme.visible_items(viewer.actor).filter(edition=edition)
    related = ("site", "city", "visit__institution")
    names = ("hosts__names", "visit__institution__names", "site__names", "city__names")
    items = list(shown.select_related(*related).prefetch_related(*names))
    spoken = _by_item(programme.visible_contributions(viewer.actor).filter(edition=edition), "speaker__person")
    said = _by_item(programme.visible_statements(viewer.actor).filter(edition=edition), "speaker__person")
    return tuple(_item_row(item, spoken.get(item.pk, []), said.get(item.pk, []), viewer) for item in sorted(items, key=_in_order))


def _by_item(records: Any, person: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for record in records.select_related(person).prefetch_related(f"{person}__names", f"{person}__titles"):
        found.setdefault(record.item_id, []).append(record)
    return found


def _in_order(item: ProgrammeItem) -> tuple[bool, Any, Any, int, int]:
    day = item.day.earliest if item.day else None
    return day is None, str(day or ""), str(item.begins or ""), item.position, item.pk


def _item_row(item: ProgrammeItem, spoken: list[Any], said: list[Any], viewer: Viewer) -> ItemRow:
    places = dict.fromkeys(filter(None, (item.visit.institution if item.visit else None, item.site, item.city)))
    places |= dict.fromkeys(item.hosts.all())
    hours = "–".join(f"{time:%H:%M}" for time in (item.begins, item.ends) if time)
    return ItemRow(
        record=item,
        title=text_title(item.title, viewer.language),
        kind=capfirst(str(item.get_kind_of_display())),
        when=", ".join(filter(None, (print_date(item.day, viewer.language), hours))),
        place=tuple(title_of(place, viewer) for place in places),
        speakers=tuple(_name_of(one.speaker, viewer) for one in spoken),
        statements=len(said),
    )


def _evidence(edition: Edition, viewer: Viewer) -> list[Evidence]:
    """Return the evidence for an edition and everything below it that the viewer may see."""
    below = (
        seminars.visible_delegations,
        seminars.visible_participations,
        seminars.visible_focus_topics,
        seminars.visible_objectives,
        seminars.visible_publications,
        programme.visible_items,
        programme.visible_visits,
        programme.visible_contributions,
        programme.visible_statements,
    )
    ids = Edition.objects.filter(pk=edition.pk).order_by().values_list("public_id", flat=True)
    for visible in below:
        ids = ids.union(visible(viewer.actor).filter(edition=edition).order_by().values_list("public_id", flat=True), all=True)
    return list(sources.evidence_about(ids, viewer.actor))


def source_rows(edition: Edition, viewer: Viewer) -> tuple[SourceRow, ...]:
    """Return the evidence for an edition and its parts, what is about the edition itself first."""
    found = sorted(_evidence(edition, viewer), key=lambda one: (one.record_id != edition.public_id, one.source_id, one.field))
    titles = _titles_of(found, edition, viewer)
    return tuple(SourceRow(one, _about(one, titles), str(one.get_certainty_display()), **in_full(one)) for one in found)


def _titles_of(evidence: Iterable[Evidence], edition: Edition, viewer: Viewer) -> dict[str, Title]:
    """Return the titles of the records below an edition that *evidence* is about; one query a kind."""
    wanted: dict[str, set[str]] = {}
    for one in evidence:
        if one.record_id != edition.public_id:
            wanted.setdefault(one.record_type, set()).add(one.record_id)
    titles: dict[str, Title] = {}
    for record_type, ids in wanted.items():
        records = with_titles(_SCREENS[record_type].visible(viewer.actor).filter(public_id__in=ids))
        titles |= {record.public_id: title_of(record, viewer) for record in records}
    return titles


def _about(evidence: Evidence, titles: dict[str, Title]) -> Title:
    """Return what a piece of evidence is about: the record below the edition, and the label of the field."""
    screen = _SCREENS[evidence.record_type]
    named = screen.form.base_fields.get(evidence.field) if screen.form and evidence.field else None
    label = str(named.label) if named else evidence.field
    record = titles.get(evidence.record_id)
    if record is None:
        return plain_title(label or _("the edition as a whole"))
    return record + plain_title(f": {label}") if label else record
