"""Writing the journal, and the four ways in which any room keeps a record: enter, amend, strike, append.

The rooms above check their rules and then call these, inside one transaction. Undo never reads the journal.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, router, transaction
from django.db.models import Max, QuerySet
from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext

from jumelage.journal.models import Address, AddressState, Detail, Record, Row
from jumelage.journal.rules import ALPHABET, ID_LENGTH, Doer, Refusal, StaleRecord, plain
from jumelage.values import LocalText

#: One lock for the numbers of the whole installation (PostgreSQL: ``pg_advisory_xact_lock``).
_NUMBER_LOCK = 0x4A554D45

RecordT = TypeVar("RecordT", bound=Record)


@transaction.atomic
def append(
    *,
    by: Doer,
    verb: str,
    record: Record,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason_code: str = "",
    reason: str = "",
) -> Row:
    """Write one act down in the caller's transaction; the changed fields are the keys of *before* and *after*.

    The number is drawn under a lock that is held until the transaction ends: whoever reads by cursor sees the
    rows in the order of their numbers and never skips one. SQLite's write lock (IMMEDIATE) does the same.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBER_LOCK])
    number = (Row.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    row = Row.objects.create(
        number=number,
        at=timezone.now(),
        actor_kind=by.kind,
        actor_id=by.id,
        verb=verb,
        record_type=record._meta.label_lower,
        record_id=record.public_id,
        changed=sorted({*(before or {}), *(after or {})}),
        reason_code=reason_code,
    )
    if before or after or reason:
        Detail.objects.create(row=row, before=_plain(before), after=_plain(after), reason=reason)
    return row


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: plain(value) for name, value in (values or {}).items()}


@transaction.atomic
def enter(
    record: RecordT,
    *,
    by: Doer,
    verb: str = "add",
    rows: Mapping[str, list[Any]] | None = None,
    also: Mapping[str, Any] | None = None,
    reason: str = "",
) -> RecordT:
    """Save a new record under a new address and write it down; *rows* are its lists (see ``amend``).

    *also* is written down with it, but kept by the caller. No record is entered as published.
    """
    if getattr(record, "published", False):
        raise ValueError("A new record is not published yet; enter it first and publish it by its own action.")
    record.public_id = _draw_id()
    for field in _own_fields(record):
        if isinstance(text := getattr(record, field.name), LocalText):
            setattr(record, field.name, _signed(text, LocalText(), by=by))
    _check(record)
    Address.objects.create(public_id=record.public_id, record_type=record._meta.label_lower)
    _save(record, force_insert=True)
    for name, values in (rows or {}).items():
        _set_rows(record, name, values)
    after = {field.name: _value(record, field.name) for field in _own_fields(record)} | dict(rows or {}) | dict(also or {})
    after = {name: value for name, value in after.items() if plain(value) not in (None, "", [], {})}
    append(by=by, verb=verb, record=record, after=after, reason=reason)
    return record


@transaction.atomic
def amend(
    record: RecordT,
    *,
    by: Doer,
    version: int,
    values: Mapping[str, Any],
    rows: Mapping[str, list[Any]] | None = None,
    verb: str = "change",
    reason_code: str = "",
    reason: str = "",
) -> RecordT:
    """Set *values* and replace the lists in *rows*; raise ``StaleRecord`` if *version* is no longer the record's.

    A list is either many-to-many (given as records) or child rows without identity, given as value objects that
    the child model's ``of_value`` and ``as_value`` understand. Where nothing differs, nothing is written. What is
    no form's to change (``editable=False``) is set by a verb of its own, never by a plain "change".
    """
    stored = _stored(record, version)
    values = {name: _as_kept(stored, name, value, verb=verb, by=by) for name, value in values.items()}
    many = {field.name for field in stored._meta.many_to_many}
    lists = {name: sorted(listed, key=lambda row: row.pk) if name in many else listed for name, listed in (rows or {}).items()}
    wanted: dict[str, Any] = {**values, **lists}
    before = {name: _value(stored, name) for name in wanted}
    changed = [name for name, value in wanted.items() if _differ(before[name], value)]
    if not changed:
        return stored
    for name in changed:
        if name in values:
            setattr(stored, name, values[name])
    stored.version += 1
    _check(stored)
    _save(stored, force_update=True)
    for name in changed:
        if name not in values:
            _set_rows(stored, name, wanted[name])
    old, new = ({name: listed[name] for name in changed} for listed in (before, wanted))
    append(by=by, verb=verb, record=stored, before=old, after=new, reason_code=reason_code, reason=reason)
    return stored


def _stored(record: RecordT, version: int) -> RecordT:
    """Return the record as it stands in the database, locked; refuse where it is gone or newer than *version*."""
    model: type[RecordT] = record._meta.model  # type: ignore[assignment]  # a lazy request.user is of another type
    stored = model._default_manager.select_for_update().filter(pk=record.pk).first()
    if stored is None:
        raise Refusal(gettext("This record was deleted in the meantime; nothing was saved."))
    if stored.version != version:
        raise StaleRecord(stored)
    return stored


