"""Controlled rounding of a whole disclosure: every printed relation holds exactly (平衡舍入)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from attrs import evolve, frozen

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.compose.further import AGENCY
from budgetdisclosure.compose.solve import GaveUpError, Impossible, Solution, clashing, solve
from budgetdisclosure.compose.sums import THREE_PUBLIC
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
from budgetdisclosure.rules.proof.values import Value
from budgetdisclosure.rules.relation import Relation, Sense, equal, same, show_sides
from budgetdisclosure.wording import Wording

_SPENDING = ("expenditure", "general_budget_expenditure", "government_fund", "state_capital")
_TRIES = 15  # ways to print amounts alike that are looked at, before that is left alone
_NONE: Mapping[CellRef, Value] = MappingProxyType({})


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
    ``proven`` says that prices of the relations prove it the least; where they do not, every other
    way was tried.
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


Show = Callable[[Callable[[Figure], Figure]], Disclosure]
"""Prints a disclosure, given how one figure is printed."""


def balanced(
    exact: Disclosure, unit: Unit, places: int, show: Show, like: Mapping[CellRef, Value] = _NONE
) -> Balance:
    """Round ``exact`` so that every relation the audit checks holds between the printed figures.

    Each figure is its true amount rounded down or up, and the total movement is the least there
    is. An expenditure that stands in two tables is printed alike, if that is easily had, and cells
    of ``like`` as the fen there. Relations are asked of the printed disclosure as well, since some
    rules look at what is printed.
    """
    cells = cells_of(exact.figures(), unit, places, like)
    relations = (*relations_of(exact), *_operating_costs(exact), *_units(exact))
    try:
        return _balanced(cells, (*relations, *repeated(exact)), unit, places, show, _TRIES)
    except GaveUpError:
        return _balanced(cells, relations, unit, places, show)


def repeated(exact: Disclosure) -> Iterator[Relation]:
    """The same expenditure in the table of all funds and in that of its own (同一数据)."""
    seen: dict[tuple[str, str, Value], Figure] = {}
    for figure in exact.figures():
        if figure.cell is not None and figure.value and figure.cell.table in _SPENDING:
            key = figure.cell.row, figure.cell.column, figure.printed_fen
            if (first := seen.setdefault(key, figure)) is not figure:
                yield same(figure, first)
    yield from _three_public(exact)


def _operating_costs(exact: Disclosure) -> Iterator[Relation]:
    """An item of 机关运行经费 that is all of 公用经费's is printed as that is."""
    running = {
        line.key: line.figures().get("running") or line.figures()["amount"]
        for line in exact.basic_expenditure.lines
    }
    for table in exact.others:
        for line in table.lines if table.id == "agency_operating_costs" else ():
            cost, paid = line.figures()[AGENCY], running.get(line.key)
            if paid and paid.value and cost.printed_fen == paid.printed_fen:
                yield same(cost, paid)


def _units(exact: Disclosure) -> Iterator[Relation]:
    """Revenue told by unit: the one unit's row is the total's; what is carried over adds up."""
    lines = [line for line in exact.income.lines if line.code is None]
    for line in lines[1:] if len(lines) == len(exact.income.lines) else ():
        pairs = zip(line.figures().values(), lines[0].figures().values(), strict=True)
        yield from (same(one, other) for one, other in pairs if other.value)
    for line in lines:
        carried = [extra.figure for extra in line.extras if isinstance(extra.figure, Figure)]
        if carried:
            yield equal(line.carryover, *carried)


def _three_public(exact: Disclosure) -> Iterator[Relation]:
    """A cost of 三公 that is all of an economic item is that item's amount, printed again."""
    for line in exact.basic_expenditure.lines:
        column = THREE_PUBLIC.get(line.key)
        for public in exact.three_public.lines if column else ():
            cost = public.figures().get(column or "")
            paid = line.figures().get("amount")
            if cost and paid and cost.value and cost.printed_fen == paid.printed_fen:
                yield same(cost, paid)


def _balanced(
    cells: dict[CellRef, Cell],
    relations: Sequence[Relation],
    unit: Unit,
    places: int,
    show: Show,
    tries: int | None = None,
) -> Balance:
    wanted: dict[frozenset[tuple[CellRef | None, int]], Relation] = {}
    while True:
        system = system_of(cells, relations, wanted.values())
        ups, clashes, proven = _solved(system, tries)
        steps = system.steps(ups)
        made = show(_printer(steps, unit, places))
        fresh = {_terms(r): r for r in relations_of(made) if _broken(r)}
        if fresh.keys() <= wanted.keys():
            break
        wanted |= fresh
    movement = _movement(cells, steps) / 10**places
    return Balance(made, clashes, movement, proven)


def _solved(system: System, tries: int | None) -> tuple[dict[int, int], tuple[Clash, ...], bool]:
    """The unknowns' values, what clashes, and whether prices prove that nothing moves less."""
    ups: dict[int, int] = {}
    clashes: list[Clash] = []
    proven = True
    for unknowns, constraints in components(system):
        costs = {at: system.costs[at] for at in unknowns}
        found, kept, given_up = given_way(unknowns, costs, constraints, tries)
        ups |= found.ups
        clashes += given_up
        proven = proven and found.proven(costs, kept)
    return ups, tuple(clashes), proven


def given_way(
    unknowns: Sequence[int],
    costs: dict[int, int],
    constraints: Sequence[Constraint],
    tries: int | None = None,
) -> tuple[Solution, list[Constraint], list[Clash]]:
    """The best rounding; while there is none, one of the relations that clash is loosened."""
    kept, clashes = list(constraints), []
    while isinstance(found := solve(unknowns, costs, kept, tries), Impossible):
        if tries is not None:
            raise GaveUpError
        core = clashing(found.constraints)
        asked = [constraint for constraint in core if constraint.wanted]
        if asked:  # a rule reads something into the printed figures that is not so
            kept = [constraint for constraint in kept if constraint is not asked[-1]]
            continue
        clashes.append(Clash(tuple(constraint.relation for constraint in core)))
        kept = [loose for c in kept for loose in (_loosened(c) if c is core[-1] else [c])]
    return found, kept, clashes


def _loosened(constraint: Constraint) -> list[Constraint]:
    """The constraint with the tail that rounding each figure by itself may leave, or none."""
    figures = [f for f in constraint.relation.figures if f.counted != 0]
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
