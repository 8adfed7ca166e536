"""The page of an edition: every part of it, in words that people read, and nothing where nothing is known."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from jumelage.fields.models import Name
from jumelage.partnerships.models import Visibility
from jumelage.people.models import Appointment, Institution, Observation, OfficeTitleValue, PublicationBasis
from jumelage.programme.models import ItemKind, PresenceValue, VisitState
from jumelage.seminars.models import Edition, EditionState, EventLinkValue, OrganiserValue, Participation
from jumelage.values import LocalString, LocalText, PartialDate
from tests.factories import world as make
from tests.website.archive import OFFICE, Archive, add_everything, archive, below, came, consent
from tests.website.reading import all_of, headings, lines_of, linked, read, section_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(laid_out: None) -> Archive:
    """An edition with a delegation."""
    return archive()


def part(client: Client, one: Archive, heading: str, language: str = "en") -> str:
    """Return the text of a section of the edition's page."""
    return lines_of(section_of(read(client, one.address(language=language)), heading))


def test_empty_edition_has_no_empty_section(client: Client, laid_out: None) -> None:
    series = make.series(make.partnership(make.city("Ahlheim"), make.city("Bergau")), published=True)
    page = read(client, Archive.address(None, make.edition(series, 1, published=True)))  # type: ignore[arg-type]
    assert headings(page) == ["At a glance"]
    assert "Nothing more has been written about this edition yet." in text_of(page)


def test_everything_stands_in_its_order_and_the_contents_lead_there(client: Client, one: Archive) -> None:
    add_everything(one, 1)
    page = read(client, one.address())
    sections = ["Who led", "What it was about", "Programme", "Institutions visited", "People", "Voices", "In connection with it"]
    sections += ["Elsewhere on the web", "How we know"]
    assert headings(page) == ["At a glance", "On this page", *sections]
    links = all_of(section_of(page, "On this page"), "a")
    assert [text_of(link) for link in links] == sections
    ids = {element.get("id") for element in page.iter()}
    assert all((link.get("href") or "")[1:] in ids for link in links)


def test_delegation_says_how_many_came_and_who_led(client: Client, one: Archive) -> None:
    text = part(client, one, "Who led")
    assert "Head of the delegation: Ada Amt, Präsidentin (German), Amt für Teilhabe 6 members" in text
    assert "6 members, one of them named here, 5 were planned" in text
    assert "From: Amt für Teilhabe" in text
    Participation.objects.filter(person=one.head).update(function_certainty="assumed")
    assert "Präsidentin (German), Amt für Teilhabe (assumed)" in part(client, one, "Who led")


def test_who_led_stands_with_the_institution_of_the_office_of_that_day(client: Client, one: Archive) -> None:
    names = [Name("Altes Haus", "de", valid="2000/2019"), Name("Neues Haus", "de", valid="2020/..")]
    house = make.people.add_institution(by=make.BY, names=names, city=one.agency.city)
    office = make.office("Senatorin", institution=house, names_holders=True)
    leader, deputy = make.person("Lea Leit", bases=[OFFICE]), make.person("Dora Dritt", bases=[OFFICE])
    make.appointment(leader, office, "2018/2021")
    part_of = {"delegation": one.delegation, "side": one.delegation.side, "kind_of": "delegate"}
    make.participation(one.edition, person=deputy, office=office, function="deputy_head", **part_of)
    led = [OrganiserValue(one.agency.pk, led_by=leader.pk), OrganiserValue(house.pk, led_by=one.head.pk)]
    changed = make.seminars.change_edition(by=make.BY, edition=one.edition, version=one.edition.version, organisers=led)
    section = section_of(read(client, one.address()), "Who led")
    text = lines_of(section)
    assert "under the direction of Lea Leit, Senatorin (German), Altes Haus" in text
    assert "Altes Haus under the direction of Ada Amt, Präsidentin (German), Amt für Teilhabe" in text
    assert "Deputy: Dora Dritt, Senatorin (German), Altes Haus" in text
    [paragraph] = [element for element in section.iter() if text_of(element).startswith("Deputy: Dora")]
    assert [link.get("href") for link in all_of(paragraph, "a")] == [one.address(deputy), one.address(house)]
    PublicationBasis.objects.filter(person=deputy).delete()
    led = [OrganiserValue(house.pk, led_by=leader.pk)]
    make.seminars.change_edition(by=make.BY, edition=changed, version=changed.version, organisers=led)
    text = part(client, one, "Who led")
    assert "Deputy" not in text
    assert "Altes Haus under the direction of Lea Leit, Senatorin (German) Delegation" in text


