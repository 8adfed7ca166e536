"""Languages and scripts that Jumelage speaks, and how words are compared across them; no lookup in the environment.

``SITE`` names the languages in which every interface text is complete. ``FALLBACK`` gives, for a reader's
language, the order in which another language is shown where a text is missing: first the link language of
most partnerships (English), then the rest of the site's languages.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from unicodedata import normalize

SITE: tuple[str, ...] = ("de", "ru", "en")

#: Each language's name in itself, for the language switch and for lists of languages.
OWN_NAME = MappingProxyType(
    {
        "be": "Беларуская",
        "bg": "Български",
        "cs": "Čeština",
        "da": "Dansk",
        "de": "Deutsch",
        "el": "Ελληνικά",
        "en": "English",
        "es": "Español",
        "fr": "Français",
        "hu": "Magyar",
        "it": "Italiano",
        "ja": "日本語",
        "kk": "Қазақша",
        "pl": "Polski",
        "ru": "Русский",
        "tr": "Türkçe",
        "uk": "Українська",
    }
)

#: ISO 15924 script in which a language is usually written.
SCRIPT = MappingProxyType(
    {
        "be": "Cyrl",
        "bg": "Cyrl",
        "cs": "Latn",
        "da": "Latn",
        "de": "Latn",
        "el": "Grek",
        "en": "Latn",
        "es": "Latn",
        "fr": "Latn",
        "hu": "Latn",
        "it": "Latn",
        "ja": "Jpan",
        "kk": "Cyrl",
        "pl": "Latn",
        "ru": "Cyrl",
        "tr": "Latn",
        "uk": "Cyrl",
    }
)

FALLBACK = MappingProxyType(
    {
        "de": ("de", "en", "ru"),
        "ru": ("ru", "en", "de"),
        "en": ("en", "de", "ru"),
    }
)


def language_choices() -> list[tuple[str, str]]:
    """Return every language with its own name, for a list to choose from: the site's first, then the others by name.

    A letter with a mark stands where its plain letter does.
    """
    others = sorted(SCRIPT.keys() - set(SITE), key=lambda code: normalize("NFD", OWN_NAME[code]))
    return [(code, OWN_NAME[code]) for code in (*SITE, *others)]


def fallback_order(language: str) -> tuple[str, ...]:
    """Return the languages to try for a reader of *language*, the reader's own first."""
    return FALLBACK.get(language, (language, *FALLBACK["en"]))


#: The sign for "number" before a number, as it stands in a folded text: № 7, Nr. 7, No. 7, n° 7.
_NUMBER_SIGN = re.compile(r"(?<!\w)(?:no|nr|n°)\.?[^\S\n]*(?=\d)")
#: What every such sign is folded to; it stands close to its number.
NUMBER_SIGN = "no."


def folded(text: str) -> str:
    """Return a text as words are compared and sorted: whatever the case, the accents, the width, the sign for "number"."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())  # № is No first, then no
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NUMBER_SIGN.sub(NUMBER_SIGN, plain)
