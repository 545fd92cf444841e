"""The packaged lists (内置科目表): compiled from public documents, years 2018 to 2026.

Each file in ``data/`` has a line for a code, name and span of years, with the evidence for it.
A file is read when one of its lists is first asked for, and once.
"""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from typing import Any

from budgetdisclosure.codes.code import (
    KINDS,
    AnyCode,
    C,
    EconomicCode,
    FunctionCode,
    GovernmentEconomicCode,
    RevenueCode,
)
from budgetdisclosure.codes.codelist import CodeList
from budgetdisclosure.codes.entry import FIRST_YEAR, LAST_YEAR, Budget, Entry
from budgetdisclosure.codes.search import ranked

_FILES = {
    FunctionCode.leading: "function.csv",
    EconomicCode.leading: "economic_department.csv",
    GovernmentEconomicCode.leading: "economic_government.csv",
    RevenueCode.leading: "revenue.csv",
}
_KINDS = {kind.leading: kind for kind in KINDS}


def function_codes(year: int) -> CodeList[FunctionCode]:
    """The functional classification (支出功能分类) of fiscal ``year``.

    For a year outside 2018 to 2026 the nearest year's codes stand in: the list and each of its
    lines are then marked ``carried``, and ``caution`` says so in words.

    >>> function_codes(2020)["208"].name
    '社会保障和就业支出'
    >>> print(function_codes(2027).caution)
    未收录2027年度科目，暂按2026年度科目对照，差异仅供参考
    """
    return code_list(FunctionCode, year)


def economic_codes(year: int) -> CodeList[EconomicCode]:
    """The economic classification of departments' expenditure (部门预算支出经济分类).

    >>> economic_codes(2020)["30108"].name
    '机关事业单位基本养老保险缴费'
    """
    return code_list(EconomicCode, year)


def government_economic_codes(year: int) -> CodeList[GovernmentEconomicCode]:
    """The economic classification of government expenditure (政府预算支出经济分类).

    >>> government_economic_codes(2024)["50101"].name
    '工资奖金津补贴'
    """
    return code_list(GovernmentEconomicCode, year)


def revenue_codes(year: int) -> CodeList[RevenueCode]:
    """The classification of government revenue (政府收入分类).

    >>> revenue_codes(2024)["101"].name
    '税收收入'
    """
    return code_list(RevenueCode, year)


def search_codes(query: str, year: int = LAST_YEAR) -> tuple[Entry[AnyCode], ...]:
    r"""The lines of all four lists of ``year`` that answer ``query``, the best first.

    >>> print(*search_codes("公务接待费", 2024), sep="\n")
    30217 公务接待费
    50206 公务接待费
    """
    entries = (entry for kind in KINDS for entry in code_list(kind, year).entries)
    return tuple(ranked(query, entries))


def code_list(kind: type[C], year: int) -> CodeList[C]:
    """The list of any of the four classifications, by the type of its codes."""
    return _listed(kind.leading, year)


@lru_cache(maxsize=64)
def _listed(leading: str, year: int) -> CodeList[Any]:
    carried = not FIRST_YEAR <= year <= LAST_YEAR
    return CodeList.of(_KINDS[leading], year, _rows(leading), carried=carried)


def packaged(name: str) -> list[dict[str, str]]:
    """The lines of a file in ``data/``, by their headings."""
    from importlib.resources import files

    text = (files("budgetdisclosure.codes") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def first_year(text: str) -> int | None:
    """The packaged files write the first year they know where a line may well be older."""
    return None if text == str(FIRST_YEAR) else int(text)


@lru_cache(maxsize=len(_FILES))
def _rows(leading: str) -> tuple[Entry[Any], ...]:
    kind: type[Any] = _KINDS[leading]
    return tuple(_entry(kind, row) for row in packaged(_FILES[leading]))


def _entry(kind: type[C], row: dict[str, str]) -> Entry[C]:
    after, last = row["superseded_by"], row["valid_to"]
    return Entry(
        kind(row["code"]),
        row["name"],
        first_year(row["valid_from"]),
        int(last) if last else None,
        tuple(map(kind, after.split(";"))) if after else (),
        tuple(map(Budget, row["budget"].split(";"))) if row.get("budget") else (),
        row["evidence"],
        row["note"],
    )
