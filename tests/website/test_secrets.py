"""What is not published never shows, whoever asks and by whatever address."""

from __future__ import annotations

import pytest
from django.test import Client

from jumelage.config import demo
from jumelage.languages import SITE
from jumelage.partnerships import actions as partnerships
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import Edition
from jumelage.values import LocalText
from tests.factories import world as make
from tests.website.reading import paths

SECRET = "Geheimwort-Rabe"


@pytest.fixture
def planted(filled: None) -> dict[str, str]:
    """A secret in everything that is not public: an edition, a series, a partnership, a note, a decision's reference."""
    idea = Edition.objects.get(published=False)
    series, partnership = idea.series, idea.series.partnership
    seminars.change_edition(
        by=make.BY,
        edition=idea,
        version=idea.version,
        title=LocalText.of(de=SECRET, ru=SECRET, en=SECRET),
        summary=LocalText.of(de=SECRET),
    )
    hidden_series = make.series(partnership, SECRET)
    below = make.edition(hidden_series, 1, published=True, summary=LocalText.of(de=SECRET))
    hidden = make.partnership(make.city(SECRET), make.city("Bergau"), published=False)
    hidden_lower = make.series(hidden, SECRET, published=True)
    make.note(series, partnership.sides.get(order=1), SECRET)
    states = [state.as_value() for state in partnership.states.all()]
    states[0] = type(states[0])(**{**vars(states[0]), "reference": SECRET, "decided_by": SECRET})
    partnerships.change_partnership(by=make.BY, partnership=partnership, version=partnership.version, states=states)
    return {
        idea.public_id: "edition",
        hidden_series.public_id: "series",
        below.public_id: "edition",
        hidden.public_id: "partnership",
        hidden_lower.public_id: "series",
    }


@pytest.mark.parametrize("account", [None, *demo.ACCOUNTS], ids=lambda account: account.role_text if account else "nobody")
def test_unpublished_never_shows(client: Client, planted: dict[str, str], account: demo.Account | None) -> None:
    if account:
        client.login(email=account.email, username=account.email, password=demo.PASSWORD)
    for language in SITE:
        for path in paths(language).values():
            assert SECRET not in client.get(path).content.decode(), path
        for public_id, kind in planted.items():
            response = client.get(f"/{language}/{kind}/{public_id}/")
            assert response.status_code == 404
            assert SECRET not in response.content.decode()


def test_hidden_idea_leaves_no_trace_in_the_numbers(client: Client, planted: dict[str, str]) -> None:
    page = client.get(paths("de")["series"]).content.decode()
    assert ">10.<" not in page
    assert ">5.<" in page
    assert "2027" not in page
