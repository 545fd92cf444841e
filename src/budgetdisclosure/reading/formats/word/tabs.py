"""Tables set with tab stops (用制表位排的表): paragraphs in a row, their cells parted by tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from budgetdisclosure.reading.document import Block, Cell, Grid, Paragraph

_AMOUNT: Final = re.compile(r"[-−]?\d[\d,，]*\.\d+%?")
_TABS: Final = re.compile(r"\t+")
_LEAST: Final = 2


def with_tab_tables(blocks: Sequence[Block]) -> list[Block]:
    r"""The blocks with each run of tabbed paragraphs as a grid, where it is a table of amounts.

    Its lines must have as many cells each, several tabs counted as one where that makes them so;
    entries of a contents page have no amounts and stay what they are.

    >>> lines = [Paragraph("项目\t\t金额"), Paragraph("社会保障支出\t1.50")]
    >>> with_tab_tables(lines)[0].texts()
    (('项目', '金额'), ('社会保障支出', '1.50'))
    """
    out: list[Block] = []
    for tabbed, held in groupby(blocks, _is_tabbed):
        run = list(held)
        grid = _grid([block for block in run if isinstance(block, Paragraph)]) if tabbed else None
        out += run if grid is None else [grid]
    return out


def _is_tabbed(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.level is None and "\t" in block.text.strip()


def _grid(lines: Sequence[Paragraph]) -> Grid | None:
    rows = next((rows for rows in _readings(lines) if len({len(row) for row in rows}) == 1), None)
    if rows is None or len(rows) < _LEAST:
        return None
    amounts = sum(any(_AMOUNT.fullmatch(cell) for cell in row) for row in rows)
    if 2 * amounts < len(rows):
        return None
    cells = tuple(
        Cell(text, number, column, place=line.place)
        for number, (line, row) in enumerate(zip(lines, rows, strict=True))
        for column, text in enumerate(row)
    )
    return Grid(cells, len(rows), len(rows[0]), lines[0].place, ruled=False)


def _readings(lines: Sequence[Paragraph]) -> Iterator[list[list[str]]]:
    """The cells of the lines: several tabs as one, or an empty cell between two."""
    texts = [line.text.strip() for line in lines]
    yield [[cell.strip() for cell in _TABS.split(text)] for text in texts]
    yield [[cell.strip() for cell in text.split("\t")] for text in texts]
