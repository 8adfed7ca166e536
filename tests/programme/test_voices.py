"""Contributions and statements: who speaks took part and was there, for whom it was, and whose voice it is (V16, V17)."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from jumelage.accounts.actor import NOBODY, Role
from jumelage.journal.models import Row
from jumelage.journal.rules import NotPermitted, Refusal, StaleRecord
from jumelage.people.models import KnownTo, Person, PublicationBasis
from jumelage.programme import actions, queries, rules
from jumelage.programme.models import Contribution, PresenceValue, ProgrammeItem, Statement
from jumelage.values import LocalText
from tests.factories import world as make
from tests.factories.world import BY
from tests.programme.inventing import a_delegation, a_member, an_edition, someone

pytestmark = pytest.mark.django_db


def presences_at(item: ProgrammeItem) -> list[PresenceValue]:
    """Return who is entered as present."""
    return [presence.as_value() for presence in ProgrammeItem.objects.get(pk=item.pk).presences.all()]


def test_a_contribution_is_entered_and_its_speaker_is_present() -> None:
    edition = an_edition()
    by = make.actor(make.sides_of(edition.series.partnership)[0])
    item, speaker, topic = make.item(edition), someone(edition), make.topic()
    house = make.institution(city=edition.host_city)
    made = actions.add_contribution(
        by=by,
        edition=edition,
        item=item,
        speaker=speaker,
        kind_of="presentation",
        subject=LocalText.of(de="Werkstätten"),
        subject_institution=house,
        language="de",
        minutes=20,
        topics=[topic],
    )
    stored = Contribution.objects.get()
    assert (stored, stored.item, stored.speaker, stored.kind_of) == (made, item, speaker, "presentation")
    assert (stored.subject.text("de"), stored.subject_institution, stored.minutes) == ("Werkstätten", house, 20)
    assert list(stored.topics.all()) == [topic]
    assert presences_at(item) == [PresenceValue(speaker.pk)]
    rows = [(row.verb, row.record_id, row.changed) for row in Row.objects.filter(actor_id=by.id).order_by("number")]
    assert [(verb, record) for verb, record, _changed in rows] == [("add", made.public_id), ("change", item.public_id)]
    assert rows[1][2] == ["presences"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [("speaker", "present")]),
        ([("speaker", "chair")], [("speaker", "chair")]),
        ([("speaker", "invited")], [("speaker", "present")]),
        ([("delegation", "present")], [("delegation", "present")]),
        ([("delegation", "invited")], [("delegation", "invited"), ("speaker", "present")]),
        ([("other", "present")], [("other", "present"), ("speaker", "present")]),
    ],
)
def test_who_speaks_is_written_among_those_present_unless_known_to_be(
    before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    edition = an_edition()
    delegation = a_delegation(edition)
    speaker, other = a_member(delegation, "Anna Beispiel"), someone(edition)
    who = {"speaker": {"participation": speaker.pk}, "delegation": {"delegation": delegation.pk}}
    who["other"] = {"participation": other.pk}
    item = make.item(edition, presences=[PresenceValue(**who[name], status=status) for name, status in before])
    make.contribution(item, speaker)
    assert presences_at(item) == [PresenceValue(**who[name], status=status) for name, status in after]
    assert ProgrammeItem.objects.get().version == (1 if before == after else 2)


def test_of_a_message_who_read_it_is_present() -> None:
    edition = an_edition()
    item, reader = make.item(edition), someone(edition)
    absent = someone(edition, "Anna Fern", state="absent")
    made = make.contribution(item, absent, kind_of="message", read_by=reader)
    assert presences_at(item) == [PresenceValue(reader.pk)]
    speech = actions.change_contribution(by=BY, contribution=made, version=1, speaker=reader, read_by=None, kind_of="speech")
    assert (speech.version, presences_at(item)) == (2, [PresenceValue(reader.pk)])


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ("speaker of another edition", "speaker"),
        ("item of another edition", "item"),
        ("reader of another edition", "read_by"),
        ("speaker was absent", "speaker"),
        ("speaker was only mentioned", "speaker"),
        ("reader was absent", "read_by"),
        ("speech with a reader", "read_by"),
        ("own message", "read_by"),
        ("entered as absent", "speaker"),
        ("reader entered as absent", "read_by"),
        ("unknown kind", "kind_of"),
    ],
)
def test_nobody_speaks_who_was_not_there(case: str, field: str) -> None:
    edition, other = an_edition(), an_edition()
    speaker, reader = someone(edition), someone(edition, "Boris Probe")
    item = make.item(edition, presences=[PresenceValue(participation=reader.pk, status="absent")])
    open_item = make.item(edition)
    values: dict[str, Any] = {
        "speaker of another edition": {"item": open_item, "speaker": someone(other)},
        "item of another edition": {"item": make.item(other), "speaker": speaker},
        "reader of another edition": {"item": open_item, "speaker": speaker, "kind_of": "message", "read_by": someone(other)},
        "speaker was absent": {"item": open_item, "speaker": someone(edition, "Fern", state="absent")},
        "speaker was only mentioned": {"item": open_item, "speaker": someone(edition, "Fern", kind_of="mentioned")},
        "reader was absent": {
            "item": open_item, "speaker": speaker, "kind_of": "message", "read_by": someone(edition, "Weg", state="absent"),
        },
        "speech with a reader": {"item": open_item, "speaker": speaker, "read_by": reader},
        "own message": {"item": open_item, "speaker": speaker, "kind_of": "message", "read_by": speaker},
        "entered as absent": {"item": item, "speaker": reader},
        "reader entered as absent": {"item": item, "speaker": speaker, "kind_of": "message", "read_by": reader},
        "unknown kind": {"item": open_item, "speaker": speaker, "kind_of": "song"},
    }[case]  # fmt: skip
    kept = make.contribution(make.item(edition), speaker)
    with pytest.raises(Refusal) as entered:
        actions.add_contribution(by=BY, edition=edition, **values)
    with pytest.raises(Refusal) as changed:
        actions.change_contribution(by=BY, contribution=kept, version=1, **values)
    assert (entered.value.field, changed.value.field) == (field, field)
    assert Contribution.objects.get().version == 1
    assert presences_at(open_item) == []


def test_who_read_a_message_may_be_open() -> None:
    edition = an_edition()
    item, absent = make.item(edition), someone(edition, "Anna Fern", state="absent")
    made = make.contribution(item, absent, kind_of="message")
    assert (made.read_by, presences_at(item)) == (None, [])
    reader = someone(edition)
    assert actions.change_contribution(by=BY, contribution=made, version=1, read_by=reader).read_by == reader
    assert presences_at(item) == [PresenceValue(reader.pk)]


def named_at(person: Person) -> list[tuple[str, str]]:
    """Return on which bases a person may be named where."""
    return list(PublicationBasis.objects.filter(person=person).values_list("kind", "scope"))


def test_what_a_contribution_says_of_people_is_taken_back() -> None:
    edition = an_edition()
    sides = make.sides_of(edition.series.partnership)
    office = make.office(institution=make.institution(city=sides[0].city), names_holders=True)
    first, second = make.person("Erika Amt"), make.person("Else Amt")
    here = [("public_office", edition.public_id)]
    values = {"on_behalf_of_person": first, "on_behalf_of_office": office, "mandate": "Vollmacht"}
    item, speaker = make.item(edition), someone(edition)
    made, also = (make.contribution(item, speaker, **values) for _ in range(2))
    assert (KnownTo.objects.filter(person=first).count(), named_at(first)) == (4, here)
    made = actions.change_contribution(by=BY, contribution=made, version=1, on_behalf_of_person=second)
    assert [KnownTo.objects.filter(person=one).count() for one in (first, second)] == [2, 2]
    assert (named_at(first), named_at(second)) == (here, here)  # the other contribution names the first still
    actions.delete_contribution(by=BY, contribution=also)
    assert (KnownTo.objects.filter(person=first).count(), named_at(first), named_at(second)) == (0, [], here)
    said = make.statement(edition, speaker=speaker, about_person=first)
    assert set(KnownTo.objects.filter(person=first).values_list("because", flat=True)) == {said.public_id}
    said = actions.change_statement(by=BY, statement=said, version=1, about_person=second)
    assert (KnownTo.objects.filter(person=first).count(), KnownTo.objects.filter(person=second).count()) == (0, 4)
    actions.delete_item(by=BY, item=item)
    assert (set(KnownTo.objects.filter(person=second).values_list("because", flat=True)), named_at(second)) == (
        {said.public_id},
        [],
    )
    make.seminars.delete_edition(by=BY, edition=edition)
    assert not KnownTo.objects.filter(person__in=(first, second)).exists()


def test_a_contribution_of_an_edition_kept_apart_lets_nobody_be_named() -> None:
    partnership = make.bare_partnership()
    side = make.sides_of(partnership)[0]
    edition = make.edition(make.series(partnership, owner_side=side, visibility="internal"), visibility="internal")
    office, person = make.office(institution=make.institution(city=side.city), names_holders=True), make.person("Erika Amt")
    values = {"on_behalf_of_person": person, "on_behalf_of_office": office, "mandate": "Vollmacht"}
    make.contribution(make.item(edition), someone(edition), **values)
    assert (list(KnownTo.objects.filter(person=person).values_list("side", "shared")), named_at(person)) == (
        [(side.pk, False)],
        [],
    )


@pytest.mark.parametrize(
    ("values", "approved"),
    [
        ({"text": LocalText.of(de="Besser.")}, False),
        ({"text": LocalText.of(de="Gut.", ru="Хорошо.")}, False),
        ({"is_quote": True}, False),
        ({"text": LocalText.of(de="Besser."), "is_approved": True}, True),
        ({"text": LocalText.of(de="Besser."), "is_approved": False}, False),
        ({"text": LocalText.of(de="Gut."), "is_quote": False}, True),
        ({"kind_of": "tribute"}, True),
    ],
)
def test_other_words_are_approved_anew(values: dict[str, Any], approved: bool) -> None:
    edition = an_edition()
    made = make.statement(edition, text="Gut.", speaker=someone(edition), is_approved=True)
    assert actions.change_statement(by=BY, statement=made, version=1, **values).is_approved is approved
    changed = Row.objects.filter(record_id=made.public_id, verb="change").values_list("changed", flat=True)
    assert ("is_approved" in [name for names in changed for name in names]) is not approved


def test_nobody_speaks_at_two_places_at_once() -> None:
    edition = an_edition()
    hours = {"day": "2019-06-17", "begins": time(9), "ends": time(11)}
    speaker = someone(edition, "Anna Beispiel")
    make.contribution(make.item(edition, "Hier", site=make.site("Rathaus"), **hours), speaker)
    there = make.item(edition, "Dort", site=make.site("Werkstatt"), **hours)
    with translation.override("en"), pytest.raises(Refusal) as caught:
        make.contribution(there, speaker)
    assert caught.value.field == "speaker"
    assert "“Dort, 09:00”" in str(caught.value)
    assert "“Hier, 09:00”" in str(caught.value)
    assert presences_at(there) == []
    assert Contribution.objects.count() == 1


def test_who_spoke_stays_among_those_present() -> None:
    edition = an_edition()
    item, speaker, other = make.item(edition), someone(edition), someone(edition, "Boris Probe")
    make.contribution(item, speaker)
    actions.change_item(by=BY, item=item, version=2, presences=[PresenceValue(participation=other.pk)])
    assert presences_at(item) == [PresenceValue(other.pk), PresenceValue(speaker.pk)]
    with pytest.raises(Refusal) as caught:
        actions.change_item(by=BY, item=item, version=3, presences=[PresenceValue(participation=speaker.pk, status="absent")])
    assert caught.value.field == "presences"


def test_a_contribution_is_changed_and_deleted() -> None:
    edition = an_edition()
    first, second, speaker = make.item(edition, "Eins"), make.item(edition, "Zwei"), someone(edition)
    made = make.contribution(first, speaker, topics=[make.topic()])
    changed = actions.change_contribution(by=BY, contribution=made, version=1, item=second, minutes=5)
    assert (changed.item, changed.minutes, changed.version, changed.topics.count()) == (second, 5, 2, 1)
    assert (presences_at(first), presences_at(second)) == ([PresenceValue(speaker.pk)], [PresenceValue(speaker.pk)])
    assert not actions.change_contribution(by=BY, contribution=changed, version=2, topics=[]).topics.exists()
    with pytest.raises(StaleRecord):
        actions.change_contribution(by=BY, contribution=changed, version=1, minutes=6)
    with pytest.raises(Refusal) as caught:
        actions.change_contribution(by=BY, contribution=changed, version=3, edition=an_edition())
    assert caught.value.field == "edition"
    said = make.statement(edition, contribution=changed)
    actions.delete_contribution(by=BY, contribution=changed)
    said.refresh_from_db()
    assert (said.contribution, said.speaker, presences_at(second)) == (None, speaker, [PresenceValue(speaker.pk)])
    verbs = list(Row.objects.filter(record_id=made.public_id).order_by("number").values_list("verb", flat=True))
    assert verbs == ["add", "change", "change", "delete"]


def test_in_whose_name_somebody_speaks_becomes_known_to_the_sides() -> None:
    edition = an_edition()
    first, second = make.sides_of(edition.series.partnership)
    office = make.office(institution=make.institution(city=first.city), names_holders=True)
    person = make.person("Erika Amt")
    made = make.contribution(
        make.item(edition), someone(edition), on_behalf_of_person=person, on_behalf_of_office=office, mandate="Vollmacht"
    )
    assert set(KnownTo.objects.filter(person=person).values_list("side", "shared")) == {(first.pk, True), (second.pk, True)}
    assert [basis.kind for basis in PublicationBasis.objects.filter(person=person)] == ["public_office"]
    unknown = make.person("Nur Innen", sides=[second])
    with pytest.raises(Refusal) as caught:
        actions.change_contribution(by=make.actor(first), contribution=made, version=1, on_behalf_of_person=unknown)
    assert caught.value.field == "on_behalf_of_person"
    with pytest.raises(Refusal) as caught:
        actions.add_statement(
            by=make.actor(first), edition=edition, speaker=made.speaker, text=LocalText.of(de="Gut."), about_person=unknown
        )
    assert caught.value.field == "about_person"


CITY, OFFICE, UNIT, OTHER = (1,), (2, 1), (3, 2, 1), (4, 1)


@pytest.mark.parametrize(
    ("speaker", "behalf", "mandate", "is_found"),
    [
        ([OFFICE], [OFFICE], "", False),
        ([UNIT], [OFFICE], "", False),
        ([OFFICE], [UNIT], "", False),
        ([UNIT], [CITY], "", False),
        ([OFFICE], [OTHER], "", True),
        ([OFFICE, OTHER], [OTHER], "", False),
        ([OFFICE], [OTHER], "Vollmacht vom 3. Juni", False),
        ([OFFICE], [OTHER], "  ", True),
        ([], [OTHER], "", True),
        ([OFFICE], [], "", True),
    ],
)
def test_who_speaks_for_another_institution_needs_a_mandate(
    speaker: list[Any], behalf: list[Any], mandate: str, is_found: bool
) -> None:
    spoken = Contribution(public_id="abcd2345", on_behalf_of_office_id=5, mandate=mandate)
    spoken.speaker = someone(an_edition(), person=None, words="Leiterin")
    with translation.override("en"):
        found = rules.mandate_finding(spoken, speaker=speaker, behalf=behalf)
    assert (found is not None) is is_found
    if found is not None:
        assert (found.level, found.about) == ("warning", "abcd2345")
        assert found.sentence.startswith("Leiterin spoke for another institution.")
    alone = Contribution(mandate=mandate)
    assert rules.mandate_finding(alone, speaker=speaker, behalf=behalf) is None


def test_mandates_are_asked_for_by_offices_and_by_what_is_known_of_persons() -> None:
    edition = an_edition()
    city = edition.host_city
    own, other = make.institution("Eigenes Amt", city=city), make.institution("Anderes Amt", city=city)
    head, deputy = make.office("Leitung", institution=own), make.office("Vertretung", institution=own)
    foreign = make.office("Leitung", institution=other)
    speaker = someone(edition, office=deputy)
    chief, stranger, nobody = make.person("Erika Amt"), make.person("Erich Fremd"), make.person("Else Frei")
    make.appointment(chief, head)
    make.appointment(stranger, foreign)
    item = make.item(edition)
    expected = []
    for values, is_found in (
        ({"on_behalf_of_office": head}, False),
        ({"on_behalf_of_office": foreign}, True),
        ({"on_behalf_of_office": foreign, "mandate": "Vollmacht"}, False),
        ({"on_behalf_of_person": chief}, False),
        ({"on_behalf_of_person": stranger}, True),
        ({"on_behalf_of_person": nobody}, True),
        ({}, False),
    ):
        made = make.contribution(item, speaker, **values)
        expected += [made.public_id] if is_found else []
    assert [(found.level, found.about) for found in queries.findings_of(edition, BY)] == [("warning", one) for one in expected]
    same = make.person("Erich Fremd")
    make.judgement(stranger, same)
    make.appointment(same, head)
    made = make.contribution(item, speaker, on_behalf_of_person=Person.objects.get(pk=stranger.pk))
    assert made.public_id not in [found.about for found in queries.findings_of(edition, BY)]


def test_a_statement_is_entered_changed_and_deleted() -> None:
    edition = an_edition()
    by = make.actor(make.sides_of(edition.series.partnership)[0])
    item, speaker = make.item(edition), someone(edition)
    person, house = make.person("Erika Amt"), make.institution(city=edition.host_city)
    spoken = make.contribution(item, speaker)
    person_known = make.people.note_known(by=BY, person=person, sides=make.sides_of(edition.series.partnership)[:1], shared=False)
    made = actions.add_statement(
        by=by,
        edition=edition,
        item=item,
        contribution=spoken,
        speaker=speaker,
        kind_of="tribute",
        text=LocalText.of(de="Ein Vorbild."),
        is_quote=True,
        about_person=person_known,
        about_institution=house,
    )
    stored = Statement.objects.get()
    assert (stored, stored.item, stored.contribution, stored.speaker) == (made, item, spoken, speaker)
    assert (stored.kind_of, stored.text.text("de"), stored.is_quote, stored.is_approved) == (
        "tribute",
        "Ein Vorbild.",
        True,
        False,
    )
    assert (stored.about_person, stored.about_institution) == (person, house)
    assert set(KnownTo.objects.filter(person=person).values_list("shared", flat=True)) == {False, True}
    changed = actions.change_statement(by=by, statement=made, version=1, is_approved=True)
    assert (changed.is_approved, changed.version) == (True, 2)
    actions.delete_statement(by=by, statement=changed)
    assert not Statement.objects.exists()
    verbs = list(Row.objects.filter(record_id=made.public_id).order_by("number").values_list("verb", flat=True))
    assert verbs == ["add", "change", "delete"]


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ("no voice", "speaker"),
        ("speaker of another edition", "speaker"),
        ("delegation of another edition", "delegation"),
        ("item of another edition", "item"),
        ("contribution of another edition", "contribution"),
        ("contribution to another item", "item"),
        ("contribution of somebody else", "speaker"),
        ("no text", "text"),
        ("unknown kind", "kind_of"),
    ],
)
def test_a_statement_is_somebodys_of_this_edition(case: str, field: str) -> None:
    edition, other = an_edition(), an_edition()
    item, speaker = make.item(edition), someone(edition)
    spoken = make.contribution(item, speaker)
    values: dict[str, Any] = {
        "no voice": {"speaker": None, "delegation": None},
        "speaker of another edition": {"speaker": someone(other)},
        "delegation of another edition": {"delegation": a_delegation(other)},
        "item of another edition": {"item": make.item(other), "speaker": speaker},
        "contribution of another edition": {"contribution": make.contribution(make.item(other), someone(other)), "speaker": speaker},
        "contribution to another item": {"contribution": spoken, "item": make.item(edition), "speaker": speaker},
        "contribution of somebody else": {"contribution": spoken, "speaker": someone(edition, "Boris Probe")},
        "no text": {"text": LocalText(), "speaker": speaker},
        "unknown kind": {"kind_of": "song", "speaker": speaker},
    }[case]  # fmt: skip
    kept = make.statement(edition, speaker=speaker)
    with pytest.raises(Refusal) as entered:
        actions.add_statement(by=BY, edition=edition, **{"text": LocalText.of(de="Gut."), **values})
    with pytest.raises(Refusal) as changed:
        actions.change_statement(by=BY, statement=kept, version=1, **values)
    assert (entered.value.field, changed.value.field) == (field, field)
    assert Statement.objects.get().version == 1


def test_a_statement_made_in_a_contribution_is_its_speakers() -> None:
    edition = an_edition()
    item, speaker = make.item(edition), someone(edition)
    spoken = make.contribution(item, speaker)
    made = make.statement(edition, contribution=spoken)
    assert (made.speaker, made.item) == (speaker, item)
    delegation = a_delegation(edition)
    assert make.statement(edition, delegation=delegation).speaker is None


def test_the_database_knows_no_statement_without_a_voice() -> None:
    edition = an_edition()
    made = make.statement(edition, speaker=someone(edition))
    with pytest.raises(IntegrityError, match="programme_statement_has_a_voice"), transaction.atomic():
        Statement.objects.filter(pk=made.pk).update(speaker=None)


def test_only_those_who_may_change_the_edition_write_down_who_spoke() -> None:
    partnership = make.bare_partnership()
    first, second = make.sides_of(partnership)
    edition = make.edition(make.series(partnership), owner_side=first)
    speaker = someone(edition)
    item = make.item(edition)
    spoken, said = make.contribution(item, speaker), make.statement(edition, speaker=speaker)
    text = LocalText.of(de="Neu")
    for by in (make.actor(second), make.actor(first, Role.EDITOR), NOBODY):
        for attempt in (
            lambda by=by: actions.add_contribution(by=by, edition=edition, item=item, speaker=speaker),
            lambda by=by: actions.change_contribution(by=by, contribution=spoken, version=1, minutes=1),
            lambda by=by: actions.delete_contribution(by=by, contribution=spoken),
            lambda by=by: actions.add_statement(by=by, edition=edition, speaker=speaker, text=text),
            lambda by=by: actions.change_statement(by=by, statement=said, version=1, text=text),
            lambda by=by: actions.delete_statement(by=by, statement=said),
        ):
            with pytest.raises(NotPermitted):
                attempt()
    assert (Contribution.objects.get().version, Statement.objects.get().version) == (1, 1)
