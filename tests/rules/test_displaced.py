"""Amounts a row or a column off: one finding names them, and nothing else is ever taken for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from random import Random

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure
from budgetdisclosure.codes import FunctionCode
from budgetdisclosure.compose import compose
from budgetdisclosure.model import (
    Disclosure,
    ExpenditureLine,
    ExpenditureTable,
    GeneralBudgetLine,
    GeneralBudgetTable,
)
from budgetdisclosure.model.edit import with_figures
from budgetdisclosure.place import CellRef
from budgetdisclosure.rules import Audit, Severity, audit, catalogue
from budgetdisclosure.testing import Seeded, make_ledger, slips

RULES = [rule for rule in catalogue() if rule.id.startswith(("T0", "X-", "R-"))]
LISTS = ("income", "expenditure", "general_budget_expenditure", "basic_expenditure")
WAYS = ("down", "up", "rows", "columns")
Wrong = Mapping[CellRef, Figure]


@cache
def made(seed: int) -> Disclosure:
    """A disclosure in which everything holds."""
    ledger = make_ledger(Seeded(Random(seed)), 2020, 4 + seed % 5)
    return compose(ledger, entity="某局", fiscal_year=2020)


def pasted(d: Disclosure, wrong: Wrong) -> Disclosure:
    """The disclosure with amounts of other cells in some of its cells."""

    def paste(figure: Figure) -> Figure:
        other = wrong.get(figure.cell) if figure.cell else None
        return figure if other is None else other.at(figure.place)

    return with_figures(d, paste)


def wrong_cells(d: Disclosure, wrong: Wrong) -> set[CellRef]:
    """Those of them that print another amount than before."""
    return {f.cell for f in d.figures() if f.cell in wrong and f.value != wrong[f.cell].value}


def displacement(d: Disclosure, table: str, way: str, chance: Random) -> Wrong:
    """What a slip of the mouse puts into the cells of a table."""
    rows = [line.figures() for line in d.form(table).all_lines()]
    names = list(rows[0])
    if way == "columns":
        at = chance.randrange(len(names) - 1) if len(names) > 1 else 0
        one, other = names[at], names[min(at + 1, len(names) - 1)]
        pairs = [(row[one], row[other]) for row in rows]
        return {a.cell: b for pair in pairs for a, b in (pair, pair[::-1]) if a.cell}
    size = 2 if way == "rows" else chance.randrange(3, 8)
    start = chance.randrange(len(rows) - size)
    run = rows[start : start + size]
    if way == "rows":
        places = [(run[0], run[1]), (run[1], run[0])]
    else:
        run = run if way == "down" else run[::-1]
        places = list(zip(run[1:], run, strict=False))
    return {to[name].cell: at[name] for to, at in places for name in names}


def audited(d: Disclosure) -> Audit:
    return audit(d, RULES)


def studied(seeds: range) -> Iterator[tuple[str, str, str]]:
    """Slips that break relations of several figures: which, and what came of them."""
    for seed in seeds:
        chance = Random(seed)
        way, table, d = WAYS[seed % 4], chance.choice(LISTS), made(seed % 6)
        wrong = displacement(d, table, way, chance)
        changed, found = wrong_cells(d, wrong), audited(pasted(d, wrong))
        broken = [c for c in found.checked if not c.verdict.holds]
        suspects = {cell for c in found.proof.contradictions for cell in c.figures}  # type: ignore[union-attr]
        lone = any(len(c.explanations[0]) == 1 for c in found.proof.contradictions)  # type: ignore[union-attr]
        if len(broken) < 2 or not suspects or (len(found.proof.contradictions) == 1 and lone):  # type: ignore[union-attr]
            continue
        told = [one for one in found.proof.displaced if changed & one.right.keys()]  # type: ignore[union-attr]
        exact = any(changed <= one.right.keys() for one in told)
        yield way, table, "named" if exact else "partly" if told else "missed"


def test_most_displacements_are_named() -> None:
    came = Counter(what for _, _, what in studied(range(12)))
    assert came["named"] >= 7
    assert came["named"] >= 4 * (came["partly"] + came["missed"])


@pytest.mark.slow
def test_nine_displacements_of_ten_are_named() -> None:
    came = Counter(what for _, _, what in studied(range(600)))
    assert came["named"] >= 9 * (came["partly"] + came["missed"]), came


def test_what_is_put_back_holds() -> None:
    d = made(2)
    wrong = displacement(d, "expenditure", "down", Random(1))
    found = audited(pasted(d, wrong))
    (one,) = found.proof.displaced  # type: ignore[union-attr]
    true = {f.cell: f for f in d.figures()}
    told = {cell: f for cell, f in one.right.items() if f is not None}
    assert told
    assert all(f.value == true[cell].value for cell, f in told.items())
    first, *others = found.findings
    assert (first.rule.id, first.severity) == ("R-09", Severity.ERROR)
    assert {f.cell for f in first.figures} == one.right.keys()
    follow = [f for f in others if f.check in one.mended]
    assert len(follow) > 1
    assert all("错位" in str(f.correction) for f in follow)
    assert not found.suspects


@pytest.mark.parametrize("seed", range(3))
def test_a_true_disclosure_has_none(seed: int) -> None:
    assert not audited(made(seed)).proof.displaced  # type: ignore[union-attr]


@settings(max_examples=settings.default.max_examples // 4, deadline=None)
@given(st.integers(0, 5), st.randoms(use_true_random=False))
def test_one_wrong_figure_is_none(seed: int, chance: Random) -> None:
    d = made(seed)
    figure = chance.choice([f for f in d.figures() if f.number])
    wrong = chance.choice([after for _, after in slips(d, figure)])
    found = audited(pasted(d, {figure.cell: wrong}))
    assert not found.proof.displaced  # type: ignore[union-attr]
    assert "R-09" not in {one.rule.id for one in found.findings}


def test_it_says_the_rows_in_both_languages() -> None:
    d = made(1)
    lines = d.expenditure.lines
    wrong = displacement(d, "expenditure", "rows", Random(3))
    one, other = (line for line in lines if set(wrong) & {f.cell for f in line.figures().values()})
    first, *_ = audited(pasted(d, wrong)).findings
    names = [f"{line.key} {line.name}" if line.code else line.item for line in (one, other)]
    assert first.message.zh.startswith(f"《支出决算表》“{names[0]}”行与“{names[1]}”行的金额互换了")
    assert "are exchanged; put back, all" in first.message.en


def two_tables(second: Sequence[tuple[str, str, str]]) -> Disclosure:
    """Two lists that say the same of two items, but for the amounts of the second."""
    codes = (FunctionCode("2080101"), FunctionCode("2080105"))
    first = [("10.00", "6.00", "4.00"), ("3.00", "2.00", "1.00")]
    rows = [dict(zip(("total", "basic", "project"), map(Figure.parse, row), strict=True)) for row in (*first, *second)]  # fmt: skip
    return Disclosure(
        fiscal_year=2020,
        expenditure=ExpenditureTable(
            [ExpenditureLine(str(c), c, **row) for c, row in zip(codes, rows, strict=False)],
            title="支出决算表",
        ),
        general_budget_expenditure=GeneralBudgetTable(
            [GeneralBudgetLine(str(c), c, **row) for c, row in zip(codes, rows[2:], strict=True)],
            title="一般公共预算财政拨款支出决算表",
        ),
    )


def test_where_two_tables_may_have_it_both_are_told() -> None:
    """Nothing else says how much either item is."""
    rows = [("3.00", "2.00", "1.00"), ("10.00", "6.00", "4.00")]
    assert audited(two_tables(rows[::-1])).consistent
    (one,) = audited(two_tables(rows)).proof.displaced  # type: ignore[union-attr]
    assert [one.table, *(other.table for other in one.tied)] == [
        "expenditure",
        "general_budget_expenditure",
    ]
    assert "也可能是《一般公共预算财政拨款支出决算表》" in one.message.zh
    assert "It may as well be 《一般公共预算财政拨款支出决算表》" in one.message.en


def test_a_second_slip_in_the_table_leaves_the_cause_open() -> None:
    """What does not mend everything that is broken there explains too little to be told."""
    d = made(2)
    wrong = dict(displacement(d, "expenditure", "down", Random(1)))
    total = d.expenditure["合计"].total
    assert total.cell not in wrong
    spoiled = pasted(d, wrong | {total.cell: evolve(total, value=total.number + 1000)})
    assert not audited(spoiled).proof.displaced  # type: ignore[union-attr]
