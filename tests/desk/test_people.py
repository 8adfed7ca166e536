"""Persons, offices, appointments, sites, counterparts, judgements and sources on the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from jumelage.partnerships.models import Note, Proposal
from jumelage.people import actions as people
from jumelage.people.models import (
    Appointment,
    BasisValue,
    Counterpart,
    Institution,
    Judgement,
    ObservationValue,
    Office,
    OfficeTitleValue,
    Person,
    PersonNameValue,
    Predecessor,
    Site,
    TitleValue,
)
from jumelage.sources.models import Source
from jumelage.values import PartialDate
from tests.desk.acquainted import known_person
from tests.desk.browsing import client_of, form_on, text_of
from tests.desk.test_lists import rows_of
from tests.desk.test_saving import added, change_path, changed
from tests.factories import world as make
from tests.factories.world import BY, World


def listed(client: Any, kind: str, query: str = "") -> list[str]:
    """Return the titles that a list shows for a query."""
    return [row[0] for row in rows_of(client.get(f"/desk/{kind}.csv?{query}"))[1:]]


def shown(client: Any, record: Any) -> str:
    """Return the words of a record's screen."""
    return text_of(client.get(reverse("desk:record", args=[record.kind(), record.public_id])))


# ── Saving each kind ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_is_added_with_names_titles_and_a_basis(world: World, records: dict[str, Any]) -> None:
    response = added(
        client_of(world.coordinator_a),
        "person",
        names__0__value="Mia von Muster",
        names__0__family="von Muster",
        names__0__preferred_for="all",
        names__1__value="Миа фон Мустер",
        names__1__kind="transliteration",
        names__1__scheme="bgnpcgn",
        names__1__script="Cyrl",
        titles__0__value="Prof.",
        titles__0__language="de",
        gender="f",
        pronouns="sie",
        bases__0__kind="consent",
        bases__0__scope=records["edition"].public_id,
        bases__0__review_on="2099-01-31",
        bases__0__note="Brief vom Mai",
    )
    person = Person.objects.get(names__value="Mia von Muster")
    assert response["Location"] == reverse("desk:record", args=["person", person.public_id])
    assert [row.as_value() for row in person.names.all()] == [
        PersonNameValue("Mia von Muster", "de", family="von Muster", preferred_for="all"),
        PersonNameValue("Миа фон Мустер", "ru", "transliteration", "bgnpcgn", script="Cyrl"),
    ]
    assert [row.as_value() for row in person.titles.all()] == [TitleValue("Prof.", "de")]
    assert [row.as_value() for row in person.bases.all()] == [
        BasisValue("consent", records["edition"].public_id, review_on="2099-01-31", note="Brief vom Mai")
    ]
    assert (person.gender, person.pronouns, person.introduced_by) == ("f", "sie", world.sides["a"])
    text = shown(client_of(world.coordinator_a), person)
    assert "named only on the pages of single editions" in text
    assert "consent: 7th Sozialseminar" in text
    assert client_of(world.coordinator_b).get(reverse("desk:record", args=["person", person.public_id])).status_code == 404


def test_an_office_is_added_with_its_titles_by_gender(world: World, records: dict[str, Any]) -> None:
    response = added(
        client_of(world.coordinator_a),
        "office",
        f"?institution={records['institution'].public_id}",
        names__0__value="Amtsleitung",
        names__0__feminine="Amtsleiterin",
        names__0__masculine="Amtsleiter",
        names__0__valid="1993–",
        rank="45",
        deputy_of=str(records["office"]),
        deputy_number="2",
        names_holders="on",
        portfolio_de="Pflege",
    )
    office = Office.objects.get(names__value="Amtsleitung")
    assert response.status_code == 302
    assert [row.as_value() for row in office.names.all()] == [
        OfficeTitleValue("Amtsleitung", "de", valid="1993/..", feminine="Amtsleiterin", masculine="Amtsleiter")
    ]
    assert (office.institution, office.deputy_of, office.deputy_number) == (records["institution"], records["office"], 2)
    assert (office.rank, office.names_holders, office.portfolio.text("de")) == (45, True, "Pflege")
    assert "Rank head of an authority" in shown(client_of(world.coordinator_a), office)


