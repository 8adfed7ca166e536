"""Grants on the desk: who has which role for which side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jumelage.accounts.models import User
from jumelage.accounts.queries import visible_to as visible_users
from jumelage.desk.records.fields import DayField, RecordChoiceField
from jumelage.desk.records.filters import RecordFilter, RecordFilters, contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.printing import print_text
from jumelage.desk.records.screen import Fact, Forbidden, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, title_of
from jumelage.desk.screens.choices import taking
from jumelage.fields.display import print_date
from jumelage.partnerships import actions, queries, rules
from jumelage.partnerships.models import Grant, Partnership, Side
from jumelage.values import PartialDate


class UserChoiceField(RecordChoiceField):
    """A user by name and e-mail address."""

    def label_from_instance(self, record: Any) -> str:
        return f"{record.name} – {record.email}"


class GrantForm(RecordForm):
    """A role for a side. The user of a grant never changes: another user gets another grant."""

    only_new = prefilled = frozenset({"user"})
    arrangement = ("user", "side", "role", "until")
    user = UserChoiceField(User.objects.none(), label=_("User"))
    side = RecordChoiceField(Side.objects.none(), label=_("Side"))
    until = DayField(label=_("Until"), required=False, help_text=_("The last day; empty for no end."))

    class Meta:
        model = Grant
        fields = ("user", "side", "role", "until")

    def arrange(self) -> None:
        """Offer the users and sides that the viewer sees."""
        fields: Any = self.fields
        if self.is_new:
            fields["user"].queryset = visible_users(self.viewer.actor).filter(is_active=True)
            asked = self.initial.get("user")
            self.initial["user"] = fields["user"].queryset.filter(public_id=asked).first() if asked else None
        fields["side"].queryset = queries.sides_of(self.viewer.actor)


def _until(grant: Grant, viewer: Viewer) -> str:
    return print_date(PartialDate.between(grant.until, grant.until), viewer.language) if grant.until else ""


class GrantTable(RecordTable):
    """The list of grants."""

    title = PrintedColumn(
        _("User"), lambda grant, viewer: grant.user.name or grant.user.email, order=("user__name",), is_title=True
    )
    role = PrintedColumn(_("Role"), lambda grant, viewer: grant.get_role_display(), order=("role",))
    side = PrintedColumn(_("Side"), lambda grant, viewer: title_of(grant.side, viewer), order=("side",))
    until = PrintedColumn(_("Until"), _until, order=("until",))

    class Meta(RecordTable.Meta):
        order_by = "title"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load user and side."""
        return records.select_related("user", "side__city")


def _partnerships(request: Any) -> Any:
    return Partnership.objects.filter(pk__in=queries.visible_grants(request.actor).values("side__partnership"))


class GrantFilters(RecordFilters):
    """Grants by user, partnership and role."""

    partnership = RecordFilter(label=_("Partnership"), field_name="side__partnership", queryset=_partnerships)
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Grant._meta.get_field("role").choices)

    def matches(self, word: str) -> Q:
        """A grant is found by its user's name or address."""
        return contains("user__name", word) | contains("user__email", word)


def _facts(grant: Grant, viewer: Viewer) -> Iterable[Fact]:
    yield Fact(_("User"), print_text(f"{grant.user.name} – {grant.user.email}"))


def _badges(grant: Grant, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    if grant.until and grant.until < timezone.localdate():
        yield "warning", _("over")
    else:
        yield "success", _("in force")


_SENTENCE = _("Only an administrator may give, change or take away roles. Ask one to do it.")

GRANT = Screen(
    kind="grant",
    model=Grant,
    words=Words(
        one=_("Role"),
        many=_("Roles"),
        add=_("Give a role"),
        empty=_("No roles yet. Give the first one: until then only administrators can work here."),
        lead=_("Who may do what, for which side."),
    ),
    visible=queries.visible_grants,
    form=GrantForm,
    table=GrantTable,
    filters=GrantFilters,
    may_list=rules.may_see_grants,
    may_add=rules.may_grant,
    may_change=lambda actor, grant: rules.may_grant(actor),
    may_delete=lambda actor, grant: rules.may_grant(actor),
    forbidden=Forbidden(add=_SENTENCE, change=_SENTENCE, delete=_SENTENCE),
    add=actions.add_grant,
    change=taking("grant", actions.change_grant),
    delete=taking("grant", actions.revoke_grant),
    goes_too=lambda grant: [_("The user loses this role at once; an editor without another loses the pages’ editor too.")],
    badges=_badges,
    more_facts=_facts,
)
