"""Where the error is: the cheapest sets of printed numbers that must be wrong (错误定位).

Fellegi and Holt's principle with exact cuts: solve, learn why it fails, find the cheapest way out
of everything learnt, try that, and learn again until a way out holds. Contradictions that share no
printed number are separate conflicts, each with its own ways out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from attrs import evolve, frozen

from budgetdisclosure.rules.proof.board import Board, Cut
from budgetdisclosure.rules.proof.search import Demand, Steps, Ways, cheapest, leaner, price_of
from budgetdisclosure.rules.proof.separate import Cluster, separate

# Some twenty wrong numbers in one block are beyond listing all their cheapest explanations; past
# this many states looked at, one way out is taken for each conflict, and said to be incomplete.
_WORK = 4_000
_ROUNDS = 400
_MIXTURES = 64


@frozen
class Located:
    """The clusters of one block; ``settled`` if every way given was tried and holds."""

    clusters: tuple[Cluster, ...]
    settled: bool


def locate(board: Board, cuts: Sequence[Cut]) -> Located:
    """Every cheapest way to make a block hold that contradicts itself as ``cuts`` prove."""
    known = list(dict.fromkeys(cuts))
    solver = _Solver(board)
    tried: set[Steps] = set()
    for _ in range(_ROUNDS):
        clusters = solver.clusters(known)
        if any(not cluster.ways.states for cluster in clusters):
            return Located(clusters, False)
        learnt = _try_all(board, clusters, tried)
        if not learnt:
            clusters = _settled(board, clusters, solver)
            parts = (part for cluster in clusters for part in separate(board, cluster))
            return Located(tuple(parts), True)
        known += [cut for cut in dict.fromkeys(learnt) if cut not in known]
    return Located(solver.clusters(known), False)


def _settled(board: Board, clusters: tuple[Cluster, ...], solver: _Solver) -> tuple[Cluster, ...]:
    """The clusters, those whose way was taken in haste without what it need not give up."""
    lean = tuple(cluster if cluster.ways.complete else solver.lean(cluster) for cluster in clusters)
    return clusters if lean == clusters or _try_all(board, lean, set()) else lean


def _try_all(board: Board, clusters: Sequence[Cluster], tried: set[Steps]) -> list[Cut]:
    """Test the ways of the clusters together; what the first mixture that fails teaches."""
    for plan in _mixtures([cluster.ways.states for cluster in clusters]):
        steps = tuple(sorted(step for way in plan for step in way))
        if steps in tried:
            continue
        if learnt := board.test(dict(steps)):
            return learnt
        board.verify()
        tried.add(steps)
    return []


def _mixtures(ways: Sequence[Sequence[Steps]]) -> Iterator[Sequence[Steps]]:
    """Each way of each cluster with the first ways of the others, then every mixture if few."""
    first = [some[0] for some in ways]
    yield first
    for at, some in enumerate(ways):
        yield from ([*first[:at], way, *first[at + 1 :]] for way in some[1:])
    if prod(len(some) for some in ways) <= _MIXTURES:
        yield from product(*ways)


class _Solver:
    """Finds the ways out of groups of cuts, and remembers what it has found."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.solved: dict[tuple[Cut, ...], Ways] = {}
        self.demands: dict[Cut, Demand] = {}
        self.last: tuple[Cluster, ...] = ()

    def clusters(self, cuts: Sequence[Cut]) -> tuple[Cluster, ...]:
        """The cuts grouped by the doubts they share, each group with its cheapest ways out."""
        groups: list[tuple[set[int], list[Cut]]] = []
        for cut in cuts:
            doubts, members = doubts_of(self.board, cut), [cut]
            apart = []
            for group in groups:
                if group[0] & doubts:
                    doubts, members = doubts | group[0], group[1] + members
                else:
                    apart.append(group)
            groups = [*apart, (doubts, members)]
        self.last = tuple(self._cluster(tuple(members)) for _, members in groups)
        return self.last

    def lean(self, cluster: Cluster) -> Cluster:
        """The cluster, its way out without what no cut needs."""
        steps = leaner(self._demands(cluster.cuts), cluster.ways.states[0])
        ways = evolve(cluster.ways, states=(steps,), price=price_of(self.board, dict(steps)))
        return evolve(cluster, ways=ways)

    def _cluster(self, key: tuple[Cut, ...]) -> Cluster:
        if key not in self.solved:
            work = _WORK - sum(ways.work for ways in self.solved.values())
            start = dict(step for way in self._before(key) for step in way)
            self.solved[key] = cheapest(self.board, self._demands(key), max(work, 0), start)
        return Cluster(key, self.solved[key])

    def _before(self, key: tuple[Cut, ...]) -> Iterator[Steps]:
        """The ways that were taken in haste out of groups that this one has grown from."""
        held = set(key)
        for cluster in self.last:
            if not cluster.ways.complete and cluster.ways.states and held.issuperset(cluster.cuts):
                yield cluster.ways.states[0]

    def _demands(self, cuts: Sequence[Cut]) -> list[Demand]:
        for cut in cuts:
            if cut not in self.demands:
                self.demands[cut] = Demand(self.board, cut)
        return [self.demands[cut] for cut in sorted(cuts, key=lambda cut: len(cut.terms))]


def doubts_of(board: Board, cut: Cut) -> set[int]:
    """The doubts a contradiction rests on."""
    return {at for side, _ in cut.terms for at, _ in board.claims[side[0]]}
