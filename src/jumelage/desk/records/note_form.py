"""Writing a note about a record, from the record's own screen."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.access import Place
from jumelage.desk.records.fields import RecordChoiceField
from jumelage.desk.records.titles import title_of
from jumelage.desk.screens.choices import NOTE_VISIBILITY
from jumelage.partnerships.models import Partnership, Side, Visibility
from jumelage.partnerships.queries import sides_of


class NewNote(forms.Form):
    """A note's text, the side that writes it, and who may see it: the own side, unless it is opened to both."""

    text = forms.CharField(label=_("New note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))
    side = RecordChoiceField(Side.objects.none(), label=_("Side"), empty_label=None)
    visibility = forms.ChoiceField(
        label=_("Who may read it"), choices=NOTE_VISIBILITY, initial=Visibility.INTERNAL, widget=forms.RadioSelect
    )

    @classmethod
    def for_place(cls, place: Place, data: Any = None) -> Self | None:
        """Return the form for a viewer with a role for a side that the record can concern, or ``None``."""
        sides = sides_of(place.actor)
        if (partnership := _partnership_of(place.record)) is not None:
            sides = sides.filter(partnership=partnership)
        known = list(sides.order_by("partnership", "order"))
        if not known:
            return None
        form = cls(data, prefix="note")
        side: Any = form.fields["side"]
        side.queryset, side.initial = sides, known[0].pk
        side.choices = [(one.pk, str(title_of(one, place.viewer))) for one in known]
        if len(known) == 1:
            side.widget = forms.HiddenInput()
        return form


def _partnership_of(record: Any) -> Partnership | None:
    if isinstance(record, Partnership):
        return record
    of_edition = getattr(record, "edition", record)
    return getattr(of_edition, "partnership", None) or getattr(getattr(of_edition, "series", None), "partnership", None)
