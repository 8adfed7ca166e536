"""Every route of the running site, found by walking the resolver, with an address by which it can be tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.regex_helper import normalize

#: What stands in an address where a converter wants something.
SAMPLES = {"int": "1", "str": "a", "slug": "a", "path": "a/b.png", "uuid": str(UUID(int=1))}


@dataclass(frozen=True)
class Route:
    """One route: its name with its namespaces (the pattern, where it has none), and a sample address."""

    name: str
    address: str

    @property
    def key(self) -> str:
        """Return under which key the matrix knows it: the whole CMS is one."""
        return "cms/" if self.address.startswith("/cms/") else self.name


def routes() -> list[Route]:
    """Return every route of the site."""
    return list(_walk(get_resolver(), (), "/"))


def _walk(resolver: URLResolver, spaces: tuple[str, ...], prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry, inner, prefix + sample(entry))
        else:
            yield Route(":".join((*spaces, entry.name or str(entry.pattern))), prefix + sample(entry))


def sample(entry: URLPattern | URLResolver) -> str:
    """Return a piece of an address that *entry* matches."""
    pattern = entry.pattern
    if isinstance(pattern, LocalePrefixPattern):
        return pattern.language_prefix
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:(\w+):)?\w+>", lambda match: SAMPLES.get(match[1] or "str", "aaaaaaaa"), str(pattern))
    text, parameters = normalize(str(pattern).lstrip("^"))[0]
    return text % dict.fromkeys(parameters, "1") if parameters else text
