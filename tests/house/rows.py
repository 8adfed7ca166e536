"""Rows for the matrix: a record of a kind and class that belongs to a side, and what an act on it is called with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from jumelage.accounts.actor import Role
from jumelage.fields.models import Name
from jumelage.partnerships.actions import SideValue
from jumelage.partnerships.models import StateValue, Visibility
from jumelage.people.models import BasisValue, OfficeTitleValue
from jumelage.programme.actions import ContributionLine, ItemLine, StatementLine
from jumelage.seminars.actions import LinkLine, ParticipantLine
from jumelage.seminars.models import ExternalEvent
from jumelage.values import LocalText
from tests.factories import world as make
from tests.factories.world import World
from tests.house import matrix

ROLES = ("coordinator", "editor", "reader")


@dataclass(frozen=True)
class Asker:
    """Somebody of the world: a role, and the letter of the side for which it is held."""

    role: str
    side: str = ""


#: A role at home, abroad and in another partnership; and who holds none.
ASKERS = (
    Asker("administrator"),
    *(Asker(role, side) for role in ROLES for side in "abc"),
    Asker("stranger"),
    Asker("nobody"),
)


def relation(world: World, asker: Asker, owner: str | None, row: Any) -> str:
    """Say in which relation somebody stands to a row that belongs to the side *owner* (``None``: to both)."""
    if asker.role != "nobody":
        account = getattr(row, "user", row if row._meta.label == "accounts.User" else None)
        if account == world.user(asker.role, asker.side):
            return "self"
    if not asker.side or world.sides[asker.side].partnership != world.partnership:
        return "elsewhere"
    if asker.side == owner:
        return "own"
    return "other" if asker.side == "a" or world.is_open else "shut"


def classes(verb: matrix.Verb) -> list[str]:
    """Return the classes of which rows are made for a verb: its own, with ``side`` written out."""
    if "side" not in verb.lines:
        return list(verb.lines)
    of_a_side = [name for name in matrix.find(verb.record, "see").lines if name != "shared"]
    return [*of_a_side, *(name for name in verb.lines if name != "side")]


#: Classes of rows that belong to no side, or to both.
_UNOWNED = frozenset(
    {"shared", "any", "ownerless", "listed", "unlisted", "unpublished", "known_shared", "public_basis", "unknown", "institutions"}
)


def owners(record: str, visibility: str) -> list[str | None]:
    """Return the letters of the sides to which rows of a class belong."""
    if visibility in _UNOWNED or record in ("partnerships.partnership", "accounts.user"):
        return [None]
    return ["a", "b"]


def row(world: World, record: str, visibility: str, owner: str | None) -> Any:
    """Make the row of a kind and class that belongs to a side."""
    return _MAKERS[record](world, visibility, world.sides[owner] if owner else None)


def _partnership(world: World, visibility: str, owner: Any) -> Any:
    if visibility != "unpublished":
        return world.partnership
    version = world.partnership.version
    return make.partnerships.publish_partnership(by=make.BY, partnership=world.partnership, version=version, published=False)


def _series(world: World, visibility: str, owner: Any) -> Any:
    chosen = visibility if visibility in Visibility.values else Visibility.INTERNAL
    return make.series(world.partnership, owner_side=owner, visibility=chosen, published=visibility == "published")


def _edition(world: World, visibility: str, owner: Any) -> Any:
    series = _series(world, visibility, owner)
    return make.edition(series, visibility=series.visibility, published=visibility == "published")


def _note(world: World, visibility: str, owner: Any) -> Any:
    return make.note(world.partnership, owner or world.sides["a"], visibility=visibility)


def _city(world: World, visibility: str, owner: Any) -> Any:
    return world.sides["a"].city if visibility == "listed" else make.city("Neustadt", introduced_by=owner)


def _person(world: World, visibility: str, owner: Any) -> Any:
    """Make a person of a class; where the class says nothing of who knows her, the side that looks after her does."""
    known = {"known_own": [owner], "known_shared": [world.sides["a"], world.sides["b"]]}
    return make.person(
        introduced_by=owner if visibility == "looked_after" else None,
        sides=known.get(visibility, []),
        shared=visibility == "known_shared",
        bases=[BasisValue("public_office")] if visibility == "public_basis" else [],
    )


def _appointment(world: World, visibility: str, owner: Any) -> Any:
    person = _person(world, visibility, owner)
    office = make.office(institution=make.institution(city=world.sides["a"].city))
    return make.appointment(person, office, introduced_by=person.introduced_by)


def _judgement(world: World, visibility: str, owner: Any) -> Any:
    if visibility in ("known_own", "known_shared", "public_basis", "unknown"):
        return make.judgement(_person(world, visibility, owner), _person(world, visibility, owner))
    return make.judgement(*_twins(world, owner), introduced_by=owner)


def _twins(world: World, owner: Any) -> list[Any]:
    """Make two institutions that a side looks after."""
    return [make.institution(city=world.sides["a"].city, introduced_by=owner) for _ in range(2)]


def _of_side(builder: Callable[..., Any]) -> Callable[[World, str, Any], Any]:
    """Return a maker of rows of one side with a builder of the world's."""

    def made(world: World, visibility: str, owner: Any) -> Any:
        chosen = visibility if visibility in Visibility.values else Visibility.INTERNAL
        return builder(world.partnership, owner_side=owner, visibility=chosen)

    return made


