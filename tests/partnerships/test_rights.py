"""Who sees and who writes what: grants become an actor, an actor a filter, and the filter agrees with the rule.

The planted texts could leak: every case is asked of a real database.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jumelage.accounts.actor import NOBODY, Actor, Role
from jumelage.accounts.models import User
from jumelage.journal.rules import Refusal
from jumelage.partnerships import actions, queries, rules
from jumelage.partnerships.models import Partnership, SharingValue, Visibility
from jumelage.partnerships.queries import actor_for
from jumelage.seminars import queries as seminar_queries
from jumelage.seminars import rules as seminar_rules
from jumelage.seminars.models import Edition, Series
from tests.factories import world as make
from tests.factories.world import BY

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


def test_nobody_and_the_inactive_have_no_rights() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert actor_for(AnonymousUser()) == NOBODY
    assert len(asked) == 0
    side = make.sides_of(make.bare_partnership())[0]
    user = make.user()
    actions.add_grant(by=BY, user=user, side=side, role=Role.COORDINATOR)
    user.is_active = False
    assert actor_for(user) == NOBODY


@pytest.mark.parametrize("grants", [1, 12])
def test_an_actor_costs_two_queries_however_many_grants(grants: int) -> None:
    user = make.user()
    for _ in range(grants):
        actions.add_grant(by=BY, user=user, side=make.sides_of(make.bare_partnership("DE", "KZ"))[1], role=Role.READER)
    with CaptureQueriesContext(connection) as asked:
        actor = actor_for(User.objects.get(pk=user.pk))
    assert len(asked) == 3  # the user, the grants, the decisions
    assert len(actor.grants) == grants


def test_an_actor_carries_who_it_is() -> None:
    user = make.user(is_administrator=True)
    assert actor_for(user) == Actor(kind="user", id=user.public_id, is_administrator=True)


@pytest.mark.parametrize(
    ("until", "held"), [(None, True), (TODAY, True), (TODAY - timedelta(1), False), (TODAY + timedelta(1), True)]
)
def test_a_grant_holds_until_its_last_day(until: date | None, held: bool) -> None:
    side = make.sides_of(make.bare_partnership())[0]
    assert bool(make.actor(side, until=until).grants) is held


DECISIONS = {
    "none": ([], False),
    "open today": ([(2, True, TODAY)], True),
    "open tomorrow": ([(2, True, TODAY + timedelta(1))], False),
    "shut again": ([(2, True, date(2020, 1, 1)), (2, False, TODAY)], False),
    "shut tomorrow": ([(2, True, date(2020, 1, 1)), (2, False, TODAY + timedelta(1))], True),
    "written in another order": ([(2, False, date(2022, 1, 1)), (2, True, date(2020, 1, 1))], False),
    "twice on a day": ([(2, False, TODAY), (2, True, TODAY)], True),
    "for the other side": ([(1, True, TODAY)], False),
}


@pytest.mark.parametrize("decisions", DECISIONS)
def test_a_side_abroad_sees_what_is_shared_only_by_a_dated_decision(decisions: str) -> None:
    taken, opened = DECISIONS[decisions]
    partnership = make.bare_partnership("DE", "KZ", open_from=None)
    sharing = [SharingValue(side, open=is_open, on=day.isoformat(), decided_by="Datenschutz") for side, is_open, day in taken]
    actions.change_partnership(by=BY, partnership=partnership, version=1, sharing=sharing)
    home, abroad = make.sides_of(partnership)
    assert [grant.open for grant in make.actor(home).grants] == [True]
    assert [grant.open for grant in make.actor(abroad).grants] == [opened]


def test_home_is_the_country_of_the_installation(settings: Any) -> None:
    settings.COUNTRY = "KZ"
    home, abroad = make.sides_of(make.bare_partnership("KZ", "DE", open_from=None))
    assert [grant.open for grant in make.actor(home).grants] == [True]
    assert [grant.open for grant in make.actor(abroad).grants] == [False]


def test_a_decision_of_one_partnership_opens_no_other() -> None:
    make.bare_partnership("DE", "KZ")
    shut = make.bare_partnership("DE", "KZ", open_from=None)
    assert [grant.open for grant in make.actor(make.sides_of(shut)[1]).grants] == [False]


def test_a_coordinator_abroad_cannot_open_sharing_for_herself() -> None:
    partnership = make.bare_partnership("DE", "KZ", open_from=None)
    home, abroad = make.sides_of(partnership)
    by, at_home = make.actor(abroad), make.actor(home)
    city = actions.amend_shared(abroad.city, by=BY, version=1, values={"introduced_by": abroad})
    names = [name.as_value() for name in city.names.all()]
    with pytest.raises(Refusal):
        actions.change_city(by=by, city=city, version=2, names=names, country="DE")
    with pytest.raises(Refusal):
        actions.change_partnership(
            by=by, partnership=partnership, version=1, sharing=[SharingValue(2, open=True, on="2020-01-01", decided_by="Wir")]
        )
    sides = [actions.SideValue(1, home.city), actions.SideValue(2, make.city("Neustadt"))]
    for actor in (by, at_home):
        with pytest.raises(Refusal):
            actions.change_partnership(by=actor, partnership=partnership, version=1, sides=sides)
    assert not make.actor(abroad).open_partnerships
    assert actions.change_city(by=by, city=city, version=2, names=names, country="KZ", wikidata="Q1").wikidata == "Q1"


# --- the filter and the rule are one law ----------------------------------------------------------------------------

ROLES = (
    "nobody",
    "administrator",
    "stranger",
    *(f"{role} {side} {sharing}" for role, side, sharing in product(Role, "12", ("open", "shut"))),
)
RECORDS = list(product((None, 1, 2), Visibility.values))


@pytest.fixture
def actors() -> Callable[[str, Partnership], Actor]:
    """Return somebody in a role; *sharing* is that of the partnership."""

    def made(who: str, partnership: Partnership) -> Actor:
        if who == "nobody":
            return NOBODY
        if who == "administrator":
            return actor_for(make.user(is_administrator=True))
        if who == "stranger":
            return make.actor(make.sides_of(make.bare_partnership())[0])
        role, side, _sharing = who.split()
        return make.actor(make.sides_of(partnership)[int(side) - 1], Role(role))

    return made


def may_see(who: str, owner: int | None, visibility: str) -> bool:
    """Return what house.md says, in words of its own: the other half of the comparison."""
    if who in ("nobody", "stranger"):
        return False
    if who == "administrator":
        return True
    _role, side, sharing = who.split()
    if owner == int(side):
        return True
    if side == "2" and sharing == "shut":
        return False
    return owner is None or visibility != "internal"


@pytest.mark.parametrize("who", ROLES)
def test_filter_and_rule_agree_for_every_record(who: str, actors: Callable[[str, Partnership], Actor]) -> None:
    partnership = make.bare_partnership("DE", "KZ", open_from=None if who.endswith("shut") else date(2020, 1, 1))
    actor = actors(who, partnership)
    sides = {None: None, **dict(enumerate(make.sides_of(partnership), start=1))}
    for owner, visibility in RECORDS:
        series = make.series(partnership, owner_side=sides[owner], visibility=visibility)
        expected = may_see(who, owner, visibility)
        found = Series.objects.filter(queries.side_filter(actor), pk=series.pk).exists()
        assert found is expected, (who, owner, visibility)
        assert rules.sees(actor, series, partnership=partnership.pk) is expected, (who, owner, visibility)
        assert seminar_queries.visible_series(actor).filter(pk=series.pk).exists() is expected


@pytest.mark.parametrize("who", ROLES)
def test_an_edition_is_seen_only_with_its_series(who: str, actors: Callable[[str, Partnership], Actor]) -> None:
    partnership = make.bare_partnership("DE", "KZ", open_from=None if who.endswith("shut") else date(2020, 1, 1))
    actor = actors(who, partnership)
    sides = {None: None, **dict(enumerate(make.sides_of(partnership), start=1))}
    for owner, visibility in RECORDS:
        series = make.series(partnership, owner_side=sides[owner], visibility=visibility)
        for of_edition in ("internal", "both_sides"):
            edition = Edition.objects.create(
                public_id=f"{series.pk}-{of_edition[:3]}", series=series, owner_side=sides[owner], visibility=of_edition
            )
            expected = may_see(who, owner, visibility) and may_see(who, owner, of_edition)
            found = seminar_queries.visible_to(actor).filter(pk=edition.pk).exists()
            assert found is expected, (who, owner, visibility, of_edition)
            assert seminar_rules.sees_edition(actor, edition) is expected


def test_what_grants_show_below_a_public_series_needs_no_other_right_to_it() -> None:
    partnership = make.bare_partnership(published=False)
    first, second = make.sides_of(partnership)
    series = make.series(partnership, owner_side=first, visibility="internal")
    edition = Edition.objects.create(public_id="23456789", series=series, owner_side=first, visibility="both_sides")
    other = make.actor(second)
    assert not seminar_queries.visible_to(other).exists()
    Series.objects.update(published=True)
    assert not seminar_queries.visible_to(other).exists()
    Partnership.objects.update(published=True)
    assert seminar_queries.visible_to(other).get() == edition
    assert seminar_rules.sees_edition(other, Edition.objects.get())
    assert not seminar_queries.visible_to(NOBODY).exists()
    assert not seminar_rules.sees_edition(NOBODY, Edition.objects.get())


@pytest.mark.parametrize("who", ROLES)
def test_writing_needs_a_coordinator_of_the_side_or_an_open_one_for_what_is_shared(
    who: str, actors: Callable[[str, Partnership], Actor]
) -> None:
    partnership = make.bare_partnership("DE", "KZ", open_from=None if who.endswith("shut") else date(2020, 1, 1))
    actor = actors(who, partnership)
    role, side, sharing = (*who.split(), "", "")[:3]
    for number, owner in ((None, None), *((place, found.pk) for place, found in enumerate(make.sides_of(partnership), start=1))):
        expected = who == "administrator" or (
            role == "coordinator" and (str(number) == side if number else not (side == "2" and sharing == "shut"))
        )
        assert rules.may_write(actor, partnership=partnership.pk, owner_side=owner) is expected, (who, number)
    assert rules.may_change_partnership(actor, partnership) is (
        who == "administrator" or (role == "coordinator" and not (side == "2" and sharing == "shut"))
    )


@pytest.mark.parametrize("who", ROLES)
def test_notes_of_the_other_side_stay_with_it(who: str, actors: Callable[[str, Partnership], Actor]) -> None:
    partnership = make.bare_partnership("DE", "KZ", open_from=None if who.endswith("shut") else date(2020, 1, 1))
    actor = actors(who, partnership)
    for number, side in enumerate(make.sides_of(partnership), start=1):
        for visibility in ("internal", "both_sides"):
            note = actions.add_note(by=BY, about=partnership, partnership=partnership, side=side, text="x", visibility=visibility)
            expected = may_see(who, number, visibility)
            assert queries.visible_notes(actor).filter(pk=note.pk).exists() is expected, (who, number, visibility)
            assert queries.visible_notes(actor, about_id=partnership.public_id).filter(pk=note.pk).exists() is expected
            assert not queries.visible_notes(actor, about_id="23456789").exists()


@pytest.mark.parametrize("who", ROLES)
def test_grants_are_seen_by_whom_they_concern(who: str, actors: Callable[[str, Partnership], Actor]) -> None:
    partnership = make.bare_partnership("DE", "KZ")
    actor = actors(who, partnership)
    role, side, _sharing = (*who.split(), "", "")[:3]
    for number, granted in enumerate(make.sides_of(partnership), start=1):
        grant = actions.add_grant(by=BY, user=make.user(), side=granted, role=Role.READER)
        expected = who == "administrator" or (role == "coordinator" and str(number) == side)
        assert queries.visible_grants(actor).filter(pk=grant.pk).exists() is expected
        assert rules.may_see_grant(actor, grant) is expected
    for own in queries.visible_grants(actor).filter(user__public_id=actor.id or "-"):
        assert rules.may_see_grant(actor, own)
    if role in ("editor", "reader"):
        assert [grant.user.public_id for grant in queries.visible_grants(actor)] == [actor.id]


def test_a_partnership_is_seen_when_published_or_by_a_role() -> None:
    hidden, shown = make.bare_partnership(), make.bare_partnership()
    actions.publish_partnership(by=BY, partnership=shown, version=1, published=True)
    assert set(queries.visible_to(NOBODY)) == {shown}
    assert set(queries.visible_to(make.actor(make.sides_of(hidden)[0], Role.READER))) == {hidden, shown}
    assert set(queries.visible_to(BY)) == {hidden, shown}
    of_shown = {side.city for side in make.sides_of(shown)}
    assert set(queries.visible_cities(NOBODY)) == of_shown
    assert set(queries.visible_cities(actor_for(make.user()))) == of_shown
    assert set(queries.visible_cities(make.actor(make.sides_of(hidden)[0], Role.READER))) > of_shown


def test_the_sides_of_an_actor_are_those_of_the_wanted_roles() -> None:
    first, second = make.sides_of(make.bare_partnership())
    user = make.user()
    actions.add_grant(by=BY, user=user, side=first, role=Role.COORDINATOR)
    actions.add_grant(by=BY, user=user, side=second, role=Role.READER)
    actor = actor_for(user)
    assert list(queries.sides_of(actor)) == [first, second]
    assert list(queries.sides_of(actor, roles=rules.COORDINATORS)) == [first]
    assert not queries.sides_of(NOBODY).exists()
    assert queries.sides_of(BY).count() == 2


def test_names_of_partnerships_are_loaded_in_four_queries_however_many() -> None:
    for _ in range(5):
        make.bare_partnership()
    with CaptureQueriesContext(connection) as asked:
        titles = [str(found) for found in queries.with_names(queries.visible_to(BY))]
    assert titles == ["Stadt 1–Stadt 2"] * 5
    assert len(asked) == 4
