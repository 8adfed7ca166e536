"""What a source may tell of: the fields and lists of a kind of record, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jumelage.desk.records.printing import link_to
from jumelage.desk.records.screen import Screen
from jumelage.desk.records.titles import Viewer
from jumelage.sources.models import Source

#: Fields of a form that say who looks after a record, and nothing that a source could tell.
_NO_FACTS = frozenset({"introduced_by", "owner_side", "visibility", "bases", "partnership"})


def field_words(screen: Screen) -> dict[str, str]:
    """Return the fields and lists of a kind of which a source may tell, each with its words, in the order of the form."""
    form = screen.form
    if form is None:
        return {}
    known = {name: capfirst(str(field.label)) for name, field in form.base_fields.items() if field.label}
    known |= {listed.name: str(listed.label) for listed in form.row_lists}
    order = form.arrangement
    names = sorted(known, key=lambda name: order.index(name) if name in order else len(order))
    return {name: known[name] for name in names if name not in _NO_FACTS and name not in form.only_new and _is_kept(screen, name)}


def _is_kept(screen: Screen, name: str) -> bool:
    """Say whether the record keeps something under this name, so that a source can be cited for it."""
    try:
        return bool(screen.model._meta.get_field(name))
    except FieldDoesNotExist:
        return False


def field_word(screen: Screen, name: str) -> str:
    """Return the words for what a piece of evidence is about; an empty *name* means the record as a whole."""
    if not name:
        return _("the whole record")
    return field_words(screen).get(name.partition(".")[0], name)


def print_cited(stored: Mapping[str, Any], screen: Screen, viewer: Viewer) -> SafeString:
    """Print what the journal keeps of a piece of evidence: what it is about, and its source where it may be shown."""
    source = Source.objects.filter(public_id=stored.get("source", "")).first()
    shown = link_to(source, viewer) if source else _("a source that was deleted")
    return format_html("{}: {}", field_word(screen, str(stored.get("field", ""))), shown)
