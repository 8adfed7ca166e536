"""Institutions and offices: names of the time, levels, legal forms, ranks, deputies, counterparts."""

from __future__ import annotations

from tests.factories import world as make
from tests.mission.scene import DEPARTMENT, EMBASSY, FOUNDATION, LAGESO, SENIAS, Scene

WEEK_2014, WEEK_2019 = "23.–27.11.2014", "16.–21.6.2019"

COMMISSIONER = "Landesbeauftragter für Menschen mit Behinderung"
FIRST_DEPUTY = "Erster Stellvertreter des Leiters"


def test_m16_record(scene: Scene) -> None:
    """Enter that an office is the first deputy of the department's head: it has rank and order, and whoever holds it a title."""
    head = scene.office("Leiter des Departements", scene.department)
    office = scene.enter(
        "office", institution=DEPARTMENT, rank=55, deputy_of="Leiter des Departements", deputy_number=1, names_holders="on",
        names__0__value="Erste Stellvertretung der Leitung", names__0__feminine="Erste Stellvertreterin des Leiters",
        names__0__masculine=FIRST_DEPUTY, names__0__language="de",
    )  # fmt: skip
    screen = scene.screen(office)
    assert screen.definition("Which deputy") == "1"
    assert screen.definition("Rank") == "deputy head of an authority"
    assert scene.screen(head).region("Deputies").lists() == [["Erste Stellvertretung der Leitung"]]
    make.participation(scene.moscow_2019, person=scene.official("Oleg Dudkin", gender="m"), office=office, side=scene.moscow)
    people = scene.page(scene.moscow_2019).region("People")
    assert people.part("Moscow").lists() == [[f"Oleg Dudkin, {FIRST_DEPUTY} (German), {DEPARTMENT}"]]


def test_m33_record(scene: Scene) -> None:
    """Enter that the two officials for labour are each other's counterparts, since they first met."""
    zauner = scene.office("Leiterin der Abteilung Arbeit", scene.institution(SENIAS))
    aleksandrova = scene.office("Stellvertreterin für Arbeit", scene.department)
    assert "No counterpart of this office is known." in scene.screen(zauner).region("Counterparts").text
    labour = make.topic("Arbeit")
    made = scene.enter(
        "counterpart", first_office="Leiterin der Abteilung Arbeit", second_office="Stellvertreterin für Arbeit",
        field=labour.public_id, first_contact="6.2019", visibility="public",
    )  # fmt: skip
    screen = scene.screen(made)
    assert (screen.definition("First contact"), screen.definition("Field of policy")) == ("June 2019", "Arbeit")
    for office in (zauner, aleksandrova):
        [link] = scene.screen(office).region("Counterparts").links()
        assert "Leiterin der Abteilung Arbeit" in link
        assert "Stellvertreterin für Arbeit" in link


def test_m34_record(scene: Scene) -> None:
    """Enter that a deputy has a portfolio: it stands beside the office on the page of the department."""
    scene.office("Leiter des Departements", scene.department)
    office = scene.enter(
        "office", institution=DEPARTMENT, deputy_of="Leiter des Departements", portfolio_en="Labour", names_holders="on",
        names__0__value="Stellvertretende Leiterin", names__0__language="de",
    )  # fmt: skip
    person = scene.official("Aleksandra Aleksandrova")
    make.participation(scene.moscow_2019, person=person, office=office, kind_of="host", side=scene.moscow)
    offices = scene.page(scene.department).region("Offices").text
    assert offices.startswith(
        "Offices Stellvertretende Leiterin (German) deputy of: Leiter des Departements (German); for: Labour Aleksandra Aleksandrova"
    )


def test_m48_record(scene: Scene) -> None:
    """Enter that a centre is a facility of the department."""
    centre = scene.enter(
        "institution", names__0__value="Zentrum für Rehabilitation und Bildung", kind_of="care_centre", parent=DEPARTMENT
    )
    make.visit(scene.moscow_2019, centre)
    assert f"part of {DEPARTMENT}" in scene.page(centre).text
    assert scene.page(scene.department).region("What it belongs to").entries("Parts") == [
        "Zentrum für Rehabilitation und Bildung"
    ]


def test_m51_record(scene: Scene) -> None:
    """Enter an institution whose name has a number: its sign is kept, and the search knows it with or without."""
    centre = scene.enter("institution", names__0__value="Zentrum für Rehabilitation und Bildung № 7", kind_of="care_centre")
    make.visit(scene.moscow_2019, centre)
    assert scene.page(centre).title == "Zentrum für Rehabilitation und Bildung № 7"
    for words in ("Zentrum № 7", "Zentrum No 7", "zentrum 7"):
        assert scene.search(words).region("Institutions").links() == ["Zentrum für Rehabilitation und Bildung № 7"]


def test_m53_record(scene: Scene) -> None:
    """Enter that one person came in two offices at once."""
    scene.official("Vladimir Petrosyan")
    scene.office("Leiter", scene.department)
    scene.office("Minister", scene.institution("Moskauer Regierung"))
    scene.part(
        "participation", scene.moscow_2019, person="Vladimir Petrosyan", kind_of="leadership", side=scene.moscow.pk,
        office="Minister", further_offices__0__found="Leiter",
    )  # fmt: skip
    listed = scene.page(scene.moscow_2019).region("People").part("Political and administrative leadership")
    assert listed.lists() == [[f"Vladimir Petrosyan, Minister (German), Moskauer Regierung, Leiter (German), {DEPARTMENT}"]]


