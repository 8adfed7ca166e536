"""Editions and their series: numbers, dates, hosts, organisers, names over time, gaps."""

from __future__ import annotations

from typing import Any

from jumelage.seminars.models import Edition
from tests.factories import world as make
from tests.mission.scene import DEPARTMENT, LAGESO, Scene


def published(bare: Scene, **values: Any) -> Edition:
    """Enter an edition that was reported, and publish it."""
    edition: Edition = bare.enter("edition", f"?series={bare.series.public_id}", state="reported", **values)
    bare.publish(edition)
    return edition


def test_m10_record(bare: Scene) -> None:
    """Enter the 22nd edition and publish it: it is called by partnership, number and the series' name of the time."""
    edition = bare.enter("edition", number=22, state="reported", dates="16.–21.6.2019", host_city=bare.moscow.city.public_id)
    assert bare.reader.get(f"/de/edition/{edition.public_id}/", follow=True).status_code == 404
    bare.publish(edition)
    page = bare.page(edition, "de")
    assert page.title == "22. Arbeits- und Sozialseminar, Moskau 2019"
    assert page.link("Berlin–Moskau").startswith("/de/partnership/")
    assert bare.page(edition).title == "22nd labour and social seminar, Moscow 2019"


def test_m12_record(scene: Scene) -> None:
    """Enter the two institutions that ran the edition together, one a side."""
    edition = scene.moscow_2019
    assert not scene.page(edition).has_region("Who led")
    scene.change(
        edition,
        organisers__0__institution=LAGESO, organisers__0__side=scene.berlin.pk,
        organisers__1__institution=DEPARTMENT, organisers__1__side=scene.moscow.pk,
    )  # fmt: skip
    listed = scene.page(edition).region("Who led").region("Organised by")
    assert (listed.definition("Berlin"), listed.definition("Moscow")) == (LAGESO, DEPARTMENT)


def test_m13_record(bare: Scene) -> None:
    """Enter the dates as they are typed: each language writes them in its own way."""
    edition = published(bare, number=22, dates="16.6.2019-21.6.2019")
    assert bare.page(edition).region("At a glance").definition("Dates") == "16–21 June 2019"
    assert bare.page(edition, "de").region("Auf einen Blick").definition("Termin") == "16.–21. Juni 2019"


def test_m14_record(bare: Scene) -> None:
    """Enter the host side and the host city of the edition in Moscow."""
    moscow = bare.moscow
    edition = published(bare, number=22, dates="16.–21.6.2019", host_side=moscow.pk, host_city=moscow.city.public_id)
    facts = bare.page(edition).region("At a glance")
    assert facts.definition("Host city") == "Moscow Russia"
    assert facts.definition("Host") == "Moscow"


def test_m31_record(scene: Scene) -> None:
    """Enter an objective of the edition in the field of labour, under which readers find it."""
    edition, labour = scene.moscow_2019, make.topic("Arbeit")
    assert not scene.page(edition).has_region("What it was about")
    scene.part("objective", edition, text_en="Build up the cooperation in labour", topic=labour.public_id)
    region = scene.page(edition).region("What it was about")
    assert region.entries("Objectives") == ["Build up the cooperation in labour"]
    assert scene.page(labour).region("Editions").links() == ["22nd labour and social seminar, Moscow 2019"]


def test_m39_record(scene: Scene) -> None:
    """Enter a topic and give it to an edition and to an item of another: both are found by it."""
    topic = scene.enter("topic", label_de="Soziales", label_en="Social affairs")
    scene.change(scene.moscow_2019, topics=[topic.public_id])
    scene.part("item", scene.berlin_2014, kind_of="expert_talk", topics=[topic.public_id])
    facts = scene.page(scene.moscow_2019).region("At a glance").region("Topics")
    assert facts.link("Social affairs").startswith(f"/en/topic/{topic.public_id}")
    assert scene.page(topic).region("Editions").links() == [
        "22nd labour and social seminar, Moscow 2019",
        "14th Sozialseminar, Berlin 2014",
    ]


def test_m44_record(scene: Scene) -> None:
    """Enter what the series is good for."""
    words = "Wer sich in einem Seminar kennenlernt, arbeitet danach auch zu zweit weiter."
    assert words not in scene.page(scene.series, "de").text
    scene.change(scene.series, purpose_de=words)
    assert words in scene.page(scene.series, "de").text


