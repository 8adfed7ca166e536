"""Topics on the desk."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, TextField
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.filters import RecordFilters, local_contains
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.screen import Part, Screen, Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, title_of, with_titles
from jumelage.desk.screens.choices import keeper_field, offer_keeper, taking
from jumelage.languages import OWN_NAME, SITE
from jumelage.partnerships import actions, queries, rules
from jumelage.partnerships.models import Topic
from jumelage.seminars.queries import visible_to as visible_editions


class TopicForm(RecordForm):
    """A topic's label."""

    introduced_by = keeper_field()

    class Meta:
        model = Topic
        fields = ("label", "introduced_by")

    def arrange(self) -> None:
        """Offer the keeper where there is a choice."""
        offer_keeper(self)


def _languages(topic: Topic, viewer: Viewer) -> str:
    return ", ".join(OWN_NAME[language] for language in SITE if language in topic.label)


class TopicTable(RecordTable):
    """The list of topics."""

    title = PrintedColumn(_("Label"), title_of, order=("sort_label",), is_title=True)
    languages = PrintedColumn(_("Written in"), _languages)

    class Meta(RecordTable.Meta):
        order_by = "title"

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Sort by the label in the viewer's language."""
        label = KeyTextTransform("text", KeyTransform(viewer.language, "label"))
        return records.annotate(sort_label=Lower(label, output_field=TextField()))


class TopicFilters(RecordFilters):
    """Topics by label."""

    def matches(self, word: str) -> Q:
        """A topic is found by its label in any language."""
        return local_contains("label", word)


def _editions(topic: Topic, viewer: Viewer) -> Any:
    return with_titles(visible_editions(viewer.actor).filter(topics=topic).order_by("-dates_earliest"))


TOPIC = Screen(
    kind="topic",
    model=Topic,
    words=Words(
        one=_("Topic"),
        many=_("Topics"),
        add=_("New topic"),
        empty=_("No topics yet. Add the first one: editions are found by their topics."),
        lead=_("One list of subjects for all partnerships, in all languages."),
    ),
    visible=queries.visible_topics,
    form=TopicForm,
    table=TopicTable,
    filters=TopicFilters,
    may_add=rules.may_add_shared,
    may_change=rules.may_change_shared,
    may_delete=rules.may_change_shared,
    may_propose=rules.may_propose,
    add=actions.add_topic,
    change=taking("topic", actions.change_topic),
    delete=lambda *, by, record: actions.strike_shared(record, by=by),
    parts=(Part(_("Editions"), _editions, _("No edition has this topic yet.")),),
    goes_too=lambda topic: [_("Editions lose this topic; they stay as they are otherwise.")],
    takes_notes=True,
)
