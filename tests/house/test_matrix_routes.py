"""Every route answers as the matrix says: who may not is led to the sign-in, refused, or told that there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jumelage.desk.screens import SCREENS
from jumelage.desk.workspace.views import PARTS
from jumelage.partnerships.models import SharedRecord
from tests.factories import website
from tests.factories import world as factories
from tests.factories.world import World
from tests.house import matrix, rows
from tests.house.routes import Route, routes
from tests.house.rows import Asker, relation
from tests.house.test_matrix_rules import undone

pytestmark = [pytest.mark.django_db, pytest.mark.every_route]

DOORS: dict[str, dict[str, str]] = matrix.table()["routes"]
EXEMPT: dict[str, str] = matrix.table()["exempt"]["routes"]
BUTTONS: dict[str, str] = matrix.table()["buttons"]
ALL = routes()
#: One of each relation; the rules were asked by every role before.
FEW = (
    *(Asker("coordinator", side) for side in "abc"),
    Asker("reader", "a"),
    Asker("nobody"),
)
#: And everybody else, where nothing may be left out.
MORE = (Asker("administrator"), Asker("editor", "a"), Asker("reader", "b"), Asker("stranger"))
ASKERS = (*FEW, *MORE)
PARTIES = pytest.mark.parametrize("askers", [FEW, pytest.param(MORE, marks=pytest.mark.everybody)], ids=["few", "more"])
#: The classes of which rows are made here: what is hidden, what is shared, and what everybody sees.
CLASSES = {
    "internal",
    "both_sides",
    "shared",
    "published",
    "unpublished",
    "unlisted",
    "listed",
    "to_side",
    "answered",
    "known_own",
    "known_shared",
    "public_basis",
    "unknown",
    "institutions",
    "account",
    "any",
}
#: Kinds to which it matters whether sharing is open.
SHARED = ("edition", "note", "partnership", "series")
#: What the CMS hands to everybody: its icons, and the words of its scripts.
OPEN_TO_ALL = ("/cms/sprite/", "/cms/jsi18n/")
SIGN_IN, REFUSED, NOTHING, WRONG_METHOD, WELCOME = "sign in", "refused", "nothing there", "wrong method", "welcome"
KINDS = pytest.mark.parametrize("kind", sorted(SCREENS))


def client_of(world: World, asker: Asker) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client(raise_request_exception=True)
    if asker.role != "nobody":
        client.force_login(world.user(asker.role, asker.side))
    return client


def answer(client: Client, method: str, address: str) -> str:
    """Return in one word how an address answers."""
    with undone():
        response = getattr(client, method)(address)
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return SIGN_IN
    return {403: REFUSED, 404: NOTHING, 405: WRONG_METHOD}.get(response.status_code, WELCOME)


def before_door(asker: Asker, door: str) -> str | None:
    """Return how a door refuses somebody, or ``None`` where it opens."""
    if asker.role == "nobody" and door != "everybody":
        return SIGN_IN
    return REFUSED if asker.role == "stranger" and door == "role" else None


def allowed(record: str, names: str, asker: Asker, related: str, visibility: str) -> bool:
    """Say whether the matrix allows one of the verbs *names*; a verb that a kind does not have is allowed to nobody."""
    known = [verb for verb in matrix.verbs() if verb.record == record and verb.name in names.split()]
    return any(verb.allows(asker.role, related, visibility) for verb in known if says(verb, visibility))


def says(verb: matrix.Verb, visibility: str) -> bool:
    """Say whether a verb has a line for a class."""
    try:
        verb.line(visibility)
    except LookupError:
        return False
    return True


def class_of(verb_names: str, record: str, visibility: str) -> str:
    """Return the class under which a verb knows a row: master data by who looks after it."""
    known = [verb for verb in matrix.verbs() if verb.record == record and verb.name in verb_names.split()]
    return "ownerless" if known and not any(says(verb, visibility) for verb in known) else visibility


def expected(route: str, kind: str, asker: Asker, related: str, visibility: str) -> str:
    """Return how a route of the desk about one record should answer, by the matrix alone."""
    door, record = DOORS[route], SCREENS[kind].record_type
    if refusal := before_door(asker, door["door"]):
        return refusal
    if not allowed(record, "see", asker, related, visibility):
        return NOTHING
    names = door["verb"]
    if names == "see":
        return WELCOME
    if names == "note":
        return noting(kind, asker, related)
    return WELCOME if allowed(record, names, asker, related, class_of(names, record, visibility)) else REFUSED


def noting(kind: str, asker: Asker, related: str) -> str:
    """Return how the form of a note should answer: those with a role for a side of the record's partnership write one."""
    if not SCREENS[kind].takes_notes:
        return NOTHING
    of_all = issubclass(SCREENS[kind].model, SharedRecord)
    return WELCOME if asker.role == "administrator" or of_all or related in ("own", "other", "shut") else REFUSED


