"""Tables that keep their order alone (只留次序的表): one blank between cells, or one cell a line.

So text comes out of a viewer, a browser or ``pdftotext`` without ``-layout``. Nothing tells where a
cell stood, and blank cells leave no trace. What is left is the rhythm of the rows: a code, a name,
amounts. A row is read where it prints as many amounts as the headings ask for; what is short of
that could stand in several columns, and is given back to be listed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.reading.formats.aligned.pieces import goes_on_in_prose
from budgetdisclosure.reading.formats.columns import Placed

_FIGURE: Final = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?|[-—–]{1,2}|——")
_AMOUNT: Final = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)")
_CODE: Final = re.compile(r"[1-6]\d{2}(?:\d\d){0,2}")
_CODE_LENGTH: Final = 7
_LEVEL: Final = re.compile(r"\d\d")
_MARKS: Final = re.compile(r"[类款项目]|栏次|行次|\d{1,2}")
_KEY: Final = re.compile(r".*(?:项目|科目|名称|编码|代码|单位|内容|类别|项)")
"""How the columns are headed that say what a row is."""
_CAPTION: Final = re.compile(
    r"(?:.*(?:单位|部门|名称|代码)\s*[：:].*|.{2,40}表(?:[（(].{0,12}[）)])?"
    r"|[（(]?20\d\d\s*年度?[）)]?|[-—第 ]*\d{1,4}[-—页 ]*)"
)
_SENTENCE: Final = re.compile(r".*[。；;，,！]")
_LONGEST: Final = 30
_WIDEST: Final = 120
_MARGIN: Final = 8
_MOST_BLANKS: Final = 1
_FEWEST_ROWS: Final = 2
_FEWEST_AMOUNTS: Final = 6
_MOST_OVER: Final = 2


@frozen
class Row:
    """A row by what it prints, on the line it begins."""

    line: int
    code: str
    name: str
    figures: tuple[str, ...]
    lines: int = 1
    """How many lines its name takes."""

    def is_sure(self, coded: bool) -> bool:
        """Whether it is one row: lines of a name without a code may be of several."""
        whole = bool(self.code) or not coded or self.name.endswith("计")
        return bool(self.name) and whole and self.lines <= 1 + bool(self.code)


@frozen
class Ordered:
    """A table between two lines: its cells by row, and those that are in no column for certain."""

    start: int
    end: int
    rows: tuple[tuple[int, tuple[Placed, ...]], ...]
    lost: tuple[tuple[int, str], ...]


def ordered_tables(texts: Sequence[str]) -> Iterator[Ordered]:
    """The tables among lines of one page that keep the order of their cells alone.

    >>> lines = ["科目编码 科目名称 合计 基本支出", "205 教育支出 3.00 1.00", "合计 3.00 1.00"]
    >>> (table,) = ordered_tables([*lines, "208 社保支出 2.00", "210 卫生支出 9.00 4.00"])
    >>> for _, row in table.rows[1:]:
    ...     print([(cell.column, cell.text) for cell in row])
    [(0, '205'), (1, '教育支出'), (2, '3.00'), (3, '1.00')]
    [(0, '合计'), (2, '3.00'), (3, '1.00')]
    [(0, '210'), (1, '卫生支出'), (2, '9.00'), (3, '4.00')]
    >>> table.lost
    ((3, '208'), (3, '社保支出'), (3, '2.00'))
    """
    for start, end in _stretches(texts):
        lines = [(n, texts[n].split()) for n in range(start, end) if texts[n].strip()]
        table = _table(start, end, lines)
        if table is not None:
            yield table


def untold_cells(texts: Sequence[str]) -> Ordered | None:
    """The cells of rows that one blank parts throughout: their columns are not told."""
    rows = [text.strip() for text in texts if " " in text.strip()]
    amounts = any(_AMOUNT.fullmatch(cell) for row in rows for cell in row.split())
    if not amounts or any("  " in row for row in rows):
        return None
    cells = ((n, cell) for n, text in enumerate(texts) for cell in text.split())
    return Ordered(0, len(texts), (), tuple(cells))


def _stretches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Lines that hold nothing but short cells, up to the next caption or sentence."""
    start: int | None = None
    last = 0
    for at, text in enumerate([*texts, "。"]):
        if not text.strip():
            continue
        cells = _are_cells(text)
        if start is not None and (not cells or at - last > _MOST_BLANKS + 1):
            yield start, last + 1
            start = None
        if cells:
            start = at if start is None else start
            last = at


def _are_cells(text: str) -> bool:
    kept = text.strip()
    if len(kept) > _WIDEST or "  " in kept or "\u3000" in kept:
        return False
    if len(text) - len(text.lstrip()) > _MARGIN:
        return False  # it stands in a column
    if _SENTENCE.fullmatch(kept) or (_CAPTION.fullmatch(kept) and not _FIGURE.fullmatch(kept)):
        return False
    cells = kept.split()
    return all(len(cell) <= _LONGEST for cell in cells) and not any(map(goes_on_in_prose, cells))


def _table(start: int, end: int, lines: Sequence[tuple[int, list[str]]]) -> Ordered | None:
    amounts = sum(bool(_AMOUNT.fullmatch(cell)) for _, cells in lines for cell in cells)
    if amounts < _FEWEST_AMOUNTS:
        return None
    first = _first(lines)
    rows = [row for row in _rows(lines[first:]) if row.code or row.name]
    count, kept = _rhythm(rows)
    coded = any(row.code for row in kept)
    heads = _headings([cells for _, cells in lines[:first]], 1 + coded, count) if kept else None
    if heads is None:
        return _untold(lines)
    at = lines[0][0] if first else start
    placed = [(at, row) for row in heads]
    placed += [(row.line, tuple(_placed(row, coded))) for row in kept]
    held = set(map(id, kept))
    left = [row for row in rows if id(row) not in held and row.figures]
    return Ordered(start, end, tuple(placed), tuple(_lost(left)))


