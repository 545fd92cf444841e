"""Rules of lists that print another year beside this one: the change, and its rate (增减栏)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.model import Disclosure, Line
from budgetdisclosure.rules.relation import Ratio, Relation, Term, balance, equal
from budgetdisclosure.rules.rowsums import first_that_holds, is_beside, is_change
from budgetdisclosure.rules.rule import BOTH, rule
from budgetdisclosure.rules.verdict import judge

FORM = "部门预算公开表样（财预〔2016〕143号及各地样表）"
_TOTALS = ("total", "amount")


@rule(
    "B-19",
    "增减栏",
    "lists of two years: the change between them and its rate",
    source=FORM,
    kinds=BOTH,
    exceptions="印有几个年度的数、说不清与哪一个比较的",
)
def changes(d: Disclosure) -> Iterator[Relation | Ratio]:
    """本年 = 上年 + 增减; 增减% = 增减 ÷ 上年, in rows that print them."""
    lists = (d.income, d.expenditure, d.general_budget_expenditure, d.basic_expenditure)
    for table in (*lists, d.government_fund, d.state_capital):
        for line in table.lines:
            yield from _of_line(line)


def _of_line(line: Line) -> Iterator[Relation | Ratio]:
    figures = line.figures()
    now = next((figures[name] for name in _TOTALS if name in figures), Figure.absent())
    amounts = [(one.label, one.figure) for one in line.extras if isinstance(one.figure, Figure)]
    bases = [(label, one) for label, one in amounts if is_beside(label) and not is_change(label)]
    if now.is_absent or not bases:
        return
    for label, by in amounts:
        base = _base(label, bases) if is_change(label) and by.value is not None else None
        if base is not None and (now.value is not None or base.value is not None):
            yield first_that_holds(balance([now], [base, by]), equal(base, now, by))
    for one in line.extras:
        base = _base(one.label, bases) if is_change(one.label) else None
        if isinstance(one.figure, Percentage) and base is not None and base.value:
            yield _rate(one.figure, now, base)


def _base(label: str, bases: Sequence[tuple[str, Figure]]) -> Figure | None:
    """What a change is against: the other year's column alone, or the one its heading names."""
    named = [one for other, one in bases if other.rpartition("/")[2] in label]
    held = named or [one for _, one in bases]
    return held[0] if len(held) == 1 else None


def _rate(printed: Percentage, now: Figure, base: Figure) -> Ratio:
    """The rate of the change; some print how much less it is without a sign."""
    grown = Ratio(printed, [Term(now), Term(base, -1)], [Term(base)])
    fallen = Ratio(printed, [Term(base), Term(now, -1)], [Term(base)])
    return fallen if judge(fallen).verdict.holds and not judge(grown).verdict.holds else grown
