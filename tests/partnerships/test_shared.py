"""What all partnerships share, cities and topics, and changes to it that others propose."""

from __future__ import annotations

import pytest
from django.utils import translation

from jumelage.accounts.actor import NOBODY, Actor, Role
from jumelage.fields.models import Name
from jumelage.journal.models import Address, Row
from jumelage.journal.rules import NotPermitted, Refusal, StaleRecord
from jumelage.partnerships import actions, queries, rules
from jumelage.partnerships.models import (
    City,
    CityName,
    Note,
    Proposal,
    StateValue,
    Topic,
)
from jumelage.people import actions as people
from jumelage.values import LocalText
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


CHANGES = [{"field": "wikidata", "before": "", "after": "Q1"}]


def propose(city: City, *, by: Actor) -> Proposal:
    """Propose another Wikidata item for a city."""
    return actions.propose_change(by=by, about=city, version=1, data={"wikidata": ["Q1"]}, changes=CHANGES, reason=" fehlt ")


def test_a_coordinator_enters_a_city_that_her_side_looks_after() -> None:
    side = make.sides_of(make.bare_partnership())[0]
    by = make.actor(side)
    city = actions.add_city(by=by, names=NAMES, country="FR", time_zone="Europe/Paris", wikidata="Q90")
    stored = City.objects.get(pk=city.pk)
    assert [name.as_value() for name in stored.names.all()] == NAMES
    assert (stored.country, stored.time_zone, stored.wikidata, stored.introduced_by) == ("FR", "Europe/Paris", "Q90", side)
    assert logged(city.public_id) == [("add", by.id, ["country", "introduced_by", "names", "time_zone", "wikidata"])]


def test_the_side_that_looks_after_a_record_may_be_chosen_among_ones_own() -> None:
    first, second = make.sides_of(make.bare_partnership())
    user = make.user()
    for side in (first, second):
        actions.add_grant(by=BY, user=user, side=side, role=Role.COORDINATOR)
    topic = actions.add_topic(by=queries.actor_for(user), label=LocalText.of(de="Pflege"), introduced_by=second)
    assert topic.introduced_by == second
    with pytest.raises(NotPermitted):
        actions.add_topic(by=make.actor(first), label=LocalText.of(de="Arbeit"), introduced_by=second)
    assert actions.add_topic(by=BY, label=LocalText.of(de="Jugend")).introduced_by is None


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.READER])
def test_who_is_no_coordinator_adds_changes_and_deletes_nothing_shared(role: Role | None) -> None:
    side = make.sides_of(make.bare_partnership())[0]
    city = make.city(introduced_by=side)
    by = make.actor(side, role) if role else NOBODY
    rows = Row.objects.count()
    attempts = [
        lambda: actions.add_city(by=by, names=NAMES, country="FR", time_zone="Europe/Paris"),
        lambda: actions.change_city(by=by, city=city, version=1, names=NAMES),
        lambda: actions.strike_shared(city, by=by),
        lambda: actions.propose_change(by=by, about=city, version=1, data={}, changes=[{"field": "country"}]),
        lambda: actions.add_partnership(by=by, sides=[]),
        lambda: actions.add_grant(by=by, user=make.user(), side=side, role=Role.COORDINATOR),
    ]
    for attempt in attempts[:-1]:
        with pytest.raises(NotPermitted):
            attempt()
    assert Row.objects.count() == rows


def test_only_the_side_that_looks_after_a_city_changes_it() -> None:
    first, second = make.sides_of(make.bare_partnership())
    city = make.city(introduced_by=first)
    orphan = make.city()
    changed = actions.change_city(by=make.actor(first), city=city, version=1, names=NAMES, wikidata="Q1")
    assert (changed.version, changed.wikidata) == (2, "Q1")
    assert [name.as_value() for name in changed.names.all()] == NAMES
    assert CityName.objects.filter(city=city).count() == len(NAMES)
    for by, record in ((make.actor(second), changed), (make.actor(first), orphan)):
        with pytest.raises(NotPermitted):
            actions.change_city(by=by, city=record, version=record.version, names=NAMES)
        with pytest.raises(NotPermitted):
            actions.strike_shared(record, by=by)
    assert actions.change_city(by=BY, city=orphan, version=1, names=NAMES).version == 2


