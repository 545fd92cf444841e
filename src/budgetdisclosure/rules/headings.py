"""Which columns of a table make up which (栏目合计), read off headings and proved by the rows.

Headings say what is a total (合计, 小计) and what stands under the same heading as it; the rows say
whether it is so. A reading that most rows do not bear out is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Line
from budgetdisclosure.rules.relation import Relation, equal
from budgetdisclosure.rules.rowsums import is_change
from budgetdisclosure.rules.verdict import judge

_TOTAL = re.compile(r".{0,12}(?:合计|小计|总计|共计|总额)(?:数|金额)?")
_PART = re.compile(r"其中|包括|(?:按|其)?中[:：]")
_LEAST = 2
_UNTITLED = 4
"""Without a heading that says so, a column is a total where this many rows show it, and all do."""

Parts = tuple[str, ...]


def columns_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """The columns with amounts, in printed order; those of a change against a year left out."""
    names = dict.fromkeys(name for line in lines for name in line.figures())
    return tuple(name for name in names if not is_change(name))


def is_total(heading: str) -> bool:
    """Whether a heading's last level is that of a total.

    >>> is_total("财政拨款/小计"), is_total("支出总计"), is_total("合计/基本支出")
    (True, True, False)
    """
    return _TOTAL.fullmatch(heading.rpartition("/")[2]) is not None


def across(lines: Sequence[Line]) -> tuple[list[Relation], list[str]]:
    """What the rows say of their totals, and the totals whose parts could not be told."""
    columns = columns_of(lines)
    relations: list[Relation] = []
    unknown = []
    totals = [name for name in columns if is_total(name)]
    for total in totals:
        readings = _parts(total, columns)
        held = _likeliest(lines, total, readings)
        relations += held
        if not held and readings:
            unknown.append(total)
    if columns and not any("/" not in name for name in totals):
        relations += _untitled(lines, columns)
    return relations, unknown


def _untitled(lines: Sequence[Line], columns: Sequence[str]) -> list[Relation]:
    """The first column as the total of the others (支出, 基本支出, 项目支出), if rows agree.

    A row counts that has two parts; one in ten may be wrong.
    """
    parts = _direct((), columns[1:])
    relations = [one for line in lines if (one := _row(line, columns[0], parts)) is not None]
    telling = [one for one in relations if _parts_in(one) > 1]
    holding = _holding(telling)
    enough = holding >= _UNTITLED and 10 * holding >= 9 * len(telling)
    return relations if len(parts) >= _LEAST and enough else []


def _parts(total: str, columns: Sequence[str]) -> list[Parts]:
    """The columns beside a total up to the next one, before it or all, each group as its total."""
    scope = tuple(total.split("/")[:-1])
    beside = [name for name in columns if tuple(name.split("/"))[: len(scope)] == scope]
    at = beside.index(total)
    rivals = [n for n, name in enumerate(beside) if name != total and _is_rival(name, scope)]
    end = next((n for n in rivals if n > at), len(beside))
    start = next((n + 1 for n in reversed(rivals) if n < at), 0)
    tries = (beside[at + 1 : end], beside[start:at], [one for one in beside if one != total])
    readings = dict.fromkeys(_direct(scope, one) for one in tries)
    return [parts for parts in readings if parts]


def _is_rival(name: str, scope: tuple[str, ...]) -> bool:
    return is_total(name) and len(name.split("/")) == len(scope) + 1


def _direct(scope: tuple[str, ...], columns: Sequence[str]) -> Parts:
    """The columns right below a heading: of a group its own total, else all that is in it."""
    groups: dict[str, list[str]] = {}
    for name in columns:
        level = name.split("/")[len(scope)]
        if not _PART.match(level):
            groups.setdefault(level, []).append(name)
    found: list[str] = []
    for level, names in groups.items():
        inner = (*scope, level)
        own = [name for name in names if _stands_for(name, inner)]
        found += own[:1] or _direct(inner, names)
    return tuple(found)


def _stands_for(name: str, group: tuple[str, ...]) -> bool:
    """Whether a column is a group's own: the group has no other, or this is its total."""
    path = tuple(name.split("/"))
    return path == group or (path[:-1] == group and is_total(name))


def _likeliest(lines: Sequence[Line], total: str, readings: Sequence[Parts]) -> list[Relation]:
    """The relations of the reading that most rows bear out; none where half of them do not.

    So too of the rows that have more than one part: only they tell a part from what is within one.
    """
    best: list[Relation] = []
    most = 0
    for parts in readings:
        relations = [one for line in lines if (one := _row(line, total, parts)) is not None]
        telling = [one for one in relations if _parts_in(one) > 1]
        holding = _holding(relations)
        enough = holding > most and holding >= min(_LEAST, len(lines))
        if enough and _most(relations) and (not telling or _most(telling)):
            best, most = relations, holding
    return best


def _most(relations: Sequence[Relation]) -> bool:
    return 2 * _holding(relations) > len(relations)


def _holding(relations: Sequence[Relation]) -> int:
    return sum(judge(one).verdict.holds for one in relations)


def _parts_in(relation: Relation) -> int:
    """How many parts of a total are amounts other than nothing."""
    return sum(term.figure.counted != 0 for term in relation.right)


def _row(line: Line, total: str, parts: Parts) -> Relation | None:
    """The row's total and its parts; None where the row prints no amount of either."""
    figures = line.figures()
    whole = figures.get(total, Figure.absent())
    inside = [figures[name] for name in parts if name in figures]
    if whole.is_absent or not inside or not any(one.counted for one in (whole, *inside)):
        return None
    return equal(whole, *inside)
