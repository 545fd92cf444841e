"""Ruled tables (有线表格): rules snapped and joined, crossing ones grouped, cells between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from attrs import frozen

from budgetdisclosure.reading.document import Box
from budgetdisclosure.reading.formats.pdf.runs import Run
from budgetdisclosure.reading.formats.pdf.strokes import Stroke

SNAP = 200
"""Rules no further apart than this (two points) stand on one line."""
JOIN = 300
"""Rules on one line with no wider a gap than this are one; ends this near a rule touch it."""

_FRAME = 500
"""A strip at a table's edge no wider than this (five points) and empty is a double line."""
_MOST_RULES = 4_000
_MOST_POSITIONS = 250_000


class Rule(NamedTuple):
    """A straight line along one axis: where it stands on the other, where it starts and ends."""

    at: int
    start: int
    end: int


class Region(NamedTuple):
    """A cell's place in a lattice."""

    row: int
    column: int
    row_span: int
    column_span: int

    def covers(self, row: int, column: int) -> bool:
        """Whether a position lies in it."""
        down, across = row - self.row, column - self.column
        return 0 <= down < self.row_span and 0 <= across < self.column_span


@frozen
class Lattice:
    """One ruled table: the positions of its rules and the cells they leave."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    regions: tuple[Region, ...]
    owner: tuple[tuple[int, ...], ...]
    """Row by row and column by column, the number of the region that covers the position."""

    @property
    def box(self) -> Box:
        """The table's outline."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def region_at(self, x: int, y: int) -> int | None:
        """The number of the region that covers a point, if one does."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        held = enumerate(self.regions)
        return next((number for number, region in held if region.covers(row, column)), None)


def lattices(
    across: Iterable[Stroke], down: Iterable[Stroke], runs: Sequence[Run]
) -> tuple[list[Lattice], list[Rule], list[Rule]]:
    """The ruled tables of a page from the top, and the lying and standing rules that cross none.

    A lone frame of one cell is no table. ``runs`` tell whether a side without a rule is open or no
    part of the table.
    """
    lying, standing = joined(across), joined(down)
    if len(lying) + len(standing) > _MOST_RULES:
        return [], [], []  # a drawing, a map or a chart
    groups = list(_groups(lying, standing))
    found = [_lattice(rows, columns, runs) for rows, columns in groups if rows and columns]
    tables = [table for table in found if table and len(table.regions) > 1]
    alone = [rule for rows, columns in groups if not columns for rule in rows]
    upright = [rule for rows, columns in groups if not rows for rule in columns]
    return sorted(tables, key=lambda table: (table.ys[0], table.xs[0])), alone, upright


def closed(standing: Sequence[Rule]) -> list[Stroke]:
    """The lying strokes that close what standing rules of one length divide, three and more.

    Of a table that rules its columns alone, a page may show a part without head and foot.
    """
    strokes = []
    for _, held in groupby(sorted(standing, key=_ends), key=_ends):
        rules = list(held)
        if len(rules) > 2:
            first, last = min(rule.at for rule in rules), max(rule.at for rule in rules)
            ends = min(rule.start for rule in rules), max(rule.end for rule in rules)
            strokes += [(y / 100, first / 100, last / 100) for y in ends]
    return strokes


def _ends(rule: Rule) -> tuple[int, int]:
    return rule.start // JOIN, rule.end // JOIN


def joined(strokes: Iterable[Stroke]) -> list[Rule]:
    """Strokes that stand nearly on one line put on it, and those that touch made one rule."""
    rules: list[Rule] = []
    for line in _lines(sorted(strokes)):
        at = int((line[0][0] + line[-1][0]) * 50)
        pieces = sorted([(start, end) for _, start, end in line])
        first, last = pieces[0]
        for start, end in pieces:
            if start > last + JOIN / 100:
                rules.append(Rule(at, int(first * 100), int(last * 100)))
                first = start
            last = max(last, end)
        rules.append(Rule(at, int(first * 100), int(last * 100)))
    return rules


def _lines(strokes: Sequence[Stroke]) -> Iterable[list[Stroke]]:
    line: list[Stroke] = []
    for stroke in strokes:
        if line and stroke[0] - line[0][0] > SNAP / 100:
            yield line
            line = []
        line.append(stroke)
    if line:
        yield line


def _groups(
    lying: Sequence[Rule], standing: Sequence[Rule]
) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """The sets of rules that cross or touch one another."""
    root = list(range(len(lying) + len(standing)))

    def find(item: int) -> int:
        while root[item] != item:
            root[item] = root[root[item]]
            item = root[item]
        return item

    positions = [rule.at for rule in standing]
    for number, (at, start, end) in enumerate(lying):
        first, last = bisect_left(positions, start - JOIN), bisect_right(positions, end + JOIN)
        here = find(number)
        for other in range(first, last):
            if not standing[other].start - JOIN <= at <= standing[other].end + JOIN:
                continue
            one = len(lying) + other
            if root[one] == one:
                root[one] = here
            elif root[one] != here:
                root[here] = here = find(one)
    keyed = sorted(range(len(root)), key=find)
    for _, members in groupby(keyed, key=find):
        held = list(members)
        rows = [lying[i] for i in held if i < len(lying)]
        columns = [standing[i - len(lying)] for i in held if i >= len(lying)]
        yield rows, columns


def _lattice(
    lying: Sequence[Rule], standing: Sequence[Rule], runs: Sequence[Run]
) -> Lattice | None:
    first, last = _extent(lying, standing)
    top, bottom = _extent(standing, lying)

    def between(left: int, high: int, right: int, low: int) -> bool:
        """Whether text stands in a part of the table."""
        return any(
            2 * left < run.left + run.right < 2 * right
            and 2 * high < run.top + run.bottom < 2 * low
            for run in runs
        )

    xs = _sides(standing, (first, last), bottom - top, lambda a, b: between(a, top, b, bottom))
    ys = _sides(lying, (top, bottom), last - first, lambda a, b: between(first, a, last, b))
    height, width = len(ys) - 1, len(xs) - 1
    if height < 1 or width < 1 or height * width > _MOST_POSITIONS:
        return None
    below = _walls(lying, ys, xs)
    beside = _walls(standing, xs, ys)
    regions, owner = _regions(height, width, below, beside)
    return Lattice(tuple(xs), tuple(ys), tuple(regions), tuple(map(tuple, owner)))


def _extent(lying: Sequence[Rule], standing: Sequence[Rule]) -> tuple[int, int]:
    """How far a table reaches along the first rules: to their ends, or to the last crossing one."""
    low, high = min(rule.at for rule in standing), max(rule.at for rule in standing)
    first, last = min(rule.start for rule in lying), max(rule.end for rule in lying)
    return first if first + JOIN < low else low, last if last - JOIN > high else high


def _sides(
    rules: Sequence[Rule],
    extent: tuple[int, int],
    length: int,
    between: Callable[[int, int], bool],
) -> list[int]:
    """Where rules stand across a table, its open sides too.

    A strip at the edge belongs to the table when the edge is drawn for half its length, or when
    text stands in it.
    """
    drawn = Counter[int]()
    for rule in rules:
        drawn[rule.at] += rule.end - rule.start
    places = sorted({*drawn, *extent})
    while len(places) > 2 and places[1] - places[0] <= _FRAME and not between(*places[:2]):
        del places[0]  # the outer line of a double frame
    while len(places) > 2 and places[-1] - places[-2] <= _FRAME and not between(*places[-2:]):
        del places[-1]
    while len(places) > 2 and 2 * drawn[places[0]] < length and not between(*places[:2]):
        del places[0]
    while len(places) > 2 and 2 * drawn[places[-1]] < length and not between(*places[-2:]):
        del places[-1]
    return places


def _walls(rules: Sequence[Rule], places: Sequence[int], steps: Sequence[int]) -> list[bytearray]:
    """For each place, which of the steps between crossing rules are drawn there."""
    index = {at: number for number, at in enumerate(places)}
    walls = [bytearray(len(steps)) for _ in places]
    for at, start, end in rules:
        if at not in index:
            continue
        drawn = walls[index[at]]
        for step in range(_nearest(steps, start), _nearest(steps, end)):
            drawn[step] = 1
    return walls


def _nearest(places: Sequence[int], point: int) -> int:
    number = bisect_left(places, point)
    if number == len(places):
        return number - 1
    if number and point - places[number - 1] < places[number] - point:
        return number - 1
    return number


def _regions(
    height: int, width: int, below: Sequence[bytearray], beside: Sequence[bytearray]
) -> tuple[list[Region], list[list[int]]]:
    """Rectangles between walls: each grows right, then down, as far as nothing divides it."""
    owner = [[-1] * width for _ in range(height)]
    regions: list[Region] = []
    for row in range(height):
        for column in range(width):
            if owner[row][column] >= 0:
                continue
            right = column + 1
            while right < width and not beside[right][row] and owner[row][right] < 0:
                right += 1
            bottom = row + 1
            while bottom < height and not below[bottom][column]:
                if not _open(bottom, column, right, below, beside, owner):
                    break
                bottom += 1
            for line in owner[row:bottom]:
                line[column:right] = [len(regions)] * (right - column)
            regions.append(Region(row, column, bottom - row, right - column))
    return regions, owner


def _open(
    row: int,
    left: int,
    right: int,
    below: Sequence[bytearray],
    beside: Sequence[bytearray],
    owner: Sequence[Sequence[int]],
) -> bool:
    """Whether a rectangle may grow into ``row``: no rule above it, none inside, nothing there."""
    if any(below[row][left:right]) or max(owner[row][left:right]) >= 0:
        return False
    return not any(beside[column][row] for column in range(left + 1, right))
