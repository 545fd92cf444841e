"""Rules between tables (表间勾稽): one quantity in several tables, and parts of wholes."""

from __future__ import annotations

from collections.abc import Iterator

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure, Line, items
from budgetdisclosure.rules.relation import Relation, at_most, equal, same
from budgetdisclosure.rules.rule import Fault, Held, Outcome, Severity, Skip, rule
from budgetdisclosure.rules.topics.economic import group_total
from budgetdisclosure.rules.topics.summaries import FUNDS, cell
from budgetdisclosure.wording import Wording, quoted

INCOME_PAIRS = (
    ("X-0102-1", items.CURRENT_YEAR_REVENUE, "total", "current-year revenue"),
    ("X-0102-3", items.SUPERIOR_SUBSIDY, "superior_subsidy", "superior subsidy"),
    ("X-0102-4", items.SERVICE_REVENUE, "service_revenue", "service revenue"),
    ("X-0102-5", items.TRADING_REVENUE, "trading_revenue", "trading revenue"),
    ("X-0102-6", items.SUBORDINATE_REMITTANCE, "subordinate_remittance", "subordinate remittance"),
    ("X-0102-7", items.OTHER_REVENUE, "other_revenue", "other revenue"),
)
"""Rows of 01 that restate a column's total in 02: rule, row, column."""


def pair(one: Figure, other: Figure) -> Iterator[Relation]:
    """The two figures print one quantity, where both are printed."""
    if not one.is_absent and not other.is_absent:
        yield same(one, other)


def of_total(line: Line | None, name: str) -> Figure:
    """The line's figure in that column, absent without a line or a column."""
    return line.figures().get(name, Figure.absent()) if line else Figure.absent()


def _income_rule(rule_id: str, item: str, name: str, en: str) -> None:
    @rule(rule_id, f"{item}（01与02）", f"{en}: summary and income table agree")
    def restated(d: Disclosure) -> Iterator[Relation]:
        """The row of 01 = the column's total in 02."""
        yield from pair(
            cell(d.summary.revenue, item, "revenue"), of_total(d.income.total_line, name)
        )


for _row in INCOME_PAIRS:
    _income_rule(*_row)


@rule("X-0102-2", "财政拨款收入（01与02）", "appropriation: summary and income table agree")
def appropriation_income(d: Disclosure) -> Iterator[Relation]:
    """一、二、三项财政拨款收入之和 = 02 合计行财政拨款收入."""
    funds = [
        cell(d.summary.revenue, item, "revenue")
        for item in (
            items.APPROPRIATION_REVENUE,
            items.GENERAL_BUDGET_REVENUE,
            items.GOVERNMENT_FUND_REVENUE,
            items.STATE_CAPITAL_REVENUE,
        )
    ]
    printed = of_total(d.income.total_line, "appropriation")
    whole = funds[:1] if not funds[0].is_absent else funds[1:]
    if not printed.is_absent and any(not figure.is_absent for figure in whole):
        yield equal(printed, *whole)


@rule("X-0103-1", "支出合计（01与03）", "expenditure: summary and expenditure table agree")
def expenditure_restated(d: Disclosure) -> Iterator[Relation]:
    """01 本年支出合计 = 03 合计."""
    yield from pair(
        cell(d.summary.expenditure, items.CURRENT_YEAR_EXPENDITURE, "expenditure"),
        of_total(d.expenditure.total_line, "total"),
    )


def _categories(lines: object) -> dict[str, Line]:
    assert hasattr(lines, "__iter__")
    return {line.key: line for line in lines if line.code is not None and len(line.key) == 3}


def _has(lines: dict[str, Line], column: str) -> bool:
    """Whether a table has that column at all."""
    return any(not of_total(line, column).is_absent for line in lines.values())


def _category_pairs(
    one: dict[str, Line], one_column: str, other: dict[str, Line], other_column: str
) -> Iterator[Relation]:
    """Category by category; a category one table does not print is nothing there."""
    if not (_has(one, one_column) and _has(other, other_column)):
        return
    for key in sorted(one.keys() | other.keys()):
        left, right = of_total(one.get(key), one_column), of_total(other.get(key), other_column)
        if left.counted != 0 or right.counted != 0 or not (left.is_absent or right.is_absent):
            yield same(left, right) if not left.is_absent else same(right, left)


@rule("X-0103-2", "支出类级（01与03）", "categories: summary and expenditure table agree")
def categories_restated(d: Disclosure) -> Iterator[Relation]:
    """01 each 类 = 03 the same 类's total."""
    one, other = _categories(d.summary.expenditure), _categories(d.expenditure.lines)
    if one and other:
        yield from _category_pairs(one, "expenditure", other, "total")


