"""The one-line forms of the workspace: what is typed in one go about a person, a delegation, an item, a source.

Each knows the edition that it writes to. ``save`` calls one action; what stays the same from line to line (the side, the
day, the language) is kept by ``kept`` for the next line.
"""

from jumelage.desk.workspace.lines.base import LineForm
from jumelage.desk.workspace.lines.overview import FocusLine, LinkLineForm, ObjectiveLine, OrganiserLine, PublicationLine
from jumelage.desk.workspace.lines.people import DelegationLine, PersonLine
from jumelage.desk.workspace.lines.programme import ItemLineForm, SpeakerLine, StatementLineForm
from jumelage.desk.workspace.lines.source import SourceLine

__all__ = [
    "DelegationLine", "FocusLine", "ItemLineForm", "LineForm", "LinkLineForm", "ObjectiveLine", "OrganiserLine", "PersonLine",
    "PublicationLine", "SourceLine", "SpeakerLine", "StatementLineForm",
]  # fmt: skip
