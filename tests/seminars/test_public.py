"""What of series and editions is public, and what remains of it when it is deleted."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jumelage.accounts.actor import NOBODY, Role
from jumelage.fields.models import Name
from jumelage.journal.models import Address
from jumelage.journal.rules import Refusal
from jumelage.partnerships.actions import add_note, publish_partnership
from jumelage.partnerships.models import Note, Partnership
from jumelage.seminars import actions, queries, rules
from jumelage.seminars.models import Edition, Series
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
@pytest.mark.parametrize(
    ("values", "publishable"),
    [
        ({"number": 1, "dates": PAST}, True),
        ({"number": None, "dates": PAST, "title": LocalText.of(ru="Работа")}, True),
        ({"number": None, "dates": PAST}, False),
        ({"number": 1, "dates": None}, False),
    ],
)
def test_a_reader_must_be_able_to_tell_an_edition_from_another(values: dict[str, Any], publishable: bool) -> None:
    edition = a_past_edition(make.series(make.bare_partnership()), **values)
    if publishable:
        assert actions.publish_edition(by=BY, edition=edition, version=1, published=True).published
        return
    with pytest.raises(Refusal):
        actions.publish_edition(by=BY, edition=edition, version=1, published=True)
    assert not Edition.objects.get().published


@pytest.mark.django_db
def test_what_is_published_stays_tellable() -> None:
    edition = a_past_edition(make.series(make.bare_partnership()))
    edition = actions.publish_edition(by=BY, edition=edition, version=1, published=True)
    for loss in ({"number": None}, {"dates": None}, {"dates": ""}):
        with pytest.raises(Refusal):
            actions.change_edition(by=BY, edition=edition, version=2, **loss)
    stored = Edition.objects.get()
    assert (stored.number, stored.dates, stored.version) == (1, PAST, 2)
    hidden = actions.publish_edition(by=BY, edition=edition, version=2, published=False)
    assert actions.change_edition(by=BY, edition=hidden, version=3, dates=None).dates is None


@pytest.mark.django_db
def test_publishing_is_no_plain_change() -> None:
    series = make.series(make.bare_partnership())
    edition = a_past_edition(series, None)
    with pytest.raises(ValueError, match="published"):
        actions.change_edition(by=BY, edition=edition, version=1, published=True)
    with pytest.raises(ValueError, match="publish"):
        a_past_edition(series, 2, published=True)
    with pytest.raises(ValueError, match="published"):
        actions.change_series(by=BY, series=series, version=1, names=NAMES, published=True)


@pytest.mark.django_db
@pytest.mark.parametrize(("of_partnership", "of_series", "of_edition"), list(product((False, True), repeat=3)))
def test_an_edition_is_public_while_all_above_it_is(of_partnership: bool, of_series: bool, of_edition: bool) -> None:
    series = make.series(make.bare_partnership())
    edition = a_past_edition(series)
    publish_partnership(by=BY, partnership=series.partnership, version=1, published=of_partnership)
    actions.publish_series(by=BY, series=series, version=1, published=of_series)
    actions.publish_edition(by=BY, edition=edition, version=1, published=of_edition)
    series_is_public, edition_is_public = of_partnership and of_series, of_partnership and of_series and of_edition
    for found, expected in (
        (queries.public_series(), series_is_public),
        (queries.visible_series(NOBODY), series_is_public),
        (queries.public_editions(), edition_is_public),
        (queries.visible_to(NOBODY), edition_is_public),
    ):
        assert found.exists() is expected
    assert rules.is_public(Edition.objects.select_related("series__partnership").get()) is edition_is_public
    assert queries.visible_to(BY).exists()
    assert queries.visible_to(make.actor(make.sides_of(series.partnership)[0], Role.READER)).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("public", [True, False])
def test_a_deleted_edition_remembers_whether_it_was_public(public: bool) -> None:
    partnership = make.bare_partnership()
    series = make.series(partnership)
    edition = a_past_edition(series)
    add_note(by=BY, about=edition, partnership=partnership, side=make.sides_of(partnership)[0], text="Vertraulich")
    if public:
        edition = actions.publish_edition(by=BY, edition=edition, version=1, published=True)
        edition = actions.publish_edition(by=BY, edition=edition, version=2, published=False)
    public_id = edition.public_id
    actions.delete_edition(by=BY, edition=edition)
    address = Address.objects.get(pk=public_id)
    assert (address.state, address.was_public) == ("gone", public)
    assert not Note.objects.exists()
    assert not Edition.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 8])
def test_a_list_of_editions_costs_as_many_queries_however_long(number: int) -> None:
    series = make.series(make.bare_partnership())
    side = make.sides_of(series.partnership)[0]
    for place in range(1, number + 1):
        a_past_edition(
            series, place, host_side=side, host_city=side.city, dates=PartialDate.between(TODAY - timedelta(place), TODAY)
        )
    with CaptureQueriesContext(connection) as asked:
        for edition in queries.with_names(queries.visible_to(BY)):
            assert (str(edition.series), str(edition.host_city), str(edition.host_side)) == (
                "Sozialseminar",
                "Stadt 1",
                "Stadt 1",
            )
            assert edition.series.partnership.pk
    assert len(asked) == 5
    assert Partnership.objects.count() == 1
