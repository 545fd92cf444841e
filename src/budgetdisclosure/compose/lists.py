"""The lists a form's sentence may go through: each item its words and its cells (列举)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from budgetdisclosure.codes import function_codes
from budgetdisclosure.compose.words import Local
from budgetdisclosure.model import Disclosure, Kind, Line, Table, items
from budgetdisclosure.writing.official import PERSONNEL

_CATEGORY, _SECTION, _ITEM = 3, 5, 7
_TABLES = {
    "一般公共预算": "general_budget_expenditure",
    "基金": "government_fund",
    "国资": "state_capital",
}
_NOT_SOURCES = ("total", "carryover", "current_year")
_THREE_PUBLIC = {
    "因公出国（境）费": "overseas_travel",
    "公务用车购置及运行维护费": "official_vehicles",
    "公务接待费": "official_reception",
}


def lists_of(now: Disclosure, other: Disclosure | None) -> dict[str, list[Local]]:
    """Every list by name; items of ``other`` that came to nothing in ``now`` are among them.

    ``other`` is the initial budget beside final accounts, the year before beside a budget.
    """
    by_item = {f"{word}项": list(_items(now, other, (table,))) for word, table in _TABLES.items()}
    return (
        by_item
        | {
            "财政拨款项": list(_items(now, other, _TABLES.values())),
            "收入来源": list(_columns(now.income, _NOT_SOURCES)),
            "非财政拨款收入": list(_columns(now.income, (*_NOT_SOURCES, "appropriation"))),
            "总表收入": list(_revenue(now)),
            "支出性质": list(_columns(now.expenditure, ("total",))),
            "支出类": list(_lines(now.expenditure, "total", _CATEGORY)),
            "一般公共预算类": list(_lines(now.general_budget_expenditure, "total", _CATEGORY)),
            "经济类": list(_lines(now.basic_expenditure, "amount", _CATEGORY)),
            "人员科目": [one for one in _economic(now) if one["编码"][:3] in PERSONNEL],
            "公用科目": [one for one in _economic(now) if one["编码"][:3] not in PERSONNEL],
            "三公项目": list(_three_public(now.kind)),
        }
        | _all_funds(now)
    )


def _columns(table: Table, without: tuple[str, ...]) -> Iterator[Local]:
    lines = table.all_lines()
    for column in type(lines[0]).columns() if lines else ():
        if column.id not in without and column.id in lines[0].figures():
            yield {"名称": column.zh, "金额": f"{table.id}[合计].{column.id}"}


def _revenue(now: Disclosure) -> Iterator[Local]:
    """The sources of revenue that the summary prints above 本年收入合计."""
    for line in now.summary.revenue:
        if line.item == items.CURRENT_YEAR_REVENUE:
            return
        if line.item:
            yield {"名称": line.item, "金额": f"summary[{line.item}].revenue"}


def _lines(table: Table, column: str, digits: int) -> Iterator[Local]:
    for line in table.all_lines():
        if line.code is not None and len(line.key) == digits:
            cell = f"{table.id}[{line.key}].{column}"
            yield {"名称": line.name, "编码": line.key, "金额": cell}


def _economic(now: Disclosure) -> Iterator[Local]:
    return _lines(now.basic_expenditure, "amount", _SECTION)


def _all_funds(now: Disclosure) -> dict[str, list[Local]]:
    """What basic expenditure of all three funds goes for, where a table says it."""
    tables = [table for table in now.others if table.id == "appropriation_basic"]
    held = [one for table in tables for one in _lines(table, "合计", _SECTION)]
    return {
        "财政拨款人员科目": [one for one in held if one["编码"][:3] in PERSONNEL],
        "财政拨款公用科目": [one for one in held if one["编码"][:3] not in PERSONNEL],
    }


def _three_public(kind: Kind | None) -> Iterator[Local]:
    actual = items.BUDGET if kind is Kind.BUDGET else items.ACTUAL
    for name, column in _THREE_PUBLIC.items():
        yield {
            "名称": name,
            "金额": f"three_public[{actual}].{column}",
            "预算": f"three_public[{items.BUDGET}].{column}",
        }


def _items(now: Disclosure, other: Disclosure | None, tables: Iterable[str]) -> Iterator[Local]:
    """Every item (项) of the tables, planned ones that came to nothing too, with its path."""
    names = function_codes(now.fiscal_year or 0)
    found = [
        (table, key, line)
        for table in tables
        for key, line in sorted(_found(table, now, other).items())
    ]
    for at, (table, key, line) in enumerate(found, 1):
        yield {
            "序号": str(at),
            "编码": key,
            "类": names.name(key[:3]) or key[:3],
            "款": names.name(key[:5]) or key[:5],
            "项": line.name,
            "金额": f"{table}[{key}].total",
        }


def _found(table: str, *disclosures: Disclosure | None) -> dict[str, Line]:
    found: dict[str, Line] = {}
    for disclosure in filter(None, disclosures):
        for line in disclosure.form(table).all_lines():
            if line.code is not None and len(line.key) == _ITEM:
                found.setdefault(line.key, line)
    return found
