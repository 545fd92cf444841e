"""Rules of a budget's tables (部门预算): the forms of final accounts without outturns.

What adds up in final accounts adds up in a budget too; what differs is which tables restate which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure, Line, items
from budgetdisclosure.rules.relation import Relation, at_most, balance, equal, same
from budgetdisclosure.rules.rowsums import first_that_holds
from budgetdisclosure.rules.rule import BUDGET, Outcome, rule
from budgetdisclosure.rules.topics import economic, lists, summaries
from budgetdisclosure.rules.topics.across import of_total, pair
from budgetdisclosure.rules.topics.summaries import cell
from budgetdisclosure.rules.tree import tree_sums

FORM = "部门预算公开表样（财预〔2016〕143号及各地样表）"


def _tree(lines: Sequence[Line]) -> Iterator[Relation]:
    """合计 = Σ类, 类 = Σ款, 款 = Σ项 in every column."""
    yield from lists.total_row(lines)
    for depth in (3, 5):
        yield from tree_sums(lines, depth)


def _restated(lines: Sequence[Line], column: str, *totals: Figure) -> Iterator[Relation]:
    """The column's 合计 restates the first of ``totals``, or another of them if that fits."""
    printed = next((line for line in lines if line.item == items.TOTAL), None)
    readings = [one for total in totals for one in pair(of_total(printed, column), total)]
    if readings:
        yield first_that_holds(*readings)


@rule("B-01", "收支预算总表平衡", "budget summary balances", source=FORM, kinds=BUDGET)
def summary(d: Disclosure) -> Iterator[Relation]:
    """收入总计 = 支出总计; each side adds up."""
    yield from summaries.revenue_parts(d)
    yield from summaries.revenue_total(d)
    yield from summaries.expenditure_parts(d)
    yield from summaries.expenditure_total(d)
    yield from summaries.totals_agree(d)


@rule(
    "B-02",
    "收入预算表",
    "budget: income adds up and restates the summary",
    source=FORM,
    kinds=BUDGET,
)
def income(d: Disclosure) -> Iterator[Outcome]:
    """A row's 合计 = its sources; codes add up their tree; the total restates 收入总计."""
    yield from lists.income_row(d)
    yield from _tree(d.income.lines)
    total = cell(d.summary.revenue, items.GRAND_TOTAL, "revenue")
    line = d.income.total_line
    whole = line is not None and not line.carryover.is_absent
    current = cell(d.summary.revenue, items.CURRENT_YEAR_REVENUE, "revenue")
    wanted = (total, current) if whole else (current, total)
    yield from _restated(d.income.lines, "total", *wanted)


@rule(
    "B-03",
    "支出预算表",
    "budget: expenditure adds up and restates the summary",
    source=FORM,
    kinds=BUDGET,
)
def expenditure(d: Disclosure) -> Iterator[Outcome]:
    """A row's 合计 = 基本支出 + 项目支出 + …; codes add up; the total restates 本年支出合计.

    Where a form counts the money carried to next year in, it restates 支出总计.
    """
    yield from lists.expenditure_row(d)
    yield from _tree(d.expenditure.lines)
    lines = d.summary.expenditure
    current = cell(lines, items.CURRENT_YEAR_EXPENDITURE, "expenditure")
    total = cell(lines, items.GRAND_TOTAL, "expenditure")
    yield from _restated(d.expenditure.lines, "total", current, total)


@rule(
    "B-04",
    "财政拨款收支预算总表",
    "budget: appropriation summary balances",
    source=FORM,
    kinds=BUDGET,
)
def appropriation(d: Disclosure) -> Iterator[Outcome]:
    """Each side adds up, fund by fund; the two totals agree."""
    for check in (
        summaries.fund_revenue,
        summaries.opening_parts,
        summaries.appropriation_total,
        summaries.fund_row,
        summaries.fund_expenditure,
        summaries.fund_expenditure_total,
        summaries.appropriation_totals_agree,
    ):
        yield from check(d)


