"""The contact sheet pictures every screen: a route that it does not know ends it."""

from __future__ import annotations

import contact_sheet
import pytest

from jumelage.config import demo
from jumelage.languages import SITE
from jumelage.website.actions import lay_out_site
from tests.factories import world as make
from tests.house import routes
from tests.house.routes import Route

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled() -> None:
    """The content of the throwaway site."""
    lay_out_site()
    demo.fill()
    make.user("Ines Neumann")
    contact_sheet.propose()


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("language", SITE)
def test_every_route_is_pictured(language: str):
    taken = contact_sheet.shots(language)
    assert len(taken) > 90
    assert len({shot.title for shot in taken}) == len(taken)


@pytest.mark.usefixtures("filled")
def test_a_planted_route_ends_it(monkeypatch: pytest.MonkeyPatch):
    known = routes.routes()
    monkeypatch.setattr(routes, "routes", lambda: [*known, Route("desk:planted", "/desk/planted/")])
    with pytest.raises(SystemExit, match="desk:planted"):
        contact_sheet.shots("de")


def test_what_is_not_pictured_says_why():
    known = {route.key for route in routes.routes()}
    assert set(contact_sheet.NO_PICTURE) <= known
    assert all(contact_sheet.NO_PICTURE.values())