def test_a_city_without_a_name_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        actions.add_city(by=BY, names=[Name(" ", "de")], country="DE", time_zone="Europe/Berlin")
    assert caught.value.field == "names"
    city = make.city()
    with pytest.raises(Refusal) as caught:
        actions.change_city(by=BY, city=city, version=1, names=[])
    assert caught.value.field == "names"


def test_what_is_in_use_is_not_deleted_and_the_sentence_says_by_what() -> None:
    side = make.sides_of(make.bare_partnership())[0]
    people.add_institution(by=BY, names=[Name("Sozialamt", "de")], city=side.city)
    assert queries.uses_of_city(side.city) == {"side": 1}
    with translation.override("en"), pytest.raises(Refusal, match="institution") as caught:
        actions.strike_shared(side.city, by=BY)
    assert "side" in str(caught.value)
    assert City.objects.filter(pk=side.city.pk).exists()
    free = make.city()
    public_id = free.public_id
    actions.strike_shared(free, by=BY)
    assert Address.objects.get(pk=public_id).state == "gone"


def test_notes_and_proposals_about_a_record_go_with_it() -> None:
    partnership = make.bare_partnership()
    first, second = make.sides_of(partnership)
    city = make.city(introduced_by=first)
    note = actions.add_note(by=BY, about=city, partnership=partnership, side=second, text="Geheim")
    proposal = propose(city, by=make.actor(second))
    other = actions.add_note(by=BY, about=partnership, partnership=partnership, side=second, text="Bleibt")
    actions.strike_shared(city, by=BY)
    assert list(Note.objects.all()) == [other]
    assert not Proposal.objects.exists()
    for gone in (note, proposal):
        assert Address.objects.get(pk=gone.public_id).state == "gone"


def test_topics_are_entered_and_changed() -> None:
    topic = actions.add_topic(by=BY, label=LocalText.of(de="Pflege"))
    changed = actions.change_topic(by=BY, topic=topic, version=1, label=LocalText.of(de="Pflege im Alter"))
    assert Topic.objects.get().label == changed.label == LocalText.of(de="Pflege im Alter")
    with pytest.raises(StaleRecord):
        actions.change_topic(by=BY, topic=topic, version=1, label=LocalText.of(de="Alter"))


def test_who_may_not_change_proposes_and_nothing_changes_yet() -> None:
    first, second = make.sides_of(make.bare_partnership())
    city = make.city(introduced_by=first)
    by = make.actor(second)
    proposal = propose(city, by=by)
    stored = Proposal.objects.get()
    assert (stored.about_type, stored.about_id, stored.about_version) == ("partnerships.city", city.public_id, 1)
    assert (stored.side, stored.addressee, stored.state, stored.reason) == (second, first, "open", "fehlt")
    assert (stored.data, stored.changes) == ({"wikidata": ["Q1"]}, CHANGES)
    assert logged(proposal.public_id)[0][:2] == ("propose", by.id)
    assert City.objects.get(pk=city.pk).version == 1
    for seeing in (by, make.actor(first, Role.READER), BY):
        assert queries.visible_proposals(seeing).get() == proposal
    for blind in (NOBODY, make.actor(make.sides_of(make.bare_partnership())[0])):
        assert not queries.visible_proposals(blind).exists()
    with pytest.raises(NotPermitted):
        propose(city, by=make.actor(first))  # she may change it
    with pytest.raises(Refusal):
        actions.propose_change(by=by, about=city, version=1, data={}, changes=[])


