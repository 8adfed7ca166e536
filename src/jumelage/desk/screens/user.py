"""Users on the desk: the administrators'."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterable
from typing import Any

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override, pgettext_lazy

from jumelage.accounts import actions, queries, rules
from jumelage.accounts.models import User
from jumelage.desk.records.filters import RecordFilters, YesNoFilter, contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.screen import Forbidden, Part, Screen, Verb, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable, yes_or_no
from jumelage.desk.records.titles import Viewer, title_of, with_titles
from jumelage.desk.screens.choices import taking
from jumelage.languages import OWN_NAME
from jumelage.partnerships.models import Grant
from jumelage.partnerships.queries import visible_grants

_log = logging.getLogger(__name__)


class UserForm(RecordForm):
    """A user. Nobody types a password for another: a link to set one is mailed."""

    only_stored = frozenset({"is_active"})
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}), help_text=_("Used to sign in.")
    )
    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    class Meta:
        model = User
        fields = ("email", "name", "language", "is_administrator", "is_active")


def send_password_link(request: HttpRequest, user: User) -> None:
    """Mail the link by which a user sets a password, in the user's language; say on the screen what became of it."""
    form = ResetPasswordForm({"email": user.email})
    if not user.is_active or not form.is_valid():
        messages.warning(request, _now("No mail was sent, because this user may not sign in."))
        return
    try:
        with override(user.language):
            form.save(request)
    except (OSError, smtplib.SMTPException):
        _log.exception("The mail with the password link could not be handed over.")
        messages.error(
            request,
            _now(
                "The mail with the link to set a password could not be sent. Ask the operator to check the mail settings, then send it again."
            ),
        )
        return
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        messages.warning(
            request,
            _now(
                "This installation sends no mail yet: the link to set a password stands in the server's log. "
                "Ask the operator to set up mail, or to hand the link over."
            ),
        )
        return
    messages.success(request, _now("A link to set a password was mailed to %(email)s.") % {"email": user.email})


class UserTable(RecordTable):
    """The list of users."""

    title = PrintedColumn(pgettext_lazy("of a person", "Name"), title_of, order=("sort_name",), is_title=True)
    email = PrintedColumn(_("E-mail address"), lambda user, viewer: user.email, order=("email",))
    language = PrintedColumn(_("Language"), lambda user, viewer: OWN_NAME.get(user.language, user.language), order=("language",))
    is_administrator = PrintedColumn(
        _("Administrator"), lambda user, viewer: yes_or_no(user.is_administrator), order=("is_administrator",)
    )
    is_active = PrintedColumn(_("May sign in"), lambda user, viewer: yes_or_no(user.is_active), order=("is_active",))

    class Meta(RecordTable.Meta):
        order_by = "title"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Sort by name, whatever the case."""
        return records.annotate(sort_name=Lower("name"))


class UserFilters(RecordFilters):
    """Users by name or address."""

    is_administrator = YesNoFilter(_("Administrator"))
    is_active = YesNoFilter(_("May sign in"))

    def matches(self, word: str) -> Q:
        """A user is found by name or e-mail address."""
        return contains("name", word) | contains("email", word)


def _grants(user: User, viewer: Viewer) -> Any:
    return with_titles(visible_grants(viewer.actor).filter(user=user))


def _add_grant(user: User, viewer: Viewer) -> str:
    return f"{reverse('desk:add', args=['grant'])}?user={user.public_id}" if viewer.actor.is_administrator else ""


def _goes_too(user: User) -> Iterable[Any]:
    count = Grant.objects.filter(user=user).count()
    if count:
        yield ngettext("%(count)s role goes with the user.", "%(count)s roles go with the user.", count) % {"count": count}
    yield _("What the user did stays in the histories, without the name.")


def _badges(user: User, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    if user.is_administrator:
        yield "info", _("administrator")
    if not user.is_active:
        yield "warning", _("may not sign in")


_SENTENCE = _("Only an administrator may do this with users. Ask one to do it.")

USER = Screen(
    kind="user",
    model=User,
    words=Words(one=_("User"), many=_("Users"), add=_("New user"), empty=_("No users yet.")),
    visible=queries.visible_to,
    form=UserForm,
    table=UserTable,
    filters=UserFilters,
    may_list=rules.may_see_users,
    may_add=rules.may_add_user,
    may_change=rules.may_change_user,
    may_delete=rules.may_delete_user,
    forbidden=Forbidden(
        list=_("Only an administrator may see the list of users. Ask one what you need to know."),
        add=_SENTENCE,
        change=_SENTENCE,
        delete=_("Only an administrator may delete users, and nobody the own account. Ask another administrator."),
    ),
    add=actions.add_user,
    change=taking("user", actions.change_user),
    delete=taking("user", actions.delete_user),
    after_add=send_password_link,
    verbs=(
        Verb(
            name="send-link",
            label=_("Mail a link to set a password"),
            done="",
            forbidden=_SENTENCE,
            may=rules.may_change_user,
            applies=lambda user: user.is_active,
            act=lambda *, by, record, version: record,
            after=send_password_link,
        ),
    ),
    parts=(Part(_("Roles"), _grants, _("This user has no role for any side yet."), _add_grant, _("Give a role")),),
    goes_too=_goes_too,
    badges=_badges,
)
