"""What a record is called on the desk, in the reader's language, each word marked with its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, singledispatch
from typing import Any, TypeVar

from django.db.models import Model, QuerySet, prefetch_related_objects
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.accounts.models import User
from jumelage.fields.display import after_number, print_ordinal
from jumelage.fields.names import name_on
from jumelage.partnerships.models import City, Grant, Note, Partnership, Proposal, Side, Topic
from jumelage.people.models import Appointment, Counterpart, Institution, Judgement, Office, Person, Site
from jumelage.people.queries import visible_persons
from jumelage.people.queries import visible_to as visible_institutions
from jumelage.people.rules import full_name
from jumelage.seminars.models import Edition, Series
from jumelage.seminars.queries import visible_series
from jumelage.sources.models import Source
from jumelage.sources.queries import visible_to as visible_sources
from jumelage.values import LocalText

ModelT = TypeVar("ModelT", bound=Model)
_OWN_TITLE_LENGTH = 70


@dataclass(frozen=True)
class Viewer:
    """Who looks at a screen: what may be shown follows from the actor, in which words from the language."""

    actor: Actor
    language: str

    @cached_property
    def series(self) -> frozenset[int]:
        """The keys of the series that may be named to this viewer: an edition may be visible when its series is not."""
        return frozenset(visible_series(self.actor).values_list("pk", flat=True))

    @cached_property
    def persons(self) -> frozenset[int]:
        """The keys of the persons that may be named to this viewer: an office is seen by more than its holders are."""
        return frozenset(visible_persons(self.actor).values_list("pk", flat=True))

    @cached_property
    def sources(self) -> frozenset[int]:
        """The keys of the sources that may be named to this viewer: a side keeps some to itself."""
        return frozenset(visible_sources(self.actor).values_list("pk", flat=True))

    @cached_property
    def about(self) -> dict[str, Any]:
        """What notes and proposals are about, by public id, as far as it was loaded for this viewer."""
        return {}

    @cached_property
    def _remembered(self) -> dict[Any, Any]:
        return {}

    def remember(self, key: Any, load: Callable[[], Any]) -> Any:
        """Return what *load* gives, asked once for this viewer: choices that many rows of one form have in common."""
        if key not in self._remembered:
            self._remembered[key] = load()
        return self._remembered[key]

    @cached_property
    def _known(self) -> dict[tuple[type[Model], int], Any]:
        return {}

    def load(self, model: type[Model], keys: Iterable[int]) -> None:
        """Load rows of *model* and what their titles are made of, in one go, for ``known``."""
        wanted = {key for key in keys if (model, key) not in self._known}
        if wanted:
            found = {row.pk: row for row in with_titles(model._default_manager.filter(pk__in=wanted))}
            self._known.update({(model, key): found.get(key) for key in wanted})

    def keep(self, rows: Iterable[Model]) -> None:
        """Remember rows that came with another record, and what their titles are made of, for ``known``."""
        self._known.update({(type(row), row.pk): row for row in rows})

    def known(self, model: type[Model], key: int) -> Any:
        """Return the row of *model* with that key and what its title is made of, loaded once; ``None`` if it is gone."""
        self.load(model, [key])
        return self._known[model, key]


@dataclass(frozen=True)
class Title:
    """A title in parts, each with its language where that is not the reader's (empty: the reader's)."""

    parts: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "".join(text for text, _language in self.parts)

    @property
    def html(self) -> SafeString:
        """The title with ``lang`` on the parts in another language."""
        marked = (
            format_html('<span lang="{}">{}</span>', language, text) if language else format_html("{}", text)
            for text, language in self.parts
        )
        return format_html_join("", "{}", ((part,) for part in marked))

    def __add__(self, other: Title) -> Title:
        return Title(self.parts + other.parts)

    def joined(self, titles: Iterable[Title]) -> Title:
        """Return *titles* one after another with this one between them."""
        parts: list[tuple[str, str]] = []
        for title in titles:
            parts += [*self.parts, *title.parts] if parts else title.parts
        return Title(tuple(parts))


def plain_title(text: str) -> Title:
    """Make a title of words in the reader's language, or in none."""
    return Title(((text, ""),))


