"""How we know: citing sources for a record, and taking evidence back."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from jumelage.desk.screens import SCREENS
from jumelage.journal.models import Row
from jumelage.sources import actions as sources
from jumelage.sources.models import Evidence
from tests.desk.browsing import client_of, form_on, text_of
from tests.factories import world as make
from tests.factories.world import BY, World

TAKING = ("person", "institution", "office", "appointment", "edition", "series", "partnership")


def record_page(client: Any, record: Any) -> Any:
    """Open a record's screen."""
    return client.get(reverse("desk:record", args=[record.kind(), record.public_id]))


def cite(client: Any, record: Any, **values: Any) -> Any:
    """Fill in the form for evidence that stands on a record's screen."""
    path = reverse("desk:cite", args=[record.kind(), record.public_id])
    form = form_on(record_page(client, record).content.decode(), path)
    return client.post(path, form.filled(**{f"evidence__{name}": value for name, value in values.items()}))


def test_the_kinds_that_take_evidence() -> None:
    assert set(TAKING) <= {kind for kind, screen in SCREENS.items() if screen.takes_evidence}
    assert {"source", "note", "user", "grant", "proposal", "judgement"}.isdisjoint(
        kind for kind, screen in SCREENS.items() if screen.takes_evidence
    )


@pytest.mark.parametrize("kind", TAKING)
def test_a_record_is_empty_then_known_from_a_source(world: World, records: dict[str, Any], kind: str) -> None:
    client, record = client_of(world.coordinator_a), records[kind]
    Evidence.objects.all().delete()
    assert "How we know No source has been named yet." in text_of(record_page(client, record))
    response = cite(client, record, source="Bericht", quote="So steht es da.", place="S. 3")
    assert response.status_code == 302, text_of(response)
    assert response["Location"].endswith("#evidence")
    made = Evidence.objects.get()
    assert (made.record_type, made.record_id, made.field) == (record._meta.label_lower, record.public_id, "")
    assert (made.source, made.quote, made.place, made.certainty) == (records["source"], "So steht es da.", "S. 3", "stated")
    text = text_of(record_page(client, record))
    for words in ("the whole record", "So steht es da.", "Bericht", "S. 3"):
        assert words in text
    assert "said how this is known" in text


def test_a_field_is_cited_and_the_newest_preferred_counts(world: World, records: dict[str, Any]) -> None:
    client, office = client_of(world.coordinator_a), records["office"]
    page = record_page(client, office).content.decode()
    for words in ("Titles", "Rank", "Institution", "Public function"):
        assert f">{words}</option>" in page
    assert ">Looked after by</option>" not in page
    given = {"source": records["source"].public_id, "preferred": "on", "certainty": "assumed"}
    assert cite(client, office, field="rank", stated_value="Abteilungsleitung", **given).status_code == 302
    assert cite(client, office, field="rank", stated_value="Amtsleitung", **given).status_code == 302
    found = Evidence.objects.filter(record_id=office.public_id).order_by("pk")
    assert [(one.stated_value, one.preferred) for one in found] == [("Abteilungsleitung", False), ("Amtsleitung", True)]
    assert "Rank : Amtsleitung assumed preferred" in text_of(record_page(client, office))
    history = text_of(client.get(reverse("desk:history", args=["office", office.public_id])))
    assert "How we know before – after Rank: Bericht" in history or "Rank: Bericht" in history


def test_evidence_without_a_source_or_of_an_unknown_field_is_refused(world: World, records: dict[str, Any]) -> None:
    client, person = client_of(world.coordinator_a), records["person"]
    before = Evidence.objects.count()
    response = cite(client, person, source="", quote="Ohne Quelle")
    html = response.content.decode()
    assert response.status_code == 422
    assert "Nothing was added." in text_of(response)
    assert "data-focus" in html
    assert '<details class="desk-spare" open>' in html
    assert 'id="id_evidence-source_error"' in html
    assert "Ohne Quelle" in html
    assert cite(client, person, source="Bericht", field="cluster").status_code == 422
    assert cite(client, person, source="Gibt es nicht").status_code == 422
    assert Evidence.objects.count() == before


def test_evidence_is_withdrawn(world: World, records: dict[str, Any]) -> None:
    client, person = client_of(world.coordinator_a), records["person"]
    made = Evidence.objects.get(record_id=person.public_id)
    path = reverse("desk:uncite", args=["person", person.public_id, made.pk])
    form = form_on(record_page(client, person).content.decode(), path)
    assert client.get(path).status_code == 405
    done = client.post(path, form.fields, follow=True)
    assert "The evidence was withdrawn." in text_of(done)
    assert not Evidence.objects.filter(pk=made.pk).exists()
    assert Row.objects.filter(record_id=person.public_id, verb="uncite").count() == 1
    assert client.post(path).status_code == 404


def test_who_may_not_change_the_record_reads_but_does_not_write(world: World, records: dict[str, Any]) -> None:
    person = records["person"]
    made = Evidence.objects.get(record_id=person.public_id)
    new = reverse("desk:cite", args=["person", person.public_id])
    gone = reverse("desk:uncite", args=["person", person.public_id, made.pk])
    for user in (world.coordinator_b, world.user("reader", "a")):
        client = client_of(user)
        page = record_page(client, person)
        assert "Dr. Anna Beispiel" in text_of(page)
        assert new not in page.content.decode()
        assert gone not in page.content.decode()
        for path in (new, gone):
            response = client.post(path)
            assert response.status_code == 403
            assert "Ask the coordinator" in text_of(response)
    assert Evidence.objects.filter(pk=made.pk).exists()


def test_a_source_of_the_other_side_gives_evidence_only_there(world: World, records: dict[str, Any]) -> None:
    person = records["person"]
    source = make.source(world.partnership, "Geheimakte", owner_side=world.sides["b"], visibility="internal")
    made = sources.cite(by=BY, record=person, source=source, quote="Nur für uns.")
    client = client_of(world.coordinator_a)
    text = text_of(record_page(client, person)) + text_of(client.get(reverse("desk:history", args=["person", person.public_id])))
    assert "Geheimakte" not in text
    assert "Nur für uns." not in text
    assert "a source that you may not see" in text
    assert client.post(reverse("desk:uncite", args=["person", person.public_id, made.pk])).status_code == 404
    assert cite(client, person, source="Geheimakte").status_code == 422


def test_evidence_of_another_record_is_not_withdrawn_here(world: World, records: dict[str, Any]) -> None:
    made = Evidence.objects.get(record_id=records["person"].public_id)
    path = reverse("desk:uncite", args=["office", records["office"].public_id, made.pk])
    assert client_of(world.coordinator_a).post(path).status_code == 404
    assert Evidence.objects.filter(pk=made.pk).exists()


def test_a_kind_without_evidence_has_no_such_address(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.administrator)
    assert client.post(reverse("desk:cite", args=["topic", records["topic"].public_id])).status_code == 404
    assert "How we know" not in text_of(record_page(client, records["topic"]))
