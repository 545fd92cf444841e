"""How a table is drawn: where its cells stand, how they are set, how wide columns are (排版)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from budgetdisclosure.amounts import Figure
from budgetdisclosure.reading.document import Cell, Grid
from budgetdisclosure.writing.sheet import Cell as SheetCell
from budgetdisclosure.writing.sheet import Sheet

_COUNT = "行次"
_NARROWEST, _WIDEST = 10, 26
"""Columns of a form, in half characters."""


@frozen
class Spot:
    """A cell where it stands: its text over rows and columns, and which way it is set."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    align: str = "left"
    bold: bool = False
    figure: Figure | None = None


def _spots(spots: Iterable[Spot]) -> tuple[Spot, ...]:
    return tuple(spots)


@frozen
class Plan:
    """A table to be drawn; ``shares`` are its columns' relative widths, in half characters."""

    height: int
    spots: tuple[Spot, ...] = field(converter=_spots)
    shares: tuple[int, ...]
    headings: int = 0

    def needs(self) -> Mapping[int, int]:
        """The longest text of each column that must not be broken: numbers and codes."""
        needs: dict[int, int] = {}
        for spot in self.spots:
            if spot.columns == 1 and spot.text.isascii():
                longest = max(map(text_width, spot.text.split()), default=0)
                needs[spot.column] = max(needs.get(spot.column, 0), longest)
        return needs

    def fitted(self) -> list[int]:
        """The shares, larger where a number needs it."""
        shares = list(self.shares)
        for column, needed in self.needs().items():
            shares[column] = max(shares[column], needed + 1)
        return shares

    def rows(self) -> list[list[tuple[Spot, bool]]]:
        """Every row's cells from left to right; True where one goes on from the row above."""
        rows: list[dict[int, tuple[Spot, bool]]] = [{} for _ in range(self.height)]
        for spot in self.spots:
            for down in range(spot.rows):
                rows[spot.row + down][spot.column] = (spot, down > 0)
        return [list(_filled(at, row, len(self.shares))) for at, row in enumerate(rows)]


def _filled(
    at: int, row: Mapping[int, tuple[Spot, bool]], width: int
) -> Iterator[tuple[Spot, bool]]:
    column = 0
    while column < width:
        held = row.get(column, (Spot(at, column, 1, 1, ""), False))
        yield held
        column += held[0].columns


def text_width(text: str) -> int:
    """How wide a text is, in half characters.

    >>> text_width("合计"), text_width("1,234.50")
    (4, 8)
    """
    return sum(2 if unicodedata.east_asian_width(mark) in "WFA" else 1 for mark in text)


def line_count(text: str, room: int) -> int:
    """How many lines a text takes where ``room`` half characters stand in each.

    >>> line_count("功能分类科目编码", 14)
    2
    """
    return sum(max(1, -(-text_width(part) // max(room, 1))) for part in text.split("\n"))


def plan_of(sheet: Sheet) -> Plan:
    """The plan of a financial table."""
    grid = sheet.grid()
    counts = {
        at
        for line in grid[: sheet.headings]
        for at, cell in enumerate(line)
        if cell and cell.text == _COUNT
    }
    spots = (
        _spot(cell, row, column, row < sheet.headings, column in counts)
        for row, line in enumerate(grid)
        for column, cell in enumerate(line)
        if cell is not None
    )
    return Plan(len(sheet.rows), spots, sheet.widths, sheet.headings)


def _spot(cell: SheetCell, row: int, column: int, heading: bool, counted: bool) -> Spot:
    strong = heading or cell.strong
    numeric = cell.figure is not None or cell.aligned
    align = "right" if numeric else "center" if strong or counted else "left"
    return Spot(row, column, cell.rows, cell.columns, cell.words, align, strong, cell.figure)


def form_plan(grid: Grid) -> Plan:
    """The plan of a form; a value alone in its row reaches to the right edge."""
    return Plan(grid.height, _form_spots(grid), _form_shares(grid))


def _form_spots(grid: Grid) -> Iterator[Spot]:
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


def _form_shares(grid: Grid) -> tuple[int, ...]:
    widest = [_NARROWEST] * grid.width
    for cell in grid.cells:
        if cell.column_span == 1:
            longest = max(map(text_width, cell.text.split("\n")), default=0)
            widest[cell.column] = max(widest[cell.column], min(longest, _WIDEST))
    return tuple(widest)
