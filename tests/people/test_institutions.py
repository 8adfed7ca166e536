"""Institutions: their names over time, what they are part of, and that no ring of parts comes about."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jumelage.accounts.actor import NOBODY, Role
from jumelage.fields.models import Name
from jumelage.fields.names import name_on
from jumelage.journal.models import Address, Row
from jumelage.journal.rules import NotPermitted, Refusal, StaleRecord
from jumelage.partnerships.actions import propose_change
from jumelage.partnerships.models import Proposal
from jumelage.people import actions, queries, rules
from jumelage.people.models import Institution, Predecessor, Succession
from jumelage.values import PartialDate
from tests.factories import world as make
from tests.factories.world import BY

NAMES = [Name("Sozialamt", "de", valid="../2016"), Name("Amt für Soziales", "de", valid="2016/..")]


def an_institution(**values: object) -> Institution:
    """Enter an institution with two names over time."""
    return actions.add_institution(by=BY, names=NAMES, **values)


@pytest.mark.parametrize(
    ("institution", "parent", "above", "ring"),
    [
        (None, 1, set(), False),
        (1, None, set(), False),
        (1, 2, {3}, False),
        (1, 1, set(), True),
        (1, 2, {1}, True),
        (1, 2, {3, 1}, True),
    ],
)
def test_nothing_is_part_of_itself(institution: int | None, parent: int | None, above: set[int], ring: bool) -> None:
    if not ring:
        rules.check_parent(institution, parent, above_parent=above)
        return
    with pytest.raises(Refusal) as caught:
        rules.check_parent(institution, parent, above_parent=above)
    assert caught.value.field == "parent"


@pytest.mark.django_db
def test_an_institution_is_entered_with_its_names() -> None:
    side = make.sides_of(make.bare_partnership())[0]
    by = make.actor(side)
    city = make.city()
    made = actions.add_institution(
        by=by, names=NAMES, city=city, kind_of="agency", level="city", founded=PartialDate.parse("1991"), legal_form="AöR"
    )
    stored = Institution.objects.get()
    assert [name.as_value() for name in stored.names.all()] == NAMES
    assert (stored.city, stored.kind_of, stored.level, stored.introduced_by) == (city, "agency", "city", side)
    assert (stored.founded_earliest, stored.founded_latest) == (date(1991, 1, 1), date(1991, 12, 31))
    assert [name_on(stored.names.all(), "de", day).text for day in (date(2014, 1, 1), date(2017, 1, 1))] == [  # type: ignore[union-attr]
        "Sozialamt",
        "Amt für Soziales",
    ]
    row = Row.objects.get(record_id=made.public_id)
    assert (row.verb, row.actor_id, row.record_type) == ("add", by.id, "people.institution")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"names": []}, "names"),
        ({"names": [Name("", "de")]}, "names"),
        ({"kind_of": "circus"}, "kind_of"),
        ({"level": "galaxy"}, "level"),
        ({"website": "javascript:alert(1)"}, "website"),
    ],
)
def test_what_is_wrong_is_said_by_its_field(values: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as caught:
        actions.add_institution(by=BY, **{"names": NAMES} | values)  # type: ignore[arg-type]
    assert caught.value.field == field
    kept = an_institution()
    with pytest.raises(Refusal) as caught:
        actions.change_institution(by=BY, institution=kept, version=1, **{"names": NAMES} | values)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert Institution.objects.get().version == 1


@pytest.mark.django_db
def test_a_ring_of_parts_is_refused_however_long() -> None:
    top = an_institution()
    middle = an_institution(parent=top)
    bottom = an_institution(parent=middle)
    assert queries.ancestors(bottom) == {middle.pk, top.pk}
    for parent in (bottom, middle, top):
        with pytest.raises(Refusal) as caught:
            actions.change_institution(by=BY, institution=top, version=1, names=NAMES, parent=parent)
        assert caught.value.field == "parent"
    moved = actions.change_institution(by=BY, institution=bottom, version=1, names=NAMES, parent=top)
    assert moved.parent == top
    assert actions.change_institution(by=BY, institution=moved, version=2, names=NAMES, parent=None).parent is None


@pytest.mark.django_db
def test_a_parent_loaded_long_ago_hides_no_ring() -> None:
    above, below = an_institution(), an_institution()
    old = Institution.objects.select_related("parent").get(pk=below.pk)
    actions.change_institution(by=BY, institution=below, version=1, names=NAMES, parent=above)
    with pytest.raises(Refusal):
        actions.change_institution(by=BY, institution=above, version=1, names=NAMES, parent=old)


@pytest.mark.django_db
def test_the_database_refuses_what_is_part_of_itself() -> None:
    made = an_institution()
    with pytest.raises(IntegrityError), transaction.atomic():
        Institution.objects.filter(pk=made.pk).update(parent=made.pk)


@pytest.mark.django_db
def test_a_ring_in_the_database_stops_nobody_for_ever() -> None:
    first, second = an_institution(), an_institution()
    Institution.objects.filter(pk=first.pk).update(parent=second)
    Institution.objects.filter(pk=second.pk).update(parent=first)
    assert queries.ancestors(first) == {first.pk, second.pk}


@pytest.mark.django_db
def test_only_the_side_that_looks_after_it_changes_and_deletes_it() -> None:
    first, second = make.sides_of(make.bare_partnership())
    kept = an_institution(introduced_by=first)
    for by in (make.actor(second), make.actor(first, Role.READER), NOBODY):
        with pytest.raises(NotPermitted):
            actions.change_institution(by=by, institution=kept, version=1, names=NAMES, level="state")
        with pytest.raises(NotPermitted):
            actions.delete_institution(by=by, institution=kept)
    proposal = propose_change(
        by=make.actor(second), about=kept, version=1, data={"level": ["state"]}, changes=[{"field": "level"}]
    )
    by = make.actor(first)
    changed = actions.change_institution(by=by, institution=kept, version=1, names=NAMES, level="state", proposal=proposal)
    assert (changed.level, Proposal.objects.get().state) == ("state", "accepted")
    with pytest.raises(StaleRecord):
        actions.change_institution(by=by, institution=kept, version=1, names=NAMES, level="city")
    actions.delete_institution(by=by, institution=changed)
    assert not Institution.objects.exists()


@pytest.mark.django_db
def test_what_has_parts_is_not_deleted() -> None:
    top = an_institution()
    part = an_institution(parent=top)
    with pytest.raises(Refusal):
        actions.delete_institution(by=BY, institution=top)
    assert Address.objects.get(pk=top.public_id).state == "live"
    actions.delete_institution(by=BY, institution=part)
    actions.delete_institution(by=BY, institution=top)
    assert not Institution.objects.exists()


@pytest.mark.django_db
def test_everybody_with_a_role_sees_all_of_them_and_nobody_else_any() -> None:
    an_institution()
    shut = make.sides_of(make.bare_partnership("DE", "KZ", open_from=None))[1]
    assert queries.visible_to(make.actor(shut, Role.READER)).count() == 1
    assert queries.visible_to(BY).count() == 1
    assert not queries.visible_to(NOBODY).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 8])
def test_names_are_loaded_in_as_many_queries_however_many_there_are(number: int) -> None:
    for _ in range(number):
        an_institution(city=make.city(), parent=an_institution())
    with CaptureQueriesContext(connection) as asked:
        for found in queries.with_names(Institution.objects.filter(parent__isnull=False)):
            assert [str(found), str(found.city), str(found.parent)] == ["Sozialamt", "Lindenhafen", "Sozialamt"]
    assert len(asked) == 6


# ── What it came from ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_an_institution_is_entered_with_what_it_came_from() -> None:
    first, second = an_institution(), an_institution()
    came_from = [Predecessor(second.pk, "merged", "2016-09"), Predecessor(first.pk)]
    made = an_institution(predecessors=came_from)
    assert [row.as_value() for row in made.predecessors.all()] == came_from
    assert [row.successor for row in first.successors.all()] == [made]
    assert "predecessors" in Row.objects.get(record_id=made.public_id).changed
    kept = actions.change_institution(by=BY, institution=made, version=1, names=NAMES, level="city")
    assert kept.predecessors.count() == 2
    changed = actions.change_institution(by=BY, institution=kept, version=2, names=NAMES, predecessors=[Predecessor(first.pk)])
    assert [row.as_value() for row in changed.predecessors.all()] == [Predecessor(first.pk)]
    assert Row.objects.filter(record_id=made.public_id).last().changed == ["predecessors"]  # type: ignore[union-attr]
    with pytest.raises(Refusal):
        actions.delete_institution(by=BY, institution=first)
    emptied = actions.change_institution(by=BY, institution=changed, version=3, names=NAMES, predecessors=[])
    assert not emptied.predecessors.exists()
    actions.delete_institution(by=BY, institution=first)


@pytest.mark.django_db
def test_what_an_institution_cannot_come_from_is_refused() -> None:
    first, made = an_institution(), an_institution()
    wrong = [
        [Predecessor(made.pk)],
        [Predecessor(first.pk), Predecessor(first.pk, "split")],
        [Predecessor(999_999)],
        [Predecessor(first.pk, "eaten")],
        [Predecessor(first.pk, on="gestern")],
    ]
    for predecessors in wrong:
        with pytest.raises(Refusal) as caught:
            actions.change_institution(by=BY, institution=made, version=1, names=NAMES, predecessors=predecessors)
        assert caught.value.field == "predecessors"
    assert (Succession.objects.count(), Institution.objects.get(pk=made.pk).version) == (0, 1)
    row = Succession.objects.create(successor=made, predecessor=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.filter(pk=row.pk).update(predecessor=made)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("founded", "dissolved", "refused"),
    [("1991", "1990", True), ("1991-05", "1991", False), ("1991", "", False), ("", "1990", False), ("1991/..", "1990", True)],
)
def test_an_institution_is_founded_before_it_is_dissolved(founded: str, dissolved: str, refused: bool) -> None:
    if refused:
        with pytest.raises(Refusal):
            an_institution(founded=founded, dissolved=dissolved)
        return
    made = an_institution(founded=founded, dissolved=dissolved)
    assert (str(made.founded or ""), str(made.dissolved or "")) == (founded, dissolved)
