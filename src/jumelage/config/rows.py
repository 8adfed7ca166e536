"""What an operator may set: the kind of row, reading it from the environment, and what makes a value unusable.

Standard library only, so that the refusals are tested without a site. Every refusal is one whole sentence.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import available_timezones

PREFIX = "JUMELAGE_"
#: What ``check --deploy`` asks of a key as well (security.W009).
KEY_LENGTH, KEY_VARIETY = 50, 5
PROFILES = ("production", "demo", "test")
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")


def anything(value: str) -> str | None:
    """Refuse nothing."""
    return None


@dataclass(frozen=True)
class Row:
    """One thing an operator may set: its name without prefix, its default, and whether production needs it.

    ``refuse`` is given a value that is not empty and answers what a usable value is ("is …"), or ``None``.
    """

    name: str
    default: str = ""
    needed: bool = False
    refuse: Callable[[str], str | None] = anything
    is_secret: bool = False

    @property
    def variable(self) -> str:
        """The name of the environment variable."""
        return PREFIX + self.name

    def read(self) -> str:
        """Return the environment's value, else the default; blanks around it are no part of it."""
        return os.environ.get(self.variable, self.default).strip()

    def problem(self) -> str | None:
        """Return why the present value cannot be used, in a whole sentence, or ``None``."""
        value = self.read()
        wanted = self.refuse(value) if value else None
        if wanted is None:
            return None
        return f"{self.variable} {wanted}." if self.is_secret else f"{self.variable} is “{value}”, but it {wanted}."


def one_of(*allowed: str) -> Callable[[str], str | None]:
    """Refuse what is not among *allowed*."""
    return lambda value: None if value in allowed else f"must be one of {', '.join(allowed)}"


def number(least: int, most: int) -> Callable[[str], str | None]:
    """Refuse what is no whole number from *least* to *most*."""

    def refuse(value: str) -> str | None:
        fits = re.fullmatch(r"\d{1,9}", value) and least <= int(value) <= most
        return None if fits else f"must be a whole number from {least} to {most}"

    return refuse


def no_key(value: str) -> str | None:
    """Refuse a key that can be guessed: short, of few characters, or an example out of a manual."""
    is_weak = len(value) < KEY_LENGTH or len(set(value)) < KEY_VARIETY or value.startswith("django-insecure-")
    make = "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
    return (
        f"can be guessed; take a random text of at least {KEY_LENGTH} characters, for example from: {make}" if is_weak else None
    )


def no_hosts(value: str) -> str | None:
    """Refuse hosts that let every name in, or that are not bare names."""
    hosts = split(value)
    bare = all(re.fullmatch(r"\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9a-fA-F:]+\]", host) for host in hosts)
    return None if hosts and bare else "must list bare host names, separated by commas, without https://, port or *"


def no_https(value: str) -> str | None:
    """Refuse an address that is not the https address of a host alone."""
    address = urlsplit(value)
    plain = address.path in ("", "/") and not address.query and not address.fragment and "@" not in address.netloc
    return None if address.scheme == "https" and address.hostname and plain else "must be like https://www.example.org"


def no_database(value: str) -> str | None:
    """Refuse what names no database of a kind that the site is tested on."""
    known = urlsplit(value).scheme in DATABASE_SCHEMES
    return None if known else "must be like postgres://user:password@host/name, or sqlite:////folder/file.sqlite3"


def no_country(value: str) -> str | None:
    """Refuse what is not shaped like an ISO 3166-1 code of two letters."""
    return None if re.fullmatch(r"[A-Z]{2}", value) else "must be the two capital letters of a country, for example DE"


def no_time_zone(value: str) -> str | None:
    """Refuse a name that the IANA time zone database does not have."""
    return None if value in available_timezones() else "must be a time zone by its IANA name, for example Europe/Berlin"


def no_mail_address(value: str) -> str | None:
    """Refuse a sender that is no bare mail address."""
    return None if re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", value) else "must be a mail address, for example seminar@example.org"


def split(value: str) -> list[str]:
    """Return the parts of a list written with commas, without blanks and empty parts."""
    return [part.strip() for part in value.split(",") if part.strip()]


def problems(table: Iterable[Row], *, production: bool) -> list[str]:
    """Return, in whole sentences, why the site must not start on the present values of *table*."""
    rows = {row.name: row for row in table}
    missing = [row.variable for row in rows.values() if production and row.needed and not row.read()]
    found = [f"Set {', '.join(missing)} before the site is started; the operator's guide says how."] if missing else []
    found += [problem for row in rows.values() if (problem := row.problem())]
    if production and not found:
        host = urlsplit(rows["BASE_URL"].read()).hostname or ""
        if not any(host == known or (known.startswith(".") and host.endswith(known)) for known in split(rows["HOSTS"].read())):
            found.append(f"JUMELAGE_HOSTS does not name “{host}”, the host of JUMELAGE_BASE_URL; add it.")
    return found