@transaction.atomic
def strike(record: Record, *, by: Doer, reason: str = "", was_public: bool = False) -> None:
    """Delete a record for good; its address stays and answers that it is gone (410 if it was public once).

    Records that fall with it by the database's cascade are written down and keep their addresses likewise. Raise
    ``ProtectedError`` where something rests on it.
    """
    falling = Collector(using=router.db_for_write(type(record), instance=record), origin=record)
    falling.collect([record])
    found = [*chain.from_iterable(falling.data.values()), *chain.from_iterable(falling.fast_deletes)]
    for part in (part for part in found if isinstance(part, Record) and part != record):
        append(by=by, verb="delete", record=part)
        Address.objects.filter(pk=part.public_id).update(state=AddressState.GONE)
    was_public = was_public or Row.objects.filter(record_id=record.public_id, verb="publish").exists()
    append(by=by, verb="delete", record=record, reason=reason)
    Address.objects.filter(pk=record.public_id).update(state=AddressState.GONE)
    if was_public:
        note_public(by=by, public_ids=[record.public_id])
    record.delete()


@transaction.atomic
def note_public(*, by: Doer, public_ids: Iterable[str]) -> int:
    """Keep of addresses that something public stood there, and return of how many this was not known before.

    It is an answer for visitors after the record has gone, no act on the record: *by* needs no row.
    """
    del by
    return Address.objects.filter(pk__in=list(public_ids), was_public=False).update(was_public=True)


@transaction.atomic
def drop_old_details(*, by: Doer, before: datetime) -> int:
    """Delete the details of acts older than *before* and return how many; the rows themselves stay for ever.

    *by* is who runs the retention rule; the deletion itself needs no row, the missing details tell of it.
    """
    del by
    deleted, _per_model = Detail.objects.filter(row__at__lt=before).delete()
    return deleted


def _draw_id() -> str:
    while True:
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH))
        if not drawn.isdigit() and not Address.objects.filter(pk=drawn).exists():
            return drawn


def _check(record: Record) -> None:
    """Let the record's own fields and constraints refuse in sentences; a refusal names its field."""
    try:
        record.full_clean(exclude=["public_id"])
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refusal(sentences[0], field=None if field == "__all__" else field) from error


def _save(record: Record, **how: Any) -> None:
    """Save; where somebody else's commit has meanwhile taken what is unique, refuse in its sentence."""
    try:
        with transaction.atomic():
            record.save(**how)
    except IntegrityError:
        _check(record)
        raise


def _as_kept(stored: Record, name: str, value: Any, *, verb: str, by: Doer) -> Any:
    """Return *value* as the record will hold it: read by its field, what is new in a text signed."""
    field: Any = stored._meta.get_field(name)
    if verb == "change" and not field.editable:
        raise ValueError(f"“{name}” is set by an action of its own; do not hand it to a plain change.")
    if field.is_relation:
        return value
    try:
        value = field.to_python(value)
    except ValidationError as error:
        raise Refusal(error.messages[0], field=name) from error
    return _signed(value, getattr(stored, name), by=by) if isinstance(value, LocalText) else value


def _signed(text: LocalText, before: LocalText, *, by: Doer) -> LocalText:
    """Sign what differs from *before*; the rest keeps its old signature."""
    new = {language for language, entry in text.items() if entry != before.get(language)}
    signed = dict(text.signed(new, by=by.id, at=timezone.now().isoformat(timespec="seconds")))
    return LocalText.from_entries(
        {language: entry if language in new else before[language] for language, entry in signed.items()}
    )


def _differ(before: Any, after: Any) -> bool:
    if isinstance(before, models.Model) or isinstance(after, models.Model):
        return bool(before != after)
    return bool(plain(before) != plain(after))


def _own_fields(record: Record) -> list[models.Field[Any, Any]]:
    skipped = {"id", "public_id", "version", "modified_at", "password", "last_login"}
    return [field for field in record._meta.fields if field.name not in skipped and not hasattr(field, "source")]


def _value(record: Record, name: str) -> Any:
    field = record._meta.get_field(name) if name in {f.name for f in record._meta.get_fields()} else None
    if field is None or not (field.one_to_many or field.many_to_many):
        return getattr(record, name)
    rows = getattr(record, name).all()
    return sorted(rows, key=lambda row: row.pk) if field.many_to_many else [row.as_value() for row in rows]


def _set_rows(record: Record, name: str, values: list[Any]) -> None:
    relation = getattr(record, name)
    if record._meta.get_field(name).many_to_many:
        relation.set(values)
        return
    model, link = relation.model, relation.field.name
    made = [_made_row(model, link, record, value, place) for place, value in enumerate(values)]
    old: QuerySet[Any] = relation.all()
    old.delete()
    model.objects.bulk_create(made)


def _made_row(model: Any, link: str, record: Record, value: Any, place: int) -> Any:
    """Make a child row of its value object; refuse in a sentence that says which row and which of its fields."""
    try:
        row = model.of_value(value, position=place, **{link: record})
        row.full_clean(exclude=[link])
    except ValidationError as error:
        name, found = next(iter(getattr(error, "error_dict", {"__all__": error}).items()))
        values = {"number": place + 1, "sentence": ValidationError(found).messages[0]}
        sentence = gettext("Row %(number)s: %(sentence)s")
        if name != "__all__":
            sentence = gettext("Row %(number)s, %(field)s: %(sentence)s")
            values["field"] = model._meta.get_field(name).verbose_name
        raise Refusal(sentence % values, field=model._meta.get_field(link).remote_field.name) from error
    return row
