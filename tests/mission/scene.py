"""The scene of the mission: Berlin–Moskau, its coordinator at home at the desk, and everybody who reads.

What a test is not about is made by the rooms' actions; the fact that it is about is entered by ``enter``, ``change`` or
``line`` with the form that stands on the desk, and is read by ``page`` (everybody) or ``screen`` (the coordinator).
Numbers, dates, institutions and holders of public office are those of the two reports. Private persons stand here by
their institution alone, or by their place in ``../shared/reports/expected.json`` (``named_privately``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jumelage.accounts.actor import Role
from jumelage.accounts.models import User
from jumelage.desk.screens import SCREENS
from jumelage.fields.models import Name
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.actions import SideValue
from jumelage.partnerships.models import City, Partnership, SharingValue, Side, StateValue
from jumelage.people import actions as people
from jumelage.people.models import BasisValue, Institution, Office, Person
from jumelage.seminars.models import Edition, Participation, Series
from jumelage.values import PartialDate
from jumelage.website import addresses
from tests.desk.browsing import Form, client_of, form_on, forms_on, text_of
from tests.factories import world as make
from tests.factories.kept import kept
from tests.factories.world import BY
from tests.mission.heard import Heard

EXPECTED = Path(__file__).parents[3] / "shared" / "reports" / "expected.json"
REPORT_22, REPORT_14 = "edition-22-moscow-2019.txt", "edition-14-berlin-2014.txt"
LAGESO = "Landesamt für Gesundheit und Soziales Berlin"
DEPARTMENT = "Departement für Arbeit und soziale Sicherheit der Bevölkerung der Stadt Moskau"
SENIAS = "Senatsverwaltung für Integration, Arbeit und Soziales"
FOUNDATION = "Fürst Donnersmarck-Stiftung zu Berlin"
EMBASSY = "Botschaft der Russischen Föderation"
PUBLIC_OFFICE = BasisValue("public_office")


@dataclass(frozen=True)
class Ground:
    """What every test of the mission stands on; without the editions where they are what it enters."""

    partnership: Partnership
    berlin: Side
    moscow: Side
    coordinator: User
    series: Series
    lageso: Institution
    department: Institution
    moscow_2019: Edition | None = None
    berlin_2014: Edition | None = None


@kept
def ground(*, held: bool) -> Ground:
    """Make the partnership with its coordinator and its series, and the two editions of the reports if they were *held*."""
    partnership = _partnership(_city("Berlin", "DE", "Europe/Berlin"), _city("Moskau", "RU", "Europe/Moscow", "Moscow"))
    berlin, moscow = partnership.sides.order_by("order")
    coordinator = make.user("Coordinator of Berlin")
    make.grant(coordinator, berlin, Role.COORDINATOR)
    series = _series(partnership)
    given: dict[str, Any] = {"published": True, "state": "reported"}
    weeks = {22: (moscow, "2019-06-16/2019-06-21"), 14: (berlin, "2014-11-23/2014-11-27")} if held else {}
    editions = {
        number: make.edition(series, number, dates=PartialDate(week), host_side=host, host_city=host.city, **given)
        for number, (host, week) in weeks.items()
    }
    return Ground(
        partnership,
        berlin,
        moscow,
        coordinator,
        series,
        make.institution(LAGESO, city=berlin.city, introduced_by=berlin),
        make.institution(DEPARTMENT, city=moscow.city, introduced_by=berlin),
        editions.get(22),
        editions.get(14),
    )


def _city(name: str, country: str, zone: str, english: str = "") -> City:
    names = [Name(name, "de"), *([Name(english, "en", "translation")] if english else [])]
    return partnerships.add_city(by=BY, names=names, country=country, time_zone=zone)


def _partnership(*cities: City) -> Partnership:
    made = partnerships.add_partnership(
        by=BY,
        sides=[SideValue(order, city) for order, city in enumerate(cities, start=1)],
        states=[StateValue("active", "1991-08-28", decided_by="Senat")],
        sharing=[SharingValue(2, open=True, on="2014-01-01", decided_by="Datenschutz")],
    )
    return partnerships.publish_partnership(by=BY, partnership=made, version=made.version, published=True)


def _series(partnership: Partnership) -> Series:
    names = [
        Name("Sozialseminar", "de", valid="2007/2017-11"),
        Name("Arbeits- und Sozialseminar", "de", valid="2017-11/.."),
        Name("labour and social seminar", "en", "translation", valid="2017-11/.."),
    ]
    made = make.seminars.add_series(by=BY, partnership=partnership, names=names, visibility="both_sides")
    return make.seminars.publish_series(by=BY, series=made, version=made.version, published=True)


class Scene:
    """The ground with somebody at the desk and somebody who reads."""

    def __init__(self, made: Ground) -> None:
        self.partnership, self.series = made.partnership, made.series
        self.berlin, self.moscow = made.berlin, made.moscow
        self.lageso, self.department = made.lageso, made.department
        self._editions = made.moscow_2019, made.berlin_2014
        self.desk = client_of(made.coordinator)
        self.reader = Client()

    @property
    def moscow_2019(self) -> Edition:
        """The 22nd edition."""
        return self._held(0)

    @property
    def berlin_2014(self) -> Edition:
        """The 14th edition."""
        return self._held(1)

    def _held(self, place: int) -> Edition:
        found = self._editions[place]
        assert found is not None, "The editions are not on this ground; ask for the fixture “scene”."
        return found

    # ── Writing, at the desk ─────────────────────────────────────────────────────────────────────────────────────────

    def enter(self, kind: str, query: str = "", **values: Any) -> Any:
        """Fill in the form of a new record and send it off; return the record."""
        address = reverse("desk:add", args=[kind])
        return self._recorded(self._send(address, query, values))

    def part(self, kind: str, edition: Edition, **values: Any) -> Any:
        """Fill in the form of a new part of an edition and send it off; return the part."""
        return self.enter(kind, f"?edition={edition.public_id}", **values)

    def change(self, record: Any, **values: Any) -> Any:
        """Fill in the form of a record that is there and send it off; return the record as it is then."""
        return self._recorded(self._send(reverse("desk:change", args=[record.kind(), record.public_id]), "", values))

    def publish(self, record: Any) -> None:
        """Press the button by which a record is published."""
        self._send(reverse("desk:verb", args=[record.kind(), record.public_id, "publish"]), "", {}, on=self._address(record))

    def line(self, edition: Edition, part: str, line: str, **values: Any) -> None:
        """Fill in a line of the edition's workspace and send it off."""
        address = reverse("desk:work", args=[edition.public_id, part]) + f"?line={line}"
        html = self.desk.get(address).content.decode()
        [form] = [form for form in forms_on(html) if form.fields.get("line") == [line]]
        self._post(address, html, form, {f"{line}-{name}": value for name, value in values.items()})

    def _send(self, address: str, query: str, values: dict[str, Any], *, on: str = "") -> Any:
        html = self.desk.get((on or address) + query).content.decode()
        return self._post(address, html, form_on(html, address), values)

    def _post(self, address: str, html: str, form: Form, values: dict[str, Any]) -> Any:
        named = {name.replace("__", "-"): value for name, value in values.items()}
        assert [name for name in named if f'name="{name}"' not in html] == [], "These fields are not on the form."
        response = self.desk.post(address, form.filled(**named))
        assert response.status_code == 302, text_of(response)
        return response

    def _recorded(self, response: Any) -> Any:
        kind, public_id = response["Location"].split("/")[2:4]
        return SCREENS[kind].model._default_manager.get(public_id=public_id)

    # ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def page(self, record: Any, language: str = "en") -> Heard:
        """Open the public page of a record."""
        response = self.reader.get(addresses.address_of(record, language))
        assert response.status_code == 200, (record, response.status_code)
        return Heard.of(response.content.decode())

    def search(self, words: str) -> Heard:
        """Search the archive."""
        return Heard.of(self.reader.get("/en/search/", {"q": words}).content.decode())

    def screen(self, record: Any) -> Heard:
        """Open the screen of a record on the desk."""
        return Heard.of(self.desk.get(self._address(record)).content.decode())

    def work(self, edition: Edition, part: str) -> Heard:
        """Open a part of the edition's workspace."""
        return Heard.of(self.desk.get(reverse("desk:work", args=[edition.public_id, part])).content.decode())

    def programme(self, edition: Edition, language: str = "en") -> Heard:
        """Open the public page of an edition at its programme."""
        return self.page(edition, language).region({"en": "Programme", "de": "Programm"}[language])

    def _address(self, record: Any) -> str:
        return reverse("desk:record", args=[record.kind(), record.public_id])

    # ── What a test is not about ─────────────────────────────────────────────────────────────────────────────────────

    def institution(self, name: str, **values: Any) -> Institution:
        """Add an institution of Berlin that the coordinator looks after."""
        given = {"city": self.berlin.city, "introduced_by": self.berlin, **values}
        return people.add_institution(by=BY, names=[Name(name, "de")], **given)

    def office(self, title: str, institution: Institution, **values: Any) -> Office:
        """Add a public office."""
        return make.office(title, institution=institution, names_holders=True, introduced_by=self.berlin, **values)

    def official(self, name: str, **values: Any) -> Person:
        """Add a holder of public office, who may be named everywhere."""
        return make.person(name, bases=[PUBLIC_OFFICE], introduced_by=self.berlin, **values)

    def came(self, edition: Edition, name: str, title: str, institution: Institution, **values: Any) -> Participation:
        """Let a holder of public office take part."""
        office = self.office(title, institution)
        return make.participation(edition, person=self.official(name), office=office, **values)

    def delegation(self, edition: Edition, side: Side) -> Any:
        """Add the delegation of a side."""
        return make.delegation(edition, side)


def named_privately(report: str, place: int) -> str:
    """Return the name of a private person, with the titles, by the place in what the reports are known to say."""
    if not EXPECTED.exists():
        pytest.skip(f"{EXPECTED} is not here, and no private person is named in this repository.")
    found = json.loads(EXPECTED.read_text("utf-8"))[report]["people"][place]
    return " ".join([*found["titles"], found["name"]])
