"""A list as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

from jumelage.desk.records.tables import RecordTable

#: A cell that begins with one of these is a formula to a spreadsheet (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: What a spreadsheet expects between cells where the comma stands in numbers.
_DELIMITER = {"de": ";", "ru": ";"}
BYTE_ORDER_MARK = "\ufeff"


def harmless(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" \u00a0").startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def write_csv(table: RecordTable) -> bytes:
    """Return the table as CSV in UTF-8 with byte order mark; semicolons in German and Russian, commas in English."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=_DELIMITER.get(table.viewer.language, ","), lineterminator="\r\n")
    for row in table.as_values():
        writer.writerow([harmless(str(cell) if not isinstance(cell, int) else cell) for cell in row])
    return (BYTE_ORDER_MARK + out.getvalue()).encode()
