"""What an edition was for, on the desk: its objectives and its focus topics."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.fields import RecordChoiceField, RecordsChoiceField
from jumelage.desk.records.filters import RecordFilter, local_contains
from jumelage.desk.records.screen import Words
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Title, Viewer, plain_title, title_of
from jumelage.desk.screens.choices import taking
from jumelage.desk.seminars.part import PLACE_HELP, PartFilters, PartForm, PartTable, edition_column, offer, part_screen
from jumelage.partnerships.models import Topic
from jumelage.partnerships.queries import visible_topics
from jumelage.seminars import actions, queries
from jumelage.seminars.models import Edition, FocusTopic, Objective


class ObjectiveForm(PartForm):
    """What an edition was to achieve, and in which field."""

    arrangement = ("edition", "text", "topic", "position")
    topic = RecordChoiceField(Topic.objects.none(), label=_("Field"), required=False)

    class Meta:
        model = Objective
        fields = ("edition", "text", "topic", "position")
        help_texts = {"position": PLACE_HELP}

    def narrow(self, edition: Edition) -> None:
        """Offer the topics."""
        offer(self, topic=visible_topics(self.viewer.actor))


class ObjectiveTable(PartTable):
    """The list of objectives."""

    title = PrintedColumn(_("Objective"), title_of, is_title=True)
    topic = PrintedColumn(_("Field"), lambda record, viewer: title_of(record.topic, viewer) if record.topic else "")
    edition = edition_column()

    class Meta(RecordTable.Meta):
        pass

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load the fields."""
        return super().prepare(records, viewer).select_related("topic")


class ObjectiveFilters(PartFilters):
    """Objectives by words, edition and field."""

    topic = RecordFilter(label=_("Field"), queryset=lambda request: visible_topics(request.actor))

    def matches(self, word: str) -> Q:
        """An objective is found by its text in any language."""
        return local_contains("text", word)


OBJECTIVE = part_screen(
    kind="objective",
    model=Objective,
    words=Words(
        one=_("Objective"),
        many=_("Objectives"),
        add=_("New objective"),
        empty=_("No objectives yet. Open an edition and write down what it was to achieve."),
        lead=_("What the editions were to achieve."),
    ),
    visible=queries.visible_objectives,
    related=("topic",),
    form=ObjectiveForm,
    table=ObjectiveTable,
    filters=ObjectiveFilters,
    add=actions.add_objective,
    change=taking("objective", actions.change_objective),
    delete=taking("objective", actions.delete_objective),
)


class FocusTopicForm(PartForm):
    """A focus of an edition under the title that it had there."""

    arrangement = ("edition", "title", "topics", "position")
    topics = RecordsChoiceField(
        Topic.objects.none(),
        label=_("Topics"),
        required=False,
        help_text=_("Under which subjects of the common list readers should find it."),
    )

    class Meta:
        model = FocusTopic
        fields = ("edition", "title", "topics", "position")
        help_texts = {"position": PLACE_HELP, "title": _("In the words of the time.")}

    def narrow(self, edition: Edition) -> None:
        """Offer the topics."""
        offer(self, topics=visible_topics(self.viewer.actor))


def _topics(record: FocusTopic, viewer: Viewer) -> Title:
    return plain_title(", ").joined(title_of(topic, viewer) for topic in record.topics.all())


class FocusTopicTable(PartTable):
    """The list of focus topics."""

    title = PrintedColumn(_("Focus topic"), title_of, is_title=True)
    topics = PrintedColumn(_("Topics"), _topics)
    edition = edition_column()

    class Meta(RecordTable.Meta):
        pass

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load the topics."""
        return super().prepare(records, viewer).prefetch_related("topics")


class FocusTopicFilters(PartFilters):
    """Focus topics by words, edition and topic."""

    topics = RecordFilter(label=_("Topic"), queryset=lambda request: visible_topics(request.actor))

    def matches(self, word: str) -> Q:
        """A focus topic is found by its title in any language."""
        return local_contains("title", word)


FOCUS_TOPIC = part_screen(
    kind="focus-topic",
    model=FocusTopic,
    words=Words(
        one=_("Focus topic"),
        many=_("Focus topics"),
        add=_("New focus topic"),
        empty=_("No focus topics yet. Open an edition and enter what it was about, in the words of the time."),
        lead=_("What the editions were about, in the words of the time; the common list of topics stands beside it."),
    ),
    visible=queries.visible_focus_topics,
    form=FocusTopicForm,
    table=FocusTopicTable,
    filters=FocusTopicFilters,
    add=actions.add_focus_topic,
    change=taking("focus_topic", actions.change_focus_topic),
    delete=taking("focus_topic", actions.delete_focus_topic),
)
