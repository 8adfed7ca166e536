"""The search: any script, any case, several words, and what is not public is not found."""

from __future__ import annotations

import pytest
from django.test import Client

from jumelage.people.models import PersonNameValue
from jumelage.values import LocalText
from tests.factories import world as make
from tests.website.archive import OFFICE, Archive, archive, came
from tests.website.reading import all_of, headings, read, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(laid_out: None) -> Archive:
    """An edition, an institution, a person in two scripts, a topic."""
    made = archive(topics=[make.topic("Häusliche Pflege")], summary=LocalText.of(de="Es ging um Fähren."))
    names = [
        PersonNameValue("Сергей Мостовой", "ru", family="Мостовой"),
        PersonNameValue("Sergej Mostowoj", "de", family="Mostowoj"),
    ]
    came(made, make.people.add_person(by=make.BY, names=names, bases=[OFFICE]))
    make.focus_topic(made.edition, "Wege in Arbeit")
    return made


def answer(client: Client, question: str, language: str = "en") -> list[str]:
    """Return what is found, each behind its kind."""
    page = read(client, f"/{language}/search/?q={question}")
    found = []
    for section in all_of(page, "section"):
        kind = text_of(all_of(section, "h2")[0])
        found += [f"{kind}: {text_of(link)}" for link in all_of(section, "a")]
    return found


EDITION = "Editions: 3rd Sozialseminar, Bergau 2019"


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("3", [EDITION]),
        ("SOZIALSEMINAR", ["Series: Sozialseminar", EDITION]),
        ("fähren", [EDITION]),
        ("fahren", [EDITION]),
        ("wege arbeit", [EDITION]),
        ("pflege", [EDITION, "Topics: Häusliche Pflege"]),
        ("2019 bergau", [EDITION]),
        ("МОСТОВОЙ", ["People: Sergej Mostowoj"]),
        ("mostowoj", ["People: Sergej Mostowoj"]),
        ("teilhabe", ["Institutions: Amt für Teilhabe"]),
        ("19", []),
        ("pflege fähren brücke", []),
    ],
)
def test_words_are_found_in_any_script_and_case(client: Client, one: Archive, question: str, found: list[str]) -> None:
    assert answer(client, question) == found


@pytest.mark.parametrize("written", ["Schule № 7", "Schule Nr. 7", "Schule No.7"])
@pytest.mark.parametrize("asked", ["Nr. 7", "No 7", "№7", "No. 7", "№ 7", "schule nr.7", "7"])
def test_every_sign_for_number_finds_every_other(client: Client, one: Archive, written: str, asked: str) -> None:
    for name in (written, "Schule № 71", "Schule 8"):
        came(one, make.person(name, bases=[OFFICE]), institution=make.institution(name, city=one.agency.city))
    assert [line for line in answer(client, asked) if line.startswith("Institutions")] == [f"Institutions: {written}"]


def test_nothing_is_found_of_what_is_not_published(client: Client, one: Archive) -> None:
    make.edition(one.edition.series, 12, summary=LocalText.of(de="Geheimwort"))
    make.person("Geheimwort Muster", bases=[OFFICE])
    make.institution("Geheimwort", city=one.agency.city)
    make.topic("Geheimwort")
    make.series(one.partnership, "Geheimwort")
    assert answer(client, "geheimwort") == []


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("", "Write a name, a number, a year or a topic"),
        ("%20%20", "Write a name, a number, a year or a topic"),
        ("nirgendwo", "Nothing was found for “nirgendwo”."),
        ("x" * 101, "This question is too long."),
        ("<b>", "Nothing was found for “<b>”."),
        ("pflege", "2 results for “pflege”"),
    ],
)
def test_every_state_says_what_to_do(client: Client, one: Archive, question: str, words: str) -> None:
    page = read(client, f"/en/search/?q={question}")
    assert words in text_of(all_of(page, "main")[0])
    assert [one.get("content") for one in all_of(page, "meta") if one.get("name") == "robots"] == ["noindex"]


def test_question_is_kept_in_the_fields_and_in_other_languages(client: Client, one: Archive) -> None:
    page = read(client, "/de/search/?q=Häusliche%20Pflege")
    assert [field.get("value") for field in all_of(page, "input") if field.get("name") == "q"] == ["Häusliche Pflege"] * 2
    links = [link.get("href") for link in all_of(page, "a") if link.get("lang") == "ru"]
    assert links[0] == "/ru/search/?q=H%C3%A4usliche+Pflege"
    assert headings(page)


def test_long_answers_are_cut_and_say_so(client: Client, one: Archive) -> None:
    for number in range(10, 45):
        make.edition(one.edition.series, number, published=True)
    page = read(client, "/en/search/?q=sozialseminar")
    assert len(all_of(page, "section")) == 2
    assert "6 more are not shown; add a word to narrow the search." in text_of(page)
