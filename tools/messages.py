"""Extract, check and compile the translations of the interface.

``extract`` brings ``src/jumelage/locale/<language>/LC_MESSAGES/django.po`` up to date with the Python sources and
Django templates under ``src/jumelage``: sentences that stay keep their translation, new ones stand there empty,
those that are gone are dropped. Entries are sorted and name their files without line numbers, so that a difference
shows nothing but changed sentences. ``check`` lists what is missing or marked as unsure. ``compile`` writes the
``.mo`` files that the site reads; they are not kept in the repository, the wheel contains them.

British English is the source language and has no file. ``compile`` needs Babel only, ``extract`` Django too.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1] / "src" / "jumelage"
LANGUAGES = ("de", "ru")

#: Names by which a sentence is marked in Python, and where the sentence, its plural and its context stand.
KEYWORDS = {
    **dict.fromkeys(("_", "_now", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}

HEADER = "# Translations of Jumelage into {language}.\n# Published under the same licence as Jumelage itself.\n#"


def path_of(language: str, source: Path = SOURCE) -> Path:
    """Return where the translation file of *language* stands."""
    return source / "locale" / language / "LC_MESSAGES" / "django.po"


def extract_all(source: Path = SOURCE) -> Catalog:
    """Return a catalogue, without translations, of every sentence marked below *source*."""
    catalog = Catalog()
    for file in sorted([*source.rglob("*.py"), *source.rglob("*.html"), *source.rglob("*.txt")]):
        if file.suffix == ".py" or "templates" in file.relative_to(source).parts:
            place = [(file.relative_to(source).as_posix(), None)]
            for message, comments, context in _messages(file):
                catalog.add(message, locations=place, auto_comments=comments, context=context)  # type: ignore[arg-type]
    return catalog


def _messages(file: Path) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        text = _as_python(text, str(file))
    stream = io.BytesIO(text.encode())
    options = {"encoding": "utf-8"}
    for _, message, comments, context in extract("python", stream, KEYWORDS, ["Translators:"], options):
        yield message, list(comments), context


def _as_python(template: str, origin: str) -> str:
    from django.conf import settings  # noqa: PLC0415 -- `compile` runs without Django
    from django.utils.translation.template import templatize  # noqa: PLC0415 -- as above

    if not settings.configured:
        settings.configure()
    # In brackets, because Babel reads it as Python and would stumble over the template's indentation.
    return f"({templatize(template, origin=origin)})"


def load(language: str, source: Path = SOURCE) -> Catalog:
    """Return the catalogue of *language* as it stands, or an empty one."""
    path = path_of(language, source)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, source: Path = SOURCE) -> bytes:
    """Return the translation file of *language*, brought up to date, as it should be written."""
    catalog = load(language, source)
    catalog.update(extract_all(source), no_fuzzy_matching=True, update_creation_date=False)
    fresh = Catalog(
        locale=language,
        project="Jumelage",
        header_comment=HEADER.format(language=Locale.parse(language).english_name),
        fuzzy=False,
    )
    for message in catalog:
        if message.id:
            places = sorted({name for name, _ in message.locations})
            kept = [flag for flag in message.flags if flag in ("fuzzy", "python-format")]
            fresh.add(
                message.id,
                message.string,
                locations=[(place, None) for place in places],  # type: ignore[misc]
                flags=kept,
                auto_comments=message.auto_comments,
                user_comments=message.user_comments,
                context=message.context,
            )
    buffer = io.BytesIO()
    write_po(buffer, fresh, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return b"".join(line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(_VOLATILE))


#: Header lines that change with the day or the tool and say nothing to a translator.
_VOLATILE = (
    b'"Project-Id-Version',
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Last-Translator',
    b'"Language-Team',
    b'"Report-Msgid-Bugs-To',
    b'"Generated-By',
)


def unfinished(language: str, source: Path = SOURCE) -> list[str]:
    """Return what a translator of *language* has to do, a sentence a message.

    Found are messages that the file lacks, that have no translation, that are marked as unsure, whose placeholders
    differ from the source, and those that the source no longer has.
    """
    known, wanted = load(language, source), extract_all(source)
    problems = []
    for message in wanted:
        if not message.id:
            continue
        found = known.get(message.id, message.context)
        if found is None:
            problems.append(f"{language}: “{_words(message.id)}” is not in the file; run make messages.")
        elif not all(found.string if isinstance(found.string, (tuple, list)) else (found.string,)) or not found.string:
            problems.append(f"{language}: “{_words(message.id)}” is not translated.")
        elif found.fuzzy:
            problems.append(f"{language}: “{_words(message.id)}” is marked as unsure (fuzzy).")
        else:
            problems += [f"{language}: “{_words(message.id)}”: {error}." for error in found.check(known)]
    unused = [found for found in known if found.id and wanted.get(found.id, found.context) is None]
    return problems + [f"{language}: “{_words(found.id)}” is no longer in the source; run make messages." for found in unused]


def _words(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def compile_all(source: Path = SOURCE) -> list[Path]:
    """Write the ``.mo`` file beside every ``.po`` file, whole or not at all; return the paths written."""
    written = []
    for language in LANGUAGES:
        path = path_of(language, source)
        if path.exists():
            target = path.with_suffix(".mo")
            part = target.with_suffix(f".{os.getpid()}.part")
            with part.open("wb") as file:
                write_mo(file, load(language, source))
            part.replace(target)
            written.append(target)
    return written


def main(arguments: list[str]) -> int:
    """Run the command named in *arguments*; return 1 where ``check`` found something."""
    parser = argparse.ArgumentParser(prog="messages", description="Work on the translations of the interface.")
    parser.add_argument("command", choices=("extract", "check", "compile"))
    command = parser.parse_args(arguments).command
    if command == "extract":
        for language in LANGUAGES:
            path = path_of(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(updated(language))
    if command == "compile":
        compile_all()
        return 0
    problems = [problem for language in LANGUAGES for problem in unfinished(language)]
    print(*problems, f"{len(problems)} sentences need a translator." if problems else "Every sentence is translated.", sep="\n")
    return 1 if problems and command == "check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
