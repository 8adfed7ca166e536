"""The demo as it is filled: once, by its own actions, with everything that a partnership can hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.test import RequestFactory

from jumelage.accounts.actor import NOBODY, Role
from jumelage.accounts.models import User
from jumelage.agreements.models import Term
from jumelage.agreements.queries import public_agreements
from jumelage.agreements.rules import in_order
from jumelage.config import demo
from jumelage.fields.names import name_on
from jumelage.journal.models import Address, Record, Row
from jumelage.languages import SITE
from jumelage.partnerships import actions as partnerships
from jumelage.partnerships.models import City, Note, Partnership, Side, Topic
from jumelage.partnerships.queries import actor_for, visible_notes
from jumelage.people.models import Institution, Judgement, Person
from jumelage.people.queries import public_persons
from jumelage.people.rules import holds_on
from jumelage.programme.models import ItemKind, ProgrammeItem, Statement
from jumelage.programme.queries import visible_statements
from jumelage.seminars import rules
from jumelage.seminars.models import Edition, EditionState, Function, Participation, ParticipationKind, Sector, Series
from jumelage.seminars.queries import public_editions, visible_participations
from jumelage.sources.models import Source
from jumelage.sources.queries import public_evidence
from jumelage.sources.queries import visible_to as visible_sources
from jumelage.values import LocalText, PartialDate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]

#: Never written, though its action exists: what people do in the demo, not its facts.
UNFILLED = {"Proposal"}


def ours() -> list[Any]:
    """Return every model of records and their lists."""
    rooms = ("accounts", "partnerships", "sources", "people", "agreements", "seminars", "programme", "protocol")
    return [model for model in apps.get_models() if model._meta.app_label in rooms]


def counted() -> dict[str, int]:
    """Count the rows of every model."""
    return {model.__name__: model._default_manager.count() for model in (*ours(), Row, Address)}


def seminar() -> Series:
    """Return the invented series that the demo is about."""
    return Series.objects.get(names__value="Arbeits- und Sozialseminar", partnership=Partnership.objects.earliest("pk"))


def edition(number: int) -> Edition:
    """Return an edition of that series."""
    return Edition.objects.get(series=seminar(), number=number)


def public_numbers(of: Series) -> list[int]:
    """Return the numbers of a series' editions that everybody sees, in order."""
    return sorted(number for number in public_editions().filter(series=of).values_list("number", flat=True) if number)


def test_filling_again_doubles_nothing() -> None:
    once = counted()
    versions = list(Edition.objects.values_list("public_id", "version", "modified_at"))
    demo.fill()
    assert counted() == once
    assert list(Edition.objects.values_list("public_id", "version", "modified_at")) == versions
    assert {model for model, count in once.items() if not count} == UNFILLED


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
        grants = actor_for(user).grants
        assert {grant.role for grant in grants} == ({account.role} if account.role else set())
        assert {grant.partnership for grant in grants} <= {seminar().partnership_id}
    roles = [account.role for account in demo.ACCOUNTS]
    assert roles == [None, Role.COORDINATOR, Role.COORDINATOR, Role.EDITOR, Role.READER]


def test_everything_is_written_down_by_the_demo_itself() -> None:
    assert set(Row.objects.values_list("actor_kind", "actor_id")) == {("command", "demo")}
    for model in (model for model in apps.get_models() if issubclass(model, Record)):
        for record in model._default_manager.all():
            assert Address.objects.get(pk=record.public_id).record_type == record._meta.label_lower


def local_texts() -> Iterator[tuple[str, LocalText]]:
    """Return every text of the demo."""
    for model in ours():
        fields = [field.name for field in model._meta.fields if type(field).__name__ == "LocalTextField"]
        for record in model._default_manager.all() if fields else ():
            for field in fields:
                if value := getattr(record, field):
                    yield f"{model.__name__}.{field} of {record}", value


def test_texts_stand_in_three_languages_but_for_those_that_show_a_fallback() -> None:
    incomplete = Counter(where.split(" of ")[0] for where, text in local_texts() if set(text) != set(SITE))
    assert incomplete["Edition.summary"] == 2
    assert set(incomplete) == {
        "Edition.summary",
        "JobShadowing.aims",
        "JobShadowing.result",
        "Objective.text",
        "Participation.reason",
        "ProgrammeItem.title",
        "Statement.text",
        "Visit.requested_topics",
    }


