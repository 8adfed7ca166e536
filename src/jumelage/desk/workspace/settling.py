"""Which record a name means that somebody typed: the one that bears it, one that is picked among several, or a new one.

A name that nobody bears but that is like a known one is asked about too: a slip of the keyboard must not enter a person
or a house twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Model, QuerySet

from jumelage.accounts.actor import Actor
from jumelage.desk.records.search import folded, with_asides
from jumelage.desk.records.titles import Viewer, title_of, with_titles
from jumelage.people import queries as people
from jumelage.people.models import Institution, Office, Person
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import ExternalEvent, FrameworkInitiative, Project

#: From this likeness of letters on a name may be the other with a slip in it: "Beispiel" and "Beispeil" have 0.88.
ALIKE = 0.8
#: More candidates than that nobody reads; a single word shorter than that stands in too many names.
MOST, SHORTEST = 6, 5
#: What is left out where two names are compared whether they are one.
_WHITE_SPACE = re.compile(r"\s+")
#: The answer that none of those known is meant.
NEW = "new"

_NAMES = ("names__value",)
_TITLES = ("names__value", "names__feminine", "names__masculine")
_VISIBLE: dict[type[Model], tuple[Callable[[Actor], QuerySet[Any]], tuple[str, ...]]] = {
    Person: (people.visible_persons, _NAMES),
    Institution: (people.visible_to, _NAMES),
    Office: (people.visible_offices, _TITLES),
    ExternalEvent: (seminars.visible_events, _NAMES),
    FrameworkInitiative: (seminars.visible_initiatives, _NAMES),
    Project: (seminars.visible_projects, _NAMES),
}


@dataclass(frozen=True)
class Question:
    """Which of the *candidates* (public id, words) is meant by what was typed into a field; ``exact`` if they bear it."""

    field: str
    text: str
    exact: bool
    candidates: tuple[tuple[str, str], ...]


class Unsettled(Exception):
    """Somebody has to say which record is meant."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.text)
        self.question = question


@dataclass(frozen=True)
class Meant:
    """What a name means: a record, a new one, or (without a name) nothing."""

    record: Any = None
    is_new: bool = False


def settle(model: type[Model], field: str, text: str, *, viewer: Viewer, answers: Mapping[tuple[str, str], str]) -> Meant:
    """Return what *text* means; *answers* are those given before, by field and text. Raise ``Unsettled`` to ask."""
    return _settled(known_of(model, viewer.actor), field, text, viewer=viewer, answers=answers)


def settle_office(text: str, institution: Meant, *, field: str, viewer: Viewer, answers: Mapping[tuple[str, str], str]) -> Meant:
    """Return which office is meant: one of the institution; where none was typed, of any; in a new one always a new one."""
    if institution.is_new:
        return Meant(is_new=bool(text))
    offices = known_of(Office, viewer.actor)
    if institution.record is not None:
        offices = offices.filter(institution__in=people.cluster_of(Institution, institution.record.pk))
    return _settled(offices, field, text, viewer=viewer, answers=answers)


def bears(model: type[Model], text: str, actor: Actor) -> bool:
    """Say whether a record of a kind that *actor* sees is called exactly *text*."""
    visible, paths = _VISIBLE[model]
    rows = visible(actor).order_by().values_list(*paths)
    return any(_closed_up(name) == _closed_up(text) for names in rows for name in names if name)


def known_of(model: type[Model], actor: Actor) -> QuerySet[Any]:
    """Return the records of a kind that may be meant: those that *actor* sees."""
    return _VISIBLE[model][0](actor)


def _settled(records: QuerySet[Any], field: str, text: str, *, viewer: Viewer, answers: Mapping[tuple[str, str], str]) -> Meant:
    if not text:
        return Meant()
    answer = answers.get((field, text), "")
    if answer == NEW:
        return Meant(is_new=True)
    if answer and (picked := records.filter(public_id=answer).first()):
        return Meant(picked)
    exact, like = _found(records, text)
    if len(exact) == 1:
        return Meant(exact[0])
    if not exact and not like:
        return Meant(is_new=True)
    candidates = tuple(
        (record.public_id, _described(record, aside, viewer)) for record, aside in with_asides(exact or like, viewer)
    )
    raise Unsettled(Question(field, text, bool(exact), candidates))


def _described(record: Any, aside: str, viewer: Viewer) -> str:
    title = str(title_of(record, viewer))
    return f"{title} ({aside})" if aside else title


def _found(records: QuerySet[Any], text: str) -> tuple[list[Any], list[Any]]:
    """Return the records that bear a name, one a cluster, and those with a name like it, the likest first."""
    wanted, likeness = _closed_up(text), Likeness(text)
    exact: set[int] = set()
    like: dict[int, float] = {}
    for key, *names in records.order_by().values_list("pk", *_VISIBLE[records.model][1]):
        for name in filter(None, names):
            if _closed_up(name) == wanted:
                exact.add(key)
            elif (degree := likeness.to(name)) >= ALIKE:
                like[key] = max(degree, like.get(key, 0.0))
    nearest = sorted(like, key=lambda key: (-like[key], key))[: 2 * MOST]
    loaded = {record.pk: record for record in with_titles(records.filter(pk__in=[*exact, *nearest]))}
    return _one_a_cluster(loaded[key] for key in sorted(exact)), _one_a_cluster(loaded[key] for key in nearest)[:MOST]


def _closed_up(name: str) -> str:
    """Return a name without white space, which people set as they like: "e.V.", "e. V."."""
    return _WHITE_SPACE.sub("", folded(name))


def _one_a_cluster(records: Iterable[Any]) -> list[Any]:
    firsts: dict[int, Any] = {}
    for record in records:
        firsts.setdefault(getattr(record, "cluster_id", None) or record.pk, record)
    return list(firsts.values())


class Likeness:
    """How like names are to one text: by their letters, or because all its words stand in them; numbers have to agree."""

    def __init__(self, text: str) -> None:
        self._wanted = folded(text)
        self._words, self._numbers = set(_words(self._wanted)), _numbers(self._wanted)
        self._matcher = SequenceMatcher(None, autojunk=False)
        self._matcher.set_seq2(self._wanted)

    def to(self, name: str) -> float:
        """Return a degree between 0 and 1; with all its words in the name it is at least ``ALIKE``."""
        other = folded(name)
        if _numbers(other) != self._numbers:
            return 0.0
        is_long = len(self._words) > 1 or len(self._wanted) >= SHORTEST
        contained = ALIKE if is_long and self._words and self._words <= set(_words(other)) else 0.0
        self._matcher.set_seq1(other)
        if self._matcher.real_quick_ratio() < ALIKE or self._matcher.quick_ratio() < ALIKE:
            return contained
        return max(contained, self._matcher.ratio())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)
