from __future__ import annotations

import itertools
from functools import partial
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount, Figure, Unit, print_amount
from budgetdisclosure.compose.assemble import compose, exact_disclosure
from budgetdisclosure.compose.balance import balanced
from budgetdisclosure.compose.form import load_form
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.compose.printing import printed
from budgetdisclosure.compose.solve import clashing, optimise, search
from budgetdisclosure.compose.system import Constraint, cells_of, components, system_of
from budgetdisclosure.place import CellRef
from budgetdisclosure.rules import Severity, Verdict, audit
from budgetdisclosure.rules.relation import Relation, at_most, equal, same
from budgetdisclosure.testing import Seeded, ledgers, make_ledger, prints

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
STEP = 100  # fen: figures are printed in whole 元


def figure(name: str, fen: int) -> Figure:
    cell = CellRef("t", name, "c")
    return Figure(Amount(fen).in_unit(Unit.YUAN), Unit.YUAN, 2, cell=cell)


@st.composite
def grids(draw: st.DrawFn) -> tuple[list[Figure], list[Relation]]:
    """A small table with row sums, column sums, a total, a repeated column and a part of it."""
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    inner = [[draw(st.integers(-150, 350)) for _ in range(columns)] for _ in range(rows)]
    body = [[figure(f"{r}.{c}", n) for c, n in enumerate(row)] for r, row in enumerate(inner)]
    right = [figure(f"{r}.+", sum(row)) for r, row in enumerate(inner)]
    foot = [figure(f"+.{c}", sum(row[c] for row in inner)) for c in range(columns)]
    corner = figure("+.+", sum(map(sum, inner)))
    again = figure("again", sum(map(sum, inner)))
    relations = [equal(right[r], *body[r]) for r in range(rows)]
    relations += [equal(foot[c], *(row[c] for row in body)) for c in range(columns)]
    relations += [equal(corner, *right), equal(corner, *foot), same(again, corner)]
    part = figure("part", inner[0][0] - draw(st.integers(0, 60)))
    relations.append(at_most(part, body[0][0]))
    return [*itertools.chain(*body), *right, *foot, corner, again, part], relations


def solved(figures: list[Figure], relations: list[Relation], solver: object) -> dict | None:
    system = system_of(cells_of(figures, Unit.YUAN, 0), relations)
    ups: dict[int, int] = {}
    for unknowns, constraints in components(system):
        costs = {at: system.costs[at] for at in unknowns}
        found = solver(unknowns, costs, constraints)  # type: ignore[operator]
        if found is None:
            return None
        ups |= found.ups
    return system.steps(ups)


def holds(relation: Relation, printed_as: dict[CellRef, int]) -> bool:
    total = sum(term.times * printed_as[term.figure.cell] for term in relation.terms)
    return total == 0 if relation.sense.value == "=" else total <= 0


def movement(figures: list[Figure], printed_as: dict[CellRef, int]) -> int:
    return sum(abs(int(f.printed_fen) - STEP * printed_as[f.cell]) for f in figures)


