"""Delegations and everybody else who came: heads, sizes, bodies, sectors, guests, experts, credits."""

from __future__ import annotations

from typing import Any

from jumelage.people.models import Institution, Person
from tests.factories import world as make
from tests.mission.scene import DEPARTMENT, EMBASSY, FOUNDATION, LAGESO, REPORT_14, SENIAS, Scene, named_privately

AUTISM = "AUTISMUS DEUTSCHLAND Landesverband Berlin e.V."


def person_line(scene: Scene, edition: Any, **values: Any) -> None:
    """Write somebody down in one line of the workspace, in German."""
    scene.line(edition, "people", "person", language="de", **values)


def test_m15_record(scene: Scene) -> None:
    """Enter in one line that the agency's president headed the delegation of Berlin: his office and his function are shown."""
    edition = scene.moscow_2019
    assert not scene.page(edition).has_region("Who led")
    person_line(
        scene, edition, person_name="Franz Allert", office="Präsident", institution=LAGESO, side=scene.berlin.pk,
        kind_of="delegate", function="head", public_office="on",
    )  # fmt: skip
    card = scene.page(edition).region("Who led").part("Delegation: Berlin")
    assert card.text == f"Delegation: Berlin Head of the delegation: Franz Allert, Präsident (German), {LAGESO} One member"
    people = scene.page(edition).region("People").part("Berlin").part("Delegation")
    assert people.lists() == [[f"Franz Allert, head of the delegation, Präsident (German), {LAGESO}"]]


def test_m19_record(scene: Scene) -> None:
    """Enter a guest of honour, and for what reason she came."""
    scene.official("Tatiana Potyayewa")
    scene.office("Beauftragte für Menschenrechte", scene.institution("Moskauer Regierung"))
    scene.part(
        "participation", scene.moscow_2019, person="Tatiana Potyayewa", office="Beauftragte für Menschenrechte",
        kind_of="honorary_guest", side=scene.moscow.pk, reason_en="The two administrations have worked together for long.",
    )  # fmt: skip
    people = scene.page(scene.moscow_2019).region("People").part("Moscow")
    assert people.part("Guests of honour").lists() == [
        [
            "Tatiana Potyayewa, Beauftragte für Menschenrechte (German), Moskauer Regierung "
            "The two administrations have worked together for long."
        ]
    ]


def test_m21_record(scene: Scene) -> None:
    """Enter that people came from politics, from the administration and from civil society."""
    bodies = {"politics": "Moskauer Regierung", "administration": LAGESO, "civil_society": FOUNDATION}
    for name in ("Moskauer Regierung", FOUNDATION):
        scene.institution(name)
    for sector, name in bodies.items():
        scene.part("participation", scene.moscow_2019, kind_of="expert", institution=name, sector=sector)
    people = scene.page(scene.moscow_2019).region("People").text
    assert "From: politics, administration and civil society." in people


def test_m32_record(scene: Scene) -> None:
    """Enter a delegate of another institution than the one that leads: the body's page says of which edition."""
    person_line(
        scene, scene.moscow_2019, person_name="Margrit Zauner", office="Leiterin der Abteilung Arbeit", institution=SENIAS,
        side=scene.berlin.pk, kind_of="delegate", public_office="on",
    )  # fmt: skip
    people = scene.page(scene.moscow_2019).region("People").part("Berlin")
    assert people.part("Delegation").lists() == [[f"Margrit Zauner, Leiterin der Abteilung Arbeit (German), {SENIAS}"]]
    body = Institution.objects.get(names__value=SENIAS)
    listed = scene.page(body).region("Editions in which it took part").lists()
    assert listed == [["22nd labour and social seminar, Moscow 2019 delegate"]]


def test_m67_record(scene: Scene) -> None:
    """Enter invited guests of the opening: they stand apart from the delegations."""
    opening = make.item(scene.berlin_2014, kind_of="opening")
    scene.institution("Industrie- und Handelskammer")
    guest = scene.part(
        "participation",
        scene.berlin_2014,
        institution="Industrie- und Handelskammer",
        kind_of="invited_guest",
        side=scene.berlin.pk,
    )
    scene.change(opening, presences__0__who=f"p{guest.pk}", presences__0__status="invited")
    people = scene.page(scene.berlin_2014).region("People").part("Berlin")
    assert people.headings() == ["Berlin", "Invited guests"]
    assert people.part("Invited guests").lists() == [["an invited guest of Industrie- und Handelskammer"]]
    assert "(invited, presence not known)" in scene.screen(opening).definition("Who was present")


def test_m68_record(scene: Scene) -> None:
    """Enter guests from business and from interest groups."""
    for sector in ("business", "interest_group"):
        scene.part("participation", scene.berlin_2014, kind_of="invited_guest", institution=LAGESO, sector=sector)
    assert "From: interest group and business." in scene.page(scene.berlin_2014).region("People").text


