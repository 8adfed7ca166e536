"""Judgements on identity: clusters follow from them and come apart again; nothing is ever pointed elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from jumelage.accounts.actor import NOBODY, Role
from jumelage.journal.models import Address, Row
from jumelage.journal.rules import NotPermitted, Refusal, StaleRecord
from jumelage.partnerships.models import Side
from jumelage.people import actions, queries
from jumelage.people.models import BasisValue, Institution, Judgement, Person
from tests.factories import world as make
from tests.factories.world import BY

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides() -> list[Side]:
    """A side at home and one abroad, with sharing open."""
    return make.sides_of(make.bare_partnership("DE", "KZ"))


@pytest.fixture(params=["person", "institution"])
def four(request: pytest.FixtureRequest) -> list[Any]:
    """Four records of a kind, in the order of their keys."""
    if request.param == "person":
        return [make.person() for _ in range(4)]
    city = make.city()
    return [make.institution(city=city) for _ in range(4)]


def heads(records: list[Any]) -> list[int | None]:
    """Return for each record the place in the list of its cluster's head, ``None`` where it is its own."""
    stored = [type(record).objects.get(pk=record.pk) for record in records]
    return [records.index(one.cluster) if one.cluster else None for one in stored]


def judge(first: Any, second: Any, verdict: str = "same") -> Judgement:
    """Judge two records as the installation."""
    return actions.judge(by=BY, first=first, second=second, verdict=verdict)


def test_two_that_are_the_same_stand_under_the_first_of_them(four: list[Any]) -> None:
    made = judge(four[2], four[1])
    assert heads(four) == [None, None, 1, None]
    assert [made.first_id, made.second_id] == sorted(record.public_id for record in four[1:3])
    assert made.kind_of == four[0].kind()
    for record in four[1:3]:
        assert queries.cluster_of(type(record), record.pk) == {four[1].pk, four[2].pk}
    assert queries.cluster_of(type(four[0]), four[0].pk) == {four[0].pk}


def test_a_record_that_is_gone_is_a_cluster_of_its_own() -> None:
    assert queries.cluster_of(Person, 999_999) == {999_999}


def test_a_judgement_that_is_withdrawn_splits_again(four: list[Any]) -> None:
    made = judge(four[0], four[3])
    public_id = made.public_id
    actions.withdraw_judgement(by=BY, judgement=made)
    assert heads(four) == [None] * 4
    assert (Judgement.objects.count(), Address.objects.get(pk=public_id).state) == (0, "gone")


def test_a_chain_joins_under_one_head_and_breaks_where_a_link_is_taken_out(four: list[Any]) -> None:
    first, second, third, fourth = four
    judge(third, fourth)
    link = judge(second, third)
    assert heads(four) == [None, None, 1, 1]
    judge(first, second)
    assert heads(four) == [None, 0, 0, 0]
    actions.withdraw_judgement(by=BY, judgement=link)
    assert heads(four) == [None, 0, None, 2]


def test_a_new_verdict_on_the_same_two_replaces_the_old_one(four: list[Any]) -> None:
    first, second, *_others = four
    made = judge(first, second)
    again = actions.judge(by=BY, first=second, second=first, verdict="unsure", reason=" Anderer Vorname. ")
    assert (again.pk, again.version, again.verdict, again.reason) == (made.pk, 2, "unsure", "Anderer Vorname.")
    assert (Judgement.objects.count(), heads(four)) == (1, [None] * 4)
    judge(first, second)
    assert heads(four) == [None, 0, None, None]


def test_what_is_different_never_comes_together_through_a_third(four: list[Any]) -> None:
    first, second, third, _fourth = four
    judge(first, second, "different")
    judge(second, third)
    assert heads(four) == [None, None, 1, None]
    late = judge(first, third)
    assert heads(four) == [None, None, 1, None]
    assert late.verdict == "same"


def test_a_difference_found_later_splits_what_a_third_had_joined(four: list[Any]) -> None:
    first, second, third, _fourth = four
    judge(first, third)
    judge(second, third)
    assert heads(four) == [None, 0, 0, None]
    apart = judge(first, second, "different")
    assert heads(four) == [None, None, 0, None]
    actions.withdraw_judgement(by=BY, judgement=apart)
    assert heads(four) == [None, 0, 0, None]


