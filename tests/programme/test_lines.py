"""One line of the workspace: an item with its institution and its speakers, in one transaction."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.utils import translation

from jumelage.accounts.actor import Role
from jumelage.fields.models import Name
from jumelage.journal.models import Row
from jumelage.journal.rules import NotPermitted, Refusal
from jumelage.people.models import Institution, PersonNameValue, TitleValue
from jumelage.programme.actions import ItemLine, write_down_item
from jumelage.programme.models import Contribution, PresenceValue, ProgrammeItem, Visit
from jumelage.seminars.models import Edition
from jumelage.seminars.rules import Ambiguous
from jumelage.values import PartialDate
from tests.factories import world as make
from tests.factories.world import BY
from tests.programme.inventing import an_edition, someone

pytestmark = pytest.mark.django_db


def written(edition: Edition, kind_of: str = "workshop", **values: Any) -> ProgrammeItem:
    """Write a German line down."""
    return write_down_item(by=BY, edition=edition, line=ItemLine("de", kind_of, **values))


def nothing_of(*models: Any) -> bool:
    """Say whether there are no records of any of these kinds."""
    return all(model.objects.count() == 0 for model in models)


def test_a_line_with_a_kind_alone() -> None:
    made = written(an_edition())
    assert (made.kind_of, made.title.text("de"), made.day, made.visit) == ("workshop", "", None, None)
    assert (made.hosts.count(), made.presences.count()) == (0, 0)


def test_a_line_of_a_visit_makes_the_visit_too() -> None:
    edition = an_edition()
    side = make.sides_of(edition.series.partnership)[0]
    by = make.actor(side)
    line = ItemLine(
        "de", "visit", " Rundgang ", PartialDate.parse("2019-06-17"), time(9), time(10), institution="  Neue   Werkstatt "
    )
    made = write_down_item(by=by, edition=edition, line=line)
    visit, house = Visit.objects.get(), Institution.objects.get()
    assert (made.visit, visit.institution, visit.state, made.hosts.count()) == (visit, house, "done", 0)
    assert [name.as_value() for name in house.names.all()] == [Name("Neue Werkstatt", "de")]
    assert house.introduced_by == side
    assert (made.title.text("de"), made.day, made.begins, made.ends) == ("Rundgang", line.day, time(9), time(10))
    assert made.starts_at is not None
    acts = Row.objects.filter(actor_id=by.id).order_by("number").values_list("verb", "record_id")
    assert list(acts) == [("add", house.public_id), ("add", visit.public_id), ("add", made.public_id)]


def test_a_line_of_another_kind_names_the_institution_as_host() -> None:
    edition = an_edition()
    known = make.institution("Sozialamt", city=edition.host_city)
    other = make.institution("Landtag", city=edition.host_city)
    made = written(edition, "reception", institution="sozialamt", host="Landtag")
    assert set(made.hosts.all()) == {known, other}
    assert set(written(edition, "reception", institution_record=other, institution="egal").hosts.all()) == {other}
    assert set(written(edition, "reception", institution="Sozialamt", host="Sozialamt ").hosts.all()) == {known}
    assert set(written(edition, "visit", institution="Sozialamt", host="Landtag").hosts.all()) == {other}
    assert (Institution.objects.count(), Visit.objects.get().institution) == (2, known)


def test_a_new_host_is_entered_once() -> None:
    made = written(an_edition(), "reception", institution="Neues Haus", host="neues haus", as_new=True)
    assert made.hosts.get() == Institution.objects.get()


@pytest.mark.parametrize("field", ["institution", "host"])
def test_of_several_institutions_of_one_name_one_is_chosen_or_a_new_one_entered(field: str) -> None:
    edition = an_edition()
    two = [make.institution("Sozialamt", city=edition.host_city) for _ in range(2)]
    with translation.override("en"), pytest.raises(Ambiguous, match="“Sozialamt”") as caught:
        written(edition, "visit", **{field: "Sozialamt"})
    assert (caught.value.field, list(caught.value.candidates)) == (field, two)
    assert nothing_of(ProgrammeItem, Visit)
    written(edition, "visit", as_new=True, **{field: "Sozialamt"})
    assert Institution.objects.count() == 3
    chosen = written(edition, "visit", institution_record=two[1], institution="Sozialamt")
    assert chosen.visit is not None
    assert chosen.visit.institution == two[1]


@pytest.mark.parametrize(
    ("kind_of", "kind"),
    [("opening", "speech"), ("city_reports", "report"), ("expert_talk", "talk"), ("presentation", "presentation")],
)
def test_speakers_are_found_among_the_people_of_the_edition(kind_of: str, kind: str) -> None:
    edition = an_edition()
    titled = make.person("Karla Muster", titles=[TitleValue("Prof."), TitleValue("Dr.")])
    one = someone(edition, person=titled)
    two = someone(
        edition, person=make.people.add_person(by=BY, names=[PersonNameValue("Борис Проба", "ru"), Name("Boris Proba", "de")])
    )
    three = someone(edition, person=None, words="Leiterin der Schule")
    made = written(edition, kind_of, speakers=" prof. dr. karla MUSTER ;Boris Proba; ; Leiterin der Schule; Борис  Проба")
    spoken = list(Contribution.objects.filter(item=made).order_by("position"))
    assert [(one.speaker, one.kind_of) for one in spoken] == [(found, kind) for found in (one, two, three)]
    assert [row.as_value() for row in made.presences.all()] == [PresenceValue(found.pk) for found in (one, two, three)]
    assert ProgrammeItem.objects.get().version == made.version == 1


def test_a_person_is_found_under_every_record_of_the_same_one() -> None:
    edition = an_edition()
    recorded, other = make.person("Karla Muster"), make.person("Karla Beispiel")
    speaker = someone(edition, person=other)
    make.judgement(recorded, other)
    assert [spoken.speaker for spoken in written_speakers(edition, "Karla Muster")] == [speaker]


def written_speakers(edition: Edition, names: str) -> list[Contribution]:
    """Write a line with speakers down and return what they contributed."""
    return list(Contribution.objects.filter(item=written(edition, speakers=names)))


def test_an_unknown_speaker_is_named_and_nothing_is_written() -> None:
    edition = an_edition()
    someone(edition)
    someone(an_edition(), "Fremde Person")
    make.person("Karla Unbeteiligt")
    for name in ("Karla", "Fremde Person", "Karla Unbeteiligt"):
        with translation.override("en"), pytest.raises(Refusal, match=f"“{name}”") as caught:
            written(edition, "visit", institution="Neue Werkstatt", speakers=f"Karla Muster; {name}")
        assert caught.value.field == "speakers"
        assert not isinstance(caught.value, Ambiguous)
    assert nothing_of(ProgrammeItem, Institution, Contribution)


def test_of_two_people_of_one_name_nobody_is_guessed() -> None:
    edition = an_edition()
    two = [someone(edition, "Karla Muster") for _ in range(2)]
    with pytest.raises(Ambiguous) as caught:
        written(edition, speakers="Karla Muster")
    assert (caught.value.field, list(caught.value.candidates)) == ("speakers", two)


def test_a_refusal_of_the_item_takes_everything_back() -> None:
    edition = an_edition()
    with pytest.raises(Refusal) as caught:
        written(edition, "visit", institution="Neue Werkstatt", day=PartialDate.parse("2019-06"), begins=time(10), ends=time(9))
    assert caught.value.field == "ends"
    with pytest.raises(Refusal) as caught:
        written(edition, "party", institution="Neue Werkstatt")
    assert caught.value.field == "kind_of"
    assert nothing_of(Institution, Visit, ProgrammeItem)


def test_who_may_not_change_the_edition_writes_no_line() -> None:
    partnership = make.bare_partnership()
    first, second = make.sides_of(partnership)
    edition = make.edition(make.series(partnership), owner_side=first)
    for by in (make.actor(second), make.actor(first, Role.EDITOR)):
        with pytest.raises(NotPermitted):
            write_down_item(by=by, edition=edition, line=ItemLine("de", "visit", institution="Neue Werkstatt"))
    assert not Institution.objects.exists()


def test_a_coordinator_finds_only_whom_she_may_see() -> None:
    partnership = make.bare_partnership("DE", "KZ", open_from=None)
    home = make.sides_of(partnership)[0]
    edition = make.edition(make.series(partnership))
    speaker = someone(edition)
    line = ItemLine("de", "workshop", speakers="Karla Muster")
    item = write_down_item(by=make.actor(home), edition=edition, line=line)
    assert item.presences.get().participation == speaker
