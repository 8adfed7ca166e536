"""Sources and evidence: who keeps them, what is cited from them, and who reads what was cited."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jumelage.accounts.actor import NOBODY, Actor, Role
from jumelage.journal.models import Address, Detail, Row
from jumelage.journal.rules import NotPermitted, Refusal, StaleRecord
from jumelage.partnerships.models import Partnership, Side, Visibility
from jumelage.sources import actions, queries, rules
from jumelage.sources.models import Evidence, Source
from jumelage.values import PartialDate
from tests.factories import world as make
from tests.factories.world import BY

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership() -> Partnership:
    """A partnership of a side at home and one abroad, with sharing open."""
    return make.bare_partnership("DE", "KZ")


@pytest.fixture
def sides(partnership: Partnership) -> list[Side]:
    """Its sides."""
    return make.sides_of(partnership)


def logged(record_id: str) -> list[tuple[str, str, list[str]]]:
    """Return verb, actor and changed fields of everything written down about a record."""
    return [(row.verb, row.actor_id, row.changed) for row in Row.objects.filter(record_id=record_id)]


# ── Keeping sources ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_source_is_entered_with_everything_that_is_known_of_it(partnership: Partnership, sides: list[Side]) -> None:
    by = make.actor(sides[0])
    values = {
        "kind_of": "press_release",
        "title": "Delegation zu Gast",
        "language": "de",
        "publisher": "Presseamt",
        "address": "https://example.org/1",
        "reference": "PM 12/2014",
        "date": PartialDate.parse("2014-11-28"),
        "published_by_us": True,
        "visibility": Visibility.PUBLIC,
    }
    made = actions.add_source(by=by, partnership=partnership, owner_side=sides[0], **values)
    stored = Source.objects.get()
    assert {name: getattr(stored, name) for name in values} == values
    assert (stored.partnership, stored.owner_side, stored.version, str(stored)) == (
        partnership,
        sides[0],
        1,
        "Delegation zu Gast",
    )
    changed = ["address", "date", "kind_of", "language", "owner_side", "partnership", "published_by_us", "publisher"]
    assert logged(made.public_id) == [("add", by.id, [*changed, "reference", "title", "visibility"])]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"kind_of": "rumour"}, "kind_of"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"language": "xx"}, "language"),
        ({"address": ""}, None),
    ],
)
def test_what_is_wrong_is_refused_by_its_field(partnership: Partnership, values: dict[str, Any], field: str | None) -> None:
    with pytest.raises(Refusal) as caught:
        make.source(partnership, **values)
    assert caught.value.field == field
    assert not Source.objects.exists()
    kept = make.source(partnership)
    with pytest.raises(Refusal) as caught:
        actions.change_source(by=BY, source=kept, version=1, **values)
    assert caught.value.field == field
    assert Source.objects.get().version == 1


def test_a_web_page_without_an_address_is_refused_by_the_database_too(partnership: Partnership) -> None:
    kept = make.source(partnership)
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.filter(pk=kept.pk).update(address="")
    file = make.source(partnership, kind_of="file", address="", reference="Band 3")
    assert (file.address, file.reference) == ("", "Band 3")


def test_a_source_is_changed_by_its_side_and_by_nobody_else(partnership: Partnership, sides: list[Side]) -> None:
    kept = make.source(partnership, owner_side=sides[0])
    by = make.actor(sides[0])
    for other in (make.actor(sides[1]), make.actor(sides[0], Role.EDITOR), make.actor(sides[0], Role.READER), NOBODY):
        with pytest.raises(NotPermitted):
            actions.change_source(by=other, source=kept, version=1, title="Anders")
        with pytest.raises(NotPermitted):
            actions.delete_source(by=other, source=kept)
    changed = actions.change_source(by=by, source=kept, version=1, title="Anders")
    assert (changed.title, changed.version, logged(kept.public_id)[-1]) == ("Anders", 2, ("change", by.id, ["title"]))
    with pytest.raises(StaleRecord):
        actions.change_source(by=by, source=kept, version=1, title="Zu spät")
    actions.delete_source(by=by, source=changed)
    assert (Source.objects.count(), Address.objects.get(pk=kept.public_id).state) == (0, "gone")


def test_a_source_stays_with_its_partnership_and_goes_to_no_strange_side(partnership: Partnership, sides: list[Side]) -> None:
    elsewhere = make.bare_partnership()
    strange = make.sides_of(elsewhere)[0]
    kept = make.source(partnership)
    refused: list[tuple[dict[str, Any], str]] = [
        ({"partnership": elsewhere}, "partnership"),
        ({"owner_side": strange}, "owner_side"),
    ]
    for values, field in refused:
        with pytest.raises(Refusal) as caught:
            actions.change_source(by=BY, source=kept, version=1, **values)
        assert caught.value.field == field
    with pytest.raises(Refusal) as caught:
        make.source(partnership, owner_side=strange)
    assert caught.value.field == "owner_side"
    with pytest.raises(NotPermitted):
        actions.change_source(by=make.actor(sides[0]), source=kept, version=1, owner_side=sides[1])
    given = actions.change_source(by=make.actor(sides[0]), source=kept, version=1, owner_side=sides[0])
    assert given.owner_side == sides[0]


def test_what_both_sides_share_nobody_enters_while_sharing_is_shut() -> None:
    shut = make.bare_partnership("DE", "KZ", open_from=None)
    abroad = make.sides_of(shut)[1]
    with pytest.raises(NotPermitted):
        actions.add_source(by=make.actor(abroad), partnership=shut, title="A", address="https://example.org")
    own = actions.add_source(by=make.actor(abroad), partnership=shut, owner_side=abroad, title="A", address="https://example.org")
    assert own.owner_side == abroad


# ── Citing ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_source_is_cited_for_a_value_of_a_record(partnership: Partnership, sides: list[Side]) -> None:
    by = make.actor(sides[0])
    source = make.source(partnership, owner_side=sides[0], visibility=Visibility.INTERNAL)
    given = {"field": "since", "place": "S. 3", "stated_value": "1994", "certainty": "derived", "preferred": True}
    made = actions.cite(by=by, record=partnership, source=source, quote=" seit zwanzig Jahren ", **given)  # type: ignore[arg-type]
    stored = Evidence.objects.get()
    assert stored == made
    assert {name: getattr(stored, name) for name in given} == given
    assert (stored.record_type, stored.record_id) == ("partnerships.partnership", partnership.public_id)
    assert (stored.quote, stored.source, stored.asserted_by) == ("seit zwanzig Jahren", source, by.id)
    assert logged(partnership.public_id)[-1] == ("cite", by.id, ["evidence"])
    assert partnership.version == type(partnership).objects.get().version == 1


def test_the_history_of_a_record_never_tells_what_a_source_says(partnership: Partnership) -> None:
    source = make.source(partnership, title="Vertraulich")
    made = actions.cite(
        by=BY, record=partnership, source=source, quote="Vertraulich", place="Vertraulich", stated_value="Vertraulich"
    )
    actions.withdraw_evidence(by=BY, record=partnership, evidence=made)
    details = Detail.objects.filter(row__record_id=partnership.public_id, row__verb__in=["cite", "uncite"]).order_by("row")
    named = {"evidence": {"field": "", "source": source.public_id}}
    assert [(detail.before, detail.after) for detail in details] == [({}, named), (named, {})]


def test_the_newest_preferred_source_takes_the_preference(partnership: Partnership) -> None:
    first, second = make.source(partnership), make.source(partnership)
    old = actions.cite(by=BY, record=partnership, source=first, field="since", preferred=True)
    other = actions.cite(by=BY, record=partnership, source=first, field="category", preferred=True)
    new = actions.cite(by=BY, record=partnership, source=second, field="since", preferred=True)
    further = actions.cite(by=BY, record=partnership, source=second, field="since")
    assert {row.pk: row.preferred for row in Evidence.objects.all()} == {
        old.pk: False, other.pk: True, new.pk: True, further.pk: False,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=old.pk).update(preferred=True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"field": "colour"}, "field"),
        ({"certainty": "guessed"}, "certainty"),
        ({"place": "x" * 121}, "place"),
    ],
)
def test_evidence_that_says_nothing_that_can_be_kept_is_refused(
    partnership: Partnership, values: dict[str, Any], field: str
) -> None:
    source = make.source(partnership)
    kept = actions.cite(by=BY, record=partnership, source=source, preferred=True)
    with pytest.raises(Refusal) as caught:
        actions.cite(by=BY, record=partnership, source=source, preferred=True, **values)
    assert caught.value.field == field
    assert Evidence.objects.get() == kept
    assert Evidence.objects.get().preferred


@pytest.mark.parametrize("field", ["", "since", "states", "states.0", "description"])
def test_fields_lists_and_their_rows_can_be_cited_for(partnership: Partnership, field: str) -> None:
    assert actions.cite(by=BY, record=partnership, source=make.source(partnership), field=field).field == field


def test_only_who_may_write_where_a_source_belongs_cites_and_withdraws(partnership: Partnership, sides: list[Side]) -> None:
    source = make.source(partnership, owner_side=sides[0])
    made = actions.cite(by=BY, record=partnership, source=source)
    for by in (make.actor(sides[1]), make.actor(sides[0], Role.EDITOR), make.actor(sides[0], Role.READER), NOBODY):
        with pytest.raises(NotPermitted):
            actions.cite(by=by, record=partnership, source=source)
        with pytest.raises(NotPermitted):
            actions.withdraw_evidence(by=by, record=partnership, evidence=made)
    assert Evidence.objects.get() == made
    by = make.actor(sides[0])
    actions.withdraw_evidence(by=by, record=partnership, evidence=made)
    assert not Evidence.objects.exists()
    assert logged(partnership.public_id)[-1] == ("uncite", by.id, ["evidence"])


def test_evidence_is_withdrawn_from_its_own_record_only(partnership: Partnership) -> None:
    made = actions.cite(by=BY, record=partnership, source=make.source(partnership))
    with pytest.raises(Refusal):
        actions.withdraw_evidence(by=BY, record=make.topic(), evidence=made)
    assert Evidence.objects.exists()


def test_a_source_that_evidence_rests_on_is_not_deleted(partnership: Partnership) -> None:
    source = make.source(partnership)
    made = actions.cite(by=BY, record=partnership, source=source)
    with pytest.raises(Refusal):
        actions.delete_source(by=BY, source=source)
    assert Address.objects.get(pk=source.public_id).state == "live"
    actions.withdraw_evidence(by=BY, record=partnership, evidence=made)
    actions.delete_source(by=BY, source=source)
    assert not Source.objects.exists()


def test_evidence_goes_with_the_record_that_it_was_about(partnership: Partnership) -> None:
    source = make.source(partnership)
    person, other = make.person(), make.person()
    for record in (person, person, other):
        actions.cite(by=BY, record=record, source=source)
    assert actions.forget_evidence(by=BY, record=person) == 2
    assert [row.record_id for row in Evidence.objects.all()] == [other.public_id]
    make.people.delete_person(by=BY, person=other)
    assert not Evidence.objects.exists()


def test_a_source_is_entered_and_cited_in_one_act(partnership: Partnership, sides: list[Side]) -> None:
    by = make.actor(sides[0])
    made = actions.cite_new(
        by=by, record=partnership, partnership=partnership, owner_side=sides[0], title="Neu", address="https://example.org/neu"
    )
    assert (made.source.title, made.record_id, made.field) == ("Neu", partnership.public_id, "")
    with pytest.raises(NotPermitted):
        actions.cite_new(by=by, record=partnership, partnership=partnership, owner_side=sides[1], title="A", kind_of="file")
    assert Source.objects.get() == made.source


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_evidence_is_read_only_where_its_source_is_seen(sides: list[Side], partnership: Partnership) -> None:
    make.partnerships.publish_partnership(by=BY, partnership=partnership, version=1, published=True)
    sources = {
        visibility: make.source(partnership, owner_side=sides[0], visibility=visibility) for visibility in Visibility.values
    }
    made = {name: actions.cite(by=BY, record=partnership, source=source) for name, source in sources.items()}
    about = [partnership.public_id]

    def read(actor: Actor) -> set[str]:
        return {name for name, row in made.items() if row in set(queries.evidence_about(about, actor))}

    assert read(BY) == read(make.actor(sides[0], Role.READER)) == set(Visibility.values)
    assert read(make.actor(sides[1])) == set(Visibility.values) - {"internal"}
    assert read(make.actor(make.sides_of(make.bare_partnership())[0])) == read(NOBODY) == {"public"}
    assert list(queries.public_evidence(about)) == [made["public"]]
    assert [rules.is_public(sources[name]) for name in ("internal", "invited", "public")] == [False, False, True]
    assert list(queries.public_sources()) == [sources["public"]]


def test_who_sees_a_source_because_it_is_public_is_not_to_read_what_was_cited(
    sides: list[Side], partnership: Partnership
) -> None:
    make.partnerships.publish_partnership(by=BY, partnership=partnership, version=1, published=True)
    actions.cite(
        by=BY, record=partnership, source=make.source(partnership, owner_side=sides[0], visibility=Visibility.PUBLIC), quote="So."
    )
    stranger = make.actor(make.sides_of(make.bare_partnership())[0])
    for actor, expected in (
        (BY, True),
        (make.actor(sides[0]), True),
        (make.actor(sides[1]), True),
        (stranger, False),
        (NOBODY, False),
    ):
        assert queries.evidence_about([partnership.public_id], actor).get().in_full is expected


def test_nothing_of_an_unpublished_partnership_is_public(partnership: Partnership) -> None:
    source = make.source(partnership, visibility=Visibility.PUBLIC)
    actions.cite(by=BY, record=partnership, source=source)
    assert not queries.public_evidence([partnership.public_id]).exists()
    assert not queries.visible_to(NOBODY).exists()


def test_evidence_is_read_with_its_sources_in_one_query(partnership: Partnership, django_assert_num_queries: Any) -> None:
    other = make.topic()
    for record in (partnership, other, other):
        actions.cite(by=BY, record=record, source=make.source(partnership))
    with django_assert_num_queries(1):
        found = [row.source.title for row in queries.evidence_about([other.public_id], BY)]
    assert found == ["Bericht über das Seminar"] * 2
