"""Where old, wrong and hostile addresses lead."""

from __future__ import annotations

import pytest
from django.test import Client

from jumelage.accounts.actor import command
from jumelage.fields.models import Name
from jumelage.journal.actions import note_public
from jumelage.journal.models import Address, AddressState
from jumelage.languages import SITE
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.models import Partnership, Topic
from jumelage.people import actions as people
from jumelage.people.models import Appointment, Institution, Office, Person, PersonNameValue
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import Delegation, Edition, Participation
from jumelage.values import LocalText
from jumelage.website import addresses
from jumelage.website.addresses import derived_pages
from tests.factories import world as make
from tests.website.archive import archive
from tests.website.reading import paths, read


def leads_to(client: Client, path: str) -> tuple[int, str]:
    """Return the status of an address and where it leads."""
    response = client.get(path)
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.parametrize("tail", ["", "-", "-wrong", "-3-ARBEITS", "-Сл%20уг", "-../../x"])
def test_wrong_slug_leads_to_the_right_one(client: Client, filled: None, tail: str) -> None:
    right = paths("de")["edition"]
    public_id = right.split("/")[3].partition("-")[0]
    expected = (404, "") if "/" in tail else (301, right)
    assert leads_to(client, f"/de/edition/{public_id}{tail}/") == expected


def test_id_of_another_kind_leads_to_its_own(client: Client, filled: None) -> None:
    edition = Edition.objects.get(number=3)
    assert leads_to(client, f"/ru/series/{edition.public_id}/") == (301, paths("ru")["edition"])
    assert leads_to(client, f"/en/edition/{edition.series.public_id}-x/") == (301, paths("en")["series"])
    assert leads_to(client, f"/en/series/{edition.series.partnership.public_id}/") == (301, paths("en")["partnership"])


def test_merged_record_leads_to_what_it_became(client: Client, filled: None) -> None:
    target = Edition.objects.get(number=3).public_id
    Address.objects.create(
        public_id="zzzz2222", record_type="seminars.edition", state=AddressState.MERGED, merged_into="zzzz3333"
    )
    Address.objects.create(public_id="zzzz3333", record_type="seminars.edition", state=AddressState.MERGED, merged_into=target)
    assert leads_to(client, "/de/edition/zzzz2222-alt/") == (301, paths("de")["edition"])


def test_ring_of_merges_ends(client: Client, filled: None) -> None:
    for one, other in (("zzzz2222", "zzzz3333"), ("zzzz3333", "zzzz2222")):
        Address.objects.create(public_id=one, record_type="seminars.edition", state=AddressState.MERGED, merged_into=other)
    assert leads_to(client, "/de/edition/zzzz2222/") == (404, "")


def test_deleted_record_is_gone_only_if_it_was_public(client: Client, filled: None) -> None:
    public, hidden = Edition.objects.get(number=3), Edition.objects.get(published=False)
    assert public.published
    assert not hidden.published
    for edition in (public, hidden):
        seminars.delete_edition(by=make.BY, edition=edition)
    page = read(client, f"/en/edition/{public.public_id}-whatever/", status=410)
    assert page.get("lang") == "en"
    assert leads_to(client, f"/en/series/{public.public_id}/")[0] == 410
    assert leads_to(client, f"/en/edition/{hidden.public_id}/") == (404, "")


@pytest.fixture
def shared(laid_out: None) -> list[Institution | Person | Topic]:
    """An institution, a person and a topic that something published names."""
    one = archive(topics=[make.topic("Pflege")])
    return [one.agency, one.head, Topic.objects.get()]


def is_named_no_more(shared: list[Institution | Person | Topic]) -> None:
    """Take away everything that names the shared records, and then themselves."""
    agency, head, topic = (type(one)._default_manager.get(pk=one.pk) for one in shared)
    edition = Edition.objects.get()
    seminars.change_edition(by=make.BY, edition=edition, version=edition.version, organisers=[], topics=[])
    for part in Participation.objects.all():
        seminars.delete_participation(by=make.BY, participation=part)
    seminars.delete_delegation(by=make.BY, delegation=Delegation.objects.get())
    for appointment in Appointment.objects.all():
        people.delete_appointment(by=make.BY, appointment=appointment)
    people.delete_office(by=make.BY, office=Office.objects.get())
    people.delete_person(by=make.BY, person=head)
    people.delete_institution(by=make.BY, institution=agency)
    partnerships.strike_shared(topic, by=make.BY)


