"""Writing series and editions, who came to them, what they were linked with, and job shadowings."""

from jumelage.seminars.actions.delegation import (
    add_delegation,
    add_participation,
    change_delegation,
    change_participation,
    delete_delegation,
    delete_participation,
)
from jumelage.seminars.actions.edition import add_edition, change_edition, delete_edition, document_edition, publish_edition
from jumelage.seminars.actions.introducing import check_persons, follow_naming, introduce
from jumelage.seminars.actions.line import ParticipantLine, write_down_participant
from jumelage.seminars.actions.linking import LinkLine, write_down_delegation, write_down_link, write_down_organiser
from jumelage.seminars.actions.links import (
    add_event,
    add_initiative,
    add_job_shadowing,
    add_project,
    change_event,
    change_initiative,
    change_job_shadowing,
    change_project,
    delete_event,
    delete_initiative,
    delete_job_shadowing,
    delete_project,
)
from jumelage.seminars.actions.parts import (
    add_focus_topic,
    add_objective,
    add_publication,
    amend_part,
    change_focus_topic,
    change_objective,
    change_publication,
    delete_focus_topic,
    delete_objective,
    delete_publication,
    enter_part,
    strike_part,
    strike_with_notes,
)
from jumelage.seminars.actions.series import add_series, change_series, delete_series, publish_partnership, publish_series
from jumelage.seminars.rules import Ambiguous

__all__ = [
    "Ambiguous", "LinkLine", "ParticipantLine", "add_delegation", "add_edition", "add_event", "add_focus_topic",
    "add_initiative", "add_job_shadowing", "add_objective", "add_participation", "add_project", "add_publication",
    "add_series", "amend_part", "change_delegation", "change_edition", "change_event", "change_focus_topic",
    "change_initiative", "change_job_shadowing", "change_objective", "change_participation", "change_project",
    "change_publication", "change_series", "check_persons", "delete_delegation", "delete_edition", "delete_event",
    "delete_focus_topic", "delete_initiative", "delete_job_shadowing", "delete_objective", "delete_participation",
    "delete_project", "delete_publication", "delete_series", "document_edition", "enter_part", "follow_naming", "introduce",
    "publish_edition", "publish_partnership", "publish_series", "strike_part", "strike_with_notes", "write_down_delegation",
    "write_down_link", "write_down_organiser", "write_down_participant",
]  # fmt: skip
