"""The ways in which a record is kept: entered, changed, deleted; and what the journal says of it afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from jumelage.accounts.actor import Actor
from jumelage.fields.models import Name
from jumelage.journal import actions as journal
from jumelage.journal.models import Address, AddressState, Detail, Row
from jumelage.journal.rules import ALPHABET, ID_LENGTH, NotPermitted, Refusal, StaleRecord, plain, require
from jumelage.partnerships.models import City, Grant, Partnership, SharingValue, Topic
from jumelage.values import JumelageError, LocalText, PartialDate
from tests.factories import world as make
from tests.factories.world import BY

pytestmark = pytest.mark.django_db

EDITOR = Actor(kind="user", id="abcdefgh")


def written(record_id: str) -> list[dict[str, Any]]:
    """Return what the journal holds of a record, without numbers and times."""
    rows = Row.objects.filter(record_id=record_id).select_related("detail")
    names = ("actor_kind", "actor_id", "verb", "record_type", "changed", "reason_code")
    return [{name: getattr(row, name) for name in names} | detail_of(row) for row in rows]


def detail_of(row: Row) -> dict[str, Any]:
    """Return the detail of a row, empty where it has none."""
    detail = getattr(row, "detail", None)
    return {"before": detail.before, "after": detail.after, "reason": detail.reason} if detail else {}


def a_topic(**texts: str) -> Topic:
    """Enter a topic."""
    return journal.enter(Topic(label=LocalText.of(**texts or {"de": "Teilhabe"})), by=BY)


def test_what_is_entered_has_an_address_a_version_and_one_row() -> None:
    before = timezone.now()
    city = City(country="DE", time_zone="Europe/Berlin")
    entered = journal.enter(city, by=EDITOR, rows={"names": [Name("Lindenhafen", "de")]}, reason="Antrag")
    assert entered is city
    stored = City.objects.get()
    assert (stored.public_id, stored.version) == (city.public_id, 1)
    assert before <= stored.modified_at <= timezone.now()
    assert [name.as_value() for name in stored.names.all()] == [Name("Lindenhafen", "de")]
    address = Address.objects.get(pk=city.public_id)
    assert (address.record_type, address.state, address.merged_into, address.was_public) == (
        "partnerships.city",
        "live",
        "",
        False,
    )
    name = {"value": "Lindenhafen", "language": "de", "kind": "official", "scheme": "", "valid": ""}
    assert written(city.public_id) == [
        {
            "actor_kind": "user",
            "actor_id": "abcdefgh",
            "verb": "add",
            "record_type": "partnerships.city",
            "changed": ["country", "names", "time_zone"],
            "reason_code": "",
            "before": {},
            "after": {"country": "DE", "time_zone": "Europe/Berlin", "names": [name]},
            "reason": "Antrag",
        }
    ]


def test_public_ids_are_short_random_and_hard_to_misread() -> None:
    ids = {a_topic().public_id for _ in range(30)}
    assert len(ids) == 30
    assert all(len(drawn) == ID_LENGTH and set(drawn) <= set(ALPHABET) for drawn in ids)
    assert not any(drawn.isdigit() for drawn in ids)
    assert not set("01oiul") & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 29 + 1


def test_an_address_is_never_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = a_topic()
    old_id = gone.public_id
    journal.strike(gone, by=BY)
    live_id = a_topic().public_id
    drawn = iter([*old_id, *live_id, *"23456789", *"fresh234"])
    monkeypatch.setattr("jumelage.journal.actions.secrets.choice", lambda letters: next(drawn))
    assert a_topic().public_id == "fresh234"


def test_a_change_sets_values_and_lists_and_writes_what_differed() -> None:
    partnership = make.bare_partnership(category="contact")
    decision = SharingValue(1, open=True, on="2020-01-01", decided_by="Rat")
    changed = journal.amend(
        partnership,
        by=EDITOR,
        version=1,
        values={"category": "friendship", "since": PartialDate.parse("2014"), "description": LocalText()},
        rows={"sharing": [decision], "states": []},
        reason_code="correction",
        reason="Tippfehler",
    )
    stored = Partnership.objects.get()
    assert (stored.category, stored.since, stored.version) == ("friendship", PartialDate.parse("2014"), 2)
    assert changed.version == 2
    assert stored.modified_at > partnership.modified_at
    assert [row.as_value() for row in stored.sharing.all()] == [decision]
    row = {"side": 1, "open": True, "on": "2020-01-01", "decided_by": "Rat", "reference": ""}
    assert written(partnership.public_id)[1:] == [
        {
            "actor_kind": "user",
            "actor_id": "abcdefgh",
            "verb": "change",
            "record_type": "partnerships.partnership",
            "changed": ["category", "sharing", "since"],
            "reason_code": "correction",
            "before": {"category": "contact", "since": None, "sharing": []},
            "after": {"category": "friendship", "since": "2014", "sharing": [row]},
            "reason": "Tippfehler",
        }
    ]


def test_where_nothing_differs_nothing_is_written() -> None:
    partnership = make.bare_partnership(since="2014", description=LocalText.of(de="Städte"))
    before = Partnership.objects.values().get()
    rows = Row.objects.count()
    values = {"category": "partnership", "since": "2014", "description": LocalText.of(de="Städte")}
    same = journal.amend(partnership, by=BY, version=1, values=values, rows={"sharing": [], "states": []})
    assert same == partnership
    assert Partnership.objects.values().get() == before
    assert Row.objects.count() == rows


@pytest.mark.parametrize("nothing", ["", None])
def test_no_date_and_an_empty_date_do_not_differ(nothing: str | None) -> None:
    partnership = make.bare_partnership()
    assert journal.amend(partnership, by=BY, version=1, values={"since": nothing}).version == 1


def test_records_that_print_alike_still_differ() -> None:
    label = LocalText.of(de="Partner")
    first, second = make.sides_of(make.bare_partnership())
    for side in (first, second):
        side.label = label
        side.save()
    assert str(first) == str(second)
    grant = journal.enter(Grant(user=make.user(), side=first, role="reader"), by=BY)
    assert journal.amend(grant, by=BY, version=1, values={"side": second}).side == second


def test_a_list_of_records_does_not_differ_by_its_order() -> None:
    from jumelage.seminars.models import Edition

    topics = [a_topic(), a_topic(de="Pflege")]
    edition = journal.enter(Edition(series=make.series(make.bare_partnership())), by=BY, rows={"topics": topics})
    assert set(edition.topics.all()) == set(topics)
    assert journal.amend(edition, by=BY, version=1, values={}, rows={"topics": topics[::-1]}).version == 1
    changed = journal.amend(edition, by=BY, version=1, values={}, rows={"topics": topics[:1]})
    assert (changed.version, list(changed.topics.all())) == (2, topics[:1])
    detail = written(edition.public_id)[-1]
    assert detail["before"] == {"topics": [topic.public_id for topic in topics]}
    assert detail["after"] == {"topics": [topics[0].public_id]}


def test_who_comes_too_late_is_told_and_given_what_stands_now() -> None:
    topic = a_topic()
    journal.amend(topic, by=BY, version=1, values={"label": LocalText.of(de="Inklusion")})
    with pytest.raises(StaleRecord) as caught:
        journal.amend(topic, by=BY, version=1, values={"label": LocalText.of(de="Barrieren")})
    assert isinstance(caught.value, Refusal)
    assert caught.value.current.label == LocalText.of(de="Inklusion")  # type: ignore[attr-defined]
    assert caught.value.current.version == 2
    assert Topic.objects.get().label == LocalText.of(de="Inklusion")
    with pytest.raises(StaleRecord):
        journal.amend(topic, by=BY, version=3, values={})


def test_a_record_that_is_gone_cannot_be_changed() -> None:
    topic = a_topic()
    journal.strike(Topic.objects.get(), by=BY)
    with pytest.raises(Refusal) as caught:
        journal.amend(topic, by=BY, version=1, values={"label": LocalText.of(de="Inklusion")})
    assert not isinstance(caught.value, StaleRecord)


@pytest.mark.parametrize(
    ("values", "rows", "field"),
    [
        ({"country": "Germany"}, {}, "country"),
        ({"country": "DE\n"}, {}, "country"),
        ({"wikidata": "Q1\n"}, {}, "wikidata"),
        ({"time_zone": "Mars/Phobos"}, {}, "time_zone"),
        ({"country": ""}, {}, "country"),
        ({}, {"names": [Name("", "de")]}, "names"),
        ({}, {"names": [Name("Lindenhafen", "tlh")]}, "names"),
        ({}, {"names": [Name("x" * 301, "de")]}, "names"),
        ({}, {"names": [Name("Lindenhafen", "de", "nickname")]}, "names"),
        ({}, {"names": [Name("Lindenhafen", "de"), Name("Lipowka", "de", valid="rubbish")]}, "names"),
    ],
)
def test_a_refusal_names_its_field_and_leaves_nothing(values: dict[str, Any], rows: dict[str, Any], field: str) -> None:
    city = make.city()
    rows_before = Row.objects.count()
    with pytest.raises(Refusal) as caught:
        journal.amend(city, by=BY, version=1, values=values, rows=rows)
    assert caught.value.field == field
    assert [name.value for name in city.names.all()] == ["Lindenhafen"]
    with pytest.raises(Refusal) as caught:
        journal.enter(City(**{"country": "DE", "time_zone": "Europe/Berlin"} | values), by=BY, rows=rows)
    assert caught.value.field == field
    assert City.objects.count() == 1
    assert Address.objects.count() == 1
    assert Row.objects.count() == rows_before


def test_the_sentence_about_a_list_says_which_row() -> None:
    with pytest.raises(Refusal, match="2"):
        a_city_with(Name("Lindenhafen", "de"), Name("", "de"))


def a_city_with(*names: Name) -> City:
    """Enter a city with these names."""
    return journal.enter(City(country="DE"), by=BY, rows={"names": list(names)})


def test_what_has_a_verb_of_its_own_is_no_plain_change() -> None:
    partnership = make.bare_partnership()
    for name, value in (("published", True), ("public_id", "abcdefgh"), ("version", 9)):
        with pytest.raises(ValueError, match=name):
            journal.amend(partnership, by=BY, version=1, values={name: value})
    assert journal.amend(partnership, by=BY, version=1, values={"published": True}, verb="publish").published
    with pytest.raises(ValueError, match="publish"):
        journal.enter(Partnership(published=True), by=BY)


def test_what_is_unique_is_refused_in_a_sentence_even_after_a_race(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = make.user(email="first@example.org"), make.user(email="second@example.org")
    checked = journal._check
    calls: list[object] = []

    def late(record: Any) -> None:
        """Look for the first time before the other commit: nothing is found."""
        calls.append(record)
        if len(calls) > 1:
            checked(record)

    monkeypatch.setattr(journal, "_check", late)
    with pytest.raises(Refusal) as caught:
        journal.amend(second, by=BY, version=1, values={"email": first.email})
    assert caught.value.field in (None, "email")
    assert len(calls) == 2


def test_deleting_keeps_the_address_and_the_history() -> None:
    topic = a_topic()
    journal.strike(topic, by=EDITOR, reason="doppelt", was_public=True)
    assert not Topic.objects.exists()
    address = Address.objects.get(pk=written_id())
    assert (address.state, address.was_public, address.record_type) == (AddressState.GONE, True, "partnerships.topic")
    verbs = [(row["verb"], row["actor_id"], row.get("reason", "")) for row in written(address.pk)]
    assert verbs == [("add", "test", ""), ("delete", "abcdefgh", "doppelt")]


def written_id() -> str:
    """Return the id of the record that the last row is about."""
    return Row.objects.latest("number").record_id


def test_what_was_published_once_was_public() -> None:
    partnership = make.bare_partnership()
    for version, published in ((1, True), (2, False)):
        verb = "publish" if published else "unpublish"
        partnership = journal.amend(partnership, by=BY, version=version, values={"published": published}, verb=verb)
    public_id = partnership.public_id
    journal.strike(partnership, by=BY)
    assert Address.objects.get(pk=public_id).was_public
    topic = a_topic()
    public_id = topic.public_id
    journal.strike(topic, by=BY)
    assert not Address.objects.get(pk=public_id).was_public


def test_what_falls_with_a_record_is_written_down_too() -> None:
    side = make.sides_of(make.bare_partnership())[0]
    user = make.user()
    grant = journal.enter(Grant(user=user, side=side, role="reader"), by=BY)
    journal.strike(user, by=EDITOR)
    assert not Grant.objects.exists()
    assert Address.objects.get(pk=grant.public_id).state == AddressState.GONE
    assert [(row["verb"], row["actor_id"]) for row in written(grant.public_id)] == [("add", "test"), ("delete", "abcdefgh")]


def test_what_something_rests_on_is_not_deleted() -> None:
    side = make.sides_of(make.bare_partnership())[0]
    rows = Row.objects.count()
    with pytest.raises(ProtectedError), transaction.atomic():
        journal.strike(side.city, by=BY)
    assert Row.objects.count() == rows
    assert Address.objects.get(pk=side.city.public_id).state == AddressState.LIVE


def test_a_transaction_that_fails_leaves_no_trace() -> None:
    topic = a_topic()
    rows = list(Row.objects.values_list("number", flat=True))

    def fail() -> None:
        with transaction.atomic():
            journal.amend(topic, by=BY, version=1, values={"label": LocalText.of(de="Inklusion")})
            journal.strike(a_topic(de="Pflege"), by=BY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(Row.objects.values_list("number", flat=True)) == rows
    assert Topic.objects.get().label == LocalText.of(de="Teilhabe")
    assert Address.objects.count() == 1


def test_numbers_grow_by_one_over_all_records() -> None:
    first = a_topic()
    start = Row.objects.latest("number").number
    journal.amend(first, by=BY, version=1, values={"label": LocalText.of(de="Inklusion")})
    a_topic()
    assert list(Row.objects.filter(number__gt=start).values_list("number", flat=True)) == [start + 1, start + 2]


def test_a_row_holds_names_of_fields_and_no_value_of_them() -> None:
    secret = "Geheimnis der Kämmerei"
    topic = journal.enter(Topic(label=LocalText.of(de=secret)), by=BY, reason=secret)
    row = Row.objects.values().get(record_id=topic.public_id)
    assert secret not in str(row)
    assert row["changed"] == ["label"]


def test_old_details_go_and_their_rows_stay() -> None:
    old, new = a_topic(), a_topic()
    limit = timezone.now() - timedelta(days=10)
    Row.objects.filter(record_id=old.public_id).update(at=limit - timedelta(seconds=1))
    Row.objects.filter(record_id=new.public_id).update(at=limit)
    assert journal.drop_old_details(by=BY, before=limit) == 1
    assert list(Detail.objects.values_list("row__record_id", flat=True)) == [new.public_id]
    assert Row.objects.filter(record_id=old.public_id).count() == 1
    assert journal.drop_old_details(by=BY, before=limit) == 0


def test_a_merged_address_names_its_target_and_no_other_does() -> None:
    for state, target in (("merged", ""), ("live", "abcdefgh"), ("gone", "abcdefgh")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Address.objects.create(pk="2345678a", record_type="partnerships.topic", state=state, merged_into=target)
    Address.objects.create(pk="2345678a", record_type="partnerships.topic", state="merged", merged_into="abcdefgh")


def test_a_public_id_is_unique_in_the_database() -> None:
    topic = a_topic()
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.create(public_id=topic.public_id, label=LocalText.of(de="Pflege"))


def test_signing_in_leaves_no_password_in_the_journal() -> None:
    actor = make.actor(make.sides_of(make.bare_partnership())[0])
    text = str([written(actor.id), list(Detail.objects.values())])
    assert "password" not in text
    assert "last_login" not in text


def test_values_are_kept_as_plain_json() -> None:
    topic = a_topic()
    assert plain(topic) == topic.public_id
    assert plain([topic, None, 1, "a"]) == [topic.public_id, None, 1, "a"]
    assert plain(PartialDate.parse("2014")) == "2014"
    assert plain(LocalText.of(de="a")) == {"de": {"text": "a", "status": "reviewed"}}
    assert plain(Name("a", "de"))["value"] == "a"
    assert plain(timezone.localdate()) == timezone.localdate().isoformat()
    assert plain({"a"}) == ["a"]
    assert plain([{"city": topic, "label": LocalText()}]) == [{"city": topic.public_id, "label": {}}]


def test_refusals_are_the_librarys_errors_and_carry_their_field() -> None:
    assert Refusal("No.", field="names").field == "names"
    assert Refusal("No.").field is None
    assert issubclass(NotPermitted, Refusal)
    assert issubclass(Refusal, JumelageError)
    require(allowed=True, sentence="No.")
    with pytest.raises(NotPermitted, match="No"):
        require(allowed=False, sentence="No.")
