"""The model case as facts: what public pages document of Berlin and Moscow, without their words and private people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jumelage.accounts.actor import NOBODY, command
from jumelage.agreements.models import Signature, Term
from jumelage.agreements.queries import public_agreements
from jumelage.agreements.rules import in_order
from jumelage.fields.names import name_on
from jumelage.partnerships.models import Grant, Partnership
from jumelage.people.models import Appointment, Counterpart, Institution, Office, Person
from jumelage.people.queries import nameable, public_persons
from jumelage.people.rules import office_title
from jumelage.programme.models import ItemKind, ProgrammeItem, Statement
from jumelage.programme.queries import visible_items, visible_statements
from jumelage.protocol.models import Honour
from jumelage.protocol.queries import public_honours
from jumelage.seminars import rules
from jumelage.seminars.models import Delegation, Edition, Function, Participation, ParticipationKind, Series
from jumelage.seminars.queries import findings_of, public_editions
from jumelage.sources.models import Source

ROOT = Path(__file__).parents[2]
REPORTS = ROOT.parent / "shared" / "reports"

#: Who held a public office; everybody else whom the reports name is private and is not shipped.
OFFICE_HOLDERS = {
    "Allert", "Dudkin", "Potyayewa", "Zauner", "Aleksandrova", "Maas", "Lawrow", "Petrosyan", "Sobjanin", "Tsvetkov", "Grinin",
    "Gordeev", "Schneider", "Czaja", "Krasnitskiy",
}  # fmt: skip

MIGRATION, SOCIAL = "Migrationsseminar", "Sozialseminar"

#: Proper names are facts, however long they are; expected.json lists institutions, topics and addresses.
LONG_NAMES = (
    "Forum für soziale Innovationen der Regionen der Russischen Föderation",
    "Gemeinsamkeiten und Unterschiede: Erfahrungen aus Moskau",
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]


def partnership() -> Partnership:
    """Return the documented partnership."""
    return Partnership.objects.get(sides__city__wikidata="Q64")


def edition(number: int) -> Edition:
    """Return an edition of its social series."""
    return Edition.objects.get(series=series(SOCIAL), number=number)


def series(name: str) -> Series:
    """Return one of its series by a name that it bore."""
    return Series.objects.get(names__value=name, names__language="de", partnership=partnership())


def public_numbers(of: Series) -> list[int]:
    """Return the numbers of its editions that everybody sees, in order."""
    return sorted(number for number in public_editions().filter(series=of).values_list("number", flat=True) if number)


def test_it_is_public_and_belongs_to_nobody_in_the_demo() -> None:
    assert partnership().published
    assert not Grant.objects.filter(side__partnership=partnership()).exists()
    states = [(state.state, str(state.since), state.contact_policy) for state in partnership().states.all()]
    assert states == [("active", "1991-08-28", "full"), ("dormant", "2022", "civil")]
    assert set(partnership().states.last().reason) == {"de", "ru", "en"}  # type: ignore[union-attr]


def test_two_series_count_for_themselves_and_their_gaps_are_derived() -> None:
    migration, social = series(MIGRATION), series(SOCIAL)
    numbers = {one: public_numbers(one) for one in (migration, social)}
    assert numbers == {migration: [12, 16], social: [1, 14, 18, 19, 22]}
    assert rules.missing_numbers(numbers[social]) == [*range(2, 14), 15, 16, 17, 20, 21]
    assert not migration.gaps.exists()
    assert not social.gaps.exists()
    assert social.predecessor == migration
    fields = [(str(field.topic), str(field.valid)) for field in social.fields_of_policy.all()]
    assert fields == [("Soziales", "2007/.."), ("Arbeitspolitik", "2017/..")]


def test_names_are_those_of_the_day() -> None:
    department = Institution.objects.get(names__value="Департамент труда и социальной защиты населения города Москвы")
    senate = Institution.objects.get(names__value="SenIAS")
    days = (date(2014, 11, 24), date(2019, 6, 17))
    called = [
        [name_on(rows, "de", day).text for day in days]  # type: ignore[union-attr]
        for rows in (department.names.all(), senate.names.all(), series(SOCIAL).names.all())
    ]
    assert called == [
        [
            "Departement für soziale Sicherheit der Bevölkerung der Stadt Moskau",
            "Departement für Arbeit und soziale Sicherheit der Bevölkerung der Stadt Moskau",
        ],
        ["Senatsverwaltung für Gesundheit und Soziales", "Senatsverwaltung für Integration, Arbeit und Soziales"],
        ["Sozialseminar", "Arbeits- und Sozialseminar"],
    ]


def test_dates_and_hosts_of_the_documented_editions() -> None:
    documented = Edition.objects.filter(series__partnership=partnership())
    found = {(one.number, str(one.series)): (str(one.dates), str(one.host_city)) for one in documented}
    assert found == {
        (12, MIGRATION): ("2004-11-25/2004-12-01", "Berlin"),
        (16, MIGRATION): ("2006-11-23/2006-11-29", "Berlin"),
        (1, SOCIAL): ("2007-04", "Berlin"),
        (14, SOCIAL): ("2014-11-23/2014-11-27", "Berlin"),
        (18, SOCIAL): ("2017-07-04/2017-07-09", "Москва"),
        (19, SOCIAL): ("2017-11-19/2017-11-24", "Berlin"),
        (22, SOCIAL): ("2019-06-16/2019-06-21", "Москва"),
    }
    assert edition(14).visit_class == "working"


def test_the_guests_of_2014_were_six_of_whom_one_is_named_and_his_function_assumed() -> None:
    delegation = Delegation.objects.get(edition=edition(14))
    head = Participation.objects.get(edition=edition(14), delegation=delegation)
    assert (delegation.planned_size, delegation.size, bool(delegation.size_exception)) == (5, 6, True)
    assert (str(head.person), head.function, head.function_certainty) == ("Игорь Гордеев", Function.HEAD, "assumed")
    assert delegation.bodies.count() == 2
    spoke = Participation.objects.get(edition=edition(14), person__names__value="Сергей Цветков")
    assert (str(spoke.represents_person), str(spoke.represents_office)) == ("Владимир Гринин", "Чрезвычайный и Полномочный Посол")
    assert [str(topic) for topic in findings_of(edition(22), command("demo"))] == []


def test_visits_of_2019_lead_up_to_the_department() -> None:
    def tree(institution: Institution | None) -> Iterator[str]:
        while institution is not None:
            yield str(name_on(institution.names.all(), "de", date(2019, 6, 17)).text)  # type: ignore[union-attr]
            institution = institution.parent

    items = ProgrammeItem.objects.filter(edition=edition(22), kind_of=ItemKind.VISIT)
    department = "Departement für Arbeit und soziale Sicherheit der Bevölkerung der Stadt Moskau"
    trees = {next(tree(item.visit.institution)): list(tree(item.visit.institution))[1:-1] for item in items if item.visit}
    assert trees == {
        "Agentur „Meine Karriere“": ["Moskauer Agentur für Arbeit", department],
        "Moskauer Reha-Zentrum für Menschen mit Behinderung „Butowo“": [department],
        "Zentrum für Rehabilitation und Bildung Nr. 7": [department],
    }
    butovo = items.get(visit__institution__names__value__contains="Butowo")
    assert (str(butovo.day), butovo.day_certainty) == ("2019-06-17", "derived")


def test_what_lay_beside_the_edition_of_2019() -> None:
    held = edition(22)
    forum = held.events.filter(kind="coincides_with").get().event
    assert (forum.ordinal, forum.is_roman, str(forum.attendance)) == (3, True, ">30000")
    assert [str(initiative.period) for initiative in held.initiatives.all()] == ["2018/2020"]
    (project,) = [link.project for link in held.projects.all()]
    assert {str(city) for city in project.cities.all()} == {"Berlin", "Peking"}
    kinds = list(visible_items(NOBODY).filter(edition=held).values_list("kind_of", "count"))
    assert ("workshop", 2) in kinds
    assert {kind for kind, _count in kinds} >= {"opening", "side_meeting", "external_event", "evaluation", "exhibition"}


def test_only_holders_of_public_office_are_persons_here() -> None:
    persons = Person.objects.filter(appointments__office__institution__city__names__value__in=["Berlin", "Moscow"]).distinct()
    printed = {name.family.capitalize() for person in persons for name in person.names.all()}
    assert persons.count() == len(OFFICE_HOLDERS)
    assert printed >= OFFICE_HOLDERS
    assert not persons.exclude(pk__in=public_persons(date(2026, 11, 24))).exists()
    nobody = Participation.objects.filter(edition=edition(14), kind_of=ParticipationKind.EXPERT, person__isnull=True)
    assert nobody.count() == 8
    assert all(one.institution for one in nobody)
    assert nobody.filter(institution__names__value__startswith="AUTISMUS DEUTSCHLAND").count() == 3


def test_a_name_is_found_in_every_spelling() -> None:
    names = {name.scheme: name.value for name in Person.objects.get(names__value="Сергей Собянин").names.all() if name.scheme}
    assert names == {
        "duden": "Sergei Sobjanin",
        "din1460": "Sergej Sobjanin",
        "bgnpcgn": "Sergey Sobyanin",
        "iso9": "Sergej Sobânin",
        "icao9303": "SERGEI SOBIANIN",
    }


def test_offices_are_called_by_language_and_gender_and_deputies_are_numbered() -> None:
    def titled(name: str, day: date) -> list[str]:
        person = Person.objects.get(names__value=name)
        offices = [one.office for one in Appointment.objects.filter(person=person).order_by("-office__rank")]
        return [office_title(office.names.all(), "de", day, person.gender).text for office in offices]  # type: ignore[union-attr]

    assert titled("Mario Czaja", date(2014, 11, 24)) == ["Senator für Gesundheit und Soziales"]
    assert titled("Margrit Zauner", date(2019, 6, 17)) == ["Leiterin der Abteilung Arbeit"]
    assert titled("Владимир Петросян", date(2019, 6, 17)) == ["Leiter des Departements", "Minister der Moskauer Regierung"]
    first = Office.objects.get(deputy_number=1, institution__names__value__startswith="Departement für Arbeit")
    assert str(first.deputy_of) == "Руководитель Департамента"
    labour = Office.objects.get(appointments__person__names__value="Александра Александрова")
    assert labour.portfolio.text("de") == "Arbeit"
    pair = Counterpart.objects.get(partnership=partnership())
    assert (str(pair.first_person), str(pair.second_person)) == ("Margrit Zauner", "Александра Александрова")


def test_voices_are_summed_up_in_our_own_words() -> None:
    voices = Statement.objects.filter(edition__series__partnership=partnership())
    assert voices.count() == visible_statements(NOBODY).filter(pk__in=voices).count() == 9
    assert not voices.filter(is_quote=True).exists()


def test_the_sources_are_named_in_public() -> None:
    sources = Source.objects.filter(partnership=partnership())
    assert set(sources.values_list("visibility", flat=True)) == {"public"}
    assert sources.filter(address__contains="berlin.de").count() == 8
    assert not sources.filter(publisher="").exists()
    assert not any(evidence.quote for source in sources for evidence in source.evidence.all())


def words(text: str) -> list[str]:
    """Return the words of a text, without their signs."""
    return re.findall(r"[^\W_]+", text.casefold())


def runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
    """Return every run of so many words."""
    all_words = words(text)
    return {tuple(all_words[at : at + length]) for at in range(len(all_words) - length + 1)}


def expected() -> list[dict[str, Any]]:
    """Return what the reports say, or skip where they do not lie beside the repository."""
    if not REPORTS.is_dir():
        pytest.skip("the reports do not lie beside the repository (../shared/reports)")
    return list(json.loads((REPORTS / "expected.json").read_text("utf-8")).values())


def ours(*folders: str) -> Iterator[Path]:
    """Return the texts of the repository that are written by hand."""
    for folder in folders:
        yield from (path for path in (ROOT / folder).rglob("*") if path.suffix in (".toml", ".py", ".html"))


def test_no_sentence_of_a_report_stands_in_the_repository() -> None:
    names = [name["name"] for report in expected() for name in report["organisations"]]
    others = [value for report in expected() for value in (*report["topics"], *report["links"])]
    facts = set().union(*(runs(name) for name in (*names, *others, *LONG_NAMES)))
    printed = set().union(*(runs(path.read_text("utf-8")) for path in REPORTS.glob("*.txt"))) - facts
    assert len(printed) > 500
    found = {path: runs(path.read_text("utf-8")) & printed for path in ours("src", "tests", "docs")}
    assert {str(path): copied for path, copied in found.items() if copied} == {}


def test_nobody_private_of_the_reports_stands_in_the_sources() -> None:
    private = [person["name"] for report in expected() for person in report["people"]]
    private = [name for name in private if name.split()[-1] not in OFFICE_HOLDERS] + [report["author"] for report in expected()]
    assert len(private) > 12
    texts = {path: path.read_text("utf-8") for path in ours("src")}
    assert {name for name in private for text in texts.values() if name in text} == set()
    facts = " ".join(text for path, text in texts.items() if "model_case" in path.parts)
    assert {name for name in private if name.split()[-1] in facts.split()} == set()


def test_the_written_bases_are_those_of_public_pages() -> None:
    chain = in_order(public_agreements().filter(partnership=partnership()))
    assert [(one.kind_of, one.level, str(one.signed_on or "")) for one in chain] == [
        ("declaration", "city", "1990-11"), ("agreement", "city", "1991-08-28"), ("sector_agreement", "city", "2006-06"),
        ("sector_agreement", "city", "2012-09-25"), ("memorandum", "city", "2017-03"), ("declaration", "national", ""),
    ]  # fmt: skip
    terms = Term.objects.filter(agreement__in=chain).values_list("kind", "value")
    assert set(terms) == {("cadence", 2), ("alternation", None), ("delegation_size", 5), ("ngo_participation", None)}
    signed = Signature.objects.filter(agreement__in=chain)
    assert {str(one.person).split()[-1] for one in signed} <= {"Maas", "Лавров", "Lawrow"}
    assert {one.person_id for one in signed} <= nameable(chain[-1].public_id, date(2026, 11, 24))


def test_honours_tell_who_awarded_signed_and_handed_over_and_the_badge_waits() -> None:
    listed = {one.kind_of: one for one in Honour.objects.filter(partnership=partnership())}
    letter, award = listed["letter_of_thanks"], listed["other"]
    families = [name.family for one in (letter.signatory, letter.presenters.get().person) if (name := one.names.first())]
    assert families == ["Собянин", "Петросян"]
    assert (str(award.date), award.presenters.count(), award.recipients.filter(person=None).count()) == ("2018-09-14", 2, 2)
    assert set(public_honours().filter(partnership=partnership())) == {letter, award}
    assert (listed["badge"].clearance, listed["badge"].visibility) == ("open", "public")
