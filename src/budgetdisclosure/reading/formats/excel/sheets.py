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
from collections.abc import Set as AbstractSet
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.place import Place, address_of, column_of
from budgetdisclosure.reading.document import Block, Cell, Grid, Paragraph, Remark
from budgetdisclosure.reading.formats.excel.drawings import Drawn
from budgetdisclosure.reading.formats.excel.spans import (
    Area,
    Position,
    Spans,
    side_by_side,
    spans_of,
)
from budgetdisclosure.reading.limits import MAX_POSITIONS, require
from budgetdisclosure.wording import Wording

_FEW: Final = 2
_LONGEST: Final = 40
_LINE_END: Final = re.compile(r"\r\n?")
_SENTENCE: Final = re.compile("[，。；：:;]")
_NUMBER: Final = re.compile(r"-?\d[\d,]*(\.\d+)?%?")


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
    computed: Sequence[Position] = ()
    """The cells whose formula had no result in the file and was worked out."""
    unknown: Mapping[Position, str] = {}
    """The cells whose formula has no result in the file and was not worked out."""
    concealed: Sequence[Position] = ()
    """The cells that hold a number which their format does not show."""
    drawn: Drawn = Drawn()
    """What lies over its cells."""


def sheet_blocks(sheet: Sheet, place: Place) -> list[Block]:
    """The blocks of a sheet, those of text boxes by the row they begin at; none without text."""
    place = evolve(place, sheet=sheet.name or None)
    spans = spans_of(sheet.merged, sheet.texts)
    texts = {at: _LINE_END.sub("\n", sheet.texts[at]) for at in sheet.texts if at in spans}
    texts = {at: text for at, text in texts.items() if text.strip()}
    if not texts and not sheet.drawn.texts:
        return []
    blocks: list[Block] = [Paragraph(sheet.name, place, 1)] if sheet.name else []
    by_row, framed, edges = _by_row(texts), _by_row(sheet.framed), _edges(sheet)
    for first, last in _regions(texts, spans, sheet.framed):
        rows = range(first, last + 1)
        own = {at: texts[at] for row in rows for at in by_row.get(row, ())}
        parts = side_by_side(own, spans, edges)
        if not parts:
            _add(blocks, _region(own, spans, framed.keys(), place, rows))
        for columns in parts:
            lines = [at for row in rows for at in framed.get(row, ()) if at[1] in columns]
            blocks += _part(own, spans, lines, place, columns)
    return _with_boxes(blocks, sheet.drawn.texts, place) if sheet.drawn.texts else blocks


def _with_boxes(
    blocks: Sequence[Block], boxes: Iterable[tuple[int, str]], place: Place
) -> list[Block]:
    """The blocks with the texts over the sheet before those that begin at or below the same row."""
    held = [(block.place.line or 0, 1, block) for block in blocks]
    over = [(row + 1, 0, Paragraph(text, evolve(place, line=row + 1))) for row, text in boxes]
    return [block for _, _, block in sorted([*held, *over], key=lambda one: one[:2])]


def _add(blocks: list[Block], more: Sequence[Block]) -> None:
    """Add the blocks of a region; a table that goes on with the one above it has its columns."""
    above, first = blocks[-1] if blocks else None, more[0] if more else None
    if isinstance(above, Grid) and isinstance(first, Grid):
        more = (_over(above, first), *more[1:])
    blocks.extend(more)


def gone_on(before: Sequence[Block], found: Sequence[Block]) -> list[Block]:
    """The blocks of a sheet; a table alone on it goes on with one that ends the sheet before."""
    last = before[-1] if before else None
    if len(found) > 1 and isinstance(last, Grid) and isinstance(found[1], Grid):
        return [found[0], _over(last, found[1]), *found[2:]]
    return list(found)


def _over(above: Grid, grid: Grid) -> Grid:
    """A table without a title of its own, over the columns of the table before.

    It goes on with that if it has numbers, and only where the other has some too.
    """
    shift = _left(grid) - _left(above) if grid.place.sheet else -1
    if shift < 0 or shift + grid.width > above.width or grid.width == above.width:
        return grid
    moved = tuple(evolve(cell, column=cell.column + shift) for cell in grid.cells)
    numbers = _numbers(moved)
    if not numbers or not numbers <= _numbers(above.cells):
        return grid
    return evolve(grid, cells=moved, width=above.width)


def _left(grid: Grid) -> int:
    """The column of the sheet that a table begins in."""
    cell = grid.cells[0]
    return column_of((cell.place.address or "").rstrip("0123456789")) - cell.column


def _numbers(cells: Iterable[Cell]) -> set[int]:
    return {cell.column for cell in cells if _NUMBER.fullmatch(cell.text.strip())}


def _by_row(cells: Iterable[Position]) -> dict[int, list[Position]]:
    """Positions by their row, so that no region has to look at those of all others."""
    rows: dict[int, list[Position]] = {}
    for at in cells:
        rows.setdefault(at[0], []).append(at)
    return rows


def _edges(sheet: Sheet) -> list[Position]:
    """One position for each column that has a line anywhere."""
    return [(0, column) for column in {column for _, column in sheet.framed}]


