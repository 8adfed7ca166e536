"""The definition of one kind of record on the desk. Everything the generic screen does, it is told here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from jumelage.accounts.actor import Actor
from jumelage.desk.records.filters import RecordFilters
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.tables import RecordTable
from jumelage.desk.records.titles import Title, Viewer, title_of
from jumelage.journal.models import Record
from jumelage.partnerships.actions import propose_change

Allows = Callable[[Actor, Any], bool]


def never(actor: Actor, record: Any = None) -> bool:
    """Allow nobody."""
    return False


def always(actor: Actor, record: Any = None) -> bool:
    """Allow everybody who sees the record."""
    return True


@dataclass(frozen=True)
class Words:
    """What people read about a kind: its nouns, and whole sentences where grammar needs them."""

    one: Any
    many: Any
    add: Any
    empty: Any
    lead: Any = ""


@dataclass(frozen=True)
class Verb:
    """An act besides add, change and delete: a button on the record, answered by POST.

    ``act`` is called with ``by``, ``record``, ``version`` and, where there is a ``form``, its cleaned values; ``after``
    is called with the request and the record once the act is done, for what is no write (a mail).
    """

    name: str
    label: Any
    done: Any
    forbidden: Any
    may: Allows
    applies: Callable[[Any], bool]
    act: Callable[..., Any]
    form: type[forms.Form] | None = None
    is_primary: bool = False
    after: Callable[[HttpRequest, Any], None] | None = None


@dataclass(frozen=True)
class Part:
    """Other records that belong to one, listed on its screen; ``add`` gives the address of a form to add to them.

    ``line`` says what each is called there, where its title would only repeat what the screen is about.
    """

    heading: Any
    records: Callable[[Any, Viewer], Iterable[Any]]
    empty: Any
    add: Callable[[Any, Viewer], str] = lambda record, viewer: ""
    add_label: Any = ""
    line: Callable[[Any, Viewer], Title] = title_of


@dataclass(frozen=True)
class Fact:
    """One line of a record's screen."""

    label: Any
    value: SafeString


@dataclass(frozen=True)
class Forbidden:
    """Whole sentences for those who may not, each saying whom to ask."""

    list: Any = _("You may not see this list. Ask an administrator of this installation.")
    add: Any = _("You may not add records of this kind. Ask the coordinator of your side.")
    change: Any = _("You may not change this record. Ask the coordinator of the side that it belongs to.")
    delete: Any = _("You may not delete this record. Ask the coordinator of the side that it belongs to.")


@dataclass(frozen=True)
class Screen:
    """One kind of record: how it is found, called, listed, edited, and who may do what with it."""

    kind: str
    model: type[Record]
    words: Words
    visible: Callable[[Actor], QuerySet[Any]]
    table: type[RecordTable]
    filters: type[RecordFilters]
    form: type[RecordForm] | None = None
    may_list: Callable[[Actor], bool] = always
    may_add: Callable[[Actor], bool] = never
    may_change: Allows = never
    may_delete: Allows = never
    may_propose: Allows = never
    forbidden: Forbidden = field(default_factory=Forbidden)
    add: Callable[..., Any] | None = None
    change: Callable[..., Any] | None = None
    delete: Callable[..., Any] | None = None
    propose: Callable[..., Any] = propose_change
    verbs: tuple[Verb, ...] = ()
    parts: tuple[Part, ...] = ()
    takes_notes: bool = False
    takes_evidence: bool = False
    is_public: Callable[[Any], bool] = lambda record: False
    badges: Callable[[Any, Viewer], Iterable[tuple[str, Any]]] = lambda record, viewer: ()
    more_facts: Callable[[Any, Viewer], Iterable[Fact]] = lambda record, viewer: ()
    goes_too: Callable[[Any], Iterable[Any]] = lambda record: ()
    after_add: Callable[[HttpRequest, Any], None] | None = None
    field_labels: dict[str, Any] = field(default_factory=dict)
    above: Callable[[Any], Any] = lambda record: None
    gathers_empty: bool = False

    @property
    def record_type(self) -> str:
        """The name under which the journal, notes and proposals know this kind."""
        return self.model._meta.label_lower

    def verb(self, name: str) -> Verb | None:
        """Return the verb of that name."""
        return next((verb for verb in self.verbs if verb.name == name), None)

    def blank(self) -> Record:
        """Return an empty record for the form of a new one."""
        return self.model()
