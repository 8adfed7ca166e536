"""Writing contributions and statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from jumelage.accounts.actor import Actor
from jumelage.journal import actions as journal
from jumelage.partnerships.models import Topic
from jumelage.people.models import Person
from jumelage.programme import queries, rules
from jumelage.programme.actions.parts import delete_part, require_right
from jumelage.programme.models import Contribution, ProgrammeItem, Statement
from jumelage.seminars.actions import amend_part, check_persons, enter_part, follow_naming, introduce
from jumelage.seminars.models import Edition


@transaction.atomic
def add_contribution(*, by: Actor, edition: Edition, topics: Sequence[Topic] = (), **values: Any) -> Contribution:
    """Enter who spoke at an item; who stood there is entered as present at it (of a message, who read it)."""
    contribution = Contribution(edition=edition, **values)
    require_right(contribution, by=by)
    check_persons(by=by, persons=[("on_behalf_of_person", contribution.on_behalf_of_person)])
    rules.check_speaker(contribution)
    made = enter_part(contribution, by=by, rows={"topics": list(topics)})
    _follow_contribution(made, by=by)
    return made


@transaction.atomic
def change_contribution(
    *, by: Actor, contribution: Contribution, version: int, topics: Sequence[Topic] | None = None, **values: Any
) -> Contribution:
    """Change a contribution, and replace its topics if they are given; who spoke is entered as present."""
    require_right(contribution, by=by)
    wanted = rules.as_wanted(contribution, values)
    if wanted.on_behalf_of_person != contribution.on_behalf_of_person:
        check_persons(by=by, persons=[("on_behalf_of_person", wanted.on_behalf_of_person)])
    rules.check_speaker(wanted)
    rows = None if topics is None else {"topics": list(topics)}
    before = contribution.on_behalf_of_person
    changed = amend_part(contribution, by=by, version=version, values=values, rows=rows)
    _follow_contribution(changed, by=by, before=[before])
    return changed


@transaction.atomic
def delete_contribution(*, by: Actor, contribution: Contribution) -> None:
    """Delete a contribution; who spoke stays entered as present, and statements made in it stay, without it."""
    edition, person = contribution.edition, contribution.on_behalf_of_person
    delete_part(contribution, by=by)
    _follow_naming(edition, [person], by=by)


def _follow_contribution(contribution: Contribution, *, by: Actor, before: Iterable[Person | None] = ()) -> None:
    """Enter who spoke as present, and write down what the contribution says of the person in whose name it was.

    *before* is in whose name it was until now.
    """
    _enter_presence(contribution, by=by)
    edition, person = contribution.edition, contribution.on_behalf_of_person
    introduce(by=by, record=edition, persons=[person], because=contribution.public_id)
    _follow_naming(edition, [person, *before], by=by)


def _follow_naming(edition: Edition, persons: Iterable[Person | None], *, by: Actor) -> None:
    follow_naming(by=by, edition=edition, persons=persons, besides=queries.public_holders(edition))


def _enter_presence(contribution: Contribution, *, by: Actor) -> None:
    """Write who spoke among those present at the item, where nobody could have been in two places by it."""
    speaker = rules.speaks(contribution)
    if speaker is None:
        return
    programme = queries.programme_of(contribution.edition, by)
    item = next(one for one in programme.items if one.pk == contribution.item_id)
    before = queries.presences_of(item)
    field = "speaker" if speaker == contribution.speaker else "read_by"
    rules.check_not_absent(speaker, before, field=field, shown=programme.shown)
    presences = rules.with_speaker(speaker, before, programme.people)
    if presences == before:
        return
    rules.check_no_overlap(programme.held(item, presences), programme.others(item), field=field, shown=programme.shown)
    current = ProgrammeItem.objects.get(pk=item.pk)
    journal.amend(current, by=by, version=current.version, values={}, rows={"presences": presences})


@transaction.atomic
def add_statement(*, by: Actor, edition: Edition, **values: Any) -> Statement:
    """Enter what somebody said; it is no fact of the record, and shown in public once it is approved.

    What was said in a contribution was said by its speaker at its item, where nothing else is entered.
    """
    statement = Statement(edition=edition, **values)
    require_right(statement, by=by)
    if statement.contribution is not None:
        statement.item = statement.item or statement.contribution.item
        if statement.speaker is None and statement.delegation is None:
            statement.speaker = statement.contribution.speaker
    check_persons(by=by, persons=[("about_person", statement.about_person)])
    rules.check_statement(statement)
    made = enter_part(statement, by=by)
    introduce(by=by, record=edition, persons=[made.about_person], because=made.public_id)
    return made


@transaction.atomic
def change_statement(*, by: Actor, statement: Statement, version: int, **values: Any) -> Statement:
    """Change a statement; other words have to be approved again, in this change or later."""
    require_right(statement, by=by)
    wanted = rules.as_wanted(statement, values)
    if wanted.about_person != statement.about_person:
        check_persons(by=by, persons=[("about_person", wanted.about_person)])
    rules.check_statement(wanted)
    changed = amend_part(statement, by=by, version=version, values=rules.with_approval(statement, values))
    introduce(by=by, record=changed.edition, persons=[changed.about_person], because=changed.public_id)
    return changed


@transaction.atomic
def delete_statement(*, by: Actor, statement: Statement) -> None:
    """Delete a statement."""
    delete_part(statement, by=by)
