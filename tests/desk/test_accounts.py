"""Signing in and out, passwords, new users, the own settings."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from jumelage.accounts.models import User
from tests.desk.browsing import client_of, form_on, forms_on, text_of
from tests.factories import world as make
from tests.factories.world import PASSWORD, World

SIGN_IN = "/account/sign-in/"


@pytest.fixture
def person(world: World) -> User:
    """Somebody with a password and a role."""
    made = make.user("Wer Anmeldet", password=PASSWORD)
    make.grant(made, world.sides["a"], "coordinator")  # type: ignore[arg-type]
    return made


def test_signing_in_leads_to_where_one_wanted_to_go(person: User) -> None:
    client = client_of()
    asked = client.get("/desk/edition/?q=x")
    page = client.get(asked["Location"])
    assert set(client.cookies) == {"csrftoken"}
    form = forms_on(page.content.decode())[0]
    response = client.post(form.action, form.filled(login=person.email, password=PASSWORD))
    assert response["Location"] == "/desk/edition/?q=x"
    assert "sessionid" in client.cookies
    assert client.get("/desk/").status_code == 200


def test_signing_out_is_a_post(person: User) -> None:
    client = client_of(person)
    client.get("/account/sign-out/")
    assert client.get("/desk/").status_code == 200
    form = form_on(client.get("/desk/").content.decode(), "/account/sign-out/")
    assert client.post(form.action, form.fields).status_code == 302
    assert client.get("/desk/").status_code == 302


def test_a_wrong_password_is_said_without_telling_which_address_exists(person: User) -> None:
    texts = {
        text_of(client_of().post(SIGN_IN, {"login": address, "password": "falsch"}))
        .partition("Password (required)")[0]
        .partition("Sign in")[2]
        for address in (person.email, "niemand@example.org")
    }
    assert len(texts) == 1
    assert "Please correct:" in texts.pop()


def test_seven_wrong_tries_are_slowed_down_in_a_sentence(person: User) -> None:
    client = client_of()
    for _attempt in range(7):
        response = client.post(SIGN_IN, {"login": person.email, "password": "falsch"})
    assert "Too many failed login attempts. Try again later." in text_of(response)
    assert client.post(SIGN_IN, {"login": person.email, "password": PASSWORD}).status_code == 200


def test_somebody_who_may_not_sign_in_any_more_is_told_so(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    response = client_of().post(SIGN_IN, {"login": person.email, "password": PASSWORD}, follow=True)
    assert "This account is closed" in text_of(response)
    assert response.client.get("/desk/").status_code == 302


def test_a_forgotten_password_is_set_by_a_link(person: User) -> None:
    client = client_of()
    page = client.get("/account/password/forgotten/")
    sent = client.post(
        "/account/password/forgotten/", {**forms_on(page.content.decode())[0].fields, "email": person.email}, follow=True
    )
    assert "a message with a link is on its way" in text_of(sent)
    _set_password(_link(mail.outbox[-1].body), "Ganz-neues-Wort-12")
    assert client.post(SIGN_IN, {"login": person.email, "password": "Ganz-neues-Wort-12"}).status_code == 302


def _link(body: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/account/\S+)", str(body))
    assert found, body
    return found[1]


def _set_password(path: str, password: str) -> None:
    client = client_of()
    page = client.get(path, follow=True)
    form = forms_on(page.content.decode())[0]
    done = client.post(form.action, form.filled(password1=password, password2=password), follow=True)
    assert "Your password is set" in text_of(done)


def test_a_used_link_says_so(person: User) -> None:
    client_of().post("/account/password/forgotten/", {"email": person.email})
    path = _link(mail.outbox[-1].body)
    _set_password(path, "Ganz-neues-Wort-12")
    assert "This link no longer works" in text_of(client_of().get(path, follow=True))


def test_an_unknown_address_gets_a_mail_that_says_so(db: None) -> None:
    response = client_of().post("/account/password/forgotten/", {"email": "niemand@example.org"}, follow=True)
    assert "a message with a link is on its way" in text_of(response)
    assert "no account there has it" in mail.outbox[-1].body


def test_the_own_password_is_changed(person: User) -> None:
    client = client_of(person)
    page = client.get("/account/password/")
    form = forms_on(page.content.decode())[0]
    short = client.post(form.action, form.filled(oldpassword=PASSWORD, password1="kurz", password2="kurz"))
    assert "Please correct:" in text_of(short)
    given = {"oldpassword": PASSWORD, "password1": "Ganz-neues-Wort-12", "password2": "Ganz-neues-Wort-12"}
    assert client.post(form.action, form.filled(**given)).status_code == 302
    assert client_of().post(SIGN_IN, {"login": person.email, "password": "Ganz-neues-Wort-12"}).status_code == 302


def test_a_new_user_gets_a_link_in_the_own_language(world: World) -> None:
    client = client_of(world.administrator)
    form = form_on(client.get("/desk/user/new/").content.decode(), "/desk/user/new/")
    assert "password" not in form.fields
    given = {"email": "Neu@Example.org", "name": "Neue Person", "language": "en"}
    response = client.post(form.action, form.filled(**given), follow=True)
    user = User.objects.get(email="neu@example.org")
    assert not user.has_usable_password()
    assert "A link to set a password was mailed to neu@example.org." in text_of(response)
    assert mail.outbox[-1].to == ["neu@example.org"]
    _set_password(_link(mail.outbox[-1].body), "Ganz-neues-Wort-12")
    assert client_of().post(SIGN_IN, {"login": user.email, "password": "Ganz-neues-Wort-12"}).status_code == 302


def test_without_mail_the_screen_says_where_the_link_is(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    path = reverse("desk:verb", args=["user", world.coordinator_a.public_id, "send-link"])
    response = client_of(world.administrator).post(path, {"version": 1}, follow=True)
    assert "This installation sends no mail yet" in text_of(response)


def test_a_mail_server_that_fails_does_not_lose_the_user(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **options: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    client = client_of(world.administrator)
    form = form_on(client.get("/desk/user/new/").content.decode(), "/desk/user/new/")
    response = client.post(form.action, form.filled(email="neu@example.org", name="Neu"), follow=True)
    assert User.objects.filter(email="neu@example.org").exists()
    assert "could not be sent" in text_of(response)


def test_an_address_that_is_taken_is_refused_at_its_field(world: World) -> None:
    client = client_of(world.administrator)
    form = form_on(client.get("/desk/user/new/").content.decode(), "/desk/user/new/")
    response = client.post(form.action, form.filled(email=world.stranger.email, name="Doppelt"))
    assert response.status_code == 422
    assert "Another user has this e-mail address" in text_of(response)


def test_the_last_administrator_stays_one(world: World) -> None:
    client = client_of(world.administrator)
    path = reverse("desk:change", args=["user", world.administrator.public_id])
    sent = form_on(client.get(path).content.decode(), path).fields
    sent.pop("is_administrator")
    response = client.post(path, sent)
    assert response.status_code == 422
    assert "the last administrator" in text_of(response)


def test_everybody_chooses_the_own_language(world: World) -> None:
    client = client_of(world.stranger)
    form = form_on(client.get("/desk/me/").content.decode(), "/desk/me/")
    response = client.post("/desk/me/", form.filled(language="de"), follow=True)
    world.stranger.refresh_from_db()
    assert world.stranger.language == "de"
    assert '<html lang="de">' in response.content.decode()
    assert client.post("/desk/me/", {"language": "xx"}).status_code == 422


def test_who_has_no_password_yet_is_led_to_the_mail(person: User) -> None:
    person.set_unusable_password()
    person.save()
    client = client_of()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("account_change_password"), follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0] == reverse("account_reset_password")
