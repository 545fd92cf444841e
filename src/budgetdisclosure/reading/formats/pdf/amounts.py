"""Tables of amounts without rules (无线金额表), read as text aligned by spaces is read.

The lines of a page become lines of pieces at positions of half a character; which lines are a
table, what its columns are and which heading stands over which is told as in ``formats.aligned``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from statistics import median_low

from attrs import evolve, frozen

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Box, Cell, Grid
from budgetdisclosure.reading.formats.aligned import Table, table_of_pieces
from budgetdisclosure.reading.formats.aligned.pieces import Piece, is_amount
from budgetdisclosure.reading.formats.aligned.regions import is_page_number, regions_among
from budgetdisclosure.reading.formats.columns import Placed
from budgetdisclosure.reading.formats.pdf.columns import Row, is_number
from budgetdisclosure.reading.formats.pdf.indent import Start, indents, may_start
from budgetdisclosure.reading.formats.pdf.lines import line_of
from budgetdisclosure.reading.formats.pdf.runs import Run

_FAR = 5
"""As many blank lines part two tables."""

_NEAR = 2
"""A row without a wide gap is one of a table's if one so near has one."""

Cut = Callable[[Run], Sequence[Run]]
Lines = list[tuple[Piece, ...]]


@frozen
class _Page:
    """Rows of a page as lines of pieces; a blank line stands where rows are apart."""

    lines: Lines
    rows: dict[int, Row]
    """The row that each line is, by its number."""
    half: int
    """A position, in hundredths of a point."""


def tables_of_amounts(
    rows: Sequence[Row], rules: Sequence[int], cut: Cut, place: Place
) -> tuple[list[Grid], list[Row]]:
    """The tables among rows that follow one another on a page, and the rows in none.

    No cell of a table goes on below one of the ``rules``; ``cut`` parts what two cells wrote.
    """
    several = (row for row in rows if len(row.pieces) > 1)
    if not any(_has_amount(run.text) for row in several for run in row.runs):
        return [], list(rows)
    page = _page(rows, rules, cut)
    grids: list[Grid] = []
    taken: set[int] = set()
    for region in regions_among(page.lines):
        held = [(n, page.lines[n]) for n in range(region.start, region.end)]
        if not any(p.is_amount and p.text[-1] != "%" for _, line in held for p in line):
            continue  # the labels of a chart
        table = table_of_pieces(held, region.rows - region.start)
        if table is not None:
            grids.append(_grid(table, page, place))
            taken |= {number for number, _ in held} - set(table.unread)
    return grids, [row for number, row in page.rows.items() if number not in taken]


def _has_amount(text: str) -> bool:
    """Whether a text is an amount, or several that nearly touch."""
    return text[-1:].isdigit() and ("." in text or "," in text)


