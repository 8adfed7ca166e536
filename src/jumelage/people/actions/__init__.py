"""Writing persons, institutions, sites, offices, who held them, counterparts and judgements."""

from jumelage.people.actions.appointments import add_appointment, change_appointment, delete_appointment, observe
from jumelage.people.actions.causes import forget_because, forget_known, forget_public_office, forget_seen, note_public_office
from jumelage.people.actions.counterparts import add_counterpart, change_counterpart, delete_counterpart
from jumelage.people.actions.identity import change_judgement, judge, withdraw_judgement
from jumelage.people.actions.institutions import (
    add_institution,
    add_site,
    change_institution,
    change_site,
    delete_institution,
    delete_site,
)
from jumelage.people.actions.offices import add_office, change_office, delete_office
from jumelage.people.actions.persons import add_person, change_person, delete_person, note_known, propose_about_person

__all__ = [
    "add_appointment",
    "add_counterpart",
    "add_institution",
    "add_office",
    "add_person",
    "add_site",
    "change_appointment",
    "change_counterpart",
    "change_institution",
    "change_judgement",
    "change_office",
    "change_person",
    "change_site",
    "delete_appointment",
    "delete_counterpart",
    "delete_institution",
    "delete_office",
    "delete_person",
    "delete_site",
    "forget_because",
    "forget_known",
    "forget_public_office",
    "forget_seen",
    "judge",
    "note_known",
    "note_public_office",
    "observe",
    "propose_about_person",
    "withdraw_judgement",
]
