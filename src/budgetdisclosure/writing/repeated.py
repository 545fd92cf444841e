"""Headings for text, which has no merged cells: said over every column they cover (表头展开)."""

from __future__ import annotations

from collections.abc import Sequence

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


def with_joined_headings(sheet: Sheet) -> Sheet:
    """The sheet with one heading row, the levels over each column joined by strokes.

    >>> rows = (Cell("支出", columns=2),), (Cell("小计"), Cell("项目"))
    >>> [cell.text for cell in with_joined_headings(Sheet("t", "表", 2, 2, rows, (1, 1))).rows[0]]
    ['支出/小计', '支出/项目']
    """
    levels = [_spread(row) for row in sheet.grid()[: sheet.headings]]
    paths = (filter(None, dict.fromkeys(column)) for column in zip(*levels, strict=True))
    row = tuple(Cell("/".join(path)) for path in paths)
    return evolve(sheet, rows=(row, *sheet.rows[sheet.headings :]), headings=1)


def _spread(row: Sequence[Cell | None]) -> list[str]:
    """The texts of a heading row over every column they cover; nothing under one from above."""
    texts = [""] * len(row)
    for at, cell in enumerate(row):
        if cell is not None:
            texts[at : at + cell.columns] = [cell.text] * cell.columns
    return texts


def _parted(cell: Cell) -> tuple[Cell, ...]:
    return (evolve(cell, columns=1),) * cell.columns
