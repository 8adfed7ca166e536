"""The journal of one record, printed: who did what when, and what each field said before and after.

Values from a time in which the record was not the viewer's to see stay hidden: from before it last changed its side; to
all but its own side, from before its visibility last changed; to who sees it only because it is published, from before it
was. What stands below an edition follows the edition. Of a person, only the side that looks after her reads any values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, TimeField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jumelage.accounts.queries import names_of
from jumelage.desk.evidence.cited import print_cited
from jumelage.desk.records.printing import print_list, print_value
from jumelage.desk.records.rows import RowList
from jumelage.desk.records.screen import Screen
from jumelage.desk.records.titles import Viewer, title_of, with_titles
from jumelage.desk.versions.units import closed_choices
from jumelage.fields.models import LocalTextField, PartialDateField, QuantityField
from jumelage.journal.models import Record, Row
from jumelage.partnerships.rules import sees
from jumelage.people.models import Person
from jumelage.people.rules import keeps
from jumelage.protocol.models import Honour
from jumelage.seminars.models import Edition, EditionPart
from jumelage.values import LocalText

VERB_WORDS = {
    "add": gettext_lazy("added"),
    "document": gettext_lazy("recorded afterwards"),
    "change": gettext_lazy("changed"),
    "publish": gettext_lazy("published"),
    "unpublish": gettext_lazy("taken off the public pages"),
    "delete": gettext_lazy("deleted"),
    "propose": gettext_lazy("proposed"),
    "answer": gettext_lazy("answered"),
    "introduce": gettext_lazy("made known to a side"),
    "observe": gettext_lazy("noted a day in office"),
    "name": gettext_lazy("noted a public office"),
    "unname": gettext_lazy("took back a public office"),
    "forget": gettext_lazy("took back what another record said"),
    "cite": gettext_lazy("said how this is known"),
    "uncite": gettext_lazy("withdrew evidence"),
    "sign_in": gettext_lazy("signed in"),
    "open_cms": gettext_lazy("given access to the pages’ editor"),
    "shut_cms": gettext_lazy("access to the pages’ editor taken away"),
}
LABELS = {
    "names": gettext_lazy("Names"),
    "sides": gettext_lazy("Sides"),
    "states": gettext_lazy("States"),
    "sharing": gettext_lazy("Decisions on sharing"),
    "leads": gettext_lazy("Leading institutions"),
    "fields_of_policy": gettext_lazy("Fields"),
    "traditions": gettext_lazy("Traditions"),
    "gaps": gettext_lazy("Notes on missing numbers"),
    "organisers": gettext_lazy("Organisers"),
    "events": gettext_lazy("External events"),
    "projects": gettext_lazy("Projects"),
    "presences": gettext_lazy("Who was present"),
    "titles": gettext_lazy("Titles"),
    "bases": gettext_lazy("Publication bases"),
    "observations": gettext_lazy("Observations"),
    "predecessors": gettext_lazy("Predecessors"),
    "evidence": gettext_lazy("How we know"),
    "about_type": gettext_lazy("about"),
    "about_id": gettext_lazy("record"),
    "about_version": gettext_lazy("version"),
    "data": gettext_lazy("what was filled in"),
    "changes": gettext_lazy("changes"),
    "is_superuser": gettext_lazy("all rights"),
}
#: Kept for machines; a person reads the same in ``changes`` or elsewhere.
_UNPRINTED = frozenset({"data", "changes", "about_type", "about_id", "about_version", "is_superuser", "known_to"})


@dataclass(frozen=True)
class ChangeLine:
    """One field of one act, as printed."""

    label: str
    before: SafeString
    after: SafeString


@dataclass(frozen=True)
class Act:
    """One act on a record, as printed; ``hidden`` tells that its values are not shown to this viewer."""

    at: datetime
    who: str
    verb: str
    fields: tuple[str, ...]
    lines: tuple[ChangeLine, ...]
    reason: str
    hidden: bool
    hidden_because: str = ""


def rows_of(record: Record) -> Any:
    """Return the journal's rows of a record, the newest first, with their details."""
    return (
        Row.objects.filter(record_id=record.public_id, record_type=record._meta.label_lower)
        .select_related("detail")
        .order_by("-number")
    )


