"""Rule: a table with amounts prints the total rows of its form (漏印合计行).

Relations are declared over what is printed: where a total is gone, nothing fails, the sums over it
are merely no longer asked. So its absence is told by itself. That a place's form has no such row is
never ruled out by one table; what tells are its sisters that print theirs, and the same total
printed elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from attrs import frozen

from budgetdisclosure.amounts import Figure, Interval, sum_of
from budgetdisclosure.model import Disclosure, Kind, Line, Table, items
from budgetdisclosure.rules.outline import BALANCES, SUMS, gathered
from budgetdisclosure.rules.rule import (
    BOTH,
    TABLE_FORM,
    Fault,
    Held,
    Outcome,
    Severity,
    Skip,
    rule,
)
from budgetdisclosure.rules.topics.economic import categories
from budgetdisclosure.rules.topics.forms import PROCEDURE
from budgetdisclosure.rules.tree import roots
from budgetdisclosure.wording import Wording, quoted, titled

_CURRENT = {
    "revenue": items.CURRENT_YEAR_REVENUE,
    "expenditure": items.CURRENT_YEAR_EXPENDITURE,
}

_SIDES = {
    "revenue": Wording("收入一侧", " on the revenue side"),
    "expenditure": Wording("支出一侧", " on the expenditure side"),
}


@frozen
class _Wanted:
    """A total row that a block of rows should have: of which table, and what it would say.

    ``kin`` says which blocks are of one form: the lists, or the summaries' rows of one rank.
    """

    table: Table
    item: str
    kin: str
    amount: Interval | None
    printed: bool
    side: Wording = Wording("", "")


@rule(
    "DIS-031",
    "合计行齐全",
    "tables print their total rows",
    source=f"{PROCEDURE}；{TABLE_FORM}",
    exceptions="地方表样没有该行的；预算各表样式不一，只提醒",
    kinds=BOTH,
)
def total_rows(d: Disclosure) -> Iterator[Outcome]:
    """A table that prints amounts prints 合计, 总计, 本年收入合计, 人员经费合计 … of its form."""
    wanted = [*_lists(d), *_summaries(d), *_basic(d), *_others(d)]
    for one in wanted:
        if one.printed:
            yield Held()
        else:
            yield from _lost(d, one, wanted)


def _lists(d: Disclosure) -> Iterator[_Wanted]:
    """The list tables: 合计, or a row without a code that says the sum of the others."""
    for table in (
        d.income,
        d.expenditure,
        d.general_budget_expenditure,
        d.government_fund,
        d.state_capital,
    ):
        lines = table.all_lines()
        if not any(map(_prints, lines)):
            continue
        amount = _sum(roots(lines), "total")
        named = any(line.item in SUMS for line in lines)
        printed = named or any(_says(line, amount) for line in lines if line.code is None)
        yield _Wanted(table, items.TOTAL, "list", amount, printed)


def _summaries(d: Disclosure) -> Iterator[_Wanted]:
    """Both sides of the two summaries: 总计, and 本年收入合计 or 本年支出合计."""
    for table, column in ((d.summary, "expenditure"), (d.appropriation_summary, "total")):
        for side, name in (("revenue", "revenue"), ("expenditure", column)):
            lines: Sequence[Line] = getattr(table, side)
            if not any(map(_prints, lines)):
                continue
            held = {line.item for line in lines}
            rows = gathered(lines)
            current = [line for line in lines if line.item == _CURRENT[side]] or rows
            balances = [line for line in lines if line.item in BALANCES]
            whole = _sum([*current[: None if current is rows else 1], *balances], name)
            item = _CURRENT[side]
            yield _Wanted(table, item, "current", _sum(rows, name), item in held)
            total = items.GRAND_TOTAL
            ends = not balances and lines[-1].item == item  # nothing to add: the sum is the total
            yield _Wanted(table, total, "whole", whole, ends or total in held, _SIDES[side])


def _basic(d: Disclosure) -> Iterator[_Wanted]:
    """06: 人员经费合计 and 公用经费合计, or 合计 alone, as some forms have it."""
    table = d.basic_expenditure
    if not any(map(_prints, table.lines)):
        return
    held = {line.item for line in table.lines}
    groups = (items.PERSONNEL_TOTAL, True), (items.RUNNING_TOTAL, False)
    alone = not any(item in held for item, _ in groups)
    if alone and (held & SUMS or d.kind is Kind.BUDGET):
        amount = _sum(roots(table.lines), "amount")
        yield _Wanted(table, items.TOTAL, "list", amount, bool(held & SUMS))
        return
    for item, personnel in groups:
        rows = [line for line in categories(d, personnel) if _prints(line)]
        if rows or item in held:
            yield _Wanted(table, item, "group", _sum(rows, "amount"), item in held)


def _others(d: Disclosure) -> Iterator[_Wanted]:
    """Further tables by code, the columns of which are a place's own: 合计."""
    for table in d.others:
        top = roots(table.lines)
        column = next((name for line in top for name in line.figures()), "")
        amount = _sum(top, column)
        if amount is not None:
            printed = any(line.item in SUMS or line.code is None for line in table.lines)
            yield _Wanted(table, items.TOTAL, "other", amount, printed)


