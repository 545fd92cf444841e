"""Cells told by their grounds (底色单元格): surfaces of a colour side by side, each a cell's own.

What colours cells one by one draws their edges, ruled or not. In tables that colour every other
row the columns run on through the rows between, where no text stands in the way.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median_low

from budgetdisclosure.reading.document import Box
from budgetdisclosure.reading.formats.pdf.columns import is_number
from budgetdisclosure.reading.formats.pdf.lattice import JOIN, Lattice, joined
from budgetdisclosure.reading.formats.pdf.runs import Run, is_crossed
from budgetdisclosure.reading.formats.pdf.strokes import Stroke

_MOST = 20_000
_LEAST = 4
"""Fewer surfaces side by side are words made to stand out."""
_NARROW = 300
"""A cell is wider and higher than three points."""
_SLACK = 100

Strokes = tuple[list[Stroke], list[Stroke]]
"""Lying and standing strokes."""


def cells_of(grounds: Sequence[Box], tables: Sequence[Lattice], runs: Sequence[Run]) -> list[Box]:
    """The grounds that stand side by side outside all tables, and hold what is written on them."""
    if not _LEAST <= len(grounds) <= _MOST:
        return []
    boxes = [table.box for table in tables]
    loose = [
        ground
        for ground in dict.fromkeys(grounds)
        if ground.right - ground.left > _NARROW < ground.bottom - ground.top
        and not any(_is_within(ground, box) for box in boxes)
    ]
    loose.sort(key=lambda box: box.left)
    lefts = [box.left for box in loose]
    beside: set[Box] = set()
    for box in loose:
        first = bisect_left(lefts, box.right - JOIN)
        for other in loose[first : bisect_right(lefts, box.right + JOIN)]:
            if _are_level(box, other):
                beside |= {box, other}
    cells = [box for box in loose if box in beside]
    return cells if len(cells) >= _LEAST and _hold(cells, runs) else []


def _hold(cells: Sequence[Box], runs: Sequence[Run]) -> bool:
    """Whether most of what is written on cells stays within: over the strips of a shade it runs."""
    within = out = 0
    for run in runs:
        x, y = (run.left + run.right) // 2, (run.top + run.bottom) // 2
        for cell in cells:
            if cell.left < x < cell.right and cell.top < y < cell.bottom:
                within += 1
                out += run.left < cell.left - _SLACK or run.right > cell.right + _SLACK
                break
    return 4 * out <= within


def _is_within(ground: Box, table: Box) -> bool:
    down = (ground.top + ground.bottom) // 2
    return table.left < ground.middle < table.right and table.top < down < table.bottom


def _are_level(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return 2 * shared > min(one.bottom - one.top, other.bottom - other.top)


def edges_of_cells(cells: Sequence[Box], runs: Sequence[Run]) -> Strokes:
    """The edges of cells as strokes, those of the columns carried through the rows between."""
    across = [_lying(y, box.left, box.right) for box in cells for y in (box.top, box.bottom)]
    down = [_standing(x, box.top, box.bottom) for box in cells for x in (box.left, box.right)]
    usual = median_low(box.bottom - box.top for box in cells)
    carried = list(_carried(down, runs, 9 * usual // 4))
    return across, [*down, *carried]


def _lying(y: int, left: int, right: int) -> Stroke:
    return y / 100, left / 100, right / 100


def _standing(x: int, top: int, bottom: int) -> Stroke:
    return x / 100, top / 100, bottom / 100


def _carried(down: Sequence[Stroke], runs: Sequence[Run], most: int) -> Iterator[Stroke]:
    """What joins the strokes of a column's side where no text stands in the way.

    A row between has numbers; a title or a note that crosses one of the sides parts two tables.
    """
    rules = joined(down)
    places = sorted({rule.at for rule in rules})
    for x, held in groupby(rules, key=lambda rule: rule.at):
        for above, below in pairwise(held):
            top, bottom = above.end, below.start
            if bottom - top > most or _is_crossed(x, top, bottom, runs):
                continue
            within = [run for run in runs if 2 * top < run.top + run.bottom < 2 * bottom]
            if any(is_number(run.text) for run in within) or not any(
                is_crossed(run, places) for run in within
            ):
                yield _standing(x, top, bottom)


def _is_crossed(x: int, top: int, bottom: int, runs: Sequence[Run]) -> bool:
    """Whether text stands across a line."""
    return any(
        run.left + _SLACK < x < run.right - _SLACK and 2 * top < run.top + run.bottom < 2 * bottom
        for run in runs
    )


def run_on(table: Lattice, cells: Sequence[Box], runs: Sequence[Run]) -> Strokes:
    """The edges of rows without a ground above and below a table of cells, kept to its columns."""
    box, across, down = table.box, list[Stroke](), list[Stroke]()
    if not any(_is_within(cell, box) for cell in cells):
        return across, down
    for row in (_row_below(box, runs), _row_above(box, runs)):
        crossed = any(_is_crossed(x, -1 << 30, 1 << 30, row) for x in table.xs[1:-1])
        if len(row) < 2 or crossed or not any(is_number(run.text) for run in row):
            continue
        top, bottom = min(run.top for run in row), max(run.bottom for run in row)
        top, bottom = (box.bottom, bottom) if bottom > box.bottom else (top, box.top)
        across += [_lying(y, box.left, box.right) for y in (top, bottom)]
        down += [_standing(x, top, bottom) for x in table.xs]
    return across, down


def _row_below(table: Box, runs: Sequence[Run]) -> list[Run]:
    """The lines that follow closely on the foot of a table."""
    found: list[Run] = []
    edge = table.bottom
    for run in sorted(runs, key=lambda run: run.top):
        middle = (run.top + run.bottom) // 2
        if middle < table.bottom or not table.left <= (run.left + run.right) // 2 <= table.right:
            continue
        if 2 * (run.top - edge) > (3 if not found else 1) * run.em:
            break
        found.append(run)
        edge = max(edge, run.bottom)
    return found


def _row_above(table: Box, runs: Sequence[Run]) -> list[Run]:
    """The lines that stand closely on the head of a table."""
    found: list[Run] = []
    edge = table.top
    for run in sorted(runs, key=lambda run: -run.bottom):
        middle = (run.top + run.bottom) // 2
        if middle > table.top or not table.left <= (run.left + run.right) // 2 <= table.right:
            continue
        if 2 * (edge - run.bottom) > (3 if not found else 1) * run.em:
            break
        found.append(run)
        edge = min(edge, run.top)
    return found