def test_m70_record(scene: Scene) -> None:
    """Enter that the attaché spoke on behalf of the ambassador."""
    embassy = scene.institution(EMBASSY)
    opening = make.item(scene.berlin_2014, kind_of="opening")
    attache = scene.came(scene.berlin_2014, "Sergey Tsvetkov", "Attaché", embassy, kind_of="invited_guest")
    scene.official("Vladimir Grinin")
    scene.office("Botschafter", embassy)
    scene.part(
        "contribution", scene.berlin_2014, item=opening.public_id, speaker=attache.public_id, kind_of="welcome",
        on_behalf_of_person="Vladimir Grinin", on_behalf_of_office="Botschafter",
    )  # fmt: skip
    [spoken] = scene.programme(scene.berlin_2014).entries("Contributions")
    assert spoken == (
        f"Address of welcome: Sergey Tsvetkov, Attaché (German), {EMBASSY} "
        f"on behalf of Vladimir Grinin, Botschafter (German), {EMBASSY}"
    )


def test_m73_record(scene: Scene) -> None:
    """Enter a head of the guests whom no source calls so: the function is marked as assumed."""
    delegation = scene.delegation(scene.berlin_2014, scene.moscow)
    scene.official("Igor Gordeev")
    scene.office("Stellvertretender Leiter", scene.department)
    scene.part(
        "participation", scene.berlin_2014, person="Igor Gordeev", office="Stellvertretender Leiter",
        delegation=delegation.public_id, function="head", function_certainty="assumed",
    )  # fmt: skip
    page = scene.page(scene.berlin_2014)
    card = page.region("Who led").part("Delegation: Moscow").text
    assert f"Head of the delegation: Igor Gordeev, Stellvertretender Leiter (German), {DEPARTMENT} (assumed)" in card
    assert page.region("People").part("Delegation").lists() == [
        [f"Igor Gordeev, head of the delegation (assumed), Stellvertretender Leiter (German), {DEPARTMENT}"]
    ]


def test_m74_record(scene: Scene) -> None:
    """Enter that six came, one of them by name: the others are counted."""
    scene.line(scene.berlin_2014, "delegations", "delegation", side=scene.moscow.pk, size=6)
    assert "6 members, not named here" in scene.page(scene.berlin_2014).region("Who led").part("Delegation: Moscow").text
    person_line(
        scene, scene.berlin_2014, person_name="Igor Gordeev", office="Stellvertretender Leiter", institution=DEPARTMENT,
        side=scene.moscow.pk, kind_of="delegate", public_office="on",
    )  # fmt: skip
    assert "6 members, one of them named here" in scene.page(scene.berlin_2014).region("Who led").part("Delegation: Moscow").text
    assert scene.work(scene.berlin_2014, "delegations").row("Moscow") == ["–", "–", "6", "1", "5", "–"]


def test_m75_record(scene: Scene) -> None:
    """Enter from which bodies a delegation came."""
    scene.institution("Bildungsdepartement der Stadt Moskau")
    bodies = [DEPARTMENT, "Bildungsdepartement der Stadt Moskau"]
    scene.line(scene.berlin_2014, "delegations", "delegation", side=scene.moscow.pk, bodies="; ".join(bodies))
    card = scene.page(scene.berlin_2014).region("Who led").part("Delegation: Moscow")
    assert sorted(card.links()) == sorted(bodies)
    assert card.text.startswith("Delegation: Moscow From:")


def test_m79_record(scene: Scene) -> None:
    """Enter those who made the exchange possible by the bodies that they came from, for whom no name is published."""
    bodies = ("Senatsverwaltung für Gesundheit und Soziales", "Bezirksamt Reinickendorf von Berlin", "Comenius-Schule")
    for body in bodies:
        person_line(scene, scene.berlin_2014, institution=body, side=scene.berlin.pk, kind_of="expert", unnamed="on")
    experts = scene.page(scene.berlin_2014).region("People").part("Berlin").part("Experts")
    assert sorted(experts.lists()[0]) == sorted(f"an expert of {body}" for body in bodies)
    assert sorted(experts.links()) == sorted(bodies)


def test_m83_record(scene: Scene) -> None:
    """Enter three people of one association, named by a consent: they stand together in one line."""
    names = [named_privately(REPORT_14, place) for place in (9, 10, 11)]
    for name in names:
        person_line(scene, scene.berlin_2014, person_name=name, institution=AUTISM, side=scene.berlin.pk, kind_of="expert")
    experts = scene.page(scene.berlin_2014).region("People").part("Experts")
    assert experts.lists() == [[f"3 experts of {AUTISM}"]]
    for person in Person.objects.all():
        scene.change(person, bases__0__kind="consent", bases__0__review_on="2099-01-01")
    [[together]] = scene.page(scene.berlin_2014).region("People").part("Experts").lists()
    assert together.endswith(f" ({AUTISM})")
    assert sorted(together.removesuffix(f" ({AUTISM})").replace(" and ", ", ").split(", ")) == sorted(names)
