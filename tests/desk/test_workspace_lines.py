"""The workspace's lines about the edition as a whole and about its programme: all that a report says, without another form."""

from __future__ import annotations

from typing import Any

import pytest

from jumelage.journal.models import Row
from jumelage.people.models import Institution
from jumelage.programme.models import Contribution, ProgrammeItem, Statement
from jumelage.seminars.models import (
    Edition,
    EventLinkValue,
    ExternalEvent,
    ExternalPublication,
    FrameworkInitiative,
    Objective,
    OrganiserValue,
    Participation,
    Project,
    ProjectLinkValue,
)
from jumelage.values import LocalText, PartialDate, Quantity
from tests.desk.browsing import client_of, forms_on, text_of
from tests.desk.test_workspace import path, picked, written
from tests.factories import world as make
from tests.factories.world import World


@pytest.fixture
def edition(world: World) -> Edition:
    """An edition of 2019 in the partnership of sides a and b, shared by both."""
    return make.edition(make.series(world.partnership), 22, host_city=world.sides["b"].city)


@pytest.fixture
def guest(world: World, edition: Edition) -> Participation:
    """A president who took part in it."""
    office = make.office("Präsidentin", institution=make.institution("Sozialamt", city=world.sides["a"].city))
    person = make.person("Erika Beispiel", sides=[world.sides["a"]])
    return make.participation(edition, person=person, office=office, side=world.sides["a"], kind_of="expert")