@dataclass(frozen=True)
class Curtain:
    """Up to which act's number (``None``: all of them) values stay hidden from a viewer, and why, in a sentence."""

    to: int | None = 0
    because: str = ""

    def hides(self, number: int) -> bool:
        """Say whether the values of an act are behind it."""
        return self.to is None or number <= self.to


def curtain_before(record: Any, viewer: Viewer) -> Curtain:
    """Return what hides values of a record's history from the viewer."""
    if viewer.actor.is_administrator:
        return Curtain()
    if isinstance(record, Person):
        if not keeps(viewer.actor, record):
            return Curtain(None, _("the values are for the side that looks after this person."))
        return Curtain(
            _last_change(record, {"introduced_by"}), _("the values are from before your side looked after this person.")
        )
    if isinstance(record, Honour) and not sees(viewer.actor, record, partnership=record.partnership_id):
        return Curtain(None, _("the values are for the sides of this partnership."))
    sentence = _("the values are from a time in which this record was not shown to your side.")
    return Curtain(max((_closed_to(one, viewer) for one in _above(record)), default=0), sentence)


def _above(record: Any) -> list[Any]:
    """Return what decides on who sees a record: itself, or the edition that it is a part of, and above this its series."""
    edition = record.edition if isinstance(record, EditionPart) else record
    if isinstance(edition, Edition):
        return [edition, edition.series]
    return [record] if hasattr(record, "owner_side_id") else []


def _closed_to(record: Any, viewer: Viewer) -> int:
    """Return the number of the last act before which a side's record may not have been the viewer's to see; 0 for none."""
    owner = record.owner_side_id
    partnership = record.series.partnership if isinstance(record, Edition) else record.partnership
    granted = sees(viewer.actor, record, partnership=partnership.pk)
    own = owner in viewer.actor.sides or (granted and owner is None)  # whatever the visibility of what belongs to both
    last = _last_change(record, {"owner_side"} if own else {"owner_side", "visibility"})
    if granted:
        return last
    return max(last, *(_last_published(one) for one in (record, partnership) if hasattr(one, "published")))


def _last_change(record: Record, fields: set[str]) -> int:
    acts = rows_of(record).exclude(verb__in=("add", "document")).values_list("number", "changed")
    return next((number for number, changed in acts if fields & set(changed)), 0)


def _last_published(record: Record) -> int:
    return rows_of(record).filter(verb="publish").values_list("number", flat=True).first() or 0


def name_acts(rows: Iterable[Row], screen: Screen, viewer: Viewer) -> list[Act]:
    """Print rows of the journal without values: who did what when, and to which fields."""
    rows = list(rows)
    names = names_of({row.actor_id for row in rows if row.actor_kind == "user"})
    printer = _Printer(screen, {}, viewer)
    return [_print_act(row, names, printer, Curtain(None)) for row in rows]


def print_acts(rows: Iterable[Row], screen: Screen, lists: Mapping[str, RowList], viewer: Viewer, curtain: Curtain) -> list[Act]:
    """Print rows of the journal for a viewer; acts behind the *curtain* without their values."""
    rows = list(rows)
    names = names_of({row.actor_id for row in rows if row.actor_kind == "user"})
    shown = [row for row in rows if not curtain.hides(row.number)]
    printer = _Printer(screen, lists, viewer)
    printer.load([detail for row in shown if (detail := getattr(row, "detail", None))])
    return [_print_act(row, names, printer, curtain) for row in rows]


