"""The demo's content: an invented partnership, written down through the same actions that the desk uses."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from django.db import transaction

from jumelage.accounts import actions as accounts
from jumelage.accounts.actor import Role, command
from jumelage.accounts.models import User
from jumelage.fields.models import Name
from jumelage.journal.models import Row
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.actions import SideValue
from jumelage.partnerships.models import City, Partnership, SharingValue, Side, StateValue, Topic
from jumelage.people import actions as people
from jumelage.people.models import Institution
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import Edition, EditionState, Lead, Series
from jumelage.values import LocalText, PartialDate

PASSWORD = "Seminar-Woche-1994"
_BY = command("demo")


@dataclass(frozen=True)
class Account:
    """One demo account: how to sign in, and what it may do, in words."""

    email: str
    name: str
    role_text: str
    language: str
    side: str = ""
    role: Role | None = None
    password: str = PASSWORD


ACCOUNTS: tuple[Account, ...] = (
    Account("admin@demo.example", "Alma Verwalterin", "administrator", "de"),
    Account("lindenhafen@demo.example", "Katrin Ahlsdorf", "coordinator, Lindenhafen side", "de", "a", Role.COORDINATOR),
    Account("jasnoretschinsk@demo.example", "Динара Сейтказина", "coordinator, Yasnorechinsk side", "ru", "b", Role.COORDINATOR),
    Account("editor@demo.example", "Jonas Brendel", "editor, Lindenhafen side", "de", "a", Role.EDITOR),
    Account("reader@demo.example", "Ruth Calder", "reader, Lindenhafen side", "en", "a", Role.READER),
)


def fill() -> None:
    """Write the demo's content down, once: where it was ever done, nothing is done again, whatever became of it."""
    if Row.objects.filter(actor_kind=_BY.kind, actor_id=_BY.id).exists():
        return
    with transaction.atomic():
        _Filling(tomllib.loads((files(__package__) / "facts.toml").read_text("utf-8"))).run()


class _Filling:
    """One pass over the facts, from the cities up to the notes."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts = facts
        self.by = _BY

    def run(self) -> None:
        users = {account.email: self._user(account) for account in ACCOUNTS}
        cities = {key: self._city(fact) for key, fact in self.facts["cities"].items()}
        topics = {key: partnerships.add_topic(by=self.by, label=_text(label)) for key, label in self.facts["topics"].items()}
        partnership = self._partnership(cities)
        sides = dict(zip("ab", partnership.sides.all(), strict=True))
        for account in ACCOUNTS:
            if account.role:
                partnerships.add_grant(by=self.by, user=users[account.email], side=sides[account.side], role=account.role)
        for key, city in cities.items():
            side = sides["a" if key == "lindenhafen" else "b"]
            partnerships.amend_shared(city, by=self.by, version=city.version, values={"introduced_by": side})
        institutions = self._institutions(cities, sides)
        self._seminars(partnership, sides, topics, institutions)

    def _user(self, account: Account) -> User:
        return accounts.add_user(
            by=self.by,
            email=account.email,
            name=account.name,
            language=account.language,
            is_administrator=account.role is None,
            password=account.password,
        )

    def _city(self, fact: dict[str, Any]) -> City:
        values = {key: value for key, value in fact.items() if key != "names"}
        return partnerships.add_city(by=self.by, names=_names(fact), **values)

    def _partnership(self, cities: dict[str, City]) -> Partnership:
        fact = self.facts["partnership"]
        sides = [
            SideValue(order, cities[fact[key]["city"]], _text(fact[key]["label"]))
            for order, key in ((1, "side_a"), (2, "side_b"))
        ]
        partnership = partnerships.add_partnership(
            by=self.by,
            sides=sides,
            states=[StateValue(**{**state, "reason": _text(state.get("reason", {}))}) for state in fact["states"]],
            sharing=[SharingValue(**decision) for decision in fact["sharing"]],
            category=fact["category"],
            since=PartialDate.parse(fact["since"]),
            description=_text(fact["description"]),
        )
        return partnerships.publish_partnership(by=self.by, partnership=partnership, version=partnership.version, published=True)

    def _institutions(self, cities: dict[str, City], sides: dict[str, Side]) -> dict[str, Institution]:
        found: dict[str, Institution] = {}
        for key, fact in self.facts["institutions"].items():
            values = {name: value for name, value in fact.items() if name not in ("names", "city", "parent")}
            values["introduced_by"] = sides["a" if fact["city"] == "lindenhafen" else "b"]
            parent = found[fact["parent"]] if "parent" in fact else None
            found[key] = people.add_institution(
                by=self.by, names=_names(fact), city=cities[fact["city"]], parent=parent, **values
            )
        return found

    def _seminars(
        self, partnership: Partnership, sides: dict[str, Side], topics: dict[str, Topic], institutions: dict[str, Institution]
    ) -> None:
        fact = self.facts["series"]
        leads = [Lead(sides[side].pk, institutions[key].pk) for side, key in zip("ab", fact["leads"], strict=True)]
        series = seminars.add_series(
            by=self.by, partnership=partnership, names=_names(fact), leads=leads, purpose=_text(fact["purpose"])
        )
        series = seminars.publish_series(by=self.by, series=series, version=series.version, published=True)
        editions = {edition["number"]: self._edition(series, edition, sides, topics) for edition in self.facts["editions"]}
        for note in self.facts["notes"]:
            about = editions[note["about"]]
            partnerships.add_note(
                by=self.by,
                about=about,
                partnership=partnership,
                side=sides[note["side"]],
                text=note["text"],
                visibility=note["visibility"],
            )

    def _edition(self, series: Series, fact: dict[str, Any], sides: dict[str, Side], topics: dict[str, Topic]) -> Edition:
        values = {
            "number": fact["number"],
            "dates": PartialDate.parse(fact["dates"]),
            "host_side": sides[fact["host"]],
            "host_city": sides[fact["host"]].city,
            "title": _text(fact.get("title", {})),
            "summary": _text(fact.get("summary", {})),
            "topics": [topics[key] for key in fact["topics"]],
        }
        if fact["state"] == EditionState.IDEA:
            return seminars.add_edition(by=self.by, series=series, **values)
        edition = seminars.document_edition(by=self.by, series=series, state=fact["state"], **values)
        return seminars.publish_edition(by=self.by, edition=edition, version=edition.version, published=True)


def _names(fact: dict[str, Any]) -> list[Name]:
    return [Name(**name) for name in fact["names"]]


def _text(texts: dict[str, str]) -> LocalText:
    """Make a text of which the first language is the original and the others are its reviewed translations."""
    original = next(iter(texts), "")
    text = LocalText.of(**{language: words for language, words in texts.items() if language == original})
    for language, words in texts.items():
        if language != original:
            text = text.translated(language, words, source=original, status="reviewed")
    return text
