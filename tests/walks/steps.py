"""Steps that many walks take: signing in, finding an edition, going on by the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from jumelage.config import demo
from jumelage.seminars.models import Edition

#: Somebody at the desk in each language.
PEOPLE = {"de": "lindenhafen@demo.example", "ru": "jasnoretschinsk@demo.example", "en": "reader@demo.example"}


def sign_in(page: Page, email: str) -> None:
    """Sign in by the form."""
    page.goto("/account/sign-in/")
    page.fill("#id_login", email)
    page.fill("#id_password", demo.PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/desk/")


def edition(number: int) -> Edition:
    """Return an edition of the demo's main series, the only one with these numbers."""
    return Edition.objects.select_related("series").get(number=number)


def edition_path(number: int = 5) -> str:
    """Return the address of an edition on the desk."""
    return f"/desk/edition/{edition(number).public_id}/"


def tab_to(page: Page, target: Locator, *, steps: int = 60) -> Locator:
    """Press Tab until *target* has the focus; there it must be in view. Return what has the focus."""
    for _step in range(steps):
        page.keyboard.press("Tab")
        if target.evaluate_all("found => found.includes(document.activeElement)"):
            expect(page.locator(":focus")).to_be_in_viewport()
            return page.locator(":focus")
    raise AssertionError(f"{target} is not reached by the keyboard in {steps} steps on {page.url}")


def type_into(page: Page, target: Locator, text: str) -> None:
    """Go to a field by the keyboard and type; what stood there is replaced."""
    tab_to(page, target)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def follow(page: Page, target: Locator, address: str) -> None:
    """Go to a link or a button by the keyboard, press Enter, and come to *address*."""
    tab_to(page, target)
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def focus_on(page: Page, selector: str, *, key: str = "Tab", steps: int = 60) -> None:
    """Press *key* until *selector* has the focus; every stop on the way must be in view."""
    for _step in range(steps):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            expect(page.locator(":focus")).to_be_in_viewport()
            return
    raise AssertionError(f"{selector} is not reached by the keyboard in {steps} steps on {page.url}")
