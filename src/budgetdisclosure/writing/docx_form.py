"""Self-evaluation forms of a Word file: labels and goals over the whole width (绩效表)."""

from __future__ import annotations

from collections.abc import Iterator

from budgetdisclosure.reading.document import Cell, Grid
from budgetdisclosure.writing.docx_table import Plan, Spot, text_width

_NARROWEST, _WIDEST = 10, 26


def form_plan(grid: Grid) -> Plan:
    """The plan of a form; a value alone in its row reaches to the right edge."""
    return Plan(grid.height, _spots(grid), _shares(grid))


def _spots(grid: Grid) -> Iterator[Spot]:
    body = _labelled(grid)
    lasts = {cell.row: cell for cell in grid.cells}  # sorted, so the last of each row stays
    for cell in grid.cells:
        columns = cell.column_span
        if cell is lasts[cell.row] and (cell.row < body or columns > 1 or cell.column == 0):
            columns = _reach(cell, grid)
        align = "center" if text_width(cell.text) <= _WIDEST * columns else "left"
        yield Spot(cell.row, cell.column, cell.row_span, columns, cell.text, align)


def _reach(cell: Cell, grid: Grid) -> int:
    """The columns to the right edge, as far as no cell from above stands in the way."""
    rows = range(cell.row, cell.row + cell.row_span)
    taken = [
        other.column
        for other in grid.cells
        if other.column > cell.column
        and any(other.row <= row < other.row + other.row_span for row in rows)
    ]
    return min(taken, default=grid.width) - cell.column


def _labelled(grid: Grid) -> int:
    """How many rows at the top hold labels with their values and nothing else."""
    for at, row in enumerate(grid.texts()):
        pairs = [column for column, text in enumerate(row) if text]
        if pairs not in ([0], [0, 1], [0, 1, 2, 3]):
            return at
    return grid.height


def _shares(grid: Grid) -> tuple[int, ...]:
    widest = [_NARROWEST] * grid.width
    for cell in grid.cells:
        if cell.column_span == 1:
            longest = max(map(text_width, cell.text.split("\n")), default=0)
            widest[cell.column] = max(widest[cell.column], min(longest, _WIDEST))
    return tuple(widest)
