"""Agreements are entered, changed and deleted; what follows for those who signed; who sees them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jumelage.accounts.actor import NOBODY, Role
from jumelage.agreements import actions, queries
from jumelage.agreements.models import Agreement, Party, PartyValue, Signature, SignatureValue, Term, TermValue
from jumelage.journal.models import Address, Detail, Row
from jumelage.journal.rules import NotPermitted, Refusal, StaleRecord
from jumelage.partnerships import actions as partnerships
from jumelage.people.models import BasisValue
from jumelage.people.queries import nameable, visible_persons
from jumelage.values import LocalText, PartialDate
from tests.agreements.scene import Scene, acts, agreed, known_by, named_for, scene
from tests.factories import world as make
from tests.factories.world import BY

pytestmark = pytest.mark.django_db

TITLE = LocalText.of(de="Abkommen über Freundschaft")
TODAY = date(2026, 11, 24)


def lists_of(at: Scene) -> dict[str, Any]:
    """Return parties, signatures and terms of the scene."""
    return {
        "parties": [PartyValue(side=at.home.pk), PartyValue(side=at.guest.pk, institution=at.body.pk)],
        "signatures": [SignatureValue(at.minister.pk, at.mayor.pk, at.home.pk, "1991-08-28", "Rathaus", "K. Muster")],
        "terms": [TermValue("cadence", 2), TermValue("other", None, LocalText.of(de="Man spricht."), "1991/..")],
    }


def test_an_agreement_is_entered_changed_and_deleted() -> None:
    at, topic = scene(), make.topic("Arbeit")
    basis, lists = agreed(at, "Erklärung", signed_on="1990-11"), lists_of(at)
    made = actions.add_agreement(
        by=at.by,
        partnership=at.partnership,
        title=TITLE,
        kind_of="agreement",
        level="city",
        signed_on="1991-08-28",
        signed_in=at.home.city,
        in_force="1991-08-28/..",
        renewal="automatic",
        based_on=basis,
        topics=[topic],
        visibility="public",
        **lists,
    )
    stored = Agreement.objects.get(pk=made.pk)
    assert (stored.title.text("de"), stored.kind_of, stored.level, stored.renewal) == (
        "Abkommen über Freundschaft", "agreement", "city", "automatic"
    )  # fmt: skip
    assert (stored.signed_on, stored.in_force) == (PartialDate.parse("1991-08-28"), PartialDate.parse("1991-08-28/.."))
    assert (stored.signed_in, stored.based_on, list(stored.topics.all())) == (at.home.city, basis, [topic])
    assert {name: [row.as_value() for row in getattr(stored, name).all()] for name in lists} == lists
    assert {"parties", "signatures", "terms", "topics", "signed_on"} <= set(Row.objects.get(record_id=made.public_id).changed)
    made = actions.change_agreement(by=at.abroad, agreement=made, version=1, level="state", terms=[TermValue("alternation")])
    assert (made.version, made.level, [row.as_value() for row in made.terms.all()]) == (2, "state", [TermValue("alternation")])
    assert [row.as_value() for row in made.signatures.all()] == lists["signatures"]
    assert Row.objects.filter(record_id=made.public_id).last().changed == ["level", "terms"]  # type: ignore[union-attr]
    with pytest.raises(StaleRecord):
        actions.change_agreement(by=at.by, agreement=made, version=1, level="city")
    actions.delete_agreement(by=at.by, agreement=made)
    assert not Agreement.objects.filter(pk=made.pk).exists()
    assert acts(made) == [("add", at.by.id), ("change", at.abroad.id), ("delete", at.by.id)]
    assert Address.objects.get(pk=made.public_id).state == "gone"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"in_force": "1991"}, "in_force"),
        ({"signed_on": "2001", "in_force": "1999/2000"}, "in_force"),
        ({"parties": [PartyValue()]}, "parties"),
        ({"signatures": [SignatureValue()]}, "signatures"),
        ({"terms": [TermValue("other")]}, "terms"),
        ({"terms": [TermValue("cadence")]}, "terms"),
        ({"terms": [TermValue("cadence", 0)]}, "terms"),
        ({"terms": [TermValue("alternation", 2)]}, "terms"),
        ({"terms": [TermValue("nonsense", 2)]}, "terms"),
        ({"title": LocalText()}, "title"),
    ],
)
def test_what_contradicts_itself_is_refused_and_nothing_is_written(values: dict[str, Any], field: str) -> None:
    at = scene()
    with pytest.raises(Refusal) as caught:
        actions.add_agreement(by=at.by, partnership=at.partnership, **{"title": TITLE, **values})
    assert caught.value.field == field
    row = agreed(at, "Vertrag")
    with pytest.raises(Refusal) as caught:
        actions.change_agreement(by=at.by, agreement=row, version=1, **values)
    assert caught.value.field == field
    row.refresh_from_db()
    assert (row.version, acts(row)) == (1, [("add", BY.id)])


def test_a_ring_of_agreements_is_refused() -> None:
    at = scene()
    first = agreed(at, "Erster", signed_on="1990")
    second = agreed(at, "Zweiter", signed_on="1990", based_on=first, supersedes=first)
    third = agreed(at, "Dritter", signed_on="1990", based_on=second, supersedes=second)
    for field in ("based_on", "supersedes"):
        for other in (first, second, third):
            with pytest.raises(Refusal):
                actions.change_agreement(by=at.by, agreement=first, version=1, **{field: other})
    assert Agreement.objects.get(pk=first.pk).version == 1


@pytest.mark.parametrize("field", ["based_on", "supersedes"])
def test_an_agreement_rests_on_none_of_another_partnership(field: str) -> None:
    at, elsewhere = scene(), make.agreement(make.bare_partnership(), "Fremder Vertrag")
    with pytest.raises(Refusal) as caught:
        agreed(at, "Vertrag", **{field: elsewhere})
    assert (caught.value.field, "another partnership" in str(caught.value)) == (field, True)


def test_an_agreement_stays_with_its_partnership_and_its_sides() -> None:
    at = scene()
    stranger = make.sides_of(make.bare_partnership())[0]
    row = agreed(at)
    attempts: list[tuple[dict[str, Any], str]] = [
        ({"partnership": stranger.partnership}, "partnership"),
        ({"owner_side": stranger}, "owner_side"),
        ({"parties": [PartyValue(side=stranger.pk)]}, "parties"),
        ({"signatures": [SignatureValue(side=stranger.pk, words="Jemand")]}, "signatures"),
    ]
    for values, field in attempts:
        with pytest.raises(Refusal) as caught:
            actions.change_agreement(by=at.by, agreement=row, version=1, **values)
        assert caught.value.field == field


def test_what_others_rest_on_is_not_deleted() -> None:
    at = scene()
    basis = agreed(at, "Erklärung")
    agreed(at, "Vertrag", based_on=basis)
    with pytest.raises(Refusal) as caught:
        actions.delete_agreement(by=at.by, agreement=basis)
    assert "still used" in str(caught.value)
    assert Agreement.objects.count() == 2


def test_only_coordinators_of_the_side_write() -> None:
    at = scene()
    row = agreed(at, owner_side=at.home)
    editor, elsewhere = make.actor(at.home, Role.EDITOR), make.actor(make.sides_of(make.bare_partnership())[0])
    for actor in (editor, elsewhere, at.abroad, NOBODY):
        for attempt in (
            lambda actor=actor: actions.add_agreement(
                by=actor, partnership=at.partnership, title=TITLE, owner_side=at.home
            ),
            lambda actor=actor: actions.change_agreement(by=actor, agreement=row, version=1, level="state"),
            lambda actor=actor: actions.delete_agreement(by=actor, agreement=row),
        ):  # fmt: skip
            with pytest.raises(NotPermitted), transaction.atomic():
                attempt()
    with pytest.raises(NotPermitted):
        actions.change_agreement(by=at.by, agreement=row, version=1, owner_side=at.guest)


# ── Who signed ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_signed_in_a_public_office_is_named_and_nobody_else() -> None:
    at = scene()
    signatures = [SignatureValue(at.minister.pk, at.mayor.pk), SignatureValue(at.officer.pk, at.clerk.pk)]
    made = actions.add_agreement(
        by=at.by, partnership=at.partnership, title=TITLE, signatures=signatures, visibility="public"
    )  # fmt: skip
    assert named_for(made) == {at.minister.pk}
    assert nameable(made.public_id, TODAY) == {at.minister.pk}
    assert {*nameable("", TODAY), *nameable("elsewhr2", TODAY)} == set()
    everybody = {at.home.pk: True, at.guest.pk: True}
    assert (known_by(at.minister, made), known_by(at.officer, made)) == (everybody, everybody)
    assert set(visible_persons(at.abroad)) == {at.minister, at.officer}
    actions.change_agreement(by=at.by, agreement=made, version=1, signatures=signatures[1:])
    assert (named_for(made), known_by(at.minister, made), known_by(at.officer, made)) == (set(), {}, everybody)
    assert [verb for verb, _doer in acts(at.minister)] == ["add", "introduce", "introduce", "name", "forget", "unname"]


def test_who_may_not_be_named_is_not_named_for_a_signature() -> None:
    at = scene()
    shy = make.person("Olga Scheu", sides=[at.home], bases=[BasisValue("none")])
    made = agreed(at, signatures=[SignatureValue(shy.pk, at.mayor.pk)], visibility="public")
    assert (named_for(made), nameable(made.public_id, TODAY)) == (set(), set())


def test_what_a_side_keeps_to_itself_names_nobody_and_tells_nobody_else() -> None:
    at = scene()
    made = actions.add_agreement(
        by=at.by,
        partnership=at.partnership,
        title=TITLE,
        owner_side=at.home,
        visibility="internal",
        signatures=[SignatureValue(at.minister.pk, at.mayor.pk)],
    )
    assert (named_for(made), known_by(at.minister, made)) == (set(), {at.home.pk: False})
    assert not visible_persons(at.abroad).exists()
    made = actions.change_agreement(by=at.by, agreement=made, version=1, visibility="public")
    assert (named_for(made), known_by(at.minister, made)) == ({at.minister.pk}, {at.home.pk: False, at.guest.pk: True})
    made = actions.change_agreement(by=at.by, agreement=made, version=2, visibility="internal")
    assert (named_for(made), known_by(at.minister, made)) == (set(), {at.home.pk: False})


def test_a_deleted_agreement_leaves_no_trace_with_its_people() -> None:
    at = scene()
    made = agreed(at, signatures=[SignatureValue(at.minister.pk, at.mayor.pk)], visibility="public")
    actions.delete_agreement(by=at.by, agreement=made)
    assert (named_for(made), known_by(at.minister, made)) == (set(), {})


def test_only_persons_that_one_sees_can_be_chosen_and_those_who_stand_there_stay() -> None:
    at = scene()
    hidden = make.person("Unbekannte Person")
    with pytest.raises(Refusal) as caught:
        actions.add_agreement(
            by=at.by, partnership=at.partnership, title=TITLE, signatures=[SignatureValue(hidden.pk)]
        )  # fmt: skip
    assert caught.value.field == "signatures"
    made = agreed(at, signatures=[SignatureValue(hidden.pk)], owner_side=at.home)
    made = actions.change_agreement(by=at.by, agreement=made, version=1, signatures=[SignatureValue(hidden.pk, at.clerk.pk)])
    assert made.version == 2


# ── Who sees them ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_agreement_is_seen_by_whom_it_is_shown_to() -> None:
    at = scene()
    inner = agreed(at, "Entwurf", owner_side=at.home, visibility="internal")
    both = agreed(at, "Vertrag")
    public = agreed(at, "Erklärung", visibility="public")
    assert set(queries.visible_to(at.by)) == {inner, both, public}
    assert set(queries.visible_to(at.abroad)) == {both, public}
    assert set(queries.visible_to(make.actor(make.sides_of(make.bare_partnership())[0]))) == set()
    assert [*queries.visible_to(NOBODY), *queries.public_agreements()] == []
    partnerships.publish_partnership(by=BY, partnership=at.partnership, version=at.partnership.version, published=True)
    assert [*queries.visible_to(NOBODY), *queries.public_agreements()] == [public, public]


def test_a_side_abroad_sees_none_while_sharing_is_shut() -> None:
    at = scene(open_from=None)
    agreed(at, "Vertrag")
    own = agreed(at, "Entwurf", owner_side=at.guest, visibility="internal")
    assert list(queries.visible_to(at.abroad)) == [own]


def test_the_journal_keeps_values_apart_and_rows_without_them() -> None:
    at = scene()
    made = agreed(at, "Geheimer Titel")
    row = Row.objects.get(record_id=made.public_id)
    assert (row.verb, row.record_type, "title" in row.changed) == ("add", "agreements.agreement", True)
    assert Detail.objects.get(row=row).after["title"]["de"]["text"] == "Geheimer Titel"


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Party, {}),
        (Signature, {}),
        (Term, {"kind": "cadence"}),
        (Term, {"kind": "cadence", "value": 0}),
        (Term, {"kind": "alternation", "value": 1}),
    ],
)
def test_the_database_refuses_rows_that_say_nothing(model: Any, values: dict[str, Any]) -> None:
    row = agreed(scene())
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(agreement=row, **values)


@pytest.mark.parametrize("field", ["based_on", "supersedes"])
def test_the_database_refuses_an_agreement_that_rests_on_itself(field: str) -> None:
    row = agreed(scene())
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=row.pk).update(**{field: row.pk})
