"""Lattices filled with their text: the grids of a page (表格)."""

from __future__ import annotations

from collections.abc import Sequence

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Cell, Grid
from budgetdisclosure.reading.formats.pdf.glyphs import Glyphs
from budgetdisclosure.reading.formats.pdf.lattice import Lattice
from budgetdisclosure.reading.formats.pdf.lines import lines_of
from budgetdisclosure.reading.formats.pdf.runs import Run, cut


def filled(
    tables: Sequence[Lattice], runs: Sequence[Run], glyphs: Glyphs, place: Place
) -> tuple[list[Grid], list[Run]]:
    """The grids with their text, and the runs that stand in none of them."""
    grids = []
    for table in tables:
        held, runs = _shared_out(table, runs, glyphs)
        if any(held):
            grids.append(_grid(table, held, place))
    return grids, list(runs)


def _shared_out(
    table: Lattice, runs: Sequence[Run], glyphs: Glyphs
) -> tuple[list[list[Run]], list[Run]]:
    """For each region of the table its runs; and the runs that stand elsewhere."""
    held: list[list[Run]] = [[] for _ in table.regions]
    others = []
    xs, at = table.xs, table.at
    first, top, last, bottom = xs[0], table.ys[0], xs[-1], table.ys[-1]
    for run in runs:
        middle = (run.top + run.bottom) // 2
        if not top <= middle < bottom or run.left > last or run.right < first:
            others.append(run)
            continue
        for piece in cut(run, xs, glyphs):
            region = at((piece.left + piece.right) // 2, middle)
            (others if region is None else held[region]).append(piece)
    return held, others


def _grid(table: Lattice, held: Sequence[Sequence[Run]], place: Place) -> Grid:
    cells = tuple(
        Cell(
            _text(runs) if runs else "",
            region.row,
            region.column,
            region.row_span,
            region.column_span,
            place,
            table.region_box(region),
        )
        for region, runs in zip(table.regions, held, strict=True)
    )
    return Grid(cells, len(table.ys) - 1, len(table.xs) - 1, place, table.box)


def _text(runs: Sequence[Run]) -> str:
    if len(runs) == 1:
        return runs[0].text
    return "\n".join([line.text for line in lines_of(runs)])