def _counterpart(partnership: Any, **values: Any) -> Any:
    first, second = (make.office(institution=make.institution(city=side.city)) for side in make.sides_of(partnership))
    return make.counterpart(partnership, first_office=first, second_office=second, **values)


def _below(builder: Callable[..., Any]) -> Callable[[World, str, Any], Any]:
    """Return a maker of rows that stand below an edition of a class."""
    return lambda world, visibility, owner: builder(world, _edition(world, visibility, owner))


def _participation(world: World, visibility: str, owner: Any) -> Any:
    """Make the part of a person in an edition of a class; on a published one's page she may be named, if not "unnamed"."""
    edition = _edition(world, "published" if visibility == "unnamed" else visibility, owner)
    basis = BasisValue("consent", scope=edition.public_id, review_on="2099-01-01")
    person = make.person(bases=[basis] if visibility == "published" else [])
    return make.participation(edition, person=person)


def _contribution(world: World, edition: Any) -> Any:
    speaker = make.seminars.add_participation(by=make.BY, edition=edition, words="Leitung", kind_of="expert")
    return make.contribution(make.item(edition), speaker)


def _statement(world: World, edition: Any) -> Any:
    delegation = make.seminars.add_delegation(by=make.BY, edition=edition, side=world.sides["a"])
    return make.statement(edition, delegation=delegation, is_approved=edition.published)


def _proposal(world: World, visibility: str, owner: Any) -> Any:
    elsewhere = world.sides["d"]
    mine = next(world.actor("coordinator", letter) for letter, side in world.sides.items() if side == owner)
    if visibility == "by_side":
        return make.proposal(make.city("Fernstadt", introduced_by=elsewhere), made_by=mine)
    made = make.proposal(make.city("Nahstadt", introduced_by=owner), made_by=world.actor("coordinator", "d"))
    if visibility == "answered":
        return make.partnerships.decline_proposal(by=mine, proposal=made, answer="Nein.")
    return made


def _grant(world: World, visibility: str, owner: Any) -> Any:
    letter = next((letter for letter, side in world.sides.items() if side == owner), "a")
    return make.Grant.objects.get(user=world.user("reader", letter))


