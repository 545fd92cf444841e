"""Solving for the ups and downs that move least: exact search for few unknowns, HiGHS for many.

HiGHS computes with floats, so nothing is taken from it on trust: its answer is rounded to whole
ups and downs and checked in whole numbers, and where its prices prove that no other answer moves
less, that proof is checked in whole numbers too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen

from budgetdisclosure.compose.system import Constraint
from budgetdisclosure.errors import missing_extra
from budgetdisclosure.wording import Wording

FEW = 16
"""Up to so many unknowns are searched through; more are given to HiGHS."""


@frozen
class Solution:
    """The unknowns' values, what they cost, and whether least cost is proven exactly."""

    ups: Mapping[int, int]
    cost: int
    proven: bool


Solver = Callable[[Sequence[int], Mapping[int, int], Sequence[Constraint]], Solution | None]


def solve(
    unknowns: Sequence[int], costs: Mapping[int, int], constraints: Sequence[Constraint]
) -> Solution | None:
    """The values of least cost that keep every constraint; None where there are none.

    Needs ``pip install "budgetdisclosure[proof]"`` for more than a few unknowns.
    """
    solver = search if len(unknowns) <= FEW else optimise
    return solver(unknowns, costs, constraints)


def search(
    unknowns: Sequence[int], costs: Mapping[int, int], constraints: Sequence[Constraint]
) -> Solution | None:
    """Every way that may still be better than the best so far, the cheaper value first."""
    users = {at: [c for c in constraints if any(at == u for u, _ in c.terms)] for at in unknowns}
    order = sorted(unknowns, key=lambda at: (-len(users[at]), at))
    bounds = [0]
    for at in reversed(order):
        bounds.append(bounds[-1] + min(0, costs[at]))
    least = bounds[::-1]
    best: list[Solution | None] = [None]
    ups: dict[int, int] = {}

    def descend(depth: int, cost: int) -> None:
        if best[0] is not None and cost + least[depth] >= best[0].cost:
            return
        if depth == len(order):
            best[0] = Solution(dict(ups), cost, True)
            return
        at = order[depth]
        for value in (1, 0) if costs[at] < 0 else (0, 1):
            ups[at] = value
            if all(_possible(c, ups) for c in users[at]):
                descend(depth + 1, cost + value * costs[at])
            del ups[at]

    descend(0, 0)
    return best[0]


def _possible(constraint: Constraint, ups: Mapping[int, int]) -> bool:
    """Whether the unknowns without a value can still make it hold."""
    least = most = 0
    for at, by in constraint.terms:
        value = ups.get(at)
        least += by * value if value is not None else min(0, by)
        most += by * value if value is not None else max(0, by)
    return least <= constraint.high and (constraint.low is None or most >= constraint.low)


def optimise(
    unknowns: Sequence[int], costs: Mapping[int, int], constraints: Sequence[Constraint]
) -> Solution | None:
    """The answer of HiGHS, checked: first without wholeness, which mostly comes by itself."""
    highs = _highs()
    column = {at: number for number, at in enumerate(unknowns)}
    program = _program(highs, column, costs, constraints)
    relaxed = _run(highs, program)
    if relaxed is None:
        return None
    values, prices = relaxed
    found = _whole(values, column, constraints)
    if found is None:
        program.integrality_ = [highs.HighsVarType.kInteger] * len(column)
        answer = _run(highs, program)
        found = _whole(answer[0], column, constraints) if answer else None
    if found is None:
        return None
    cost = sum(costs[at] * up for at, up in found.items())
    return Solution(found, cost, _least(prices, costs, constraints) == cost)


def _highs() -> Any:
    try:
        import highspy
    except ImportError as error:
        use = Wording("多表同时平衡舍入", "controlled rounding over several tables")
        raise missing_extra("highspy", "proof", use) from error
    return highspy


def _program(
    highs: Any,
    column: Mapping[int, int],
    costs: Mapping[int, int],
    constraints: Sequence[Constraint],
) -> Any:
    starts, places, factors = [0], [], []
    for constraint in constraints:
        places += [column[at] for at, _ in constraint.terms]
        factors += [by for _, by in constraint.terms]
        starts.append(len(places))
    program = highs.HighsLp()
    program.num_col_, program.num_row_ = len(column), len(constraints)
    program.col_cost_ = [costs[at] for at in column]
    program.col_lower_, program.col_upper_ = [0] * len(column), [1] * len(column)
    program.row_lower_ = [-highs.kHighsInf if c.low is None else c.low for c in constraints]
    program.row_upper_ = [c.high for c in constraints]
    matrix = program.a_matrix_
    matrix.format_ = highs.MatrixFormat.kRowwise
    matrix.start_, matrix.index_, matrix.value_ = starts, places, factors
    return program


def _run(highs: Any, program: Any) -> tuple[list[int], list[int]] | None:
    """Values and prices, rounded to thousandths of themselves: whole numbers times a thousand."""
    solver = highs.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
        solver.setOptionValue(option, value)
    for option in ("mip_rel_gap", "mip_abs_gap"):
        solver.setOptionValue(option, "0")
    solver.passModel(program)
    solver.run()
    if solver.getModelStatus() != highs.HighsModelStatus.kOptimal:
        return None
    answer = solver.getSolution()
    return [round(v * 1000) for v in answer.col_value], [round(p) for p in answer.row_dual]


def _whole(
    thousandths: Sequence[int], column: Mapping[int, int], constraints: Sequence[Constraint]
) -> dict[int, int] | None:
    """The values, if all are 0 or 1 and every constraint holds exactly."""
    if any(value not in (0, 1000) for value in thousandths):
        return None
    found = {at: thousandths[number] // 1000 for at, number in column.items()}
    return found if all(constraint.holds(found) for constraint in constraints) else None


def _least(
    prices: Sequence[int], costs: Mapping[int, int], constraints: Sequence[Constraint]
) -> int:
    """What any answer must cost, by these prices of the constraints (weak duality)."""
    reduced = dict(costs)
    bound = 0
    for price, constraint in zip(prices, constraints, strict=True):
        end = constraint.low if price > 0 else constraint.high
        if end is None:
            continue
        bound += price * end
        for at, by in constraint.terms:
            reduced[at] -= price * by
    return bound + sum(min(0, cost) for cost in reduced.values())


def clashing(
    constraints: Sequence[Constraint], feasible: Callable[[Sequence[Constraint]], bool]
) -> tuple[Constraint, ...]:
    """A smallest set of the constraints that cannot hold together (Junker's QuickXplain)."""

    def explain(base: list[Constraint], fresh: bool, rest: list[Constraint]) -> list[Constraint]:
        if fresh and not feasible(base):
            return []
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        second = explain(base + rest[:half], True, rest[half:])
        first = explain(base + second, bool(second), rest[:half])
        return first + second

    return tuple(explain([], False, list(constraints)))
