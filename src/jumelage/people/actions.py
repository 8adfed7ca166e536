"""Writing institutions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from jumelage.accounts.actor import Actor
from jumelage.fields.models import Name
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships import rules as shared
from jumelage.partnerships.models import Proposal
from jumelage.people import queries, rules
from jumelage.people.models import Institution


@transaction.atomic
def add_institution(*, by: Actor, names: Sequence[Name], **values: Any) -> Institution:
    """Enter an institution with at least one name."""
    shared.check_names(names)
    return partnerships.enter_shared(Institution(**values), by=by, rows={"names": list(names)})


@transaction.atomic
def change_institution(
    *, by: Actor, institution: Institution, version: int, names: Sequence[Name], proposal: Proposal | None = None, **values: Any
) -> Institution:
    """Change an institution and replace its names; a ring of parts is refused."""
    shared.check_names(names)
    parent = values.get("parent")
    if parent is not None:
        # Two changes at once could close a ring between them: the second waits for the first, then looks again.
        links = {institution.pk, parent.pk, *queries.ancestors(parent)}
        list(Institution.objects.select_for_update().filter(pk__in=links).order_by("pk"))
    above = queries.ancestors(parent) if parent is not None else set()
    rules.check_parent(institution.pk, parent.pk if parent else None, above_parent=above)
    return partnerships.amend_shared(
        institution, by=by, version=version, values=values, rows={"names": list(names)}, proposal=proposal
    )


@transaction.atomic
def delete_institution(*, by: Actor, institution: Institution) -> None:
    """Delete an institution that nothing rests on."""
    partnerships.strike_shared(institution, by=by)
