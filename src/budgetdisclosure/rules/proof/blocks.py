"""A system cut into blocks that share nothing (独立分块)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from budgetdisclosure.rules.proof.system import Print, Row, System


@frozen
class Block:
    """Variables bound together by rows, with their prints.

    A row all of whose variables are nothing is a block by itself; ``emptied`` are those variables.
    """

    variables: tuple[int, ...]
    prints: tuple[Print, ...]
    rows: tuple[Row, ...]
    emptied: tuple[int, ...] = ()


def naught(system: System, *, printed: bool) -> set[int]:
    """The variables that are exactly nothing: known to be, or, if wished, printed only as 0.00."""
    known = {at for at, bounds in system.known.items() if bounds == (0, 0)}
    shown = {shown.variable for shown in system.prints}
    if not printed:
        return known - shown
    other = {shown.variable for shown in system.prints if not shown.zero}
    return (known | shown) - other


def blocks(system: System, without: set[int]) -> list[Block]:
    """The independent blocks, the variables in ``without`` being nothing in every row."""
    rows = [_strip(row, without) for row in system.rows]
    leader = list(range(system.variables))
    stated: dict[int, int] = {}
    for row in rows:
        names = [at for at, _ in row.terms]
        if row.states is not None and names:
            names.append(stated.setdefault(row.states, names[0]))
        _join(leader, names)
    members: dict[int, tuple[list[int], list[Print], list[Row]]] = {}
    for variable in range(system.variables):
        if variable not in without:
            root = _root(leader, variable)
            members.setdefault(root, ([], [], []))[0].append(variable)
    for shown in system.prints:
        if shown.variable not in without:
            members[_root(leader, shown.variable)][1].append(shown)
    lone = []
    for row, whole in zip(rows, system.rows, strict=True):
        if row.terms:
            members[_root(leader, row.terms[0][0])][2].append(row)
        elif not row.holds({}):
            lone.append(Block((), (), (row,), tuple(at for at, _ in whole.terms)))
    return [Block(tuple(v), tuple(p), tuple(r)) for v, p, r in members.values()] + lone


def _strip(row: Row, without: set[int]) -> Row:
    kept = tuple(term for term in row.terms if term[0] not in without)
    if len(kept) == len(row.terms):
        return row
    return Row(kept, row.sense, row.constant, row.key, row.total, row.states, row.wide)


def _join(leader: list[int], names: Iterable[int]) -> None:
    roots = {_root(leader, name) for name in names}
    if roots:
        first = min(roots)
        for root in roots:
            leader[root] = first


def _root(leader: list[int], name: int) -> int:
    while leader[name] != name:
        leader[name] = leader[leader[name]]
        name = leader[name]
    return name
