"""The cheapest ways out of a set of proven contradictions (最小代价的疑错集).

Each cut says by how much its bounds fall short. A state is bettered by giving up, one level
further, all the prints that hold one of these bounds; any way out can be reached by such moves, so
a best-first search meets every cheapest one. Contradictions that share nothing must each be paid
for, which keeps the search from trying every mixture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from heapq import heappop, heappush

from attrs import frozen

from budgetdisclosure.rules.proof.board import HIGH, Board, Cut, Side, State
from budgetdisclosure.rules.proof.values import INFINITE

Steps = tuple[tuple[int, int], ...]

MOST_WAYS = 64


@frozen
class Ways:
    """The cheapest states found, whether these are all there are, and the work it took."""

    states: tuple[Steps, ...]
    price: int
    complete: bool
    work: int = 0


@frozen
class _Move:
    price: int
    raised: tuple[int, ...]
    enough: bool

    def upon(self, state: State) -> dict[int, int]:
        """The state after the move."""
        return {**state, **{at: state.get(at, 0) + 1 for at in self.raised}}


class Demand:
    """A cut made ready to be asked what it still lacks in many states."""

    def __init__(self, board: Board, cut: Cut) -> None:
        self.board, self.cut = board, cut
        self.ends: dict[int, list[tuple[int, int]]] = {}
        for (item, end), by in cut.terms:
            self.ends.setdefault(item, []).append((end, by))
        self.doubts = frozenset(at for item in self.ends for at, _ in board.claims[item])
        self.whole = _shortfall(board, cut)

    @cached_property
    def further(self) -> int:
        """The least that any one more step towards meeting it costs."""
        prices = [price for at in self.doubts for price in self.board.doubts[at].prices]
        return min(prices, default=INFINITE)

    @cached_property
    def least(self) -> int:
        """No more than what meeting it alone costs."""
        moves = self.moves({})
        return min((m.price + (0 if m.enough else self.further) for m in moves), default=INFINITE)

    def lacks(self, state: State) -> int:
        """By how much it is unmet in this state; nothing or less where it is met."""
        touched = {i for at in state for i in self.board.doubts[at].items if i in self.ends}
        if self.cut.at:
            return 0 if self._loosened(state) else 1
        lack = self.whole
        for item in touched:
            before, now = self.board.bounds(item, {}), self.board.bounds(item, state)
            for end, by in self.ends[item]:
                if abs(now[end]) >= INFINITE:
                    return -INFINITE
                lack -= by * abs(now[end] - before[end])
        return lack

    def _loosened(self, state: State) -> bool:
        pairs = zip(self.cut.terms, self.cut.at, strict=True)
        return any(_looser(self.board, side, state, old) for (side, _), old in pairs)

    def moves(self, state: State) -> Iterator[_Move]:
        """Each way to loosen one of its bounds by a level."""
        for side, _ in self.cut.terms:
            if raised := binding(self.board, side, state):
                cost = sum(self.board.doubts[at].prices[state.get(at, 0)] for at in raised)
                move = _Move(cost, raised, enough=False)
                yield _Move(cost, raised, self.lacks(move.upon(state)) <= 0)


def binding(board: Board, side: Side, state: State) -> tuple[int, ...]:
    """The doubts that hold this bound where it is; none where it is beyond doubt."""
    item, end = side
    bound = board.bounds(item, state)[end]
    if board.hard[item][end] == bound:
        return ()
    return tuple(at for at, levels in board.claims[item] if levels[state.get(at, 0)][end] == bound)


def cheapest(board: Board, demands: Sequence[Demand], work: int, start: State) -> Ways:
    """All cheapest states in which every demand is met, as far as ``work`` states can tell.

    Where that does not suffice, one way that goes on from ``start``.
    """
    waiting: list[tuple[int, int, Steps]] = [(0, 0, ())]
    seen: set[Steps] = {()}
    found: list[Steps] = []
    best = INFINITE - 1
    for done in range(work):
        if not waiting or waiting[0][0] > best:
            return Ways(tuple(found), best, bool(found), done)
        bound, cost, steps = heappop(waiting)
        state = dict(steps)
        rest, unmet = _outstanding(demands, state)
        if unmet is None:
            found.append(steps)
            best = cost
            if len(found) == MOST_WAYS:
                return Ways(tuple(found), best, False, done)
        elif cost + rest > bound:
            heappush(waiting, (cost + rest, cost, steps))
        else:
            _onward(unmet, state, cost, bound, waiting, seen)
    return Ways(tuple(found), best, False, work) if found else _greedy(board, demands, work, start)


def _outstanding(demands: Sequence[Demand], state: State) -> tuple[int, Demand | None]:
    """What at least is still to pay for demands that share nothing, and the first unmet."""
    rest, first = 0, None
    paid: set[int] = set()
    for demand in demands:
        if demand.lacks(state) <= 0:
            continue
        first = first or demand
        if paid.isdisjoint(demand.doubts):
            rest += demand.least if demand.doubts.isdisjoint(state) else demand.further
            paid |= demand.doubts
    return rest, first


def _onward(
    unmet: Demand,
    state: State,
    cost: int,
    bound: int,
    waiting: list[tuple[int, int, Steps]],
    seen: set[Steps],
) -> None:
    """Put every move against an unmet demand on the waiting list."""
    for move in unmet.moves(state):
        new = tuple(sorted(move.upon(state).items()))
        if new not in seen:
            seen.add(new)
            total = cost + move.price
            ends = total + (0 if move.enough else unmet.further)
            heappush(waiting, (max(bound, ends), total, new))


def _shortfall(board: Board, cut: Cut) -> int:
    """By how much the bounds of a cut fall short of each other, as printed."""
    ends = ((board.bounds(item, {})[end], end, by) for (item, end), by in cut.terms)
    return -sum(by * (bound if end == HIGH else -bound) for bound, end, by in ends)


def _looser(board: Board, side: Side, state: State, old: int) -> bool:
    bound = board.bounds(side[0], state)[side[1]]
    return bound > old if side[1] == HIGH else bound < old


def _greedy(board: Board, demands: Sequence[Demand], work: int, start: State) -> Ways:
    """One way out, not promised to be cheapest: at each cut, what undoes the most for its price."""
    state = dict(start)
    while unmet := [demand for demand in demands if demand.lacks(state) > 0]:
        after = [_given_up(board, state, move.raised) for move in unmet[0].moves(state)]
        if not after:
            return Ways((), 0, False, work)
        state = min(after, key=lambda one: (sum(d.lacks(one) > 0 for d in unmet), len(one)))
    return Ways((tuple(sorted(state.items())),), price_of(board, state), False, work)


def price_of(board: Board, state: State) -> int:
    """What a state gives up, in all."""
    return sum(sum(board.doubts[at].prices[:level]) for at, level in state.items())


def leaner(demands: Sequence[Demand], steps: Steps) -> Steps:
    """The steps without those that no demand needs, the last taken in first tried."""
    state = dict(steps)
    for at in reversed(list(state)):
        without = {other: level for other, level in state.items() if other != at}
        if all(demand.lacks(without) <= 0 for demand in demands if at in demand.doubts):
            state = without
    return tuple(state.items())


def _given_up(board: Board, state: State, raised: tuple[int, ...]) -> dict[int, int]:
    return {**state, **{at: len(board.doubts[at].prices) for at in raised}}
