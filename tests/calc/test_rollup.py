from __future__ import annotations

import random
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount
from budgetdisclosure.calc.rollup import rollup
from budgetdisclosure.codes.code import FunctionCode
from budgetdisclosure.errors import ModelError

CODES = st.builds(
    lambda a, b, c: FunctionCode(f"2{a:02}{b:02}{c:02}"),
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(1, 4),
)
ROWS = st.dictionaries(
    st.sampled_from("abc"), st.integers(-(10**12), 10**12).map(Amount), min_size=1
)
LEAVES = st.lists(st.tuples(CODES, ROWS), max_size=30)


def plain(rolled: dict) -> dict:
    return {k: {c: a.fen for c, a in row.items()} for k, row in rolled.items()}


@given(LEAVES)
def test_it_agrees_with_a_plain_dictionary_of_prefixes(leaves: list) -> None:
    expected: dict[tuple[str, str], int] = defaultdict(int)
    for code, row in leaves:
        for prefix in ("", code.digits[:3], code.digits[:5], code.digits):
            for column, amount in row.items():
                expected[prefix, column] += amount.fen
    found = {
        (str(code or ""), column): amount.fen
        for code, row in rollup(leaves).items()
        for column, amount in row.items()
    }
    assert {k: v for k, v in found.items() if v} == {k: v for k, v in expected.items() if v}
    assert set(expected) <= set(found)


@given(LEAVES, LEAVES)
def test_it_is_additive(one: list, two: list) -> None:
    both = plain(rollup(one + two))
    parts = (plain(rollup(one)), plain(rollup(two)))
    for key, row in both.items():
        for column, fen in row.items():
            assert fen == sum(part.get(key, {}).get(column, 0) for part in parts)


@given(LEAVES, st.randoms(use_true_random=False))
def test_the_order_of_leaves_does_not_matter(leaves: list, chance: random.Random) -> None:
    shuffled = chance.sample(leaves, len(leaves))
    once, again = rollup(leaves), rollup(shuffled)
    assert once == again
    assert list(once) == list(again)


def test_nothing_rolls_up_to_an_empty_total() -> None:
    assert rollup([]) == {None: {}}


@given(CODES, CODES, st.integers(1, 10**9), st.sampled_from(["a", "b"]))
def test_printed_parents_are_not_counted_again(
    code: FunctionCode, other: FunctionCode, fen: int, column: str
) -> None:
    """Whatever parent of a leaf comes with an amount in its column is refused, in others not."""
    leaves = [(code, {"a": Amount(fen)}), (other, {"a": Amount(fen)})]
    for above in code.ancestors:
        mixed = [*leaves, (above, {column: Amount(fen)})]
        if column == "a":
            with pytest.raises(ModelError, match="重复"):
                rollup(mixed)
        else:
            assert rollup(mixed)[None]["a"] == rollup(leaves)[None]["a"]
        assert rollup([*leaves, (above, {"a": Amount(0)})])[None] == rollup(leaves)[None]
