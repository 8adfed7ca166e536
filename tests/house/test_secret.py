"""The planted secret: what one side keeps for itself is found on no route, as the other side, as a stranger, as nobody.

Every text of every record that can belong to a side, and of the rows below it, is filled with words that stand nowhere
else; the journal, notes and proposals are made to hold some too. Then every route of the site is walked: records,
forms with their choices, histories, files, lists with searches and filters, the website in every language, the CMS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from jumelage.desk.screens import SCREENS
from jumelage.fields.models import LocalTextField, PartialDateField, QuantityField
from jumelage.journal.models import Detail
from jumelage.languages import SITE
from jumelage.partnerships.models import SideRecord
from jumelage.people.models import BasisValue, ObservationValue, TitleValue
from jumelage.seminars.models import EditionPart, OrganiserValue
from jumelage.values import LocalText
from tests.factories import website
from tests.factories import world as make
from tests.factories.kept import kept
from tests.factories.world import World
from tests.house import matrix, rows
from tests.house.rows import Asker
from tests.house.test_matrix_routes import ALL, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.every_route]

#: What every secret begins with, so that a search can ask for it without holding it.
BEGINNING, NOTHING = "Rabe", "Dohle"
SECRET = re.compile(rf"{BEGINNING}\d+Turm")
#: What every list is asked, besides its filters: nothing, a search, an order, another page.
QUESTIONS = ("", f"q={BEGINNING}", "sort=-title", "page=2")
#: Fields that name records by id; their content says nothing.
IDS = {"public_id", "about_type", "about_id", "record_type", "record_id", "first_id", "second_id", "scope", "asserted_by"}
#: Kinds of records that the website has pages of.
ON_THE_WEBSITE = {route.name.removeprefix("website:") for route in ALL} & set(SCREENS)
_numbers = count(1)


def secret() -> str:
    """Return a new secret."""
    return f"{BEGINNING}{next(_numbers)}Turm"


def text_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns of a model into which somebody writes words."""
    kinds = (models.CharField, models.TextField, LocalTextField)
    listed = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not isinstance(field, (PartialDateField, QuantityField))
    ]
    return [field for field in listed if not field.choices and field.name not in IDS]


