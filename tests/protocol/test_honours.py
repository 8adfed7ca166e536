"""Honours are entered, changed and deleted; what follows for the persons in them; who sees them, and what clearance hides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jumelage.accounts.actor import NOBODY, Role
from jumelage.journal.models import Address, Detail, Row
from jumelage.journal.rules import NotPermitted, Refusal, StaleRecord
from jumelage.people.models import BasisValue
from jumelage.people.queries import nameable, visible_persons
from jumelage.programme import actions as programme
from jumelage.protocol import actions, queries, rules
from jumelage.protocol.models import Honour, Presenter, PresenterValue, Recipient, RecipientValue
from jumelage.seminars import actions as seminars
from jumelage.values import LocalText, PartialDate
from tests.agreements.scene import Scene, acts, known_by, named_for, scene
from tests.factories import world as make
from tests.factories.world import BY

pytestmark = pytest.mark.django_db

TITLE = LocalText.of(ru="Почётный знак")
TODAY = date(2026, 11, 24)


def given(at: Scene, **values: Any) -> dict[str, Any]:
    """Return what an honour of the scene must have: what it is called, when, by whom, to whom."""
    needed = {
        "title": TITLE,
        "date": "2018-09-14",
        "awarding_words": "Stadt",
        "recipients": [RecipientValue(institution=at.body.pk)],
    }
    return {"partnership": at.partnership, **needed, **values}


def refused(act: Any) -> str | None:
    """Return the field at which something is refused."""
    with pytest.raises(Refusal) as caught, transaction.atomic():
        act()
    return caught.value.field


def test_an_honour_is_entered_changed_and_deleted() -> None:
    at = scene()
    edition = make.edition(make.series(at.partnership))
    item = make.item(edition, "Empfang")
    lists = {
        "presenters": [PresenterValue(at.minister.pk, at.mayor.pk)],
        "recipients": [RecipientValue(at.officer.pk, at.clerk.pk), RecipientValue(institution=at.body.pk)],
    }
    made = actions.add_honour(
        by=at.by,
        **given(
            at,
            edition=edition,
            item=item,
            kind_of="letter_of_thanks",
            awarded_by=at.guest,
            received_by=at.home,
            awarding_body=at.body,
            awarding_words="",
            signatory=at.minister,
            signatory_office=at.mayor,
            citation=LocalText.of(ru="За вклад."),
            clearance="cleared",
            clearance_on="2018-10",
            clearance_note="Az. 1",
            visibility="public",
            **lists,
        ),
    )
    stored = Honour.objects.get(pk=made.pk)
    assert (stored.title, stored.citation.text("ru"), stored.date) == (TITLE, "За вклад.", PartialDate.parse("2018-09-14"))
    assert (stored.edition, stored.item, stored.awarded_by, stored.received_by) == (edition, item, at.guest, at.home)
    assert (stored.awarding_body, stored.signatory, stored.signatory_office) == (at.body, at.minister, at.mayor)
    assert (stored.clearance, stored.clearance_on, stored.clearance_note) == ("cleared", PartialDate.parse("2018-10"), "Az. 1")
    assert {name: [row.as_value() for row in getattr(stored, name).all()] for name in lists} == lists
    made = actions.change_honour(by=at.abroad, honour=made, version=1, kind_of="badge", presenters=[])
    assert (made.version, made.kind_of, made.presenters.count(), made.recipients.count()) == (2, "badge", 0, 2)
    assert Row.objects.filter(record_id=made.public_id).last().changed == ["kind_of", "presenters"]  # type: ignore[union-attr]
    with pytest.raises(StaleRecord):
        actions.change_honour(by=at.by, honour=made, version=1, kind_of="medal")
    actions.delete_honour(by=at.by, honour=made)
    assert not Honour.objects.exists()
    assert acts(made) == [("add", at.by.id), ("change", at.abroad.id), ("delete", at.by.id)]
    assert Address.objects.get(pk=made.public_id).state == "gone"


def test_what_contradicts_itself_is_refused_and_nothing_is_written() -> None:
    at, elsewhere = scene(), make.bare_partnership()
    stranger = make.sides_of(elsewhere)[0]
    edition, other = make.edition(make.series(at.partnership)), make.edition(make.series(elsewhere))
    item = make.item(edition, "Empfang")
    minister, body = RecipientValue(at.minister.pk), RecipientValue(institution=at.body.pk)
    attempts: list[tuple[dict[str, Any], str]] = [
        ({"title": LocalText()}, "title"),
        ({"date": ""}, "date"),
        ({"kind_of": "nonsense"}, "kind_of"),
        ({"awarding_words": " "}, "awarding_body"),
        ({"awarded_by": stranger}, "awarded_by"),
        ({"received_by": stranger}, "received_by"),
        ({"awarded_by": at.home, "received_by": at.home}, "received_by"),
        ({"edition": other}, "edition"),
        ({"item": item}, "edition"),
        ({"item": make.item(other, "Anderswo"), "edition": edition}, "item"),
        ({"clearance": "cleared"}, "clearance_on"),
        ({"clearance": "refused"}, "clearance_on"),
        ({"recipients": []}, "recipients"),
        ({"recipients": [RecipientValue()]}, "recipients"),
        ({"recipients": [RecipientValue(at.minister.pk, institution=at.body.pk)]}, "recipients"),
        ({"recipients": [body, body]}, "recipients"),
        ({"presenters": [PresenterValue()]}, "presenters"),
        ({"presenters": [PresenterValue(office=at.mayor.pk)] * 2}, "presenters"),
        ({"recipients": [minister], "presenters": [PresenterValue(at.minister.pk)]}, "presenters"),
    ]
    row = make.honour(at.partnership)
    for values, field in attempts:
        assert refused(lambda values=values: actions.add_honour(by=at.by, **given(at, **values))) == field, values
        assert refused(lambda values=values: actions.change_honour(by=BY, honour=row, version=1, **values)) == field, values
    assert refused(lambda: actions.change_honour(by=BY, honour=row, version=1, partnership=elsewhere)) == "partnership"
    assert refused(lambda: actions.change_honour(by=BY, honour=row, version=1, owner_side=stranger)) == "owner_side"
    row = Honour.objects.get()
    assert (row.version, acts(row)) == (1, [("add", BY.id)])


def test_nobody_hands_over_to_themselves_whichever_list_is_changed() -> None:
    at = scene()
    row = make.honour(at.partnership, presenters=[PresenterValue(at.minister.pk)])
    values = {"recipients": [RecipientValue(at.minister.pk)]}
    assert refused(lambda: actions.change_honour(by=BY, honour=row, version=1, **values)) == "presenters"


def test_only_coordinators_of_the_side_write() -> None:
    at = scene()
    row = make.honour(at.partnership, owner_side=at.home)
    editor, elsewhere = make.actor(at.home, Role.EDITOR), make.actor(make.sides_of(make.bare_partnership())[0])
    for actor in (editor, elsewhere, at.abroad, NOBODY):
        for attempt in (
            lambda actor=actor: actions.add_honour(by=actor, **given(at, owner_side=at.home)),
            lambda actor=actor: actions.change_honour(by=actor, honour=row, version=1, date="2001"),
            lambda actor=actor: actions.delete_honour(by=actor, honour=row),
        ):
            with pytest.raises(NotPermitted), transaction.atomic():
                attempt()
    with pytest.raises(NotPermitted):
        actions.change_honour(by=at.by, honour=row, version=1, owner_side=at.guest)


# ── The persons in it ────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_is_in_it_by_a_public_office_is_named_and_nobody_else() -> None:
    at = scene()
    signer = make.person("Olaf Ministerpräsident", sides=[at.home])
    values = {
        "signatory": signer,
        "signatory_office": at.mayor,
        "presenters": [PresenterValue(at.minister.pk, at.mayor.pk)],
        "recipients": [RecipientValue(at.officer.pk, at.clerk.pk)],
    }
    made = actions.add_honour(by=at.by, **given(at, visibility="public", **values))
    assert named_for(made) == nameable(made.public_id, TODAY) == {at.minister.pk, signer.pk}
    assert nameable("", TODAY) == set()
    everybody = {at.home.pk: True, at.guest.pk: True}
    assert [known_by(one, made) for one in (signer, at.minister, at.officer)] == [everybody] * 3
    assert set(visible_persons(at.abroad)) == {signer, at.minister, at.officer}
    made = actions.change_honour(by=at.by, honour=made, version=1, signatory=None, presenters=[])
    assert (named_for(made), known_by(signer, made), known_by(at.minister, made)) == (set(), {}, {})
    assert known_by(at.officer, made) == everybody


def test_what_a_side_keeps_to_itself_names_nobody_and_tells_nobody_else() -> None:
    at = scene()
    values = {"recipients": [RecipientValue(at.minister.pk, at.mayor.pk)], "owner_side": at.home, "visibility": "internal"}
    made = actions.add_honour(by=at.by, **given(at, **values))
    assert (named_for(made), known_by(at.minister, made)) == (set(), {at.home.pk: False})
    made = actions.change_honour(by=at.by, honour=made, version=1, visibility="both_sides")
    assert (named_for(made), known_by(at.minister, made)) == ({at.minister.pk}, {at.home.pk: False, at.guest.pk: True})
    actions.delete_honour(by=at.by, honour=made)
    assert (named_for(made), known_by(at.minister, made)) == (set(), {})


def test_who_may_not_be_named_is_not_named_for_an_honour() -> None:
    at = scene()
    shy = make.person("Olga Scheu", sides=[at.home], bases=[BasisValue("none")])
    made = make.honour(at.partnership, recipients=[RecipientValue(shy.pk, at.mayor.pk)], visibility="public")
    assert (named_for(made), nameable(made.public_id, TODAY)) == (set(), set())


@pytest.mark.parametrize("field", ["signatory", "presenters", "recipients"])
def test_only_persons_that_one_sees_can_be_chosen_and_those_who_stand_there_stay(field: str) -> None:
    at = scene()
    hidden = make.person("Unbekannte Person")
    value = {"signatory": hidden, "presenters": [PresenterValue(hidden.pk)], "recipients": [RecipientValue(hidden.pk)]}[field]
    assert refused(lambda: actions.add_honour(by=at.by, **given(at, **{field: value}))) == field
    made = make.honour(at.partnership, **{field: value})
    assert actions.change_honour(by=at.by, honour=made, version=1, date="2019", **{field: value}).version == 2


def test_what_an_honour_was_awarded_at_is_not_deleted() -> None:
    at = scene()
    edition = make.edition(make.series(at.partnership))
    item = make.item(edition, "Empfang")
    make.honour(at.partnership, edition=edition, item=item)
    for attempt in (
        lambda: programme.delete_item(by=BY, item=item),
        lambda: seminars.delete_edition(by=BY, edition=edition),
    ):
        with pytest.raises(Refusal) as caught:
            attempt()
        assert "still used (honour)" in str(caught.value)


# ── Who sees them ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_honour_is_seen_by_whom_it_is_shown_to() -> None:
    at = scene()
    inner = make.honour(at.partnership, owner_side=at.home, visibility="internal")
    both = make.honour(at.partnership)
    public = make.honour(at.partnership, visibility="public")
    assert set(queries.visible_to(at.by)) == {inner, both, public}
    assert set(queries.visible_to(at.abroad)) == {both, public}
    elsewhere = make.actor(make.sides_of(make.bare_partnership())[0])
    assert [*queries.visible_to(elsewhere), *queries.visible_to(NOBODY), *queries.public_honours()] == []
    version = at.partnership.version
    make.partnerships.publish_partnership(by=BY, partnership=at.partnership, version=version, published=True)
    assert [*queries.visible_to(elsewhere), *queries.visible_to(NOBODY), *queries.public_honours()] == [public] * 3


@pytest.mark.parametrize(
    ("clearance", "is_public"), [("not_needed", True), ("open", False), ("cleared", True), ("refused", False), (None, False)]
)
def test_an_honour_is_public_only_once_it_is_cleared(clearance: str | None, is_public: bool) -> None:
    at = scene()
    version = at.partnership.version
    make.partnerships.publish_partnership(by=BY, partnership=at.partnership, version=version, published=True)
    stated = {"clearance": clearance, "clearance_on": "2018-10-01"} if clearance else {}
    made = actions.add_honour(by=at.by, **given(at, visibility="public", **stated))
    assert (made in queries.public_honours(), made in queries.visible_to(NOBODY)) == (is_public, is_public)
    assert rules.is_public(Honour.objects.get()) == is_public
    assert made in queries.visible_to(at.abroad)


def test_an_honour_is_public_only_with_its_edition_and_its_item() -> None:
    at = scene()
    version = at.partnership.version
    make.partnerships.publish_partnership(by=BY, partnership=at.partnership, version=version, published=True)
    edition = make.edition(make.series(at.partnership, published=True))
    item = make.item(edition, "Empfang")
    made = make.honour(at.partnership, edition=edition, item=item, visibility="public")

    def is_public() -> set[bool]:
        return {made in queries.public_honours(), rules.is_public(Honour.objects.get())}

    assert is_public() == {False}
    seminars.publish_edition(by=BY, edition=edition, version=edition.version, published=True)
    assert is_public() == {True}
    programme.change_item(by=BY, item=item, version=item.version, is_public=False)
    assert is_public() == {False}


def test_an_honour_is_seen_and_tells_of_its_people_only_where_its_edition_is_shown() -> None:
    at = scene()
    inner = make.edition(make.series(at.partnership), owner_side=at.home, visibility="internal")
    recipients = [RecipientValue(at.minister.pk, at.mayor.pk)]
    made = make.honour(at.partnership, edition=inner, item=make.item(inner, "Empfang"), recipients=recipients)
    assert (made in queries.visible_to(at.by), made in queries.visible_to(at.abroad)) == (True, False)
    assert (known_by(at.minister, made), named_for(made)) == ({at.home.pk: True}, set())


def test_the_journal_keeps_values_apart() -> None:
    made = make.honour(scene().partnership, "Geheimer Titel")
    row = Row.objects.get(record_id=made.public_id)
    assert (row.verb, row.record_type, {"title", "recipients"} <= set(row.changed)) == ("add", "protocol.honour", True)
    assert Detail.objects.get(row=row).after["title"]["de"]["text"] == "Geheimer Titel"


@pytest.mark.parametrize("model", [Presenter, Recipient])
def test_the_database_refuses_rows_that_say_nothing(model: Any) -> None:
    row = make.honour(scene().partnership)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(honour=row)


def test_the_database_refuses_an_honour_of_nobody_to_oneself_or_at_no_edition() -> None:
    at = scene()
    row = make.honour(at.partnership)
    item = make.item(make.edition(make.series(at.partnership)), "Empfang")
    for values in ({"awarding_words": ""}, {"awarded_by": at.home, "received_by": at.home}, {"item": item}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Honour.objects.filter(pk=row.pk).update(**values)
