"""Rules of partnerships on plain values: the chain of states, decisions on sharing, names."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from jumelage.fields.models import Name
from jumelage.journal.rules import Refusal
from jumelage.partnerships import rules
from jumelage.partnerships.models import SharingValue, State, StateValue
from jumelage.values import LocalText

WHY = LocalText.of(de="Weil es so war.")


def state(name: str, since: str = "", **values: str) -> StateValue:
    """Make a state that lacks nothing."""
    return StateValue(name, since or "2014", reference="Beschluss 1", reason=WHY, **values)


def refused(states: list[StateValue]) -> bool:
    """Say whether a chain is refused, and see that the refusal belongs to the states."""
    try:
        rules.check_states(states)
    except Refusal as refusal:
        return refusal.field == "states"
    return False


FOLLOWS = {
    "exploring": {"active", "ended"},
    "active": {"dormant", "suspended", "ended"},
    "dormant": {"active", "suspended", "ended"},
    "suspended": {"active", "dormant", "ended"},
    "ended": set(),
}


@pytest.mark.parametrize(("first", "second"), list(product(State.values, State.values)))
def test_a_state_follows_another_or_does_not(first: str, second: str) -> None:
    chain = [state("active", "2010"), state("ended", "2014")] if first == "ended" else [state(first)]
    assert refused([*chain, state(second, "2016")]) is (second not in FOLLOWS[first])


@pytest.mark.parametrize("first", State.values)
def test_only_an_end_is_no_beginning(first: str) -> None:
    assert refused([state(first)]) is (first == "ended")


def test_a_state_begins_on_a_date_and_not_in_a_period() -> None:
    assert refused([state("active", "1994-05/..")])
    assert refused([state("active", "../1994-05")])
    assert refused([state("active", "1994-01/1994-03")])
    assert not refused([state("active", "1994-01/1994-03~")])


def test_no_state_at_all_is_no_fault() -> None:
    assert not refused([])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2014", "2016", False),
        ("2016", "2014", True),
        ("2014", "2014", False),
        ("2014-05", "2014", False),  # may be later within the year
        ("2014-05", "2014-04", True),
        ("2014-05-02", "2014-05-01", True),
        ("--05-02", "2010", False),
    ],
)
def test_states_are_in_the_order_of_time_as_far_as_it_is_known(first: str, second: str, expected: bool) -> None:
    assert refused([state("active", first), state("dormant", second)]) is expected


@pytest.mark.parametrize(
    "value",
    [
        StateValue("active", ""),
        StateValue("active", "rubbish"),
        StateValue("married", "2014"),
        StateValue("dormant", "2014"),
        StateValue("suspended", "2014", reason=LocalText()),
    ],
)
def test_a_state_that_lacks_something_is_refused(value: StateValue) -> None:
    assert refused([value])


@pytest.mark.parametrize("reference", ["", "  "])
def test_an_end_needs_a_decision(reference: str) -> None:
    assert refused([state("active"), StateValue("ended", "2020", reference=reference)])
    assert not refused([state("active"), StateValue("ended", "2020", reference="Beschluss 2")])


def test_the_state_on_a_day_is_the_last_that_may_have_begun() -> None:
    chain = [state("active", "1994-05"), state("dormant", "2020"), state("active", "2022-09-01")]
    found = {
        day: rules.state_on(chain, date.fromisoformat(day)) for day in ("1994-04-30", "1994-05-01", "2020-01-01", "2022-09-01")
    }
    assert list(found.values()) == [None, *chain]
    assert rules.state_on([], date(2020, 1, 1)) is None


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (SharingValue(2, open=True, on="2022-10-01", decided_by="Datenschutz"), False),
        (SharingValue(3, open=True, on="2022-10-01", decided_by="Datenschutz"), True),
        (SharingValue(2, open=True, on="2022-10-01", decided_by=" "), True),
        (SharingValue(2, open=True, on="2022-10-01"), True),
    ],
)
def test_a_decision_on_sharing_names_a_side_and_who_took_it(decision: SharingValue, expected: bool) -> None:
    if not expected:
        rules.check_sharing([decision], sides=[1, 2])
        return
    with pytest.raises(Refusal) as caught:
        rules.check_sharing([decision], sides=[1, 2])
    assert caught.value.field == "sharing"


def test_a_record_has_a_name() -> None:
    rules.check_names([Name("Lindenhafen", "de")])
    nothing: list[list[Name]] = [[], [Name("", "de")], [Name(" ", "de"), Name("", "ru")]]
    for names in nothing:
        with pytest.raises(Refusal) as caught:
            rules.check_names(names)
        assert caught.value.field == "names"
