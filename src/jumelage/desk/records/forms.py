"""The form of a record: a model form for validation and words, with lists of rows; it never saves.

``values()`` is what the room's action is called with. A refusal of the action comes back with ``refuse`` and
stands beside its field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist
from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from jumelage.desk.records.rows import RowForm, RowList, RowSet
from jumelage.desk.records.titles import Viewer
from jumelage.fields.forms import LocalTextField
from jumelage.journal.models import Record
from jumelage.journal.rules import Refusal
from jumelage.values import LocalText


class RecordForm(forms.ModelForm):
    """The form of one kind of record, for a viewer; an unsaved *record* means a new one.

    One that only *is_read*, for what stands in the record, need not know what else could be chosen.
    """

    row_lists: ClassVar[tuple[RowList, ...]] = ()
    #: Fields that only a new record has, and fields that only one that exists has.
    only_new: ClassVar[frozenset[str]] = frozenset()
    only_stored: ClassVar[frozenset[str]] = frozenset()
    #: Fields that an address may fill in beforehand (``?series=…``), with the public id of a record.
    prefilled: ClassVar[frozenset[str]] = frozenset()
    #: Where the sentence of a broken constraint stands that does not name its fields itself.
    told_at: ClassVar[Mapping[str, str]] = {}
    #: Whether the form asks for nothing but what all the rest depends on; it is then sent by GET, to the form itself.
    asks_first = False
    #: The order of fields and lists on the screen; what is not named follows.
    arrangement: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        data: Any = None,
        *,
        record: Record,
        viewer: Viewer,
        initial: Mapping[str, Any] | None = None,
        is_read: bool = False,
    ) -> None:
        self.record, self.viewer, self.is_read = record, viewer, is_read
        stored = record.pk is not None
        asked = {name: value for name, value in (initial or {}).items() if name in self.prefilled}
        copy = _copy(record)
        started = self._stored_values(copy) if stored else asked
        super().__init__(data, instance=copy, initial=started)
        for name in self.only_new if stored else self.only_stored:
            self.fields.pop(name, None)
        self.arrange()
        for name, field in self.fields.items():
            if hasattr(field, "label_from_instance"):
                field.viewer = viewer  # type: ignore[attr-defined]
            if isinstance(field, LocalTextField):
                field.bind_value(getattr(record, name, None) or LocalText())
            if isinstance(field, forms.TypedChoiceField):
                known: Any = field.choices
                field.choices = [(value, label if value not in ("", None) else "—") for value, label in known]
        self.lists = {listed.name: listed for listed in self.offered_lists()}
        self.refused_rows: dict[str, list[str]] = {}

    @cached_property
    def rows(self) -> dict[str, RowSet]:
        """The rows of every list."""
        data = self.data if self.is_bound else None
        return {name: listed.rows(self.record, data, self.viewer) for name, listed in self.lists.items()}

    @property
    def is_new(self) -> bool:
        """Whether the record is still to be entered."""
        return self.record.pk is None

    def arrange(self) -> None:
        """Fit the fields to record and viewer: narrow what may be chosen, drop what is not theirs. Nothing by default."""

    def suggest(self, name: str, value: Any) -> None:
        """Fill a field of a new record in beforehand, unless something stands there already."""
        if self.initial.get(name) in (None, ""):
            self.initial[name] = value

    def offered_lists(self) -> tuple[RowList, ...]:
        """Return the lists that this viewer may edit."""
        return self.row_lists

    def _stored_values(self, copy: Record) -> dict[str, Any]:
        """Return what stands in the record; chosen records are loaded once, for Django's own values too."""
        names = [name for name in self.base_fields if name not in self.only_new]
        several = {field.name for field in copy._meta.many_to_many} & set(names)
        prefetch_related_objects([copy], *sorted(several))
        return {name: stored_value(copy if name in several else self.record, name) for name in names}

    def full_clean(self) -> None:
        """Judge the fields; put the sentence of a broken constraint at the last field that it names."""
        super().full_clean()
        sentences = [str(sentence) for sentence in self.errors.get(NON_FIELD_ERRORS, [])]
        self.errors.pop(NON_FIELD_ERRORS, None)
        for sentence in sentences:
            field = self._constrained().get(sentence)
            self.add_error(field if field in self.fields else None, sentence)

    def _constrained(self) -> dict[str, str]:
        constraints: Any = self.record._meta.constraints
        return {
            str(one.violation_error_message): field
            for one in constraints
            if (field := self.told_at.get(one.name) or next(iter(getattr(one, "fields", ())[-1:]), ""))
        }

    def is_valid(self) -> bool:
        """Judge the fields and every row, so that all mistakes are shown at once."""
        rows = [rows.is_valid() for rows in self.rows.values()]
        return super().is_valid() and all(rows)

    def values(self) -> dict[str, Any]:
        """Return the valid values and lists, named as the room's action names them."""
        cleaned = {name: _as_kept(value) for name, value in self.cleaned_data.items()}
        return cleaned | {name: listed.values(self.rows[name]) for name, listed in self.lists.items()}

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal of the action at the field or the list that it names, or at the top."""
        if refusal.field in self.rows:
            self.refused_rows.setdefault(refusal.field, []).append(str(refusal))
        else:
            field = refusal.field or self._constrained().get(str(refusal))
            self.add_error(field if field in self.fields else None, str(refusal))

    def hush(self) -> None:
        """Show what was typed without judging it, while the person is still filling in."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}
        for rows in self.rows.values():
            for row in rows.forms:
                if isinstance(row, RowForm):
                    row.hush()

    def names_in_order(self) -> list[str]:
        """Return the names of fields and lists in the order in which they stand on the screen."""
        names = [*self.fields, *self.lists]
        return sorted(names, key=lambda name: self.arrangement.index(name) if name in self.arrangement else len(names))

    def blocks(self) -> Iterator[dict[str, Any]]:
        """Yield fields and lists in their order, as the screen lays them out."""
        for name in self.names_in_order():
            if name in self.lists:
                yield {"list": self.lists[name], "rows": self.rows[name], "refused": self.refused_rows.get(name, [])}
            else:
                yield {"field": self[name]}

    def mistakes(self) -> list[tuple[str, str, str]]:
        """Return every mistake as the id of its field (empty for the top), the field's label and the sentence."""
        if not self.is_bound:
            return []
        found = [("", "", str(sentence)) for sentence in self.errors.get(NON_FIELD_ERRORS, [])]
        for block in self.blocks():
            if "field" in block:
                field = block["field"]
                found += [(first_id(field), str(field.label), sentence) for sentence in field.errors]
            else:
                found += self._list_mistakes(block["list"], block["rows"])
        return found

    def _list_mistakes(self, listed: RowList, rows: RowSet) -> list[tuple[str, str, str]]:
        sentences = [*self.refused_rows.get(listed.name, []), *rows.non_form_errors()]
        found = [(f"list-{listed.name}", str(listed.label), sentence) for sentence in sentences]
        for place, row in enumerate(rows.forms, start=1):
            label = _("%(row)s %(place)s") % {"row": listed.row_label, "place": place}
            found += [("", label, sentence) for sentence in row.non_field_errors()]
            found += [(first_id(field), f"{label}, {field.label}", sentence) for field in row for sentence in field.errors]
        return found


def first_id(field: forms.BoundField) -> str:
    """Return the id of the first control of a field, where the focus goes from the list of mistakes."""
    if isinstance(field.field.widget, (forms.MultiWidget, forms.CheckboxSelectMultiple, forms.RadioSelect)):
        return f"{field.auto_id}_0"
    return field.auto_id


def stored_value(record: Any, name: str) -> Any:
    """Return what stands in a record under a field's name: records themselves, lists of them by their key."""
    try:
        field = record._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    if field.many_to_many:
        return sorted(getattr(record, name).all(), key=lambda other: other.pk)
    return getattr(record, name)


def _as_kept(value: Any) -> Any:
    """Return a cleaned value as the actions take it: chosen records as a list by their key."""
    if hasattr(value, "model") and hasattr(value, "all"):
        return sorted(value, key=lambda other: other.pk)
    return value


def _copy(record: Record) -> Record:
    """Return a copy for the model form to write into, so that the loaded record stays what it was."""
    fresh = type(record)()
    for field in record._meta.concrete_fields:
        if not hasattr(field, "source"):
            setattr(fresh, field.attname, getattr(record, field.attname))
    fresh._state.adding, fresh._state.db = record._state.adding, record._state.db
    return fresh
