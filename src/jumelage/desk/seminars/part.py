"""What the parts of an edition have in common on the desk: they are entered from an edition and stay with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jumelage.accounts.actor import Actor, Role
from jumelage.desk.records.fields import RecordChoiceField
from jumelage.desk.records.filters import RecordFilter, RecordFilters
from jumelage.desk.records.forms import RecordForm
from jumelage.desk.records.printing import link_to
from jumelage.desk.records.rows import RowList
from jumelage.desk.records.screen import Fact, Forbidden, Screen
from jumelage.desk.records.tables import PrintedColumn, RecordTable
from jumelage.desk.records.titles import Viewer, title_of
from jumelage.desk.screens.choices import coordinates
from jumelage.desk.seminars.below import falling
from jumelage.desk.seminars.searched import offer_searched
from jumelage.partnerships.models import Side
from jumelage.seminars import queries, rules
from jumelage.seminars.models import Edition

PLACE_HELP = _("Lists are in this order. Leave it empty for the end.")
QUANTITY_HELP = _("As far as it is known: 120, about 50, more than 30,000, 120–150, numerous.")


def writable_editions(actor: Actor) -> QuerySet[Edition]:
    """Return the editions to which the actor may add: of a side that one coordinates, or of both where sharing is open."""
    editions = queries.visible_to(actor)
    if actor.is_administrator:
        return editions
    coordinated = [grant for grant in actor.grants if grant.role == Role.COORDINATOR]
    own = Q(owner_side__in=[grant.side for grant in coordinated])
    opened = [grant.partnership for grant in coordinated if grant.open]
    return editions.filter(own | Q(owner_side__isnull=True, series__partnership__in=opened))


class PartForm(RecordForm):
    """A part of an edition. A new one is asked for its edition first, because everything else is chosen within it."""

    only_new = prefilled = frozenset({"edition"})
    edition = RecordChoiceField(Edition.objects.none(), label=_("Edition"))
    #: The edition that the part belongs to, once it is known.
    of_edition: Edition | None = None

    def arrange(self) -> None:
        """Settle the edition, then let the kind offer what is chosen within it."""
        self.of_edition = self._settled()
        if self.of_edition is None:
            self._ask_first()
            return
        if self.is_new:
            self._keep(self.of_edition)
        if "position" in self.fields:
            self.fields["position"].required = False
        if not self.is_read:
            offer_searched(self, self.viewer)
        self.narrow(self.of_edition)

    def narrow(self, edition: Edition) -> None:
        """Offer what belongs to the edition. Nothing by default."""

    def _settled(self) -> Edition | None:
        record: Any = self.record
        if not self.is_new:
            return record.edition
        offered = writable_editions(self.viewer.actor)
        asked = self.data.get("edition") if self.is_bound else self.initial.get("edition")
        if asked:
            return offered.filter(public_id=asked).first()
        alone = list(offered[:2]) if not self.is_bound else []
        return alone[0] if len(alone) == 1 else None

    def _ask_first(self) -> None:
        for name in [name for name in self.fields if name != "edition"]:
            del self.fields[name]
        field: Any = self.fields["edition"]
        field.queryset = writable_editions(self.viewer.actor)
        field.help_text = _("Choose the edition first; everything else is chosen within it.")
        self.asks_first = True

    def _keep(self, edition: Edition) -> None:
        record: Any = self.record
        field: Any = self.fields["edition"]
        record.edition = edition
        field.queryset, field.empty_label = Edition.objects.filter(pk=edition.pk), None
        self.initial["edition"] = edition
        if "position" in self.fields:
            self.initial["position"] = self._next_place(edition)

    def _next_place(self, edition: Edition) -> int:
        parts: Any = type(self.record)
        beside = parts._default_manager.filter(edition=edition)
        return (beside.aggregate(last=Max("position"))["last"] or 0) + 1

    def clean_position(self) -> int:
        """Put what was given no place at the end."""
        given = self.cleaned_data.get("position")
        assert self.of_edition is not None  # without an edition there is no such field
        return self._next_place(self.of_edition) if given is None else given

    def offered_lists(self) -> tuple[RowList, ...]:
        """Return the lists, once the edition is known."""
        return self.row_lists if self.of_edition else ()

    def _get_validation_exclusions(self) -> set[str]:
        """Judge what must be unique within the edition, though that is not on the form of a stored part."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's own, without a stub
        return excluded if self.is_new else excluded - {"edition"}


def offer(form: RecordForm, **offered: QuerySet[Any] | Callable[[], QuerySet[Any]]) -> None:
    """Let fields choose among the given records; those that a function returns are asked for where something is chosen."""
    for name, records in offered.items():
        field: Any = form.fields[name]
        if not callable(records):
            field.queryset = records
        elif not form.is_read:
            field.queryset = records()


def sides_of_edition(edition: Edition) -> QuerySet[Side]:
    """Return the sides of an edition's partnership."""
    return Side.objects.filter(partnership=edition.series.partnership_id)


class PartTable(RecordTable):
    """A list of parts, with the edition in the last column; the newest editions first."""

    class Meta(RecordTable.Meta):
        pass

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Put the newest editions first."""
        return records.order_by("-edition_id", "position", "pk")


def edition_column() -> PrintedColumn:
    """Return the column that names the edition."""
    return PrintedColumn(
        _("Edition"), lambda part, viewer: title_of(part.edition, viewer), order=("edition__series_id", "edition__number")
    )


def edition_filter() -> RecordFilter:
    """Return the filter by edition."""
    return RecordFilter(label=_("Edition"), queryset=lambda request: queries.visible_to(request.actor))


class PartFilters(RecordFilters):
    """Parts by edition."""

    edition = edition_filter()


def edition_fact(part: Any, viewer: Viewer) -> Iterable[Fact]:
    """Name the edition that a part belongs to."""
    yield Fact(_("Edition"), link_to(part.edition, viewer))


def part_screen(**described: Any) -> Screen:
    """Return the screen of a kind of part: who may change the edition may change what stands below it.

    ``related`` are the rows that one record is shown with, loaded together with it.
    """
    visible, related = described.pop("visible"), described.pop("related", ())
    return Screen(
        visible=lambda actor: (
            visible(actor).select_related("edition__series__partnership", *related).prefetch_related("edition__series__names")
        ),
        may_add=coordinates,
        may_change=rules.may_change_part,
        may_delete=rules.may_change_part,
        forbidden=Forbidden(
            add=_("You may not add to editions. Ask the coordinator of your side."),
            change=_("You may not change this. Ask the coordinator of the side that the edition belongs to."),
            delete=_("You may not delete this. Ask the coordinator of the side that the edition belongs to."),
        ),
        above=lambda part: part.edition,
        goes_too=falling,
        **{"more_facts": edition_fact, "takes_notes": True, "takes_evidence": True, "gathers_empty": True, **described},
    )
