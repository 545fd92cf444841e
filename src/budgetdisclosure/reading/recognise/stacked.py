"""Rows printed in one (叠排): a cell of each column holds as many lines, which are so many rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import evolve

from budgetdisclosure.reading.document import Cell
from budgetdisclosure.reading.recognise.sheet import Row, Sheet

_WHOLE: Final = re.compile(r"[-△]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+")
"""A number with its decimals: a line that no other goes on with."""


def unstacked(sheet: Sheet) -> Sheet:
    """The sheet with every row that stacks several taken apart."""
    rows = [row for stack in sheet.rows for row in _apart(stack)]
    return sheet if len(rows) == len(sheet.rows) else evolve(sheet, rows=tuple(rows))


def _apart(row: Row) -> Iterator[Row]:
    count = _stacked(row)
    if count == 1:
        yield row
        return
    for at in range(count):
        lines = {id(cell): _line(cell, at) for cell in row.cells if cell}
        cells = tuple(lines[id(cell)] if cell else None for cell in row.cells)
        cover = tuple(lines.get(id(cell), cell) if cell else None for cell in row.cover)
        yield Row(cells, cover)


def _stacked(row: Row) -> int:
    """How many rows stand in one: lines of names and of whole numbers, as many in every column."""
    lines = [cell.text.strip().split("\n") for cell in row.cells if cell and cell.text.strip()]
    count = len(lines[0]) if lines else 1
    if count == 1 or any(len(own) != count for own in lines):
        return 1
    amounts = sum(all(_WHOLE.fullmatch(line.strip()) for line in own) for own in lines)
    return count if 0 < amounts < len(lines) else 1


def _line(cell: Cell, at: int) -> Cell:
    """One line of a cell as a cell."""
    lines = cell.text.strip().split("\n")
    return evolve(cell, text=lines[at] if at < len(lines) else "")
