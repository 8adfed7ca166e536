"""``jumelage manage …``: Django's own management commands, with the settings of this installation."""

from __future__ import annotations

import argparse
import os

from jumelage.config.commands import SETTINGS, NotStarted, refusing

HELP = "run one of Django's management commands, for example: jumelage manage shell"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take everything that follows as it stands."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…")


def run(options: argparse.Namespace) -> int:
    """Run the management command and return its exit status."""
    return refusing(lambda: _run(options.rest))


def _run(rest: list[str]) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        execute_from_command_line(["jumelage manage", *rest])
    except ImproperlyConfigured as error:
        raise NotStarted(str(error)) from error
    return 0
