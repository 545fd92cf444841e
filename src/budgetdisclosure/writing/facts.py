"""Every printed number as one row of a text file (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from budgetdisclosure.calc.fact import COLUMNS, Fact
from budgetdisclosure.calc.facts import facts
from budgetdisclosure.model import Disclosure
from budgetdisclosure.writing.neutral import neutral

_NUMBERS = frozenset({"printed", "value", "page"})


def to_csv(disclosure: Disclosure) -> str:
    """Every printed number of the disclosure, a row each; see ``rows_to_csv``.

    >>> to_csv(Disclosure("某单位", 2020)).split(",")[:3]
    ['file', 'table', 'title']
    """
    return rows_to_csv(facts(disclosure))


def rows_to_csv(rows: Iterable[Fact]) -> str:
    """The facts with a header; names are kept from running as formulas in a spreadsheet."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        held = row.to_dict().items()
        writer.writerow({name: _safe(name, value) for name, value in held})
    return out.getvalue()


def _safe(name: str, value: object) -> object:
    return neutral(value) if isinstance(value, str) and name not in _NUMBERS else value
