"""The screens that the contact sheet pictures: each with its address, who looks, and what is done before.

Which there must be follows from the routes of the running site: one that nobody pictures and that is not named in
``NO_PICTURE`` with its reason ends the command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

ADMINISTRATOR, COORDINATOR = "admin@demo.example", "lindenhafen@demo.example"
OTHER_COORDINATOR, READER, STRANGER = "jasnoretschinsk@demo.example", "reader@demo.example", "new@demo.example"

#: Routes that show nothing of their own, each with its reason.
NO_PICTURE = {
    "desk:csv": "a file",
    "desk:add_note": "answers a form of the record's screen",
    "desk:cite": "answers a form of the record's screen",
    "desk:uncite": "answers a button of the record's screen",
    "desk:suggest": "completes what somebody types",
    "desk:work_suggest": "completes what somebody types",
    "desk:work_known": "completes what somebody types",
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


def shots(language: str) -> list[Shot]:
    """Return every screen, by the routes of the site; raise ``SystemExit`` for a route that nobody pictures."""
    from tests.house.routes import routes  # noqa: PLC0415 -- Django is set up first

    pictured = {**website_shots(language), **account_shots(), **desk_shots(), **cms_shots()}
    forgotten = sorted({route.key for route in routes()} - set(pictured) - set(NO_PICTURE))
    if forgotten:
        raise SystemExit(f"Nobody pictures: {', '.join(forgotten)}. Add each to tools/screens.py.")
    return [shot for of_route in pictured.values() for shot in of_route] + error_shots(language)


def website_shots(language: str) -> dict[str, list[Shot]]:
    """Return the public pages."""
    from jumelage.agreements.queries import public_agreements  # noqa: PLC0415 -- Django is set up first
    from jumelage.partnerships.models import Partnership  # noqa: PLC0415
    from jumelage.seminars.models import Edition, Series  # noqa: PLC0415
    from jumelage.website import reach  # noqa: PLC0415
    from jumelage.website.addresses import address_of  # noqa: PLC0415
    from jumelage.website.models import ProsePage  # noqa: PLC0415

    series = Series.objects.filter(predecessor__isnull=False).order_by("pk")[0]
    editions = Edition.objects.filter(published=True, series=series).order_by("dates_earliest")
    prose = ProsePage.objects.filter(locale__language_code=language).order_by("pk")
    institution = reach.public_institutions().filter(parent__isnull=False).order_by("pk")[0]
    agreement = public_agreements().filter(terms__kind="cadence").order_by("pk")[0]
    return {
        "website:home": [Shot("Home", f"/{language}/")],
        "website:partnership": [Shot("Partnership", address_of(Partnership.objects.all()[0], language))],
        "website:agreement": [Shot("Agreement", address_of(agreement, language))],
        "website:series": [Shot("Series", address_of(series, language))],
        "website:edition": [Shot(f"Edition {one.number}", address_of(one, language)) for one in editions],
        "website:institution": [Shot("Institution", address_of(institution, language))],
        "website:person": [Shot("Person", address_of(reach.public_persons().order_by("pk")[0], language))],
        "website:topic": [Shot("Topic", address_of(reach.public_topics().order_by("pk")[0], language))],
        "website:search": [
            Shot("Search", f"/{language}/search/?q=2019"),
            Shot("Search without an answer", f"/{language}/search/?q=nowhere"),
        ],
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
        "desk:lists": [Shot("All lists", reverse("desk:lists"), COORDINATOR)],
        "desk:work": list(work_shots()),
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


def work_shots() -> Iterator[Shot]:
    """Yield the parts of the workspace: of an edition with much in it, of one with nothing, and a line with a mistake."""
    from django.urls import reverse  # noqa: PLC0415 -- Django is set up first

    from jumelage.desk.workspace.views import PARTS  # noqa: PLC0415
    from jumelage.seminars.models import Edition  # noqa: PLC0415

    editions = Edition.objects.filter(series__predecessor__isnull=False).order_by("-number")
    full, idea = editions.filter(state="reported")[0], editions.filter(state="idea")[0]
    for part in PARTS:
        yield Shot(f"workspace: {part}", reverse("desk:work", args=[full.public_id, part]), COORDINATOR)
        yield Shot(f"workspace: {part}, empty", reverse("desk:work", args=[idea.public_id, part]), COORDINATOR)
        yield Shot(f"workspace: {part}, for reading", reverse("desk:work", args=[full.public_id, part]), READER)
    yield Shot("workspace: mistake", reverse("desk:work", args=[full.public_id, "people"]), COORDINATOR, empty_line)


def empty_line(page: Page) -> None:
    """Send a line off in which nothing is written."""
    page.click("#line-person button[type=submit]")


def record_shots(kind: str, screen: Any, account: str) -> Iterator[tuple[str, Shot]]:
    """Yield the screens about one record, the one with most to show: the newest that the account may see."""
    from django.urls import reverse  # noqa: PLC0415 -- Django is set up first

    from jumelage.accounts.models import User  # noqa: PLC0415
    from jumelage.partnerships.models import SharedRecord  # noqa: PLC0415
    from jumelage.partnerships.queries import actor_for  # noqa: PLC0415

    record = screen.visible(actor_for(User.objects.get(email=account))).order_by("-pk").first()
    if record is None:
        raise SystemExit(f"The throwaway site has no {kind} to picture. Add one to the demo's facts, or to tools/screens.py.")
    for route in ("desk:record", "desk:history", "desk:change", "desk:delete"):
        if getattr(screen, route.removeprefix("desk:"), True):
            title = f"{kind}: {route.removeprefix('desk:')}"
            deleting_shared = route == "desk:delete" and issubclass(screen.model, SharedRecord)
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
