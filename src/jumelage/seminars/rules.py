"""Rules of series and editions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.journal.rules import Refusal
from jumelage.partnerships import rules as partnerships
from jumelage.seminars.models import Edition, EditionState, Series
from jumelage.values import PartialDate

#: States in which a past edition may be recorded without having been planned here.
DOCUMENTABLE = (EditionState.HELD, EditionState.REPORTED, EditionState.ARCHIVED, EditionState.CANCELLED)

#: The fields of a published edition that everybody may see (domain.md V22).
PUBLIC_EDITION_FIELDS = frozenset({"number", "dates", "host_side", "host_city", "title", "summary", "topics", "state", "series"})

#: The fields of a published series that everybody may see.
PUBLIC_SERIES_FIELDS = frozenset({"names", "purpose", "leads", "partnership"})


def may_add_series(actor: Actor, *, partnership: int, owner_side: int | None) -> bool:
    """Coordinators add series for their side, or shared ones where sharing with it is open."""
    return partnerships.may_write(actor, partnership=partnership, owner_side=owner_side)


def may_change_series(actor: Actor, series: Series) -> bool:
    """Coordinators of the side that a series belongs to; of both sides if it is shared."""
    return partnerships.may_write(actor, partnership=series.partnership_id, owner_side=series.owner_side_id)


def may_change_edition(actor: Actor, edition: Edition) -> bool:
    """Coordinators of the side that an edition belongs to; of both sides if it is shared."""
    return partnerships.may_write(actor, partnership=edition.series.partnership_id, owner_side=edition.owner_side_id)


def sees_edition(actor: Actor, edition: Edition) -> bool:
    """Say whether grants show an edition to *actor*: only where its series is seen too; the law of ``queries.visible_to``."""
    series = edition.series
    series_is_public = series.published and series.partnership.published
    seen = series_is_public or partnerships.sees(actor, series, partnership=series.partnership_id)
    return seen and partnerships.sees(actor, edition, partnership=series.partnership_id)


def is_public(edition: Edition) -> bool:
    """An edition is public while it, its series and its partnership are published."""
    return edition.published and edition.series.published and edition.series.partnership.published


def check_documented(*, state: str, dates: PartialDate | None, today: date) -> None:
    """Refuse to document an edition in a state that only planning reaches, or one held in the future."""
    if state not in DOCUMENTABLE:
        raise Refusal(
            _("Only an edition that was held, reported, archived or cancelled can be recorded afterwards."), field="state"
        )
    if state != EditionState.CANCELLED and dates and dates.earliest and dates.earliest > today:
        raise Refusal(_("An edition cannot have been held in the future. Correct the dates or the state."), field="dates")


def check_host(*, host_side: int | None, sides: Iterable[int]) -> None:
    """Refuse a host side of another partnership."""
    if host_side is not None and host_side not in set(sides):
        raise Refusal(_("The host side does not belong to this series' partnership. Choose one of its sides."), field="host_side")


def check_owner(*, series_owner: int | None, owner: int | None) -> None:
    """Refuse an edition that belongs to somebody else than its series does, where that belongs to one side."""
    if series_owner is not None and owner != series_owner:
        raise Refusal(
            _("This series belongs to one side, and its editions belong to the same. Choose that side."), field="owner_side"
        )


def check_publishable(edition: Edition) -> None:
    """Refuse to publish an edition that a reader could not tell from another."""
    if edition.number is None and not edition.title:
        raise Refusal(_("An edition needs a number or a title before it is published. Enter one of them."))
    if edition.dates is None:
        raise Refusal(_("An edition needs its dates, at least the year, before it is published. Enter them."))


def missing_numbers(numbers: Iterable[int]) -> list[int]:
    """Return the numbers of a series that have no edition here, up to the highest known; not "did not happen"."""
    known = set(numbers)
    return [number for number in range(1, max(known, default=0)) if number not in known]
