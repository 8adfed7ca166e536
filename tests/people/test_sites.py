"""Sites: buildings and rooms, with what is known of their access."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jumelage.accounts.actor import NOBODY, Role
from jumelage.fields.models import Name
from jumelage.journal.models import Row
from jumelage.journal.rules import NotPermitted, Refusal, StaleRecord
from jumelage.people import actions, queries
from jumelage.people.models import Site
from jumelage.values import LocalText
from tests.factories import world as make
from tests.factories.world import BY

pytestmark = pytest.mark.django_db

NAMES = [Name("Altes Rathaus", "de"), Name("Старая ратуша", "ru", "translation")]


def test_a_site_is_entered_with_what_is_known_of_it() -> None:
    side = make.sides_of(make.bare_partnership())[0]
    by, city = make.actor(side), make.city()
    values = {
        "institution": make.institution(city=city),
        "within": make.site(),
        "city": city,
        "street": "Markt 1",
        "postal_code": "12345",
        "address_language": "de",
        "latitude": Decimal("53.5"),
        "longitude": Decimal("-9.25"),
        "has_public_counter": True,
        "capacity": 40,
        "wheelchair_places": 2,
        "step_free": "partly",
        "accessible_toilet": "no",
        "access_checked_on": date(2026, 1, 2),
    }
    made = actions.add_site(by=by, names=NAMES, access_note=LocalText.of(de="Aufzug im Hof"), **values)
    stored = Site.objects.get(pk=made.pk)
    assert {name: getattr(stored, name) for name in values} == values
    assert [row.as_value() for row in stored.names.all()] == NAMES
    assert (stored.introduced_by, stored.access_note.text("de"), str(stored)) == (side, "Aufzug im Hof", "Altes Rathaus")
    row = Row.objects.get(record_id=made.public_id)
    assert (row.verb, row.actor_id, {"names", "street", "capacity"} <= set(row.changed)) == ("add", by.id, True)


def test_a_street_will_do_for_a_name() -> None:
    made = actions.add_site(by=BY, street="Markt 1")
    assert (str(made), made.names.count()) == ("Markt 1", 0)
    with pytest.raises(Refusal) as caught:
        actions.change_site(by=BY, site=made, version=1, street="")
    assert caught.value.field == "names"
    named = actions.change_site(by=BY, site=made, version=1, street="", names=NAMES)
    with pytest.raises(Refusal):
        actions.change_site(by=BY, site=named, version=2, names=[])
    assert actions.change_site(by=BY, site=named, version=2, capacity=5).names.count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"latitude": Decimal(91), "longitude": Decimal(0)}, "latitude"),
        ({"latitude": Decimal(0), "longitude": Decimal(181)}, "longitude"),
        ({"latitude": Decimal(1)}, None),
        ({"longitude": Decimal(1)}, None),
        ({"capacity": 5, "wheelchair_places": 6}, None),
        ({"step_free": "perhaps"}, "step_free"),
    ],
)
def test_what_is_wrong_with_a_site_is_refused(values: dict[str, Any], field: str | None) -> None:
    with pytest.raises(Refusal) as caught:
        make.site(**values)
    assert caught.value.field == field
    kept = make.site()
    with pytest.raises(Refusal) as caught:
        actions.change_site(by=BY, site=kept, version=1, **values)
    assert (caught.value.field, Site.objects.get().version) == (field, 1)
    if field is None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Site.objects.filter(pk=kept.pk).update(**values)


def test_a_site_is_no_room_of_itself_however_many_steps_round() -> None:
    house = make.site()
    floor = make.site(within=house)
    room = make.site(within=floor)
    assert queries.sites_around(room) == {house.pk, floor.pk}
    for within in (house, floor, room):
        with pytest.raises(Refusal) as caught:
            actions.change_site(by=BY, site=house, version=1, within=within)
        assert caught.value.field == "within"
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.filter(pk=house.pk).update(within=house.pk)
    assert actions.change_site(by=BY, site=room, version=1, within=house).within == house
    with pytest.raises(Refusal):
        actions.delete_site(by=BY, site=house)


def test_a_site_is_changed_and_deleted_by_who_looks_after_it_and_seen_by_every_role() -> None:
    first, second = make.sides_of(make.bare_partnership())
    site = make.site(introduced_by=first)
    for by in (make.actor(second), make.actor(first, Role.READER), NOBODY):
        with pytest.raises(NotPermitted):
            actions.change_site(by=by, site=site, version=1, capacity=5)
        with pytest.raises(NotPermitted):
            actions.delete_site(by=by, site=site)
    assert list(queries.visible_sites(make.actor(second, Role.READER))) == list(queries.visible_sites(BY)) == [site]
    assert not queries.visible_sites(NOBODY).exists()
    changed = actions.change_site(by=make.actor(first), site=site, version=1, capacity=5)
    assert (changed.capacity, changed.version) == (5, 2)
    with pytest.raises(StaleRecord):
        actions.change_site(by=make.actor(first), site=site, version=1, capacity=6)
    actions.delete_site(by=make.actor(first), site=changed)
    assert not Site.objects.exists()
