"""Lists of records: sortable, paged, printed in the viewer's language. Built on django-tables2."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from jumelage.desk.records.printing import address_of
from jumelage.desk.records.titles import Title, Viewer

PAGE_LENGTH = 25
Printed = Title | str | int | None


class PrintedColumn(tables.Column):
    """A column that prints a record by a function; ``order`` names the database fields it is sorted by."""

    def __init__(
        self,
        header: Any,
        text: Callable[[Any, Viewer], Printed],
        *,
        order: tuple[str, ...] = (),
        is_title: bool = False,
        numeric: bool = False,
    ) -> None:
        super().__init__(verbose_name=header, accessor="pk", order_by=order or None, orderable=bool(order), empty_values=())
        self.text, self.is_title, self.numeric = text, is_title, numeric

    def render(self, record: Any, table: RecordTable) -> SafeString:
        """Return the cell as HTML, the title as the link to the record."""
        printed = self.text(record, table.viewer)
        html = printed.html if isinstance(printed, Title) else format_html("{}", "" if printed is None else printed)
        if self.is_title:
            return format_html('<a class="desk-link" href="{}">{}</a>', address_of(record), html)
        return html

    def value(self, record: Any, table: RecordTable) -> Any:
        """Return the cell for export: a number stays one, everything else is plain text."""
        printed = self.text(record, table.viewer)
        return printed if isinstance(printed, int) and not isinstance(printed, bool) else str("" if printed is None else printed)


class RecordTable(tables.Table):
    """A list of one kind of record."""

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **options)

    @classmethod
    def prepare(cls, records: Any, viewer: Viewer) -> Any:
        """Load and annotate what the columns print and are sorted by. Nothing by default."""
        return records

    class Meta:
        template_name = "desk/records/table.html"
        order_by_field = "sort"
        page_field = "page"
        attrs = {"class": "kern-table desk-table"}


def yes_or_no(value: bool) -> str:
    """Print a switch in a cell."""
    return str(_("yes") if value else _("no"))