def test_title_in_another_language_is_marked_and_says_in_which(client: Client, one: Archive) -> None:
    titles = [OfficeTitleValue("Senatorin", "de"), OfficeTitleValue("Senator", "en", kind="translation")]
    office = make.people.add_office(by=make.BY, institution=one.agency, titles=titles, names_holders=True)
    came(one, make.person("Ilse Ohm", bases=[OFFICE]), office=office)
    came(one, make.person("Udo Ort", bases=[OFFICE]), words="Fachkraft", words_language="de")
    page = read(client, one.address())
    assert "Ilse Ohm, Senator, Amt" in lines_of(page)
    assert "Udo Ort, Fachkraft (German)" in lines_of(section_of(page, "People"))
    assert {text_of(element) for element in page.iter() if element.get("lang") == "de"} >= {"Präsidentin", "Fachkraft"}
    assert "Senatorin (немецкий)" not in text_of(read(client, one.address(language="ru")))
    assert "Präsidentin (немецкий)" in text_of(read(client, one.address(language="ru")))
    assert "(" not in part(client, one, "Personen", "de")
    for record in (one.head, one.agency):
        assert "Präsidentin (German)" in text_of(read(client, one.address(record)))


def test_postponed_edition_tells_both_dates_and_why(client: Client, one: Archive) -> None:
    Edition.objects.filter(pk=one.edition.pk).update(
        state=EditionState.POSTPONED, first_planned="2019-05-05/2019-05-10", state_note=LocalText.of(en="The bridge was shut.")
    )
    page = read(client, one.address())
    [note] = [element for element in page.iter() if element.get("role") == "note"]
    assert "It had been planned for 5–10 May 2019. The bridge was shut." in lines_of(note)
    assert linked(page)["eventStatus"] == "https://schema.org/EventPostponed"
    assert linked(page)["previousStartDate"] == "2019-05-05"


def test_office_is_that_of_the_day_in_the_form_of_the_person(client: Client, one: Archive) -> None:
    titles = [
        OfficeTitleValue("Leitung", "de", valid="2000/2018", feminine="Leiterin"),
        OfficeTitleValue("Direktion", "de", valid="2019/..", feminine="Direktorin", masculine="Direktor"),
    ]
    office = make.people.add_office(by=make.BY, institution=one.agency, titles=titles, names_holders=True, single_holder=False)
    came(one, make.person("Ilse Ohm", gender="f", bases=[OFFICE]), office=office)
    came(one, make.person("Udo Ort", gender="m", bases=[OFFICE]), office=office)
    text = part(client, one, "Personen", "de")
    assert "Ilse Ohm, Direktorin" in text
    assert "Udo Ort, Direktor" in text


def test_office_without_certain_dates_is_marked_as_assumed(client: Client, one: Archive) -> None:
    office = make.office("Beirat", institution=one.agency)
    person = make.person("Ilse Ohm", bases=[OFFICE])
    came(one, person, office=office)
    Observation.objects.filter(appointment__person=person).delete()
    assert Appointment.objects.filter(person=person).exists()
    assert "Ilse Ohm, Beirat (German), Amt für Teilhabe (assumed)" in part(client, one, "People")


def test_several_of_one_institution_stand_together(client: Client, one: Archive) -> None:
    school = make.institution("Schule am Hang", city=one.agency.city)
    for name in ("Zoe Zander", "Ben Adler", "Kim von Buch"):
        came(one, make.person(name, bases=[OFFICE]), institution=school)
    assert "Ben Adler, Kim von Buch and Zoe Zander (Schule am Hang)" in part(client, one, "People")
    assert "Ben Adler, Kim von Buch und Zoe Zander (Schule am Hang)" in text_of(
        section_of(read(client, one.address(language="de")), "Personen")
    )


def test_renamed_department_bears_the_name_of_each_day(client: Client, one: Archive) -> None:
    names = [Name("Amt für Soziales", "de", valid="2000/2016"), Name("Amt für Teilhabe", "de", valid="2017/..")]
    make.people.change_institution(by=make.BY, institution=one.agency, version=one.agency.version, names=names)
    led = [OrganiserValue(one.agency.pk)]
    early = make.edition(one.edition.series, 2, published=True, dates=PartialDate.parse("2014-11-23/2014-11-27"), organisers=led)
    assert "Amt für Soziales" in lines_of(section_of(read(client, one.address(early)), "Who led"))
    assert "Amt für Teilhabe" in part(client, one, "Who led")