def name_title(record: Any, language: str, day: date | None = None, *, numbered: bool = False) -> Title:
    """Make a title of the name that a record bore on *day* (today's without one); *numbered* where an ordinal precedes it."""
    shown = name_on(record.names.all(), language, day)
    if shown is None:
        return plain_title(record.public_id)
    text = after_number(shown) if numbered else shown.text
    return Title(((text, "" if shown.language == language else shown.language),))


def text_title(text: LocalText, language: str) -> Title:
    """Make a title of a text in several languages; empty where nobody wrote one."""
    shown = text.shown(language)
    if shown is None:
        return Title(())
    return Title(((shown.text, "" if shown.language == language else shown.language),))


#: What each kind's title is made of, besides the row itself.
_LOADED: dict[type[Model], tuple[tuple[str, ...], tuple[str, ...]]] = {
    City: ((), ("names",)),
    Institution: ((), ("names",)),
    Person: ((), ("names",)),
    Site: ((), ("names",)),
    Office: (("institution",), ("names", "institution__names")),
    Appointment: (
        ("person", "office__institution"),
        ("person__names", "office__names", "office__institution__names"),
    ),
    Series: ((), ("names",)),
    Edition: (("series",), ("series__names",)),
    Partnership: ((), ("sides__city__names",)),
    Side: (("city",), ("city__names",)),
    Grant: (("user", "side__city"), ("side__city__names",)),
    Note: (("owner_side__city",), ("owner_side__city__names",)),
}


def load_for_titles(model: type[Model], *related: str, names: tuple[str, ...] = ()) -> None:
    """Say what the titles of a kind are made of: the rows that it points at, and the names to be loaded with them."""
    _LOADED[model] = (related, names)


def with_titles(records: QuerySet[ModelT]) -> QuerySet[ModelT]:
    """Load what the titles of *records* are made of."""
    related, prefetched = _LOADED.get(records.model, ((), ()))
    loaded = records.select_related(*related) if related else records
    return loaded.prefetch_related(*prefetched)


def load_titles(records: Iterable[Model]) -> None:
    """Load what the titles of loaded *records* of any kinds are made of: at most one query a kind and name."""
    kinds: dict[type[Model], list[Model]] = {}
    for record in records:
        kinds.setdefault(type(record), []).append(record)
    for model, found in kinds.items():
        prefetch_related_objects(found, *_LOADED.get(model, ((), ()))[1])


@singledispatch
def title_of(record: Any, viewer: Viewer) -> Title:
    """Return what *record* is called for *viewer*; what may not be named is called so."""
    return plain_title(str(record))


@title_of.register
def _named(record: City | Institution | Site, viewer: Viewer) -> Title:
    return name_title(record, viewer.language)


@title_of.register
def _person(record: Person, viewer: Viewer) -> Title:
    if record.pk not in viewer.persons:
        return plain_title(_("a person that you may not see"))
    shown = full_name(record, viewer.language)
    if shown is None:
        return plain_title(record.public_id)
    return Title(((shown.text, "" if shown.language == viewer.language else shown.language),))


@title_of.register
def _office(record: Office, viewer: Viewer) -> Title:
    return plain_title(", ").joined([name_title(record, viewer.language), name_title(record.institution, viewer.language)])


@title_of.register
def _appointment(record: Appointment, viewer: Viewer) -> Title:
    if record.person_id not in viewer.persons:
        return plain_title(_("an appointment that you may not see"))
    return plain_title(": ").joined([title_of(record.person, viewer), title_of(record.office, viewer)])


@title_of.register
def _counterpart(record: Counterpart, viewer: Viewer) -> Title:
    return plain_title(" – ").joined([counterpart_end(record, "first", viewer), counterpart_end(record, "second", viewer)])


def load_ends(counterparts: Iterable[Counterpart], viewer: Viewer) -> None:
    """Load the offices and persons of *counterparts* into the viewer's memory: one query a kind."""
    for model, of in ((Office, "office"), (Person, "person")):
        keys = (getattr(one, f"{end}_{of}_id") for one in counterparts for end in ("first", "second"))
        viewer.load(model, [key for key in keys if key is not None])


