"""Lists: search, filters, order, pages, empty states, files for spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jumelage.desk.records.export import harmless
from jumelage.desk.screens import SCREENS
from jumelage.fields.models import Name
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.models import City
from jumelage.values import LocalText, PartialDate
from tests.desk.acquainted import acquainted
from tests.desk.browsing import client_of, text_of
from tests.factories import world as make
from tests.factories.world import World

LIST_QUERIES, RECORD_QUERIES = 20, 25


def rows_of(response: Any, delimiter: str = ",") -> list[list[str]]:
    """Read a list that was taken along as a file."""
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=delimiter))


def found(client: Any, query: str, kind: str = "city") -> list[str]:
    """Return the titles that a list shows for a query."""
    place = {"city": 0, "edition": 1}[kind]
    return [row[place] for row in rows_of(client.get(f"/desk/{kind}.csv?{query}"))[1:]]


def test_search_finds_any_name_in_any_script_and_case(world: World) -> None:
    partnerships.add_city(
        by=make.BY,
        names=[Name("Ölberg", "de"), Name("Эльберг", "ru", "transliteration")],
        country="AT",
        time_zone="Europe/Vienna",
    )
    client = client_of(world.coordinator_a)
    for words in ("ölBERG", "эЛЬберг", "öl ЭЛЬ"):
        assert found(client, f"q={words}") == ["Ölberg"]
    assert found(client, "q=öl+xyz") == []
    assert found(client, "q=.*") == []
    assert found(client, "country=AT") == ["Ölberg"]


def test_editions_are_found_by_number_title_and_series(world: World, records: dict[str, Any]) -> None:
    make.edition(records["series"], 21, title=LocalText.of(ru="Стареть дома"), published=True)
    client = client_of(world.coordinator_a)
    assert len(found(client, "q=стареть", "edition")) == 1
    assert len(found(client, "q=21", "edition")) == 1
    assert len(found(client, "q=sozialSEMINAR", "edition")) == 3
    assert len(found(client, f"series={records['series'].public_id}&published=true", "edition")) == 1
    assert len(found(client, "state=held&q=21.", "edition")) == 1
    assert found(client, f"topics={records['topic'].public_id}", "edition") == []


def test_columns_sort_both_ways_and_say_so(world: World) -> None:
    client = client_of(world.coordinator_a)
    ascending = found(client, "sort=title")
    assert ascending == sorted(ascending)
    assert found(client, "sort=-title") == ascending[::-1]
    html = client.get("/desk/city/?sort=-title&q=a").content.decode()
    assert 'aria-sort="descending"' in html
    assert 'href="?sort=title&amp;q=a"' in html or 'href="?q=a&amp;sort=title"' in html


def test_long_lists_have_pages_that_keep_the_question(world: World) -> None:
    for number in range(30):
        make.city(f"Zahl {number:02}")
    client = client_of(world.coordinator_a)
    first = client.get("/desk/city/?q=Zahl&sort=title")
    assert "30 found" in text_of(first)
    assert "Page 1 of 2" in text_of(first)
    assert "Zahl 24" in text_of(first)
    assert "Zahl 25" not in text_of(first)
    assert "Zahl 25" in text_of(client.get("/desk/city/?q=Zahl&sort=title&page=2"))
    assert client.get("/desk/city/?page=999").status_code == 200
    assert len(found(client, "q=Zahl")) == 30


def test_an_empty_list_says_what_to_do_first(world: World) -> None:
    coordinator, reader = client_of(world.coordinator_a), client_of(world.user("reader", "a"))
    assert "No editions yet. Add the first one" in text_of(coordinator.get("/desk/edition/"))
    assert reverse("desk:add", args=["edition"]) in coordinator.get("/desk/edition/").content.decode()
    assert reverse("desk:add", args=["edition"]) not in reader.get("/desk/edition/").content.decode()


def test_a_question_without_answer_leads_back(world: World) -> None:
    text = text_of(client_of(world.coordinator_a).get("/desk/city/?q=nirgendwo"))
    assert "Nothing matches what you asked for." in text
    assert "Show everything again" in text


def test_htmx_gets_the_results_alone(world: World) -> None:
    client = client_of(world.coordinator_a)
    html = client.get("/desk/city/?q=Linden", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert 'hx-swap-oob="true"' in html
    assert "Lindenhafen" in html
    restored = client.get("/desk/city/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in restored.content.decode()


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        (" =1", "' =1"),
        ("Lindenhafen", "Lindenhafen"),
        (-3, -3),
    ],
)
def test_no_cell_is_a_formula(cell: Any, written: Any) -> None:
    assert harmless(cell) == written


def test_a_file_holds_the_list_as_it_was_filtered(world: World) -> None:
    make.city('=HYPERLINK("http://evil.example")')
    client = client_of(world.coordinator_a)
    response = client.get("/desk/city.csv?q=HYPERLINK")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="jumelage-city.csv"' in response["Content-Disposition"]
    assert rows_of(response) == [
        ["Name", "Country", "Time zone", "Official key"],
        ['\'=HYPERLINK("http://evil.example")', "Germany", "Europe/Berlin", ""],
    ]


def test_a_german_or_russian_file_parts_its_cells_by_semicolons(world: World) -> None:
    user = make.user("Deutsche Nutzerin", language="de")
    make.grant(user, world.sides["a"], "reader")  # type: ignore[arg-type]
    assert len(rows_of(client_of(user).get("/desk/city.csv"), ";")[0]) == 4


def test_names_stand_in_the_language_of_the_reader_and_are_marked(world: World) -> None:
    html = client_of(world.coordinator_a).get("/desk/city/").content.decode()
    assert '<span lang="de">Lindenhafen</span>' in html


def grown(world: World, records: dict[str, Any], numbers: range) -> None:
    """Make more of what lists print with names of other records."""
    for number in numbers:
        city: City = make.city(f"Stadt {number}")
        make.institution(f"Amt {number}", city=city)
        make.topic(f"Thema {number}")
        series = make.series(world.partnership, f"Reihe {number}", owner_side=world.sides["a"])
        make.edition(series, number + 1, host_city=city, host_side=world.sides["a"], dates=PartialDate.parse("2001"))
        make.note(records["edition"], world.sides["a"], f"Notiz {number}", visibility="both_sides")
        make.proposal(records["city"], made_by=world.actor("coordinator", "b"))
        acquainted(world, number=number)
        make.grant(make.user(f"Person {number}"), world.sides["a"], "reader")  # type: ignore[arg-type]


def counted(client: Any, path: str) -> int:
    """Return the number of queries that a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    return len(queries)


