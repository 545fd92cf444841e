"""Pure functions over exact amounts: rollups, rates, shares, changes, scores (计算)."""

from budgetdisclosure.calc.rates import (
    Change,
    Trend,
    as_percentage,
    change,
    execution_rate,
    printed_sum,
    share,
    three_public_total,
)
from budgetdisclosure.calc.revenue import year_revenue
from budgetdisclosure.calc.rollup import rollup

__all__ = [
    "Change",
    "Trend",
    "as_percentage",
    "change",
    "execution_rate",
    "printed_sum",
    "rollup",
    "share",
    "three_public_total",
    "year_revenue",
]
