"""Who may keep users. The law is tests/house/matrix.toml; every rule here is compared with it."""

from __future__ import annotations

from jumelage.accounts.actor import Actor
from jumelage.accounts.models import User


def may_see_users(actor: Actor) -> bool:
    """Only administrators see the list of users."""
    return actor.is_administrator


def may_add_user(actor: Actor) -> bool:
    """Only administrators add users."""
    return actor.is_administrator


def may_change_user(actor: Actor, user: User) -> bool:
    """Only administrators change users; everybody changes the own language and password on pages of their own."""
    return actor.is_administrator


def may_delete_user(actor: Actor, user: User) -> bool:
    """Only administrators delete users, and nobody deletes the account that she is signed in with."""
    return actor.is_administrator and not (actor.kind == "user" and actor.id == user.public_id)


def would_lose_last_administrator(user: User, *, remaining: int) -> bool:
    """Say whether a change that takes *user*'s right away would leave nobody: *remaining* counts the other active ones."""
    return user.is_administrator and user.is_active and remaining == 0
