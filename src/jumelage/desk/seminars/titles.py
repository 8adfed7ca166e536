"""What the parts of an edition, and what editions are linked with, are called on the desk."""

from __future__ import annotations

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from jumelage.desk.records.titles import Title, Viewer, load_for_titles, name_title, plain_title, text_title, title_of
from jumelage.fields.display import print_date, print_ordinal
from jumelage.people.models import Institution, Office
from jumelage.seminars.models import (
    Delegation,
    ExternalEvent,
    ExternalPublication,
    FocusTopic,
    FrameworkInitiative,
    JobShadowing,
    Objective,
    Participation,
    Project,
)

TITLE_LENGTH = 90
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))

load_for_titles(Delegation, "side__city", names=("side__city__names",))
load_for_titles(Participation, "person", names=("person__names",))
load_for_titles(ExternalEvent, names=("names",))
load_for_titles(FrameworkInitiative, names=("names",))
load_for_titles(Project, names=("names",))
load_for_titles(JobShadowing, "hosted_by", names=("hosted_by__names",))


def shortened(title: Title) -> Title:
    """Return a title of one part that is not longer than a line."""
    return Title(tuple((Truncator(" ".join(text.split())).chars(TITLE_LENGTH), language) for text, language in title.parts))


def written_title(text: str, language: str, viewer: Viewer) -> Title:
    """Make a title of words as they were printed, in the language in which they were."""
    return Title(((text, "" if language == viewer.language else language),))


def print_roman(number: int) -> str:
    """Return a number below 40 in Roman numerals; a greater one in figures."""
    if number >= 40:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written


@title_of.register
def _delegation(record: Delegation, viewer: Viewer) -> Title:
    return plain_title(_("Delegation: ")) + title_of(record.side, viewer)


@title_of.register
def _participation(record: Participation, viewer: Viewer) -> Title:
    if record.person is not None:
        return title_of(record.person, viewer)
    if record.words:
        return written_title(record.words, record.words_language, viewer)
    viewer.remember(("unnamed", record.edition_id), lambda: _load_unnamed(record.edition_id, viewer))
    if record.office_id is not None:
        return title_of(viewer.known(Office, record.office_id), viewer)
    return title_of(viewer.known(Institution, record.institution_id or 0), viewer)


def _load_unnamed(edition: int, viewer: Viewer) -> None:
    """Load the offices and institutions after which nameless participations of an edition are called, all at once."""
    unnamed = Participation.objects.filter(edition=edition, person=None, words="").values_list("office", "institution")
    viewer.load(Office, [office for office, _institution in unnamed if office])
    viewer.load(Institution, [institution for office, institution in unnamed if institution and not office])


@title_of.register
def _objective(record: Objective, viewer: Viewer) -> Title:
    return shortened(text_title(record.text, viewer.language))


@title_of.register
def _focus_topic(record: FocusTopic, viewer: Viewer) -> Title:
    return shortened(text_title(record.title, viewer.language))


@title_of.register
def _publication(record: ExternalPublication, viewer: Viewer) -> Title:
    return written_title(record.title, record.language, viewer)


@title_of.register
def _event(record: ExternalEvent, viewer: Viewer) -> Title:
    if record.ordinal is None:
        return name_title(record, viewer.language)
    number = print_roman(record.ordinal) if record.is_roman else print_ordinal(record.ordinal, viewer.language)
    return plain_title(f"{number} ") + name_title(record, viewer.language, numbered=not record.is_roman)


@title_of.register
def _named(record: FrameworkInitiative | Project, viewer: Viewer) -> Title:
    return name_title(record, viewer.language)


@title_of.register
def _job_shadowing(record: JobShadowing, viewer: Viewer) -> Title:
    host = title_of(record.hosted_by, viewer)
    return host + plain_title(f", {print_date(record.dates, viewer.language)}") if record.dates else host
