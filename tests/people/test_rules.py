"""What is decided about people without a database: offices on a day, names, sorting, bases, clusters, and refusals."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.fields.models import Name
from jumelage.fields.names import ShownName
from jumelage.journal.rules import Refusal
from jumelage.people import rules
from jumelage.people.models import (
    BasisValue,
    Counterpart,
    OfficeTitle,
    OfficeTitleValue,
    PersonName,
    PersonNameValue,
    PersonTitle,
    Predecessor,
    PublicationBasis,
    TitleValue,
)
from jumelage.values import PartialDate

TODAY = date(2026, 11, 22)
DAY = date(2014, 11, 25)


def dates(*texts: str) -> list[PartialDate]:
    """Read dates."""
    return [PartialDate.parse(text) for text in texts]


def period(text: str) -> PartialDate | None:
    """Read a date, or none."""
    return PartialDate.parse(text) if text else None


# ── Who held an office on a day ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("held", "seen", "answer"),
    [
        ("", [], "possibly"),
        ("", ["2014-11-25"], "certainly"),
        ("", ["2014-11-23/2014-11-27"], "certainly"),
        ("", ["2014-11"], "possibly"),
        ("", ["2014"], "possibly"),
        ("", ["2014-11-24"], "possibly"),
        ("", ["2014-11-25~"], "possibly"),
        ("", ["2011-10-01", "2014-11-25"], "certainly"),
        ("", ["2011-10-01", "2017-06-01"], "possibly"),
        ("2003/2019", [], "certainly"),
        ("2003/..", [], "certainly"),
        ("2003/", [], "possibly"),
        ("2014/2019", [], "possibly"),
        ("2014/2019", ["2014-11-23/2014-11-27"], "certainly"),
        ("2014", [], "possibly"),
        ("2014", ["2014-11-25"], "certainly"),
        ("2003~/2019", [], "possibly"),
        ("2003/2013", [], "not"),
        ("2003/2013", ["2014-11-25"], "not"),
        ("2015/..", [], "not"),
        ("../2014-10", [], "not"),
        ("../2014-12", [], "certainly"),
        ("--11-25", [], "possibly"),
        ("--11-26", [], "not"),
    ],
)
def test_an_office_is_held_certainly_possibly_or_not(held: str, seen: list[str], answer: str) -> None:
    assert rules.holds_on(period(held), dates(*seen), DAY) == answer


days = st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 1, 1))
periods = st.one_of(
    st.none(),
    st.tuples(days, days).map(lambda pair: PartialDate.between(min(pair), max(pair))),
    days.map(lambda day: PartialDate.parse(f"{day}/..")),
    days.map(lambda day: PartialDate.parse(f"../{day}")),
    st.integers(1990, 2030).map(lambda year: PartialDate.parse(str(year))),
    st.tuples(st.integers(1990, 2010), st.integers(2011, 2030)).map(lambda pair: PartialDate.parse(f"{pair[0]}/{pair[1]}")),
    st.integers(1990, 2030).map(lambda year: PartialDate.parse(f"{year}~/..")),
)


@given(periods, st.lists(periods.filter(bool), max_size=3), days)
def test_observations_only_ever_make_what_is_possible_certain(held: Any, seen: list[PartialDate], day: date) -> None:
    without, answer = rules.holds_on(held, [], day), rules.holds_on(held, seen, day)
    assert answer in {"certainly": ("certainly",), "not": ("not",), "possibly": ("possibly", "certainly")}[without]
    if held is None:
        assert without == "possibly"


@given(periods, st.lists(periods.filter(bool), max_size=3), days)
def test_certain_times_are_the_days_on_which_it_holds_with_certainty(held: Any, seen: list[PartialDate], day: date) -> None:
    inside = any(first <= day <= last for first, last in rules.certain_spans(held, seen))
    assert inside == (rules.holds_on(held, seen, day) == "certainly")


def holder(person: int, held: str, *seen: str) -> rules.Holder:
    """Describe somebody who holds an office."""
    return rules.Holder(person, rules.certain_spans(period(held), dates(*seen)))


@pytest.mark.parametrize(
    ("mine", "other", "refused"),
    [
        (holder(1, "2003/2019"), holder(2, "2010/2015"), True),
        (holder(1, "2003/2019"), holder(2, "2018-01-01/.."), True),
        (holder(1, "2003/.."), holder(2, "../2003"), False),
        (holder(1, "2003/.."), holder(2, "../2004"), True),  # certain on both of the days between the years
        (holder(1, "2003/.."), holder(2, "../2005"), True),
        (holder(1, "2003/.."), holder(2, "2019/.."), True),
        (holder(1, "2003/2019"), holder(2, "2019/.."), False),
        (holder(1, "2003-05-01/2019-03-31"), holder(2, "2019-04-01/.."), False),
        (holder(1, "2003-05-01/2019-03-31"), holder(2, "2019-03-31/.."), False),
        (holder(1, "2003-05-01/2019-03-31"), holder(2, "2019-03-30/.."), True),
        (holder(1, "2003/2019"), holder(1, "2010/2015"), False),
        (holder(1, "2003/2019"), holder(2, ""), False),
        (holder(1, "2003/2019"), holder(2, "2010~/2015"), False),
        (holder(1, "2003/2019"), holder(2, "", "2014-11-25"), True),
        (holder(1, "2003/2019"), holder(2, "", "2014"), False),
        (holder(1, "2003/2019"), holder(2, "", "2020-01-01"), False),
        (holder(1, "", "2014-11-25"), holder(2, "", "2014-11-25"), True),
        (holder(1, "", "2014-11-25"), holder(2, "", "2014-11-26"), False),
        (holder(1, "2003-05-01/2019-03-31"), holder(2, "", "2019-03-31"), False),
        (holder(1, "2003-05-01/2003-05-01"), holder(2, "2003-05-01"), True),
    ],
)
def test_two_never_hold_one_office_with_certainty_at_once(mine: rules.Holder, other: rules.Holder, refused: bool) -> None:
    for one, another in ((mine, other), (other, mine)):
        if not refused:
            rules.check_overlap(one, [another])
            rules.check_single([one, another])
            continue
        with pytest.raises(Refusal) as caught:
            rules.check_overlap(one, [holder(9, "1990/1991"), another])
        assert caught.value.field == "held"
        with pytest.raises(Refusal) as caught:
            rules.check_single([holder(9, "1990/1991"), one, another])
        assert caught.value.field == "single_holder"


def test_an_office_that_nobody_holds_is_held_by_one() -> None:
    rules.check_single([])
    rules.check_overlap(holder(1, "2003/.."), [])


# ── Titles of offices ────────────────────────────────────────────────────────────────────────────────────────────────


def titles(*values: OfficeTitleValue) -> list[OfficeTitle]:
    """Make rows of titles, in their order, without a database."""
    return [OfficeTitle.of_value(value, position=place) for place, value in enumerate(values)]


OFFICE = titles(
    OfficeTitleValue("Präsidium", "de", valid="../2016-08-31", feminine="Präsidentin", masculine="Präsident"),
    OfficeTitleValue("Leitung", "de", valid="2016-09-01/..", feminine="Leiterin", masculine="Leiter"),
    OfficeTitleValue("Präs.", "de", "abbr"),
    OfficeTitleValue("президент", "ru"),
)


@pytest.mark.parametrize(
    ("language", "day", "gender", "shown"),
    [
        ("de", date(2014, 11, 25), "f", ("Präsidentin", "de")),
        ("de", date(2014, 11, 25), "m", ("Präsident", "de")),
        ("de", date(2014, 11, 25), "n", ("Präsidium", "de")),
        ("de", date(2014, 11, 25), "", ("Präsidium", "de")),
        ("de", date(2016, 9, 1), "f", ("Leiterin", "de")),
        ("de", None, "m", ("Leiter", "de")),
        ("ru", date(2014, 11, 25), "f", ("президент", "ru")),
        ("en", date(2014, 11, 25), "f", ("Präsidentin", "de")),
    ],
)
def test_an_office_is_called_as_on_the_day_and_by_gender(
    language: str, day: date | None, gender: str, shown: tuple[str, str]
) -> None:
    assert rules.office_title(OFFICE, language, day, gender) == ShownName(*shown, is_fallback=shown[1] != language)
    assert OFFICE[0].value == "Präsidium"


def test_an_office_without_titles_is_called_nothing() -> None:
    assert rules.office_title([], "de", None, "f") is None


# ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Rows(list[Any]):
    """Rows as a relation hands them out."""

    def all(self) -> Rows:
        """Return all rows."""
        return self


class Somebody:
    """A person with names, without a database."""

    public_id = "abcdefgh"

    def __init__(self, *names: PersonNameValue) -> None:
        self.names = Rows(PersonName.of_value(value, position=place) for place, value in enumerate(names))


BORN = PersonNameValue("Karla Lindner", "de", valid="../2015-05-31", family="Lindner")
MARRIED = PersonNameValue("Karla von Ostwede", "de", valid="2015-06-01/..", family="von Ostwede")
STAGE = PersonNameValue("Karla O.", "de", "short", preferred_for="public")
RUSSIAN = PersonNameValue("Карла Линднер", "ru", "transliteration", family="Линднер")


@pytest.mark.parametrize(
    ("names", "language", "day", "occasion", "shown"),
    [
        ([BORN, MARRIED], "de", date(2014, 11, 25), "public", ("Karla Lindner", "de")),
        ([BORN, MARRIED], "de", date(2015, 6, 1), "public", ("Karla von Ostwede", "de")),
        ([BORN, MARRIED], "de", None, "public", ("Karla von Ostwede", "de")),
        ([BORN, MARRIED, RUSSIAN], "ru", date(2014, 11, 25), "public", ("Карла Линднер", "ru")),
        ([BORN, MARRIED, RUSSIAN], "en", date(2014, 11, 25), "public", ("Karla Lindner", "de")),
        ([RUSSIAN], "en", None, "public", ("Карла Линднер", "ru")),
        ([BORN, STAGE], "de", date(2014, 11, 25), "public", ("Karla O.", "de")),
        ([BORN, STAGE], "de", date(2014, 11, 25), "letters", ("Karla Lindner", "de")),
        ([BORN, STAGE, RUSSIAN], "ru", None, "public", ("Карла Линднер", "ru")),
        ([BORN, STAGE, PersonNameValue("K. Lindner", "de", preferred_for="all")], "de", None, "public", ("Karla O.", "de")),
        ([BORN, STAGE, PersonNameValue("K. Lindner", "de", preferred_for="all")], "de", None, "letters", ("K. Lindner", "de")),
        (
            [BORN, MARRIED, PersonNameValue("Karla L.", "de", valid="../2015-05-31", preferred_for="public")],
            "de", date(2016, 1, 1), "public", ("Karla von Ostwede", "de"),
        ),
        (
            [BORN, MARRIED, PersonNameValue("Karla L.", "de", valid="../2015-05-31", preferred_for="public")],
            "de", None, "public", ("Karla von Ostwede", "de"),
        ),
    ],
)  # fmt: skip
def test_a_person_is_named_for_reader_day_and_occasion(
    names: list[PersonNameValue], language: str, day: date | None, occasion: str, shown: tuple[str, str]
) -> None:
    named = rules.full_name(Somebody(*names), language, day, occasion)  # type: ignore[arg-type]
    assert named == ShownName(*shown, is_fallback=shown[1] != language)


def test_who_has_no_name_is_named_nothing_and_sorted_by_her_id() -> None:
    assert rules.full_name(Somebody(), "de") is None  # type: ignore[arg-type]
    assert rules.sort_key(Somebody(), "de") == "abcdefgh"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "language", "family", "key"),
    [
        ("Karla Muster", "de", "Muster", "muster karla"),
        ("Karla Muster", "de", "", "muster karla"),
        ("Karla von Ostwede", "de", "von Ostwede", "ostwede karla"),
        ("Karla von Ostwede", "de", "", "ostwede karla"),
        ("Prof. Dr. Karla Muster", "de", "", "muster karla"),
        ("Karla van der Aue", "de", "van der Aue", "aue karla"),
        ("Karla Muster Lindner", "de", "Muster Lindner", "muster lindner karla"),
        ("Jörg Äpfler", "de", "Äpfler", "apfler jorg"),
        ("Ёлкина Анна Петровна", "ru", "Ёлкина", "елкина анна петровна"),
        ("Анна Петровна Йолкина", "ru", "", "йолкина анна петровна"),
        ("Kovács Anna", "hu", "", "kovacs anna"),
        ("Von", "de", "", "von"),
        ("", "de", "", ""),
    ],
)
def test_a_person_is_sorted_by_her_family_name(name: str, language: str, family: str, key: str) -> None:
    assert rules.name_key(name, family, language) == key
    if name:
        assert rules.sort_key(Somebody(PersonNameValue(name, language, family=family)), language) == key  # type: ignore[arg-type]


def test_a_list_is_in_the_order_of_family_names_and_not_of_titles_or_particles() -> None:
    names = ["Dr. Anna Zander", "Bert von Aue", "Clara Ähre", "Dora Berg"]
    people = [Somebody(PersonNameValue(name, "de")) for name in names]
    ordered = sorted(people, key=lambda person: rules.sort_key(person, "de"))  # type: ignore[arg-type]
    assert [person.names[0].value for person in ordered] == ["Clara Ähre", "Bert von Aue", "Dora Berg", "Dr. Anna Zander"]


@pytest.mark.parametrize(
    ("language", "day", "printed"),
    [
        ("de", date(2014, 1, 1), "Dr."),
        ("de", date(2019, 1, 1), "Prof. Dr."),
        ("de", None, "Prof. Dr."),
        ("ru", date(2019, 1, 1), "проф. Dr."),
        ("en", date(2019, 1, 1), "Dr."),
    ],
)
def test_titles_stand_as_on_the_day_in_the_readers_language(language: str, day: date | None, printed: str) -> None:
    borne = [
        TitleValue("Prof.", "de", "2016-01-01/.."),
        TitleValue("проф.", "ru", "2016-01-01/.."),
        TitleValue("Dr."),
        TitleValue("stud.", "", "../2009"),
    ]
    rows = [PersonTitle.of_value(value, position=place) for place, value in enumerate(borne)]
    assert rules.titles_on(rows, language, day) == printed


# ── Who may be named ─────────────────────────────────────────────────────────────────────────────────────────────────


def basis(kind: str = "public_office", **values: Any) -> PublicationBasis:
    """Make a basis without a database; the days are given as days."""
    made = PublicationBasis.of_value(BasisValue(kind, scope=values.pop("scope", "")))
    for name, value in values.items():
        setattr(made, name, value)
    return made


YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
BASES = [
    (basis(), True, False),
    (basis(since=TODAY), True, False),
    (basis(since=TOMORROW), False, False),
    (basis(until=TODAY), True, False),
    (basis(until=YESTERDAY), False, False),
    (basis(review_on=TOMORROW), True, False),
    (basis(review_on=TODAY), True, True),
    (basis(review_on=YESTERDAY), True, True),
    (basis("consent", review_on=TOMORROW), True, False),
    (basis("consent", review_on=TODAY), True, True),
    (basis("consent", review_on=YESTERDAY), False, True),
    (basis("published_report", review_on=YESTERDAY), False, True),
    (basis("none", review_on=YESTERDAY), True, True),
    (basis("none", until=YESTERDAY), False, False),
]


@pytest.mark.parametrize(("given_basis", "holds", "reviewed"), BASES)
def test_a_basis_holds_in_its_time_and_that_of_a_private_person_until_its_review(
    given_basis: PublicationBasis, holds: bool, reviewed: bool
) -> None:
    assert rules.basis_holds(given_basis, TODAY) is holds
    assert rules.needs_review(given_basis, TODAY) is reviewed


@pytest.mark.parametrize(
    ("bases", "everywhere", "there"),
    [
        ([], False, False),
        ([basis()], True, True),
        ([basis(scope="edition2")], False, True),
        ([basis(scope="edition3")], False, False),
        ([basis(), basis("none")], False, False),
        ([basis(), basis("none", scope="edition2")], True, False),
        ([basis(), basis("none", scope="edition3")], True, True),
        ([basis(scope="edition2"), basis("none")], False, False),
        ([basis(), basis("none", until=YESTERDAY)], True, True),
        ([basis(until=YESTERDAY)], False, False),
        ([basis("none")], False, False),
        ([basis("consent", scope="edition2", review_on=TOMORROW)], False, True),
    ],
)
def test_who_is_named_where(bases: list[PublicationBasis], everywhere: bool, there: bool) -> None:
    assert rules.may_name(bases, "", TODAY) is everywhere
    assert rules.may_name(bases, "edition2", TODAY) is there


# ── Refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("check", [rules.check_office, rules.check_within])
@pytest.mark.parametrize(
    ("record", "above", "further", "ring"),
    [(None, 1, set(), False), (1, None, set(), False), (1, 2, {3}, False), (1, 1, set(), True), (1, 2, {3, 1}, True)],
)
def test_nothing_stands_above_itself(check: Any, record: int | None, above: int | None, further: set[int], ring: bool) -> None:
    if not ring:
        check(record, above, above=further)
        return
    with pytest.raises(Refusal) as caught:
        check(record, above, above=further)
    assert caught.value.field in ("deputy_of", "within")


@pytest.mark.parametrize(
    ("names", "street", "found"),
    [
        ([], "", False),
        ([Name(" ", "de")], " ", False),
        ([Name("Rathaus", "de")], "", True),
        ([], "Markt 1", True),
    ],
)
def test_a_site_can_be_found(names: list[Name], street: str, found: bool) -> None:
    if found:
        rules.check_site(names, street)
        return
    with pytest.raises(Refusal) as caught:
        rules.check_site(names, street)
    assert caught.value.field == "names"


@pytest.mark.parametrize(
    ("institution", "predecessors", "refused"),
    [
        (None, [2, 3], False),
        (1, [2, 3], False),
        (1, [], False),
        (1, [1], True),
        (1, [2, 2], True),
        (None, [2, 2], True),
    ],
)
def test_an_institution_comes_from_others_and_once_from_each(
    institution: int | None, predecessors: list[int], refused: bool
) -> None:
    values = [Predecessor(key) for key in predecessors]
    if not refused:
        rules.check_predecessors(institution, values)
        return
    with pytest.raises(Refusal) as caught:
        rules.check_predecessors(institution, values)
    assert caught.value.field == "predecessors"


@pytest.mark.parametrize(
    ("ends", "field"),
    [
        ({"first_office_id": 1, "second_office_id": 2}, None),
        ({"first_person_id": 1, "second_office_id": 1}, None),
        ({"first_office_id": 1, "second_office_id": 1}, "second_office"),
        ({"first_person_id": 1, "second_person_id": 1, "first_office_id": 1}, "second_person"),
    ],
)
def test_counterparts_are_two(ends: dict[str, int], field: str | None) -> None:
    if field is None:
        rules.check_counterpart(Counterpart(**ends))
        return
    with pytest.raises(Refusal) as caught:
        rules.check_counterpart(Counterpart(**ends))
    assert caught.value.field == field


def test_one_judges_two_records_of_one_kind() -> None:
    rules.check_judged(1, 2, same_kind=True)
    with pytest.raises(Refusal):
        rules.check_judged(1, 1, same_kind=True)
    with pytest.raises(Refusal):
        rules.check_judged(1, 2, same_kind=False)


# ── Clusters ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def judged(*texts: str) -> list[rules.Judged]:
    """Read judgements: ``a=b`` the same, ``a#b`` different, ``a?b`` not sure."""
    verdicts = {"=": "same", "#": "different", "?": "unsure"}
    return [(text[0], text[2], verdicts[text[1]]) for text in texts]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([], []),
        (["a?b"], []),
        (["a#b"], []),
        (["a=b"], ["ab"]),
        (["b=a"], ["ab"]),
        (["a=b", "b=c"], ["abc"]),
        (["a=b", "c=d"], ["ab", "cd"]),
        (["a=b", "c=d", "b=c"], ["abcd"]),
        (["a=b", "c=d", "b=c", "a#d"], ["ab", "cd"]),
        (["a=c", "b=c", "a#b"], ["ac"]),
        (["b=c", "a=c", "a#b"], ["bc"]),
        (["a#b", "a=c", "b=c"], ["ac"]),
        (["a=b", "b=c", "a?c"], ["abc"]),
        (["a#b", "a=b"], []),
    ],
)
def test_clusters_follow_from_judgements(texts: list[str], found: list[str]) -> None:
    assert sorted("".join(sorted(cluster)) for cluster in rules.clusters(judged(*texts))) == found


