"""The guard and the checks of the walks themselves: each is shown a planted fault."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.walks.conftest import NARROW, Guard, assert_accessible, assert_fits, assert_well

pytestmark = pytest.mark.walk


def test_guard_sees_a_request_to_another_host(browser: Browser, site: str) -> None:
    guard = Guard(site)
    page = browser.new_page()
    guard.watch(page)
    page.set_content('<img src="http://elsewhere.example/pixel.png" alt="">')
    page.close()
    assert guard.faults[0] == "request to another host: http://elsewhere.example/pixel.png"


def test_guard_sees_what_the_policy_forbids(browser: Browser, site: str) -> None:
    guard = Guard(site)
    page = browser.new_page()
    guard.watch(page)
    page.goto(f"{site}/de/")
    assert guard.faults == []
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_timeout(100)
    page.close()
    assert "Content Security Policy" in guard.faults[0]


def test_axe_and_width_find_their_faults(browser: Browser) -> None:
    page = browser.new_page(viewport=NARROW)  # type: ignore[arg-type]
    page.set_content(
        "<!DOCTYPE html><html lang='en'><title>x</title><main><h1>x</h1><p><img src='data:,'></p><div style='width: 900px'>x</div></main></html>"
    )
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
    with pytest.raises(AssertionError, match="pixels wide"):
        assert_fits(page)
    page.set_content(
        "<!DOCTYPE html><html lang='en'><title>x</title><style>@media (prefers-color-scheme: dark) { p { color: #eee } }</style><main><h1>x</h1><p>Words</p></main></html>"
    )
    assert_accessible(page)
    with pytest.raises(AssertionError, match="color-contrast"):
        assert_well(page)
    page.close()
