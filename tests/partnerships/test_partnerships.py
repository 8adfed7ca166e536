"""Partnerships with their sides, states and decisions on sharing: what stands afterwards, who is logged, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from jumelage.accounts.actor import NOBODY, Role
from jumelage.fields.models import Name
from jumelage.journal.models import Address, Row
from jumelage.journal.rules import NotPermitted, Refusal, StaleRecord
from jumelage.partnerships import actions
from jumelage.partnerships.actions import SideValue
from jumelage.partnerships.models import (
    Grant,
    Note,
    Partnership,
    PartnershipState,
    Proposal,
    SharingValue,
    Side,
    StateValue,
)
from jumelage.values import LocalText, PartialDate
from tests.factories import world as make
from tests.factories.world import BY

pytestmark = pytest.mark.django_db

NAMES = [Name("Lindenhafen", "de"), Name("Линденхафен", "ru", "translation")]
STATES = [
    StateValue("active", "1994-05", decided_by="Rat", reference="17/1994"),
    StateValue("dormant", "2020", "civil", reason=LocalText.of(de="Pandemie")),
]


def logged(record_id: str) -> list[tuple[str, str, list[str]]]:
    """Return verb, actor and changed fields of everything written down about a record."""
    return [(row.verb, row.actor_id, row.changed) for row in Row.objects.filter(record_id=record_id)]


def a_decision(side: int, on: str, reference: str = "") -> SharingValue:
    """Make a decision that opens sharing with a side."""
    return SharingValue(side, open=True, on=on, decided_by="Datenschutz", reference=reference)


def test_a_partnership_is_entered_with_sides_states_and_decisions() -> None:
    cities = [make.city("Lindenhafen"), make.city("Jasnoretschinsk", country="KZ")]
    label = LocalText.of(de="Lindenhafener Seite")
    sharing = [a_decision(2, "2022-10-01", reference="DS 4")]
    made = actions.add_partnership(
        by=BY,
        sides=[SideValue(1, cities[0], label), SideValue(2, cities[1])],
        states=STATES,
        sharing=sharing,
        category="friendship",
        since=PartialDate.parse("1994-05"),
    )
    stored = Partnership.objects.get()
    assert [(side.order, side.city, side.label) for side in stored.sides.all()] == [
        (1, cities[0], label),
        (2, cities[1], LocalText()),
    ]
    assert [state.as_value() for state in stored.states.all()] == STATES
    assert [decision.as_value() for decision in stored.sharing.all()] == sharing
    assert (stored.category, stored.since, stored.published, stored.version) == (
        "friendship",
        PartialDate.parse("1994-05"),
        False,
        1,
    )
    assert str(made) == "Lindenhafen–Jasnoretschinsk"
    assert logged(made.public_id) == [("add", "test", ["category", "published", "sharing", "sides", "since", "states"])]
    after = Row.objects.get(record_id=made.public_id).detail.after
    assert [side["city"] for side in after["sides"]] == [city.public_id for city in cities]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sides": 1}, "sides"),
        ({"sides": "same city"}, "sides"),
        ({"sides": "same place"}, "sides"),
        ({"states": [StateValue("ended", "2014", reference="1")]}, "states"),
        ({"states": [StateValue("active", "2014", "sometimes")]}, "states"),
        ({"sharing": [a_decision(3, "2020-01-01")]}, "sharing"),
        ({"sharing": [a_decision(2, "morgen")]}, "sharing"),
        ({"sharing": [a_decision(2, "")]}, "sharing"),
        ({"category": "marriage"}, "category"),
        ({"since": "rubbish"}, "since"),
    ],
)
def test_what_is_wrong_with_a_partnership_is_said_and_nothing_is_left(change: dict[str, Any], field: str) -> None:
    first, second = make.city("Eins"), make.city("Zwei")
    kept = make.bare_partnership()
    sides = {
        1: [SideValue(1, first)],
        "same city": [SideValue(1, first), SideValue(2, first)],
        "same place": [SideValue(1, first), SideValue(1, second)],
    }
    change = dict(change, sides=sides.get(change.get("sides", ""), [SideValue(1, first), SideValue(2, second)]))
    rows, addresses = Row.objects.count(), Address.objects.count()
    if field != "since":  # an attribute that is no date cannot even be set
        with pytest.raises(Refusal) as caught:
            actions.add_partnership(by=BY, **change)
        assert caught.value.field == field
    with pytest.raises(Refusal) as caught:
        actions.change_partnership(by=BY, partnership=kept, version=1, **change)
    assert caught.value.field == field
    assert (Partnership.objects.count(), Row.objects.count(), Address.objects.count()) == (1, rows, addresses)
    assert [str(side) for side in kept.sides.all()] == ["Stadt 1", "Stadt 2"]


def test_an_end_without_a_decision_is_refused_by_the_database_too() -> None:
    partnership = make.bare_partnership()
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnershipState.objects.create(partnership=partnership, state="ended", since="2014")
    PartnershipState.objects.create(partnership=partnership, state="ended", since="2014", reference="Beschluss 1")


def test_a_place_among_the_sides_is_taken_once_in_the_database() -> None:
    partnership = make.bare_partnership()
    with pytest.raises(IntegrityError), transaction.atomic():
        Side.objects.create(partnership=partnership, order=1, city=make.city())


def test_a_coordinator_changes_her_partnership_but_not_sharing_nor_cities() -> None:
    partnership = make.bare_partnership("DE", "KZ")
    first, second = make.sides_of(partnership)
    by = make.actor(first)
    same = [decision.as_value() for decision in partnership.sharing.all()]
    changed = actions.change_partnership(by=by, partnership=partnership, version=1, states=STATES, sharing=same, since="1994")
    assert [state.as_value() for state in changed.states.all()] == STATES
    assert logged(partnership.public_id)[-1] == ("change", by.id, ["since", "states"])
    for refused in ({"sharing": []}, {"sides": [SideValue(1, second.city), SideValue(2, first.city)]}):
        with pytest.raises(NotPermitted):
            actions.change_partnership(by=by, partnership=changed, version=2, **refused)  # type: ignore[arg-type]
    for stranger in (make.actor(first, Role.EDITOR), make.actor(make.sides_of(make.bare_partnership())[0]), NOBODY):
        with pytest.raises(NotPermitted):
            actions.change_partnership(by=stranger, partnership=changed, version=2, category="contact")
        with pytest.raises(NotPermitted):
            actions.publish_partnership(by=stranger, partnership=changed, version=2, published=True)
    labels = [SideValue(1, first.city, LocalText.of(de="Wir")), SideValue(2, second.city)]
    changed = actions.change_partnership(by=by, partnership=changed, version=2, sides=labels)
    assert (changed.version, make.sides_of(changed)[0].label) == (3, LocalText.of(de="Wir"))


def test_sides_keep_their_identity_by_their_order() -> None:
    partnership = make.bare_partnership()
    first, second = make.sides_of(partnership)
    new, third = make.city("Neu"), make.city("Dritte")
    sides = [SideValue(2, new), SideValue(1, first.city), SideValue(3, third)]
    changed = actions.change_partnership(by=BY, partnership=partnership, version=1, sides=sides, category="contact")
    assert [(side.pk, side.city) for side in make.sides_of(changed)[:2]] == [(first.pk, first.city), (second.pk, new)]
    assert (changed.version, Partnership.objects.get().version) == (2, 2)
    assert [fields for _verb, _by, fields in logged(partnership.public_id)[1:]] == [["category"], ["sides"]]
    again = actions.change_partnership(by=BY, partnership=changed, version=2, sides=sides)
    assert again.version == 2
    fewer = actions.change_partnership(by=BY, partnership=again, version=2, sides=sides[:2])
    assert (fewer.version, fewer.sides.count()) == (3, 2)
    with pytest.raises(StaleRecord):
        actions.change_partnership(by=BY, partnership=fewer, version=2, sides=sides)
    assert fewer.sides.count() == 2


@pytest.mark.parametrize("holds", ["grant", "note", "proposal", "series", "sharing"])
def test_a_side_that_holds_something_is_not_taken_away(holds: str) -> None:
    partnership = make.bare_partnership("DE", "DE", "DE")
    third = make.sides_of(partnership)[2]
    version = 1
    if holds == "grant":
        actions.add_grant(by=BY, user=make.user(), side=third, role=Role.READER)
    elif holds == "note":
        actions.add_note(by=BY, about=partnership, partnership=partnership, side=third, text="x")
    elif holds == "proposal":
        Proposal.objects.create(public_id="23456789", about_type="x", about_id="x", about_version=1, side=third)
    elif holds == "series":
        make.series(partnership, owner_side=third)
    else:
        decisions = [a_decision(3, "2020-01-01")]
        version = actions.change_partnership(by=BY, partnership=partnership, version=1, sharing=decisions).version
    fewer = [SideValue(side.order, side.city) for side in make.sides_of(partnership)[:2]]
    with pytest.raises(Refusal) as caught:
        actions.change_partnership(by=BY, partnership=partnership, version=version, sides=fewer)
    assert caught.value.field == ("sharing" if holds == "sharing" else "sides")
    assert partnership.sides.count() == 3


def test_a_partnership_is_published_hidden_and_deleted_with_what_hangs_on_it() -> None:
    partnership = make.bare_partnership()
    first, second = make.sides_of(partnership)
    shown = actions.publish_partnership(by=make.actor(first), partnership=partnership, version=1, published=True)
    assert Partnership.objects.get().published
    hidden = actions.publish_partnership(by=BY, partnership=shown, version=2, published=False)
    assert [verb for verb, *_rest in logged(partnership.public_id)] == ["add", "publish", "unpublish"]
    editor = make.user()
    grant = actions.add_grant(by=BY, user=editor, side=second, role=Role.EDITOR)
    note = actions.add_note(by=BY, about=hidden, partnership=hidden, side=second, text="x")
    with pytest.raises(NotPermitted):
        actions.delete_partnership(by=make.actor(first), partnership=hidden)
    public_id = hidden.public_id
    actions.delete_partnership(by=BY, partnership=hidden)
    assert not any(model.objects.exists() for model in (Partnership, Side, Grant, Note))
    states = set(Address.objects.filter(pk__in=[public_id, grant.public_id, note.public_id]).values_list("state", flat=True))
    assert states == {"gone"}
    assert Address.objects.get(pk=public_id).was_public
    assert not editor.groups.exists()
    assert [verb for verb, *_rest in logged(note.public_id)] == ["add", "delete"]


def test_a_partnership_with_a_series_stays() -> None:
    partnership = make.bare_partnership()
    actions.add_note(by=BY, about=partnership, partnership=partnership, side=make.sides_of(partnership)[0], text="x")
    make.series(partnership)
    with translation.override("en"), pytest.raises(Refusal, match="series"):
        actions.delete_partnership(by=BY, partnership=partnership)
    assert Note.objects.exists()


def test_a_partnership_begins_on_a_date_and_not_in_a_period() -> None:
    made = make.bare_partnership()
    period = PartialDate.parse("1994-05/..")
    with pytest.raises(Refusal) as refusal:
        actions.change_partnership(by=BY, partnership=made, version=made.version, since=period)
    assert refusal.value.field == "since"
    cities = [make.city("Erste"), make.city("Zweite")]
    with pytest.raises(Refusal) as refusal:
        actions.add_partnership(by=BY, sides=[SideValue(1, cities[0]), SideValue(2, cities[1])], since=period)
    assert refusal.value.field == "since"
    assert Partnership.objects.get().since is None
