"""Invented records for tests, and a small world of them, made through the same actions that people use.

The world has two partnerships. In the first, side *a* lies at home and side *b* abroad, so that a decision may open or
shut sharing with it; in the second, sides *c* and *d* both lie at home. Every side has a coordinator, an editor and a
reader; besides there are an administrator and a stranger, who may sign in and has no role.

Every function returns a record and fills in what the caller does not care about; ``values`` are handed on to the room's
action.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from jumelage.accounts import actions as accounts
from jumelage.accounts.actor import NOBODY, Actor, Role, command
from jumelage.accounts.models import User
from jumelage.agreements import actions as agreements
from jumelage.agreements.models import Agreement
from jumelage.fields.models import Name
from jumelage.journal.models import Record
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.actions import SharedT
from jumelage.partnerships.models import (
    City,
    Grant,
    Note,
    Partnership,
    Proposal,
    SharedRecord,
    SharingValue,
    Side,
    StateValue,
    Topic,
    Visibility,
)
from jumelage.partnerships.queries import actor_for
from jumelage.people import actions as people
from jumelage.people.models import (
    Appointment,
    Counterpart,
    Institution,
    Judgement,
    Office,
    OfficeTitleValue,
    Person,
    PersonNameValue,
    Site,
    Verdict,
)
from jumelage.programme import actions as programme
from jumelage.programme.models import Contribution, ItemKind, ProgrammeItem, Statement, Visit
from jumelage.protocol import actions as protocol
from jumelage.protocol.models import Honour, RecipientValue
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import (
    Delegation,
    Edition,
    EditionState,
    ExternalEvent,
    ExternalPublication,
    FocusTopic,
    FrameworkInitiative,
    JobShadowing,
    Objective,
    Participation,
    Project,
    Series,
)
from jumelage.sources import actions as sources
from jumelage.sources.models import Source
from jumelage.values import LocalText, PartialDate
from tests.factories.kept import kept

#: Who makes the records: the installation itself.
BY: Actor = command("test")
PASSWORD = "Werkbank-und-Archiv-7"
ABROAD = "KZ"
_numbers = count(1)


def user(name: str = "", **values: Any) -> User:
    """Add a user, numbered without a *name*; the address follows from the name. Without a password use ``force_login``."""
    name = name or f"Person {next(_numbers)}"
    email = f"{'.'.join(name.lower().split()) or 'nameless'}@example.org"
    return accounts.add_user(by=BY, **{"email": email, "name": name, "language": "en", **values})


def city(name: str = "Lindenhafen", *, country: str = "DE", introduced_by: Side | None = None) -> City:
    """Add a city with one German name."""
    return partnerships.add_city(
        by=BY, names=[Name(name, "de")], country=country, time_zone="Europe/Berlin", introduced_by=introduced_by
    )


def looked_after(record: SharedT, *, by: Side) -> SharedT:
    """Let the side *by* look after a shared record."""
    return partnerships.amend_shared(record, by=BY, version=record.version, values={"introduced_by": by})


def topic(label: str = "Teilhabe", *, introduced_by: Side | None = None) -> Topic:
    """Add a topic."""
    return partnerships.add_topic(by=BY, label=LocalText.of(de=label), introduced_by=introduced_by)


def institution(name: str = "Sozialamt", *, city: City, introduced_by: Side | None = None) -> Institution:
    """Add an institution with one German name."""
    return people.add_institution(by=BY, names=[Name(name, "de")], city=city, introduced_by=introduced_by)


def person(name: str = "Karla Muster", *, language: str = "de", **values: Any) -> Person:
    """Add a person with one name; without *sides* and *bases* no side knows her."""
    family = name.rsplit(maxsplit=1)[-1]
    return people.add_person(by=BY, names=[PersonNameValue(name, language, family=family)], **values)


def office(title: str = "Leiterin", *, institution: Institution, **values: Any) -> Office:
    """Add an office with one German title, for all genders."""
    return people.add_office(by=BY, institution=institution, titles=[OfficeTitleValue(title, "de")], **values)


def appointment(person: Person, office: Office, held: str = "", **values: Any) -> Appointment:
    """Add that a person holds an office."""
    return people.add_appointment(by=BY, person=person, office=office, held=held, **values)


def site(name: str = "Altes Rathaus", **values: Any) -> Site:
    """Add a site with one German name."""
    return people.add_site(by=BY, names=[Name(name, "de")], **values)


def judgement(first: Person | Institution, second: Person | Institution, verdict: str = Verdict.SAME, **values: Any) -> Judgement:
    """Judge that two records are the same."""
    return people.judge(by=BY, first=first, second=second, verdict=verdict, **values)


def counterpart(of: Partnership, **values: Any) -> Counterpart:
    """Add a pair of counterparts; give its offices or persons."""
    return people.add_counterpart(by=BY, partnership=of, **values)


def source(of: Partnership, title: str = "Bericht über das Seminar", **values: Any) -> Source:
    """Add a web page as a source."""
    return sources.add_source(by=BY, partnership=of, **{"title": title, "address": "https://example.org/bericht", **values})


def partnership(first: City, second: City, *, is_open: bool = True, published: bool = True) -> Partnership:
    """Add an active partnership of two cities; *is_open* decides on sharing with the second side."""
    made = partnerships.add_partnership(
        by=BY,
        sides=[_side(1, first), _side(2, second)],
        states=[StateValue("active", "1994-05", decided_by="Stadtrat", reference="17/1994")],
        sharing=[SharingValue(2, is_open, "2020-01-01", "Datenschutz", "DS 1/2020")],
        since=PartialDate.parse("1994-05"),
        description=LocalText.of(de="Zwei Städte."),
    )
    return partnerships.publish_partnership(by=BY, partnership=made, version=made.version, published=True) if published else made


def _side(order: int, city: City) -> partnerships.SideValue:
    return partnerships.SideValue(order, city, LocalText.of(de=f"Seite {order}"))


def bare_partnership(*countries: str, open_from: date | None = date(2020, 1, 1), **values: Any) -> Partnership:
    """Add a partnership of new cities in *countries* (two German ones by default) with nothing besides.

    Sharing with the sides abroad is open from the day *open_from* on; ``None`` leaves it shut.
    """
    cities = [city(f"Stadt {order}", country=country) for order, country in enumerate(countries or ("DE", "DE"), start=1)]
    abroad = [order for order, found in enumerate(cities, start=1) if found.country != "DE"] if open_from else []
    return partnerships.add_partnership(
        by=BY,
        sides=[partnerships.SideValue(order, found) for order, found in enumerate(cities, start=1)],
        sharing=[SharingValue(order, open=True, on=str(open_from), decided_by="Datenschutz") for order in abroad],
        **values,
    )


def sides_of(partnership: Partnership) -> list[Side]:
    """Return the sides of a partnership in their order."""
    return list(partnership.sides.order_by("order"))


def grant(to: User, side: Side, role: Role, **values: Any) -> Grant:
    """Give a user a role for a side."""
    return partnerships.add_grant(by=BY, user=to, side=side, role=role, **values)


def actor(side: Side, role: Role = Role.COORDINATOR, **values: Any) -> Actor:
    """Add a user with a role for a side and return the actor that the user is; *values* are those of the grant."""
    holder = user()
    grant(holder, side, role, **values)
    return actor_for(holder)


def series(
    of: Partnership,
    name: str = "Sozialseminar",
    *,
    owner_side: Side | None = None,
    visibility: str = Visibility.BOTH_SIDES,
    published: bool = False,
    **values: Any,
) -> Series:
    """Add a series with one German name."""
    made = seminars.add_series(
        by=BY, partnership=of, names=[Name(name, "de")], owner_side=owner_side, visibility=visibility, **values
    )
    return seminars.publish_series(by=BY, series=made, version=made.version, published=True) if published else made


def edition(
    of: Series, number: int | None = None, *, visibility: str = Visibility.BOTH_SIDES, published: bool = False, **values: Any
) -> Edition:
    """Document an edition that was held in 2019; it belongs to the side of its series, the next free number is taken."""
    given = {"state": EditionState.HELD, "dates": PartialDate.parse("2019-06-16/2019-06-21"), "owner_side": of.owner_side}
    made = seminars.document_edition(
        by=BY, series=of, number=number or next(_numbers), visibility=visibility, **{**given, **values}
    )
    return seminars.publish_edition(by=BY, edition=made, version=made.version, published=True) if published else made


def note(about: Record, side: Side, text: str = "Räume vormerken.", *, visibility: str = Visibility.INTERNAL) -> Note:
    """Write a note about a record for a side."""
    return partnerships.add_note(by=BY, about=about, partnership=side.partnership, side=side, text=text, visibility=visibility)


def proposal(about: SharedRecord, *, made_by: Actor, reason: str = "Amtlicher Name.") -> Proposal:
    """Propose a change of a shared record."""
    changes = [{"field": "country", "label": "Land", "before": "DE", "after": "AT"}]
    return partnerships.propose_change(
        by=made_by, about=about, version=about.version, data={"country": ["AT"]}, changes=changes, reason=reason
    )


def delegation(of: Edition, side: Side, **values: Any) -> Delegation:
    """Enter the delegation of a side."""
    return seminars.add_delegation(by=BY, edition=of, side=side, **values)


def participation(of: Edition, **values: Any) -> Participation:
    """Enter an expert's part in an edition; without a person it is a place for which nobody has been named."""
    given = {"kind_of": "expert"} if values.get("delegation") is None else {}
    told = {} if values.get("person") or values.get("office") or values.get("institution") else {"words": "Fachkraft"}
    return seminars.add_participation(by=BY, edition=of, **{**given, **told, **values})


