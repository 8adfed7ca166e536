"""Who was present at an item, as rows of its form: one choice among the people and the delegations of the edition."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jumelage.desk.records.printing import link_to
from jumelage.desk.records.rows import RowForm, RowList
from jumelage.desk.records.titles import Viewer, title_of, with_titles
from jumelage.languages import folded
from jumelage.programme.models import PresenceStatus, PresenceValue
from jumelage.seminars.models import Delegation, Participation
from jumelage.seminars.queries import visible_delegations, visible_participations

#: How a row tells a delegation from a person: by the first letter of what is sent.
_LETTERS = {Participation: "p", Delegation: "d"}


def who_choices(edition_id: int, viewer: Viewer) -> list[Any]:
    """Return the delegations and people of an edition for a choice, the delegations first; loaded once for a viewer."""
    return viewer.remember(("who", edition_id), lambda: _load_choices(edition_id, viewer))


def _load_choices(edition_id: int, viewer: Viewer) -> list[Any]:
    groups = ((_("Delegations"), Delegation, visible_delegations), (_("People"), Participation, visible_participations))
    choices: list[Any] = [("", "—")]
    for heading, model, visible in groups:
        found = with_titles(visible(viewer.actor).filter(edition=edition_id))
        options = [(f"{_LETTERS[model]}{one.pk}", str(title_of(one, viewer))) for one in found]
        if options:
            choices.append((heading, sorted(options, key=lambda option: folded(option[1]))))
    return choices


class PresenceRow(RowForm):
    """Somebody, or a whole delegation, and as what."""

    telling = ("who",)
    who = forms.ChoiceField(label=gettext_lazy("Person or delegation"))
    status = forms.ChoiceField(label=gettext_lazy("As"), choices=PresenceStatus.choices, initial=PresenceStatus.PRESENT)

    def arrange(self) -> None:
        """Offer who belongs to the edition, and who stands there already."""
        field: Any = self.fields["who"]
        choices = who_choices(self.record.edition_id, self.viewer)
        kept = self.initial.get("who")
        known = {value for _heading, options in choices[1:] for value, _label in options}
        field.choices = choices if not kept or kept in known else [*choices, (kept, _("somebody that you may not see"))]


def _start(value: PresenceValue) -> dict[str, Any]:
    who = f"p{value.participation}" if value.participation else f"d{value.delegation}"
    return {"who": who, "status": value.status}


def _make(cleaned: dict[str, Any], place: int) -> PresenceValue:
    kind, key = cleaned["who"][0], int(cleaned["who"][1:])
    return PresenceValue(
        participation=key if kind == "p" else None, delegation=key if kind == "d" else None, status=cleaned["status"]
    )


def _load(values: list[PresenceValue], viewer: Viewer) -> None:
    viewer.load(Participation, [value.participation for value in values if value.participation])
    viewer.load(Delegation, [value.delegation for value in values if value.delegation])


def _line(value: PresenceValue, viewer: Viewer) -> SafeString:
    model, key = (Participation, value.participation) if value.participation else (Delegation, value.delegation)
    found = viewer.known(model, key or 0)
    who = link_to(found, viewer) if found else _("a record that was deleted")
    if value.status == PresenceStatus.PRESENT:
        return format_html("{}", who)
    return format_html('{} <span class="desk-aside">({})</span>', who, PresenceStatus(value.status).label)


PRESENCES = RowList(
    name="presences",
    label=gettext_lazy("Who was present"),
    row_label=gettext_lazy("Presence"),
    help_text=gettext_lazy(
        "People and whole delegations of this edition. Whoever came unnamed is counted under “people present”."
    ),
    more=gettext_lazy("One more row"),
    form=PresenceRow,
    look="linked",
    read=lambda item: [row.as_value() for row in item.presences.all()],
    start=_start,
    make=_make,
    line=_line,
    revive=lambda stored: PresenceValue(**stored),
    load=_load,
)
