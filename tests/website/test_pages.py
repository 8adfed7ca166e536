"""Every page: clean markup, one heading, landmarks, its languages, and nothing that a strict policy forbids."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from jumelage.config import demo
from jumelage.fields.models import Name
from jumelage.languages import SITE
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.models import ContactPolicy, StateValue
from jumelage.seminars import actions as seminars
from jumelage.seminars.models import Edition, EditionState
from jumelage.values import LocalText, PartialDate
from jumelage.website import addresses
from tests.factories import world as make
from tests.website.reading import all_of, paths, read, section_of, text_of

KINDS = ("home", "partnership", "series", "edition", "institution", "person", "topic", "search", "prose", "missing")
#: Kinds of pages that say something to machines.
FOR_MACHINES = ("series", "edition", "institution", "person", "topic")


def page_of(client: Client, kind: str, language: str) -> Element:
    """Fetch the page of a kind, or one that does not exist."""
    if kind == "missing":
        return read(client, f"/{language}/nothing-here/", status=404)
    if kind == "search":
        return read(client, f"/{language}/search/?q=2014")
    return read(client, paths(language)[kind])


@pytest.mark.parametrize("language", SITE)
@pytest.mark.parametrize("kind", KINDS)
def test_page_is_sound(client: Client, filled: None, kind: str, language: str) -> None:
    page = page_of(client, kind, language)
    assert page.get("lang") == language
    assert len(all_of(page, "h1")) == 1
    for landmark in ("header", "main", "footer"):
        assert len([one for one in all_of(page, landmark) if "card" not in (one.get("class") or "")]) == 1, landmark
    names = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in all_of(page, "nav")]
    assert all(names)
    assert len(set(names)) == len(names)
    assert all_of(page, "a")[0].get("href") == "#content"
    assert all_of(page, "main")[0].get("id") == "content"
    assert text_of(all_of(page, "title")[0]).endswith("· Jumelage")
    assert [one.get("type") for one in all_of(page, "script")] == ["application/ld+json"] * (kind in FOR_MACHINES)
    assert not all_of(page, "style")
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    assert len(set(ids)) == len(ids)
    for element in page.iter():
        assert not [name for name in element.attrib if name == "style" or str(name).startswith("on")], element.tag
        for attribute in ("src", "href"):
            value = element.get(attribute) or ""
            is_ours = not value.startswith("http") or value.startswith("http://127.0.0.1:8000/")
            assert is_ours or (element.get("rel") == "external" and attribute == "href"), value


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("missing", "search")])
def test_language_switch_keeps_the_page(client: Client, filled: None, kind: str) -> None:
    expected = {language: paths(language)[kind] for language in SITE}
    page = read(client, expected["de"])
    alternates = {link.get("hreflang"): link.get("href") for link in all_of(page, "link") if link.get("rel") == "alternate"}
    assert {language: f"http://127.0.0.1:8000{path}" for language, path in expected.items()}.items() <= alternates.items()
    switch = next(nav for nav in all_of(page, "nav") if nav.get("aria-label") in ("Language", "Sprache"))
    links = {link.get("lang"): link for link in all_of(switch, "a")}
    assert {language: link.get("href") for language, link in links.items()} == expected
    assert {language: link.get("hreflang") for language, link in links.items()} == {code: code for code in SITE}
    assert [language for language, link in links.items() if link.get("aria-current")] == ["de"]
    canonical = [link.get("href") for link in all_of(page, "link") if link.get("rel") == "canonical"]
    assert canonical == [f"http://127.0.0.1:8000{expected['de']}"]


def test_prose_without_translation_leads_to_the_front_page(client: Client, filled: None) -> None:
    from jumelage.website.models import ProsePage  # noqa: PLC0415 -- beside its only use

    ProsePage.objects.get(slug="imprint").delete()
    page = read(client, "/de/impressum/")
    links = {link.get("lang"): link.get("href") for link in all_of(all_of(page, "footer")[0], "a") if link.get("lang")}
    assert links == {"de": "/de/impressum/", "ru": "/ru/vykhodnye-dannye/", "en": "/en/"}
    assert not [link for link in all_of(page, "link") if link.get("hreflang") == "en"]


def test_home_without_records_says_so(client: Client, laid_out: None) -> None:
    page = read(client, "/en/")
    assert text_of(all_of(page, "h1")[0]) == "City partnerships"
    assert "No partnership has been published here yet." in text_of(page)


def test_home_lists_several_partnerships(client: Client, filled: None) -> None:
    second = make.partnership(make.city("Ahlheim"), make.city("Bergau"))
    page = read(client, "/de/")
    titles = [text_of(heading) for heading in all_of(page, "h3")]
    assert titles == ["Ahlheim–Bergau", "Berlin–Moskau", "Lindenhafen–Jasnoretschinsk"]
    assert all_of(page, "h3")[0].find(".//*[@href]").get("href") == addresses.address_of(second, "de")  # type: ignore[union-attr]


def test_welcome_stands_on_the_home_page_of_its_language(client: Client, filled: None) -> None:
    from jumelage.website.models import FrontPage  # noqa: PLC0415 -- beside its only use

    FrontPage.objects.filter(locale__language_code="de").update(welcome="<p>Willkommen im Hafen.</p>")
    assert "Willkommen im Hafen." in text_of(read(client, "/de/"))
    assert "Willkommen" not in text_of(read(client, "/ru/"))


def test_series_shows_former_name_and_gap(client: Client, filled: None) -> None:
    page = text_of(read(client, paths("en")["series"]))
    assert "Social seminar (2014–2017)" in page
    assert "4th Not documented here" in page
    assert "5th Labour and social seminar, Yasnorechinsk 2019" in page
    assert "2nd Social seminar, Yasnorechinsk 2015" in page


def test_editions_bear_the_names_of_their_day(client: Client, filled: None) -> None:
    series = Edition.objects.get(number=3).series
    early, late = (Edition.objects.get(series=series, number=number) for number in (2, 5))
    assert text_of(all_of(read(client, addresses.address_of(early, "en")), "h1")[0]) == "2nd Social seminar, Yasnorechinsk 2015"
    heading = text_of(all_of(read(client, addresses.address_of(late, "en")), "h1")[0])
    assert heading == "5th Labour and social seminar, Yasnorechinsk 2019"


def test_foreign_words_are_marked_and_a_missing_translation_is_told(client: Client, filled: None) -> None:
    series = Edition.objects.get(number=3).series
    names = [Name("Sozialseminar", "de")]
    seminars.change_series(
        by=make.BY, series=series, version=series.version, names=names, purpose=LocalText.of(de="Fachleute lernen voneinander.")
    )
    page = read(client, f"/ru/series/{series.public_id}-sozialseminar/")
    assert [child.get("lang") for child in all_of(page, "h1")[0]] == ["de"]
    assert [one.get("lang") for one in all_of(page, "div") if "Fachleute" in text_of(one) and one.get("lang")] == ["de"]
    [prose] = [one for one in all_of(page, "div") if one.get("class") == "prose prose--lead"]
    notes = [text_of(one) for one in all_of(prose, "span") if one.get("class") == "language-note"]
    assert len(notes) == 1
    assert notes[0] == "Текст на языке: немецкий"


def test_dormant_partnership_gives_its_reason(client: Client, filled: None) -> None:
    partnership = Edition.objects.get(number=3).series.partnership
    states = [state.as_value() for state in partnership.states.all()]
    rest = StateValue(
        "suspended", "2024-03", ContactPolicy.NONE, "Stadtrat", "Beschluss 2/2024", LocalText.of(en="The council suspended it.")
    )
    partnerships.change_partnership(by=make.BY, partnership=partnership, version=partnership.version, states=[*states, rest])
    page = text_of(read(client, addresses.address_of(partnership, "en")))
    assert page.count("The council suspended it.") == 2  # beside the description, and in the course
    assert "There are no contacts." in page
    assert "Beschluss" not in page


@pytest.mark.parametrize(("state", "words"), [(EditionState.CANCELLED, "was cancelled"), (EditionState.IDEA, "is an idea")])
def test_state_is_told_in_words(client: Client, filled: None, state: EditionState, words: str) -> None:
    Edition.objects.filter(number=3).update(state=state)
    edition = Edition.objects.get(number=3)
    page = read(client, addresses.address_of(edition, "en"))
    alert = next(one for one in page.iter() if one.get("role") == "note")
    assert words in text_of(alert)


def test_edition_leads_to_its_neighbours_and_to_its_city(client: Client, filled: None) -> None:
    page = read(client, paths("en")["edition"])
    links = {link.get("rel"): text_of(link) for link in all_of(page, "a") if link.get("rel") in ("prev", "next")}
    assert links == {
        "prev": "Previous edition 2nd Social seminar, Yasnorechinsk 2015",
        "next": "Next edition 5th Labour and social seminar, Yasnorechinsk 2019",
    }
    there = section_of(page, "Other editions in Lindenhafen")
    assert "1st Social seminar, Lindenhafen 2014" in [text_of(link) for link in all_of(there, "a")]


def test_edition_without_number_or_city(client: Client, filled: None) -> None:
    series = Edition.objects.get(number=3).series
    made = seminars.document_edition(
        by=make.BY,
        series=series,
        state=EditionState.HELD,
        title=LocalText.of(de="Sonderseminar"),
        dates=PartialDate.parse("201X"),
    )
    seminars.publish_edition(by=make.BY, edition=made, version=made.version, published=True)
    page = read(client, f"/de/edition/{made.public_id}-sonderseminar/")
    assert text_of(all_of(page, "h1")[0]) == "Sonderseminar"
    assert "Sonderseminar" in text_of(read(client, paths("de")["series"]))


def test_footer_links_what_the_law_asks_for(client: Client, filled: None) -> None:
    page = read(client, "/de/")
    links = [link.get("href") for link in all_of(all_of(page, "footer")[0], "a") if not link.get("lang")]
    assert links == ["/de/impressum/", "/de/datenschutz/", "/de/barrierefreiheit/"]


def test_nobody_gets_a_page_that_may_be_kept_and_no_cookie(client: Client, filled: None) -> None:
    response = client.get(paths("de")["edition"])
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in response["Vary"]
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_coordinator_gets_a_link_to_the_desk_in_a_page_of_her_own(client: Client, filled: None) -> None:
    edition = Edition.objects.get(number=3)
    path = paths("de")["edition"]
    assert f"/desk/edition/{edition.public_id}/" not in client.get(path).content.decode()
    client.login(email=demo.ACCOUNTS[1].email, username=demo.ACCOUNTS[1].email, password=demo.PASSWORD)
    response = client.get(path)
    assert f"/desk/edition/{edition.public_id}/" in response.content.decode()
    assert "private" in response["Cache-Control"]
    client.logout()
    client.login(email=demo.ACCOUNTS[4].email, username=demo.ACCOUNTS[4].email, password=demo.PASSWORD)
    assert "/desk/edition/" not in client.get(path).content.decode()


def test_description_is_cut_at_a_word(client: Client, filled: None) -> None:
    page = read(client, paths("de")["partnership"])
    [description] = [one.get("content") or "" for one in all_of(page, "meta") if one.get("name") == "description"]
    assert 80 < len(description) <= 160
    assert re.search(r"\w…$", description)
