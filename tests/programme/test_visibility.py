"""Who sees what of a programme: by grants all of it, in public what is shown, by whom may be named, once it is approved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from jumelage.accounts.actor import NOBODY, Actor
from jumelage.partnerships.models import Visibility
from jumelage.people.models import BasisValue
from jumelage.programme import queries, rules
from jumelage.programme.models import ProgrammeItem
from jumelage.seminars.models import Edition, Participation
from tests.factories import world as make
from tests.factories.world import BY, World
from tests.programme.inventing import someone

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
LATER = str(TODAY + timedelta(days=30))


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


def an_edition(world: World, *, published: bool = True, **values: Any) -> Edition:
    """Document an edition of both sides of the world's first partnership."""
    series = make.series(world.partnership, published=published, **values)
    return make.edition(series, published=published, **({"visibility": series.visibility} if values else {}))


def everybody(world: World) -> dict[str, Actor]:
    """Return the actors that are asked."""
    return {
        "administrator": BY,
        "own": world.actor("reader", "a"),
        "other": world.actor("reader", "b"),
        "elsewhere": world.actor("coordinator", "c"),
        "stranger": world.actor("stranger"),
        "nobody": NOBODY,
    }


def who_sees(world: World, visible: Any, record: Any) -> set[str]:
    """Return which of the actors a query shows a record to."""
    return {name for name, actor in everybody(world).items() if visible(actor).filter(pk=record.pk).exists()}


INSIDE = {"administrator", "own", "other"}
ALL = {*INSIDE, "elsewhere", "stranger", "nobody"}


@pytest.mark.parametrize("published", [True, False])
def test_an_item_is_public_with_its_edition_unless_it_is_hidden(published: bool) -> None:
    world = make.build()
    edition = an_edition(world, published=published)
    shown, hidden = make.item(edition, "Empfang"), make.item(edition, "Vertraulich", is_public=False)
    part = make.item(edition, "Gruß", within=hidden)
    deep = make.item(edition, "Frage", within=part)
    open_part = make.item(edition, "Rede", within=shown)
    outside = ALL if published else INSIDE
    seen = {item: who_sees(world, queries.visible_items, item) for item in (shown, open_part, hidden, part, deep)}
    assert seen == {shown: outside, open_part: outside, hidden: INSIDE, part: INSIDE, deep: INSIDE}
    public = set(queries.public_items())
    assert public == ({shown, open_part} if published else set())
    assert {item for item in ProgrammeItem.objects.all() if rules.is_public_item(item)} == public


@pytest.mark.parametrize(
    ("is_open", "owner", "visibility", "seen"),
    [
        (True, "a", Visibility.INTERNAL, {"administrator", "own"}),
        (True, "a", Visibility.BOTH_SIDES, INSIDE),
        (True, None, Visibility.BOTH_SIDES, INSIDE),
        (False, "a", Visibility.BOTH_SIDES, {"administrator", "own"}),
        (False, "b", Visibility.BOTH_SIDES, INSIDE),
        (False, "b", Visibility.INTERNAL, {"administrator", "other"}),
        (False, None, Visibility.BOTH_SIDES, {"administrator", "own"}),
    ],
)
def test_what_is_not_published_follows_the_grants_of_the_edition(
    is_open: bool, owner: str | None, visibility: str, seen: set[str]
) -> None:
    world = make.build(is_open=is_open)
    side = world.sides[owner] if owner else None
    edition = an_edition(world, published=False, owner_side=side, visibility=visibility)
    item, speaker = make.item(edition, "Empfang"), someone(edition)
    records = {
        queries.visible_items: item,
        queries.visible_visits: make.visit(edition, make.institution(city=world.sides["a"].city)),
        queries.visible_contributions: make.contribution(item, speaker),
        queries.visible_statements: make.statement(edition, speaker=speaker),
    }
    for visible, record in records.items():
        assert who_sees(world, visible, record) == seen, visible.__name__


def test_a_visit_is_public_unless_all_its_items_are_hidden() -> None:
    world = make.build()
    edition = an_edition(world)
    house = make.institution(city=world.sides["a"].city)
    alone, open_one, shut = (make.visit(edition, house) for _ in range(3))
    make.item(edition, kind_of="visit", visit=open_one)
    make.item(edition, kind_of="visit", visit=open_one, is_public=False)
    make.item(edition, kind_of="visit", visit=shut, is_public=False)
    seen = {visit: who_sees(world, queries.visible_visits, visit) for visit in (alone, open_one, shut)}
    assert seen == {alone: ALL, open_one: ALL, shut: INSIDE}


def named(edition: Edition, *bases: BasisValue) -> Participation:
    """Let somebody with publication bases take part."""
    return someone(edition, person=make.person(bases=bases))


