"""Rows torn at the end of a page (跨页断行): the last lines of a cell at the head of the next.

Programs that break rows print what still fits, and the rest, alone, as the first row of the next
page. It is told by what it goes on from: a line that fills its cell at the foot of the page, in
every column that prints anything, while other columns of that row are done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from budgetdisclosure.reading.document import Cell, Grid
from budgetdisclosure.reading.formats.pdf.content import Page

_MARGIN = 12
"""What stands this near the edges of a page, in hundredths of its height, parts no tables."""


def mended(pages: Iterable[Page]) -> Iterator[Page]:
    """The pages, the rest of a torn row put to where the row began."""
    held: Page | None = None
    for page in pages:
        if held is not None:
            held, page = _mended(held, page)
            yield held
        held = page
    if held is not None:
        yield held


def _mended(above: Page, below: Page) -> tuple[Page, Page]:
    if not above.full or not below.grids:
        return above, below
    upper = max(above.grids, key=_bottom)
    lower = min(below.grids, key=_top)
    if upper.width != lower.width or _has_text(above, _bottom(upper), above.height):
        return above, below
    if _has_text(below, 0, _top(lower)):
        return above, below
    row = _headed(upper, lower)
    rest = {cell.column: cell for cell in lower.cells if cell.row == row and cell.text.strip()}
    begun = {cell.column: cell for cell in upper.cells if cell.row == upper.height - 1}
    if not _goes_on(begun, rest, above.full) or not _is_alone(lower, row):
        return above, below
    return (
        _with(above, upper, _longer(upper, rest)),
        _with(below, lower, _without(lower, row)),
    )


def _top(grid: Grid) -> int:
    return grid.box.top if grid.box else 0


def _bottom(grid: Grid) -> int:
    return grid.box.bottom if grid.box else 0


def _has_text(page: Page, top: int, bottom: int) -> bool:
    """Whether a line stands between two heights, other than at the edges of the page."""
    edge = page.height * _MARGIN // 100
    high, low = max(top, edge), min(bottom, page.height - edge)
    return any(high < (line.top + line.bottom) // 2 < low for line in page.lines)


def _headed(upper: Grid, lower: Grid) -> int:
    """How many rows at the head of a page repeat those of the page before."""
    pairs = zip(upper.texts(), lower.texts(), strict=False)
    return next((at for at, (one, two) in enumerate(pairs) if one != two), 0)


def _goes_on(begun: dict[int, Cell], rest: dict[int, Cell], full: Sequence[int]) -> bool:
    """Whether a row holds nothing but the rest of the cells that are full in the row before it."""
    if not rest or not set(rest) <= set(full):
        return False
    if any(rest[at].column_span != begun[at].column_span for at in rest):
        return False
    return sum(bool(cell.text.strip()) for cell in begun.values()) > len(rest)


def _is_alone(grid: Grid, row: int) -> bool:
    """Whether no cell of a row reaches into another."""
    if grid.height < 2:
        return False
    return all(
        cell.row_span == 1 for cell in grid.cells if cell.row <= row < cell.row + cell.row_span
    )


def _longer(grid: Grid, rest: dict[int, Cell]) -> Grid:
    last = grid.height - 1
    cells = [
        evolve(cell, text=f"{cell.text}\n{rest[cell.column].text.strip()}")
        if cell.row == last and cell.column in rest
        else cell
        for cell in grid.cells
    ]
    return evolve(grid, cells=tuple(cells))


def _without(grid: Grid, row: int) -> Grid:
    cells = [
        evolve(cell, row=cell.row - 1) if cell.row > row else cell
        for cell in grid.cells
        if cell.row != row
    ]
    return evolve(grid, cells=tuple(cells), height=grid.height - 1)


def _with(page: Page, old: Grid, new: Grid) -> Page:
    return evolve(page, grids=tuple(new if grid is old else grid for grid in page.grids))
