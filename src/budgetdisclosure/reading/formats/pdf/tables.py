"""Lattices filled with their text: the grids of a page (表格)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from attrs import evolve, frozen

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Box, Cell, Grid
from budgetdisclosure.reading.formats.pdf.glyphs import Glyphs
from budgetdisclosure.reading.formats.pdf.indent import Start, indents, may_start, start_of
from budgetdisclosure.reading.formats.pdf.lattice import Lattice
from budgetdisclosure.reading.formats.pdf.lines import Rows, line_of, rows_of
from budgetdisclosure.reading.formats.pdf.runs import Run, cut, is_crossed
from budgetdisclosure.reading.formats.pdf.split import divided


@frozen
class Filled:
    """A lattice and, for each of its regions, the lines of runs that stand in it."""

    table: Lattice
    held: tuple[Rows, ...]

    def grid(self, place: Place) -> Grid:
        """The table as the document's grid."""
        table = self.table
        texts = [_text(rows) for rows in self.held]
        xs, ys = table.xs, table.ys
        boxes = [Box(xs[c], ys[r], xs[c + w], ys[r + h]) for r, c, h, w in table.regions]
        for number, ems in indents(self._starts(boxes)):
            texts[number] = "\u3000" * ems + texts[number]
        cells = [
            Cell(text, *region, place, box)
            for text, region, box in zip(texts, table.regions, boxes, strict=True)
        ]
        return Grid(tuple(cells), len(table.ys) - 1, len(table.xs) - 1, place, table.box)

    def full(self) -> tuple[int, ...]:
        """The columns whose cell in the last row ends in a line that fills it."""
        xs, last = self.table.xs, len(self.table.ys) - 2
        lines = [
            (column, rows[-1], xs[column], xs[column + width])
            for (row, column, height, width), rows in zip(
                self.table.regions, self.held, strict=True
            )
            if row == last and height == 1 and rows
        ]
        sides = [
            (column, line[0].left - left, right - line[-1].right, line[-1].em)
            for column, line, left, right in lines
        ]
        return tuple(
            column
            for column, before, behind, em in sides
            if abs(before - behind) < em and min(before, behind) < em
        )

    def _starts(self, boxes: Sequence[Box]) -> list[Start]:
        """Where the words of each cell that is one column wide start."""
        cells = enumerate(zip(self.table.regions, self.held, boxes, strict=True))
        starts = [
            start_of(number, region.column, rows, box)
            for number, (region, rows, box) in cells
            if rows and region.column_span == 1 and may_start(rows[0][0].text[0])
        ]
        return [start for start in starts if start]


def fill(
    tables: Sequence[Lattice], runs: Sequence[Run], glyphs: Glyphs
) -> tuple[list[Filled], list[Run]]:
    """The tables with their text, and the runs that stand in none; a table without text is none."""
    filled = []
    for table in sorted(tables, key=_area):  # what stands in an inner table is its own
        held, runs = _shared_out(table, runs, glyphs)
        if any(held):
            rows = [rows_of(cell) if len(cell) > 1 else [cell] if cell else () for cell in held]
            filled.append(Filled(*divided(table, rows)))
    return filled, list(runs)


def with_sideways(filled: Sequence[Filled], lines: Sequence[Run]) -> tuple[list[Filled], list[Run]]:
    """The tables with the lines that stand sideways in their cells, and the lines in none."""
    tables = list(filled)
    others = []
    for line in lines:
        middle = (line.left + line.right) // 2, (line.top + line.bottom) // 2
        places = ((at, one.table.region_at(*middle)) for at, one in enumerate(tables))
        at, region = next(((at, n) for at, n in places if n is not None), (0, None))
        if region is None:
            others.append(line)
        else:
            held = list(tables[at].held)
            held[region] = (*held[region], (line,))
            tables[at] = evolve(tables[at], held=tuple(held))
    return tables, others


def _area(table: Lattice) -> int:
    return (table.xs[-1] - table.xs[0]) * (table.ys[-1] - table.ys[0])


def nested(grids: Sequence[Grid]) -> list[Grid]:
    """Grids from the smallest on, each that stands within a cell of a larger given to that cell."""
    whole = list(grids)
    inner = set()
    for number, grid in enumerate(grids):
        larger = (n for n in range(number + 1, len(whole)) if _is_within(grid.box, whole[n].box))
        for later in larger:
            cells = enumerate(whole[later].cells)
            place = next((n for n, cell in cells if _is_within(grid.box, cell.box)), None)
            if place is not None:
                whole[later] = _with_inner(whole[later], place, whole[number])
                inner.add(number)
                break
    return [grid for number, grid in enumerate(whole) if number not in inner]


def _is_within(inner: Box | None, outer: Box | None) -> bool:
    if not inner or not outer:
        return False
    across = outer.left <= inner.left and inner.right <= outer.right
    return across and outer.top <= inner.top and inner.bottom <= outer.bottom


def _with_inner(grid: Grid, number: int, inner: Grid) -> Grid:
    cells = list(grid.cells)
    cells[number] = evolve(cells[number], grids=(*cells[number].grids, inner))
    return evolve(grid, cells=tuple(cells))


def _text(rows: Rows) -> str:
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0].text
    return "\n".join([line_of(row).text for row in rows])


def _shared_out(
    table: Lattice, runs: Sequence[Run], glyphs: Glyphs
) -> tuple[list[list[Run]], list[Run]]:
    """For each region of the table its runs; and the runs that stand elsewhere."""
    held: list[list[Run]] = [[] for _ in table.regions]
    others = []
    xs, ys = table.xs, table.ys
    walls = [_walls(owner, xs) for owner in table.owner]
    for run in runs:
        row = bisect_right(ys, (run.top + run.bottom) // 2) - 1
        if not 0 <= row < len(walls) or run.left > xs[-1] or run.right < xs[0]:
            others.append(run)
            continue
        owner, parting = table.owner[row], walls[row]
        for piece in cut(run, parting, glyphs) if is_crossed(run, parting) else (run,):
            column = bisect_right(xs, (piece.left + piece.right) // 2) - 1
            (held[owner[column]] if 0 <= column < len(owner) else others).append(piece)
    return held, others


def _walls(owner: Sequence[int], xs: Sequence[int]) -> list[int]:
    """The rules that part the cells of a row, the outer ones too."""
    inner = [xs[n] for n in range(1, len(owner)) if owner[n - 1] != owner[n]]
    return [xs[0], *inner, xs[-1]]
