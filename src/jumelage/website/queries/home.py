"""The home page: the partnerships, or the only one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from jumelage.languages import SITE
from jumelage.partnerships.models import Partnership
from jumelage.website import addresses, wording
from jumelage.website.models import FrontPage
from jumelage.website.queries import loading
from jumelage.website.queries.frame import Head, make_head
from jumelage.website.queries.partnership import PartnershipPage, StateLine, page_of, series_lines, state_lines


@dataclass(frozen=True)
class PartnershipCard:
    """A partnership in the list on the home page."""

    record: Partnership
    address: str
    current: StateLine | None
    editions: int


@dataclass(frozen=True)
class HomePage:
    """Everything on the home page; ``only`` where the installation has one published partnership."""

    head: Head
    welcome: str
    partnerships: tuple[PartnershipCard, ...]
    only: PartnershipPage | None


def home_page(language: str, *, today: date) -> HomePage:
    """Return the home page of a language."""
    front = FrontPage.objects.live().filter(locale__language_code=language).first()
    records = list(loading.published())
    only = page_of(records[0], language, today=today) if len(records) == 1 else None
    with override(language):
        title = only.head.title if only else front.title if front else _("City partnerships")
    head = make_head(
        title=title,
        description=(front.search_description if front else "") or (only.head.description if only else ""),
        language=language,
        addresses={code: f"/{code}/" for code in SITE},
    )
    return HomePage(head, front.welcome if front else "", () if only else _cards(records, language, today), only)


def _cards(records: list[Partnership], language: str, today: date) -> tuple[PartnershipCard, ...]:
    series = series_lines(records, language)
    cards = [
        PartnershipCard(
            record=record,
            address=addresses.address_of(record, language),
            current=next((line for line in state_lines(record, today) if line.is_current), None),
            editions=sum(line.editions for line in series.get(record.pk, ())),
        )
        for record in records
    ]
    return tuple(sorted(cards, key=lambda card: wording.partnership_title(card.record, language).casefold()))
