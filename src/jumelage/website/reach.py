"""What a reader can reach from published records: the institutions, persons and topics that have a page of their own.

Nothing of these has a switch "published". An institution is public because a published record names it, and with it all
that it is a part of; a person because of a basis that holds everywhere and a part in something published; a topic because
something published deals with it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from jumelage.accounts.actor import NOBODY
from jumelage.agreements.models import Agreement, Party, Signature
from jumelage.agreements.queries import public_agreements
from jumelage.partnerships.models import Topic
from jumelage.people import queries as people
from jumelage.people.models import Appointment, Institution, Person
from jumelage.programme import queries as programme
from jumelage.programme.models import Contribution, ProgrammeItem, Statement
from jumelage.protocol.models import Presenter, Recipient
from jumelage.protocol.queries import public_honours
from jumelage.seminars import queries as seminars
from jumelage.seminars.models import (
    Delegation,
    Edition,
    EventLink,
    ExternalPublication,
    FocusTopic,
    Objective,
    Organiser,
    Participation,
    Project,
    ProjectLink,
    SeriesField,
    SeriesLead,
)


def public_institutions() -> QuerySet[Institution]:
    """Return the institutions that a published record names, and all that they are a part of."""
    return Institution.objects.filter(pk__in=reached_institutions())


def public_persons(today: date | None = None, *, reached: set[int] | None = None) -> QuerySet[Person]:
    """Return the persons with a page: those who may be named everywhere and have a part in something published.

    *reached* are the public institutions, where the caller knows them already.
    """
    institutions = reached_institutions() if reached is None else reached
    day = today or timezone.localdate()
    return people.public_persons(day).filter(pk__in=_reached_persons(institutions, day))


def public_topics() -> QuerySet[Topic]:
    """Return the topics of published series, editions and what stands below these."""
    editions, items = seminars.public_editions().values("pk"), programme.public_items().values("pk")
    tagged = (
        Edition.topics.through._default_manager.filter(edition__in=editions).values_list("topic_id"),
        SeriesField.objects.filter(series__in=seminars.public_series().values("pk")).values_list("topic_id"),
        Objective.objects.filter(edition__in=editions).values_list("topic_id"),
        FocusTopic.topics.through._default_manager.filter(focustopic__edition__in=editions).values_list("topic_id"),
        ProgrammeItem.topics.through._default_manager.filter(programmeitem__in=items).values_list("topic_id"),
        Contribution.topics.through._default_manager.filter(contribution__item__in=items).values_list("topic_id"),
        Agreement.topics.through._default_manager.filter(agreement__in=public_agreements().values("pk")).values_list("topic_id"),
    )
    return Topic.objects.filter(pk__in=_keys(*tagged))


def reached_institutions() -> set[int]:
    """Return the keys of the institutions that a published record names, and of all above them; two queries."""
    found = _keys(
        *_institutions_of_agreements(), *_institutions_of_honours(), *_institutions_of_seminars(), *_institutions_of_programmes()
    )
    rows = Institution.objects.values_list("pk", "parent_id", "cluster_id")
    above = {pk: [key for key in (parent, cluster) if key] for pk, parent, cluster in rows}
    waiting = list(found)
    while waiting:
        fresh = [key for key in above.get(waiting.pop(), ()) if key not in found]
        found.update(fresh)
        waiting += fresh
    return found


def _institutions_of_agreements() -> list[QuerySet[Any, Any]]:
    agreements = public_agreements().values("pk")
    return [
        Party.objects.filter(agreement__in=agreements).values_list("institution_id"),
        Signature.objects.filter(agreement__in=agreements).values_list("office__institution_id"),
    ]


def _institutions_of_honours() -> list[QuerySet[Any, Any]]:
    awarded = public_honours()
    below = {"honour__in": awarded.order_by().values("pk")}
    return [
        awarded.order_by().values_list("awarding_body_id"),
        awarded.order_by().values_list("signatory_office__institution_id"),
        Presenter.objects.filter(**below).order_by().values_list("office__institution_id"),
        Recipient.objects.filter(**below).order_by().values_list("office__institution_id"),
        Recipient.objects.filter(**below).order_by().values_list("institution_id"),
    ]


def _institutions_of_seminars() -> list[QuerySet[Any, Any]]:
    editions = seminars.public_editions().values("pk")
    parts = Participation.objects.filter(edition__in=editions)
    shadowings = seminars.public_job_shadowings()
    projects = ProjectLink.objects.filter(edition__in=editions).values("project")
    return [
        SeriesLead.objects.filter(series__in=seminars.public_series().values("pk")).values_list("institution_id"),
        Organiser.objects.filter(edition__in=editions).values_list("institution_id"),
        Delegation.bodies.through._default_manager.filter(delegation__edition__in=editions).values_list("institution_id"),
        parts.values_list("institution_id"),
        parts.values_list("office__institution_id"),
        parts.values_list("represents_office__institution_id"),
        parts.values_list("further_offices__institution_id"),
        EventLink.objects.filter(edition__in=editions).values_list("event__organiser_id"),
        shadowings.values_list("sent_by_id"),
        shadowings.values_list("hosted_by_id"),
        Project.institutions.through._default_manager.filter(project__in=projects).values_list("institution_id"),
    ]


def _institutions_of_programmes() -> list[QuerySet[Any, Any]]:
    items = programme.public_items()
    spoken = Contribution.objects.filter(item__in=items.values("pk"))
    voices = programme.visible_statements(NOBODY)
    return [
        programme.visible_visits(NOBODY).values_list("institution_id"),
        items.values_list("hosts__pk"),
        items.values_list("facilitated_by_id"),
        items.values_list("site__institution_id"),
        items.values_list("event__organiser_id"),
        spoken.values_list("subject_institution_id"),
        spoken.values_list("on_behalf_of_office__institution_id"),
        voices.values_list("about_institution_id"),
    ]


def _reached_persons(institutions: set[int], today: date) -> set[int]:
    """Return the keys of everybody in something published, and of the records under which they are shown.

    Who may not be named on the page of an edition is not reached by it.
    """

    def named(rows: QuerySet[Any], person: str) -> QuerySet[Any, Any]:
        unnamed = people.unnamed_at("edition__public_id", today)
        return rows.exclude(Exists(unnamed.filter(pk=OuterRef(person)))).values_list(person)

    editions = seminars.public_editions().values("pk")
    parts = Participation.objects.filter(edition__in=editions)
    spoken = Contribution.objects.filter(item__in=programme.public_items().values("pk"))
    offices = Appointment.objects.filter(office__names_holders=True, office__institution__in=institutions)
    found = _keys(
        named(parts, "person_id"),
        named(parts, "represents_person_id"),
        named(Organiser.objects.filter(edition__in=editions), "led_by_id"),
        named(ExternalPublication.objects.filter(edition__in=editions), "author_id"),
        named(spoken, "on_behalf_of_person_id"),
        named(Statement.objects.filter(edition__in=editions, is_approved=True), "about_person_id"),
        offices.values_list("person_id"),
    )
    heads = Person.objects.filter(pk__in=found, cluster__isnull=False).values_list("cluster_id", flat=True)
    return found | {pk for pk in heads if pk is not None}


def _keys(*rows: QuerySet[Any, Any]) -> set[int]:
    """Return the keys that stand in any of *rows*, in one query."""
    first, *others = (one.order_by() for one in rows)
    return {key for (key,) in first.union(*others) if key is not None}
