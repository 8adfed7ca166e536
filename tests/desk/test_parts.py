"""What stands below an edition, over HTTP: entering it, changing it, choices of the one edition, refusals at their fields."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.urls import reverse

from jumelage.desk.screens import SCREENS
from jumelage.desk.seminars.below import PARTS
from jumelage.journal.models import Row
from jumelage.people.models import BasisValue
from jumelage.programme.models import Contribution, PresenceValue, ProgrammeItem, Statement, Visit
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import Delegation, ExternalPublication, FocusTopic, Objective, Participation
from jumelage.values import PartialDate, Quantity
from tests.desk.browsing import client_of, form_on, text_of
from tests.desk.documented import people
from tests.desk.test_saving import added, changed
from tests.factories import world as make
from tests.factories.world import World

KINDS = [model.kind() for model, _visible in PARTS]


@pytest.fixture
def client(world: World) -> Any:
    """The browser of the coordinator at home."""
    return client_of(world.coordinator_a)


def below(edition: Any) -> str:
    """Return the query by which the form of a new part knows its edition."""
    return f"?edition={edition.public_id}"


def options(html: str, path: str, name: str) -> list[str]:
    """Return the values that a choice on a form offers, without the empty one."""
    start = html.index(f'name="{name}"')
    block = html[start : html.index("</select>", start)]
    return [value for value in (part.split('"')[0] for part in block.split('<option value="')[1:]) if value]


@pytest.fixture
def other(world: World, records: dict[str, Any]) -> dict[str, Any]:
    """People and a programme of another edition of the same series, none of whom may be chosen."""
    edition = make.edition(records["series"], 9)
    who = people(edition, world.sides["a"], number=9)
    item = make.item(edition, "Andernorts")
    visit = make.visit(edition, records["institution"])
    return {
        "edition": edition,
        **who,
        "item": item,
        "visit": visit,
        "contribution": make.contribution(item, who["participation"]),
    }


def test_a_delegation_is_added_with_its_bodies_and_changed(world: World, records: dict[str, Any], client: Any) -> None:
    edition, body = records["edition"], records["institution"]
    response = added(
        client, "delegation", below(edition), side=world.sides["a"].pk, size=8, bodies__0__found=body.public_id, position=""
    )
    made = Delegation.objects.get(edition=edition, side=world.sides["a"])
    assert response["Location"] == reverse("desk:record", args=["delegation", made.public_id])
    assert (made.size, list(made.bodies.all()), made.position) == (8, [body], 2)  # no place given: at the end
    assert changed(client, made, size=9, size_exception="Zwei kamen später.", bodies__0__DELETE="on").status_code == 302
    made.refresh_from_db()
    assert (made.size, made.size_exception, list(made.bodies.all())) == (9, "Zwei kamen später.", [])


def test_a_participation_is_added_with_offices_words_and_a_function(world: World, records: dict[str, Any], client: Any) -> None:
    edition, delegation = records["edition"], records["delegation"]
    person = make.person("Olga Beispiel", bases=[BasisValue("public_office")])
    offices = [make.office(f"Amt {number}", institution=records["institution"]) for number in (7, 8)]
    response = added(
        client,
        "participation",
        below(edition),
        person=person.public_id,
        office=offices[0].public_id,
        further_offices__0__found=offices[1].public_id,
        side=world.sides["b"].pk,
        delegation=delegation.public_id,
        function="deputy_head",
        function_certainty="assumed",
        sector="administration",
        represents_office=records["participation"].office.public_id,
        words="Начальница",
        words_language="ru",
        reason_de="Vertretung",
    )
    assert response.status_code == 302, text_of(response)
    made = Participation.objects.get(person=person)
    assert (made.edition, made.office, list(made.further_offices.all())) == (edition, offices[0], [offices[1]])
    assert (made.side, made.delegation, made.function) == (world.sides["b"], delegation, "deputy_head")
    assert (made.function_certainty, made.sector, made.state) == ("assumed", "administration", "attended")
    assert (made.represents_office, made.words, made.words_language) == (records["participation"].office, "Начальница", "ru")
    assert made.reason.text("de") == "Vertretung"


def test_aims_and_publications_are_added(records: dict[str, Any], client: Any) -> None:
    edition, topic = records["edition"], records["topic"]
    query = below(edition)
    assert added(client, "objective", query, text_de="Vorbilder sehen", topic=topic.public_id).status_code == 302
    assert Objective.objects.get(text__de__text="Vorbilder sehen").topic == topic
    assert added(client, "focus-topic", query, title_ru="Жильё", topics=[topic.public_id]).status_code == 302
    assert list(FocusTopic.objects.get(title__ru__text="Жильё").topics.all()) == [topic]
    given = {"title": "Zu Gast", "language": "de", "publisher": "Bote", "address": "example.org/zu-gast", "date": "6.2019"}
    assert added(client, "publication", query, **given, checked_on="2026-01-05", reachability="broken").status_code == 302
    made = ExternalPublication.objects.get(title="Zu Gast")
    assert (made.address, made.date, made.reachability) == (
        "https://example.org/zu-gast", PartialDate.parse("2019-06"), "broken"
    )  # fmt: skip
    page = text_of(client.get(reverse("desk:record", args=["publication", made.public_id])))
    assert "Look for an archived copy and enter its address." in page


def test_an_item_is_added_with_times_hosts_and_who_was_there(world: World, records: dict[str, Any], client: Any) -> None:
    edition, who = records["edition"], records["participation"]
    response = added(
        client,
        "item",
        below(edition),
        kind_of="workshop",
        title_de="Barrieren im Kopf",
        day="18.6.2019",
        begins="09:00",
        ends="10:30",
        zone="Asia/Almaty",
        city=world.sides["a"].city.public_id,
        hosts__0__found=records["institution"].public_id,
        visit=records["visit"].public_id,
        within=records["item"].public_id,
        event=records["event"].public_id,
        topics=[records["topic"].public_id],
        audience="about 50",
        presences__0__who=f"p{who.pk}",
        presences__0__status="chair",
        presences__1__who=f"d{records['delegation'].pk}",
        capacity=60,
        wheelchair_places=4,
        is_incomplete="on",
        is_public="on",
    )
    assert response.status_code == 302, text_of(response)
    made = ProgrammeItem.objects.get(title__de__text="Barrieren im Kopf")
    assert (made.day, made.begins, made.ends) == (PartialDate.parse("2019-06-18"), time(9), time(10, 30))
    assert made.starts_at is not None
    assert (made.zone, f"{made.starts_at:%H:%M}") == ("Asia/Almaty", "03:00")
    assert (list(made.hosts.all()), made.visit, made.within) == ([records["institution"]], records["visit"], records["item"])
    assert (made.event, list(made.topics.all()), made.audience) == (records["event"], [records["topic"]], Quantity.parse("~50"))
    assert [row.as_value() for row in made.presences.all()] == [
        PresenceValue(participation=who.pk, status="chair"),
        PresenceValue(delegation=records["delegation"].pk),
    ]
    assert (made.capacity, made.wheelchair_places) == (60, 4)
    assert (made.is_incomplete, made.is_public, made.is_optional) == (True, True, False)
    page = text_of(client.get(reverse("desk:record", args=["item", made.public_id])))
    for words in ("09:00", "10:30", "about 50", "Karla Muster1 (chair)", "Delegation: Seite 2", "to be completed"):
        assert words in page


def test_a_visit_a_contribution_and_a_statement_are_added(records: dict[str, Any], client: Any) -> None:
    edition, who, item = records["edition"], records["participation"], records["item"]
    query = below(edition)
    given = {"institution": records["institution"].public_id, "group_size": 12, "state": "cancelled_by_host"}
    assert added(client, "visit", query, **given, requested_topics_de="Werkstätten").status_code == 302
    visit = Visit.objects.get(institution=records["institution"])
    assert (visit.edition, visit.group_size, visit.state) == (edition, 12, "cancelled_by_host")
    response = added(
        client,
        "contribution",
        f"{query}&item={item.public_id}",
        kind_of="welcome",
        speaker=who.public_id,
        on_behalf_of_office=who.office.public_id,
        mandate="Schreiben vom 3. Juni",
        subject_de="Ankommen in der Stadt",
        subject_institution=records["institution"].public_id,
        subject_project=records["project"].public_id,
        language="ru",
        minutes=10,
    )
    assert response.status_code == 302, text_of(response)
    spoken = Contribution.objects.get(kind_of="welcome")
    assert (spoken.item, spoken.speaker, spoken.on_behalf_of_office) == (item, who, who.office)  # the item came by the address
    assert (spoken.subject_project, spoken.language, spoken.minutes) == (records["project"], "ru", 10)
    said = added(
        client,
        "statement",
        query,
        kind_of="thanks",
        delegation=records["delegation"].public_id,
        contribution=spoken.public_id,
        about_institution=records["institution"].public_id,
        text_ru="Спасибо.",
        is_quote="on",
    )
    assert said.status_code == 302, text_of(said)
    made = Statement.objects.get(kind_of="thanks")
    assert (made.delegation, made.contribution, made.is_quote, made.is_approved) == (
        records["delegation"], spoken, True, False
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_part_asks_for_its_edition_first_and_keeps_it(records: dict[str, Any], client: Any, kind: str) -> None:
    path = reverse("desk:add", args=[kind])
    first = client.get(path).content.decode()
    assert f'method="get" action="{path}"' in first
    form = form_on(first, path)
    assert set(form.fields) == {"edition"}  # no token in the address that it leads to
    then = form_on(client.get(path, form.filled(edition=records["edition"].public_id)).content.decode(), path)
    assert then.fields["edition"] == [records["edition"].public_id]
    assert len(then.fields) > 3
    changing = reverse("desk:change", args=[kind, records[kind].public_id])
    assert "edition" not in form_on(client.get(changing).content.decode(), changing).fields


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_added_to_an_edition_that_one_may_not_change(
    world: World, records: dict[str, Any], client: Any, kind: str
) -> None:
    series = make.series(world.partnership, "Reihe b", owner_side=world.sides["b"])
    theirs = make.edition(series, 1)
    path = reverse("desk:add", args=[kind])
    assert set(form_on(client.get(path + below(theirs)).content.decode(), path).fields) == {"edition"}
    count = SCREENS[kind].model._default_manager.count()
    response = client.post(path, {"edition": theirs.public_id})
    assert response.status_code == 422
    assert SCREENS[kind].model._default_manager.count() == count


def test_what_is_chosen_is_of_the_one_edition(world: World, records: dict[str, Any], other: dict[str, Any], client: Any) -> None:
    edition = records["edition"]
    offered = {
        "participation": {"delegation": [records["delegation"].public_id], "side": None},
        "item": {"visit": [records["visit"].public_id], "within": [records["item"].public_id]},
        "contribution": {"item": [records["item"].public_id], "speaker": [records["participation"].public_id]},
        "statement": {
            "item": [records["item"].public_id],
            "speaker": [records["participation"].public_id],
            "delegation": [records["delegation"].public_id],
            "contribution": [records["contribution"].public_id],
        },
    }
    for kind, fields in offered.items():
        path = reverse("desk:add", args=[kind])
        html = client.get(path + below(edition)).content.decode()
        for name, values in fields.items():
            expected = [str(world.sides[letter].pk) for letter in "ab"] if values is None else values
            found = options(html, path, name)
            assert sorted(found) == sorted(expected), (kind, name)
    presences = options(client.get(reverse("desk:add", args=["item"]) + below(edition)).content.decode(), "", "presences-0-who")
    assert sorted(presences) == sorted([f"p{records['participation'].pk}", f"d{records['delegation'].pk}"])


def test_what_was_not_offered_is_refused(records: dict[str, Any], other: dict[str, Any], client: Any) -> None:
    query, who = below(records["edition"]), other["participation"]
    response = added(client, "contribution", query, item=records["item"].public_id, speaker=who.public_id)
    assert response.status_code == 422
    assert '<p class="desk-wrong" id="id_speaker_error">' in response.content.decode()
    response = added(client, "item", query, presences__0__who=f"p{who.pk}")
    assert response.status_code == 422
    assert "Presence 1, Person or delegation" in text_of(response)
    assert Contribution.objects.filter(speaker=who, edition=records["edition"]).count() == 0


@pytest.mark.parametrize(
    ("kind", "values", "field", "sentence"),
    [
        ("participation", {"words": "Leitung", "function": "head"}, "delegation", "Only a member of a delegation heads it."),
        ("participation", {}, "person", "Enter a person, or at least an office"),
        ("publication", {"title": "A", "publisher": "B", "address": "https://c.example", "reachability": "ok"},
         "checked_on", "Enter the day on which somebody looked"),
        ("item", {"capacity": 3, "wheelchair_places": 4}, "wheelchair_places", "more places for wheelchairs than places"),
        ("item", {"count": 0}, "count", "There was at least one"),
        ("item", {"day": "17.6.2019", "begins": "11:00", "ends": "10:00"}, "ends", "before it begins"),
        ("statement", {"text_de": "Schön."}, "speaker", "A statement needs somebody who made it"),
        ("objective", {}, "text", "Write this text in at least one language."),
        ("visit", {}, "institution", "This field is required."),
    ],
)  # fmt: skip
def test_a_refusal_stands_beside_its_field(
    records: dict[str, Any], client: Any, kind: str, values: dict[str, Any], field: str, sentence: str
) -> None:
    response = added(client, kind, below(records["edition"]), **values)
    html = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in html, text_of(response)[:1500]
    assert sentence in text_of(response)


def test_a_side_has_one_delegation_also_after_a_change(world: World, records: dict[str, Any], client: Any) -> None:
    second = seminars.add_delegation(by=make.BY, edition=records["edition"], side=world.sides["a"])
    for response in (
        added(client, "delegation", below(records["edition"]), side=world.sides["b"].pk),
        changed(client, second, side=world.sides["b"].pk),
    ):
        assert response.status_code == 422
        assert '<p class="desk-wrong" id="id_side_error">' in response.content.decode()
        assert "This side has a delegation here already" in text_of(response)


def test_two_heads_at_a_time_are_refused_at_the_function(records: dict[str, Any], client: Any) -> None:
    given = {"words": "Leitung", "words_language": "de", "delegation": records["delegation"].public_id, "function": "head"}
    response = added(client, "participation", below(records["edition"]), **given)
    assert response.status_code == 422
    assert '<p class="desk-wrong" id="id_function_error">' in response.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_not_is_told_whom_to_ask(world: World, records: dict[str, Any], kind: str) -> None:
    reader, record = client_of(world.user("reader", "a")), records[kind]
    address = reverse("desk:record", args=[kind, record.public_id])
    page = reader.get(address)
    assert page.status_code == 200
    assert reverse("desk:change", args=[kind, record.public_id]) not in page.content.decode()
    for route in ("desk:change", "desk:delete"):
        refused = reader.get(reverse(route, args=[kind, record.public_id]))
        assert refused.status_code == 403
        assert "Ask the coordinator of the side that the edition belongs to." in text_of(refused)
    refused = reader.get(reverse("desk:add", args=[kind]))
    assert refused.status_code == 403
    assert "Ask the coordinator of your side." in text_of(refused)


@pytest.mark.parametrize("kind", KINDS)
def test_the_other_side_sees_what_is_shared_and_nobody_elsewhere(world: World, records: dict[str, Any], kind: str) -> None:
    address = reverse("desk:record", args=[kind, records[kind].public_id])
    assert client_of(world.coordinator_b).get(address).status_code == 200
    elsewhere = client_of(world.user("coordinator", "c"))
    assert elsewhere.get(address).status_code == 404
    assert f"/desk/{kind}/{records[kind].public_id}/" not in elsewhere.get(reverse("desk:list", args=[kind])).content.decode()


def test_what_an_edition_holds_is_counted_and_leads_on(world: World, records: dict[str, Any], client: Any) -> None:
    edition = records["edition"]
    address = reverse("desk:record", args=["edition", edition.public_id])
    html, page = client.get(address).content.decode(), text_of(client.get(address))
    for model, _visible in PARTS:
        assert f"/desk/{model.kind()}/{below(edition)}" in html
        assert f"/desk/{model.kind()}/new/{below(edition)}" in html
    assert "Participations : 1 · add" in page
    reader = client_of(world.user("reader", "a")).get(address).content.decode()
    assert f"/desk/item/{below(edition)}" in reader
    assert "/desk/item/new/" not in reader


def test_a_part_says_where_it_belongs_and_deleting_what_goes_with_it(records: dict[str, Any], client: Any) -> None:
    delegation, edition = records["delegation"], records["edition"]
    html = client.get(reverse("desk:record", args=["delegation", delegation.public_id])).content.decode()
    crumbs = html[html.index("desk-crumbs") : html.index("</nav>", html.index("desk-crumbs"))]
    assert reverse("desk:record", args=["edition", edition.public_id]) in crumbs
    path = reverse("desk:delete", args=["delegation", delegation.public_id])
    asked = text_of(client.get(path))
    assert "What stands below it goes too: participations (1), contributions (1), statements (1)." in asked
    whole = text_of(client.get(reverse("desk:delete", args=["edition", edition.public_id])))
    assert "programme items (1), visits (1)" in whole
    assert client.post(path).status_code == 302
    assert not Participation.objects.filter(pk=records["participation"].pk).exists()


def test_the_history_tells_of_lists_in_words(records: dict[str, Any], client: Any) -> None:
    item, office = records["item"], make.office("Kämmerin", institution=records["institution"])
    assert changed(client, item, begins="10:00", audience="more than 30,000", presences__1__DELETE="on").status_code == 302
    assert changed(client, records["participation"], further_offices__0__found=office.public_id).status_code == 302
    page = text_of(client.get(reverse("desk:history", args=["item", item.public_id])))
    for words in ("09:30", "10:00", "more than 30,000", "Who was present", "Delegation: Seite 2"):
        assert words in page
    assert "Kämmerin" in text_of(client.get(reverse("desk:history", args=["participation", records["participation"].public_id])))
    office.refresh_from_db()
    seminars.change_participation(
        by=make.BY,
        participation=Participation.objects.get(pk=records["participation"].pk),
        version=Participation.objects.get(pk=records["participation"].pk).version,
        further_offices=[],
    )
    make.people.delete_office(by=make.BY, office=office)
    gone = text_of(client.get(reverse("desk:history", args=["participation", records["participation"].public_id])))
    assert "a record that was deleted" in gone


def test_one_more_row_keeps_what_was_typed(records: dict[str, Any], client: Any) -> None:
    path = reverse("desk:add", args=["item"])
    page = client.get(path + below(records["edition"])).content.decode()
    sent = form_on(page, path).filled(more="presences", title_de="Halb", presences__0__who=f"p{records['participation'].pk}")
    html = client.post(path, sent).content.decode()
    assert html.count('name="presences-2-who"') == 1
    assert form_on(html, path).fields["title_de"] == ["Halb"]
    assert form_on(html, path).fields["presences-0-who"] == [f"p{records['participation'].pk}"]
    assert "aria-invalid" not in html


def test_notes_are_written_about_parts_and_found_again(world: World, records: dict[str, Any], client: Any) -> None:
    item = records["item"]
    path = reverse("desk:add_note", args=["item", item.public_id])
    page = client.get(reverse("desk:record", args=["item", item.public_id])).content.decode()
    assert client.post(path, form_on(page, path).filled(**{"note-text": "Bilder erfragen."})).status_code == 302
    listed = text_of(client.get(reverse("desk:list", args=["note"])))
    assert "Bilder erfragen." in listed
    assert "Site visit: Werkstatt Süd" in listed
    assert Row.objects.filter(verb="add", record_type="partnerships.note").count() == 2  # the other one came with the records
