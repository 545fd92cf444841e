"""Sheets as blocks (工作表): which rows of a sheet are a table, and which are titles and notes.

A sheet becomes a heading with its name, then what stands on it from top to bottom. Rows without
any text or frame divide it into regions. In a region, the rows drawn with upright lines are the
table; unframed rows of one or two texts above and below it (title, 单位：万元, notes) are
paragraphs. Where a sheet draws no lines, rows of a single text above are paragraphs, and below
those that are merged or hold a sentence. So titles stand before their grid as in any other
format. A region without a row of two texts is prose, one line one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Cell, Grid, Paragraph, Remark
from budgetdisclosure.reading.limits import MAX_POSITIONS, MAX_SPAN, require
from budgetdisclosure.wording import Wording

Position = tuple[int, int]
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, all counted from zero."""

_FEW: Final = 2
_LINE_END: Final = re.compile(r"\r\n?")
_SENTENCE: Final = re.compile("[，。；：:;]")


@frozen
class Sheet:
    """One sheet as read: the texts as printed, and where lines and merged areas are."""

    name: str
    texts: Mapping[Position, str]
    framed: frozenset[Position] = frozenset()
    """The cells with a line at their left or right."""
    merged: Sequence[Area] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    without_value: Sequence[Position] = ()
    """The cells with a formula of which the file keeps no result."""


def sheet_blocks(sheet: Sheet, place: Place) -> list[Block]:
    """The blocks of a sheet; none for one without text."""
    place = evolve(place, sheet=sheet.name or None)
    spans = _spans(sheet)
    texts = {at: _LINE_END.sub("\n", sheet.texts[at]) for at in sheet.texts if at in spans}
    texts = {at: text for at, text in texts.items() if text.strip()}
    if not texts:
        return []
    blocks: list[Block] = [Paragraph(sheet.name, place, 1)] if sheet.name else []
    for first, last in _regions(texts, spans, sheet):
        blocks += _region(texts, spans, sheet, place, range(first, last + 1))
    return blocks


def sheet_remarks(sheet: Sheet, place: Place) -> Iterator[Remark]:
    """What the reader of the file should know of a sheet."""
    place = evolve(place, sheet=sheet.name)
    if sheet.hidden:
        yield Remark(Wording("工作表是隐藏的，已读取", "the sheet is hidden, and was read"), place)
    rows = {row for row, _ in sheet.texts} & sheet.hidden_rows
    columns = {column for _, column in sheet.texts} & sheet.hidden_columns
    if rows:
        yield Remark(
            Wording(f"有{len(rows)}个隐藏行，已读取", f"{len(rows)} hidden rows, read"), place
        )
    if columns:
        count = len(columns)
        yield Remark(Wording(f"有{count}个隐藏列，已读取", f"{count} hidden columns, read"), place)
    if sheet.without_value:
        count = len(sheet.without_value)
        message = Wording(
            f"有{count}个公式没有保存计算结果，按空白读取；请用 Excel 或 WPS 打开并保存后再读取",
            f"{count} formulas have no stored result and read as blank; open and save the file",
        )
        yield Remark(message, evolve(place, line=sheet.without_value[0][0] + 1))


def _spans(sheet: Sheet) -> _Spans:
    """The merged areas that overlap no other, found by any cell they cover."""
    last_row = max((row for row, _ in sheet.texts), default=0)
    last_column = max((column for _, column in sheet.texts), default=0)
    kept: list[Area] = []
    corner: dict[Position, Area] = {}
    covered: set[Position] = set()
    room = MAX_POSITIONS
    for top, left, bottom, right in sheet.merged:
        bottom = bottom if bottom - top < MAX_SPAN else min(bottom, last_row)
        right = right if right - left < MAX_SPAN else min(right, last_column)
        area = (top, left, bottom, right)
        size = (area[2] - top + 1) * (area[3] - left + 1)
        if area[2] < top or area[3] < left or size > room:
            continue
        inside = {(r, c) for r in range(top, area[2] + 1) for c in range(left, area[3] + 1)}
        if inside & covered:
            continue
        room -= size
        covered |= inside
        corner[top, left] = area
        kept.append(area)
    return _Spans(corner, frozenset(covered))


