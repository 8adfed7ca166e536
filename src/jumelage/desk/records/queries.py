"""What the record screen shows of one record, gathered once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jumelage.accounts.queries import names_of
from jumelage.desk.evidence.shown import EvidenceShown, evidence_about
from jumelage.desk.records.access import Place
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.printing import address_of
from jumelage.desk.records.rows import RowList
from jumelage.desk.records.screen import Fact, Screen, Verb
from jumelage.desk.records.titles import Title, Viewer, load_titles, title_of, with_titles
from jumelage.desk.versions.history import Act, name_acts, rows_of
from jumelage.desk.versions.units import print_unit, stored_values
from jumelage.journal.models import Row
from jumelage.partnerships.queries import visible_notes
from jumelage.partnerships.rules import may_change_note

EXCERPT_LENGTH = 5


@dataclass(frozen=True)
class PartShown:
    """Other records that belong to this one."""

    heading: Any
    links: tuple[tuple[str, Title], ...]
    empty: Any
    add: str
    add_label: Any


@dataclass(frozen=True)
class NoteShown:
    """One note, and whether the viewer may change it."""

    record: Any
    side: Title
    who: str
    at: Any
    may_change: bool


@dataclass(frozen=True)
class RecordPage:
    """One record as the screen shows it."""

    place: Place
    facts: tuple[Fact, ...]
    badges: tuple[tuple[str, Any], ...]
    verbs: tuple[Verb, ...]
    parts: tuple[PartShown, ...]
    acts: tuple[Act, ...]
    more_acts: bool
    public_address: str

    @cached_property
    def evidence(self) -> tuple[EvidenceShown, ...]:
        """What the sources that the viewer may see say about the record."""
        return evidence_about(self.place) if self.place.screen.takes_evidence else ()

    @cached_property
    def notes(self) -> tuple[NoteShown, ...]:
        """The notes about the record that the viewer may see."""
        return notes_about(self.place.record.public_id, self.place.viewer) if self.place.screen.takes_notes else ()


def record_page(place: Place) -> RecordPage:
    """Gather what the viewer sees of the record at *place*."""
    screen, viewer, record = place.screen, place.viewer, place.record
    acts = excerpt(place)
    return RecordPage(
        place=place,
        facts=tuple(_gathered([*_facts(place), *screen.more_facts(record, viewer)], screen)),
        badges=tuple(screen.badges(record, viewer)),
        verbs=tuple(verb for verb in screen.verbs if verb.applies(record) and verb.may(viewer.actor, record)),
        parts=tuple(_parts(place)),
        acts=tuple(acts[:EXCERPT_LENGTH]),
        more_acts=len(acts) > EXCERPT_LENGTH,
        public_address=f"/{viewer.language}/{screen.kind}/{record.public_id}/" if screen.is_public(record) else "",
    )


def form_at(place: Place, data: Any = None, initial: Any = None) -> RecordForm:
    """Make the form of the record at *place*, or of a new one."""
    form = place.screen.form
    if form is None:
        raise TypeError(f"records of the kind {place.screen.kind} have no form")
    return form(data, record=place.record or place.screen.blank(), viewer=place.viewer, initial=initial)


def lists_of(place: Place) -> dict[str, RowList]:
    """Return the lists that records at *place* may have, by name."""
    form = place.screen.form
    return {listed.name: listed for listed in form.row_lists} if form else {}


def _gathered(facts: list[Fact], screen: Screen) -> list[Fact]:
    """Name what is empty in one line at the end, where the kind has many fields of which few are filled in."""
    empty = [str(fact.label) for fact in facts if not fact.value]
    if not screen.gathers_empty or not empty:
        return facts
    said = format_html('<span class="desk-aside">{}</span>', ", ".join(empty))
    return [*(fact for fact in facts if fact.value), Fact(_("Not entered"), said)]


def _facts(place: Place) -> Iterable[Fact]:
    if place.screen.form is None:
        return
    form = place.screen.form(record=place.record, viewer=place.viewer, is_read=True)
    values = stored_values(form)
    load_titles(
        one for value in values.values() for one in (value if isinstance(value, list) else [value]) if isinstance(one, Model)
    )
    for name in form.names_in_order():
        label = form.lists[name].label if name in form.lists else form[name].label
        yield Fact(capfirst(str(label)), _fact(form, name, values[name]))


def _fact(form: RecordForm, name: str, value: Any) -> SafeString:
    field = form.fields.get(name)
    if value is None and getattr(field, "empty_means", None):
        return format_html("{}", field.empty_means)
    return print_unit(form, name, value)


def _parts(place: Place) -> Iterable[PartShown]:
    for part in place.screen.parts:
        records = part.records(place.record, place.viewer)
        links = tuple((address_of(found), part.line(found, place.viewer)) for found in records)
        yield PartShown(part.heading, links, part.empty, part.add(place.record, place.viewer), part.add_label)


def excerpt(place: Place) -> list[Act]:
    """Return the newest acts on a record, one more than are shown."""
    rows = rows_of(place.record).select_related(None)[: EXCERPT_LENGTH + 1]
    return name_acts(rows, place.screen, place.viewer)


def notes_about(about_id: str, viewer: Viewer) -> tuple[NoteShown, ...]:
    """Return the notes about a record that *viewer* may see, the newest first, with who wrote them."""
    notes = list(with_titles(visible_notes(viewer.actor, about_id=about_id)))
    added = {row.record_id: row for row in Row.objects.filter(record_id__in=[note.public_id for note in notes], verb="add")}
    names = names_of({row.actor_id for row in added.values() if row.actor_kind == "user"})
    return tuple(
        NoteShown(
            record=note,
            side=title_of(note.owner_side, viewer),
            who=names.get(added[note.public_id].actor_id, "") if note.public_id in added else "",
            at=added[note.public_id].at if note.public_id in added else note.modified_at,
            may_change=may_change_note(viewer.actor, note),
        )
        for note in notes
    )
