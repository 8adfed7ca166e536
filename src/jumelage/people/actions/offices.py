"""Writing offices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from jumelage.accounts.actor import Actor
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships import rules as shared
from jumelage.partnerships.models import Proposal
from jumelage.people import queries, rules
from jumelage.people.models import Institution, Office, OfficeTitleValue
from jumelage.sources import actions as sources


@transaction.atomic
def add_office(*, by: Actor, institution: Institution, titles: Sequence[OfficeTitleValue], **values: Any) -> Office:
    """Enter an office in an institution with at least one title."""
    shared.check_names(titles)
    return partnerships.enter_shared(Office(institution=institution, **values), by=by, rows={"names": list(titles)})


@transaction.atomic
def change_office(
    *,
    by: Actor,
    office: Office,
    version: int,
    titles: Sequence[OfficeTitleValue] | None = None,
    proposal: Proposal | None = None,
    **values: Any,
) -> Office:
    """Change an office, and replace its titles if they are given.

    A ring of deputies is refused, and that one person holds it at a time where two held it at once.
    """
    if titles is not None:
        shared.check_names(titles)
    head = values.get("deputy_of")
    if head is not None:
        # As for the parts of institutions: the second of two changes at once waits for the first.
        list(Office.objects.select_for_update().filter(pk__in={office.pk, head.pk, *queries.heads_above(head)}).order_by("pk"))
        rules.check_office(office.pk, head.pk, above=queries.heads_above(head))
    rows = {} if titles is None else {"names": list(titles)}
    becomes_single = values.get("single_holder") and not office.single_holder
    changed = partnerships.amend_shared(office, by=by, version=version, values=values, rows=rows, proposal=proposal)
    if becomes_single:
        rules.check_single(queries.holders_of(changed))
    return changed


@transaction.atomic
def delete_office(*, by: Actor, office: Office) -> None:
    """Delete an office that nothing rests on, with the evidence about it."""
    sources.forget_evidence(by=by, record=office)
    partnerships.strike_shared(office, by=by)
