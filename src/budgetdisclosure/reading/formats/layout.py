"""Tables that hold no data but lay out a page (排版用表格): their content stands in the flow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from budgetdisclosure.reading.document import Block, Cell, Grid

_FEW: Final = 4
_MANY: Final = 10


def unwrapped(grid: Grid, contents: Sequence[Sequence[Block]]) -> list[Block]:
    """The grid itself if it is data; what its cells hold, in order, if it only lays things out.

    ``contents`` are the blocks of each cell, in the order of the cells. A table lays out if no
    row of it holds two filled cells, if at least half of the filled cells hold tables, or if it
    has but a few filled cells and one of them holds a whole text.

    >>> from budgetdisclosure.reading.document import Paragraph
    >>> frame = Grid((Cell("说明", 0, 0),), 1, 1)
    >>> unwrapped(frame, [[Paragraph("说明")]])[0].text
    '说明'
    """
    filled = [cell for cell in grid.cells if cell.grids or cell.text.strip()]
    if not filled:
        return []
    holding = sum(bool(cell.grids) for cell in filled)
    longest = max((len(held) for held in contents), default=0)
    if (
        _single_file(filled)
        or holding * 2 >= len(filled)
        or (len(filled) <= _FEW and longest > _MANY)
    ):
        return [block for held in contents for block in held]
    return [grid]


def _single_file(filled: Sequence[Cell]) -> bool:
    rows = [cell.row for cell in filled]
    return len(set(rows)) == len(rows)