def test_m64_record(bare: Scene) -> None:
    """Enter a series under several names: it is found by each, and an edition is called by the one of its time."""
    series = bare.enter(
        "series",
        names__0__value="Seminarreihe Soziales", names__0__language="de", names__0__valid="2007–2016",
        names__1__value="Seminar im Bereich Soziales", names__1__language="de", names__1__kind="short",
        names__2__value="Seminarreihe Arbeit und Soziales", names__2__language="de", names__2__valid="2017–",
        visibility="both_sides",
    )  # fmt: skip
    bare.publish(series)
    for words in ("Seminarreihe Soziales", "im Bereich Soziales", "Reihe Arbeit"):
        assert bare.search(words).region("Series").links() == ["Seminarreihe Arbeit und Soziales"]
    assert "Seminarreihe Soziales (2007–2016)" in bare.page(series).text
    edition = bare.enter("edition", f"?series={series.public_id}", number=14, state="held", dates="23.–27.11.2014")
    bare.publish(edition)
    assert bare.page(edition, "de").title == "14. Seminarreihe Soziales, 2014"


def test_m65_record(scene: Scene) -> None:
    """Enter that the host ran the edition alone, led by the agency's president."""
    scene.official("Franz Allert")
    scene.change(
        scene.berlin_2014,
        organisers__0__institution=LAGESO, organisers__0__side=scene.berlin.pk, organisers__0__led_by="Franz Allert",
    )  # fmt: skip
    region = scene.page(scene.berlin_2014).region("Who led")
    assert region.region("Organised by").terms() == ["Berlin"]
    assert region.definition("Berlin") == f"{LAGESO} under the direction of Franz Allert"
    assert region.link("Franz Allert").startswith("/en/person/")


def test_m66_record(bare: Scene) -> None:
    """Enter the 22nd edition and after it the 14th: each stands in its place, and a number that no date fits is pointed out."""
    published(bare, number=22, dates="16.–21.6.2019", host_city=bare.moscow.city.public_id)
    berlin = published(bare, number=14, dates="23.–27.11.2014", host_city=bare.berlin.city.public_id)
    assert bare.page(bare.series).part("Editions").headings()[1:] == [
        "22nd labour and social seminar, Moscow 2019",
        "14th Sozialseminar, Berlin 2014",
    ]
    assert bare.page(berlin).link("Next edition 22nd labour and social seminar, Moscow 2019").startswith("/en/edition/")
    assert not bare.work(berlin, "overview").region("What does not fit, or is missing").finds("number")
    bare.change(berlin, dates="23.–27.11.2020")
    assert bare.work(berlin, "overview").region("What does not fit, or is missing").finds("number")


def test_m89_record(scene: Scene) -> None:
    """Enter that the edition was a working visit."""
    assert "Class of visit" not in scene.page(scene.berlin_2014).terms()
    scene.change(scene.berlin_2014, visit_class="working")
    assert scene.page(scene.berlin_2014).region("At a glance").definition("Class of visit") == "Working visit"


def test_m92_record(scene: Scene) -> None:
    """Enter what is known of a missing number: the series shows all its editions and its gaps."""
    assert "15th – 21st Not documented here" in scene.page(scene.series).part("Editions").text
    scene.change(scene.series, gaps__0__number=20, gaps__0__reason="unknown", gaps__0__note_en="It may have been in Berlin.")
    text = scene.page(scene.series).part("Editions").text
    places = [
        text.index(words)
        for words in (
            "22nd labour and social seminar, Moscow 2019",
            "21st Not documented here",
            "20th Not known. It may have been in Berlin.",
            "15th – 19th Not documented here",
            "14th Sozialseminar, Berlin 2014",
            "1st – 13th Not documented here",
        )
    ]
    assert places == sorted(places)


def test_m101_record(bare: Scene) -> None:
    """Enter an accent apart from its letter, a number sign and a hyphen: one letter, the sign and a dash are what is read."""
    edition = published(bare, number=22, dates="16.6.2019 - 21.6.2019")
    typed = {
        "office": "Attache\u0301 № 7",
        "institution": "Botschaft „RF“",
        "kind_of": "invited_guest",
        "language": "de",
        "unnamed": "on",
    }
    bare.line(edition, "people", "person", **typed)
    page = bare.page(edition)
    assert page.region("At a glance").definition("Dates") == "16\u201321 June 2019"
    assert page.region("People").part("Invited guests").lists() == [["Attach\u00e9 № 7 (German), Botschaft „RF“"]]