def objective(of: Edition, text: str = "Voneinander lernen.", **values: Any) -> Objective:
    """Enter what an edition was to achieve, in German."""
    return seminars.add_objective(by=BY, edition=of, text=LocalText.of(de=text), **values)


def focus_topic(of: Edition, title: str = "Wege in Arbeit", **values: Any) -> FocusTopic:
    """Enter a focus of an edition under its German title."""
    return seminars.add_focus_topic(by=BY, edition=of, title=LocalText.of(de=title), **values)


def publication(of: Edition, title: str = "Gäste im Rathaus", **values: Any) -> ExternalPublication:
    """Enter what somebody else published about an edition."""
    given = {"title": title, "publisher": "Stadtblatt", "address": "https://example.org/blatt"}
    return seminars.add_publication(by=BY, edition=of, **{**given, **values})


def event(name: str = "Messe für alle", **values: Any) -> ExternalEvent:
    """Add an event of others with one German name."""
    return seminars.add_event(by=BY, names=[Name(name, "de")], **values)


def initiative(name: str = "Jahr der Teilhabe", **values: Any) -> FrameworkInitiative:
    """Add a theme year with one German name."""
    return seminars.add_initiative(by=BY, names=[Name(name, "de")], **values)


def project(name: str = "Haus der Werkstätten", **values: Any) -> Project:
    """Add a project with one German title."""
    return seminars.add_project(by=BY, names=[Name(name, "de")], **values)


