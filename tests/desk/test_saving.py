"""Adding and changing every kind by its form: what is saved, what is refused, and that nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from jumelage.desk.screens import SCREENS
from jumelage.fields.models import Name
from jumelage.journal.models import Row
from jumelage.partnerships.models import City, Grant, Partnership, Topic
from jumelage.people.models import Institution, KnownTo
from jumelage.seminars.models import Edition, Series
from jumelage.values import LocalText, PartialDate
from tests.desk.browsing import client_of, form_on, text_of
from tests.factories import world as make
from tests.factories.world import World


def change_path(record: Any) -> str:
    """Return the address of a record's form."""
    return reverse("desk:change", args=[record.kind(), record.public_id])


def changed(client: Any, record: Any, **values: Any) -> Any:
    """Open a record's form, fill something in, send it off."""
    path = change_path(record)
    return client.post(path, form_on(client.get(path).content.decode(), path).filled(**values))


def added(client: Any, kind: str, query: str = "", **values: Any) -> Any:
    """Open the form of a new record, fill it in, send it off."""
    path = reverse("desk:add", args=[kind])
    return client.post(path, form_on(client.get(path + query).content.decode(), path).filled(**values))


@pytest.mark.parametrize("kind", [kind for kind, screen in SCREENS.items() if screen.change and screen.form])
def test_sending_a_form_untouched_changes_nothing(world: World, records: dict[str, Any], kind: str) -> None:
    record, client = records[kind], client_of(world.administrator)
    acts = Row.objects.filter(record_id=record.public_id).count()
    response = changed(client, record)
    assert (response.status_code, response["Location"]) == (302, reverse("desk:record", args=[kind, record.public_id]))
    assert type(record).objects.get(pk=record.pk).version == record.version
    assert Row.objects.filter(record_id=record.public_id).count() == acts


def test_a_city_is_added_with_its_names(world: World) -> None:
    response = added(
        client_of(world.coordinator_a),
        "city",
        names__0__value="Neustadt",
        names__1__value="Нойштадт",
        names__1__kind="transliteration",
        names__1__scheme="bgnpcgn",
        names__2__value="Newtown",
        names__2__kind="translation",
        names__2__valid="1993–",
        country="DE",
    )
    city = City.objects.get(names__value="Neustadt")
    assert response["Location"] == reverse("desk:record", args=["city", city.public_id])
    assert [row.as_value() for row in city.names.all()] == [
        Name("Neustadt", "de"),
        Name("Нойштадт", "ru", "transliteration", "bgnpcgn"),
        Name("Newtown", "en", "translation", "", "1993/.."),
    ]
    assert city.introduced_by == world.sides["a"]


def test_names_are_changed_taken_away_and_added_in_one_go(world: World, records: dict[str, Any]) -> None:
    city = records["city"]
    response = changed(
        client_of(world.coordinator_a), city, names__0__DELETE="on", names__1__value="Lindenhaven", names__1__language="en"
    )
    assert response.status_code == 302
    assert [name.value for name in city.names.all()] == ["Lindenhaven"]


def test_a_topic_and_an_institution_are_added(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.coordinator_a)
    assert added(client, "topic", label_de="Jugendhilfe", label_de_status="reviewed").status_code == 302
    assert Topic.objects.get(label__de__text="Jugendhilfe").introduced_by == world.sides["a"]
    response = added(
        client,
        "institution",
        names__0__value="Werkstatt",
        kind_of="association",
        city=records["city"].public_id,
        parent=records["institution"].public_id,
        founded="1999",
    )
    made = Institution.objects.get(names__value="Werkstatt")
    assert response.status_code == 302
    assert (made.city, made.parent, made.founded) == (records["city"], records["institution"], PartialDate.parse("1999"))


def test_a_series_is_added_with_its_leads_and_keeps_its_partnership(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.coordinator_a)
    response = added(
        client,
        "series",
        f"?partnership={world.partnership.public_id}",
        names__0__value="Jugendtreffen",
        purpose_de="Kennenlernen.",
        leads__0__side=world.sides["a"].pk,
        leads__0__institution=records["institution"].public_id,
        owner_side=world.sides["a"].pk,
        visibility="internal",
    )
    series = Series.objects.get(names__value="Jugendtreffen")
    assert response.status_code == 302
    assert (series.partnership, series.owner_side, series.visibility) == (world.partnership, world.sides["a"], "internal")
    assert [(lead.side, lead.institution) for lead in series.leads.all()] == [(world.sides["a"], records["institution"])]
    page = client.get(change_path(series)).content.decode()
    assert 'name="partnership"' not in page


