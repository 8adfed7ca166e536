"""Writing series and editions. Transitions of planning come with planning; past editions are documented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.fields.models import Name
from jumelage.journal import actions as journal
from jumelage.journal.rules import Refusal, require
from jumelage.partnerships import rules as partnerships
from jumelage.partnerships.actions import strike_unused
from jumelage.partnerships.models import Partnership, Side, Topic
from jumelage.seminars import rules
from jumelage.seminars.models import Edition, EditionState, Lead, Series


@transaction.atomic
def add_series(
    *,
    by: Actor,
    partnership: Partnership,
    names: Sequence[Name],
    leads: Sequence[Lead] = (),
    owner_side: Side | None = None,
    **values: Any,
) -> Series:
    """Enter a series with at least one name and the institutions that lead it, one a side."""
    _require_writing(by, partnership, owner_side)
    partnerships.check_names(names)
    series = Series(partnership=partnership, owner_side=owner_side, **values)
    _check_leads(series, leads)
    return journal.enter(series, by=by, rows={"names": list(names), "leads": list(leads)})


@transaction.atomic
def change_series(
    *, by: Actor, series: Series, version: int, names: Sequence[Name], leads: Sequence[Lead] | None = None, **values: Any
) -> Series:
    """Change a series and replace its names, and its leads if they are given."""
    require(rules.may_change_series(by, series), _("Only coordinators of the side that this series belongs to may change it."))
    partnerships.check_names(names)
    if values.get("partnership", series.partnership) != series.partnership:
        raise Refusal(_("A series stays with its partnership. Enter a new series for another."), field="partnership")
    if "owner_side" in values:
        _require_writing(by, series.partnership, values["owner_side"])
        _check_editions_follow(series, values["owner_side"])
    rows: dict[str, list[Any]] = {"names": list(names)}
    if leads is not None:
        _check_leads(series, leads)
        rows["leads"] = list(leads)
    return journal.amend(series, by=by, version=version, values=values, rows=rows)


@transaction.atomic
def publish_series(*, by: Actor, series: Series, version: int, published: bool) -> Series:
    """Show a series to everybody, or hide it again with its editions."""
    require(rules.may_change_series(by, series), _("Only coordinators of the side that this series belongs to may publish it."))
    verb = "publish" if published else "unpublish"
    return journal.amend(series, by=by, version=version, values={"published": published}, verb=verb)


@transaction.atomic
def delete_series(*, by: Actor, series: Series) -> None:
    """Delete a series without editions."""
    require(rules.may_change_series(by, series), _("Only coordinators of the side that this series belongs to may delete it."))
    strike_unused(series, by=by, was_public=series.published)


def add_edition(*, by: Actor, series: Series, topics: Sequence[Topic] = (), **values: Any) -> Edition:
    """Enter an edition that is still an idea."""
    return _enter_edition(Edition(series=series, **{**values, "state": EditionState.IDEA}), by=by, topics=topics)


def document_edition(*, by: Actor, series: Series, state: str, topics: Sequence[Topic] = (), **values: Any) -> Edition:
    """Record a past edition in the state it reached, without the guards of planning."""
    rules.check_documented(state=state, dates=values.get("dates"), today=timezone.localdate())
    return _enter_edition(Edition(series=series, state=state, **values), by=by, topics=topics, verb="document")


@transaction.atomic
def _enter_edition(edition: Edition, *, by: Actor, topics: Sequence[Topic], verb: str = "add") -> Edition:
    _require_writing(by, edition.series.partnership, edition.owner_side)
    rules.check_owner(series_owner=edition.series.owner_side_id, owner=edition.owner_side_id)
    _check_host(edition.series, edition.host_side_id)
    return journal.enter(edition, by=by, verb=verb, rows={"topics": list(topics)})


@transaction.atomic
def change_edition(*, by: Actor, edition: Edition, version: int, topics: Sequence[Topic] | None = None, **values: Any) -> Edition:
    """Change an edition. Its state can only be corrected to one in which a past edition may be recorded."""
    require(rules.may_change_edition(by, edition), _("Only coordinators of the side that this edition belongs to may change it."))
    series = values.get("series", edition.series)
    if series.partnership_id != edition.series.partnership_id:
        raise Refusal(_("An edition stays within its partnership. Choose a series of the same partnership."), field="series")
    owner_side = values.get("owner_side", edition.owner_side)
    if "owner_side" in values:
        _require_writing(by, series.partnership, owner_side)
    rules.check_owner(series_owner=series.owner_side_id, owner=owner_side.pk if owner_side else None)
    host_side = values.get("host_side", edition.host_side)
    _check_host(series, host_side.pk if host_side else None)
    state = values.get("state", edition.state)
    if state != EditionState.IDEA or state != edition.state:
        rules.check_documented(state=state, dates=values.get("dates", edition.dates), today=timezone.localdate())
    rows = {"topics": list(topics)} if topics is not None else None
    changed = journal.amend(edition, by=by, version=version, values=values, rows=rows)
    if changed.published:
        rules.check_publishable(changed)
    return changed


@transaction.atomic
def publish_edition(*, by: Actor, edition: Edition, version: int, published: bool) -> Edition:
    """Show an edition to everybody, or hide it again."""
    require(
        rules.may_change_edition(by, edition), _("Only coordinators of the side that this edition belongs to may publish it.")
    )
    if published:
        rules.check_publishable(edition)
    verb = "publish" if published else "unpublish"
    return journal.amend(edition, by=by, version=version, values={"published": published}, verb=verb)


@transaction.atomic
def delete_edition(*, by: Actor, edition: Edition) -> None:
    """Delete an edition; its address answers for ever that it is gone."""
    require(rules.may_change_edition(by, edition), _("Only coordinators of the side that this edition belongs to may delete it."))
    strike_unused(edition, by=by, was_public=rules.is_public(edition))


def _require_writing(by: Actor, partnership: Partnership, owner_side: Side | None) -> None:
    if owner_side is not None and owner_side.partnership_id != partnership.pk:
        raise Refusal(_("This side does not belong to the partnership. Choose one of its sides."), field="owner_side")
    allowed = rules.may_add_series(by, partnership=partnership.pk, owner_side=owner_side.pk if owner_side else None)
    require(
        allowed, _("You may only write for a side that you coordinate; for both sides only where sharing with yours is open.")
    )


def _check_editions_follow(series: Series, owner_side: Side | None) -> None:
    if owner_side is not None and series.editions.exclude(owner_side=owner_side).exists():
        raise Refusal(
            _("Editions of this series belong to others than this side. Give them to it first, or leave the series shared."),
            field="owner_side",
        )


def _check_host(series: Series, host_side: int | None) -> None:
    rules.check_host(host_side=host_side, sides=series.partnership.sides.values_list("pk", flat=True))


def _check_leads(series: Series, leads: Sequence[Lead]) -> None:
    sides = set(series.partnership.sides.values_list("pk", flat=True))
    if len({lead.side for lead in leads}) < len(leads):
        raise Refusal(_("Two institutions lead the series for the same side. Choose one for each side."), field="leads")
    for lead in leads:
        if lead.side not in sides:
            raise Refusal(
                _("A leading institution stands for a side of another partnership. Choose one of this one's sides."),
                field="leads",
            )
