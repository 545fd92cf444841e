"""The smallest set of figures and relations that cannot all be right (最小矛盾组)."""

from __future__ import annotations

from attrs import evolve, frozen

from budgetdisclosure.rules.proof.blocks import Block
from budgetdisclosure.rules.proof.board import Board
from budgetdisclosure.rules.proof.search import Demand, binding
from budgetdisclosure.rules.proof.separate import Cluster
from budgetdisclosure.rules.proof.system import Print, Row, System


@frozen
class Contradiction:
    """Keys of prints and rows that contradict each other, none of which could be left out.

    ``known`` lists the variables whose bounds beyond doubt (such as 不为负) are part of it.
    ``irreducible`` was checked by leaving out each in turn.
    """

    prints: tuple[int, ...]
    rows: tuple[int, ...]
    known: tuple[int, ...]
    irreducible: bool


def contradiction(system: System, block: Block, board: Board, cluster: Cluster) -> Contradiction:
    """The shortest contradiction of a cluster, with everything superfluous taken away."""
    beside = dict(cluster.beside)
    standing = [cut for cut in cluster.cuts if Demand(board, cut).lacks(beside) > 0]
    cut = min(standing or cluster.cuts, key=lambda one: len(one.terms))
    count = len(board.variables)
    held = [binding(board, side, beside)[:1] for side, _ in cut.terms]
    keys = {board.doubts[at].key for some in held for at in some}
    items = [side[0] for side, _ in cut.terms]
    rows = [board.rows[item - count] for item in items if item >= count]
    prints = [shown for shown in block.prints if shown.key in keys]
    return _thinned(system, prints, rows)


def _thinned(system: System, prints: list[Print], rows: list[Row]) -> Contradiction:
    """Leave out, one by one, whatever the contradiction does not need."""
    used = sorted({at for row in rows for at, _ in row.terms} | {p.variable for p in prints})
    shown = [evolve(p, key=at) for at, p in enumerate(prints)]
    related = [evolve(r, states=len(prints) + at, wide=False) for at, r in enumerate(rows)]
    board = Board(system, used, shown, related)
    whole = len(prints) + len(rows)
    gone: dict[int, int] = {}
    proven = bool(board.test({}))
    for key in range(whole if proven else 0):
        at = board.index[key]
        trial = {**gone, at: len(board.doubts[at].prices)}
        if board.test(trial):
            gone = trial
    kept = {key for key in range(whole) if board.index[key] not in gone}
    left = [row for at, row in enumerate(rows) if len(prints) + at in kept]
    return Contradiction(
        tuple(p.key for at, p in enumerate(prints) if at in kept),
        tuple(row.key for row in left),
        tuple(sorted({at for row in left for at, _ in row.terms} & system.known.keys())),
        proven,
    )
