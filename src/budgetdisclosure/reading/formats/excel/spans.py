"""Where cells of a sheet stand (合并与并排): merged areas, and tables beside one another."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from attrs import frozen

from budgetdisclosure.reading.limits import MAX_POSITIONS, MAX_SPAN

Position = tuple[int, int]
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, all counted from zero."""

_TITLE: Final = "表"
_LAST: Final = 16_384


@frozen
class Spans:
    """Merged areas by their top left corner, and the filled cells any of them covers."""

    corner: Mapping[Position, Area]
    covered: frozenset[Position]

    def __contains__(self, at: Position) -> bool:
        """Whether a cell shows: it is a corner, or under no merged area."""
        return at in self.corner or at not in self.covered

    def size(self, at: Position) -> tuple[int, int]:
        """Rows and columns of the cell at a position."""
        top, left, bottom, right = self.corner.get(at, (*at, *at))
        return bottom - top + 1, right - left + 1


def spans_of(merged: Sequence[Area], filled: Collection[Position]) -> Spans:
    """The merged areas that overlap none before them, and the filled cells any of them covers.

    An area too large to be meant ends with the cells that hold something.

    >>> spans = spans_of([(0, 0, 1, 1), (1, 1, 2, 2)], [(0, 0), (1, 1), (2, 2)])
    >>> [at in spans for at in [(0, 0), (1, 1), (2, 2)]]
    [True, False, True]
    """
    last_row = max((row for row, _ in filled), default=0)
    last_column = max((column for _, column in filled), default=0)
    corner: dict[Position, Area] = {}
    taken: dict[int, list[tuple[int, int]]] = {}  # by row: first and last columns, in order
    room = MAX_POSITIONS
    for top, left, bottom, right in merged:
        bottom = bottom if bottom - top < MAX_SPAN else min(bottom, last_row)
        right = right if right - left < MAX_SPAN else min(right, last_column)
        room -= max(bottom - top + 1, 1)
        if bottom < top or right < left or room < 0:
            continue
        if any(_holds(taken.get(row, ()), left, right) for row in range(top, bottom + 1)):
            continue
        for row in range(top, bottom + 1):
            insort(taken.setdefault(row, []), (left, right))
        corner[top, left] = (top, left, bottom, right)
    covered = (at for at in filled if _holds(taken.get(at[0], ()), at[1], at[1]))
    return Spans(corner, frozenset(covered))


def _holds(taken: Sequence[tuple[int, int]], left: int, right: int) -> bool:
    """Whether any of the columns from left to right is taken."""
    at = bisect_right(taken, (right, _LAST))
    return at > 0 and taken[at - 1][1] >= left


def side_by_side(
    texts: Mapping[Position, str], spans: Spans, framed: Iterable[Position]
) -> list[range]:
    """The columns of each of several tables beside one another; none where there is one table.

    Empty columns stand between them, and each has a title of its own above two rows at least: a
    table of two halves has one for both.

    >>> left = {(0, 0): "收入表", (1, 0): "项目", (1, 1): "金额", (2, 0): "合计", (2, 1): "1"}
    >>> right = {(row, column + 4): text for (row, column), text in left.items()}
    >>> side_by_side(left | right, Spans({}, frozenset()), [])
    [range(0, 2), range(4, 6)]
    """
    used = {column for _, column in framed}
    for at in texts:
        used.update(range(at[1], at[1] + spans.size(at)[1]))
    columns = sorted(used)
    starts = [columns[0], *(after for before, after in pairwise(columns) if after - before > 1)]
    if len(starts) < 2:
        return []
    ends = [*(before for before, after in pairwise(columns) if after - before > 1), columns[-1]]
    parts = [range(start, end + 1) for start, end in zip(starts, ends, strict=True)]
    return parts if all(_is_titled(texts, part) for part in parts) else []


def _is_titled(texts: Mapping[Position, str], columns: range) -> bool:
    """Whether the columns hold a title by itself, and under it two rows of several texts."""
    rows: dict[int, list[str]] = {}
    for (row, column), text in sorted(texts.items()):
        if column in columns:
            rows.setdefault(row, []).append(text)
    if not rows:
        return False
    first, *others = rows.values()
    return len(first) == 1 and _TITLE in first[0] and sum(len(row) > 1 for row in others) > 1
