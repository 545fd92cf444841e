"""Tables of amounts aligned by spaces (按空格对齐的表): ``pdftotext -layout``, what people type.

Columns are told by the rows, which keep to them; the headings are then fitted over the columns.
Two measures of a line are tried, since printers count a Chinese character as one position and
people see it as two: the one by which the columns clash least is the table's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from attrs import frozen

from budgetdisclosure.reading.formats.aligned.columns import Column, columns_of, joined, placed
from budgetdisclosure.reading.formats.aligned.heads import Header, drawn_over, header_of
from budgetdisclosure.reading.formats.aligned.pieces import (
    Measure,
    Piece,
    is_amount,
    pieces_of,
    wide,
)
from budgetdisclosure.reading.formats.aligned.regions import Region, regions_of
from budgetdisclosure.reading.formats.aligned.rows import Cells, Row, cost_of, rows_of
from budgetdisclosure.reading.formats.aligned.sited import Page, sides_of
from budgetdisclosure.reading.formats.aligned.tiling import NEVER
from budgetdisclosure.reading.formats.columns import Placed

__all__ = ["Lines", "Region", "Table", "regions_of", "table_of", "table_of_pieces"]

_COUNTS: Final = re.compile(r"\d{1,2}|\*{1,2}|[甲乙丙丁]|[-—]{1,2}|栏次|行次|[\d=+\-()（）]+")

_NEARLY: Final = 2
_LEVELS: Final = frozenset("类款项目")

Lines = list[tuple[int, tuple[Piece, ...]]]


@frozen
class _Read:
    """The lines of a table by one measure, the columns they print in, and what heads those."""

    heads: Lines
    counts: Lines
    rows: Lines
    columns: list[Column]
    header: Header | None
    told: bool = False
    """Whether the number of the headings tells whose they are."""

    @property
    def faults(self) -> tuple[int, int, int]:
        """What tells against the measure.

        That pieces share a column on a line; that amounts end in many places; that headings stand
        off their columns, and amounts loosely in theirs.
        """
        shared = loose = 0
        widest = dict.fromkeys(range(len(self.columns)), 0)
        for _, row in self.rows:
            for at, held in placed(row, self.columns).items():
                shared += len(held) - 1
                widest[at] = max(widest[at], *(len(piece.text) for piece in held))
        for at, column in enumerate(self.columns):
            if column.amounts:
                loose += column.end - column.start - widest[at]
        ends = {p.end for _, row in self.rows for p in row if is_amount(p.text)}
        return shared, len(ends), loose + (self.header.cost if self.header else NEVER)


@frozen
class Table:
    """The cells of a table row by row with the number of its line, and the lines left out."""

    rows: list[tuple[int, list[Placed]]]
    unread: tuple[int, ...] = ()
    """The lines of headings of which nothing tells what they head."""


def table_of(lines: Sequence[tuple[int, str]], rows_at: int) -> Table | None:
    """The table that numbered lines hold; None where they share no columns.

    Those from ``rows_at`` on, counted from the first, are its rows.

    >>> heads = ["项目       支出", "      合计     基本支出"]
    >>> lines = [*heads, "培训  3.00     1.00", "办公  2.00     2.00"]
    >>> for number, row in table_of(list(enumerate(lines)), 2).rows:
    ...     print(number, [(cell.column, cell.span, cell.text) for cell in row])
    0 [(0, 1, '项目'), (1, 2, '支出')]
    1 [(1, 1, '合计'), (2, 1, '基本支出')]
    2 [(0, 1, '培训'), (1, 1, '3.00'), (2, 1, '1.00')]
    3 [(0, 1, '办公'), (1, 1, '2.00'), (2, 1, '2.00')]
    """
    return _table(_best(lines, rows_at))


def table_of_pieces(lines: Lines, rows_at: int) -> Table | None:
    """The same of lines cut already, whose positions are those of the page."""
    return _table(_read(lines, rows_at, measured=True))


def _table(read: _Read) -> Table | None:
    if len(read.columns) < 2:
        return None
    unread = read.header.unread if read.header else [number for number, _ in read.heads]
    header = read.header or Header(tuple(joined(read.columns)))
    out = _header_rows(header, read.heads[0][0]) if header.cells else []
    counts = ((n, placed(line, header.columns, apart=True)) for n, line in read.counts)
    out = sorted([*out, *((n, _cells(cells)) for n, cells in counts)], key=lambda row: row[0])
    rows = rows_of(_rows(read.rows, header.columns), header.columns)
    out += [(row.line, _cells(row.cells)) for row in rows]
    return Table(out, tuple(sorted(unread)))


def _best(lines: Sequence[tuple[int, str]], rows_at: int) -> _Read:
    """The lines by the measure that suits them."""
    first = _read(_cut(lines, len), rows_at, ahead=True)
    shared, _, off = first.faults
    if not shared and (first.told or not off):
        return first
    return min(first, _read(_cut(lines, wide), rows_at), key=lambda one: one.faults)


def _cut(lines: Sequence[tuple[int, str]], measure: Measure) -> Lines:
    return [(number, pieces_of(text, measure)) for number, text in lines]


def _read(cut: Lines, rows_at: int, *, measured: bool = False, ahead: bool = False) -> _Read:
    rows_at -= _lines_of_name(cut, rows_at)
    above = [line for line in cut[:rows_at] if line[1]]
    counts = [line for line in above if _is_counting(line[1]) or _are_levels(line[1])]
    heads = [line for line in above if line not in counts]
    rows = [line for line in cut[rows_at:] if line[1]]
    columns = columns_of([line for _, line in rows])
    numbers = [piece for _, line in counts for piece in line if not _is_word(piece)]
    if not any(column.amounts for column in columns):
        own = [Column(number.start, number.end, amounts=True) for number in numbers]
        columns = sorted([*columns, *own], key=lambda column: column.start)
    over = drawn_over(heads, numbers, columns) if ahead else None
    heads, columns = over or (heads, columns)
    page = Page(sides_of([row for _, row in rows], columns)) if measured else None
    header = header_of(heads, numbers, columns, page)
    return _Read(heads, counts, rows, columns, header, told=over is not None)


def _lines_of_name(lines: Lines, rows_at: int) -> int:
    """How many lines above the first with amounts are of its texts, which go on below it.

    Where a line counts the columns, all below it are. If nothing else tells, a blank line parts
    them from the headings, and a heading that is too short to go on.
    """
    counts = (n for n in range(rows_at) if _is_counting(lines[rows_at - 1 - n][1]))
    counted = next(counts, None)
    if counted is not None:
        return counted
    columns = columns_of([line for _, line in lines[rows_at:] if line])
    words = [one for one in columns if not one.amounts]
    costs = [cost_of(_rows(lines[rows_at:], columns), columns)]
    while len(costs) <= rows_at:
        number, above = lines[rows_at - len(costs)]
        if number != lines[rows_at][0] - len(costs) or not all(_is_in(p, words) for p in above):
            break
        if not above or _is_counting(above) or _are_levels(above):
            break
        costs.append(cost_of(_rows(lines[rows_at - len(costs) :], columns), columns))
    best = [count for count, cost in enumerate(costs) if cost == min(costs)]
    apart = [
        n
        for n in best
        if n < rows_at and _are_apart(lines[rows_at - n - 1][1], lines[rows_at - n][1])
    ]
    return apart[-1] if apart else best[0]


def _are_apart(above: Sequence[Piece], line: Sequence[Piece]) -> bool:
    """Whether a line is no rest of headings above it: those are as long in their first line."""
    over = [(p, q) for p in above for q in line if p.meets(q.start, q.end)]
    return not above or any(wide(q.text) > wide(p.text) + _NEARLY for p, q in over)


def _rows(lines: Lines, columns: Sequence[Column]) -> list[Row]:
    return [Row(number, placed(line, columns)) for number, line in lines if line]


def _is_in(piece: Piece, columns: Sequence[Column]) -> bool:
    """Whether words stand in columns of words."""
    return not piece.text.isascii() and any(piece.meets(one.start, one.end) for one in columns)


def _is_counting(line: Sequence[Piece]) -> bool:
    """Whether a line only counts the columns: 栏次 1 2 3, with the levels of the code or not."""
    numbers = sum(any(c.isdigit() or c == "*" for c in piece.text) for piece in line)
    return numbers > 0 and all(_COUNTS.fullmatch(p.text) or p.text in _LEVELS for p in line)


def _are_levels(line: Sequence[Piece]) -> bool:
    """Whether a line only prints the marks of a code's levels, below its heading: 类 款 项."""
    marks = "".join(piece.text for piece in line).replace(" ", "")
    return marks.startswith("类款") and all(mark in _LEVELS for mark in marks)


def _is_word(piece: Piece) -> bool:
    return piece.text.endswith("次") or piece.text in _LEVELS


def _header_rows(header: Header, line: int) -> list[tuple[int, list[Placed]]]:
    rows: list[list[Placed]] = [[] for _ in range(header.height)]
    for one in header.cells:
        under = [
            other.depth
            for other in header.cells
            if other.depth > one.depth and one.first <= other.first <= one.last
        ]
        down = (min(under) if under else header.height) - one.depth
        reach = one.piece.start, one.piece.end
        cell = Placed(one.text, one.first, one.last - one.first + 1, reach, down)
        rows[one.depth].append(cell)
    return [(line + at, sorted(row, key=lambda cell: cell.column)) for at, row in enumerate(rows)]


def _cells(cells: Cells) -> list[Placed]:
    found = []
    for column, pieces in sorted(cells.items()):
        text = "  ".join(piece.text for piece in pieces)
        found.append(Placed(text, column, 1, (pieces[0].start, pieces[-1].end)))
    return found
