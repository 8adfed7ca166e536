"""Picture every screen of the site, wide and as on a telephone, into a folder with an index: ``make contact-sheet``.

A site of its own is made in a temporary folder, filled with the demo's content, and served on a free port of the
loopback. Which screens there are follows from the routes of the running site: a route that nobody pictures and that
is not named in ``NO_PICTURE`` with its reason ends the command with an error, so that no screen is forgotten.
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
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[1]
WIDTHS = {"wide": 1280, "narrow": 390}
#: Pixels; a higher page is cut into what the browser can still draw at once.
HIGHEST = 8000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")

ADMINISTRATOR, COORDINATOR = "admin@demo.example", "lindenhafen@demo.example"
OTHER_COORDINATOR, READER, STRANGER = "jasnoretschinsk@demo.example", "reader@demo.example", "new@demo.example"

#: Routes that show nothing of their own, each with its reason.
NO_PICTURE = {
    "desk:csv": "a file",
    "desk:add_note": "answers a form of the record's screen",
    "desk:verb": "answers a button of the record's screen",
    "set_language": "remembers a language and leads back",
    "rendition": "a picture",
    "wagtaildocs_serve": "a document",
    "wagtaildocs_authenticate_with_password": "Wagtail's own, for collections that an editor shuts",
    "wagtailcore_authenticate_with_password": "Wagtail's own, for pages that an editor shuts",
    "wagtailcore_login": "never reached",
    "_util/login/": "leads to the sign-in",
}

Step = Callable[["Page"], None]


@dataclass(frozen=True)
class Shot:
    """One screen: what it is called, its address, who looks, and what is done on it before the picture is taken."""

    title: str
    address: str
    account: str = ""
    step: Step | None = None


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

    city = Side.objects.get(order=1).city
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


def shots(language: str) -> list[Shot]:
    """Return every screen, by the routes of the site; raise ``SystemExit`` for a route that nobody pictures."""
    from tests.house.routes import routes  # noqa: PLC0415 -- Django is set up first

    pictured = {**website_shots(language), **account_shots(), **desk_shots(), **cms_shots()}
    forgotten = sorted({route.key for route in routes()} - set(pictured) - set(NO_PICTURE))
    if forgotten:
        raise SystemExit(f"Nobody pictures: {', '.join(forgotten)}. Add each to tools/contact_sheet.py.")
    return [shot for of_route in pictured.values() for shot in of_route] + error_shots(language)


def website_shots(language: str) -> dict[str, list[Shot]]:
    """Return the public pages."""
    from jumelage.partnerships.models import Partnership  # noqa: PLC0415 -- Django is set up first
    from jumelage.seminars.models import Edition, Series  # noqa: PLC0415
    from jumelage.website.addresses import address_of  # noqa: PLC0415
    from jumelage.website.models import ProsePage  # noqa: PLC0415

    editions = Edition.objects.filter(published=True).order_by("number")
    prose = ProsePage.objects.filter(locale__language_code=language).order_by("pk")
    return {
        "website:home": [Shot("Home", f"/{language}/")],
        "website:partnership": [Shot("Partnership", address_of(Partnership.objects.all()[0], language))],
        "website:series": [Shot("Series", address_of(Series.objects.all()[0], language))],
        "website:edition": [Shot(f"Edition {one.number}", address_of(one, language)) for one in editions],
        "wagtail_serve": [Shot(page.title, page.get_url()) for page in prose],
    }


def account_shots() -> dict[str, list[Shot]]:
    """Return the pages around signing in."""
    from django.urls import reverse  # noqa: PLC0415 -- Django is set up first

    def wrong(page: Page) -> None:
        page.fill("input[name=login]", "nobody@demo.example")
        page.fill("input[name=password]", "wrong")
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state()

    plain = (
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_signup",
        "account_set_password",
    )
    named = {name: [Shot(name, reverse(name))] for name in (*plain, "account_inactive")}
    signed_in = {name: [Shot(name, reverse(name), COORDINATOR)] for name in ("account_logout", "account_change_password")}
    stale = Shot("account_reset_password_from_key, no longer good", reverse("account_reset_password_from_key", args=["1", "x-y"]))
    sign_in = [Shot("Sign in", reverse("account_login")), Shot("Sign in, refused", reverse("account_login"), step=wrong)]
    return {"account_login": sign_in, **named, "account_reset_password_from_key": [stale], **signed_in}


def desk_shots() -> dict[str, list[Shot]]:
    """Return the screens of the desk: every screen of every kind of record."""
    from django.urls import reverse  # noqa: PLC0415 -- Django is set up first

    from jumelage.desk.screens import SCREENS  # noqa: PLC0415

    found: dict[str, list[Shot]] = {
        "desk:home": [
            Shot("Desk", reverse("desk:home"), COORDINATOR),
            Shot("Desk of an administrator", reverse("desk:home"), ADMINISTRATOR),
            Shot("Desk without a role", reverse("desk:home"), STRANGER),
        ],
        "desk:me": [Shot("Own account", reverse("desk:me"), COORDINATOR)],
    }
    for kind, screen in SCREENS.items():
        account = ADMINISTRATOR if kind in ("user", "grant", "partnership") else COORDINATOR
        listing = [Shot(f"{kind}: list", reverse("desk:list", args=[kind]), account)]
        listing.append(Shot(f"{kind}: nothing found", reverse("desk:list", args=[kind]) + "?q=xyzxyz", account))
        found.setdefault("desk:list", []).extend(listing)
        if screen.add:
            found.setdefault("desk:add", []).append(Shot(f"{kind}: new", reverse("desk:add", args=[kind]), account))
        for route, shot in record_shots(kind, screen, account):
            found.setdefault(route, []).append(shot)
    return found


def record_shots(kind: str, screen: Any, account: str) -> Iterator[tuple[str, Shot]]:
    """Yield the screens about one record, the one with most to show: the newest that the account may see."""
    from django.urls import reverse  # noqa: PLC0415 -- Django is set up first

    from jumelage.accounts.models import User  # noqa: PLC0415
    from jumelage.partnerships.queries import actor_for  # noqa: PLC0415

    record = screen.visible(actor_for(User.objects.get(email=account))).order_by("-pk").first()
    if record is None:
        raise SystemExit(f"The throwaway site has no {kind} to picture. Add one to tools/contact_sheet.py.")
    for route in ("desk:record", "desk:history", "desk:change", "desk:delete"):
        if getattr(screen, route.removeprefix("desk:"), True):
            title = f"{kind}: {route.removeprefix('desk:')}"
            deleting_shared = route == "desk:delete" and kind in ("city", "institution", "topic")
            yield route, Shot(title, reverse(route, args=[kind, record.public_id]), ADMINISTRATOR if deleting_shared else account)
    if kind == "edition":
        address = reverse("desk:change", args=[kind, record.public_id])
        yield "desk:change", Shot("edition: mistake", address, account, mistaken)
        yield "desk:change", Shot("edition: two versions", address, account, lambda page: overtaken(page, record.public_id))


def mistaken(page: Page) -> None:
    """Send a form with a mistake."""
    page.fill("input[name=dates]", "32.13.2014")
    submit(page)


def overtaken(page: Page, public_id: str) -> None:
    """Send a form after somebody else has changed the record."""
    from jumelage.accounts.actor import command  # noqa: PLC0415 -- Django is set up first
    from jumelage.seminars.actions import change_edition  # noqa: PLC0415
    from jumelage.seminars.models import Edition  # noqa: PLC0415
    from jumelage.values import PartialDate  # noqa: PLC0415

    edition = Edition.objects.get(public_id=public_id)
    dates = PartialDate.parse("2027-10" if str(edition.dates) != "2027-10" else "2027-11")
    change_edition(by=command("contact-sheet"), edition=edition, version=edition.version, dates=dates)
    page.fill("input[name=dates]", "2027-07")
    submit(page)


def submit(page: Page) -> None:
    """Send the form in the middle of the page."""
    with page.expect_navigation():
        page.locator("main form[method=post]").last.evaluate("form => form.requestSubmit()")


def cms_shots() -> dict[str, list[Shot]]:
    """Return the doors of the CMS; its screens are Wagtail's."""
    from django.urls import reverse  # noqa: PLC0415 -- Django is set up first

    return {
        "cms/": [
            Shot("CMS", reverse("wagtailadmin_home"), ADMINISTRATOR),
            Shot("CMS, refused", reverse("wagtailadmin_home"), READER),
        ]
    }


def error_shots(language: str) -> list[Shot]:
    """Return what the site says when something is missing, gone, refused or broken."""
    from django.urls import reverse  # noqa: PLC0415 -- Django is set up first

    from jumelage.accounts.actor import command  # noqa: PLC0415
    from jumelage.seminars.actions import delete_edition, document_edition, publish_edition  # noqa: PLC0415
    from jumelage.seminars.models import Series  # noqa: PLC0415
    from jumelage.values import PartialDate  # noqa: PLC0415

    by = command("contact-sheet")
    made = document_edition(by=by, series=Series.objects.all()[0], state="held", number=99, dates=PartialDate.parse("2013"))
    publish_edition(by=by, edition=made, version=made.version, published=True)
    delete_edition(by=by, edition=made)
    return [
        Shot("404 of the website", f"/{language}/nowhere/"),
        Shot("410", f"/{language}/edition/{made.public_id}/"),
        Shot("403 of the desk", reverse("desk:list", args=["user"]), READER),
        Shot("404 of the desk", reverse("desk:record", args=["edition", "aaaaaaaa"]), COORDINATOR),
        Shot("500", reverse("wagtailadmin_error_test"), ADMINISTRATOR),
    ]


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
