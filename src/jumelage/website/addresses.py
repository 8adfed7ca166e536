"""Where a record stands on the website, and where an old or wrong address leads.

``/{language}/{kind}/{id}-{slug}/``: the id finds the record, the slug is for people and follows the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from anyascii import anyascii
from django.db.models import QuerySet
from django.utils.text import slugify

from jumelage.agreements.queries import public_agreements
from jumelage.journal.models import Address, AddressState, Record
from jumelage.languages import OWN_NAME, SITE
from jumelage.partnerships import queries as partnerships
from jumelage.partnerships.models import Partnership
from jumelage.people.models import Institution, Person
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import Edition, Series
from jumelage.website import reach, wording

#: Characters of a slug; longer names are cut at a hyphen.
SLUG_LENGTH = 60
#: How far a chain of merged records is followed.
MERGES = 5
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@dataclass(frozen=True)
class Kind:
    """A kind of record with pages of its own: which rows are public, and what they are called."""

    noun: str
    public: Callable[[], QuerySet[Any]]
    title: Callable[[Any, str], str]


def _public_partnerships() -> QuerySet[Partnership]:
    return partnerships.with_names(Partnership.objects.filter(published=True))


def _public_series() -> QuerySet[Series]:
    return seminars.public_series().prefetch_related("names")


def _public_editions() -> QuerySet[Edition]:
    return seminars.with_names(seminars.public_editions())


def _public_institutions() -> QuerySet[Institution]:
    return reach.public_institutions().prefetch_related("names")


def _public_persons() -> QuerySet[Person]:
    return reach.public_persons().prefetch_related("names", "titles")


KINDS = {
    "partnerships.partnership": Kind("partnership", _public_partnerships, wording.partnership_title),
    "agreements.agreement": Kind("agreement", public_agreements, wording.agreement_title),
    "seminars.series": Kind("series", _public_series, wording.series_title),
    "seminars.edition": Kind("edition", _public_editions, wording.edition_title),
    "people.institution": Kind("institution", _public_institutions, wording.institution_title),
    "people.person": Kind("person", _public_persons, wording.person_title),
    "partnerships.topic": Kind("topic", reach.public_topics, wording.topic_title),
}


@dataclass(frozen=True)
class Found:
    """What stands at a public id: the address where it is now, or (without one) that it is gone for good."""

    address: str = ""


def slug(text: str, language: str) -> str:
    """Return *text* in ASCII for an address; German umlauts as Germans write them without."""
    plain = slugify(anyascii(text.translate(_GERMAN) if language == "de" else text))
    if len(plain) <= SLUG_LENGTH:
        return plain
    return re.sub(r"-[^-]*$", "", plain[: SLUG_LENGTH + 1])[:SLUG_LENGTH]


def address(kind: str, public_id: str, title: str, language: str) -> str:
    """Return the address of a page, as a path."""
    readable = slug(title, language)
    return f"/{language}/{kind}/{public_id}-{readable}/" if readable else f"/{language}/{kind}/{public_id}/"


def address_of(record: Record, language: str) -> str:
    """Return the address of a record whose names are loaded."""
    kind = KINDS[record._meta.label_lower]
    return address(kind.noun, record.public_id, kind.title(record, language), language)


def alternates(record: Record) -> dict[str, str]:
    """Return the address of a record in every language of the site."""
    return {language: address_of(record, language) for language in SITE if language in OWN_NAME}


def find(public_id: str, language: str) -> Found | None:
    """Say what became of a public id: where its record stands now, that it is gone, or ``None`` for not public.

    Merged records are followed to the one they became, and records that were judged the same lead to the one under which
    they are shown. What was never public is not told from what never was.
    """
    for _step in range(MERGES):
        entry = Address.objects.filter(pk=public_id).first()
        if entry is None:
            return None
        if entry.state != AddressState.MERGED:
            break
        public_id = entry.merged_into
    else:
        return None
    if entry.state == AddressState.GONE:
        return Found() if entry.was_public else None
    kind = KINDS.get(entry.record_type)
    record = kind.public().filter(public_id=public_id).first() if kind else None
    if kind and record and (head := getattr(record, "cluster_id", None)):
        record = kind.public().filter(pk=head).first()
    return Found(address_of(record, language)) if record else None


def derived_pages() -> list[str]:
    """Return the public ids of everything that is public now without an act of its own by which it was published.

    Once it is deleted nobody could tell that it was: what is public because something published names it, and agreements,
    which their visibility shows. Editions, series and partnerships are published by an act.
    """
    derived = ("people.institution", "people.person", "partnerships.topic", "agreements.agreement")
    return [public_id for label in derived for public_id in KINDS[label].public().values_list("public_id", flat=True)]
