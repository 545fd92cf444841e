"""Ways to tile a header printed on a page (版面上的表头划分): positions are measured, not counted.

On a page a heading stands in its cell as exactly as its printer set it: in the middle of it or at
one side, and the cells abut. So where the edge between two cells may be is known from what is
printed on either side, and nearly exactly where amounts are set to the right of theirs. A heading
that stands elsewhere than its cell would have it is not that cell's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property
from itertools import combinations, pairwise
from typing import Final

from attrs import field, frozen

from budgetdisclosure.reading.formats.aligned.columns import Column
from budgetdisclosure.reading.formats.aligned.pieces import Piece
from budgetdisclosure.reading.formats.aligned.tiling import (
    NEVER,
    Atom,
    Cell,
    Head,
    Tiler,
    Tiling,
    end_of,
    start_of,
)

_EDGE: Final = 3
"""Amounts set to a side end no further than so many positions from the edge of their cell."""
_OUTER: Final = 8
"""The outer edges of a table are no further than this from what is printed."""
_NEARLY: Final = 2
"""Twice as far as rounding to positions may put a text off its place."""
_ACROSS: Final = 3
"""What it costs to stand half a position off one's place across."""
_DOWN: Final = 1
"""What it costs to stand a tenth of a position off one's place up and down."""
_LEVEL: Final = 4
"""A text stands no further off its place up and down than so many tenths of a position."""
_UNLIKE: Final = 20
"""The rows of a header are so unlike in height at most, in tenths of a position by its middle."""
_LINES: Final = (20, 32)
"""The lines of one heading stand so far from one another, in tenths of a position."""
_APART: Final = 12
"""What it costs to take for lines of one heading those a position further apart."""
_LOOSE: Final = 1
"""What each position costs that a line of a heading leaves blank though it is gone on with."""
_FILLS: Final = 4
"""Where no more than so many positions are blank, a line is full."""
_SHORT: Final = 5
"""What each character costs that the first line of a heading is too short by."""
_SETTLED: Final = 6
"""A tiling that costs no more than so much more than the cheapest might be the printer's."""
_FITS: Final = 120
"""Headings of several levels that stand off their places by more in all fit no tiling."""
_REACH: Final = 80
"""The columns under one heading are no further apart than this."""


class Side(Enum):
    """Where texts are set in their cells."""

    FIRST = "first"
    """At the left, or at the top."""
    MIDDLE = "middle"
    LAST = "last"


_SIDES: Final = (Side.MIDDLE, Side.FIRST, Side.LAST)


def sides_of(
    rows: Sequence[Sequence[Piece]], columns: Sequence[Column]
) -> dict[Column, Side | None]:
    """Where each column's texts are set: where those of unlike lengths keep to one place.

    Amounts of columns of which nothing tells are set as the others are; dashes alone tell nothing.
    """
    printed = {p for row in rows for p in row if p.is_amount}
    told = [c for c in columns if not c.amounts or any(p.meets(c.start, c.end) for p in printed)]
    spreads = {column: _spreads(rows, column) for column in told}
    amounts = [spreads[column] for column in told if column.amounts]
    usual = _least({side: sum(one[side] for one in amounts) for side in _SIDES})
    sides = {column: _least(spread) for column, spread in spreads.items()}
    return {one: side or (usual if one.amounts else None) for one, side in sides.items()}


def _spreads(rows: Iterable[Sequence[Piece]], column: Column) -> dict[Side, int]:
    held = [piece for row in rows for piece in row if piece.meets(column.start, column.end)]
    if column.amounts:
        held = [piece for piece in held if piece.is_amount]
    if _spread(piece.end - piece.start for piece in held) < _NEARLY:
        return dict.fromkeys(_SIDES, 0)
    return {
        Side.MIDDLE: _spread(piece.start + piece.end for piece in held),
        Side.FIRST: _spread(2 * piece.start for piece in held),
        Side.LAST: _spread(2 * piece.end for piece in held),
    }


