"""Controlled rounding down a code tree: printed parts that add to printed totals (平衡舍入)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Generic

from attrs import frozen

from budgetdisclosure.amounts import ZERO, Amount, Figure, Unit
from budgetdisclosure.calc.rollup import rollup
from budgetdisclosure.codes.code import C
from budgetdisclosure.errors import ModelError
from budgetdisclosure.wording import Wording


def round_tree(
    leaves: Mapping[C, Amount], unit: Unit = Unit.WAN, places: int = 2
) -> dict[C | None, Figure]:
    """What each code and the grand total (None) prints, so that every sum of prints holds.

    Each figure is its true amount rounded down or up to the last place, never further. Among all
    such roundings the total movement is the least; of equal ones the earlier codes are rounded up.
    Raises ModelError where a code has an amount of its own and codes below it.

    >>> from budgetdisclosure.codes.code import FunctionCode as F
    >>> parts = {F("2080108"): "4.265", F("2080109"): "104.597"}
    >>> printed = round_tree({code: Amount.of(text, Unit.WAN) for code, text in parts.items()})
    >>> [f"{code or '合计'} {figure}" for code, figure in printed.items()][2:]
    ['20801 108.86万元', '2080108 4.26万元', '2080109 104.60万元']
    """
    tree = _grown(leaves, unit.fen, 10**places)
    ups = _risen(tree)
    return {
        code: Figure(Decimal(node.low + (code in ups)).scaleb(-places), unit, places)
        for code, node in tree.items()
    }


@frozen(eq=False)
class _Node(Generic[C]):
    """A code with the codes below it, in steps of the last place.

    ``low`` is its amount rounded down; ``gain`` is how much more the whole subtree moves if it is
    rounded up instead, None where there is nothing to round.
    """

    low: int
    below: tuple[C, ...]
    needed: int
    """How many of those below are rounded up when this one is rounded down."""
    down: int
    gain: int | None


def _grown(leaves: Mapping[C, Amount], fen: int, scale: int) -> dict[C | None, _Node[C]]:
    """The tree in the order of the book, built from its leaves up; costs are in 1/fen steps."""
    sums = {code: row.get("n", ZERO).fen for code, row in rollup(_rows(leaves)).items()}
    below = _below(code for code in sums if code is not None)
    tree: dict[C | None, _Node[C]] = {}
    for code in reversed(sums):
        parts = below.get(code, ())
        if code in leaves and parts:
            raise _both(str(code), str(parts[0]))
        low, rest = divmod(sums[code] * scale, fen)
        tree[code] = _node(low, rest, fen, parts, tree)
    return {code: tree[code] for code in sums}


def _node(
    low: int, rest: int, fen: int, parts: tuple[C, ...], tree: Mapping[C | None, _Node[C]]
) -> _Node[C]:
    needed = low - sum(tree[part].low for part in parts) if parts else 0
    gains = sorted(gain for part in parts if (gain := tree[part].gain) is not None)
    down = rest + sum(tree[part].down for part in parts) + sum(gains[:needed])
    up_more = fen - 2 * rest + (gains[needed] if parts and rest else 0)
    return _Node(low, parts, needed, down, up_more if rest else None)


def _risen(tree: Mapping[C | None, _Node[C]]) -> set[C | None]:
    """Which nodes are rounded up, chosen from the top down."""
    ups: set[C | None] = set()
    top = tree[None].gain
    if top is not None and top <= 0:
        ups.add(None)
    for code, node in tree.items():
        free = [(gain, part) for part in node.below if (gain := tree[part].gain) is not None]
        chosen = sorted(free, key=lambda pair: pair[0])[: node.needed + (code in ups)]
        ups.update(part for _, part in chosen)
    return ups


def _rows(leaves: Mapping[C, Amount]) -> Iterable[tuple[C, dict[str, Amount]]]:
    yield from ((code, {"n": amount}) for code, amount in leaves.items())


def _below(codes: Iterable[C]) -> dict[C | None, tuple[C, ...]]:
    below: dict[C | None, tuple[C, ...]] = {}
    for code in codes:
        below[code.parent] = (*below.get(code.parent, ()), code)
    return below


def _both(code: str, below: str) -> ModelError:
    return ModelError(
        Wording(
            "科目自身有金额，其下级科目也有金额，无法逐级平衡",
            "a code has an amount of its own and so has a code below it",
        ),
        excerpt=f"{code}、{below}",
        remedy=Wording("请把金额全部记到末级科目", "Book every amount at the lowest level"),
    )
