"""The words in which people write dates: months, early and late, since and until; read in every language of the site.

A part of a year or a month (``PartialDate.part``) is printed in the first words of its language, and read in all of them.
"""

from __future__ import annotations

import re
from datetime import date

from babel import Locale
from babel.dates import format_date

from jumelage.languages import SITE
from jumelage.values import Part, PartialDate

#: How a part of a year or a month is printed; another language than these has English words.
_PRINTED: dict[str, dict[Part, str]] = {
    "de": {"early": "Anfang {}", "mid": "Mitte {}", "late": "Ende {}"},
    "ru": {"early": "начало {} г.", "mid": "середина {} г.", "late": "конец {} г."},
    "en": {"early": "early {}", "mid": "mid-{}", "late": "late {}"},
}
#: How it may be written, as patterns.
_READ: dict[Part, str] = {
    "early": r"anfangs?|(?:zu )?beginn|(?:в )?начал[оае]|early(?: in)?|(?:at )?(?:the )?(?:beginning|start) of",
    "mid": r"mitte|(?:в )?середин[ае]|mid-?|(?:in )?(?:the )?middle of",
    "late": r"(?:gegen )?ende|(?:в )?кон(?:ец|це)|late(?: in)?|(?:at )?(?:the )?end of",
}
_PART = re.compile(
    rf"(?:{'|'.join(f'(?P<{part}>{words})' for part, words in _READ.items())})(?:(?: des jahres)? |(?<=-)|(?<=mid))(?P<whole>[\d. ]+)",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:(?:bis(?: zum| zu)?|until|till|up to|до|по) (?:the )?|(?:…|\.\.\.)? ?[-–—] ?(?=[\d. ]+$))(?P<date>.+)", re.IGNORECASE
)
_SINCE = re.compile(
    r"(?:(?:seit|ab)(?: dem)?|since|from|со?) (?P<date>.+)|(?P<left>[\d. ]*\d) ?[-–—] ?(?:…|\.\.\.)?", re.IGNORECASE
)
_YEAR_WORD = re.compile(r"(?<=\d{4}) ?(?:г\.|г\b|год[ау]?\b)", re.IGNORECASE)


def _month_names() -> dict[str, int]:
    """Return the months by every name they have in the site's languages: alone, after a day, and cut short."""
    names: dict[str, int] = {}
    for language in SITE:
        months = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names |= {name.casefold().rstrip("."): number for number, name in months[context][width].items()}
    return names


_MONTHS = _month_names()
_WITH_MONTH = re.compile(
    rf"(?:(?P<day>\d{{1,2}})\.?\s+)?\b(?P<month>{'|'.join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))})\b\.?\s*(?=\d{{4}}|[-–—])",
    re.IGNORECASE,
)


def in_numbers(text: str) -> str:
    """Return a date with its months as numbers: "16.–21. Juni 2019" becomes "16.–21.6.2019"; Russian words for year go.

    White space becomes single spaces.
    """
    text = _YEAR_WORD.sub("", " ".join(text.split()))
    return _WITH_MONTH.sub(
        lambda found: "".join((f"{found['day']}." if found["day"] else "", f"{_MONTHS[found['month'].casefold()]}.")), text
    )


def split_part(text: str) -> tuple[Part, str] | None:
    """Return which part of a year or a month a date in numbers names, and that year or month; ``None`` where it names none."""
    found = _PART.fullmatch(text)
    return next(((part, found["whole"]) for part in _READ if found[part]), None) if found else None


def split_open(text: str) -> tuple[str, str] | None:
    """Return the two ends of a period in numbers of which one is open (empty): "bis 2014", "–2014", "2014–", "since 2014"."""
    if found := _UNTIL.fullmatch(text):
        return "", found["date"]
    if found := _SINCE.fullmatch(text):
        return found["date"] or found["left"], ""
    return None


def say_part(value: PartialDate, language: str) -> str:
    """Return a part of a year or a month in words of *language*: "Anfang 2018", "начало июня 2019 г."; empty for another date."""
    if value.part is None:
        return ""
    part, whole = value.part
    language = language if language in _PRINTED else "en"
    year, _dash, month = whole.partition("-")
    said = format_date(date(int(year), int(month), 1), "MMMM y", locale=Locale.parse(language)) if month else year
    return _PRINTED[language][part].format(said)
