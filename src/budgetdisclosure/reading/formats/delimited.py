"""Sheets saved as text (csv, 逗号分隔文件): the whole file is one sheet, its cells by commas."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import Final

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block
from budgetdisclosure.reading.formats.excel.sheets import Sheet, sheet_blocks
from budgetdisclosure.reading.limits import MAX_POSITIONS, require
from budgetdisclosure.wording import Wording

_OTHERWISE: Final = re.compile(r"\t|\||\s{2}")  # divided by something else
_AMOUNT: Final = re.compile(r"[-−(]?\d[\d,]*\.\d+\)?%?")
_BETWEEN_CELLS: Final = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))")
"""A comma that does not stand before the thousands of a number."""
_SENTENCE_ENDS: Final = ("。", "；", "！")
_FEWEST_ROWS: Final = 2
_FEWEST_CELLS: Final = 3
_MOST_TITLES: Final = 5


def delimited_blocks(text: str, place: Place) -> list[Block] | None:
    r"""The blocks of a text that is a sheet throughout; None for any other text.

    Every line must have the same number of cells, three or more: programs that save a sheet
    write them all, empty or not, and where prose does so by chance, its lines end sentences. Two
    cells are enough where half the lines hold an amount. A few lines of title and note without a
    comma may stand around them. Commas that all part thousands (1,000.00) part no cells.

    >>> blocks = delimited_blocks('收入决算表,,\n项目,本年,上年\n合计,"1,234.50",2.00\n', Place())
    >>> delimited_blocks('收入1元,增长2%,是增收。\n支出3元,下降4%,是减支。\n', Place()) is None
    True
    >>> blocks[0].text, blocks[1].texts()
    ('收入决算表', (('项目', '本年', '上年'), ('合计', '1,234.50', '2.00')))
    """
    first, last = _body(text.splitlines())
    rows = _rows(text, first, last)
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
    lines = text.splitlines()
    alone = [n for n, line in enumerate(lines) if line.strip() and not first <= n < last]
    texts |= {(number, 0): lines[number] for number in alone}
    return sheet_blocks(Sheet("", texts), place)


def _body(lines: Sequence[str]) -> tuple[int, int]:
    """The lines from the first with a comma to the last; the whole where too many stand around."""
    held = [number for number, line in enumerate(lines) if "," in line]
    if not held or held[0] > _MOST_TITLES or len(lines) - held[-1] > _MOST_TITLES + 1:
        return 0, len(lines)
    return held[0], held[-1] + 1


def _rows(text: str, first: int, last: int) -> list[tuple[int, list[str]]] | None:
    """The rows with the line each ends on, if all are of one width."""
    lines = text.splitlines(keepends=True)[first:last]
    if not lines or "," not in lines[0] or _OTHERWISE.search(lines[0].strip(" \r\n")):
        return None
    if not any(map(_BETWEEN_CELLS.search, lines)):
        return None
    reader = csv.reader(lines, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            if row:
                rows.append((reader.line_num + first, row))
            if rows and row and len(row) != len(rows[0][1]):
                return None
    except csv.Error:
        return None
    prose = all(row[-1].rstrip().endswith(_SENTENCE_ENDS) for _, row in rows)
    wide = len(rows) >= _FEWEST_ROWS and _is_wide([row for _, row in rows])
    return rows if wide and not prose else None


def _is_wide(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows have cells enough to be a sheet."""
    if len(rows[0]) >= _FEWEST_CELLS:
        return True
    amounts = sum(any(_AMOUNT.fullmatch(cell.strip()) for cell in row) for row in rows)
    return 2 * amounts >= len(rows)
