"""Headings said again over every column they cover, for text without merged cells (表头展开)."""

from __future__ import annotations

from attrs import evolve

from budgetdisclosure.writing.sheet import Cell, Sheet


def with_repeated_headings(sheet: Sheet) -> Sheet:
    """The sheet with every heading that reaches over several columns printed in each of them.

    >>> one = Sheet("t", "表", 2, 1, ((Cell("支出", columns=2),),), (1, 1))
    >>> [cell.text for cell in with_repeated_headings(one).rows[0]]
    ['支出', '支出']
    """
    heads = (
        tuple(part for cell in row for part in _parted(cell))
        for row in sheet.rows[: sheet.headings]
    )
    return evolve(sheet, rows=(*heads, *sheet.rows[sheet.headings :]))


def _parted(cell: Cell) -> tuple[Cell, ...]:
    return (evolve(cell, columns=1),) * cell.columns
