"""Which line of the model a form's rows become, list by list of the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from budgetdisclosure.model import (
    AppropriationExpenditureLine,
    AppropriationRevenueLine,
    BasicExpenditureLine,
    ExpenditureLine,
    FundLine,
    GeneralBudgetLine,
    IncomeLine,
    Line,
    SummaryExpenditureLine,
    SummaryRevenueLine,
    ThreePublicLine,
)

LINE_TYPES: Final[Mapping[tuple[str, str], type[Line]]] = {
    ("summary", "revenue"): SummaryRevenueLine,
    ("summary", "expenditure"): SummaryExpenditureLine,
    ("summary", "by_nature"): SummaryExpenditureLine,
    ("income", "lines"): IncomeLine,
    ("expenditure", "lines"): ExpenditureLine,
    ("appropriation_summary", "revenue"): AppropriationRevenueLine,
    ("appropriation_summary", "expenditure"): AppropriationExpenditureLine,
    ("general_budget_expenditure", "lines"): GeneralBudgetLine,
    ("basic_expenditure", "lines"): BasicExpenditureLine,
    ("government_fund", "lines"): FundLine,
    ("state_capital", "lines"): FundLine,
}


def columns_of(form: str) -> frozenset[str]:
    """The identifiers of a form's columns; none for what is not among the nine (栏标识).

    >>> sorted(columns_of("summary")), columns_of("projects")
    (['expenditure', 'revenue'], frozenset())
    """
    lines = [kind for (own, _), kind in LINE_TYPES.items() if own == form]
    if form == "three_public":  # its rows are read by basis, not line by line
        lines = [ThreePublicLine]
    return frozenset([column.id for kind in lines for column in kind.columns()])