@pytest.mark.parametrize(
    ("bases", "is_public"),
    [
        ([], False),
        ([BasisValue("public_office")], True),
        ([BasisValue("consent", scope="here", review_on=LATER)], True),
        ([BasisValue("consent", scope="elsewhere", review_on=LATER)], False),
        ([BasisValue("public_office"), BasisValue("none")], False),
        ([BasisValue("public_office"), BasisValue("none", scope="here")], False),
        ([BasisValue("public_office"), BasisValue("none", scope="elsewhere")], True),
        ([BasisValue("public_office", until=str(TODAY - timedelta(days=1)))], False),
        ([BasisValue("public_office", until=str(TODAY))], True),
    ],
)
def test_a_voice_is_public_while_its_speaker_may_be_named_on_the_page(bases: list[BasisValue], is_public: bool) -> None:
    world = make.build()
    edition = an_edition(world)
    scopes = {"here": edition.public_id, "elsewhere": "zzzz9999", "": ""}
    speaker = named(edition, *[BasisValue(**{**vars(basis), "scope": scopes[basis.scope]}) for basis in bases])
    spoken = make.contribution(make.item(edition), speaker)
    said = make.statement(edition, speaker=speaker, is_approved=True)
    assert who_sees(world, queries.visible_contributions, spoken) == (ALL if is_public else INSIDE)
    assert who_sees(world, queries.visible_statements, said) == (ALL if is_public else INSIDE)


def test_a_contribution_without_a_name_or_to_a_hidden_item() -> None:
    world = make.build()
    edition = an_edition(world)
    unnamed, known = someone(edition, person=None, words="Leiterin"), named(edition, BasisValue("public_office"))
    spoken = make.contribution(make.item(edition), unnamed)
    hidden = make.contribution(make.item(edition, is_public=False), known)
    assert who_sees(world, queries.visible_contributions, spoken) == ALL
    assert who_sees(world, queries.visible_contributions, hidden) == INSIDE


def test_a_statement_is_public_once_it_is_approved_and_where_it_was_made_is_public() -> None:
    world = make.build()
    edition = an_edition(world)
    speaker = named(edition, BasisValue("public_office"))
    private = someone(edition, "Anna Beispiel")
    delegation = make.seminars.add_delegation(by=BY, edition=edition, side=world.sides["b"])
    item, hidden = make.item(edition), make.item(edition, is_public=False)
    spoken, unspoken = make.contribution(item, speaker), make.contribution(hidden, speaker)
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({"speaker": speaker}, INSIDE),
        ({"speaker": speaker, "is_approved": True}, ALL),
        ({"delegation": delegation, "is_approved": True}, ALL),
        ({"delegation": delegation, "speaker": private, "is_approved": True}, INSIDE),
        ({"speaker": speaker, "item": item, "is_approved": True}, ALL),
        ({"speaker": speaker, "item": hidden, "is_approved": True}, INSIDE),
        ({"speaker": speaker, "contribution": spoken, "is_approved": True}, ALL),
        ({"speaker": speaker, "contribution": unspoken, "is_approved": True}, INSIDE),
    ]
    for values, seen in cases:
        assert who_sees(world, queries.visible_statements, make.statement(edition, **values)) == seen, values


@pytest.mark.parametrize("is_open", [True, False])
def test_a_side_that_does_not_know_the_speaker_sees_no_contribution(is_open: bool) -> None:
    world = make.build(is_open=is_open)
    edition = an_edition(world, published=False)
    speaker = someone(edition)
    spoken = make.contribution(make.item(edition), speaker)
    assert who_sees(world, queries.visible_contributions, spoken) == (INSIDE if is_open else {"administrator", "own"})
    assert speaker.person is not None
    speaker.person.known_to.filter(side=world.sides["b"]).delete()
    assert who_sees(world, queries.visible_contributions, spoken) == {"administrator", "own"}


@pytest.mark.parametrize(
    ("bases", "is_public"),
    [
        ([], False),
        ([BasisValue("public_office")], True),
        ([BasisValue("public_office", scope="here")], True),
        ([BasisValue("public_office", scope="elsewhere")], False),
        ([BasisValue("public_office"), BasisValue("none", scope="here")], False),
    ],
)
def test_a_statement_about_somebody_is_public_while_she_may_be_named_on_the_page(
    bases: list[BasisValue], is_public: bool
) -> None:
    world = make.build()
    edition = an_edition(world)
    scopes = {"here": edition.public_id, "elsewhere": "zzzz9999", "": ""}
    person = make.person(bases=[BasisValue(**{**vars(basis), "scope": scopes[basis.scope]}) for basis in bases])
    delegation = make.seminars.add_delegation(by=BY, edition=edition, side=world.sides["b"])
    said = make.statement(edition, delegation=delegation, is_approved=True, about_person=person)
    assert who_sees(world, queries.visible_statements, said) == (ALL if is_public else INSIDE)
    make.statement(edition, delegation=delegation, is_approved=True)
    assert queries.visible_statements(NOBODY).count() == (2 if is_public else 1)