def test_an_idea_is_added_and_a_past_edition_recorded(world: World, records: dict[str, Any]) -> None:
    client, series = client_of(world.coordinator_a), records["series"]
    query = f"?series={series.public_id}"
    assert added(client, "edition", query, title_de="Nächstes Mal").status_code == 302
    idea = Edition.objects.get(title__de__text="Nächstes Mal")
    assert (idea.state, idea.number) == ("idea", 9)  # the next free number was suggested
    given = {"number": 3, "state": "held", "dates": "4.–9.10.2015", "topics": [records["topic"].public_id]}
    assert added(client, "edition", query, **given, host_side=world.sides["b"].pk).status_code == 302
    past = Edition.objects.get(number=3)
    assert (past.state, past.dates, past.host_side) == ("held", PartialDate.parse("2015-10-04/2015-10-09"), world.sides["b"])
    assert list(past.topics.all()) == [records["topic"]]
    assert Row.objects.get(record_id=past.public_id).verb == "document"


def test_a_new_edition_is_held_in_the_city_of_its_host_unless_another_is_chosen(world: World, records: dict[str, Any]) -> None:
    client, series, side = client_of(world.coordinator_a), records["series"], world.sides["b"]
    query, other = f"?series={series.public_id}", make.city("Nebenort")
    assert "Empty: the city of the host side." in text_of(client.get(f"/desk/edition/new/{query}"))
    for number, city, held_in in ((21, "", side.city), (22, other.public_id, other)):
        assert added(client, "edition", query, number=number, host_side=side.pk, host_city=city).status_code == 302
        assert Edition.objects.get(number=number).host_city == held_in
    assert added(client, "edition", query, number=23).status_code == 302
    assert Edition.objects.get(number=23).host_city is None
    kept = make.edition(series, 24, host_side=side)
    assert "Empty: the city of the host side." not in text_of(client.get(change_path(kept)))
    assert changed(client, kept, title_de="Ohne Ort").status_code == 302
    kept.refresh_from_db()
    assert (kept.title.text("de"), kept.host_city) == ("Ohne Ort", None)


def test_the_form_says_the_next_number_of_every_series_where_there_are_several(world: World, records: dict[str, Any]) -> None:
    client, first = client_of(world.coordinator_a), records["series"]
    alone = client.get("/desk/edition/new/")
    assert "The next number in each series" not in text_of(alone)
    assert form_on(alone.content.decode(), "/desk/edition/new/").fields["number"] == ["9"]
    second = make.series(world.partnership, name="Jugendseminar")
    make.edition(second, 41)
    page = client.get("/desk/edition/new/")
    assert "The next number in each series is: Jugendseminar: 42; Sozialseminar: 9." in text_of(page)
    assert form_on(page.content.decode(), "/desk/edition/new/").fields["number"] == [""]
    asked = client.get(f"/desk/edition/new/?series={second.public_id}").content.decode()
    assert form_on(asked, "/desk/edition/new/").fields["number"] == ["42"]
    assert "Jugendseminar: 42; Sozialseminar: 9." in asked
    assert "The next number in each series" not in text_of(client.get(change_path(make.edition(first, 31))))


def test_a_partnership_is_added_with_sides_states_and_a_decision(world: World) -> None:
    first, second = make.city("Nordstadt"), make.city("Südstadt", country="KZ")
    response = added(
        client_of(world.administrator),
        "partnership",
        sides__0__city=first.public_id,
        sides__1__city=second.public_id,
        sides__1__label_de="Südseite",
        since="5.1999",
        states__0__state="active",
        states__0__since="5.1999",
        states__0__decided_by="Rat",
        sharing__0__side="2",
        sharing__0__open="open",
        sharing__0__on="2020-02-01",
        sharing__0__decided_by="Datenschutz",
    )
    made = Partnership.objects.get(sides__city=first)
    assert response.status_code == 302, text_of(response)
    assert [(side.order, side.city) for side in made.sides.all()] == [(1, first), (2, second)]
    assert [(state.state, str(state.since)) for state in made.states.all()] == [("active", "1999-05")]
    assert [(row.side, row.open, str(row.on)) for row in made.sharing.all()] == [(2, True, "2020-02-01")]