def job_shadowing(of: Partnership, **values: Any) -> JobShadowing:
    """Enter that somebody worked beside colleagues for a while; who hosted it is invented where it is not given."""
    hosted_by = values.pop("hosted_by", None) or institution(city=sides_of(of)[0].city)
    return seminars.add_job_shadowing(by=BY, partnership=of, hosted_by=hosted_by, **values)


def agreement(of: Partnership, title: str = "Vertrag", **values: Any) -> Agreement:
    """Enter an agreement under its German title; its lists may be among the *values*."""
    return agreements.add_agreement(by=BY, partnership=of, title=LocalText.of(de=title), **values)


def honour(of: Partnership, title: str = "Ehrenzeichen", **values: Any) -> Honour:
    """Enter an honour under its German title, which needs no approval and which an institution received, unless told otherwise."""
    if "recipients" not in values:
        values["recipients"] = [RecipientValue(institution=institution(city=sides_of(of)[0].city).pk)]
    if not {"awarding_body", "awarding_words"} & set(values):
        values["awarding_words"] = "Stadtregierung"
    given = {"date": "2018-09-14", "clearance": "not_needed", **values}
    return protocol.add_honour(by=BY, partnership=of, title=LocalText.of(de=title), **given)


def item(of: Edition, title: str = "", **values: Any) -> ProgrammeItem:
    """Enter a programme item, an expert talk without a day; *title* is its German one."""
    given = {"kind_of": ItemKind.EXPERT_TALK, "title": LocalText.of(de=title)}
    return programme.add_item(by=BY, edition=of, **{**given, **values})


