"""Which rows of a list are made of those below them (清单层次), read off the amounts.

A list of projects or purchases prints units, kinds and items one under another, and nothing says
which row sums up which. From the last row to the first, a row whose amounts are those of the rows
right below it is taken for their sum; the total at the list's head or foot then proves the reading
or disproves it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import frozen

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Line, items
from budgetdisclosure.rules.relation import Relation, equal
from budgetdisclosure.rules.rowsums import is_beside
from budgetdisclosure.rules.verdict import judge

_FURTHEST = 400
"""No row is taken for the sum of more rows below it than this."""
_LEADS = 2
"""Where the first column of a row is wrong, the second may still tell."""
_NOTHING = Figure.absent()
_TOTALS = frozenset({items.TOTAL, items.GRAND_TOTAL})


@frozen
class Family:
    """A row and the rows it sums up."""

    whole: Line
    parts: tuple[Line, ...]


def total_of(lines: Sequence[Line]) -> Line | None:
    """The list's total, where it prints one."""
    return next((line for line in lines if line.code is None and line.item in _TOTALS), None)


def totals_of(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The total as often as it is printed: a list over several pages may say it twice."""
    first = total_of(lines)
    again = [line for line in lines if first and line.code is None and line.item == first.item]
    return tuple(again)


def families_of(lines: Sequence[Line]) -> tuple[Family, ...]:
    """The list's total and its parts, and every other row that sums up rows; none if unproven.

    >>> f = Figure.parse
    >>> from budgetdisclosure.model import Extra
    >>> rows = [("合计", 9), ("甲类", 5), ("甲一", 2), ("甲二", 3), ("乙类", 4)]
    >>> lines = [Line(n, item="合计" if n == "合计" else None,
    ...               extras=(Extra("金额", f(f"{v}.00")),)) for n, v in rows]
    >>> [(one.whole.name, [part.name for part in one.parts]) for one in families_of(lines)]
    [('合计', ['甲类', '乙类']), ('甲类', ['甲一', '甲二'])]
    """
    totals = totals_of(lines)
    rows = [line for line in lines if line not in totals and _amounts(line)]
    if not totals or not rows:
        return ()
    nearly: tuple[Family, ...] = ()
    for least in (2, 1):
        tops, inner = _read(rows, least)
        if _is_sum(totals[0], tops):
            found = (*(Family(total, tuple(tops)) for total in totals), *inner)
            if _is_exact(totals[0], tops):
                return found
            nearly = nearly or found
    return nearly


def relations_of(families: Sequence[Family]) -> Iterator[Relation]:
    """Column by column, each sum and its parts."""
    for family in families:
        for column in _columns(family.whole, family.parts):
            yield _relation(family.whole, family.parts, column)


def _read(rows: Sequence[Line], least: int) -> tuple[list[Line], list[Family]]:
    """The rows that no other sums up, and those that sum up others, ``least`` of them or more."""
    tops: list[Line] = []  # from the last to the first
    found: list[Family] = []
    for row in reversed(rows):
        count = _reach(row, tops, least)
        if count:
            found.append(Family(row, tuple(reversed(tops[-count:]))))
            del tops[-count:]
        tops.append(row)
    return tops[::-1], found[::-1]


def _reach(row: Line, tops: Sequence[Line], least: int) -> int:
    """How many of the rows below a row are its parts, by one of its first columns.

    Rows that come to it exactly are its parts before fewer that only rounding lets come to it.
    """
    for name, whole in list(_amounts(row).items())[:_LEADS]:
        reached, nearly = Decimal(0), 0
        for count, below in enumerate(reversed(tops[-_FURTHEST:]), 1):
            reached += below.figures().get(name, _NOTHING).counted
            near = abs(reached - whole.counted) * 10**whole.places <= count + 1
            if count >= least and near and _is_sum(row, tops[-count:]):
                if _is_exact(row, tops[-count:]):
                    return count
                nearly = nearly or count
        if nearly:
            return nearly
    return 0


def _is_sum(whole: Line, parts: Sequence[Line]) -> bool:
    """Whether a row sums up others: in more than half of its columns, in two if it has as many."""
    columns = _columns(whole, parts)
    holding = sum(judge(_relation(whole, parts, name)).verdict.holds for name in columns)
    return 2 * holding > len(columns) and holding >= min(2, len(columns))


def _is_exact(whole: Line, parts: Sequence[Line]) -> bool:
    """Whether a row is the sum of others as printed, in every column."""
    sums = {n: sum(p.figures().get(n, _NOTHING).counted for p in parts) for n in _amounts(whole)}
    return all(whole.figures()[name].counted == reached for name, reached in sums.items())


def _columns(whole: Line, parts: Sequence[Line]) -> list[str]:
    names = dict.fromkeys(name for line in (whole, *parts) for name in _amounts(line))
    return [name for name in names if name in whole.figures()]


def _amounts(line: Line) -> dict[str, Figure]:
    """A row's amounts other than nothing, those of another year left out."""
    held = line.figures().items()
    return {name: one for name, one in held if one.counted and not is_beside(name)}


def _relation(whole: Line, parts: Sequence[Line], column: str) -> Relation:
    held = [part.figures().get(column, _NOTHING) for part in parts]
    return equal(whole.figures()[column], *held)
