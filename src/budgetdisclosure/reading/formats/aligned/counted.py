"""Columns that print nothing (空白栏), told by a line that counts the columns: 1 2 3 … 12.

The numbers stand in the middle of their columns and amounts at the right of theirs, so that each is
as far from its number as the others are from theirs. Where one number more than amounts stands
there, the columns go to the numbers that keep these distances most even; the rest are blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from budgetdisclosure.reading.formats.aligned.columns import Column
from budgetdisclosure.reading.formats.aligned.pieces import Piece

_CLEAR: Final = 6
"""By so many positions at least another way to give out the numbers must be worse."""
_MOST: Final = 24
"""More columns than so many are not counted."""


def with_blank(numbers: Sequence[Piece], columns: Sequence[Column]) -> list[Column]:
    """The columns with those that are counted and print nothing, if nothing else can be meant.

    >>> numbers = [Piece(str(n), 10 * n, 10 * n + 1) for n in (1, 2, 3)]
    >>> amounts = [Column(11, 16, True), Column(31, 36, True)]
    >>> [(one.start, one.end) for one in with_blank(numbers, amounts)]
    [(11, 16), (23, 24), (31, 36)]
    """
    amounts = [at for at, column in enumerate(columns) if column.amounts]
    if not 1 < len(amounts) < len(numbers) <= _MOST:
        return list(columns)
    held = [columns[at] for at in amounts]
    ways = sorted(_ways([_middle(one) for one in held], [_middle(one) for one in numbers]))[:2]
    if len(ways) > 1 and ways[1][0] - ways[0][0] < 2 * _CLEAR:
        return list(columns)
    given = ways[0][1]
    blank = [
        _blank(numbers[at], held[max(sum(one < at for one in given) - 1, 0)], numbers, given, held)
        for at in range(len(numbers))
        if at not in given
    ]
    if any(one.start < two.end and two.start < one.end for one in blank for two in columns):
        return list(columns)
    return sorted([*columns, *blank], key=lambda one: one.start)


def _middle(one: Piece | Column) -> int:
    """Twice where the middle stands."""
    return one.start + one.end


def _ways(columns: Sequence[int], numbers: Sequence[int]) -> list[tuple[int, tuple[int, ...]]]:
    """The best ways to give each column a number, in order, and how uneven the distances are.

    Of those that end with the same number the two best are kept.
    """
    best: dict[int, list[tuple[int, tuple[int, ...]]]]
    best = {at: [(0, (at,))] for at in range(len(numbers))}
    for before, column in pairwise(columns):
        step = column - before
        best = {
            at: sorted(
                (cost + abs(step - (numbers[at] - numbers[last])), (*way, at))
                for last, ways in best.items()
                if last < at
                for cost, way in ways
            )[:2]
            for at in range(len(numbers))
        }
    return [way for ways in best.values() for way in ways]


def _blank(
    number: Piece,
    beside: Column,
    numbers: Sequence[Piece],
    given: Sequence[int],
    held: Sequence[Column],
) -> Column:
    """A column under a number, as far from it as the column beside is from its own."""
    own = numbers[given[held.index(beside)]]
    off = (_middle(beside) - _middle(own)) // 2
    return Column(number.start + off, number.end + off, amounts=True)
