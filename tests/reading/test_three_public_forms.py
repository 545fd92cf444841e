"""The “三公” table in forms of other places: by funds, by years, by units; every row told apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.calc.facts import facts
from budgetdisclosure.model import Disclosure, items
from budgetdisclosure.reading import read
from budgetdisclosure.rules import audit
from budgetdisclosure.writing.write import written

COSTS = ("总计", "因公出国(境)费", "公务接待费", "公务用车购置及运行维护费")
FUNDS = ("一般公共预算", "政府性基金预算")
Row = tuple[int, int, int]


def sheet(rows: dict[str, tuple[Row, Row]], funds: tuple[str, ...] = FUNDS) -> Disclosure:
    """A table whose costs stand side by side, each for every fund; a row for each year."""
    first = "".join(f"<td colspan={len(funds)}>{cost}</td>" for cost in COSTS)
    second = "".join(f"<td>{fund}</td>" for _ in COSTS for fund in funds)
    body = ""
    for name, by_fund in rows.items():
        costs = [(sum(row), *row) for row in by_fund[: len(funds)]]
        cells = "".join(f"<td>{row[n]}.00</td>" for n in range(4) for row in costs)
        body += f"<tr><td>{name}</td>{cells}</tr>"
    html = (
        "<h1>甲乙市教育局2026年部门预算</h1><p>财政拨款“三公”经费支出表</p><p>单位：万元</p>"
        f"<table><tr><td rowspan=2>年度</td>{first}</tr><tr>{second}</tr>{body}</table>"
    )
    return read(f"<html><body>{html}</body></html>".encode())


amounts = st.tuples(*[st.integers(0, 999)] * 3)
NOTHING = (0, 0, 0)


@settings(max_examples=20)
@given(amounts, amounts)
def test_costs_by_fund_are_the_budget_where_one_fund_pays(before: Row, now: Row) -> None:
    d = sheet({"2025年": (before, NOTHING), "2026年": (now, NOTHING)})
    budget, prior = d.three_public.budget, d.three_public.lines[items.PRIOR_BUDGET]
    for line, row in ((budget, now), (prior, before)):
        found = (line.overseas_travel, line.official_reception, line.official_vehicles)
        assert tuple(figure.value for figure in found) == row
        assert line.total.value == sum(row)
        assert line.basis == "一般公共预算"
    assert sum(fact.table == "three_public" for fact in facts(d)) == 16
    checked = audit(d).checked
    assert {line.total for line in (budget, prior)} <= {
        figure for check in checked for figure in check.relation.figures
    }
    assert all(check.verdict.holds for check in checked)


@given(amounts, amounts.filter(any))
def test_no_fund_alone_is_taken_for_all(now: Row, fund: Row) -> None:
    d = sheet({"2026年": (now, fund)})
    assert items.BUDGET not in [line.item for line in d.three_public.lines]
    assert [line.total.value for line in d.three_public.lines] == [sum(now), sum(fund)]


def test_a_column_for_all_funds_is_the_budget() -> None:
    d = sheet({"2026年": ((3, 2, 1), (2, 1, 1))}, ("合计", "一般公共预算"))
    assert d.three_public.budget.total.digits == "6.00"


def test_rows_of_units_keep_their_numbers_and_names() -> None:
    text = (
        "甲乙市教育局2026年部门预算\n\n一般公共预算“三公”经费支出表\n\n单位：万元\n\n"
        "单位编码\t单位名称\t上年\t上年\t当年\t当年\n"
        "单位编码\t单位名称\t小计\t公务接待费\t小计\t公务接待费\n"
        "\t合计\t2.00\t2.00\t1.00\t1.00\n"
        "137\t甲乙市教育局\t2.00\t2.00\t1.00\t1.00\n"
        "137001\t甲乙市教育局\t2.00\t2.00\t1.00\t1.00\n"
    )
    d = read(text.encode())
    rows = [(line.name, line.also, line.item, line.basis) for line in d.three_public.lines]
    assert rows == [
        ("合计", (), items.PRIOR_BUDGET, "上年"),
        ("合计", (), items.BUDGET, "当年"),
        ("甲乙市教育局", ("137",), None, "上年"),
        ("甲乙市教育局", ("137",), None, "当年"),
        ("甲乙市教育局", ("137001",), None, "上年"),
        ("甲乙市教育局", ("137001",), None, "当年"),
    ]
    told = [(f.also, f.row_name, f.item, f.column, f.column_label) for f in facts(d)]
    assert len(set(told)) == len(told) == 12


COSTS_DOWN = (
    "甲乙市教育局2023年度部门决算\n\n财政拨款“三公”经费支出决算表\n\n单位：万元\n\n"
    "项目\t预算数\t决算数\t备注\n"
    "合计\t5.00\t4.00\t\n"
    "1.因公出国（境）费\t1.00\t0.00\t\n"
    "2.公务用车购置及运行维护费\t3.00\t3.00\t\n"
    "（1）公务用车购置费\t0.00\t0.00\t\n"
    "（2）公务用车运行维护费\t3.00\t3.00\t含租车\n"
    "3.公务接待费\t1.00\t1.00\t\n"
    "公务用车保有量（辆）\t\t3\t\n"
)


def test_what_the_rows_of_costs_count_and_remark_is_said_by_their_basis() -> None:
    d = read(COSTS_DOWN.encode())
    assert d.three_public.actual.text("公务用车保有量（辆）") == "3"
    assert d.three_public.budget.text("（2）公务用车运行维护费/备注") == "含租车"
    assert not d.unplaced


@pytest.mark.parametrize("name", ["xlsx", "txt"])
def test_what_costs_count_is_written_with_them(name: str) -> None:
    again = read(written(read(COSTS_DOWN.encode()), f"a.{name}"))
    assert again.three_public.actual.text("公务用车保有量（辆）") == "3"
    assert again.three_public.actual.total.digits == "4.00"


def test_the_account_of_another_classification_is_kept() -> None:
    text = (
        "一般公共预算基本支出表\n\n单位：万元\n\n"
        "政府支出经济分类科目\t部门支出经济分类科目\t合计\t人员经费\t公用经费\n"
        "50101-工资奖金津补贴\t30101-基本工资\t2.00\t2.00\t\n"
        "50201-办公经费\t30201-办公费\t1.00\t\t1.00\n"
    )
    lines = list(read(text.encode()).basic_expenditure)
    assert [str(line.code) for line in lines] == ["30101", "30201"]
    assert [line.also for line in lines] == [("50101 工资奖金津补贴",), ("50201 办公经费",)]


REACHED = {
    "beijing-traffic-police-2026-budget-tables.pdf": ("7,592.485000", None, None),
    "guangdong-shenzhen-finance-2026-budget.pdf": ("58.46", "59.66", None),
    "hunan-changsha-petition-2026-budget.pdf": ("8.00", None, None),
    "jiangsu-suzhou-audit-2026-budget.pdf": ("10.00", None, None),
    "shaanxi-xian-audit-2026-budget.pdf": ("102,000.00", "120,000.00", None),
    "shanghai-putuo-finance-2024-final.pdf": ("0.95", None, ""),
    "shanghai-putuo-wanli-2025-budget.pdf": ("37.91", None, None),
}
"""The totals of the budget, of last year's budget, and the outturn, as the pages print them."""


@pytest.mark.real
@pytest.mark.parametrize("name", REACHED)
def test_real_tables_are_reached_by_their_names(
    disclosure_of: Callable[[str], Disclosure], name: str
) -> None:
    table = disclosure_of(name).three_public
    lines = [table.lines.get(item) for item in (items.BUDGET, items.PRIOR_BUDGET, items.ACTUAL)]
    found = tuple(None if line is None else line.total.digits for line in lines)
    assert found == REACHED[name]
