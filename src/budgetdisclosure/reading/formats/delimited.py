"""Sheets saved as text (csv, 逗号分隔文件): the whole file is one sheet, its cells by commas."""

from __future__ import annotations

import csv
import re
from typing import Final

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block
from budgetdisclosure.reading.formats.excel.sheets import Sheet, sheet_blocks
from budgetdisclosure.reading.limits import MAX_POSITIONS, require
from budgetdisclosure.wording import Wording

_OTHERWISE: Final = re.compile(r"\t|\||\s{2}")  # divided by something else
_FEWEST_ROWS: Final = 2
_FEWEST_CELLS: Final = 3


def delimited_blocks(text: str, place: Place) -> list[Block] | None:
    r"""The blocks of a text that is a sheet throughout; None for any other text.

    Every line must have the same number of cells, three or more: programs that save a sheet
    write them all, empty or not, and prose never does so.

    >>> blocks = delimited_blocks('收入决算表,,\n项目,本年,上年\n合计,"1,234.50",2.00\n', Place())
    >>> blocks[0].text, blocks[1].texts()
    ('收入决算表', (('项目', '本年', '上年'), ('合计', '1,234.50', '2.00')))
    """
    rows = _rows(text)
    if rows is None:
        return None
    cells = sum(len(row) for _, row in rows)
    require(cells, MAX_POSITIONS, Wording("单元格数", "the number of cells"), place)
    texts = {
        (line - 1, column): cell
        for line, row in rows
        for column, cell in enumerate(row)
        if cell.strip()
    }
    return sheet_blocks(Sheet("", texts), place)


def _rows(text: str) -> list[tuple[int, list[str]]] | None:
    """The rows with the line each ends on, if all are of one width."""
    head = text.split("\n", 1)[0]
    if head.count(",") + 1 < _FEWEST_CELLS or _OTHERWISE.search(head.strip()):
        return None
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            if row:
                rows.append((reader.line_num, row))
            if rows and row and len(row) != len(rows[0][1]):
                return None
    except csv.Error:
        return None
    even = len(rows) >= _FEWEST_ROWS and len(rows[0][1]) >= _FEWEST_CELLS
    return rows if even else None