def _untold(lines: Sequence[tuple[int, list[str]]]) -> Ordered | None:
    """All cells from the first line with an amount to the last, if they make a table."""
    told = [at for at, (_, cells) in enumerate(lines) if any(map(_AMOUNT.fullmatch, cells))]
    held = lines[told[0] : told[-1] + 1]
    if 3 * len(told) < len(held):
        return None
    cells = tuple((line, cell) for line, row in held for cell in row)
    return Ordered(held[0][0], held[-1][0] + 1, (), cells)


def _first(lines: Sequence[tuple[int, list[str]]]) -> int:
    """The first line of rows: of the first code, or of the name before the first amount."""
    for at, (_, cells) in enumerate(lines):
        after = lines[at + 1][1] if at + 1 < len(lines) else []
        if _CODE.fullmatch(cells[0]) and (len(cells) > 1 or not _is_figure(after)):
            return at
        if any(_AMOUNT.fullmatch(cell) for cell in cells):
            return at - (len(cells) == 1 and at > 0)
    return len(lines)


def _is_figure(cells: Sequence[str]) -> bool:
    return bool(cells) and bool(_FIGURE.fullmatch(cells[0]))


def _rows(lines: Sequence[tuple[int, list[str]]]) -> Iterator[Row]:
    """The rows: each begins with a code, or with a name after amounts."""
    row = Row(0, "", "", ())
    last = -1
    for number, cells in lines:
        for at, cell in enumerate(cells):
            begins = at == 0 and bool(_CODE.fullmatch(cell))
            if begins or (not _FIGURE.fullmatch(cell) and _is_over(row, cell)):
                yield row
                row = Row(number, cell, "", ()) if begins else Row(number, "", cell, ())
            elif not _FIGURE.fullmatch(cell):
                more = int(bool(row.name) and number != last)
                row = evolve(row, name=row.name + cell, lines=row.lines + more)
            elif _is_level(row, cell):
                row = evolve(row, code=row.code + cell)
            else:
                row = evolve(row, figures=(*row.figures, cell))
            last = number
    yield row


def _is_over(row: Row, cell: str) -> bool:
    """Whether a name after a row begins another."""
    return bool(row.figures) or (bool(row.name) and cell.endswith("计"))


def _is_level(row: Row, cell: str) -> bool:
    """Whether a number goes on with the code: 208 05 01."""
    return 0 < len(row.code) < _CODE_LENGTH and not row.name and bool(_LEVEL.fullmatch(cell))


def _rhythm(rows: Sequence[Row]) -> tuple[int, list[Row]]:
    """How many amounts most rows print, and those rows; none where others print more."""
    if any(row.code for row in rows) and not (rows[0].code or rows[0].name.endswith("计")):
        return 0, []  # what seems a name there may be a heading
    counts = Counter(len(row.figures) for row in rows if row.figures)
    count, times = max(counts.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
    if times < _FEWEST_ROWS or 2 * times < counts.total() or max(counts) > count:
        return 0, []
    coded = any(row.code for row in rows)
    kept = [row for row in rows if len(row.figures) == count and row.is_sure(coded)]
    return count, kept if coded or len(kept) == len(rows) else []


def _headings(
    lines: Sequence[Sequence[str]], keys: int, count: int
) -> list[tuple[Placed, ...]] | None:
    """The rows of the header over so many columns of keys and amounts; None where it is not told.

    Every column has a heading, so that as many headings as columns are theirs, one after the
    other. Those over others take a line above these.
    """
    lines = [line for line in lines if not all(_MARKS.fullmatch(cell) for cell in line)]
    width = keys + count
    for held in (lines, lines[1:] if lines and len(lines[0]) == _MOST_OVER else []):
        flat = [cell for line in held for cell in line]
        if len(flat) == width == len(set(flat)) and _are_keys(flat[:keys], flat[keys:]):
            return [tuple(Placed(text, at) for at, text in enumerate(flat))]
    if len(lines) < _MOST_OVER:
        return None
    above, last = lines[-2:]
    if (
        len(last) == count == len(set(last))
        and len(above) == keys + 1
        and _are_keys(above[:keys], last)
    ):
        over = [Placed(text, at, down=2) for at, text in enumerate(above[:keys])]
        own = tuple(Placed(text, keys + at) for at, text in enumerate(last))
        return [(*over, Placed(above[keys], keys, count)), own]
    if len(last) == keys == _MOST_OVER and len(above) == count + 1 and _are_keys(last, above[1:]):
        more = (Placed(text, keys + at, down=2) for at, text in enumerate(above[1:]))
        own = tuple(Placed(text, at) for at, text in enumerate(last))
        return [(Placed(above[0], 0, keys), *more), own]
    return None


def _are_keys(heads: Sequence[str], others: Sequence[str]) -> bool:
    """Whether headings say what a row is, and none of the others does."""
    return all(map(_KEY.fullmatch, heads)) and not any(map(_KEY.fullmatch, others))


def _placed(row: Row, coded: bool) -> Iterator[Placed]:
    if row.code:
        yield Placed(row.code, 0)
    yield Placed(row.name, int(coded and bool(row.code)), 1 + (coded and not row.code))
    for at, figure in enumerate(row.figures):
        yield Placed(figure, 1 + coded + at)


def _lost(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    for row in rows:
        for text in (row.code, row.name, *row.figures):
            if text:
                yield row.line, text