def citing(route: str, kind: str, asker: Asker, related: str, visibility: str) -> str:
    """Return how evidence should be answered: who may change the record cites for it; there is none yet to withdraw."""
    if not (closed := before_door(asker, DOORS[route]["door"])) and not SCREENS[kind].takes_evidence:
        return NOTHING
    due = closed or expected(route, kind, asker, related, visibility)
    return NOTHING if due == WELCOME and route == "desk:uncite" else due


def shown(world: World, kind: str) -> Iterator[tuple[str, str | None, Any]]:
    """Yield rows of a kind: their class, the side they belong to, and the row."""
    verb = matrix.find(SCREENS[kind].record_type, "see")
    for visibility in [name for name in rows.classes(verb) if name in CLASSES]:
        owner = rows.owners(verb.record, visibility)[0]
        with undone():
            yield visibility, owner, rows.row(world, verb.record, visibility, owner)


def test_every_route_has_its_line_and_no_line_is_idle():
    keys = {route.key for route in ALL}
    assert keys == set(DOORS) | set(EXEMPT)
    assert not set(DOORS) & set(EXEMPT)


def test_every_button_has_its_line():
    assert {verb.name for screen in SCREENS.values() for verb in screen.verbs} == set(BUTTONS)


def test_a_planted_route_is_found():
    planted = Route("desk:planted", "/desk/planted/")
    assert {route.key for route in [*ALL, planted]} - set(DOORS) - set(EXEMPT) == {"desk:planted"}


@pytest.mark.parametrize(("kind", "is_open"), [*((kind, True) for kind in sorted(SCREENS)), *((kind, False) for kind in SHARED)])
@PARTIES
def test_a_record_of_the_desk_opens_to_whom_the_matrix_names(kind: str, is_open: bool, askers: tuple[Asker, ...]):
    world = factories.build(is_open=is_open)
    website.lay_out_site()
    clients = {asker: client_of(world, asker) for asker in askers}
    wrong = []
    for visibility, owner, row in shown(world, kind):
        for asker, client in clients.items():
            related = relation(world, asker, owner, row)
            for route, method, address in tries(kind, row):
                if (due := due_answer(route, kind, asker, related, visibility)) != (got := answer(client, method, address)):
                    wrong.append(f"{method} {address}: {asker.role} {asker.side} ({related}, {visibility}): {got}, not {due}")
    assert wrong == []


def tries(kind: str, row: Any) -> Iterator[tuple[str, str, str]]:
    """Yield every request about one record: the route, the method, the address."""
    for route in ("desk:record", "desk:history", "desk:change", "desk:delete"):
        address = reverse(route, args=[kind, row.public_id])
        yield route, "get", address
        if route in ("desk:change", "desk:delete"):
            yield route, "post", address
    yield "desk:add_note", "post", reverse("desk:add_note", args=[kind, row.public_id])
    yield "desk:cite", "post", reverse("desk:cite", args=[kind, row.public_id])
    yield "desk:uncite", "post", reverse("desk:uncite", args=[kind, row.public_id, 0])
    if kind == "edition":
        yield from (("desk:work", "get", reverse("desk:work", args=[row.public_id, part])) for part in PARTS)
        yield "desk:work_suggest", "get", reverse("desk:work_suggest", args=[row.public_id, "person"])
        yield "desk:work_known", "get", reverse("desk:work_known", args=[row.public_id])
    for verb in SCREENS[kind].verbs:
        yield f"button {verb.name}", "post", reverse("desk:verb", args=[kind, row.public_id, verb.name])
    yield "button unknown", "post", reverse("desk:verb", args=[kind, row.public_id, "nonsense"])


def due_answer(route: str, kind: str, asker: Asker, related: str, visibility: str) -> str:
    """Return how one request should answer; a button is asked by the verb that it stands for."""
    if route in ("desk:cite", "desk:uncite"):
        return citing(route, kind, asker, related, visibility)
    if not route.startswith("button "):
        closed = before_door(asker, DOORS[route]["door"])
        nothing_to_change = route == "desk:change" and SCREENS[kind].change is None
        return NOTHING if nothing_to_change and not closed else expected(route, kind, asker, related, visibility)
    record = SCREENS[kind].record_type
    if refusal := before_door(asker, DOORS["desk:verb"]["door"]):
        return refusal
    name = route.removeprefix("button ")
    if not allowed(record, "see", asker, related, visibility) or name not in BUTTONS:
        return NOTHING
    verb = BUTTONS[name]
    return WELCOME if allowed(record, verb, asker, related, class_of(verb, record, visibility)) else REFUSED


