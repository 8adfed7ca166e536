"""Notes on the desk. They are written on the screen of the record that they are about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.filters import RecordFilters, contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.printing import print_text
from jumelage.desk.records.screen import Fact, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, title_of
from jumelage.desk.screens.about import about_link, about_title, load_about, seen_notes
from jumelage.desk.screens.choices import NOTE_VISIBILITY, taking
from jumelage.partnerships import actions, rules
from jumelage.partnerships.models import Note


class NoteForm(RecordForm):
    """A note's text and who may read it."""

    text = forms.CharField(label=_("Note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}))
    visibility = forms.ChoiceField(label=_("Who may read it"), choices=NOTE_VISIBILITY, widget=forms.RadioSelect)

    class Meta:
        model = Note
        fields = ("text", "visibility")


class NoteTable(RecordTable):
    """The list of notes."""

    title = PrintedColumn(_("Note"), title_of, order=("text",), is_title=True)
    about = PrintedColumn(_("About"), about_title)
    side = PrintedColumn(_("Written by"), lambda note, viewer: title_of(note.owner_side, viewer), order=("owner_side",))
    visibility = PrintedColumn(_("Visible to"), lambda note, viewer: note.get_visibility_display(), order=("visibility",))

    class Meta(RecordTable.Meta):
        """As every list; the newest first, as the records come."""

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Nothing more than titles need: what a note is about is loaded for all of them at once."""
        load_about(records, viewer)
        return records


class NoteFilters(RecordFilters):
    """Notes by text and visibility."""

    visibility = django_filters.ChoiceFilter(label=_("Visible to"), choices=NOTE_VISIBILITY)

    def matches(self, word: str) -> Q:
        """A note is found by its text."""
        return contains("text", word)


def _facts(note: Note, viewer: Viewer) -> Iterable[Fact]:
    yield Fact(_("About"), about_link(note, viewer))
    yield Fact(_("Written by"), title_of(note.owner_side, viewer).html if note.owner_side else print_text(_now("nobody")))


NOTE = Screen(
    kind="note",
    model=Note,
    words=Words(
        one=_("Note"),
        many=_("Notes"),
        add="",
        empty=_("No notes yet. Open a record, for example an edition, and write the first one there."),
        lead=_("What your side wrote down, and what the other side shows to both. Never on a public page."),
    ),
    visible=seen_notes,
    form=NoteForm,
    table=NoteTable,
    filters=NoteFilters,
    may_change=rules.may_change_note,
    may_delete=rules.may_change_note,
    change=taking("note", actions.change_note),
    delete=taking("note", actions.delete_note),
    more_facts=_facts,
)
