"""Rules of the two-sided summaries: 01 收入支出决算总表 and 04 财政拨款收入支出决算总表."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import AppropriationExpenditureLine, Disclosure, Line, items
from budgetdisclosure.rules.outline import before, below, between, parts
from budgetdisclosure.rules.relation import Relation, balance, equal, same
from budgetdisclosure.rules.rowsums import add_across, first_that_holds, is_beside, row_sum
from budgetdisclosure.rules.rule import (
    PRACTICE,
    Fault,
    Held,
    Outcome,
    Severity,
    Skip,
    rule,
)
from budgetdisclosure.wording import Wording, quoted

FUNDS = (
    (items.GENERAL_BUDGET, items.OPENING_GENERAL_BUDGET, "general_budget"),
    (items.GOVERNMENT_FUND, items.OPENING_GOVERNMENT_FUND, "government_fund"),
    (items.STATE_CAPITAL, items.OPENING_STATE_CAPITAL, "state_capital"),
)
"""The three funds of 04: revenue row, opening row, expenditure column."""


def cell(lines: Sequence[Line], item: str, column: str) -> Figure:
    """The figure in the row of that official term; absent where the row is not printed."""
    for line in lines:
        if line.item == item:
            return line.figures().get(column, Figure.absent())
    return Figure.absent()


def column(lines: Sequence[Line], name: str) -> list[Figure]:
    """The figures of one column of those lines."""
    return [line.figures().get(name, Figure.absent()) for line in lines]


def adds_up(
    lines: Sequence[Line], total: str, rows: Sequence[Line], name: str
) -> Iterator[Relation]:
    """The row ``total`` restates the sum of ``rows`` in the column ``name``."""
    figure = cell(lines, total, name)
    inside = column(rows, name)
    if not figure.is_absent and any(not part.is_absent for part in inside):
        yield equal(figure, *inside)


def beside(lines: Sequence[Line]) -> list[str]:
    """The further columns of a summary (年初预算数, 全年预算数) that print the sums in question.

    Columns of another year are none: items without money this year may be left out there.
    """
    printed = {
        extra.label: None
        for line in lines
        if line.item in (items.CURRENT_YEAR_REVENUE, items.CURRENT_YEAR_EXPENDITURE)
        for extra in line.extras
        if isinstance(extra.figure, Figure) and extra.figure.value is not None
    }
    return [label for label in printed if not is_beside(label)]


def side(lines: Sequence[Line], subtotal: str, name: str) -> tuple[list[Relation], list[Relation]]:
    """What one side of a summary says: the subtotal restates its parts; 总计 subtotal and rest.

    The subtotal may stand below its parts or above them; a form without one has 总计 restate all.
    """
    rows = parts(before(lines, subtotal))
    rest = parts(between(lines, subtotal, items.GRAND_TOTAL))
    if not rows:
        inner, outer = below(lines, subtotal)
        rows, rest = parts(inner), parts(outer)
    sub = [line for line in lines if line.item == subtotal]
    first = list(adds_up(lines, subtotal, rows, name))
    whole = [*sub[:1], *rest] if sub else parts(before(lines, items.GRAND_TOTAL))
    return first, list(adds_up(lines, items.GRAND_TOTAL, whole, name))


@rule("T01-001", "本年收入合计=各收入项之和", "summary: current-year revenue adds up")
def revenue_parts(d: Disclosure) -> Iterator[Relation]:
    """本年收入合计 = Σ各项收入, in every column."""
    lines = d.summary.revenue
    for name in ("revenue", *beside(lines)):
        yield from side(lines, items.CURRENT_YEAR_REVENUE, name)[0]


@rule(
    "T01-002",
    "收入总计",
    "summary: total revenue adds up",
    exceptions="旧表样的“用事业基金弥补收支差额”按同一位置处理",
)
def revenue_total(d: Disclosure) -> Iterator[Relation]:
    """总计 = 本年收入合计 + 使用非财政拨款结余 + 年初结转和结余."""
    yield from side(d.summary.revenue, items.CURRENT_YEAR_REVENUE, "revenue")[1]


@rule("T01-003", "本年支出合计=各类之和", "summary: current-year expenditure adds up")
def expenditure_parts(d: Disclosure) -> Iterator[Relation]:
    """本年支出合计 = Σ类, in every column; where no 类 is printed, 基本支出 + 项目支出 + …."""
    lines = d.summary.expenditure
    for name in ("expenditure", *beside(lines)):
        yield from side(lines, items.CURRENT_YEAR_EXPENDITURE, name)[0]
        if not any(line.code for line in lines):
            yield from _by_nature(d, name)


_NATURE = ("基本支出", "项目支出", "经营支出")
_TRANSFERS = ("上缴上级支出", "对附属单位补助支出")


def _by_nature(d: Disclosure, name: str) -> Iterator[Relation]:
    """本年支出合计 = 基本支出 + 项目支出 + …; transfers to other units may stand below it."""
    total = cell(d.summary.expenditure, items.CURRENT_YEAR_EXPENDITURE, name)
    own = [cell(d.summary.by_nature, item, name) for item in _NATURE]
    transfers = [cell(d.summary.by_nature, item, name) for item in _TRANSFERS]
    if not total.is_absent and total.value is not None and not own[0].is_absent:
        yield first_that_holds(equal(total, *own, *transfers), equal(total, *own))


@rule("T01-004", "支出总计", "summary: total expenditure adds up")
def expenditure_total(d: Disclosure) -> Iterator[Relation]:
    """总计 = 本年支出合计 + 结余分配 + 年末结转和结余."""
    yield from side(d.summary.expenditure, items.CURRENT_YEAR_EXPENDITURE, "expenditure")[1]


@rule("T01-005", "收支总计相等", "summary: the two totals agree")
def totals_agree(d: Disclosure) -> Iterator[Relation]:
    """总计（收入） = 总计（支出）."""
    left = cell(d.summary.revenue, items.GRAND_TOTAL, "revenue")
    right = cell(d.summary.expenditure, items.GRAND_TOTAL, "expenditure")
    if not left.is_absent and not right.is_absent:
        yield same(left, right)


@rule(
    "T01-006",
    "年末结转非负且列示",
    "summary: closing carry-over is printed and not negative",
    severity=Severity.WARNING,
    source="《预算法实施条例》第八十三条；部门决算核实性审核惯例",
    exceptions="经批准赤字运行的事业单位",
)
def closing_not_negative(d: Disclosure) -> Iterator[Outcome]:
    """年末结转和结余 is printed and ≥ 0."""
    if not d.summary.present:
        return
    closing = cell(d.summary.expenditure, items.CLOSING_CARRYOVER, "expenditure")
    if closing.is_absent:
        yield Fault(
            Wording("总表没有列“年末结转和结余”行", "the summary prints no closing carry-over"),
            place=d.summary.place,
        )
    elif closing.counted < 0:
        yield Fault(
            Wording(f"年末结转和结余为负数 {closing.digits}", f"closing carry-over is {closing}"),
            (closing,),
        )
    else:
        yield Held()


def _has_other_funds(d: Disclosure) -> bool:
    names = (
        items.SUPERIOR_SUBSIDY,
        items.SERVICE_REVENUE,
        items.TRADING_REVENUE,
        items.SUBORDINATE_REMITTANCE,
        items.OTHER_REVENUE,
    )
    return not all(cell(d.summary.revenue, name, "revenue").is_nothing for name in names)


def _only_with_other_funds(d: Disclosure, figure: Figure, name: str) -> Iterator[Outcome]:
    if figure.counted <= 0:
        if not figure.is_absent:
            yield Held()
    elif _has_other_funds(d):
        yield Held()
    else:
        yield Fault(
            Wording(
                f"{name} {figure.digits}，而本年没有事业、经营等非财政收入，请核实来源",
                f"{quoted(name)} is {figure.digits}, yet there is no other than fiscal revenue",
            ),
            (figure,),
        )


@rule(
    "T01-007",
    "结余分配口径",
    "summary: balance distribution needs other funds",
    severity=Severity.INFO,
    source=PRACTICE,
)
def distribution_scope(d: Disclosure) -> Iterator[Outcome]:
    """结余分配 > 0 only where service, trading or other non-fiscal income exists."""
    figure = cell(d.summary.expenditure, items.BALANCE_DISTRIBUTION, "expenditure")
    yield from _only_with_other_funds(d, figure, items.BALANCE_DISTRIBUTION)


@rule(
    "T01-008",
    "使用非财政拨款结余口径",
    "summary: balances used need other funds",
    severity=Severity.INFO,
    source=PRACTICE,
)
def balance_used_scope(d: Disclosure) -> Iterator[Outcome]:
    """使用非财政拨款结余 > 0 only where non-fiscal funds exist."""
    figure = cell(d.summary.revenue, items.NON_APPROPRIATION_BALANCE_USED, "revenue")
    yield from _only_with_other_funds(d, figure, items.NON_APPROPRIATION_BALANCE_USED)


@rule("T04-001", "收入侧本年合计", "appropriation: current-year revenue adds up")
def fund_revenue(d: Disclosure) -> Iterator[Relation]:
    """本年收入合计 = 一般公共预算 + 政府性基金 + 国有资本经营."""
    lines = d.appropriation_summary.revenue
    total = cell(lines, items.CURRENT_YEAR_REVENUE, "revenue")
    funds = [cell(lines, revenue, "revenue") for revenue, _, _ in FUNDS]
    if not total.is_absent and any(not figure.is_absent for figure in funds):
        yield equal(total, *funds)


@rule("T04-002", "年初分项", "appropriation: opening carry-over adds up")
def opening_parts(d: Disclosure) -> Iterator[Relation]:
    """年初财政拨款结转和结余 = the three funds' own."""
    lines = d.appropriation_summary.revenue
    total = cell(lines, items.OPENING_APPROPRIATION_CARRYOVER, "revenue")
    funds = [cell(lines, opening, "revenue") for _, opening, _ in FUNDS]
    if not total.is_absent and any(not figure.is_absent for figure in funds):
        yield equal(total, *funds)