def test_a_verdict_is_changed_on_its_record_and_the_pair_stays(four: list[Any]) -> None:
    made = judge(four[0], four[1])
    changed = actions.change_judgement(by=BY, judgement=made, version=1, verdict="different", reason="Zwei Schwestern.")
    assert (changed.verdict, changed.reason, heads(four)) == ("different", "Zwei Schwestern.", [None] * 4)
    with pytest.raises(StaleRecord):
        actions.change_judgement(by=BY, judgement=made, version=1, verdict="same")
    with pytest.raises(ValueError, match="first_id"):
        actions.change_judgement(by=BY, judgement=changed, version=2, first_id="x")
    with pytest.raises(Refusal) as caught:
        actions.change_judgement(by=BY, judgement=changed, version=2, verdict="perhaps")
    assert caught.value.field == "verdict"


def test_a_cluster_is_no_change_of_its_records(four: list[Any]) -> None:
    before = {record.pk: Row.objects.filter(record_id=record.public_id).count() for record in four}
    made = judge(four[0], four[1])
    for record in four:
        stored = type(record).objects.get(pk=record.pk)
        assert (stored.version, stored.modified_at) == (record.version, record.modified_at)
        assert Row.objects.filter(record_id=record.public_id).count() == before[record.pk]
    row = Row.objects.get(record_id=made.public_id)
    assert (row.verb, row.actor_id, row.changed) == ("add", "test", ["first_id", "kind_of", "second_id", "verdict"])


def test_offices_and_appointments_keep_pointing_at_the_record_as_recorded(four: list[Any]) -> None:
    first, second, *_others = four
    if isinstance(first, Person):
        held = make.appointment(second, make.office(institution=make.institution(city=make.city())))
        judge(first, second)
        held.refresh_from_db()
        assert held.person == second
    else:
        office = make.office(institution=second)
        judge(first, second)
        office.refresh_from_db()
        assert office.institution == second


def test_a_member_that_is_deleted_leaves_the_others_as_their_judgements_say(four: list[Any]) -> None:
    first, second, third, fourth = four
    delete = actions.delete_person if isinstance(first, Person) else actions.delete_institution
    kind = first.kind()
    for one, other in ((first, second), (second, third), (third, fourth)):
        judge(one, other)
    delete(by=BY, **{kind: first})
    assert heads(four[1:]) == [None, 0, 0]
    delete(by=BY, **{kind: third})
    assert heads([second, fourth]) == [None, None]
    assert not Judgement.objects.exists()


def test_deleting_is_refused_before_a_judgement_is_touched(sides: list[Side], four: list[Any]) -> None:
    judge(four[0], four[1])
    delete = actions.delete_person if isinstance(four[0], Person) else actions.delete_institution
    with pytest.raises(NotPermitted):
        delete(by=make.actor(sides[0]), **{four[0].kind(): four[0]})
    assert (Judgement.objects.count(), heads(four)) == (1, [None, 0, None, None])


# ── Refusals and rights ──────────────────────────────────────────────────────────────────────────────────────────────


def test_what_cannot_be_judged_is_refused(four: list[Any]) -> None:
    with pytest.raises(Refusal):
        judge(four[0], four[0])
    other: Any = make.institution(city=make.city()) if isinstance(four[0], Person) else make.person()
    with pytest.raises(Refusal):
        judge(four[0], other)
    with pytest.raises(Refusal) as caught:
        judge(four[0], four[1], "perhaps")
    assert caught.value.field == "verdict"
    assert not Judgement.objects.exists()


def test_the_database_keeps_one_judgement_a_pair_and_none_of_one() -> None:
    made = judge(make.person(), make.person())
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.filter(pk=made.pk).update(second_id=made.first_id)
    copy = Judgement(public_id="zzzzzzzz", kind_of="person", first_id=made.first_id, second_id=made.second_id, verdict="same")
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_only_coordinators_judge_and_only_whom_they_see(sides: list[Side]) -> None:
    known, also = make.person(introduced_by=sides[0]), make.person(introduced_by=sides[0])
    hidden = make.person(sides=[sides[1]])
    by = make.actor(sides[0])
    for first, second in ((known, hidden), (hidden, known)):
        with pytest.raises(NotPermitted):
            actions.judge(by=by, first=first, second=second, verdict="same")
    for other in (make.actor(sides[0], Role.EDITOR), make.actor(sides[0], Role.READER), make.actor(sides[1]), NOBODY):
        with pytest.raises(NotPermitted):
            actions.judge(by=other, first=known, second=also, verdict="same")
    made = actions.judge(by=by, first=known, second=also, verdict="same")
    assert (made.introduced_by, Judgement.objects.get()) == (sides[0], made)