def test_chains_connect_whatever_keeps_them_apart() -> None:
    given_judgements = judged("a=b", "c=b", "d=e", "c#d", "a?f")
    assert rules.connected(["a"], given_judgements) == {"a", "b", "c"}
    assert rules.connected(["d", "x"], given_judgements) == {"d", "e", "x"}
    assert rules.connected([], given_judgements) == set()


pairs = st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.sampled_from(["same", "different", "unsure"]))
judgements = st.lists(pairs.filter(lambda pair: pair[0] < pair[1]), max_size=12, unique_by=lambda pair: pair[:2])


@given(judgements)
def test_clusters_never_overlap_never_join_what_is_different_and_need_a_chain(given_judgements: list[rules.Judged]) -> None:
    found = rules.clusters(given_judgements)
    assert all(len(cluster) > 1 for cluster in found)
    assert all(not one & other for one, other in combinations(found, 2))
    for first, second, verdict in given_judgements:
        together = any({first, second} <= cluster for cluster in found)
        assert not (together and verdict == "different")
    for cluster in found:
        assert cluster <= rules.connected([min(cluster)], given_judgements)


@given(judgements.map(lambda listed: [one for one in listed if one[2] != "different"]))
def test_without_differences_clusters_are_the_chains(given_judgements: list[rules.Judged]) -> None:
    found = rules.clusters(given_judgements)
    for member in "abcdef":
        chain = rules.connected([member], given_judgements)
        assert next((cluster for cluster in found if member in cluster), {member}) == chain
