from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount, Unit
from budgetdisclosure.calc.rollup import rollup
from budgetdisclosure.calc.rounding import round_tree
from budgetdisclosure.codes.code import FunctionCode
from budgetdisclosure.errors import ModelError

CODES = st.builds(
    lambda a, b, c: FunctionCode(f"2{a:02}{b:02}{c:02}"),
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(1, 4),
)
AMOUNTS = st.one_of(
    st.integers(-(10**9), 10**9), st.integers(0, 300), st.sampled_from([0, 5000, 10000, 4999])
).map(Amount)
UNITS = st.sampled_from(
    [(Unit.YUAN, 0), (Unit.YUAN, 2), (Unit.WAN, 2), (Unit.WAN, 6), (Unit.YI, 4)]
)


@given(st.dictionaries(CODES, AMOUNTS, max_size=40), UNITS)
def test_prints_add_up_and_none_moves_a_whole_step(leaves: dict, form: tuple[Unit, int]) -> None:
    printed = round_tree(leaves, *form)
    exact = rollup((code, {"n": amount}) for code, amount in leaves.items())
    step = Fraction(form[0].fen, 10 ** form[1])
    for code, figure in printed.items():
        true = exact[code]["n"].fen if leaves else 0
        assert abs(figure.printed_fen - true) < step
        below = [f.number for c, f in printed.items() if c is not None and c.parent == code]
        assert not below or figure.number == sum(below)


def brute_force(leaves: dict[FunctionCode, Amount], fen: int) -> int:
    """The least total movement, by trying every way to round every leaf up or down."""
    exact = {c: row["n"].fen for c, row in rollup((c, {"n": a}) for c, a in leaves.items()).items()}
    best = None
    ways = [{amount.fen // fen, -(-amount.fen // fen)} for amount in leaves.values()]
    for way in itertools.product(*ways):
        rows = rollup((c, {"n": Amount(n)}) for c, n in zip(leaves, way, strict=True))
        moves = [abs(row["n"].fen * fen - exact[code]) for code, row in rows.items()]
        if max(moves, default=0) < fen:
            best = sum(moves) if best is None else min(best, sum(moves))
    assert best is not None
    return best


@given(st.dictionaries(CODES, st.integers(-250, 250).map(Amount), min_size=1, max_size=8))
def test_the_movement_is_the_least_there_is(leaves: dict) -> None:
    exact = rollup((code, {"n": amount}) for code, amount in leaves.items())
    printed = round_tree(leaves, Unit.YUAN, 0)
    moved = sum(abs(figure.printed_fen - exact[code]["n"].fen) for code, figure in printed.items())
    assert moved == brute_force(leaves, 100)


def test_amounts_at_two_levels_of_one_branch_are_refused() -> None:
    with pytest.raises(ModelError, match="末级科目"):
        round_tree({FunctionCode("20801"): Amount(1), FunctionCode("2080109"): Amount(1)})