def test_a_translation_knows_its_original_and_none_is_stale() -> None:
    for where, text in local_texts():
        originals = [language for language, entry in text.items() if not entry.source_language]
        assert len(originals) == 1, where
        assert not any(text.is_stale(language) for language in text), where
        assert {entry.status for entry in text.values()} == {"reviewed"}, where


@pytest.mark.parametrize("language", SITE)
def test_cities_and_series_have_names_in_every_language(language: str) -> None:
    for model in (City, Series):
        for record in model._default_manager.all():
            shown = name_on(record.names.all(), language)
            assert shown is not None
            assert not shown.is_fallback, f"{record} has no name in {language}."


def test_what_was_renamed_is_printed_as_it_was_called() -> None:
    days = (date(2015, 10, 6), date(2023, 5, 23))
    renamed = {
        "seminar": seminar().names.all(),
        "unit": Institution.objects.get(names__value="Fachbereich Teilhabe").names.all(),
        "department": Institution.objects.get(names__value__startswith="Amt für Beschäftigung").names.all(),
    }
    called = {key: [name_on(names, "de", day).text for day in days] for key, names in renamed.items()}  # type: ignore[union-attr]
    assert called == {
        "seminar": ["Sozialseminar", "Arbeits- und Sozialseminar"],
        "unit": ["Fachbereich Eingliederungshilfe", "Fachbereich Teilhabe"],
        "department": [
            "Amt für sozialen Schutz der Stadt Jasnoretschinsk",
            "Amt für Beschäftigung und Sozialprogramme der Stadt Jasnoretschinsk",
        ],
    }


def test_the_public_sees_the_documented_editions_and_one_number_is_missing_without_a_word() -> None:
    numbers = public_numbers(seminar())
    assert numbers == [1, 2, 3, 5, 6, 7, 9]
    assert rules.missing_numbers(numbers) == [4, 8]
    assert list(seminar().gaps.values_list("number", "reason")) == [(8, "unnumbered")]
    called_off = public_editions().get(series=seminar(), number=None)
    assert called_off.state == EditionState.CANCELLED
    assert set(called_off.state_note) == set(SITE)
    assert edition(7).first_planned == PartialDate.parse("2022-10-16/2022-10-21")
    assert not public_editions().filter(state=EditionState.IDEA).exists()
    before = seminar().predecessor
    assert before is not None
    assert public_numbers(before) == [1, 2]
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
    partnership = seminar().partnership
    partnerships.change_partnership(by=demo._BY, partnership=partnership, version=partnership.version, sharing=[])
    assert not actor_for(abroad).open_partnerships


def test_every_kind_of_participation_and_of_item_is_there() -> None:
    taken = Participation.objects.filter(edition__series=seminar())
    assert set(taken.values_list("kind_of", flat=True)) == set(ParticipationKind.values)
    assert set(taken.values_list("sector", flat=True)) - {""} == set(Sector.values)
    assert set(ProgrammeItem.objects.filter(edition__series=seminar()).values_list("kind_of", flat=True)) == set(ItemKind.values)
    kinds = set(Statement.objects.filter(edition__series=seminar()).values_list("kind_of", flat=True))
    assert kinds == {"tribute", "assessment", "appeal", "thanks", "announcement", "impression"}


def test_heads_are_stated_assumed_and_changed_in_the_middle_of_the_week() -> None:
    heads = Participation.objects.filter(edition__series=seminar(), function=Function.HEAD)
    assert heads.get(edition__number=2).function_certainty == "assumed"
    changed = [str(head.function_valid) for head in heads.filter(edition__number=3)]
    assert changed == ["2017-06-11/2017-06-13", "2017-06-14/2017-06-16"]


def test_one_woman_was_entered_twice_and_is_one() -> None:
    twice = Person.objects.filter(names__family="Muratova")
    kept, merged = twice.order_by("pk")
    assert (kept.cluster, merged.cluster) == (None, kept)
    assert Judgement.objects.filter(verdict="same").count() == 2
    verein = Institution.objects.get(names__value="Verein Rjadom")
    assert verein.cluster == Institution.objects.get(names__value="Verein „Rjadom“")


