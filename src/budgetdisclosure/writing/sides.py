"""The layout of two-sided tables: revenue on the left, expenditure on the right (两列式)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from attrs import evolve

from budgetdisclosure.model import AppropriationSummaryTable, Line, SummaryTable, items
from budgetdisclosure.writing.ordinals import ordinal
from budgetdisclosure.writing.sheet import Cell, Sheet, number


def summary_sheet(
    table: SummaryTable | AppropriationSummaryTable, *, counted: bool = True
) -> Sheet:
    """收入支出决算总表 and its sister of 财政拨款: categories above, balances below.

    ``counted`` ones number their rows (行次) and columns (栏次).
    """
    whole = _summary(table)
    return whole if counted else _uncounted(whole)


def _uncounted(sheet: Sheet) -> Sheet:
    """The sheet without the columns of 行次 and the row of 栏次."""
    top, names, _, *body = sheet.rows
    left, right = top
    heads = (evolve(left, columns=left.columns - 1), evolve(right, columns=right.columns - 1))
    rows = ((*row[:1], *row[2:4], *row[5:]) for row in (names, *body))
    widths = (*sheet.widths[:1], *sheet.widths[2:4], *sheet.widths[5:])
    return evolve(sheet, width=len(widths), headings=2, rows=(heads, *rows), widths=widths)


def _summary(table: SummaryTable | AppropriationSummaryTable) -> Sheet:
    columns = _columns(table.expenditure)
    left_top, left_foot = _halved(table.revenue, items.CURRENT_YEAR_REVENUE)
    right_top, right_foot = _halved(table.expenditure, items.CURRENT_YEAR_EXPENDITURE)
    pairs = [*zip_longest(left_top, right_top), *_feet(left_foot, right_foot)]
    tops = (len(left_top), len(right_top))
    body = (
        (*_left(left, at, at < tops[0]), *_right(right, at, at < tops[1], len(pairs), columns))
        for at, (left, right) in enumerate(pairs)
    )
    return Sheet(
        table.id,
        table.title or table.TITLE,
        5 + len(columns),
        3,
        (*_headings(columns), *body),
        (34, 6, 14, 34, 6, *([14] * len(columns))),
    )


def _headings(columns: dict[str, str]) -> tuple[tuple[Cell, ...], ...]:
    labels = ["金额"] if len(columns) == 1 else list(columns.values())
    count = len(labels)
    return (
        (Cell("收入", columns=3), Cell("支出", columns=2 + count)),
        tuple(Cell(text) for text in ("项目", "行次", "金额", "项目", "行次", *labels)),
        tuple(Cell(text) for text in ("栏次", "", "1", "栏次", "", *_numbers(2, count))),
    )


def _columns(lines: Iterable[Line]) -> dict[str, str]:
    held = [line for line in lines if line.figures()]
    if not held:
        return {}
    return {column.id: column.zh for column in held[0].columns() if column.id in held[0].figures()}


def _halved(lines: Sequence[Line], first_below: str) -> tuple[list[Line], list[Line]]:
    """The rows above the one that sums the year up, and that one with all below."""
    at = next((n for n, line in enumerate(lines) if line.item == first_below), len(lines))
    return list(lines[:at]), list(lines[at:])


def _feet(left: list[Line], right: list[Line]) -> list[tuple[Line | None, Line | None]]:
    """The rows at the foot, 总计 beside 总计 in the last one."""
    upper = list(zip_longest(left[:-1], right[:-1]))
    return [*upper, (left[-1] if left else None, right[-1] if right else None)]


def _left(line: Line | None, at: int, numbered: bool) -> tuple[Cell, ...]:
    if line is None:
        return (Cell(), Cell(str(at + 1)), Cell())
    return (_named(line, at, numbered), Cell(str(at + 1)), number(line.figures().get("revenue")))


def _right(
    line: Line | None, at: int, numbered: bool, offset: int, columns: dict[str, str]
) -> tuple[Cell, ...]:
    place = Cell(str(offset + at + 1))
    if line is None:
        return (Cell(), place, *(Cell() for _ in columns))
    figures = line.figures()
    return (_named(line, at, numbered), place, *(number(figures.get(name)) for name in columns))


def _named(line: Line, at: int, numbered: bool) -> Cell:
    if not numbered or line.name.startswith(f"{ordinal(at + 1)}、"):
        return Cell(line.name, strong=not numbered)
    return Cell(f"{ordinal(at + 1)}、{line.name}")


def _numbers(first: int, count: int) -> tuple[str, ...]:
    return tuple(str(first + n) for n in range(count))
