"""Templates and marked sentences: nothing inline that the Content-Security-Policy would refuse, nothing untranslated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.house import sources
from tests.house.sources import Module

#: What may stand in a template as it is: names, and words that mean the same in every language.
SAME_IN_EVERY_LANGUAGE = {"Jumelage", "Wagtail", "Wikidata", "CSV", "CMS", "EUPL", "ID", "GOV", "https"}
#: Attributes that people read.
READ_ATTRIBUTES = {"alt", "aria-label", "aria-description", "aria-roledescription", "placeholder", "title", "summary"}
GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}

_TRANSLATED = re.compile(r"{%-?\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
_COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)


class _Reader(HTMLParser):
    """Collects what people read, and what a strict Content-Security-Policy refuses."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read: list[tuple[int, str]] = []
        self.inline: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, given = self.getpos()[0], dict(attrs)
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.inline.append((line, f"<{tag}>"))
        self.inline += [(line, name) for name in given if name == "style" or name.startswith(("on", "hx-on"))]
        self.inline += [(line, name) for name, value in attrs if (value or "").strip().startswith("javascript:")]
        self.read += [(line, value or "") for name, value in attrs if name in READ_ATTRIBUTES]

    def handle_data(self, data: str) -> None:
        self.read.append((self.getpos()[0], data))


def parsed(text: str) -> _Reader:
    """Read a template without its own tags; ``src`` and the like stay, filled with a dot."""
    bare = _TAG.sub(".", _TRANSLATED.sub("", _COMMENT.sub("", text)))
    reader = _Reader()
    reader.feed(bare)
    reader.close()
    return reader


def untranslated(text: str) -> list[str]:
    """Return the words that stand in a template in one language only."""
    found = []
    for line, data in parsed(text).read:
        words = [word for word in re.findall(r"[^\W\d_]{2,}", data) if word not in SAME_IN_EVERY_LANGUAGE]
        if words:
            found.append(f"{line}: {' '.join(words)}")
    return found


def wrongly_marked(module: Module) -> Iterator[str]:
    """Find sentences that are marked for translation in a way that no translator can use."""
    for node in ast.walk(module.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT and node.args):
            continue
        text = node.args[0]
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
            yield f"{module.place}:{node.lineno} marks something that is no plain string."
        elif re.search(r"%[sd]|{}|{\d}", text.value):
            yield f"{module.place}:{node.lineno} has a placeholder without a name."


PAGES = sources.templates()
names = [path.relative_to(sources.SOURCE).as_posix() for path in PAGES]


def test_there_are_templates_to_read():
    assert len(PAGES) > 10


@pytest.mark.parametrize("path", PAGES, ids=names)
def test_a_template_has_nothing_inline_and_nothing_untranslated(path: Path):
    text = path.read_text("utf-8")
    assert parsed(text).inline == []
    assert untranslated(text) == []


def test_sentences_are_marked_so_that_they_can_be_translated():
    assert [fault for module in sources.modules() for fault in wrongly_marked(module)] == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>p {}</style>",
        '<p style="color: red"></p>',
        '<button onclick="go()"></button>',
        '<button hx-on:click="go()"></button>',
        '<a href="javascript:go()"></a>',
    ],
)
def test_a_planted_inline_part_is_found(text: str):
    assert parsed(text).inline


@pytest.mark.parametrize("text", ["<p>Hello {{ name }}</p>", '<img alt="A bridge" src="{{ url }}">', "{% if a %}Yes{% endif %}"])
def test_a_planted_bare_sentence_is_found(text: str):
    assert untranslated(text)


@pytest.mark.parametrize("text", ["_(f'{a} b')", "_('Found %s.')", "gettext('a' + b)"])
def test_a_planted_wrong_marking_is_found(text: str):
    assert list(wrongly_marked(Module(Path("planted.py"), "people/planted.py", text)))


def test_what_is_translated_or_a_name_passes():
    text = (
        '<p>{% translate "Hello" %} {% blocktranslate %}World{% endblocktranslate %} Jumelage</p><script src="{{ a }}"></script>'
    )
    assert untranslated(text) == []
    assert parsed(text).inline == []
