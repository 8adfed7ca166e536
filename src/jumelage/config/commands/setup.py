"""``jumelage setup``: make the tables and the site's basic pages, and its first administrator."""

from __future__ import annotations

import argparse
import getpass
import sys

from jumelage.config.commands import NotStarted, refusing, set_up, storage_sentences
from jumelage.config.supervisor import say

HELP = "make or update the tables and the basic pages of an installation"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "--administrator", metavar="EMAIL", help="also add a user who may do everything; asks for name and password"
    )


def run(options: argparse.Namespace) -> int:
    """Set the installation up and return the exit status; safe to run again at any time."""
    return refusing(lambda: _run(options.administrator))


def _run(administrator: str | None) -> int:
    set_up()
    from jumelage.config import installation
    from jumelage.website.actions import lay_out_site

    with storage_sentences():
        installation.make_folders()
        pending = len(installation.pending_migrations())
        installation.update_tables()
        lay_out_site()
    say(f"The tables were brought up to date ({pending} changes)." if pending else "The tables are up to date.")
    if administrator:
        add_administrator(administrator)
    say("The installation is set up; `jumelage check` says what is still missing, `jumelage serve` starts it.")
    return 0


def add_administrator(email: str) -> None:
    """Ask for name and password on the terminal and enter the user; raise ``NotStarted`` where that is refused."""
    from jumelage.accounts.actions import add_user
    from jumelage.accounts.actor import command
    from jumelage.journal.rules import Refusal

    if not sys.stdin.isatty():
        raise NotStarted("The administrator's password is asked for on a terminal; run this command in one.")
    name = input("Name of the administrator: ")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Password again: "):
        raise NotStarted("The two passwords differ, so no administrator was added; run the command again.")
    try:
        add_user(by=command("setup"), email=email, name=name, is_administrator=True, password=password)
    except Refusal as refusal:
        raise NotStarted(f"No administrator was added: {refusal}") from refusal
    say(f"{email} is administrator now.")
