"""The facts as they stand in TOML: every key exists, texts are typeset, and nothing invented is real."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from jumelage.config import demo
from jumelage.config.demo.facts import Known, tables, text
from jumelage.partnerships.models import City
from jumelage.people.models import Institution

INVENTED, MODEL_CASE = tables("invented"), tables("model_case")
BOTH = pytest.mark.parametrize("facts", [INVENTED, MODEL_CASE], ids=["invented", "model_case"])


def words_of(facts: Any) -> Iterator[str]:
    """Return every text of the facts."""
    if isinstance(facts, dict):
        for value in facts.values():
            yield from words_of(value)
    elif isinstance(facts, list):
        for value in facts:
            yield from words_of(value)
    elif isinstance(facts, str):
        yield facts


def test_nothing_in_the_invented_partnership_is_real() -> None:
    everything = str(INVENTED).casefold() + str(demo.ACCOUNTS).casefold()
    for real in ("berlin", "moskau", "moscow", "москва", "берлин", "hamburg", "sankt", "almaty", "астана"):
        assert real not in everything.replace("europe/berlin", "").replace("asia/almaty", "")
    assert all(account.email.endswith(".example") for account in demo.ACCOUNTS)
    addresses = [word for word in words_of(INVENTED) if word.startswith("http")]
    assert addresses
    assert all(address.split("/")[2].endswith(".example") for address in addresses)
    assert not any("wikidata" in fact for kind in ("cities", "institutions") for fact in INVENTED[kind].values())


@BOTH
def test_texts_are_typeset(facts: dict[str, Any]) -> None:
    for words in words_of(facts):
        assert words == words.strip()
        assert " - " not in words
        assert "  " not in words
        assert "..." not in words


def referred(facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Return the keys of records that facts of any depth name, with the kind that each must be of."""
    kinds = {
        "institution": "institutions", "parent": "institutions", "office": "offices", "person": "persons", "site": "sites",
        "source": "sources", "series": "series", "event": "events", "city": "cities", "host_city": "cities",
        "led_by": "persons", "deputy_of": "offices", "represents_person": "persons", "represents_office": "offices",
    }  # fmt: skip
    for name, value in facts.items():
        if name in kinds and isinstance(value, str):
            yield kinds[name], value
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        for one in (value, *inner) if isinstance(value, dict) else inner:
            if isinstance(one, dict):
                yield from referred(one)


@BOTH
def test_every_key_that_is_named_exists(facts: dict[str, Any]) -> None:
    found = set(referred(facts))
    assert len(found) > 50
    assert {(kind, key) for kind, key in found if key not in facts[kind]} == set()


@BOTH
def test_every_key_that_is_given_is_used(facts: dict[str, Any]) -> None:
    used = set(words_of(facts))
    for kind in ("cities", "topics", "sources", "sites", "persons", "events", "projects", "initiatives", "series"):
        assert {key for key in facts[kind] if key not in used} == set(), kind


def test_a_key_that_nothing_bears_is_refused_in_a_sentence() -> None:
    with pytest.raises(KeyError, match="The facts name the City “nowhere”, but none"):
        Known().values(Institution, {"city": "nowhere"})


def test_values_are_read_by_the_fields_of_the_model() -> None:
    known = Known()
    city = City(pk=7)
    known.keep(city, "c")
    within = known.within()
    within.keep(City(pk=8), "d")
    values = within.values(Institution, {"city": "c", "founded": "2009-21", "names": [{"value": "Haus", "language": "de"}]})
    assert values["city"] is city
    assert (values["founded"].edtf, [name.value for name in values["names"]]) == ("2009-21", ["Haus"])
    with pytest.raises(KeyError):
        known.one(City, "d")


def test_the_first_language_is_the_original() -> None:
    made = text({"ru": "Труд", "de": "Arbeit"})
    assert {language: entry.source_language for language, entry in made.items()} == {"ru": None, "de": "ru"}
    assert not made.is_stale("de")
    assert not text({})
