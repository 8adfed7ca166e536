"""The line about where an edition is known from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import DayField, RecordChoiceField
from jumelage.desk.workspace.lines.base import LineForm, language, typed
from jumelage.fields.forms import PartialDateField
from jumelage.partnerships.models import Visibility
from jumelage.sources import actions as sources
from jumelage.sources.models import Source, SourceKind
from jumelage.sources.queries import visible_to as visible_sources


class SourceLine(LineForm):
    """Where the edition is known from: a source that is known, or a new one."""

    name = "source"
    heading = _("Add a source")
    button = _("Add this source")
    known = RecordChoiceField(Source.objects.none(), label=_("Known source"), required=False, empty_label=_("a new one:"))
    title = typed(_("Title"), required=False)
    address = forms.URLField(
        label=_("Web address"), required=False, assume_scheme="https", widget=forms.URLInput(attrs={"autocomplete": "off"})
    )
    publisher = typed(_("Publisher"), required=False, max_length=200)
    date = PartialDateField(label=_("Date"), required=False)
    checked_on = DayField(label=_("Last looked at"), required=False)
    language = language(_("Language"))
    published_by_us = forms.BooleanField(label=_("Published by us"), required=False)
    is_public = forms.BooleanField(label=_("May be named on public pages"), required=False, initial=True)

    def arrange(self) -> None:
        """Offer the sources of the partnership."""
        super().arrange()
        known: Any = self.fields["known"]
        known.queryset = visible_sources(self.viewer.actor).filter(partnership=self.edition.series.partnership_id)
        self.initial.setdefault("checked_on", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        """Ask for a title where no known source is chosen."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("known") and not cleaned.get("title"):
            self.add_error("title", _("Choose a known source, or enter the title of a new one."))
        if cleaned.get("known") and (cleaned.get("title") or cleaned.get("address")):
            self.add_error(
                "known", _("A known source is chosen and a new one is typed. Keep one of the two, and empty the other.")
            )
        return cleaned

    def save(self) -> Any:
        """Enter the source where it is new, and say that the edition rests on it."""
        value = {name: given for name, given in self.cleaned_data.items() if name not in ("known", "is_public")}
        if known := self.cleaned_data["known"]:
            return sources.cite(by=self.viewer.actor, record=self.edition, source=known)
        return sources.cite_new(
            by=self.viewer.actor,
            record=self.edition,
            partnership=self.edition.series.partnership,
            owner_side=self.edition.owner_side,
            kind_of=SourceKind.WEB_PAGE if value["address"] else SourceKind.PUBLICATION,
            visibility=Visibility.PUBLIC if self.cleaned_data["is_public"] else Visibility.BOTH_SIDES,
            **value,
        )
