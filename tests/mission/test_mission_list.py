"""The mission list and the tests behind it say the same."""

from __future__ import annotations

from pathlib import Path

from tests.mission import table


def test_the_page_is_made_of_the_tests():
    assert table.PAGE.read_text("utf-8") == table.page()


def test_every_number_is_there_and_no_test_has_another():
    assert list(table.numbers()) == list(range(1, 103))
    assert set(table.covered()) <= set(table.numbers())


def test_every_number_without_a_test_names_the_area_that_brings_it():
    known = table.areas()
    assert [number for number, entry in table.numbers().items() if entry["area"] not in known] == []


def test_at_least_forty_of_what_the_reports_state_has_a_record_test():
    recorded = [number for number, kinds in table.covered().items() if "record" in kinds and 10 <= number <= 91]
    assert len(recorded) >= 40


def test_a_planted_test_is_counted(tmp_path: Path):
    (tmp_path / "test_planted.py").write_text("def test_m15_record():\n    pass\n\ndef test_m15_read():\n    pass\n", "utf-8")
    assert table.covered(tmp_path) == {15: {"record", "read"}}