@rule("T04-003", "收入总计", "appropriation: total revenue adds up")
def appropriation_total(d: Disclosure) -> Iterator[Relation]:
    """总计 = 本年收入合计 + 年初财政拨款结转和结余."""
    lines = d.appropriation_summary.revenue
    total = cell(lines, items.GRAND_TOTAL, "revenue")
    rows = [
        cell(lines, items.CURRENT_YEAR_REVENUE, "revenue"),
        cell(lines, items.OPENING_APPROPRIATION_CARRYOVER, "revenue"),
    ]
    if not total.is_absent and not rows[0].is_absent:
        yield equal(total, *rows)


@rule("T04-004", "支出侧行内合计", "appropriation: a row's total")
def fund_row(d: Disclosure) -> Iterator[Outcome]:
    """合计 = 一般公共预算 + 政府性基金 + 国有资本经营, in every row."""
    yield from add_across(
        row_sum(line, line.total, (line.general_budget, line.government_fund, line.state_capital))
        for line in d.appropriation_summary.expenditure
    )


def _fund_columns(lines: Sequence[AppropriationExpenditureLine]) -> list[str]:
    return [
        name.id
        for name in AppropriationExpenditureLine.columns()
        if any(name.id in line.figures() for line in lines)
    ]


@rule("T04-005", "支出侧列合计", "appropriation: current-year expenditure adds up")
def fund_expenditure(d: Disclosure) -> Iterator[Relation]:
    """本年支出合计 = Σ类 in every column."""
    lines = d.appropriation_summary.expenditure
    for name in _fund_columns(lines):
        yield from side(lines, items.CURRENT_YEAR_EXPENDITURE, name)[0]


