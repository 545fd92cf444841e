"""Tables whose heading alone is ruled (只有表头有线): the rules tell the columns of the rows below.

Where a ruled table holds no amount and lines with amounts follow closely, none of which crosses
one of its columns' sides, these are its rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from budgetdisclosure.reading.formats.aligned.pieces import is_amount
from budgetdisclosure.reading.formats.pdf.columns import is_number
from budgetdisclosure.reading.formats.pdf.lattice import Lattice, Region
from budgetdisclosure.reading.formats.pdf.lines import rows_of
from budgetdisclosure.reading.formats.pdf.runs import Run, is_crossed

_MOST = 12
"""A heading has no more rows than this."""


def with_bodies(tables: Sequence[Lattice], runs: Sequence[Run]) -> list[Lattice]:
    """The tables, those that are headings alone with the rows below them as one row."""
    return [_with_body(table, tables, runs) for table in tables]


def _with_body(table: Lattice, tables: Sequence[Lattice], runs: Sequence[Run]) -> Lattice:
    if len(table.xs) < 3 or len(table.ys) > _MOST or _has_amount(table, runs):
        return table
    left, bottom, right = table.xs[0], table.ys[-1], table.xs[-1]
    fence = min([other.ys[0] for other in tables if other.ys[0] >= bottom], default=1 << 30)
    below = [
        run
        for run in runs
        if bottom <= (run.top + run.bottom) // 2 < fence
        and 2 * left < run.left + run.right < 2 * right
    ]
    foot = _foot(table, below) if any(is_amount(run.text) for run in below) else 0
    return _longer(table, foot) if foot else table


def _has_amount(table: Lattice, runs: Sequence[Run]) -> bool:
    left, top, bottom, right = table.xs[0], table.ys[0], table.ys[-1], table.xs[-1]
    return any(
        top < run.top < bottom and left < run.left < right and is_amount(run.text) for run in runs
    )


def _foot(table: Lattice, below: Sequence[Run]) -> int:
    """Where the last row with a number ends, with what goes on below it; nothing without one."""
    edge, foot = table.ys[-1], 0
    for row in rows_of(below):
        top, em = min(run.top for run in row), max(run.em for run in row)
        if 2 * (top - edge) > 5 * em or any(is_crossed(run, table.xs[1:-1]) for run in row):
            break
        goes_on = foot == edge and 10 * (top - edge) <= 3 * em
        edge = max(run.bottom for run in row)
        if goes_on or any(is_number(run.text) for run in row):
            foot = edge
    return foot


def _longer(table: Lattice, foot: int) -> Lattice:
    """The table with one more row of single cells down to its foot."""
    row, first = len(table.ys) - 1, len(table.regions)
    regions = [Region(row, column, 1, 1) for column in range(len(table.xs) - 1)]
    return evolve(
        table,
        ys=(*table.ys, foot),
        regions=(*table.regions, *regions),
        owner=(*table.owner, tuple(range(first, first + len(regions)))),
    )
