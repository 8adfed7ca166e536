"""Reading the programme of editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from jumelage.accounts.actor import Actor
from jumelage.journal.rules import Refusal
from jumelage.people import queries as people
from jumelage.people.models import Appointment, Institution, Office, Person
from jumelage.programme import rules
from jumelage.programme.models import Contribution, PresenceValue, ProgrammeItem, Statement, Visit
from jumelage.programme.rules import Held
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import Delegation, Edition, Participation
from jumelage.seminars.rules import Finding, counts

# A part of a programme and all that it names stand below one edition (``seminars.rules.check_same_edition``).


def _hidden(item: str = "") -> Q:
    """Return the filter of what is hidden, or a part of what is, as far up as ``rules.LEVELS`` lets items stand.

    *item* is the path to the item where the rows are of something that belongs to it (``item__``).
    """
    return Q(*((f"{item}{up}is_public", False) for up in ("", "within__", "within__within__")), _connector=Q.OR)


def _granted(actor: Actor) -> Q:
    return Q(edition__in=seminars.granted_editions(actor).values("pk"))


def _published() -> Q:
    return Q(edition__in=seminars.public_editions().values("pk"))


def visible_items(actor: Actor) -> QuerySet[ProgrammeItem]:
    """Return the items that *actor* may see: by grants all of an edition's, else those shown on its public pages."""
    items = ProgrammeItem.objects.all()
    return items if actor.is_administrator else items.filter(_granted(actor) | (_published() & ~_hidden()))


def public_items() -> QuerySet[ProgrammeItem]:
    """Return the items that everybody may see."""
    return ProgrammeItem.objects.filter(_published() & ~_hidden())


def visible_visits(actor: Actor) -> QuerySet[Visit]:
    """Return the visits that *actor* may see; in public none whose items are all hidden."""
    if actor.is_administrator:
        return Visit.objects.all()
    items = ProgrammeItem.objects.filter(visit=OuterRef("pk"))
    shown = Exists(items.filter(~_hidden())) | ~Exists(items)
    return Visit.objects.filter(_granted(actor) | (_published() & Q(shown)))


def visible_contributions(actor: Actor, speakers: Iterable[int] | None = None) -> QuerySet[Contribution]:
    """Return the contributions that *actor* may see: those to visible items by visible participations.

    *speakers* are the keys of those participations where they are known already.

    In public that means: the speaker may be named on the edition's page. Others whom a contribution names (who read it,
    on whose behalf it was) are asked for by themselves where they are printed.
    """
    if actor.is_administrator:
        return Contribution.objects.all()
    known: Any = seminars.visible_participations(actor).order_by().values("pk") if speakers is None else speakers
    return Contribution.objects.filter(_granted(actor) | ~_hidden("item__"), speaker__in=known)


def visible_statements(actor: Actor, speakers: Iterable[int] | None = None) -> QuerySet[Statement]:
    """Return the statements that *actor* may see: by grants all, else the approved ones; always by visible voices.

    In public none about somebody who may not be named on the edition's page.

    *speakers* are the keys of the visible participations where they are known already.
    """
    if actor.is_administrator:
        return Statement.objects.all()
    unnamed = people.unnamed_at("edition__public_id", timezone.localdate()).filter(pk=OuterRef("about_person"))
    shown = Q(is_approved=True) & ~_hidden("item__") & ~_hidden("contribution__item__") & ~Exists(unnamed)
    in_public = _published() & shown
    statements = Statement.objects.filter(_granted(actor) | in_public)
    if speakers is None:
        named = Q(pk=OuterRef("speaker")) | Q(pk=OuterRef("contribution__speaker"))
        return statements.exclude(Exists(seminars.hidden_participations(actor).filter(named)))
    for voice in ("speaker", "contribution__speaker"):
        statements = statements.filter(Q(**{f"{voice}__isnull": True}) | Q(**{f"{voice}__in": speakers}))
    return statements