def test_a_verdict_of_one_side_is_changed_and_withdrawn_by_that_side(sides: list[Side]) -> None:
    first, second = (make.person(sides=sides, introduced_by=sides[0]) for _ in range(2))
    made = actions.judge(by=make.actor(sides[0]), first=first, second=second, verdict="same")
    other = make.actor(sides[1])
    attempts = [
        lambda: actions.judge(by=other, first=first, second=second, verdict="different"),
        lambda: actions.change_judgement(by=other, judgement=made, version=1, verdict="different"),
        lambda: actions.withdraw_judgement(by=other, judgement=made),
    ]
    for attempt in attempts:
        with pytest.raises(NotPermitted):
            attempt()
    assert Judgement.objects.get().verdict == "same"
    assert heads([first, second]) == [None, 0]


@translation.override("en")
def test_nobody_lends_a_basis_by_judging_what_another_side_looks_after(sides: list[Side]) -> None:
    own, theirs = (make.person(sides=sides, introduced_by=side) for side in sides)
    public = actions.change_person(by=BY, person=theirs, version=1, bases=[BasisValue("public_office")])
    nobodys = make.person(sides=sides)
    by = make.actor(sides[0])
    for first, second in ((own, public), (public, own), (own, nobodys)):
        for verdict in ("same", "different", "unsure"):
            with pytest.raises(NotPermitted, match="Ask the coordinator"):
                actions.judge(by=by, first=first, second=second, verdict=verdict)
    assert not Judgement.objects.exists()
    made = actions.judge(by=BY, first=own, second=public, verdict="unsure", introduced_by=sides[0])
    with pytest.raises(NotPermitted, match="Ask the coordinator"):
        actions.change_judgement(by=by, judgement=made, version=1, verdict="same")
    told = actions.change_judgement(by=by, judgement=made, version=1, verdict="unsure", reason="Anderer Vorname.")
    assert (told.reason, told.verdict, heads([own, public])) == ("Anderer Vorname.", "unsure", [None, None])
    assert actions.change_judgement(by=BY, judgement=told, version=2, verdict="same").verdict == "same"


def test_institutions_of_another_side_are_not_judged_either(sides: list[Side]) -> None:
    own, theirs = (make.institution(city=side.city, introduced_by=side) for side in sides)
    with pytest.raises(NotPermitted):
        actions.judge(by=make.actor(sides[0]), first=own, second=theirs, verdict="same")
    assert actions.judge(by=BY, first=own, second=theirs, verdict="same").verdict == "same"


def test_a_judgement_is_seen_with_both_of_its_records(sides: list[Side]) -> None:
    first, second = make.person(sides=[sides[0]]), make.person(sides=sides)
    public = [make.person(bases=[BasisValue("public_office")]) for _ in range(2)]
    apart = judge(first, second, "different")
    of_public = judge(*public)
    of_institutions = judge(make.institution(city=make.city()), make.institution(city=make.city()))
    everything = {apart, of_public, of_institutions}
    assert set(queries.visible_judgements(BY)) == set(queries.visible_judgements(make.actor(sides[0], Role.READER))) == everything
    assert set(queries.visible_judgements(make.actor(sides[1]))) == everything - {apart}
    assert not queries.visible_judgements(NOBODY).exists()
    assert set(queries.judgements_on(first)) == {apart}


def test_who_is_known_under_one_record_is_known_under_all_of_the_same(sides: list[Side]) -> None:
    first, second = make.person(sides=[sides[0]]), make.person(sides=[sides[1]])
    visible = [set(queries.visible_persons(make.actor(side))) for side in sides]
    assert visible == [{first}, {second}]
    made = judge(first, second)
    assert [set(queries.visible_persons(make.actor(side))) for side in sides] == [{first, second}] * 2
    actions.withdraw_judgement(by=BY, judgement=made)
    assert [set(queries.visible_persons(make.actor(side))) for side in sides] == [{first}, {second}]


def test_institutions_of_one_cluster_are_found_once() -> None:
    city = make.city()
    first, second = make.institution(city=city), make.institution(city=city)
    assert queries.institutions_named(BY, " SOZIALAMT ") == [first, second]
    judge(second, first)
    assert queries.institutions_named(BY, "Sozialamt") == [first]
    assert queries.institutions_named(BY, "Sozial") == queries.institutions_named(NOBODY, "Sozialamt") == []
    assert Institution.objects.count() == 2