def test_m71_record(scene: Scene) -> None:
    """Enter an embassy and its offices of diplomatic rank."""
    embassy = scene.enter("institution", names__0__value=EMBASSY, kind_of="diplomatic_mission", level="national")
    ranks = {"Botschafter": (35, "ambassador"), "Gesandter": (50, "envoy, minister-counsellor"), "Attaché": (75, "attaché")}
    for title, (rank, words) in ranks.items():
        made = scene.enter("office", f"?institution={embassy.public_id}", rank=rank, names__0__value=title)
        assert scene.screen(made).definition("Rank") == words
    assert scene.screen(embassy).region("Offices").lists() == [list(ranks)]
    assert scene.screen(embassy).definition("Kind") == "diplomatic mission"


def test_m76_record(scene: Scene) -> None:
    """Enter the name that the department bore in 2014: each edition calls it by the name of its time."""
    for edition in (scene.moscow_2019, scene.berlin_2014):
        make.delegation(edition, scene.moscow, bodies=[scene.department])
    before = "Departement für soziale Sicherheit der Bevölkerung der Stadt Moskau"
    scene.change(
        scene.department, names__0__valid="2015–", names__1__value=before, names__1__language="de", names__1__valid="../2014"
    )
    assert scene.page(scene.berlin_2014).region("Who led").links() == [before]
    assert scene.page(scene.moscow_2019).region("Who led").links() == [DEPARTMENT]


def test_m80_record(scene: Scene) -> None:
    """Enter that a commissioner of a state is an office, and who came in it."""
    office = scene.enter(
        "office",
        institution=LAGESO,
        rank=40,
        names_holders="on",
        names__0__value=COMMISSIONER,
    )
    assert scene.screen(office).definition("Rank") == "commissioner"
    scene.line(
        scene.berlin_2014, "people", "person", person_name="Dr. Jürgen Schneider", kind_of="expert", language="de",
        office=COMMISSIONER, institution=LAGESO, side=scene.berlin.pk,
    )  # fmt: skip
    experts = scene.page(scene.berlin_2014).region("People").part("Experts")
    assert experts.lists() == [[f"Dr. Jürgen Schneider, {COMMISSIONER} (German), {LAGESO}"]]


def test_m81_record(scene: Scene) -> None:
    """Enter at which level of government two institutions stand."""
    shown = []
    for name, level in (
        ("Senatsverwaltung für Gesundheit und Soziales", "state"),
        ("Bezirksamt Reinickendorf von Berlin", "district"),
    ):
        made = scene.enter("institution", names__0__value=name, level=level, kind_of="authority")
        make.participation(scene.berlin_2014, institution=made)
        shown.append(scene.page(made).region("At a glance").definition("Level"))
    assert shown == ["State or region", "District"]


def test_m82_record(scene: Scene) -> None:
    """Enter companies with their legal forms, and a part of one of them."""
    steg = scene.enter("institution", names__0__value="DER STEG gGmbH", kind_of="company", legal_form="gGmbH")
    unit = scene.enter("institution", names__0__value="Autismustherapiezentrum", kind_of="unit", parent="DER STEG gGmbH")
    auticon = scene.enter("institution", names__0__value="Auticon GmbH", kind_of="company", legal_form="GmbH")
    for body in (unit, auticon):
        make.participation(scene.berlin_2014, institution=body)
    assert scene.page(steg).region("At a glance").definition("Legal form") == "gGmbH"
    assert scene.page(steg).region("What it belongs to").entries("Parts") == ["Autismustherapiezentrum"]
    assert scene.page(auticon).region("At a glance").definition("Legal form") == "GmbH"


def test_m84_record(scene: Scene) -> None:
    """Enter that a school is visited by minors: its screen says so."""
    school = scene.institution("Comenius-Schule")
    assert scene.screen(school).definition("Minors are present") == "no"
    scene.change(school, kind_of="school", has_minors="on")
    screen = scene.screen(school)
    assert screen.definition("Kind") == "school"
    assert screen.definition("Minors are present") == "yes"


def test_m93_record(scene: Scene) -> None:
    """Enter the days on which the president was seen in office: what the sources do not state is marked as assumed."""
    person = scene.official("Franz Allert")
    office = scene.office("Präsident", scene.lageso)
    held = scene.enter("appointment", person="Franz Allert", office="Präsident", observations__0__on=WEEK_2019)
    for edition in (scene.moscow_2019, scene.berlin_2014):
        make.participation(edition, person=person, office=office, side=scene.berlin, state="unknown")
    line = f"Franz Allert, Präsident (German), {LAGESO}"
    assert scene.page(scene.moscow_2019).region("People").part("Berlin").lists() == [[line]]
    assert scene.page(scene.berlin_2014).region("People").part("Berlin").lists() == [[f"{line} (assumed)"]]
    scene.change(held, observations__1__on=WEEK_2014)
    assert scene.page(scene.berlin_2014).region("People").part("Berlin").lists() == [[line]]


def test_m102_record(scene: Scene) -> None:
    """Enter a basis with its review for somebody in no public office: named on that page alone, and until the review."""
    private = make.person("Eva Erfunden", introduced_by=scene.berlin, sides=[scene.berlin])
    body = scene.institution(FOUNDATION)
    make.participation(scene.moscow_2019, person=private, institution=body, kind_of="expert")
    experts = scene.page(scene.moscow_2019).region("People").part("Experts")
    assert experts.lists() == [[f"an expert of {FOUNDATION}"]]
    scene.change(
        private, bases__0__kind="published_report", bases__0__scope=scene.moscow_2019.public_id, bases__0__review_on="2099-01-01"
    )
    experts = scene.page(scene.moscow_2019).region("People").part("Experts")
    assert experts.lists() == [[f"Eva Erfunden, {FOUNDATION}"]]
    scene.change(private, bases__0__review_on="2020-01-01")
    experts = scene.page(scene.moscow_2019).region("People").part("Experts")
    assert experts.lists() == [[f"an expert of {FOUNDATION}"]]
