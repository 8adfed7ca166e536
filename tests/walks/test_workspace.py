"""Walks through the archive's screens on the desk: the workspace of an edition, its records, and a seminar written down."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import Locator, Page, expect

from jumelage.config import demo
from jumelage.desk.records.printing import address_of
from jumelage.journal.models import Record
from jumelage.people.models import Appointment, Office, Person
from jumelage.programme.models import ItemKind, ProgrammeItem
from jumelage.seminars.models import Participation
from jumelage.sources.models import Source
from tests.factories import world as make
from tests.walks.conftest import NARROW, SMALLEST, assert_accessible, assert_fits, assert_well
from tests.walks.steps import PEOPLE, edition, edition_path, follow, sign_in, tab_to, type_into

pytestmark = pytest.mark.walk

PARTS = ("overview", "delegations", "people", "programme", "sources")
#: The long edition, and one of which nothing is written down but its facts.
FULL, EMPTY = 9, 10


@pytest.fixture(autouse=True)
def unthrottled(site: str) -> None:
    """Forget how often somebody signed in: all walks come from one address."""
    cache.clear()


def parts_of(number: int) -> list[str]:
    """Return the addresses of the five parts of an edition."""
    return [f"{edition_path(number)}work/{part}/" for part in PARTS]


def richest() -> list[Record]:
    """Return records of the archive with as much in them as the demo has."""
    guest = Person.objects.get(names__value="Schanna Ibrajewa")
    return [
        Person.objects.get(names__value="Arne Lüdtke"),
        Office.objects.get(appointments__person__names__value="Jana Brockhoff"),
        Appointment.objects.get(person__names__value="Jana Brockhoff"),
        Source.objects.get(title="Von der Schule in die Arbeit. Bericht über das erste Seminar"),
        Participation.objects.get(edition=edition(3), person=guest),
        ProgrammeItem.objects.get(edition=edition(3), kind_of=ItemKind.OPENING),
    ]


def screens() -> list[str]:
    """Return the workspace, full and empty, the lists, and records with their forms."""
    records = [address_of(record) for record in richest()]
    return [
        *parts_of(FULL),
        *parts_of(EMPTY),
        "/desk/lists/",
        *records,
        *(f"{address}change/" for address in records),
        *(f"/desk/{kind}/new/?edition={edition(FULL).public_id}" for kind in ("participation", "item")),
    ]


def provoke_mistakes(page: Page, name: str) -> None:
    """Send a line off with nothing in it."""
    page.goto(f"{edition_path(EMPTY)}work/people/")
    page.locator("#line-person").get_by_role("button").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.goto(f"{edition_path(EMPTY)}work/programme/")
    page.locator("#id_item-day").fill(name)
    page.locator("#line-item").get_by_role("button").click()
    expect(page.locator("#id_item-day")).to_have_attribute("aria-invalid", "true")


def ask_which(page: Page) -> None:
    """Write a name down that two known persons bear."""
    make.person("Matthias Tolksdorf", introduced_by=edition(EMPTY).series.partnership.sides.get(order=1))
    page.goto(f"{edition_path(EMPTY)}work/people/")
    page.fill("#id_person-person_name", "Matthias Tolksdorf")
    page.locator("#line-person").get_by_role("button").click()
    expect(page.locator("fieldset[data-focus]")).to_be_focused()


def cite_nothing(page: Page) -> None:
    """Open the form for evidence on a record and send it off with nothing in it."""
    page.goto(edition_path(FULL))
    page.locator("#evidence summary").click()
    assert_well(page)
    page.locator("#evidence details").get_by_role("button").click()
    expect(page.locator("#evidence").get_by_role("alert")).to_be_focused()


def test_german_screens_of_the_archive_are_accessible_and_fit(wide_page: Page) -> None:
    page = wide_page
    sign_in(page, PEOPLE["de"])
    for path in screens():
        page.goto(path)
        assert_well(page)
    provoke_mistakes(page, "neulich")
    assert_well(page)
    ask_which(page)
    assert_well(page)
    cite_nothing(page)
    assert_well(page)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_screens_of_the_archive_in_other_languages_are_accessible_and_fit(narrow_page: Page, language: str) -> None:
    page, may_write = narrow_page, language == "ru"
    sign_in(page, PEOPLE[language])
    for path in screens() if may_write else parts_of(FULL):
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        assert_accessible(page)
        assert_fits(page, NARROW["width"], SMALLEST["width"])
        assert may_write or not page.locator(".desk-line").count()


class Seminar:
    """The coordinator's way through one edition: every step by Tab, Enter and typing."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open_part(self, name: str, address: str) -> None:
        """Go to a part of the edition by its link."""
        parts = self.page.get_by_role("navigation", name="Bereiche dieses Seminars")
        follow(self.page, parts.get_by_role("link", name=name, exact=True), f"**/work/{address}/")

    def line(self, name: str) -> Locator:
        """Return a line by its heading."""
        return self.page.get_by_role("form", name=name)

    def type(self, line: Locator, label: str, text: str) -> Locator:
        """Type into a field of a line; return the field."""
        field = line.get_by_label(label, exact=True)
        type_into(self.page, field, text)
        return field

    def choose(self, line: Locator, label: str, words: str) -> None:
        """Choose from a list by typing how the words begin."""
        field = line.get_by_role("combobox", name=label, exact=True)
        tab_to(self.page, field)
        self.page.keyboard.type(words)
        assert field.locator("option:checked").inner_text().startswith(words)

    def add(self, line: Locator, button: str) -> None:
        """Press a line's button; it is added, and the focus stands in the next line."""
        tab_to(self.page, line.get_by_role("button", name=button))
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("status").first).to_contain_text("hinzugefügt")


