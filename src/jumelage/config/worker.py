"""The worker's process: runs background jobs one after the other.

``python -m jumelage.config.worker --parent 123``; started by the supervisor. It sees to it that the daily
housekeeping is queued, and then works the queue until SIGTERM; a job that has begun is finished first.
"""

from __future__ import annotations

import argparse
import os

from jumelage.config.supervisor import follow

#: Seconds between two looks into an empty queue. Each look takes SQLite's write lock for a moment.
INTERVAL = 2


def main() -> None:
    """Work the queue until SIGTERM."""
    parser = argparse.ArgumentParser(prog="jumelage.config.worker")
    parser.add_argument("--parent", type=int, required=True)
    follow(parser.parse_args().parent)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jumelage.config.settings")
    import django  # noqa: PLC0415 -- after the settings are named

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- needs the set-up above

    from jumelage.config import jobs  # noqa: PLC0415

    jobs.give_up_lost()
    jobs.queue_housekeeping()
    options = ["--backend", jobs.BACKEND, "--interval", str(INTERVAL), "--no-startup-delay", "--no-reload", "--verbosity", "0"]
    call_command("db_worker", *options)


if __name__ == "__main__":
    main()
