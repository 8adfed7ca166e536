"""Users: entered, changed and deleted by administrators; the last administrator stays; who may see them."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from jumelage.accounts import actions, queries, rules
from jumelage.accounts.actor import NOBODY, Actor, Role, command
from jumelage.accounts.adapter import ClosedAdapter
from jumelage.accounts.models import User
from jumelage.journal.models import Address, Row
from jumelage.journal.rules import NotPermitted, Refusal
from tests.factories import world as make
from tests.factories.world import BY, PASSWORD

pytestmark = pytest.mark.django_db


def actor(user: User) -> Actor:
    """Return the actor that a user without grants is."""
    return Actor(kind="user", id=user.public_id, is_administrator=user.is_administrator)


def test_an_administrator_enters_a_user() -> None:
    boss = make.user(is_administrator=True)
    made = actions.add_user(by=actor(boss), email=" Anna@Example.org ", name=" Anna Beispiel ", language="ru", password=PASSWORD)
    stored = User.objects.get(pk=made.pk)
    fields = ("email", "name", "language", "is_active", "is_administrator", "is_superuser", "version")
    assert [getattr(stored, field) for field in fields] == ["anna@example.org", "Anna Beispiel", "ru", True, False, False, 1]
    assert stored.check_password(PASSWORD)
    assert not stored.is_staff
    assert str(stored) == stored.get_full_name() == stored.get_short_name() == "Anna Beispiel"
    row = Row.objects.get(record_id=made.public_id)
    assert (row.verb, row.actor_kind, row.actor_id) == ("add", "user", boss.public_id)
    assert "password" not in row.changed
    assert PASSWORD not in str(row.detail.after)


def test_without_a_password_nobody_signs_in() -> None:
    user = make.user(email="anna@example.org")
    assert not user.has_usable_password()
    assert authenticate(RequestFactory().get("/"), email="anna@example.org", password="") is None


def test_signing_in_goes_by_address_whatever_its_case() -> None:
    user = make.user(email="anna@example.org", password=PASSWORD)
    assert User.objects.get_by_natural_key("ANNA@example.org") == user
    assert authenticate(RequestFactory().get("/"), email="Anna@Example.org", password=PASSWORD) == user
    assert authenticate(RequestFactory().get("/"), email="anna@example.org", password="wrong") is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": ""}, "email"),
        ({"name": "  "}, "name"),
        ({"language": "tlh"}, "language"),
        ({"password": "short"}, "password"),
        ({"email": "ahlsdorf@example.org", "password": "ahlsdorf@example.org"}, "password"),
    ],
)
def test_what_is_wrong_with_a_new_user_is_said_by_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as caught:
        make.user(**values)
    assert caught.value.field == field
    assert not User.objects.exists()
    assert not Row.objects.exists()
    assert not Address.objects.exists()


@pytest.mark.parametrize("again", ["anna@example.org", "ANNA@example.org", " Anna@Example.org"])
def test_an_address_belongs_to_one_user_whatever_its_case(again: str) -> None:
    make.user(email="anna@example.org")
    with pytest.raises(Refusal):
        make.user(email=again)
    other = make.user()
    with pytest.raises(Refusal):
        actions.change_user(by=BY, user=other, version=1, email=again)
    assert User.objects.filter(email__iexact="anna@example.org").count() == 1


def test_the_database_itself_knows_no_case_of_addresses() -> None:
    User.objects.create(public_id="aaaaaaaa", email="anna@example.org", name="Anna")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(public_id="bbbbbbbb", email="Anna@Example.org", name="Anna")


def test_a_change_is_kept_and_logged() -> None:
    user = make.user(email="anna@example.org", name="Anna")
    changed = actions.change_user(by=BY, user=user, version=1, name="Anna Neu", email="NEU@example.org", is_administrator=True)
    stored = User.objects.get()
    assert (stored.name, stored.email, stored.is_administrator, stored.is_superuser) == (
        "Anna Neu",
        "neu@example.org",
        True,
        True,
    )
    assert changed.version == stored.version == 2
    row = Row.objects.latest("number")
    assert (row.verb, row.changed) == ("change", ["email", "is_administrator", "is_superuser", "name"])


def test_an_old_address_no_longer_receives_links() -> None:
    user = make.user(email="old@example.org", password=PASSWORD)
    EmailAddress.objects.create(user=user, email="old@example.org", verified=True, primary=True)
    actions.change_user(by=BY, user=user, version=1, email="new@example.org")
    assert not EmailAddress.objects.filter(email="old@example.org").exists()
    assert authenticate(RequestFactory().get("/"), email="old@example.org", password=PASSWORD) is None
    assert authenticate(RequestFactory().get("/"), email="new@example.org", password=PASSWORD) == user


def test_a_password_is_no_plain_change() -> None:
    user = make.user(password=PASSWORD)
    with pytest.raises(ValueError, match="password"):
        actions.change_user(by=BY, user=user, version=1, password="Etwas-ganz-anderes")
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("loss", [{"is_administrator": False}, {"is_active": False}])
def test_the_last_administrator_stays_one(loss: dict[str, bool]) -> None:
    last = make.user(is_administrator=True)
    inactive = make.user(is_administrator=True)
    actions.change_user(by=BY, user=inactive, version=1, is_active=False)
    with pytest.raises(Refusal) as caught:
        actions.change_user(by=actor(last), user=last, version=1, **loss)
    assert not isinstance(caught.value, NotPermitted)
    with pytest.raises(Refusal):
        actions.delete_user(by=BY, user=last)
    assert User.objects.get(pk=last.pk).is_administrator
    second = make.user(is_administrator=True)
    changed = actions.change_user(by=actor(second), user=last, version=1, **loss)
    assert [getattr(changed, name) for name in loss] == [False]
    assert changed.is_superuser is changed.is_administrator
    assert queries.other_administrators(second) == 0


def test_administrators_delete_others_but_not_themselves() -> None:
    boss, user = make.user(is_administrator=True), make.user()
    make.user(is_administrator=True)
    with pytest.raises(NotPermitted):
        actions.delete_user(by=actor(boss), user=boss)
    public_id = user.public_id
    actions.delete_user(by=actor(boss), user=user)
    assert not User.objects.filter(public_id=public_id).exists()
    assert Address.objects.get(pk=public_id).state == "gone"
    assert list(Row.objects.filter(record_id=public_id).values_list("verb", "actor_id")) == [
        ("add", "test"),
        ("delete", boss.public_id),
    ]


@pytest.mark.parametrize("role", [None, *Role])
def test_nobody_but_administrators_keeps_users(role: Role | None) -> None:
    by = make.actor(make.sides_of(make.bare_partnership())[0], role) if role else NOBODY
    user = make.user()
    users, rows = User.objects.count(), Row.objects.count()
    with pytest.raises(NotPermitted):
        actions.add_user(by=by, email="new@example.org", name="Neu")
    with pytest.raises(NotPermitted):
        actions.change_user(by=by, user=user, version=1, name="Anders")
    with pytest.raises(NotPermitted):
        actions.delete_user(by=by, user=user)
    assert (User.objects.count(), Row.objects.count()) == (users, rows)
    assert not rules.may_see_users(by)
    seen = queries.visible_to(by)
    assert [found.public_id for found in seen] == ([by.id] if role else [])


def test_everybody_chooses_the_own_language_and_nobody_elses() -> None:
    anna, boris = make.user(language="de"), make.user(language="ru")
    assert actions.choose_language(by=actor(anna), user=anna, language="en").language == "en"
    for by in (actor(anna), BY, NOBODY):
        with pytest.raises(NotPermitted):
            actions.choose_language(by=by, user=boris, language="en")
    with pytest.raises(Refusal) as caught:
        actions.choose_language(by=actor(boris), user=boris, language="tlh")
    assert caught.value.field == "language"


def test_the_cms_is_opened_and_shut_by_a_group_and_said_once() -> None:
    user = make.user()
    for allowed, verbs in ((True, ["open_cms"]), (True, ["open_cms"]), (False, ["open_cms", "shut_cms"])):
        actions.set_cms_access(by=BY, user=user, allowed=allowed)
        assert user.groups.filter(name=actions.CMS_GROUP).exists() is allowed
        logged = Row.objects.filter(record_id=user.public_id).exclude(verb="add")
        assert list(logged.values_list("verb", flat=True)) == verbs


def test_a_sign_in_is_written_down() -> None:
    user = make.user(email="anna@example.org", password=PASSWORD)
    actions.note_sign_in(user=user)
    row = Row.objects.latest("number")
    assert (row.verb, row.actor_kind, row.actor_id, row.record_id) == ("sign_in", "user", user.public_id, user.public_id)


def test_names_for_a_history_leave_out_who_is_gone() -> None:
    user = make.user(name="Anna")
    assert queries.names_of({user.public_id, "23456789"}) == {user.public_id: "Anna"}


def test_nobody_signs_up() -> None:
    assert ClosedAdapter().is_open_for_signup(RequestFactory().get("/")) is False


def test_an_actor_knows_what_it_is() -> None:
    assert not NOBODY.is_signed_in
    assert (NOBODY.kind, NOBODY.id, NOBODY.is_administrator, NOBODY.grants) == ("nobody", "", False, frozenset())
    assert command("demo") == Actor(kind="command", id="demo", is_administrator=True)
    assert command("demo").is_signed_in


def test_an_actor_holds_a_role_for_a_side_or_a_partnership() -> None:
    first, second = make.sides_of(make.bare_partnership())
    by = make.actor(first, Role.EDITOR)
    (grant,) = by.grants
    assert (grant.partnership, grant.side, grant.role, grant.open) == (first.partnership_id, first.pk, Role.EDITOR, True)
    assert by.sides == {first.pk}
    assert by.partnerships == by.open_partnerships == {first.partnership_id}
    assert by.holds([Role.EDITOR])
    assert by.holds([Role.EDITOR, Role.READER], side=first.pk, partnership=first.partnership_id)
    assert not by.holds([Role.COORDINATOR])
    assert not by.holds([Role.EDITOR], side=second.pk)
    assert not by.holds([Role.EDITOR], partnership=first.partnership_id + 1)
