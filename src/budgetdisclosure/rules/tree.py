"""The tree that a table's codes make: who restates whose sum (科目层级)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, takewhile
from typing import TypeVar

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Line
from budgetdisclosure.rules.relation import Relation, equal
from budgetdisclosure.rules.rowsums import first_that_holds, is_beside

L = TypeVar("L", bound=Line)
_UNITS = re.compile(r"(?:单位|部门)(?!.*(?:科目|项目))")
"""Headings of the columns that name units."""


def parent_of(line: Line, keys: set[str]) -> str | None:
    """The nearest ancestor of the line's code that is printed in the table, if any."""
    code = line.code.parent if line.code else None
    while code is not None and code.digits not in keys:
        code = code.parent
    return code.digits if code else None


def is_tree(lines: Sequence[Line]) -> bool:
    """Whether no code is printed twice, so that one tree holds them."""
    keys = [line.key for line in lines if line.code]
    return len(set(keys)) == len(keys)


def trees_of(lines: Sequence[L]) -> list[list[L]]:
    """The rows whose codes make one tree: all, or where codes come again, those of each unit.

    A form may print the accounts of each unit under its name, or beside it. Nothing where neither
    are trees.
    """
    whole = [list(lines)]
    under = [list(rows) for coded, rows in groupby(lines, lambda line: bool(line.code)) if coded]
    ways = (found for found in (whole, under, _beside_units(lines)) if found)
    return next((found for found in ways if all(map(is_tree, found))), [])


def _beside_units(lines: Sequence[L]) -> list[list[L]]:
    """The coded rows by the unit each prints in a column of units; none where a row prints none.

    Where the unit stands once for all its rows, those below its name are its own: it stands
    at one whose code is as high as any of theirs.
    """
    coded = [line for line in lines if line.code]
    units = [_unit(line) for line in coded]
    if not units or not units[0]:
        return []
    if not all(units):
        starts = [at for at, unit in enumerate(units) if unit] + [len(units)]
        runs = [coded[start:end] for start, end in pairwise(starts)]
        return runs if all(_headed(run) for run in runs) else []
    held: dict[tuple[str, ...], list[L]] = {}
    for unit, line in zip(units, coded, strict=True):
        held.setdefault(unit, []).append(line)
    return list(held.values())


def _headed(lines: Sequence[Line]) -> bool:
    """Whether the first row's code is as high in the tree as any."""
    return len(lines[0].key) == min(len(line.key) for line in lines)


def _unit(line: Line) -> tuple[str, ...]:
    """What a row prints in columns of units (单位名称), which is no account."""
    leaves = ((one.label.rpartition("/")[2], one.text) for one in line.texts if not one.remark)
    return tuple(text for leaf, text in leaves if _UNITS.search(leaf) and text)


def families(lines: Sequence[L], depth: int) -> Iterator[tuple[L, tuple[L, ...]]]:
    """Each line at ``depth`` digits with the printed lines right below it, where there are any."""
    for tree in trees_of(lines) or [list(lines)]:
        yield from _families(tree, depth)


def _families(lines: Sequence[L], depth: int) -> Iterator[tuple[L, tuple[L, ...]]]:
    coded = [line for line in lines if line.code is not None]
    keys = {line.key for line in coded}
    below: dict[str, list[L]] = {}
    for line in coded:
        parent = parent_of(line, keys)
        if parent:
            below.setdefault(parent, []).append(line)
    for line in coded:
        if len(line.key) == depth and line.key in below:
            yield line, tuple(below[line.key])


def roots(lines: Sequence[L]) -> tuple[L, ...]:
    """The lines with a code that no other printed line of the same tree contains."""
    found: list[L] = []
    for tree in trees_of(lines) or [list(lines)]:
        coded = [line for line in tree if line.code is not None]
        keys = {line.key for line in coded}
        found += [line for line in coded if parent_of(line, keys) is None]
    return tuple(found)


def tree_sums(lines: Sequence[L], depth: int) -> Iterator[Relation]:
    """Column by column: each line at ``depth`` digits restates the lines right below it."""
    for tree in trees_of(lines) or [list(lines)]:
        for line, parts in _families(tree, depth):
            yield from sums(line, parts, _uncoded_below(tree, line))


def _uncoded_below(tree: Sequence[L], line: L) -> list[L]:
    """The rows without a code among those of a line's own codes, or right behind them."""
    at = next(n for n, one in enumerate(tree) if one is line)
    own = takewhile(lambda one: not one.code or one.key.startswith(line.key), tree[at + 1 :])
    return uncoded(list(own))


def uncoded(lines: Sequence[L]) -> list[L]:
    """The rows that may be accounts, though no code or official name says which (无编码的行)."""
    return [line for line in lines if line.code is None and line.item is None]


def sums(total: L, parts: Sequence[L], others: Sequence[L] = ()) -> Iterator[Relation]:
    """Column by column: the total line restates the sum of the part lines.

    So it may do with ``others``, all or one of them, of which nothing says what they are part of.
    Columns of another year, or of a change against it, are left out.
    """
    for column, figure in total.figures().items():
        if is_beside(column):
            continue
        found = _under(column, parts)
        more = [other for other in _under(column, others) if other.value is not None]
        if found:
            ways = ([], *([one] for one in more), more)
            yield first_that_holds(*(equal(figure, *found, *way) for way in ways))


def _under(column: str, lines: Sequence[Line]) -> list[Figure]:
    return [figure for line in lines if (figure := line.figures().get(column)) is not None]
