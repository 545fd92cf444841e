"""Every printed number as one row of a text file (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from budgetdisclosure.calc.fact import COLUMNS
from budgetdisclosure.calc.facts import facts
from budgetdisclosure.model import Disclosure
from budgetdisclosure.writing.neutral import neutral

_NUMBERS = frozenset({"printed", "value", "page", "residual"})


class Row(Protocol):
    """What can be a row of a text file: a fact, a finding."""

    def to_dict(self) -> dict[str, object]:
        """Plain types by column."""


def to_csv(disclosure: Disclosure) -> str:
    """Every printed number of the disclosure, a row each; see ``rows_to_csv``.

    >>> to_csv(Disclosure("某单位", 2020)).split(",")[:3]
    ['file', 'table', 'title']
    """
    return rows_to_csv(facts(disclosure))


def rows_to_csv(rows: Iterable[Row], columns: Sequence[str] = COLUMNS) -> str:
    """The rows with a header; names are kept from running as formulas in a spreadsheet."""
    return "".join(csv_lines(rows, columns))


def csv_lines(rows: Iterable[Row], columns: Sequence[str] = COLUMNS) -> Iterator[str]:
    """The same line by line, so that any number of rows passes through."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    yield _emptied(out)
    for row in rows:
        writer.writerow({name: _safe(name, value) for name, value in row.to_dict().items()})
        yield _emptied(out)


def _emptied(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def _safe(name: str, value: object) -> object:
    return neutral(value) if isinstance(value, str) and name not in _NUMBERS else value
