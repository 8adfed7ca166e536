"""Who sees what stands below an edition; with a person only where she may be seen, in public only where she may be named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jumelage.accounts.actor import NOBODY, Actor, Role
from jumelage.people.models import BasisValue
from jumelage.people.queries import nameable
from jumelage.seminars import actions, queries
from jumelage.seminars.models import Participation
from tests.factories import world as make
from tests.factories.world import BY
from tests.seminars.scene import TODAY, Scene, scene

pytestmark = pytest.mark.django_db

#: The queries of parts that show nobody.
OTHERS = {
    "delegation": queries.visible_delegations,
    "objective": queries.visible_objectives,
    "focus_topic": queries.visible_focus_topics,
    "publication": queries.visible_publications,
}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


def published(at: Scene) -> None:
    """Publish the scene's partnership, series and edition."""
    make.partnerships.publish_partnership(by=BY, partnership=at.partnership, version=1, published=True)
    actions.publish_series(by=BY, series=at.series, version=1, published=True)
    actions.publish_edition(by=BY, edition=at.edition, version=1, published=True)


def seen(actor: Actor, record: Any, visible: Any = queries.visible_participations) -> bool:
    """Say whether a query shows a record to somebody."""
    return bool(visible(actor).filter(pk=record.pk).exists())


@pytest.mark.parametrize(
    ("owner", "visibility", "is_open", "home", "guest"),
    [
        ("", "both_sides", True, True, True),
        ("", "both_sides", False, True, False),
        ("home", "internal", True, True, False),
        ("home", "both_sides", True, True, True),
        ("home", "both_sides", False, True, False),
        ("guest", "internal", True, False, True),
        ("guest", "internal", False, False, True),
        ("guest", "both_sides", False, True, True),
    ],
)
def test_parts_are_seen_as_their_edition(owner: str, visibility: str, is_open: bool, home: bool, guest: bool) -> None:
    at = scene(open_from=date(2020, 1, 1) if is_open else None, owner=owner, visibility=visibility)
    rows = {name: getattr(make, name)(at.edition, *([at.home] if name == "delegation" else [])) for name in OTHERS}
    visible = {**OTHERS, "named": queries.visible_participations, "unnamed": queries.visible_participations}
    rows |= {"named": make.participation(at.edition, person=make.person()), "unnamed": make.participation(at.edition)}
    elsewhere = make.actor(make.sides_of(make.bare_partnership())[0])
    readers = (make.actor(at.home, Role.READER), make.actor(at.guest, Role.READER))
    for name, row in rows.items():
        found = [seen(actor, row, visible[name]) for actor in (at.by, at.abroad, *readers, elsewhere, NOBODY, BY)]
        assert found == [home, guest, home, guest, False, False, True], name


@pytest.mark.parametrize(
    ("basis", "shown"),
    [
        ([], False),
        ([BasisValue("public_office")], True),
        ([BasisValue("public_office", until="2026-11-21")], False),
        ([BasisValue("public_office", since="2026-11-23")], False),
        ([BasisValue("consent", review_on="2027-01-01")], True),
        ([BasisValue("consent", review_on="2026-11-21")], False),
        ([BasisValue("consent", scope="here", review_on="2027-01-01")], True),
        ([BasisValue("consent", scope="elsewhere", review_on="2027-01-01")], False),
        ([BasisValue("public_office"), BasisValue("none")], False),
        ([BasisValue("public_office"), BasisValue("none", scope="here")], False),
        ([BasisValue("public_office"), BasisValue("none", scope="elsewhere")], True),
        ([BasisValue("public_office"), BasisValue("none", until="2026-11-21")], True),
    ],
)
def test_in_public_somebody_is_shown_who_may_be_named_there(basis: list[BasisValue], shown: bool) -> None:
    at = scene()
    published(at)
    scopes = {"": "", "here": at.edition.public_id, "elsewhere": at.series.public_id}
    bases = [BasisValue(**{**vars(value), "scope": scopes[value.scope]}) for value in basis]
    person = make.person(bases=bases)
    row, place = make.participation(at.edition, person=person), make.participation(at.edition)
    represented = make.participation(at.edition, represents_person=person)
    stranger = make.actor(make.sides_of(make.bare_partnership())[0])
    for actor in (NOBODY, stranger):
        assert [seen(actor, one) for one in (row, represented, place)] == [shown, shown, True]
    assert [seen(at.by, one) for one in (row, represented, place)] == [True, True, True]
    assert (person.pk in nameable(at.edition.public_id, TODAY)) is shown


