"""Writing down items, contributions and statements as the edition's workspace takes them: one line each, in names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from itertools import chain
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.fields.models import Name
from jumelage.journal.rules import Refusal
from jumelage.partnerships.models import Topic
from jumelage.partnerships.queries import keeper_of
from jumelage.people import actions as people
from jumelage.people.models import Institution
from jumelage.people.queries import folded, institutions_named, persons_named
from jumelage.programme.actions.items import add_item, add_visit
from jumelage.programme.actions.parts import require_right
from jumelage.programme.actions.voices import add_contribution, add_statement, change_contribution
from jumelage.programme.models import Contribution, ContributionKind, ItemKind, PresenceValue, ProgrammeItem, Statement
from jumelage.programme.rules import identity
from jumelage.seminars.models import Delegation, Edition, Participation, Project
from jumelage.seminars.queries import visible_participations
from jumelage.seminars.rules import Ambiguous
from jumelage.values import LocalText, PartialDate

#: What somebody contributes to an item of a kind, where nothing else is said; to the others a speech.
_SPOKEN: dict[str, ContributionKind] = {
    ItemKind.CITY_REPORTS: ContributionKind.REPORT,
    ItemKind.EXPERT_TALK: ContributionKind.TALK,
    ItemKind.PRESENTATION: ContributionKind.PRESENTATION,
    ItemKind.SIDE_MEETING: ContributionKind.TALK,
    ItemKind.VISIT: ContributionKind.TALK,
    ItemKind.WORKSHOP: ContributionKind.TALK,
}


@dataclass(frozen=True)
class ItemLine:
    """One line about an item: words in one language; an institution by name or as a record; speakers with ``;`` between.

    ``institution`` is the one visited, of other kinds the host; ``host`` names a further host, ``facilitated_by`` who made
    the item possible, ``present`` who was there without speaking. ``as_new`` enters institutions that are given by name whatever is known. ``presences`` are those of
    whole delegations, ``more`` holds further values as ``add_item`` takes them.
    """

    language: str
    kind_of: str
    title: str = ""
    day: PartialDate | None = None
    begins: time | None = None
    ends: time | None = None
    institution: str = ""
    institution_record: Institution | None = None
    host: str = ""
    facilitated_by: str = ""
    facilitated_by_record: Institution | None = None
    speakers: str = ""
    present: str = ""
    presences: tuple[PresenceValue, ...] = ()
    topics: tuple[Topic, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    as_new: bool = False


@dataclass(frozen=True)
class ContributionLine:
    """One line about who spoke at an item; people are named who take part in the edition.

    Without ``kind_of`` it is what people contribute to an item of that kind. ``on_behalf_of`` is in whose name it was:
    the person and the office by which that person is entered. ``institution`` is the one that it was about.
    """

    language: str
    item: ProgrammeItem
    speaker: str
    kind_of: str = ""
    subject: str = ""
    institution: str = ""
    institution_record: Institution | None = None
    project: Project | None = None
    on_behalf_of: str = ""
    topics: tuple[Topic, ...] = ()
    as_new: bool = False


@dataclass(frozen=True)
class StatementLine:
    """One line about what somebody said; ``speaker`` and ``about`` take part in the edition, ``institution`` is praised."""

    language: str
    kind_of: str
    text: str
    item: ProgrammeItem | None = None
    speaker: str = ""
    delegation: Delegation | None = None
    about: str = ""
    institution: str = ""
    institution_record: Institution | None = None
    is_quote: bool = False
    is_approved: bool = False
    as_new: bool = False


_Line = ItemLine | ContributionLine | StatementLine


@transaction.atomic
def write_down_item(*, by: Actor, edition: Edition, line: ItemLine) -> ProgrammeItem:
    """Write down one line: the item, the visit that it is, institutions that are new, and who spoke.

    Raise ``Ambiguous`` where several known institutions or people of the edition bear a name.
    """
    require_right(ProgrammeItem(edition=edition), by=by)
    speakers = _people(line.speakers, edition, "speakers", by=by)
    there = dict.fromkeys([*speakers, *_people(line.present, edition, "present", by=by)])
    visited, hosts = _institutions(line, edition, by=by)
    visit = add_visit(by=by, edition=edition, institution=visited) if visited is not None else None
    item = add_item(
        by=by,
        edition=edition,
        kind_of=line.kind_of,
        title=LocalText.of(**{line.language: line.title.strip()}),
        day=line.day,
        begins=line.begins,
        ends=line.ends,
        visit=visit,
        hosts=hosts,
        facilitated_by=line.facilitated_by_record or _institution(line, "facilitated_by", edition, by=by),
        presences=[*line.presences, *(PresenceValue(participation=one.pk) for one in there)],
        topics=line.topics,
        **line.more,
    )
    kind = _SPOKEN.get(line.kind_of, ContributionKind.SPEECH)
    for speaker in speakers:
        add_contribution(by=by, edition=edition, item=item, speaker=speaker, kind_of=kind)
    return item


@transaction.atomic
def write_down_contribution(*, by: Actor, edition: Edition, line: ContributionLine) -> Contribution:
    """Write down who spoke at an item, in whose name and about what; of whom only that is known, the rest is filled in."""
    require_right(Contribution(edition=edition), by=by)
    speaker = _person(line.speaker, edition, "speaker", by=by)
    behalf = _person(line.on_behalf_of, edition, "on_behalf_of", by=by)
    values: dict[str, Any] = {
        "kind_of": line.kind_of or _SPOKEN.get(line.item.kind_of, ContributionKind.SPEECH),
        "subject": LocalText.of(**{line.language: line.subject.strip()}),
        "subject_institution": line.institution_record or _institution(line, "institution", edition, by=by),
        "subject_project": line.project,
        "on_behalf_of_person": behalf.person if behalf else None,
        "on_behalf_of_office": behalf.office if behalf else None,
        "topics": line.topics,
    }
    bare = _bare(line.item, speaker)
    if bare is not None:
        return change_contribution(by=by, contribution=bare, version=bare.version, **values)
    return add_contribution(by=by, edition=edition, item=line.item, speaker=speaker, **values)


def _bare(item: ProgrammeItem, speaker: Participation | None) -> Contribution | None:
    """Return the contribution of which the line of the item said nothing but who spoke."""
    spoken = Contribution.objects.filter(item=item, speaker=speaker, topics__isnull=True)
    empty = {
        f"{name}__isnull": True
        for name in ("subject_institution", "subject_project", "on_behalf_of_person", "on_behalf_of_office")
    }
    return next((one for one in spoken.filter(**empty) if not one.subject), None)


@transaction.atomic
def write_down_statement(*, by: Actor, edition: Edition, line: StatementLine) -> Statement:
    """Write down what somebody said; where that person spoke once at the item, it was said in that contribution."""
    require_right(Statement(edition=edition), by=by)
    speaker = _person(line.speaker, edition, "speaker", by=by)
    about = _person(line.about, edition, "about", by=by)
    spoken = list(Contribution.objects.filter(item=line.item, speaker=speaker)) if line.item and speaker else []
    return add_statement(
        by=by,
        edition=edition,
        kind_of=line.kind_of,
        item=line.item,
        contribution=spoken[0] if len(spoken) == 1 else None,
        speaker=speaker,
        delegation=line.delegation,
        about_person=about.person if about else None,
        about_institution=line.institution_record or _institution(line, "institution", edition, by=by),
        text=LocalText.of(**{line.language: line.text.strip()}),
        is_quote=line.is_quote,
        is_approved=line.is_approved,
    )


def _institutions(line: ItemLine, edition: Edition, *, by: Actor) -> tuple[Institution | None, list[Institution]]:
    """Return the institution that is visited, and those that are hosts."""
    named = line.institution_record or _institution(line, "institution", edition, by=by)
    is_same = bool(line.institution) and folded(line.host) == folded(line.institution)
    host = named if is_same else _institution(line, "host", edition, by=by)
    is_visit = line.kind_of == ItemKind.VISIT
    hosts = [found for found in (None if is_visit else named, host) if found is not None]
    return named if is_visit else None, list(dict.fromkeys(hosts))


def _institution(line: _Line, field: str, edition: Edition, *, by: Actor) -> Institution | None:
    """Return the one known institution of that name, or enter it for the side of the actor; nothing for no name."""
    name = " ".join(getattr(line, field).split())
    if not name:
        return None
    known = [] if line.as_new else institutions_named(by, name)
    if len(known) > 1:
        sentence = _("Several institutions are called “%(name)s”. Choose one of them, or enter a new one.")
        raise Ambiguous(sentence % {"name": name}, field=field, candidates=known)
    if known:
        return known[0]
    return people.add_institution(
        by=by, names=[Name(name, line.language)], introduced_by=keeper_of(by, edition.series.partnership_id)
    )


def _person(text: str, edition: Edition, field: str, *, by: Actor) -> Participation | None:
    """Return whom of the edition *text* names; nobody for no name."""
    found = _people(text.replace(";", " "), edition, field, by=by)
    return found[0] if found else None


def _people(text: str, edition: Edition, field: str, *, by: Actor) -> list[Participation]:
    """Return the people of the edition whom *text* names, each once, in its order."""
    names = [name for name in (" ".join(part.split()) for part in text.split(";")) if name]
    if not names:
        return []
    there = visible_participations(by).filter(edition=edition).select_related("person", "office")
    listed = list(there.prefetch_related("person__names", "person__titles"))
    return list(dict.fromkeys(_called_so(name, listed, field, by=by) for name in names))


def _called_so(name: str, listed: Iterable[Participation], field: str, *, by: Actor) -> Participation:
    known = {f"person {person.cluster_id or person.pk}" for person in persons_named(by, name)}
    found = [one for one in listed if identity(one) in known or folded(name) in _called(one)]
    if len(found) > 1:
        sentence = _("“%(name)s” takes part in this edition more than once. Add the speaker on the page of the item.")
        raise Ambiguous(sentence % {"name": name}, field=field, candidates=found)
    if not found:
        sentence = _("Nobody who is called “%(name)s” takes part in this edition. Add the person first, or correct the name.")
        raise Refusal(sentence % {"name": name}, field=field)
    return found[0]


def _called(participation: Participation) -> set[str]:
    """Return how somebody may be written: each name with and without the titles; without a person the words as printed."""
    if participation.person is None:
        return {folded(participation.words)} - {""}
    titles = " ".join(title.value for title in participation.person.titles.all())
    names = [name.value for name in participation.person.names.all()]
    return set(chain.from_iterable((folded(name), folded(f"{titles} {name}")) for name in names))