def _least(spreads: Mapping[Side, int]) -> Side | None:
    """The side that texts keep to; None where none is less spread than the others."""
    side, other = sorted(_SIDES, key=lambda one: spreads[one])[:2]
    return side if spreads[side] < spreads[other] else None


def _spread(places: Iterable[int]) -> int:
    held = list(places)
    return max(held, default=0) - min(held, default=0)


@frozen
class Setting:
    """How the headings of a table are set, across and up and down."""

    across: Side = Side.MIDDLE
    down: Side = Side.MIDDLE
    lower: int = 0
    """How far the middle of the header is below the middle of its lines: its last row is higher."""


def _lower(heads: Sequence[Head]) -> Iterator[int]:
    """How far the middle of a header may be below the middle of its lines: where headings stand."""
    yield 0
    counts = Counter(head.piece.level for head in heads)
    twice = min(counts) + max(counts)
    off = [level - twice // 2 for level, count in counts.items() if count > 1]
    near = min(off, key=abs, default=0)
    if _LEVEL < abs(near) <= _UNLIKE:
        yield near


def _doubtful(cells: Sequence[Cell], atoms: Sequence[Atom]) -> Iterator[Cell]:
    """The cells that might be others: over several, of several lines, or beside their column."""
    for cell in cells:
        yield from _doubtful(cell.below, atoms)
        held = atoms[cell.first : cell.last + 1]
        over = any(h.piece.meets(a.start, a.end) for h in cell.heads for a in held if a.column)
        if cell.heads and (cell.below or len(cell.heads) > 1 or not over):
            yield cell


def _paths(cells: Sequence[Cell], above: tuple[Head, ...] = ()) -> dict[int, tuple[Head, ...]]:
    """What stands over each atom."""
    found: dict[int, tuple[Head, ...]] = {}
    for cell in cells:
        path = (*above, *cell.heads)
        own = dict.fromkeys(range(cell.first, cell.last + 1), path)
        found |= _paths(cell.below, path) if cell.below else own
    return found


@frozen
class Page:
    """What is measured on a page besides where its pieces begin and end."""

    sides: Mapping[Column, Side | None]
    """Where the texts of each column are set in their cells, as far as their lengths tell."""

    def tiled(
        self, atoms: tuple[Atom, ...], heads: tuple[Head, ...], numbers: tuple[Head, ...]
    ) -> tuple[Tiling, frozenset[int]]:
        """The cheapest tiling, of all ways in which the headings may be set in their cells.

        With it the atoms of which nothing settles what heads them: nearly as cheap ones differ.
        """
        settings = [
            (sides, Setting(across, down, lower))
            for sides in self._sides_of(atoms)
            for across in _SIDES
            for down in _SIDES
            for lower in (_lower(heads) if down is Side.MIDDLE else (0,))
        ]

        def tiler(at: int, barred: Cell | None = None) -> Sited:
            sides, setting = settings[at]
            return Sited(atoms, heads, numbers, barred=barred, sides=sides, setting=setting)

        ways = [tiler(at).tiling for at in range(len(settings))]
        best = min(range(len(ways)), key=lambda at: ways[at][0])
        cost, cells = ways[best]
        if cost >= NEVER:
            return ways[best], frozenset()
        ways += [tiler(best, cell).tiling for cell in _doubtful(cells, atoms)]
        near = [_paths(cells) for other, cells in ways if other <= cost + _SETTLED]
        own = _paths(cells)
        amounts = [at for at, atom in enumerate(atoms) if atom.column and atom.column.amounts]
        bad = cost > _FITS and any(cell.below for cell in cells)
        unsure = (at for at in amounts if bad or any(path.get(at) != own[at] for path in near))
        return ways[best], frozenset(unsure)

    def _sides_of(self, atoms: Sequence[Atom]) -> Iterator[tuple[Side | None, ...]]:
        """Where the texts of each atom's column are set: amounts of which nothing tells, as one."""
        unknown = [side is None and column.amounts for column, side in self.sides.items()]
        for usual in (Side.LAST, Side.MIDDLE, Side.FIRST) if any(unknown) else (None,):
            yield tuple(self._side(atom.column, usual) for atom in atoms)

    def _side(self, column: Column | None, usual: Side | None) -> Side | None:
        if column is None or column not in self.sides:
            return None
        return self.sides[column] or (usual if column.amounts else None)


@frozen(slots=False)
class Sited(Tiler):
    """The tiler of a page: what a heading stands off is measured, by how the table is set."""

    sides: tuple[Side | None, ...] = ()
    """Where the texts of each atom's column are set."""
    setting: Setting = field(factory=Setting)

    @cached_property
    def levels(self) -> dict[int, tuple[int, int]]:
        """Where the highest and the lowest heading of each line stands."""
        found: dict[int, tuple[int, int]] = {}
        for head in self.heads:
            high, low = found.get(head.line, (head.piece.level, head.piece.level))
            found[head.line] = min(high, head.piece.level), max(low, head.piece.level)
        return found

    @cached_property
    def pitch(self) -> int:
        """How near headings stand below one another, as the lines of one do if any has several."""
        steps = (
            two.piece.level - one.piece.level
            for one, two in combinations(self.heads, 2)
            if one.line < two.line and one.piece.meets(two.piece.start, two.piece.end)
        )
        least, most = _LINES
        return min(max(min(steps, default=0), least), most)

    @cached_property
    def edges(self) -> list[tuple[int, int]]:
        """Before each atom, and behind the last: from where to where the edge of a cell may be."""
        count = len(self.atoms)
        lows, highs = [0] * (count + 1), [0] * (count + 1)
        for at in range(count + 1):
            ends = [atom.end for atom in self.atoms[:at]]
            ends += [head.piece.end for head in self.heads if head.last < at]
            starts = [atom.start for atom in self.atoms[at:]]
            starts += [head.piece.start for head in self.heads if head.first >= at]
            lows[at] = max(ends) if ends else min(starts) - _OUTER
            highs[at] = min(starts) if starts else max(ends) + _OUTER
        return [(min(pair), max(pair)) for pair in zip(lows, highs, strict=True)]

    def bounds(self, first: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """From where to where the left edge of a cell may be, and its right edge."""
        (left, most), (least, right) = self.edges[first], self.edges[end]
        return self._near(first, left, most), self._near(end, least, right)

    def _near(self, at: int, low: int, high: int) -> tuple[int, int]:
        """Where an edge may be, near to the texts that are set to it."""
        if at > 0 and self.sides[at - 1] is Side.LAST:
            high = max(low, min(high, self.atoms[at - 1].end + _EDGE))
        if at < len(self.atoms) and self.sides[at] is Side.FIRST:
            low = min(high, max(low, self.atoms[at].start - _EDGE))
        return low, high

    def off_across(self, heads: Sequence[Head], first: int, end: int) -> int:
        """Twice how far a heading stands off its place in a cell over some atoms."""
        (left, most), (least, right) = self.bounds(first, end)
        start, stop = start_of(heads), end_of(heads)
        if self.setting.across is Side.FIRST:
            off = 2 * (start - most)
        elif self.setting.across is Side.LAST:
            off = 2 * (least - stop)
        else:
            off = max(left + least - start - stop, start + stop - most - right)
        return max(off - _NEARLY, 0) + self._ragged(heads)

    def off_edge(self, first: int, end: int) -> int:
        """Twice how far the amounts of a cell stand off the side they are set to."""
        off = 0
        for at in range(first, end):
            atom = self.atoms[at]
            if atom.column and self.sides[at] is Side.LAST and atom.column.amounts:
                off += max(self.edges[end][0] - atom.end - _EDGE, 0)
            if atom.column and self.sides[at] is Side.FIRST and atom.column.amounts:
                off += max(atom.start - self.edges[first][1] - _EDGE, 0)
        return 2 * off

    def _ragged(self, heads: Sequence[Head]) -> int:
        """Twice how far the lines of a heading are off from one another."""
        places = [self._place(head) for head in heads]
        return max(max(places) - min(places) - _NEARLY, 0)

    def _place(self, head: Head) -> int:
        start, end = head.piece.start, head.piece.end
        if self.setting.across is Side.MIDDLE:
            return start + end
        return 2 * (start if self.setting.across is Side.FIRST else end)

    def off_down(self, heads: Sequence[Head], top: int, cut: int | None) -> int:
        """How far a heading stands off its place up and down; above a ``cut``, or in all below."""
        levels = [head.piece.level for head in heads]
        high, low = min(levels) - self.levels[top][0], max(levels)
        if self.setting.down is Side.FIRST:
            off = high
        elif cut is not None:
            off = low + high - self.levels[cut][0] if self.setting.down is Side.MIDDLE else 0
        else:
            under = self.levels[self.bottom][1] - low
            lower = 2 * self.setting.lower if top == self.top else 0
            off = under if self.setting.down is Side.LAST else abs(high - under - lower) // 2
        return max(off - _LEVEL, 0)

    # What the tiler of text counts is measured here.

    @property
    def reach(self) -> int:
        """Both columns may stand in a wide cell."""
        return _REACH

    def alone(self, heads: Sequence[Head], first: int, end: int, top: int) -> int:
        """What speaks against a heading alone in a cell over these atoms, down to the bottom."""
        down = self.off_down(heads, top, None) * _DOWN
        return self._off_place(heads, first, end) + _ACROSS * self.off_edge(first, end) + down

    def above(self, cell: Cell, named: Sequence[Cell], top: int, cut: int) -> int:
        """What speaks against a heading over the cells below it, which begin at a line."""
        down = self.off_down(cell.heads, top, cut if cut in self.levels else None)
        return self._off_place(cell.heads, cell.first, cell.last + 1) + down * _DOWN

    def _off_place(self, heads: Sequence[Head], first: int, end: int) -> int:
        off = _ACROSS * self.off_across(heads, first, end) + self._uneven(heads)
        return off + (_LOOSE * self._unfilled(heads, first, end) if len(heads) > 1 else 0)

    def _unfilled(self, heads: Sequence[Head], first: int, end: int) -> int:
        """How much room there is for more on the longest line of a heading that goes on."""
        (_, most), (least, _) = self.edges[first], self.edges[end]
        longest = max(head.piece.end - head.piece.start for head in heads)
        return max(least - most - longest - _FILLS, 0)

    def _uneven(self, heads: Sequence[Head]) -> int:
        """How unlike the lines of one heading pieces are: those follow at one distance."""
        held = sorted(heads, key=lambda head: head.line)
        steps = [two.piece.level - one.piece.level for one, two in pairwise(held)]
        if not steps:
            return 0
        longest = max(len(head.piece.text) for head in held)
        short = max(longest - len(held[0].piece.text) - 1, 0)
        uneven = max(max(steps) - self.pitch - _LEVEL, 0)
        return _APART * uneven // 10 + _SHORT * short

    def _apart(self, heads: Sequence[Head], atom: Atom) -> int:
        """Either may be at a side of a wide cell: how far, tells little, unless both are amid."""
        side = self.sides[self.atoms.index(atom)]
        if side is Side.MIDDLE and self.setting.across is Side.MIDDLE:
            off = abs(atom.start + atom.end - start_of(heads) - end_of(heads))
            return _ACROSS * max(off - _NEARLY, 0)
        return max(atom.start - end_of(heads), start_of(heads) - atom.end, 0) // 4