def test_an_appointment_is_added_with_what_was_seen(world: World, records: dict[str, Any]) -> None:
    response = added(
        client_of(world.coordinator_a),
        "appointment",
        f"?person={records['person'].public_id}",
        office=f"{records['office']}, Senatsverwaltung",
        held="2020–",
        is_acting="on",
        observations__0__on="5.2021",
        observations__0__words="Frau Dr. Beispiel",
        observations__0__source="Bericht",
    )
    made = Appointment.objects.get(is_acting=True)
    assert response.status_code == 302, text_of(response)
    assert (made.person, made.office, made.held) == (records["person"], records["office"], PartialDate.parse("2020/.."))
    assert [row.as_value() for row in made.observations.all()] == [
        ObservationValue("2021-05", "Frau Dr. Beispiel", records["source"].pk)
    ]
    text = shown(client_of(world.coordinator_a), made)
    assert "May 2021: “Frau Dr. Beispiel” ( Bericht )" in text


def test_a_site_is_added_with_its_access(world: World, records: dict[str, Any]) -> None:
    response = added(
        client_of(world.coordinator_a),
        "site",
        names__0__value="Saal",
        within=records["site"].public_id,
        city=records["city"].public_id,
        latitude="52.5",
        longitude="13.4",
        capacity="60",
        wheelchair_places="2",
        step_free="partly",
        access_checked_on="2024-05-01",
        access_note_de="Rampe im Hof.",
    )
    site = Site.objects.get(names__value="Saal")
    assert response.status_code == 302, text_of(response)
    assert (site.within, site.city, site.capacity, site.step_free) == (records["site"], records["city"], 60, "partly")
    assert (str(site.latitude), str(site.access_checked_on)) == ("52.50000", "2024-05-01")
    assert "Saal" in shown(client_of(world.coordinator_a), records["site"])


def test_counterparts_are_added_and_shown_at_both_offices(world: World, records: dict[str, Any]) -> None:
    other = make.office("Leitung", institution=records["institution"])
    client = client_of(world.coordinator_a)
    given = {"first_office": records["office"].public_id, "second_office": other.public_id, "since": "1994"}
    assert added(client, "counterpart", f"?partnership={world.partnership.public_id}", **given).status_code == 302
    made = Counterpart.objects.get(second_office=other)
    assert (made.partnership, made.first_office, made.since) == (
        world.partnership,
        records["office"],
        PartialDate.parse("1994"),
    )
    assert "Staatssekretärin, Senatsverwaltung – Leitung, Sozialamt" in shown(client, other)


def test_two_institutions_are_judged_to_be_one(world: World, records: dict[str, Any]) -> None:
    a = world.sides["a"]
    twin = make.institution("Amt für Soziales", city=records["city"], introduced_by=a)
    client, one = client_of(world.coordinator_a), make.looked_after(records["institution"], by=a)
    page = client.get(f"/desk/judgement/new/?first_institution={one.public_id}").content.decode()
    assert "first_person" not in page
    given = {"second_institution": twin.public_id, "verdict": "same", "reason": "Dieselbe Anschrift."}
    assert added(client, "judgement", f"?first_institution={one.public_id}", **given).status_code == 302
    judgement = Judgement.objects.get(kind_of="institution")
    assert {judgement.first_id, judgement.second_id} == {one.public_id, twin.public_id}
    assert Institution.objects.get(pk=twin.pk).cluster == one
    assert "Sozialamt = Amt für Soziales" in shown(client, one) or "Amt für Soziales = Sozialamt" in shown(client, one)
    assert changed(client, judgement, verdict="different").status_code == 302
    assert Institution.objects.get(pk=twin.pk).cluster is None


