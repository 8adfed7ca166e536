"""Lists inside the form of an honour: who handed it over, and who received it."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jumelage.desk.records.printing import link_to
from jumelage.desk.records.rows import RowForm, RowList
from jumelage.desk.records.titles import Viewer
from jumelage.desk.seminars.searched import offer_searched, searched_field
from jumelage.people.models import Institution, Office, Person
from jumelage.protocol.models import PresenterValue, RecipientValue

_NAMED: tuple[tuple[str, type[Any]], ...] = (("person", Person), ("office", Office), ("institution", Institution))


class PresenterRow(RowForm):
    """Who handed it over, in which office of that day."""

    telling: tuple[str, ...] = ("person", "office")
    person = searched_field("person", gettext_lazy("Person"), help_text="")
    office = searched_field("office", gettext_lazy("Office of that day"), help_text="")

    def arrange(self) -> None:
        """Find what the viewer sees."""
        offer_searched(self, self.viewer)


class RecipientRow(PresenterRow):
    """Who received it: a person, in which office of that day, or an institution."""

    telling = ("person", "office", "institution")
    institution = searched_field("institution", gettext_lazy("Institution"), help_text="")


def _line(value: PresenterValue | RecipientValue, viewer: Viewer) -> SafeString:
    said = []
    for name, model in _NAMED:
        if key := getattr(value, name, None):
            found = viewer.known(model, key)
            said.append(link_to(found, viewer) if found else format_html("{}", _("a record that was deleted")))
    return format_html(", ".join("{}" for _one in said), *said)


def load_named(values: list[Any], viewer: Viewer) -> None:
    """Load whom and what presenters and recipients are, for printing them."""
    for name, model in _NAMED:
        viewer.load(model, [key for value in values if (key := getattr(value, name, None))])


def _keys(cleaned: dict[str, Any], *names: str) -> dict[str, int | None]:
    return {name: cleaned[name].pk if cleaned[name] is not None else None for name in names}


PRESENTERS = RowList(
    name="presenters",
    label=gettext_lazy("Handed over by"),
    row_label=gettext_lazy("Presenter"),
    help_text=gettext_lazy("Who handed it over there; often somebody else than who signed it."),
    more=gettext_lazy("One more presenter"),
    form=PresenterRow,
    look="linked",
    read=lambda honour: [row.as_value() for row in honour.presenters.all()],
    start=vars,
    make=lambda cleaned, place: PresenterValue(**_keys(cleaned, "person", "office")),
    line=_line,
    revive=lambda stored: PresenterValue(**stored),
    load=load_named,
)

RECIPIENTS = RowList(
    name="recipients",
    label=gettext_lazy("Recipients"),
    row_label=gettext_lazy("Recipient"),
    help_text=gettext_lazy(
        "A person, in the office of that day, or an institution. In public only who may be named there is named."
    ),
    more=gettext_lazy("One more recipient"),
    form=RecipientRow,
    look="linked",
    read=lambda honour: [row.as_value() for row in honour.recipients.all()],
    start=vars,
    make=lambda cleaned, place: RecipientValue(**_keys(cleaned, "person", "office", "institution")),
    line=_line,
    revive=lambda stored: RecipientValue(**stored),
    load=load_named,
)
