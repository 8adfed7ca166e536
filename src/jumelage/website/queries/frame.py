"""What stands around every page: its place in the site, its other languages, and the prose it links to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from jumelage.languages import OWN_NAME, SITE
from jumelage.website.models import FrontPage, ProsePage

#: Characters of a description that search engines show.
DESCRIPTION_LENGTH = 160


@dataclass(frozen=True)
class Link:
    """A link in the frame; *language* only where it is not the page's."""

    text: str
    address: str
    language: str = ""


@dataclass(frozen=True)
class Head:
    """What a page says of itself: title, description, address, the way to it, and its other languages.

    ``versions`` are the languages in which the page itself stands; ``switch`` leads, for a language without it, to
    that language's front page. ``is_indexed`` is false for what search engines are to leave out.
    """

    title: str
    description: str
    address: str
    versions: tuple[Link, ...]
    switch: tuple[Link, ...]
    crumbs: tuple[Link, ...] = ()
    is_indexed: bool = True


@dataclass(frozen=True)
class Furniture:
    """The prose pages that every page links to: those in the menu, and those that the law asks for."""

    menu: tuple[Link, ...] = ()
    legal: tuple[Link, ...] = ()


def make_head(
    *, title: str, description: str, language: str, addresses: Mapping[str, str], crumbs: tuple[Link, ...] = ()
) -> Head:
    """Make a head from the addresses of a page by language; a language without one leads to its front page."""
    switch = tuple(Link(OWN_NAME[code], addresses.get(code, f"/{code}/"), code) for code in SITE)
    versions = tuple(link for link in switch if link.language in addresses)
    return Head(title, shorten(description), addresses[language], versions, switch, crumbs)


def shorten(text: str) -> str:
    """Cut a description to what is shown of it, at the end of a word."""
    line = " ".join(text.split())
    if len(line) <= DESCRIPTION_LENGTH:
        return line
    return line[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:–-") + "…"


def prose_address(page: Page, language: str) -> str:
    """Return the address of a prose page: its path below the front page, behind its language."""
    path = page.url_path.strip("/").partition("/")[2]
    return f"/{language}/{path}/" if path else f"/{language}/"


def furniture(language: str) -> Furniture:
    """Return the prose pages that every page of a language links to; one query."""
    pages = ProsePage.objects.live().filter(locale__language_code=language).order_by("path")
    linked = pages.filter(Q(show_in_menus=True) | ~Q(purpose=ProsePage.Purpose.OTHER))
    menu: list[Link] = []
    legal: dict[str, Link] = {}
    for page in linked:
        link = Link(page.title, prose_address(page, language))
        if page.show_in_menus:
            menu.append(link)
        if page.purpose:
            legal.setdefault(page.purpose, link)
    order = [purpose for purpose in ProsePage.Purpose.values if purpose in legal]
    return Furniture(tuple(menu), tuple(legal[purpose] for purpose in order))


def prose_head(page: Page, language: str) -> Head:
    """Make the head of a page of prose; a language into which it is not translated leads to its front page."""
    translations = Page.objects.filter(translation_key=page.translation_key).live().select_related("locale")
    addresses = {version.locale.language_code: prose_address(version, version.locale.language_code) for version in translations}
    addresses[language] = prose_address(page, language)
    above = page.get_ancestors().filter(depth__gt=2).live() if page.depth > 3 else []
    crumbs = (*(Link(parent.title, prose_address(parent, language)) for parent in above), Link(page.title, addresses[language]))
    return make_head(
        title=page.title,
        description=page.search_description,
        language=language,
        addresses=addresses,
        crumbs=crumbs if not isinstance(page, FrontPage) else (),
    )
