"""Form fields for the values of ``jumelage.values``: what a person types becomes a value, or a sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jumelage.fields import wording
from jumelage.languages import OWN_NAME, SITE
from jumelage.values import STATUSES, LocalString, LocalText, PartialDate, PartialDateError, Quantity, QuantityError, text_hash

_DAY = r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})"
_FRIENDLY: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"{_DAY}\s*[-–—/]\s*{_DAY}"), "{2}-{1:0>2}-{0:0>2}/{5}-{4:0>2}-{3:0>2}"),
    (re.compile(rf"(\d{{1,2}})\.\s*(\d{{1,2}})\.\s*[-–—/]\s*{_DAY}"), "{4}-{1:0>2}-{0:0>2}/{4}-{3:0>2}-{2:0>2}"),
    (re.compile(rf"(\d{{1,2}})\.?\s*[-–—/]\s*{_DAY}"), "{3}-{2:0>2}-{0:0>2}/{3}-{2:0>2}-{1:0>2}"),
    (re.compile(_DAY), "{2}-{1:0>2}-{0:0>2}"),
    (re.compile(r"(0?[1-9]|1[0-2])\.\s*(\d{4})"), "{1}-{0:0>2}"),  # no thirteenth month: EDTF's 21 to 24 are seasons
    (re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})"), "{0}/{1}"),
)


def read_partial_date(text: str) -> PartialDate:
    """Read a date as a person types it: day.month.year, month.year, year, two of them with a dash, or EDTF.

    ``23.–27.11.2014``, ``30.11.–4.12.2014``, ``11.2014``, ``2014–2019`` are understood, and in the words of the site's
    languages months (``16.–21. Juni 2019``), parts of a year or a month (``Anfang 2018``, ``mid-June 2019``) and open
    ends (``2014–``, ``seit 2014``, ``–2014``, ``until 2014``), besides everything that ``PartialDate.parse`` reads.
    Raise ``PartialDateError`` where it is none.
    """
    text = wording.in_numbers(text)
    if named := wording.split_part(text):
        return PartialDate.part_of(named[0], _read_whole(named[1]).edtf)
    if ends := wording.split_open(text):
        return PartialDate.parse("/".join(_read_whole(end).edtf if end else ".." for end in ends))
    return _read_whole(text)


def _read_whole(text: str) -> PartialDate:
    for pattern, edtf in _FRIENDLY:
        if match := pattern.fullmatch(text):
            return PartialDate.parse(edtf.format(*match.groups()))
    return PartialDate.parse(text)


_NO_DATE = {
    "invalid": _(
        "“%(value)s” is no date that can be read. Write for example 23.11.2014, 11.2014, 2014, "
        "early 2014, until 2014, 23.–27.11.2014 or 2014–2019; leave the field empty if nothing is known."
    ),
    "order": _("“%(value)s” ends before it begins. Exchange the two dates."),
}


def date_refusal(text: str, error: PartialDateError) -> ValidationError:
    """Return what a person is told in her own language where *text* is no date."""
    code = "order" if "before it begins" in str(error) else "invalid"
    return ValidationError(_NO_DATE[code], code=code, params={"value": Truncator(text).chars(60)})


def write_partial_date(value: PartialDate) -> str:
    """Write a date as a person types it, so that ``read_partial_date`` reads the same; EDTF where that cannot be."""
    said = wording.say_part(value, get_language() or "en")
    parts = [".".join(part.lstrip("0") for part in reversed(part.split("-"))) for part in value.edtf.split("/")]
    typed = said or ("–".join("" if part == ".." else part for part in parts) if "." not in value.edtf.strip("./") else "")
    try:
        return typed if typed and read_partial_date(typed) == value else value.edtf
    except PartialDateError:
        return value.edtf


class PartialDateField(forms.CharField):
    """One text input for a date as far as it is known."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "help_text", _("As far as it is known: 23.11.2014, 11.2014, 2014, early 2014, 23.–27.11.2014, 2014– or –2014 (open).")
        )
        options.setdefault("empty_value", None)
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_partial_date(str(text))
        except PartialDateError as error:
            raise date_refusal(str(text), error) from error

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.edtf if isinstance(value, PartialDate) else value)

    def prepare_value(self, value: Any) -> Any:
        return write_partial_date(value) if isinstance(value, PartialDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (self.to_python(initial) or None) != self.to_python(data)
        except ValidationError:
            return True


_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:mehr als|über|more than|over|более|больше|свыше)\b|>", re.IGNORECASE), ">"),
    (re.compile(r"(?:weniger als|unter|fewer than|less than|under|менее|меньше)\b|<", re.IGNORECASE), "<"),
    (re.compile(r"(?:etwa|rund|circa|ca\.|ungefähr|about|around|approximately|около|примерно)(?!\w)|~", re.IGNORECASE), "~"),
)
_NUMEROUS = frozenset({"numerous", "many", "zahlreiche", "zahlreich", "viele", "многочисленные", "много"})
_GROUPS = re.compile(r"(?<=\d)[.,\s\u00a0\u202f'’](?=\d{3}(?!\d))")


