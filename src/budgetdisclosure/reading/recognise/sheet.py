"""Grids as rows over common columns (行列): spans resolved, captions and blank edges taken off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

from attrs import evolve, field, frozen

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Cell, Grid
from budgetdisclosure.reading.recognise.money import money_in
from budgetdisclosure.reading.recognise.titles import may_be_title, table_number
from budgetdisclosure.reading.recognise.vocabulary import row_says
from budgetdisclosure.reading.recognise.words import is_number, plain, says_nothing, tidy

_MOST_CAPTION_ROWS: Final = 8
_YEAR: Final = re.compile(r"20\d\d年度?")


@frozen
class Row:
    """One printed row: the cells that begin in each column, and those that cover it by a span."""

    cells: tuple[Cell | None, ...]
    cover: tuple[Cell | None, ...] = field(repr=False)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The plain texts of its own cells, blanks left out."""
        return tuple(plain(cell.text) for cell in self.cells if cell and cell.text.strip())

    @property
    def place(self) -> Place:
        """Where it stands: the place of its first cell, or of the first that begins in it."""
        first = next(iter(self._beginning), None)
        return first[1].place if first else Place()

    def place_at(self, column: int) -> Place:
        """Where the cell in that column stands, though it be empty: beside one that is not."""
        near = min(self._beginning, key=lambda one: abs(one[0] - column), default=None)
        return near[1].place.beside(column - near[0]) if near else Place()

    @cached_property
    def _beginning(self) -> list[tuple[int, Cell]]:
        """The cells by column; on a sheet, those alone that reach into no row from one above."""
        held: list[tuple[int, Cell]] = []
        for at, cell in enumerate(self.cover):
            if cell and not (held and held[-1][1] is cell):
                held.append((at, cell))
        lines = [cell.place.line or 0 for _, cell in held if cell.place.address]
        last = max(lines, default=0)
        own = [(at, cell) for at, cell in held if cell.place.line == last and cell.place.address]
        return own or held

    def text(self, column: int) -> str:
        """The text of the cell that begins in that column."""
        cell = self.cells[column]
        return cell.text if cell else ""


@frozen
class Sheet:
    """A grid in rows; ``captions`` are the texts above its header that stand inside the grid."""

    rows: tuple[Row, ...]
    width: int
    edges: tuple[tuple[int, int] | None, ...] = ()
    """The left and right of each column on the page, where the format knows."""
    captions: tuple[tuple[str, Place], ...] = ()
    spans: bool = False
    """Whether any cell spans several columns, so that an empty header cell is meant to be empty."""
    ruled: bool = True
    """Whether its columns are the file's own, as against found by alignment."""


def sheet_of(grid: Grid) -> Sheet:
    """The rows of a grid with its captions taken off, and with its nested grids left out."""
    rows = rows_of(grid.cells, grid.height, grid.width)
    spans = any(cell.column_span > 1 for cell in grid.cells)
    return uncaptioned(Sheet(tuple(rows), grid.width, _edges(grid), (), spans, grid.ruled))


def uncaptioned(sheet: Sheet) -> Sheet:
    """The sheet with the captions at its top taken off its rows."""
    captions: list[tuple[str, Place]] = []
    at = 0
    while at < min(len(sheet.rows), _MOST_CAPTION_ROWS):
        found = _caption(sheet.rows[at], sheet.width)
        if found is None:
            break
        captions += found
        at += 1
    told = (may_be_title(text) or table_number(text) or money_in(text) for text, _ in captions)
    if not any(told):
        return sheet
    return evolve(sheet, rows=sheet.rows[at:], captions=tuple(captions))


def rows_of(cells: Iterable[Cell], height: int, width: int) -> list[Row]:
    """Cells laid out in rows; a span reaches over the positions it covers."""
    own: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    cover: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for cell in cells:
        own[cell.row][cell.column] = cell
        if cell.row_span == cell.column_span == 1:
            cover[cell.row][cell.column] = cell
            continue
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                cover[row][column] = cell
    return [Row(tuple(mine), tuple(all_)) for mine, all_ in zip(own, cover, strict=True)]


def _caption(row: Row, width: int) -> list[tuple[str, Place]] | None:
    """The texts of a row that holds a title, number, unit or entity; None for any other row."""
    held = [cell for cell in row.cells if cell and cell.text.strip()]
    if not held:
        return []
    if len(held) > 4 or any(is_number(cell.text) for cell in held):
        return None
    told = [cell for cell in held if _tells(cell.text)]
    if len(told) * 2 < len(held) or (len(held) > 1 and width <= len(held)):
        return None
    return [(tidy(cell.text), cell.place) for cell in held]


def _tells(text: str) -> bool:
    named = table_number(text) is not None and len(plain(text)) < 30
    dated = _YEAR.fullmatch(plain(text))
    return bool(may_be_title(text) or named or dated or money_in(text) or row_says("entity", text))


def _edges(grid: Grid) -> tuple[tuple[int, int] | None, ...]:
    edges: list[tuple[int, int] | None] = [None] * grid.width
    for cell in grid.cells:
        if cell.box is None or cell.column_span > 1:
            continue
        known = edges[cell.column]
        left, right = cell.box.left, cell.box.right
        edges[cell.column] = (
            (left, right) if known is None else (min(known[0], left), max(known[1], right))
        )
    return tuple(edges)


def is_empty(row: Row) -> bool:
    """Whether the row prints nothing but blanks and dots."""
    return all(cell is None or says_nothing(cell.text) for cell in row.cells)


def same_columns(rows: Sequence[Row], width: int) -> list[Row]:
    """Rows cut or filled to a width, for grids whose columns are the same but for the last."""
    blank = (None,) * width
    return [
        Row((row.cells + blank)[:width], (row.cover + blank)[:width])
        if len(row.cells) != width
        else row
        for row in rows
    ]
