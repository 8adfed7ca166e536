"""What the rules find in loaded values: numbers against dates, heads, sizes, gaps; no database."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from jumelage.journal.rules import Refusal
from jumelage.seminars import rules
from jumelage.seminars.models import Delegation, Edition, GapValue, Participation, Series
from jumelage.seminars.rules import Finding
from jumelage.values import LocalText, PartialDate


def edition(number: int | None, dates: str = "", *, note: str = "", public_id: str = "") -> Edition:
    """Make an edition in memory."""
    return Edition(number=number, dates=dates, numbers_note=LocalText.of(de=note), public_id=public_id or f"e{number}")


def member(**values: Any) -> Participation:
    """Make a member of a delegation in memory."""
    return Participation(**values)


HEAD = {"function": "head"}


@pytest.mark.parametrize(
    ("own", "others", "beside"),
    [
        ((2, "2015"), [(1, "2014"), (3, "2016")], []),
        ((2, "2017"), [(1, "2014"), (3, "2016")], [3]),
        ((2, "2013"), [(1, "2014"), (3, "2016")], [1]),
        ((2, "2013"), [(3, "2012"), (1, "2014")], [1, 3]),
        ((2, "2014"), [(1, "2014-09")], []),  # may lie after it
        ((2, "2014-01/2014-10"), [(1, "2014-09")], []),  # they overlap
        ((2, "2014-08-30"), [(1, "2014-09-01/2014-09-05")], [1]),
        ((2, ""), [(1, "2014"), (3, "2012")], []),
        ((None, "2010"), [(1, "2014")], []),
        ((2, "2010"), [(None, "2014")], []),
        ((2, "../2010"), [(1, "2014")], [1]),
        ((1, "2014"), [(2, "../2010")], [2]),
        ((2, "2010/.."), [(1, "2014")], []),  # nobody knows the end
    ],
)
def test_numbers_follow_dates(own: Any, others: Any, beside: list[int]) -> None:
    with translation.override("en"):
        found = rules.findings(edition(*own), others=[edition(*other) for other in others], delegations=[])
    if not beside:
        assert found == []
        return
    (finding,) = found
    assert (finding.level, finding.about) == ("warning", f"e{own[0]}")
    assert f"(beside {', '.join(map(str, beside))})" in finding.sentence


@pytest.mark.parametrize(("own", "other"), [("Verlegt.", ""), ("", "Verlegt.")])
def test_a_note_on_the_number_silences_the_order(own: str, other: str) -> None:
    first, second = edition(1, "2016", note=other), edition(2, "2014", note=own)
    assert rules.findings(second, others=[first], delegations=[]) == []


@pytest.mark.parametrize(
    ("values", "members", "found"),
    [
        ({}, [HEAD], []),
        ({}, [], [("warning", "head")]),
        ({}, [{**HEAD, "state": "absent"}], [("warning", "head")]),
        ({}, [{"function": "deputy_head"}], [("warning", "head")]),
        ({"planned_size": 5, "size": 5}, [HEAD], []),
        ({"planned_size": 5, "size": 6}, [HEAD], [("warning", "6")]),
        ({"planned_size": 5, "size": 6, "size_exception": "Dolmetscherin"}, [HEAD], []),
        ({"planned_size": 5, "size": 6, "size_exception": "  "}, [HEAD], [("warning", "6")]),
        ({"planned_size": 1}, [HEAD, {}], [("warning", "2")]),  # more are written down than were planned
        ({"planned_size": 5, "size": 4}, [HEAD], []),
        ({"size": 1}, [HEAD, {}], [("error", "2")]),
        ({"size": 1}, [HEAD, {"state": "absent"}, {"kind_of": "mentioned"}], []),
        ({"size": 0}, [], [("warning", "head")]),
        ({"size": 1, "planned_size": 1}, [HEAD, {"kind_of": "interpreter"}, {"kind_of": "press"}], []),
    ],
)
def test_what_is_found_in_a_delegation(
    values: dict[str, Any], members: list[dict[str, Any]], found: list[tuple[str, str]]
) -> None:
    delegation = Delegation(public_id="delegate", **values)
    listed = rules.findings(edition(1), others=[], delegations=[(delegation, [member(**given) for given in members])])
    assert [finding.level for finding in listed] == [level for level, _word in found]
    assert {finding.about for finding in listed} <= {"delegate"}
    for finding, (_level, word) in zip(listed, found, strict=True):
        assert word in finding.sentence or word == "head"
        assert finding.sentence.endswith(".")


def test_findings_of_several_delegations_stand_in_their_order() -> None:
    first, second = Delegation(public_id="first"), Delegation(public_id="second")
    found = rules.findings(edition(1), others=[], delegations=[(first, []), (second, [])])
    assert [finding.about for finding in found] == ["first", "second"]
    assert found[0] == Finding("warning", found[0].sentence, "first")


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        ("", "", True),
        ("2019-06-16/2019-06-18", "", True),
        ("2019-06-16/2019-06-18", "2019-06-19/2019-06-21", False),
        ("2019-06-16/2019-06-18", "2019-06-18/2019-06-21", False),  # the day of handing over belongs to both
        ("../2019-06-18", "2019-06-18/..", False),
        ("2019-06-16/2019-06-18", "2019-06-18", False),
        ("2019-06-18", "2019-06-18", True),
        ("2019-06-16/2019-06-19", "2019-06-18/2019-06-21", True),
        ("../2019-06-18", "2019-06-19/..", False),
        ("../2019-06-18", "../2019-06-17", True),
        ("2019-06", "2019-06-19/..", True),  # may overlap
    ],
)
@pytest.mark.parametrize("function", ["head", "deputy_head"])
@pytest.mark.parametrize("other", [{"function": "the other"}, {"function": ""}, {**HEAD, "state": "absent"}])
def test_a_delegation_has_one_head_and_one_deputy_at_a_time(
    first: str, second: str, refused: bool, other: dict[str, Any], function: str
) -> None:
    heads = [member(function=function, function_valid=first), member(function=function, function_valid=second)]
    if other["function"] == "the other":
        other = {"function": "head" if function == "deputy_head" else "deputy_head"}
    for members in (heads, heads[::-1]):
        if refused:
            with pytest.raises(Refusal) as caught:
                rules.check_function([member(**other), *members])
            assert caught.value.field == "function"
        else:
            rules.check_function([member(**other), *members])
    rules.check_function([heads[0], member(**other)])


@pytest.mark.parametrize(
    ("size", "members", "refused"),
    [
        (None, [{}] * 9, False),
        (2, [{}, {}], False),
        (2, [{}, {}, {}], True),
        (2, [{}, {}, {"state": "absent"}, {"kind_of": "mentioned"}], False),
        (2, [{}, {}, *({"kind_of": kind} for kind in ("interpreter", "staff", "press", "accompanying"))], False),
        (2, [{}, {}, {"kind_of": "expert"}], True),
        (2, [{}, {}, {"state": "unknown"}], True),
        (0, [], False),
    ],
)
def test_no_more_are_named_than_came(size: int | None, members: list[dict[str, Any]], refused: bool) -> None:
    listed = [member(**given) for given in members]
    if not refused:
        rules.check_size(size, listed)
        return
    with pytest.raises(Refusal) as caught:
        rules.check_size(size, listed)
    assert (caught.value.field, "3" in str(caught.value), "2" in str(caught.value)) == ("size", True, True)


@pytest.mark.parametrize(
    ("gaps", "numbers", "refused"),
    [
        ([(3, "cancelled"), (7, "unknown")], {1, 2, 5}, False),
        ([(9, "cancelled")], {1, 2, 5}, False),  # beyond the last one
        ([(5, "not_documented")], {1, 2, 5}, True),
        ([(3, "cancelled"), (3, "unknown")], {1}, True),
        ([(0, "unknown")], set(), True),
        ([], {1}, False),
    ],
)
def test_a_gap_note_is_on_a_number_that_is_missing(gaps: list[tuple[int, str]], numbers: set[int], refused: bool) -> None:
    values = [GapValue(*gap) for gap in gaps]
    if not refused:
        rules.check_gaps(values, numbers=numbers)
        return
    with pytest.raises(Refusal) as caught:
        rules.check_gaps(values, numbers=numbers)
    assert caught.value.field == "gaps"


@pytest.mark.parametrize(
    ("state", "first_planned", "was_postponed", "refused"),
    [
        ("postponed", "2020", False, False),
        ("held", "2020", False, True),
        ("cancelled", "2020", False, True),
        ("idea", "2020", False, True),
        ("held", "2020", True, False),
        ("held", None, False, False),
        ("postponed", None, False, False),
    ],
)
def test_only_what_was_postponed_was_planned_before(state: str, first_planned: Any, was_postponed: bool, refused: bool) -> None:
    dates = PartialDate.parse(first_planned) if first_planned else None
    values: dict[str, Any] = {"state": state, "first_planned": dates, "was_postponed": was_postponed}
    if not refused:
        rules.check_first_planned(**values)
        return
    with pytest.raises(Refusal) as caught:
        rules.check_first_planned(**values)
    assert caught.value.field == "first_planned"


@pytest.mark.parametrize(
    ("series", "predecessor", "before", "refused"),
    [
        ((1, 9), None, set(), False),
        ((1, 9), (2, 9), {3}, False),
        ((None, 9), (2, 9), {3}, False),
        ((1, 9), (2, 8), set(), True),
        ((1, 9), (1, 9), set(), True),
        ((1, 9), (2, 9), {3, 1}, True),
    ],
)
def test_a_series_comes_after_another_of_its_partnership(series: Any, predecessor: Any, before: set[int], refused: bool) -> None:
    own, other = (Series(pk=pair[0], partnership_id=pair[1]) if pair else None for pair in (series, predecessor))
    assert own is not None
    if not refused:
        rules.check_predecessor(own, other, before=before)
        return
    with pytest.raises(Refusal) as caught:
        rules.check_predecessor(own, other, before=before)
    assert caught.value.field == "predecessor"


@pytest.mark.parametrize(
    ("owner", "visibility", "series_owner", "series_visibility", "expected"),
    [
        (None, "both_sides", None, "both_sides", {1: True, 2: True}),
        (None, "internal", None, "internal", {1: True, 2: True}),  # what belongs to both is shown to both
        (1, "both_sides", None, "both_sides", {1: False, 2: True}),
        (1, "internal", None, "both_sides", {1: False}),
        (1, "public", 1, "internal", {1: False}),  # its series is not seen
        (1, "public", 1, "public", {1: False, 2: True}),
    ],
)
def test_the_sides_that_see_an_edition_know_of_its_people(
    owner: int | None, visibility: str, series_owner: int | None, series_visibility: str, expected: dict[int, bool]
) -> None:
    series = Series(owner_side_id=series_owner, visibility=series_visibility)
    seen = Edition(series=series, owner_side_id=owner, visibility=visibility)
    assert rules.sides_that_know(seen, [1, 2]) == expected