@KINDS
@PARTIES
def test_lists_files_and_new_records_open_to_whom_the_matrix_names(kind: str, askers: tuple[Asker, ...]):
    world = factories.build()
    record, screen = SCREENS[kind].record_type, SCREENS[kind]
    names = {verb.name for verb in matrix.verbs() if verb.record == record}
    for asker in askers:
        client = client_of(world, asker)
        for route in ("desk:list", "desk:csv", "desk:suggest"):
            refusal = before_door(asker, "role")
            listed = "list" not in names or allowed(record, "list", asker, "elsewhere", "any")
            due = refusal or (WELCOME if listed else REFUSED)
            assert answer(client, "get", reverse(route, args=[kind])) == due, (asker, route)
        for method in ("get", "post"):
            related = "own" if asker.side else "elsewhere"
            may = allowed(record, "add", asker, related, "any" if says_any(record) else "side")
            due = before_door(asker, "role") or (NOTHING if screen.add is None else WELCOME if may else REFUSED)
            assert answer(client, method, reverse("desk:add", args=[kind])) == due, (asker, method)


def says_any(record: str) -> bool:
    """Say whether adding does not depend on the side."""
    return any(verb.record == record and verb.name == "add" and "any" in verb.lines for verb in matrix.verbs())


def test_the_home_of_the_desk_and_the_own_account_open_to_everybody_who_is_signed_in():
    world = factories.build()
    for asker in ASKERS:
        client = client_of(world, asker)
        for route in ("desk:home", "desk:me", "account_change_password"):
            due = before_door(asker, DOORS[route]["door"]) or WELCOME
            assert answer(client, "get", reverse(route)) == due, (asker, route)
        assert answer(client, "get", reverse("desk:lists")) == (before_door(asker, "role") or WELCOME)
        assert answer(client, "post", reverse("desk:me")) == (before_door(asker, "signed_in") or WELCOME)


@pytest.mark.parametrize("kind", ["partnership", "series", "edition"])
def test_the_website_shows_what_is_published_and_nothing_else(kind: str):
    world = factories.build()
    website.lay_out_site()
    record = SCREENS[kind].record_type
    for visibility in (name for name in rows.classes(matrix.find(record, "see"))):
        with undone():
            row = rows.row(world, record, visibility, rows.owners(record, visibility)[0])
            address = reverse(f"website:{kind}", args=[row.public_id])
            for asker in ASKERS:
                client = client_of(world, asker)
                assert answer(client, "get", address) == (WELCOME if visibility == "published" else NOTHING), (asker, visibility)
                assert answer(client, "post", address) == WRONG_METHOD


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "asker", [Asker("coordinator", "a"), Asker("reader", "a"), Asker("stranger"), Asker("nobody")], ids=lambda a: a.role
)
def test_no_screen_of_the_cms_opens_to_who_lacks_its_right(asker: Asker, method: str):
    world = factories.build()
    website.lay_out_site()
    client = client_of(world, asker)
    screens = [route for route in ALL if route.key == "cms/"]
    assert len(screens) > 150
    due = SIGN_IN if asker.role == "nobody" else REFUSED
    got = {route.address: answer(client, method, route.address) for route in screens}
    harmless = NOTHING if asker.role == "nobody" else due
    assert {address: found for address, found in got.items() if found not in (due, harmless) and address not in OPEN_TO_ALL} == {}


def test_the_cms_opens_to_whom_the_matrix_names():
    world = factories.build()
    website.lay_out_site()
    for verb in (verb for verb in matrix.verbs() if verb.permission):
        for asker in ASKERS:
            user = None if asker.role == "nobody" else world.user(asker.role, asker.side)
            due = verb.allows(asker.role, "elsewhere", "any")
            entering = bool(user and user.has_perm("wagtailadmin.access_admin"))
            assert entering == due, (verb.record, asker)
            assert answer(client_of(world, asker), "get", reverse("wagtailadmin_home")) == (
                WELCOME if due else SIGN_IN if asker.role == "nobody" else REFUSED
            )


def test_a_route_that_opens_to_the_wrong_person_is_found():
    world = factories.build()
    row = rows.row(world, "seminars.edition", "internal", "a")
    stranger_abroad = Asker("coordinator", "b")
    address = reverse("desk:record", args=["edition", row.public_id])
    assert answer(client_of(world, stranger_abroad), "get", address) == NOTHING
    assert answer(client_of(world, Asker("coordinator", "a")), "get", address) == WELCOME
    assert expected("desk:record", "edition", stranger_abroad, "other", "internal") == NOTHING
    assert expected("desk:record", "edition", Asker("coordinator", "a"), "own", "internal") == WELCOME