@rule("T04-006", "支出总计", "appropriation: total expenditure adds up")
def fund_expenditure_total(d: Disclosure) -> Iterator[Relation]:
    """总计 = 本年支出合计 + 年末财政拨款结转和结余 in every column."""
    lines = d.appropriation_summary.expenditure
    for name in _fund_columns(lines):
        yield from side(lines, items.CURRENT_YEAR_EXPENDITURE, name)[1]


@rule("T04-007", "收支总计相等", "appropriation: the two totals agree")
def appropriation_totals_agree(d: Disclosure) -> Iterator[Relation]:
    """总计（收入） = 总计（支出）."""
    left = cell(d.appropriation_summary.revenue, items.GRAND_TOTAL, "revenue")
    right = cell(d.appropriation_summary.expenditure, items.GRAND_TOTAL, "total")
    if not left.is_absent and not right.is_absent:
        yield same(left, right)


@rule("T04-008", "分资金平衡", "appropriation: each fund balances")
def fund_balance(d: Disclosure) -> Iterator[Outcome]:
    """年初 + 收入 = 支出 + 年末 for each of the three funds."""
    table = d.appropriation_summary
    for revenue, opening, name in FUNDS:
        inflow = [cell(table.revenue, item, "revenue") for item in (opening, revenue)]
        outflow = [
            cell(table.expenditure, items.CURRENT_YEAR_EXPENDITURE, name),
            cell(table.expenditure, items.CLOSING_APPROPRIATION_CARRYOVER, name),
        ]
        if any(figure.is_absent for figure in (inflow[0], inflow[1], outflow[0])):
            yield Skip(
                Wording(
                    f"表中没有“{revenue}”的全部各项",
                    f"not all rows of {quoted(revenue)} are printed",
                )
            )
        else:
            yield balance(inflow, outflow)