def test_a_source_is_added_and_filtered(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.coordinator_a)
    given = {"kind_of": "file", "title": "Akte Soz 12", "reference": "Bd. 3", "owner_side": world.sides["a"].pk}
    assert added(client, "source", visibility="internal", **given).status_code == 302
    source = Source.objects.get(title="Akte Soz 12")
    assert (source.partnership, source.owner_side, source.visibility) == (world.partnership, world.sides["a"], "internal")
    assert set(listed(client, "source")) == {"Akte Soz 12", "Bericht"}
    assert listed(client, "source", "kind_of=file") == ["Akte Soz 12"]
    assert listed(client, "source", "published_by_us=true") == ["Bericht"]
    assert listed(client, "source", f"partnership={world.partnership.public_id}&q=bd. 3") == ["Akte Soz 12"]
    assert listed(client_of(world.coordinator_b), "source") == ["Bericht"]


def test_an_institution_tells_what_it_came_from(world: World, records: dict[str, Any]) -> None:
    client, old = client_of(world.coordinator_a), make.institution("Fürsorgeamt", city=records["city"])
    response = changed(
        client,
        records["institution"],
        predecessors__0__institution="Fürsorgeamt",
        predecessors__0__kind="merged",
        predecessors__0__on="1991",
    )
    assert response.status_code == 302
    values = [row.as_value() for row in records["institution"].predecessors.all()]
    assert values == [Predecessor(old.pk, "merged", "1991")]
    assert "Fürsorgeamt (came from a merger with others, 1991)" in shown(client, records["institution"])
    assert "Successors Sozialamt" in shown(client, old)


# ── Lists ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_persons_are_sorted_by_family_name_and_found_by_names_and_offices(world: World, records: dict[str, Any]) -> None:
    people.add_person(by=BY, names=[PersonNameValue("Zoe von Ahlen", "de", family="von Ahlen")], sides=[world.sides["a"]])
    client = client_of(world.coordinator_a)
    titles = listed(client, "person")
    assert titles[:3] == ["Zoe von Ahlen", "Anna Beispiel", "A. Beispiel"] or titles[:3] == [
        "Zoe von Ahlen",
        "A. Beispiel",
        "Anna Beispiel",
    ]
    assert listed(client, "person", "q=бейшпиль anna") == ["Anna Beispiel"]
    assert listed(client, "person", "q=staatssekretärin") == ["Anna Beispiel"]
    assert listed(client, "person", "q=.*") == []


def test_persons_are_narrowed_by_naming_and_review(world: World, records: dict[str, Any]) -> None:
    overdue = known_person(world, "Otto Überfällig", bases=[BasisValue("consent", review_on="2020-01-01")])
    client = client_of(world.coordinator_a)
    assert "Anna Beispiel" in listed(client, "person", "public=true")
    assert "Otto Überfällig" not in listed(client, "person", "public=true")
    assert "Otto Überfällig" in listed(client, "person", "public=false")
    assert listed(client, "person", "review=true") == ["Otto Überfällig"]
    text = shown(client, overdue)
    assert "not named in public: there is no basis" in text
    assert "a basis is to be reviewed" in text


def test_a_basis_that_forbids_counts_for_the_whole_person(world: World, records: dict[str, Any]) -> None:
    client, person = client_of(world.coordinator_a), records["person"]
    assert "named in public: public office at the time" in shown(client, person)
    known_twin = Person.objects.get(cluster=person)
    people.change_person(by=BY, person=known_twin, version=known_twin.version, bases=[BasisValue("none")])
    assert "not named in public: this was ruled out" in shown(client, person)


def test_offices_and_appointments_are_found_by_institution_and_form(world: World, records: dict[str, Any]) -> None:
    make.people.add_office(
        by=BY, institution=records["institution"], titles=[OfficeTitleValue("Leitung", "de", feminine="Direktorin")], rank=45
    )
    client = client_of(world.coordinator_a)
    assert listed(client, "office", "q=direktorin") == ["Leitung"]
    assert listed(client, "office", "q=leitung sozialamt&rank=45") == ["Leitung"]
    assert listed(client, "appointment", "q=beispiel senatsverwaltung") == ["Anna Beispiel"]
    assert listed(client, "appointment", "is_acting=true") == []
    assert listed(client, "site", f"city={records['city'].public_id}&q=rathaus") == ["Altes Rathaus"]
    assert len(listed(client, "counterpart", "q=vertreterin")) == 1
    assert len(listed(client, "judgement", "q=beispiel&verdict=same")) == 1
    assert listed(client, "judgement", "verdict=different") == []


# ── Refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "values", "field", "sentence"),
    [
        ("person", {"names__0__family": "Fremd"}, "names-0-family", "The family name is a part of the whole name."),
        ("person", {"bases__0__kind": "consent"}, "bases-0-review_on", "is named only until a review. Enter its date."),
        (
            "person",
            {"bases__0__since": "2020-01-02", "bases__0__until": "2020-01-01"},
            "bases-0-until",
            "The basis ends before it begins.",
        ),
        ("office", {"deputy_number": "1"}, "deputy_number", "Only a deputy is numbered."),
        ("site", {"capacity": "1", "wheelchair_places": "2"}, "wheelchair_places", "more places for wheelchairs than places"),
        ("site", {"longitude": ""}, "longitude", "A place on the map needs latitude and longitude."),
        ("counterpart", {"second_office": ""}, "second_office", "Counterparts are two"),
        ("source", {"address": ""}, "address", "A web page needs its address."),
        ("appointment", {"held": "neulich"}, "held", "is no date that can be read"),
        ("institution", {"founded": "2000", "dissolved": "1990"}, "dissolved", "dissolved before it was founded"),
    ],
)
def test_a_refusal_stands_beside_its_field(
    world: World, records: dict[str, Any], kind: str, values: dict[str, str], field: str, sentence: str
) -> None:
    response = changed(client_of(world.coordinator_a), records[kind], **values)
    html = response.content.decode()
    assert response.status_code == 422
    beside = html.partition(f'id="id_{field}_error"')[2].partition("</p>")[0]
    assert sentence in beside, text_of(response)
    assert f'href="#id_{field}"' in html


def test_a_second_holder_at_the_same_time_is_refused(world: World, records: dict[str, Any]) -> None:
    other = known_person(world, "Zweite Beispiel")
    office = records["office"]
    make.people.change_office(by=make.BY, office=office, version=office.version, single_holder=True)
    given = {"person": other.public_id, "office": records["office"].public_id, "held": "2005/2006"}
    response = added(client_of(world.coordinator_a), "appointment", **given)
    assert response.status_code == 422
    assert not Appointment.objects.filter(person=other).exists()


def test_an_office_says_that_two_held_it_at_once_when_they_are_two_again(world: World, records: dict[str, Any]) -> None:
    client, office = (
        client_of(world.coordinator_a),
        make.office("Amtsleitung", institution=records["institution"], single_holder=True),
    )
    first, second = known_person(world, "Erste Beispiel"), known_person(world, "Zweite Beispiel")
    judged = make.judgement(first, second)
    make.appointment(first, office, "2003/2019")
    make.appointment(second, office, "2015/..")
    assert "two persons held it" not in shown(client, office)
    people.withdraw_judgement(by=BY, judgement=judged)
    assert "two persons held it at the same time" in shown(client, office)


def test_what_follows_from_a_participation_stays_when_the_form_is_saved(world: World, records: dict[str, Any]) -> None:
    appointment = records["appointment"]
    make.people.observe(
        by=make.BY, person=appointment.person, office=appointment.office, on="2016-06", words="Gast", because="record22"
    )
    appointment.refresh_from_db()
    before = {row.as_value() for row in appointment.observations.all()}
    response = changed(client_of(world.coordinator_a), appointment, observations__0__words="Dr. A. Beispiel")
    assert response.status_code == 302, text_of(response)
    after = {row.as_value() for row in appointment.observations.all()}
    caused = ObservationValue("2016-06", "Gast", None, "record22")
    by_hand = ObservationValue("2018-05", "Dr. A. Beispiel", records["source"].pk)
    assert caused in before
    assert after == {caused, by_hand}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose two persons, or two institutions."),
        ({"first_person": "Anna Beispiel"}, "A judgement is about two. Choose the other one."),
        ({"first_person": "Anna Beispiel", "second_person": "Anna Beispiel"}, "Choose another one."),
    ],
)
def test_a_judgement_needs_two(world: World, records: dict[str, Any], given: dict[str, str], sentence: str) -> None:
    response = added(client_of(world.coordinator_a), "judgement", verdict="same", **given)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert Judgement.objects.count() == 1


