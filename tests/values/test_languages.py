"""The languages: each has its own name and its script, and a list to choose from offers them in a sensible order."""

from __future__ import annotations

from jumelage.languages import OWN_NAME, SCRIPT, SITE, language_choices


def test_every_language_that_has_a_script_has_its_own_name():
    assert OWN_NAME.keys() == SCRIPT.keys()
    assert not {code for code, name in OWN_NAME.items() if name in ("", code)}
    assert len(set(OWN_NAME.values())) == len(OWN_NAME)


def test_the_languages_of_the_site_stay_the_three_that_are_complete():
    assert SITE == ("de", "ru", "en")


def test_a_list_begins_with_the_languages_of_the_site_and_goes_on_by_name():
    listed = language_choices()
    assert [code for code, _name in listed[:3]] == list(SITE)
    assert [name for _code, name in listed[3:10]] == ["Čeština", "Dansk", "Español", "Français", "Italiano", "Magyar", "Polski"]
    assert dict(listed) == dict(OWN_NAME)
    assert len(listed) == len(SCRIPT)