def counterpart_end(record: Counterpart, end: str, viewer: Viewer) -> Title:
    """Return what one of two counterparts is called: the person where one is named, else the office."""
    load_ends([record], viewer)
    person, office = getattr(record, f"{end}_person_id"), getattr(record, f"{end}_office_id")
    return title_of(viewer.known(Person, person) if person else viewer.known(Office, office), viewer)


@title_of.register
def _judgement(record: Judgement, viewer: Viewer) -> Title:
    between = {"same": " = ", "different": " ≠ "}.get(record.verdict, " ? ")
    pair = (judged(record, public_id, viewer) for public_id in (record.first_id, record.second_id))
    gone = plain_title(_("a record that is gone, or that you may not see"))
    return plain_title(between).joined(title_of(one, viewer) if one else gone for one in pair)


def load_judged(judgements: Iterable[Judgement], viewer: Viewer) -> None:
    """Load what *judgements* are about into the viewer's memory, as far as the viewer may see it: one query a kind."""
    for kind, visible in (("person", visible_persons), ("institution", visible_institutions)):
        of_kind = [judgement for judgement in judgements if judgement.kind_of == kind]
        wanted = {public_id for judgement in of_kind for public_id in (judgement.first_id, judgement.second_id)}
        if wanted := wanted - set(viewer.about):
            found = {one.public_id: one for one in with_titles(visible(viewer.actor).filter(public_id__in=wanted))}
            viewer.about.update({public_id: found.get(public_id) for public_id in wanted})


def judged(record: Judgement, public_id: str, viewer: Viewer) -> Any:
    """Return one of the two records of a judgement, or ``None`` if the viewer may not see it or it is gone."""
    load_judged([record], viewer)
    return viewer.about[public_id]


@title_of.register
def _source(record: Source, viewer: Viewer) -> Title:
    if record.pk not in viewer.sources:
        return plain_title(_("a source that you may not see"))
    return Title(((record.title, "" if record.language == viewer.language else record.language),))


@title_of.register
def _series(record: Series, viewer: Viewer) -> Title:
    if record.pk not in viewer.series:
        return plain_title(_("a series that you may not see"))
    return name_title(record, viewer.language)


@title_of.register
def _edition(record: Edition, viewer: Viewer) -> Title:
    if record.series_id in viewer.series:
        day = record.dates.earliest if record.dates else None
        series = name_title(record.series, viewer.language, day, numbered=record.number is not None)
    else:
        series = plain_title(_("edition"))
    number = plain_title(f"{print_ordinal(record.number, viewer.language)} " if record.number else "")
    own = text_title(record.title, viewer.language)
    return number + series + (plain_title(": ") + own if own.parts else own)


@title_of.register
def _topic(record: Topic, viewer: Viewer) -> Title:
    return text_title(record.label, viewer.language)


@title_of.register
def _partnership(record: Partnership, viewer: Viewer) -> Title:
    return plain_title("–").joined(name_title(side.city, viewer.language) for side in record.sides.all())


@title_of.register
def _side(record: Side, viewer: Viewer) -> Title:
    label = text_title(record.label, viewer.language)
    return label if label.parts else name_title(record.city, viewer.language)


@title_of.register
def _user(record: User, viewer: Viewer) -> Title:
    return plain_title(record.name or record.email)


@title_of.register
def _grant(record: Grant, viewer: Viewer) -> Title:
    role = plain_title(f"{record.user.name or record.user.email}: {record.get_role_display()}, ")
    return role + title_of(record.side, viewer)


@title_of.register
def _note(record: Note, viewer: Viewer) -> Title:
    words = " ".join(record.text.split())
    return plain_title(words if len(words) <= _OWN_TITLE_LENGTH else f"{words[:_OWN_TITLE_LENGTH].rstrip()} …")


@title_of.register
def _proposal(record: Proposal, viewer: Viewer) -> Title:
    fields = ", ".join(dict.fromkeys(change["label"] for change in record.changes))
    return plain_title(_("Proposal: %(fields)s") % {"fields": fields})
