"""The command ``jumelage``: the second composition root.

Each command is a module of ``jumelage.config.commands`` that needs nothing but the standard library to be imported:
``HELP`` is its line in the list, ``add_arguments`` describes its options, ``run`` does it and returns the exit
status. Exit statuses: 0 done, 1 refused or something is wrong, 2 asked wrongly or not installed.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Sequence

from jumelage import __version__

#: Commands of the site, which come with the extra ``site``.
SITE_COMMANDS = ("demo", "setup", "serve", "check", "manage")


def parser() -> argparse.ArgumentParser:
    """Describe the command line; works in the bare installation too."""
    top = argparse.ArgumentParser(
        prog="jumelage",
        description="Runs the recurring seminars of twinned cities and keeps their record.",
        epilog="The operator's guide (docs/guides/operator.md) explains every setting.",
    )
    top.add_argument("--version", action="version", version=f"jumelage {__version__}")
    commands = top.add_subparsers(dest="command", metavar="command", required=True)
    for name in SITE_COMMANDS:
        module = importlib.import_module(f"jumelage.config.commands.{name}")
        # What follows `manage` belongs to Django, its --help too.
        command = commands.add_parser(name, help=module.HELP, description=module.HELP, add_help=name != "manage")
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that *arguments* (or the process's own) name and return its exit status."""
    options = parser().parse_args(arguments)
    if options.command in SITE_COMMANDS and importlib.util.find_spec("django") is None:
        print(
            f"`jumelage {options.command}` belongs to the site, which is not installed; run: pip install 'jumelage[site]'",
            file=sys.stderr,
        )
        return 2
    status: int = options.run(options)
    return status


if __name__ == "__main__":
    sys.exit(main())
