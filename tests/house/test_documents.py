"""What the documents promise: the glossary knows every record, the guide prints the matrix, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

from jumelage.journal.models import Record
from tests.house import rights, sources

DOCUMENTS = sorted(
    path for path in [*sources.ROOT.glob("*.md"), *(sources.ROOT / "docs").rglob("*.md")] if path.name != "CHANGELOG.md"
)


def entries() -> dict[str, list[str]]:
    """Return the glossary's lines by the name in the code."""
    text = (sources.ROOT / "docs" / "glossary.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return {row[0].strip("`"): row[1:] for row in rows if row[0] not in ("code", "---")}


def test_the_glossary_knows_every_kind_of_record():
    kept = {model.__name__ for model in apps.get_models() if issubclass(model, Record)}
    pages = {model.__name__ for label in ("website", "media") for model in apps.get_app_config(label).get_models()}
    assert (kept | pages) - {"Rendition"} <= set(entries())


def test_every_word_of_the_glossary_stands_in_four_languages_and_has_its_meaning():
    assert [name for name, row in entries().items() if len(row) != 5 or not all(row)] == []


def test_the_operator_s_guide_prints_the_matrix():
    text = rights.GUIDE.read_text("utf-8")
    assert rights.printed(text) == text, "The table of rights has changed; run: python -m tests.house.rights"


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_links_between_documents_lead_somewhere(path: Path):
    text = re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    assert [target for target in targets if target and not (path.parent / target).exists()] == []