def test_a_proposal_is_made_by_a_side_of_the_partnership_that_the_record_belongs_to() -> None:
    elsewhere = make.sides_of(make.bare_partnership())[0]
    first, second = make.sides_of(make.bare_partnership())
    user = make.user()
    for side in (elsewhere, second):
        make.grant(user, side, Role.COORDINATOR)
    by = queries.actor_for(user)
    assert propose(make.city("Oben", introduced_by=first), by=by).side == second
    assert propose(make.city("Unten"), by=by).side == elsewhere
    city = make.city("Mitte", introduced_by=first)
    given = {"about": city, "version": 1, "data": {"wikidata": ["Q1"]}, "changes": CHANGES}
    assert actions.propose_change(by=by, **given, side=elsewhere).side == elsewhere
    with pytest.raises(NotPermitted):
        actions.propose_change(by=by, **given, side=first)


def test_a_proposal_is_accepted_with_the_change_it_proposes() -> None:
    first, second = make.sides_of(make.bare_partnership())
    city = make.city(introduced_by=first)
    names = [name.as_value() for name in city.names.all()]
    proposal = propose(city, by=make.actor(second))
    by = make.actor(first)
    assert rules.may_answer(by, proposal)
    changed = actions.change_city(by=by, city=city, version=1, names=names, wikidata="Q1", proposal=proposal)
    assert (changed.wikidata, changed.version) == ("Q1", 2)
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.answer, proposal.version) == ("accepted", "", 2)
    assert logged(proposal.public_id)[-1] == ("answer", by.id, ["state"])


def test_a_proposal_is_answered_once() -> None:
    first, second = make.sides_of(make.bare_partnership())
    city = make.city(introduced_by=first)
    names = [name.as_value() for name in city.names.all()]
    by = make.actor(first)
    opened = propose(city, by=make.actor(second))
    with pytest.raises(Refusal) as caught:
        actions.decline_proposal(by=by, proposal=opened, answer=" ")
    assert caught.value.field == "answer"
    for wrong in (make.actor(second), make.actor(first, Role.EDITOR), NOBODY):
        with pytest.raises(NotPermitted):
            actions.decline_proposal(by=wrong, proposal=opened, answer="Nein")
    declined = actions.decline_proposal(by=by, proposal=Proposal.objects.get(), answer=" Ist falsch. ")
    assert (declined.state, declined.answer) == ("declined", "Ist falsch.")
    assert not rules.may_answer(by, declined)
    # Somebody still has the open proposal before her eyes: neither a second answer nor the change that came with it.
    with pytest.raises(NotPermitted):
        actions.decline_proposal(by=by, proposal=opened, answer="Nochmals nein")
    with pytest.raises(NotPermitted):
        actions.change_city(by=by, city=city, version=1, names=names, wikidata="Q1", proposal=opened)
    assert City.objects.get(pk=city.pk).wikidata == ""
    assert Proposal.objects.get().answer == "Ist falsch."


def test_a_proposal_is_accepted_only_for_the_record_it_is_about() -> None:
    first, second = make.sides_of(make.bare_partnership())
    city, other = make.city(introduced_by=first), make.city(introduced_by=first)
    names = [name.as_value() for name in other.names.all()]
    proposal = propose(city, by=make.actor(second))
    with pytest.raises(Refusal):
        actions.change_city(by=make.actor(first), city=other, version=1, names=names, wikidata="Q1", proposal=proposal)
    assert City.objects.get(pk=other.pk).wikidata == ""
    assert Proposal.objects.get().state == "open"


def test_what_nobody_looks_after_is_answered_by_an_administrator() -> None:
    second = make.sides_of(make.bare_partnership())[1]
    proposal = propose(make.city(), by=make.actor(second))
    assert proposal.addressee is None
    assert not rules.may_answer(make.actor(second), proposal)
    assert actions.decline_proposal(by=BY, proposal=proposal, answer="Nein.").state == "declined"
