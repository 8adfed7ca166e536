"""The matrix of rights as people read it: a table between two marks in the operator's guide.

Run ``python -m tests.house.rights`` after a change of matrix.toml; a test compares the two.
"""

from __future__ import annotations

import re
from itertools import groupby

from tests.house import matrix, sources
from tests.house.matrix import Verb

GUIDE = sources.ROOT / "docs" / "guides" / "operator.md"
_MARKS = re.compile(r"(<!-- matrix -->\n).*?(<!-- /matrix -->)", re.DOTALL)

#: A cell of the matrix in words.
CELLS = {
    frozenset(matrix.RELATIONS): "yes",
    frozenset(): "–",
    frozenset({"own"}): "own side",
    frozenset({"own", "other"}): "own side; the other's where sharing is open",
    frozenset({"other"}): "where sharing is open",
    frozenset({"other", "shut"}): "own partnership",
    frozenset({"other", "shut", "elsewhere"}): "where another side looks after it",
    frozenset({"self"}): "the own",
    frozenset({"own", "self"}): "own side's and the own",
    frozenset({"own", "other", "shut", "elsewhere"}): "all but the own",
}
#: A class of the matrix in words.
CLASSES = {
    "internal": "own side only",
    "both_sides": "both sides",
    "delegates": "delegates",
    "invited": "invited guests",
    "public": "everybody",
    "shared": "belonging to both sides",
    "side": "belonging to a side",
    "published": "published",
    "unpublished": "not published",
    "listed": "of a published partnership",
    "unlisted": "others",
    "looked_after": "looked after by a side",
    "ownerless": "looked after by none",
    "to_side": "made to the side",
    "by_side": "made by the side",
    "answered": "answered",
    "known_own": "persons that a side knows for itself",
    "known_shared": "persons known through what both sides share",
    "public_basis": "persons who may be named in public",
    "unknown": "persons that no side knows",
    "institutions": "institutions",
    "unnamed": "of a published edition, a person who may not be named there",
    "account": "",
    "any": "",
}
ROLES = {"stranger": "signed in, no role", "nobody": "not signed in"}


def table() -> str:
    """Return the matrix as one Markdown table; verbs and classes with the same line share it."""
    head = ["record", "act", "which", *(ROLES.get(role, role) for role in matrix.roles())]
    lines = [head, ["---"] * len(head)]
    for record, verbs in groupby(matrix.verbs(), key=lambda verb: verb.record):
        name = matrix.table()["records"][record]["name"]
        for place, row in enumerate(_rows(list(verbs))):
            lines.append([f"**{name}**" if place == 0 else "", *row])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _rows(verbs: list[Verb]) -> list[list[str]]:
    """Return the lines of one kind of record: what may be done, to which, and one cell a role."""
    kinds: dict[str, list[str]] = {}
    for verb in verbs:
        kinds.setdefault(repr(verb.lines), []).append(verb.name)
    by_name = {verb.name: verb for verb in verbs}
    rows = []
    for names in kinds.values():
        for cells, classes in groupby(by_name[names[0]].lines.items(), key=lambda item: item[1]):
            which = ", ".join(filter(None, (CLASSES[name] for name, _line in classes)))
            rows.append([", ".join(names), which, *(CELLS[cell] for cell in cells)])
    return rows


def printed(guide: str) -> str:
    """Return the guide with the present table between its marks."""
    assert _MARKS.search(guide), "The operator's guide has lost the marks <!-- matrix --> and <!-- /matrix -->."
    return _MARKS.sub(lambda match: f"{match[1]}\n{explanation()}\n{table()}\n{match[2]}", guide)


def explanation() -> str:
    """Return the sentences that stand above the table."""
    return (
        "A role is held for one side of one partnership. *Own side*: the role is held for the side that the record belongs to.\n"
        "*Sharing is open*: always for a side in the country of this installation; for a side abroad only by a decision that the\n"
        "partnership's page on the desk records. Who keeps something may also see it.\n"
    )


if __name__ == "__main__":
    GUIDE.write_text(printed(GUIDE.read_text("utf-8")), "utf-8")
