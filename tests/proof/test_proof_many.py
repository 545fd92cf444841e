"""Documents with many errors at once, as a badly read file has: always an answer, never a crash."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.rules.proof import Print, Proof, Row, System, disagreements, prove

YUAN = 10_000  # one unit in the last place


def blank_totals(rows: int) -> System:
    """Rows whose total is left blank, and a column that adds up over all of them."""
    amounts = [100 + 7 * at for at in range(rows)]
    prints, relations = [], []
    for at, amount in enumerate(amounts):
        total, part = 2 * at, 2 * at + 1
        prints += [
            Print(total, 0, 0, 1_000_000, key=total),
            Print.rounded(part, amount, YUAN, key=part),
        ]
        relations.append(Row(((total, 1), (part, -1)), key=at))
    whole = 2 * rows
    prints.append(Print.rounded(whole, sum(amounts), YUAN, key=whole))
    terms = ((whole, 1), *((2 * at + 1, -1) for at in range(rows)))
    return System(whole + 1, tuple(prints), (*relations, Row(terms, key=rows)))


@pytest.mark.parametrize("rows", [1, 3, 9, 30])
def test_many_blank_totals_over_one_sum(rows: int) -> None:
    """Ways that hold one by one need not hold together: the sum couples them."""
    found = prove(blank_totals(rows))
    assert found.feasible is False
    assert found.conflicts
    assert not found.undecided
    if found.witness is not None:
        check(blank_totals(rows), found)


def check(system: System, found: Proof) -> None:
    """The witness prints all but the first suspects of each conflict."""
    accused = {
        suspect.key for conflict in found.conflicts for suspect in conflict.explanations[0].suspects
    }
    assert found.witness is not None
    assert not disagreements(system, found.witness, apart_from=accused)


def tree(random: Random, groups: int, width: int, wrong: int) -> System:
    """Groups of numbers under subtotals under a total, in two columns that make a third; spoilt."""
    amounts: dict[int, int] = {}
    relations: list[Row] = []

    def cell(amount: int) -> int:
        amounts[len(amounts)] = amount
        return len(amounts) - 1

    def line(parts: list[list[int]]) -> list[int]:
        held = [cell(sum(amounts[part[at]] for part in parts)) for at in range(3)]
        for at in range(3):
            terms = ((held[at], 1), *((part[at], -1) for part in parts))
            relations.append(Row(terms, key=len(relations)))
        return held

    heads = []
    for _ in range(groups):
        leaves = []
        for _ in range(width):
            basic, project = cell(random.randrange(10**8)), cell(random.randrange(10**8))
            whole = cell(amounts[basic] + amounts[project])
            relations.append(Row(((whole, 1), (basic, -1), (project, -1)), key=len(relations)))
            leaves.append([basic, project, whole])
        heads.append(line(leaves))
    line(heads)
    units = {at: (amount + YUAN // 2) // YUAN for at, amount in amounts.items()}
    for at in random.sample(sorted(units), wrong):
        units[at] += random.choice((-1, 1)) * random.randrange(3, 5000)
    prints = tuple(Print.rounded(at, units[at], YUAN, key=at) for at in units)
    return System(len(amounts), prints, tuple(relations))


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 25))
def test_many_wrong_numbers_have_an_answer(seed: int, wrong: int) -> None:
    """However many are wrong: conflicts are named, and a witness, where given, is one."""
    system = tree(Random(seed), groups=4, width=4, wrong=wrong)
    found = prove(system)
    assert found.feasible is False or not found.conflicts
    assert not found.undecided
    if found.conflicts and found.witness is not None:
        check(system, found)
