"""Walks through the desk: keyboard alone, axe, small screens, without script, two people at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation
from playwright.sync_api import Page, expect

from jumelage.accounts.models import User
from jumelage.config import demo
from jumelage.partnerships.models import City, Partnership
from jumelage.partnerships.queries import actor_for
from jumelage.people.models import Institution
from jumelage.seminars import actions as seminars
from jumelage.values import LocalText
from tests.walks.conftest import assert_accessible, assert_fits, assert_well
from tests.walks.steps import PEOPLE, edition, edition_path, focus_on, sign_in

pytestmark = pytest.mark.walk


@pytest.fixture(autouse=True)
def unthrottled(site: str) -> None:
    """Forget how often somebody signed in: all walks come from one address."""
    cache.clear()


def screens() -> list[str]:
    """Return a screen of each sort."""
    city, series, partnership = City.objects.get(country="KZ"), edition(5).series, Partnership.objects.order_by("pk")[0]
    return [
        "/desk/",
        "/desk/me/",
        "/desk/edition/",
        "/desk/city/?q=nirgendwo",
        "/desk/person/",
        "/desk/source/",
        edition_path(6),
        f"{edition_path(6)}history/",
        f"/desk/partnership/{partnership.public_id}/",
        f"/desk/series/{series.public_id}/",
        f"/desk/city/{city.public_id}/",
    ]


def forms() -> list[str]:
    """Return forms of each sort, for a coordinator."""
    city, series, partnership = City.objects.get(country="KZ"), edition(5).series, Partnership.objects.order_by("pk")[0]
    return [
        f"{edition_path()}change/",
        f"{edition_path()}delete/",
        f"/desk/city/{city.public_id}/change/",
        f"/desk/series/{series.public_id}/change/",
        f"/desk/partnership/{partnership.public_id}/change/",
        "/desk/institution/new/",
        "/desk/person/new/",
        "/desk/appointment/new/",
    ]


def provoke_mistakes(page: Page) -> None:
    """Send a form off with mistakes in it."""
    page.goto(f"{edition_path()}change/")
    page.fill("#id_dates", "neulich")
    page.fill("#id_number", "1")
    page.click(".desk-save button")
    page.wait_for_selector("#mistakes")


def provoke_conflict(page: Page) -> None:
    """Send a form off after somebody else changed the record."""
    stored = edition(5)
    page.goto(f"{edition_path()}change/")
    other = actor_for(User.objects.get(email=PEOPLE["ru"]))
    title = LocalText.of(de="Ihr anderer Titel", ru="Другой заголовок")
    seminars.change_edition(by=other, edition=stored, version=stored.version, title=title)
    page.fill("[name=title_de]", "Mein Titel")
    page.click(".desk-save button")
    page.wait_for_selector("#conflict")


def test_german_screens_are_accessible_and_fit(wide_page: Page) -> None:
    page = wide_page
    page.goto("/account/sign-in/")
    assert_well(page)
    page.click("main button[type=submit]")
    assert_well(page)
    sign_in(page, PEOPLE["de"])
    for path in (*screens(), *forms()):
        page.goto(path)
        assert_well(page)
    provoke_mistakes(page)
    assert_well(page)
    provoke_conflict(page)
    assert_well(page)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_screens_in_other_languages_are_accessible(narrow_page: Page, language: str) -> None:
    page = narrow_page
    sign_in(page, PEOPLE[language])
    for path in (*screens(), *(forms() if language == "ru" else ())):
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        assert_accessible(page)
        assert_fits(page, 390, 320)


def test_a_title_is_changed_by_the_keyboard_and_stands_on_the_public_page(wide_page: Page) -> None:
    page, number = wide_page, 5
    page.goto(f"{edition_path(number)}")
    page.wait_for_url("**/account/sign-in/**")
    focus_on(page, "#id_login")
    page.keyboard.type(PEOPLE["de"])
    focus_on(page, "#id_password")
    page.keyboard.type(demo.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class("desk-skip")
    page.keyboard.press("Enter")
    focus_on(page, "a[href$='/change/'].desk-button--primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    focus_on(page, "[name=title_de]")
    page.keyboard.press("Control+A")
    page.keyboard.type("Zu Hause alt werden")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{edition_path(number)}")
    expect(page.get_by_role("status").first).to_contain_text("Zu Hause alt werden")
    focus_on(page, "a[href^='/de/edition/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/de/edition/**")
    expect(page.locator("main")).to_contain_text("Zu Hause alt werden")


def test_mistakes_take_the_focus_and_lead_to_their_fields(wide_page: Page) -> None:
    page = wide_page
    sign_in(page, PEOPLE["de"])
    provoke_mistakes(page)
    expect(page.locator("#mistakes")).to_be_focused()
    focus_on(page, "#mistakes a[href='#id_dates']", steps=3)
    page.keyboard.press("Enter")
    expect(page.locator("#id_dates")).to_be_focused()
    expect(page.locator("#id_dates")).to_have_value("neulich")


def test_a_row_is_added_in_place_and_takes_the_focus(wide_page: Page) -> None:
    page = wide_page
    sign_in(page, PEOPLE["de"])
    page.goto("/desk/institution/new/")
    page.fill("#id_names-0-value", "Halb getippt")
    rows = page.locator("#list-names .desk-row")
    before = rows.count()
    page.focus("#more-names")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(before + 1)
    expect(page.locator(f"#id_names-{before}-value")).to_be_focused()
    expect(page.locator("#id_names-0-value")).to_have_value("Halb getippt")
    assert_accessible(page)


def test_a_list_is_narrowed_in_place_and_keeps_its_address(wide_page: Page) -> None:
    page = wide_page
    sign_in(page, PEOPLE["de"])
    page.goto("/desk/edition/")
    page.locator("input[type=search]").press_sequentially("Wohnung")
    expect(page.locator(".desk-table tbody tr")).to_have_count(1)
    expect(page.locator("#count")).to_contain_text("1")
    page.wait_for_url("**q=Wohnung**")
    expect(page.locator("input[type=search]")).to_be_focused()
    assert_accessible(page)
    page.goto("/desk/city/")
    page.go_back()
    expect(page.locator(".desk-table tbody tr")).to_have_count(1)


def test_records_are_suggested_while_somebody_types(wide_page: Page) -> None:
    page = wide_page
    sign_in(page, PEOPLE["de"])
    institution = Institution.objects.first()
    assert institution is not None
    name = str(institution)
    page.goto("/desk/office/new/")
    page.locator("#id_institution").press_sequentially(name[:6])
    expect(page.locator("#id_institution-found option").first).to_be_attached()
    page.fill("#id_institution", "Gibt es nirgends")
    page.fill("#id_names-0-value", "Leitung")
    page.click(".desk-save button")
    expect(page.locator("#id_institution")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_institution")).to_have_value("Gibt es nirgends")
    assert_accessible(page)


def test_everything_works_without_script(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, PEOPLE["de"])
    page.goto("/desk/institution/new/")
    rows = page.locator("#list-names .desk-row")
    before = rows.count()
    page.fill("#id_names-0-value", "Neues Amt")
    page.click("#more-names")
    expect(rows).to_have_count(before + 1)
    expect(page.locator("#id_names-0-value")).to_have_value("Neues Amt")
    page.click(".desk-save button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Neues Amt")
    page.goto("/desk/institution/")
    page.fill("input[type=search]", "Neues")
    page.press("input[type=search]", "Enter")
    expect(page.locator(".desk-table tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Neues Amt").click()
    page.fill("#id_note-text", "Ohne Skript.")
    page.locator("#notes button[type=submit]").click()
    expect(page.locator("#notes")).to_contain_text("Ohne Skript.")


def test_both_versions_are_weighed_by_the_keyboard(wide_page: Page) -> None:
    page = wide_page
    sign_in(page, PEOPLE["de"])
    provoke_conflict(page)
    expect(page.locator("#conflict")).to_be_focused()
    focus_on(page, "#conflict input[type=radio]")
    assert page.locator("input[name='take-title.de']:checked").get_attribute("value") == "mine"
    focus_on(page, "#conflict button[name=save]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{edition_path()}")
    title: Any = edition(5).title
    assert (title["de"].text, title["ru"].text) == ("Mein Titel", "Другой заголовок")


def test_the_language_of_the_desk_is_chosen(wide_page: Page) -> None:
    page = wide_page
    sign_in(page, PEOPLE["de"])
    page.goto("/desk/me/")
    page.check("input[name=language][value=ru]")
    page.click("main form button[type=submit]")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    with translation.override("ru"):
        expect(page.get_by_role("status").first).to_contain_text(translation.gettext("The language of the desk was changed."))
