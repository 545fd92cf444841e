"""Where the error is: the cheapest sets of printed numbers that must be wrong (错误定位).

Fellegi and Holt's principle with exact cuts: solve, learn why it fails, find the cheapest way out
of everything learnt, try that, and learn again until a way out holds. Contradictions that share no
printed number are separate conflicts, each with its own ways out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from attrs import frozen

from budgetdisclosure.rules.proof.board import Board, Cut
from budgetdisclosure.rules.proof.search import Steps, Ways, cheapest
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
    solved: dict[tuple[Cut, ...], Ways] = {}
    tried: set[Steps] = set()
    for _ in range(_ROUNDS):
        clusters = _clusters(board, known, solved)
        if any(not cluster.ways.states for cluster in clusters):
            return Located(clusters, False)
        learnt = _try_all(board, clusters, tried)
        if not learnt:
            parts = (part for cluster in clusters for part in separate(board, cluster))
            return Located(tuple(parts), True)
        known += [cut for cut in dict.fromkeys(learnt) if cut not in known]
    return Located(_clusters(board, known, solved), False)


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


def _clusters(
    board: Board, cuts: Sequence[Cut], solved: dict[tuple[Cut, ...], Ways]
) -> tuple[Cluster, ...]:
    """The cuts grouped by the doubts they share, each group with its cheapest ways out."""
    groups: list[tuple[set[int], list[Cut]]] = []
    for cut in cuts:
        doubts, members = doubts_of(board, cut), [cut]
        apart = []
        for group in groups:
            if group[0] & doubts:
                doubts, members = doubts | group[0], group[1] + members
            else:
                apart.append(group)
        groups = [*apart, (doubts, members)]
    result = []
    for _, members in groups:
        key = tuple(members)
        if key not in solved:
            spent = sum(ways.work for ways in solved.values())
            solved[key] = cheapest(board, key, max(_WORK - spent, 0))
        result.append(Cluster(key, solved[key]))
    return tuple(result)


def doubts_of(board: Board, cut: Cut) -> set[int]:
    """The doubts a contradiction rests on."""
    return {at for side, _ in cut.terms for at, _ in board.claims[side[0]]}
