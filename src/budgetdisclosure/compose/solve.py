"""Solving for the ups and downs that move least, exactly (求最小移动).

The simplex without wholeness mostly comes to whole ups and downs by itself, and its prices are
then a proof that anyone can check; where it does not, one unknown at a time is tried both ways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, field, frozen

from budgetdisclosure.compose.dual import Tableau
from budgetdisclosure.compose.system import Constraint
from budgetdisclosure.rules.proof.values import Value


@frozen
class Solution:
    """The unknowns' values and what they cost: no others cost less.

    ``prices`` of the constraints prove it where that is how it was found: see ``least_cost``.
    """

    ups: Mapping[int, int]
    cost: int
    prices: tuple[Value, ...] | None = None

    def proven(self, costs: Mapping[int, int], constraints: Sequence[Constraint]) -> bool:
        """Whether the values keep every constraint and the prices prove that none cost less."""
        held = all(constraint.holds(self.ups) for constraint in constraints)
        prices = self.prices
        return held and prices is not None and least_cost(prices, costs, constraints) == self.cost


@frozen
class Impossible:
    """Constraints that no values keep all at once; not the fewest (不能同时成立)."""

    constraints: tuple[Constraint, ...]


class GaveUpError(Exception):
    """More ways were to be tried than allowed."""


def solve(
    unknowns: Sequence[int],
    costs: Mapping[int, int],
    constraints: Sequence[Constraint],
    tries: int | None = None,
) -> Solution | Impossible:
    """The values of least cost that keep every constraint, or constraints that clash.

    Raises GaveUpError where more than ``tries`` ways would have to be tried.
    """
    column = {at: number for number, at in enumerate(unknowns)}
    sums = [(c.low, c.high, [(column[at], by) for at, by in c.terms]) for c in constraints]
    own = [costs[at] for at in unknowns]
    search = _Search(Tableau(own, sums), own, tries)
    search.explore()
    if search.best is None:
        return Impossible(tuple(constraints[at] for at in sorted(search.clashing)))
    ups = dict(zip(unknowns, search.best, strict=True))
    return Solution(ups, sum(costs[at] for at, up in ups.items() if up), search.prices)


@define
class _Search:
    """Every way that may be cheaper than the best so far, one broken unknown after the other."""

    tableau: Tableau
    costs: Sequence[int]
    tries: int | None
    best: list[int] | None = None
    prices: tuple[Value, ...] | None = None
    clashing: set[int] = field(factory=set)

    def cost(self, values: Sequence[Value]) -> Value:
        return sum(cost * value for cost, value in zip(self.costs, values, strict=True) if value)

    def explore(self, depth: int = 0) -> None:
        """Look below what is bound already."""
        if self.tries is not None:
            self.tries -= 1
            if self.tries < 0:
                raise GaveUpError
        stuck = self.tableau.settle()
        if stuck is not None:
            self.clashing |= self.tableau.sums_of(stuck)
            return
        values = self.tableau.value[: self.tableau.unknowns]
        if self.best is not None and self.cost(values) > self.cost(self.best) - 1:
            return
        at = self.tableau.broken()
        if at is None:
            self.best = [int(value) for value in values]
            self.prices = None if depth else tuple(self.tableau.prices())
            return
        nearest = int(2 * values[at] >= 1)
        for up in (nearest, 1 - nearest):
            self.tableau.bound(at, up, up)
            self.explore(depth + 1)
        self.tableau.bound(at, 0, 1)


def least_cost(
    prices: Sequence[Value], costs: Mapping[int, int], constraints: Sequence[Constraint]
) -> Value:
    """What any values must cost, by these prices of the constraints (weak duality)."""
    reduced: dict[int, Value] = dict(costs)
    bound: Value = 0
    for price, constraint in zip(prices, constraints, strict=True):
        end = constraint.low if price > 0 else constraint.high
        if end is None:
            raise ValueError("a constraint without a lower end has no price above zero")
        bound += price * end
        for at, by in constraint.terms:
            reduced[at] -= price * by
    return bound + sum(min(0, cost) for cost in reduced.values())


def clashing(constraints: Sequence[Constraint]) -> tuple[Constraint, ...]:
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


def feasible(constraints: Sequence[Constraint]) -> bool:
    """Whether some values keep all of the constraints."""
    unknowns = sorted({at for constraint in constraints for at, _ in constraint.terms})
    return isinstance(solve(unknowns, dict.fromkeys(unknowns, 0), constraints), Solution)
