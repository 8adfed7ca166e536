"""Agreements on the desk, over HTTP: entered with their rows, refused at the right place, and what outsiders read."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from jumelage.agreements.models import Agreement, PartyValue, SignatureValue, TermValue
from jumelage.sources import actions as sources
from jumelage.values import LocalText, PartialDate
from tests.desk.browsing import client_of, text_of
from tests.desk.test_lists import rows_of
from tests.desk.test_people import shown
from tests.desk.test_saving import added, change_path, changed
from tests.factories import world as make
from tests.factories.world import BY, World


@pytest.fixture
def client(world: World) -> Any:
    """The browser of the coordinator at home."""
    return client_of(world.coordinator_a)


def test_an_agreement_is_added_with_its_rows(world: World, records: dict[str, Any], client: Any) -> None:
    side, person, office = world.sides["a"], records["person"], records["office"]
    response = added(
        client,
        "agreement",
        title_de="Gemeinsame Erklärung",
        kind_of="declaration",
        level="national",
        signed_on="2018",
        in_force="2018–2020",
        based_on=records["agreement"].public_id,
        parties__0__side=side.pk,
        parties__1__institution=records["institution"].public_id,
        signatures__0__person=person.public_id,
        signatures__0__office=office.public_id,
        signatures__0__side=side.pk,
        signatures__0__on="September 2018",
        signatures__0__place="Rathaus",
        signatures__0__words="Dr. A. Beispiel",
        terms__0__kind="cadence",
        terms__0__value=2,
        terms__1__kind="other",
        terms__1__text_de="Man hilft einander.",
        terms__1__valid="2018–",
        topics=[records["topic"].public_id],
        visibility="public",
    )
    assert response.status_code == 302, text_of(response)
    made = Agreement.objects.get(kind_of="declaration")
    assert (made.title.text("de"), made.level, made.partnership) == ("Gemeinsame Erklärung", "national", world.partnership)
    assert (made.signed_on, made.in_force) == (PartialDate.parse("2018"), PartialDate.parse("2018/2020"))
    assert (made.based_on, list(made.topics.all())) == (records["agreement"], [records["topic"]])
    assert [row.as_value() for row in made.parties.all()] == [
        PartyValue(side.pk), PartyValue(institution=records["institution"].pk)
    ]  # fmt: skip
    assert [row.as_value() for row in made.signatures.all()] == [
        SignatureValue(person.pk, office.pk, side.pk, "2018-09", "Rathaus", "Dr. A. Beispiel")
    ]
    first, second = (row.as_value() for row in made.terms.all())
    assert first == TermValue("cadence", 2)
    assert (second.kind, second.text.text("de"), second.valid) == ("other", "Man hilft einander.", "2018/..")
    page = shown(client, made)
    for words in ("editions a year: 2", "Anna Beispiel , Staatssekretärin , Senatsverwaltung (Seite 1, September 2018, Rathaus, Dr. A. Beispiel)",
                  "Abkommen 1 , 28 August 1991", "on the public pages"):  # fmt: skip
        assert words in page
    assert "Gemeinsame Erklärung , 2018" in shown(client, records["agreement"])


def test_what_contradicts_itself_is_told_where_it_stands(world: World, records: dict[str, Any], client: Any) -> None:
    row = records["agreement"]
    for values, sentence in (
        ({"in_force": "1991"}, "alone does not say from when to when"),
        ({"in_force": "1980–1990"}, "ends before it was signed"),
        ({"terms__2__kind": "cadence", "terms__2__value": 1}, "Two terms of the same kind"),
        ({"terms__2__kind": "delegation_size"}, "This term says a number"),
        ({"parties__2__side": world.sides["b"].pk}, "The same party stands there twice"),
    ):
        response = changed(client, row, **values)
        assert (response.status_code, sentence in text_of(response)) == (422, True), values
    assert Agreement.objects.get(pk=row.pk).version == 1


def test_saving_untouched_changes_nothing(records: dict[str, Any], client: Any) -> None:
    row = records["agreement"]
    assert changed(client, row).status_code == 302
    row.refresh_from_db()
    assert row.version == 1


def test_a_partnership_lists_its_agreements_in_time(world: World, records: dict[str, Any], client: Any) -> None:
    make.agreement(world.partnership, "Ältere Erklärung", signed_on="1990")
    make.agreement(world.partnership, "Geheimer Entwurf", owner_side=world.sides["b"], visibility="internal", signed_on="1980")
    page = shown(client, world.partnership)
    assert page.index("Ältere Erklärung , 1990") < page.index("Abkommen 1 , 28 August 1991")
    assert "Geheimer Entwurf" not in page
    adding = f"{reverse('desk:add', args=['agreement'])}?partnership={world.partnership.public_id}"
    address = reverse("desk:record", args=["partnership", world.partnership.public_id])
    assert adding in client.get(address).content.decode()
    assert adding not in client_of(world.user("reader", "a")).get(address).content.decode()


def test_a_hidden_agreement_is_named_nowhere(world: World, records: dict[str, Any], client: Any) -> None:
    inner = make.agreement(world.partnership, "Geheimer Entwurf", owner_side=world.sides["b"], visibility="internal")
    resting = make.agreement(world.partnership, "Vertrag", based_on=inner)
    page = shown(client, resting)
    assert ("Geheimer" in page, "an agreement that you may not see" in page) == (False, True)
    assert "Geheimer" in shown(client_of(world.coordinator_b), resting)
    assert "Geheimer" not in client.get(change_path(records["agreement"])).content.decode()
    assert changed(client, resting).status_code == 302
    resting.refresh_from_db()
    assert resting.based_on == inner


def test_a_theme_year_does_not_name_the_hidden_agreement_that_it_rests_on(world: World, records: dict[str, Any]) -> None:
    inner = make.agreement(world.partnership, "Geheimer Entwurf", owner_side=world.sides["b"], visibility="internal")
    own = client_of(world.coordinator_b)
    year = make.initiative("Jahr der Brücken", introduced_by=world.sides["b"])
    assert changed(own, year, basis=inner.public_id).status_code == 302
    assert "Geheimer Entwurf" in shown(own, year)
    elsewhere = client_of(world.user("coordinator", "c"))
    for page in ("record", "history", "change"):
        response = elsewhere.get(reverse(f"desk:{page}", args=["initiative", year.public_id]))
        assert (response.status_code, "Geheimer" in response.content.decode()) == (200, False)
    assert "an agreement that you may not see" in shown(elsewhere, year)


def test_who_comes_from_elsewhere_reads_no_name_of_somebody_unknown(world: World, records: dict[str, Any]) -> None:
    private = make.person("Private Person", sides=[world.sides["a"]])
    row = make.agreement(
        world.partnership,
        "Öffentlicher Vertrag",
        visibility="public",
        signatures=[SignatureValue(private.pk, records["office"].pk, words="gez. P. Person")],
    )
    elsewhere = client_of(world.user("coordinator", "c"))
    for path in (
        reverse("desk:record", args=["agreement", row.public_id]),
        reverse("desk:history", args=["agreement", row.public_id]),
    ):
        page = elsewhere.get(path).content.decode()
        assert ("Private Person" in page, "gez. P. Person" in page) == (False, False)
    assert "gez. P. Person" in shown(client_of(world.coordinator_a), row)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=abkommen", ["Abkommen 1, 28 August 1991"]),
        ("q=FREUNDSCHAFT", ["Abkommen 1, 28 August 1991"]),
        ("kind_of=charter", []),
        ("level=city", ["Abkommen 1, 28 August 1991"]),
    ],
)
def test_the_list_is_searched_and_narrowed(records: dict[str, Any], client: Any, query: str, titles: list[str]) -> None:
    assert [row[0] for row in rows_of(client.get(f"/desk/agreement.csv?{query}"))[1:]] == titles


def test_an_agreement_keeps_what_sources_say_of_it(records: dict[str, Any], client: Any) -> None:
    row = records["agreement"]
    sources.cite(by=BY, record=row, source=records["source"], field="signed_on", quote="am 28. August")
    assert "am 28. August" in shown(client, row)


def test_a_new_title_is_in_the_history(records: dict[str, Any], client: Any) -> None:
    row = records["agreement"]
    assert changed(client, row, title_de="Neuer Name").status_code == 302
    row.refresh_from_db()
    assert row.title.text("de") == "Neuer Name"
    page = text_of(client.get(reverse("desk:history", args=["agreement", row.public_id])))
    assert ("Abkommen 1" in page, "Neuer Name" in page) == (True, True)


def test_an_agreement_without_a_title_is_refused(records: dict[str, Any], client: Any) -> None:
    response = changed(client, records["agreement"], title_de="")
    assert (response.status_code, "Write this text in at least one language." in text_of(response)) == (422, True)
    assert LocalText.of(de="Abkommen 1").text("de") == Agreement.objects.get().title.text("de")
