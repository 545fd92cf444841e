from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from random import Random

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount, Figure, Unit, print_amount
from budgetdisclosure.codes import EconomicCode, FunctionCode
from budgetdisclosure.compose import dual
from budgetdisclosure.compose.assemble import compose, exact_disclosure
from budgetdisclosure.compose.balance import balanced, given_way, relations_of, repeated
from budgetdisclosure.compose.entry import Entry, Flow, Nature, Stage
from budgetdisclosure.compose.form import load_form
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.compose.moved import moved
from budgetdisclosure.compose.printing import printed
from budgetdisclosure.compose.solve import Impossible, Solution, clashing, solve
from budgetdisclosure.compose.system import Constraint, System, cells_of, components, system_of
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


def solved(figures: list[Figure], relations: list[Relation]) -> dict | None:
    system = system_of(cells_of(figures, Unit.YUAN, 0), relations)
    ups: dict[int, int] = {}
    for unknowns, constraints in components(system):
        found = solve(unknowns, {at: system.costs[at] for at in unknowns}, constraints)
        if isinstance(found, Impossible):
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
def test_the_least_movement_there_is_is_found(grid: tuple) -> None:
    figures, relations = grid
    least = by_trying_everything(figures, relations)
    printed_as = solved(figures, relations)
    assert (printed_as is None) == (least is None)
    if printed_as is not None:
        assert all(holds(relation, printed_as) for relation in relations)
        assert movement(figures, printed_as) == least


@st.composite
def systems(draw: st.DrawFn) -> tuple[list[int], list[Constraint]]:
    """Costs and sums over a few unknowns: most have no answer, some only a broken one at first."""
    count = draw(st.integers(1, 7))
    costs = draw(st.lists(st.integers(-9, 9), min_size=count, max_size=count))
    factors = st.sampled_from((1, 1, 1, -1, -1, 2, -3))
    sums = st.dictionaries(st.integers(0, count - 1), factors, min_size=1, max_size=4)
    constraints = []
    for terms in draw(st.lists(sums, max_size=6)):
        high = draw(st.integers(-1, 2))
        low = draw(st.sampled_from((None, high, high)))
        constraints.append(Constraint(terms, low, high, equal(figure("a", 1), figure("a", 1))))
    return costs, constraints


def ways(count: int, constraints: Iterable[Constraint]) -> list[tuple[int, ...]]:
    """Every way to keep the constraints."""
    held = list(constraints)
    tried = itertools.product((0, 1), repeat=count)
    return [way for way in tried if all(c.holds(dict(enumerate(way))) for c in held)]


@pytest.mark.parametrize("patience", [0, 20])
@settings(deadline=None, max_examples=300, suppress_health_check=SLOW)
@given(system=systems())
def test_any_system_is_solved_or_its_clash_is_named(system: tuple, patience: int) -> None:
    costs, constraints = system
    count = len(costs)
    prices = [sum(itertools.compress(costs, way)) for way in ways(count, constraints)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dual, "_PATIENCE", patience)
        found = solve(range(count), dict(enumerate(costs)), constraints)
    if isinstance(found, Impossible):
        assert not prices
        assert not ways(count, found.constraints)
        core = clashing(found.constraints)
        assert not ways(count, core)
        assert all(ways(count, (c for c in core if c is not left)) for left in core)
    else:
        assert found.cost == min(prices)
        assert all(constraint.holds(found.ups) for constraint in constraints)
        assert found.prices is None or found.proven(dict(enumerate(costs)), constraints)


def by_highs(system: System) -> int:
    """The least cost by an independent solver of mixed-integer programs."""
    highspy = pytest.importorskip("highspy", reason="the solver to compare with is not installed")
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    ups = [solver.addBinary(obj=cost) for cost in system.costs]
    for constraint in system.constraints:
        total = sum(by * ups[at] for at, by in constraint.terms)
        solver.addConstr(total <= constraint.high)
        if constraint.low is not None:
            solver.addConstr(total >= constraint.low)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(solver.getObjectiveValue())


@pytest.mark.parametrize("items", [3, 20, 60])
def test_an_independent_solver_finds_nothing_cheaper(items: int) -> None:
    ledger = make_ledger(Seeded(Random(items)), 2020, items)
    exact = exact_disclosure(ledger, load_form("national-final"), "某单位", 2020)
    relations = (*relations_of(exact), *repeated(exact))
    system = system_of(cells_of(exact.figures(), Unit.WAN, 2), relations)
    costs = dict(enumerate(system.costs))
    found = solve(range(len(costs)), costs, system.constraints)
    assert isinstance(found, Solution)
    assert found.cost == by_highs(system)


def triangle() -> tuple[list[Figure], list[Relation]]:
    """Three halves, each two of which make a whole: no two can be rounded apart."""
    halves = [figure(name, 50) for name in "abc"]
    wholes = [figure(name, 100) for name in "xyz"]
    pairs = itertools.combinations(halves, 2)
    return halves + wholes, [equal(w, *pair) for w, pair in zip(wholes, pairs, strict=True)]


