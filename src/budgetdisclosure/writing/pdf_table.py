"""Ruled tables on printed pages: fitted columns, whole rows, headings repeated (表格印制)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from attrs import frozen

from budgetdisclosure.writing.pdf_press import Press
from budgetdisclosure.writing.pdf_type import Face
from budgetdisclosure.writing.plan import Plan, Spot

_SIZE, _SMALLEST = 9, 4
_DENSE = 7
"""The least size to which a table is set smaller so that it stands on one page."""
_PAD = 3
_TIGHT = 1
"""The least space over and under a cell's text in a table that so stands on one page."""
_ROOMY = 8
"""The most free space in a row of a table that does not fill its page."""


@frozen
class Setting:
    """A table set in type: the widths of its columns, the lines of its cells, its rows' heights."""

    plan: Plan
    size: int
    widths: tuple[int, ...]
    lines: Mapping[Spot, tuple[str, ...]]
    heights: tuple[int, ...]

    @property
    def head(self) -> int:
        """The height of its heading rows."""
        return sum(self.heights[: self.plan.headings])

    def width(self, spot: Spot) -> int:
        """How wide a cell is."""
        return sum(self.widths[spot.column : spot.column + spot.columns])

    def left(self, spot: Spot) -> int:
        """Where a cell begins."""
        return sum(self.widths[: spot.column])


def setting(plan: Plan, face: Face, width: int, height: int) -> Setting:
    """The table set as large as its numbers and its page allow."""
    widths = _widths(plan, width)
    tried: Setting | None = None
    for size in range(_largest(plan, face, widths), _SMALLEST - 1, -1):
        one = _set(plan, face, widths, size)
        if sum(one.heights) <= height:
            return _roomy(one, height)
        close = _set(plan, face, widths, size, _TIGHT)
        if size >= _DENSE and sum(close.heights) <= height:
            return _roomy(close, height)
        tall = max(one.heights) > height - one.head
        if tried is None or tall:
            tried = one
        if size <= _DENSE and not tall:
            break
    assert tried is not None
    return tried


def _widths(plan: Plan, width: int) -> tuple[int, ...]:
    shares = plan.fitted()
    edges = [width * sum(shares[:at]) // sum(shares) for at in range(len(shares) + 1)]
    return tuple(right - left for left, right in pairwise(edges))


def _largest(plan: Plan, face: Face, widths: Sequence[int]) -> int:
    """The usual size, or the one at which every number stands on one line."""
    numbers = [s for s in plan.spots if s.columns == 1 and s.text.isascii() and s.text]
    for size in range(_SIZE, _SMALLEST, -1):
        if all(face.width(one.text, size) + 2 * _PAD <= widths[one.column] for one in numbers):
            return size
    return _SMALLEST


def _set(plan: Plan, face: Face, widths: tuple[int, ...], size: int, pad: int = _PAD) -> Setting:
    lines = {
        spot: face.lines(
            spot.text, size, sum(widths[spot.column : spot.column + spot.columns]) - 2 * _PAD
        )
        for spot in plan.spots
    }
    return Setting(plan, size, widths, lines, _heights(plan, size, lines, pad))


def _heights(
    plan: Plan, size: int, lines: Mapping[Spot, tuple[str, ...]], pad: int
) -> tuple[int, ...]:
    """Every row as tall as its cells need; what a cell over several needs goes to the last one."""
    heights = [_line(size) + 2 * pad] * plan.height
    for spot in sorted(plan.spots, key=lambda spot: spot.rows):
        rows = range(spot.row, spot.row + spot.rows)
        needed = len(lines[spot]) * _line(size) + 2 * pad - sum(heights[row] for row in rows)
        heights[rows[-1]] += max(0, needed)
    return tuple(heights)


def _line(size: int) -> int:
    return size * 5 // 4


def _roomy(one: Setting, height: int) -> Setting:
    """The rows further apart, as far as the page has room."""
    more = min((height - sum(one.heights)) // max(one.plan.height, 1), _ROOMY)
    heights = tuple(row + more for row in one.heights)
    return Setting(one.plan, one.size, one.widths, one.lines, heights)


def print_table(press: Press, one: Setting) -> None:
    """The table from where the page is filled on, over as many pages as it takes."""
    starting = {
        at: [spot for spot, below in row if not below] for at, row in enumerate(one.plan.rows())
    }
    head = range(one.plan.headings)
    for at, rows in enumerate(_pages(one, press.room, press.paper.height)):
        if at:
            press.turn(press.paper)
            _band(press, one, head, starting, ())
        above = (spot for row in range(rows.start) for spot in starting[row])
        reaching = [spot for spot in above if spot.row + spot.rows > rows.start]
        _band(press, one, rows, starting, reaching)


def _pages(one: Setting, room: int, height: int) -> Iterator[range]:
    """The rows of each page; rows that cells tie together stay so where a page holds them."""
    first, used = 0, 0
    ties = {row for s in one.plan.spots for row in range(s.row + 1, s.row + s.rows)}
    for row in range(one.plan.height):
        if used and used + one.heights[row] > room and row > one.plan.headings:
            cut = next((r for r in range(row, first, -1) if r not in ties), first)
            if 2 * sum(one.heights[first:cut]) < used or cut <= one.plan.headings:
                cut = row
            yield range(first, cut)
            first, room = cut, height - one.head
            used = sum(one.heights[cut:row])
        used += one.heights[row]
    yield range(first, one.plan.height)


def _band(
    press: Press,
    one: Setting,
    rows: range,
    starting: Mapping[int, Sequence[Spot]],
    reaching: Sequence[Spot],
) -> None:
    """Rows that stand on one page, with the rest of cells that reach in from the page before."""
    top = press.down
    edges = [top]
    for row in rows:
        edges.append(edges[-1] + one.heights[row])
    for spot in reaching:
        _cell(press, one, spot, top, edges[min(spot.row + spot.rows, rows.stop) - rows.start], ())
    for row in rows:
        for spot in starting.get(row, ()):
            below = edges[min(row + spot.rows, rows.stop) - rows.start]
            _cell(press, one, spot, edges[row - rows.start], below, one.lines.get(spot, ()))
    press.down = edges[-1]


def _cell(
    press: Press, one: Setting, spot: Spot, top: int, bottom: int, lines: Sequence[str]
) -> None:
    """A cell with its text in the middle of its height."""
    left, width = one.left(spot), one.width(spot)
    press.box(left, top, width, bottom - top)
    across = {"left": left + _PAD, "center": left + width // 2, "right": left + width - _PAD}
    base = top + max(_TIGHT, (bottom - top - len(lines) * _line(one.size)) // 2) + one.size
    for at, line in enumerate(lines):
        place = across[spot.align], base + at * _line(one.size)
        press.put(line, one.size, place, spot.align, heavy=spot.bold)
