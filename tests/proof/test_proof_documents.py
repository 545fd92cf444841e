"""The proof on whole made-up disclosures, and on the sums of a real one."""

from __future__ import annotations

from itertools import chain
from random import Random
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.rules.proof import (
    Print,
    Row,
    System,
    board,
    disagreements,
    locate,
    prove,
    ranges,
    simplex,
)

STEP = 10_000  # 0.01 万元 in fen
seeds = st.integers(0, 10_000)


def spoilt(made_up: ModuleType, seed: int, least: int = 2) -> tuple[Any, Print]:
    chance = Random(seed)
    document = made_up.disclosure(seed, classes=chance.choice((1, 3)))
    shown = chance.choice([p for p in document.system.prints if p.units])
    by = int(10 ** chance.uniform(0.4, 4)) + least
    return made_up.spoilt(document, shown.key, shown.units + by), shown


@given(seed=seeds)
@settings(max_examples=30, deadline=None)
def test_what_was_rounded_from_amounts_is_feasible(made_up: ModuleType, seed: int) -> None:
    document = made_up.disclosure(seed)
    proof = prove(document.system)
    assert not disagreements(document.system, document.truth)
    assert proof.feasible is True
    assert not disagreements(
        document.system, proof.witness, apart_from=proof.residue, zeros_exact=True
    )
    if not disagreements(document.system, document.truth, zeros_exact=True):
        assert proof.residue == ()


@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_one_wrong_number_is_among_the_cheapest_sets(made_up: ModuleType, seed: int) -> None:
    document, shown = spoilt(made_up, seed)
    proof = prove(document.system)
    if proof.feasible:
        assert not disagreements(document.system, proof.witness)
        return
    price = sum(conflict.explanations[0].price for conflict in proof.conflicts)
    assert price <= shown.weight
    accused = chain.from_iterable(e.keys for c in proof.conflicts for e in c.explanations)
    assert price < shown.weight or proof.residue or shown.key in accused


@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_every_explanation_is_one(made_up: ModuleType, seed: int) -> None:
    document, _ = spoilt(made_up, seed)
    for conflict in prove(document.system).conflicts:
        assert conflict.complete
        assert conflict.contradiction.irreducible
        for explanation in conflict.explanations[:5]:
            left = tuple(p for p in document.system.prints if p.key not in explanation.keys)
            rows = tuple(r for r in document.system.rows if r.states not in explanation.keys)
            rest = System(document.system.variables, left, rows, document.system.known)
            assert prove(rest).feasible


@given(seed=seeds)
@settings(max_examples=15, deadline=None)
def test_the_verdict_is_that_of_a_floating_solver(made_up: ModuleType, seed: int) -> None:
    highspy = pytest.importorskip("highspy", reason="the solver to compare with is not installed")
    document, _ = spoilt(made_up, seed, least=20)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    scale = 1 / STEP
    bounds: list[list[float]] = [[0.0, highspy.kHighsInf] for _ in range(document.system.variables)]
    for p in document.system.prints:
        low, high = bounds[p.variable]
        bounds[p.variable] = [max(low, p.low * scale), min(high, p.high * scale)]
    expected = all(low <= high for low, high in bounds)
    if expected:
        variables = [solver.addVariable(lb=low, ub=high) for low, high in bounds]
        for row in document.system.rows:
            if row.states is not None:
                continue
            terms = sum(by * variables[at] for at, by in row.terms)
            solver.addConstr(terms == 0 if row.sense == "=" else terms <= 0)
        solver.run()
        expected = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    rows = tuple(row for row in document.system.rows if row.states is None)
    system = System(document.system.variables, document.system.prints, rows, document.system.known)
    assert prove(system).feasible == expected


@pytest.mark.parametrize(
    ("patience", "descent"), [(0, 40), (0, 0)], ids=["whole shortfall", "surely ending"]
)
def test_every_gear_of_the_simplex_agrees(
    made_up: ModuleType, monkeypatch: pytest.MonkeyPatch, patience: int, descent: int
) -> None:
    cases = [spoilt(made_up, seed)[0] for seed in range(6)]
    expected = [prove(case.system) for case in cases]
    monkeypatch.setattr(simplex, "_PATIENCE", patience)
    monkeypatch.setattr(simplex, "_DESCENT", descent)
    for case, before in zip(cases, expected, strict=True):
        after = prove(case.system)
        assert after.feasible == before.feasible
        sets = [{e.keys for c in p.conflicts for e in c.explanations} for p in (before, after)]
        assert sets[0] == sets[1]