_MAKERS: dict[str, Callable[[World, str, Any], Any]] = {
    "partnerships.partnership": _partnership,
    "seminars.series": _series,
    "seminars.edition": _edition,
    "partnerships.note": _note,
    "partnerships.city": _city,
    "partnerships.topic": lambda world, visibility, owner: make.topic(introduced_by=owner),
    "people.institution": lambda world, visibility, owner: make.institution(city=world.sides["a"].city, introduced_by=owner),
    "people.person": _person,
    "people.office": lambda world, visibility, owner: make.office(
        institution=make.institution(city=world.sides["a"].city), introduced_by=owner
    ),
    "people.appointment": _appointment,
    "people.site": lambda world, visibility, owner: make.site(introduced_by=owner),
    "people.judgement": _judgement,
    "people.counterpart": _of_side(_counterpart),
    "sources.source": _of_side(make.source),
    "programme.programmeitem": _below(lambda world, edition: make.item(edition, "Fachgespräch")),
    "programme.visit": _below(lambda world, edition: make.visit(edition, make.institution(city=world.sides["a"].city))),
    "programme.contribution": _below(_contribution),
    "programme.statement": _below(_statement),
    "seminars.delegation": _below(lambda world, edition: make.delegation(edition, world.sides["a"])),
    "seminars.participation": _participation,
    "seminars.objective": _below(lambda world, edition: make.objective(edition)),
    "seminars.focustopic": _below(lambda world, edition: make.focus_topic(edition)),
    "seminars.externalpublication": _below(lambda world, edition: make.publication(edition)),
    "seminars.externalevent": lambda world, visibility, owner: make.event(introduced_by=owner),
    "seminars.frameworkinitiative": lambda world, visibility, owner: make.initiative(introduced_by=owner),
    "seminars.project": lambda world, visibility, owner: make.project(introduced_by=owner),
    "seminars.jobshadowing": _of_side(make.job_shadowing),
    "agreements.agreement": _of_side(make.agreement),
    "protocol.honour": _of_side(make.honour),
    "partnerships.proposal": _proposal,
    "partnerships.grant": _grant,
    "accounts.user": lambda world, visibility, owner: world.user("reader", "a"),
}

Values = dict[str, Any]


def values(act: str, world: World, row: Any) -> Values:
    """Return what an act is called with besides ``by``, when it is about *row* or adds another like it."""
    return _VALUES[act.partition(".actions.")[2]](world, row)


def _change(**given: Any) -> Callable[[World, Any], Values]:
    """Return the values of an act that changes a row: the row under its kind, its version, and those given."""
    return lambda world, row: {row._meta.model_name: row, "version": row.version, **given}


def _about(world: World, row: Any) -> Values:
    return {row._meta.model_name: row}


def _new_partnership(world: World, row: Any) -> Values:
    cities = [make.city("Erststadt"), make.city("Zweitstadt")]
    return {
        "sides": [SideValue(order, city, LocalText()) for order, city in enumerate(cities, 1)],
        "states": [StateValue("active", "2001")],
    }


def _new_series(world: World, row: Any) -> Values:
    return {"partnership": row.partnership, "owner_side": row.owner_side, "names": [Name("Neue Reihe", "de")]}


def _new_edition(world: World, row: Any) -> Values:
    return {"series": row.series, "owner_side": row.owner_side, "number": 900}


def _proposed(world: World, row: Any) -> Values:
    return {"about": row, "version": row.version, "data": {"a": ["b"]}, "changes": [{"field": "a", "before": "", "after": "b"}]}


def _public_person() -> Any:
    """Make a person whom everybody sees."""
    return make.person(bases=[BasisValue("public_office")])


