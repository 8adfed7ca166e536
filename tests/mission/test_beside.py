"""What an edition was linked with: events of others, theme years, projects, job shadowings, publications elsewhere."""

from __future__ import annotations

from tests.factories import world as make
from tests.mission.scene import FOUNDATION, Scene

TITLE = "Gemeinsamkeiten und Unterschiede: Erfahrungen aus Moskau"
ADDRESS = "https://mittendrin.fdst.de/moskau-sozialseminar/"
PROJECT = "Herausforderungen der Arbeitspolitik durch Digitalisierung"


def test_m24_record(scene: Scene) -> None:
    """Enter a job shadowing as a format of its own, outside the seminar's week: its series lists it."""
    for name in (FOUNDATION, "Reha-Zentrum „Butowo“"):
        scene.institution(name)
    assert "No job shadowing belongs to it." in scene.screen(scene.series).region("Job shadowings").text
    made = scene.enter(
        "job-shadowing", f"?series={scene.series.public_id}", dates="2018", sent_by="Reha-Zentrum „Butowo“", hosted_by=FOUNDATION,
        aims_de="Eine Woche bei den Kolleginnen und Kollegen", visibility="public",
    )  # fmt: skip
    screen = scene.screen(made)
    assert (screen.definition("Sent by"), screen.definition("Hosted by")) == ("Reha-Zentrum „Butowo“", FOUNDATION)
    assert screen.definition("Dates") == "2018"
    assert scene.screen(scene.series).region("Job shadowings").lists() == [[f"{FOUNDATION}, 2018"]]


def test_m25_record(scene: Scene) -> None:
    """Enter the third forum, with its Roman number, and that it was held at the same time."""
    forum = scene.enter(
        "event", names__0__value="Forum sozialer Innovationen", ordinal=3, is_roman="on", dates="6.2019",
        city=scene.moscow.city.public_id,
    )  # fmt: skip
    assert not scene.page(scene.moscow_2019).has_region("In connection with it")
    scene.change(scene.moscow_2019, events__0__event=forum.pk, events__0__kind="coincides_with")
    [[entry]] = scene.page(scene.moscow_2019).region("In connection with it").lists()
    assert entry == "III Forum sozialer Innovationen Took place at the same time · June 2019 · Moscow"
    assert "III. Forum sozialer Innovationen" in scene.page(scene.moscow_2019, "de").text


def test_m26_record(scene: Scene) -> None:
    """Enter that more than 30,000 came to the event: each language separates the number as it does."""
    forum = scene.enter("event", names__0__value="Forum sozialer Innovationen", attendance="mehr als 30.000")
    assert scene.screen(forum).definition("Attendance") == "more than 30,000"
    scene.change(scene.moscow_2019, events__0__event=forum.pk)
    assert "People there: more than 30,000" in scene.page(scene.moscow_2019).region("In connection with it").text
    assert "30.000" in scene.page(scene.moscow_2019, "de").text


def test_m37_record(scene: Scene) -> None:
    """Enter a project of Berlin with a third city, and that it was talked about in Moscow."""
    beijing = make.city("Peking", country="CN", introduced_by=scene.berlin)
    project = scene.enter(
        "project", names__0__value=PROJECT, names__0__language="de", cities=[scene.berlin.city.public_id, beijing.public_id]
    )
    assert scene.screen(project).definition("Cities") == "Berlin Peking"
    scene.change(scene.moscow_2019, projects__0__project=project.pk, projects__0__kind="discussed")
    [[entry]] = scene.page(scene.moscow_2019).region("In connection with it").lists()
    assert entry == f"„{PROJECT}“ Project: was talked about"


def test_m41_record(scene: Scene) -> None:
    """Enter a theme year with its period, and that the edition stood under it."""
    year = scene.enter("initiative", names__0__value="Hochschulkooperation und Wissenschaft", period="2018–2020")
    scene.change(scene.moscow_2019, initiatives=[year.public_id])
    [[entry]] = scene.page(scene.moscow_2019).region("In connection with it").lists()
    assert entry == "Hochschulkooperation und Wissenschaft Theme year or programme · 2018–2020"


def test_m60_record(scene: Scene) -> None:
    """Enter what a participant published: it is linked by its title, with the publisher named before one leaves."""
    assert not scene.page(scene.moscow_2019).has_region("Elsewhere on the web")
    scene.part("publication", scene.moscow_2019, title=TITLE, language="de", publisher=FOUNDATION, address=ADDRESS)
    region = scene.page(scene.moscow_2019).region("Elsewhere on the web")
    assert region.link(f"„{TITLE}“") == ADDRESS
    assert region.lists() == [[f"„{TITLE}“ {FOUNDATION} · leads to mittendrin.fdst.de"]]


def test_m61_record(scene: Scene) -> None:
    """Enter that the text elsewhere is gone, and where a copy stays: the link leads there, and says so."""
    given = {"publisher": FOUNDATION, "address": ADDRESS}
    text = make.publication(scene.moscow_2019, TITLE, **given)
    scene.change(text, checked_on="2026-01-05", reachability="broken")
    assert scene.screen(text).definition("To do") == "The page is gone. Look for an archived copy and enter its address."
    copy = "https://web.archive.org/web/2020/https://mittendrin.fdst.de/moskau-sozialseminar/"
    scene.change(text, archived_address=copy, archived_on="2020-02-01")
    region = scene.page(scene.moscow_2019).region("Elsewhere on the web")
    assert region.link(f"„{TITLE}“") == copy
    assert "The page is gone (last looked at on 5 January 2026)." in region.text
    assert "The link leads to a copy archived on 1 February 2020." in region.text


def test_m86_record(scene: Scene) -> None:
    """Enter that projects of the other side were presented to the senator."""
    meeting = make.item(scene.berlin_2014, kind_of="leadership_meeting")
    speaker = make.participation(scene.berlin_2014, institution=scene.department, side=scene.moscow)
    project = scene.enter("project", names__0__value="Projekte der Moskauer Regierung", cities=[scene.moscow.city.public_id])
    scene.change(scene.berlin_2014, projects__0__project=project.pk, projects__0__kind="presented")
    scene.part(
        "contribution", scene.berlin_2014, item=meeting.public_id, speaker=speaker.public_id, kind_of="presentation",
        subject_project=project.public_id,
    )  # fmt: skip
    page = scene.page(scene.berlin_2014)
    [spoken] = page.entries("Contributions")
    assert spoken.endswith("about Projekte der Moskauer Regierung")
    assert page.region("In connection with it").lists() == [["„Projekte der Moskauer Regierung“ Project: was presented"]]
