"""The tables a place prints beside the nine: lists, headings, sides, and what they say again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.codes.code import EconomicCode, FunctionCode
from budgetdisclosure.compose import compose
from budgetdisclosure.model import (
    Disclosure,
    Extra,
    Kind,
    Line,
    OtherTable,
    ThreePublicLine,
    ThreePublicTable,
    items,
)
from budgetdisclosure.rules import Verdict, audit
from budgetdisclosure.rules.finding import Finding
from budgetdisclosure.rules.nested import families_of
from budgetdisclosure.testing import Seeded, make_ledger

Amounts = Sequence[int]
COLUMNS = ("批复数", "到位数", "执行数")


def line(name: str, amounts: Amounts, columns: Sequence[str], code: str = "", **more: str) -> Line:
    extras = tuple(
        Extra(column, Figure.of(Decimal(amount) / 100, Unit.WAN, 2))
        for column, amount in zip(columns, amounts, strict=True)
    )
    made = Line(name, item=more.get("item"), extras=extras)
    if code:
        made = evolve(made, code=EconomicCode(code) if code[0] == "3" else FunctionCode(code))
    return made


def budget(*lines: Line, kind: str = "projects") -> Disclosure:
    return Disclosure(
        "某局", 2024, Kind.BUDGET, others=(OtherTable(title="某表", lines=lines, kind=kind),)
    )


def conflicts(d: Disclosure, group: str = "O-") -> list[Finding]:
    found = audit(d).findings
    return [one for one in found if one.rule.id.startswith(group)]


def moved(d: Disclosure, row: int, column: int, by: int = 7_777_77) -> Disclosure:
    """The disclosure with one amount of its other table far off."""
    table = d.others[0]
    lines = list(table.lines)
    extras = list(lines[row].extras)
    figure = extras[column].figure
    assert isinstance(figure, Figure)
    extras[column] = Extra(
        extras[column].label, Figure.of(figure.number + Decimal(by) / 100, Unit.WAN, 2)
    )
    lines[row] = evolve(lines[row], extras=tuple(extras))
    return evolve(d, others=(evolve(table, lines=lines), *d.others[1:]))


@st.composite
def trees(draw: st.DrawFn) -> list[Line]:
    """A list of units, kinds and projects one under another, its total first or last."""
    width = draw(st.integers(2, 3))
    columns = COLUMNS[:width]
    random = draw(st.randoms(use_true_random=False))

    def node(depth: int, name: str) -> tuple[list[int], list[Line]]:
        count = draw(st.integers(2, 4)) if depth else 0
        if not count or draw(st.booleans()):
            held = [random.randrange(10**5, 10**10) for _ in columns]  # no sums by chance
            return held, [line(name, held, columns)]
        below = [node(depth - 1, f"{name}.{n}") for n in range(1, count + 1)]
        total = [sum(column) for column in zip(*(held for held, _ in below), strict=True)]
        inner = [one for _, lines in below for one in lines]
        return total, [line(name, total, columns), *inner]

    tops = [node(2, f"项目{n}") for n in range(1, draw(st.integers(2, 5)) + 1)]
    whole = [sum(column) for column in zip(*(held for held, _ in tops), strict=True)]
    total = line("合计", whole, columns, item=items.TOTAL)
    rows = [one for _, lines in tops for one in lines]
    return [total, *rows] if draw(st.booleans()) else [*rows, total]


@given(trees())
def test_a_list_of_lists_adds_up_to_its_total(lines: list[Line]) -> None:
    d = budget(*lines)
    assert not conflicts(d)
    parts = {one.name: part.whole.name for part in families_of(lines) for one in part.parts}
    for one in lines:
        if one.name != "合计":
            assert parts[one.name] == (one.name.rpartition(".")[0] or "合计")


@given(trees(), st.randoms(use_true_random=False))
def test_a_wrong_amount_in_a_list_is_found_where_the_other_columns_tell(
    lines: list[Line], random: Random
) -> None:
    width = len(lines[0].extras)
    d = moved(budget(*lines), random.randrange(len(lines)), random.randrange(width))
    found = conflicts(d)
    if width == 3:  # two columns of three say what adds up to what
        assert found
        changed = {str(f.cell) for f in _amounts(d)} - {
            str(f.cell) for f in _amounts(budget(*lines))
        }
        assert changed <= {str(f.cell) for one in found for f in one.figures}


def _amounts(d: Disclosure) -> list[Figure]:
    return [figure for one in d.others[0].lines for figure in one.figures().values()]


@given(st.lists(st.integers(1, 10**8), min_size=2, max_size=12), st.integers(1, 10**9))
def test_a_list_that_nothing_explains_is_unchecked_and_no_error(
    amounts: list[int], total: int
) -> None:
    rows = [line(f"项目{n}", [one], ["金额"]) for n, one in enumerate(amounts)]
    d = budget(line("合计", [total], ["金额"], item=items.TOTAL), *rows)
    checked = audit(d)
    assert not conflicts(d)
    proven = families_of(d.others[0].lines)
    skipped = [one for one in checked.skipped if one.rule.id == "O-02" and one.unchecked]
    assert bool(skipped) is not bool(proven)


def test_a_crumb_belongs_to_the_sum_it_makes_exact() -> None:
    """Rounding would let 工程 do without its last row; 953.43 is that row with the others."""
    rows = {"工程": 95343, "道路": 94540, "桥梁": 802, "标牌": 1, "服务": 295807, "监理": 295807}
    lines = [line(name, (amount,), ("金额",)) for name, amount in rows.items()]
    total = line("合计", (95343 + 295807,), ("金额",), item=items.TOTAL)
    found = {one.whole.name: [p.name for p in one.parts] for one in families_of([total, *lines])}
    assert found == {"合计": ["工程", "服务"], "工程": ["道路", "桥梁", "标牌"], "服务": ["监理"]}


def test_a_crumb_with_a_row_of_its_own_is_not_counted_twice() -> None:
    """工程 and its one row are both 0.02: rounding would let 合计 hold them both."""
    rows = {"货物": 631795, "纸": 631795, "工程": 2, "标牌": 2, "服务": 130371, "监理": 130371}
    lines = [line(name, (amount,), ("金额",)) for name, amount in rows.items()]
    total = line("合计", (762168,), ("金额",), item=items.TOTAL)
    whole, *_ = families_of([total, *lines])
    assert [part.name for part in whole.parts] == ["货物", "工程", "服务"]


def test_a_row_that_only_another_column_needs_is_a_part() -> None:
    rows = {"工程": (500, 1), "道路": (500, 0), "标牌": (0, 1), "服务": (70, 90), "监理": (70, 90)}
    lines = [line(name, amounts, COLUMNS[:2]) for name, amounts in rows.items()]
    total = line("合计", (570, 91), COLUMNS[:2], item=items.TOTAL)
    found = {one.whole.name: [p.name for p in one.parts] for one in families_of([total, *lines])}
    assert found == {"合计": ["工程", "服务"], "工程": ["道路", "标牌"], "服务": ["监理"]}


def test_units_with_a_single_project_are_read_and_equal_neighbours_are_none() -> None:
    amount = ["金额"]
    total = line("合计", [3_000], amount, item=items.TOTAL)
    under = [line("甲单位", [1_000], amount), line("甲项目", [1_000], amount)]
    other = [line("乙单位", [2_000], amount), line("乙项目", [2_000], amount)]
    assert [one.whole.name for one in families_of([total, *under, *other])] == [
        "合计",
        "甲单位",
        "乙单位",
    ]
    alike = [line(f"项目{n}", [1_000], amount) for n in range(3)]
    assert [one.whole.name for one in families_of([total, *alike])] == ["合计"]


HEADINGS = (
    "总计",
    "财政拨款/小计",
    "财政拨款/一般公共预算",
    "财政拨款/政府性基金",
    "单位资金/事业收入",
    "单位资金/其他收入",
    "单位资金/其中：捐赠",
)


def sourced(random: Random, name: str) -> Line:
    general, fund, service, other = (random.randrange(1, 10**7) for _ in range(4))
    whole = general + fund + service + other
    amounts = [whole, general + fund, general, fund, service, other, other // 2]
    return line(name, amounts, HEADINGS)


@given(st.randoms(use_true_random=False), st.integers(3, 9))
def test_columns_add_up_by_their_headings(random: Random, count: int) -> None:
    d = budget(*(sourced(random, f"项目{n}") for n in range(count)))
    assert not conflicts(d)
    said = [c.relation for c in audit(d).checked if c.rule.id == "O-03"]
    assert len(said) == 2 * count
    row, column = random.randrange(count), random.randrange(len(HEADINGS) - 1)
    found = conflicts(moved(d, row, column), "O-03")
    assert found
    assert all(f"项目{row}" in str(figure.cell) for one in found for figure in one.figures)


@given(st.randoms(use_true_random=False))
def test_columns_that_add_up_to_nothing_are_unchecked_and_no_error(random: Random) -> None:
    heads = ("合计", "面积", "人数", "单价")
    rows = [line(f"房屋{n}", [random.randrange(1, 10**6) for _ in heads], heads) for n in range(6)]
    d = budget(*rows)
    assert not conflicts(d)
    assert any(one.rule.id == "O-03" and one.unchecked for one in audit(d).skipped)


def test_a_part_within_a_part_is_no_error_though_most_rows_leave_it_out() -> None:
    heads = ("合计", "货物", "采购进口")
    amounts = [(500, 500, 0), (300, 300, 0), (200, 200, 80)]
    d = budget(*(line(f"项目{n}", one, heads) for n, one in enumerate(amounts)))
    assert not conflicts(d)


def coded(*amounts: int) -> list[Line]:
    """合计, 201 with 20101 and 20102, 208: each in one column."""
    first, second, third = amounts
    rows = [
        ("合计", "", first + second + third),
        ("一般公共服务支出", "201", first + second),
        ("人大事务", "20101", first),
        ("政协事务", "20102", second),
        ("社会保障和就业支出", "208", third),
    ]
    return [
        line(name, [held], ["金额"], code, **({} if code else {"item": items.TOTAL}))
        for name, code, held in rows
    ]


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**9), st.integers(0, 4))
def test_codes_add_up_in_any_table(first: int, second: int, third: int, row: int) -> None:
    d = budget(*coded(first, second, third), kind="other")
    assert not conflicts(d)
    assert conflicts(moved(d, row, 0))


def test_codes_add_up_within_each_units_rows() -> None:
    def under(name: str, a: int, b: int) -> list[Line]:
        rows = [("201", a + b), ("20101", a), ("20102", b)]
        return [line(name, [a + b], ["金额"])] + [
            line("科目", [held], ["金额"], code) for code, held in rows
        ]

    d = budget(*under("甲单位", 300, 200), *under("乙单位", 70, 80), kind="other")
    said = [one for one in audit(d).checked if one.rule.id == "O-01"]
    assert [one.verdict for one in said] == [Verdict.EXACT, Verdict.EXACT]
    assert conflicts(moved(d, 6, 0), "O-01")


def side(personnel: int, running: int, project: int, left: int) -> list[Line]:
    """The side of a summary by what money is spent on, numbered as offices do."""
    basic, spent = personnel + running, personnel + running + project
    rows = [
        ("一、基本支出", basic, None),
        ("1.人员经费", personnel, None),
        ("2.公用经费", running, None),
        ("其中：会议费", running // 2, None),
        ("二、项目支出", project, None),
        ("本年支出合计", spent, items.CURRENT_YEAR_EXPENDITURE),
        ("结转下年", left, items.CLOSING_CARRYOVER),
        ("支出总计", spent + left, items.GRAND_TOTAL),
    ]
    return [
        line(name, [held], ["预算数"], **({"item": item} if item else {}))
        for name, held, item in rows
    ]


@given(st.tuples(*[st.integers(1, 10**9)] * 4), st.sampled_from([0, 1, 2, 4, 5, 6, 7]))
def test_a_further_side_of_a_summary_adds_up(amounts: tuple[int, int, int, int], row: int) -> None:
    d = budget(*side(*amounts), kind="summary_by_nature")
    assert not conflicts(d)
    assert conflicts(moved(d, row, 0), "O-04")


def whole(seed: int = 3) -> Disclosure:
    made = compose(make_ledger(Seeded(Random(seed)), 2020, 8), entity="某局", fiscal_year=2020)
    return evolve(made, kind=Kind.BUDGET)


def by_function(d: Disclosure) -> OtherTable:
    """基本支出 by function code, taken from the general budget's table."""
    lines = [
        Line(one.name, one.code, one.item, extras=(Extra("合计", one.basic),))
        for one in d.general_budget_expenditure.lines
    ]
    return OtherTable(
        title="基本支出表（按功能分类）", lines=lines, kind="general_basic_by_function"
    )