def test_programme_by_day_with_times_of_the_place(client: Client, one: Archive) -> None:
    row = came(one, make.person("Ilse Ohm", bases=[OFFICE]))
    day = {"day": PartialDate.parse("2019-06-17"), "begins": datetime.time(9, 30), "ends": datetime.time(11)}
    opening = make.item(one.edition, kind_of=ItemKind.OPENING, audience=">100", **day)
    group = [PresenceValue(delegation=one.delegation.pk, status="guest_of_honour"), PresenceValue(row.pk)]
    make.item(one.edition, "Fern", zone="Europe/Moscow", presences=group, **{**day, "begins": datetime.time(8)})
    make.item(one.edition, kind_of=ItemKind.WORKSHOP, count=2)
    make.contribution(opening, row, on_behalf_of_person=one.head, subject=LocalText.of(de="Wege in Arbeit"))
    page = read(client, one.address())
    text = lines_of(section_of(page, "Programme"))
    assert "All times are local times in Bergau." in text
    assert "Monday 17 June 2019" in text.replace(",", "")
    assert "09:30–11:00 Opening" in text
    assert "08:00–11:00 Moscow Time" in text
    assert "People present more than 100" in text
    assert "As guests of honour the delegation of Ahlheim Present Ilse Ohm" in text
    assert "The day is not known 2 workshops It is not known which." in text
    assert "Speech: Ilse Ohm on behalf of Ada Amt Wege in Arbeit" in text
    assert [item.get("startDate") for item in linked(page)["subEvent"]] == [
        "2019-06-17T08:00:00+03:00",
        "2019-06-17T09:30:00+02:00",
    ]


def test_hidden_items_leave_no_trace(client: Client, one: Archive) -> None:
    hidden = make.item(one.edition, "Geheimpunkt", is_public=False)
    make.item(one.edition, "Geheimteil", within=hidden)
    secret = make.institution("Geheimhaus", city=one.agency.city)
    visit = make.visit(one.edition, secret)
    make.item(one.edition, "Geheimbesuch", is_public=False, visit=visit)
    content = client.get(one.address()).content.decode()
    assert "Geheim" not in content
    assert client.get(f"/en/institution/{secret.public_id}/").status_code == 404


def test_visit_with_the_tree_of_its_institution(client: Client, one: Archive) -> None:
    city = one.agency.city
    top = make.institution("Regierung", city=city)
    unit = below("Reha-Zentrum", below("Departement", top))
    make.visit(one.edition, unit, group_size=8, state=VisitState.DONE)
    make.visit(one.edition, make.institution("Werft", city=city), state=VisitState.CANCELLED_BY_HOST)
    make.visit(one.edition, make.institution("Nur geplant", city=city), state=VisitState.IDEA)
    text = part(client, one, "Institutions visited")
    assert "Reha-Zentrum part of Departement part of Regierung a group of 8" in text
    assert "Werft (cancelled by the host)" in text
    assert "Nur geplant" not in text


def test_focus_in_the_words_of_the_time_and_their_translation_beneath(client: Client, one: Archive) -> None:
    made = LocalText.of(de="Wege in Arbeit").translated("en", "Ways into work", source="de", status="reviewed")
    make.seminars.add_focus_topic(by=make.BY, edition=one.edition, title=made)
    section = section_of(read(client, one.address()), "What it was about")
    assert "„Wege in Arbeit“ Ways into work" in lines_of(section)
    assert [
        element.get("lang") for element in section.iter() if text_of(element) == "„Wege in Arbeit“" and element.get("lang")
    ] == ["de"]


def test_voices_are_approved_attributed_and_apart(client: Client, one: Archive) -> None:
    speaker = came(one, make.person("Ilse Ohm", bases=[OFFICE]))
    made = LocalText.from_entries({"de": LocalString("Das war gut.", "reviewed")})
    make.programme.add_statement(by=make.BY, edition=one.edition, text=made, speaker=speaker, is_quote=True, is_approved=True)
    make.statement(one.edition, "Noch nicht freigegeben.", speaker=speaker)
    make.statement(one.edition, "Wir waren froh.", delegation=one.delegation, is_approved=True)
    page = read(client, one.address())
    quotes = [text_of(quote) for quote in all_of(page, "blockquote")]
    assert quotes[0] == "„Das war gut.“"
    assert "Wir waren froh." in quotes[1]
    assert len(quotes) == 2
    text = lines_of(section_of(page, "Voices"))
    assert "Assessment – Ilse Ohm" in text
    assert "the delegation of Ahlheim" in text