def visit(of: Edition, institution: Institution, **values: Any) -> Visit:
    """Enter a visit to an institution."""
    return programme.add_visit(by=BY, edition=of, institution=institution, **values)


def contribution(to: ProgrammeItem, speaker: Participation, **values: Any) -> Contribution:
    """Enter that somebody gave a speech at an item."""
    return programme.add_contribution(by=BY, edition=to.edition, item=to, speaker=speaker, **values)


def statement(of: Edition, text: str = "Das war gut.", **values: Any) -> Statement:
    """Enter what somebody said, in German; give the speaker or the delegation."""
    return programme.add_statement(by=BY, edition=of, text=LocalText.of(de=text), **values)


@dataclass(frozen=True)
class World:
    """What ``build`` made. Sides and users are found by the letter of the side."""

    is_open: bool
    partnership: Partnership
    elsewhere: Partnership
    administrator: User
    stranger: User
    sides: dict[str, Side] = field(default_factory=dict)
    users: dict[tuple[Role, str], User] = field(default_factory=dict)

    @property
    def coordinator_a(self) -> User:
        """The coordinator of the side at home."""
        return self.users[Role.COORDINATOR, "a"]

    @property
    def coordinator_b(self) -> User:
        """The coordinator of the side abroad."""
        return self.users[Role.COORDINATOR, "b"]

    def actor(self, role: str, side: str = "") -> Actor:
        """Return the actor of a role: for a side's role give its letter."""
        if role == "nobody":
            return NOBODY
        return actor_for(self.user(role, side))

    def user(self, role: str, side: str = "") -> User:
        """Return the user of a role: for a side's role give its letter."""
        if role in ("administrator", "stranger"):
            found: User = getattr(self, role)
            return found
        return self.users[Role(role), side]


@kept
def build(*, is_open: bool = True) -> World:
    """Make the world; *is_open* tells whether side *b*, abroad, may see what its partnership shares."""
    first = partnership(city("Lindenhafen"), city("Ясноречинск", country=ABROAD), is_open=is_open)
    second = partnership(city("Ostwede"), city("Karlsquell"))
    sides = dict(zip("abcd", [*first.sides.all(), *second.sides.all()], strict=True))
    users = {(role, letter): user(f"{role.title()} {letter}", password=PASSWORD) for letter in sides for role in Role}
    for (role, letter), holder in users.items():
        grant(holder, sides[letter], role)
    return World(
        is_open=is_open,
        partnership=first,
        elsewhere=second,
        administrator=user("Administrator", is_administrator=True, password=PASSWORD),
        stranger=user("Stranger", password=PASSWORD),
        sides=sides,
        users=users,
    )
