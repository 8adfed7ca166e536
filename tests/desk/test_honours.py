"""Honours on the desk, over HTTP: entered with their rows, refused at the right place, and what outsiders read."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from jumelage.protocol.models import Honour, PresenterValue, RecipientValue
from tests.desk.browsing import client_of, text_of
from tests.desk.test_lists import rows_of
from tests.desk.test_people import shown
from tests.desk.test_saving import added, changed
from tests.factories import world as make
from tests.factories.world import World


@pytest.fixture
def client(world: World) -> Any:
    """The browser of the coordinator at home."""
    return client_of(world.coordinator_a)


def test_an_honour_is_added_with_who_awards_signs_hands_over_and_receives_it(
    world: World, records: dict[str, Any], client: Any
) -> None:
    a, b, person, office = world.sides["a"], world.sides["b"], records["person"], records["office"]
    recipient = make.person("Emil Geehrter", sides=[a])
    response = added(
        client,
        "honour",
        edition=records["edition"].public_id,
        item=records["item"].public_id,
        kind_of="badge",
        title_de="Ehrenzeichen der Stadt",
        date="14.9.2018",
        awarded_by=b.pk,
        received_by=a.pk,
        awarding_words="Stadtregierung",
        signatory=person.public_id,
        signatory_office=office.public_id,
        presenters__0__office=office.public_id,
        recipients__0__person=recipient.public_id,
        recipients__1__institution=records["institution"].public_id,
        citation_de="Für Verdienste.",
        clearance="cleared",
        clearance_on="10.2018",
        clearance_note="Nach § 5, Az. 12",
        visibility="public",
    )
    assert response.status_code == 302, text_of(response)
    made = Honour.objects.get(kind_of="badge")
    assert (made.edition, made.item, made.awarded_by, made.received_by) == (records["edition"], records["item"], b, a)
    assert (made.signatory, made.signatory_office, made.date.edtf, made.clearance_on.edtf) == (  # type: ignore[union-attr]
        person, office, "2018-09-14", "2018-10"
    )  # fmt: skip
    assert [row.as_value() for row in made.presenters.all()] == [PresenterValue(office=office.pk)]
    assert [row.as_value() for row in made.recipients.all()] == [
        RecipientValue(recipient.pk), RecipientValue(institution=records["institution"].pk)
    ]  # fmt: skip
    page = shown(client, made)
    for words in (
        "Ehrenzeichen der Stadt , 14 September 2018",
        "Emil Geehrter",
        "Für Verdienste.",
        "approved",
        "Nach § 5, Az. 12",
    ):
        assert words in page, page


def test_what_contradicts_itself_is_told_where_it_stands(world: World, records: dict[str, Any], client: Any) -> None:
    row = records["honour"]
    side = world.sides["a"]
    for values, sentence in (
        ({"awarding_body": "", "awarding_words": ""}, "Somebody awarded it"),
        ({"awarded_by": side.pk, "received_by": side.pk}, "from one side to another"),
        ({"edition": "", "item": records["item"].public_id}, "Choose the edition too"),
        ({"clearance": "cleared"}, "A decision is taken on a day"),
        ({"recipients__1__office": records["office"].public_id}, "either a person or an institution"),
        ({"date": ""}, "This field is required"),
    ):
        response = changed(client, row, **values)
        assert (response.status_code, sentence in text_of(response)) == (422, True), (values, text_of(response))
    assert Honour.objects.get(pk=row.pk).version == 1


def test_saving_untouched_changes_nothing(records: dict[str, Any], client: Any) -> None:
    row = records["honour"]
    assert changed(client, row).status_code == 302
    row.refresh_from_db()
    assert row.version == 1


def test_the_edition_and_the_partnership_list_their_honours(world: World, records: dict[str, Any], client: Any) -> None:
    edition = records["edition"]
    make.honour(world.partnership, "Geheime Ehrung", edition=edition, owner_side=world.sides["b"], visibility="internal")
    make.honour(world.partnership, "Ehrung am Abend", edition=edition)
    adding = reverse("desk:add", args=["honour"])
    overview = client.get(reverse("desk:work", args=[edition.public_id, "overview"])).content.decode()
    partnership = client.get(reverse("desk:record", args=["partnership", world.partnership.public_id])).content.decode()
    for page, asked in (
        (overview, f"?edition={edition.public_id}"),
        (partnership, f"?partnership={world.partnership.public_id}"),
    ):
        assert ("Ehrung am Abend" in page, adding + asked in page, "Geheime Ehrung" in page) == (True, True, False)
    form = client.get(f"{adding}?edition={edition.public_id}").content.decode()
    assert f'<option value="{edition.public_id}" selected' in form
    reader = client_of(world.user("reader", "a"))
    assert adding not in reader.get(reverse("desk:work", args=[edition.public_id, "overview"])).content.decode()


def test_an_open_approval_is_seen_on_the_record_and_a_cleared_one_is_public(
    world: World, records: dict[str, Any], client: Any
) -> None:
    open_one = make.honour(world.partnership, "Orden", visibility="public", clearance="open")
    cleared = make.honour(world.partnership, "Brief", visibility="public")
    assert ("approval still open" in shown(client, open_one), "on the public pages" in shown(client, open_one)) == (True, False)
    assert "on the public pages" in shown(client, cleared)
    elsewhere = client_of(world.user("coordinator", "c"))
    assert elsewhere.get(reverse("desk:record", args=["honour", open_one.public_id])).status_code == 404


def test_who_comes_from_elsewhere_reads_neither_the_approval_nor_of_somebody_unknown(world: World, client: Any) -> None:
    private = make.person("Private Person", sides=[world.sides["a"]])
    row = make.honour(
        world.partnership,
        "Öffentliche Ehrung",
        visibility="public",
        recipients=[RecipientValue(private.pk)],
        citation=make.LocalText.of(de="Frau Person half allen."),
        clearance="cleared",
        clearance_on="2018-10",
        clearance_note="Aktenzeichen 9",
    )
    elsewhere = client_of(world.user("coordinator", "c"))
    for name in ("record", "history"):
        path = reverse(f"desk:{name}", args=["honour", row.public_id])
        mine, theirs = (one.get(path).content.decode() for one in (client, elsewhere))
        assert "Öffentliche Ehrung" in theirs
        for words in ("Private Person", "Frau Person half", "Aktenzeichen 9"):
            assert (words in mine, words in theirs) == (True, False), (name, words)
    found = [rows_of(one.get("/desk/honour.csv?clearance=cleared"))[1:] for one in (client, elsewhere)]
    assert [len(rows) for rows in found] == [1, 0]
    assert "approved" not in elsewhere.get("/desk/honour.csv").content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=dankes", 1),
        ("q=STADTREGIERUNG", 1),
        ("q=nichts", 0),
        ("kind_of=order", 0),
        ("clearance=open", 1),
        ("clearance=refused", 0),
    ],
)
def test_the_list_is_searched_and_narrowed(records: dict[str, Any], client: Any, query: str, count: int) -> None:
    assert len(rows_of(client.get(f"/desk/honour.csv?{query}"))[1:]) == count