def _nonzero_outside(d: Disclosure, name: str, allowed: str) -> Iterator[Outcome]:
    lines = [line for line in d.appropriation_summary.expenditure if line.code is not None]
    outside = [
        line.figures()[name]
        for line in lines
        if line.key != allowed and line.figures().get(name, Figure.absent()).counted != 0
    ]
    for figure in outside:
        yield Fault(
            Wording(
                f"该列在此科目出现 {figure.digits}，通常只列在 {allowed}",
                f"{figure.digits} in this column, which usually holds {allowed} only",
            ),
            (figure,),
        )
    if lines and not outside:
        yield Held(len(lines))


@rule(
    "T04-009",
    "国资列口径",
    "appropriation: state capital stands under 223",
    severity=Severity.WARNING,
    source=PRACTICE,
    exceptions="按功能科目列报转移支付的地区",
    years=(2020, None),
)
def state_capital_scope(d: Disclosure) -> Iterator[Outcome]:
    """The state capital column is nonzero in 223 国有资本经营预算支出 only."""
    yield from _nonzero_outside(d, "state_capital", "223")


@rule(
    "T04-010",
    "抗疫特别国债列口径",
    "appropriation: special bonds stand in the fund column",
    severity=Severity.INFO,
    source=PRACTICE,
    years=(2020, None),
)
def special_bonds_scope(d: Disclosure) -> Iterator[Outcome]:
    """234 抗疫特别国债安排的支出 is nonzero in the government fund column only."""
    line = d.appropriation_summary.expenditure.get("234")
    if line is None:
        return
    other = [figure for figure in (line.general_budget, line.state_capital) if figure.counted != 0]
    for figure in other:
        yield Fault(
            Wording(
                f"抗疫特别国债安排的支出列在此栏 {figure.digits}，应列政府性基金",
                f"special bonds of {figure.digits} outside the government fund column",
            ),
            (figure,),
        )
    if not other:
        yield Held()
