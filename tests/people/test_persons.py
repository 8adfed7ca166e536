"""Persons: entered, changed, deleted; which side sees them; where they may be named in public."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from jumelage.accounts.actor import NOBODY, Actor, Role
from jumelage.fields.models import Name
from jumelage.journal.models import Address, Row
from jumelage.journal.rules import NotPermitted, Refusal, StaleRecord
from jumelage.partnerships.actions import propose_change
from jumelage.partnerships.models import Proposal, Side
from jumelage.partnerships.queries import actor_for
from jumelage.people import actions, queries, rules
from jumelage.people.models import (
    BasisValue,
    KnownTo,
    Person,
    PersonName,
    PersonNameValue,
    PublicationBasis,
    TitleValue,
)
from jumelage.sources import actions as sources
from jumelage.sources.models import Evidence
from tests.factories import world as make
from tests.factories.world import BY

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
NAMES = [
    PersonNameValue("Karla Lindner", "de", valid="../2015", family="Lindner"),
    PersonNameValue("Karla von Ostwede", "de", valid="2015/..", family="von Ostwede", preferred_for="public"),
    PersonNameValue("Карла Линднер", "ru", "transliteration", scheme="BGN", family="Линднер", script="Cyrl"),
]
TITLES = [TitleValue("Prof. Dr.", "de", "2016/.."), TitleValue("Dr.")]
OFFICE = BasisValue("public_office")
NOT = BasisValue("none")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def sides() -> list[Side]:
    """A side at home and one abroad, with sharing open."""
    return make.sides_of(make.bare_partnership("DE", "KZ"))


def known(person: Person) -> dict[int, bool]:
    """Return the sides that know a person, and whether only through what is shared."""
    return dict(KnownTo.objects.filter(person=person).values_list("side_id", "shared"))


def logged(person: Person) -> list[tuple[str, str, list[str]]]:
    """Return verb, actor and changed fields of everything written down about a person."""
    return [(row.verb, row.actor_id, row.changed) for row in Row.objects.filter(record_id=person.public_id)]


# ── Keeping persons ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_is_entered_with_names_titles_and_bases(sides: list[Side]) -> None:
    by = make.actor(sides[0])
    bases = [
        BasisValue("consent", scope="edition2", since="2014-11-28", until="2030-01-01", review_on="2027-01-01", note="Schreiben"),
        OFFICE,
    ]
    made = actions.add_person(by=by, names=NAMES, titles=TITLES, bases=bases, gender="f", pronouns="sie")
    stored = Person.objects.get()
    assert [row.as_value() for row in stored.names.all()] == NAMES
    assert [row.as_value() for row in stored.titles.all()] == TITLES
    assert [row.as_value() for row in stored.bases.all()] == bases
    assert (stored.gender, stored.pronouns, stored.introduced_by, stored.cluster) == ("f", "sie", sides[0], None)
    assert [name.script for name in stored.names.all()] == ["Latn", "Latn", "Cyrl"]
    assert known(made) == {sides[0].pk: False}
    assert logged(made) == [
        ("add", by.id, ["bases", "gender", "introduced_by", "names", "pronouns", "titles"]),
        ("introduce", by.id, ["known_to"]),
    ]
    assert str(stored) == "Karla Lindner"


def test_a_plain_name_will_do() -> None:
    made = actions.add_person(by=BY, names=[Name("Karla Muster", "de")])
    assert made.names.get().as_value() == PersonNameValue("Karla Muster", "de")
    assert known(made) == {}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"names": []}, "names"),
        ({"names": [PersonNameValue(" ", "de")]}, "names"),
        ({"names": [PersonNameValue("Karla", "xx")]}, "names"),
        ({"names": [PersonNameValue("Karla", "de", script="Runr")]}, "names"),
        ({"names": [PersonNameValue("Karla", "de", preferred_for="parties")]}, "names"),
        ({"names": [PersonNameValue("Karla", "de", valid="gestern")]}, "names"),
        ({"titles": [TitleValue("")]}, "titles"),
        ({"titles": [TitleValue("Dr.", "de", "gestern")]}, "titles"),
        ({"bases": [BasisValue("rumour")]}, "bases"),
        ({"bases": [BasisValue("public_office", since="gestern")]}, "bases"),
        ({"bases": [BasisValue("public_office", since="2020-01-02", until="2020-01-01")]}, "bases"),
        ({"bases": [BasisValue("consent")]}, "bases"),
        ({"bases": [BasisValue("published_report")]}, "bases"),
        ({"gender": "x"}, "gender"),
    ],
)
def test_what_is_wrong_is_refused_by_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as caught:
        actions.add_person(by=BY, **{"names": NAMES} | values)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert not Person.objects.exists()
    kept = make.person()
    with pytest.raises(Refusal) as caught:
        actions.change_person(by=BY, person=kept, version=1, **values)
    assert caught.value.field == field
    assert Person.objects.get().version == 1


def test_the_database_wants_a_review_of_private_persons_and_an_end_after_the_beginning() -> None:
    person = make.person(bases=[OFFICE])
    for change in ({"kind": "consent"}, {"since": TODAY, "until": TODAY - timedelta(1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicationBasis.objects.filter(person=person).update(**change)
    side = make.sides_of(make.bare_partnership())[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        KnownTo.objects.bulk_create([KnownTo(person=person, side=side), KnownTo(person=person, side=side)])


def test_a_list_that_is_given_replaces_the_old_one_and_the_others_stay() -> None:
    person = make.person(titles=TITLES, bases=[OFFICE])
    changed = actions.change_person(by=BY, person=person, version=1, titles=[TitleValue("Dr.")], gender="f")
    assert [row.as_value() for row in changed.titles.all()] == [TitleValue("Dr.")]
    assert (changed.names.count(), changed.bases.count(), changed.gender, changed.version) == (1, 1, "f", 2)
    assert logged(person)[-1] == ("change", "test", ["gender", "titles"])
    changed = actions.change_person(by=BY, person=changed, version=2, names=NAMES, bases=[], titles=[])
    assert [row.as_value() for row in changed.names.all()] == NAMES
    assert (changed.titles.count(), changed.bases.count()) == (0, 0)
    assert PersonName.objects.count() == 3
    same = actions.change_person(by=BY, person=changed, version=3, names=NAMES)
    assert same.version == 3
    with pytest.raises(StaleRecord):
        actions.change_person(by=BY, person=person, version=1, gender="m")


def test_only_the_side_that_looks_after_her_changes_and_deletes_a_person(sides: list[Side]) -> None:
    person = make.person(introduced_by=sides[0], sides=sides)
    for by in (make.actor(sides[1]), make.actor(sides[0], Role.EDITOR), make.actor(sides[0], Role.READER), NOBODY):
        with pytest.raises(NotPermitted):
            actions.change_person(by=by, person=person, version=1, gender="f")
        with pytest.raises(NotPermitted):
            actions.delete_person(by=by, person=person)
    for by in (make.actor(sides[0], Role.READER), NOBODY):
        with pytest.raises(NotPermitted):
            actions.add_person(by=by, names=NAMES)
    with pytest.raises(NotPermitted):
        actions.add_person(by=make.actor(sides[0]), names=NAMES, introduced_by=sides[1])
    assert Person.objects.get().version == 1


def test_a_proposal_is_taken_over_by_the_side_that_looks_after_her(sides: list[Side]) -> None:
    person = make.person(introduced_by=sides[0], sides=sides)
    proposal = propose_change(
        by=make.actor(sides[1]), about=person, version=1, data={"gender": ["f"]}, changes=[{"field": "gender"}]
    )
    changed = actions.change_person(by=make.actor(sides[0]), person=person, version=1, gender="f", proposal=proposal)
    assert (changed.gender, Proposal.objects.get().state) == ("f", "accepted")


def test_a_proposal_about_a_person_is_made_for_a_side_that_knows_her(sides: list[Side]) -> None:
    elsewhere = make.sides_of(make.bare_partnership())[0]
    user = make.user()
    for side in (elsewhere, sides[1]):
        make.grant(user, side, Role.COORDINATOR)
    by, proposed = actor_for(user), {"version": 1, "data": {"gender": ["f"]}, "changes": [{"field": "gender"}]}
    known = make.person(introduced_by=sides[0], sides=[sides[1]], shared=True)
    held = make.appointment(known, make.office(institution=make.institution(city=sides[0].city)), introduced_by=sides[0])
    for about in (known, held):
        assert actions.propose_about_person(by=by, about=about, **proposed).side == sides[1]
    public = make.person(introduced_by=sides[0], bases=[BasisValue("public_office")])
    shut = make.sides_of(make.bare_partnership("DE", "KZ", open_from=None))[1]
    through_sharing = make.person(introduced_by=sides[0], sides=[shut], shared=True, bases=[BasisValue("public_office")])
    asked = ((public, by), (known, make.actor(elsewhere)), (known, make.actor(sides[0])), (through_sharing, make.actor(shut)))
    for refused, asking in asked:
        with pytest.raises(NotPermitted):
            actions.propose_about_person(by=asking, about=refused, **proposed)
    assert Proposal.objects.count() == 2


def test_a_person_goes_with_what_is_said_of_her(sides: list[Side]) -> None:
    person = make.person(introduced_by=sides[0])
    sources.cite(by=BY, record=person, source=make.source(sides[0].partnership))
    public_id = person.public_id
    actions.delete_person(by=make.actor(sides[0]), person=person)
    left = (Person.objects.count(), PersonName.objects.count(), KnownTo.objects.count(), Evidence.objects.count())
    assert left == (0, 0, 0, 0)
    assert Address.objects.get(pk=public_id).state == "gone"


def test_a_person_who_held_an_office_is_not_deleted() -> None:
    person = make.person()
    make.appointment(person, make.office(institution=make.institution(city=make.city())))
    with pytest.raises(Refusal):
        actions.delete_person(by=BY, person=person)
    assert Person.objects.get() == person


# ── Who knows her ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_introduces_a_person_knows_her_for_itself_whatever_the_others_do(sides: list[Side]) -> None:
    person = actions.add_person(by=make.actor(sides[0]), names=NAMES, sides=sides, shared=True)
    assert known(person) == {sides[0].pk: False, sides[1].pk: True}


def test_what_a_side_knows_for_itself_stays_and_is_written_once(sides: list[Side]) -> None:
    person = make.person()
    steps = [(True, True, 1), (True, True, 0), (False, False, 1), (False, False, 0), (True, False, 0)]
    for shared, kept, written in steps:
        rows = Row.objects.filter(record_id=person.public_id).count()
        assert actions.note_known(by=BY, person=person, sides=[sides[0]], shared=shared) == person
        assert known(person) == {sides[0].pk: kept}
        assert Row.objects.filter(record_id=person.public_id).count() == rows + written
    actions.note_known(by=BY, person=person, sides=[], shared=False)
    assert Person.objects.get().version == 1


def test_what_a_side_knows_by_a_record_is_known_as_the_record_is_shown_and_taken_back(sides: list[Side]) -> None:
    person = make.person(introduced_by=sides[0])
    actions.note_known(by=BY, person=person, sides=sides, shared=True, because="record22")
    actions.note_known(by=BY, person=person, sides=sides[1:], shared=False, because="record33")
    assert known_by(person) == {(0, ""): False, (0, "record22"): True, (1, "record22"): True, (1, "record33"): False}
    actions.note_known(by=BY, person=person, sides=sides[:1], shared=False, because="record22")
    actions.note_known(by=BY, person=person, sides=sides[1:], shared=True, because="record33")
    assert known_by(person) == {(0, ""): False, (0, "record22"): False, (1, "record22"): True, (1, "record33"): True}
    rows = Row.objects.filter(record_id=person.public_id).count()
    actions.forget_known(by=BY, because="record22", besides={(person.pk, sides[0].pk)})
    assert known_by(person) == {(0, ""): False, (0, "record22"): False, (1, "record33"): True}
    row = Row.objects.filter(record_id=person.public_id).latest("number")
    assert (row.verb, row.detail.before, row.detail.after) == ("forget", {"known_to": [sides[1].pk]}, {})
    actions.forget_because(by=BY, because="record22")
    actions.forget_because(by=BY, because="record33")
    actions.forget_because(by=BY, because="")
    actions.forget_because(by=BY, because="record33")
    assert known_by(person) == {(0, ""): False}
    assert Row.objects.filter(record_id=person.public_id).count() == rows + 3


def known_by(person: Person) -> dict[tuple[int, str], bool]:
    """Return which side, by its place, knows a person by which record, and whether only by what is shared."""
    rows = KnownTo.objects.filter(person=person).values_list("side__order", "because", "shared")
    return {(order - 1, because): shared for order, because, shared in rows}


def test_the_side_that_a_person_is_handed_to_knows_her(sides: list[Side]) -> None:
    person = make.person(introduced_by=sides[0])
    changed = actions.change_person(by=BY, person=person, version=1, introduced_by=sides[1])
    assert known(changed) == {sides[0].pk: False, sides[1].pk: False}
    actions.change_person(by=BY, person=changed, version=2, introduced_by=None)
    assert known(changed) == {sides[0].pk: False, sides[1].pk: False}


def seen(actor: Actor, *persons: Person) -> list[bool]:
    """Say of each person whether an actor sees her."""
    visible = set(queries.visible_persons(actor))
    return [person in visible for person in persons]


def test_a_person_is_hidden_from_a_side_that_does_not_know_her(sides: list[Side]) -> None:
    person, unknown = make.person(sides=[sides[0]]), make.person()
    elsewhere = make.sides_of(make.bare_partnership())[0]
    assert seen(BY, person, unknown) == [True, True]
    for role in Role:
        assert seen(make.actor(sides[0], role), person, unknown) == [True, False]
        assert seen(make.actor(sides[1], role), person, unknown) == [False, False]
    assert seen(make.actor(elsewhere), person, unknown) == [False, False]
    assert seen(NOBODY, person, unknown) == [False, False]


@pytest.mark.parametrize("open_from", [None, TODAY + timedelta(1), TODAY, date(2020, 1, 1)])
def test_what_is_known_only_as_shared_is_seen_only_while_sharing_is_open(open_from: date | None) -> None:
    home, abroad = make.sides_of(make.bare_partnership("DE", "KZ", open_from=open_from))
    shared, own = make.person(sides=[home, abroad], shared=True), make.person(sides=[abroad])
    is_open = open_from is not None and open_from <= TODAY
    assert seen(make.actor(home), shared, own) == [True, False]
    assert seen(make.actor(abroad), shared, own) == [is_open, True]


def test_a_grant_elsewhere_opens_nothing_here() -> None:
    shut = make.sides_of(make.bare_partnership("DE", "KZ", open_from=None))[1]
    opened = make.sides_of(make.bare_partnership())[0]
    person = make.person(sides=[shut], shared=True)
    user = make.user()
    for side in (shut, opened):
        make.grant(user, side, Role.COORDINATOR)
    assert seen(make.actor_for(user), person) == [False]
    assert seen(make.actor_for(user), make.person(sides=[opened], shared=True)) == [True]


# ── Where she may be named ───────────────────────────────────────────────────────────────────────────────────────────

YESTERDAY, TOMORROW = str(TODAY - timedelta(1)), str(TODAY + timedelta(1))
CASES: dict[str, tuple[list[BasisValue], bool, bool]] = {
    "no basis": ([], False, False),
    "an office": ([OFFICE], True, True),
    "an office from tomorrow": ([BasisValue("public_office", since=TOMORROW)], False, False),
    "an office from today": ([BasisValue("public_office", since=str(TODAY))], True, True),
    "an office until yesterday": ([BasisValue("public_office", until=YESTERDAY)], False, False),
    "an office until today": ([BasisValue("public_office", until=str(TODAY))], True, True),
    "an office to be reviewed": ([BasisValue("public_office", review_on=YESTERDAY)], True, True),
    "consent": ([BasisValue("consent", review_on=TOMORROW)], True, True),
    "consent on the day of its review": ([BasisValue("consent", review_on=str(TODAY))], True, True),
    "consent after its review": ([BasisValue("consent", review_on=YESTERDAY)], False, False),
    "consent for here": ([BasisValue("consent", scope="edition2", review_on=TOMORROW)], False, True),
    "consent for elsewhere": ([BasisValue("consent", scope="edition3", review_on=TOMORROW)], False, False),
    "forbidden": ([OFFICE, NOT], False, False),
    "forbidden here": ([OFFICE, BasisValue("none", scope="edition2")], True, False),
    "forbidden elsewhere": ([OFFICE, BasisValue("none", scope="edition3")], True, True),
    "forbidden until yesterday": ([OFFICE, BasisValue("none", until=YESTERDAY)], True, True),
    "forbidden from tomorrow": ([OFFICE, BasisValue("none", since=TOMORROW)], True, True),
    "forbidden, with a review past": ([OFFICE, BasisValue("none", review_on=YESTERDAY)], False, False),
    "nothing but forbidden": ([NOT], False, False),
    "allowed here, forbidden everywhere": ([BasisValue("public_office", scope="edition2"), NOT], False, False),
}


def allowed_at(scope: str) -> QuerySet[PersonName]:
    """Return the names whose person ``unnamed_at`` leaves to the page of the record *scope*, which every row names."""
    PersonName.objects.update(scheme=scope)
    return PersonName.objects.exclude(Exists(queries.unnamed_at("scheme", TODAY).filter(pk=OuterRef("person"))))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("shape", ["herself", "the head of her cluster", "a member of her cluster"])
def test_queries_and_the_rule_agree_on_where_a_person_is_named(case: str, shape: str) -> None:
    bases, everywhere, there = CASES[case]
    first, other = make.person(bases=bases if shape != "a member of her cluster" else []), make.person()
    person = first
    if shape != "herself":
        late = make.person(bases=bases) if shape == "a member of her cluster" else make.person()
        make.judgement(first, late)
        person = late if shape == "the head of her cluster" else first
    cluster = PublicationBasis.objects.filter(person__in=queries.cluster_of(Person, person.pk))
    assert rules.may_name(cluster, "", TODAY) is everywhere
    assert rules.may_name(cluster, "edition2", TODAY) is there
    assert (person in queries.public_persons(TODAY)) is everywhere
    assert seen(NOBODY, person) == [everywhere]
    assert (person.pk in queries.nameable("edition2", TODAY)) is there
    assert allowed_at("edition2").filter(person=person).exists() is there
    assert other not in queries.public_persons(TODAY)
    assert other.pk not in queries.nameable("edition2", TODAY)
    assert not allowed_at("edition2").filter(person=other).exists()


def test_a_basis_of_one_record_and_a_ban_of_another_of_the_same_person_hide_both() -> None:
    allowed, forbidden = make.person(bases=[OFFICE]), make.person(bases=[NOT])
    assert seen(NOBODY, allowed, forbidden) == [True, False]
    make.judgement(allowed, forbidden)
    assert seen(NOBODY, allowed, forbidden) == [False, False]
    assert queries.nameable("edition2", TODAY) == set()
    assert not allowed_at("edition2").exists()


def test_who_may_be_named_on_one_page_only_is_seen_by_nobody_else(sides: list[Side]) -> None:
    person = make.person(bases=[BasisValue("consent", scope="edition2", review_on=TOMORROW)])
    assert seen(make.actor(sides[0]), person) == [False]
    assert queries.nameable("edition2", TODAY) == {person.pk}
    assert queries.nameable("edition3", TODAY) == set()


def test_bases_to_be_reviewed_are_found_the_oldest_first() -> None:
    person = make.person(
        bases=[
            BasisValue("consent", review_on=str(TODAY)),
            BasisValue("public_office", review_on="2020-01-01"),
            BasisValue("consent", review_on=TOMORROW),
            OFFICE,
        ]
    )
    assert [str(basis.review_on) for basis in queries.to_review(TODAY)] == ["2020-01-01", str(TODAY)]
    assert [rules.needs_review(basis, TODAY) for basis in person.bases.all()] == [True, True, False, False]


def test_taking_part_in_a_public_office_names_a_person_once_a_page_and_never_against_a_ban(sides: list[Side]) -> None:
    by = make.actor(sides[0])
    person, banned, here = make.person(), make.person(bases=[NOT]), make.person(bases=[BasisValue("none", scope="edition2")])
    named = actions.note_public_office(by=by, person=person, scope="edition2")
    assert [row.as_value() for row in named.bases.all()] == [BasisValue("public_office", "edition2")]
    assert (named.version, logged(person)[-1]) == (2, ("name", by.id, ["bases"]))
    assert actions.note_public_office(by=by, person=person, scope="edition2").version == 2
    assert actions.note_public_office(by=by, person=person, scope="edition3").version == 3
    for one in (banned, here):
        assert actions.note_public_office(by=by, person=one, scope="edition2").version == 1
        assert not one.bases.filter(kind="public_office").exists()
    assert actions.note_public_office(by=by, person=here, scope="edition3").bases.count() == 2  # only the other page is banned
    same = make.person()
    make.judgement(same, banned)
    assert not actions.note_public_office(by=by, person=same, scope="edition2").bases.exists()
    for other in (NOBODY, make.actor(sides[0], Role.READER)):
        with pytest.raises(NotPermitted):
            actions.note_public_office(by=other, person=person, scope="edition4")
    with pytest.raises(ValueError, match="everywhere"):
        actions.note_public_office(by=BY, person=person, scope="")


def test_a_public_office_is_noted_beside_what_stands_there_and_taken_back_alone() -> None:
    consent = BasisValue("consent", scope="edition2", review_on=TOMORROW)
    limited = BasisValue("public_office", scope="edition2", until=TOMORROW)
    person = make.person(bases=[consent, OFFICE, BasisValue("public_office", "edition3")])
    named = actions.note_public_office(by=BY, person=person, scope="edition2")
    assert [row.as_value() for row in named.bases.all()][3:] == [BasisValue("public_office", "edition2")]
    actions.forget_public_office(by=BY, person=person, scope="edition2")
    assert [row.as_value() for row in person.bases.all()] == [consent, OFFICE, BasisValue("public_office", "edition3")]
    assert logged(person)[-1] == ("unname", "test", ["bases"])
    rows = len(logged(person))
    actions.forget_public_office(by=BY, person=person, scope="")
    actions.forget_public_office(by=BY, person=person, scope="edition2")
    assert (len(logged(person)), person.bases.filter(scope="").count()) == (rows, 1)
    other = make.person(bases=[limited])
    actions.forget_public_office(by=BY, person=other, scope="edition2")
    assert [row.as_value() for row in other.bases.all()] == [limited]  # somebody has said more of it


@pytest.mark.parametrize(
    ("bases", "has_a_page"),
    [
        ([BasisValue("public_office", "edition2")], True),
        ([BasisValue("public_office", "edition2", until=YESTERDAY)], False),
        ([BasisValue("consent", "edition2", review_on=TOMORROW)], False),
        ([BasisValue("published_report", "edition2", review_on=TOMORROW)], False),
        ([BasisValue("public_office", "edition2"), NOT], False),
        ([BasisValue("public_office", "edition2"), BasisValue("none", "edition2")], False),
        ([BasisValue("public_office", "edition2"), BasisValue("none", "edition3")], True),
        ([BasisValue("public_office", "edition2"), BasisValue("none", "", until=YESTERDAY)], True),
        ([OFFICE, BasisValue("none", "edition3")], True),
    ],
)
@pytest.mark.parametrize("of_twin", [False, True])
def test_who_held_a_public_office_at_an_edition_has_a_page(bases: list[BasisValue], has_a_page: bool, of_twin: bool) -> None:
    person = make.person(bases=[] if of_twin else bases)
    if of_twin:
        make.judgement(person, make.person(bases=bases))
    assert (person in queries.public_persons(TODAY)) is has_a_page


# ── Finding by name, and loading ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Karla Müller", True),
        ("karla müller", True),
        ("  Karla   Müller ", True),
        ("KARLA MÜLLER", True),
        ("Karla Mu\u0308ller", True),
        ("Карла МЮЛЛЕР", True),
        ("Karla", False),
        ("Karla Muller", False),
        ("Müller", False),
        ("", False),
        ("   ", False),
        ("%", False),
    ],
)
def test_a_person_is_found_by_exactly_her_name(asked: str, found: bool) -> None:
    person = actions.add_person(by=BY, names=[Name("Karla Müller", "de"), Name("Карла Мюллер", "ru", "transliteration")])
    make.person("Karla Moller")
    make.person("Karlo Müller")
    assert queries.persons_named(BY, asked) == ([person] if found else [])


def test_only_who_is_seen_is_found_and_once_a_cluster(sides: list[Side]) -> None:
    hidden = make.person("Karla Muster")
    first, second = make.person("Karla Muster", sides=[sides[0]]), make.person("Karla Muster", sides=[sides[0]])
    by = make.actor(sides[0])
    assert queries.persons_named(by, "Karla Muster") == [first, second]
    make.judgement(first, second)
    assert queries.persons_named(by, "Karla Muster") == [first]
    assert queries.persons_named(BY, "Karla Muster") == [hidden, first]
    assert queries.persons_named(NOBODY, "Karla Muster") == []


@pytest.mark.parametrize("number", [1, 8])
def test_names_and_titles_are_loaded_in_three_queries_however_many_there_are(number: int, django_assert_num_queries: Any) -> None:
    for _ in range(number):
        actions.add_person(by=BY, names=NAMES, titles=TITLES)
    with django_assert_num_queries(3):
        for person in queries.persons_with_names(Person.objects.all()):
            shown = rules.full_name(person, "de", date(2014, 1, 1))
            assert shown is not None
            assert (shown.text, rules.titles_on(person.titles.all(), "de", None)) == ("Karla Lindner", "Prof. Dr. Dr.")
