"""The headings a line's figures were printed under, and the names of its row (原表头)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.model import Line
from budgetdisclosure.writing.blocks import Path
from budgetdisclosure.writing.sheet import Cell

_LEVELS = re.compile(r"/(?![^(（]*[)）])")
"""Where a label's levels join: a stroke inside brackets belongs to its words."""
JOINT = " / "
"""What joins the parts of a row's name that stood in columns of their own."""


def name_parts(line: Line) -> tuple[str, ...]:
    """A row's name in the parts that were printed in columns of their own.

    >>> name_parts(Line("定额 / 办公费"))
    ('定额', '办公费')
    """
    return tuple(line.name.split(JOINT))


def name_cells(name: str, columns: int, *, strong: bool = False) -> tuple[Cell, ...]:
    """The parts of a name over ``columns`` columns; the last one reaches over what is left."""
    *parts, last = name.split(JOINT, columns - 1)
    return (*map(Cell, parts), Cell(last, columns=columns - len(parts), strong=strong))


def printed_figures(line: Line) -> Mapping[str, Figure | Percentage]:
    """Every figure and percentage of a line by its column."""
    rates = {one.label: one.figure for one in line.extras if isinstance(one.figure, Percentage)}
    return {**line.figures(), **rates}


def path_of(name: str, figure: Figure | Percentage, line: Line) -> Path:
    """The headings a figure was printed under, else those of the official form.

    >>> from budgetdisclosure.place import Place
    >>> path_of("basic", Figure.parse("1", place=Place(column="支出/基本支出(元/人)")), Line())
    ('支出', '基本支出(元/人)')
    """
    official = next((column.zh for column in line.columns() if column.id == name), name)
    label = (figure.place.column if figure.place else None) or official
    return levels_of(label)


def levels_of(label: str) -> Path:
    """The levels of a heading, from the top down.

    >>> levels_of("支出/补助标准(元/人)")
    ('支出', '补助标准(元/人)')
    """
    return tuple(_LEVELS.split(label))