@rule("X-0104-1", "三类财政拨款收入（01与04）", "fund revenue: the two summaries agree")
def fund_revenue_restated(d: Disclosure) -> Iterator[Relation]:
    """01 一/二/三 = 04 一/二/三."""
    names = (
        items.GENERAL_BUDGET_REVENUE,
        items.GOVERNMENT_FUND_REVENUE,
        items.STATE_CAPITAL_REVENUE,
    )
    for name, (fund, _, _) in zip(names, FUNDS, strict=True):
        yield from pair(
            cell(d.summary.revenue, name, "revenue"),
            cell(d.appropriation_summary.revenue, fund, "revenue"),
        )


def contained(part: Figure, whole: Figure) -> Iterator[Relation]:
    """The first figure is within the second, where both are printed."""
    if not part.is_absent and not whole.is_absent:
        yield at_most(part, whole)


@rule("X-0104-2", "类级包含（01与04）", "categories: appropriation is within the whole")
def categories_contained(d: Disclosure) -> Iterator[Relation]:
    """04 类.合计 ≤ 01 类."""
    yield from _contained_categories(
        _categories(d.appropriation_summary.expenditure),
        _categories(d.summary.expenditure),
        "expenditure",
    )


def _contained_categories(
    inner: dict[str, Line], outer: dict[str, Line], outer_column: str
) -> Iterator[Relation]:
    for key, line in inner.items():
        yield from contained(of_total(line, "total"), of_total(outer.get(key), outer_column))


@rule("X-0104-3", "支出合计包含（01与04）", "expenditure: appropriation is within the whole")
def expenditure_contained(d: Disclosure) -> Iterator[Relation]:
    """04 本年支出合计 ≤ 01 本年支出合计."""
    item = items.CURRENT_YEAR_EXPENDITURE
    yield from contained(
        cell(d.appropriation_summary.expenditure, item, "total"),
        cell(d.summary.expenditure, item, "expenditure"),
    )


@rule("X-0104-4", "结转包含（01与04）", "carry-over: appropriation is within the whole")
def carryover_contained(d: Disclosure) -> Iterator[Relation]:
    """04 年初/年末 ≤ 01 年初/年末."""
    yield from contained(
        cell(d.appropriation_summary.revenue, items.OPENING_APPROPRIATION_CARRYOVER, "revenue"),
        cell(d.summary.revenue, items.OPENING_CARRYOVER, "revenue"),
    )
    yield from contained(
        cell(d.appropriation_summary.expenditure, items.CLOSING_APPROPRIATION_CARRYOVER, "total"),
        cell(d.summary.expenditure, items.CLOSING_CARRYOVER, "expenditure"),
    )


def only_fiscal_money(d: Disclosure) -> bool:
    """Whether the unit has no other than fiscal money: no other revenue, no other carry-over."""
    total = d.income.total_line
    if total is None or not d.summary.present or not d.appropriation_summary.present:
        return False
    other = (
        total.superior_subsidy,
        total.service_revenue,
        total.trading_revenue,
        total.subordinate_remittance,
        total.other_revenue,
        total.fiscal_account,
        cell(d.summary.revenue, items.NON_APPROPRIATION_BALANCE_USED, "revenue"),
        cell(d.summary.expenditure, items.BALANCE_DISTRIBUTION, "expenditure"),
    )
    return all(figure.is_nothing for figure in other) and _same_carryover(d)


def _same_carryover(d: Disclosure) -> bool:
    pairs = (
        (
            cell(d.summary.revenue, items.OPENING_CARRYOVER, "revenue"),
            cell(d.appropriation_summary.revenue, items.OPENING_APPROPRIATION_CARRYOVER, "revenue"),
        ),
        (
            cell(d.summary.expenditure, items.CLOSING_CARRYOVER, "expenditure"),
            cell(
                d.appropriation_summary.expenditure,
                items.CLOSING_APPROPRIATION_CARRYOVER,
                "total",
            ),
        ),
    )
    return all(
        one.interval.meets(other.interval) and not (one.is_unreadable or other.is_unreadable)
        for one, other in pairs
        if not one.is_absent and not other.is_absent
    )


_OTHER_MONEY = Skip(Wording("单位有非财政资金或非财政结转", "the unit has other than fiscal money"))


@rule(
    "X-0104-5",
    "纯财政单位全等（01与04）",
    "a unit with fiscal money only: the two summaries agree",
    severity=Severity.WARNING,
    exceptions="有非财政结转",
)
def summaries_equal(d: Disclosure) -> Iterator[Outcome]:
    """Without other than fiscal money, 01 and 04 agree in expenditure, category by category."""
    if not only_fiscal_money(d):
        yield _OTHER_MONEY
        return
    one = _categories(d.summary.expenditure)
    other = _categories(d.appropriation_summary.expenditure)
    yield from _category_pairs(one, "expenditure", other, "total")
    item = items.CURRENT_YEAR_EXPENDITURE
    yield from pair(
        cell(d.summary.expenditure, item, "expenditure"),
        cell(d.appropriation_summary.expenditure, item, "total"),
    )


