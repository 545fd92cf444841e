"""A disclosure with other figures in it: for composing, for corrections, for tests (改数)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from attrs import evolve

from budgetdisclosure.amounts import Figure
from budgetdisclosure.errors import ModelError
from budgetdisclosure.model.disclosure import Disclosure
from budgetdisclosure.model.line import Line, Lines
from budgetdisclosure.model.tables import FORMS, Table
from budgetdisclosure.place import CellRef
from budgetdisclosure.wording import Wording

Change = Callable[[Figure], Figure]
T = TypeVar("T", bound=Table)
L = TypeVar("L", bound=Line)


def with_figures(disclosure: Disclosure, change: Change) -> Disclosure:
    """The disclosure with ``change`` made to every figure of its tables, absent ones aside."""
    forms = {form.ID: disclosure.form(form.ID) for form in FORMS}
    changed: dict[str, Any] = {
        name: _table(table, change) for name, table in forms.items() if table.present
    }
    others = tuple(_table(table, change) for table in disclosure.others)
    return evolve(disclosure, **changed, others=others)


def with_figure(disclosure: Disclosure, cell: CellRef, figure: Figure) -> Disclosure:
    """The disclosure with ``figure`` in ``cell`` and all else as it was.

    Raises ModelError where no table prints that cell.

    >>> from budgetdisclosure.model import ExpenditureLine, ExpenditureTable
    >>> table = ExpenditureTable((ExpenditureLine("合计", total=Figure.parse("1.00")),), title="支")
    >>> cell = CellRef("expenditure", "合计", "total")
    >>> changed = with_figure(Disclosure(expenditure=table), cell, Figure.parse("2.00"))
    >>> print(changed.expenditure["合计"].total)
    2.00万元
    """
    met = False

    def swap(old: Figure) -> Figure:
        nonlocal met
        if old.cell != cell:
            return old
        met = True
        return figure.at(old.place, cell)

    changed = with_figures(disclosure, swap)
    if not met:
        raise ModelError(Wording("没有这个单元格", "no table prints this cell"), excerpt=str(cell))
    return changed


def _table(table: T, change: Change) -> T:
    groups: dict[str, Any] = {name: _lines(lines, change) for name, lines in table.groups()}
    return evolve(table, **groups)


def _lines(lines: Lines[L], change: Change) -> Lines[L]:
    return Lines(tuple(_line(line, change) for line in lines))


def _line(line: L, change: Change) -> L:
    held = {column.id: getattr(line, column.id) for column in line.columns()}
    changes: dict[str, Any] = {
        name: change(figure) for name, figure in held.items() if not figure.is_absent
    }
    extras = tuple(
        evolve(extra, figure=change(extra.figure)) if isinstance(extra.figure, Figure) else extra
        for extra in line.extras
    )
    return evolve(line, **changes, extras=extras)
