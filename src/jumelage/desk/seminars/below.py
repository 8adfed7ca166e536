"""What stands below an edition or one of its parts: counted on its screen, and named before it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.desk.records.printing import print_list
from jumelage.desk.records.titles import Viewer
from jumelage.programme import queries as programme
from jumelage.programme.models import Contribution, ProgrammeItem, Statement, Visit
from jumelage.seminars import queries, rules
from jumelage.seminars.models import (
    Delegation,
    Edition,
    EditionPart,
    ExternalPublication,
    FocusTopic,
    Objective,
    Participation,
)

#: The kinds of parts in the order in which an edition shows them, each with what may be seen of it.
PARTS: tuple[tuple[type[EditionPart], Callable[[Actor], QuerySet[Any]]], ...] = (
    (Objective, queries.visible_objectives),
    (FocusTopic, queries.visible_focus_topics),
    (Delegation, queries.visible_delegations),
    (Participation, queries.visible_participations),
    (ProgrammeItem, programme.visible_items),
    (Visit, programme.visible_visits),
    (Contribution, programme.visible_contributions),
    (Statement, programme.visible_statements),
    (ExternalPublication, queries.visible_publications),
)


def count_parts(edition: Edition, actor: Actor) -> Counter[str]:
    """Count the parts of an edition that *actor* may see, by their kind; two queries."""
    there = list(queries.visible_participations(actor).filter(edition=edition).order_by().values_list("pk", flat=True))
    by_speakers: dict[type[EditionPart], QuerySet[Any]] = {
        Participation: Participation.objects.filter(pk__in=there),
        Contribution: programme.visible_contributions(actor, there),
        Statement: programme.visible_statements(actor, there),
    }
    listed = [
        (by_speakers[model] if model in by_speakers else visible(actor))
        .filter(edition=edition)
        .order_by()
        .annotate(of_kind=Value(model.kind(), output_field=CharField()))
        .values_list("of_kind", "pk")
        for model, visible in PARTS
    ]
    return Counter(kind for kind, _key in listed[0].union(*listed[1:], all=True))


def print_counts(edition: Edition, viewer: Viewer) -> SafeString:
    """Return a line for each kind of part: how many there are, the way to their list, and to the form of a new one."""
    counts = count_parts(edition, viewer.actor)
    may_add = rules.may_change_edition(viewer.actor, edition)
    return print_list(_line(model, edition, counts[model.kind()], may_add) for model, _visible in PARTS)


def _line(model: type[EditionPart], edition: Edition, count: int, may_add: bool) -> SafeString:
    asked = f"?edition={edition.public_id}"
    name = capfirst(str(model._meta.verbose_name_plural))
    shown = format_html(
        '<a class="desk-link" href="{}{}">{}</a>: {}', reverse("desk:list", args=[model.kind()]), asked, name, count
    )
    if not may_add:
        return shown
    words = _("%(kind)s: add") % {"kind": name}
    address = reverse("desk:add", args=[model.kind()])
    link = format_html('<a class="desk-link" href="{}{}" aria-label="{}">{}</a>', address, asked, words, _("add"))
    return format_html("{} · {}", shown, link)


def falling(record: Edition | EditionPart) -> list[str]:
    """Return a sentence on what is deleted with an edition or a part, counted by kind; none where nothing is."""
    fallen = {(type(found), found.pk) for found in queries.falling_with(record)[1:]}
    counts = Counter(model for model, _key in fallen)
    listed = ", ".join(f"{model._meta.verbose_name_plural} ({counts[model]})" for model, _visible in PARTS if model in counts)
    return [_("What stands below it goes too: %(list)s.") % {"list": listed}] if listed else []
