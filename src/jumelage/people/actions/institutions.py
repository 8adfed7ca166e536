"""Writing institutions and sites."""

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
from jumelage.people.actions.identity import forget_judgements
from jumelage.people.models import Institution, Kind, Predecessor, Site
from jumelage.sources import actions as sources


@transaction.atomic
def add_institution(*, by: Actor, names: Sequence[Name], predecessors: Sequence[Predecessor] = (), **values: Any) -> Institution:
    """Enter an institution with at least one name, and what it came from."""
    shared.check_names(names)
    rules.check_predecessors(None, predecessors)
    rows: dict[str, list[Any]] = {"names": list(names), "predecessors": list(predecessors)}
    return partnerships.enter_shared(Institution(**values), by=by, rows=rows)


@transaction.atomic
def change_institution(
    *,
    by: Actor,
    institution: Institution,
    version: int,
    names: Sequence[Name],
    predecessors: Sequence[Predecessor] | None = None,
    proposal: Proposal | None = None,
    **values: Any,
) -> Institution:
    """Change an institution and replace its names, and its predecessors if they are given; a ring of parts is refused."""
    shared.check_names(names)
    parent = values.get("parent")
    if parent is not None:
        # Two changes at once could close a ring between them: the second waits for the first, then looks again.
        links = {institution.pk, parent.pk, *queries.ancestors(parent)}
        list(Institution.objects.select_for_update().filter(pk__in=links).order_by("pk"))
    above = queries.ancestors(parent) if parent is not None else set()
    rules.check_parent(institution.pk, parent.pk if parent else None, above_parent=above)
    rows: dict[str, list[Any]] = {"names": list(names)}
    if predecessors is not None:
        rules.check_predecessors(institution.pk, predecessors)
        rows["predecessors"] = list(predecessors)
    return partnerships.amend_shared(institution, by=by, version=version, values=values, rows=rows, proposal=proposal)


@transaction.atomic
def delete_institution(*, by: Actor, institution: Institution) -> None:
    """Delete an institution that nothing rests on, with the judgements on it and the evidence about it."""
    members = forget_judgements(institution, kind=Kind.INSTITUTION, by=by)
    sources.forget_evidence(by=by, record=institution)
    partnerships.strike_shared(institution, by=by)
    members.follow()


@transaction.atomic
def add_site(*, by: Actor, names: Sequence[Name] = (), **values: Any) -> Site:
    """Enter a site with a name or a street."""
    rules.check_site(names, values.get("street", ""))
    return partnerships.enter_shared(Site(**values), by=by, rows={"names": list(names)})


@transaction.atomic
def change_site(
    *,
    by: Actor,
    site: Site,
    version: int,
    names: Sequence[Name] | None = None,
    proposal: Proposal | None = None,
    **values: Any,
) -> Site:
    """Change a site, and replace its names if they are given; a ring of rooms is refused."""
    kept = [name.as_value() for name in site.names.all()] if names is None else list(names)
    rules.check_site(kept, values.get("street", site.street))
    within = values.get("within")
    if within is not None:
        # As for the parts of institutions: the second of two changes at once waits for the first.
        list(Site.objects.select_for_update().filter(pk__in={site.pk, within.pk, *queries.sites_around(within)}).order_by("pk"))
        rules.check_within(site.pk, within.pk, above=queries.sites_around(within))
    rows = {} if names is None else {"names": list(names)}
    return partnerships.amend_shared(site, by=by, version=version, values=values, rows=rows, proposal=proposal)


@transaction.atomic
def delete_site(*, by: Actor, site: Site) -> None:
    """Delete a site that nothing rests on, with the evidence about it."""
    sources.forget_evidence(by=by, record=site)
    partnerships.strike_shared(site, by=by)