_NAMES = [Name("Anders", "de")]
_VALUES: dict[str, Callable[[World, Any], Values]] = {
    "add_partnership": _new_partnership,
    "change_partnership": _change(category="friendship"),
    "publish_partnership": lambda world, row: _change(published=not row.published)(world, row),
    "delete_partnership": _about,
    "add_series": _new_series,
    "change_series": _change(names=_NAMES),
    "publish_series": lambda world, row: _change(published=not row.published)(world, row),
    "delete_series": _about,
    "add_edition": _new_edition,
    "document_edition": lambda world, row: {**_new_edition(world, row), "state": "held"},
    "change_edition": _change(number=901),
    "write_down_link": lambda world, row: {"edition": row, "line": LinkLine(ExternalEvent, "de", "Messe", how="attended")},
    "write_down_organiser": lambda world, row: {"edition": row, "institution": Name("Sozialamt", "de")},
    "publish_edition": lambda world, row: _change(published=not row.published)(world, row),
    "delete_edition": _about,
    "add_note": lambda world, row: {
        "about": world.partnership, "partnership": row.partnership, "side": row.owner_side, "text": "Neu."
    },
    "change_note": _change(text="Anders."),
    "delete_note": _about,
    "add_city": lambda world, row: {"names": _NAMES, "country": "DE", "time_zone": "Europe/Berlin"},
    "change_city": _change(names=_NAMES),
    "add_topic": lambda world, row: {"label": LocalText.of(de="Neu")},
    "change_topic": _change(label=LocalText.of(de="Anders")),
    "strike_shared": lambda world, row: {"record": row},
    "propose_change": _proposed,
    "propose_about_person": _proposed,
    "add_institution": lambda world, row: {"names": _NAMES},
    "change_institution": _change(names=_NAMES),
    "delete_institution": _about,
    "add_person": lambda world, row: {"names": _NAMES},
    "change_person": _change(names=_NAMES),
    "delete_person": _about,
    "note_public_office": lambda world, row: {"person": row, "scope": "edition2"},
    "add_office": lambda world, row: {"institution": row.institution, "titles": [OfficeTitleValue("Leitung", "de")]},
    "change_office": _change(titles=[OfficeTitleValue("Leitung", "de")]),
    "delete_office": _about,
    "add_appointment": lambda world, row: {"person": _public_person(), "office": row.office},
    "observe": lambda world, row: {"person": _public_person(), "office": row.office, "on": "2019-06-17"},
    "change_appointment": _change(held="2001/2002"),
    "delete_appointment": _about,
    "add_site": lambda world, row: {"names": _NAMES},
    "change_site": _change(names=_NAMES),
    "delete_site": _about,
    "judge": lambda world, row: {
        **dict(zip(("first", "second"), _twins(world, row.introduced_by), strict=True)), "verdict": "same"
    },
    "change_judgement": _change(verdict="unsure"),
    "withdraw_judgement": lambda world, row: {"judgement": row},
    "add_counterpart": lambda world, row: {
        "partnership": row.partnership, "owner_side": row.owner_side,
        "first_office": row.first_office, "second_office": row.second_office,
    },
    "change_counterpart": _change(since="2001"),
    "delete_counterpart": _about,
    "add_source": lambda world, row: {
        "partnership": row.partnership, "owner_side": row.owner_side, "title": "Neu", "address": "https://example.org/neu"
    },
    "change_source": _change(title="Anders"),
    "delete_source": _about,
    "cite_new": lambda world, row: {
        "record": row.partnership, "partnership": row.partnership, "owner_side": row.owner_side,
        "title": "Neu", "address": "https://example.org/neu",
    },
    "cite": lambda world, row: {"record": row.partnership, "source": row, "field": "since"},
    "withdraw_evidence": lambda world, row: {
        "record": row.partnership,
        "evidence": make.sources.cite(by=make.BY, record=row.partnership, source=row),
    },
    "add_delegation": lambda world, row: {"edition": row.edition, "side": world.sides["b"]},
    "write_down_delegation": lambda world, row: {"edition": row.edition, "side": world.sides["b"]},
    "change_delegation": _change(size=12),
    "delete_delegation": _about,
    "add_participation": lambda world, row: {"edition": row.edition, "words": "Fachkraft", "kind_of": "expert"},
    "write_down_participant": lambda world, row: {
        "edition": row.edition, "line": ParticipantLine("de", words="Fachkraft", kind_of="expert")
    },
    "change_participation": _change(kind_of="host"),
    "delete_participation": _about,
    "add_objective": lambda world, row: {"edition": row.edition, "text": LocalText.of(de="Neu")},
    "change_objective": _change(text=LocalText.of(de="Anders")),
    "delete_objective": _about,
    "add_focus_topic": lambda world, row: {"edition": row.edition, "title": LocalText.of(de="Neu")},
    "change_focus_topic": lambda world, row: {
        "focus_topic": row, "version": row.version, "title": LocalText.of(de="Anders")
    },
    "delete_focus_topic": lambda world, row: {"focus_topic": row},
    "add_publication": lambda world, row: {
        "edition": row.edition, "title": "Neu", "publisher": "Blatt", "address": "https://example.org/neu"
    },
    "change_publication": lambda world, row: {"publication": row, "version": row.version, "title": "Anders"},
    "delete_publication": lambda world, row: {"publication": row},
    "add_event": lambda world, row: {"names": _NAMES},
    "change_event": lambda world, row: {"event": row, "version": row.version, "names": _NAMES},
    "delete_event": lambda world, row: {"event": row},
    "add_initiative": lambda world, row: {"names": _NAMES},
    "change_initiative": lambda world, row: {"initiative": row, "version": row.version, "names": _NAMES},
    "delete_initiative": lambda world, row: {"initiative": row},
    "add_project": lambda world, row: {"names": _NAMES},
    "change_project": _change(names=_NAMES),
    "delete_project": _about,
    "add_job_shadowing": lambda world, row: {
        "partnership": row.partnership, "owner_side": row.owner_side, "hosted_by": row.hosted_by
    },
    "change_job_shadowing": lambda world, row: {"job_shadowing": row, "version": row.version, "people_count": 2},
    "delete_job_shadowing": lambda world, row: {"job_shadowing": row},
    "add_agreement": lambda world, row: {
        "partnership": row.partnership, "owner_side": row.owner_side, "title": LocalText.of(de="Neu")
    },
    "change_agreement": _change(signed_on="2001"),
    "delete_agreement": _about,
    "add_honour": lambda world, row: {
        "partnership": row.partnership, "owner_side": row.owner_side, "title": LocalText.of(de="Neu"), "date": "2019",
        "awarding_words": "Stadt", "recipients": [one.as_value() for one in row.recipients.all()],
    },
    "change_honour": _change(date="2001"),
    "delete_honour": _about,
    "add_item": lambda world, row: {"edition": row.edition, "kind_of": "workshop"},
    "write_down_item": lambda world, row: {"edition": row.edition, "line": ItemLine("de", "workshop", title="Neu")},
    "change_item": lambda world, row: {"item": row, "version": row.version, "day": "2019-06-17"},
    "delete_item": lambda world, row: {"item": row},
    "add_visit": lambda world, row: {"edition": row.edition, "institution": row.institution},
    "change_visit": _change(group_size=12),
    "delete_visit": _about,
    "add_contribution": lambda world, row: {"edition": row.edition, "item": row.item, "speaker": row.speaker},
    "write_down_contribution": lambda world, row: {
        "edition": row.edition, "line": ContributionLine("de", row.item, str(row.speaker))
    },
    "change_contribution": _change(minutes=20),
    "delete_contribution": _about,
    "add_statement": lambda world, row: {
        "edition": row.edition, "delegation": row.delegation, "text": LocalText.of(de="Neu")
    },
    "write_down_statement": lambda world, row: {
        "edition": row.edition, "line": StatementLine("de", "thanks", "Neu", delegation=row.delegation)
    },
    "change_statement": _change(is_quote=True),
    "delete_statement": _about,
    "decline_proposal": lambda world, row: {"proposal": row, "answer": "Nein."},
    "add_grant": lambda world, row: {"user": world.stranger, "side": world.sides["a"], "role": Role.READER},
    "change_grant": _change(until=date(2099, 1, 1)),
    "revoke_grant": _about,
    "add_user": lambda world, row: {"email": "new@example.org", "name": "New"},
    "change_user": _change(name="Anders"),
    "delete_user": _about,
    "choose_language": lambda world, row: {"user": row, "language": "de"},
}  # fmt: skip


def every(world: World, verb: matrix.Verb) -> Iterator[tuple[str, str | None]]:
    """Yield every class and owner of which rows are made for a verb."""
    for visibility in classes(verb):
        for owner in owners(verb.record, visibility):
            yield visibility, owner
