"""What the home page of the desk shows to one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from jumelage.accounts.models import User
from jumelage.desk.records.titles import Title, Viewer, title_of, with_titles
from jumelage.desk.screens.about import about_title, count_seen, load_about, only_seen
from jumelage.desk.screens.partnership import current_state
from jumelage.partnerships.models import Grant, Proposal, ProposalState
from jumelage.partnerships.queries import sides_of, visible_proposals, visible_to
from jumelage.partnerships.rules import COORDINATORS
from jumelage.seminars.models import EditionState
from jumelage.seminars.queries import visible_to as visible_editions

SHOWN = 8


@dataclass(frozen=True)
class Line:
    """One record on the home page: the record, its title, and a few words on it."""

    record: Any
    title: Title
    about: Any = ""


@dataclass(frozen=True)
class HomePage:
    """Everything on the home page."""

    partnerships: tuple[Line, ...]
    lately: tuple[Line, ...]
    proposals: tuple[Line, ...]
    drafts: tuple[Line, ...]
    users: int | None
    grants: int | None


def open_proposals(viewer: Viewer) -> Any:
    """Return the open proposals that the viewer may answer."""
    return only_seen(_waiting(viewer), viewer.actor)


def count_open_proposals(viewer: Viewer) -> int:
    """Count them."""
    return count_seen(_waiting(viewer), viewer.actor)


def _waiting(viewer: Viewer) -> Any:
    """Return the open proposals to a side that the viewer coordinates, seen or not."""
    waiting = visible_proposals(viewer.actor).filter(state=ProposalState.OPEN)
    if viewer.actor.is_administrator:
        return waiting
    coordinated = {grant.side for grant in viewer.actor.grants if grant.role in COORDINATORS}
    return waiting.filter(addressee__in=coordinated)


def home_page(viewer: Viewer) -> HomePage:
    """Gather the home page of *viewer*."""
    actor = viewer.actor
    own = visible_to(actor) if actor.is_administrator else visible_to(actor).filter(pk__in=actor.partnerships)
    partnerships = with_titles(own).prefetch_related("states")
    editions = visible_editions(actor)
    if not actor.is_administrator:
        editions = editions.filter(series__partnership__in=actor.partnerships)
    lately = with_titles(editions.order_by("-modified_at"))[:SHOWN]
    drafts = with_titles(editions.filter(_writable(viewer), published=False).exclude(state=EditionState.IDEA))[:SHOWN]
    return HomePage(
        partnerships=tuple(Line(one, title_of(one, viewer), current_state(one)) for one in partnerships),
        lately=tuple(Line(one, title_of(one, viewer), one.modified_at) for one in lately),
        proposals=_proposals(viewer),
        drafts=tuple(Line(one, title_of(one, viewer)) for one in drafts),
        users=User.objects.filter(is_active=True).count() if actor.is_administrator else None,
        grants=Grant.objects.count() if actor.is_administrator else None,
    )


def _writable(viewer: Viewer) -> Q:
    """Return the filter of editions that wait for this person: of an own side, or of both."""
    if viewer.actor.is_administrator:
        return Q(pk__isnull=False)
    sides = sides_of(viewer.actor, roles=COORDINATORS).values("pk")
    return Q(owner_side__in=sides) | Q(owner_side__isnull=True, series__partnership__sides__in=sides)


def _proposals(viewer: Viewer) -> tuple[Line, ...]:
    waiting = open_proposals(viewer)
    load_about(waiting, viewer)
    lines: list[Line] = []
    for proposal in list(waiting[:SHOWN]):
        found: Proposal = proposal
        lines.append(Line(found, about_title(found, viewer), title_of(found, viewer)))
    return tuple(lines)
