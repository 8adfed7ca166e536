"""Proposals on the desk: changes to shared records, made to the side that looks after them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.filters import RecordFilters, contains
from jumelage.desk.records.printing import print_text
from jumelage.desk.records.screen import Fact, Screen, Verb, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, title_of
from jumelage.desk.screens.about import about, about_link, about_title, kind_word, load_about, seen_proposals
from jumelage.partnerships import actions, rules
from jumelage.partnerships.models import Proposal, ProposalState


class DeclineForm(forms.Form):
    """Why a proposal is declined."""

    answer = forms.CharField(
        label=_("Why it is declined"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever proposed it reads this."),
    )


class ProposalTable(RecordTable):
    """The list of proposals."""

    title = PrintedColumn(_("Proposal"), title_of, is_title=True)
    about = PrintedColumn(_("About"), about_title)
    side = PrintedColumn(_("Proposed by"), lambda record, viewer: title_of(record.side, viewer), order=("side",))
    state = PrintedColumn(_("State"), lambda record, viewer: record.get_state_display(), order=("state",))

    class Meta(RecordTable.Meta):
        """As every list; the newest first, as the records come."""

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load the sides, and at once what the proposals are about."""
        load_about(records, viewer)
        return records.select_related("side__city").prefetch_related("side__city__names")


class ProposalFilters(RecordFilters):
    """Proposals by words and state."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=ProposalState.choices)

    def matches(self, word: str) -> Q:
        """A proposal is found by its reason and its answer."""
        return contains("reason", word) | contains("answer", word)


def _facts(proposal: Proposal, viewer: Viewer) -> Iterable[Fact]:
    yield Fact(_("About"), about_link(proposal, viewer))
    yield Fact(_("Proposed by"), title_of(proposal.side, viewer).html)
    addressee = title_of(proposal.addressee, viewer).html if proposal.addressee else print_text(str(_("the administrators")))
    yield Fact(_("Proposed to"), addressee)
    yield Fact(_("Reason"), print_text(proposal.reason))
    yield Fact(_("State"), print_text(str(proposal.get_state_display())))
    if proposal.answer:
        yield Fact(_("Answer"), print_text(proposal.answer))
    found = about(proposal, viewer)
    context = {"proposal": proposal, "about": found, "may_answer": found is not None and rules.may_answer(viewer.actor, proposal)}
    yield Fact(_("Changes"), render_to_string("desk/versions/changes.html", context))


def _badges(proposal: Proposal, viewer: Viewer) -> Iterable[tuple[str, Any]]:
    tones = {ProposalState.OPEN: "info", ProposalState.ACCEPTED: "success", ProposalState.DECLINED: "warning"}
    yield tones[ProposalState(proposal.state)], proposal.get_state_display()
    yield "info", kind_word(proposal)


PROPOSAL = Screen(
    kind="proposal",
    model=Proposal,
    words=Words(
        one=_("Proposal"),
        many=_("Proposals"),
        add="",
        empty=_(
            "No proposals yet. A change to a city, a topic or an institution that another side looks after is proposed there."
        ),
        lead=_("Changes to shared records, made by your side or to it."),
    ),
    visible=seen_proposals,
    table=ProposalTable,
    filters=ProposalFilters,
    verbs=(
        Verb(
            name="decline",
            label=_("Decline"),
            done=_("The proposal was declined. Whoever made it can read why."),
            forbidden=_(
                "This proposal is not yours to answer, or it is answered already. Ask the side that looks after the record."
            ),
            may=rules.may_answer,
            applies=lambda record: record.state == ProposalState.OPEN,
            act=lambda *, by, record, version, answer: actions.decline_proposal(by=by, proposal=record, answer=answer),
            form=DeclineForm,
        ),
    ),
    badges=_badges,
    more_facts=_facts,
)
