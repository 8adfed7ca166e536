"""What every one-line form of the workspace has in common: fields that suggest, names that are settled, what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now

from jumelage.desk.records.filters import contains
from jumelage.desk.records.search import folded
from jumelage.desk.records.titles import Viewer
from jumelage.desk.workspace.settling import Meant, Question, Unsettled, bears, settle
from jumelage.fields.names import split_salutation, split_titles
from jumelage.journal.rules import Refusal
from jumelage.languages import OWN_NAME, SITE
from jumelage.partnerships.models import Side
from jumelage.people.models import Institution, Person, PersonName
from jumelage.seminars.models import Edition
from jumelage.seminars.queries import visible_participations

_LANGUAGES = [(code, OWN_NAME[code]) for code in SITE]


def typed(label: Any, suggests: str = "", **options: Any) -> forms.CharField:
    """Return a text input; *suggests* names the list of what is known."""
    options.setdefault("max_length", 300)
    options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
    field = forms.CharField(label=label, **options)
    field.suggests = suggests  # type: ignore[attr-defined]
    return field


def language(label: Any) -> forms.ChoiceField:
    """Return the choice of the language in which a line is written."""
    return forms.ChoiceField(label=label, choices=_LANGUAGES)


def clock(label: Any) -> forms.TimeField:
    """Return an input for a time of the day."""
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class LineForm(forms.Form):
    """One line of the workspace. It knows the edition that it writes to; ``save`` calls one action."""

    #: The name of the line in the form that posts it, its heading and its button.
    name: ClassVar[str]
    heading: ClassVar[Any]
    button: ClassVar[Any]
    #: Whether the line stands there only when somebody asks for it.
    folded: ClassVar[bool] = False
    #: Fields whose values are typed again and again and therefore kept for the next line.
    sticky: ClassVar[tuple[str, ...]] = ()
    #: Fields that are seldom needed: they stand behind ``more_label``.
    more: ClassVar[tuple[str, ...]] = ()
    more_label: ClassVar[Any] = ""
    #: The width of each field in twelfths of the line, where it is not three; and which one the next line begins at.
    widths: ClassVar[dict[str, int]] = {}
    first: ClassVar[str] = ""
    #: Names under which the action refuses what stands in a field here.
    fields_of_action: ClassVar[dict[str, str]] = {}

    def __init__(self, data: Any = None, *, edition: Edition, viewer: Viewer, initial: Any = None) -> None:
        self.edition, self.viewer = edition, viewer
        self.question: Question | None = None
        self.entered: list[str] = []
        self.instead: Any = None
        super().__init__(data, initial=initial, prefix=self.name)
        for name, field in self.fields.items():
            if hasattr(field, "label_from_instance"):
                field.viewer = viewer  # type: ignore[attr-defined]
            if what := getattr(field, "suggests", ""):
                field.widget.attrs |= self._suggesting(name, what)
        self.arrange()

    def _suggesting(self, name: str, what: str) -> dict[str, str]:
        """Return the attributes by which an input is completed from what is known, while somebody types."""
        known = f"known-{self.add_prefix(name)}"
        return {
            "list": known,
            "hx-get": reverse("desk:work_suggest", args=[self.edition.public_id, what]),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{known}",
        }

    def arrange(self) -> None:
        """Fit the choices to the edition. By default the language is that of the desk, and the sides are the edition's."""
        if "language" in self.fields:
            self.initial.setdefault("language", self.viewer.language)
        if "side" in self.fields:
            side: Any = self.fields["side"]
            side.queryset = Side.objects.filter(partnership=self.edition.series.partnership_id).select_related("city")

    def offer(self, name: str, records: Any) -> None:
        """Offer *records* in a field that chooses among them."""
        field: Any = self.fields[name]
        field.queryset = records

    def laid_out(self) -> Iterator[tuple[forms.BoundField, int]]:
        """Return the fields that always stand there, each with its width."""
        return ((self[name], self.widths.get(name, 3)) for name in self.fields if name not in self.more)

    def laid_aside(self) -> list[tuple[forms.BoundField, int]]:
        """Return the fields that are seldom needed, each with its width."""
        return [(self[name], self.widths.get(name, 3)) for name in self.more]

    @property
    def is_unfolded(self) -> bool:
        """Whether something stands in a field that is seldom needed, or is wrong there."""
        return any(self[name].errors or (self.is_bound and self.fields[name].has_changed(self[name].initial, self[name].data))
                   for name in self.more)  # fmt: skip

    @property
    def starts_at(self) -> str:
        """The field at which the next line begins."""
        return self.first or next(iter(self.fields))

    @cached_property
    def _answers(self) -> dict[tuple[str, str], str]:
        """What somebody said of names that might mean several, by field and text."""
        given = self.data.getlist(self.add_prefix("chosen")) if self.is_bound and hasattr(self.data, "getlist") else []
        apart = (answer.split("|", 2) for answer in given if answer.count("|") >= 2)
        return {(field, text): public_id for field, public_id, text in apart}

    def answered(self) -> list[str]:
        """Return what was said already, as it is sent along with the next answer."""
        return [f"{field}|{public_id}|{text}" for (field, text), public_id in self._answers.items()]

    def settled(self, field: str, model: type[Model], text: str | None = None) -> Meant:
        """Return which record is meant by what was typed into a field, or ask (``Unsettled``)."""
        wanted = self.cleaned_data[field] if text is None else text
        meant = settle(model, field, wanted, viewer=self.viewer, answers=self._answers)
        if meant.is_new and model is Institution and bears(Person, split_titles(wanted)[1], self.viewer.actor):
            sentence = _now("“%(name)s” is known here as a person. Enter an institution, or leave this empty.")
            raise ValidationError({field: sentence % {"name": wanted}})
        return self.noted(wanted, meant)

    def noted(self, text: str, meant: Meant) -> Meant:
        """Remember a name that is entered anew, so that whoever typed it is told."""
        if meant.is_new:
            self.entered.append(text)
        return meant

    def known_person(self, field: str) -> Person | None:
        """Return the person that is meant; one who is not known is entered under People, with the office."""
        text = self.completed(self.cleaned_data[field])
        meant = settle(Person, field, text, viewer=self.viewer, answers=self._answers)
        if meant.is_new:
            sentence = _now("“%(name)s” is not known here. Add the person under People first, or leave this empty.")
            raise ValidationError({field: sentence % {"name": text}})
        return meant.record

    def completed(self, text: str) -> str:
        """Complete names (with a semicolon between them) of which a part was typed, where one person here bears it."""
        return "; ".join(self._completed(part.strip()) for part in text.split(";") if part.strip())

    def _completed(self, part: str) -> str:
        name = split_titles(split_salutation(part)[1])[1]
        shown = visible_participations(self.viewer.actor).filter(edition=self.edition, person__isnull=False)
        names = list(PersonName.objects.filter(contains("value", name), person__in=shown.values("person")))
        first = {row.person_id: row.value for row in reversed(names)}
        if len(first) > 1 and not any(folded(row.value) == folded(name) for row in names):
            sentence = _now("“%(name)s” may mean %(people)s. Write the whole name of the one that is meant.")
            raise ValidationError(sentence % {"name": part, "people": ", ".join(sorted(first.values()))})
        return next(iter(first.values())) if len(first) == 1 else name

    def write(self) -> Any:
        """Write the line down; what has to be asked, or is refused, is shown, and nothing is returned."""
        try:
            return self.save()
        except Unsettled as asked:
            self.question = asked.question
        except ValidationError as wrong:
            self.add_error(None, wrong)
        except Refusal as refusal:
            self.refuse(refusal)
        return None

    def save(self) -> Any:
        """Write the line down and return the record."""
        raise NotImplementedError

    def told(self, record: Any) -> str:
        """Say in a sentence what was added."""
        return _now("It was added. The next line can follow.")

    def news(self) -> str:
        """Say which names were not known here before and are now; nothing, if all were."""
        names = ", ".join(_now("“%(name)s”") % {"name": name} for name in dict.fromkeys(self.entered))
        return _now("Entered for the first time: %(names)s.") % {"names": names} if names else ""

    def kept(self) -> dict[str, str]:
        """Return what the next line starts with."""
        return {name: str(self.data.get(self.add_prefix(name), "")) for name in self.sticky}

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal of the action beside the field that it names, or at the top of the line."""
        field = self.fields_of_action.get(refusal.field or "", refusal.field)
        self.add_error(field if field in self.fields else None, str(refusal))