def below(model: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:
    """Yield the keys by which other rows belong to a record and go with it."""
    for other in apps.get_models():
        for field in other._meta.concrete_fields:
            if (
                isinstance(field, models.ForeignKey)
                and field.related_model is model
                and field.remote_field.on_delete is models.CASCADE
            ):
                yield field


def fill(row: models.Model) -> None:
    """Write secrets into every text of a row and of the rows that belong to it."""
    for model, found in [(type(row), Q(pk=row.pk)), *((key.model, Q(**{key.name: row.pk})) for key in below(type(row)))]:
        words = {
            field.name: LocalText.of(**{language: secret() for language in SITE})
            if isinstance(field, LocalTextField)
            else secret()
            for field in text_fields(model)
        }
        if words and not issubclass(model, Detail):
            model._default_manager.filter(found).update(**words)


def kinds_of_sides() -> list[str]:
    """Return the kinds of records that can belong to a side."""
    found = [record for record in matrix.table()["records"] if issubclass(apps.get_model(record), SideRecord)]
    assert {"seminars.series", "seminars.edition", "partnerships.note"} <= set(found)
    return found


def plant(world: World, classes: tuple[str, ...]) -> None:
    """Fill records of side *a* of every kind and of the given classes with secrets, and the rows beside them."""
    for record in kinds_of_sides():
        known = matrix.find(record, "see").lines
        for visibility in (name for name in classes if name in known and not seen_by_nobody(record, name)):
            owner = None if visibility == "shared" else "a"
            row = rows.row(world, record, visibility, owner)
            fill(row)
            row.refresh_from_db()
            if record != "partnerships.note":
                make.note(row, world.sides["a"], secret())
    plant_people(world, classes)
    plant_evidence(world)
    plant_parts(world, classes)
    plant_unnamed(world)
    opened = rows.row(world, "seminars.edition", "internal", "a")
    plant_history(opened, visibility="both_sides" if "both_sides" not in classes else "internal")
    city = make.city("Nahstadt", introduced_by=world.sides["a"])
    proposal = make.proposal(city, made_by=world.actor("coordinator", "c"), reason=secret())
    words = {"label": secret(), "field": "country", "before": secret(), "after": secret()}
    type(proposal)._default_manager.filter(pk=proposal.pk).update(changes=[words], data={"reason": [secret()]}, answer=secret())
    reader = world.user("reader", "a")
    type(reader).objects.filter(pk=reader.pk).update(email=f"{secret()}@example.org")


def seen_by_nobody(record: str, visibility: str) -> bool:
    """Say whether rows of a class are seen even by who is not signed in, so that nothing in them is a secret."""
    return matrix.find(record, "see").allows("nobody", "elsewhere", visibility)


def plant_people(world: World, classes: tuple[str, ...]) -> None:
    """Fill persons whom side *a* alone knows with secrets: their names, titles and bases, and all that names them.

    While sharing is shut, those are secret too whom both sides know through what they share.
    """
    hidden = ["known_own", *(["known_shared"] if "shared" in classes else [])]
    for visibility in hidden:
        owner = None if visibility == "known_shared" else "a"
        for record in ("people.person", "people.appointment", "people.judgement"):
            row = rows.row(world, record, visibility, owner)
            persons = apps.get_model("people.person")._default_manager.filter(names__value="Karla Muster")
            for person in [*persons]:
                equip(person)
            fill(row)
            make.note(row, world.sides["a"], secret())
        pair = make.counterpart(world.partnership, first_person=person, second_office=office_of(world))
        make.note(pair, world.sides["a"], secret())


def equip(person: Any) -> None:
    """Give a person titles, bases and an office with an observation, all full of secrets."""
    make.people.change_person(
        by=make.BY,
        person=person,
        version=person.version,
        titles=[TitleValue("Dr."), TitleValue("Prof.", "de")],
        bases=[BasisValue("consent", scope="nowhere", review_on="2099-01-01", note="Brief")],
    )
    fill(person)
    for held in person.appointments.all():
        fill(make.people.observe(by=make.BY, person=person, office=held.office, on="2019-06-17", words="Leiterin"))


def kinds_of_parts() -> list[str]:
    """Return the kinds of records that stand below an edition."""
    found = [record for record in matrix.table()["records"] if issubclass(apps.get_model(record), EditionPart)]
    assert set(found) == {model._meta.label_lower for model in apps.get_models() if issubclass(model, EditionPart)}
    return found


def plant_parts(world: World, classes: tuple[str, ...]) -> None:
    """Fill parts of editions of side *a*, of every kind and of the given classes, with secrets, and the people in them."""
    for record in kinds_of_parts():
        for visibility in (name for name in classes if name in matrix.find(record, "see").lines):
            row = rows.row(world, record, visibility, None if visibility == "shared" else "a")
            fill(row)
            if (person := getattr(row, "person", None)) is not None:
                fill(person)
            row.refresh_from_db()
            make.note(row, world.sides["a"], secret())


def plant_unnamed(world: World) -> None:
    """Name people whom side *a* alone knows in a published edition of it, on whose page they may not be named."""
    edition = rows.row(world, "seminars.edition", "published", "a")
    came, absent, leader, author = (make.person(secret()) for _ in range(4))
    make.participation(edition, person=came)
    make.participation(edition, represents_person=absent, words="In Vertretung")
    make.publication(edition, author=author)
    body = make.institution(city=world.sides["a"].city)
    led = [OrganiserValue(body.pk, world.sides["a"].pk, leader.pk)]
    make.seminars.change_edition(by=make.BY, edition=edition, version=edition.version, organisers=led)
    make.job_shadowing(
        world.partnership, owner_side=world.sides["a"], visibility="internal", person=came, mentor=make.person(secret())
    )


def office_of(world: World) -> Any:
    """Add an office that everybody with a role sees."""
    return make.office(institution=make.institution(city=world.sides["a"].city))


def plant_evidence(world: World) -> None:
    """Let records that others see rest on a source of side *a*, whose words are secrets."""
    source = rows.row(world, "sources.source", "internal", "a")
    fill(source)
    for record in (world.partnership, world.sides["a"].city, make.topic(), make.institution(city=world.sides["a"].city)):
        make.sources.cite(
            by=make.BY, record=record, source=source, quote=secret(), place=secret(), stated_value=secret(), preferred=True
        )
    seen = ObservationValue("2019-06-17", "Leiterin", source.pk)
    make.appointment(make.person(bases=[BasisValue("public_office")]), office_of(world), observations=[seen])


def plant_history(edition: Any, *, visibility: str) -> None:
    """Leave secrets in the journal of an edition that says other things now, and may be seen by more."""
    for text in (secret(), secret(), "Offen."):
        edition = make.seminars.change_edition(
            by=make.BY, edition=edition, version=edition.version, summary=LocalText.of(de=text)
        )
    if edition.visibility != visibility:
        series = edition.series
        names = [name.as_value() for name in series.names.all()]
        make.seminars.change_series(by=make.BY, series=series, version=series.version, names=names, visibility=visibility)
        edition.refresh_from_db()
        make.seminars.change_edition(by=make.BY, edition=edition, version=edition.version, visibility=visibility)


def addresses() -> Iterator[str]:
    """Yield an address of every route, for every record there is and every list with what one can ask of it."""
    yield from (route.address for route in ALL if not route.name.startswith(("desk:", "website:")))
    yield from (reverse("desk:home"), reverse("desk:me"), *(f"/{language}/" for language in SITE))
    for kind, screen in SCREENS.items():
        for public_id in screen.model._default_manager.values_list("public_id", flat=True):
            for route in ("desk:record", "desk:history", "desk:change", "desk:delete"):
                yield reverse(route, args=[kind, public_id])
            if kind in ON_THE_WEBSITE:
                yield from (f"/{language}/{kind}/{public_id}/" for language in SITE)
        yield from (f"{reverse('desk:list', args=[kind])}?{asked}" for asked in (*QUESTIONS, *narrowed(kind)))
        yield from (f"{reverse('desk:csv', args=[kind])}?{asked}" for asked in QUESTIONS)
        yield from (f"{reverse('desk:add', args=[kind])}?{asked}" for asked in ("", *pointing_at_hidden()))


def narrowed(kind: str) -> Iterator[str]:
    """Yield the filters of a list, each pointing at something hidden."""
    names = [name for name in SCREENS[kind].filters.base_filters if name != "q"]
    for name in names:
        yield from (f"{name}={value.partition('=')[2]}" for value in pointing_at_hidden())


def pointing_at_hidden() -> Iterator[str]:
    """Yield what names a hidden series or person in an address."""
    series = apps.get_model("seminars.series")._default_manager.filter(visibility="internal").first()
    person = apps.get_model("people.person")._default_manager.filter(names__value__startswith=BEGINNING).first()
    for name, hidden in (("series", series), ("person", person)):
        yield f"{name}={hidden.public_id}"


def found(client: Client) -> list[str]:
    """Walk every route and return where a secret stood."""
    leaks = []
    client.raise_request_exception = False
    for address in addresses():
        # The results alone are a part of the page; they are asked for what a list is asked in every kind.
        is_list = address.partition("?")[2] in QUESTIONS and "/?" in address and "/new/" not in address
        for headers in ({}, {"HX-Request": "true"}) if is_list else ({},):
            response = client.get(address, headers=headers)
            # Wagtail's screens are asked for what they never link to, and some of them break then.
            assert response.status_code != 500 or address.startswith("/cms/"), address
            content = b"".join(response) if response.streaming else response.content
            if secrets := SECRET.findall(content.decode(errors="replace") + repr(response.headers)):
                leaks.append(f"{address}: {secrets}")
    return leaks


#: Who walks; those whose walk differs least from another's only where nothing may be left out.
WALKERS = [
    Asker("coordinator", "b"),
    Asker("nobody"),
    *(
        pytest.param(asker, marks=pytest.mark.everybody)
        for asker in (Asker("editor", "b"), Asker("coordinator", "c"), Asker("stranger"))
    ),
]
HIDDEN = {True: ("internal",), False: ("internal", "both_sides", "delegates", "invited", "public", "shared")}


def ids(asker: Asker) -> str:
    """Return how a walker is called in the list of tests."""
    return f"{asker.role} {asker.side}".strip()


@pytest.mark.parametrize("asker", WALKERS, ids=ids)
def test_what_a_side_keeps_for_itself_is_found_nowhere(asker: Asker):
    world = factory(is_open=True)
    if asker.side == "c":
        # c's own proposal is c's to read.
        apps.get_model("partnerships.proposal")._default_manager.all().delete()
    assert found(client_of(world, asker)) == []


@pytest.mark.everybody
@pytest.mark.parametrize("asker", [Asker("coordinator", "b"), Asker("reader", "b")], ids=ids)
def test_what_a_partnership_shares_is_found_nowhere_while_sharing_is_shut(asker: Asker):
    world = factory(is_open=False)
    assert found(client_of(world, asker)) == []


@kept
def factory(*, is_open: bool) -> World:
    """Make the world with its secrets."""
    world = make.build(is_open=is_open)
    website.lay_out_site()
    plant(world, HIDDEN[is_open])
    return world


@pytest.mark.everybody
def test_the_own_side_finds_what_was_planted():
    world = factory(is_open=True)
    leaks = "\n".join(found(client_of(world, Asker("coordinator", "a"))))
    kinds = ("edition", "series", "note", "person", "appointment", "judgement", "source", "counterpart", "partnership")
    kinds += ("delegation", "participation", "objective", "focus-topic", "publication", "job-shadowing")
    for place in (*(f"/desk/{kind}/" for kind in kinds), "/history/", "/change/", ".csv"):
        assert place in leaks


def test_a_search_answers_as_if_the_hidden_were_not_there():
    world = factory(is_open=True)
    client = client_of(world, Asker("coordinator", "b"))
    for kind in SCREENS:
        if client.get(reverse("desk:list", args=[kind])).status_code == 200:
            asked, other = (
                client.get(reverse("desk:list", args=[kind]), {"q": q}).content.decode() for q in (BEGINNING, NOTHING)
            )
            assert plain(asked, BEGINNING) == plain(other, NOTHING), kind


def plain(page: str, asked: str) -> str:
    """Return a page without what was asked and without the token of its forms."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|csrf[^>]*"[A-Za-z0-9]{64}"', "", page).replace(asked, "")


@pytest.mark.everybody
def test_a_planted_leak_is_found(monkeypatch: pytest.MonkeyPatch):
    world = factory(is_open=True)
    monkeypatch.setattr("jumelage.seminars.queries.side_filter", lambda actor, **paths: Q(pk__isnull=False))
    leaks = "\n".join(found(client_of(world, Asker("coordinator", "b"))))
    assert "/desk/edition/" in leaks
    assert "/desk/series/" in leaks
