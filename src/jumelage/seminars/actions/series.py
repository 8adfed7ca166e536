"""Writing series: names, leads, fields, traditions, and notes on missing numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.fields.models import Name
from jumelage.journal import actions as journal
from jumelage.journal.rules import Refusal, require
from jumelage.partnerships import actions as shared
from jumelage.partnerships import rules as partnerships
from jumelage.partnerships.models import Partnership, Side
from jumelage.seminars import queries, rules
from jumelage.seminars.actions.introducing import follow_all, introduce, introduce_all
from jumelage.seminars.models import Lead, Series
from jumelage.sources import actions as sources

#: The lists of a series beside its names, given as values (``Lead``, ``FieldValue`` and so on).
LISTS = ("leads", "fields_of_policy", "traditions", "gaps")


def require_writing(*, by: Actor, partnership: Partnership, owner_side: Side | None) -> None:
    """Refuse who may not write for a side of a partnership, or for both sides where *owner_side* is ``None``."""
    if owner_side is not None and owner_side.partnership_id != partnership.pk:
        raise Refusal(_("This side does not belong to the partnership. Choose one of its sides."), field="owner_side")
    allowed = rules.may_add_series(by, partnership=partnership.pk, owner_side=owner_side.pk if owner_side else None)
    require(
        allowed, _("You may only write for a side that you coordinate; for both sides only where sharing with yours is open.")
    )


@transaction.atomic
def add_series(
    *, by: Actor, partnership: Partnership, names: Sequence[Name], owner_side: Side | None = None, **values: Any
) -> Series:
    """Enter a series with at least one name; its other lists may be among the *values* (``LISTS``)."""
    require_writing(by=by, partnership=partnership, owner_side=owner_side)
    partnerships.check_names(names)
    lists = rules.take_lists(values, LISTS)
    series = Series(partnership=partnership, owner_side=owner_side, **values)
    rules.check_predecessor(series, series.predecessor, before=())
    _check_leads(series, lists.get("leads", ()))
    rules.check_gaps(lists.get("gaps", ()), numbers=())
    return journal.enter(series, by=by, rows={"names": list(names), **lists})


@transaction.atomic
def change_series(*, by: Actor, series: Series, version: int, names: Sequence[Name], **values: Any) -> Series:
    """Change a series and replace its names, and each of its other lists (``LISTS``) that is given among the *values*."""
    require(rules.may_change_series(by, series), _("Only coordinators of the side that this series belongs to may change it."))
    partnerships.check_names(names)
    lists = rules.take_lists(values, LISTS)
    _check_values(by, series, values)
    _check_leads(series, lists.get("leads", ()))
    if "gaps" in lists:
        # Whoever documents an edition waits for this row too, so that a number is never both given and missing.
        Series.objects.select_for_update().get(pk=series.pk)
        numbers = {number for number in series.editions.values_list("number", flat=True) if number}
        rules.check_gaps(lists["gaps"], numbers=numbers)
    changed = journal.amend(series, by=by, version=version, values=values, rows={"names": list(names), **lists})
    if (changed.owner_side_id, changed.visibility) != (series.owner_side_id, series.visibility):
        _follow_everybody(by, changed)
    return changed


def _check_values(by: Actor, series: Series, values: dict[str, Any]) -> None:
    if values.get("partnership", series.partnership) != series.partnership:
        raise Refusal(_("A series stays with its partnership. Enter a new series for another."), field="partnership")
    if "owner_side" in values:
        require_writing(by=by, partnership=series.partnership, owner_side=values["owner_side"])
        _check_editions_follow(series, values["owner_side"])
    if (predecessor := values.get("predecessor")) is not None:
        rules.check_predecessor(series, predecessor, before=queries.predecessors_of(predecessor))


def _follow_everybody(by: Actor, series: Series) -> None:
    """Let those who see the editions and job shadowings of a series now, and only these, know of their people."""
    for edition in series.editions.select_related("series__partnership"):
        introduce_all(by=by, edition=edition)
        follow_all(by=by, edition=edition)
    for one in series.job_shadowings.select_related("series__partnership", "partnership"):
        introduce(by=by, record=one, persons=[one.person, one.mentor])


@transaction.atomic
def publish_series(*, by: Actor, series: Series, version: int, published: bool) -> Series:
    """Show a series to everybody, or hide it again with its editions."""
    require(rules.may_change_series(by, series), _("Only coordinators of the side that this series belongs to may publish it."))
    verb = "publish" if published else "unpublish"
    changed = journal.amend(series, by=by, version=version, values={"published": published}, verb=verb)
    _follow_everybody(by, changed)
    return changed


@transaction.atomic
def publish_partnership(*, by: Actor, partnership: Partnership, version: int, published: bool) -> Partnership:
    """Show a partnership to everybody, or hide it again; who sees its editions then, and no others, know of their people."""
    changed = shared.publish_partnership(by=by, partnership=partnership, version=version, published=published)
    for series in Series.objects.filter(partnership=changed):
        _follow_everybody(by, series)
    return changed


@transaction.atomic
def delete_series(*, by: Actor, series: Series) -> None:
    """Delete a series without editions."""
    require(rules.may_change_series(by, series), _("Only coordinators of the side that this series belongs to may delete it."))
    sources.forget_evidence(by=by, record=series)
    shared.strike_unused(series, by=by, was_public=series.published)


def _check_editions_follow(series: Series, owner_side: Side | None) -> None:
    if owner_side is not None and series.editions.exclude(owner_side=owner_side).exists():
        raise Refusal(
            _("Editions of this series belong to others than this side. Give them to it first, or leave the series shared."),
            field="owner_side",
        )


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