def _page(rows: Sequence[Row], rules: Sequence[int], cut: Cut) -> _Page:
    half = max(median_low(row.em for row in rows) // 2, 1)
    gaps = sorted(below.top - above.bottom for above, below in pairwise(rows))
    usual = max(gaps[3 * len(gaps) // 4], 0) if gaps else 0
    lines: Lines = []
    held: dict[int, Row] = {}
    last: Row | None = None
    for at, row in enumerate(rows):
        if last is not None:
            far = 5 * (row.top - last.bottom - usual) > 6 * row.em
            lines += [()] * (_FAR if far else _is_apart(last, row, rules))
        held[len(lines)] = row
        lines.append(tuple(_pieces(row, half, cut if _may_be_cut(rows, at) else None)))
        last = row
    return _Page(lines, held, half)


def _is_apart(above: Row, below: Row, rules: Sequence[int]) -> bool:
    """Whether two lines are of two rows: far from each other, or with a rule between."""
    if 10 * (below.top - above.bottom) > 7 * min(above.em, below.em):
        return True
    high, low = (above.top + above.bottom) // 2, (below.top + below.bottom) // 2
    return any(high < rule < low for rule in rules)


def _pieces(row: Row, half: int, cut: Cut | None) -> Iterator[Piece]:
    """The pieces of a row: cut at gaps, the narrower ones between words and beside amounts."""
    parts = _parts([part for run in row.runs for part in cut(run)]) if cut else [row.runs]
    for part in parts:
        words = [_piece(held, half) for held in _words(part)]
        yield evolve(_piece(part, half), words=tuple(words) if len(words) > 1 else ())


def _piece(runs: Sequence[Run], half: int) -> Piece:
    line = line_of(runs)
    start, end = round(line.left / half), round(line.right / half)
    level = 5 * (line.top + line.bottom) // half
    return Piece(line.text.strip(), start, max(end, start + 1), level=level)


def _words(part: Sequence[Run]) -> list[list[Run]]:
    """The words of a piece, which nearly touch: there may be two headings of narrow columns."""
    words = [[part[0]]]
    for before, run in pairwise(part):
        apart = 8 * (run.left - before.right) > max(before.em, run.em)
        if apart and max(len(before.text), len(run.text)) > 1:
            words.append([])
        words[-1].append(run)
    return words


def _may_be_cut(rows: Sequence[Row], at: int) -> bool:
    """Whether a row has one wide gap, or stands near such and is no sentence or page number."""
    if len(rows[at].pieces) > 1:
        return True
    line = rows[at].line.text
    if is_page_number(line) or any(mark in line for mark in "，。；："):
        return False
    return any(len(row.pieces) > 1 for row in rows[max(at - _NEAR, 0) : at + _NEAR + 1])


def _parts(runs: Sequence[Run]) -> Iterator[Sequence[Run]]:
    part = [runs[0]]
    for before, run in pairwise(runs):
        gap, em = run.left - before.right, max(before.em, run.em)
        amounts = _is_amount(before.text) + _is_amount(run.text)
        words = min(len(before.text), len(run.text)) > 1
        if gap > em or (words and 2 * gap > em) or (amounts and 6 * gap > em) or amounts > 1:
            yield part
            part = []
        part.append(run)
    yield part


def _is_amount(text: str) -> bool:
    """Whether a text is an amount, or a dash for none."""
    return is_amount(text) or (text[0] in "-—–" and is_number(text))


def _grid(table: Table, page: _Page, place: Place) -> Grid:
    width = max(one.column + one.span for _, row in table.rows for one in row)
    depth = dict(indents(list(_starts(table, page))))
    cells = []
    taken: set[tuple[int, int]] = set()
    edges = _edges(table, page)
    for at, (number, row) in enumerate(table.rows):
        line = page.rows.get(number) or page.rows[min(page.rows, key=lambda n: abs(n - number))]
        for one in row:
            down = min(one.down, len(table.rows) - at)
            if (at, one.column) in taken:
                continue
            taken |= {(at + r, one.column + c) for r in range(down) for c in range(one.span)}
            text = "\u3000" * depth.get(at * width + one.column, 0) + one.text
            box = _box(one, line, edges, page.half)
            cells.append(Cell(text, at, one.column, down, one.span, place, box))
    boxes = [cell.box for cell in cells if cell.box]
    around = Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
    return Grid(tuple(cells), len(table.rows), width, place, around, ruled=False)


def _edges(table: Table, page: _Page) -> dict[int, tuple[int, int]]:
    """Where each column's texts begin and end."""
    found: dict[int, tuple[int, int]] = {}
    for one in (one for _, row in table.rows for one in row if one.reach and one.span == 1):
        start, end = (place * page.half for place in one.reach or ())
        left, right = found.get(one.column, (start, end))
        found[one.column] = min(left, start), max(right, end)
    return found


def _box(one: Placed, row: Row, edges: dict[int, tuple[int, int]], half: int) -> Box:
    """As wide as the columns of a cell, as high as the line its amounts stand on."""
    start, end = (place * half for place in one.reach or (0, 1))
    left = min(edges.get(one.column, (start, end))[0], start)
    right = max(edges.get(one.column + one.span - 1, (start, end))[1], end)
    return Box(left, row.top, right, row.bottom)


def _starts(table: Table, page: _Page) -> Iterator[Start]:
    """Where the words of each column start that are set to the left of it, below the headings."""
    width = max(one.column + one.span for _, row in table.rows for one in row)
    amounts = (at for at, (_, row) in enumerate(table.rows) if any(is_amount(c.text) for c in row))
    first = next(amounts, 0)
    for column in range(width):
        held = [
            (at * width + column, one.reach)
            for at, (_, row) in enumerate(table.rows)
            for one in row
            if at >= first and one.column == column and one.span == 1 and one.reach
            if may_start(one.text[:1]) and not is_number(one.text)
        ]
        if not held:
            continue
        lefts = [start for _, (start, _) in held]
        middles = [start + end for _, (start, end) in held]
        if len(set(lefts)) <= len(set(middles)):
            least = min(lefts)
            for number, (start, _) in held:
                yield Start(number, column, (start - least) * page.half, 2 * page.half)
