"""``jumelage manage housekeeping``: do at once, by hand, what the worker does every night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from jumelage.config.jobs import housekeeping


class Command(BaseCommand):
    """Run the housekeeping in this process."""

    help = "Delete what is kept only for a time: old details of the journal, ended sessions, results of finished jobs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it and say how much went."""
        gone = housekeeping.call()
        self.stdout.write(
            f"Deleted: {gone['details']} details of the journal, {gone['sessions']} ended sessions, "
            f"{gone['results']} results of finished jobs."
        )