def _print_act(row: Row, names: Mapping[str, str], printer: _Printer, curtain: Curtain) -> Act:
    hidden = curtain.hides(row.number)
    detail = None if hidden else getattr(row, "detail", None)
    changed = [name for name in row.changed if name not in _UNPRINTED]
    lines = [printer.line(name, detail.before, detail.after) for name in changed] if detail else []
    return Act(
        at=row.at,
        who=who_did(row, names),
        verb=str(VERB_WORDS.get(row.verb, row.verb)),
        fields=tuple(printer.label(name) for name in changed),
        lines=tuple(lines),
        reason=detail.reason if detail else "",
        hidden=hidden and bool(changed),
        hidden_because=curtain.because,
    )


def who_did(row: Row, names: Mapping[str, str]) -> str:
    """Return who did an act, in words; *names* are those of the users, by public id."""
    if row.actor_kind == "user":
        return names.get(row.actor_id) or _("somebody who is no longer a user")
    if row.actor_kind == "command":
        return _("the installation (%(command)s)") % {"command": row.actor_id}
    return _("nobody who signed in")


class _Printer:
    """Takes values out of the journal's JSON and prints them; records are loaded once for a whole page."""

    def __init__(self, screen: Screen, lists: Mapping[str, RowList], viewer: Viewer) -> None:
        self.screen, self.lists, self.viewer = screen, lists, viewer
        self.found: dict[tuple[type[Model], str], Any] = {}

    def label(self, name: str) -> str:
        """Return the words for a field."""
        if name in self.screen.field_labels:
            return str(self.screen.field_labels[name])
        field = self._field(name)
        if name in LABELS or field is None or not hasattr(field, "verbose_name"):
            return str(LABELS.get(name, name))
        return capfirst(str(field.verbose_name))

    def _field(self, name: str) -> Any:
        try:
            return self.screen.model._meta.get_field(name)
        except FieldDoesNotExist:
            return None

    def load(self, details: list[Any]) -> None:
        """Load the records that *details* name, one query a kind."""
        wanted: dict[type[Model], set[str]] = {}
        for detail in details:
            for name, value in (*detail.before.items(), *detail.after.items()):
                model = getattr(self._field(name), "related_model", None)
                if model is None or not hasattr(model, "public_id") or name in self.lists:
                    continue
                ids = value if isinstance(value, list) else [value]
                wanted.setdefault(model, set()).update(str(one) for one in ids if one)
        for model, named in wanted.items():
            for record in with_titles(model._default_manager.filter(public_id__in=named)):
                self.found[model, record.public_id] = record  # type: ignore[attr-defined]

    def line(self, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> ChangeLine:
        """Print one field of one act."""
        return ChangeLine(self.label(name), self._print(name, before.get(name)), self._print(name, after.get(name)))

    def _print(self, name: str, stored: Any) -> SafeString:
        if stored in (None, "", [], {}):
            return SafeString("")
        if name == "evidence":
            return print_cited(stored, self.screen, self.viewer)
        if name in self.lists:
            listed = self.lists[name]
            return listed.printed([listed.revive(part) for part in stored], self.viewer)
        field = self._field(name)
        if isinstance(field, LocalTextField):
            return print_value(LocalText.from_json(stored), self.viewer)
        if isinstance(field, (PartialDateField, QuantityField, TimeField)):
            return print_value(field.to_python(stored), self.viewer)
        model = getattr(field, "related_model", None)
        if model is not None and hasattr(model, "public_id"):
            return self._records(model, stored)
        return print_value(stored, self.viewer, self._words(name, field))

    def _words(self, name: str, field: Any) -> Mapping[str, Any]:
        """Return the words of a closed list: the model's, or the form's where the model keeps codes."""
        known = dict(getattr(field, "flatchoices", None) or [])
        form = self.screen.form
        return known or (closed_choices(form.base_fields[name]) if form and name in form.base_fields else {})

    def _records(self, model: type[Model], stored: Any) -> SafeString:
        ids = stored if isinstance(stored, list) else [stored]
        titles = [
            title_of(found, self.viewer).html
            if (found := self.found.get((model, str(one))))
            else format_html("{}", _("a record that was deleted"))
            for one in ids
        ]
        return titles[0] if not isinstance(stored, list) else print_list(titles)
