"""Choosing among names over time: which one a reader of a language is shown, as of a day; and titles typed before a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jumelage.fields.models import NameKind, NameRecord
from jumelage.languages import fallback_order
from jumelage.values import Holds, PartialDate

_RANK = {
    NameKind.OFFICIAL: 0,
    NameKind.TRANSLATION: 1,
    NameKind.TRANSLITERATION: 2,
    NameKind.SHORT: 3,
    NameKind.ABBREVIATION: 4,
}

#: Words before a name that are titles, with what may hang on them ("Dr.-Ing.", "Dipl.-Päd.").
_TITLE = re.compile(
    r"(professor|prof|dr|priv\.?-doz|doz|mag|pd|dipl\.\S+|dr\.\S+|ing|профессор|проф|д-р|доц|академик|канд|докт|[кд]\.\S*н)\.?",
    re.IGNORECASE,
)
#: Titles that are names or words of their own without a full stop.
_ONLY_WITH_STOP = {"mag", "ing", "doz", "доц", "канд", "докт"}


@dataclass(frozen=True)
class ShownName:
    """A name as printed: its own language, and whether it stands in for a missing one."""

    text: str
    language: str
    is_fallback: bool


def _order(row: NameRecord, languages: tuple[str, ...]) -> tuple[int, int]:
    place = languages.index(row.language) if row.language in languages else len(languages)
    return place, _RANK[NameKind(row.kind)]


def name_on(rows: Iterable[NameRecord], language: str, day: date | None = None) -> ShownName | None:
    """Choose the name for a reader of *language* that was right on *day* (``None``: today's, the last in use).

    The reader's language first, then its fallbacks; among a language's names the official one before a
    translation, a transliteration, a short name and an abbreviation; among equals one that certainly held on
    *day*, then the one in use last. A name that was not in use on *day* is taken only where no other is.
    """
    languages = fallback_order(language)
    known = list(rows)
    if not known:
        return None
    fitting = [row for row in known if _holds(row, day) != "not"] or known
    best = min(fitting, key=lambda row: (*_order(row, languages), _doubt(row, day), -_last_day(row), row.position))
    return ShownName(best.value, best.language, best.language != language)


def _holds(row: NameRecord, day: date | None) -> Holds:
    if row.valid is None:
        return "certainly"
    return _holds_still(row.valid) if day is None else row.valid.holds_on(day)


def _holds_still(valid: PartialDate) -> Holds:
    """Say whether a period lasts: certainly where its end is open, possibly where nobody knows the end."""
    if valid.edtf.endswith("/.."):
        return "certainly"
    return "possibly" if valid.edtf.endswith("/") else "not"


def _doubt(row: NameRecord, day: date | None) -> int:
    return 0 if _holds(row, day) == "certainly" else 1


def _last_day(row: NameRecord) -> int:
    if row.valid is None:
        return 0
    return row.valid.latest.toordinal() if row.valid.latest else date.max.toordinal()


#: Words by which somebody is addressed or mentioned, and the grammatical gender that they show.
_SALUTATIONS = {
    **dict.fromkeys(("frau", "fr.", "mrs", "mrs.", "ms", "ms.", "madame", "mme", "госпожа", "г-жа"), "f"),
    **dict.fromkeys(("herr", "herrn", "hr.", "mr", "mr.", "monsieur", "господин", "г-н"), "m"),
}


def split_salutation(name: str) -> tuple[str, str]:
    """Return the grammatical gender that a salutation before a name shows, and what follows it; nothing where there is none."""
    first, _space, rest = name.strip().partition(" ")
    gender = _SALUTATIONS.get(first.casefold(), "") if rest.strip() else ""
    return (gender, rest.strip()) if gender else ("", name.strip())


def split_titles(name: str) -> tuple[str, str]:
    """Return the titles before a name and the name; a text of titles alone is left as the name."""
    words = name.split()
    count = 0
    while count < len(words) and (_begins_title(words[count]) or (count and _continues_title(words[count]))):
        count += 1
    return (" ".join(words[:count]), " ".join(words[count:])) if count < len(words) else ("", name)


def each_title(titles: str) -> list[str]:
    """Return titles that stand one after the other one by one."""
    found: list[str] = []
    for word in titles.split():
        if found and not _begins_title(word):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def _begins_title(word: str) -> bool:
    return bool(_TITLE.fullmatch(word)) and (word.endswith(".") or word.casefold() not in _ONLY_WITH_STOP)


def _continues_title(word: str) -> bool:
    """Say whether a word goes on with the title before it: "med.", "h. c.", "мед. наук"."""
    return word == "наук" or (word[0].islower() and word.endswith("."))
