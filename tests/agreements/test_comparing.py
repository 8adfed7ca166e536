"""What was agreed beside what happened: each kind of term against editions that are invented as plain values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jumelage.agreements.models import Agreement, TermValue
from jumelage.agreements.rules import Occurrence, Outcome, Practice, compare, term_time
from jumelage.values import LocalText

TODAY = date(2020, 6, 1)


def edition(number: int | None, year: int, **values: Any) -> Occurrence:
    """Make an edition of some day in a year."""
    return Occurrence(date(year, 5, 1), f"No. {number}", number, **values)


def outcomes(
    term: TermValue, *held: Occurrence, since: str = "2017-01-01", until: date | None = None, **known: Any
) -> list[Outcome]:
    """Compare a term with editions; *known* is what else is known of the series."""
    return compare(term, Practice(held, **known), since=date.fromisoformat(since), until=until, today=TODAY)


TWO = TermValue("cadence", 2)


def test_a_cadence_is_kept_missed_or_broken_year_by_year() -> None:
    held = (edition(1, 2017), edition(2, 2017), edition(3, 2018), edition(4, 2020))
    assert outcomes(TWO, *held) == [
        Outcome("kept", "2 a year were agreed; in 2017 2 were held."),
        Outcome("deviates", "2 a year were agreed; in 2018 one was held."),
        Outcome("broken", "2 a year were agreed; in 2019 none is documented."),
    ]


def test_years_alike_stand_together_and_only_whole_ones_count() -> None:
    held = [edition(number, 2013 + number) for number in range(1, 8)]
    said = outcomes(TermValue("cadence", 1), *held, since="2015-04-01", until=date(2019, 8, 1))
    assert said == [Outcome("kept", "One a year was agreed; in each of the years 2016–2018 one was held.")]
    assert outcomes(TWO, edition(1, 2020), since="2020-01-01")[0].level == "unknown"


def test_what_is_not_documented_is_not_held_against_anybody() -> None:
    held = (edition(1, 2017), edition(4, 2019))
    said = outcomes(TWO, *held, missing=frozenset({2, 3}))
    assert [(one.level, one.sentence) for one in said] == [
        ("unknown", "2 a year were agreed; in 2017 one was held. Not every number is documented here."),
        ("unknown", "2 a year were agreed; in 2018 none is documented. Not every number is documented here."),
        ("unknown", "2 a year were agreed; in 2019 one was held. Not every number is documented here."),
    ]
    assert [one.level for one in outcomes(TWO, *held, untold=frozenset({2018}))] == ["deviates", "unknown", "deviates"]


def test_after_the_last_edition_nothing_is_known() -> None:
    said = outcomes(TWO, edition(1, 2017), edition(2, 2017))
    words = "2 a year were agreed; in each of the years 2018–2019 none is documented. Nothing later is documented here."
    assert said[1:] == [Outcome("unknown", words)]


def test_a_rest_explains_what_is_missing() -> None:
    said = outcomes(TWO, edition(1, 2018), rested=frozenset({2019}))
    assert said[-1] == Outcome("deviates", "2 a year were agreed; in 2019 none is documented. The partnership rested.")


@pytest.mark.parametrize(
    ("hosts", "two", "levels", "words"),
    [
        ([(1, 1), (2, 2), (3, 1)], True, ["kept"], "as far as it is documented here, they did"),
        ([(1, 1), (2, 1)], True, ["deviates"], "No. 1 and No. 2 were both held in Stadt 1"),
        ([(1, 1), (3, 1)], True, ["kept"], "they did"),
        ([(1, 1), (14, 1)], True, ["deviates"], "between No. 1 and No. 14"),
        ([(14, 1), (18, 2)], True, ["deviates"], "between No. 14 and No. 18"),
        ([(14, 1), (18, 2)], False, ["kept"], "they did"),
        ([(1, 1), (2, None)], True, ["unknown"], "Too few editions"),
        ([(1, 1), (2, 1), (3, 1)], True, ["deviates", "deviates"], "No. 1 and No. 2"),
    ],
)
def test_turns_are_compared_by_hosts_and_numbers(hosts: list[Any], two: bool, levels: list[str], words: str) -> None:
    held = [edition(number, 2000 + number, side=side, host=f"Stadt {side}") for number, side in hosts]
    said = outcomes(TermValue("alternation"), *held, since="2000-01-01", two=two)
    assert ([one.level for one in said], words in said[0].sentence) == (levels, True)


def test_sizes_of_delegations_are_compared_one_by_one() -> None:
    held = (edition(1, 2017, sizes=(5,)), edition(2, 2018, sizes=(6, 5)), edition(3, 2019))
    assert outcomes(TermValue("delegation_size", 5), *held) == [
        Outcome("deviates", "5 for each side were agreed; in No. 2 6 came."),
        Outcome("kept", "2 delegations were of the size agreed."),
    ]
    assert outcomes(TermValue("delegation_size", 5), edition(1, 2017))[0].level == "unknown"


def test_civil_society_was_there_or_is_not_documented() -> None:
    held = (edition(1, 2017, civil_society=True), edition(2, 2018, civil_society=False), edition(3, 2019))
    assert outcomes(TermValue("ngo_participation"), *held) == [
        Outcome("deviates", "Civil society was to take part; in No. 2 nobody from there is documented."),
        Outcome("kept", "Civil society took part in one edition."),
    ]
    assert outcomes(TermValue("ngo_participation"), held[2])[0].level == "unknown"


@pytest.mark.parametrize("kind", ["cadence", "alternation", "delegation_size", "ngo_participation"])
def test_editions_outside_its_time_are_not_compared(kind: str) -> None:
    said = outcomes(TermValue(kind, 1), edition(1, 2016), edition(2, 2019), until=date(2018, 12, 31))
    assert said == [Outcome("unknown", "No edition of this time is documented here.")]


def test_words_are_compared_with_nothing() -> None:
    assert outcomes(TermValue("other", text=LocalText.of(de="Man hilft einander.")), edition(1, 2018)) == []


@pytest.mark.parametrize(
    ("signed", "in_force", "valid", "time"),
    [
        ("2006-06", "", "", (date(2006, 6, 1), None)),
        ("2006-06", "2007/2012", "", (date(2007, 1, 1), date(2012, 12, 31))),
        ("2006-06", "2007/2012", "2008/..", (date(2008, 1, 1), None)),
        ("", "", "", (None, None)),
    ],
)
def test_a_term_holds_for_its_own_time_or_for_its_agreements(signed: str, in_force: str, valid: str, time: Any) -> None:
    agreement = Agreement(signed_on=signed, in_force=in_force)
    assert term_time(agreement, TermValue("cadence", 2, valid=valid)) == time
