"""Writing what editions are linked with (events, theme years, projects), and job shadowings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.actor import Actor
from jumelage.fields.models import Name
from jumelage.journal import actions as journal
from jumelage.journal.rules import Refusal, require
from jumelage.partnerships import actions as shared
from jumelage.partnerships import rules as partnerships
from jumelage.partnerships.models import Partnership, SharedRecord
from jumelage.people import actions as people
from jumelage.people.models import Institution
from jumelage.seminars import rules
from jumelage.seminars.actions.introducing import check_persons, introduce
from jumelage.seminars.actions.series import require_writing
from jumelage.seminars.models import ExternalEvent, FrameworkInitiative, JobShadowing, Project
from jumelage.sources import actions as sources

SharedT = TypeVar("SharedT", bound=SharedRecord)

_PERSONS = ("person", "mentor")


@transaction.atomic
def add_event(*, by: Actor, names: Sequence[Name], **values: Any) -> ExternalEvent:
    """Enter an event of others with at least one name."""
    partnerships.check_names(names)
    return shared.enter_shared(ExternalEvent(**values), by=by, rows={"names": list(names)})


@transaction.atomic
def change_event(*, by: Actor, event: ExternalEvent, version: int, names: Sequence[Name], **values: Any) -> ExternalEvent:
    """Change an event of others and replace its names."""
    return _amend(event, by=by, version=version, names=names, values=values)


@transaction.atomic
def delete_event(*, by: Actor, event: ExternalEvent) -> None:
    """Delete an event that no edition is linked with."""
    sources.forget_evidence(by=by, record=event)
    shared.strike_shared(event, by=by)


@transaction.atomic
def add_initiative(*, by: Actor, names: Sequence[Name], **values: Any) -> FrameworkInitiative:
    """Enter a theme year or programme with at least one name."""
    partnerships.check_names(names)
    return shared.enter_shared(FrameworkInitiative(**values), by=by, rows={"names": list(names)})


@transaction.atomic
def change_initiative(
    *, by: Actor, initiative: FrameworkInitiative, version: int, names: Sequence[Name], **values: Any
) -> FrameworkInitiative:
    """Change a theme year or programme and replace its names."""
    return _amend(initiative, by=by, version=version, names=names, values=values)


@transaction.atomic
def delete_initiative(*, by: Actor, initiative: FrameworkInitiative) -> None:
    """Delete a theme year or programme; editions that stood under it lose the link."""
    sources.forget_evidence(by=by, record=initiative)
    shared.strike_shared(initiative, by=by)


@transaction.atomic
def add_project(*, by: Actor, names: Sequence[Name], **values: Any) -> Project:
    """Enter a project with at least one title; its ``cities`` and ``institutions`` may be among the *values*."""
    partnerships.check_names(names)
    lists = rules.take_lists(values, ("cities", "institutions"))
    return shared.enter_shared(Project(**values), by=by, rows={"names": list(names), **lists})


@transaction.atomic
def change_project(*, by: Actor, project: Project, version: int, names: Sequence[Name], **values: Any) -> Project:
    """Change a project and replace its titles, and its ``cities`` and ``institutions`` if they are given."""
    return _amend(project, by=by, version=version, names=names, values=values)


def _amend(record: SharedT, *, by: Actor, version: int, names: Sequence[Name], values: dict[str, Any]) -> SharedT:
    """Change a record and replace its names; the ``proposal`` that is answered by it may be among the *values*."""
    partnerships.check_names(names)
    rows = {"names": list(names), **rules.take_lists(values, ("cities", "institutions"))}
    proposal = values.pop("proposal", None)
    return shared.amend_shared(record, by=by, version=version, values=values, rows=rows, proposal=proposal)


@transaction.atomic
def delete_project(*, by: Actor, project: Project) -> None:
    """Delete a project that no edition is linked with."""
    sources.forget_evidence(by=by, record=project)
    shared.strike_shared(project, by=by)


@transaction.atomic
def add_job_shadowing(*, by: Actor, partnership: Partnership, hosted_by: Institution, **values: Any) -> JobShadowing:
    """Enter that somebody worked beside colleagues of the other side; the sides that see it know of the people."""
    lists = rules.take_lists(values, ("topics",))
    job_shadowing = JobShadowing(partnership=partnership, hosted_by=hosted_by, **values)
    require_writing(by=by, partnership=partnership, owner_side=job_shadowing.owner_side)
    _check_series(job_shadowing)
    check_persons(by=by, persons=[(name, values.get(name)) for name in _PERSONS])
    made = journal.enter(job_shadowing, by=by, rows=lists)
    introduce(by=by, record=made, persons=[made.person, made.mentor])
    return made


@transaction.atomic
def change_job_shadowing(*, by: Actor, job_shadowing: JobShadowing, version: int, **values: Any) -> JobShadowing:
    """Change a job shadowing, and replace its ``topics`` if they are given."""
    require(
        rules.may_change_job_shadowing(by, job_shadowing),
        _("Only coordinators of the side that this job shadowing belongs to may change it."),
    )
    if values.get("partnership", job_shadowing.partnership) != job_shadowing.partnership:
        raise Refusal(_("A job shadowing stays with its partnership. Enter it anew for another."), field="partnership")
    if "owner_side" in values:
        require_writing(by=by, partnership=job_shadowing.partnership, owner_side=values["owner_side"])
    new = [(name, values.get(name)) for name in _PERSONS if values.get(name) != getattr(job_shadowing, name)]
    check_persons(by=by, persons=new)
    rows = rules.take_lists(values, ("topics",))
    changed = journal.amend(job_shadowing, by=by, version=version, values=values, rows=rows)
    _check_series(changed)
    introduce(by=by, record=changed, persons=[changed.person, changed.mentor])
    return changed


@transaction.atomic
def delete_job_shadowing(*, by: Actor, job_shadowing: JobShadowing) -> None:
    """Delete a job shadowing; the people stay, and are no longer known by it."""
    require(
        rules.may_change_job_shadowing(by, job_shadowing),
        _("Only coordinators of the side that this job shadowing belongs to may delete it."),
    )
    sources.forget_evidence(by=by, record=job_shadowing)
    people.forget_because(by=by, because=job_shadowing.public_id)
    shared.strike_unused(job_shadowing, by=by)


def _check_series(job_shadowing: JobShadowing) -> None:
    series = job_shadowing.series
    if series is None:
        return
    if series.partnership_id != job_shadowing.partnership_id:
        raise Refusal(_("This series belongs to another partnership. Choose one of this partnership."), field="series")
    rules.check_owner(series_owner=series.owner_side_id, owner=job_shadowing.owner_side_id)
