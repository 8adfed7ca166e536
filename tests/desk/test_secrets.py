"""A secret of side a in every kind of record, and everything that side b, a stranger and nobody can open."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from jumelage.desk.screens import SCREENS
from jumelage.partnerships.models import Visibility
from jumelage.seminars import actions as seminars
from jumelage.values import LocalText
from tests.desk.browsing import client_of
from tests.factories import world as make
from tests.factories.world import World

SECRET = "Geheimsache Kormoran"


@pytest.fixture
def secrets(world: World, records: dict[str, Any]) -> dict[str, Any]:
    """Records of side a that only side a may see, each with the secret in it."""
    a = world.sides["a"]
    series = make.series(world.partnership, f"Reihe {SECRET}", owner_side=a, visibility=Visibility.INTERNAL)
    hidden = make.edition(series, 1, visibility=Visibility.INTERNAL, title=LocalText.of(de=f"Ausgabe {SECRET}"))
    shared_series = make.series(world.partnership, "Gemeinsame Reihe")
    in_shared = make.edition(
        shared_series, 2, owner_side=a, visibility=Visibility.INTERNAL, title=LocalText.of(de=f"Entwurf {SECRET}")
    )
    note = make.note(records["edition"], a, f"Notiz {SECRET}")
    return {"series": series, "edition": hidden, "draft": in_shared, "note": note}


def everything(world: World, records: dict[str, Any]) -> list[str]:
    """Return the address of every page that a coordinator can ask for, searches for the secret included."""
    found = ["/desk/", "/desk/me/"]
    for kind, screen in SCREENS.items():
        found += [
            f"/desk/{kind}/",
            f"/desk/{kind}.csv",
            f"/desk/{kind}/new/",
            f"/desk/{kind}/?q=Reihe",
            f"/desk/{kind}/?q=Kormoran",
        ]
        for record in screen.model.objects.all():
            found += [f"/desk/{kind}/{record.public_id}/{page}" for page in ("", "change/", "delete/", "history/")]
    return found


#: Who asks; those who are answered much like another only where nothing may be left out.
OTHERS = [pytest.param(who, marks=pytest.mark.everybody) for who in ("editor b", "reader b", "coordinator c", "stranger")]


@pytest.mark.parametrize("who", ["coordinator b", "nobody", *OTHERS])
def test_the_secret_shows_nowhere(world: World, records: dict[str, Any], secrets: dict[str, Any], who: str) -> None:
    client = client_of(None if who == "nobody" else world.user(*who.split()))
    for path in everything(world, records):
        response = client.get(path)
        html = response.content.decode()
        if "?q=Kormoran" not in path:  # what one typed stands in the box
            assert "Kormoran" not in html, path
        assert SECRET not in html, path
        for record in secrets.values():
            if record.public_id in path:
                assert response.status_code in (302, 403, 404), path
            else:
                assert record.public_id not in html, path


def test_the_secret_could_have_shown(world: World, records: dict[str, Any], secrets: dict[str, Any]) -> None:
    client = client_of(world.coordinator_a)
    shown = [path for path in everything(world, records) if SECRET in client.get(path).content.decode()]
    assert {"/desk/edition/", "/desk/edition.csv", "/desk/series/", "/desk/note/", "/desk/edition/new/"} <= set(shown)
    assert f"/desk/edition/{records['edition'].public_id}/" in shown  # the note


@pytest.mark.parametrize("kind", ["series", "edition", "draft", "note"])
def test_acts_on_the_secret_are_not_found(world: World, secrets: dict[str, Any], kind: str) -> None:
    client, record = client_of(world.coordinator_b), secrets[kind]
    place = [record.kind(), record.public_id]
    for name in ("change", "delete", "add_note"):
        assert client.post(reverse(f"desk:{name}", args=place), {"note-text": "?"}).status_code == 404
    assert client.post(reverse("desk:verb", args=[*place, "publish"]), {"version": 1}).status_code == 404
    assert type(record).objects.get(pk=record.pk).version == record.version


def test_a_hidden_series_cannot_be_chosen(world: World, secrets: dict[str, Any]) -> None:
    client = client_of(world.coordinator_b)
    response = client.post(
        "/desk/edition/new/",
        {"series": secrets["series"].public_id, "state": "idea", "visibility": "both_sides", "title_de": "X"},
    )
    assert response.status_code == 422
    assert not secrets["series"].editions.filter(title__de__text="X").exists()


def test_values_from_before_a_record_was_shown_stay_hidden(world: World, secrets: dict[str, Any]) -> None:
    draft, by = secrets["draft"], world.actor("coordinator", "a")
    draft = seminars.change_edition(by=by, edition=draft, version=draft.version, title=LocalText.of(de="Harmlos"))
    seminars.change_edition(by=by, edition=draft, version=draft.version, visibility=Visibility.BOTH_SIDES)
    path = reverse("desk:history", args=["edition", draft.public_id])
    shown = client_of(world.coordinator_b).get(path).content.decode()
    assert "from a time in which this record was not shown to your side" in shown
    assert SECRET not in shown
    assert SECRET in client_of(world.coordinator_a).get(path).content.decode()


def test_values_from_before_a_record_changed_its_side_stay_hidden(world: World, secrets: dict[str, Any]) -> None:
    draft = secrets["draft"]
    draft = seminars.change_edition(by=make.BY, edition=draft, version=draft.version, title=LocalText.of(de="Harmlos"))
    seminars.change_edition(by=make.BY, edition=draft, version=draft.version, owner_side=world.sides["b"])
    shown = client_of(world.coordinator_b).get(reverse("desk:history", args=["edition", draft.public_id]))
    assert shown.status_code == 200
    assert SECRET not in shown.content.decode()
