"""Editions: numbers, documented editions, hosts, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jumelage.fields.models import Name
from jumelage.journal.models import Row
from jumelage.journal.rules import Refusal
from jumelage.partnerships.actions import add_topic
from jumelage.seminars import actions, rules
from jumelage.seminars.models import Edition, EditionState, Series
from jumelage.values import LocalText, PartialDate
from tests.factories import world as make
from tests.factories.world import BY

TODAY = date(2026, 11, 22)
NAMES = [Name("Sozialseminar", "de")]
PAST = PartialDate.parse("2014-09-14/2014-09-19")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


def a_past_edition(series: Series, number: int | None = 1, **values: Any) -> Edition:
    """Record an edition that was held."""
    return actions.document_edition(by=BY, series=series, **{"state": "held", "number": number, "dates": PAST, **values})


@pytest.mark.parametrize(("state", "documented"), [(state, state in rules.DOCUMENTABLE) for state in EditionState.values])
def test_only_what_is_over_is_documented(state: str, documented: bool) -> None:
    assert set(rules.DOCUMENTABLE) == {"held", "reported", "archived", "postponed", "cancelled"}
    if documented:
        rules.check_documented(state=state, dates=PAST, today=TODAY)
        return
    with pytest.raises(Refusal) as caught:
        rules.check_documented(state=state, dates=PAST, today=TODAY)
    assert caught.value.field == "state"


@pytest.mark.parametrize(
    ("dates", "state", "refused"),
    [
        ("2026-11-23", "held", True),
        ("2026-11-22", "held", False),
        ("2026-11", "held", False),  # possibly over
        ("2026-12", "reported", True),
        ("2026-11-20/2026-11-25", "held", False),
        ("2027", "archived", True),
        ("2027", "cancelled", False),
        ("2027", "postponed", False),
        (None, "held", False),
        ("../2030", "held", False),
    ],
)
def test_nothing_was_held_in_the_future(dates: str | None, state: str, refused: bool) -> None:
    values = {"state": state, "dates": PartialDate.parse(dates) if dates else None, "today": TODAY}
    if not refused:
        rules.check_documented(**values)  # type: ignore[arg-type]
        return
    with pytest.raises(Refusal) as caught:
        rules.check_documented(**values)  # type: ignore[arg-type]
    assert caught.value.field == "dates"


@given(st.sets(st.integers(1, 60)))
def test_missing_numbers_fill_the_row_up_to_the_highest(known: set[int]) -> None:
    missing = rules.missing_numbers(known)
    assert missing == sorted(missing)
    assert known.isdisjoint(missing)
    assert known | set(missing) == set(range(1, max(known, default=0) + 1))


def test_missing_numbers_of_a_real_series() -> None:
    assert rules.missing_numbers([5, 1, 2]) == [3, 4]
    assert rules.missing_numbers([]) == []


@pytest.mark.django_db
def test_a_past_edition_is_documented_as_it_was() -> None:
    partnership = make.bare_partnership()
    side = make.sides_of(partnership)[0]
    topic = add_topic(by=BY, label=LocalText.of(de="Teilhabe"))
    by = make.actor(side)
    edition = actions.document_edition(
        by=by,
        series=make.series(partnership),
        state="archived",
        number=1,
        dates=PAST,
        host_side=side,
        host_city=side.city,
        title=LocalText.of(de="Arbeit für alle"),
        topics=[topic],
    )
    stored = Edition.objects.get()
    assert (stored.state, stored.number, stored.dates, stored.host_side, stored.host_city) == (
        "archived",
        1,
        PAST,
        side,
        side.city,
    )
    assert (stored.published, stored.version, list(stored.topics.all())) == (False, 1, [topic])
    assert (stored.dates_earliest, stored.dates_latest) == (date(2014, 9, 14), date(2014, 9, 19))
    assert str(stored) == "1. Arbeit für alle"
    row = Row.objects.get(record_id=edition.public_id)
    assert (row.verb, row.actor_id) == ("document", by.id)
    assert {"number", "dates", "host_side", "host_city", "title", "topics", "state"} <= set(row.changed)


@pytest.mark.django_db
def test_a_new_edition_is_an_idea_whatever_is_said() -> None:
    edition = actions.add_edition(
        by=BY, series=make.series(make.bare_partnership()), state="held", dates=PartialDate.parse("2027")
    )
    assert (edition.state, edition.number, str(edition)) == ("idea", None, "–.")
    assert Row.objects.latest("number").verb == "add"
    with pytest.raises(Refusal) as caught:
        actions.document_edition(by=BY, series=edition.series, state="planned", number=1)
    assert caught.value.field == "state"


@pytest.mark.django_db
def test_a_number_is_given_once_a_series() -> None:
    partnership = make.bare_partnership()
    series, other = make.series(partnership), make.series(partnership)
    a_past_edition(series, 1)
    a_past_edition(other, 1)
    with pytest.raises(Refusal):
        a_past_edition(series, 1)
    second = a_past_edition(series, 2)
    with pytest.raises(Refusal):
        actions.change_edition(by=BY, edition=second, version=1, number=1)
    for _ in range(2):  # without a number there may be many
        actions.add_edition(by=BY, series=series)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(public_id="23456789", series=series, number=1)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, -1])
def test_a_number_counts_from_one(number: int) -> None:
    series = make.series(make.bare_partnership())
    with pytest.raises(Refusal):
        a_past_edition(series, number)
    assert not Edition.objects.exists()


@pytest.mark.django_db
def test_the_database_counts_from_one_too() -> None:
    series = make.series(make.bare_partnership())
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(public_id="23456789", series=series, number=0)


@pytest.mark.django_db
def test_a_host_is_a_side_of_the_series_partnership() -> None:
    series, stranger = make.series(make.bare_partnership()), make.sides_of(make.bare_partnership())[0]
    edition = a_past_edition(series, 1, host_side=make.sides_of(series.partnership)[0])
    attempts = [
        lambda: a_past_edition(series, 2, host_side=stranger),
        lambda: actions.add_edition(by=BY, series=series, host_side=stranger),
        lambda: actions.change_edition(by=BY, edition=edition, version=1, host_side=stranger),
    ]
    for attempt in attempts:
        with pytest.raises(Refusal) as caught:
            attempt()
        assert caught.value.field == "host_side"
    assert actions.change_edition(by=BY, edition=edition, version=1, host_side=None).host_side is None


@pytest.mark.django_db
def test_an_edition_moves_only_within_its_partnership() -> None:
    partnership = make.bare_partnership()
    edition = a_past_edition(make.series(partnership))
    near, far = make.series(partnership), make.series(make.bare_partnership())
    with pytest.raises(Refusal) as caught:
        actions.change_edition(by=BY, edition=edition, version=1, series=far)
    assert caught.value.field == "series"
    assert actions.change_edition(by=BY, edition=edition, version=1, series=near).series == near


@pytest.mark.django_db
def test_a_state_is_corrected_but_planning_is_not_skipped() -> None:
    series = make.series(make.bare_partnership())
    edition, idea = a_past_edition(series), actions.add_edition(by=BY, series=series, dates=PartialDate.parse("2027"))
    edition = actions.change_edition(by=BY, edition=edition, version=1, state="cancelled")
    for state in ("idea", "planned", "running"):
        with pytest.raises(Refusal) as caught:
            actions.change_edition(by=BY, edition=edition, version=2, state=state)
        assert caught.value.field == "state"
    with pytest.raises(Refusal) as caught:
        actions.change_edition(by=BY, edition=edition, version=2, state="held", dates=PartialDate.parse("2027"))
    assert caught.value.field == "dates"
    with pytest.raises(Refusal):
        actions.change_edition(by=BY, edition=idea, version=1, state="held")
    assert actions.change_edition(by=BY, edition=idea, version=1, number=7, state="idea").number == 7


@pytest.mark.django_db
def test_topics_are_replaced_only_if_they_are_given() -> None:
    topics = [add_topic(by=BY, label=LocalText.of(de=word)) for word in ("Pflege", "Arbeit")]
    edition = a_past_edition(make.series(make.bare_partnership()), topics=topics)
    edition = actions.change_edition(by=BY, edition=edition, version=1, number=3)
    assert set(edition.topics.all()) == set(topics)
    edition = actions.change_edition(by=BY, edition=edition, version=2, topics=topics[1:])
    assert list(edition.topics.all()) == topics[1:]
    assert Row.objects.latest("number").changed == ["topics"]


@pytest.mark.django_db
def test_editions_come_undated_first_then_the_latest() -> None:
    series = make.series(make.bare_partnership())
    for number, dates in ((1, "2014"), (2, "2016"), (None, ""), (3, "2015"), (5, "2016")):
        Edition.objects.create(public_id=f"edition{number}", series=series, number=number, dates=dates)
    assert list(series.editions.values_list("number", flat=True)) == [None, 5, 2, 3, 1]
