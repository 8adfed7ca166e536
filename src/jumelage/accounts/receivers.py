"""Signals of allauth, each answered by one action."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in
from django.dispatch import receiver

from jumelage.accounts import actions
from jumelage.accounts.models import User


@receiver(user_logged_in)
def on_sign_in(sender: object, user: User, **context: Any) -> None:
    """Somebody signed in."""
    actions.note_sign_in(user=user)
