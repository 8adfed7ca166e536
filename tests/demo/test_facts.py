"""The demo's content: filled once, invented, and complete in three languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.test import RequestFactory

from jumelage.accounts.actor import NOBODY, Role
from jumelage.accounts.models import User
from jumelage.config import demo
from jumelage.fields.names import name_on
from jumelage.journal.models import Address, Record, Row
from jumelage.languages import SITE
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.models import City, Grant, Note, Partnership, Proposal, Side, Topic
from jumelage.partnerships.queries import actor_for, visible_notes
from jumelage.people.models import Institution
from jumelage.seminars import rules
from jumelage.seminars.models import Edition, Series
from jumelage.seminars.queries import public_editions
from jumelage.values import LocalText

pytestmark = pytest.mark.django_db

FACTS = tomllib.loads((files("jumelage.config.demo") / "facts.toml").read_text("utf-8"))
MODELS = (User, City, Partnership, Side, Grant, Topic, Institution, Series, Edition, Note, Proposal, Row, Address)


@pytest.fixture(autouse=True)
def _filled(db: None) -> None:
    demo.fill()


def counted() -> dict[str, int]:
    """Count the rows of every model."""
    return {model.__name__: model._default_manager.count() for model in MODELS}


def test_filling_again_doubles_nothing() -> None:
    once = counted()
    versions = list(Edition.objects.values_list("public_id", "version", "modified_at"))
    demo.fill()
    assert counted() == once
    assert list(Edition.objects.values_list("public_id", "version", "modified_at")) == versions
    assert all(once[model] for model in once if model != "Proposal")


def test_what_somebody_deleted_or_renamed_does_not_come_back() -> None:
    Note.objects.all().delete()
    User.objects.filter(email=demo.ACCOUNTS[0].email).update(email="somebody@else.example")
    before = counted()
    demo.fill()
    assert counted() == before


def test_every_account_signs_in_and_is_what_it_says() -> None:
    for account in demo.ACCOUNTS:
        user = authenticate(RequestFactory().get("/"), email=account.email, password=account.password)
        assert isinstance(user, User)
        assert (user.name, user.language, user.is_administrator) == (account.name, account.language, account.role is None)
        roles = {grant.role for grant in actor_for(user).grants}
        assert roles == ({account.role} if account.role else set())
    roles = [account.role for account in demo.ACCOUNTS]
    assert roles == [None, Role.COORDINATOR, Role.COORDINATOR, Role.EDITOR, Role.READER]


def test_everything_is_written_down_by_the_demo_itself() -> None:
    assert set(Row.objects.values_list("actor_kind", "actor_id")) == {("command", "demo")}
    for model in (model for model in apps.get_models() if issubclass(model, Record)):
        for record in model._default_manager.all():
            assert Address.objects.get(pk=record.public_id).record_type == record._meta.label_lower


def local_texts() -> Iterator[tuple[str, LocalText]]:
    """Return every text of the demo."""
    for model in (Partnership, Side, Topic, Series, Edition):
        for record in model._default_manager.all():
            for field in record._meta.fields:
                if isinstance(value := getattr(record, field.name), LocalText) and value:
                    yield f"{model.__name__}.{field.name} of {record}", value


def test_texts_stand_in_three_languages_but_for_the_one_that_shows_a_fallback() -> None:
    incomplete = [where for where, text in local_texts() if set(text) != set(SITE)]
    assert incomplete == ["Edition.summary of 2."]


def test_a_translation_knows_its_original_and_none_is_stale() -> None:
    for where, text in local_texts():
        originals = [language for language, entry in text.items() if not entry.source_language]
        assert len(originals) == 1, where
        assert not any(text.is_stale(language) for language in text), where
        assert {entry.status for entry in text.values()} == {"reviewed"}, where


@pytest.mark.parametrize("language", SITE)
def test_cities_and_series_and_offices_have_names_in_every_language(language: str) -> None:
    for model in (City, Series):
        for record in model._default_manager.all():
            shown = name_on(record.names.all(), language)
            assert shown is not None
            assert not shown.is_fallback, f"{record} has no name in {language}."


def test_the_renamed_series_is_printed_as_it_was_called() -> None:
    names = Series.objects.get().names.all()
    called = [name_on(names, "de", day).text for day in (date(2014, 9, 14), date(2023, 5, 21))]  # type: ignore[union-attr]
    assert called == ["Sozialseminar", "Arbeits- und Sozialseminar"]


def test_the_public_sees_the_documented_editions_and_one_is_missing() -> None:
    assert sorted(public_editions().values_list("number", flat=True)) == [1, 2, 3, 5]
    assert rules.missing_numbers(Edition.objects.values_list("number", flat=True)) == [4]
    assert Partnership.objects.get().published
    assert not visible_notes(NOBODY).exists()


def test_each_side_has_a_secret_that_the_other_does_not_see() -> None:
    seen = {}
    for account in demo.ACCOUNTS[1:3]:
        notes = visible_notes(actor_for(User.objects.get(email=account.email)))
        seen[account.side] = set(notes.values_list("owner_side__order", "visibility"))
    assert seen == {"a": {(1, "internal"), (1, "both_sides")}, "b": {(2, "internal"), (1, "both_sides")}}


def test_the_side_abroad_is_open_by_a_dated_decision() -> None:
    abroad = User.objects.get(email="jasnoretschinsk@demo.example")
    assert actor_for(abroad).open_partnerships
    partnership = Partnership.objects.get()
    partnerships.change_partnership(by=demo._BY, partnership=partnership, version=partnership.version, sharing=[])
    assert not actor_for(abroad).open_partnerships


def test_nothing_in_the_demo_is_real() -> None:
    everything = str(FACTS).casefold() + str(demo.ACCOUNTS).casefold()
    for real in ("berlin", "moskau", "moscow", "москва", "берлин", "hamburg", "sankt", "almaty", "астана"):
        assert real not in everything.replace("europe/berlin", "").replace("asia/almaty", "")
    assert all(account.email.endswith(".example") for account in demo.ACCOUNTS)
    assert not City.objects.exclude(wikidata="").exists()


def facts_texts(facts: Any) -> Iterator[str]:
    """Return every text of the facts."""
    if isinstance(facts, dict):
        for value in facts.values():
            yield from facts_texts(value)
    elif isinstance(facts, list):
        for value in facts:
            yield from facts_texts(value)
    elif isinstance(facts, str):
        yield facts


def test_texts_are_typeset() -> None:
    for text in facts_texts(FACTS):
        assert text == text.strip()
        assert " - " not in text
        assert "  " not in text
