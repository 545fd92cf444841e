"""Rules of a “三公” table of two years: its overall column, and how much the years differ."""

from __future__ import annotations

from collections.abc import Iterator

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure, ThreePublicLine
from budgetdisclosure.rules.headings import is_total
from budgetdisclosure.rules.relation import Relation, balance, equal
from budgetdisclosure.rules.rowsums import first_that_holds, is_beside, is_change
from budgetdisclosure.rules.rule import BOTH, rule

FORM = "部门预算公开表样（财预〔2016〕143号及各地样表）"


@rule(
    "B-16",
    "三公经费表总计栏",
    "three public with conferences and training: the overall column",
    source=FORM,
    kinds=BOTH,
)
def overall(d: Disclosure) -> Iterator[Relation]:
    """The overall 合计 = “三公” 合计 + 会议费 + 培训费, each year in its own column."""
    for line in d.three_public.lines:
        parts = (line.total, line.conferences, line.training)
        for extra in line.extras:
            own = not line.basis or extra.label.startswith(line.basis)
            amount = extra.figure if isinstance(extra.figure, Figure) else None
            if own and amount is not None and amount.counted and is_total(extra.label):
                yield equal(amount, *parts)


@rule(
    "B-17",
    "三公经费表增减栏",
    "three public: the change between two years",
    source=FORM,
    kinds=BOTH,
)
def changes(d: Disclosure) -> Iterator[Relation]:
    """本年 = 上年 + 增减 in every column, where a form prints all three."""
    last: ThreePublicLine | None = None
    own: ThreePublicLine | None = None
    for line in d.three_public.lines:
        if is_change(line.basis):
            if last is not None and own is not None:
                yield from _of_years(last, own, line)
            last = own = None
        elif is_beside(line.basis):
            last = line
        else:
            own = line


def _of_years(
    last: ThreePublicLine, own: ThreePublicLine, change: ThreePublicLine
) -> Iterator[Relation]:
    """The relation of each column; some print how much less it is without a sign."""
    before, now, by = last.figures(), own.figures(), change.figures()
    for column in [name for name in by if name in before and name in now]:
        if by[column].value is not None and (now[column].counted or before[column].counted):
            grown = balance([now[column]], [before[column], by[column]])
            fallen = equal(before[column], now[column], by[column])
            yield first_that_holds(grown, fallen)
