"""Writing users. Administrators are superusers for Wagtail; the CMS right of editors is a group."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts import queries, rules
from jumelage.accounts.actor import Actor
from jumelage.accounts.models import User
from jumelage.journal import actions as journal
from jumelage.journal.rules import Refusal, require

#: The group whose permissions open the CMS; ``website`` gives it its rights when the site is laid out.
CMS_GROUP = "CMS editors"


@transaction.atomic
def add_user(
    *, by: Actor, email: str, name: str, language: str = "de", is_administrator: bool = False, password: str | None = None
) -> User:
    """Enter a user. Without a *password* nobody can sign in until one is set by the link that is mailed."""
    require(rules.may_add_user(by), _("Only an administrator may add users. Ask one to do it."))
    user = User(email=email.strip().lower(), name=name.strip(), language=language, is_administrator=is_administrator)
    user.is_superuser = is_administrator
    _set_password(user, password)
    return journal.enter(user, by=by)


def _set_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), field="password") from error
    user.set_password(password)


@transaction.atomic
def change_user(*, by: Actor, user: User, version: int, **values: Any) -> User:
    """Change name, address, language, right to sign in or administrator; the last administrator stays one."""
    require(rules.may_change_user(by, user), _("Only an administrator may change users. Ask one to do it."))
    loses = values.get("is_administrator") is False or values.get("is_active") is False
    if loses and rules.would_lose_last_administrator(user, remaining=queries.other_administrators(user)):
        raise Refusal(_("This is the last administrator who may sign in. Make somebody else administrator first."))
    if "password" in values:
        raise ValueError("A password is not changed like this; it is set by the link that is mailed.")
    if "email" in values:
        values["email"] = values["email"].strip().lower()
    if "is_administrator" in values:
        values["is_superuser"] = values["is_administrator"]
    changed = journal.amend(user, by=by, version=version, values=values)
    # allauth keeps addresses of its own; an old one would still sign in and receive links for a new password.
    EmailAddress.objects.filter(user=changed).exclude(email__iexact=changed.email).delete()
    return changed


@transaction.atomic
def delete_user(*, by: Actor, user: User) -> None:
    """Delete a user; what the user did stays in the journal under the public id."""
    require(rules.may_delete_user(by, user), _("Only an administrator may delete users, and not the own account."))
    if rules.would_lose_last_administrator(user, remaining=queries.other_administrators(user)):
        raise Refusal(_("This is the last administrator who may sign in. Make somebody else administrator first."))
    journal.strike(user, by=by)


@transaction.atomic
def choose_language(*, by: Actor, user: User, language: str) -> User:
    """Change the own language of the desk; everybody may, for oneself."""
    require(by.kind == "user" and by.id == user.public_id, _("Everybody chooses only the own language."))
    return journal.amend(user, by=by, version=user.version, values={"language": language})


@transaction.atomic
def set_cms_access(*, by: Actor, user: User, allowed: bool) -> None:
    """Put a user into the group that may enter the CMS, or take it out; silent where nothing changes."""
    group, _created = Group.objects.get_or_create(name=CMS_GROUP)
    if allowed == user.groups.filter(pk=group.pk).exists():
        return
    (user.groups.add if allowed else user.groups.remove)(group)
    journal.append(by=by, verb="open_cms" if allowed else "shut_cms", record=user)


def note_sign_in(*, user: User) -> None:
    """Write down that a user signed in (called from the receiver of allauth's signal)."""
    journal.append(by=Actor(kind="user", id=user.public_id), verb="sign_in", record=user)
