"""Series: names, leads, who writes for which side, and what a side's series asks of its editions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone, translation

from jumelage.accounts.actor import NOBODY, Role
from jumelage.fields.models import Name
from jumelage.journal.models import Row
from jumelage.journal.rules import NotPermitted, Refusal, StaleRecord
from jumelage.people.actions import add_institution, delete_institution
from jumelage.seminars import actions
from jumelage.seminars.models import Edition, Lead, Series
from jumelage.values import LocalText, PartialDate
from tests.factories import world as make
from tests.factories.world import BY

TODAY = date(2026, 11, 22)
NAMES = [Name("Sozialseminar", "de")]
PAST = PartialDate.parse("2014-09-14/2014-09-19")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


def a_past_edition(series: Series, number: int | None = 1, **values: Any) -> Edition:
    """Record an edition that was held."""
    return actions.document_edition(by=BY, series=series, **{"state": "held", "number": number, "dates": PAST, **values})


@pytest.mark.django_db
def test_a_series_is_entered_with_names_and_leads() -> None:
    partnership = make.bare_partnership()
    first, second = make.sides_of(partnership)
    offices = [add_institution(by=BY, names=[Name("Amt", "de")]) for _ in range(2)]
    leads = [Lead(first.pk, offices[0].pk), Lead(second.pk, offices[1].pk)]
    by = make.actor(first)
    series = actions.add_series(by=by, partnership=partnership, names=NAMES, leads=leads, purpose=LocalText.of(de="Lernen"))
    stored = Series.objects.get()
    assert [name.as_value() for name in stored.names.all()] == NAMES
    assert [lead.as_value() for lead in stored.leads.all()] == leads
    assert (stored.partnership, stored.owner_side, stored.visibility, stored.published) == (
        partnership,
        None,
        "both_sides",
        False,
    )
    assert str(stored) == "Sozialseminar"
    row = Row.objects.get(record_id=series.public_id)
    assert (row.verb, row.actor_id) == ("add", by.id)
    with translation.override("en"), pytest.raises(Refusal, match="lead"):
        delete_institution(by=BY, institution=offices[0])


@pytest.mark.django_db
def test_leads_are_one_a_side_of_this_partnership() -> None:
    partnership = make.bare_partnership()
    side = make.sides_of(partnership)[0]
    stranger = make.sides_of(make.bare_partnership())[0]
    office = add_institution(by=BY, names=[Name("Amt", "de")])
    wrong = (
        [Lead(stranger.pk, office.pk)],
        [Lead(side.pk, office.pk), Lead(side.pk, office.pk)],
        [Lead(side.pk, office.pk + 999)],
    )
    series = make.series(partnership)
    for leads in wrong:
        with pytest.raises(Refusal) as caught:
            actions.add_series(by=BY, partnership=partnership, names=NAMES, leads=leads)
        assert caught.value.field == "leads"
        with pytest.raises(Refusal) as caught:
            actions.change_series(by=BY, series=series, version=1, names=NAMES, leads=leads)
        assert caught.value.field == "leads"
    assert Series.objects.count() == 1


@pytest.mark.django_db
def test_a_series_without_a_name_is_refused() -> None:
    partnership = make.bare_partnership()
    with pytest.raises(Refusal) as caught:
        actions.add_series(by=BY, partnership=partnership, names=[])
    assert caught.value.field == "names"
    with pytest.raises(Refusal) as caught:
        actions.change_series(by=BY, series=make.series(partnership), version=1, names=[Name(" ", "de")])
    assert caught.value.field == "names"


@pytest.mark.django_db
def test_a_change_of_a_series_keeps_its_leads_unless_they_are_given() -> None:
    partnership = make.bare_partnership()
    lead = Lead(make.sides_of(partnership)[0].pk, add_institution(by=BY, names=[Name("Amt", "de")]).pk)
    series = make.series(partnership, leads=[lead])
    changed = actions.change_series(by=BY, series=series, version=1, names=[*NAMES, Name("Social seminar", "en")])
    assert [row.as_value() for row in changed.leads.all()] == [lead]
    changed = actions.change_series(by=BY, series=changed, version=2, names=NAMES, leads=[])
    assert not changed.leads.exists()
    with pytest.raises(StaleRecord):
        actions.change_series(by=BY, series=changed, version=2, names=NAMES, leads=[lead])


@pytest.mark.django_db
def test_a_series_stays_with_its_partnership() -> None:
    series, other = make.series(make.bare_partnership()), make.bare_partnership()
    with pytest.raises(Refusal) as caught:
        actions.change_series(by=BY, series=series, version=1, names=NAMES, partnership=other)
    assert caught.value.field == "partnership"
    actions.change_series(by=BY, series=series, version=1, names=NAMES, partnership=series.partnership)


@pytest.mark.django_db
def test_a_series_with_editions_is_not_deleted() -> None:
    series = make.series(make.bare_partnership())
    edition = a_past_edition(series)
    with translation.override("en"), pytest.raises(Refusal, match="edition"):
        actions.delete_series(by=BY, series=series)
    actions.delete_edition(by=BY, edition=edition)
    actions.delete_series(by=BY, series=series)
    assert not Series.objects.exists()


@pytest.mark.django_db
def test_a_side_writes_its_own_and_what_is_shared_where_sharing_is_open() -> None:
    partnership = make.bare_partnership("DE", "KZ", open_from=None)
    home, abroad = make.sides_of(partnership)
    at_home, shut = make.actor(home), make.actor(abroad)
    shared = actions.add_series(by=at_home, partnership=partnership, names=NAMES)
    own = actions.add_series(by=shut, partnership=partnership, names=NAMES, owner_side=abroad)
    assert own.owner_side == abroad
    attempts = [
        lambda: actions.add_series(by=shut, partnership=partnership, names=NAMES),
        lambda: actions.add_series(by=at_home, partnership=partnership, names=NAMES, owner_side=abroad),
        lambda: actions.change_series(by=shut, series=shared, version=1, names=NAMES),
        lambda: actions.change_series(by=at_home, series=own, version=1, names=NAMES),
        lambda: actions.change_series(by=at_home, series=shared, version=1, names=NAMES, owner_side=abroad),
        lambda: actions.publish_series(by=shut, series=shared, version=1, published=True),
        lambda: actions.delete_series(by=shut, series=shared),
        lambda: actions.add_edition(by=shut, series=shared),
        lambda: actions.add_edition(by=at_home, series=own, owner_side=abroad),
        lambda: actions.document_edition(by=make.actor(home, Role.EDITOR), series=shared, state="held"),
        lambda: actions.document_edition(by=NOBODY, series=shared, state="held"),
        lambda: actions.add_series(
            by=make.actor(make.sides_of(make.bare_partnership())[0]), partnership=partnership, names=NAMES
        ),
    ]
    for attempt in attempts:
        with pytest.raises(NotPermitted):
            attempt()
    assert Series.objects.count() == 2
    assert not Edition.objects.exists()


@pytest.mark.django_db
def test_an_edition_is_changed_published_and_deleted_by_its_side() -> None:
    partnership = make.bare_partnership()
    first, second = make.sides_of(partnership)
    edition = a_past_edition(make.series(partnership), owner_side=first)
    for by in (make.actor(second), make.actor(first, Role.READER), NOBODY):
        attempts = [
            lambda by=by: actions.change_edition(by=by, edition=edition, version=1, number=2),
            lambda by=by: actions.publish_edition(by=by, edition=edition, version=1, published=True),
            lambda by=by: actions.delete_edition(by=by, edition=edition),
        ]
        for attempt in attempts:
            with pytest.raises(NotPermitted):
                attempt()
    by = make.actor(first)
    with pytest.raises(NotPermitted):
        actions.change_edition(by=by, edition=edition, version=1, owner_side=second)
    assert actions.change_edition(by=by, edition=edition, version=1, owner_side=None).owner_side is None


@pytest.mark.django_db
def test_an_owner_is_a_side_of_this_partnership() -> None:
    series, stranger = make.series(make.bare_partnership()), make.sides_of(make.bare_partnership())[0]
    edition = a_past_edition(series)
    attempts = [
        lambda: make.series(series.partnership, owner_side=stranger),
        lambda: actions.change_series(by=BY, series=series, version=1, names=NAMES, owner_side=stranger),
        lambda: a_past_edition(series, 2, owner_side=stranger),
        lambda: actions.change_edition(by=BY, edition=edition, version=1, owner_side=stranger),
    ]
    for attempt in attempts:
        with pytest.raises(Refusal) as caught:
            attempt()
        assert caught.value.field == "owner_side"


@pytest.mark.django_db
def test_editions_of_a_sides_series_belong_to_that_side() -> None:
    partnership = make.bare_partnership()
    first, second = make.sides_of(partnership)
    own, shared = make.series(partnership, owner_side=first), make.series(partnership)
    edition = a_past_edition(own, owner_side=first)
    others = a_past_edition(shared, owner_side=second)
    attempts = [
        lambda: a_past_edition(own, 2),
        lambda: a_past_edition(own, 2, owner_side=second),
        lambda: actions.change_edition(by=BY, edition=edition, version=1, owner_side=None),
        lambda: actions.change_edition(by=BY, edition=others, version=1, series=own),
        lambda: actions.change_series(by=BY, series=shared, version=1, names=NAMES, owner_side=first),
    ]
    for attempt in attempts:
        with pytest.raises(Refusal) as caught:
            attempt()
        assert caught.value.field == "owner_side"
    assert actions.change_series(by=BY, series=shared, version=1, names=NAMES, owner_side=second).owner_side == second
