"""A record found while typing: suggestions, exact names, candidates, and nothing that may not be seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from jumelage.desk.records.fields import RecordsChoiceField
from jumelage.partnerships.models import Topic
from jumelage.people.models import Appointment, Institution
from tests.desk.browsing import client_of, form_on, text_of
from tests.desk.test_saving import added, change_path, changed
from tests.factories import world as make
from tests.factories.world import World


def suggested(client: Any, kind: str, text: str) -> str:
    """Return what is suggested for a text."""
    response = client.get(reverse("desk:suggest", args=[kind]), {"q": text})
    assert response.status_code == 200
    return str(response.content.decode())


def test_suggestions_bear_every_word_and_say_more(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.coordinator_a)
    assert '<option value="Anna Beispiel">Staatssekretärin, Senatsverwaltung</option>' in suggested(client, "person", "anna bei")
    assert '<option value="Anna Beispiel">Анна Бейшпиль' in suggested(client, "person", "БЕЙШПИЛЬ")
    assert '<option value="Sozialamt">Lindenhafen</option>' in suggested(client, "institution", "sozial")
    assert '<option value="Bericht">Senat</option>' in suggested(client, "source", "beri")
    assert '<option value="7th Sozialseminar">' in suggested(client, "edition", "7. sozialsem")
    assert suggested(client, "person", "anna xyz").strip() == ""
    assert suggested(client, "person", "").strip() == ""
    assert suggested(client, "person", ".*").strip() == ""


def test_a_field_asks_by_its_own_name(world: World, records: dict[str, Any]) -> None:
    response = client_of(world.coordinator_a).get(
        "/desk/person/suggest/?observer-0-person=anna", headers={"HX-Request": "true", "HX-Trigger-Name": "observer-0-person"}
    )
    assert 'value="Anna Beispiel"' in response.content.decode()


def test_one_title_of_several_is_followed_by_its_public_id(world: World, records: dict[str, Any]) -> None:
    twin = make.institution("Sozialamt", city=world.sides["b"].city)
    html = suggested(client_of(world.coordinator_a), "institution", "sozialamt")
    for institution, city in ((records["institution"], "Lindenhafen"), (twin, "Ясноречинск")):
        assert f'<option value="Sozialamt [{institution.public_id}]">{city}</option>' in html


def test_only_so_many_are_suggested_the_best_first(world: World, records: dict[str, Any]) -> None:
    for number in range(20):
        make.institution(f"Großes Amt {number:02}", city=records["city"])
    make.institution("Amt", city=records["city"])
    html = suggested(client_of(world.coordinator_a), "institution", "amt")
    assert html.count("<option") == 12
    assert html.strip().startswith('<option value="Amt">')


def test_who_may_not_list_gets_no_suggestions(world: World, records: dict[str, Any]) -> None:
    assert client_of(world.coordinator_a).get("/desk/user/suggest/?q=a").status_code == 403
    assert client_of(world.stranger).get("/desk/institution/suggest/?q=a").status_code == 403
    assert client_of(None).get("/desk/institution/suggest/?q=a").status_code == 302
    assert client_of(world.coordinator_a).post("/desk/institution/suggest/").status_code == 405


def parent_of(client: Any, typed: str, **values: Any) -> Any:
    """Enter an institution whose parent is typed."""
    return added(client, "institution", names__0__value="Referat", parent=typed, **values)


@pytest.mark.parametrize(
    "typed", ["Senatsverwaltung", "  senatsVERWALTUNG ", "Senatsverwaltung [{id}]", "Irgendwas [{id}]", "{id}"]
)
def test_a_record_is_meant_by_name_or_public_id(world: World, records: dict[str, Any], typed: str) -> None:
    house = Institution.objects.get(names__value="Senatsverwaltung")
    assert parent_of(client_of(world.coordinator_a), typed.format(id=house.public_id)).status_code == 302
    assert Institution.objects.get(names__value="Referat").parent == house


def test_a_name_that_means_several_is_asked_back(world: World, records: dict[str, Any]) -> None:
    make.institution("Sozialamt", city=world.sides["b"].city)
    client = client_of(world.coordinator_a)
    response = parent_of(client, "Sozialamt")
    html = response.content.decode()
    assert response.status_code == 422
    assert "“Sozialamt” means more than one. Choose the right one below." in text_of(response)
    assert "Sozialamt (Lindenhafen)" in text_of(response)
    assert "Sozialamt (Ясноречинск)" in text_of(response)
    form = form_on(html, "/desk/institution/new/")
    picked = f"Sozialamt [{records['institution'].public_id}]"
    assert f'value="{picked}"' in html
    assert client.post("/desk/institution/new/", form.filled(parent__picked=picked)).status_code == 302
    assert Institution.objects.get(names__value="Referat").parent == records["institution"]


def test_a_choice_does_not_count_once_another_name_is_typed(world: World, records: dict[str, Any]) -> None:
    make.institution("Sozialamt", city=world.sides["b"].city)
    client = client_of(world.coordinator_a)
    form = form_on(parent_of(client, "Sozialamt").content.decode(), "/desk/institution/new/")
    picked = f"Sozialamt [{records['institution'].public_id}]"
    sent = form.filled(parent="Senatsverwaltung", parent__picked=picked)
    assert client.post("/desk/institution/new/", sent).status_code == 302
    assert str(Institution.objects.get(names__value="Referat").parent) == "Senatsverwaltung"


def test_a_name_that_nearly_fits_and_one_that_nobody_bears(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.coordinator_a)
    near = parent_of(client, "Senats")
    assert "Nothing here is called “Senats” exactly." in text_of(near)
    assert "Which one do you mean?" in text_of(near)
    none = parent_of(client, "Unbekanntes Haus")
    assert "Nothing here is called “Unbekanntes Haus”. Type a part of the name" in text_of(none)
    assert "Which one do you mean?" not in text_of(none)
    assert form_on(none.content.decode(), "/desk/institution/new/").fields["parent"] == ["Unbekanntes Haus"]


def test_an_institution_is_never_its_own_part(world: World, records: dict[str, Any]) -> None:
    response = changed(client_of(world.coordinator_a), records["institution"], parent=records["institution"].public_id)
    assert response.status_code == 422
    assert "Nothing here is called" in text_of(response)


def test_what_was_chosen_stays_until_it_is_emptied(world: World, records: dict[str, Any]) -> None:
    client, appointment = client_of(world.coordinator_a), records["appointment"]
    path = change_path(appointment)
    sent = form_on(client.get(path).content.decode(), path).fields
    assert (sent["person"], sent["person-chosen"]) == (["Anna Beispiel"], [f"Anna Beispiel [{records['person'].public_id}]"])
    assert changed(client, appointment, held="2003–2018").status_code == 302
    assert Appointment.objects.get(pk=appointment.pk).person == records["person"]
    emptied = changed(client, appointment, person="")
    assert emptied.status_code == 422
    assert 'id="id_person_error"' in emptied.content.decode()
    assert changed(client, records["site"], institution="").status_code == 302
    records["site"].refresh_from_db()
    assert records["site"].institution is None


def test_an_address_fills_the_record_in(world: World, records: dict[str, Any]) -> None:
    html = client_of(world.coordinator_a).get(f"/desk/appointment/new/?person={records['person'].public_id}").content.decode()
    assert form_on(html, "/desk/appointment/new/").fields["person"] == ["Anna Beispiel"]


def test_the_box_works_by_markup_alone(world: World, records: dict[str, Any]) -> None:
    html = client_of(world.coordinator_a).get("/desk/appointment/new/").content.decode()
    assert '<datalist id="id_person-found"></datalist>' in html
    assert 'list="id_person-found"' in html
    assert 'hx-get="/desk/person/suggest/"' in html
    assert 'aria-describedby="id_person_hint"' in html
    assert "<select" not in html.partition('for="id_person"')[2].partition("</div>")[0]


def test_choices_are_sorted_as_words_are_compared(db: None) -> None:
    for label in ("Zaun", "Schule № 8", "schule Nr. 9", "Ärzte", "Schule No. 7", "Schulen"):
        make.topic(label)
    listed = [str(label) for _value, label in RecordsChoiceField(Topic.objects.all()).choices]
    assert listed == ["Ärzte", "Schule No. 7", "Schule № 8", "schule Nr. 9", "Schulen", "Zaun"]