def test_a_third_side_joins_and_the_others_keep_their_places(world: World) -> None:
    third = make.city("Dritte")
    response = changed(client_of(world.administrator), world.partnership, sides__2__city=third.public_id)
    assert response.status_code == 302
    assert [side.order for side in world.partnership.sides.all()] == [1, 2, 3]
    assert world.partnership.sides.get(order=1).pk == world.sides["a"].pk


def test_a_coordinator_changes_labels_but_not_cities_or_decisions(world: World) -> None:
    other = make.city("Andere")
    client = client_of(world.coordinator_a)
    response = changed(
        client,
        world.partnership,
        sides__0__city=other.public_id,
        sides__0__label_de="Unsere Seite",
        sharing__TOTAL_FORMS="0",
    )
    assert response.status_code == 302, text_of(response)
    sides = list(world.partnership.sides.all())
    assert [side.city for side in sides] == [world.sides["a"].city, world.sides["b"].city]
    assert sides[0].label.text("de") == "Unsere Seite"
    assert world.partnership.sharing.count() == 1
    more = changed(client, world.partnership, sides__TOTAL_FORMS="3", sides__2__city=other.public_id)
    assert more.status_code == 422
    assert world.partnership.sides.count() == 2


def test_a_role_is_given_changed_and_taken_away(world: World) -> None:
    client = client_of(world.administrator)
    given = {"side": world.sides["a"].pk, "role": "reader", "until": "2031-12-31"}
    assert added(client, "grant", f"?user={world.stranger.public_id}", **given).status_code == 302
    grant = Grant.objects.get(user=world.stranger)
    assert (grant.role, str(grant.until)) == ("reader", "2031-12-31")
    assert changed(client, grant, role="editor", until="").status_code == 302
    grant.refresh_from_db()
    assert (grant.role, grant.until) == ("editor", None)
    assert client.post(reverse("desk:delete", args=["grant", grant.public_id])).status_code == 302
    assert not Grant.objects.filter(user=world.stranger).exists()


def test_a_mistake_keeps_what_was_typed_and_leads_to_the_field(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.coordinator_a)
    response = changed(client, records["edition"], dates="neulich", title_ru="Набрано", topics=[records["topic"].public_id])
    html = response.content.decode()
    assert response.status_code == 422
    assert '<a class="desk-link" href="#id_dates">' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_dates_error"' in html.replace("id_dates_hint ", "")
    sent = form_on(html, change_path(records["edition"])).fields
    assert (sent["dates"], sent["title_ru"], sent["topics"]) == (["neulich"], ["Набрано"], [records["topic"].public_id])


def test_a_refusal_of_the_room_stands_at_its_field(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.coordinator_a)
    response = changed(client, records["edition"], dates="2999", title_de="Bleibt stehen")
    assert response.status_code == 422
    assert "cannot have been held in the future" in text_of(response)
    assert '<p class="desk-wrong" id="id_dates_error">' in response.content.decode()
    assert "Bleibt stehen" in response.content.decode()