# ── Two people, two sides ────────────────────────────────────────────────────────────────────────────────────────────


def test_two_versions_of_a_person_are_weighed(world: World, records: dict[str, Any]) -> None:
    client, person = client_of(world.coordinator_a), records["person"]
    path = change_path(person)
    form = form_on(client.get(path).content.decode(), path)
    theirs = [PersonNameValue("Anna Anders", "de", family="Anders")]
    people.change_person(by=world.actor("administrator"), person=person, version=person.version, names=theirs)
    response = client.post(path, form.filled(names__0__value="Anna B. Beispiel", pronouns="sie"))
    text = text_of(response)
    assert response.status_code == 409
    for words in ("Anna B. Beispiel", "Anna Anders", "family name: Anders", "Administrator"):
        assert words in text
    again = form_on(response.content.decode(), path).filled(take__names="theirs")
    assert client.post(path, again).status_code == 302
    person.refresh_from_db()
    assert [name.value for name in person.names.all()] == ["Anna Anders"]
    assert person.pronouns == "sie"


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("person", {"pronouns": "sie"}),
        ("office", {"rank": "45"}),
        ("appointment", {"held": "2003–2018"}),
        ("site", {"capacity": "61"}),
        ("judgement", {"verdict": "unsure"}),
    ],
)
def test_another_side_proposes_and_the_first_accepts(
    world: World, records: dict[str, Any], kind: str, values: dict[str, str]
) -> None:
    record, other, own = records[kind], client_of(world.coordinator_b), client_of(world.coordinator_a)
    assert changed(other, record, reason="Genauer.", **values).status_code == 302
    proposal = Proposal.objects.get(about_id=record.public_id)
    assert next(iter(proposal.changes))["field"] == next(iter(values))
    assert type(record).objects.get(pk=record.pk).version == record.version
    path = change_path(record)
    opened = own.get(f"{path}?proposal={proposal.public_id}")
    assert own.post(path, form_on(opened.content.decode(), path).fields).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "accepted"
    assert type(record).objects.get(pk=record.pk).version == record.version + 1


def test_a_note_about_a_person_is_listed_with_her_name(world: World, records: dict[str, Any]) -> None:
    client, person = client_of(world.coordinator_a), records["person"]
    path = reverse("desk:add_note", args=["person", person.public_id])
    page = client.get(reverse("desk:record", args=["person", person.public_id])).content.decode()
    assert client.post(path, form_on(page, path).filled(note__text="Am Telefon.")).status_code == 302
    assert Note.objects.get(text="Am Telefon.").about_id == person.public_id
    assert "Anna Beispiel" in text_of(client.get("/desk/note/"))


# ── Languages by their own names ─────────────────────────────────────────────────────────────────────────────────────


def test_a_language_is_shown_and_chosen_by_its_own_name(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.coordinator_a)
    source = make.source(world.partnership, language="cs")
    site = make.site(address_language="pl", city=world.sides["a"].city)
    person = make.person("Jan Vzor", language="cs", sides=[world.sides["a"]])
    for record, name in ((source, "Čeština"), (site, "Polski"), (person, "Čeština")):
        assert name in shown(client, record)
    form = client.get(reverse("desk:add", args=["person"])).content.decode()
    offered = [form.index(f">{name}</option>") for name in ("Deutsch", "Русский", "English", "Čeština", "Français", "Українська")]
    assert offered == sorted(offered)
    assert ">cs</option>" not in form
