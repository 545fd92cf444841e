"""Ways to tile a header with cells (表头的划分), and which of them suits its headings best.

A heading stands in the middle of its cell, up and down and across; a cell that heads others stands
over them. Each way costs what its headings stand off, and the cheapest is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import combinations, pairwise
from typing import Final

from attrs import field, frozen

from budgetdisclosure.reading.formats.aligned.columns import Column
from budgetdisclosure.reading.formats.aligned.pieces import Piece

_LINE: Final = 20
"""What it costs a heading to stand a line off the middle of its cell."""
_STEP: Final = 1
"""What it costs a heading to stand a position off its column, or off the middle of its columns."""
_OVER: Final = 4
"""What a cell over others costs, for the fewer the better."""
_SHORT: Final = 5
"""What each character costs that the first line of a heading is too short by."""
_TALL: Final = 2
"""What each line costs that a heading over others leaves blank in its cell."""
BARE: Final = 60
"""What a column of amounts without a heading costs."""
_BLANK: Final = 3
"""What a heading without a column costs."""
_JOINED: Final = 2
"""What it costs to take two columns of texts for one."""
_RIGHT: Final = 8
"""What a heading to the right of its amounts costs: they are set to the right."""
_AGAIN: Final = 10
"""What it costs to take for the rest of a heading what its line prints over other columns too."""
_LISTS: Final = 40
"""What it costs to take for one heading that of a list and one of those that each list has."""
_LEVELS: Final = ("类", "款", "项")
_REACH: Final = 16
"""A heading stands no further than this from its column."""
_FEW: Final = 2
NEVER: Final = 1 << 30


@frozen
class Head:
    """A piece of the header on its line, and the atoms it stands over."""

    line: int
    piece: Piece
    first: int
    last: int


@frozen
class Atom:
    """A stretch of positions: a column's, or that of a heading beside all columns."""

    start: int
    end: int
    column: Column | None = None


@frozen
class Cell:
    """A cell of a tiling: the atoms it covers, its pieces, the cells below it."""

    first: int
    last: int
    heads: tuple[Head, ...]
    below: tuple[Cell, ...] = ()


Tiling = tuple[int, tuple[Cell, ...]]


