"""The kinds of records on the desk, by the noun in their addresses."""

from __future__ import annotations

from types import MappingProxyType

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

SCREENS: MappingProxyType[str, Screen] = MappingProxyType(
    {screen.kind: screen for screen in (EDITION, SERIES, PARTNERSHIP, CITY, INSTITUTION, TOPIC, PROPOSAL, NOTE, USER, GRANT)}
)