def test_voice_says_at_which_item_it_was_heard(client: Client, one: Archive) -> None:
    speaker = came(one, make.person("Ilse Ohm", bases=[OFFICE]))
    house = make.institution("Werft", city=one.agency.city)
    talk, hidden = make.item(one.edition, "Wege in Arbeit"), make.item(one.edition, "Geheimpunkt", is_public=False)
    seen = make.item(one.edition, kind_of=ItemKind.VISIT, visit=make.visit(one.edition, house))
    speech = make.contribution(seen, speaker)
    make.statement(one.edition, "Eins.", speaker=speaker, is_approved=True, item=talk)
    make.statement(one.edition, "Zwei.", speaker=speaker, is_approved=True, contribution=speech)
    make.statement(one.edition, "Drei.", speaker=speaker, is_approved=True, item=hidden)
    make.statement(one.edition, "Vier.", speaker=speaker, is_approved=True)
    page = read(client, one.address())
    voices = [lines_of(figure) for figure in all_of(section_of(page, "Voices"), "figure")]
    assert [voice.partition("Ilse Ohm")[2] for voice in voices] == [
        " Said at: Expert talk: Wege in Arbeit",
        " Said at: Site visit: Werft",
        "",
    ]
    ids = {element.get("id") for element in page.iter()}
    links = [link.get("href") or "" for link in all_of(section_of(page, "Voices"), "a") if (link.get("href") or "")[0] == "#"]
    assert len(links) == 2
    assert all(link[1:] in ids for link in links)


def test_title_that_names_its_institution_is_enough(client: Client, one: Archive) -> None:
    names = [Name("Werft am Hafen", "de"), Name("WaH", "de", kind="abbr")]
    yard = make.people.add_institution(by=make.BY, names=names, city=one.agency.city)
    host = make.institution("Handwerk <Süd>", city=one.agency.city)
    visit = make.visit(one.edition, yard)
    values = {"kind_of": ItemKind.VISIT, "visit": visit, "hosts": [host]}
    for title in (
        "Rundgang durch die WERFT am Hafen mit Handwerk <Süd>",
        "Zu Gast bei WaH",
        "Die WaHl",
        "Zu Gast bei Handwerk <Süd>",
    ):
        make.item(one.edition, title, **values)
    items = [element for element in read(client, one.address()).iter() if element.get("class") == "item"]
    said = [lines_of(item).replace(" Text in German", "") for item in items]
    assert said == [
        "Site visit Rundgang durch die WERFT am Hafen mit Handwerk <Süd>",
        "Site visit Zu Gast bei WaH Hosted by Handwerk <Süd>",
        "Site visit Die WaHl Visited Werft am Hafen Hosted by Handwerk <Süd>",
        "Site visit Zu Gast bei Handwerk <Süd> Visited Werft am Hafen",
    ]
    links = [[text_of(link) for link in all_of(item, "a")] for item in items]
    assert links[:2] == [["WERFT am Hafen", "Handwerk <Süd>"], ["WaH", "Handwerk <Süd>"]]
    assert [all_of(item, "a")[0].get("href") for item in items[:2]] == [one.address(yard)] * 2
    assert [host["name"] for host in linked(read(client, one.address()))["subEvent"][0]["organizer"]] == ["Handwerk <Süd>"]


def test_other_editions_in_the_city_say_of_which_series_and_partnership(client: Client, one: Archive) -> None:
    bergau, series = one.edition.host_city, one.edition.series
    assert bergau is not None
    other = make.series(one.partnership, "Ärztetreffen", published=True)
    abroad = make.partnership(make.city("Cedern"), bergau)
    far = make.series(abroad, "Sozialseminar", published=True)
    hidden = make.series(make.partnership(make.city("Dornau"), bergau, published=False), "Geheimseminar", published=True)
    for of in (series, other, far, hidden):
        make.edition(of, 14, published=True, host_city=bergau)
    untitled = make.edition(other, 15, published=True, host_city=bergau)
    Edition.objects.filter(pk=untitled.pk).update(number=None, title=LocalText.of(en="A meeting in between"))
    section = section_of(read(client, one.address()), "Other editions in Bergau")
    assert sorted(lines_of(line) for line in all_of(section, "li")) == [
        "14th Sozialseminar, Bergau 2019",
        "14th Sozialseminar, Bergau 2019 Cedern–Bergau",
        "14th Ärztetreffen, Bergau 2019",
        "A meeting in between, Bergau 2019 Ärztetreffen",
    ]


