"""Pages for what went wrong, in the visitor's language."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jumelage.website import errors, views
from tests.factories import world as make
from tests.website.reading import all_of, parse, read, text_of


@pytest.mark.parametrize(
    ("path", "accepted", "language"), [("/ru/nix/", "de", "ru"), ("/nix/", "en", "en"), ("/desk/nix/", "ru", "ru")]
)
def test_missing_page_answers_in_the_visitors_language(
    client: Client, laid_out: None, path: str, accepted: str, language: str
) -> None:
    page = read(client, path, status=404, headers={"accept-language": accepted})
    assert page.get("lang") == language
    assert [link.get("href") for link in all_of(page, "a") if link.get("lang")][:3] == ["/de/", "/ru/", "/en/"]


def explode(*args: Any, **kwargs: Any) -> None:
    """Fail as a fault of our own would."""
    raise RuntimeError("a fault of our own")


def test_failure_asks_the_database_nothing(laid_out: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jumelage.website.queries.home_page", explode)
    client = Client(raise_request_exception=False)
    client.force_login(make.user("Ada Amt"))
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/ru/")
    assert response.status_code == 500
    page = parse(response.content.decode())
    assert page.get("lang") == "ru"
    assert len(all_of(page, "h1")) == 1
    assert "a fault of our own" not in text_of(page)
    assert not [query for query in queries if "website_prosepage" in query["sql"]]


def test_failure_page_works_without_database_and_without_chosen_language(rf: RequestFactory) -> None:
    with translation.override("ru"):  # left behind in this thread by another request
        response = views.failed(rf.get("/en/anything/"))
    assert response.status_code == 500
    assert parse(response.content.decode()).get("lang") == "en"


@override_settings(ROOT_URLCONF="jumelage.config.urls")
def test_host_that_is_not_ours_is_a_bad_request(laid_out: None) -> None:
    response = Client(headers={"host": "elsewhere.example"}).get("/de/")
    assert response.status_code == 400
    assert len(all_of(parse(response.content.decode()), "h1")) == 1


def test_form_from_elsewhere_is_refused_politely(laid_out: None) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/account/sign-in/", {"login": "x"}, headers={"accept-language": "en"})
    assert response.status_code == 403
    assert text_of(all_of(parse(response.content.decode()), "h1")[0]) == "The form was not accepted"


def test_nobody_registers(client: Client, laid_out: None) -> None:
    page = read(client, "/account/shut/", status=403, headers={"accept-language": "en"})
    assert text_of(all_of(page, "h1")[0]) == "Nobody can register here"


@pytest.mark.parametrize(
    "view", [errors.bad_request, errors.forbidden, errors.not_found, errors.gone, errors.failed, errors.closed]
)
@pytest.mark.parametrize("language", ["de", "ru", "en"])
def test_every_error_page_is_sound_and_is_not_kept(laid_out: None, rf: RequestFactory, view: Any, language: str) -> None:
    response = view(rf.get(f"/{language}/x/"))
    page = parse(response.content.decode())
    assert page.get("lang") == language
    assert len(all_of(page, "h1")) == 1
    assert "no-store" in response["Cache-Control"]
