"""How far one true amount can go while everything else holds (真值区间)."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor

from attrs import frozen

from budgetdisclosure.rules.proof.blocks import blocks, naught
from budgetdisclosure.rules.proof.board import Board, Bounds, UndecidedError
from budgetdisclosure.rules.proof.system import System
from budgetdisclosure.rules.proof.values import INFINITE, Value


@frozen
class Reach:
    """The least and greatest amount, in fen; ``exact`` if whole amounts attain both ends.

    Where it is not, the ends are those of the real numbers: the truth lies inside all the same.
    """

    low: int | None
    high: int | None
    exact: bool = True


def ranges(system: System, variables: Iterable[int]) -> dict[int, Reach]:
    """The range of each of these true amounts over all that prints a consistent system exactly.

    Printed zeros are nothing. Variables of a contradictory block are left out.

    >>> from budgetdisclosure.rules.proof.system import Print, Row
    >>> shown = [Print.rounded(at, units, 100, key=at) for at, units in enumerate((30, 10, 19))]
    >>> system = System(3, tuple(shown), (Row(((0, 1), (1, -1), (2, -1))),))
    >>> ranges(system, [0])
    {0: Reach(low=2950, high=2998, exact=True)}
    """
    wanted, gone = set(variables), naught(system, printed=True)
    found = {at: Reach(0, 0) for at in wanted & gone}
    for block in blocks(system, gone):
        inside = wanted.intersection(block.variables)
        if not inside:
            continue
        board = Board(system, block.variables, block.prints, block.rows, zeros_exact=True)
        try:
            if not board.test({}):
                found |= {at: reach(board, board.place[at]) for at in sorted(inside)}
        except UndecidedError:
            continue
    return dict(sorted(found.items()))


def reach(board: Board, item: int) -> Reach:
    """The range of one item in the board's present, consistent state."""
    low, attained_low = _end(board, item, up=False)
    high, attained_high = _end(board, item, up=True)
    return Reach(low, high, attained_low and attained_high)


def _end(board: Board, item: int, *, up: bool) -> tuple[int | None, bool]:
    limit = board.simplex.climb(item, up)
    while board.awaken():
        board.mend()
        limit = board.simplex.climb(item, up)
    if limit is None or not -INFINITE // 2 < limit < INFINITE // 2:
        return None, True
    end = _inward(limit, up)
    if board.fraction() is None:
        return end, True
    bounds: Bounds = (end, board.simplex.high[item]) if up else (board.simplex.low[item], end)
    board.limit(item, bounds)
    try:
        attained = not board.whole()
    except UndecidedError:
        attained = False
    board.limit(item, None)
    return end, attained


def _inward(limit: Value, up: bool) -> int:
    return floor(limit) if up else ceil(limit)
