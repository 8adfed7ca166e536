"""Picture every screen of the site, wide and as on a telephone, into a folder with an index: ``make contact-sheet``.

A site of its own is made in a temporary folder, filled with the demo's content, and served on a free port of the
loopback. Which screens there are, ``screens`` says.
"""

from __future__ import annotations

import argparse
import html
import logging
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from screens import OTHER_COORDINATOR, STRANGER, Shot, shots

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

ROOT = Path(__file__).resolve().parents[1]
WIDTHS = {"wide": 1280, "narrow": 390}
#: Pixels; a higher page is cut into what the browser can still draw at once.
HIGHEST = 8000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")


def set_up(folder: str) -> None:
    """Make and fill the throwaway site."""
    os.environ |= {
        "JUMELAGE_PROFILE": "demo",
        "JUMELAGE_DATA": folder,
        "JUMELAGE_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "jumelage.config.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # the browser's loop runs in the thread that asks the database
    }
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django  # noqa: PLC0415 -- after the settings are named

    django.setup()
    from jumelage.accounts.actions import add_user  # noqa: PLC0415 -- needs the set-up above
    from jumelage.accounts.actor import command  # noqa: PLC0415
    from jumelage.config import demo, installation  # noqa: PLC0415
    from jumelage.website.actions import lay_out_site  # noqa: PLC0415

    installation.make_folders()
    installation.update_tables()
    lay_out_site()
    demo.fill()
    add_user(by=command("contact-sheet"), email=STRANGER, name="Ines Neumann", password=demo.PASSWORD)
    propose()
    logging.disable()  # a picture of the page for a failure wants one, and its traceback says nothing


def propose() -> None:
    """Let the other side propose a change, which the demo's content does not have."""
    from jumelage.accounts.models import User  # noqa: PLC0415 -- Django is set up first
    from jumelage.partnerships.actions import propose_change  # noqa: PLC0415
    from jumelage.partnerships.models import Side  # noqa: PLC0415
    from jumelage.partnerships.queries import actor_for  # noqa: PLC0415

    city = Side.objects.order_by("pk")[0].city
    change = {"field": "wikidata", "label": "Wikidata", "before": "", "after": "Q42"}
    by = actor_for(User.objects.get(email=OTHER_COORDINATOR))
    propose_change(by=by, about=city, version=city.version, data={"wikidata": ["Q42"]}, changes=[change], reason="Wikidata")


def speak(language: str) -> None:
    """Let every account use *language* on the desk."""
    from jumelage.accounts.models import User  # noqa: PLC0415 -- Django is set up first

    User.objects.update(language=language)


class _Server(ThreadingMixIn, WSGIServer):
    """Answers several requests at once."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the standard library's name
        """Be silent."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the site on a free port while the block runs; yield its address."""
    from jumelage.config.wsgi import application  # noqa: PLC0415 -- Django is set up first

    server = make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def session_of(email: str) -> str:
    """Sign an account in and return its session."""
    from django.test import Client  # noqa: PLC0415 -- Django is set up first

    from jumelage.accounts.models import User  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.get(email=email))
    return client.cookies["sessionid"].value


def contexts(browser: Browser, site: str, options: argparse.Namespace) -> Callable[[str, str], BrowserContext]:
    """Return a function that gives the browser window of a width for an account, made once."""
    made: dict[tuple[str, str], BrowserContext] = {}

    def one(width: str, account: str) -> BrowserContext:
        if (width, account) not in made:
            made[width, account] = browser.new_context(
                base_url=site,
                viewport={"width": WIDTHS[width], "height": 900},
                locale=options.language,
                color_scheme="dark" if options.dark else "light",
            )
            if account:
                made[width, account].add_cookies([{"name": "sessionid", "value": session_of(account), "url": site}])
        return made[width, account]

    return one


def take(shot: Shot, window: BrowserContext, target: Path) -> int:
    """Take one picture and return how the address answered."""
    page = window.new_page()
    response = page.goto(shot.address)
    if shot.step:
        shot.step(page)
    # As high as the page, so that what sticks to the window's edge stands at the end and not in the middle.
    size = page.viewport_size or {"width": 0, "height": 0}
    height = page.evaluate("Math.ceil(document.documentElement.scrollHeight)")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], min(height, HIGHEST))})
    page.screenshot(path=target, full_page=True)
    page.close()
    return response.status if response else 0


def index(entries: list[tuple[Shot, int]], options: argparse.Namespace) -> str:
    """Return the page that shows all pictures side by side."""
    parts = []
    for number, (shot, status) in enumerate(entries, start=1):
        title = html.escape(f"{number}. {shot.title} · {shot.address} · {status} · {shot.account or 'nobody'}")
        pictures = "".join(
            f'<a href="{number:03}-{width}.png"><img class="{width}" src="{number:03}-{width}.png" alt="{width}"></a>'
            for width in WIDTHS
        )
        parts.append(f"<section><h2>{title}</h2>{pictures}</section>")
    style = "body{font:14px sans-serif;background:#ddd;margin:1rem}img{vertical-align:top;margin:0 1rem 1rem 0;border:1px solid #888}.wide{width:720px}.narrow{width:220px}"
    theme = "dark" if options.dark else "light"
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{options.language}, {theme}</title><style>{style}</style>{"".join(parts)}</html>\n'


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="contact_sheet", description="Picture every screen of the site.")
    parser.add_argument("--language", default="de", help="language of the screens")
    parser.add_argument("--dark", action="store_true", help="as somebody sees them who prefers dark screens")
    parser.add_argument("--out", type=Path, help="the folder to write (default: var/contact-sheet/<language>)")
    parser.add_argument("--only", default="", help="only screens whose title contains this")
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM", ""), help="the browser to use")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Take all pictures and say where they are."""
    import shutil  # noqa: PLC0415 -- only here

    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- a tool of developers, imported when it is used

    options = parse(arguments)
    chromium = options.chromium or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not chromium:
        print("No Chromium is installed; install it, or name it: --chromium PATH.", file=sys.stderr)
        return 2
    out: Path = options.out or ROOT / "var" / "contact-sheet" / f"{options.language}{'-dark' if options.dark else ''}"
    out.mkdir(parents=True, exist_ok=True)
    entries: list[tuple[Shot, int]] = []
    with tempfile.TemporaryDirectory(prefix="jumelage-sheet-") as folder:
        set_up(folder)
        speak(options.language)
        with served() as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
            window = contexts(browser, site, options)
            for shot in (shot for shot in shots(options.language) if options.only in shot.title):
                name = f"{len(entries) + 1:03}"
                status = [take(shot, window(width, shot.account), out / f"{name}-{width}.png") for width in WIDTHS][-1]
                entries.append((shot, status))
            browser.close()
    (out / "index.html").write_text(index(entries, options), "utf-8")
    print(f"{len(entries)} screens, each {' and '.join(map(str, WIDTHS.values()))} pixels wide: {out / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