@pytest.mark.parametrize("was_seen", [True, False])
def test_deleted_institution_person_and_topic_are_gone(
    client: Client, shared: list[Institution | Person | Topic], *, was_seen: bool
) -> None:
    if was_seen:
        note_public(by=command("housekeeping"), public_ids=derived_pages())
    make.institution("Nie gezeigt", city=shared[0].city)  # type: ignore[union-attr]
    is_named_no_more(shared)
    for record in shared:
        for language in SITE:
            path = f"/{language}/{record.kind()}/{record.public_id}-slug/"
            if was_seen:
                assert read(client, path, status=410).get("lang") == language
            else:
                assert leads_to(client, path) == (404, "")


def test_what_is_no_longer_named_is_not_found_until_it_is_deleted(
    client: Client, shared: list[Institution | Person | Topic]
) -> None:
    note_public(by=command("housekeeping"), public_ids=derived_pages())
    edition = Edition.objects.get()
    seminars.change_edition(by=make.BY, edition=edition, version=edition.version, topics=[])
    assert leads_to(client, f"/en/topic/{shared[2].public_id}/") == (404, "")


def test_old_slugs_of_institution_person_and_topic_lead_to_the_new_ones(
    client: Client, shared: list[Institution | Person | Topic]
) -> None:
    agency, head, topic = (type(one)._default_manager.get(pk=one.pk) for one in shared)
    old = {(one.public_id, language): addresses.address_of(one, language) for one in (agency, head, topic) for language in SITE}
    people.change_institution(by=make.BY, institution=agency, version=agency.version, names=[Name("Neues Amt", "de")])
    people.change_person(by=make.BY, person=head, version=head.version, names=[PersonNameValue("Ada Neu", "de")])
    partnerships.change_topic(by=make.BY, topic=topic, version=topic.version, label=LocalText.of(de="Sorge"))
    for one, slug in ((agency, "neues-amt"), (head, "ada-neu"), (topic, "sorge")):
        for language in SITE:
            right = f"/{language}/{one.kind()}/{one.public_id}-{slug}/"
            assert leads_to(client, old[one.public_id, language]) == (301, right)
            assert client.get(right).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/de/edition/2222abcd/", "/de/edition/", "/de/edition/ABCD2222/", "/de/topic/abcd2222/", "/fr/", "/nothing/", "/desk-like/"],
)
def test_what_is_not_there_is_not_found(client: Client, filled: None, path: str) -> None:
    assert leads_to(client, path) == (404, "")


def test_records_without_pages_are_not_found(client: Client, filled: None) -> None:
    city = Partnership.objects.order_by("pk")[0].sides.get(order=1).city
    assert leads_to(client, f"/de/edition/{city.public_id}/") == (404, "")


@pytest.mark.parametrize(
    ("accepted", "language"), [("ru,en;q=0.5", "ru"), ("en-GB", "en"), ("fr", "de"), ("", "de"), ("de-AT,de;q=0.9", "de")]
)
def test_bare_address_leads_to_the_best_language(client: Client, filled: None, accepted: str, language: str) -> None:
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response["Vary"]


def test_slash_at_the_end_is_added(client: Client, filled: None) -> None:
    assert leads_to(client, "/de/impressum") == (301, "/de/impressum/")


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("Lindenhafen–Jasnoretschinsk", "de", "lindenhafen-jasnoretschinsk"),
        ("Köln", "de", "koeln"),
        ("Köln", "en", "koln"),
        ("Ясноречинск", "ru", "yasnorechinsk"),
        ("…", "de", ""),
        ("wort " * 30, "de", "-".join(["wort"] * 12)),
        ("w" * 90, "de", "w" * 60),
    ],
)
def test_slug(text: str, language: str, slug: str) -> None:
    assert addresses.slug(text, language) == slug


def test_only_reading_is_answered(client: Client, filled: None) -> None:
    assert client.post("/de/").status_code == 405
    assert client.head(paths("de")["edition"]).status_code == 200
