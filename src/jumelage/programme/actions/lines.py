"""Writing down an item as the edition's workspace takes it: one line, with its institution and its speakers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from itertools import chain

from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.fields.models import Name
from jumelage.journal.rules import Refusal
from jumelage.partnerships.models import Side
from jumelage.partnerships.queries import sides_of
from jumelage.partnerships.rules import COORDINATORS
from jumelage.people import actions as people
from jumelage.people.models import Institution
from jumelage.people.queries import folded, institutions_named, persons_named
from jumelage.programme.actions.items import add_item, add_visit
from jumelage.programme.actions.parts import require_right
from jumelage.programme.actions.voices import add_contribution
from jumelage.programme.models import ContributionKind, ItemKind, PresenceValue, ProgrammeItem
from jumelage.programme.rules import identity
from jumelage.seminars.models import Edition, Participation
from jumelage.seminars.queries import visible_participations
from jumelage.seminars.rules import Ambiguous
from jumelage.values import LocalText, PartialDate

#: What somebody contributes to an item of a kind, where nothing else is said; to the others a speech.
_SPOKEN: dict[str, ContributionKind] = {
    ItemKind.CITY_REPORTS: ContributionKind.REPORT,
    ItemKind.EXPERT_TALK: ContributionKind.TALK,
    ItemKind.LEADERSHIP_MEETING: ContributionKind.TALK,
    ItemKind.PRESENTATION: ContributionKind.PRESENTATION,
    ItemKind.SIDE_MEETING: ContributionKind.TALK,
    ItemKind.VISIT: ContributionKind.TALK,
    ItemKind.WORKSHOP: ContributionKind.TALK,
}


@dataclass(frozen=True)
class ItemLine:
    """One line about an item: words in one language; an institution by name or as a record; speakers with ``;`` between.

    ``institution`` is the one visited, of other kinds the host; ``host`` names a further host. ``as_new`` enters an
    institution of that name whatever is known.
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
    speakers: str = ""
    as_new: bool = False


@transaction.atomic
def write_down_item(*, by: Actor, edition: Edition, line: ItemLine) -> ProgrammeItem:
    """Write down one line: the item, the visit that it is, institutions that are new, and who spoke.

    Raise ``Ambiguous`` where several known institutions or people of the edition bear a name.
    """
    require_right(ProgrammeItem(edition=edition), by=by)
    speakers = _speakers(line.speakers, edition, by=by)
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
        presences=[PresenceValue(participation=speaker.pk) for speaker in speakers],
    )
    kind = _SPOKEN.get(line.kind_of, ContributionKind.SPEECH)
    for speaker in speakers:
        add_contribution(by=by, edition=edition, item=item, speaker=speaker, kind_of=kind)
    return item


def _institutions(line: ItemLine, edition: Edition, *, by: Actor) -> tuple[Institution | None, list[Institution]]:
    """Return the institution that is visited, and those that are hosts."""
    keeper = None
    if not by.is_administrator:
        keeper = sides_of(by, roles=COORDINATORS).filter(partnership=edition.series.partnership_id).first()
    named = line.institution_record or _institution(line, "institution", by=by, keeper=keeper)
    is_same = bool(line.institution) and folded(line.host) == folded(line.institution)
    host = named if is_same else _institution(line, "host", by=by, keeper=keeper)
    is_visit = line.kind_of == ItemKind.VISIT
    hosts = [found for found in (None if is_visit else named, host) if found is not None]
    return named if is_visit else None, list(dict.fromkeys(hosts))


def _institution(line: ItemLine, field: str, *, by: Actor, keeper: Side | None) -> Institution | None:
    """Return the one known institution of that name, or enter it for *keeper* to look after; nothing for no name."""
    name = " ".join(getattr(line, field).split())
    if not name:
        return None
    known = [] if line.as_new else institutions_named(by, name)
    if len(known) > 1:
        sentence = _("Several institutions are called “%(name)s”. Choose one of them, or enter a new one.")
        raise Ambiguous(sentence % {"name": name}, field=field, candidates=known)
    return known[0] if known else people.add_institution(by=by, names=[Name(name, line.language)], introduced_by=keeper)


def _speakers(text: str, edition: Edition, *, by: Actor) -> list[Participation]:
    """Return the people of the edition whom *text* names, each once, in its order."""
    names = [name for name in (" ".join(part.split()) for part in text.split(";")) if name]
    if not names:
        return []
    there = visible_participations(by).filter(edition=edition).select_related("person")
    listed = list(there.prefetch_related("person__names", "person__titles"))
    return list(dict.fromkeys(_speaker(name, listed, by=by) for name in names))


def _speaker(name: str, listed: Iterable[Participation], *, by: Actor) -> Participation:
    known = {f"person {person.cluster_id or person.pk}" for person in persons_named(by, name)}
    found = [one for one in listed if identity(one) in known or folded(name) in _called(one)]
    if len(found) > 1:
        sentence = _("“%(name)s” takes part in this edition more than once. Add the speaker on the page of the item.")
        raise Ambiguous(sentence % {"name": name}, field="speakers", candidates=found)
    if not found:
        sentence = _("Nobody who is called “%(name)s” takes part in this edition. Add the person first, or correct the name.")
        raise Refusal(sentence % {"name": name}, field="speakers")
    return found[0]


def _called(participation: Participation) -> set[str]:
    """Return how somebody may be written: each name with and without the titles; without a person the words as printed."""
    if participation.person is None:
        return {folded(participation.words)} - {""}
    titles = " ".join(title.value for title in participation.person.titles.all())
    names = [name.value for name in participation.person.names.all()]
    return set(chain.from_iterable((folded(name), folded(f"{titles} {name}")) for name in names))
