"""What was said: tributes, assessments, impressions, each with whoever said it and never as a fact."""

from __future__ import annotations

from typing import Any

import pytest

from jumelage.seminars.models import Edition, Participation
from tests.factories import world as make
from tests.mission.heard import Heard
from tests.mission.scene import DEPARTMENT, EMBASSY, LAGESO, Scene


def said(scene: Scene, edition: Edition, **values: Any) -> Heard:
    """Enter a statement, see that it stays on the desk until it is approved, and return the page's voices."""
    made = scene.part("statement", edition, **values)
    assert not scene.page(edition).has_region("Voices")
    scene.change(made, is_approved="on")
    return scene.page(edition).region("Voices")


@pytest.fixture
def commissioner(scene: Scene) -> Participation:
    """The guest of honour of the 22nd edition."""
    body = scene.institution("Moskauer Regierung")
    return scene.came(scene.moscow_2019, "Tatiana Potyayewa", "Beauftragte für Menschenrechte", body, kind_of="honorary_guest")


@pytest.fixture
def delegation(scene: Scene) -> Any:
    """The delegation of Berlin at the 22nd edition."""
    return scene.delegation(scene.moscow_2019, scene.berlin)


def test_m20_record(scene: Scene, commissioner: Participation) -> None:
    """Enter that a speech paid tribute to the agency: the voice names its speaker and whom it is about."""
    words = "Both sides gain from what the agency gave."
    voices = said(
        scene, scene.moscow_2019, kind_of="tribute", speaker=commissioner.public_id, about_institution=LAGESO, text_en=words
    )
    assert voices.text.endswith(
        f"{words} Tribute about {LAGESO} – Tatiana Potyayewa, Beauftragte für Menschenrechte (German), Moskauer Regierung"
    )
    assert voices.link("Tatiana Potyayewa").startswith("/en/person/")


def test_m22_record(scene: Scene, commissioner: Participation) -> None:
    """Enter an assessment: it keeps its speaker and stands as her view."""
    voices = said(
        scene, scene.moscow_2019, kind_of="assessment", speaker=commissioner.public_id, text_en="It is close to practice."
    )
    assert "It is their view, not a finding of this archive." in voices.text
    assert "It is close to practice. Assessment – Tatiana Potyayewa" in voices.text


def test_m30_record(scene: Scene, delegation: Any) -> None:
    """Enter what the delegation made of the projects: an impression of the delegation."""
    words = "There was something new for every age."
    voices = said(scene, scene.moscow_2019, kind_of="impression", delegation=delegation.public_id, text_en=words)
    assert voices.text.endswith(f"{words} Impression of the delegation – the delegation of Berlin")


def test_m54_record(scene: Scene) -> None:
    """Enter a tribute that names a duration: it stays the speaker's claim about the other."""
    scene.official("Franz Allert")
    minister = scene.came(scene.moscow_2019, "Vladimir Petrosyan", "Minister", scene.department, kind_of="leadership")
    words = "He counted sixteen years."
    voices = said(
        scene, scene.moscow_2019, kind_of="tribute", speaker=minister.public_id, about_person="Franz Allert", text_en=words
    )
    assert voices.text.endswith(f"{words} Tribute about Franz Allert – Vladimir Petrosyan, Minister (German), {DEPARTMENT}")


def test_m58_record(scene: Scene, delegation: Any) -> None:
    """Enter that the delegation left, and with what impressions."""
    item = scene.part(
        "item", scene.moscow_2019, kind_of="travel", title_en="Flight to Berlin", day="21.6.2019",
        presences__0__who=f"d{delegation.pk}",
    )  # fmt: skip
    voices = said(
        scene,
        scene.moscow_2019,
        kind_of="impression",
        item=item.public_id,
        delegation=delegation.public_id,
        text_en="We felt welcome.",
    )
    at = "Said at: Arrival, departure, transfer: Flight to Berlin"
    assert voices.text.endswith(f"We felt welcome. Impression of the delegation – the delegation of Berlin {at}")
    day = scene.programme(scene.moscow_2019).part("Friday, 21 June 2019")
    assert day.text.endswith("Arrival, departure, transfer Flight to Berlin Present the delegation of Berlin")


def test_m72_record(scene: Scene) -> None:
    """Enter a tribute to the cooperation of both cities."""
    attache = scene.came(scene.berlin_2014, "Sergey Tsvetkov", "Attaché", scene.institution(EMBASSY), kind_of="invited_guest")
    words = "What both cities do together in social affairs succeeds."
    voices = said(scene, scene.berlin_2014, kind_of="tribute", speaker=attache.public_id, text_en=words)
    assert voices.text.endswith(f"{words} Tribute – Sergey Tsvetkov, Attaché (German), {EMBASSY}")


def test_m90_record(scene: Scene) -> None:
    """Enter that an envoy called the exchange a model, at the reception."""
    envoy = scene.came(scene.berlin_2014, "Oleg Krasnitskiy", "Gesandter", scene.institution(EMBASSY), kind_of="invited_guest")
    reception = make.item(scene.berlin_2014, kind_of="reception")
    voices = said(
        scene, scene.berlin_2014, kind_of="assessment", item=reception.public_id, speaker=envoy.public_id, text_en="A model."
    )
    assert voices.text.endswith(f"A model. Assessment – Oleg Krasnitskiy, Gesandter (German), {EMBASSY} Said at: Reception")
