"""Invented records for the tests of the rooms, made through the rooms' own actions."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from jumelage.accounts import actions as accounts
from jumelage.accounts.actor import Actor, Role, command
from jumelage.accounts.models import User
from jumelage.fields.models import Name
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.actions import SideValue
from jumelage.partnerships.models import City, Partnership, SharingValue, Side
from jumelage.partnerships.queries import actor_for
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import Series

BY: Actor = command("test")
PASSWORD = "Seminar-Woche-1994"
_numbers = count(1)


def a_user(*, by: Actor = BY, **values: Any) -> User:
    """Enter a user with an address of their own."""
    number = next(_numbers)
    return accounts.add_user(by=by, **{"email": f"person{number}@example.org", "name": f"Person {number}", **values})


def a_city(name: str = "Lindenhafen", *, country: str = "DE", by: Actor = BY, **values: Any) -> City:
    """Enter a city with one German name."""
    return partnerships.add_city(by=by, names=[Name(name, "de")], country=country, time_zone="Europe/Berlin", **values)


def a_partnership(*countries: str, open_from: date | None = date(2020, 1, 1), **values: Any) -> Partnership:
    """Enter a partnership of new cities in *countries* (two German ones by default), abroad open from a day on or shut."""
    cities = [a_city(f"Stadt {place}", country=country) for place, country in enumerate(countries or ("DE", "DE"), start=1)]
    sides = [SideValue(order, city) for order, city in enumerate(cities, start=1)]
    abroad = [side.order for side in sides if side.city.country != "DE"]
    sharing = (
        [SharingValue(order, open=True, on=open_from.isoformat(), decided_by="Datenschutz") for order in abroad]
        if open_from
        else []
    )
    return partnerships.add_partnership(by=BY, sides=sides, sharing=sharing, **values)


def sides_of(partnership: Partnership) -> list[Side]:
    """Return the sides of a partnership in their order."""
    return list(partnership.sides.order_by("order"))


def an_actor(side: Side, role: Role = Role.COORDINATOR, **grant: Any) -> Actor:
    """Enter a user with a role for a side and return the actor that the user is."""
    user = a_user()
    partnerships.add_grant(by=BY, user=user, side=side, role=role, **grant)
    return actor_for(user)


def a_series(partnership: Partnership, *, by: Actor = BY, **values: Any) -> Series:
    """Enter a series with one German name."""
    return seminars.add_series(by=by, partnership=partnership, names=[Name("Sozialseminar", "de")], **values)