@rule("X-0204-1", "财政拨款收入（02与04）", "appropriation: income table and summary agree")
def appropriation_restated(d: Disclosure) -> Iterator[Relation]:
    """02 合计行财政拨款收入 = 04 本年收入合计."""
    yield from pair(
        of_total(d.income.total_line, "appropriation"),
        cell(d.appropriation_summary.revenue, items.CURRENT_YEAR_REVENUE, "revenue"),
    )


@rule("X-0304-1", "类级包含（03与04）", "categories: appropriation is within expenditure")
def expenditure_categories_contained(d: Disclosure) -> Iterator[Relation]:
    """04 类.合计 ≤ 03 类."""
    yield from _contained_categories(
        _categories(d.appropriation_summary.expenditure),
        _categories(d.expenditure.lines),
        "total",
    )


@rule("X-0305-1", "一般公共预算包含于全部（03与05）", "general budget is within expenditure")
def general_budget_contained(d: Disclosure) -> Iterator[Relation]:
    """05 ≤ 03 for each code, in 合计, 基本支出 and 项目支出."""
    for line in d.general_budget_expenditure.lines:
        whole = d.expenditure.get(line.key)
        for name in ("total", "basic", "project"):
            yield from contained(of_total(line, name), of_total(whole, name))


@rule(
    "X-0305-2",
    "按科目合成（03与05、08、09）",
    "expenditure is made of the three funds",
    severity=Severity.WARNING,
    exceptions="有非财政资金或非财政结转",
)
def expenditure_composed(d: Disclosure) -> Iterator[Outcome]:
    """03 row = 05 + 08 + 09 where there is no other than fiscal money."""
    if not d.general_budget_expenditure.present or not d.expenditure.present:
        return
    if not only_fiscal_money(d):
        yield _OTHER_MONEY
        return
    for line in d.expenditure.lines:
        inside = [
            of_total(table.get(line.key), "total")
            for table in (d.general_budget_expenditure, d.government_fund, d.state_capital)
        ]
        if not line.total.is_absent and line.key:
            yield equal(line.total, *inside)


@rule("X-0305-3", "科目集合（03与05）", "every code of the general budget is in expenditure")
def codes_contained(d: Disclosure) -> Iterator[Outcome]:
    """Every code of 05 is printed in 03."""
    if not d.expenditure.lines or not d.general_budget_expenditure.lines:
        return
    coded = d.general_budget_expenditure.coded()
    missing = [line for line in coded if line.key not in d.expenditure]
    for line in missing:
        yield Fault(
            Wording(
                f"一般公共预算支出表有 {line.key} {line.name}，支出决算表没有",
                f"{quoted(f'{line.key} {line.name}')} is in the general budget "
                "table and not in the expenditure table",
            ),
            tuple(line.figures().values())[:1],
            line.place,
        )
    if coded and not missing:
        yield Held(len(coded))


@rule("X-0405-1", "类级（04与05）", "categories: summary and general budget table agree")
def general_categories_restated(d: Disclosure) -> Iterator[Relation]:
    """04 类.一般公共预算 = 05 类.合计."""
    one = _categories(d.appropriation_summary.expenditure)
    other = _categories(d.general_budget_expenditure.lines)
    if one and other:
        yield from _category_pairs(one, "general_budget", other, "total")


@rule("X-0405-2", "合计（04与05）", "general budget: summary and table agree")
def general_total_restated(d: Disclosure) -> Iterator[Relation]:
    """04 本年支出合计.一般公共预算 = 05 合计."""
    yield from pair(
        cell(d.appropriation_summary.expenditure, items.CURRENT_YEAR_EXPENDITURE, "general_budget"),
        of_total(d.general_budget_expenditure.total_line, "total"),
    )


@rule(
    "X-0506-1", "基本支出（05与06）", "basic expenditure: by function and by economic class agree"
)
def basic_restated(d: Disclosure) -> Iterator[Relation]:
    """05 合计行基本支出 = 06 人员经费合计 + 公用经费合计."""
    basic = of_total(d.general_budget_expenditure.total_line, "basic")
    groups = [group_total(d, item) for item in (items.PERSONNEL_TOTAL, items.RUNNING_TOTAL)]
    if not any(figure.is_absent for figure in (basic, *groups)):
        yield equal(basic, *groups)
