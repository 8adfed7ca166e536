"""Every screen of every kind, opened by every role: 200, 403 with a sentence, 404, or the way to the sign-in."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from jumelage.accounts.models import User
from jumelage.desk.screens import SCREENS
from tests.desk.browsing import client_of, text_of
from tests.factories.world import World

ROLES = ("administrator", "coordinator a", "coordinator b", "editor a", "reader a", "stranger", "nobody")
PAGES = ("list", "csv", "add", "record", "change", "delete", "history")
#: kind → page → what each role of ROLES is answered; a page that is not named is answered as under "*".
SEEN = "200 200 200 200 200 403 302"
ALL = "200 200 200 200 200 200 302"
#: What belongs to both sides, and what a side looks after (b, of the other side, proposes).
OF_BOTH = dict.fromkeys(("add", "change", "delete"), "200 200 200 403 403 403 302") | {"*": SEEN}
LOOKED_AFTER = OF_BOTH | {"delete": "200 200 403 403 403 403 302"}
DOORS: dict[str, dict[str, str]] = {
    **dict.fromkeys(("delegation", "participation", "objective", "focus-topic", "publication", "job-shadowing"), OF_BOTH),
    **dict.fromkeys(("item", "visit", "contribution", "statement"), OF_BOTH),
    **dict.fromkeys(("event", "initiative", "project"), LOOKED_AFTER),
    "edition": OF_BOTH,
    "series": OF_BOTH,
    "partnership": {
        "*": SEEN,
        "add": "200 403 403 403 403 403 302",
        "change": "200 200 200 403 403 403 302",
        "delete": "200 403 403 403 403 403 302",
    },
    "city": LOOKED_AFTER,
    "institution": LOOKED_AFTER,
    "person": LOOKED_AFTER,
    "office": LOOKED_AFTER,
    "appointment": LOOKED_AFTER,
    "site": LOOKED_AFTER,
    "judgement": LOOKED_AFTER,
    "agreement": OF_BOTH,
    "honour": OF_BOTH,
    "counterpart": OF_BOTH,
    "source": OF_BOTH,
    "topic": LOOKED_AFTER,
    "note": {
        "*": SEEN,
        "add": "404 404 404 404 404 403 302",
        "change": "200 200 403 403 403 403 302",
        "delete": "200 200 403 403 403 403 302",
    },
    "proposal": {
        "*": SEEN,
        "add": "404 404 404 404 404 403 302",
        "change": "404 404 404 404 404 403 302",
        "delete": "403 403 403 403 403 403 302",
    },
    "user": {
        "*": "200 200 404 404 404 403 302",
        "list": "200 403 403 403 403 403 302",
        "csv": "200 403 403 403 403 403 302",
        "add": "200 403 403 403 403 403 302",
        "change": "200 403 404 404 404 403 302",
        "delete": "200 403 404 404 404 403 302",
    },
    "grant": {
        "*": "200 200 404 404 404 403 302",
        "list": SEEN,
        "csv": SEEN,
        "add": "200 403 403 403 403 403 302",
        "change": "200 403 404 404 404 403 302",
        "delete": "200 403 404 404 404 403 302",
    },
}


def user_of(world: World, role: str) -> User | None:
    """Return the user of a role, or nobody."""
    if role == "nobody":
        return None
    found: User = world.user(*role.split())
    return found


def address(page: str, kind: str, record: Any) -> str:
    """Return the address of a page."""
    return reverse(f"desk:{page}", args=[kind] if page in ("list", "csv", "add") else [kind, record.public_id])


def test_every_kind_is_looked_at() -> None:
    assert set(DOORS) == set(SCREENS)


@pytest.mark.parametrize("role", ROLES)
def test_doors_open_as_the_table_says(world: World, records: dict[str, Any], role: str) -> None:
    client, place = client_of(user_of(world, role)), ROLES.index(role)
    expected = {(kind, page): int(DOORS[kind].get(page, DOORS[kind]["*"]).split()[place]) for kind in DOORS for page in PAGES}
    answered = {}
    for kind, page in expected:
        response = client.get(address(page, kind, records[kind]))
        answered[kind, page] = response.status_code
        if response.status_code == 302:
            assert response["Location"] == f"{reverse('account_login')}?next={address(page, kind, records[kind])}"
        if response.status_code == 403 and role != "stranger":
            assert "Ask" in text_of(response)
    assert answered == expected


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_written_by_who_may_not(world: World, records: dict[str, Any], role: str) -> None:
    client, place = client_of(user_of(world, role)), ROLES.index(role)
    for kind, record in records.items():
        for page in ("delete", "change", "add"):
            if int(DOORS[kind].get(page, DOORS[kind]["*"]).split()[place]) != 200:
                assert client.post(address(page, kind, record), {}).status_code in (302, 403, 404)
        assert type(record).objects.filter(pk=record.pk, version=record.version).exists()


@pytest.mark.parametrize("kind", ["edition", "series", "partnership"])
def test_a_reader_cannot_publish(world: World, records: dict[str, Any], kind: str) -> None:
    client = client_of(world.user("reader", "a"))
    response = client.post(reverse("desk:verb", args=[kind, records[kind].public_id, "unpublish"]), {"version": 1})
    assert response.status_code == 403
    assert "Ask" in text_of(response)


def test_unknown_kinds_records_and_verbs_are_not_found(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.administrator)
    for path in ("/desk/nonsense/", "/desk/edition/22222222/", "/desk/edition/22222222/change/"):
        assert client.get(path).status_code == 404
    assert client.post(reverse("desk:verb", args=["edition", records["edition"].public_id, "burn"])).status_code == 404
    assert client.get(reverse("desk:verb", args=["edition", records["edition"].public_id, "publish"])).status_code == 405


def test_the_stranger_is_greeted_and_told_whom_to_ask(world: World) -> None:
    client = client_of(world.stranger)
    home = client.get("/desk/")
    assert home.status_code == 200
    assert "Ask an administrator" in text_of(home)
    assert world.stranger.email in text_of(home)
    assert client.get("/desk/me/").status_code == 200


def test_htmx_is_led_to_the_sign_in_as_a_whole_page(world: World) -> None:
    response = client_of(None).get("/desk/edition/", headers={"HX-Request": "true"})
    assert response["HX-Redirect"].startswith(reverse("account_login"))


def test_nothing_of_the_desk_is_kept_by_a_cache(world: World) -> None:
    response = client_of(world.coordinator_a).get("/desk/edition/")
    assert "no-store" in response["Cache-Control"]
    assert "HX-Request" in response["Vary"]
