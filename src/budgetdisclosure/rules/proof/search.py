"""The cheapest ways out of a set of proven contradictions (最小代价的疑错集).

Each cut says by how much its bounds fall short. A state is bettered by giving up, one level
further, all the prints that hold one of these bounds; any way out can be reached by such moves, so
a best-first search meets every cheapest one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

from attrs import frozen

from budgetdisclosure.rules.proof.board import HIGH, Board, Cut, Side, State
from budgetdisclosure.rules.proof.values import INFINITE

Steps = tuple[tuple[int, int], ...]

MOST_WAYS = 64
_EXPANSIONS = 4_000


@frozen
class Ways:
    """The cheapest states found, and whether these are all there are."""

    states: tuple[Steps, ...]
    price: int
    complete: bool


@frozen
class _Move:
    price: int
    raised: tuple[int, ...]
    enough: bool


def price(board: Board, state: State) -> int:
    """What a state gives up, summed over its doubts."""
    return sum(sum(board.doubts[at].prices[:level]) for at, level in state.items())


def shortfall(board: Board, cut: Cut, state: State) -> int:
    """How far a cut is from being undone in this state; nothing or less where it is."""
    if cut.at:
        pairs = zip(cut.terms, cut.at, strict=True)
        return int(not any(_looser(board, side, state, old) for (side, _), old in pairs))
    total = 0
    for (item, side), by in cut.terms:
        bound = board.bounds(item, state)[side]
        if abs(bound) >= INFINITE:
            return -INFINITE
        total += by * (bound if side == HIGH else -bound)
    return -total


def cheapest(board: Board, cuts: Sequence[Cut]) -> Ways:
    """All cheapest states in which none of the cuts stands, as far as the bounds on work allow."""
    ordered = sorted(cuts, key=lambda cut: len(cut.terms))
    waiting: list[tuple[int, int, Steps]] = [(0, 0, ())]
    seen: set[Steps] = {()}
    found: list[Steps] = []
    best = INFINITE
    for _ in range(_EXPANSIONS):
        if not waiting or waiting[0][0] > best:
            return Ways(tuple(found), best, bool(found))
        least, cost, steps = heappop(waiting)
        state = dict(steps)
        broken = _first_broken(board, ordered, state)
        if broken is None:
            found.append(steps)
            best = cost
            if len(found) == MOST_WAYS:
                return Ways(tuple(found), best, False)
            continue
        for total, bound, new in _onward(board, broken, state, cost, least):
            if new not in seen and bound <= best:
                seen.add(new)
                heappush(waiting, (bound, total, new))
    return Ways(tuple(found), best, False) if found else _greedy(board, ordered)


def _onward(
    board: Board, broken: tuple[Cut, int], state: State, cost: int, least: int
) -> Iterator[tuple[int, int, Steps]]:
    """Every move against a cut: its price so far, the least it can end at, the new state."""
    moves = list(_moves(board, *broken, state))
    further = min((p for m in moves for at in m.raised for p in board.doubts[at].prices), default=0)
    for move in moves:
        total = cost + move.price
        new = dict(state)
        for at in move.raised:
            new[at] = new.get(at, 0) + 1
        yield total, max(least, total + (0 if move.enough else further)), tuple(sorted(new.items()))


def _first_broken(board: Board, cuts: Sequence[Cut], state: State) -> tuple[Cut, int] | None:
    for cut in cuts:
        short = shortfall(board, cut, state)
        if short > 0:
            return cut, short
    return None


def _moves(board: Board, cut: Cut, short: int, state: State) -> Iterator[_Move]:
    for side, by in cut.terms:
        raised = binding(board, side, state)
        if not raised:
            continue
        item, end = side
        after = {**state, **{at: state.get(at, 0) + 1 for at in raised}}
        gain = abs(board.bounds(item, after)[end] - board.bounds(item, state)[end]) * by
        cost = sum(board.doubts[at].prices[state.get(at, 0)] for at in raised)
        yield _Move(cost, raised, gain >= short)


def binding(board: Board, side: Side, state: State) -> tuple[int, ...]:
    """The doubts that hold this bound where it is; none where it is beyond doubt."""
    item, end = side
    bound = board.bounds(item, state)[end]
    if board.hard[item][end] == bound:
        return ()
    return tuple(at for at, levels in board.claims[item] if levels[state.get(at, 0)][end] == bound)


def _looser(board: Board, side: Side, state: State, old: int) -> bool:
    bound = board.bounds(side[0], state)[side[1]]
    return bound > old if side[1] == HIGH else bound < old


def _greedy(board: Board, cuts: Sequence[Cut]) -> Ways:
    """One way out, not promised to be cheapest: at each cut, what undoes the most for its price."""
    state: dict[int, int] = {}
    while broken := _first_broken(board, cuts, state):
        moves = list(_moves(board, *broken, state))
        if not moves:
            return Ways((), 0, False)
        standing = [cut for cut in cuts if shortfall(board, cut, state) > 0]
        best = min(moves, key=lambda move: _worth(board, standing, state, move))
        for at in best.raised:
            state[at] = len(board.doubts[at].prices)
    return Ways((tuple(sorted(state.items())),), price(board, state), False)


def _worth(board: Board, cuts: Sequence[Cut], state: State, move: _Move) -> tuple[int, int]:
    after = {**state, **{at: len(board.doubts[at].prices) for at in move.raised}}
    undone = sum(shortfall(board, cut, after) <= 0 for cut in cuts)
    return (-undone, price(board, after))