def test_relations_that_clash_are_named_and_the_rest_still_holds() -> None:
    figures, relations = triangle()
    figures += [figure("d", 130), figure("s", 180)]
    relations.append(equal(figures[-1], figures[-2], figures[0]))
    system = system_of(cells_of(figures, Unit.YUAN, 0), relations)
    unknowns, costs = range(len(system.costs)), dict(enumerate(system.costs))
    clash = solve(unknowns, costs, system.constraints)
    assert isinstance(clash, Impossible)
    core = clashing(clash.constraints)
    assert {constraint.relation for constraint in core} == set(relations[:3])
    found, kept, named = given_way(unknowns, costs, system.constraints)
    assert [set(clash.relations) for clash in named] == [set(relations[:3])]
    assert "无法同时平衡" in named[0].wording.zh
    assert len(kept) == len(system.constraints)
    shown = system.steps(found.ups)
    tails = [r for r in relations if not holds(r, shown)]
    assert tails == [named[0].relations[-1]]
    residual = sum(term.times * shown[term.figure.cell] for term in tails[0].terms)
    assert abs(residual) == 1


def test_prices_prove_that_nothing_moves_less() -> None:
    figures = [figure(str(n), 37 * n + 1) for n in range(30)]
    whole = figure("+", sum(int(f.printed_fen) for f in figures))
    system = system_of(cells_of([*figures, whole], Unit.YUAN, 0), [equal(whole, *figures)])
    ((unknowns, constraints),) = components(system)
    costs = dict(enumerate(system.costs))
    found = solve(unknowns, costs, constraints)
    assert isinstance(found, Solution)
    assert found.proven(costs, constraints)
    cheaper = evolve(found, cost=found.cost - 1)
    assert not cheaper.proven(costs, constraints)


def alike(ledger: Ledger, unit: Unit, places: int) -> None:
    how = {"entity": "某单位", "fiscal_year": 2020, "unit": unit, "places": places}
    made = compose(ledger, rounding="controlled", **how)
    exact = exact_disclosure(ledger, load_form("national-final"), "某单位", 2020)
    for line in exact.general_budget_expenditure.lines:
        true = exact.expenditure[line.key].total
        if true.value == line.total.value:
            one, other = made.expenditure[line.key], made.general_budget_expenditure[line.key]
            assert one.total == other.total


@settings(
    deadline=None, max_examples=settings.default.max_examples // 8, suppress_health_check=SLOW
)
@given(ledgers(2020), prints())
def test_an_expenditure_is_printed_alike_in_both_its_tables(ledger: Ledger, form: tuple) -> None:
    alike(ledger, *form)


@pytest.mark.parametrize(("seed", "items"), [(14, 5), (15, 6)])
def test_an_expenditure_that_would_be_rounded_two_ways_is_printed_alike(
    seed: int, items: int
) -> None:
    """Ledgers whose least movement, each table by itself, parts the two."""
    alike(make_ledger(Seeded(Random(seed)), 2020, items), Unit.WAN, 2)


@pytest.mark.parametrize("seed", range(4))
def test_what_did_not_change_is_not_said_to_have_changed(seed: int) -> None:
    ledger = make_ledger(Seeded(Random(seed)), 2024, 8)
    before = [
        evolve(entry, stage=Stage.PRIOR_BUDGET) for entry in ledger if entry.stage is Stage.INITIAL
    ]
    same_plan = Ledger((*(e for e in ledger if e.stage is not Stage.PRIOR_BUDGET), *before))
    how = {"form": "jiangsu-2026-budget", "rounding": "controlled"}
    made = compose(same_plan, entity="某局", fiscal_year=2024, **how)
    text = "\n".join(section.text for section in made.walk_sections())
    assert "与上年预算数相同" in text
    assert "增加" not in text
    assert "减少" not in text


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


@settings(
    deadline=None, max_examples=settings.default.max_examples // 5, suppress_health_check=SLOW
)
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


@pytest.mark.parametrize("fen", [3_124_600, 3_125_400, 3_128_900])
def test_a_cost_that_is_all_of_its_item_is_printed_alike(fen: int) -> None:
    code = FunctionCode("2010301")
    amounts = {"30217": fen, "30211": 2_345_500, "30101": 8_888_800, "30228": 1_111_100}
    spent = [
        Entry(
            Flow.EXPENDITURE,
            Amount(amount),
            function=code,
            economic=EconomicCode(digits),
            nature=Nature.BASIC,
        )
        for digits, amount in amounts.items()
    ]
    income = Entry(Flow.REVENUE, Amount(sum(amounts.values())), function=code)
    how = {"entity": "某局", "fiscal_year": 2024, "rounding": "controlled"}
    made = compose(Ledger((*spent, income)), **how)
    paid = made.basic_expenditure["30217"].amount
    assert paid.value == made.three_public.actual.official_reception.value
    assert "尾数误差" not in "".join(made.summary.notes)
    assert "尾数误差" in compose(Ledger(spent), **(how | {"rounding": "plain"})).summary.notes[-1]


@pytest.mark.parametrize("seed", range(3))
def test_what_moved_in_the_text_is_told(seed: int) -> None:
    how = {"entity": "某局", "fiscal_year": 2024, "form": "hunan-2020"}
    ledger = make_ledger(Seeded(Random(seed)), 2024, 8)
    made, plain = (compose(ledger, rounding=one, **how) for one in ("controlled", "plain"))
    told = list(moved(made, plain))
    text = "".join(section.text for section in made.walk_sections())
    in_text = [(usual, own) for place, usual, own in told if place.startswith("文字")]
    assert in_text
    assert all(usual != own and own in text for usual, own in in_text)


def test_tables_a_form_does_not_make_are_told(tmp_path: Path) -> None:
    form = tmp_path / "某市.toml"
    form.write_text('base = "national-budget"\nleft_out = "公开13表"\n', encoding="utf-8")
    made = compose(Ledger(), entity="某局", fiscal_year=2026, form=str(form))
    assert any("公开13表" in remark.reason.zh for remark in made.remarks)
