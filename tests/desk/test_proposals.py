"""A change to a shared record: proposed by one side, read, adjusted, accepted or declined by the other."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from jumelage.fields.models import Name
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.models import City, Proposal
from tests.desk.browsing import client_of, form_on, text_of
from tests.factories.world import World


@pytest.fixture
def city(records: dict[str, Any]) -> City:
    """A city that side a looks after; no proposal about it is open."""
    records["proposal"].delete()
    return records["city"]


def path_of(city: City) -> str:
    """Return the address of the city's form."""
    return reverse("desk:change", args=["city", city.public_id])


def propose(world: World, city: City, **values: Any) -> Proposal:
    """Let side b propose a change on the desk."""
    client, path = client_of(world.coordinator_b), path_of(city)
    form = form_on(client.get(path).content.decode(), path)
    response = client.post(path, form.filled(**values))
    assert response.status_code == 302, text_of(response)
    return Proposal.objects.latest("pk")


def test_a_proposal_keeps_the_form_and_the_printed_changes(world: World, city: City) -> None:
    made = propose(world, city, names__1__value="Линденхафен", names__1__language="ru", wikidata="Q1", reason="Fehlt bisher.")
    assert (made.side, made.addressee, made.state, made.reason) == (world.sides["b"], world.sides["a"], "open", "Fehlt bisher.")
    assert [(change["field"], change["label"]) for change in made.changes] == [("wikidata", "Wikidata item"), ("names", "Names")]
    assert made.changes[0]["after"] == "Q1"
    assert "Линденхафен" in made.changes[1]["after"]
    assert made.data["names-1-value"] == ["Линденхафен"]
    assert not {"csrfmiddlewaretoken", "version", "seen", "reason"} & set(made.data)
    city.refresh_from_db()
    assert city.wikidata == ""


def test_both_sides_read_it_and_only_the_addressee_answers(world: World, city: City) -> None:
    made = propose(world, city, wikidata="Q1")
    path = reverse("desk:record", args=["proposal", made.public_id])
    for user, may in ((world.coordinator_a, True), (world.coordinator_b, False), (world.user("reader", "a"), False)):
        text = text_of(client_of(user).get(path))
        assert "Q1" in text
        assert ("adjust and accept" in text) is may
        assert ("Why it is declined" in text) is may
    assert "1" in text_of(client_of(world.coordinator_a).get("/desk/"))
    assert client_of(world.user("coordinator", "c")).get(path).status_code == 404


def test_accepting_saves_what_was_adjusted(world: World, city: City) -> None:
    made = propose(world, city, wikidata="Q1", official_key="123")
    client, path = client_of(world.coordinator_a), path_of(city)
    page = client.get(f"{path}?proposal={made.public_id}")
    html = page.content.decode()
    assert html.count("desk-proposed") == 2
    form = form_on(html, path)
    assert (form.fields["wikidata"], form.fields["official_key"]) == (["Q1"], ["123"])
    response = client.post(path, form.filled(official_key="124"))
    assert response.status_code == 302
    city.refresh_from_db()
    made.refresh_from_db()
    assert (city.wikidata, city.official_key, made.state) == ("Q1", "124", "accepted")
    assert "open" not in text_of(client_of(world.coordinator_b).get(reverse("desk:record", args=["proposal", made.public_id])))


def test_what_was_changed_meanwhile_is_not_undone_by_an_old_proposal(world: World, city: City) -> None:
    made = propose(world, city, wikidata="Q1")
    partnerships.change_city(
        by=world.actor("coordinator", "a"), city=city, version=city.version, names=[Name("Lindenhafen", "de"), Name("Neu", "en")]
    )
    client, path = client_of(world.coordinator_a), path_of(city)
    page = client.get(f"{path}?proposal={made.public_id}")
    assert "The record was changed after the proposal" in text_of(page)
    assert client.post(path, form_on(page.content.decode(), path).fields).status_code == 302
    city.refresh_from_db()
    assert [name.value for name in city.names.all()] == ["Lindenhafen", "Neu"]
    assert city.wikidata == "Q1"


def test_declining_needs_an_answer_that_the_other_side_reads(world: World, city: City) -> None:
    made = propose(world, city, wikidata="Q1")
    client, path = client_of(world.coordinator_a), reverse("desk:verb", args=["proposal", made.public_id, "decline"])
    form = form_on(client.get(reverse("desk:record", args=["proposal", made.public_id])).content.decode(), path)
    assert client.post(path, form.fields).status_code == 422
    assert client.post(path, form.filled(decline__answer="Das ist eine andere Stadt.")).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.answer) == ("declined", "Das ist eine andere Stadt.")
    assert "Das ist eine andere Stadt." in text_of(
        client_of(world.coordinator_b).get(reverse("desk:record", args=["proposal", made.public_id]))
    )
    assert client.post(path, form.filled(decline__answer="Nochmals.")).status_code == 403
    assert client.get(f"{path_of(city)}?proposal={made.public_id}").status_code == 404


def test_who_proposes_nothing_is_told_so(world: World, city: City) -> None:
    client, path = client_of(world.coordinator_b), path_of(city)
    response = client.post(path, form_on(client.get(path).content.decode(), path).fields)
    assert response.status_code == 422
    assert "Nothing was changed" in text_of(response)
    assert not Proposal.objects.exists()


def test_a_proposal_of_another_record_is_not_taken(world: World, city: City, records: dict[str, Any]) -> None:
    made = propose(world, city, wikidata="Q1")
    path = reverse("desk:change", args=["topic", records["topic"].public_id])
    assert client_of(world.coordinator_a).get(f"{path}?proposal={made.public_id}").status_code == 404
