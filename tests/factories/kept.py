"""What many tests stand on, made once a process through the real actions and written again as bare rows afterwards.

A world of users, grants and partnerships is some sixty acts with their checks and their journal: a third of a second
for every test that wants it. So the first time that a process makes it, the rows that went and came are noted; the
next test on the same ground gets the same rows in one stroke, and a fresh copy of the objects.

The ground is the template (``tests.databases``), and what was kept on it. Where a test wrote anything else before, the
real thing is made, as if nothing were kept: rows are never written beside others that they do not know.

The SQL is put together from the names of our own tables (S608).
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from functools import cache, cached_property, wraps
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import connection, models, transaction
from django.db.backends.signals import connection_created
from wagtail.models import Site

P = ParamSpec("P")
T = TypeVar("T")
Row = tuple[Any, ...]
Rows = dict[str, dict[Any, Row]]
#: How a statement begins that writes no row; whatever begins otherwise may.
HARMLESS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA", "SET ", "EXPLAIN")

_kept: dict[tuple[str, ...], Kept] = {}


class _Ground:
    """What stands on the template, by name; ``None`` where there is something that is not kept."""

    written: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Kept:
    """What making something did to the rows, and what it returned."""

    gone: dict[str, list[Any]]
    come: dict[str, list[Row]]
    result: bytes

    def write(self) -> Any:
        """Take away the rows that went, write those that came, and return a copy of the result."""
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(self._script)
            else:
                for statement, values in self._statements():
                    # SQLite's driver takes a time of day only as text.
                    cursor.executemany(statement, [tuple(str(v) if isinstance(v, time) else v for v in row) for row in values])
        Site.clear_site_root_paths_cache()
        return pickle.loads(self.result)  # noqa: S301 -- what this process wrote itself

    @cached_property
    def _script(self) -> str:
        """All of it as one text without parameters, which PostgreSQL takes in one stroke; the next keys come after it."""
        with connection.cursor() as cursor:
            written = [cursor.mogrify(statement, row) for statement, values in self._statements() for row in values]
        numbered = [table for table in _tables() if table.is_numbered and self.come[table.name]]
        return ";".join([*written, *(_next_key_after(table, max(row[0] for row in self.come[table.name])) for table in numbered)])

    def _statements(self) -> Iterator[tuple[str, list[Row]]]:
        for table in _tables():
            if keys := self.gone[table.name]:
                yield f'DELETE FROM "{table.name}" WHERE "{table.key}" = %s', [(key,) for key in keys]  # noqa: S608
            if come := self.come[table.name]:
                places = ", ".join(["%s"] * len(come[0]))
                yield f'INSERT INTO "{table.name}" ({", ".join(table.columns)}) VALUES ({places})', come  # noqa: S608


def kept(make: Callable[P, T]) -> Callable[P, T]:
    """Make something once a process for each set of arguments and each ground that it is made on."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> T:
        ground = _Ground.written
        if ground is None:
            return make(*args, **kwargs)
        name = (*ground, f"{make.__module__}.{make.__qualname__}{args}{sorted(kwargs.items())}")
        result: T
        if name in _kept:
            result = _kept[name].write()
        else:
            before = rows()
            result = make(*args, **kwargs)
            _kept[name] = _difference(before, rows(), result)
        _Ground.written = name
        return result

    return made


def stand_on_template() -> None:
    """Note that the database holds the template and nothing else."""
    _Ground.written = ()


@contextmanager
def taken_back() -> Iterator[None]:
    """Stand again on the ground of before when the block is through, for then its rows are taken back."""
    before = _Ground.written
    yield
    _Ground.written = before


def watch() -> None:
    """Watch what is written on any connection of this process."""
    connection_created.connect(_watch)


def _watch(*, connection: Any, **_: Any) -> None:
    if _note not in connection.execute_wrappers:  # the object outlives its connection
        connection.execute_wrappers.append(_note)


def _note(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
    if not sql.startswith(HARMLESS):
        _Ground.written = None
    return execute(sql, *args)


@dataclass(frozen=True)
class _Table:
    name: str
    key: str
    columns: tuple[str, ...]
    is_numbered: bool


@cache
def _tables() -> tuple[_Table, ...]:
    """Return the tables of all models; a search index of SQLite, known by its key ``rowid``, is filled by triggers."""
    found = [model._meta for model in apps.get_models(include_auto_created=True)]
    return tuple(_table(meta.model) for meta in found if meta.managed and not meta.proxy and meta.pk.column != "rowid")


def _table(model: type[models.Model]) -> _Table:
    key = model._meta.pk
    others = [field.column for field in model._meta.local_concrete_fields if field is not key and not field.generated]
    columns = tuple(f'"{column}"' for column in (key.column, *others))
    return _Table(model._meta.db_table, key.column, columns, isinstance(key, models.AutoField))


def _next_key_after(table: _Table, key: int) -> str:
    """Return the statement by which PostgreSQL numbers the next row of a table after *key*, and after its own last one."""
    return (
        f"SELECT setval(name, greatest(pg_sequence_last_value(name::regclass), {key}))"  # noqa: S608
        f" FROM pg_get_serial_sequence('\"{table.name}\"', '{table.key}') AS name WHERE name IS NOT NULL"
    )


def rows() -> Rows:
    """Return every row of every model, by table and key."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'SELECT {", ".join(table.columns)} FROM "{table.name}"')  # noqa: S608
            found[table.name] = {row[0]: tuple(row) for row in cursor.fetchall()}
    return found


def _difference(before: Rows, after: Rows, result: Any) -> Kept:
    gone = {name: [key for key, row in table.items() if after[name].get(key) != row] for name, table in before.items()}
    come = {name: [row for key, row in table.items() if before[name].get(key) != row] for name, table in after.items()}
    return Kept(gone, come, pickle.dumps(result))
