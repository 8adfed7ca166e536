"""What was agreed: the declaration on which a theme year rests, the chain of the partnership, and terms beside what happened."""

from __future__ import annotations

from jumelage.agreements.models import Agreement, SignatureValue
from tests.factories import world as make
from tests.mission.scene import Scene


def test_m42_record(scene: Scene) -> None:
    """Enter the ministers' declaration, signed in their offices, and that the theme year of the edition rests on it."""
    offices = [
        scene.office(title, scene.institution(body))
        for title, body in (("Bundesminister", "Auswärtiges Amt"), ("Außenminister", "Außenministerium"))
    ]
    ministers = [make.person(name, introduced_by=scene.berlin) for name in ("Heiko Maas", "Sergej Lawrow")]
    declaration = scene.enter(
        "agreement", title_de="Erklärung zum Themenjahr", kind_of="declaration", level="national", visibility="public",
        parties__0__institution="Auswärtiges Amt", parties__1__institution="Außenministerium",
        signatures__0__person=ministers[0].public_id, signatures__0__office=offices[0].public_id,
        signatures__1__person=ministers[1].public_id, signatures__1__office=offices[1].public_id,
    )  # fmt: skip
    assert [row.as_value() for row in Agreement.objects.get().signatures.all()] == [
        SignatureValue(person.pk, office.pk) for person, office in zip(ministers, offices, strict=True)
    ]
    year = scene.enter("initiative", names__0__value="Hochschulen", period="2018–2020", basis=declaration.public_id)
    assert scene.screen(year).definition("Rests on") == "Erklärung zum Themenjahr"
    scene.change(scene.moscow_2019, initiatives=[year.public_id])
    [[entry]] = scene.page(scene.moscow_2019).region("In connection with it").lists()
    assert entry == "Hochschulen Theme year or programme · 2018–2020 Rests on Erklärung zum Themenjahr"
    told = scene.page(declaration).text
    for words in ("Joint declaration · Berlin–Moscow", "Level national", "Signed by Heiko Maas, Bundesminister (German), Auswärtiges Amt",
                  "Signed by Sergej Lawrow, Außenminister (German), Außenministerium"):  # fmt: skip
        assert words in told