def test_a_search_cut_short_still_explains_and_says_so(
    made_up: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = made_up.disclosure(5)
    keys = [p.key for p in document.system.prints if p.units > 100][::9]
    for key in keys:
        units = next(p.units for p in document.system.prints if p.key == key)
        document = made_up.spoilt(document, key, units + 77)
    monkeypatch.setattr(locate, "_WORK", 0)
    proof = prove(document.system)
    accused = {key for c in proof.conflicts for key in c.explanations[0].keys}
    assert not any(conflict.complete for conflict in proof.conflicts)
    assert not disagreements(document.system, proof.witness, apart_from=accused)


def test_what_cannot_be_settled_is_not_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(
        2, (Print.rounded(0, 5, 2, 1), Print.rounded(1, 3, 2, 2)), (Row(((0, 2), (1, -3)), "="),)
    )
    assert prove(system).feasible
    monkeypatch.setattr(board, "_BRANCHES", 0)
    proof = prove(System(2, (Print(0, 1, 3, 1, 1), Print(1, 1, 1, 1, 2)), system.rows))
    assert proof.feasible is None
    assert proof.witness is None
    assert proof.undecided == (1, 2)


def test_a_percentage_is_accused_rather_than_a_figure_printed_in_many_places() -> None:
    part, whole = 0, 1
    prints = tuple(
        Print.rounded(at, units, STEP, key)
        for key, (at, units) in enumerate([(part, 210_666)] * 3 + [(whole, 294_005)] * 3)
    )
    rows = []
    for wide, half in ((False, 1), (True, 3)):
        low, high = 2 * 7173 - half, 2 * 7173 + half
        rows += [
            Row(((whole, low), (part, -20_000)), "<=", 0, len(rows), states=9, wide=wide),
            Row(((whole, high), (part, -20_000)), ">=", -1, len(rows) + 1, states=9, wide=wide),
        ]
    (conflict,) = prove(System(2, prints, tuple(rows))).conflicts
    assert [e.keys for e in conflict.explanations] == [{9}]
    assert not conflict.explanations[0].tail
    assert set(conflict.contradiction.rows) <= {0, 1}


def test_errors_that_need_nothing_of_each_other_are_conflicts_apart() -> None:
    system, at = founding()
    total = Print.rounded(at["total"], 15063, STEP, key=98)
    wrong = Print.rounded(at["basic"], 90460, STEP, key=99)
    again = [
        Print.rounded(at[name], units, STEP, key)
        for name, units, key in (("total", 15064, 96), ("basic", 10460, 97))
    ]
    prints = (*system.prints, total, wrong, *again)
    conflicts = prove(System(18, prints, system.rows)).conflicts
    assert [[e.keys for e in c.explanations] for c in conflicts] in (
        [[{98}], [{99}]],
        [[{99}], [{98}]],
    )
    assert sorted(c.explanations[0].tail for c in conflicts) == [False, True]
    for conflict in conflicts:
        (key,) = conflict.explanations[0].keys
        assert key in conflict.contradiction.prints
        assert len(conflict.contradiction.prints) == 2


def test_nothing_is_never_a_unit_off() -> None:
    nothing = Print.rounded(0, 0, 100 * STEP, key=1)
    stated = Print.rounded(0, 95, STEP, key=2)
    (conflict,) = prove(System(1, (nothing, stated), ())).conflicts
    assert not any(s.tail for e in conflict.explanations for s in e.suspects)


def founding() -> tuple[System, dict[str, int]]:
    """Expenditure by function of a small centre, in 0.01 万元: total, basic, project."""
    lines = {
        "合计": (15064, 10460, 4605),
        "20801": (10886, 10460, 427),
        "2080108": (427, 0, 427),
        "2080109": (10460, 10460, 0),
        "20826": (1678, 0, 1678),
        "20899": (2500, 0, 2500),
    }
    at = {(code, column): 3 * row + column for row, code in enumerate(lines) for column in range(3)}
    prints = tuple(
        Print.rounded(at[code, column], units, STEP, key=at[code, column])
        for code, line in lines.items()
        for column, units in enumerate(line)
    )
    rows = [Row(tuple((at[code, c], (1, -1, -1)[c]) for c in range(3))) for code in lines]
    for column in range(3):
        for total, parts in (
            ("合计", ("20801", "20826", "20899")),
            ("20801", ("2080108", "2080109")),
        ):
            terms = ((at[total, column], 1), *((at[part, column], -1) for part in parts))
            rows.append(Row(terms))
    names = {"total": at["合计", 0], "basic": at["合计", 1], "project": at["合计", 2]}
    return System(3 * len(lines), prints, tuple(rows)), names


def test_the_founding_sums_hold_and_say_more_than_is_printed() -> None:
    system, at = founding()
    proof = prove(system)
    assert proof.feasible
    spans = ranges(system, at.values())
    assert spans[at["project"]].low == 46_045_000
    assert spans[at["project"]].high == 46_049_999
    assert (spans[at["basic"]].low, spans[at["basic"]].high) == (104_595_000, 104_599_999)


def test_one_unit_in_the_last_place_is_a_tail_and_seen_to_be_cut_off() -> None:
    system, at = founding()
    text = Print.rounded(at["project"], 4604, STEP, key=99)
    (conflict,) = prove(System(18, (*system.prints, text), system.rows)).conflicts
    (suspect,) = next(e for e in conflict.explanations if e.keys == {99}).suspects
    assert suspect.tail
    assert suspect.truncated
    assert (suspect.low, suspect.high) == (46_045_000, 46_049_999)
    assert conflict.tails_suffice
