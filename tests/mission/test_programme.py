"""The programme as it was held: openings, reports, talks, visits, side meetings, receptions."""

from __future__ import annotations

from typing import Any

from jumelage.people.models import Institution, Person
from jumelage.programme.models import Contribution, ProgrammeItem
from jumelage.seminars.models import Edition, Participation
from tests.factories import world as make
from tests.mission.scene import DEPARTMENT, EMBASSY, FOUNDATION, LAGESO, REPORT_22, SENIAS, Scene, named_privately

CAREER = "Agentur „Meine Karriere“"
BUTOVO = "Moskauer Reha-Zentrum für Menschen mit Behinderung „Butowo“"
CENTRE = "Zentrum für Rehabilitation und Bildung № 7"
UNIVERSITIES = ("Humboldt-Universität zu Berlin", "Bauman-Universität")
CITY_HALL = "Rotes Rathaus"

DUDKIN = "Oleg Dudkin"


def item_line(scene: Scene, edition: Edition, kind: str, **values: Any) -> None:
    """Write an item down in one line of the workspace, in German."""
    scene.line(edition, "programme", "item", kind_of=kind, language="de", **values)


def both_heads(scene: Scene) -> tuple[str, str]:
    """Let the two who opened the 22nd edition take part; return how they are written there."""
    scene.came(scene.moscow_2019, "Franz Allert", "Präsident", scene.lageso, side=scene.berlin)
    scene.came(scene.moscow_2019, DUDKIN, "Erster Stellvertreter des Leiters", scene.department, side=scene.moscow)
    return f"Franz Allert, Präsident (German), {LAGESO}", f"{DUDKIN}, Erster Stellvertreter des Leiters (German), {DEPARTMENT}"


def test_m17_record(scene: Scene) -> None:
    """Enter the opening with its two speakers, and that the audience was numerous."""
    allert, dudkin = both_heads(scene)
    item_line(scene, scene.moscow_2019, "opening", speakers="Franz Allert; Oleg Dudkin")
    scene.change(ProgrammeItem.objects.get(), audience="zahlreiche")
    programme = scene.programme(scene.moscow_2019)
    assert programme.text.startswith("Programme What was held Opening Present Franz Allert and Oleg Dudkin")
    assert programme.definition("People present") == "numerous"
    assert programme.entries("Contributions") == [f"Speech: {allert}", f"Speech: {dudkin}"]


def test_m18_record(scene: Scene) -> None:
    """Enter that both cities reported on social affairs: each report is found by its topic."""
    allert, dudkin = both_heads(scene)
    topic = make.topic("Soziales")
    item_line(scene, scene.moscow_2019, "city_reports", speakers="Franz Allert; Oleg Dudkin")
    for spoken in Contribution.objects.all():
        scene.change(spoken, topics=[topic.public_id], subject_en="Social affairs today")
    programme = scene.programme(scene.moscow_2019)
    assert "Reports of both cities" in programme.text
    assert programme.entries("Contributions") == [f"Report: {who} Social affairs today" for who in (allert, dudkin)]
    assert scene.page(topic).region("Editions").links() == ["22nd labour and social seminar, Moscow 2019"]


def test_m27_record(scene: Scene) -> None:
    """Enter that the delegation as a group was guest of honour when the forum was opened."""
    delegation, forum = scene.delegation(scene.moscow_2019, scene.berlin), make.event("Forum sozialer Innovationen", ordinal=3)
    scene.part(
        "item", scene.moscow_2019, kind_of="external_event", event=forum.public_id, presences__0__who=f"d{delegation.pk}",
        presences__0__status="guest_of_honour",
    )  # fmt: skip
    programme = scene.programme(scene.moscow_2019)
    assert programme.definition("As guests of honour") == "the delegation of Berlin"
    assert programme.definition("Event") == "3rd Forum sozialer Innovationen"


def test_m28_record(scene: Scene) -> None:
    """Enter two workshops of which nothing but their number is known."""
    scene.part("item", scene.moscow_2019, kind_of="workshop", count=2, is_incomplete="on")
    programme = scene.programme(scene.moscow_2019)
    assert programme.text == "Programme What was held 2 workshops It is not known which. not yet complete here"


def test_m29_record(scene: Scene) -> None:
    """Enter that free minutes were spent in an exhibition within the forum."""
    delegation = scene.delegation(scene.moscow_2019, scene.berlin)
    forum = make.item(scene.moscow_2019, kind_of="external_event")
    scene.part(
        "item", scene.moscow_2019, kind_of="exhibition", within=forum.public_id, is_optional="on", title_en="Projects",
        presences__0__who=f"d{delegation.pk}",
    )  # fmt: skip
    [[entry], [inner]] = scene.programme(scene.moscow_2019).lists()
    assert inner == "Exhibition Projects Present the delegation of Berlin optional"
    assert entry == f"External event {inner}"


