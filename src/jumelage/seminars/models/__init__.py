"""Series and their editions, who came to them, and what they were linked with."""

from jumelage.seminars.models.delegation import Attendance, Delegation, Function, Participation, ParticipationKind, Sector
from jumelage.seminars.models.edition import (
    Edition,
    EditionPart,
    EditionState,
    EventLink,
    EventLinkKind,
    EventLinkValue,
    ExternalPublication,
    FocusTopic,
    Objective,
    Organiser,
    OrganiserValue,
    ProjectLink,
    ProjectLinkKind,
    ProjectLinkValue,
    Reachability,
    VisitClass,
)
from jumelage.seminars.models.links import (
    ExternalEvent,
    ExternalEventName,
    FrameworkInitiative,
    FrameworkInitiativeName,
    JobShadowing,
    Project,
    ProjectName,
)
from jumelage.seminars.models.series import (
    FieldValue,
    GapNote,
    GapReason,
    GapValue,
    Lead,
    Series,
    SeriesField,
    SeriesLead,
    SeriesName,
    SeriesTradition,
    TraditionValue,
)

__all__ = [
    "Attendance", "Delegation", "Edition", "EditionPart", "EditionState", "EventLink", "EventLinkKind", "EventLinkValue",
    "ExternalEvent", "ExternalEventName", "ExternalPublication", "FieldValue", "FocusTopic", "FrameworkInitiative",
    "FrameworkInitiativeName", "Function", "GapNote", "GapReason", "GapValue", "JobShadowing", "Lead", "Objective", "Organiser",
    "OrganiserValue", "Participation", "ParticipationKind", "Project", "ProjectLink", "ProjectLinkKind", "ProjectLinkValue",
    "ProjectName", "Reachability", "Sector", "Series", "SeriesField", "SeriesLead", "SeriesName", "SeriesTradition",
    "TraditionValue", "VisitClass",
]  # fmt: skip