def test_an_item_says_who_was_honoured_how_many_came_and_who_made_it_possible(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    group = make.delegation(edition, world.sides["a"])
    topic = make.topic("Arbeit")
    written(client, edition, "overview", "link", what="event:coincides_with", title="Forum", language="de")
    event = ExternalEvent.objects.get()
    answer = written(
        client, edition, "programme", "item", kind_of="external_event", title="Eröffnung des Forums", delegation=group.public_id,
        status="guest_of_honour", audience="mehr als 30.000", event=event.public_id, facilitated_by="Sozialamt", count="2",
        topic=topic.public_id, is_traditional="on", is_optional="on", language="de",
    )  # fmt: skip
    assert answer.status_code == 302
    made = ProgrammeItem.objects.get()
    assert (made.event, made.audience, made.count, made.is_traditional, made.is_optional, list(made.topics.all())) == (
        event, Quantity.parse(">30000"), 2, True, True, [topic],
    )  # fmt: skip
    assert made.facilitated_by == Institution.objects.get(names__value="Sozialamt")
    assert [(row.delegation, row.status) for row in made.presences.all()] == [(group, "guest_of_honour")]


def test_a_person_is_no_institution(world: World, edition: Edition, guest: Participation) -> None:
    client = client_of(world.coordinator_a)
    line = {"kind_of": "side_meeting", "facilitated_by": "Dr. Erika Beispiel"}
    answer = written(client, edition, "programme", "item", **line)
    assert (answer.status_code, ProgrammeItem.objects.count()) == (422, 0)
    assert "“Dr. Erika Beispiel” is known here as a person. Enter an institution, or leave this empty." in text_of(answer)
    assert not Institution.objects.filter(names__value__contains="Beispiel").exists()


def test_who_was_there_need_not_have_spoken(world: World, edition: Edition, guest: Participation) -> None:
    client = client_of(world.coordinator_a)
    site = make.site("Rotes Haus", city=edition.host_city)
    line = {"kind_of": "leadership_meeting", "present": "Frau Beispiel", "site": site.public_id}
    answer = written(client, edition, "programme", "item", **line)
    assert answer.status_code == 302
    made = ProgrammeItem.objects.get()
    assert ([row.participation for row in made.presences.all()], made.site, Contribution.objects.count()) == ([guest], site, 0)


def test_a_part_of_a_name_that_several_bear_is_told_as_that(world: World, edition: Edition, guest: Participation) -> None:
    make.participation(edition, person=make.person("Kim Beispielhof", sides=[world.sides["a"]]), kind_of="expert")
    answer = written(client_of(world.coordinator_a), edition, "programme", "item", kind_of="opening", speakers="Beispiel")
    assert "“Beispiel” may mean Erika Beispiel, Kim Beispielhof. Write the whole name of the one that is meant." in text_of(
        answer
    )


def test_what_is_said_later_of_a_speech_fills_it_in(world: World, edition: Edition, guest: Participation) -> None:
    client = client_of(world.coordinator_a)
    written(client, edition, "programme", "item", kind_of="opening", speakers="Erika Beispiel")
    line = {"item": ProgrammeItem.objects.get().public_id, "speaker": "Erika Beispiel", "language": "de"}
    for subject in ("Arbeit", "Teilhabe"):
        written(client, edition, "programme", "speaker", subject=subject, **line)
    assert [one.subject.text("de") for one in Contribution.objects.order_by("pk")] == ["Arbeit", "Teilhabe"]


def test_an_end_before_the_beginning_is_no_night(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    day = {"kind_of": "reception", "day": "17.6.2019"}
    wrong = written(client, edition, "programme", "item", begins="15:00", ends="14:00", **day)
    assert (wrong.status_code, ProgrammeItem.objects.count()) == (422, 0)
    assert written(client, edition, "programme", "item", begins="20:00", ends="01:30", **day).status_code == 302


def test_the_kind_of_an_item_is_chosen(world: World, edition: Edition) -> None:
    answer = written(client_of(world.coordinator_a), edition, "programme", "item", title="Etwas")
    assert (answer.status_code, ProgrammeItem.objects.count()) == (422, 0)


def test_a_derived_day_is_written_down_as_one(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    written(client, edition, "programme", "item", kind_of="workshop", day="17.6.2019", day_certainty="derived")
    written(client, edition, "programme", "item", kind_of="workshop", day="18.6.2019")
    assert dict(ProgrammeItem.objects.values_list("day", "day_certainty")) == {
        PartialDate("2019-06-17"): "derived",
        PartialDate("2019-06-18"): "stated",
    }


def test_a_speaker_is_added_at_an_item_with_subject_and_mandate(world: World, edition: Edition, guest: Participation) -> None:
    client = client_of(world.coordinator_a)
    item = make.item(edition, kind_of="city_reports")
    absent = make.participation(edition, person=make.person("Kim Muster", sides=[world.sides["a"]]), kind_of="mentioned")
    project = make.project("Arbeit von morgen")
    page = client.get(f"{path(edition, 'programme')}?line=speaker&item={item.public_id}").content.decode()
    assert f'<option value="{item.public_id}" selected>' in page
    assert 'desk-span--3" data-focus-first' in page
    answer = written(
        client, edition, "programme", "speaker", item=item.public_id, speaker="beispiel", subject="Soziale Arbeit", language="de",
        institution="Zentrum für Teilhabe", project=project.public_id, on_behalf_of="muster",
    )  # fmt: skip
    assert answer.status_code == 302
    made = Contribution.objects.get()
    assert (made.item, made.speaker, made.kind_of, made.subject) == (item, guest, "report", LocalText.of(de="Soziale Arbeit"))
    assert (made.on_behalf_of_person, made.on_behalf_of_office, made.subject_project) == (absent.person, None, project)
    assert made.subject_institution == Institution.objects.get(names__value="Zentrum für Teilhabe")
    kept = forms_on(client.get(answer["Location"]).content.decode())[-1].fields
    assert (kept["speaker-item"], kept["speaker-speaker"]) == ([item.public_id], [""])
    assert {row.actor_id for row in Row.objects.filter(record_id=made.public_id)} == {world.coordinator_a.public_id}


def test_a_statement_is_written_down_at_its_item(world: World, edition: Edition, guest: Participation) -> None:
    client = client_of(world.coordinator_a)
    item = make.item(edition, kind_of="evaluation")
    spoken = make.contribution(item, guest)
    answer = written(
        client, edition, "programme", "statement", text="Lob der Zusammenarbeit", kind_of="tribute", speaker="Erika Beispiel",
        item=item.public_id, about="Erika Beispiel", institution="Sozialamt", language="de", is_approved="on",
    )  # fmt: skip
    assert answer.status_code == 302
    made = Statement.objects.get()
    assert (made.item, made.contribution, made.speaker, made.kind_of) == (item, spoken, guest, "tribute")
    assert (made.about_person, made.about_institution) == (guest.person, guest.office.institution)
    assert (made.text, made.is_quote, made.is_approved) == (LocalText.of(de="Lob der Zusammenarbeit"), False, True)
    group = make.delegation(edition, world.sides["a"])
    of_group = written(
        client, edition, "programme", "statement", text="Beeindruckt", kind_of="impression", delegation=group.public_id
    )
    assert of_group.status_code == 302
    assert Statement.objects.get(delegation=group).speaker is None
    nobody = written(client, edition, "programme", "statement", text="Von niemandem", kind_of="thanks")
    assert (nobody.status_code, Statement.objects.count()) == (422, 2)
    assert "A statement needs somebody who made it" in text_of(nobody)


def test_organisers_are_written_down_with_who_led_them(world: World, edition: Edition, guest: Participation) -> None:
    client = client_of(world.coordinator_a)
    own, other = world.sides["a"], world.sides["b"]
    written(client, edition, "overview", "organiser", institution="Sozialamt", side=own.pk, led_by="Erika Beispiel")
    written(client, edition, "overview", "organiser", institution="Departement für Arbeit", side=other.pk, language="de")
    new = Institution.objects.get(names__value="Departement für Arbeit")
    assert [row.as_value() for row in edition.organisers.all()] == [
        OrganiserValue(guest.office.institution.pk, own.pk, guest.person.pk),
        OrganiserValue(new.pk, other.pk),
    ]
    page = text_of(client.get(path(edition, "overview")))
    assert "Organisers Sozialamt Departement für Arbeit" in page
    twice = written(client, edition, "overview", "organiser", institution="Sozialamt")
    assert "The same organiser stands there twice." in text_of(twice)
    stranger = written(client, edition, "overview", "organiser", institution="Verein", led_by="Otto Unbekannt")
    assert "“Otto Unbekannt” is not known here. Add the person under People first" in text_of(stranger)
    assert not Institution.objects.filter(names__value="Verein").exists()


def test_what_the_edition_was_linked_with_is_entered_or_found(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    written(
        client, edition, "overview", "link", what="event:coincides_with", title="Forum der Regionen", ordinal="III", language="de",
        attendance="mehr als 30.000", dates="17.-19.6.2019", city=world.sides["b"].city.public_id,
    )  # fmt: skip
    written(
        client, edition, "overview", "link", what="initiative:", title="Themenjahr Wissenschaft", dates="2018-2020", language="de"
    )
    written(client, edition, "overview", "link", what="project:presented", title="Arbeit und Technik", language="de")
    event, initiative, project = ExternalEvent.objects.get(), FrameworkInitiative.objects.get(), Project.objects.get()
    assert (event.ordinal, event.is_roman, event.attendance, event.dates, event.city) == (
        3, True, Quantity.parse(">30000"), PartialDate("2019-06-17/2019-06-19"), world.sides["b"].city,
    )  # fmt: skip
    assert (initiative.period, event.introduced_by) == (PartialDate("2018/2020"), world.sides["a"])
    assert [row.as_value() for row in edition.events.all()] == [EventLinkValue(event.pk, "coincides_with")]
    assert [row.as_value() for row in edition.projects.all()] == [ProjectLinkValue(project.pk, "presented")]
    assert list(edition.initiatives.all()) == [initiative]
    page = text_of(client.get(path(edition, "overview")))
    assert "III Forum der Regionen" in page
    other = make.edition(edition.series, 23)
    asked = written(client, other, "overview", "link", what="event:attended", title="Forum der Region", language="de")
    assert asked.status_code == 422
    assert client.post(path(other, "overview"), picked(asked, "link-chosen", 0)).status_code == 302
    assert (ExternalEvent.objects.count(), other.events.get().event) == (1, event)
    for twice in ("initiative:", "project:presented"):
        name = initiative if twice == "initiative:" else project
        again = written(client, edition, "overview", "link", what=twice, title=str(name))
        assert again.status_code == 422
    wrong = written(client, other, "overview", "link", what="event:attended", title="Messe", ordinal="drei")
    assert "“DREI” is no ordinal." in text_of(wrong)


def test_an_objective_has_its_field_and_a_publication_its_author(world: World, edition: Edition, guest: Participation) -> None:
    client = client_of(world.coordinator_a)
    topic = make.topic("Arbeit")
    written(client, edition, "overview", "objective", text="Arbeit einbeziehen", topic=topic.public_id, language="de")
    assert Objective.objects.get().topic == topic
    answer = written(
        client, edition, "overview", "publication", title="Erfahrungen", address="https://www.example.org/e", publisher="Stiftung",
        author="beispiel", language="de",
    )  # fmt: skip
    assert answer.status_code == 302
    made = ExternalPublication.objects.get()
    assert (made.title, made.address, made.publisher, made.author, made.language) == (
        "Erfahrungen", "https://www.example.org/e", "Stiftung", guest.person, "de",
    )  # fmt: skip


@pytest.mark.parametrize("line", ["organiser", "link", "publication"])
def test_who_only_reads_is_offered_no_line_and_may_send_none(world: World, edition: Edition, line: str) -> None:
    client = client_of(world.user("reader", "a"))
    page: Any = client.get(f"{path(edition, 'overview')}?line={line}").content.decode()
    assert "line=" not in page
    assert client.post(path(edition, "overview"), {"line": line}).status_code == 403


def test_known_events_and_projects_are_suggested(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    make.project("Arbeit von morgen")
    answer = client.get(f"/desk/edition/{edition.public_id}/suggest/linked/", {"link-title": "morg"})
    assert 'value="Arbeit von morgen"' in answer.content.decode()