@frozen(slots=False)
class Tiler:
    """Finds the cheapest tiling of atoms, from a line down."""

    atoms: tuple[Atom, ...]
    heads: tuple[Head, ...]
    numbers: tuple[Head, ...]
    cells: dict[tuple[int, int, int], Tiling] = field(factory=dict, eq=False)
    rows: dict[tuple[int, int, int, bool], Tiling] = field(factory=dict, eq=False)
    barred: Cell | None = None
    """A cell that no tiling may have, to see what the next best has instead."""

    @property
    def reach(self) -> int:
        """The columns under one heading are no further apart than this."""
        return _REACH

    @property
    def tiling(self) -> Tiling:
        """The cheapest tiling of the whole header."""
        return self.row(0, len(self.atoms), self.top)

    @cached_property
    def top(self) -> int:
        """The first line of the header."""
        return min(head.line for head in self.heads)

    @cached_property
    def bottom(self) -> int:
        """The last line of the header."""
        return max(head.line for head in self.heads)

    @cached_property
    def lines(self) -> list[int]:
        """The lines that print a heading."""
        return sorted({head.line for head in self.heads})

    @cached_property
    def twice(self) -> set[int]:
        """The lines that print the same twice: 项目, 预算数, 项目, 预算数 of two lists."""
        texts = {n: [head.piece.text for head in self.heads if head.line == n] for n in self.lines}
        halves = {n: (held[: len(held) // 2], held[len(held) // 2 :]) for n, held in texts.items()}
        return {n for n, (one, two) in halves.items() if one == two and len(one) > 1}

    def held(self, first: int, end: int, top: int) -> list[Head] | None:
        """The pieces in a region; None where one crosses its edge."""
        found = []
        for head in self.heads:
            if head.line < top or head.last < first or head.first >= end:
                continue
            if head.first < first or head.last >= end:
                return None
            found.append(head)
        return found

    def row(self, first: int, end: int, top: int, *, alone: bool = True) -> Tiling:
        """Cells beside one another over all atoms of a region, of which one may be ``alone``."""
        key = first, end, top, alone
        if key not in self.rows:
            best: list[Tiling] = [(0, ())]
            for at in range(first + 1, end + 1):
                ways = (
                    _beside(best[start - first], self.cell(start, at, top))
                    for start in range(first if alone or at < end else first + 1, at)
                    if best[start - first][0] < NEVER
                )
                best.append(min(ways, key=_cost, default=(NEVER, ())))
            self.rows[key] = best[-1]
        return self.rows[key]

    def cell(self, first: int, end: int, top: int) -> Tiling:
        """One cell over a region: a heading alone, or one with others below it."""
        key = first, end, top
        if key not in self.cells:
            cuts = (*(cut for cut in self.lines if cut > top), self.bottom + 1)
            over = (self.over(first, end, top, cut) for cut in cuts)
            ways = (self.single(first, end, top), *over)
            self.cells[key] = min(filter(self._may, ways), key=_cost, default=(NEVER, ()))
        return self.cells[key]

    def _may(self, tiling: Tiling) -> bool:
        """Whether a cell is another than the one barred: of other atoms, or other headings."""
        barred = self.barred
        return barred is None or not any(
            (one.first, one.last, one.heads) == (barred.first, barred.last, barred.heads)
            for one in tiling[1]
        )

    def single(self, first: int, end: int, top: int) -> Tiling:
        """A heading over one column, or a column without one."""
        heads = self.held(first, end, top)
        atoms = self.atoms[first:end]
        columns = [atom for atom in atoms if atom.column]
        if heads is None or not _may_join(columns) or self._counts(first, end) > 1:
            return NEVER, ()
        if any(two.start - one.end > self.reach for one, two in pairwise(atoms)):
            return NEVER, ()
        joined = _JOINED * max(len(columns) - 1, 0)
        if not heads:
            cost = joined + max((_bare(atom.column) for atom in columns if atom.column), default=0)
            return cost, (Cell(first, end - 1, ()),) if columns else ()
        if not _are_stacked(heads):
            return NEVER, ()
        cost = joined + self.alone(heads, first, end, top)
        cost += _AGAIN * any(self._times(head) > _FEW for head in heads[1:])
        cost += _LISTS * any(self._is_over_lists(one, two) for one, two in pairwise(heads))
        cost += min(self._apart(heads, atom) for atom in columns) if columns else _BLANK
        return cost, (Cell(first, end - 1, tuple(heads)),)

    def over(self, first: int, stop: int, top: int, cut: int) -> Tiling:
        """A heading over cells below it."""
        heads = self.held(first, stop, top) if stop - first > 1 else None
        above = [head for head in heads or () if head.line < cut]
        if not above or not _are_stacked(above):
            return NEVER, ()
        cost, cells = self.row(first, stop, cut, alone=False)
        named = [cell for cell in cells if cell.heads or self._prints(cell)]
        if cost >= NEVER or len(named) < 2:
            return NEVER, ()
        if not self._is_among(above, named):
            return NEVER, ()
        if not any(cell.heads for cell in cells):  # the columns of a code's levels, headed as one
            cut = self.bottom + 1
            cost = min(cost, _BLANK * len(named)) if self._are_words(first, stop) else cost
        one = Cell(first, stop - 1, tuple(above), tuple(cells))
        return cost + _OVER + self.above(one, named, top, cut), (one,)

    def alone(self, heads: Sequence[Head], first: int, end: int, top: int) -> int:
        """What speaks against a heading alone in a cell over these atoms, down to the bottom."""
        return self._off(heads, top, self.bottom) + _uneven(heads)

    def above(self, cell: Cell, named: Sequence[Cell], top: int, cut: int) -> int:
        """What speaks against a heading over the cells below it, which begin at a line."""
        lines = len({head.line for head in cell.heads})
        cost = self._off(cell.heads, top, cut - 1) + _uneven(cell.heads)
        cost += _TALL * (cut - top - lines)
        return cost + _STEP * self._off_middle(cell.heads, named)

    def _off_middle(self, heads: Sequence[Head], cells: Sequence[Cell]) -> int:
        """How far a heading stands from the middle of the cells below it."""
        first, last = cells[0], cells[-1]
        start, end = self._edges(first)[0], self._edges(last)[1]
        return abs(start_of(heads) + end_of(heads) - start - end) // 2

    def _edges(self, cell: Cell) -> tuple[int, int]:
        """Where the lowest headings of a cell begin and end, or its columns where it has none."""
        if cell.below:
            return self._edges(cell.below[0])[0], self._edges(cell.below[-1])[1]
        if cell.heads:
            return start_of(cell.heads), end_of(cell.heads)
        return self.atoms[cell.first].start, self.atoms[cell.last].end

    def _is_among(self, heads: Sequence[Head], cells: Sequence[Cell]) -> bool:
        """Whether a heading stands over some of what lies between the ends of its cells."""
        start = min(self.atoms[cells[0].first].start, self._edges(cells[0])[0])
        end = max(self.atoms[cells[-1].last].end, self._edges(cells[-1])[1])
        return any(head.piece.meets(start, end) for head in heads)

    def _are_words(self, first: int, stop: int) -> bool:
        return not any(atom.column and atom.column.amounts for atom in self.atoms[first:stop])

    def _prints(self, cell: Cell) -> bool:
        return any(atom.column for atom in self.atoms[cell.first : cell.last + 1])

    def _counts(self, first: int, end: int) -> int:
        return sum(first <= head.first < end for head in self.numbers)

    def _apart(self, heads: Sequence[Head], atom: Atom) -> int:
        """How far a heading stands from its column.

        One to the right of amounts costs more, for those are set to the right.
        """
        start, end = start_of(heads), end_of(heads)
        far = _STEP * max(atom.start - end, start - atom.end, 0)
        behind = start >= atom.end and atom.column is not None and atom.column.amounts
        return far + (_RIGHT if behind else 0)

    def _times(self, head: Head) -> int:
        """How often a line prints a heading (预算数, 决算数 over each cost)."""
        return sum(
            other.line == head.line and other.piece.text == head.piece.text for other in self.heads
        )

    def _is_over_lists(self, one: Head, two: Head) -> bool:
        """Whether a heading that is no rest of another stands below: 支出 over 项目, 预算数."""
        return two.piece.text in _LEVELS or (two.line in self.twice and self._times(one) == 1)

    def _off(self, heads: Sequence[Head], top: int, bottom: int) -> int:
        """How far the middle of the lines is from the middle of the cell."""
        lines = [head.line for head in heads]
        return _LINE * abs(min(lines) + max(lines) - top - bottom) // 2


def _beside(one: Tiling, two: Tiling) -> Tiling:
    return one[0] + two[0], one[1] + two[1]


def _cost(tiling: Tiling) -> int:
    return tiling[0]


def _are_stacked(heads: Sequence[Head]) -> bool:
    """Whether pieces can be the lines of one heading: one below the other, none beside."""
    held = sorted(heads, key=lambda head: head.line)
    return all(
        one.line < two.line and two.piece.meets(one.piece.start, one.piece.end)
        for one, two in pairwise(held)
    )


def _uneven(heads: Sequence[Head]) -> int:
    """How unlike the lines of one heading pieces are.

    Those follow evenly and near, and the first is as long as any: it fills its cell.
    """
    held = sorted(heads, key=lambda head: head.line)
    steps = [two.line - one.line for one, two in pairwise(held)]
    if not steps:
        return 0
    longest = max(len(head.piece.text) for head in held)
    short = max(longest - len(held[0].piece.text) - 2, 0)
    uneven, far = max(max(steps) - min(steps) - 1, 0), max(min(steps) - 2, 0)
    return _LINE * (4 * uneven + far) // 2 + _SHORT * short


def _bare(column: Column) -> int:
    """What it costs to leave a column without a heading: little where it prints little."""
    return BARE if column.amounts else BARE // 3 if len(column.rows) > 2 else _BLANK


def _may_join(atoms: Sequence[Atom]) -> bool:
    """Whether the columns among atoms may be one."""
    columns = [atom.column for atom in atoms if atom.column]
    return all(one.may_join(two) for one, two in combinations(columns, 2))


def start_of(heads: Sequence[Head]) -> int:
    """Where the first of some pieces begins."""
    return min(head.piece.start for head in heads)


def end_of(heads: Sequence[Head]) -> int:
    """Where the last of some pieces ends."""
    return max(head.piece.end for head in heads)
