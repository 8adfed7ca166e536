"""Long trials that no test run waits for: writers killed at random points, and every door tried with rubbish.

    .venv-dev/bin/python tools/soak.py [--kills 20] [--minutes 30] [--seed N]

Kills: a child writes through the actions of the desk and says which rows of the journal it has seen committed; it
is killed (SIGKILL) at a random moment. Afterwards nothing may be lost, nothing half: the database is sound, every
acknowledged row is there, row numbers have no gap, every record has its living address, and an edition's version is
one more than the changes written down. Doors: every route is asked, as each role, with hostile paths, parameters and
bodies; no answer may be a server error, none may take over ``SLOW`` seconds, and memory may not grow over ``ROOM`` MB.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import resource
import signal
import string
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SLOW = 10.0
ROOM = 600
RUBBISH = (
    "", " ", "\x00", "'", '"><script>alert(1)</script>', "../../etc/passwd", "%00", "%s%s%n", "{{ 7*7 }}", "🙂" * 50, "\u202e\ufeff",
    "-1", "0", "99999999999999999999", "NaN", "2014-13-45", "23.–27.11.2014", "х" * 5000, "de", "null", "[]", '{"a":1}', "=1+1",
    "\ud7ff", "١٢٣", "a" * 20_000,
)  # fmt: skip


def _prepare(folder: Path) -> None:
    """Point Django at a throwaway site in *folder* and fill it with the demo's content."""
    os.environ.update(JUMELAGE_PROFILE="test", JUMELAGE_DATA=str(folder), DJANGO_SETTINGS_MODULE="jumelage.config.settings")
    sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
    import django
    from django.core.management import call_command

    django.setup()
    if not (folder / "site.sqlite3").exists():
        from jumelage.config import demo
        from jumelage.website.actions import lay_out_site

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        lay_out_site()
        demo.fill()


def write_for_ever(folder: Path) -> None:
    """Write editions until killed; print the journal's last number after each commit."""
    _prepare(folder)
    from django.db.models import Max

    from jumelage.accounts.actor import command
    from jumelage.journal.models import Row
    from jumelage.seminars import actions
    from jumelage.seminars.models import Series
    from jumelage.values import LocalText, PartialDate

    by, series = command("soak"), Series.objects.first()
    assert series is not None
    for number in range(1, 1_000_000):
        dates = PartialDate.parse("2001-02-03")
        edition = actions.document_edition(
            by=by, series=series, state="held", dates=dates, title=LocalText.of(de=f"Nr. {number}")
        )
        edition = actions.change_edition(by=by, edition=edition, version=edition.version, summary=LocalText.of(de="x" * 2000))
        edition = actions.publish_edition(by=by, edition=edition, version=edition.version, published=True)
        if number % 3 == 0:
            actions.delete_edition(by=by, edition=edition)
        print(Row.objects.aggregate(last=Max("number"))["last"], flush=True)


