"""Quantities as far as they are known: their canonical text, their bounds, and what is none."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.values import JumelageError, Quantity, QuantityError

READ = {
    "120": ("", 120, 120, 120),
    "0": ("", 0, 0, 0),
    "007": ("", 7, 7, 7),
    "~50": ("about", 50, None, None),
    ">30000": ("more_than", 30_000, 30_001, None),
    "<20": ("fewer_than", 20, None, 19),
    "120..150": ("", 120, 120, 150),
    "5..5": ("", 5, 5, 5),
    "999999999": ("", 999_999_999, 999_999_999, 999_999_999),
    "numerous": ("numerous", None, None, None),
}
REFUSED = [
    "", " ", "many", "Numerous", "-5", "1.5", "1,5", "30.000", "30 000", "~", ">", "<", "..", "1..", "..1", "1...2", "1..2..3",
    "~1..2", ">1..2", "<1..2", "150..120", "><5", "~~5", "5~", "1234567890", "٥", "१२", "12\n13", "1e3", "0x1", "+5", "½",
]  # fmt: skip
numbers = st.integers(min_value=0, max_value=999_999_999)


@pytest.mark.parametrize(("text", "known"), READ.items())
def test_reads_a_quantity_with_its_bounds(text: str, known: tuple[str, int | None, int | None, int | None]) -> None:
    read = Quantity.parse(text)
    assert (read.qualifier, read.number, read.least, read.most) == known
    assert str(read) == read.text == text


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_what_is_no_quantity_in_a_sentence(text: str) -> None:
    with pytest.raises(QuantityError) as caught:
        Quantity.parse(text)
    assert isinstance(caught.value, JumelageError)
    assert isinstance(caught.value, ValueError)
    assert str(caught.value).endswith(".")


def test_bounds_in_the_wrong_order_are_named() -> None:
    with pytest.raises(QuantityError, match="ends before it begins"):
        Quantity.parse("150..120")


def test_space_around_a_quantity_does_not_count() -> None:
    assert Quantity.parse("  ~50\t") == Quantity.parse("~50")


def test_quantities_are_values() -> None:
    assert len({Quantity("120"), Quantity.parse("120"), Quantity("~120"), Quantity("120..150")}) == 3


def test_fewer_than_nothing_is_no_quantity() -> None:
    with pytest.raises(QuantityError):
        Quantity.parse("<0")


@given(numbers, numbers)
def test_two_numbers_are_a_quantity_in_one_order_only(one: int, other: int) -> None:
    low, high = sorted((one, other))
    read = Quantity.parse(f"{low}..{high}")
    assert (read.least, read.most, read.number) == (low, high, low)
    if low != high:
        with pytest.raises(QuantityError):
            Quantity.parse(f"{high}..{low}")


@given(st.sampled_from(["", "~", ">"]), numbers)
def test_a_bound_never_excludes_more_than_the_text_says(mark: str, number: int) -> None:
    read = Quantity.parse(f"{mark}{number}")
    assert read.least is None or read.most is None or read.least <= read.most
    assert {"": read.least == number, "~": read.least is None, ">": read.least == number + 1}[mark]


@given(st.one_of(st.text(), st.text(alphabet="0123456789.<>~ ", max_size=14)))
def test_any_text_is_read_as_itself_or_refused_in_one_way(text: str) -> None:
    with suppress(QuantityError):
        assert Quantity.parse(text).text == text.strip()