def test_m35_record(scene: Scene) -> None:
    """Enter that the head of the labour department spoke about her work, though no slot of the programme was hers."""
    scene.came(scene.moscow_2019, "Margrit Zauner", "Leiterin der Abteilung Arbeit", scene.institution(SENIAS))
    item_line(scene, scene.moscow_2019, "expert_talk", speakers="Margrit Zauner")
    scene.change(Contribution.objects.get(), subject_en="What her work is about")
    assert scene.programme(scene.moscow_2019).entries("Contributions") == [
        f"Part in an expert talk: Margrit Zauner, Leiterin der Abteilung Arbeit (German), {SENIAS} What her work is about"
    ]


def test_m38_record(scene: Scene) -> None:
    """Enter that two experts shaped the talks; without a basis for naming them they are those of their institutions."""
    talk = make.item(scene.moscow_2019, kind_of="expert_talk")
    for name in (SENIAS, FOUNDATION):
        body = scene.institution(name)
        expert = make.participation(scene.moscow_2019, institution=body)
        scene.part("contribution", scene.moscow_2019, item=talk.public_id, speaker=expert.public_id, kind_of="talk")
    assert scene.programme(scene.moscow_2019).entries("Contributions") == [
        f"Part in an expert talk: an expert of {SENIAS}",
        f"Part in an expert talk: an expert of {FOUNDATION}",
    ]


def test_m43_record(scene: Scene) -> None:
    """Enter a side meeting of two scholars, named with their titles, that the agency made possible."""
    names = [named_privately(REPORT_22, place) for place in (9, 10)]
    for name, body in zip(names, UNIVERSITIES, strict=True):
        scene.line(scene.moscow_2019, "people", "person", person_name=name, institution=body, kind_of="expert", language="de")
    for person in Person.objects.all():
        scene.change(person, bases__0__kind="consent", bases__0__review_on="2099-01-01")
    both = list(Participation.objects.order_by("pk"))
    scene.part(
        "item", scene.moscow_2019, kind_of="side_meeting", facilitated_by=LAGESO,
        presences__0__who=f"p{both[0].pk}", presences__1__who=f"p{both[1].pk}",
    )  # fmt: skip
    programme = scene.programme(scene.moscow_2019)
    assert programme.definition("Made possible by") == LAGESO
    assert sorted(programme.definition("Present").split(" and ")) == sorted(names)
    [experts] = scene.page(scene.moscow_2019).region("People").part("Experts").lists()
    assert sorted(experts) == sorted(f"{name}, {body}" for name, body in zip(names, UNIVERSITIES, strict=True))


def test_m45_record(scene: Scene) -> None:
    """Enter a centre founded early in 2018, and that somebody of another institution presented it at the opening."""
    opening = make.item(scene.moscow_2019, kind_of="opening")
    speaker = make.participation(scene.moscow_2019, institution=scene.institution("Humboldt-Universität zu Berlin"))
    centre = scene.enter("institution", names__0__value="Zentrum für Inklusionsforschung", founded="2018-01/2018-03~")
    scene.part(
        "contribution", scene.moscow_2019, item=opening.public_id, speaker=speaker.public_id, kind_of="presentation",
        subject_institution="Zentrum für Inklusionsforschung",
    )  # fmt: skip
    programme = scene.programme(scene.moscow_2019)
    assert programme.entries("Contributions") == [
        "Presentation: an expert of Humboldt-Universität zu Berlin about Zentrum für Inklusionsforschung"
    ]
    assert programme.link("Zentrum für Inklusionsforschung").startswith(f"/en/institution/{centre.public_id}")
    assert scene.page(centre).region("At a glance").definition("Founded") == "early 2018"


def test_m46_record(scene: Scene) -> None:
    """Enter an expert talk that was held within a visit."""
    visit = make.visit(scene.moscow_2019, scene.institution(BUTOVO))
    assert not scene.page(scene.moscow_2019).has_region("Programme")
    scene.part("item", scene.moscow_2019, kind_of="expert_talk", visit=visit.public_id)
    programme = scene.programme(scene.moscow_2019)
    assert programme.text == f"Programme What was held Expert talk Visited {BUTOVO}"
    assert scene.page(scene.moscow_2019).region("Institutions visited").lists() == [[BUTOVO]]


def test_m47_record(scene: Scene) -> None:
    """Enter that talks in institutions are a tradition of the series, and that one of them was held by it."""
    words = "Talks in the institutions that are visited"
    assert not scene.page(scene.series).has_region("By tradition")
    scene.change(scene.series, traditions__0__text_en=words)
    assert scene.page(scene.series).region("By tradition").lists() == [[words]]
    scene.part("item", scene.moscow_2019, kind_of="expert_talk", is_traditional="on")
    assert scene.programme(scene.moscow_2019).text == "Programme What was held Expert talk by tradition"


def test_m49_record(scene: Scene) -> None:
    """Enter an agency below another one of the department, and in one line that it was visited."""
    scene.enter("institution", names__0__value="Moskauer Agentur für Arbeit", kind_of="employment_agency", parent=DEPARTMENT)
    scene.enter("institution", names__0__value=CAREER, kind_of="agency", parent="Moskauer Agentur für Arbeit")
    item_line(scene, scene.moscow_2019, "visit", institution=CAREER)
    [[entry]] = scene.page(scene.moscow_2019).region("Institutions visited").lists()
    assert entry == f"{CAREER} part of Moskauer Agentur für Arbeit part of {DEPARTMENT}"


