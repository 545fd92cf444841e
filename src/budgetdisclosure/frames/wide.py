"""One table as a data frame, a row a line and a column a column, as it was printed (一张表)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.model import Line, Table
from budgetdisclosure.model.texts import labels_of

Column = list[str] | list[Decimal | None]
OWN = ("group", "code", "name", "item")
"""The first columns: which list of the table, and what the library calls the row."""


def columns_of(table: Table) -> dict[str, Column]:
    """The columns of a table by name: what names its rows, every text column, every figure.

    Columns of words, and figures that the form does not name, stand under their printed headings,
    figures of the form under its identifiers. A figure is its exact decimal, in the unit of the
    table or of its heading; a blank is None.

    >>> from budgetdisclosure.model import Extra, OtherTable, Text
    >>> texts = Text("品目", "租车"), Text("备注", "续租", remark=True)
    >>> line = Line("租车", texts=texts, extras=(Extra("金额", Figure.parse("3.00")),))
    >>> for name, values in columns_of(OtherTable(lines=[line], title="采购表")).items():
    ...     print(name, values)
    group ['lines']
    code ['']
    name ['租车']
    item ['']
    品目 ['租车']
    备注 ['续租']
    金额 [Decimal('3.00')]
    """
    rows = [(group, line) for group, lines in table.groups() for line in lines]
    columns: dict[str, Column] = {
        "group": [group for group, _ in rows],
        "code": [line.code.digits if line.code else "" for _, line in rows],
        "name": [line.name for _, line in rows],
        "item": [line.item or "" for _, line in rows],
    }
    lines = [line for _, line in rows]
    words, remarks = labels_of(lines)
    texts = [{text.label: text.text for text in line.texts} for line in lines]
    figures = [_figures(line) for line in lines]
    for label in (*words, *remarks):
        columns[_free(label, columns)] = [held.get(label, "") for held in texts]
    for name in _names(figures):
        values = [figure.value if (figure := held.get(name)) else None for held in figures]
        columns[_free(name, columns)] = values
    return columns


def is_money(name: str, values: Column) -> bool:
    """Whether a column holds figures."""
    return name not in OWN and not any(isinstance(value, str) for value in values)


def _figures(line: Line) -> Mapping[str, Figure | Percentage]:
    rates = {one.label: one.figure for one in line.extras if isinstance(one.figure, Percentage)}
    return {**line.figures(), **rates}


def _names(figures: Sequence[Mapping[str, object]]) -> Iterator[str]:
    return iter(dict.fromkeys(name for held in figures for name in held))


def _free(name: str, taken: Mapping[str, object]) -> str:
    """The name, numbered where another column has it."""
    nth = 2
    made = name
    while made in taken:
        made, nth = f"{name}（{nth}）", nth + 1
    return made
