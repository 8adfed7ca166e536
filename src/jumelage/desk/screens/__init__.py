"""The kinds of records on the desk, by the noun in their addresses."""

from __future__ import annotations

from types import MappingProxyType

from jumelage.desk.agreements.agreement import AGREEMENT
from jumelage.desk.people.appointment import APPOINTMENT
from jumelage.desk.people.counterpart import COUNTERPART
from jumelage.desk.people.judgement import JUDGEMENT
from jumelage.desk.people.office import OFFICE
from jumelage.desk.people.person import PERSON
from jumelage.desk.people.site import SITE_SCREEN
from jumelage.desk.people.source import SOURCE
from jumelage.desk.programme.contribution import CONTRIBUTION
from jumelage.desk.programme.item import ITEM
from jumelage.desk.programme.statement import STATEMENT
from jumelage.desk.programme.visit import VISIT
from jumelage.desk.protocol.honour import HONOUR
from jumelage.desk.records.screen import Screen
from jumelage.desk.screens.city import CITY
from jumelage.desk.screens.edition import EDITION
from jumelage.desk.screens.grant import GRANT
from jumelage.desk.screens.institution import INSTITUTION
from jumelage.desk.screens.note import NOTE
from jumelage.desk.screens.partnership import PARTNERSHIP
from jumelage.desk.screens.proposal import PROPOSAL
from jumelage.desk.screens.series import SERIES
from jumelage.desk.screens.topic import TOPIC
from jumelage.desk.screens.user import USER
from jumelage.desk.seminars.aims import FOCUS_TOPIC, OBJECTIVE
from jumelage.desk.seminars.delegation import DELEGATION
from jumelage.desk.seminars.job_shadowing import JOB_SHADOWING
from jumelage.desk.seminars.linked import EVENT, INITIATIVE, PROJECT
from jumelage.desk.seminars.participation import PARTICIPATION
from jumelage.desk.seminars.publication import PUBLICATION

_PEOPLE = (PERSON, OFFICE, APPOINTMENT, SITE_SCREEN, COUNTERPART, JUDGEMENT, SOURCE)
_SEMINARS = (DELEGATION, PARTICIPATION, OBJECTIVE, FOCUS_TOPIC, PUBLICATION, EVENT, INITIATIVE, PROJECT, JOB_SHADOWING)
_PROGRAMME = (ITEM, VISIT, CONTRIBUTION, STATEMENT)
SCREENS: MappingProxyType[str, Screen] = MappingProxyType(
    {
        screen.kind: screen
        for screen in (
            EDITION,
            SERIES,
            PARTNERSHIP,
            AGREEMENT,
            HONOUR,
            CITY,
            INSTITUTION,
            *_PEOPLE,
            *_SEMINARS,
            *_PROGRAMME,
            TOPIC,
            PROPOSAL,
            NOTE,
            USER,
            GRANT,
        )
    }
)
