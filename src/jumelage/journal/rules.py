"""Rules of the journal: what an act must say, and when a change comes too late.

::

    JumelageError
    └── Refusal             an act that may not be done; str() is a whole, translated sentence for the person
        ├── NotPermitted    the actor lacks the right
        └── StaleRecord     somebody else changed the record meanwhile
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.translation import gettext as _

from jumelage.journal.models import Record
from jumelage.values import JumelageError, PartialDate, Quantity

#: Letters and digits of a public id: none that is mistaken for another (no 0 o 1 l i u).
ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 8


class Doer(Protocol):
    """Who acts: a kind (``user``, ``command``, ``nobody``) and a plain id."""

    @property
    def kind(self) -> str: ...

    @property
    def id(self) -> str: ...


class Refusal(JumelageError):
    """An act that may not be done. ``field`` names the form field that the sentence belongs to, if one does."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class NotPermitted(Refusal):
    """The actor lacks the right; nothing was changed."""


class StaleRecord(Refusal):
    """Somebody changed the record after the actor had opened it; ``current`` is the record as it stands now."""

    def __init__(self, current: Record) -> None:
        super().__init__(_("Somebody else has changed this record since you opened it. Compare both versions and save again."))
        self.current = current


def require(allowed: bool, sentence: str) -> None:
    """Raise ``NotPermitted`` with *sentence* unless *allowed*."""
    if not allowed:
        raise NotPermitted(sentence)


def plain(value: Any) -> Any:
    """Return a value as the journal keeps it: plain JSON; records by their public id."""
    if isinstance(value, Record):
        return value.public_id
    if hasattr(value, "to_json"):
        return value.to_json()
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(part) for part in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, (PartialDate, Quantity)):
        return {key: plain(part) for key, part in vars(value).items()}
    return str(value)
