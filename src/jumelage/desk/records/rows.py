"""Lists inside a form: rows that are added, changed and taken away together with their record.

Built on Django's formsets, so that every list works without JavaScript: the rows that are there, two empty ones,
a checkbox to take a row away, and a button that asks the server for one more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.printing import print_list, print_name
from jumelage.desk.records.titles import Viewer
from jumelage.fields.forms import LocalTextField, PartialDateField
from jumelage.fields.models import Name, NameKind
from jumelage.languages import SITE, language_choices
from jumelage.values import LocalText, PartialDate

SPARE_ROWS = 2
MOST_ROWS = 200


class RowForm(forms.Form):
    """One row. An empty one is no row; a row whose box is ticked is taken away."""

    #: Fields that a person fills in; a row in which none of them is filled in is empty.
    telling: tuple[str, ...] = ()

    def __init__(self, *args: Any, viewer: Viewer, record: Any, **options: Any) -> None:
        self.viewer, self.record = viewer, record
        super().__init__(*args, **options)
        self.arrange()
        for name, field in self.fields.items():
            if hasattr(field, "label_from_instance"):
                field.viewer = viewer  # type: ignore[attr-defined]
            if isinstance(field, LocalTextField):
                value = self.initial.get(name)
                field.bind_value(value if isinstance(value, LocalText) else LocalText())

    is_spare = False

    def arrange(self) -> None:
        """Fit the choices to viewer and record. Nothing by default."""

    def has_changed(self) -> bool:
        """Say whether anything telling was typed, so that a preselected language alone makes no row."""
        return self.is_bound and any(self._typed(name) for name in self.telling)

    def _typed(self, name: str) -> bool:
        field = self.fields[name]
        raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        parts = raw[::3] if isinstance(field, LocalTextField) else [raw]
        return any(str(part or "").strip() for part in parts)

    def hush(self) -> None:
        """Show what was typed without judging it."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}


class RowSet(forms.BaseFormSet):
    """The rows of one list; ``fixed`` where none comes or goes."""

    fixed = False
    deletion_widget: Any = forms.CheckboxInput(attrs={"class": "kern-form-check__checkbox"})

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.is_spare = index is not None and index >= self.initial_form_count()  # type: ignore[attr-defined]
        if forms.formsets.DELETION_FIELD_NAME in form.fields:
            form.fields[forms.formsets.DELETION_FIELD_NAME].label = _("Take away")

    def get_deletion_widget(self) -> Any:  # type: ignore[override]  # the stubs make it a class method
        return self.deletion_widget

    @property
    def kept(self) -> list[dict[str, Any]]:
        """The cleaned rows that stay, in their order."""
        return [row.cleaned_data for row in self.forms if row.has_changed() and not self._should_delete_form(row)]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class RowList:
    """One list of a record: how it is read off the record, edited as rows, and printed.

    ``read`` gives the record's value objects, ``start`` the initial values of a row's form for one of them,
    ``make`` the value object of a cleaned row (with its place), ``line`` prints one, ``revive`` takes one out of
    the journal. ``order`` sorts the made values; ``empty`` gives the initial values of the empty rows. ``load`` loads
    at once what printing a list of values needs, and ``told`` leaves out what may not be told to the viewer. ``look`` names the layout of a row in the style sheet; where
    ``opens_first`` says so, the first of several folded empty rows stands open. Where ``is_fixed`` says so, rows are changed, but none comes or goes.
    """

    name: str
    label: Any
    form: type[RowForm]
    read: Callable[[Any], list[Any]]
    start: Callable[[Any], dict[str, Any]]
    make: Callable[[dict[str, Any], int], Any]
    line: Callable[[Any, Viewer], SafeString]
    revive: Callable[[Mapping[str, Any]], Any]
    row_label: Any = ""
    help_text: Any = ""
    more: Any = _("One more row")
    wide: bool = False
    look: str = ""
    opens_first: bool = False
    order: Callable[[Any], Any] | None = None
    empty: Callable[[], Iterable[dict[str, Any]]] = lambda: ()
    load: Callable[[list[Any], Viewer], None] = lambda values, viewer: None
    told: Callable[[list[Any], Viewer], list[Any]] = lambda values, viewer: values
    is_fixed: Callable[[Any, Viewer], bool] = lambda record, viewer: False

    def rows(self, record: Any, data: Any, viewer: Viewer) -> RowSet:
        """Make the rows of *record*, bound to *data* if there is any."""
        values = self.read(record) if record.pk else []
        started = [self.start(value) for value in values]
        spare = list(self.empty()) if not values else []
        fixed = self.is_fixed(record, viewer)
        most, extra = (len(values), 0) if fixed else (MOST_ROWS, max(SPARE_ROWS, len(spare)))
        made = forms.formset_factory(
            self.form, formset=RowSet, extra=extra, can_delete=not fixed, max_num=most, absolute_max=most
        )
        rows: Any = made(data, prefix=self.name, initial=started, form_kwargs={"viewer": viewer, "record": record})
        rows.fixed = fixed
        if data is None:
            for row, initial in zip(rows.extra_forms, spare, strict=False):
                row.initial = initial
        return rows

    def printed(self, values: list[Any], viewer: Viewer) -> SafeString:
        """Print a whole list, as far as it may be told to the viewer; empty for an empty one."""
        values = self.told(values, viewer)
        self.load(values, viewer)
        return print_list(self.line(value, viewer) for value in values) if values else SafeString("")

    def values(self, rows: RowSet) -> list[Any]:
        """Return the value objects of valid rows."""
        made = [self.make(cleaned, place) for place, cleaned in enumerate(rows.kept)]
        return sorted(made, key=self.order) if self.order else made


def one_more(data: Any, name: str) -> Any:
    """Return posted *data* with one row more in the list *name*; more than ``MOST_ROWS`` are not given."""
    grown = data.copy()
    key = f"{name}-{forms.formsets.TOTAL_FORM_COUNT}"
    try:
        total = int(grown.get(key, ""))
    except ValueError:
        return grown
    grown[key] = str(min(total + 1, MOST_ROWS))
    return grown


class NameRow(RowForm):
    """One name over time."""

    telling = ("value",)
    value = forms.CharField(label=_("Name"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", "—"), *language_choices()],
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=NameKind.choices, initial=NameKind.OFFICIAL)
    scheme = forms.CharField(
        label=_("Scheme"), max_length=16, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    valid = PartialDateField(label=_("In use"), required=False, help_text="")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("scheme") and cleaned.get("kind") != NameKind.TRANSLITERATION:
            self.add_error(
                "scheme", ValidationError(_("Only a transliteration has a scheme. Choose that kind, or empty the scheme."))
            )
        return cleaned


def _read_names(record: Any) -> list[Name]:
    return [row.as_value() for row in record.names.all()]


def _make_name(cleaned: dict[str, Any], place: int) -> Name:
    valid = cleaned["valid"].edtf if cleaned["valid"] else ""
    return Name(cleaned["value"], cleaned["language"], cleaned["kind"], cleaned["scheme"], valid)


NAMES = RowList(
    name="names",
    label=_("Names"),
    row_label=_("Name"),
    help_text=_(
        "At least one. If the name changed, write every name with the time in which it was in use: 1993– (still), "
        "1932–1993, 2014. Leave the time empty if a name always held."
    ),
    more=_("One more name"),
    form=NameRow,
    read=_read_names,
    start=lambda name: {**vars(name), "valid": PartialDate.parse(name.valid) if name.valid else None},
    make=_make_name,
    line=print_name,
    revive=lambda stored: Name(**stored),
    empty=lambda: ({"language": language} for language in SITE),
)