def test_a_refusal_about_a_list_stands_at_the_list(world: World) -> None:
    response = changed(
        client_of(world.administrator),
        world.partnership,
        states__1__state="dormant",
        states__1__since="2020",
        states__1__decided_by="Rat",
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#list-states"' in html
    assert "needs a reason that people can read" in text_of(response)
    assert form_on(html, change_path(world.partnership)).fields["states-1-decided_by"] == ["Rat"]


def test_a_mistake_in_a_row_names_the_row(world: World, records: dict[str, Any]) -> None:
    response = changed(client_of(world.coordinator_a), records["city"], names__1__value="Ohne Sprache")
    assert response.status_code == 422
    assert "Name 2, Language" in text_of(response)


def test_a_number_given_twice_is_refused_in_a_sentence(world: World, records: dict[str, Any]) -> None:
    response = changed(client_of(world.coordinator_a), records["edition"], number=8)
    assert response.status_code == 422
    assert "Number : This series already has an edition with this number" in text_of(response)


@pytest.mark.parametrize("with_htmx", [True, False])
def test_one_more_row_keeps_what_was_typed_and_judges_nothing(world: World, records: dict[str, Any], with_htmx: bool) -> None:
    client, path = client_of(world.coordinator_a), change_path(records["city"])
    sent = form_on(client.get(path).content.decode(), path).filled(more="names", names__1__value="Halb getippt", country="")
    response = client.post(path, sent, headers={"HX-Request": "true"} if with_htmx else {})
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count('class="desk-row"') == 4  # one name, two empty rows, one more
    assert "Halb getippt" in html
    assert "aria-invalid" not in html
    assert ("<html" in html) is not with_htmx
    assert City.objects.get(pk=records["city"].pk).version == records["city"].version


def test_a_translation_remembers_its_original(world: World, records: dict[str, Any]) -> None:
    client, edition = client_of(world.coordinator_a), records["edition"]
    assert changed(client, edition, title_de="Arbeit", title_de_status="reviewed", title_ru="Труд").status_code == 302
    edition.refresh_from_db()
    assert edition.title["ru"].source_language == "de"
    assert changed(client, edition, title_de="Arbeit für alle").status_code == 302
    edition.refresh_from_db()
    assert edition.title.is_stale("ru")
    assert "The original has changed since." in text_of(client.get(change_path(edition)))
    assert isinstance(edition.title, LocalText)


def test_deleting_names_what_goes_and_refuses_what_is_used(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.administrator)
    path = reverse("desk:delete", args=["series", records["series"].public_id])
    response = client.post(path)
    assert response.status_code == 422
    assert "is still used" in text_of(response)
    edition = records["edition"]
    asked = client.get(reverse("desk:delete", args=["edition", edition.public_id]))
    assert "answers for ever that it is gone" in text_of(asked)
    done = client.post(reverse("desk:delete", args=["edition", edition.public_id]), follow=True)
    assert not Edition.objects.filter(pk=edition.pk).exists()
    assert "was deleted" in text_of(done)


def test_publishing_and_hiding_again(world: World, records: dict[str, Any]) -> None:
    client, edition = client_of(world.coordinator_a), records["edition"]
    path = reverse("desk:verb", args=["edition", edition.public_id, "publish"])
    page = client.get(reverse("desk:record", args=["edition", edition.public_id])).content.decode()
    done = client.post(path, form_on(page, path).fields, follow=True)
    edition.refresh_from_db()
    assert edition.published
    assert "The edition is published." in text_of(done)
    assert "published, but its series or partnership is not" in text_of(done)
    late = client.post(reverse("desk:verb", args=["edition", edition.public_id, "unpublish"]), {"version": 1}, follow=True)
    assert "Somebody else has changed this record" in text_of(late)


def test_hiding_a_partnership_takes_back_what_others_know_only_by_it(world: World) -> None:
    side, other = world.sides["a"], world.sides["b"]
    series = make.series(world.partnership, owner_side=side, visibility="internal", published=True)
    edition = make.edition(series, 31, visibility="both_sides", published=True)
    person = make.person("Ina Muster", introduced_by=side)
    make.participation(edition, person=person, kind_of="host")
    assert set(KnownTo.objects.filter(person=person).values_list("side", flat=True)) == {side.pk, other.pk}
    client, partnership = client_of(world.coordinator_a), world.partnership
    for verb, learned in (("unpublish", {side.pk}), ("publish", {side.pk, other.pk})):
        partnership.refresh_from_db()
        path = reverse("desk:verb", args=["partnership", partnership.public_id, verb])
        assert client.post(path, {"version": partnership.version}).status_code == 302
        assert set(KnownTo.objects.filter(person=person).values_list("side", flat=True)) == learned


def test_an_edition_without_dates_is_not_published(world: World, records: dict[str, Any]) -> None:
    edition = make.edition(records["series"], 11, dates=None)
    path = reverse("desk:verb", args=["edition", edition.public_id, "publish"])
    response = client_of(world.coordinator_a).post(path, {"version": edition.version}, follow=True)
    assert "needs its dates" in text_of(response)


def test_an_address_fills_in_only_what_it_may(world: World, records: dict[str, Any]) -> None:
    client = client_of(world.coordinator_a)
    html = client.get(f"/desk/edition/new/?series={records['series'].public_id}&title=x&number=99&dates=y").content.decode()
    sent = form_on(html, "/desk/edition/new/").fields
    assert (sent["series"], sent["number"], sent["dates"], sent["title_de"]) == ([records["series"].public_id], ["9"], [""], [""])