def test_m50_record(scene: Scene) -> None:
    """Enter in one line, with its day, a visit to a centre with a proper name."""
    item_line(scene, scene.moscow_2019, "visit", institution=BUTOVO, day="17.6.2019")
    page = scene.page(scene.moscow_2019)
    assert page.region("Programme").part("Monday, 17 June 2019").text.endswith(f"Site visit {BUTOVO}")
    assert page.region("Institutions visited").link(BUTOVO).startswith("/en/institution/")
    centre = Institution.objects.get(names__value=BUTOVO)
    assert scene.page(centre).region("Editions in which it took part").lists()[0][0].endswith("Moscow 2019 was visited")


def test_m52_record(scene: Scene) -> None:
    """Enter in one line that the results were evaluated in a session of its own, at the department."""
    item_line(scene, scene.moscow_2019, "evaluation", institution=DEPARTMENT, title="Auswertung der Woche")
    programme = scene.programme(scene.moscow_2019)
    assert "Evaluation, closing Auswertung der Woche" in programme.text
    assert programme.definition("Hosted by") == DEPARTMENT


def test_m69_record(scene: Scene) -> None:
    """Enter the Red Town Hall with what is known of its access, and that the opening was there."""
    site = scene.enter(
        "site", names__0__value=CITY_HALL, city=scene.berlin.city.public_id, capacity=300, wheelchair_places=6, step_free="yes"
    )
    screen = scene.screen(site)
    assert (screen.definition("Capacity"), screen.definition("Step-free route")) == ("300", "yes")
    scene.part("item", scene.berlin_2014, kind_of="opening", site=CITY_HALL)
    assert scene.programme(scene.berlin_2014).definition("Place") == CITY_HALL


def test_m77_record(scene: Scene) -> None:
    """Enter that colleagues of both sides exchanged views."""
    delegations = [scene.delegation(scene.berlin_2014, side) for side in (scene.moscow, scene.berlin)]
    scene.part(
        "item", scene.berlin_2014, kind_of="expert_talk", title_en="Social affairs today",
        presences__0__who=f"d{delegations[0].pk}", presences__1__who=f"d{delegations[1].pk}",
    )  # fmt: skip
    programme = scene.programme(scene.berlin_2014)
    assert programme.text.startswith("Programme What was held Expert talk Social affairs today")
    assert programme.definition("Present") == "the delegation of Moscow and the delegation of Berlin"


def test_m78_record(scene: Scene) -> None:
    """Enter two focus topics word for word, one of them with its subject: the edition is found by both."""
    titles = ["System der psychiatrischen Versorgung in Berlin", "Förderung der umfassenden Teilhabe von Menschen mit Autismus"]
    scene.line(scene.berlin_2014, "overview", "focus", title=titles[0], language="de")
    topic = make.topic("Autismus")
    scene.part("focus-topic", scene.berlin_2014, title_de=titles[1], topics=[topic.public_id])
    listed = scene.page(scene.berlin_2014).region("What it was about").entries("Focus topics")
    assert listed[0] == f"„{titles[0]}“"
    assert listed[1].startswith(f"„{titles[1]}“")
    for words in ("psychiatrischen Versorgung", "umfassenden Teilhabe"):
        assert scene.search(words).region("Editions").links() == ["14th Sozialseminar, Berlin 2014"]
    assert scene.page(topic).region("Focus topics").lists() == [[f"{titles[1]} 14th Sozialseminar, Berlin 2014"]]


def test_m85_record(scene: Scene) -> None:
    """Enter that the senator met the guests."""
    senate = scene.institution("Senatsverwaltung für Gesundheit und Soziales")
    senator = scene.came(scene.berlin_2014, "Mario Czaja", "Senator", senate, kind_of="leadership", side=scene.berlin)
    guests = scene.delegation(scene.berlin_2014, scene.moscow)
    scene.part(
        "item", scene.berlin_2014, kind_of="leadership_meeting", presences__0__who=f"p{senator.pk}", presences__0__status="host",
        presences__1__who=f"d{guests.pk}",
    )  # fmt: skip
    programme = scene.programme(scene.berlin_2014)
    assert "Leadership meeting" in programme.text
    assert (programme.definition("Welcomed by"), programme.definition("Present")) == ("Mario Czaja", "the delegation of Moscow")


def test_m88_record(scene: Scene) -> None:
    """Enter the traditional reception, whose host is the embassy and not that of the edition."""
    scene.institution(EMBASSY)
    scene.change(scene.berlin_2014, organisers__0__institution=LAGESO, organisers__0__side=scene.berlin.pk)
    scene.part("item", scene.berlin_2014, kind_of="reception", hosts__0__found=EMBASSY, is_traditional="on")
    programme = scene.programme(scene.berlin_2014)
    assert programme.text == f"Programme What was held Reception Hosted by {EMBASSY} by tradition"
    assert scene.page(scene.berlin_2014).region("Organised by").definition("Berlin") == LAGESO
