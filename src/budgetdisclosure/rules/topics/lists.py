"""Rules of the list tables: 收入 02, 支出 03, 一般公共预算 05, 基金 08 and 国资 09.

Rows add across their columns, codes add up their tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure, FundLine, IncomeLine, Line
from budgetdisclosure.rules.relation import Relation, balance, equal
from budgetdisclosure.rules.rowsums import add_across, is_change, row_sum
from budgetdisclosure.rules.rule import BOTH, PRACTICE, Fault, Held, Outcome, Severity, rule
from budgetdisclosure.rules.tree import roots, sums, tree_sums, uncoded
from budgetdisclosure.wording import Wording

Rows = Callable[[Disclosure], Sequence[Line]]

LISTS: tuple[tuple[str, str, str, Rows], ...] = (
    ("T02", "收入决算表", "income", lambda d: d.income.lines),
    ("T03", "支出决算表", "expenditure", lambda d: d.expenditure.lines),
    (
        "T05",
        "一般公共预算财政拨款支出决算表",
        "general budget expenditure",
        lambda d: d.general_budget_expenditure.lines,
    ),
)
"""The list tables by functional classification: group, title, English, rows."""


@rule(
    "T02-001",
    "收入决算表行内合计",
    "income: a row's total",
    exceptions="表中有样表以外的栏，不知是否计入合计",
)
def income_row(d: Disclosure) -> Iterator[Outcome]:
    """合计 = 财政拨款收入 + 上级补助收入 + 事业收入 + 经营收入 + 附属单位上缴收入 + 其他收入.

    Budget forms print 上年结转 beside 本年收入, and the three funds in place of 财政拨款收入.
    """
    lines = d.income.lines
    for line in lines:
        yield from _restates(line.appropriation, _funds(line))
    yield from add_across(
        row_sum(line, line.current_year, _sources(line))
        for line in lines
        if not line.current_year.is_absent
    )
    yield from add_across(row_sum(line, line.total, _whole(line)) for line in lines)


def _funds(line: IncomeLine) -> list[Figure]:
    return [line.general_budget, line.government_fund, line.state_capital]


def _sources(line: IncomeLine) -> list[Figure]:
    """The sources of this year's revenue: 财政拨款 or the funds it is made of, and the others."""
    return [
        *(_funds(line) if line.appropriation.is_absent else [line.appropriation]),
        line.fiscal_account,
        line.superior_subsidy,
        line.service_revenue,
        line.trading_revenue,
        line.subordinate_remittance,
        line.other_revenue,
    ]


def _whole(line: IncomeLine) -> list[Figure]:
    own = _sources(line) if line.current_year.is_absent else [line.current_year]
    return [*own, line.carryover, line.balance_used]


@rule(
    "T03-001",
    "支出决算表行内合计",
    "expenditure: a row's total",
    exceptions="表中有样表以外的栏，不知是否计入合计",
)
def expenditure_row(d: Disclosure) -> Iterator[Outcome]:
    """合计 = 基本支出 + 项目支出 + 上缴上级支出 + 经营支出 + 对附属单位补助支出."""
    for line in d.expenditure.lines:
        yield from _basic_split(line.basic, line.personnel, line.running)
    yield from add_across(
        row_sum(
            line,
            line.total,
            [
                *_basic_parts(line.basic, line.personnel, line.running),
                line.project,
                line.remitted_up,
                line.trading,
                line.granted_down,
            ],
        )
        for line in d.expenditure.lines
    )


@rule(
    "T05-001",
    "一般公共预算财政拨款支出决算表行内合计",
    "general budget: a row's total",
    exceptions="表中有样表以外的栏，不知是否计入合计",
)
def general_budget_row(d: Disclosure) -> Iterator[Outcome]:
    """合计 = 基本支出 + 项目支出."""
    lines = d.general_budget_expenditure.lines
    for line in lines:
        yield from _basic_split(line.basic, line.personnel, line.running)
    yield from add_across(
        row_sum(
            line,
            line.total,
            [*_basic_parts(line.basic, line.personnel, line.running), line.project],
        )
        for line in lines
    )


