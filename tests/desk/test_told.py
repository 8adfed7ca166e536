"""What is told of a record only to some of those who see it: findings, words of sources, days in office, notes, old values."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from jumelage.accounts.actor import Role
from jumelage.desk.records.titles import Viewer
from jumelage.desk.workspace.parts import overview
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.models import Proposal, SharingValue
from jumelage.partnerships.queries import actor_for
from jumelage.people.models import BasisValue, ObservationValue, Person, PersonNameValue
from jumelage.seminars.models import Edition
from jumelage.values import LocalText
from tests.desk.acquainted import known_person
from tests.desk.browsing import client_of, form_on, text_of
from tests.desk.test_history_and_notes import history
from tests.desk.test_people import shown
from tests.factories import world as make
from tests.factories.world import BY, World


def workspace(client: Any, edition: Edition, part: str) -> str:
    """Return the words of a part of the workspace."""
    return text_of(client.get(reverse("desk:work", args=[edition.public_id, part])))


def published(world: World, **values: Any) -> Edition:
    """Publish an edition of the first partnership, which belongs to side a alone."""
    series = make.series(world.partnership, published=True, owner_side=world.sides["a"], visibility="internal")
    return make.edition(series, 30, published=True, visibility="internal", **values)


def test_findings_are_for_who_may_change_the_edition(world: World) -> None:
    edition = published(world)
    make.delegation(edition, world.sides["a"], size=3, planned_size=2)
    sentence = "is shown to the coordinators who may change this edition"
    assert "please check" in workspace(client_of(world.coordinator_a), edition, "overview")
    for user in (world.user("reader", "a"), world.coordinator_b, world.user("coordinator", "c")):
        text = workspace(client_of(user), edition, "overview")
        assert sentence in text
        assert "please check" not in text
        assert overview(edition, Viewer(actor_for(user), "en")).findings == ()


def test_words_of_a_public_source_are_for_whom_grants_show_it(world: World) -> None:
    edition = published(world)
    source = make.source(world.partnership, "Blatt 7", visibility="public", owner_side=world.sides["a"], publisher="Stadtblatt")
    make.sources.cite(
        by=BY, record=edition, source=source, field="title", quote="Frau Rabenfels", place="Geheimseite", stated_value="Rabenwort",
        certainty="derived",
    )  # fmt: skip
    secret = ("Rabenfels", "Geheimseite", "Rabenwort")
    for user, sees_all in ((world.user("reader", "a"), True), (world.user("reader", "c"), False)):
        client = client_of(user)
        record = shown(client, edition)
        assert [word in record for word in secret] == [sees_all] * 3
        listed = workspace(client, edition, "sources")
        assert [word in listed for word in ("Rabenfels", "Rabenwort")] == [sees_all] * 2
        for text in (record, listed):
            assert "Geheimseite" not in text or sees_all
            for word in ("Blatt 7", "Stadtblatt", "derived"):
                assert word in text


def test_a_day_in_office_is_told_where_the_part_in_the_edition_may_be_seen(world: World) -> None:
    person = known_person(world, bases=[BasisValue("public_office")])
    office = make.office("Stadträtin", institution=make.institution(city=world.sides["c"].city))
    by_hand = [ObservationValue("2015-05", "Von Hand")]
    appointment = make.appointment(person, office, introduced_by=world.sides["c"], observations=by_hand)
    inside = make.edition(make.series(world.partnership), 5, dates="2011-03-04")
    make.participation(inside, person=person, office=office, words="Geheimwort", kind_of="host")
    assert person.appointments.get() == appointment
    assert len(appointment.observations.all()) == 2
    for user, sees_it in ((world.user("coordinator", "c"), False), (world.coordinator_a, True), (world.administrator, True)):
        client = client_of(user)
        texts = [shown(client, appointment), history(client, appointment), text_of(client.get("/desk/appointment/"))]
        texts += [shown(client, office), client.get("/desk/appointment.csv").content.decode()]
        for text in texts:
            assert "May 2015" in text
            assert ("4 March 2011" in text.replace("\u00a0", " ")) is sees_it
        assert ("Geheimwort" in texts[0]) is sees_it
        assert ("Geheimwort" in texts[1]) is sees_it
    client = client_of(world.user("coordinator", "c"))
    path = reverse("desk:change", args=["appointment", appointment.public_id])
    page = client.get(path).content.decode()
    assert "Geheimwort" not in page
    form = form_on(page, path)
    assert client.post(path, form.filled(observations__0__words="Verbessert")).status_code == 302
    assert [(str(row.on), row.words, bool(row.because)) for row in appointment.observations.all()] == [
        ("2011-03-04", "Geheimwort", True),
        ("2015-05", "Verbessert", False),
    ]


def test_old_values_of_a_part_follow_what_was_shown_of_its_edition(world: World) -> None:
    a = world.sides["a"]
    edition = make.edition(make.series(world.partnership), 5, visibility="internal", owner_side=a)
    objective = make.objective(edition, "Geheimziel")
    objective = make.seminars.change_objective(
        by=BY, objective=objective, version=objective.version, text=LocalText.of(de="Zweites Ziel")
    )
    edition = make.seminars.change_edition(by=BY, edition=edition, version=edition.version, visibility="both_sides")
    make.seminars.change_objective(by=BY, objective=objective, version=objective.version, text=LocalText.of(de="Drittes Ziel"))
    assert "Geheimziel" in history(client_of(world.coordinator_a), objective)
    text = history(client_of(world.coordinator_b), objective)
    assert "Geheimziel" not in text
    assert "the values are from a time in which this record was not shown to your side." in text
    assert "Drittes Ziel" in text


def test_old_values_from_before_it_was_published_are_not_for_strangers(world: World) -> None:
    edition = make.edition(make.series(world.partnership, published=True), 5, title=LocalText.of(de="Geheimtitel"))
    objective = make.objective(edition, "Geheimziel")
    edition = make.seminars.change_edition(by=BY, edition=edition, version=edition.version, title=LocalText.of(de="Titel"))
    objective = make.seminars.change_objective(
        by=BY, objective=objective, version=objective.version, text=LocalText.of(de="Ziel")
    )
    edition = make.seminars.publish_edition(by=BY, edition=edition, version=edition.version, published=True)
    make.seminars.change_objective(by=BY, objective=objective, version=objective.version, text=LocalText.of(de="Neues Ziel"))
    for record, secret in ((edition, "Geheimtitel"), (objective, "Geheimziel")):
        assert secret in history(client_of(world.coordinator_b), record)
        text = history(client_of(world.user("reader", "c")), record)
        assert secret not in text
        assert "the values are from a time in which this record was not shown to your side." in text
        assert ("Neues Ziel" in text) is (record == objective)


def test_the_history_of_a_person_is_for_the_side_that_looks_after_her(world: World, records: dict[str, Any]) -> None:
    person = Person.objects.get(pk=records["person"].pk)
    make.people.change_person(
        by=BY,
        person=person,
        version=person.version,
        names=[PersonNameValue("Anna Mädchenname", "de")],
        bases=[BasisValue("public_office", note="Geheimnotiz")],
    )
    person.refresh_from_db()
    make.people.change_person(
        by=BY, person=person, version=person.version, names=[PersonNameValue("Anna Beispiel", "de")],
        bases=[BasisValue("public_office")],
    )  # fmt: skip
    for user in (world.coordinator_a, world.user("reader", "a"), world.administrator):
        text = history(client_of(user), person)
        assert "Mädchenname" in text
        assert "Geheimnotiz" in text
    text = history(client_of(world.coordinator_b), person)
    assert "Mädchenname" not in text
    assert "Geheimnotiz" not in text
    assert "changed the installation (test)" in text
    assert "the values are for the side that looks after this person." in text


def test_notes_on_a_basis_are_for_the_side_that_looks_after_the_person(world: World) -> None:
    person = known_person(world, bases=[BasisValue("consent", review_on="2099-01-01", note="Geheimnotiz")])
    path = reverse("desk:change", args=["person", person.public_id])
    for user, sees_it in ((world.coordinator_a, True), (world.user("reader", "a"), True), (world.coordinator_b, False)):
        text = shown(client_of(user), person)
        assert "consent: everywhere" in text
        assert ("Geheimnotiz" in text) is sees_it
    assert "Geheimnotiz" in client_of(world.coordinator_a).get(path).content.decode()
    client = client_of(world.coordinator_b)
    page = client.get(path).content.decode()
    assert "Geheimnotiz" not in page
    assert client.post(path, form_on(page, path).filled(pronouns="sie")).status_code == 302
    proposal = Proposal.objects.get()
    assert [change["field"] for change in proposal.changes] == ["pronouns"]
    answered = client_of(world.coordinator_a)
    form = form_on(answered.get(f"{path}?proposal={proposal.public_id}").content.decode(), path)
    assert answered.post(path, form.fields).status_code == 302
    person.refresh_from_db()
    assert (person.pronouns, [row.note for row in person.bases.all()]) == ("sie", ["Geheimnotiz"])


def shut(world: World) -> None:
    """Shut what the first partnership shares to side b."""
    partnership = world.partnership
    partnership.refresh_from_db()
    sharing = [*(one.as_value() for one in partnership.sharing.all()), SharingValue(2, False, "2021-01-01", "Datenschutz")]  # noqa: FBT003
    partnerships.change_partnership(by=BY, partnership=partnership, version=partnership.version, sharing=sharing)


def test_notes_and_proposals_are_told_where_their_record_may_be_seen_now(world: World) -> None:
    person = known_person(world)
    note = make.note(person, world.sides["b"], "Rabenfels ist krank.")
    by = world.actor(Role.COORDINATOR, "b")
    changes = [{"field": "names", "label": "Names", "before": "Anna Beispiel", "after": "Rabenfels"}]
    proposal = make.people.propose_about_person(
        by=by,
        about=person,
        version=person.version,
        data={"names-0-value": ["Rabenfels"]},
        changes=changes,
        reason="Rabenfels heißt sie.",
    )
    assert proposal.side == world.sides["b"]
    pages = [reverse("desk:record", args=[one.kind(), one.public_id]) for one in (note, proposal)]
    pages += [reverse("desk:history", args=[one.kind(), one.public_id]) for one in (note, proposal)]
    lists = ["/desk/note/?q=Rabenfels", "/desk/proposal/?q=Rabenfels"]
    client = client_of(world.coordinator_b)
    assert [client.get(page).status_code for page in pages] == [200] * 4
    assert "Rabenfels" in client.get(lists[0]).content.decode()
    shut(world)
    assert [client.get(page).status_code for page in pages] == [404] * 4
    for page in lists:
        assert note.public_id not in client.get(page).content.decode()
        assert proposal.public_id not in client.get(page).content.decode()
    keeper = client_of(world.coordinator_a)
    assert "Rabenfels" in text_of(keeper.get(pages[1]))
    assert "1" in text_of(keeper.get("/desk/"))


def test_a_proposal_about_a_person_is_made_only_for_a_side_that_knows_her(world: World) -> None:
    public = known_person(world, sides=[world.sides["a"]], bases=[BasisValue("public_office")])
    path = reverse("desk:change", args=["person", public.public_id])
    client = client_of(world.user("coordinator", "c"))
    response = client.post(path, form_on(client.get(path).content.decode(), path).filled(pronouns="sie"))
    assert response.status_code == 422
    assert "None of the sides that you coordinate knows this person." in text_of(response)
    assert not Proposal.objects.exists()