def by_trying_everything(figures: list[Figure], relations: list[Relation]) -> int | None:
    """The least movement, from all the ways to round each figure down or up."""
    ends = [{int(f.printed_fen) // STEP, -(-int(f.printed_fen) // STEP)} for f in figures]
    best = None
    for way in itertools.product(*ends):
        printed_as = {f.cell: steps for f, steps in zip(figures, way, strict=True)}
        if all(holds(relation, printed_as) for relation in relations):
            moved = movement(figures, printed_as)
            best = moved if best is None else min(best, moved)
    return best


@settings(deadline=None, max_examples=60, suppress_health_check=SLOW)
@given(grids())
def test_both_solvers_find_the_least_movement_there_is(grid: tuple) -> None:
    figures, relations = grid
    least = by_trying_everything(figures, relations)
    for solver in (search, optimise):
        printed_as = solved(figures, relations, solver)
        assert (printed_as is None) == (least is None)
        if printed_as is not None:
            assert all(holds(relation, printed_as) for relation in relations)
            assert movement(figures, printed_as) == least


def triangle() -> tuple[list[Figure], list[Relation]]:
    """Three halves, each two of which make a whole: no two can be rounded apart."""
    halves = [figure(name, 50) for name in "abc"]
    wholes = [figure(name, 100) for name in "xyz"]
    pairs = itertools.combinations(halves, 2)
    return halves + wholes, [equal(w, *pair) for w, pair in zip(wholes, pairs, strict=True)]


def test_relations_that_clash_are_named() -> None:
    figures, relations = triangle()
    easy = figure("d", 130)
    relations.append(equal(figure("s", 180), easy, figures[0]))
    system = system_of(cells_of([*figures, easy, figure("s", 180)], Unit.YUAN, 0), relations)

    def feasible(some: list[Constraint]) -> bool:
        unknowns = range(len(system.costs))
        return search(unknowns, dict.fromkeys(unknowns, 0), some) is not None

    assert not feasible(system.constraints)
    core = clashing(system.constraints, feasible)
    assert len(core) < len(system.constraints)
    assert not feasible(core)
    assert all(feasible([c for c in core if c is not left]) for left in core)


def test_few_unknowns_need_no_solver_and_many_are_proven() -> None:
    figures = [figure(str(n), 37 * n + 1) for n in range(30)]
    whole = figure("+", sum(int(f.printed_fen) for f in figures))
    system = system_of(cells_of([*figures, whole], Unit.YUAN, 0), [equal(whole, *figures)])
    ((unknowns, constraints),) = components(system)
    costs = dict(enumerate(system.costs))
    found = optimise(unknowns, costs, constraints)
    assert found is not None
    assert found.proven


def check(ledger: Ledger, unit: Unit, places: int) -> None:
    form = load_form("national-final")
    exact = exact_disclosure(ledger, form, "某单位", 2020)
    balance = balanced(exact, unit, places, partial(printed, exact, form, unit))
    assert not balance.clashes
    made = audit(balance.disclosure, prove=False)
    assert {c.verdict for c in made.checked} <= {Verdict.EXACT}
    assert not [f for f in made.findings if f.severity is Severity.ERROR]
    shown = {figure.cell: figure for figure in balance.disclosure.figures()}
    pairs = [(figure, shown.get(figure.cell, figure)) for figure in exact.figures()]
    step = print_amount(Amount(0), unit, places).step
    moved = [abs(true.printed_fen - shown.printed_fen) for true, shown in pairs]
    assert max(moved) < step
    assert balance.movement == sum(moved)
    again = balanced(exact, unit, places, partial(printed, exact, form, unit))
    assert again.disclosure == balance.disclosure


@settings(deadline=None, max_examples=25, suppress_health_check=SLOW)
@given(ledgers(2020), prints())
def test_every_relation_of_a_disclosure_holds_exactly(ledger: Ledger, form: tuple) -> None:
    check(ledger, *form)


@pytest.mark.slow
@settings(deadline=None, max_examples=1000, suppress_health_check=SLOW)
@given(st.integers(0, 10**9), st.integers(1, 40), prints())
def test_every_relation_of_a_thousand_disclosures_holds(seed: int, items: int, form: tuple) -> None:
    check(make_ledger(Seeded(Random(seed)), 2020, items), *form)


def test_plain_rounding_differs_by_one_step_at_most() -> None:
    ledger = make_ledger(Seeded(Random(5)), 2020, 40)
    plain, kept = (
        compose(ledger, entity="某单位", fiscal_year=2020, rounding=how)
        for how in ("plain", "controlled")
    )
    pairs = list(zip(plain.figures(), kept.figures(), strict=True))
    assert {str(abs(a.number - b.number)) for a, b in pairs} <= {"0", "0.00", "0.01"}
