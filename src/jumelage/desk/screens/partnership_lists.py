"""The lists of a partnership's form: its sides, its dated states, its decisions on sharing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.desk.records.fields import DayField, RecordChoiceField
from jumelage.desk.records.printing import print_local
from jumelage.desk.records.rows import RowForm, RowList
from jumelage.desk.records.titles import Title, Viewer, name_title, plain_title, title_of
from jumelage.fields.display import print_date
from jumelage.fields.forms import LocalTextField, PartialDateField
from jumelage.partnerships.actions import SideValue
from jumelage.partnerships.models import City, ContactPolicy, SharingValue, State, StateValue
from jumelage.partnerships.queries import visible_cities
from jumelage.partnerships.rules import may_change_abroad
from jumelage.values import LocalText, PartialDate

#: So many sides can be named in a decision before the partnership is entered.
_MOST_NEW_SIDES = 6


class SideRow(RowForm):
    """One side: its city and the label by which it is spoken of. Its place stays hidden and never changes."""

    telling = ("city", "label")
    order = forms.IntegerField(required=False, min_value=1, max_value=999, widget=forms.HiddenInput())
    city = RecordChoiceField(City.objects.none(), label=_("City"))
    label = LocalTextField(label=_("Label"), required=False)

    def arrange(self) -> None:
        """Offer the cities that the viewer sees; the city of a side that is there is the administrators' to change."""
        city: Any = self.fields["city"]
        city.queryset = visible_cities(self.viewer.actor)
        city.disabled = _sides_are_fixed(self.record, self.viewer)


def _sides_are_fixed(partnership: Any, viewer: Viewer) -> bool:
    return partnership.pk is not None and not may_change_abroad(viewer.actor)


def _read_sides(partnership: Any) -> list[SideValue]:
    return [SideValue(side.order, side.city, side.label) for side in partnership.sides.select_related("city")]


def _side_line(side: SideValue, viewer: Viewer) -> SafeString:
    return format_html("{}{}", name_title(side.city, viewer.language).html, print_local(side.label) if side.label else "")


def _revive_side(stored: Mapping[str, Any]) -> SideValue:
    city = City.objects.filter(public_id=stored["city"]).first() or City(public_id=stored["city"])
    return SideValue(stored["order"], city, LocalText.from_json(stored["label"]))


SIDES = RowList(
    name="sides",
    label=_("Sides"),
    row_label=_("Side"),
    help_text=_(
        "Two or more, each with the label by which it is called, for example “Lindenhafen side”. Sides are equal; their "
        "order is only that of printing."
    ),
    more=_("One more side"),
    wide=True,
    form=SideRow,
    read=_read_sides,
    start=lambda side: {"order": side.order, "city": side.city, "label": side.label},
    make=lambda cleaned, place: SideValue(cleaned["order"] or 0, cleaned["city"], cleaned["label"]),
    line=_side_line,
    revive=_revive_side,
    is_fixed=_sides_are_fixed,
)


class StateRow(RowForm):
    """One dated state, who decided it and why."""

    telling = ("state", "since", "decided_by", "reference", "reason")
    state = forms.ChoiceField(label=_("State"), choices=[("", "—"), *State.choices])
    since = PartialDateField(label=_("Since"), help_text="")
    contact_policy = forms.ChoiceField(label=_("Contacts"), choices=ContactPolicy.choices, initial=ContactPolicy.FULL)
    decided_by = forms.CharField(label=_("Decided by"), max_length=200, required=False)
    reference = forms.CharField(label=_("Reference of the decision"), max_length=200, required=False)
    reason = LocalTextField(label=_("Reason"), required=False, long=True)


def _make_state(cleaned: dict[str, Any], place: int) -> StateValue:
    kept = {name: cleaned[name] for name in ("state", "contact_policy", "decided_by", "reference", "reason")}
    return StateValue(since=cleaned["since"].edtf, **kept)


