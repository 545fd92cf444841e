"""One table as a data frame, a row a line and a column a column, as it was printed (一张表)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.model import Line, Table
from budgetdisclosure.model.texts import counts_of, labels_of, words_of

Column = list[str] | list[Decimal | None]
OWN = ("group", "code", "name", "item")
"""The first columns: which list of the table, and what the library calls the row."""


def columns_of(table: Table) -> dict[str, Column]:
    """The columns of a table by name: what names its rows, every text column, every figure.

    Columns of words, and figures that the form does not name, stand under their printed headings,
    figures of the form under its identifiers. A figure is its exact decimal, in the unit of the
    table or of its heading; a blank is None. What rows count among amounts (3 辆) is text, in a
    column of its own beside that of the figures (数量).

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
    for name, values in (*_words(lines), *_amounts(lines)):
        columns[_free(name, columns)] = values
    return columns


def _words(lines: Sequence[Line]) -> Iterator[tuple[str, Column]]:
    texts = [{text.label: text.text for text in words_of(line)} for line in lines]
    keys, remarks = labels_of(lines)
    for label in (*keys, *remarks):
        yield label, [held.get(label, "") for held in texts]


def _amounts(lines: Sequence[Line]) -> Iterator[tuple[str, Column]]:
    figures = [_figures(line) for line in lines]
    counts = [counts_of(line) for line in lines]
    for name in dict.fromkeys(name for held in figures for name in held):
        yield name, [figure.value if (figure := held.get(name)) else None for held in figures]
        if any(name in told for told in counts):
            yield f"{name}（数量）", [told.get(name, "") for told in counts]


def is_money(name: str, values: Column) -> bool:
    """Whether a column holds figures."""
    return name not in OWN and not any(isinstance(value, str) for value in values)


def _figures(line: Line) -> Mapping[str, Figure | Percentage]:
    rates = {one.label: one.figure for one in line.extras if isinstance(one.figure, Percentage)}
    return {**line.figures(), **rates}


def _free(name: str, taken: Mapping[str, object]) -> str:
    """The name, numbered where another column has it."""
    nth = 2
    made = name
    while made in taken:
        made, nth = f"{name}（{nth}）", nth + 1
    return made