def test_visit_without_a_title_is_headed_by_the_institution(client: Client, one: Archive) -> None:
    visit = make.visit(one.edition, make.institution("Werft", city=one.agency.city))
    make.item(one.edition, kind_of=ItemKind.VISIT, visit=visit)
    make.item(one.edition, kind_of=ItemKind.EXPERT_TALK, visit=visit)
    make.item(one.edition, kind_of=ItemKind.VISIT, count=2, visit=visit)
    page = read(client, one.address())
    items = [element for element in page.iter() if element.get("class") == "item"]
    assert [lines_of(item) for item in items] == [
        "Site visit Werft",
        "Expert talk Visited Werft",
        "2 site visits It is not known which. Visited Werft",
    ]
    [title] = [element for element in items[0].iter() if element.get("class") == "item__title"]
    assert text_of(title) == "Werft"
    assert [event["name"] for event in linked(page)["subEvent"]] == ["Werft", "Expert talk"]


def test_event_with_roman_ordinal_and_quantity(client: Client, one: Archive) -> None:
    forum = make.event("Forum der Regionen", ordinal=3, is_roman=True, attendance=">30000")
    make.seminars.change_edition(
        by=make.BY,
        edition=one.edition,
        version=one.edition.version,
        events=[EventLinkValue(forum.pk), EventLinkValue(forum.pk, "attended")],
    )
    assert "III Forum der Regionen Took place at the same time, was attended People there: more than 30,000" in part(
        client, one, "In connection with it"
    )
    page = text_of(read(client, one.address(language="de")))
    assert "III. Forum der Regionen" in page
    assert "30.000" in page


def test_broken_page_elsewhere_leads_to_its_archived_copy(client: Client, one: Archive) -> None:
    gone = {
        "checked_on": "2026-01-02",
        "reachability": "broken",
        "archived_address": "https://archive.example/1",
        "archived_on": "2021-03-04",
    }
    make.publication(one.edition, "Gäste im Rathaus", **gone)
    section = section_of(read(client, one.address()), "Elsewhere on the web")
    assert [link.get("href") for link in all_of(section, "a")] == ["https://archive.example/1"]
    assert "Stadtblatt · leads to archive.example" in lines_of(section)
    assert "The page is gone (last looked at on 2 January 2026). The link leads to a copy archived on 4 March 2021." in text_of(
        section
    )


def test_only_public_sources_are_named_and_no_quote(client: Client, one: Archive) -> None:
    for title, visibility in (("Offene Quelle", Visibility.PUBLIC), ("Innere Akte", Visibility.INTERNAL)):
        source = make.source(
            one.partnership,
            title,
            visibility=visibility,
            checked_on="2026-01-02",
            publisher="Stadt",
            owner_side=one.delegation.side if visibility == Visibility.INTERNAL else None,
        )
        make.sources.cite(by=make.BY, record=one.edition, source=source, quote="Wörtlich steht da.")
    content = client.get(one.address()).content.decode()
    assert "Offene Quelle" in content
    assert "looked at on 2 January 2026" in content
    assert "Innere Akte" not in content
    assert "Wörtlich" not in content


def test_machines_read_what_people_read(client: Client, one: Archive) -> None:
    add_everything(one, 1)
    Institution.objects.filter(pk=one.agency.pk).update(kind_of="agency")
    data = linked(read(client, one.address()))
    assert (data["@type"], data["identifier"]) == ("EducationEvent", "3")
    assert (data["startDate"], data["endDate"]) == ("2019-06-16", "2019-06-21")
    assert data["superEvent"]["@type"] == "EventSeries"
    assert data["location"]["name"] == "Bergau"
    assert data["organizer"][0]["@type"] == "GovernmentOrganization"
    assert {one["attendee"]["name"]: one["roleName"] for one in data["attendee"]} == {
        "Ada Amt": "Head of the delegation",
        "Eva Nummer1": "Experts",
    }


def test_data_for_machines_cannot_end_its_element(client: Client, one: Archive) -> None:
    bad = make.office("</script><script>alert(1)</script>", institution=one.agency)
    came(one, make.person("Ilse Ohm", bases=[consent()]), office=bad)
    content = client.get(one.address()).content.decode()
    assert content.count("<script") == 1
    page = read(client, one.address())
    assert "</script><script>alert(1)</script>" in str(linked(page))