# ── What the rules are asked with ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Programme:
    """The whole programme of one edition, loaded for its rules.

    The items come with presences and sites; ``people`` are all who are in the edition, ``sizes`` how many came with each
    delegation, by key, as far as that is known. ``shown`` are the keys of those of them who may be named to who asks.
    """

    edition: Edition
    zone: str
    items: tuple[ProgrammeItem, ...]
    people: tuple[Participation, ...]
    sizes: Mapping[int, int | None]
    shown: frozenset[int]

    def zone_of(self, item: ProgrammeItem) -> str:
        """Return the time zone by whose clocks an item was held: its own, else that of the host city; or empty."""
        return item.zone or self.zone

    def above(self, item: ProgrammeItem) -> frozenset[int]:
        """Return the keys of all that an item is a part of; a ring ends where it closes."""
        up = {one.pk: one.within_id for one in self.items}
        found: set[int] = set()
        key = item.within_id
        while key is not None and key not in found:
            found.add(key)
            key = up.get(key)
        return frozenset(found)

    def levels(self, item: ProgrammeItem) -> int:
        """Return how many levels stand on each other around an item: above it, itself, and below it."""
        return len(self.above(item)) + self._height(item.pk, frozenset())

    def _height(self, key: int | None, seen: frozenset[int]) -> int:
        parts = [one.pk for one in self.items if key is not None and one.within_id == key and one.pk not in seen]
        return 1 + max((self._height(part, seen | {part}) for part in parts), default=0)

    def held(self, item: ProgrammeItem, presences: Iterable[PresenceValue]) -> Held:
        """Return an item with *presences* as the rules look at it; of several unknown ones the times are open.

        The times are computed anew: the host city's zone may have been corrected since the item was saved.
        """
        try:
            starts_at, ends_at = (None, None) if item.count > 1 else rules.moments(item, self.zone_of(item))
        except Refusal:
            starts_at, ends_at = None, None
        who = rules.who_was_there(presences, self.people)
        return Held(item, starts_at, ends_at, rules.place_of(item), self.above(item), who)

    def others(self, item: ProgrammeItem) -> list[Held]:
        """Return all items but this one as the rules look at them."""
        return [self.held(one, presences_of(one)) for one in self.items if one.pk != item.pk]

    def there(self, held: Held) -> int:
        """Return how many were at an item: who is named, and who came unnamed with the delegations that were there."""
        presences = presences_of(held.item)
        there = {value.delegation for value in presences if value.delegation and value.status in rules.WAS_THERE}
        named = [one.delegation_id for one in self.people if rules.came(one) and counts(one)]
        unnamed = sum(max((self.sizes.get(key) or 0) - named.count(key), 0) for key in there)
        return len(held.who) + unnamed


def presences_of(item: ProgrammeItem) -> list[PresenceValue]:
    """Return who was present at an item, as values; from memory where they were loaded with it."""
    return [presence.as_value() for presence in item.presences.all()]


def programme_of(edition: Edition, actor: Actor) -> Programme:
    """Load the whole programme of an edition for its rules; eight queries however long it is. *actor* is told of it."""
    places = ("site__within__within", "visit__site__within__within", "visit__institution__parent__parent")
    items = ProgrammeItem.objects.filter(edition=edition).select_related(*places)
    everybody = Participation.objects.filter(edition=edition).select_related("person", "office", "institution")
    sizes = Delegation.objects.filter(edition=edition).values_list("pk", "size")
    shown = seminars.visible_participations(actor).filter(edition=edition).order_by().values_list("pk", flat=True)
    return Programme(
        edition=edition,
        zone=_zone_of(edition),
        items=tuple(items.prefetch_related("presences", "visit__institution__names")),
        people=tuple(everybody.prefetch_related("person__names")),
        sizes=dict(sizes),
        shown=frozenset(shown),
    )


def _zone_of(edition: Edition) -> str:
    """Return the time zone of the host city, else of the host side's city; empty where neither is known."""
    if edition.host_city is not None:
        return edition.host_city.time_zone
    return edition.host_side.city.time_zone if edition.host_side is not None else ""


