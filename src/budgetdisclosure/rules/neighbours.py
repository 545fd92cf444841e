"""What is printed beside a cell: left and right in its row, above and below in its column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import CellRef


def neighbours(disclosure: Disclosure) -> dict[CellRef, tuple[Decimal, ...]]:
    """The values beside each cell of the disclosure's tables, blanks left out."""
    beside: dict[CellRef, list[Decimal]] = {}
    for one, other in _pairs(disclosure):
        for here, there in ((one, other), (other, one)):
            if here.cell is not None and there.value is not None:
                beside.setdefault(here.cell, []).append(there.value)
    return {cell: tuple(values) for cell, values in beside.items()}


def lone_blanks(disclosure: Disclosure) -> frozenset[CellRef]:
    """The empty cells of columns that print their zeros: there nothing is 0.00, not a blank.

    A column counts where it prints more zeros than it has blanks.
    """
    blanks: dict[tuple[str, str], list[CellRef]] = {}
    zeros: Counter[tuple[str, str]] = Counter()
    for figure in disclosure.figures():
        if figure.cell is None:
            continue
        column = (figure.cell.table, figure.cell.column)
        if figure.value is None:
            blanks.setdefault(column, []).append(figure.cell)
        elif not figure.value:
            zeros[column] += 1
    return frozenset(
        cell for column, cells in blanks.items() if zeros[column] > len(cells) for cell in cells
    )


def _pairs(disclosure: Disclosure) -> Iterator[tuple[Figure, Figure]]:
    for table in disclosure.tables:
        for _, group in table.groups():
            rows = [line.figures() for line in group]
            for row in rows:
                yield from pairwise(row.values())
            for above, below in pairwise(rows):
                yield from ((above[name], below[name]) for name in above if name in below)
