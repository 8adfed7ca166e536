"""The ear of the mission: what it finds by name, and what it does not."""

from __future__ import annotations

import pytest

from tests.mission.heard import Heard

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Title</title></head><body><h1>Page</h1>
<section aria-labelledby="a"><h2 id="a">Facts <span aria-hidden="true">→</span></h2>
<dl><div><dt>Dates</dt><dd>2014</dd><dd>2019</dd></div></dl><p>Words<span>, more</span></p></section>
<section><h2>Unnamed</h2><ul aria-label="List"><li>One</li><li>Two</li></ul><a href="/x/">Away</a></section>
<table><tr><th scope="row">Berlin</th><td>6</td></tr></table><p aria-hidden="true">Hidden</p><script>Silent</script></body></html>"""


@pytest.fixture
def page() -> Heard:
    """A page with everything that can be found."""
    return Heard.of(PAGE)


def test_everything_is_found_by_its_name(page: Heard) -> None:
    assert page.title == "Page"
    assert page.region("Facts").text == "Facts Dates 2014 2019 Words, more"
    assert page.region("Facts").definition("Dates") == "2014; 2019"
    assert page.part("Unnamed").entries("List") == ["One", "Two"]
    assert page.link("Away") == "/x/"
    assert page.row("Berlin") == ["6"]


def test_what_nobody_hears_is_not_there(page: Heard) -> None:
    assert not any(word in page.text for word in ("Hidden", "Silent", "Title", "→"))
    assert not page.has_region("Unnamed")
    for find in (page.region, page.part, page.link, page.definition, page.row):
        with pytest.raises(AssertionError):
            find("Elsewhere")
