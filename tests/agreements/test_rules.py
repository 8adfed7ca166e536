"""What is decided about agreements without a database: refusals, and the order in which they came."""

from __future__ import annotations

from typing import Any

import pytest

from jumelage.agreements import rules
from jumelage.agreements.models import Agreement, PartyValue, SignatureValue, TermValue
from jumelage.journal.rules import Refusal
from jumelage.values import LocalText


def agreement(pk: int | None = None, **values: Any) -> Agreement:
    """Make an agreement of the partnership 1, unless told otherwise."""
    return Agreement(pk=pk, **{"partnership_id": 1, **values})


def refusal(act: Any) -> tuple[str | None, str]:
    """Return the field and the sentence of what is refused."""
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.field, str(caught.value)


@pytest.mark.parametrize(
    ("signed", "in_force", "sentence"),
    [
        ("1991-08-28", "1991", "“1991” alone does not say from when to when"),
        ("", "1991-08", "“1991-08” alone"),
        ("1991-08-28", "1980/1990", "ends before it was signed"),
        ("1991-08", "../1991-07-31", "ends before it was signed"),
    ],
)
def test_a_time_in_force_is_from_to_and_not_over_at_signing(signed: str, in_force: str, sentence: str) -> None:
    field, said = refusal(lambda: rules.check_time(agreement(signed_on=signed, in_force=in_force)))
    assert (field, sentence in said) == ("in_force", True)


@pytest.mark.parametrize(
    ("signed", "in_force"),
    [("1991-08-28", ""), ("1991-08-28", "1991/.."), ("1991-08-28", "1990/1991-08"), ("", "1991/2001"), ("1991", "../1991-02")],
)
def test_a_time_in_force_that_may_be_right_is_left_alone(signed: str, in_force: str) -> None:
    rules.check_time(agreement(signed_on=signed, in_force=in_force))


@pytest.mark.parametrize("field", ["based_on", "supersedes"])
@pytest.mark.parametrize(
    ("other", "above", "sentence"),
    [
        ({"pk": 2, "partnership_id": 9}, (), "belongs to another partnership"),
        ({"pk": 1}, (), "itself"),
        ({"pk": 2}, (3, 1), "itself"),
        ({"pk": 2, "signed_on": "2001"}, (), "signed after it"),
    ],
)
def test_what_an_agreement_rests_on_is_another_earlier_one(
    field: str, other: dict[str, Any], above: tuple[int, ...], sentence: str
) -> None:
    row = agreement(1, signed_on="2000-05", **{field: agreement(**other)})
    at, said = refusal(lambda: rules.check_link(row, field=field, above=above))
    assert (at, sentence in said) == (field, True)


@pytest.mark.parametrize(("mine", "its"), [("2000", "2000"), ("2000-05-01", "2000"), ("", "2001"), ("2000", "")])
def test_what_may_have_come_before_is_not_refused(mine: str, its: str) -> None:
    row = agreement(1, signed_on=mine, based_on=agreement(2, signed_on=its))
    rules.check_link(row, field="based_on", above=())
    rules.check_link(row, field="supersedes", above=())


@pytest.mark.parametrize(
    ("parties", "sentence"),
    [
        ([PartyValue()], "a side or an institution"),
        ([PartyValue(side=1), PartyValue(side=1)], "twice"),
        ([PartyValue(side=7)], "does not belong to the partnership"),
    ],
)
def test_parties_are_somebody_once_and_of_the_partnership(parties: list[PartyValue], sentence: str) -> None:
    field, said = refusal(lambda: rules.check_parties(parties, sides={1, 2}))
    assert (field, sentence in said) == ("parties", True)


@pytest.mark.parametrize(
    ("signatures", "sentence"),
    [
        ([SignatureValue(words=" ")], "Somebody signed"),
        ([SignatureValue(side=1)], "Somebody signed"),
        ([SignatureValue(person=4), SignatureValue(person=4, office=5)], "signs twice"),
        ([SignatureValue(person=4, side=7)], "does not belong to the partnership"),
    ],
)
def test_signatures_are_somebodys_once_and_for_a_side(signatures: list[SignatureValue], sentence: str) -> None:
    field, said = refusal(lambda: rules.check_signatures(signatures, sides={1, 2}))
    assert (field, sentence in said) == ("signatures", True)


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ([TermValue("other")], "told in words"),
        ([TermValue("cadence", 2), TermValue("cadence", 1)], "same kind hold at the same time"),
    ],
)
def test_terms_say_something_once(terms: list[TermValue], sentence: str) -> None:
    field, said = refusal(lambda: rules.check_terms(terms))
    assert (field, sentence in said) == ("terms", True)


def test_terms_may_follow_each_other_and_stand_beside_others() -> None:
    words = LocalText.of(de="Über Arbeit wird gesprochen.")
    rules.check_terms([TermValue("cadence", 2, valid="2006/2012"), TermValue("cadence", 1, valid="2012/..")])
    rules.check_terms([TermValue("other", text=words), TermValue("other", text=words), TermValue("alternation")])


def test_agreements_stand_in_the_order_of_time() -> None:
    first, later = agreement(5, signed_on="1990-11"), agreement(2, signed_on="2006-06")
    in_force = agreement(4, in_force="1999/..")
    undated = agreement(1, based_on_id=5)
    unknown = agreement(3)
    assert rules.in_order([unknown, undated, in_force, later, first]) == [first, undated, in_force, later, unknown]


@pytest.mark.parametrize(
    ("owner", "visibility", "known"),
    [
        (None, "internal", {1: True, 2: True}),
        (1, "internal", {1: False}),
        (1, "both_sides", {1: False, 2: True}),
        (2, "public", {1: True, 2: False}),
    ],
)
def test_the_sides_that_see_an_agreement_know_who_signed(owner: int | None, visibility: str, known: dict[int, bool]) -> None:
    row = agreement(1, owner_side_id=owner, visibility=visibility)
    assert rules.sides_that_know(row, [1, 2]) == known