def test_lists_take_as_many_queries_with_thirty_rows_as_with_one(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.administrator)
    paths = [f"/desk/{kind}{end}" for kind in SCREENS for end in ("/", ".csv")]
    grown(world, records, range(1))
    few = {path: counted(client, path) for path in paths}
    grown(world, records, range(1, 30))
    many = {path: counted(client, path) for path in paths}
    assert {path: (few[path], many[path]) for path in paths if many[path] > few[path]} == {}
    assert {path: number for path, number in many.items() if number > LIST_QUERIES} == {}


def test_records_take_few_queries_whatever_hangs_on_them(world: World, records: dict[str, Any]) -> None:
    grown(world, records, range(30))
    clients = {"administrator": client_of(world.administrator), "coordinator": client_of(world.coordinator_a)}
    counts = {
        (who, kind): counted(client, reverse("desk:record", args=[kind, record.public_id]))
        for who, client in clients.items()
        for kind, record in records.items()
    }
    home = {who: counted(client, "/desk/") for who, client in clients.items()}
    assert {place: number for place, number in counts.items() if number > RECORD_QUERIES} == {}
    assert {who: number for who, number in home.items() if number > RECORD_QUERIES} == {}


@pytest.mark.parametrize("kind", SCREENS)
def test_every_list_is_laid_out_alike(kind: str) -> None:
    """django-tables2 does not inherit ``Meta``: a table without its own would fall back to the library's template."""
    assert SCREENS[kind].table._meta.template_name == "desk/records/table.html"
    assert "desk-table" in SCREENS[kind].table._meta.attrs["class"]
