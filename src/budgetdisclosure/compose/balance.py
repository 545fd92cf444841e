"""Controlled rounding of a whole disclosure: every printed relation holds exactly (平衡舍入)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.compose.solve import Solution, clashing, solve
from budgetdisclosure.compose.system import (
    Cell,
    Constraint,
    System,
    cells_of,
    components,
    system_of,
)
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import CellRef
from budgetdisclosure.rules.catalogue import catalogue
from budgetdisclosure.rules.relation import Relation, Sense, show_sides
from budgetdisclosure.wording import Wording


@frozen
class Clash:
    """Relations that no rounding can keep all at once; the last one was given up (不能同时成立)."""

    relations: tuple[Relation, ...]

    @property
    def wording(self) -> Wording:
        """The clash in words."""
        shown = "；".join(show_sides(relation) for relation in self.relations)
        return Wording(
            f"以下关系无法同时平衡，最后一项保留尾差：{shown}",
            f"no rounding keeps all of these, the last one keeps a tail: {shown}",
        )


@frozen
class Balance:
    """What controlled rounding came to.

    ``movement`` is the total distance of the printed figures from their true amounts, in fen;
    ``proven`` says whether least movement was proven in exact arithmetic.
    """

    disclosure: Disclosure
    clashes: tuple[Clash, ...]
    movement: Fraction
    proven: bool


def relations_of(disclosure: Disclosure) -> Iterator[Relation]:
    """Every relation that the audit would check on ``disclosure``."""
    for rule in catalogue():
        if rule.applies_to(disclosure):
            for outcome in rule.check(disclosure):
                if isinstance(outcome, Relation):
                    yield outcome


def balanced(
    exact: Disclosure,
    unit: Unit,
    places: int,
    show: Callable[[Callable[[Figure], Figure]], Disclosure],
) -> Balance:
    """Round ``exact`` so that every relation the audit checks holds between the printed figures.

    Each figure is its true amount rounded down or up, and the total movement is the least there
    is. ``show`` prints the disclosure given how one figure is printed. Relations are asked of the
    printed disclosure as well, since some rules look at what is printed.
    """
    cells = cells_of(exact.figures(), unit, places)
    relations = tuple(relations_of(exact))
    wanted: dict[frozenset[tuple[CellRef | None, int]], Relation] = {}
    while True:
        system = system_of(cells, relations, wanted.values())
        solution, clashes = _solved(system)
        steps = system.steps(solution.ups)
        made = show(_printer(steps, unit, places))
        fresh = {_terms(r): r for r in relations_of(made) if _broken(r)}
        if fresh.keys() <= wanted.keys():
            break
        wanted |= fresh
    movement = _movement(cells, steps) / 10**places
    return Balance(made, clashes, movement, solution.proven)


def _solved(system: System) -> tuple[Solution, tuple[Clash, ...]]:
    ups: dict[int, int] = {}
    cost, proven = 0, True
    clashes: list[Clash] = []
    for unknowns, constraints in components(system):
        costs = {at: system.costs[at] for at in unknowns}
        found, given_up = _component(unknowns, costs, constraints)
        ups |= found.ups
        cost += found.cost
        proven = proven and found.proven
        clashes += given_up
    return Solution(ups, cost, proven), tuple(clashes)


def _component(
    unknowns: Sequence[int], costs: dict[int, int], constraints: Sequence[Constraint]
) -> tuple[Solution, list[Clash]]:
    """The best rounding; while there is none, one of the relations that clash is loosened."""
    kept, clashes = list(constraints), []
    nothing = dict.fromkeys(unknowns, 0)
    while (found := solve(unknowns, costs, kept)) is None:
        core = clashing(kept, lambda some: solve(unknowns, nothing, some) is not None)
        clashes.append(Clash(tuple(constraint.relation for constraint in core)))
        kept = [loose for c in kept for loose in (_loosened(c) if c is core[-1] else [c])]
    return found, clashes


def _loosened(constraint: Constraint) -> list[Constraint]:
    """The constraint with the tail that rounding each figure by itself may leave, or none."""
    figures = [f for f in constraint.relation.figures if f.number != 0]
    tail = (len(figures) - 1) // 2
    if tail == 0 or constraint.low is None or constraint.low != constraint.high:
        return []
    return [evolve(constraint, low=constraint.low - tail, high=constraint.high + tail)]


def _printer(steps: dict[CellRef, int], unit: Unit, places: int) -> Callable[[Figure], Figure]:
    def print_figure(figure: Figure) -> Figure:
        assert figure.cell is not None
        return Figure(Decimal(steps[figure.cell]).scaleb(-places), unit, places)

    return print_figure


def _movement(cells: dict[CellRef, Cell], steps: dict[CellRef, int]) -> Fraction:
    moved = (abs((steps[ref] - cell.low) * cell.whole - cell.rest) for ref, cell in cells.items())
    return Fraction(sum(moved))


def _broken(relation: Relation) -> bool:
    residual = sum(term.times * term.figure.printed_fen for term in relation.terms)
    return residual > 0 or (relation.sense is Sense.EQUAL and residual != 0)


def _terms(relation: Relation) -> frozenset[tuple[CellRef | None, int]]:
    return frozenset((term.figure.cell, term.times) for term in relation.terms)