def findings_of(edition: Edition, actor: Actor) -> list[Finding]:
    """Return what is wrong or doubtful in the programme of an edition: V1, days outside its dates, V24, V16, V17.

    Told to *actor*: of items and contributions that these may not see nothing, and of people not who they are.
    """
    programme = programme_of(edition, actor)
    seen = set(visible_items(actor).filter(edition=edition).values_list("pk", flat=True))
    held = [programme.held(item, presences_of(item)) for item in programme.items if item.pk in seen]
    found: list[Finding] = []
    for place, one in enumerate(held):
        for other in held[place + 1 :]:
            if who := rules.in_two_places(one, other):
                sentence = rules.overlap_sentence(one, other, who, programme.shown)
                found.append(Finding("error", sentence, one.item.public_id))
        if outside := rules.day_finding(one.item, edition.dates):
            found.append(outside)
        found += rules.capacity_findings(one.item, there=programme.there(one))
    return [*found, *_spoken_findings(programme, {one.item.pk: one for one in held}, actor)]


def _spoken_findings(programme: Programme, held: Mapping[int, Held], actor: Actor) -> list[Finding]:
    related = (
        "speaker__person", "speaker__office", "speaker__institution", "read_by__person", "on_behalf_of_person",
        "on_behalf_of_office",
    )  # fmt: skip
    spoken = visible_contributions(actor).filter(edition=programme.edition, item__in=held.keys()).select_related(*related)
    named = spoken.prefetch_related("speaker__further_offices", "speaker__person__names", "read_by__person__names")
    found: list[Finding | None] = []
    for one in named:
        found += [rules.speaker_finding(one, held[one.item_id], shown=programme.shown), _mandate_finding(one)]
    return [finding for finding in found if finding is not None]


def _mandate_finding(contribution: Contribution) -> Finding | None:
    speaker, office = contribution.speaker, contribution.on_behalf_of_office
    if office is None and contribution.on_behalf_of_person_id is None:
        return None
    offices = [speaker.office, *speaker.further_offices.all()]
    own = [speaker.institution_id, *(held.institution_id for held in offices if held is not None)]
    if office is not None:
        behalf: list[int | None] = [office.institution_id]
    else:
        person = contribution.on_behalf_of_person
        behalf = institutions_of(person, contribution.edition) if person is not None else []
    return rules.mandate_finding(contribution, speaker=chains(own), behalf=chains(behalf))


def public_holders(edition: Edition) -> set[int | None]:
    """Return the keys of those in whose name somebody spoke at an edition by their public office; seen or not."""
    spoken = Contribution.objects.filter(edition=edition, on_behalf_of_office__names_holders=True)
    return set(spoken.values_list("on_behalf_of_person_id", flat=True))


def institutions_of(person: Person, edition: Edition) -> list[int | None]:
    """Return the institutions of a person: by her part in an edition, and by the offices that she is known to have held."""
    head = person.cluster_id or person.pk
    members = Person.objects.filter(Q(pk=head) | Q(cluster=head))
    there = Participation.objects.filter(edition=edition, person__in=members)
    held = Appointment.objects.filter(person__in=members)
    offices = Office.objects.filter(Q(pk__in=held.values("office")) | Q(pk__in=there.values("office")))
    return [*there.values_list("institution_id", flat=True), *offices.values_list("institution_id", flat=True)]


def chains(institutions: Iterable[int | None]) -> list[tuple[int, ...]]:
    """Return each institution, by cluster, with what it is a part of, itself first; one query a level."""
    return [_chain(key) for key in dict.fromkeys(institutions) if key is not None]


def _chain(key: int) -> tuple[int, ...]:
    found: list[int] = []
    seen: set[int] = set()
    above: int | None = key
    while above is not None and above not in seen:
        seen.add(above)
        cluster, parent = Institution.objects.values_list("cluster_id", "parent_id").get(pk=above)
        found.append(cluster or above)
        above = parent
    return tuple(found)


def next_position(model: type[ProgrammeItem | Visit | Contribution | Statement], edition: Edition) -> int:
    """Return the place after the last of an edition's records of a kind."""
    last = model._default_manager.filter(edition=edition).order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1