def test_a_basis_of_another_record_of_the_same_person_counts() -> None:
    at = scene()
    published(at)
    first, second = make.person("Erika Beispiel"), make.person("Erika Beispiel", bases=[BasisValue("public_office")])
    row = make.participation(at.edition, person=first)
    assert not seen(NOBODY, row)
    make.judgement(first, second)
    assert seen(NOBODY, row)
    third = make.person("E. Beispiel", bases=[BasisValue("none")])
    make.judgement(second, third)
    assert not seen(NOBODY, row)


def test_what_is_not_public_shows_nobody_to_the_public_whatever_the_basis() -> None:
    at = scene()
    row = make.participation(at.edition, person=make.person(bases=[BasisValue("public_office")]))
    assert not seen(NOBODY, row)
    published(at)
    assert seen(NOBODY, row)
    actions.publish_series(by=BY, series=at.series, version=2, published=False)
    assert not seen(NOBODY, row)


def test_a_side_to_which_sharing_is_shut_sees_of_a_public_edition_what_the_public_sees() -> None:
    at = scene(open_from=None)
    published(at)
    private = make.participation(at.edition, person=make.person())
    public = make.participation(at.edition, person=make.person(bases=[BasisValue("public_office")]))
    assert [seen(at.abroad, row) for row in (private, public)] == [False, True]
    assert [seen(at.by, row) for row in (private, public)] == [True, True]


def test_a_person_known_elsewhere_is_not_shown_on_an_edition_that_is_only_public() -> None:
    at = scene()
    published(at)
    reader = make.sides_of(make.bare_partnership())[0]
    person = make.person(sides=[reader])
    row = make.participation(at.edition, person=person)
    assert not seen(make.actor(reader), row)


def test_a_person_whom_a_side_no_longer_knows_is_not_shown_to_it() -> None:
    at = scene(owner="home", visibility="both_sides")
    row = make.participation(at.edition, person=make.person())
    assert seen(at.abroad, row)
    assert row.person is not None
    row.person.known_to.filter(side=at.guest).delete()
    assert not seen(at.abroad, row)
    assert seen(at.by, row)


def test_participations_are_shown_in_few_queries() -> None:
    at = scene()
    published(at)
    for _ in range(5):
        make.participation(at.edition, person=make.person(bases=[BasisValue("public_office")]))
    for actor in (NOBODY, at.by, BY):
        with CaptureQueriesContext(connection) as asked:
            found = list(queries.visible_participations(actor))
            assert {row.edition.series.partnership for row in found} == {at.partnership}
        assert (len(found), len(asked)) == (5, 1)
    assert Participation.objects.count() == 5


def test_events_initiatives_and_projects_are_for_everybody_with_a_role() -> None:
    at = scene()
    rows = [make.event(), make.initiative(), make.project()]
    visible = [queries.visible_events, queries.visible_initiatives, queries.visible_projects]
    stranger = Actor(kind="user", id="23456789")
    for row, query in zip(rows, visible, strict=True):
        assert [seen(actor, row, query) for actor in (at.by, at.abroad, BY, stranger, NOBODY)] == [True, True, True, False, False]


def test_job_shadowings_are_seen_by_grants_and_with_their_series() -> None:
    at = scene(open_from=None)
    own = make.job_shadowing(at.partnership, owner_side=at.guest, visibility="internal")
    shared = make.job_shadowing(at.partnership)
    hidden = make.series(at.partnership, owner_side=at.guest, visibility="internal")
    below = make.job_shadowing(at.partnership, owner_side=at.guest, series=hidden)
    rows = (own, shared, below)
    assert [seen(at.by, row, queries.visible_job_shadowings) for row in rows] == [False, True, False]
    assert [seen(at.abroad, row, queries.visible_job_shadowings) for row in rows] == [True, False, True]
    assert [seen(NOBODY, row, queries.visible_job_shadowings) for row in rows] == [False, False, False]
    assert [seen(BY, row, queries.visible_job_shadowings) for row in rows] == [True, True, True]