def _hierarchy_rules(group: str, title: str, english: str, rows: Rows) -> None:
    """Register 款 = 项, 类 = 款 and 合计 = 类 for one table."""

    @rule(
        f"{group}-002",
        f"{title}款=项之和",
        f"{english}: section = sum of items",
        exceptions="款下未印项级（涉密等）",
    )
    def sections(d: Disclosure) -> Iterator[Relation]:
        """款 = Σ项 in every column."""
        yield from tree_sums(rows(d), 5)

    @rule(f"{group}-003", f"{title}类=款之和", f"{english}: category = sum of sections")
    def categories(d: Disclosure) -> Iterator[Relation]:
        """类 = Σ款 in every column."""
        yield from tree_sums(rows(d), 3)

    @rule(
        f"{group}-004",
        f"{title}合计=类之和",
        f"{english}: total = sum of categories",
    )
    def totals(d: Disclosure) -> Iterator[Relation]:
        """合计 = Σ类 in every column; the 合计 row may stand first or last."""
        yield from total_row(rows(d))


def _sign_rule(group: str, title: str, english: str, rows: Rows) -> None:
    """Register that no figure of the table is negative."""

    @rule(
        f"{group}-007",
        f"{title}非负",
        f"{english}: nothing negative",
        severity=Severity.WARNING,
        source=PRACTICE,
        exceptions="冲销、收回以前年度支出形成的负数，应附说明",
        kinds=BOTH,
    )
    def negatives(d: Disclosure) -> Iterator[Outcome]:
        """No figure is below zero."""
        yield from no_negatives(rows(d))


def total_row(lines: Sequence[Line]) -> Iterator[Relation]:
    """合计 = the sum of the rows that no other printed row contains."""
    total = next((line for line in lines if line.code is None and line.item == "合计"), None)
    parts = roots(lines)
    if total is not None and parts:
        yield from sums(total, parts, uncoded(lines))


def no_negatives(lines: Iterable[Line]) -> Iterator[Outcome]:
    """A fault for every negative figure but those of a change, or how many were looked at."""
    figures = [
        figure for line in lines for name, figure in line.figures().items() if not is_change(name)
    ]
    below = [figure for figure in figures if figure.counted < 0]
    for figure in below:
        yield Fault(
            Wording(f"出现负数 {figure.digits}", f"a negative figure, {figure.digits}"), (figure,)
        )
    if figures and not below:
        yield Held(len(figures))


def _fund_rules(group: str, title: str, english: str, rows: Rows) -> None:
    """Register the row balance, 小计 and hierarchy of a fund's table."""

    @rule(f"{group}-001", f"{title}行平衡", f"{english}: a row balances", exceptions="无此栏或空表")
    def row_balance(d: Disclosure) -> Iterator[Relation]:
        """年初结转和结余 + 本年收入 = 本年支出 + 年末结转和结余."""
        for line in _fund_lines(rows(d)):
            sides = (line.opening_carryover, line.revenue), (line.total, line.closing_carryover)
            if not any(figure.is_absent for figure in (*sides[0], line.total)):
                yield balance(*sides)

    @rule(f"{group}-002", f"{title}支出小计", f"{english}: a row's total")
    def subtotal(d: Disclosure) -> Iterator[Outcome]:
        """小计 = 基本支出 + 项目支出."""
        yield from fund_split(rows(d))

    @rule(f"{group}-003", f"{title}层级", f"{english}: codes add up")
    def hierarchy(d: Disclosure) -> Iterator[Relation]:
        """合计 = Σ类, 类 = Σ款, 款 = Σ项 in every column."""
        lines = rows(d)
        yield from total_row(lines)
        for depth in (3, 5):
            yield from tree_sums(lines, depth)


def _fund_lines(lines: Sequence[Line]) -> Iterator[FundLine]:
    for line in lines:
        if isinstance(line, FundLine):
            yield line


def fund_split(lines: Sequence[Line]) -> Iterator[Outcome]:
    """小计 = 基本支出 + 项目支出 in every row of a fund's table."""
    yield from add_across(
        row_sum(line, line.total, [line.basic, line.project]) for line in _fund_lines(lines)
    )


def _restates(total: Figure, parts: Sequence[Figure]) -> Iterator[Relation]:
    if not total.is_absent and any(not part.is_absent for part in parts):
        yield equal(total, *parts)


def _basic_parts(basic: Figure, personnel: Figure, running: Figure) -> list[Figure]:
    """基本支出, or where the form has no such column its two halves."""
    return [personnel, running] if basic.is_absent else [basic]


def _basic_split(basic: Figure, personnel: Figure, running: Figure) -> Iterator[Relation]:
    if not personnel.is_absent and not running.is_absent:
        yield from _restates(basic, [personnel, running])


for _list in LISTS:
    _hierarchy_rules(*_list)
    _sign_rule(*_list)
_fund_rules("T08", "政府性基金预算表", "government funds", lambda d: d.government_fund.lines)
_fund_rules("T09", "国有资本经营预算表", "state capital", lambda d: d.state_capital.lines)
