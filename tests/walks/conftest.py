"""What every walk stands on: one browser, a site with the demo on it, and a guard over all that a page does.

A page of these fixtures fails its walk on any request to another host, any error in the console and anything that
the content security policy forbids, also when the walk itself found nothing wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.factories import website as make

WIDE, NARROW, SMALLEST = {"width": 1280, "height": 900}, {"width": 390, "height": 844}, {"width": 320, "height": 640}
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: What axe checks: WCAG 2.2 A and AA, and its own best practices.
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
#: Of these, what depends on the colours: all that a second theme can break.
COLOUR_RULES = ("color-contrast", "link-in-text-block")
_AXE = Path(__file__).with_name("axe.min.js")
#: Chromium writes a failed page or form into the console although the walk asked for it.
_ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of (400|403|404|409|410|422)")


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One browser for all walks."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def site(live_server: Any) -> str:
    """The address of a running site with the demo's content."""
    make.lay_out_site()
    make.fill()
    return str(live_server.url)


class Guard:
    """Collects what a page must not do."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.faults: list[str] = []

    def watch(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.on("request", self._on_request)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.faults.append(f"error on the page: {error}"))

    def _on_request(self, request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme not in ("data", "blob", "about") and target.netloc != self.host:
            self.faults.append(f"request to another host: {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        text = message.text
        if "Content Security Policy" in text or (message.type == "error" and not _ANSWERED.search(text)):
            self.faults.append(f"console: {text}")


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open guarded pages; options are those of a browser context (``color_scheme``, ``locale``, ``java_script_enabled``)."""
    guard = Guard(site)
    contexts: list[BrowserContext] = []

    def open_one(viewport: dict[str, int] = WIDE, **options: Any) -> Page:
        context = browser.new_context(base_url=site, viewport=viewport, **{"locale": "de-DE", **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        guard.watch(page)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not guard.faults, "\n".join(guard.faults)


@pytest.fixture
def wide_page(open_page: Callable[..., Page]) -> Page:
    """A page 1280 pixels wide."""
    return open_page()


@pytest.fixture
def narrow_page(open_page: Callable[..., Page]) -> Page:
    """A page as wide as a telephone, 390 pixels."""
    return open_page(NARROW)


def assert_accessible(page: Page, *, only: tuple[str, ...] = ()) -> None:
    """Fail with axe's own words if it finds anything on the page as it stands; *only* names the rules that are asked.

    axe is handed to the page from outside, so the page's content security policy stays as strict as it is. It looks at
    the end of the page, where a bar at the edge of the window covers nothing.
    """
    page.evaluate("scrollTo({top: document.documentElement.scrollHeight, behavior: 'instant'})")
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text("utf-8"))
    run_only = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": list(AXE_TAGS)}
    found = page.evaluate(f"async () => (await axe.run(document, {json.dumps({'runOnly': run_only})})).violations")
    lines = [
        f"{one['id']} ({one['impact']}): {node['html'][:200]}\n  {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]
    assert not found, f"{page.url}\n" + "\n".join(lines)


def assert_fits(page: Page, *widths: int) -> None:
    """Fail if the page has to be scrolled sideways, as it stands or in windows of these widths."""
    before = page.viewport_size
    for width in widths or (None,):
        if width:
            page.set_viewport_size({"width": width, "height": 800})
        inner, outer = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert inner <= outer, f"{page.url} is {inner} pixels wide in a window of {outer}"
    if widths and before:
        page.set_viewport_size(before)


def assert_well(page: Page, *widths: int) -> None:
    """Fail if axe finds anything in the light or the dark theme, or if the page does not fit one of the widths."""
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    assert_accessible(page, only=COLOUR_RULES)
    page.emulate_media(color_scheme="light")
    assert_fits(page, *(widths or (NARROW["width"], SMALLEST["width"])))
