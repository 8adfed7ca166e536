"""Our values in the columns of a real database: written, read back, ordered, filtered, and changed through the journal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.utils import translation

from jumelage.journal import actions as journal
from jumelage.journal.rules import Refusal
from jumelage.partnerships.models import Partnership, Topic
from jumelage.values import LocalString, LocalText, PartialDate
from tests.factories.world import BY

pytestmark = pytest.mark.django_db


def entered(since: Any = "", **values: Any) -> Partnership:
    """Enter a partnership without sides: the plainest record with a date and a text."""
    return journal.enter(Partnership(since=since, **values), by=BY)


def columns(record: Partnership) -> tuple[Any, ...]:
    """Return what the database itself holds of a date: its text and its two bounds."""
    rows = Partnership.objects.filter(pk=record.pk)
    return rows.extra(select={"raw": "since"}).values_list("raw", "since_earliest", "since_latest").get()


def test_a_date_is_kept_as_text_with_its_bounds() -> None:
    record = entered(PartialDate.parse("2014-11"))
    assert columns(record) == ("2014-11", date(2014, 11, 1), date(2014, 11, 30))
    stored = Partnership.objects.get(pk=record.pk)
    assert stored.since == PartialDate.parse("2014-11")
    assert (stored.since_earliest, stored.since_latest) == (date(2014, 11, 1), date(2014, 11, 30))


@pytest.mark.parametrize("nothing", ["", None])
def test_no_date_is_an_empty_text(nothing: str | None) -> None:
    record = entered(nothing)
    assert columns(record) == ("", None, None)
    assert Partnership.objects.get(pk=record.pk).since is None


def test_a_change_through_the_journal_moves_the_bounds_in_the_database() -> None:
    record = entered("2014-11")
    changed = journal.amend(record, by=BY, version=1, values={"since": PartialDate.parse("2015/..")})
    assert columns(changed) == ("2015/..", date(2015, 1, 1), None)
    changed = journal.amend(changed, by=BY, version=2, values={"since": "--12-16"})
    assert columns(changed) == ("--12-16", None, None)
    changed = journal.amend(changed, by=BY, version=3, values={"since": ""})
    assert columns(changed) == ("", None, None)


def test_the_bounds_follow_a_date_of_which_nothing_was_loaded() -> None:
    record = Partnership.objects.only("pk").get(pk=entered("2014").pk)
    record.since = PartialDate.parse("2016")
    record.save()
    assert columns(record) == ("2016", date(2016, 1, 1), date(2016, 12, 31))


def test_a_deferred_date_is_loaded_when_it_is_asked_for() -> None:
    record = Partnership.objects.defer("since").get(pk=entered("2014").pk)
    assert record.since_latest == date(2014, 12, 31)
    assert record.since == PartialDate.parse("2014")


def test_a_bound_cannot_be_set_by_itself() -> None:
    record = entered("2014")
    record.since_earliest = date(1999, 1, 1)
    record.save()
    assert columns(record) == ("2014", date(2014, 1, 1), date(2014, 12, 31))


def test_refreshing_brings_back_date_and_bounds() -> None:
    record = entered("2014")
    journal.amend(record, by=BY, version=1, values={"since": "2015"})
    record.refresh_from_db()
    assert (record.since, record.since_latest) == (PartialDate.parse("2015"), date(2015, 12, 31))


def test_dates_are_ordered_and_filtered_by_their_bounds() -> None:
    records = {text: entered(text) for text in ("2014-11-23", "2013", "2014-11", "2015/..", "201X")}
    by_bounds = Partnership.objects.order_by("since_earliest", "since_latest")
    assert [str(record.since) for record in by_bounds] == ["201X", "2013", "2014-11", "2014-11-23", "2015/.."]
    later = Partnership.objects.filter(since_earliest__gte=date(2014, 11, 1)).order_by("pk")
    assert list(later) == [records["2014-11-23"], records["2014-11"], records["2015/.."]]
    assert Partnership.objects.get(since="2014-11") == records["2014-11"]
    assert Partnership.objects.get(since=PartialDate.parse("201X")) == records["201X"]
    assert Partnership.objects.filter(since__startswith="2014").count() == 2
    assert Partnership.objects.filter(since_latest__isnull=True).get() == records["2015/.."]


def test_a_text_that_is_no_date_is_refused_in_the_readers_language() -> None:
    with pytest.raises(ValidationError) as caught:
        Partnership(since="rubbish")
    assert caught.value.code == "invalid"
    record = entered("2014")
    with pytest.raises(Refusal) as refused:
        journal.amend(record, by=BY, version=1, values={"since": "2016/2014"})
    assert refused.value.field == "since"
    assert columns(record)[0] == "2014"


def test_dates_and_texts_survive_serialising() -> None:
    record = entered("2014-11~", description=LocalText.of(de="Städte", ru="Города"))
    written = serializers.serialize("json", [record])
    (read,) = serializers.deserialize("json", written)
    assert read.object.since == record.since
    assert read.object.description == record.description
    read.object.save()
    assert columns(record) == ("2014-11~", date(2014, 11, 1), date(2014, 11, 30))


def test_a_text_is_kept_with_everything_that_belongs_to_it() -> None:
    text = LocalText.of(de="Teilhabe").translated("ru", "Инклюзия", source="de", status="machine")
    topic = journal.enter(Topic(label=text), by=BY)
    stored = Topic.objects.get(pk=topic.pk)
    assert stored.label == text
    assert stored.label["ru"].source_hash == text["ru"].source_hash
    assert str(stored) == "Teilhabe"


def test_no_text_is_an_empty_object_never_null() -> None:
    record = entered()
    assert Partnership.objects.get(pk=record.pk).description == LocalText()
    assert Partnership.objects.filter(description={}).get() == record
    assert not Partnership.objects.filter(description__isnull=True).exists()


def test_a_text_that_is_needed_is_refused_when_empty() -> None:
    with pytest.raises(Refusal) as caught:
        journal.enter(Topic(label=LocalText()), by=BY)
    assert caught.value.field == "label"
    assert not Topic.objects.exists()


def test_a_text_is_found_by_one_language() -> None:
    topic = journal.enter(Topic(label=LocalText.of(de="Teilhabe", ru="Инклюзия")), by=BY)
    journal.enter(Topic(label=LocalText.of(de="Pflege")), by=BY)
    assert Topic.objects.get(label__de__text="Teilhabe") == topic
    assert Topic.objects.get(label__de__text__icontains="teil") == topic
    assert Topic.objects.get(label__has_key="ru") == topic
    assert list(Topic.objects.filter(pk=topic.pk).values_list("label__de__text", flat=True)) == ["Teilhabe"]
    ordered = Topic.objects.order_by("label__de__text")
    assert [entry.label.text("de") for entry in ordered] == ["Pflege", "Teilhabe"]


def test_who_wrote_a_text_and_when_is_kept_by_language() -> None:
    topic = journal.enter(Topic(label=LocalText.of(de="Teilhabe", ru="Инклюзия")), by=BY)
    assert [entry.by for entry in topic.label.values()] == ["test", "test"]
    first = topic.label["ru"].at
    assert date.fromisoformat(first[:10])
    other = type(BY)(kind="user", id="abcdefgh", is_administrator=True)
    values = {"label": LocalText.of(de="Inklusion", ru="Инклюзия")}
    changed = journal.amend(topic, by=other, version=1, values=values)
    stored = Topic.objects.get(pk=changed.pk).label
    assert (stored["de"].by, stored["ru"].by) == ("abcdefgh", "test")
    assert stored["ru"] == LocalString("Инклюзия", "reviewed")
    assert stored["ru"].at == first


def test_the_form_of_a_record_offers_our_own_fields() -> None:
    from django.forms import modelform_factory

    form_class = modelform_factory(Partnership, fields=["since", "description"])
    record = entered("2014", description=LocalText.of(fr="Villes"))
    form = form_class({"since": "11.2015", "description_de": "Städte", "description_de_status": "reviewed"}, instance=record)
    with translation.override("de"):
        assert form.is_valid(), form.errors
    assert form.cleaned_data["since"] == PartialDate.parse("2015-11")
    assert form.cleaned_data["description"]["fr"].text == "Villes"
    assert form.cleaned_data["description"]["de"].source_language == "fr"
