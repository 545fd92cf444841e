"""Tables of an RTF file (RTF 表格): rows by where their cells end, merged cells by their marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from attrs import define, evolve, field, frozen

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Cell, Grid, Paragraph
from budgetdisclosure.reading.formats.layout import unwrapped
from budgetdisclosure.reading.limits import MAX_POSITIONS, require
from budgetdisclosure.wording import Wording

_SNAP = 40
"""Edges no further apart than this, in twentieths of a point, are one."""
_SIZE = Wording("表格的行列数", "the size of a grid")


@frozen
class Edge:
    """Where a cell ends, and whether it goes on the cell above or before it."""

    at: int
    down: bool = False
    across: bool = False


@define
class Row:
    """One row: the edges its definition gives, and what its cells hold."""

    edges: list[Edge] = field(factory=list)
    cells: list[list[str]] = field(factory=list)
    """The paragraphs of each cell."""


def grid_blocks(rows: Sequence[Row], place: Place) -> list[Block]:
    """A table as blocks: the grid, or what it holds where it only lays out the page."""
    rows = [row for row in rows if row.cells]
    if not rows:
        return []
    lines = _lines([edge.at for row in rows for edge in row.edges])
    width = max(len(lines), max(len(row.cells) for row in rows))
    require(len(rows) * width, MAX_POSITIONS, _SIZE, place)
    cells: list[Cell] = []
    open_: dict[int, int] = {}  # by column: the number of the cell above
    for number, row in enumerate(rows):
        open_ = _row(row, number, lines, cells, open_, place)
    width = max(cell.column + cell.column_span for cell in cells)
    grid = Grid(tuple(cells), len(rows), width, place)
    contents = [[Paragraph(one, place) for one in cell.text.split("\n") if one] for cell in cells]
    return unwrapped(grid, contents)


def _lines(ends: Sequence[int]) -> list[int]:
    """The distinct edges from left to right."""
    lines: list[int] = []
    for at in sorted(ends):
        if not lines or at - lines[-1] > _SNAP:
            lines.append(at)
    return lines


def _row(
    row: Row,
    number: int,
    lines: Sequence[int],
    cells: list[Cell],
    above: dict[int, int],
    place: Place,
) -> dict[int, int]:
    """Set the cells of a row; returns which cell stands at each column where one begins."""
    here: dict[int, int] = {}
    column = 0
    known = len(row.edges) >= len(row.cells)
    for at, held in enumerate(row.cells):
        edge = row.edges[at] if known else Edge(0)
        end = bisect_left(lines, edge.at - _SNAP) + 1 if known else column + 1
        wide = max(end - column, 1)
        text = "\n".join(held)
        if edge.across and cells and cells[-1].row == number:
            cells[-1] = evolve(cells[-1], column_span=column + wide - cells[-1].column)
        elif edge.down and _goes_on(cells, above.get(column), wide):
            here[column] = above[column]
            cells[here[column]] = _taller(cells[here[column]], number, text)
        else:
            here[column] = len(cells)
            cells.append(Cell(text, number, column, 1, wide, place))
        column += wide
    return here


def _goes_on(cells: Sequence[Cell], number: int | None, wide: int) -> bool:
    return number is not None and cells[number].column_span == wide


def _taller(cell: Cell, row: int, text: str) -> Cell:
    held = "\n".join(part for part in (cell.text, text) if part)
    return evolve(cell, row_span=row - cell.row + 1, text=held)
