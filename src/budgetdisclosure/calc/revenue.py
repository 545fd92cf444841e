"""What a total of revenue means in the form that prints it (收入合计的口径)."""

from __future__ import annotations

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import IncomeLine


def year_revenue(line: IncomeLine) -> Figure:
    """The year's own revenue (本年收入) in a row of the revenue table, by whichever form.

    ``line.total`` is the total that the form prints first: 本年收入合计 in 收入决算表 and wherever
    there is no column of carry-over. With one (上年结转, 使用非财政拨款结余) it mostly holds that
    too, and the year's own is in ``line.current_year``. Absent where neither says it.

    >>> f = Figure.parse
    >>> year_revenue(IncomeLine("合计", total=f("9.00"))).digits
    '9.00'
    >>> both = IncomeLine("合计", total=f("9.00"), carryover=f("2.00"), current_year=f("7.00"))
    >>> year_revenue(both).digits
    '7.00'
    >>> year_revenue(IncomeLine("合计", total=f("9.00"), carryover=f("2.00"))).is_absent
    True
    """
    if not line.current_year.is_absent:
        return line.current_year
    alone = line.carryover.is_absent and line.balance_used.is_absent
    return line.total if alone else Figure.absent()
