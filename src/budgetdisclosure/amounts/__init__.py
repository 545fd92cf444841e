"""What a printed number means: units, figures, exact amounts, intervals, rounding (金额)."""

from budgetdisclosure.amounts.amount import ZERO, Amount, total
from budgetdisclosure.amounts.exact import Exact, ExactInput, exact
from budgetdisclosure.amounts.figure import Figure, convert, print_amount
from budgetdisclosure.amounts.interval import Interval, show, sum_of
from budgetdisclosure.amounts.percentage import Percentage
from budgetdisclosure.amounts.printed import PrintedNumber, is_blank, parse_number, why_unread
from budgetdisclosure.amounts.rounding import round_half_up, truncate
from budgetdisclosure.amounts.unit import Unit

__all__ = [
    "ZERO",
    "Amount",
    "Exact",
    "ExactInput",
    "Figure",
    "Interval",
    "Percentage",
    "PrintedNumber",
    "Unit",
    "convert",
    "exact",
    "is_blank",
    "parse_number",
    "print_amount",
    "round_half_up",
    "show",
    "sum_of",
    "total",
    "truncate",
    "why_unread",
]