def _state_line(value: StateValue, viewer: Viewer) -> SafeString:
    about = [
        str(ContactPolicy(value.contact_policy).label),
        *([_now("decided by %(body)s") % {"body": value.decided_by}] if value.decided_by else []),
        *([value.reference] if value.reference else []),
    ]
    since = print_date(PartialDate.parse(value.since), viewer.language)
    return format_html(
        '{}, {} <span class="desk-aside">({})</span>{}',
        State(value.state).label,
        _now("since %(date)s") % {"date": since},
        "; ".join(about),
        print_local(value.reason) if value.reason else "",
    )


STATES = RowList(
    name="states",
    label=_("States"),
    row_label=_("State"),
    help_text=_(
        "What the partnership went through, each with the date since which it holds; the order follows the dates. "
        "A rest and a suspension need a reason, which is public; an end needs the reference of the decision."
    ),
    more=_("One more state"),
    wide=True,
    form=StateRow,
    read=lambda partnership: [row.as_value() for row in partnership.states.all()],
    start=lambda value: {**vars(value), "since": PartialDate.parse(value.since)},
    make=_make_state,
    line=_state_line,
    revive=lambda stored: StateValue(**{**stored, "reason": LocalText.from_json(stored.get("reason"))}),
    order=lambda value: PartialDate.parse(value.since).earliest or date.min,
)


class SharingRow(RowForm):
    """One decision on what a side abroad may see."""

    telling = ("side", "on", "decided_by", "reference")
    side = forms.TypedChoiceField(label=_("Side"), coerce=int)
    open = forms.TypedChoiceField(
        label=_("Decision"),
        coerce=lambda value: value == "open",
        choices=[("open", _("may see what is shared")), ("shut", _("may not see what is shared"))],
    )
    on = DayField(label=pgettext_lazy("a day", "From"))
    decided_by = forms.CharField(label=_("Decided by"), max_length=200)
    reference = forms.CharField(label=_("Reference of the decision"), max_length=200, required=False)

    def arrange(self) -> None:
        """Name the sides that the partnership has, or number those that a new one will have."""
        side: Any = self.fields["side"]
        side.choices = [("", "—"), *_side_options(self.record, self.viewer)]


def _side_options(partnership: Any, viewer: Viewer) -> list[tuple[int, str]]:
    if partnership.pk is None:
        return [(order, _now("side %(number)s") % {"number": order}) for order in range(1, _MOST_NEW_SIDES + 1)]
    return [(side.order, str(title_of(side, viewer))) for side in partnership.sides.all()]


def _sharing_line(value: SharingValue, viewer: Viewer) -> SafeString:
    decision = _now("may see what is shared") if value.open else _now("may not see what is shared")
    about = "; ".join(part for part in (value.decided_by, value.reference) if part)
    return format_html(
        '{}: {} <span class="desk-aside">({}, {})</span>',
        _now("side %(number)s") % {"number": value.side},
        decision,
        print_date(PartialDate.parse(value.on), viewer.language),
        about,
    )


SHARING = RowList(
    name="sharing",
    label=_("Decisions on sharing"),
    row_label=_("Decision"),
    help_text=_("Before any decision, a side abroad does not see what the partnership shares (GDPR, chapter V)."),
    more=_("One more decision"),
    wide=True,
    form=SharingRow,
    read=lambda partnership: [row.as_value() for row in partnership.sharing.all()],
    start=lambda value: {**vars(value), "open": "open" if value.open else "shut", "on": date.fromisoformat(value.on)},
    make=lambda cleaned, place: SharingValue(
        cleaned["side"], cleaned["open"], cleaned["on"].isoformat(), cleaned["decided_by"], cleaned["reference"]
    ),
    line=_sharing_line,
    revive=lambda stored: SharingValue(**stored),
    order=lambda value: value.on,
)


def side_title(side: Any, viewer: Viewer) -> Title:
    """Return a side's title, or a dash for none."""
    return title_of(side, viewer) if side else plain_title("—")
