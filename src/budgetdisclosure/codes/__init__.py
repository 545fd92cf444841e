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
from budgetdisclosure.codes.changes import Change, ChangeKind, changes
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
from budgetdisclosure.codes.crosswalk import (
    Confidence,
    EconomicLink,
    Mapped,
    Spender,
    cofog,
    economic_links,
    gfsm,
)
from budgetdisclosure.codes.entry import FIRST_YEAR, LAST_YEAR, Budget, Entry
from budgetdisclosure.codes.names import NameMatch, plain_name, same_name

__all__ = [
    "FIRST_YEAR",
    "KINDS",
    "LAST_YEAR",
    "AnyCode",
    "Budget",
    "Change",
    "ChangeKind",
    "Code",
    "CodeList",
    "CodeListError",
    "Confidence",
    "EconomicCode",
    "EconomicLink",
    "Entry",
    "FunctionCode",
    "GovernmentEconomicCode",
    "Level",
    "Mapped",
    "NameMatch",
    "RevenueCode",
    "Spender",
    "changes",
    "code_list",
    "cofog",
    "economic_codes",
    "economic_links",
    "function_codes",
    "gfsm",
    "government_economic_codes",
    "plain_name",
    "revenue_codes",
    "same_name",
    "search_codes",
]
