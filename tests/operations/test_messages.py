"""The tool that keeps the translation files: nothing marked is missed, no translation is lost, nothing churns."""

from __future__ import annotations

import gettext
from pathlib import Path

import messages
import pytest

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
TITLE = _("Street %(name)s")
# Translators: the fifth month
MONTH = pgettext("month", "May")
def cities(n): return ngettext("%(n)s city", "%(n)s cities", n) % {"n": n}
LONG = _("A sentence that is split over two lines by a careful writer, "
         "and is one sentence all the same.")
"""
TEMPLATE = """
{% load i18n %}
    {% translate "Home" %} {% translate "May" context "permission" %}
  {% blocktranslate trimmed count n=editions|length with title=series.title %}
    One edition of {{ title }}
  {% plural %}
    {{ n }} editions of {{ title }}
  {% endblocktranslate %}
{% include "part.html" with label=_("Inline") %} It's no code: (
"""
EXPECTED = {
    (None, "Street %(name)s"),
    ("month", "May"),
    ("permission", "May"),
    (None, ("%(n)s city", "%(n)s cities")),
    (None, "A sentence that is split over two lines by a careful writer, and is one sentence all the same."),
    (None, "Home"),
    (None, ("One edition of %(title)s", "%(n)s editions of %(title)s")),
    (None, "Inline"),
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small package with one Python source and one template."""
    (tmp_path / "room" / "templates").mkdir(parents=True)
    (tmp_path / "room" / "words.py").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "room" / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def write(language: str, source: Path) -> Path:
    path = messages.path_of(language, source)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(messages.updated(language, source))
    return path


def test_every_way_of_marking_a_sentence_is_found(source: Path) -> None:
    catalog = messages.extract_all(source)
    assert {(entry.context, tuple(entry.id) if entry.pluralizable else entry.id) for entry in catalog if entry.id} == EXPECTED


def test_files_are_named_without_line_numbers_and_a_second_run_changes_nothing(source: Path) -> None:
    path = write("ru", source)
    first = path.read_text(encoding="utf-8")
    assert "#: room/templates/page.html\n" in first
    assert "nplurals=3;" in first
    words = source / "room" / "words.py"
    words.write_text("\n\n\n" + PYTHON, encoding="utf-8")
    assert write("ru", source).read_text(encoding="utf-8") == first


def test_translations_stay_and_what_is_gone_is_dropped(source: Path) -> None:
    path = write("de", source)
    path.write_text(
        path.read_text(encoding="utf-8").replace('msgid "Home"\nmsgstr ""', 'msgid "Home"\nmsgstr "Anfang"'), encoding="utf-8"
    )
    (source / "room" / "words.py").write_text('from x import _\nNEW = _("Homes")\n', encoding="utf-8")
    text = write("de", source).read_text(encoding="utf-8")
    assert 'msgstr "Anfang"' in text
    assert 'msgid "Homes"\nmsgstr ""' in text
    assert "Street" not in text


@pytest.mark.parametrize(
    ("translation", "problem"),
    [
        ('msgstr ""', "is not translated."),
        ('msgstr "Straße"', None),
        ('msgstr "Straße %(nmae)s"', "placeholder"),
        ("drop", "is not in the file"),
    ],
)
def test_what_a_translator_has_to_do_is_named(source: Path, translation: str, problem: str | None) -> None:
    (source / "room" / "templates" / "page.html").unlink()
    (source / "room" / "words.py").write_text('from x import _\nTITLE = _("Street %(name)s")\n', encoding="utf-8")
    path = write("de", source)
    text = path.read_text(encoding="utf-8")
    if translation == "drop":
        text = text[: text.index("#: room")]
    path.write_text(
        text.replace('msgid "Street %(name)s"\nmsgstr ""', f'msgid "Street %(name)s"\n{translation}'), encoding="utf-8"
    )
    found = messages.unfinished("de", source)
    if problem is None:
        found = [sentence for sentence in found if "placeholder" not in sentence]
    assert [problem in sentence for sentence in found] == ([True] if problem else [])


def test_a_compiled_file_speaks(source: Path) -> None:
    path = write("ru", source)
    plural = 'msgstr[0] "%(n)s город"\nmsgstr[1] "%(n)s города"\nmsgstr[2] "%(n)s городов"'
    empty = 'msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""'
    text = path.read_text(encoding="utf-8").replace(
        f'msgid_plural "%(n)s cities"\n{empty}', f'msgid_plural "%(n)s cities"\n{plural}'
    )
    path.write_text(text, encoding="utf-8")
    assert messages.compile_all(source) == [path.with_suffix(".mo")]
    with path.with_suffix(".mo").open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    forms = [spoken.ngettext("%(n)s city", "%(n)s cities", n) % {"n": n} for n in (1, 2, 5, 11, 21, 22, 111)]
    assert forms == ["1 город", "2 города", "5 городов", "11 городов", "21 город", "22 города", "111 городов"]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_sentence_of_the_interface_is_translated(language: str) -> None:
    assert messages.unfinished(language) == []
