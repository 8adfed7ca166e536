"""What was awarded at the seminars: a badge, a letter of thanks, and whether an official may keep them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import world as make
from tests.mission.scene import LAGESO, Scene

GOVERNMENT = "Moskauer Regierung"


@pytest.fixture
def badge(scene: Scene) -> dict[str, Any]:
    """The minister hands a badge of his government over to the president of the agency, at the evaluation."""
    government = scene.institution(GOVERNMENT, city=scene.moscow.city)
    scene.came(scene.moscow_2019, "Vladimir Petrosyan", "Minister", government, kind_of="leadership")
    scene.came(scene.moscow_2019, "Franz Allert", "Präsident", scene.lageso, kind_of="delegate")
    item = make.item(scene.moscow_2019, "Auswertung", kind_of="evaluation")
    return {
        "item": item.public_id,
        "kind_of": "badge",
        "title_de": "Ehrenzeichen",
        "date": "6.2019",
        "awarded_by": scene.moscow.pk,
        "received_by": scene.berlin.pk,
        "awarding_body": GOVERNMENT,
        "presenters__0__person": "Vladimir Petrosyan",
        "presenters__0__office": "Minister",
        "recipients__0__person": "Franz Allert",
        "recipients__0__office": "Präsident",
        "clearance": "not_needed",
        "visibility": "public",
    }


def test_m55_record(scene: Scene, badge: dict[str, Any]) -> None:
    """Enter that a badge was handed over: who did it, to whom, when, and the item at which it was."""
    scene.part("honour", scene.moscow_2019, **badge)
    told = scene.page(scene.moscow_2019).region("Honours")
    for words in ("June 2019", "Ehrenzeichen", "Badge of honour", f"Awarded by: {GOVERNMENT}", "Handed over by: Vladimir Petrosyan",
                  "Received by: Franz Allert", LAGESO):  # fmt: skip
        assert words in told.text, told.text
    assert told.link("Evaluation, closing: Auswertung").startswith("#")
    assert "Ehrenzeichen" in scene.page(scene.partnership).region("Honours in both directions").text


def test_m56_record(scene: Scene, badge: dict[str, Any]) -> None:
    """Enter a letter of thanks: the government awards it, the mayor signs it, the minister hands it over."""
    scene.official("Sergej Sobjanin")
    scene.office("Oberbürgermeister", scene.institution("Bürgermeisteramt", city=scene.moscow.city))
    letter = {
        "kind_of": "letter_of_thanks",
        "title_de": "Dankesbrief",
        "signatory": "Sergej Sobjanin",
        "signatory_office": "Oberbürgermeister",
        "citation_ru": "За личный вклад.",
    }
    scene.part("honour", scene.moscow_2019, **{**badge, **letter})
    told = scene.page(scene.moscow_2019).region("Honours").text
    for words in (f"Awarded by: {GOVERNMENT}", "Signed by: Sergej Sobjanin, Oberbürgermeister", "Handed over by: Vladimir Petrosyan",
                  "За личный вклад.", "Russian"):  # fmt: skip
        assert words in told, told


def test_m57_record(scene: Scene, badge: dict[str, Any]) -> None:
    """Enter a badge that an official may not keep unasked: no page tells of it before somebody has approved it."""
    made = scene.part("honour", scene.moscow_2019, **{**badge, "clearance": "open"})
    assert "approval still open" in scene.screen(made).text
    assert not scene.page(scene.moscow_2019).has_region("Honours")
    assert not scene.page(scene.partnership).has_region("Honours in both directions")
    scene.change(made, clearance="cleared", clearance_on="1.8.2019")
    assert "Ehrenzeichen" in scene.page(scene.moscow_2019).region("Honours").text
