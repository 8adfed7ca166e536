"""``jumelage check``: say what is wrong with this installation, in whole sentences."""

from __future__ import annotations

import argparse
import json
from typing import Any

from jumelage.config.commands import NotStarted, refusing, set_up

HELP = "say what is wrong with this installation"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--json", action="store_true", help="for a monitor: one JSON object instead of sentences")


def run(options: argparse.Namespace) -> int:
    """Print what was found; return 1 where something is wrong, 0 where nothing is or there is only advice."""
    return refusing(lambda: _run(options.json))


def _run(as_json: bool) -> int:
    found = findings()
    wrong = [finding for finding in found if finding["is_wrong"]]
    if as_json:
        print(json.dumps({"ok": not wrong, "findings": found}, ensure_ascii=False, indent=1))
    else:
        for finding in found:
            kind = "Wrong" if finding["is_wrong"] else "Advice"
            print(f"{kind} ({finding['id']}): {finding['message']} {finding['hint']}".rstrip())
        print(
            f"{len(wrong)} thing{'' if len(wrong) == 1 else 's'} wrong." if wrong else "Nothing is wrong with this installation."
        )
    return 1 if wrong else 0


def findings() -> list[dict[str, Any]]:
    """Return what was found, as plain values; settings that are refused are all that can be found."""
    try:
        set_up()
    except NotStarted as refusal:
        return [_plain("jumelage.E001", sentence, "", is_wrong=True) for sentence in str(refusal).splitlines()]
    from jumelage.config import checks

    return [
        _plain(str(found.id), str(found.msg), str(found.hint or ""), is_wrong=found.is_serious()) for found in checks.everything()
    ]


def _plain(number: str, message: str, hint: str, *, is_wrong: bool) -> dict[str, Any]:
    return {"id": number, "is_wrong": is_wrong, "message": message, "hint": hint}
