"""A documented edition with one record of every kind below it, and one of every kind that it is linked with."""

from __future__ import annotations

from datetime import time
from typing import Any

from jumelage.agreements.models import PartyValue, SignatureValue, TermValue
from jumelage.fields.models import Name
from jumelage.partnerships.models import Side
from jumelage.people.models import BasisValue
from jumelage.programme import actions as programme
from jumelage.programme.models import PresenceValue
from jumelage.protocol.models import PresenterValue, RecipientValue
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import Edition
from jumelage.values import LocalText
from tests.factories import world as make
from tests.factories.world import BY, World


def linked(world: World, *, name: str = "Forum") -> dict[str, Any]:
    """Enter what an edition may be linked with: an event, a theme year, a project; side a looks after them."""
    a = world.sides["a"]
    return {
        "event": seminars.add_event(by=BY, names=[Name(f"{name} Teilhabe", "de")], ordinal=3, city=a.city, introduced_by=a),
        "initiative": seminars.add_initiative(by=BY, names=[Name(f"{name} des Ehrenamts", "de")], introduced_by=a),
        "project": seminars.add_project(by=BY, names=[Name(f"{name} ohne Stufen", "de")], cities=[a.city], introduced_by=a),
    }


def people(edition: Edition, side: Side, *, number: int = 1) -> dict[str, Any]:
    """Enter a delegation with a named head in her office."""
    office = make.office(f"Leiterin {number}", institution=make.institution(f"Amt {number}", city=side.city), names_holders=True)
    person = make.person(f"Karla Muster{number}", bases=[BasisValue("public_office")])
    delegation = seminars.add_delegation(by=BY, edition=edition, side=side, size=6)
    participation = seminars.add_participation(
        by=BY, edition=edition, side=side, delegation=delegation, person=person, office=office, function="head"
    )
    return {"delegation": delegation, "participation": participation}


def aims(edition: Edition) -> dict[str, Any]:
    """Enter what the edition was for, and what others wrote about it."""
    return {
        "objective": seminars.add_objective(by=BY, edition=edition, text=LocalText.of(de="Voneinander lernen.")),
        "focus-topic": seminars.add_focus_topic(
            by=BY, edition=edition, title=LocalText.of(de="Wohnen im Alter"), topics=[make.topic("Wohnen")]
        ),
        "publication": seminars.add_publication(
            by=BY, edition=edition, title="Gäste im Rathaus", publisher="Tageblatt", address="https://example.org/gaeste"
        ),
    }


def held(edition: Edition, who: dict[str, Any]) -> dict[str, Any]:
    """Enter an item of the programme, with a visit, somebody who spoke, and what was said."""
    participation = who["participation"]
    host = make.institution("Werkstatt Süd", city=participation.side.city)
    visit = programme.add_visit(by=BY, edition=edition, institution=host)
    item = programme.add_item(
        by=BY,
        edition=edition,
        kind_of="visit",
        visit=visit,
        day="2019-06-17",
        begins=time(9, 30),
        ends=time(11, 0),
        hosts=[host],
        presences=[PresenceValue(participation=participation.pk), PresenceValue(delegation=who["delegation"].pk)],
    )
    contribution = programme.add_contribution(
        by=BY, edition=edition, item=item, speaker=participation, subject=LocalText.of(de="Ankommen")
    )
    statement = programme.add_statement(
        by=BY, edition=edition, item=item, speaker=participation, text=LocalText.of(de="Ein guter Tag.")
    )
    return {"item": item, "visit": visit, "contribution": contribution, "statement": statement}


def job_shadowing(world: World, **values: Any) -> Any:
    """Enter that three people worked beside colleagues of the other side."""
    host = make.institution("Pflegezentrum", city=world.sides["a"].city)
    return seminars.add_job_shadowing(
        by=BY, partnership=world.partnership, **{"hosted_by": host, "dates": "2018-05", "people_count": 3, **values}
    )


def agreement(world: World, *, number: int = 1) -> Any:
    """Enter an agreement of both sides that a mayor signed, with a term."""
    house = make.institution(f"Rathaus {number}", city=world.sides["a"].city)
    office = make.office(f"Bürgermeisterin {number}", institution=house, names_holders=True)
    person = make.person(f"Berta Vorbild{number}", bases=[BasisValue("public_office")])
    return make.agreement(
        world.partnership,
        f"Abkommen {number}",
        signed_on="1991-08-28",
        in_force="1991/..",
        parties=[PartyValue(world.sides["a"].pk, house.pk), PartyValue(world.sides["b"].pk)],
        signatures=[SignatureValue(person.pk, office.pk, world.sides["a"].pk, words="B. Vorbild")],
        terms=[TermValue("cadence", 2), TermValue("other", None, LocalText.of(de="Man schreibt einander."))],
        summary=LocalText.of(de="Freundschaft und Austausch."),
    )


def honour(world: World, *, number: int = 1) -> Any:
    """Enter an honour that side b awarded to a person of side a; its approval is still open."""
    body = make.institution(f"Stadtregierung {number}", city=world.sides["b"].city)
    office = make.office(f"Stadtpräsident {number}", institution=body, names_holders=True)
    presenter, recipient = make.person(f"Ludmilla Reicher{number}"), make.person(f"Paul Empfänger{number}")
    return make.honour(
        world.partnership,
        f"Dankesbrief {number}",
        kind_of="letter_of_thanks",
        awarded_by=world.sides["b"],
        received_by=world.sides["a"],
        awarding_body=body,
        signatory_office=office,
        presenters=[PresenterValue(presenter.pk, office.pk)],
        recipients=[RecipientValue(recipient.pk)],
        citation=LocalText.of(ru="За дружбу."),
        clearance="open",
        clearance_note="Aktenzeichen 7",
    )


def documented(world: World, edition: Edition, *, number: int = 1) -> dict[str, Any]:
    """Enter one record of every kind below *edition* and beside it."""
    who = people(edition, world.sides["b"], number=number)
    beside = {
        "job-shadowing": job_shadowing(world),
        "agreement": agreement(world, number=number),
        "honour": honour(world, number=number),
        **linked(world, name=f"Forum {number}"),
    }
    return {**who, **aims(edition), **held(edition, who), **beside}
