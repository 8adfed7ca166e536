"""Writing the programme of an edition as it was held. Who may change an edition writes its programme."""

from jumelage.programme.actions.items import add_item, add_visit, change_item, change_visit, delete_item, delete_visit
from jumelage.programme.actions.lines import (
    ContributionLine,
    ItemLine,
    StatementLine,
    write_down_contribution,
    write_down_item,
    write_down_statement,
)
from jumelage.programme.actions.voices import (
    add_contribution,
    add_statement,
    change_contribution,
    change_statement,
    delete_contribution,
    delete_statement,
)

__all__ = [
    "ContributionLine",
    "ItemLine",
    "StatementLine",
    "add_contribution",
    "add_item",
    "add_statement",
    "add_visit",
    "change_contribution",
    "change_item",
    "change_statement",
    "change_visit",
    "delete_contribution",
    "delete_item",
    "delete_statement",
    "delete_visit",
    "write_down_contribution",
    "write_down_item",
    "write_down_statement",
]
