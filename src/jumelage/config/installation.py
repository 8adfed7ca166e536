"""What stands on the disk and in the database before the site can answer: folders, tables, basic pages."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jumelage.languages import SITE
from jumelage.website.models import FrontPage

CACHE_TABLE = settings.CACHES["default"]["LOCATION"]


def pending_migrations() -> list[str]:
    """Return the names of the migrations that were not applied yet, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def has_cache_table() -> bool:
    """Say whether the table of the cache is there; no migration makes it."""
    return CACHE_TABLE in connection.introspection.table_names()


def make_folders() -> None:
    """Make the folders into which the site writes."""
    for folder in (settings.DATA, settings.MEDIA_ROOT):
        folder.mkdir(parents=True, exist_ok=True)


def update_tables() -> None:
    """Make and change tables until they are those of this version; does nothing where they are."""
    if pending_migrations():
        call_command("migrate", interactive=False, verbosity=0)
    if not has_cache_table():
        call_command("createcachetable", verbosity=0)


def languages_without_pages() -> list[str]:
    """Return the languages whose front page is missing; the site answers with an error there."""
    present = set(FrontPage.objects.values_list("locale__language_code", flat=True))
    return [language for language in SITE if language not in present]
