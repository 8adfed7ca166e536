"""How values are printed for a reader: dates, ordinals, names, and texts that tell in which language they are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from jumelage.fields import display
from jumelage.fields.models import Name
from jumelage.fields.names import ShownName
from jumelage.people.models import InstitutionName
from jumelage.values import LocalString, LocalText, PartialDate
from tests.fields.test_text_input import STALE, TRANSLATED

DATES = [
    ("2014", "de", "2014"),
    ("2014-11", "de", "November 2014"),
    ("2014-11", "ru", "ноябрь 2014"),
    ("2014-11", "en", "November 2014"),
    ("2014-11-23", "de", "23. November 2014"),
    ("2014-11-23", "ru", "23 ноября 2014 г."),
    ("2014-11-23", "en", "23 November 2014"),
    ("2014-11-XX", "de", "November 2014"),
    ("2014-XX", "de", "2014"),
    ("2014-11-23/2014-11-27", "de", "23.–27. November 2014"),
    ("2014-11-23/2014-11-27", "ru", "23–27 ноября 2014 г."),
    ("2014-11-23/2014-11-27", "en", "23–27 November 2014"),
    ("2014/2016", "de", "2014–2016"),
    ("--12-16", "de", "16. Dezember"),
    ("--12", "de", "Dezember"),
    ("--12", "ru", "декабрь"),
]


@pytest.mark.parametrize(("text", "language", "printed"), DATES)
def test_a_date_is_printed_as_the_reader_writes_it(text: str, language: str, printed: str) -> None:
    assert display.print_date(PartialDate.parse(text), language).replace("\u2009", "").replace("\u202f", " ") == printed


def test_no_date_is_printed_as_nothing() -> None:
    assert display.print_date(None, "de") == ""


@pytest.mark.parametrize(
    ("text", "needed", "forbidden"),
    [
        ("2014-11-XX/2014-12-XX", ("November 2014", "December 2014"), ("1 ", "31 ")),
        ("2014-11-30/2014-12-04", ("30 November", "4 December 2014"), ()),
        ("2014-12-30/2015-01-04", ("30 December 2014", "4 January 2015"), ()),
        ("2014?", ("2014",), ("?",)),
        ("2014~", ("2014",), ("~",)),
        ("2014-11-23%", ("23 November 2014",), ("%",)),
        ("201X", ("2010",), ("X",)),
        ("20XX", ("2000", "2099"), ("X",)),
        ("2014-21", ("spring", "2014"), ("21",)),
        ("2014/..", ("2014",), ("..", "/")),
        ("../2014", ("2014",), ("..", "/")),
        ("2014-11/2015", ("November 2014", "2015"), ("/",)),
    ],
)
def test_vague_dates_are_worded(text: str, needed: tuple[str, ...], forbidden: tuple[str, ...]) -> None:
    printed = display.print_date(PartialDate.parse(text), "en")
    assert all(part in printed for part in needed), printed
    assert not any(part in printed for part in forbidden), printed


def test_marks_of_doubt_and_open_ends_print_differently() -> None:
    texts = ["2014", "2014?", "2014~", "2014%", "2014/..", "../2014", "2014-21", "2014-22", "2014-23", "2014-24", "201X"]
    for language in ("de", "ru", "en"):
        assert len({display.print_date(PartialDate.parse(text), language) for text in texts}) == len(texts)


@pytest.mark.parametrize("language", ["de", "ru", "en", "fr", "kk"])
def test_every_date_is_printed_in_every_language(language: str) -> None:
    from tests.values.test_partial_date import READ

    for text in READ:
        assert display.print_date(PartialDate.parse(text), language).strip()


def test_printing_leaves_the_readers_language_as_it_was() -> None:
    with translation.override("ru"):
        display.print_date(PartialDate.parse("2014?"), "de")
        assert translation.get_language() == "ru"


@pytest.mark.parametrize(
    ("number", "en"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (22, "22nd"),
        (111, "111th"),
    ],
)
def test_ordinals(number: int, en: str) -> None:
    assert display.print_ordinal(number, "en") == en
    assert display.print_ordinal(number, "de") == f"{number}."
    assert display.print_ordinal(number, "ru") == f"{number}-й"


def test_countries_have_names_in_every_language() -> None:
    assert [display.country_name("KZ", language) for language in ("de", "ru", "en")] == ["Kasachstan", "Казахстан", "Kazakhstan"]
    assert display.country_name("QX", "de") == "QX"


class Named:
    """Something with names over time, without a database."""

    def __init__(self, *names: Name) -> None:
        self.names = self
        self._rows = [InstitutionName.of_value(name, position=place) for place, name in enumerate(names)]

    def all(self) -> list[InstitutionName]:
        """Return the rows, as a related manager does."""
        return self._rows

    def __str__(self) -> str:
        return "<nameless>"


DEPARTMENT = Named(
    Name("Sozialamt", "de", valid="../2016"), Name("Amt für Soziales", "de", valid="2016/.."), Name("Office & Co", "en")
)


def printed(source: str, language: str, **context: Any) -> str:
    """Return what a template prints for a reader of *language*."""
    with translation.override(language):
        return Template("{% load values %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("language", "day", "expected"),
    [
        ("de", None, "Amt für Soziales"),
        ("de", date(2014, 1, 1), "Sozialamt"),
        ("en", None, "Office &amp; Co"),
        ("ru", None, '<span lang="en">Office &amp; Co</span>'),
    ],
)
def test_a_name_is_printed_with_its_language(language: str, day: date | None, expected: str) -> None:
    assert printed("{% name record day=day %}", language, record=DEPARTMENT, day=day) == expected


def test_a_bare_name_has_no_markup_and_a_nameless_record_still_prints() -> None:
    assert printed("{{ record|plain_name }}", "ru", record=DEPARTMENT) == "Office &amp; Co"
    assert display.plain_name(DEPARTMENT, "de", date(2014, 1, 1)) == "Sozialamt"
    assert display.plain_name(Named(), "de") == "<nameless>"
    assert printed("{% name record %}", "de", record=Named()) == "&lt;nameless&gt;"


def test_a_text_in_the_readers_language_needs_no_mark() -> None:
    assert printed("{% local text %}", "de", text=LocalText.of(de="Teil & habe")) == "Teil &amp; habe"
    assert printed("{% local text %}{% local_block text %}", "de", text=LocalText()) == ""


def test_a_text_in_another_language_is_marked_and_noted() -> None:
    page = printed("{% local text %}", "en", text=LocalText.of(de="<b>Teilhabe</b>"))
    assert page.startswith('<span lang="de">&lt;b&gt;Teilhabe&lt;/b&gt;</span>')
    assert 'class="language-note"' in page
    assert "Text in German" in page
    assert printed("{% local text note=False %}", "en", text=LocalText.of(de="Teilhabe")) == '<span lang="de">Teilhabe</span>'


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        (TRANSLATED, False),
        (STALE, True),
        (LocalText.from_entries({"ru": LocalString("Инклюзия", "machine")}), True),
        (LocalText.from_entries({"ru": LocalString("Инклюзия", "draft")}), False),
    ],
)
def test_machine_and_stale_translations_are_noted(text: LocalText, noted: bool) -> None:
    page = printed("{% local text %}", "ru", text=text)
    assert ('class="language-note"' in page) is noted
    assert ('class="language-note"' in printed("{% local_block text %}", "ru", text=text)) is noted


def test_a_long_text_is_printed_as_paragraphs() -> None:
    text = LocalText.of(de="Erster\nAbsatz\r\n\r\nZweiter & letzter\n\n\n")
    assert printed("{% local_block text %}", "de", text=text) == "<p>Erster Absatz</p>\n<p>Zweiter &amp; letzter</p>"
    page = printed("{% local_block text %}", "ru", text=text)
    assert '<div lang="de"><p>Erster Absatz</p>' in page
    assert page.index("language-note") < page.index("<div")
    assert 'lang="de"' not in page[: page.index("<div")]


def test_filters_print_in_the_readers_language() -> None:
    page = printed(
        "{{ day|partial_date }} · {{ number|ordinal }} · {{ none|ordinal }}",
        "de",
        day=PartialDate.parse("2014-11"),
        number=3,
        none=None,
    )
    assert page == "November 2014 · 3. · "


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Семинар по труду", "ru", "семинар по труду"),
        ("НКО-семинар", "ru", "НКО-семинар"),
        ("Sozialseminar", "de", "Sozialseminar"),
        ("Social seminar", "en", "Social seminar"),
        ("", "ru", ""),
    ],
)
def test_russian_goes_on_with_a_small_letter_after_a_number(text: str, language: str, expected: str) -> None:
    assert display.after_number(ShownName(text, language, is_fallback=False)) == expected
