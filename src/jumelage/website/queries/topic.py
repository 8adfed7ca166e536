"""The page of one topic: the series, editions and focus topics that deal with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from jumelage.agreements.queries import public_agreements
from jumelage.partnerships.models import Topic
from jumelage.programme import queries as programme
from jumelage.programme.models import Contribution, ProgrammeItem
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import FocusTopic, Objective, SeriesField
from jumelage.values import LocalText
from jumelage.website import addresses, reach, wording
from jumelage.website.archive.agreements import AgreementLink, agreement_links
from jumelage.website.archive.lines import EditionLine, SeriesLink, by_date, edition_line
from jumelage.website.queries import linked, loading
from jumelage.website.queries.frame import Head, Link, make_head


@dataclass(frozen=True)
class FocusOfTopic:
    """A focus topic of an edition that belongs to the topic."""

    title: LocalText
    line: EditionLine


@dataclass(frozen=True)
class TopicPage:
    """Everything on the page of a topic."""

    head: Head
    record: Topic
    series: tuple[SeriesLink, ...]
    editions: tuple[EditionLine, ...]
    focus: tuple[FocusOfTopic, ...]
    agreements: tuple[AgreementLink, ...]

    @property
    def linked(self) -> dict[str, Any]:
        """The same for machines, by schema.org."""
        return linked.topic(self)


def topic_page(public_id: str, language: str) -> TopicPage | None:
    """Return the page of a topic with which something published deals, or ``None``."""
    record = reach.public_topics().filter(public_id=public_id).first()
    if record is None:
        return None
    editions = sorted(loading.for_lists(seminars.public_editions().filter(_deals_with(record))), key=by_date, reverse=True)
    lines = {one.pk: edition_line(one, language) for one in editions}
    named = FocusTopic.objects.filter(topics=record, edition__in=list(lines))
    fields = SeriesField.objects.filter(topic=record).values("series")
    series = seminars.public_series().filter(pk__in=fields).prefetch_related("names")
    title, of_all_languages = wording.topic_title(record, language), addresses.alternates(record)
    return TopicPage(
        head=make_head(
            title=title,
            description=title,
            language=language,
            addresses=of_all_languages,
            crumbs=(Link(title, of_all_languages[language]),),
        ),
        record=record,
        series=tuple(SeriesLink(one, addresses.address_of(one, language)) for one in series),
        editions=tuple(lines.values()),
        agreements=agreement_links(public_agreements().filter(topics=record), language),
        focus=tuple(FocusOfTopic(one.title, lines[one.edition_id]) for one in sorted(named, key=_newest(editions))),
    )


def _deals_with(topic: Topic) -> Q:
    """Return the filter of the editions that deal with a topic, by themselves or by something below them."""
    items = programme.public_items().values("pk")
    below = (
        FocusTopic.objects.filter(topics=topic).values("edition"),
        Objective.objects.filter(topic=topic).values("edition"),
        ProgrammeItem.objects.filter(topics=topic, pk__in=items).values("edition"),
        Contribution.objects.filter(topics=topic, item__in=items).values("edition"),
    )
    found = Q(pk__in=topic_of_edition(topic))
    for editions in below:
        found |= Q(pk__in=editions)
    return found


def topic_of_edition(topic: Topic) -> Any:
    """Return the keys of the editions that bear a topic themselves."""
    return seminars.public_editions().filter(topics=topic).order_by().values("pk")


def _newest(editions: list[Any]) -> Any:
    order = {one.pk: place for place, one in enumerate(editions)}
    return lambda focus: (order[focus.edition_id], focus.position, focus.pk)