def read_quantity(text: str) -> Quantity:
    """Read a quantity as a person types it, in German, Russian or English; raise ``QuantityError`` where it is none.

    ``mehr als 30.000``, ``около 50``, ``120–150``, ``numerous`` are understood besides what ``Quantity.parse`` reads.
    """
    text = " ".join(text.split())
    if text.casefold() in _NUMEROUS:
        return Quantity("numerous")
    for pattern, mark in _MARKS:
        if match := pattern.match(text):
            text = mark + text[match.end() :].strip()
            break
    return Quantity.parse(re.sub(r"\s*(?:[-–—]|\.\.|bis|to|до)\s*", "..", _GROUPS.sub("", text)))


def quantity_refusal(text: str, error: QuantityError) -> ValidationError:
    """Return what a person is told in her own language where *text* is no quantity."""
    del error
    sentence = _("“%(value)s” is no number that can be read. Write for example 120, more than 30,000, about 50 or 120–150.")
    return ValidationError(sentence, code="invalid", params={"value": Truncator(text).chars(60)})


def write_quantity(value: Quantity) -> str:
    """Write a quantity so that ``read_quantity`` reads the same: with a dash between two numbers, in words for many."""
    return gettext("numerous") if value.qualifier == "numerous" else value.text.replace("..", "–")


