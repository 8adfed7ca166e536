"""The site's commands, one module each, importable without Django; ``jumelage.__main__`` lists them.

Errors::

    JumelageError
    └── NotStarted    one or more whole sentences that say why nothing was done, and what to do
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from jumelage.config.supervisor import say
from jumelage.values import JumelageError

SETTINGS = "jumelage.config.settings"


class NotStarted(JumelageError):
    """Why a command did nothing, in whole sentences, one a line."""


def refusing(work: Callable[[], int]) -> int:
    """Do *work* and return its exit status; where it is refused, print the sentences and return 1."""
    try:
        return work()
    except NotStarted as refusal:
        say(str(refusal))
        return 1
    except KeyboardInterrupt:
        say("\nStopped before it was done; start it again and it goes on from there.")
        return 1


def set_up() -> None:
    """Load the settings and Django; raise ``NotStarted`` with the settings' own sentences where they refuse."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise NotStarted(str(error)) from error


#: What the database or the disk says, and the sentence for it; the first that fits is taken.
_STORAGE = (
    (("disk is full", "no space left"), "The disk is full; make room, then start again."),
    (
        ("readonly database", "unable to open database", "permission denied", "read-only file system"),
        "The folder {data} cannot be written to; give this user the right to write there.",
    ),
    (("database is locked",), "The database in {data} is in use by another program; end that one, then start again."),
    (
        ("connection refused", "could not connect", "connection failed", "failed to resolve", "could not translate host"),
        "The database does not answer; check JUMELAGE_DATABASE and that the database server runs.",
    ),
)


@contextmanager
def storage_sentences() -> Iterator[None]:
    """Turn what disk and database refuse within the block into ``NotStarted``; other errors pass."""
    from django.conf import settings
    from django.db import DatabaseError

    try:
        yield
    except (OSError, DatabaseError) as error:
        for signs, sentence in _STORAGE:
            if any(sign in str(error).lower() for sign in signs):
                raise NotStarted(sentence.format(data=settings.DATA)) from error
        raise


def jumelage(*arguments: str) -> list[str]:
    """Return the command line that runs a module of ours with this interpreter."""
    return [sys.executable, "-m", *arguments]
