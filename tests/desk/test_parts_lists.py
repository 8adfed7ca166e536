"""Lists of what stands below editions and beside them: search, filters, files, and how many queries they take."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from django.urls import reverse

from jumelage.desk.screens import SCREENS
from jumelage.journal.rules import ALPHABET
from jumelage.programme import actions as programme
from jumelage.programme.models import PresenceValue
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import Edition, EditionPart
from jumelage.values import LocalText
from tests.desk.browsing import client_of, text_of
from tests.desk.documented import documented, people
from tests.desk.test_lists import LIST_QUERIES, RECORD_QUERIES, counted, rows_of
from tests.factories import world as make
from tests.factories.world import BY, World

KINDS = [
    "delegation", "participation", "objective", "focus-topic", "publication", "event", "initiative", "project", "job-shadowing",
    "item", "visit", "contribution", "statement",
]  # fmt: skip


@pytest.fixture
def client(world: World) -> Any:
    """The browser of the coordinator at home."""
    return client_of(world.coordinator_a)


def found(client: Any, kind: str, query: str) -> list[str]:
    """Return the titles that a list shows for a query."""
    return [row[0] for row in rows_of(client.get(f"/desk/{kind}.csv?{query}"))[1:]]


@pytest.mark.parametrize(
    ("kind", "words", "title"),
    [
        ("delegation", "ясноРЕЧ", "Delegation: Seite 2"),
        ("participation", "muster1", "Karla Muster1"),
        ("participation", "LEITERIN", "Karla Muster1"),
        ("participation", "amt 1", "Karla Muster1"),
        ("objective", "VONEINANDER", "Voneinander lernen."),
        ("focus-topic", "alter", "Wohnen im Alter"),
        ("publication", "tageblatt", "Gäste im Rathaus"),
        ("event", "teilhabe", "3rd Forum 1 Teilhabe"),
        ("initiative", "ehrenamts", "Forum 1 des Ehrenamts"),
        ("project", "stufen", "Forum 1 ohne Stufen"),
        ("job-shadowing", "pflegezentrum", "Pflegezentrum, May 2018"),
        ("item", "werkstatt", "Site visit: Werkstatt Süd"),
        ("visit", "werkstatt", "Werkstatt Süd"),
        ("contribution", "ankommen", "Karla Muster1: Ankommen"),
        ("contribution", "muster1", "Karla Muster1: Ankommen"),
        ("statement", "guter TAG", "Ein guter Tag."),
    ],
)
def test_a_list_is_searched(records: dict[str, Any], client: Any, kind: str, words: str, title: str) -> None:
    assert found(client, kind, f"q={words}") == [title]
    assert found(client, kind, "q=nirgendwo") == []


def test_lists_are_narrowed_to_an_edition_and_by_what_is_known(world: World, records: dict[str, Any], client: Any) -> None:
    edition = make.edition(records["series"], 9)
    people(edition, world.sides["a"], number=9)
    make.item(edition, "Empfang", kind_of="reception", is_incomplete=True)
    here, there = f"edition={records['edition'].public_id}", f"edition={edition.public_id}"
    assert found(client, "participation", here) == ["Karla Muster1"]
    assert found(client, "participation", there) == ["Karla Muster9"]
    assert found(client, "participation", f"side={world.sides['b'].pk}") == ["Karla Muster1"]
    assert found(client, "participation", "kind_of=expert") == []
    assert found(client, "item", "kind_of=reception") == ["Empfang"]
    assert found(client, "item", "is_incomplete=true") == ["Empfang"]
    assert found(client, "statement", "is_approved=true") == []
    assert found(client, "statement", f"is_approved=false&{here}") == ["Ein guter Tag."]
    assert found(client, "objective", there) == []


def test_a_file_holds_the_list_in_the_columns_of_the_screen(records: dict[str, Any], client: Any) -> None:
    assert rows_of(client.get("/desk/participation.csv")) == [
        ["Who", "In which office", "As", "Side", "Edition"],
        ["Karla Muster1", "Leiterin 1, Amt 1", "delegate", "Seite 2", "7th Sozialseminar"],
    ]
    assert rows_of(client.get("/desk/item.csv")) == [
        ["Item", "Kind", "When", "Where", "Edition"],
        ["Site visit: Werkstatt Süd", "site visit", "17 June 2019, 09:30–11:00", "", "7th Sozialseminar"],
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_list_says_what_to_do_first(world: World, kind: str) -> None:
    text = text_of(client_of(world.coordinator_a).get(reverse("desk:list", args=[kind])))
    assert "Open an edition and" in text or "Add the first one" in text


def test_what_nobody_was_named_for_is_called_by_office_or_institution(records: dict[str, Any], client: Any) -> None:
    edition, body = records["edition"], records["institution"]
    office = make.office("Dezernent", institution=body)
    for given in ({"office": office}, {"institution": body}, {"words": "Глава района", "words_language": "ru"}):
        seminars.add_participation(by=BY, edition=edition, kind_of="mentioned", **given)
    assert set(found(client, "participation", "kind_of=mentioned")) == {"Dezernent, Sozialamt", "Sozialamt", "Глава района"}
    form = client.get(f"/desk/contribution/new/?edition={edition.public_id}").content.decode()
    for title in ("Dezernent, Sozialamt", "Глава района"):
        assert f">{title}</option>" in form


def grow(world: World, records: dict[str, Any], numbers: range) -> None:
    """Make more of every kind, each below an edition of its own, and more in the first edition."""
    for number in numbers:
        edition = make.edition(records["series"], 20 + number)
        made = documented(world, edition, number=20 + number)
        person = make.person(f"Weitere {number}", sides=[world.sides["a"]])
        speaker = seminars.add_participation(by=BY, edition=records["edition"], person=person, kind_of="expert")
        seminars.add_participation(by=BY, edition=records["edition"], institution=made["visit"].institution, kind_of="mentioned")
        programme.add_contribution(
            by=BY, edition=records["edition"], item=records["item"], speaker=speaker, subject=LocalText.of(de=f"Wort {number}")
        )


def copied(row: Any, **values: Any) -> Any:
    """Copy a row with its names past the actions, which would take a test of many rows a minute."""
    names = list(row.names.all()) if hasattr(row, "names") else []
    values |= {"pk": None, "id": None, "public_id": "".join(secrets.choice(ALPHABET) for _letter in range(8))}
    for name, value in values.items():
        setattr(row, name, value)
    row._state.adding = True
    row.save()
    for name in names:
        name.pk, name._state.adding = None, True
        setattr(name, next(field.name for field in name._meta.fields if field.related_model is type(row)), row)
        name.save()
    return row


def fill_up(number: int) -> None:
    """Copy rows of every kind until there are *number*, each part below an edition of its own."""
    for place in range(number):
        edition = copied(Edition.objects.order_by("pk").first(), number=100 + place)
        for kind in KINDS:
            rows = SCREENS[kind].model._default_manager.order_by("pk")
            if rows.count() < number:
                below = {"edition": edition} if issubclass(SCREENS[kind].model, EditionPart) else {}
                copied(rows[place % 4], **below)


def test_lists_and_records_take_few_queries_however_much_there_is(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.coordinator_a)
    lists = [f"/desk/{kind}{end}" for kind in KINDS for end in ("/", ".csv")]
    of_edition = f"edition={records['edition'].public_id}"
    forms = [f"/desk/{kind}/new/?{of_edition}" for kind in KINDS]
    forms += [reverse("desk:change", args=[kind, records[kind].public_id]) for kind in KINDS]
    pages = [reverse("desk:record", args=[kind, records[kind].public_id]) for kind in [*KINDS, "edition", "series"]]
    grow(world, records, range(1))
    few = {path: counted(client, path) for path in (*lists, *forms, *pages)}
    grow(world, records, range(1, 4))
    fill_up(30)
    many = {path: counted(client, path) for path in few}
    assert {path: (few[path], many[path]) for path in many if many[path] > few[path]} == {}
    assert {path: many[path] for path in lists if many[path] > LIST_QUERIES} == {}
    assert {path: many[path] for path in pages if many[path] > RECORD_QUERIES} == {}
    assert all("30 found" in text_of(client.get(f"/desk/{kind}/")) for kind in KINDS)


def test_a_form_asks_once_who_may_be_chosen_for_all_its_rows(world: World, records: dict[str, Any]) -> None:
    client, item = client_of(world.coordinator_a), records["item"]
    path = reverse("desk:change", args=["item", item.public_id])
    before = counted(client, path)
    guests = [
        seminars.add_participation(by=BY, edition=item.edition, words=f"Gast {number}", kind_of="invited_guest")
        for number in range(10)
    ]
    there = [row.as_value() for row in item.presences.all()] + [PresenceValue(participation=guest.pk) for guest in guests]
    programme.change_item(by=BY, item=item, version=item.version, presences=there)
    assert counted(client, path) <= before
