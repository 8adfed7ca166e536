"""Walks through the website: eyes, ears, keyboard, small screens, no script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from jumelage.config import demo
from jumelage.languages import SITE
from jumelage.website.addresses import address_of
from jumelage.website.models import ProsePage
from tests.walks.conftest import assert_accessible, assert_fits, assert_well
from tests.walks.steps import edition
from tests.website.reading import paths

pytestmark = pytest.mark.walk


def every_path(language: str) -> list[str]:
    """Return a page of each kind, the longest and the barest edition, and a page that is missing."""
    editions = [address_of(edition(number), language) for number in (9, 6)]
    return [
        *paths(language).values(),
        *editions,
        f"/{language}/search/?q=2019",
        f"/{language}/search/?q=nix",
        f"/{language}/nix/",
    ]


#: From the smallest telephone to a wide screen.
WIDTHS = (320, 390, 768, 1920)


def test_german_pages_are_accessible_and_fit(wide_page: Page) -> None:
    for path in every_path("de"):
        wide_page.goto(path)
        assert_well(wide_page, *WIDTHS, 1280)


@pytest.mark.parametrize("language", [language for language in SITE if language != "de"])
def test_pages_in_other_languages_are_accessible_and_fit(narrow_page: Page, language: str) -> None:
    for path in every_path(language):
        narrow_page.goto(path)
        assert_accessible(narrow_page)
        assert_fits(narrow_page, *WIDTHS)


def test_keyboard_leads_past_the_header_and_to_another_language(wide_page: Page) -> None:
    page = wide_page
    page.goto(paths("de")["edition"])
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_attribute("href", "#content")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.reload()
    for _step in range(12):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("hreflang") == "ru":
            break
    outline = page.locator(":focus").evaluate("element => getComputedStyle(element).outlineWidth")
    assert float(outline.removesuffix("px")) >= 2
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{paths('ru')['edition']}")
    assert page.locator("html").get_attribute("lang") == "ru"


def test_everything_is_reached_without_script(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")
    assert page.url.endswith("/de/")
    page.get_by_role("main").get_by_role("link", name="Lindenhafen").first.click()
    page.get_by_role("link", name="Arbeits- und Sozialseminar").first.click()
    page.get_by_role("main").get_by_role("link", name="Lindenhafen 2017").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lindenhafen 2017")
    page.get_by_role("searchbox").fill("Gerke")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("main").get_by_role("link", name="Henrike Gerke").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Henrike Gerke")
    page.get_by_role("contentinfo").get_by_role("link", name="Impressum").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Impressum")


#: The words that can be read in a page's body, without navigation, forms and what is only for those who write.
READABLE = """() => {
  const words = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), found = [];
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    const element = node.parentElement, range = document.createRange();
    if (!node.data.trim() || element.closest("nav, form, .edit, .kern-sr-only")) continue;
    range.selectNodeContents(node);
    if (element.checkVisibility({visibilityProperty: true, opacityProperty: true}) && range.getClientRects().length) {
      found.push(node.data.trim());
    }
  }
  return found;
}"""
#: What holds more than it shows and would be cut off on paper.
CUT_OFF = """() => [...document.querySelectorAll("main *:not(.kern-sr-only, .kern-icon)")].filter((one) =>
  getComputedStyle(one).overflow !== "visible" && one.scrollHeight > one.clientHeight + 1 && one.clientHeight > 1
).map((one) => one.className)"""
#: Links to other places, and what stands for each on paper.
AWAY = """() => [...document.querySelectorAll("main a[href^='http']")].map((one) =>
  [one.href, one.innerText + getComputedStyle(one, "::after").content]
)"""
#: A sheet of A4 within its margins, at 96 dots an inch.
SHEET = {"width": 643, "height": 972}


def test_nothing_is_lost_without_script_and_on_paper(open_page: Callable[..., Page]) -> None:
    page = open_page(SHEET, java_script_enabled=False)
    away = 0
    for path in every_path("de"):
        page.goto(path)
        assert not page.locator("script:not([type='application/ld+json'])").count(), path
        read = page.evaluate(READABLE)
        assert read, path
        page.emulate_media(media="print")
        assert page.evaluate(READABLE) == read, path
        assert page.evaluate(CUT_OFF) == [], path
        assert not page.get_by_role("navigation").filter(visible=True).count(), path
        for address, shown in page.evaluate(AWAY):
            assert address in shown, (path, address)
            away += 1
        assert_fits(page)
        page.emulate_media(media="screen")
    assert away, "no page had a link to another place"
    page.goto(paths("de")["edition"])
    page.emulate_media(media="print")
    expect(page.get_by_text(f"http://127.0.0.1:8000{paths('de')['edition']}")).to_be_visible()


def test_first_visit_is_small(wide_page: Page) -> None:
    sizes: dict[str, int] = {}
    wide_page.on("response", lambda response: sizes.setdefault(response.url, len(response.body())))
    wide_page.goto("/de/", wait_until="networkidle")
    fonts = sum(size for url, size in sizes.items() if url.endswith(".woff2"))
    assert fonts < 90_000, sizes
    assert len(sizes) <= 12, sizes


def test_editor_works_in_the_cms_without_another_host(wide_page: Page) -> None:
    editor = next(account for account in demo.ACCOUNTS if account.email.startswith("editor"))
    wide_page.goto("/cms/")
    wide_page.fill("[name=login]", editor.email)
    wide_page.fill("[name=password]", editor.password)
    wide_page.locator("main").get_by_role("button").first.click()
    wide_page.wait_for_url("**/cms/")
    wide_page.goto(f"/cms/pages/{ProsePage.objects.get(slug='impressum').pk}/edit/", wait_until="networkidle")
    expect(wide_page.locator("[name=title]")).to_have_value("Impressum")
    wide_page.goto("/cms/images/add/", wait_until="networkidle")