class QuantityField(forms.CharField):
    """One text input for a number as far as it is known."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("As far as it is known: 120, about 50, more than 30,000, 120–150, numerous."))
        options.setdefault("empty_value", None)
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text or isinstance(text, Quantity):
            return text or None
        try:
            return read_quantity(str(text))
        except QuantityError as error:
            raise quantity_refusal(str(text), error) from error

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.text if isinstance(value, Quantity) else value)

    def prepare_value(self, value: Any) -> Any:
        return write_quantity(value) if isinstance(value, Quantity) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (self.to_python(initial) or None) != self.to_python(data)
        except ValidationError:
            return True


class LocalTextWidget(forms.MultiWidget):
    """One text box and one status a language of the site."""

    template_name = "fields/local_text.html"

    def __init__(self, *, long: bool = False, attrs: dict[str, Any] | None = None) -> None:
        statuses = [("draft", _("draft")), ("reviewed", _("reviewed")), ("machine", _("machine translation"))]
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {}
        for language in SITE:
            box_attrs = {"lang": language, "class": "kern-form-input__input", **({"rows": 5} if long else {})}
            widgets[language] = (forms.Textarea if long else forms.TextInput)(attrs=box_attrs)
            widgets[f"{language}_status"] = forms.Select(choices=statuses, attrs={"class": "kern-form-input__select"})
            widgets[f"{language}_checked"] = forms.CheckboxInput(attrs={"class": "kern-form-check__checkbox"})
        self.value: LocalText = LocalText()
        super().__init__(widgets, attrs)

    def decompress(self, value: LocalText | None) -> list[Any]:
        value = value or LocalText()
        parts: list[Any] = []
        for language in SITE:
            entry = value.get(language)
            parts += [entry.text if entry else "", entry.status if entry else "draft", False]
        return parts

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        text = value if isinstance(value, LocalText) else self.value
        boxes = iter(context["widget"]["subwidgets"])
        context["widget"]["languages"] = [
            {
                "language": language,
                "name": OWN_NAME[language],
                "text": next(boxes),
                "status": next(boxes),
                "checked": next(boxes),
                "stale": text.is_stale(language),
                "source": OWN_NAME.get(getattr(text.get(language), "source_language", None) or "", ""),
                "open": bool(text.get(language)) or language == get_language(),
            }
            for language in SITE
        ]
        return context


class LocalTextField(forms.MultiValueField):
    """One text in the site's languages; a changed translation remembers the original it was made from.

    The original is the first language whose entry has no source; where there is none yet, the first language
    filled in. What was not rewritten stays as it was: an original remains one, and a translation keeps the hash
    of what it was made from until somebody rewrites it or ticks that she compared it. Other languages than the
    site's that a text already has are kept untouched.
    """

    def __init__(self, *, long: bool = False, **options: Any) -> None:
        options.pop("max_length", None)
        options.pop("encoder", None)
        options.pop("decoder", None)
        parts: list[forms.Field] = []
        for _language in SITE:
            parts += [
                forms.CharField(required=False),
                forms.ChoiceField(choices=[(status, status) for status in STATUSES], required=False),
                forms.BooleanField(required=False),
            ]
        widget = options.pop("widget", None) or LocalTextWidget(long=long)
        super().__init__(parts, require_all_fields=False, widget=widget, **options)

    def bind_value(self, value: LocalText) -> None:
        """Tell the field what stands in the record, so that sources and foreign languages survive the form."""
        self.initial = value
        self.widget.value = value

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Bind what the form starts with; Django asks for this before it cleans."""
        value = form.get_initial_for_field(self, field_name)
        if isinstance(value, LocalText):
            self.bind_value(value)
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> LocalText:
        if isinstance(value, LocalText):
            return value
        if self.required and not any(str(part or "").strip() for part in (value or [])[::3]):
            raise ValidationError(_("Write this text in at least one language."), code="required")
        return super().clean(value) if any(value or []) else self.compress([])

    def compress(self, data_list: list[Any]) -> LocalText:
        before: LocalText = self.initial if isinstance(self.initial, LocalText) else LocalText()
        typed = {language: data_list[place * 3 : place * 3 + 3] for place, language in enumerate(SITE)} if data_list else {}
        entries = {language: entry for language, entry in before.items() if language not in SITE}
        texts = {language: text for language, part in typed.items() if (text := _plain(part[0]))}
        present = texts | {language: entry.text for language, entry in entries.items()}
        originals = [language for language in present if language in before and not before[language].source_language]
        original = next(iter((*originals, *present)), "")
        for language, text in texts.items():
            written = LocalString(text, typed[language][1] or "draft")
            entries[language] = _entry(language, before, written, present, original=original, checked=typed[language][2])
        return LocalText.from_entries(entries)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or LocalText()) != self.clean(data))
        except ValidationError:
            return True


def _plain(text: object) -> str:
    """Return a text without space around it, its line ends as in the database: a browser sends others."""
    return str(text or "").replace("\r\n", "\n").strip()


def _entry(
    language: str, before: LocalText, written: LocalString, present: dict[str, str], *, original: str, checked: bool
) -> LocalString:
    """Make the entry of one language out of what stood *before* and what was *written*; *present* are all texts now."""
    old = before.get(language)
    source = old.source_language if old and old.source_language in present else original
    if old and _plain(old.text) == written.text and not checked and not (language == original and old.source_language):
        return replace(old, status=written.status)
    if language == original or (old and not old.source_language and not checked):
        return written
    return replace(written, source_language=source, source_hash=text_hash(present[source]))
