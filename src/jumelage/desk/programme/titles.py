"""What the elements of a programme are called on the desk, and when they were."""

from __future__ import annotations

from django.utils.text import capfirst

from jumelage.desk.records.titles import Title, Viewer, load_for_titles, plain_title, text_title, title_of
from jumelage.desk.seminars.titles import shortened
from jumelage.programme.models import Contribution, ProgrammeItem, Statement, Visit

load_for_titles(ProgrammeItem, "visit__institution", names=("visit__institution__names",))
load_for_titles(Visit, "institution", names=("institution__names",))
load_for_titles(Contribution, "speaker__person", names=("speaker__person__names",))


def print_times(item: ProgrammeItem) -> str:
    """Print from when to when an item lasted, as far as it is known."""
    return "–".join(f"{clock:%H:%M}" for clock in (item.begins, item.ends) if clock)


@title_of.register
def _item(record: ProgrammeItem, viewer: Viewer) -> Title:
    number = plain_title(f"{record.count} × " if record.count > 1 else "")
    own = text_title(record.title, viewer.language)
    if own.parts:
        return number + shortened(own)
    kind = number + plain_title(capfirst(str(record.get_kind_of_display())))
    return kind + plain_title(": ") + title_of(record.visit, viewer) if record.visit else kind


@title_of.register
def _visit(record: Visit, viewer: Viewer) -> Title:
    return title_of(record.institution, viewer)


@title_of.register
def _contribution(record: Contribution, viewer: Viewer) -> Title:
    subject = text_title(record.subject, viewer.language)
    about = shortened(subject) if subject.parts else plain_title(str(record.get_kind_of_display()))
    return title_of(record.speaker, viewer) + plain_title(": ") + about


@title_of.register
def _statement(record: Statement, viewer: Viewer) -> Title:
    return shortened(text_title(record.text, viewer.language))
