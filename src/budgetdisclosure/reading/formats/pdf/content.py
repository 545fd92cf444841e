"""What a page holds: its grids, the lines outside them, and what stands aslant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import evolve, frozen

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Grid, Remark
from budgetdisclosure.reading.formats.pdf.aligned import aligned
from budgetdisclosure.reading.formats.pdf.bodies import with_bodies
from budgetdisclosure.reading.formats.pdf.cells import cells_of, edges_of_cells, run_on
from budgetdisclosure.reading.formats.pdf.columns import Row
from budgetdisclosure.reading.formats.pdf.glyphs import (
    Glyphs,
    View,
    quarter_turns,
    text_of,
)
from budgetdisclosure.reading.formats.pdf.grounds import bands_of, carried_on, edges_like
from budgetdisclosure.reading.formats.pdf.hidden import beside, collide, hidden
from budgetdisclosure.reading.formats.pdf.lattice import Lattice, Rule, closed, lattices
from budgetdisclosure.reading.formats.pdf.lines import Line, line_of, rows_of
from budgetdisclosure.reading.formats.pdf.marks import slanted, watermark
from budgetdisclosure.reading.formats.pdf.objects import Layer
from budgetdisclosure.reading.formats.pdf.pdfium import Handle, address, calls
from budgetdisclosure.reading.formats.pdf.remarks import remarks_of
from budgetdisclosure.reading.formats.pdf.runs import Run, apart, runs_of
from budgetdisclosure.reading.formats.pdf.strokes import Strokes, strokes_of
from budgetdisclosure.reading.formats.pdf.tables import Filled, fill, nested, with_sideways


@frozen
class Page:
    """What a page holds, and its size in hundredths of a point as its text is read."""

    place: Place
    width: int
    height: int
    grids: tuple[Grid, ...] = ()
    lines: tuple[Line, ...] = ()
    asides: tuple[str, ...] = ()
    """Text that stands otherwise than the page's: sideways labels, slanted stamps."""
    hidden: tuple[Run, ...] = ()
    """Text that is clipped away from sight."""
    full: tuple[int, ...] = ()
    """The columns of the last ruled table whose last row is full of text, as far as it goes."""
    remarks: tuple[Remark, ...] = ()


def content(page: Any, textpage: Any, layers: Iterable[Layer], place: Place) -> Page:
    """The content of one loaded page."""
    raw = calls().raw
    count = max(raw.FPDFText_CountChars(textpage), 0)
    text = text_of(textpage, count)
    held = Handle(address(textpage))
    turns, each = quarter_turns(held, text, raw.FPDFPage_GetRotation(page))
    view = _view(page, turns)
    glyphs = Glyphs(text, view, held, range(count))
    sideways: list[Run] = []
    asides: list[str] = []
    if each is not None:
        sideways, asides = _sideways(glyphs, each), slanted(glyphs, each)
        glyphs = glyphs.only([i for i, turned in enumerate(each) if turned == turns])
    strokes = strokes_of(layers, view)
    runs = runs_of(glyphs)
    large = watermark(runs)
    if large:
        runs = [run for run in runs if run not in large]
        asides += [run.text for run in large]
    tables, alone = _ruled(strokes, runs)
    filled, loose = fill(tables, runs, glyphs)
    gone = _hidden(glyphs, runs, filled, loose)
    if gone:
        seen = [run for run in runs if run not in gone]
        filled, loose = fill(tables, seen, glyphs)
    filled, sideways = with_sideways(filled, sideways)
    rows = [Row.of(row) for row in rows_of(loose)]
    fences = [table.table.ys[0] for table in filled]
    found, rest = aligned(rows, alone, fences, lambda run: apart(run, glyphs), place)
    return Page(
        place,
        *view.size,
        (*nested([table.grid(place) for table in filled]), *found),
        tuple([row.line for row in rest]),
        (*[run.text for run in sideways], *asides),
        tuple([run for run in runs if run in gone] if gone else ()),
        max(filled, key=lambda one: one.table.ys[-1]).full() if filled else (),
        tuple(remarks_of(text, strokes.pictured, place)),
    )


def _ruled(strokes: Strokes, runs: Sequence[Run]) -> tuple[list[Lattice], list[Rule]]:
    """The ruled tables with the rows that only their ground tells, and the rules of no table."""
    across, down = strokes.across, strokes.down
    tables, alone, upright = lattices(across, down, runs)
    ends = closed(upright)
    if ends:
        across = [*across, *ends]
        tables, alone, _ = lattices(across, down, runs)
    cells = cells_of(strokes.boxes, tables, runs)
    if cells:
        lying, standing = edges_of_cells(cells, runs)
        across, down = [*across, *lying], [*down, *standing]
        tables, alone, _ = lattices(across, down, runs)
    own = set(cells)
    bands = bands_of([ground for ground in strokes.grounds if ground not in own])
    lying, standing = carried_on(tables, bands, runs)
    for table in tables if cells else ():
        more = run_on(table, cells, runs)
        lying, standing = [*lying, *more[0]], [*standing, *more[1]]
    if lying:
        tables, alone, _ = lattices([*across, *lying], [*down, *standing], runs)
    return with_bodies(tables, runs), [*alone, *edges_like(bands, alone)]


def _view(page: Any, turns: int) -> View:
    raw = calls().raw
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    edges = (int(edge * 100) for edge in (box.left, box.bottom, box.right, box.top))
    return View(turns, *edges)


def _sideways(glyphs: Glyphs, each: Sequence[int]) -> list[Run]:
    """The lines of text that stand in each other direction, each as one run where it is seen."""
    lines = []
    for turns in sorted({*each} - {glyphs.view.turns, -1}):
        held = glyphs.only([i for i, other in enumerate(each) if other == turns])
        turned = evolve(held, view=evolve(held.view, turns=turns))
        lines += [_as_seen(row, held) for row in rows_of(runs_of(turned))]
    return lines


def _as_seen(row: Sequence[Run], glyphs: Glyphs) -> Run:
    """A line that stands sideways, with the box it has on the page as others see it."""
    line = line_of(row)
    held = [number for run in row for number in range(run.start, run.end)]
    left, top, right, bottom = glyphs.boxes(held)
    edges = [int(edge * 100) for edge in (min(left), min(top), max(right), max(bottom))]
    return Run(line.text, edges[0], edges[1], edges[2], edges[3], held[0], held[-1] + 1, line.em)


def _hidden(
    glyphs: Glyphs,
    runs: Sequence[Run],
    filled: Sequence[Filled],
    loose: Sequence[Run],
) -> set[Run]:
    """The runs that are clipped away; they are looked for where some may be."""

    def away(some: Sequence[Run]) -> set[int]:
        return hidden(glyphs.textpage, [glyphs.numbers[run.start] for run in some])

    boxes = [table.table.box for table in filled]
    near = [run for run in loose if any(beside(run, box) for box in boxes)]
    held = (rows for table in filled for rows in table.held if rows)
    over = any(collide(rows) for rows in held if len(rows) > 1 or len(rows[0]) > 1)
    if not over and not (near and away(near)):
        return set()
    gone = away(runs)
    return {run for run in runs if glyphs.numbers[run.start] in gone}