def test_a_further_table_says_again_what_one_of_the_nine_says() -> None:
    d = whole()
    table = by_function(d)
    told = evolve(d, others=(table,))
    said = [one for one in audit(told).checked if one.rule.id == "O-05"]
    assert len(said) == sum(
        one.basic.value is not None for one in d.general_budget_expenditure.lines
    )
    assert not conflicts(told)
    first = table.lines[-1]
    wrong = Extra("合计", Figure.of(Decimal("98765.43"), Unit.WAN, 2))
    lines = [*table.lines[:-1], evolve(first, extras=(wrong,))]
    found = conflicts(evolve(d, others=(evolve(table, lines=lines),)), "O-05")
    assert len(found) == 1
    assert {figure.cell.table for figure in found[0].figures if figure.cell} == {
        "general_basic_by_function",
        "general_budget_expenditure",
    }


def test_projects_that_are_not_all_are_a_question_and_no_error() -> None:
    d = whole()
    total = line("合计", [12_345], ["金额"], item=items.TOTAL)
    told = evolve(d, others=(OtherTable(title="项目支出表", lines=[total], kind="projects"),))
    assert [one.severity.value for one in conflicts(told)] == ["warning"]


YEARS = ("上年", "本年", "增减情况")


def compared(last: int, own: int, change: int, training: int = 50) -> Disclosure:
    lines = [
        ThreePublicLine(
            name,
            item=item,
            basis=basis,
            total=Figure.of(held, Unit.WAN, 0),
            official_reception=Figure.of(held, Unit.WAN, 0),
            training=Figure.of(trained, Unit.WAN, 0),
            extras=(Extra(f"{basis}/合计", Figure.of(held + trained, Unit.WAN, 0)),),
        )
        for name, item, basis, held, trained in zip(
            YEARS,
            (items.PRIOR_BUDGET, items.BUDGET, None),
            YEARS,
            (last, own, change),
            (training, training, 0),
            strict=True,
        )
    ]
    return Disclosure("某局", 2024, Kind.BUDGET, three_public=ThreePublicTable(lines=lines))


@pytest.mark.parametrize(("last", "own", "change"), [(120, 102, -18), (120, 102, 18), (5, 9, 4)])
def test_three_public_of_two_years(last: int, own: int, change: int) -> None:
    assert not conflicts(compared(last, own, change), "B-1")
    said = [one.rule.id for one in audit(compared(last, own, change)).checked]
    assert said.count("B-16") == 3
    assert said.count("B-17") == 3
    found = conflicts(compared(last, own, change + 40), "B-17")
    assert found