def test_what_was_typed_is_not_lost_by_a_wrong_key(wide_page: Page) -> None:
    page, asked = wide_page, []
    sign_in(page, PEOPLE["de"])
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(f"{edition_path(EMPTY)}work/people/")
    parts = page.get_by_role("navigation", name="Bereiche dieses Seminars")
    follow(page, parts.get_by_role("link", name="Programm"), "**/programme/")
    assert asked == []
    page.locator("#id_item-title").press_sequentially("Rundgang")
    parts.get_by_role("link", name="Personen").click()
    expect(page.locator("#id_item-title")).to_have_value("Rundgang")
    assert asked == ["beforeunload"]
    page.locator("#line-item").get_by_role("button").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert asked == ["beforeunload"]
    parts.get_by_role("link", name="Personen").click()
    expect(page.locator("#id_item-title")).to_have_value("Rundgang")
    assert asked == ["beforeunload", "beforeunload"]


def test_a_seminar_is_written_down_by_the_keyboard(wide_page: Page) -> None:
    page, walk = wide_page, Seminar(wide_page)
    page.goto("/account/sign-in/")
    type_into(page, page.get_by_role("textbox", name="E-Mail"), PEOPLE["de"])
    type_into(page, page.get_by_role("textbox", name="Passwort"), demo.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    follow(page, page.get_by_role("link", name="Seminare", exact=True), "**/desk/edition/")
    type_into(page, page.get_by_role("searchbox"), "Pflege und Beruf")
    expect(page.get_by_role("row")).to_have_count(2)
    follow(page, page.get_by_role("table").get_by_role("link", name="Pflege und Beruf"), f"**{edition_path(EMPTY)}")

    walk.open_part("Personen", "people")
    line = walk.line("Person hinzufügen")
    walk.type(line, "Name", "Dr. Marlene Quast")
    walk.type(line, "Amt", "Leiterin")
    walk.type(line, "Einrichtung", "Pflegeschule Lindenhafen")
    walk.choose(line, "Seite", "Lindenhafen")
    walk.choose(line, "Als", "Fachperson")
    tab_to(page, line.get_by_role("checkbox", name="Öffentliches Amt: darf öffentlich genannt werden"))
    page.keyboard.press("Space")
    walk.add(line, "Diese Person hinzufügen")
    row = page.get_by_role("row").filter(has_text="Marlene Quast")
    expect(row).to_contain_text("Pflegeschule Lindenhafen")
    expect(row.get_by_role("cell").last).to_have_text("genannt")

    name = line.get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    expect(line.get_by_label("Seite").locator("option:checked")).to_contain_text("Lindenhafen")
    expect(line.get_by_label("Als").locator("option:checked")).to_have_text("Fachperson")
    expect(line.get_by_role("checkbox", name="Öffentliches Amt")).not_to_be_checked()
    page.keyboard.type("Tolksd")
    expect(page.locator("#known-person-person_name option")).to_have_attribute("value", "Matthias Tolksdorf")
    page.keyboard.press("Control+A")
    page.keyboard.type("Matthias Tolksdorf")
    page.keyboard.press("Tab")
    expect(line.get_by_label("Amt", exact=True)).to_have_value("Amtsleiter")
    expect(line.get_by_label("Amt", exact=True)).to_be_focused()
    expect(line.get_by_label("Einrichtung", exact=True)).to_have_value("Amt für Soziales und Teilhabe Lindenhafen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").filter(has_text="Matthias Tolksdorf")).to_contain_text("Amtsleiter")
    expect(name).to_be_focused()

    page.keyboard.type("Marlen Quast")
    page.keyboard.press("Enter")
    expect(page.locator("fieldset[data-focus]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="Marlene Quast")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    follow(page, page.get_by_role("link", name="Eintrag ansehen"), "**/desk/participation/**")
    follow(page, page.get_by_role("link", name="Pflege und Beruf").first, f"**{edition_path(EMPTY)}")

    walk.open_part("Programm", "programme")
    line = walk.line("Programmpunkt hinzufügen")
    walk.choose(line, "Art", "Besuch")
    walk.type(line, "Tag", "15.6.2027")
    tab_to(page, line.get_by_label("Beginn"))
    page.keyboard.type("0930")
    walk.type(line, "Titel oder Thema", "Ein Tag in der Pflegeschule")
    walk.type(line, "Einrichtung", "Pflegeschule Lindenhafen")
    walk.type(line, "Vortragende", "Marlene Quast")
    walk.add(line, "Diesen Programmpunkt hinzufügen")
    expect(line.get_by_label("Art", exact=True)).to_be_focused()
    expect(line.get_by_label("Tag", exact=True)).to_have_value("15.6.2027")
    expect(page.get_by_role("row").filter(has_text="Ein Tag in der Pflegeschule")).to_contain_text("Marlene Quast")

    follow(page, page.get_by_role("link", name=re.compile("Äußerung hinzufügen.*Ein Tag")), "**line=statement**")
    line = walk.line("Äußerung hinzufügen")
    expect(line.get_by_label("Was gesagt wurde")).to_be_focused()
    page.keyboard.type("Lob für die Ausbildung")
    walk.choose(line, "Art", "Würdigung")
    walk.type(line, "Von", "Quast")
    tab_to(page, line.get_by_role("checkbox", name="Für öffentliche Seiten freigegeben"))
    page.keyboard.press("Space")
    walk.add(line, "Diese Äußerung hinzufügen")
    expect(page.get_by_role("row").filter(has_text="Ein Tag in der Pflegeschule")).to_contain_text("1 Äußerung")

    walk.open_part("Quellen", "sources")
    line = walk.line("Quelle hinzufügen")
    walk.choose(line, "Bekannte Quelle", "Neuntes Seminar")
    walk.add(line, "Diese Quelle hinzufügen")
    expect(page.get_by_role("row").filter(has_text="Neuntes Seminar")).to_have_count(1)

    parts = page.get_by_role("navigation", name="Bereiche dieses Seminars")
    follow(page, parts.get_by_role("link", name="Angaben"), f"**{edition_path(EMPTY)}")
    tab_to(page, page.get_by_role("button", name="Veröffentlichen"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Öffentliche Seite ansehen")).to_be_visible()
    follow(page, page.get_by_role("link", name="Öffentliche Seite ansehen"), "**/de/edition/**")
    expect(page.get_by_role("region", name="Personen")).to_contain_text("Dr. Marlene Quast")
    expect(page.get_by_role("region", name="Personen")).to_contain_text("Matthias Tolksdorf")
    visit = page.get_by_role("region", name="Programm").get_by_role("listitem").filter(has_text="Ein Tag in der Pflegeschule")
    expect(visit).to_contain_text("Pflegeschule Lindenhafen")
    expect(visit).to_contain_text("Marlene Quast")
    assert_accessible(page)
