"""What agreements are called on the desk, and which of them may be named to a viewer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jumelage.agreements.models import Agreement
from jumelage.agreements.queries import visible_to
from jumelage.desk.records.titles import Title, Viewer, plain_title, text_title, title_of
from jumelage.fields.display import print_date


def seen_agreements(viewer: Viewer) -> dict[int, Agreement]:
    """Return the agreements that may be named to a viewer, by their keys; there are few, and they are asked for once."""
    found: dict[int, Agreement] = viewer.remember("agreements", lambda: {one.pk: one for one in visible_to(viewer.actor)})
    return found


@title_of.register
def _agreement(record: Agreement, viewer: Viewer) -> Title:
    if record.pk not in seen_agreements(viewer):
        return plain_title(_("an agreement that you may not see"))
    title = text_title(record.title, viewer.language)
    return title + plain_title(f", {print_date(record.signed_on, viewer.language)}") if record.signed_on else title
