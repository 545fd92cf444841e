"""The whole document at once: one witness, or where the error is (整体证明)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import field, frozen

from budgetdisclosure.rules.proof.blocks import Block, blocks, naught
from budgetdisclosure.rules.proof.board import Board, UndecidedError
from budgetdisclosure.rules.proof.explain import Contradiction, contradiction
from budgetdisclosure.rules.proof.locate import Located, doubts_of, locate
from budgetdisclosure.rules.proof.reach import Reach, reach
from budgetdisclosure.rules.proof.search import Steps
from budgetdisclosure.rules.proof.separate import Cluster
from budgetdisclosure.rules.proof.system import Print, System, disagreements

_MOST_PICKS = 32
"""How many ways of a cluster are tried where its likeliest holds with no other."""


@frozen
class Suspect:
    """A printed number that may be wrong, and what the others say it should be (疑错数).

    ``low`` and ``high`` are the amounts, in fen, that agree with all the rest; ``None`` where the
    rest sets no limit, and for a number a row states. ``exact`` says both ends are attained.
    ``tail`` marks a number one unit in the last place away (尾差); ``truncated`` one that was cut
    where it should have been rounded.
    """

    key: int
    variable: int | None
    low: int | None
    high: int | None
    tail: bool
    truncated: bool = False
    exact: bool = True


@frozen
class Explanation:
    """One cheapest set of suspects: were they wrong, everything else would hold."""

    suspects: tuple[Suspect, ...]
    price: int

    @property
    def keys(self) -> frozenset[int]:
        """Which printed numbers it accuses."""
        return frozenset(suspect.key for suspect in self.suspects)

    @property
    def tail(self) -> bool:
        """Whether it needs nothing but units in the last place."""
        return all(suspect.tail for suspect in self.suspects)


@frozen
class Conflict:
    """A contradiction, the cheapest ways out of it, and a smallest set that shows it.

    ``complete`` says that ``explanations`` are all the cheapest there are, each tried and found to
    hold with the first of every other conflict. ``tails_suffice``: moving any printed numbers one
    unit would mend the whole block.
    """

    contradiction: Contradiction
    explanations: tuple[Explanation, ...]
    complete: bool
    tails_suffice: bool


@frozen
class Proof:
    """What is known of a system (证明结果).

    ``feasible`` is ``None`` where some block was left undecided and none is contradictory.
    ``witness`` prints the whole document, or all of it but the first suspects of each conflict;
    it has been checked in integers. ``residue`` lists the printed zeros that must hide something.
    """

    feasible: bool | None
    witness: tuple[int, ...] | None = field(repr=False)
    residue: tuple[int, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    undecided: tuple[int, ...] = ()


@frozen
class _Answer:
    amounts: Mapping[int, int]
    residue: tuple[int, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    accused: frozenset[int] = frozenset()


def prove(system: System) -> Proof:
    """Find amounts that print the system exactly, or the printed numbers that stand in the way.

    >>> from budgetdisclosure.rules.proof.system import Row
    >>> parts = [Print.rounded(at, units, 100, key=at) for at, units in enumerate((30, 10, 19))]
    >>> total = Row(((0, 1), (1, -1), (2, -1)))
    >>> proof = prove(System(3, tuple(parts), (total,)))
    >>> proof.feasible, proof.witness[0] == proof.witness[1] + proof.witness[2]
    (True, True)
    """
    amounts: dict[int, int] = dict.fromkeys(range(system.variables), 0)
    undecided: list[Block] = []
    broken: set[int] = set()
    failed = False
    for block in blocks(system, naught(system, printed=True)):
        try:
            holds, found = _plain(system, block)
        except UndecidedError:
            undecided.append(block)
            continue
        amounts |= found
        if not holds:
            failed = True
            broken.update(block.variables, block.emptied)
    answers = []
    if failed:
        for block in blocks(system, naught(system, printed=False)):
            if not block.variables or not broken.isdisjoint(block.variables):
                try:
                    answers.append(_answer(system, block, amounts))
                except UndecidedError:
                    undecided.append(block)
    return _assemble(system, amounts, answers, undecided)


def _plain(system: System, block: Block) -> tuple[bool, Mapping[int, int]]:
    """Whether a block holds, its zeros having been taken as nothing, and the amounts reached."""
    rows = [row for row in block.rows if not row.wide]
    board = Board(system, block.variables, block.prints, rows, zeros_exact=True)
    return not board.test({}), board.amounts()


def _assemble(
    system: System, amounts: dict[int, int], answers: Sequence[_Answer], undecided: list[Block]
) -> Proof:
    for answer in answers:
        amounts |= answer.amounts
    conflicts = tuple(conflict for answer in answers for conflict in answer.conflicts)
    keys = tuple(sorted({shown.key for block in undecided for shown in block.prints}))
    accused = {key for answer in answers for key in answer.accused}
    witness = tuple(amounts[at] for at in range(system.variables))
    sound = not undecided and all(conflict.explanations for conflict in conflicts)
    if sound and disagreements(system, witness, apart_from=accused):
        sound = False  # amounts that fail their own check count for nothing
        keys = tuple(sorted(shown.key for shown in system.prints))
    return Proof(
        feasible=False if conflicts else None if keys else True,
        witness=witness if sound else None,
        residue=tuple(key for answer in answers for key in answer.residue),
        conflicts=conflicts,
        undecided=keys,
    )


def _answer(system: System, block: Block, start: Mapping[int, int]) -> _Answer:
    board = Board(system, block.variables, block.prints, block.rows, start=start)
    cuts = board.test({})
    if not cuts:
        residue = _residue(board, {})
        return _Answer(board.amounts(), residue)
    located = locate(board, cuts)
    return _Explainer(system, block, board, located).answer()


def _residue(board: Board, state: Mapping[int, int]) -> tuple[int, ...]:
    """The printed zeros that cannot all be nothing: as few as giving up none of them allows."""
    values = board.simplex.value
    board.test(state)
    hiding = [item for item in sorted(board.zeros) if values[item] and item not in board.closed]
    closed = set(board.zeros) - set(hiding)
    for item in hiding:
        board.close(closed | {item})
        if board.test(state):
            board.close(closed)
        else:
            closed.add(item)
    board.close(closed)
    board.test(state)
    return tuple(
        board.doubts[at].key
        for item in sorted(set(board.zeros) - closed)
        for at in sorted(board.zeros[item])
        if not state.get(at)
    )


class _Explainer:
    """Turns the located ways of one block into conflicts with names and intervals."""

    def __init__(self, system: System, block: Block, board: Board, located: Located) -> None:
        self.system, self.block, self.board, self.located = system, block, board, located
        self.prints = {shown.key: shown for shown in block.prints}
        totals = {row.total for row in block.rows}
        self.zeros = {shown.key for shown in block.prints if shown.zero}
        self.totals = {p.key for p in block.prints if p.variable in totals}

    def answer(self) -> _Answer:
        """The conflicts, and amounts that print all but the first suspects of each."""
        board = self.board
        suffice = self._tails_suffice()
        clusters = [(c, self._ordered(c.ways.states)) for c in self.located.clusters]
        if any(not ways for _, ways in clusters):
            return self._unexplained()
        clusters = self._without_residue(clusters)
        first = self._together(clusters)
        if first is None:
            return self._unexplained()
        found = []
        for at, (cluster, ways) in enumerate(clusters):
            others = first[:at] + first[at + 1 :]
            rest = [way for way in ways if way != first[at]]
            held = [first[at], *(way for way in rest if not board.test(_union([way, *others])))]
            explained = tuple(self._explain(cluster, way, others) for way in held)
            whole = cluster.ways.complete and self.located.settled and len(held) == len(ways)
            found.append(Conflict(self._contradiction(cluster), explained, whole, suffice))
        state = _union(first)
        board.close(set())
        board.test(state)
        residue = _residue(board, state)
        accused = frozenset(board.doubts[at].key for at in state)
        return _Answer(board.amounts(), residue, tuple(found), accused)

    def _unexplained(self) -> _Answer:
        """The conflicts alone, where no ways out are known that hold together."""
        return _Answer({}, conflicts=tuple(map(self._bare, self.located.clusters)))

    def _together(self, clusters: Sequence[tuple[Cluster, list[Steps]]]) -> list[Steps] | None:
        """One way for each cluster, the likeliest that hold together; None where none was found.

        The clusters' ways were tried beside the first of the others, not in every mixture.
        """
        self.board.close(set())
        for way_at in _picks([len(ways) for _, ways in clusters]):
            picked = [ways[at] for (_, ways), at in zip(clusters, way_at, strict=True)]
            if not self.board.test(_union(picked)):
                return picked
        tried = [cluster.ways.states[0] for cluster, _ in clusters]
        return None if self.board.test(_union(tried)) else tried

    def _tails_suffice(self) -> bool:
        """Whether the block holds once every number may be one unit in the last place off."""
        board, state = self.board, dict[int, int]()
        cuts = [cut for cluster in self.located.clusters for cut in cluster.cuts]
        while cuts:
            more = {at for cut in cuts for at in doubts_of(board, cut)} - state.keys()
            more = {at for at in more if len(board.doubts[at].prices) > 1}
            if not more:
                return False
            state |= dict.fromkeys(more, 1)
            cuts = board.test(state)
        return True

    def _ordered(self, ways: Iterable[Steps]) -> list[Steps]:
        """The likelier first: totals, which restate their parts, come late, printed zeros last."""
        doubts = self.board.doubts
        return sorted(
            ways,
            key=lambda way: (
                len(way),
                sum(doubts[at].key in self.zeros for at, _ in way),
                sum(doubts[at].key in self.totals for at, _ in way),
                [doubts[at].key for at, _ in way],
            ),
        )

    def _without_residue(
        self, clusters: list[tuple[Cluster, list[Steps]]]
    ) -> list[tuple[Cluster, list[Steps]]]:
        """Where some ways need no printed zero to hide anything, only those."""
        board = self.board
        picked = [ways[0] for _, ways in clusters]
        result = []
        for at, (cluster, ways) in enumerate(clusters):
            board.close(self._own_zeros(cluster))
            others = picked[:at] + picked[at + 1 :]
            clean = [way for way in ways if not board.test(_union([way, *others]))]
            result.append((cluster, clean or ways))
            picked[at] = (clean or ways)[0]
        board.close(set())
        return result

    def _own_zeros(self, cluster: Cluster) -> set[int]:
        """The printed zeros no other conflict rests on."""
        others = [other for other in self.located.clusters if other is not cluster]
        used = {side[0] for other in others for cut in other.cuts for side, _ in cut.terms}
        return set(self.board.zeros) - used

    def _bare(self, cluster: Cluster) -> Conflict:
        return Conflict(self._contradiction(cluster), (), False, False)

    def _contradiction(self, cluster: Cluster) -> Contradiction:
        return contradiction(self.system, self.block, self.board, cluster)

    def _explain(self, cluster: Cluster, way: Steps, others: Sequence[Steps]) -> Explanation:
        board = self.board
        freed = {at: len(board.doubts[at].prices) for at, _ in way}
        state = {**_union(others), **freed}
        board.close(self._own_zeros(cluster))
        if board.test(state):
            board.close(set())
            board.test(state)
        suspects = tuple(self._suspect(at, level) for at, level in way)
        board.close(set())
        return Explanation(suspects, cluster.ways.price)

    def _suspect(self, at: int, level: int) -> Suspect:
        doubt = self.board.doubts[at]
        shown = self.prints.get(doubt.key)
        tail = level < len(doubt.prices)
        if shown is None:
            return Suspect(doubt.key, None, None, None, tail)
        span = reach(self.board, doubt.items[0])
        return Suspect(
            doubt.key, shown.variable, span.low, span.high, tail, _cut(shown, span), span.exact
        )


def _picks(counts: Sequence[int]) -> Iterator[list[int]]:
    """Which way to take of each cluster: the first of all, then another of one, then of all."""
    first = [0] * len(counts)
    yield first
    singles = [(at, way) for at, count in enumerate(counts) for way in range(1, count)]
    for at, way in singles[:_MOST_PICKS]:
        yield [*first[:at], way, *first[at + 1 :]]
    for way in range(1, min(max(counts, default=1), _MOST_PICKS)):
        yield [min(way, count - 1) for count in counts]


def _cut(shown: Print, span: Reach) -> bool:
    """Whether the number is explained by cutting digits off instead of rounding."""
    if shown.truncation is None or span.low is None or span.high is None:
        return False
    return span.low <= shown.truncation[1] and shown.truncation[0] <= span.high


def _union(ways: Iterable[Steps]) -> dict[int, int]:
    return {at: level for way in ways for at, level in way}
