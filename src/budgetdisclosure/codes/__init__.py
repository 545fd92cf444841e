"""Classification codes (政府收支分类科目): types, lists by fiscal year, crosswalks, names."""

from __future__ import annotations

from budgetdisclosure.codes.book import CodeListError
from budgetdisclosure.codes.catalogue import (
    code_list,
    economic_codes,
    function_codes,
    government_economic_codes,
    revenue_codes,
    search_codes,
)
from budgetdisclosure.codes.code import (
    KINDS,
    AnyCode,
    Code,
    EconomicCode,
    FunctionCode,
    GovernmentEconomicCode,
    Level,
    RevenueCode,
)
from budgetdisclosure.codes.codelist import CodeList
from budgetdisclosure.codes.entry import FIRST_YEAR, LAST_YEAR, Budget, Entry
from budgetdisclosure.codes.names import NameMatch, plain_name, same_name

__all__ = [
    "FIRST_YEAR",
    "KINDS",
    "LAST_YEAR",
    "AnyCode",
    "Budget",
    "Code",
    "CodeList",
    "CodeListError",
    "EconomicCode",
    "Entry",
    "FunctionCode",
    "GovernmentEconomicCode",
    "Level",
    "NameMatch",
    "RevenueCode",
    "code_list",
    "economic_codes",
    "function_codes",
    "government_economic_codes",
    "plain_name",
    "revenue_codes",
    "same_name",
    "search_codes",
]
