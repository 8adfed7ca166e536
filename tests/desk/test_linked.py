"""What editions are linked with, job shadowings, and what series and editions themselves gained, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from jumelage.fields.models import Name
from jumelage.partnerships.models import Proposal
from jumelage.people.models import BasisValue
from jumelage.seminars.models import (
    Edition,
    EventLinkValue,
    ExternalEvent,
    FieldValue,
    FrameworkInitiative,
    GapValue,
    JobShadowing,
    OrganiserValue,
    Project,
    ProjectLinkValue,
    Series,
    TraditionValue,
)
from jumelage.values import LocalText, PartialDate, Quantity
from tests.desk.browsing import client_of, text_of
from tests.desk.documented import job_shadowing
from tests.desk.test_saving import added, change_path, changed
from tests.factories import world as make
from tests.factories.world import World

SHARED = ["event", "initiative", "project"]


@pytest.fixture
def client(world: World) -> Any:
    """The browser of the coordinator at home."""
    return client_of(world.coordinator_a)


def test_an_event_a_theme_year_and_a_project_are_added(world: World, records: dict[str, Any], client: Any) -> None:
    city, institution = world.sides["a"].city, records["institution"]
    event = added(
        client, "event", names__0__value="Forum Pflege", ordinal=9, is_roman="on", dates="24.–27.10.2018", city=city.public_id,
        organiser=institution.public_id, attendance="more than 30,000", website="forum.example",
    )  # fmt: skip
    made = ExternalEvent.objects.get(names__value="Forum Pflege")
    assert event["Location"] == reverse("desk:record", args=["event", made.public_id])
    assert (made.ordinal, made.is_roman, made.dates) == (9, True, PartialDate.parse("2018-10-24/2018-10-27"))
    assert (made.city, made.organiser, made.attendance) == (city, institution, Quantity.parse(">30000"))
    assert (made.website, made.introduced_by) == ("https://forum.example", world.sides["a"])
    assert "IX Forum Pflege" in text_of(client.get(reverse("desk:list", args=["event"])))
    given = {"names__1__value": "Год добровольца", "period": "2018", "description_de": "Ein Jahr."}
    assert added(client, "initiative", **given).status_code == 302
    initiative = FrameworkInitiative.objects.get(names__value="Год добровольца")
    assert ([row.as_value() for row in initiative.names.all()], initiative.period) == (
        [Name("Год добровольца", "ru")], PartialDate.parse("2018")
    )  # fmt: skip
    given = {"names__0__value": "Leben ohne Stufen", "funding": "Stiftung", "period": "2017–2019"}
    response = added(client, "project", **given, cities=[city.public_id], institutions__1__found=institution.public_id)
    assert response.status_code == 302, text_of(response)
    project = Project.objects.get(names__value="Leben ohne Stufen")
    assert (list(project.cities.all()), list(project.institutions.all())) == ([city], [institution])


@pytest.mark.parametrize("kind", SHARED)
def test_what_another_side_looks_after_is_proposed(world: World, records: dict[str, Any], kind: str) -> None:
    client, record = client_of(world.coordinator_b), records[kind]
    assert "Propose a change" in text_of(client.get(reverse("desk:record", args=[kind, record.public_id])))
    response = changed(client, record, names__0__value="Anders")
    proposal = Proposal.objects.get(about_id=record.public_id)
    assert response["Location"] == reverse("desk:record", args=["proposal", proposal.public_id])
    record.refresh_from_db()
    assert [name.value for name in record.names.all()] != ["Anders"]
    accepted = f"{change_path(record)}?proposal={proposal.public_id}"
    assert "Anders" in client_of(world.coordinator_a).get(accepted).content.decode()


def test_a_job_shadowing_is_added_from_its_series_and_changed(world: World, records: dict[str, Any], client: Any) -> None:
    series, host = records["series"], records["institution"]
    person = make.person("Olga Beispiel", bases=[BasisValue("public_office")])
    response = added(
        client, "job-shadowing", f"?series={series.public_id}", dates="5.–9.3.2018", hosted_by=host.public_id,
        person=person.public_id, topics=[records["topic"].public_id], aims_de="Abläufe sehen", owner_side=world.sides["a"].pk,
        visibility="internal",
    )  # fmt: skip
    assert response.status_code == 302, text_of(response)
    made = JobShadowing.objects.get(person=person)
    assert (made.partnership, made.series, made.hosted_by) == (world.partnership, series, host)
    assert (made.owner_side, made.visibility, list(made.topics.all())) == (world.sides["a"], "internal", [records["topic"]])
    assert changed(client, made, result_de="Ein Leitfaden", people_count=1).status_code == 302
    made.refresh_from_db()
    assert (made.result.text("de"), made.people_count) == ("Ein Leitfaden", 1)
    assert "Partnership Lindenhafen – Ясноречинск" in text_of(
        client.get(reverse("desk:record", args=["job-shadowing", made.public_id]))
    )
    hidden = reverse("desk:record", args=["job-shadowing", made.public_id])
    assert client_of(world.coordinator_b).get(hidden).status_code == 404


def test_a_job_shadowing_without_a_host_is_refused(client: Any, records: dict[str, Any]) -> None:
    response = added(client, "job-shadowing", people_count=2)
    assert response.status_code == 422
    assert 'id="id_hosted_by_error"' in response.content.decode()
    assert JobShadowing.objects.count() == 1


def test_a_series_lists_its_job_shadowings(world: World, records: dict[str, Any], client: Any) -> None:
    made = job_shadowing(world, series=records["series"])
    page = client.get(reverse("desk:record", args=["series", records["series"].public_id])).content.decode()
    assert reverse("desk:record", args=["job-shadowing", made.public_id]) in page
    assert f"/desk/job-shadowing/new/?series={records['series'].public_id}" in page


def test_a_series_keeps_fields_traditions_and_missing_numbers(world: World, records: dict[str, Any], client: Any) -> None:
    series, topic = records["series"], records["topic"]
    older = make.series(world.partnership, "Fachgespräche")
    response = changed(
        client,
        series,
        predecessor=older.public_id,
        transliteration="duden",
        fields_of_policy__0__topic=topic.pk,
        fields_of_policy__0__valid="2014–",
        traditions__0__text_de="Empfang in der Botschaft",
        traditions__0__text_de_status="reviewed",
        gaps__0__number=5,
        gaps__0__reason="cancelled",
        gaps__0__note_de="Wegen Hochwassers.",
        gaps__0__note_de_status="reviewed",
        gaps__1__number=2,
        gaps__1__reason="unknown",
    )
    assert response.status_code == 302, text_of(response)
    series.refresh_from_db()
    assert (series.predecessor, series.transliteration) == (older, "duden")
    assert [row.as_value() for row in series.fields_of_policy.all()] == [FieldValue(topic.pk, "2014/..")]
    assert [row.as_value() for row in series.traditions.all()] == [TraditionValue(LocalText.of(de="Empfang in der Botschaft"))]
    assert [row.as_value() for row in series.gaps.all()] == [
        GapValue(2, "unknown"),
        GapValue(5, "cancelled", LocalText.of(de="Wegen Hochwassers.")),
    ]
    page = text_of(client.get(reverse("desk:record", args=["series", series.public_id])))
    for words in ("Teilhabe (since 2014)", "Empfang in der Botschaft", "5: was cancelled", "Wegen Hochwassers.", "Fachgespräche"):
        assert words in page
    history = text_of(client.get(reverse("desk:history", args=["series", series.public_id])))
    for words in ("Notes on missing numbers", "5: was cancelled", "Traditions", "Teilhabe (since 2014)"):
        assert words in history


def test_a_note_on_a_number_that_is_there_is_refused_at_the_list(records: dict[str, Any], client: Any) -> None:
    response = changed(client, records["series"], gaps__0__number=7, gaps__0__reason="unknown", gaps__0__note_de="Steht noch da")
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#list-gaps"' in html
    assert "Steht noch da" in html
    assert Series.objects.get(pk=records["series"].pk).gaps.count() == 0


def test_an_edition_keeps_who_ran_it_and_what_it_was_linked_with(world: World, records: dict[str, Any], client: Any) -> None:
    edition, host = records["edition"], records["institution"]
    leader = records["participation"].person
    response = changed(
        client,
        edition,
        state="reported",
        visit_class="working",
        state_note_de="Verspätet berichtet.",
        numbers_note_de="Zählt beide Reihen.",
        organisers__0__institution=host.public_id,
        organisers__0__side=world.sides["a"].pk,
        organisers__0__led_by=leader.public_id,
        initiatives=[records["initiative"].public_id],
        events__0__event=records["event"].pk,
        events__0__kind="attended",
        projects__0__project=records["project"].pk,
        projects__0__kind="visited",
    )
    assert response.status_code == 302, text_of(response)
    edition.refresh_from_db()
    assert (edition.state, edition.visit_class, edition.state_note.text("de")) == ("reported", "working", "Verspätet berichtet.")
    assert [row.as_value() for row in edition.organisers.all()] == [OrganiserValue(host.pk, world.sides["a"].pk, leader.pk)]
    assert list(edition.initiatives.all()) == [records["initiative"]]
    assert [row.as_value() for row in edition.events.all()] == [EventLinkValue(records["event"].pk, "attended")]
    assert [row.as_value() for row in edition.projects.all()] == [ProjectLinkValue(records["project"].pk, "visited")]
    page = text_of(client.get(reverse("desk:record", args=["edition", edition.public_id])))
    for words in ("Sozialamt (Seite 1, led by Karla Muster1)", "3rd Forum 1 Teilhabe (was attended)", "(was visited)"):
        assert words in page
    for kind in SHARED:
        linked = client.get(reverse("desk:record", args=[kind, records[kind].public_id])).content.decode()
        assert reverse("desk:record", args=["edition", edition.public_id]) in linked


def test_an_edition_that_was_postponed_is_recorded_with_its_first_dates(records: dict[str, Any], client: Any) -> None:
    query = f"?series={records['series'].public_id}"
    given = {"number": 12, "state": "postponed", "first_planned": "6.2020", "dates": "", "state_note_de": "Auf später."}
    response = added(client, "edition", query, **given)
    assert response.status_code == 302, text_of(response)
    made = Edition.objects.get(number=12)
    assert (made.state, made.first_planned, made.state_note.text("de")) == (
        "postponed",
        PartialDate.parse("2020-06"),
        "Auf später.",
    )


def test_an_organiser_of_another_partnership_is_not_offered(world: World, records: dict[str, Any], client: Any) -> None:
    given = {"organisers__0__institution": records["institution"].public_id, "organisers__0__side": world.sides["c"].pk}
    response = changed(client, records["edition"], **given)
    assert response.status_code == 422
    assert "Organiser 1, Side" in text_of(response)
    assert Edition.objects.get(pk=records["edition"].pk).organisers.count() == 0