def kill_writers(folder: Path, kills: int, dice: random.Random) -> list[str]:
    """Kill a writer *kills* times and return what was wrong afterwards."""
    faults: list[str] = []
    for round_ in range(kills):
        script = [sys.executable, __file__, "--write", str(folder)]
        with subprocess.Popen(script, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            said = [writer.stdout.readline()]
            time.sleep(dice.uniform(0.0, 0.6))
            os.kill(writer.pid, signal.SIGKILL)
            said += writer.stdout.readlines()
        seen = max(int(line) for line in said if line.endswith("\n"))
        found = _wholeness(seen)
        faults += [f"round {round_ + 1}: {fault}" for fault in found]
        print(f"killed {round_ + 1} of {kills}: {seen} rows acknowledged, {len(found)} faults", flush=True)
    return faults


def _wholeness(acknowledged: int) -> list[str]:
    from django.apps import apps
    from django.db import connection

    from jumelage.journal.models import Address, Record, Row
    from jumelage.seminars.models import Edition

    connection.close()
    faults = []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        if cursor.fetchone() != ("ok",):
            faults.append("the database is damaged")
    numbers = list(Row.objects.values_list("number", flat=True))
    if numbers != list(range(1, len(numbers) + 1)):
        faults.append("the journal's numbers have a gap")
    if acknowledged > len(numbers):
        faults.append(f"row {acknowledged} was acknowledged and is lost")
    kept = {
        public_id
        for model in apps.get_models()
        if issubclass(model, Record)
        for public_id in model._default_manager.values_list("public_id", flat=True)
    }
    if kept != set(Address.objects.filter(state="live").values_list("public_id", flat=True)):
        faults.append("records and living addresses differ")
    changes: dict[str, int] = {}
    for record_id, verb in Row.objects.filter(record_type="seminars.edition").values_list("record_id", "verb"):
        changes[record_id] = changes.get(record_id, 0) + (verb not in ("add", "document"))
    for public_id, version in Edition.objects.values_list("public_id", "version"):
        if version != 1 + changes.get(public_id, -1):
            faults.append(f"edition {public_id} has version {version} and {changes.get(public_id)} changes written down")
    return faults


def try_doors(seconds: float, dice: random.Random) -> list[str]:
    """Ask every door with rubbish for *seconds* and return what was wrong."""
    from django.test import Client
    from django.test.utils import setup_test_environment

    from jumelage.accounts.models import User

    setup_test_environment()
    logging.disable(logging.CRITICAL)
    clients = []
    for user in [None, *User.objects.all()]:
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        clients.append(client)
    doors, faults, asked, end = _doors(), [], 0, time.monotonic() + seconds
    while time.monotonic() < end:
        path, client = _bend(dice.choice(doors), dice), dice.choice(clients)
        begun = time.monotonic()
        status = _ask(client, path, dice)
        asked += 1
        if status >= 500:
            faults.append(f"{status} at {path[:200]!r}")
        if time.monotonic() - begun > SLOW:
            faults.append(f"{time.monotonic() - begun:.1f} s at {path[:200]!r}")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if grown > ROOM:
        faults.append(f"memory reached {grown} MB")
    print(f"asked {asked} times at {len(doors)} doors, {len(faults)} faults, memory at most {grown} MB", flush=True)
    return faults


def _doors() -> list[str]:
    """Return paths of every kind of page, with addresses of real records where one is needed."""
    from jumelage.journal.models import Address

    paths = [
        "/",
        "/account/sign-in/",
        "/account/password/forgotten/",
        "/language/",
        "/cms/",
        "/cms/images/",
        "/cms/pages/",
        "/desk/",
    ]
    paths += [f"/{language}/{rest}" for language in ("de", "ru", "en") for rest in ("", "impressum/", "x/", "edition/x-y/")]
    for address in Address.objects.order_by("pk")[:60]:
        kind = address.record_type.rpartition(".")[2]
        paths += [
            f"/de/{kind}/{address.pk}/",
            *(f"/desk/{kind}/{address.pk}/{rest}" for rest in ("", "change/", "history/", "delete/")),
        ]
        paths += [f"/desk/{kind}/", f"/desk/{kind}.csv", f"/desk/{kind}/new/", f"/desk/{kind}/{address.pk}/notes/new/"]
    return sorted(set(paths))


def _bend(path: str, dice: random.Random) -> str:
    if dice.random() < 0.3:
        place = dice.randrange(len(path))
        path = path[:place] + dice.choice([*string.printable, *RUBBISH[1:12]]) + path[place:]
    return path.replace("?", "%3F").replace("#", "%23") or "/"


def _ask(client: Any, path: str, dice: random.Random) -> int:
    names = [
        "q",
        "page",
        "sort",
        "name",
        "email",
        "login",
        "password",
        "version",
        "number",
        "dates",
        "title_0",
        "names-0-value",
        "next",
    ]
    body = {name: dice.choice(RUBBISH) for name in dice.sample(names, dice.randrange(0, 6))}
    if dice.random() < 0.6:
        return int(client.get(path, body).status_code)
    if dice.random() < 0.2:
        return int(
            client.post(path, data=dice.randbytes(300), content_type=dice.choice(["application/json", "text/plain"])).status_code
        )
    return int(client.post(path, body).status_code)


def main() -> int:
    """Run both trials; exit 1 where anything was wrong."""
    reader = argparse.ArgumentParser(description="Kill writers at random points and try every door with rubbish.")
    reader.add_argument("--kills", type=int, default=20)
    reader.add_argument("--minutes", type=float, default=30)
    reader.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    reader.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    chosen = reader.parse_args()
    if chosen.write:
        write_for_ever(chosen.write)
    print(f"seed {chosen.seed}")
    dice = random.Random(chosen.seed)  # noqa: S311 -- a trial is repeated by its seed
    with tempfile.TemporaryDirectory() as folder:
        _prepare(Path(folder))
        faults = kill_writers(Path(folder), chosen.kills, dice) + try_doors(chosen.minutes * 60, dice)
    for fault in faults[:50]:
        print(fault)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