def test_offices_are_held_certainly_and_only_seen() -> None:
    def held(family: str, office: str) -> Any:
        person = Person.objects.get(names__family=family)
        return person.appointments.get(office__names__value=office)

    head, seen = held("Gerke", "Amtsleitung"), held("Omarow", "Leitung des Amtes")
    on = {day: [holds_on(one.held, [row.on for row in one.observations.all()], day) for one in (head, seen)] for day in DAYS}
    assert on == {DAYS[0]: ["certainly", "certainly"], DAYS[1]: ["certainly", "possibly"], DAYS[2]: ["not", "possibly"]}


DAYS = (date(2014, 9, 15), date(2016, 5, 1), date(2018, 10, 1))


def test_times_of_one_edition_stand_in_two_zones() -> None:
    video = ProgrammeItem.objects.get(edition=edition(9), zone="Asia/Almaty")
    opening = ProgrammeItem.objects.get(edition=edition(9), kind_of=ItemKind.OPENING)
    assert video.starts_at is not None
    assert video.starts_at.isoformat() == "2025-09-14T08:00:00+00:00"
    assert opening.starts_at is not None
    assert opening.starts_at.isoformat() == "2025-09-15T07:30:00+00:00"


def test_nobody_is_named_in_public_without_a_basis() -> None:
    today = date(2026, 11, 24)
    private = {"Sörgel", "Rademann", "Wolfram", "Ahlsdorf", "Seitkasina"}
    assert private == {
        family for family in private if Person.objects.filter(names__family=family).exclude(pk__in=public_persons(today)).exists()
    }
    named = {str(one.person) for one in visible_participations(NOBODY).filter(edition=edition(9), person__isnull=False)}
    assert {"Nele von Hagenow", "Olaf Dierks", "Robin Kleist", "Тимур Сагинтаев", "Гульнара Абенова"} <= named
    assert not named & {str(Person.objects.filter(names__family=family)[0]) for family in private}
    on_other_page = {str(one.person) for one in visible_participations(NOBODY).filter(edition=edition(3), person__isnull=False)}
    assert "Elke Marwitz" in on_other_page
    assert "Nele von Hagenow" not in on_other_page


def test_only_approved_voices_are_public() -> None:
    assert Statement.objects.filter(is_approved=False, edition__series=seminar()).count() >= 3
    assert not visible_statements(NOBODY).filter(is_approved=False).exists()
    assert visible_statements(NOBODY).filter(edition=edition(9)).exists()


def test_sources_are_kept_for_a_side_for_both_and_for_everybody() -> None:
    kept = Source.objects.filter(partnership=seminar().partnership)
    assert set(kept.values_list("visibility", flat=True)) == {"internal", "both_sides", "public"}
    seen = visible_sources(NOBODY).filter(partnership=seminar().partnership)
    assert set(seen.values_list("visibility", flat=True)) == {"public"}
    cited = public_evidence([edition(2).public_id])
    assert {evidence.source.title for evidence in cited} == {"Гости из Линденхафена"}


def test_the_demo_counts_what_it_promises() -> None:
    invented, documented = Partnership.objects.order_by("pk")
    counts = [public_editions().filter(series__partnership=one).count() for one in (invented, documented)]
    assert counts == [10, 7]
    assert [Series.objects.filter(partnership=one).count() for one in (invented, documented)] == [2, 2]
    assert (Side.objects.count(), Topic.objects.count(), Institution.objects.count()) == (4, 14, 51)


def test_the_invented_chain_leads_from_a_declaration_to_a_renewal() -> None:
    chain = in_order(public_agreements().filter(partnership=seminar().partnership))
    assert [(one.kind_of, str(one.signed_on)) for one in chain] == [
        ("declaration", "1993-10"), ("agreement", "1994-05-14"), ("sector_agreement", "2014-03-05"),
        ("sector_agreement", "2019-05-20"),
    ]  # fmt: skip
    assert (chain[3].supersedes, chain[3].based_on, chain[1].based_on) == (chain[2], chain[1], chain[0])
    assert {term.kind for term in Term.objects.filter(agreement=chain[3])} == {
        "cadence", "alternation", "delegation_size", "ngo_participation"
    }  # fmt: skip
