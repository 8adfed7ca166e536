"""Two people change one record: both versions are shown, each difference is chosen, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from jumelage.fields.models import Name
from jumelage.journal.models import Row
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.models import City
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import Edition
from jumelage.values import LocalText, PartialDate
from tests.desk.browsing import Form, client_of, form_on, text_of
from tests.factories import world as make
from tests.factories.world import World


@pytest.fixture
def edition(records: dict[str, Any]) -> Edition:
    """An edition with a value in every kind of field."""
    found = records["edition"]
    return seminars.change_edition(
        by=make.BY, edition=found, version=found.version, title=LocalText.of(de="Alt"), topics=[records["topic"]]
    )


def opened(client: Any, record: Any) -> tuple[str, Form]:
    """Open a record's form."""
    path = reverse("desk:change", args=[record.kind(), record.public_id])
    return path, form_on(client.get(path).content.decode(), path)


def by_the_other(world: World, edition: Edition) -> Edition:
    """Let side b change several fields meanwhile."""
    return seminars.change_edition(
        by=world.actor("coordinator", "b"),
        edition=edition,
        version=edition.version,
        title=LocalText.of(de="Ihr Titel", ru="Их заголовок"),
        dates=PartialDate.parse("2018"),
        topics=[],
    )


def test_both_versions_stand_side_by_side_with_who_and_when(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    path, form = opened(client, edition)
    by_the_other(world, edition)
    response = client.post(path, form.filled(title_de="Mein Titel", summary_de="Meine Zusammenfassung"))
    html, text = response.content.decode(), text_of(response)
    assert response.status_code == 409
    for words in ("Mein Titel", "Ihr Titel", "Их заголовок", "Meine Zusammenfassung", "Coordinator b", "2018"):
        assert words in text
    sent = form_on(html, path).fields
    # what I changed is kept, what only they changed is taken over, unless I choose otherwise
    assert sent["take-title.de"] == ["mine"]
    assert "take-summary.de" not in sent  # nobody else touched it
    assert sent["summary_de"] == ["Meine Zusammenfassung"]
    assert sent["take-title.ru"] == ["theirs"]
    assert sent["take-dates"] == ["theirs"]
    assert sent["take-topics"] == ["theirs"]
    assert "take-number" not in sent
    edition.refresh_from_db()
    assert edition.title.text("de") == "Ihr Titel"


def test_saving_with_the_suggested_choices_loses_nothing(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    path, form = opened(client, edition)
    by_the_other(world, edition)
    conflict = form_on(client.post(path, form.filled(title_de="Mein Titel", summary_de="Neu")).content.decode(), path)
    assert client.post(path, conflict.fields).status_code == 302
    edition.refresh_from_db()
    assert {language: entry.text for language, entry in edition.title.items()} == {"de": "Mein Titel", "ru": "Их заголовок"}
    assert edition.summary.text("de") == "Neu"
    assert (edition.dates, list(edition.topics.all())) == (PartialDate.parse("2018"), [])
    assert Row.objects.filter(record_id=edition.public_id, verb="change").count() == 3


def test_every_choice_can_be_the_other_one(world: World, edition: Edition, records: dict[str, Any]) -> None:
    client = client_of(world.coordinator_a)
    path, form = opened(client, edition)
    by_the_other(world, edition)
    conflict = form_on(client.post(path, form.filled(title_de="Mein Titel")).content.decode(), path)
    chosen = {"take-title.de": "theirs", "take-title.ru": "mine", "take-dates": "mine", "take-topics": "mine"}
    assert client.post(path, {**conflict.fields, **{name: [value] for name, value in chosen.items()}}).status_code == 302
    edition.refresh_from_db()
    assert {language: entry.text for language, entry in edition.title.items()} == {"de": "Ihr Titel"}
    assert edition.dates == PartialDate.parse("2019-06-16/2019-06-21")
    assert list(edition.topics.all()) == [records["topic"]]


def test_two_who_write_the_same_are_not_bothered(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    path, form = opened(client, edition)
    seminars.change_edition(
        by=world.actor("coordinator", "b"), edition=edition, version=edition.version, dates=PartialDate.parse("2018")
    )
    response = client.post(path, form.filled(dates="2018"), follow=True)
    assert "was saved" in text_of(response)


def test_what_was_only_published_meanwhile_is_no_conflict(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    path, form = opened(client, edition)
    seminars.publish_edition(by=world.actor("coordinator", "b"), edition=edition, version=edition.version, published=True)
    assert client.post(path, form.filled(title_de="Mein Titel")).status_code == 302
    edition.refresh_from_db()
    assert (edition.title.text("de"), edition.published) == ("Mein Titel", True)


def test_a_third_change_is_shown_too(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    path, form = opened(client, edition)
    theirs = by_the_other(world, edition)
    conflict = form_on(client.post(path, form.filled(title_de="Mein Titel")).content.decode(), path)
    seminars.change_edition(by=world.actor("coordinator", "b"), edition=theirs, version=theirs.version, number=77)
    again = client.post(path, conflict.fields)
    assert again.status_code == 409
    assert form_on(again.content.decode(), path).fields["take-number"] == ["theirs"]


def test_lists_of_names_meet_too(world: World, records: dict[str, Any]) -> None:
    city: City = records["city"]
    client = client_of(world.coordinator_a)
    path, form = opened(client, city)
    partnerships.change_city(
        by=world.actor("administrator"),
        city=city,
        version=city.version,
        names=[Name("Lindenhafen", "de"), Name("Linden", "de", "short")],
    )
    response = client.post(path, form.filled(names__1__value="Линденхафен", names__1__language="ru", wikidata="Q7"))
    assert response.status_code == 409
    text = text_of(response)
    assert "Линденхафен" in text
    assert "Linden" in text
    conflict = form_on(response.content.decode(), path)
    assert conflict.fields["take-names"] == ["mine"]
    assert "take-wikidata" not in conflict.fields
    assert client.post(path, {**conflict.fields, "take-names": ["theirs"]}).status_code == 302
    city.refresh_from_db()
    assert [name.value for name in city.names.all()] == ["Lindenhafen", "Linden"]
    assert city.wikidata == "Q7"


def test_a_record_deleted_meanwhile_is_said_to_be_gone(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    path, form = opened(client, edition)
    seminars.delete_edition(by=make.BY, edition=edition)
    assert client.post(path, form.filled(title_de="Zu spät")).status_code == 404
