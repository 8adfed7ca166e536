"""One partnership of the demo from its facts: what is shared, what belongs to it, then edition after edition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from jumelage.accounts.actor import Actor
from jumelage.agreements import actions as agreements
from jumelage.agreements.models import Agreement
from jumelage.config.demo.editions import add_editions, cite
from jumelage.config.demo.facts import Known, tables, text
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.actions import SideValue
from jumelage.partnerships.models import City, Partnership, Side
from jumelage.people import actions as people
from jumelage.people.models import Appointment, Counterpart, Institution, Office, Person, Site
from jumelage.protocol import actions as protocol
from jumelage.protocol.models import Honour
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import Edition, ExternalEvent, FrameworkInitiative, JobShadowing, Project, Series
from jumelage.sources import actions as sources
from jumelage.sources.models import Source

#: Kinds in the order in which they may name each other, with the action that enters each.
KINDS: tuple[tuple[str, type[Model], Callable[..., Any]], ...] = (
    ("sources", Source, sources.add_source),
    ("institutions", Institution, people.add_institution),
    ("sites", Site, people.add_site),
    ("persons", Person, people.add_person),
    ("offices", Office, people.add_office),
    ("appointments", Appointment, people.add_appointment),
    ("counterparts", Counterpart, people.add_counterpart),
    ("agreements", Agreement, agreements.add_agreement),
    ("series", Series, seminars.add_series),
    ("events", ExternalEvent, seminars.add_event),
    ("initiatives", FrameworkInitiative, seminars.add_initiative),
    ("projects", Project, seminars.add_project),
    ("job_shadowings", JobShadowing, seminars.add_job_shadowing),
    ("honours", Honour, protocol.add_honour),
)

#: Records of these kinds belong to the partnership of the folder.
OF_PARTNERSHIP = (Source, Counterpart, Agreement, Series, JobShadowing, Honour)


def fill_partnership(folder: str, *, by: Actor) -> Partnership:
    """Write one folder's facts down and return its partnership, published."""
    return _Filling(folder, by=by).run()


class _Filling:
    """One pass over a folder, from its cities up to its notes."""

    def __init__(self, folder: str, *, by: Actor) -> None:
        self.facts = tables(folder)
        self.known = Known()
        self.by = by

    def run(self) -> Partnership:
        for key, fact in self.facts["cities"].items():
            values = self.known.values(City, {name: value for name, value in fact.items() if name != "introduced_by"})
            self.known.keep(partnerships.add_city(by=self.by, **values), key)
        self.partnership = self._partnership(self.facts["partnership"])
        self._hand_over_cities()
        for key, fact in self.facts["topics"].items():
            self.known.keep(partnerships.add_topic(by=self.by, label=text(fact)), key)
        for kind, model, action in KINDS:
            for key, fact in self.facts.get(kind, {}).items():
                self.known.keep(self._record(model, action, dict(fact)), key)
        cite(self.known, self.partnership, self.facts["partnership"].get("evidence", ()), by=self.by)
        for fact in self.facts.get("judgements", ()):
            self._judge(**fact)
        add_editions(self.facts["editions"], self.known, by=self.by, scoped=self._scoped())
        for fact in self.facts.get("notes", ()):
            self._note(**fact)
        return self.partnership

    def _partnership(self, fact: dict[str, Any]) -> Partnership:
        sides = [
            SideValue(order, self.known.one(City, fact[key]["city"]), text(fact[key]["label"]))
            for order, key in ((1, "side_a"), (2, "side_b"))
        ]
        named = {name: value for name, value in fact.items() if name not in ("side_a", "side_b", "evidence")}
        values = self.known.values(Partnership, named)
        made = partnerships.add_partnership(by=self.by, sides=sides, **values)
        for key, side in zip("ab", made.sides.all(), strict=True):
            self.known.keep(side, key)
        return partnerships.publish_partnership(by=self.by, partnership=made, version=made.version, published=True)

    def _hand_over_cities(self) -> None:
        for key, fact in self.facts["cities"].items():
            if "introduced_by" in fact:
                city, side = self.known.one(City, key), self.known.one(Side, fact["introduced_by"])
                partnerships.amend_shared(city, by=self.by, version=city.version, values={"introduced_by": side})

    def _record(self, model: type[Model], action: Callable[..., Any], fact: dict[str, Any]) -> Any:
        """Enter a record, publish a series, and cite what it rests on."""
        evidence = fact.pop("evidence", ())
        if model is Person:
            fact["bases"] = [basis for basis in fact.get("bases", ()) if "scope" not in basis]
        owned = {"partnership": self.partnership} if model in OF_PARTNERSHIP else {}
        record = action(by=self.by, **owned, **self.known.values(model, fact))
        if model is Series:
            record = seminars.publish_series(by=self.by, series=record, version=record.version, published=True)
        cite(self.known, record, evidence, by=self.by)
        return record

    def _judge(self, kind: str, first: str, second: str, **values: str) -> None:
        model = {"person": Person, "institution": Institution}[kind]
        people.judge(by=self.by, first=self.known.one(model, first), second=self.known.one(model, second), **values)

    def _scoped(self) -> dict[str, list[tuple[Person, dict[str, Any]]]]:
        """Return, by edition, the persons who may be named on its page alone, with that basis."""
        found: dict[str, list[tuple[Person, dict[str, Any]]]] = {}
        for key, fact in self.facts.get("persons", {}).items():
            for basis in fact.get("bases", ()):
                if "scope" in basis:
                    found.setdefault(basis["scope"], []).append((self.known.one(Person, key), basis))
        return found

    def _note(self, *, about: str, side: str, text: str, visibility: str) -> None:
        edition = self.known.one(Edition, about)
        note: dict[str, Any] = {"side": self.known.one(Side, side), "text": text, "visibility": visibility}
        partnerships.add_note(by=self.by, about=edition, partnership=self.partnership, **note)
