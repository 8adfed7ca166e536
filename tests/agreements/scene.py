"""A small scene for tests of agreements: two sides, who coordinates them, and a minister and an officer who sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from jumelage.accounts.actor import Actor
from jumelage.agreements.models import Agreement
from jumelage.journal.models import Row
from jumelage.partnerships.models import Partnership, Side
from jumelage.people.models import Institution, KnownTo, Office, Person, PublicationBasis
from tests.factories import world as make


@dataclass(frozen=True)
class Scene:
    """What ``scene`` made; *by* coordinates the side at home, *abroad* the other. *mayor* is a public office, *clerk* is not."""

    partnership: Partnership
    home: Side
    guest: Side
    by: Actor
    abroad: Actor
    body: Institution
    mayor: Office
    clerk: Office
    minister: Person
    officer: Person


def scene(*, open_from: date | None = date(2020, 1, 1)) -> Scene:
    """Make the scene; the side at home knows both persons."""
    partnership = make.bare_partnership("DE", "KZ", open_from=open_from)
    home, guest = make.sides_of(partnership)
    body = make.institution("Rathaus", city=home.city)
    return Scene(
        partnership=partnership,
        home=home,
        guest=guest,
        by=make.actor(home),
        abroad=make.actor(guest),
        body=body,
        mayor=make.office("Bürgermeisterin", institution=body, names_holders=True),
        clerk=make.office("Sachbearbeiter", institution=body),
        minister=make.person("Karla Muster", sides=[home]),
        officer=make.person("Anton Beispiel", sides=[home]),
    )


def agreed(at: Scene, title: str = "Vertrag", **values: Any) -> Agreement:
    """Enter an agreement of the scene's partnership."""
    return make.agreement(at.partnership, title, **values)


def known_by(person: Person, agreement: Agreement) -> dict[int, bool]:
    """Return the sides that know of a person by an agreement, and whether only by what is shared."""
    rows = KnownTo.objects.filter(person=person, because=agreement.public_id)
    return dict(rows.values_list("side_id", "shared"))


def named_for(agreement: Agreement) -> set[int]:
    """Return the keys of the persons who have a basis for the page of an agreement."""
    return set(PublicationBasis.objects.filter(scope=agreement.public_id).values_list("person_id", flat=True))


def acts(record: Any) -> list[tuple[str, str]]:
    """Return the acts on a record in their order: verb and doer."""
    return list(Row.objects.filter(record_id=record.public_id).values_list("verb", "actor_id"))
