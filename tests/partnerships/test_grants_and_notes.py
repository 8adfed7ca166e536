"""Grants and notes: who gives and writes them, what is logged, what the database itself refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from jumelage.accounts.actions import CMS_GROUP
from jumelage.accounts.actor import NOBODY, Actor, Role
from jumelage.fields.models import Name
from jumelage.journal.models import Row
from jumelage.journal.rules import NotPermitted, Refusal
from jumelage.partnerships import actions
from jumelage.partnerships.models import (
    Grant,
    Note,
    StateValue,
)
from jumelage.values import LocalText
from tests.factories import world as make
from tests.factories.world import BY

pytestmark = pytest.mark.django_db

NAMES = [Name("Lindenhafen", "de"), Name("Линденхафен", "ru", "translation")]
STATES = [
    StateValue("active", "1994-05", decided_by="Rat", reference="17/1994"),
    StateValue("dormant", "2020", "civil", reason=LocalText.of(de="Pandemie")),
]


def logged(record_id: str) -> list[tuple[str, str, list[str]]]:
    """Return verb, actor and changed fields of everything written down about a record."""
    return [(row.verb, row.actor_id, row.changed) for row in Row.objects.filter(record_id=record_id)]


def test_a_grant_is_given_changed_and_taken_away_in_the_journal() -> None:
    first, second = make.sides_of(make.bare_partnership())
    user = make.user()
    until = timezone.localdate() + timedelta(30)
    grant = actions.add_grant(by=BY, user=user, side=first, role="reader", until=until)
    assert (grant.user, grant.side, grant.role, grant.until) == (user, first, "reader", until)
    changed = actions.change_grant(by=BY, grant=grant, version=1, side=second, role="coordinator", until=None)
    stored = Grant.objects.get()
    assert (stored.side, stored.role, stored.until, stored.version) == (second, "coordinator", None, 2)
    public_id = changed.public_id
    actions.revoke_grant(by=BY, grant=changed)
    assert not Grant.objects.exists()
    assert logged(public_id) == [
        ("add", "test", ["role", "side", "until", "user"]),
        ("change", "test", ["role", "side", "until"]),
        ("delete", "test", []),
    ]


def test_only_administrators_give_change_and_take_roles() -> None:
    side = make.sides_of(make.bare_partnership())[0]
    user = make.user()
    grant = actions.add_grant(by=BY, user=user, side=side, role=Role.READER)
    for by in (make.actor(side), make.actor(side, Role.EDITOR), NOBODY, Actor(kind="user", id=user.public_id)):
        rows = Row.objects.count()
        with pytest.raises(NotPermitted):
            actions.add_grant(by=by, user=user, side=side, role=Role.COORDINATOR)
        with pytest.raises(NotPermitted):
            actions.change_grant(by=by, grant=grant, version=1, role=Role.COORDINATOR)
        with pytest.raises(NotPermitted):
            actions.revoke_grant(by=by, grant=grant)
        assert Row.objects.count() == rows


def test_a_role_is_held_once_and_exists() -> None:
    side = make.sides_of(make.bare_partnership())[0]
    user = make.user()
    actions.add_grant(by=BY, user=user, side=side, role=Role.READER)
    with pytest.raises(Refusal):
        actions.add_grant(by=BY, user=user, side=side, role=Role.READER)
    with pytest.raises(Refusal) as caught:
        actions.add_grant(by=BY, user=user, side=side, role="king")
    assert caught.value.field == "role"
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(public_id="23456789", user=user, side=side, role="reader")


def test_an_editor_enters_the_cms_as_long_as_the_role_lasts() -> None:
    first, second = make.sides_of(make.bare_partnership())
    user, other = make.user(), make.user()

    def inside(who: Any) -> bool:
        return bool(who.groups.filter(name=CMS_GROUP).exists())

    grant = actions.add_grant(by=BY, user=user, side=first, role=Role.EDITOR)
    assert inside(user)
    second_grant = actions.add_grant(by=BY, user=user, side=second, role=Role.EDITOR)
    actions.revoke_grant(by=BY, grant=grant)
    assert inside(user)
    moved = actions.change_grant(by=BY, grant=second_grant, version=1, user=other)
    assert (inside(user), inside(other)) == (False, True)
    moved = actions.change_grant(by=BY, grant=moved, version=2, role=Role.READER)
    assert not inside(other)
    moved = actions.change_grant(by=BY, grant=moved, version=3, role=Role.EDITOR, until=timezone.localdate() - timedelta(1))
    assert not inside(other)
    actions.change_grant(by=BY, grant=moved, version=4, until=timezone.localdate())
    assert inside(other)


def test_the_cms_is_shut_when_the_last_day_of_an_editor_has_passed() -> None:
    side = make.sides_of(make.bare_partnership())[0]
    user, lasting = make.user(), make.user()
    actions.add_grant(by=BY, user=user, side=side, role=Role.EDITOR, until=timezone.localdate())
    actions.add_grant(by=BY, user=lasting, side=side, role=Role.EDITOR)
    assert actions.follow_ended_grants(by=BY) == 0
    Grant.objects.filter(user=user).update(until=timezone.localdate() - timedelta(1))
    assert actions.follow_ended_grants(by=BY) == 1
    assert not user.groups.exists()
    assert lasting.groups.exists()
    assert Row.objects.latest("number").verb == "shut_cms"
    assert actions.follow_ended_grants(by=BY) == 0


@pytest.mark.parametrize("role", list(Role))
def test_everybody_with_a_role_writes_notes_for_the_own_side(role: Role) -> None:
    partnership = make.bare_partnership()
    first, second = make.sides_of(partnership)
    by = make.actor(first, role)
    note = actions.add_note(by=by, about=first.city, partnership=partnership, side=first, text=" Vertraulich ")
    assert (note.text, note.visibility, note.owner_side, note.partnership) == ("Vertraulich", "internal", first, partnership)
    assert (note.about_type, note.about_id) == ("partnerships.city", first.city.public_id)
    assert [entry[:2] for entry in logged(note.public_id)] == [("add", by.id)]
    with pytest.raises(NotPermitted):
        actions.add_note(by=by, about=first.city, partnership=partnership, side=second, text="x")
    other = make.sides_of(make.bare_partnership())[0]
    with pytest.raises(Refusal) as caught:
        actions.add_note(by=BY, about=first.city, partnership=partnership, side=other, text="x")
    assert caught.value.field == "side"


@pytest.mark.parametrize(("values", "field"), [({"text": "  "}, "text"), ({"text": "x", "visibility": "public"}, None)])
def test_a_note_says_something_and_stays_inside(values: dict[str, str], field: str | None) -> None:
    partnership = make.bare_partnership()
    side = make.sides_of(partnership)[0]
    with pytest.raises(Refusal) as caught:
        actions.add_note(by=BY, about=partnership, partnership=partnership, side=side, **values)
    assert caught.value.field == field
    note = actions.add_note(by=BY, about=partnership, partnership=partnership, side=side, text="x")
    with pytest.raises(Refusal):
        actions.change_note(by=BY, note=note, version=1, **values)
    assert Note.objects.get().text == "x"


@pytest.mark.parametrize("wrong", [{"visibility": "public"}, {"visibility": "delegates"}, {"owner_side": None}])
def test_the_database_keeps_notes_inside_and_with_a_side(wrong: dict[str, Any]) -> None:
    partnership = make.bare_partnership()
    values = {"public_id": "23456789", "partnership": partnership, "owner_side": make.sides_of(partnership)[0], "text": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(**values | wrong)


def test_coordinators_of_its_side_change_and_delete_a_note() -> None:
    partnership = make.bare_partnership()
    first, second = make.sides_of(partnership)
    note = actions.add_note(by=BY, about=partnership, partnership=partnership, side=first, text="x", visibility="both_sides")
    for by in (make.actor(second), make.actor(first, Role.EDITOR), NOBODY):
        with pytest.raises(NotPermitted):
            actions.change_note(by=by, note=note, version=1, text="y")
        with pytest.raises(NotPermitted):
            actions.delete_note(by=by, note=note)
    with pytest.raises(ValueError, match="owner_side"):
        actions.change_note(by=make.actor(first), note=note, version=1, owner_side=second)
    changed = actions.change_note(by=make.actor(first), note=note, version=1, text=" y ", visibility="internal")
    assert (changed.text, changed.visibility, changed.version) == ("y", "internal", 2)
    actions.delete_note(by=make.actor(first), note=changed)
    assert not Note.objects.exists()


def test_dates_of_grants_are_days() -> None:
    side = make.sides_of(make.bare_partnership())[0]
    grant = actions.add_grant(by=BY, user=make.user(), side=side, role=Role.READER)
    changed = actions.change_grant(by=BY, grant=grant, version=1, until="2030-01-31")
    assert changed.until == date(2030, 1, 31)
    with pytest.raises(Refusal) as caught:
        actions.change_grant(by=BY, grant=changed, version=2, until="2030-02-31")
    assert caught.value.field == "until"