@rule(
    "B-05",
    "一般公共预算支出预算表",
    "budget: general budget adds up and restates B04",
    source=FORM,
    kinds=BUDGET,
)
def general_budget(d: Disclosure) -> Iterator[Outcome]:
    """A row's 合计 = 基本支出 + 项目支出; codes add up; the total restates the fund's column."""
    yield from lists.general_budget_row(d)
    lines = d.general_budget_expenditure.lines
    yield from _tree(lines)
    yield from _of_fund(d, lines, "general_budget", items.OPENING_GENERAL_BUDGET)


def _fund(d: Disclosure, lines: Sequence[Line], column: str, opening: str) -> Iterator[Outcome]:
    yield from _tree(lines)
    yield from lists.fund_split(lines)
    yield from _of_fund(d, lines, column, opening)


def _of_fund(d: Disclosure, lines: Sequence[Line], column: str, opening: str) -> Iterator[Relation]:
    """A fund's own table restates the fund's column of the appropriation summary.

    Some forms print this year's money alone in the fund's table, and last year's with it in the
    summary; others print last year's in a column of its own there.
    """
    summary = d.appropriation_summary
    printed = next((line for line in lines if line.item == items.TOTAL), None)
    total = of_total(printed, "total")
    whole = cell(summary.expenditure, items.CURRENT_YEAR_EXPENDITURE, column)
    carried = cell(summary.revenue, opening, "revenue")
    if not total.is_absent and not whole.is_absent:
        yield first_that_holds(
            same(total, whole), balance([total, carried], [whole]), equal(total, whole, carried)
        )


@rule(
    "B-06",
    "政府性基金支出预算表",
    "budget: government funds add up and restate B04",
    source=FORM,
    kinds=BUDGET,
)
def government_fund(d: Disclosure) -> Iterator[Outcome]:
    """Codes add up; the total restates the fund's column of the appropriation summary."""
    lines = d.government_fund.lines
    yield from _fund(d, lines, "government_fund", items.OPENING_GOVERNMENT_FUND)


@rule(
    "B-07",
    "国有资本经营支出预算表",
    "budget: state capital adds up and restates B04",
    source=FORM,
    kinds=BUDGET,
)
def state_capital(d: Disclosure) -> Iterator[Outcome]:
    """Codes add up; the total restates the column of the appropriation summary."""
    lines = d.state_capital.lines
    yield from _fund(d, lines, "state_capital", items.OPENING_STATE_CAPITAL)


@rule(
    "B-08",
    "基本支出预算表（经济分类）",
    "budget: basic expenditure by economic class",
    source=FORM,
    kinds=BUDGET,
)
def basic_expenditure(d: Disclosure) -> Iterator[Relation]:
    """合计 = 人员经费 + 公用经费; codes add up; the total restates B05's 基本支出."""
    yield from economic.personnel_total(d)
    yield from economic.running_total(d)
    yield from economic.basic_total(d)
    yield from _tree(d.basic_expenditure.lines)
    basic = of_total(d.general_budget_expenditure.total_line, "basic")
    total = of_total(d.basic_expenditure.total_line, "amount")
    groups = [
        economic.group_total(d, item) for item in (items.PERSONNEL_TOTAL, items.RUNNING_TOTAL)
    ]
    if not total.is_absent and not basic.is_absent:
        yield same(basic, total)
    elif not any(figure.is_absent for figure in (basic, *groups)):
        yield equal(basic, *groups)


@rule(
    "B-09", "三公与机关运行经费", "budget: three public and agency costs", source=FORM, kinds=BUDGET
)
def three_public(d: Disclosure) -> Iterator[Relation]:
    """合计 = 出国 + 用车 + 接待; 用车 = 购置 + 运行; 机关运行经费 ≤ 公用经费."""
    yield from economic.three_public_total(d)
    yield from economic.vehicles_subtotal(d)
    running = of_total(d.basic_expenditure.total_line, "running")
    if running.is_absent:
        running = economic.group_total(d, items.RUNNING_TOTAL)
    agency = d.three_public.budget.agency_operating_costs
    if not agency.is_absent and not running.is_absent:
        yield at_most(agency, running)
