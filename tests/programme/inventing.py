"""What the tests of this room start from: an edition in Lindenhafen with people in it."""

from __future__ import annotations

from typing import Any

from jumelage.partnerships.models import City
from jumelage.seminars.models import Delegation, Edition, Participation
from tests.factories import world as make
from tests.factories.world import BY


def an_edition(**values: Any) -> Edition:
    """Document an edition of June 2019 in the city of the first side, by the clocks of Berlin."""
    partnership, published = make.bare_partnership(), values.get("published", False)
    if published:
        partnership = make.partnerships.publish_partnership(by=BY, partnership=partnership, version=1, published=True)
    series = make.series(partnership, published=published)
    side = make.sides_of(series.partnership)[0]
    return make.edition(series, **{"host_side": side, "host_city": side.city, **values})


def in_zone(city: City, zone: str) -> City:
    """Let a city lie in another time zone."""
    names = [name.as_value() for name in city.names.all()]
    return make.partnerships.change_city(by=BY, city=city, version=city.version, names=names, time_zone=zone)


def someone(edition: Edition, name: str = "Karla Muster", **values: Any) -> Participation:
    """Let somebody of that name take part, as an expert where nothing else is said."""
    given = {"kind_of": "expert", "person": make.person(name), **values}
    return make.seminars.add_participation(by=BY, edition=edition, **given)


def a_delegation(edition: Edition, **values: Any) -> Delegation:
    """Enter the delegation of the second side."""
    side = make.sides_of(edition.series.partnership)[1]
    return make.seminars.add_delegation(by=BY, edition=edition, side=side, **values)


def a_member(delegation: Delegation, name: str, **values: Any) -> Participation:
    """Let somebody of that name come with a delegation."""
    return someone(delegation.edition, name, delegation=delegation, kind_of="delegate", **values)
