"""The edition workspace: one line a person, an item, a delegation, a source; who may write, and what is suggested."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jumelage.desk.workspace.views import PARTS
from jumelage.fields.models import Name
from jumelage.journal.models import Row
from jumelage.people.actions import add_institution
from jumelage.people.models import Appointment, Institution, Office, Person, PersonNameValue
from jumelage.programme.models import Contribution, ProgrammeItem, Visit
from jumelage.seminars.models import Delegation, Edition, FocusTopic, Objective, Participation
from jumelage.sources.actions import cite
from jumelage.sources.models import Evidence, Source
from jumelage.values import LocalText, PartialDate
from tests.desk.browsing import client_of, form_on, forms_on, text_of
from tests.factories import world as make
from tests.factories.world import World


@pytest.fixture
def edition(world: World) -> Edition:
    """An edition of 2019 in the partnership of sides a and b, shared by both."""
    return make.edition(make.series(world.partnership), 22, host_city=world.sides["b"].city)


def path(edition: Edition, part: str) -> str:
    """Return the address of a part of the workspace."""
    return reverse("desk:work", args=[edition.public_id, part])


def written(client: Any, edition: Edition, part: str, line: str, **values: Any) -> Any:
    """Open a part, fill in one of its lines, send it off."""
    address = f"{path(edition, part)}?line={line}"
    found = [form for form in forms_on(client.get(address).content.decode()) if form.fields.get("line") == [line]]
    return client.post(address, found[0].filled(**{f"{line}__{name}": value for name, value in values.items()}))


def test_a_person_is_written_down_in_one_line_with_office_and_body(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    side = world.sides["a"]
    response = written(
        client, edition, "people", "person", person_name="Dr. Erika Beispiel", office="Präsidentin", institution="Amt für Soziales",
        side=side.pk, kind_of="delegate", function="head", language="de", public_office="on",
    )  # fmt: skip
    assert response.status_code == 302
    made = Participation.objects.get()
    person, office = Person.objects.get(), Office.objects.get()
    assert (made.edition, made.person, made.office, made.side, made.kind_of, made.function) == (
        edition, person, office, side, "delegate", "head",
    )  # fmt: skip
    assert [name.as_value() for name in person.names.all()] == [PersonNameValue("Erika Beispiel", "de")]
    assert [title.value for title in person.titles.all()] == ["Dr."]
    assert [title.value for title in office.names.all()] == ["Präsidentin"]
    assert office.institution.names.get().value == "Amt für Soziales"
    assert made.delegation == Delegation.objects.get(edition=edition, side=side)
    assert [str(seen.on) for seen in Appointment.objects.get(person=person, office=office).observations.all()] == [
        str(edition.dates)
    ]
    page = text_of(client.get(response["Location"]))
    assert "Erika Beispiel Präsidentin Amt für Soziales delegate, head of the delegation named" in page
    assert {row.actor_id for row in Row.objects.filter(record_id__in=[made.public_id, person.public_id, office.public_id])} == {
        world.coordinator_a.public_id
    }


def test_the_next_line_starts_where_the_last_one_ended(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    side = world.sides["a"]
    first = written(
        client,
        edition,
        "people",
        "person",
        person_name="Erika Beispiel",
        institution="Amt für Soziales",
        side=side.pk,
        kind_of="expert",
    )
    page = client.get(first["Location"]).content.decode()
    kept = form_on(page, "/people/").fields
    assert (kept["person-side"], kept["person-kind_of"], kept["person-institution"]) == (
        [str(side.pk)],
        ["expert"],
        ["Amt für Soziales"],
    )
    assert kept["person-person_name"] == [""]
    assert "data-focus-first" in page


def test_the_first_line_starts_with_the_guests_and_neither_stays_chosen(world: World) -> None:
    edition = make.edition(make.series(world.partnership), 22, host_side=world.sides["b"])
    client = client_of(world.coordinator_a)
    fresh = form_on(client.get(path(edition, "people")).content.decode(), "/people/").fields
    assert fresh["person-side"] == [str(world.sides["a"].pk)]
    added = written(client, edition, "people", "person", person_name="Erika Beispiel", side="", kind_of="expert")
    assert form_on(client.get(added["Location"]).content.decode(), "/people/").fields["person-side"] == [""]


def test_what_is_known_is_taken_and_nothing_is_entered_twice(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    for number in (22, 23):
        one = edition if number == 22 else make.edition(edition.series, number)
        written(
            client, one, "people", "person", person_name="Erika Beispiel", office="Präsidentin", institution="Amt für Soziales"
        )
    assert (Person.objects.count(), Office.objects.count(), Participation.objects.count()) == (1, 1, 2)
    assert Institution.objects.filter(names__value="Amt für Soziales").count() == 1


def test_where_several_are_known_the_line_asks_which(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    known = [make.person("Kim Muster", sides=[world.sides["a"]]) for _twice in range(2)]
    response = written(client, edition, "people", "person", person_name="Dr. Kim Muster", kind_of="expert")
    assert (response.status_code, Participation.objects.count()) == (422, 0)
    assert "Several are known by the name “Kim Muster”. Which one is meant?" in text_of(response)
    assert options(response, "person-chosen") == [f"person_name|{one}|Kim Muster" for one in (*ids(known), "new")]
    assert client.post(path(edition, "people"), picked(response, "person-chosen", 1)).status_code == 302
    assert Participation.objects.get().person == known[1]
    other = make.edition(edition.series, 23)
    asked = written(client, other, "people", "person", person_name="Kim Muster", kind_of="expert")
    assert client.post(path(other, "people"), picked(asked, "person-chosen", -1)).status_code == 302
    assert Participation.objects.get(edition=other).person not in known


def ids(records: Any) -> list[str]:
    """Return the public ids of records."""
    return [record.public_id for record in records]


def options(response: Any, name: str) -> list[str]:
    """Return what may be answered to the question of a line."""
    found = re.findall(rf'type="radio" name="{name}"[^>]*value="([^"]*)"', response.content.decode())
    return [html.unescape(value) for value in found]


def picked(response: Any, name: str, place: int) -> dict[str, Any]:
    """Return the line as it came back, with one more question answered."""
    form = forms_on(response.content.decode())[-1]
    return form.filled(**{name: [*form.fields.get(name, []), options(response, name)[place]]})


def test_a_name_like_a_known_one_is_asked_about_and_answers_are_kept(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    person = make.person("Erika Beispiel", sides=[world.sides["a"]])
    body = make.institution("Amt für Soziales und Teilhabe", city=world.sides["a"].city)
    office = make.office("Leiter", institution=body)
    line = {"person_name": "Erika Beispeil", "office": "Leiterin", "institution": "Amt für Soziales", "kind_of": "expert"}
    first = written(client, edition, "people", "person", **line)
    assert "Nothing is known by exactly the name “Erika Beispeil”, but something like it is. Is it one of these?" in text_of(
        first
    )
    second = client.post(path(edition, "people"), picked(first, "person-chosen", 0))
    assert options(second, "person-chosen")[0] == f"institution|{body.public_id}|Amt für Soziales"
    third = client.post(path(edition, "people"), picked(second, "person-chosen", 0))
    assert options(third, "person-chosen")[0] == f"office|{office.public_id}|Leiterin"
    assert (third.status_code, Participation.objects.count()) == (422, 0)
    done = client.post(path(edition, "people"), picked(third, "person-chosen", 0))
    assert done.status_code == 302
    kept = forms_on(client.get(done["Location"]).content.decode())[-1].fields
    assert kept["person-institution"] == ["Amt für Soziales und Teilhabe"]
    made = Participation.objects.get()
    assert (made.person, made.office, Person.objects.count(), Office.objects.count()) == (person, office, 1, 1)


@pytest.mark.parametrize(
    ("known", "typed", "is_asked"),
    [
        ("Zentrum Nr. 7", "Zentrum Nr. 8", False),
        ("Zentrum Nr. 7", "Zentrun Nr. 7", True),
        ("Moskauer Reha-Zentrum „Butowo“", "Butowo", True),
        ("Landesamt", "Amt", False),
        ("Verein Teilhabe e. V.", "Verein Teilhabe e.V.", False),
        ("Sozialamt Lindenhafen", "Gesundheitsamt Lindenhafen", False),
    ],
)
def test_only_what_is_like_a_known_name_is_asked_about(
    world: World, edition: Edition, known: str, typed: str, is_asked: bool
) -> None:
    make.institution(known, city=world.sides["a"].city)
    client = client_of(world.coordinator_a)
    answer = written(client, edition, "programme", "item", kind_of="visit", institution=typed)
    assert (answer.status_code == 422) is is_asked
    if not is_asked and not known.startswith("Verein"):
        assert f"Entered for the first time: “{typed}”." in text_of(client.get(answer["Location"]))


def test_what_only_the_other_side_knows_is_not_asked_about(world: World, edition: Edition) -> None:
    make.person("Erika Beispiel", sides=[world.sides["b"]])
    answer = written(client_of(world.coordinator_a), edition, "people", "person", person_name="Erika Beispeil", kind_of="expert")
    assert (answer.status_code, Person.objects.count()) == (302, 2)


def test_a_second_office_sector_and_reason_stand_in_the_same_line(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    answer = written(
        client, edition, "people", "person", person_name="Erika Beispiel", office="Ministerin", institution="Regierung der Stadt",
        further_office="Leiterin", further_institution="Sozialamt", kind_of="honorary_guest", sector="politics", language="de",
        reason="Auf Einladung der Stadt", words="Ministerin der Stadtregierung",
    )  # fmt: skip
    assert answer.status_code == 302
    made = Participation.objects.get()
    further = made.further_offices.get()
    assert (str(made.office.institution.names.get().value), further.institution.names.get().value) == (
        "Regierung der Stadt",
        "Sozialamt",
    )
    assert [title.value for title in further.names.all()] == ["Leiterin"]
    assert (made.sector, made.reason, made.words, made.words_language) == (
        "politics", LocalText.of(de="Auf Einladung der Stadt"), "Ministerin der Stadtregierung", "de",
    )  # fmt: skip
    page = text_of(client.get(answer["Location"]))
    assert "Entered for the first time: “Erika Beispiel”, “Regierung der Stadt”, “Ministerin”, “Sozialamt”, “Leiterin”." in page


def test_of_who_takes_part_already_the_line_asks_whether_another_is_meant(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    for _twice in range(2):
        asked = written(client, edition, "people", "person", person_name="Erika Beispiel", kind_of="expert")
    assert asked.status_code == 422
    same = client.post(path(edition, "people"), picked(asked, "person-chosen", 0))
    assert same.status_code == 422
    assert f'href="/desk/participation/{Participation.objects.get().public_id}/"' in same.content.decode()
    assert client.post(path(edition, "people"), picked(asked, "person-chosen", -1)).status_code == 302
    assert len({one.person_id for one in Participation.objects.all()}) == 2


def test_institutions_are_called_as_they_were_then(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    names = [Name("Altes Sozialamt", "de", valid="/2020"), Name("Neues Amt für Teilhabe", "de", valid="2021/..")]
    body = add_institution(by=make.BY, names=names, city=world.sides["a"].city)
    make.delegation(edition, world.sides["a"], bodies=[body])
    make.participation(edition, person=make.person(sides=[world.sides["a"]]), institution=body, kind_of="expert")
    for part in ("people", "delegations"):
        page = text_of(client.get(path(edition, part)))
        assert "Altes Sozialamt" in page
        assert "Neues Amt" not in page


def test_a_salutation_is_no_part_of_a_name(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    written(client, edition, "people", "person", person_name="Frau Dr. Erika Beispiel", kind_of="expert")
    person = Person.objects.get()
    assert ([name.value for name in person.names.all()], [title.value for title in person.titles.all()], person.gender) == (
        ["Erika Beispiel"], ["Dr."], "f",
    )  # fmt: skip


def test_a_delegate_from_the_other_city_is_pointed_out(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    make.institution("Amt der anderen Stadt", city=world.sides["b"].city)
    names = {"a": "Erika Beispiel", "b": "Otto Muster"}
    for side, is_doubtful in (("a", True), ("b", False)):
        line = {"person_name": names[side], "institution": "Amt der anderen Stadt", "side": world.sides[side].pk}
        answer = written(client, edition, "people", "person", **line)
        page = text_of(client.get(answer["Location"]))
        assert ("Please check the side: the institution lies in the city of the other side." in page) is is_doubtful


def test_a_refused_line_keeps_what_was_typed_and_leaves_nothing(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    response = written(client, edition, "people", "person", person_name="Erika Beispiel", office="Präsidentin")
    assert response.status_code == 422
    assert form_on(response.content.decode(), "/people/").fields["person-person_name"] == ["Erika Beispiel"]
    assert "Enter the institution too." in text_of(response)
    assert (Person.objects.count(), Participation.objects.count()) == (0, 0)


def test_a_place_without_a_name_is_meant_so(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    refused = written(client, edition, "people", "person", institution="Amt für Soziales", kind_of="expert")
    assert (refused.status_code, Participation.objects.count()) == (422, 0)
    assert "Enter the name, or tick “Without a name”" in text_of(refused)
    added = written(client, edition, "people", "person", institution="Amt für Soziales", kind_of="expert", unnamed="on")
    assert added.status_code == 302
    made = Participation.objects.get()
    assert (made.person, made.institution.names.get().value) == (None, "Amt für Soziales")


def test_the_answer_says_whether_somebody_is_named_in_public(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    line = {"office": "Präsidentin", "institution": "Amt für Soziales", "kind_of": "host"}
    named = written(client, edition, "people", "person", person_name="Erika Beispiel", public_office="on", **line)
    page = client.get(named["Location"])
    assert "“Erika Beispiel” was added and is named on the public page." in text_of(page)
    assert "person-public_office" not in form_on(page.content.decode(), "/people/").fields
    private = written(client, edition, "people", "person", person_name="Kim Muster", kind_of="expert")
    assert "“Kim Muster” was added and is not named on the public page." in text_of(client.get(private["Location"]))


def test_a_visit_wants_its_institution(world: World, edition: Edition) -> None:
    response = written(client_of(world.coordinator_a), edition, "programme", "item", kind_of="visit", title="Rundgang")
    assert (response.status_code, ProgrammeItem.objects.count()) == (422, 0)
    assert "Enter which one was visited." in text_of(response)


def test_a_part_of_a_speaker_s_name_is_enough_where_one_person_bears_it(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    for name in ("Erika Beispiel", "Kim Muster", "Kim Beispielhof"):
        written(client, edition, "people", "person", person_name=name, kind_of="expert")
    spoken = written(client, edition, "programme", "item", kind_of="opening", title="Eröffnung", speakers="muster")
    assert spoken.status_code == 302
    assert str(Contribution.objects.get().speaker) == "Kim Muster"
    several = written(client, edition, "programme", "item", kind_of="opening", title="Eröffnung", speakers="Kim")
    assert several.status_code == 422


def test_a_source_is_kept_from_the_public_pages_where_that_is_wanted(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    for title, wanted in (("Bericht", ["on"]), ("Vermerk", [])):
        written(client, edition, "sources", "source", title=title, language="de", is_public=wanted)
    assert dict(Source.objects.values_list("title", "visibility")) == {"Bericht": "public", "Vermerk": "both_sides"}


def test_only_a_delegate_of_a_side_heads_a_delegation(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    for wrong in ({"side": world.sides["a"].pk, "kind_of": "expert"}, {"side": "", "kind_of": "delegate"}):
        answer = written(client, edition, "people", "person", person_name="Erika Beispiel", function="head", **wrong)
        assert answer.status_code == 422
        assert "Who heads a delegation is a delegate of a side. Choose both, or empty the function." in text_of(answer)
    assert not Participation.objects.exists()


def test_a_known_source_and_a_new_one_are_not_mixed_up(world: World, edition: Edition) -> None:
    source = make.source(world.partnership)
    answer = written(
        client_of(world.coordinator_a), edition, "sources", "source", known=source.public_id, title="Anderer Bericht"
    )
    assert (answer.status_code, Evidence.objects.count()) == (422, 0)
    assert "A known source is chosen and a new one is typed." in text_of(answer)


def test_an_empty_line_is_refused(world: World, edition: Edition) -> None:
    response = written(client_of(world.coordinator_a), edition, "people", "person")
    assert response.status_code == 422
    assert "Nothing was added yet" in text_of(response)
    assert not Participation.objects.exists()


def test_a_visit_is_written_down_in_one_line_with_its_speaker(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    written(client, edition, "people", "person", person_name="Erika Beispiel", kind_of="expert")
    response = written(
        client, edition, "programme", "item", kind_of="visit", day="17.6.2019", begins="10:00", ends="12:30",
        title="Wege in die Arbeit", institution="Zentrum Nr. 7", speakers="Erika Beispiel", language="de",
    )  # fmt: skip
    assert response.status_code == 302
    item, visit = ProgrammeItem.objects.get(), Visit.objects.get()
    assert (item.kind_of, item.visit, item.day, item.title) == (
        "visit",
        visit,
        PartialDate("2019-06-17"),
        LocalText.of(de="Wege in die Arbeit"),
    )
    assert visit.institution.names.get().value == "Zentrum Nr. 7"
    assert Contribution.objects.get().speaker == Participation.objects.get()
    page = text_of(client.get(path(edition, "programme")))
    assert "17 June 2019, 10:00–12:30 Site visit: Wege in die Arbeit" in page
    assert "Zentrum Nr. 7" in page


def test_an_unknown_speaker_is_named(world: World, edition: Edition) -> None:
    response = written(
        client_of(world.coordinator_a),
        edition,
        "programme",
        "item",
        kind_of="opening",
        speakers="Otto Unbekannt",
        title="Eröffnung",
    )
    assert response.status_code == 422
    assert "Otto Unbekannt" in text_of(response)
    assert not ProgrammeItem.objects.exists()


def test_a_delegation_is_written_down_with_its_bodies(world: World, edition: Edition) -> None:
    bodies = [make.institution(name, city=world.sides["b"].city) for name in ("Sozialamt", "Bildungsamt")]
    client = client_of(world.coordinator_a)
    response = written(
        client,
        edition,
        "delegations",
        "delegation",
        side=world.sides["b"].pk,
        size=6,
        planned_size=5,
        bodies="Sozialamt; Bildungsamt",
    )
    assert response.status_code == 302
    made = Delegation.objects.get()
    assert (made.side, made.size, made.planned_size, sorted(made.bodies.all(), key=lambda one: one.pk)) == (
        world.sides["b"],
        6,
        5,
        bodies,
    )
    more = {"side": world.sides["b"].pk, "size": 7, "bodies": "Rathaus", "language": "de"}
    assert written(client, edition, "delegations", "delegation", **more).status_code == 302
    made.refresh_from_db()
    assert (made.size, made.planned_size, made.bodies.count()) == (7, 5, 3)
    new = written(
        client,
        edition,
        "delegations",
        "delegation",
        side=world.sides["a"].pk,
        bodies="Bildungsamt; Verein für Teilhabe",
        language="de",
    )
    assert "Entered for the first time: “Verein für Teilhabe”." in text_of(client.get(new["Location"]))
    entered = Institution.objects.get(names__value="Verein für Teilhabe")
    assert set(Delegation.objects.get(side=world.sides["a"]).bodies.all()) == {bodies[1], entered}
    assert [name.as_value() for name in entered.names.all()] == [Name("Verein für Teilhabe", "de")]


def test_focus_topics_and_objectives_stand_on_the_overview(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    written(client, edition, "overview", "focus", title="System der Pflege", language="de")
    written(client, edition, "overview", "objective", text="Arbeit einbeziehen", language="de")
    assert FocusTopic.objects.get().title == LocalText.of(de="System der Pflege")
    assert Objective.objects.get().text == LocalText.of(de="Arbeit einbeziehen")
    page = text_of(client.get(path(edition, "overview")))
    assert "System der Pflege" in page
    assert "Arbeit einbeziehen" in page


def test_a_source_is_entered_and_cited_for_the_edition(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    response = written(
        client,
        edition,
        "sources",
        "source",
        title="Bericht zum 22. Seminar",
        address="https://www.example.org/22",
        publisher="Amt",
        language="de",
    )
    assert response.status_code == 302
    source, evidence = Source.objects.get(), Evidence.objects.get()
    assert (source.partnership, source.kind_of, evidence.record_id, evidence.field) == (
        world.partnership,
        "web_page",
        edition.public_id,
        "",
    )
    page = text_of(client.get(path(edition, "sources")))
    assert "Bericht zum 22. Seminar Amt the edition as a whole" in page
    again = written(client, make.edition(edition.series, 23), "sources", "source", known=source.public_id)
    assert again.status_code == 302
    assert Evidence.objects.count() == 2
    nothing = written(client, edition, "sources", "source")
    assert (nothing.status_code, Source.objects.count()) == (422, 1)


@pytest.mark.parametrize("part", PARTS)
def test_who_only_reads_sees_every_part_and_no_line(world: World, edition: Edition, part: str) -> None:
    client = client_of(world.user("reader", "a"))
    page = client.get(path(edition, part))
    assert page.status_code == 200
    assert 'name="line"' not in page.content.decode()
    line = PARTS[part].forms[0].name
    refused = client.post(path(edition, part), {"line": line})
    assert refused.status_code == 403
    assert "You may not change this record." in text_of(refused)


@pytest.mark.parametrize(
    ("role", "side", "status"), [("coordinator", "c", 404), ("stranger", "", 403), ("administrator", "", 200)]
)
def test_a_part_opens_to_whom_the_edition_opens(world: World, edition: Edition, role: str, side: str, status: int) -> None:
    client = client_of(world.user(role, side))
    for part in PARTS:
        assert client.get(path(edition, part)).status_code == status
    for address in (
        reverse("desk:work_suggest", args=[edition.public_id, "person"]),
        reverse("desk:work_known", args=[edition.public_id]),
    ):
        assert client.get(address).status_code == status


def test_there_is_no_other_part_or_line(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    assert client.get(path(edition, "catering")).status_code == 404
    assert client.post(path(edition, "people"), {"line": "focus"}).status_code == 404
    assert client.get(reverse("desk:work_suggest", args=[edition.public_id, "secrets"])).status_code == 404


def test_suggestions_are_of_what_the_viewer_may_see(world: World, edition: Edition) -> None:
    make.person("Erika Beispiel", sides=[world.sides["a"]])
    asked = reverse("desk:work_suggest", args=[edition.public_id, "person"])
    own, other = (
        client_of(user).get(asked, {"person-person_name": "beisp"}) for user in (world.coordinator_a, world.coordinator_b)
    )
    assert 'value="Erika Beispiel"' in own.content.decode()
    assert "Beispiel" not in other.content.decode()
    assert client_of(world.coordinator_a).get(asked, {"person-person_name": "b"}).content.decode().strip() == ""


def test_office_and_body_of_a_known_person_are_filled_in(world: World, edition: Edition) -> None:
    client = client_of(world.coordinator_a)
    written(
        client, edition, "people", "person", person_name="Erika Beispiel", office="Präsidentin", institution="Amt für Soziales"
    )
    asked = reverse("desk:work_known", args=[edition.public_id])
    page = client.get(
        asked, {"person-person_name": "Erika Beispiel", "person-office": "", "person-institution": ""}
    ).content.decode()
    assert 'value="Präsidentin"' in page
    assert 'value="Amt für Soziales"' in page
    kept = client.get(asked, {"person-person_name": "Erika Beispiel", "person-office": "Dezernentin", "person-institution": ""})
    assert 'value="Dezernentin"' in kept.content.decode()
    assert "Präsidentin" not in kept.content.decode()
    from_last_line = {"person-office": "", "person-institution": "Schule", "untouched": "person-office person-institution"}
    known, unknown = (
        client.get(asked, {"person-person_name": name, **from_last_line}).content.decode()
        for name in ("Erika Beispiel", "Nobody")
    )
    assert 'value="Amt für Soziales"' in known
    assert 'value="Schule"' in unknown


def fill(world: World, edition: Edition, count: int) -> None:
    """Give an edition so many people, items and pieces of evidence more."""
    source = make.source(world.partnership)
    for _place in range(count):
        one = make.participation(edition, person=make.person(sides=[world.sides["a"]]), side=world.sides["a"], kind_of="expert")
        item = make.item(edition)
        make.contribution(item, one)
        cite(by=make.BY, record=item, source=source)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_costs_the_same_for_one_row_and_for_thirty(world: World, edition: Edition, part: str) -> None:
    client = client_of(world.coordinator_a)
    make.delegation(edition, world.sides["a"])
    counts = []
    for more in (1, 29):
        fill(world, edition, more)
        client.get(path(edition, part))
        with CaptureQueriesContext(connection) as queries:
            client.get(path(edition, part))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 40
