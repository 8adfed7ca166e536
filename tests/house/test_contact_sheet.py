"""The contact sheet pictures every screen: a route that it does not know ends it."""

from __future__ import annotations

import contact_sheet
import pytest
import screens

from jumelage.languages import SITE
from tests.factories import website
from tests.factories import world as make
from tests.house import routes
from tests.house.routes import Route

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled() -> None:
    """The content of the throwaway site."""
    website.lay_out_site()
    website.fill()
    make.user("Ines Neumann")
    contact_sheet.propose()


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("language", SITE)
def test_every_route_is_pictured(language: str):
    taken = screens.shots(language)
    assert len(taken) > 90
    assert len({shot.title for shot in taken}) == len(taken)


@pytest.mark.usefixtures("filled")
def test_a_planted_route_ends_it(monkeypatch: pytest.MonkeyPatch):
    known = routes.routes()
    monkeypatch.setattr(routes, "routes", lambda: [*known, Route("desk:planted", "/desk/planted/")])
    with pytest.raises(SystemExit, match="desk:planted"):
        screens.shots("de")


def test_what_is_not_pictured_says_why():
    known = {route.key for route in routes.routes()}
    assert set(screens.NO_PICTURE) <= known
    assert all(screens.NO_PICTURE.values())
