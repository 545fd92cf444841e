"""Live sums: totals of a workbook as formulas over their parts (公式)."""

from __future__ import annotations

from collections.abc import Mapping

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import CellRef
from budgetdisclosure.rules.catalogue import catalogue
from budgetdisclosure.rules.relation import Relation, Sense

Sums = Mapping[CellRef | None, tuple[Figure, ...]]
"""For a total's cell, the figures it is the sum of."""


def live_sums(disclosure: Disclosure) -> Sums:
    """The totals that restate a sum of other printed figures of their own table, exactly.

    The relations are those the audit checks; one that holds only as rounded prints is left out,
    since a formula would show another figure than the one printed.
    """
    sums: dict[CellRef | None, tuple[Figure, ...]] = {}
    for rule in catalogue():
        if not rule.applies_to(disclosure):
            continue
        for outcome in rule.check(disclosure):
            if isinstance(outcome, Relation) and _usable(outcome, sums):
                sums[outcome.left[0].figure.cell] = tuple(t.figure for t in outcome.right)
    return sums


def _usable(relation: Relation, sums: Sums) -> bool:
    if relation.sense is not Sense.EQUAL or len(relation.left) != 1 or len(relation.right) < 2:
        return False
    total = relation.left[0]
    if total.figure.cell is None or total.figure.value is None or total.figure.cell in sums:
        return False
    plain = total.times == 1 and all(term.times == 1 for term in relation.right)
    parts = [term.figure for term in relation.right]
    tables = {figure.cell.table for figure in parts if figure.cell}
    added = sum(figure.counted for figure in parts)
    inside = {total.figure.cell.table} == tables and not _loops(total.figure.cell, parts, sums)
    return plain and inside and added == total.figure.value


def _loops(total: CellRef, parts: list[Figure], sums: Sums) -> bool:
    """Whether a part is itself, through other formulas, a sum over the total."""
    stack, seen = [part.cell for part in parts], set()
    while stack:
        cell = stack.pop()
        if cell == total:
            return True
        if cell not in seen:
            seen.add(cell)
            stack += [part.cell for part in sums.get(cell, ())]
    return False