def _part(
    texts: Mapping[Position, str],
    spans: Spans,
    lines: Sequence[Position],
    place: Place,
    columns: range,
) -> list[Block]:
    """One of several tables that stand side by side, as if it had the sheet to itself."""
    held, lined = _by_row(at for at in texts if at[1] in columns), _by_row(lines).keys()
    every = {at: texts[at] for cells in held.values() for at in cells}
    blocks: list[Block] = []
    for first, last in _regions(every, spans, lines):
        rows = range(first, last + 1)
        own = {at: texts[at] for row in rows for at in held.get(row, ())}
        blocks += _region(own, spans, lined, place, rows)
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
    yield from _drawn_remarks(sheet, place)
    yield from _formula_remarks(sheet, place)
    covered = _covered(sheet) if sheet.merged else []
    if covered:
        count, first = len(covered), _at(place, covered[0])
        message = Wording(
            f"有{count}个单元格的内容被合并单元格盖住、不显示，未读取",
            f"the content of {count} cells is covered by merged cells and was not read",
        )
        yield Remark(message, first)
    if sheet.concealed:
        count, first = len(sheet.concealed), _at(place, sheet.concealed[0])
        message = Wording(
            f"有{count}个单元格存有数字，但格式设为不显示，按所显示的空白读取",
            f"{count} cells hold a number that their format does not show; read as blank, as shown",
        )
        yield Remark(message, first)


def _drawn_remarks(sheet: Sheet, place: Place) -> Iterator[Remark]:
    """What lies over the cells and was not read."""
    count = sheet.drawn.pictures
    if count:
        message = Wording(
            f"有{count}个图片或图表，其中文字未读取",
            f"{count} pictures or charts, whose text was not read",
        )
        yield Remark(message, place)
    if sheet.drawn.unread:
        message = Wording(
            "浮在单元格上的图形有未能打开的，其中文字未读取",
            "something drawn over the cells could not be opened; its text was not read",
        )
        yield Remark(message, place)


def _covered(sheet: Sheet) -> list[Position]:
    """The cells under a merged one that hold a text all the same,."""
    spans = spans_of(sheet.merged, sheet.texts)
    return sorted(at for at in sheet.texts if at not in spans)


def _formula_remarks(sheet: Sheet, place: Place) -> Iterator[Remark]:
    """Which formulas had no result: those worked out in one remark, each other by itself."""
    if sheet.computed:
        count, first = len(sheet.computed), _at(place, sheet.computed[0])
        message = Wording(
            f"有{count}个公式没有保存计算结果，已按公式精确算出",
            f"{count} formulas have no stored result and were worked out",
        )
        yield Remark(message, first)
    for at, formula in sheet.unknown.items():
        message = Wording(
            f"公式 {_brief(formula)} 没有保存计算结果，未能算出；"
            "请用 Excel 或 WPS 打开并保存后再读取",
            f"the formula {_brief(formula)} has no stored result; open and save the file in Excel",
        )
        yield Remark(message, _at(place, at))


def _brief(formula: str) -> str:
    return formula if len(formula) <= _LONGEST else formula[:_LONGEST] + "…"


def _at(place: Place, at: Position) -> Place:
    """The place of one cell of a sheet; a sheet without a name is a text, and has lines only."""
    address = address_of(*at) if place.sheet else None
    return evolve(place, line=at[0] + 1, address=address)


def _regions(
    texts: Mapping[Position, str], spans: Spans, framed: Iterable[Position]
) -> Iterator[tuple[int, int]]:
    """First and last row of each run of rows that hold a text or lines."""
    rows = {row for row, _ in framed}
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
    texts: Mapping[Position, str],
    spans: Spans,
    lined: AbstractSet[int],
    place: Place,
    rows: range,
) -> list[Block]:
    """The blocks of a region with these texts; ``lined`` are all rows that have lines."""
    held: dict[int, list[Position]] = {row: [] for row in rows}
    for at in sorted(texts):
        held[at[0]].append(at)
    table = _table_rows(held, texts, spans, lined, rows)
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
    spans: Spans,
    lined: AbstractSet[int],
    rows: range,
) -> range:
    """The rows of a region that are a table; none where the region is prose."""
    few = _FEW if lined else 1
    wide = _width(texts, spans)

    def title(row: int) -> bool:
        return row not in lined and len(held[row]) <= few

    def note(row: int) -> bool:
        """Below a table without lines, a row with a name and no figures is still a row.

        The name may be merged over the columns of its keys; what is merged over most is no name.
        """
        if lined or not title(row):
            return title(row)
        return all(2 * spans.size(at)[1] > wide or _SENTENCE.search(texts[at]) for at in held[row])

    first, stop = rows.start, rows.stop
    while first < stop and title(first):
        first += 1
    while stop > first and note(stop - 1):
        stop -= 1
    return range(first, stop) if any(len(held[row]) > 1 for row in range(first, stop)) else range(0)


def _width(texts: Mapping[Position, str], spans: Spans) -> int:
    """How many columns the texts of a region stand over."""
    ends = (at[1] + spans.size(at)[1] for at in texts)
    return max(ends, default=0) - min((at[1] for at in texts), default=0)


def _prose(
    texts: Mapping[Position, str], place: Place, cells: Iterable[Position]
) -> Iterator[Paragraph]:
    for at in cells:
        for line in texts[at].split("\n"):
            if line.strip():
                yield Paragraph(line.strip(), _at(place, at))


def _grid(
    texts: Mapping[Position, str],
    spans: Spans,
    place: Place,
    cells: Sequence[Position],
    rows: range,
) -> Grid:
    left = min(column for _, column in cells)
    right = max(column + spans.size((row, column))[1] for row, column in cells)
    width, height = right - left, len(rows)
    size = Wording("表格的行列数", "the size of a grid")
    require(width * height, MAX_POSITIONS, size, place)
    made = []
    for row, column in cells:
        tall, wide = spans.size((row, column))
        tall = min(tall, rows.stop - row)
        text = texts[row, column].rstrip()
        spot = _at(place, (row, column))
        made.append(Cell(text, row - rows.start, column - left, tall, wide, spot))
    return Grid(tuple(made), height, width, evolve(place, line=rows.start + 1))
