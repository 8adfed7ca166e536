"""Template tags of the desk: the frame around every screen, and form controls in KERN's markup."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms, template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from jumelage.desk.home.queries import count_open_proposals
from jumelage.desk.records.access import has_a_role, viewer_of
from jumelage.desk.records.forms import first_id
from jumelage.desk.records.printing import address_of as _address_of
from jumelage.desk.workspace.views import PARTS
from jumelage.fields.display import print_date
from jumelage.fields.forms import LocalTextField
from jumelage.values import PartialDate

register = template.Library()

_INPUT, _SELECT = "kern-form-input__input", "kern-form-input__select"


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[dict[str, Any]]:
    """Return the desk's navigation for who is signed in: address, words, count, whether one is there."""
    request = context["request"]
    if not getattr(request, "actor", None) or not has_a_role(request.actor):
        return []
    kinds = [
        ("edition", _("Editions")),
        ("series", pgettext("several of them", "Series")),
        ("partnership", _("Partnerships")),
        ("person", _("Persons")),
        ("institution", _("Institutions")),
        ("source", _("Sources")),
        ("proposal", _("Proposals")),
    ]
    if request.actor.is_administrator:
        kinds += [("user", _("Users")), ("grant", _("Roles"))]
    waiting = count_open_proposals(viewer_of(request))
    shown = [
        {
            "address": reverse("desk:list", args=[kind]),
            "label": label,
            "count": waiting if kind == "proposal" else 0,
            "here": request.path.startswith(f"/desk/{kind}/"),
        }
        for kind, label in kinds
    ]
    everything = reverse("desk:lists")
    here = request.path == everything
    return [*shown, {"address": everything, "label": _("All lists"), "count": 0, "here": here}]


@register.simple_tag
def workspace_parts() -> list[Any]:
    """Return the parts of an edition's workspace, for the links between them."""
    return list(PARTS.values())


@register.filter
def desk_address(record: Any) -> str:
    """Return the address of a record on the desk."""
    return _address_of(record)


@register.simple_tag
def control(field: forms.BoundField) -> SafeString:
    """Render the control of a field with KERN's classes, its hint and its mistakes tied to it, and ``required``."""
    widget = field.field.widget
    described = [f"{field.auto_id}_hint"] if field.help_text else []
    described += [f"{field.auto_id}_error"] if field.errors else []
    widget.attrs.pop("placeholder", None)  # allauth's repeat the label, and vanish while somebody types
    attrs: dict[str, Any] = {}
    if not isinstance(widget, forms.MultiWidget):  # its parts have classes of their own
        attrs["class"] = _class_of(widget, bool(field.errors))
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


def _class_of(widget: forms.Widget, wrong: bool) -> str:
    name = _INPUT
    if isinstance(widget, (forms.CheckboxInput, forms.CheckboxSelectMultiple)):
        name = "kern-form-check__checkbox"
    elif isinstance(widget, forms.RadioSelect):
        name = "kern-form-check__radio"
    elif isinstance(widget, forms.Select):
        name = _SELECT
    return f"{name} {name}--error" if wrong else name


@register.simple_tag
def choice_control(choice: Any, field: forms.BoundField) -> SafeString:
    """Render one radio button or checkbox of several, with KERN's class."""
    choice.data["attrs"]["class"] = _class_of(field.field.widget, bool(field.errors))
    return choice.tag()


@register.simple_tag
def without_hints(form: forms.BaseForm) -> str:
    """Take the hints out of a third party's form, where the page says the same in its own words."""
    for field in form.fields.values():
        field.help_text = ""
    return ""


@register.filter
def look(field: forms.BoundField) -> str:
    """Say how a field is laid out: hidden, local, checkbox, choices, select or input."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(field.field, LocalTextField):
        return "local"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, (forms.CheckboxSelectMultiple, forms.RadioSelect)):
        return "choices"
    return "select" if isinstance(widget, forms.Select) else "input"


@register.filter
def focus_id(field: forms.BoundField) -> str:
    """Return the id of the first control of a field."""
    return first_id(field)


@register.filter
def day(value: date | datetime) -> str:
    """Print a day as the reader's language writes it."""
    at = localtime(value).date() if isinstance(value, datetime) else value
    return print_date(PartialDate.between(at, at), (get_language() or "en").split("-")[0])


@register.filter
def moment(value: datetime) -> str:
    """Print a day with the time of day, in the installation's time zone."""
    return f"{day(value)}, {localtime(value):%H:%M}"


@register.simple_tag
def proposed(answers: Any, name: str) -> list[dict[str, str]]:
    """Return what a proposal being answered changes in the field or list *name*."""
    if not answers:
        return []
    return [change for change in answers.changes if change["field"].partition(".")[0] == name]


@register.simple_tag(takes_context=True)
def with_page(context: Context, number: int) -> str:
    """Return the present query with another page number."""
    asked = context["request"].GET.copy()
    asked["page"] = str(number)
    return f"?{asked.urlencode()}"


@register.simple_tag(takes_context=True)
def sorted_by(context: Context, column: Any) -> str:
    """Return the present query sorted by *column*, the other way round if it is sorted by it already; from page one."""
    asked = context["request"].GET.copy()
    asked.pop("page", None)
    asked["sort"] = str(column.order_by_alias.next)
    return f"?{asked.urlencode()}"
