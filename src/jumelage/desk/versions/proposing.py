"""Answering a proposal in the form of the record that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict

from jumelage.desk.records.access import Place
from jumelage.desk.records.queries import form_at
from jumelage.desk.versions.units import data_of, overlaid
from jumelage.partnerships.models import Proposal, ProposalState
from jumelage.partnerships.queries import visible_proposals
from jumelage.partnerships.rules import may_answer

#: What a record's form posts besides the record's fields.
POSTED_ALONG = frozenset({"csrfmiddlewaretoken", "version", "seen", "reason", "proposal", "save"})


@dataclass(frozen=True)
class Answering:
    """A proposal being answered: the form's data with it worked in, and what it changes by field."""

    proposal: Proposal
    data: QueryDict
    outdated: bool

    @property
    def changes(self) -> list[dict[str, str]]:
        """What is proposed, before and after, as printed when it was proposed."""
        return list(self.proposal.changes)


def answering(place: Place, proposal_id: str | None) -> Answering | None:
    """Return the open proposal about the record at *place* that the viewer may answer; ``None`` if none is asked for."""
    if not proposal_id:
        return None
    asked = visible_proposals(place.actor).filter(
        public_id=proposal_id, about_id=place.record.public_id, about_type=place.screen.record_type, state=ProposalState.OPEN
    )
    proposal: Any = asked.first()
    if proposal is None or not may_answer(place.actor, proposal):
        raise Http404
    units = [change["field"] for change in proposal.changes]
    data = overlaid(data_of(form_at(place)), proposal.data, units)
    return Answering(proposal, data, outdated=proposal.about_version != place.record.version)
