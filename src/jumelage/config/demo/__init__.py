"""The demo's content: an invented partnership with its accounts, and beside it the documented one of Berlin and Moscow.

Both are facts in TOML, written down through the same actions that the desk uses. Of the documented one only what public
pages say is kept, in our own words, and of its people only who held a public office.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from jumelage.accounts import actions as accounts
from jumelage.accounts.actor import Role, command
from jumelage.accounts.models import User
from jumelage.config.demo.filling import fill_partnership
from jumelage.journal.models import Row
from jumelage.partnerships import actions as partnerships

PASSWORD = "Seminar-Woche-1994"
_BY = command("demo")


@dataclass(frozen=True)
class Account:
    """One demo account: how to sign in, and what it may do, in words."""

    email: str
    name: str
    role_text: str
    language: str
    side: str = ""
    role: Role | None = None
    password: str = PASSWORD


ACCOUNTS: tuple[Account, ...] = (
    Account("admin@demo.example", "Alma Verwalterin", "administrator", "de"),
    Account("lindenhafen@demo.example", "Katrin Ahlsdorf", "coordinator, Lindenhafen side", "de", "a", Role.COORDINATOR),
    Account("jasnoretschinsk@demo.example", "Динара Сейтказина", "coordinator, Yasnorechinsk side", "ru", "b", Role.COORDINATOR),
    Account("editor@demo.example", "Jonas Brendel", "editor, Lindenhafen side", "de", "a", Role.EDITOR),
    Account("reader@demo.example", "Ruth Calder", "reader, Lindenhafen side", "en", "a", Role.READER),
)


def fill() -> None:
    """Write the demo's content down, once: where it was ever done, nothing is done again, whatever became of it."""
    if Row.objects.filter(actor_kind=_BY.kind, actor_id=_BY.id).exists():
        return
    with transaction.atomic():
        users = {account.email: _user(account) for account in ACCOUNTS}
        invented = fill_partnership("invented", by=_BY)
        sides = dict(zip("ab", invented.sides.all(), strict=True))
        for account in ACCOUNTS:
            if account.role:
                partnerships.add_grant(by=_BY, user=users[account.email], side=sides[account.side], role=account.role)
        fill_partnership("model_case", by=_BY)


def _user(account: Account) -> User:
    return accounts.add_user(
        by=_BY,
        email=account.email,
        name=account.name,
        language=account.language,
        is_administrator=account.role is None,
        password=account.password,
    )