@frozen
class _Spans:
    """Merged areas by their top left corner, and all cells any of them covers."""

    corner: Mapping[Position, Area]
    covered: frozenset[Position]

    def __contains__(self, at: Position) -> bool:
        """Whether a cell shows: it is a corner, or under no merged area."""
        return at in self.corner or at not in self.covered

    def size(self, at: Position) -> tuple[int, int]:
        """Rows and columns of the cell at a position."""
        top, left, bottom, right = self.corner.get(at, (*at, *at))
        return bottom - top + 1, right - left + 1


def _regions(
    texts: Mapping[Position, str], spans: _Spans, sheet: Sheet
) -> Iterator[tuple[int, int]]:
    """First and last row of each run of rows that hold a text or lines."""
    rows = {row for row, _ in sheet.framed}
    last = 0
    for at in texts:
        end = at[0] + spans.size(at)[0]
        rows.update(range(at[0], end))
        last = max(last, end)
    bounds = sorted(row for row in rows if row < last)
    starts = [row for row in bounds if row - 1 not in rows]
    ends = [row for row in bounds if row + 1 not in rows or row == bounds[-1]]
    yield from zip(starts, ends, strict=True)


def _region(
    texts: Mapping[Position, str], spans: _Spans, sheet: Sheet, place: Place, rows: range
) -> list[Block]:
    held: dict[int, list[Position]] = {row: [] for row in rows}
    for at in sorted(at for at in texts if at[0] in held):
        held[at[0]].append(at)
    table = _table_rows(held, texts, spans, sheet, rows)
    if not table:
        return [line for row in rows for line in _prose(texts, place, held[row])]
    above, below = range(rows.start, table.start), range(table.stop, rows.stop)
    before = [line for row in above for line in _prose(texts, place, held[row])]
    after = [line for row in below for line in _prose(texts, place, held[row])]
    cells = [at for row in table for at in held[row]]
    return [*before, _grid(texts, spans, place, cells, table), *after]


def _table_rows(
    held: Mapping[int, list[Position]],
    texts: Mapping[Position, str],
    spans: _Spans,
    sheet: Sheet,
    rows: range,
) -> range:
    """The rows of a region that are a table; none where the region is prose."""
    few = _FEW if sheet.framed else 1
    lined = {row for row, _ in sheet.framed}

    def title(row: int) -> bool:
        return row not in lined and len(held[row]) <= few

    def note(row: int) -> bool:
        """Below a table without lines, a row with a name and no figures is still a row."""
        if sheet.framed or not title(row):
            return title(row)
        return all(spans.size(at)[1] > 1 or _SENTENCE.search(texts[at]) for at in held[row])

    first, stop = rows.start, rows.stop
    while first < stop and title(first):
        first += 1
    while stop > first and note(stop - 1):
        stop -= 1
    return range(first, stop) if any(len(held[row]) > 1 for row in range(first, stop)) else range(0)


def _prose(
    texts: Mapping[Position, str], place: Place, cells: Iterable[Position]
) -> Iterator[Paragraph]:
    for at in cells:
        for line in texts[at].split("\n"):
            if line.strip():
                yield Paragraph(line.strip(), evolve(place, line=at[0] + 1))


def _grid(
    texts: Mapping[Position, str],
    spans: _Spans,
    place: Place,
    cells: Sequence[Position],
    rows: range,
) -> Grid:
    left = min(column for _, column in cells)
    right = max(column + spans.size((row, column))[1] for row, column in cells)
    width, height = right - left, len(rows)
    size = Wording("表格的行列数", "the size of a grid")
    require(width * height, MAX_POSITIONS, size, place)
    places = {row: evolve(place, line=row + 1) for row in rows}
    made = []
    for row, column in cells:
        tall, wide = spans.size((row, column))
        tall = min(tall, rows.stop - row)
        text = texts[row, column].rstrip()
        made.append(Cell(text, row - rows.start, column - left, tall, wide, places[row]))
    return Grid(tuple(made), height, width, places[rows.start])
