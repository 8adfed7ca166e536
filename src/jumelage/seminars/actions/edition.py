"""Writing editions. Transitions of planning come with planning; past editions are documented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.journal import actions as journal
from jumelage.journal.rules import Refusal, require
from jumelage.people.models import Person
from jumelage.seminars import rules
from jumelage.seminars.actions.introducing import check_persons, follow_all, introduce_all, introduce_leaders
from jumelage.seminars.actions.parts import strike_with_notes
from jumelage.seminars.actions.series import require_writing
from jumelage.seminars.models import Edition, EditionState, OrganiserValue, Series

#: The lists of an edition: topics and initiatives as records, the others as values (``OrganiserValue`` and so on).
LISTS = ("topics", "initiatives", "organisers", "events", "projects")
#: What decides by whom an edition, and so everybody in it, is seen.
_SEEN_BY = ("series_id", "owner_side_id", "visibility")
#: What decides whether, and when, people were seen in their offices.
_OBSERVED_BY = ("dates", "state")


@transaction.atomic
def add_edition(*, by: Actor, series: Series, **values: Any) -> Edition:
    """Enter an edition that is still an idea; lists may be among the *values* (``LISTS``)."""
    lists = rules.take_lists(values, LISTS)
    return _enter_edition(Edition(series=series, **{**values, "state": EditionState.IDEA}), by=by, rows=lists, verb="add")


@transaction.atomic
def document_edition(*, by: Actor, series: Series, state: str, **values: Any) -> Edition:
    """Record a past edition in the state it reached, without the guards of planning; with its lists as ``add_edition``."""
    lists = rules.take_lists(values, LISTS)
    edition = Edition(series=series, state=state, **values)
    rules.check_documented(state=state, dates=edition.dates, today=timezone.localdate())
    return _enter_edition(edition, by=by, rows=lists, verb="document")


def _enter_edition(edition: Edition, *, by: Actor, rows: dict[str, list[Any]], verb: str) -> Edition:
    require_writing(by=by, partnership=edition.series.partnership, owner_side=edition.owner_side)
    rules.check_owner(series_owner=edition.series.owner_side_id, owner=edition.owner_side_id)
    rules.check_first_planned(state=edition.state, first_planned=edition.first_planned)
    _check_sides(edition.series, edition.host_side_id, rows.get("organisers", ()))
    _check_number(edition.series, edition.number)
    rules.check_links(rows)
    _check_leaders(by, rows.get("organisers", ()))
    made = journal.enter(edition, by=by, verb=verb, rows=rows)
    introduce_leaders(by=by, edition=made)
    return made


@transaction.atomic
def change_edition(*, by: Actor, edition: Edition, version: int, **values: Any) -> Edition:
    """Change an edition; a list that is given among the *values* (``LISTS``) replaces the old one.

    Its state can only be corrected to one in which a past edition may be recorded. Where others may see it than before,
    these and no others know of the people in it; where its dates or its state change, those people are seen in their
    offices anew.
    """
    require(rules.may_change_edition(by, edition), _("Only coordinators of the side that this edition belongs to may change it."))
    before = Edition.objects.select_related("series__partnership").get(pk=edition.pk)
    lists = rules.take_lists(values, LISTS)
    organisers = lists.get("organisers", [])
    rules.check_links(lists)
    _check_values(by, edition, values, organisers)
    changed = journal.amend(edition, by=by, version=version, values=values, rows=lists)
    was_postponed = bool(before.first_planned) or before.state == EditionState.POSTPONED
    rules.check_first_planned(state=changed.state, first_planned=changed.first_planned, was_postponed=was_postponed)
    if changed.published:
        rules.check_publishable(changed)
    if "organisers" in lists:
        introduce_leaders(by=by, edition=changed)
    if _differ(before, changed, _SEEN_BY):
        introduce_all(by=by, edition=changed)
    if _differ(before, changed, (*_SEEN_BY, *_OBSERVED_BY)):
        follow_all(by=by, edition=changed)
    return changed


def _differ(before: Edition, after: Edition, names: Sequence[str]) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in names)


def _check_values(by: Actor, edition: Edition, values: dict[str, Any], organisers: Sequence[OrganiserValue]) -> None:
    series = values.get("series", edition.series)
    if series.partnership_id != edition.series.partnership_id:
        raise Refusal(_("An edition stays within its partnership. Choose a series of the same partnership."), field="series")
    owner_side = values.get("owner_side", edition.owner_side)
    if "owner_side" in values:
        require_writing(by=by, partnership=series.partnership, owner_side=owner_side)
    rules.check_owner(series_owner=series.owner_side_id, owner=owner_side.pk if owner_side else None)
    host_side = values.get("host_side", edition.host_side)
    _check_sides(series, host_side.pk if host_side else None, organisers)
    number = values.get("number", edition.number)
    if (series, number) != (edition.series, edition.number):
        _check_number(series, number)
    _check_leaders(by, organisers, besides=[row.led_by_id for row in edition.organisers.all()])
    state = values.get("state", edition.state)
    if state != EditionState.IDEA or state != edition.state:
        dates = Edition._meta.get_field("dates").to_python(values.get("dates", edition.dates))
        rules.check_documented(state=state, dates=dates, today=timezone.localdate())


@transaction.atomic
def publish_edition(*, by: Actor, edition: Edition, version: int, published: bool) -> Edition:
    """Show an edition to everybody, or hide it again; what its people are seen as follows where its side kept it apart."""
    require(
        rules.may_change_edition(by, edition), _("Only coordinators of the side that this edition belongs to may publish it.")
    )
    if published:
        rules.check_publishable(edition)
    verb = "publish" if published else "unpublish"
    changed = journal.amend(edition, by=by, version=version, values={"published": published}, verb=verb)
    if rules.is_kept_apart(edition) != rules.is_kept_apart(changed):
        follow_all(by=by, edition=changed)
    return changed


@transaction.atomic
def delete_edition(*, by: Actor, edition: Edition) -> None:
    """Delete an edition with everything below it; the addresses answer for ever that they are gone."""
    require(rules.may_change_edition(by, edition), _("Only coordinators of the side that this edition belongs to may delete it."))
    strike_with_notes(edition, by=by, was_public=rules.is_public(edition))


def _check_sides(series: Series, host_side: int | None, organisers: Sequence[OrganiserValue]) -> None:
    sides = list(series.partnership.sides.values_list("pk", flat=True))
    rules.check_host(host_side=host_side, sides=sides)
    for organiser in organisers:
        rules.check_side(organiser.side, sides=sides, field="organisers")


def _check_number(series: Series, number: int | None) -> None:
    """Refuse a number of which a note says that it is missing; who changes the notes waits meanwhile."""
    Series.objects.select_for_update().get(pk=series.pk)
    rules.check_number(number, noted=set(series.gaps.values_list("number", flat=True)))


def _check_leaders(by: Actor, organisers: Sequence[OrganiserValue], *, besides: Sequence[int | None] = ()) -> None:
    keys = {organiser.led_by for organiser in organisers if organiser.led_by and organiser.led_by not in besides}
    check_persons(by=by, persons=[("organisers", person) for person in Person.objects.filter(pk__in=keys)])
