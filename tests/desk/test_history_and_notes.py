"""What a record's screen tells of it: its history in words, its notes, its public page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from jumelage.fields.models import Name
from jumelage.journal.models import Detail
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.models import Note
from jumelage.seminars import actions as seminars
from jumelage.values import LocalText, PartialDate
from tests.desk.browsing import client_of, form_on, text_of
from tests.factories import world as make
from tests.factories.world import World


def history(client: Any, record: Any, query: str = "") -> str:
    """Return the words of a record's history."""
    return text_of(client.get(reverse("desk:history", args=[record.kind(), record.public_id]) + query))


def test_a_history_speaks_in_words(world: World, records: dict[str, Any]) -> None:
    edition = seminars.change_edition(
        by=world.actor("coordinator", "b"),
        edition=records["edition"],
        version=records["edition"].version,
        title=LocalText.of(de="Arbeit", ru="Труд"),
        dates=PartialDate.parse("2018-05"),
        host_city=records["city"],
        topics=[records["topic"]],
        state="archived",
    )
    text = history(client_of(world.coordinator_a), edition)
    for words in (
        "changed Coordinator b",
        "recorded afterwards the installation (test)",
        "Dates before 16–21 June 2019 after May 2018",
        "State before held after archived",
        "Deutsch",
        "Труд",
        "Host city Lindenhafen",
        "Topics Teilhabe",
    ):
        assert words in text, text
    assert "{" not in text


def test_lists_and_publications_are_told_too(world: World, records: dict[str, Any]) -> None:
    client, city, partnership = client_of(world.administrator), records["city"], world.partnership
    partnerships.change_city(
        by=world.actor("administrator"), city=city, version=city.version, names=[Name("Linden", "de", "short", "", "1993/..")]
    )
    assert "before Lindenhafen (Deutsch, official name) after Linden (Deutsch, short name, since 1993)" in history(client, city)
    told = history(client, partnership)
    assert "published the installation (test)" in told
    assert "active, since May 1994 (all contacts; decided by Stadtrat; 17/1994)" in told
    assert "side 2: may see what is shared" in told


def test_long_histories_have_pages(world: World, records: dict[str, Any]) -> None:
    edition = records["edition"]
    for number in range(100, 125):
        edition = seminars.change_edition(by=make.BY, edition=edition, version=edition.version, number=number)
    client = client_of(world.coordinator_a)
    assert "Page 1 of 2" in history(client, edition)
    assert "recorded afterwards" in history(client, edition, "?page=2")


def test_a_history_survives_its_details_and_its_people(world: World, records: dict[str, Any]) -> None:
    somebody = make.user("Kurz Da", is_administrator=True)
    from jumelage.partnerships.queries import actor_for  # the actor of somebody who will be gone

    edition = seminars.change_edition(
        by=actor_for(somebody), edition=records["edition"], version=records["edition"].version, number=42
    )
    somebody.delete()
    Detail.objects.all().delete()
    text = history(client_of(world.coordinator_a), edition)
    assert "somebody who is no longer a user" in text
    assert "Number" in text


def write_note(client: Any, record: Any, **values: Any) -> Any:
    """Write a note on the record's screen."""
    path = reverse("desk:add_note", args=[record.kind(), record.public_id])
    page = client.get(reverse("desk:record", args=[record.kind(), record.public_id])).content.decode()
    return client.post(path, form_on(page, path).filled(**values))


def test_a_note_is_for_the_own_side_unless_it_is_opened(world: World, records: dict[str, Any]) -> None:
    for kind in ("edition", "series", "partnership", "city"):
        assert write_note(client_of(world.user("reader", "a")), records[kind], note__text=f"Zu {kind}.").status_code == 302
        note = Note.objects.get(text=f"Zu {kind}.")
        assert (note.owner_side, note.visibility) == (world.sides["a"], "internal")
        page = reverse("desk:record", args=[kind, records[kind].public_id])
        assert f"Zu {kind}." in text_of(client_of(world.coordinator_a).get(page))
        assert f"Zu {kind}." not in text_of(client_of(world.coordinator_b).get(page))
    assert write_note(client_of(world.coordinator_b), records["edition"], note__text="Für beide.", note__visibility="both_sides")
    shown = text_of(client_of(world.coordinator_a).get(reverse("desk:record", args=["edition", records["edition"].public_id])))
    assert "Für beide." in shown
    assert "Coordinator b" in shown


def test_an_empty_note_and_a_foreign_side_are_refused(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.coordinator_a)
    assert write_note(client, records["edition"], note__text="").status_code == 422
    response = write_note(client, records["edition"], note__text="Unterschoben", note__side=world.sides["b"].pk)
    assert response.status_code == 422
    assert "Unterschoben" in response.content.decode()
    assert not Note.objects.filter(text="Unterschoben").exists()


def test_only_coordinators_of_the_side_change_a_note(world: World, records: dict[str, Any]) -> None:
    note = records["note"]
    path = reverse("desk:change", args=["note", note.public_id])
    client = client_of(world.coordinator_a)
    assert client.post(path, form_on(client.get(path).content.decode(), path).filled(text="Geändert.")).status_code == 302
    note.refresh_from_db()
    assert note.text == "Geändert."
    assert client.post(reverse("desk:delete", args=["note", note.public_id])).status_code == 302
    assert not Note.objects.filter(pk=note.pk).exists()


def test_the_public_page_is_linked_where_there_is_one(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.coordinator_a)
    partnership, edition = world.partnership, records["edition"]
    page = client.get(reverse("desk:record", args=["partnership", partnership.public_id])).content.decode()
    assert f'href="/en/partnership/{partnership.public_id}/"' in page
    assert (
        f"/en/edition/{edition.public_id}/"
        not in client.get(reverse("desk:record", args=["edition", edition.public_id])).content.decode()
    )
