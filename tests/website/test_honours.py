"""Honours in public: on the page of their edition and of the partnership; who is named; none before it is cleared."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from jumelage.languages import SITE
from jumelage.people.models import BasisValue
from jumelage.protocol import actions
from jumelage.protocol.models import Honour, PresenterValue, RecipientValue
from jumelage.values import LocalText
from tests.factories import world as make
from tests.website.archive import Archive, archive, consent
from tests.website.reading import headings, lines_of, read, section_of
from tests.website.test_query_counts import CAP, cost

pytestmark = pytest.mark.django_db
AT_EDITION, BOTH_WAYS = "Honours", "Honours in both directions"


@pytest.fixture
def one(laid_out: None) -> Archive:
    """A published edition of a published partnership."""
    return archive()


def letter(one: Archive, *, number: int = 1, **values: Any) -> Honour:
    """Enter a letter of thanks that a mayor signed, a councillor handed over and an agency and its head received."""
    host, guest = one.edition.host_side, one.delegation.side
    hall = make.institution(f"Rathaus {number}", city=host.city)  # type: ignore[union-attr]
    mayor = make.office(f"Oberbürgermeisterin {number}", institution=hall, names_holders=True)
    council = make.office(f"Stadtrat {number}", institution=hall, names_holders=True)
    signer, presenter = make.person(f"Sina Signum{number}"), make.person(f"Rudi Reicht{number}")
    given = {
        "edition": one.edition,
        "visibility": "public",
        "kind_of": "letter_of_thanks",
        "awarded_by": host,
        "received_by": guest,
        "awarding_body": hall,
        "signatory": signer,
        "signatory_office": mayor,
        "presenters": [PresenterValue(presenter.pk, council.pk)],
        "recipients": [RecipientValue(one.head.pk), RecipientValue(institution=one.agency.pk)],
        "citation": LocalText.of(en="For her work."),
    }
    return make.honour(one.partnership, f"Dankesbrief {number}", **{**given, **values})


def told(client: Client, one: Archive) -> tuple[str, str]:
    """Return what the pages of the edition and of the partnership tell of honours; empty where they tell nothing."""
    pages = ((read(client, one.address()), AT_EDITION), (read(client, one.address(one.partnership)), BOTH_WAYS))
    return tuple(str(lines_of(section_of(page, name))) if name in headings(page) else "" for page, name in pages)  # type: ignore[return-value]


def test_an_honour_stands_on_both_pages_with_body_signatory_and_presenter_apart(client: Client, one: Archive) -> None:
    letter(one, item=make.item(one.edition, "Empfang"))
    for language in SITE:
        for record in (one.edition, one.partnership):
            assert client.get(one.address(record, language)).status_code == 200
    at_edition, both_ways = told(client, one)
    for page in (at_edition, both_ways):
        for words in (
            "14 September 2018", "Dankesbrief 1", "Letter of thanks", "from Seite 2", "to Seite 1", "Awarded by: Rathaus 1",
            "Signed by: Sina Signum1, Oberbürgermeisterin 1", "Handed over by: Rudi Reicht1, Stadtrat 1",
            "Received by: Ada Amt; Amt für Teilhabe", "For her work.",
        ):  # fmt: skip
            assert words in page, (words, page)
    assert ("Empfang" in at_edition, "Empfang" in both_ways) == (True, False)


@pytest.mark.parametrize(
    "values",
    [{"clearance": "open"}, {"clearance": "refused", "clearance_on": "2018-10"}, {"visibility": "both_sides"}],
)
def test_what_is_not_cleared_or_not_for_everybody_stands_nowhere(client: Client, one: Archive, values: dict[str, str]) -> None:
    row = letter(one, **values)
    assert told(client, one) == ("", "")
    actions.change_honour(
        by=make.BY, honour=row, version=1, clearance="cleared", clearance_on="2018-11", clearance_note="Geheim 7",
        visibility="public",
    )  # fmt: skip
    assert all("Dankesbrief 1" in page and "Geheim 7" not in page for page in told(client, one))


def test_an_honour_beside_editions_stands_with_the_partnership_alone(client: Client, one: Archive) -> None:
    letter(one, edition=None)
    at_edition, both_ways = told(client, one)
    assert (at_edition, "Dankesbrief 1" in both_ways) == ("", True)


def test_a_private_recipient_is_never_named_and_neither_is_what_is_said_of_her(client: Client, one: Archive) -> None:
    clerk = make.office("Geheime Stelle", institution=one.agency)
    private = make.person("Olga Privat")
    letter(one, recipients=[RecipientValue(private.pk, clerk.pk)])
    for page in told(client, one):
        assert "Received by: a person who is not named here (Amt für Teilhabe)" in page, page
        for words in ("Olga", "Geheime Stelle", "For her work."):
            assert words not in page


@pytest.mark.parametrize(("scope", "kind", "named"), [("edition", "consent", (True, False)), ("edition", "none", (False, True))])
def test_what_the_page_allows_or_forbids_holds_there(
    client: Client, one: Archive, scope: str, kind: str, named: tuple[bool, bool]
) -> None:
    where = one.edition.public_id
    basis = consent(where) if kind == "consent" else BasisValue(kind, scope=where)
    office = make.office("Leiterin", institution=one.agency, names_holders=kind == "none")
    letter(one, recipients=[RecipientValue(make.person("Eva Dort", bases=[basis]).pk, office.pk)])
    assert tuple("Eva Dort" in page for page in told(client, one)) == named


def test_institutions_of_a_public_honour_have_a_page(client: Client, one: Archive) -> None:
    row = letter(one)
    assert client.get(one.address(row.awarding_body)).status_code == 200


def test_thirty_honours_cost_as_many_queries_as_one(client: Client, one: Archive) -> None:
    letter(one)
    pages = [one.address(), one.address(one.partnership), "/en/"]
    few = [cost(client, page) for page in pages]
    for number in range(2, 31):
        letter(one, number=number)
    assert [cost(client, page) for page in pages] == few
    assert max(few) <= CAP
