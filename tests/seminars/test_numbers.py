"""The lists of a series, its missing numbers, and editions that were postponed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jumelage.fields.models import Name
from jumelage.journal.models import Row
from jumelage.journal.rules import Refusal
from jumelage.seminars import actions, queries
from jumelage.seminars.models import FieldValue, GapNote, GapValue, Series, TraditionValue
from jumelage.values import LocalText, PartialDate
from tests.factories import world as make
from tests.factories.world import BY
from tests.seminars.scene import TODAY, scene

pytestmark = pytest.mark.django_db

NAMES = [Name("Sozialseminar", "de")]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


def lists_of(series: Series) -> dict[str, list[Any]]:
    """Return the lists of a series as values."""
    return {name: [row.as_value() for row in getattr(series, name).all()] for name in ("fields_of_policy", "traditions", "gaps")}


def refused(field: str, attempt: Any) -> None:
    """Expect a refusal at a field."""
    with pytest.raises(Refusal) as caught, transaction.atomic():
        attempt()
    assert (caught.value.field, str(caught.value)[-1]) == (field, ".")


def test_a_series_has_fields_traditions_notes_and_a_predecessor() -> None:
    partnership, topic = make.bare_partnership(), make.topic()
    before = make.series(partnership, "Fachaustausch")
    lists: dict[str, list[Any]] = {
        "fields_of_policy": [FieldValue(topic.pk), FieldValue(topic.pk, "2003/..")],
        "traditions": [TraditionValue(LocalText.of(de="Empfang")), TraditionValue(LocalText.of(de="Stadtrundgang"))],
        "gaps": [GapValue(2, "cancelled", LocalText.of(de="Hochwasser")), GapValue(4, "unknown")],
    }
    made = actions.add_series(by=BY, partnership=partnership, names=NAMES, predecessor=before, transliteration="duden", **lists)
    assert (lists_of(made), made.predecessor, made.transliteration) == (lists, before, "duden")
    assert {*lists, "predecessor"} <= set(Row.objects.get(record_id=made.public_id).changed)
    changed = actions.change_series(by=BY, series=made, version=1, names=[*NAMES, Name("Social seminar", "en")])
    assert (lists_of(changed), changed.predecessor) == (lists, before)
    nothing: dict[str, list[Any]] = {name: [] for name in lists}
    changed = actions.change_series(by=BY, series=changed, version=2, names=NAMES, predecessor=None, **nothing)
    assert (lists_of(changed), changed.predecessor) == (nothing, None)


def test_a_field_without_a_topic_and_a_tradition_without_words_are_refused() -> None:
    series = make.series(make.bare_partnership())
    wrong = {
        "fields_of_policy": [FieldValue(999)],
        "traditions": [TraditionValue(LocalText())],
        "gaps": [GapValue(2, "because")],
    }
    for name, listed in wrong.items():
        refused(name, lambda name=name, listed=listed: actions.change_series(
            by=BY, series=series, version=1, names=NAMES, **{name: listed}
        ))  # fmt: skip


def test_a_series_follows_another_of_its_partnership_and_never_in_a_ring() -> None:
    partnership = make.bare_partnership()
    first, second, third = (make.series(partnership) for _ in range(3))
    foreign = make.series(make.bare_partnership())
    refused("predecessor", lambda: actions.add_series(by=BY, partnership=partnership, names=NAMES, predecessor=foreign))
    second = actions.change_series(by=BY, series=second, version=1, names=NAMES, predecessor=first)
    third = actions.change_series(by=BY, series=third, version=1, names=NAMES, predecessor=second)
    assert queries.predecessors_of(third) == {first.pk, second.pk}
    for predecessor in (first, second, third, foreign):
        refused("predecessor", lambda predecessor=predecessor: actions.change_series(
            by=BY, series=first, version=1, names=NAMES, predecessor=predecessor
        ))  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Series.objects.filter(pk=first.pk).update(predecessor=first)


def test_a_number_is_given_or_noted_as_missing_never_both() -> None:
    at = scene()  # its edition has the number 1
    refused("gaps", lambda: change_gaps(at.series, 1, GapValue(1, "unknown")))
    refused("gaps", lambda: change_gaps(at.series, 1, GapValue(2, "unknown"), GapValue(2, "cancelled")))
    refused("gaps", lambda: change_gaps(at.series, 1, GapValue(0, "unknown")))
    series = change_gaps(at.series, 1, GapValue(2, "unknown"))
    refused("number", lambda: actions.document_edition(by=BY, series=series, state="held", number=2))
    refused("number", lambda: actions.add_edition(by=BY, series=series, number=2))
    refused("number", lambda: actions.change_edition(by=BY, edition=at.edition, version=1, number=2))
    other = make.edition(make.series(at.partnership), 2)
    refused("number", lambda: actions.change_edition(by=BY, edition=other, version=1, series=series))
    series = change_gaps(series, 2)
    assert actions.change_edition(by=BY, edition=at.edition, version=1, number=2).number == 2
    assert lists_of(change_gaps(series, 3, GapValue(1, "not_documented")))["gaps"] == [GapValue(1, "not_documented")]


def change_gaps(series: Series, version: int, *gaps: GapValue) -> Series:
    """Replace the notes on missing numbers of a series."""
    return actions.change_series(by=BY, series=series, version=version, names=NAMES, gaps=gaps)


def test_an_edition_that_stands_beside_a_note_may_still_be_changed() -> None:
    at = scene()
    GapNote.objects.create(series=at.series, number=1, reason="unknown")  # as two people at once might have left it
    assert actions.change_edition(by=BY, edition=at.edition, version=1, summary=LocalText.of(de="Fünf Tage.")).version == 2


def test_the_database_keeps_one_note_a_number_from_one_on() -> None:
    series = make.series(make.bare_partnership())
    GapNote.objects.create(series=series, number=2, reason="unknown")
    for number in (2, 0):
        with pytest.raises(IntegrityError), transaction.atomic():
            GapNote.objects.create(series=series, number=number, reason="unknown")


def test_gaps_are_derived_and_notes_give_their_reasons() -> None:
    series = make.series(make.bare_partnership())
    assert queries.gaps_of(series) == []
    for number in (1, 3, 6):
        make.edition(series, number)
    actions.add_edition(by=BY, series=series)  # without a number
    series = change_gaps(series, 1, GapValue(4, "cancelled"), GapValue(8, "unnumbered"))
    assert [(number, note and note.reason) for number, note in queries.gaps_of(series)] == [
        (2, None),
        (4, "cancelled"),
        (5, None),
        (7, None),
        (8, "unnumbered"),
    ]


def test_what_is_found_in_an_edition_is_found_in_four_queries() -> None:
    at = scene()
    earlier = make.edition(at.series, 2, dates=PartialDate.parse("2018"))
    delegation = make.delegation(at.edition, at.guest, planned_size=1, size=2)
    head = make.participation(at.edition, delegation=delegation, function="head")
    make.participation(earlier, delegation=make.delegation(earlier, at.home))
    with CaptureQueriesContext(connection) as asked:
        found = queries.findings_of(at.edition, BY)
    assert len(asked) <= 4
    assert [(finding.level, finding.about) for finding in found] == [
        ("warning", at.edition.public_id),
        ("warning", delegation.public_id),
    ]
    actions.change_edition(by=BY, edition=at.edition, version=1, numbers_note=LocalText.of(de="Nachgeholt."))
    actions.change_delegation(by=BY, delegation=delegation, version=1, size_exception="Dolmetscherin")
    at.edition.refresh_from_db()
    assert queries.findings_of(at.edition, BY) == []
    actions.delete_participation(by=BY, participation=head)
    assert [finding.about for finding in queries.findings_of(at.edition, BY)] == [delegation.public_id]


def test_an_edition_that_was_postponed_says_for_when_it_was_planned() -> None:
    series, before = make.series(make.bare_partnership()), PartialDate.parse("2020-09")
    made = actions.document_edition(by=BY, series=series, state="postponed", number=1, dates="2027", first_planned=before)
    assert (made.state, made.first_planned, made.dates) == ("postponed", before, PartialDate.parse("2027"))
    for state in ("held", "cancelled", "reported"):
        refused("first_planned", lambda state=state: actions.document_edition(
            by=BY, series=series, state=state, number=2, dates="2021", first_planned=before
        ))  # fmt: skip
    refused("first_planned", lambda: actions.add_edition(by=BY, series=series, first_planned=before))
    held = make.edition(series, 3)
    refused("first_planned", lambda: actions.change_edition(by=BY, edition=held, version=1, first_planned=before))
    # What was postponed and then held keeps the dates for which it was first planned.
    made = actions.change_edition(by=BY, edition=made, version=1, state="held", dates="2021-06")
    assert (made.state, made.first_planned) == ("held", before)
    assert actions.change_edition(by=BY, edition=made, version=2, number=4).first_planned == before
    later = actions.document_edition(by=BY, series=series, state="postponed", number=5, dates="2027")
    assert (
        actions.change_edition(by=BY, edition=later, version=1, state="cancelled", first_planned=before).first_planned == before
    )