def _lost(d: Disclosure, one: _Wanted, wanted: Sequence[_Wanted]) -> Iterator[Outcome]:
    """What is to be said of a total row that is not there."""
    sisters = [other for other in wanted if other.printed and other.kin == one.kin]
    if one.kin == "current" and not sisters:
        return  # the form goes straight to 总计
    where = _elsewhere(d, one)
    if one.kin == "other":
        severity = None if where is None else Severity.WARNING
    else:
        severity = _severity(d.kind, one, sisters, where)
        if severity is None:
            yield Skip(_words(one, None), unchecked=True)
    if severity is not None:
        yield Fault(_words(one, where), place=one.table.place, severity=severity)


def _severity(
    kind: Kind, one: _Wanted, sisters: Sequence[_Wanted], where: Figure | None
) -> Severity | None:
    """The same form elsewhere and the same amount elsewhere make it an error of final accounts.

    Budgets differ from place to place: a summary's row is wanted there only where the other side of
    the same table has it, and then it is a warning.
    """
    beside = any(other.table is one.table for other in sisters)
    if kind is Kind.BUDGET:
        of_form = bool(sisters) if one.kin == "list" else beside
        return Severity.WARNING if of_form and (where is not None or beside) else None
    if sisters and (where is not None or beside):
        return Severity.ERROR
    return Severity.WARNING if sisters or where is not None or one.kin == "group" else None


def _words(one: _Wanted, where: Figure | None) -> Wording:
    title = one.table.title or ""
    zh, en = "", ""
    if where is not None and where.place is not None:
        spoken = where.place.table or ""
        zh = f"；各行合起来的数{titled(spoken)}“{where.place.row}”印有 {where.digits.strip()}"
        en = (
            f"; what its rows come to, {titled(spoken)} prints in "
            f"{quoted(where.place.row or '')}: {where.digits.strip()}"
        )
    return Wording(
        f"{titled(title)}印有金额，{one.side.zh}没有“{one.item}”行{zh}",
        f"{titled(title)} prints amounts and no row {quoted(one.item)}{one.side.en}{en}",
    )


def _elsewhere(d: Disclosure, one: _Wanted) -> Figure | None:
    """A row that prints the amount: of the same term first, else a sum of another table."""
    if one.amount is None:
        return None
    rows = [(table, line) for table in d.tables for line in table.all_lines()]
    named = (line for _, line in rows if line.item == one.item)
    others = (line for table, line in rows if line.item in SUMS and table is not one.table)
    for line in chain(named, others):
        for figure in line.figures().values():
            if figure.counted and figure.interval.meets(one.amount):
                return figure
    return None


def _prints(line: Line) -> bool:
    return any(figure.counted for figure in line.figures().values())


def _says(line: Line, amount: Interval | None) -> bool:
    figure = line.figures().get("total", Figure.absent())
    return amount is not None and bool(figure.counted) and figure.interval.meets(amount)


def _sum(lines: Sequence[Line], column: str) -> Interval | None:
    """What the rows come to in a column; None where they come to nothing."""
    figures = [line.figures().get(column, Figure.absent()) for line in lines]
    printed = [figure for figure in figures if figure.counted]
    return sum_of(figure.interval for figure in printed) if printed else None
