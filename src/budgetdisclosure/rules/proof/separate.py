"""One cluster of contradictions taken apart where its errors have nothing to do with each other.

Contradictions may share printed numbers and yet come from separate errors: a percentage in the
text and a tail in a table over the same total. Suspects that every cheapest way names, and that no
contradiction needs together with others, each make a conflict of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

from budgetdisclosure.rules.proof.board import Board, Cut
from budgetdisclosure.rules.proof.search import Demand, Steps, Ways


@frozen
class Cluster:
    """Contradictions with the cheapest ways out of them; ``beside`` is what else is given up."""

    cuts: tuple[Cut, ...]
    ways: Ways = field(repr=False)
    beside: Steps = ()


def separate(board: Board, cluster: Cluster) -> list[Cluster]:
    """The cluster in its separable parts, or as it is."""
    first = cluster.ways.states[0]
    demands = [Demand(board, cut) for cut in cluster.cuts]
    shared = _shared(cluster.ways.states)
    parts = _parts(demands, first, shared)
    if len(parts) == 1:
        return [cluster]
    apart = [_part(board, cluster, demands, part, shared - part) for part in parts]
    # A way taken in haste may give up more than it must: what no contradiction needs is no
    # conflict of its own, and the cluster stays whole.
    return apart if all(part.cuts for part in apart) else [cluster]


def _shared(ways: Sequence[Steps]) -> set[int]:
    """The doubts that every way gives up to the same level."""
    steps = set(ways[0]).intersection(*ways[1:])
    return {at for at, _ in steps}


def _parts(demands: Sequence[Demand], first: Steps, shared: set[int]) -> list[set[int]]:
    """The doubts of the first way, joined where a contradiction needs several of them."""
    parts = [{at} for at, _ in first if at in shared]
    rest = {at for at, _ in first if at not in shared}
    if rest or not parts:
        parts.append(rest)
    for demand in demands:
        touching = {at: level for at, level in first if at in demand.doubts}
        if any(demand.lacks({at: level}) <= 0 for at, level in touching.items()):
            continue
        joined = [part for part in parts if part & touching.keys()]
        apart = [part for part in parts if not part & touching.keys()]
        parts = [*apart, set().union(*joined)]
    return parts


def _part(
    board: Board, cluster: Cluster, demands: Sequence[Demand], part: set[int], others: set[int]
) -> Cluster:
    """One part: what every way gives up of it, and, in the part that varies, the variants."""
    first = cluster.ways.states[0]
    beside = tuple(step for step in first if step[0] not in part)
    cuts = tuple(demand.cut for demand in demands if demand.lacks(dict(beside)) > 0)
    varies = beside and {at for at, _ in beside} <= others
    states = (
        tuple(step for step in way if step[0] in part or (varies and step[0] not in others))
        for way in cluster.ways.states
    )
    ways = tuple(dict.fromkeys(states))
    price = sum(sum(board.doubts[at].prices[:level]) for at, level in ways[0])
    return Cluster(cuts, Ways(ways, price, cluster.ways.complete), beside)
