"""Tables of a Word file: merged cells, repeated heading rows, columns fitted to the page (表格)."""

from __future__ import annotations

from collections.abc import Sequence

from budgetdisclosure.writing.docx_xml import Para, w
from budgetdisclosure.writing.plan import Plan, Spot, line_count, text_width

_SIZE, _SMALLEST = 18, 9
"""Sizes of letters in half points: the usual, and the least that can be read."""
_DENSE = 15
"""The least size to which a table is set smaller so that it stands on one page."""
_MARGIN, _LINE = 60, 10
"""The space left and right of a cell's text, and a ruled line, in twentieths of a point."""
_TALLEST = 440
_STYLES = {"left": "Cell", "center": "CellCentre", "right": "CellRight"}


def table_xml(plan: Plan, width: int, height: int) -> str:
    """The table's element, ``width`` wide, its rows at most as tall as fills ``height``."""
    widths = _widths(plan, width)
    size = _size(plan, widths, height)
    least = _row_height(plan, widths, size, height)
    rows = plan.rows()
    borders = (
        w(side, val="single", sz=4, space=0, color="000000")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    sides = (w(side, w=_MARGIN, type="dxa") for side in ("left", "right"))
    properties = w(
        "tblPr",
        w("tblW", w=sum(widths), type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *borders),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *sides),
    )
    grid = w("tblGrid", *(w("gridCol", w=one) for one in widths))
    lines = (_row(row, at < plan.headings, least, widths, size) for at, row in enumerate(rows))
    return w("tbl", properties, grid, *lines)


def _widths(plan: Plan, width: int) -> list[int]:
    """The columns' widths: their shares, more where a number needs it."""
    shares = plan.fitted()
    return [width * share // sum(shares) for share in shares]


def _size(plan: Plan, widths: Sequence[int], height: int) -> int:
    """The size of letters at which every number stands on one line, and the table on its page."""
    sizes = [
        (widths[column] - 2 * _MARGIN - _LINE) * 2 // (10 * needed)
        for column, needed in plan.needs().items()
        if needed
    ]
    size = max(_SMALLEST, min([_SIZE, *sizes]))
    dense = range(size, min(size, _DENSE) - 1, -1)
    return next((one for one in dense if _free(plan, widths, one, height) >= 0), size)


def _free(plan: Plan, widths: Sequence[int], size: int, height: int) -> int:
    """What remains of the page under the table."""
    lines = [1] * plan.height
    for spot in plan.spots:
        if spot.rows == 1:
            lines[spot.row] = max(lines[spot.row], _line_count(spot, widths, size))
    return height - _line(size) * sum(lines) - _LINE * plan.height


def _row_height(plan: Plan, widths: Sequence[int], size: int, height: int) -> int:
    """The least height of a row: the page filled, if its rows fit on it."""
    free = _free(plan, widths, size, height) // plan.height
    return _line(size) + (min(free, _TALLEST - _line(size)) if free >= 0 else 4 * _LINE)


def _line(size: int) -> int:
    return size * 25 // 2


def _line_count(spot: Spot, widths: Sequence[int], size: int) -> int:
    return line_count(spot.text, _across(spot, widths) // (size * 5))


def _across(spot: Spot, widths: Sequence[int]) -> int:
    """The width of a cell's text."""
    whole = sum(widths[spot.column : spot.column + spot.columns])
    return max(whole - 2 * _MARGIN - _LINE, 1)


def _row(
    cells: Sequence[tuple[Spot, bool]], heading: bool, least: int, widths: Sequence[int], size: int
) -> str:
    properties = w(
        "trPr",
        w("cantSplit"),
        w("trHeight", val=least, hRule="atLeast"),
        w("tblHeader") if heading else "",
    )
    return w("tr", properties, *(_cell(spot, below, widths, size) for spot, below in cells))


def _cell(spot: Spot, below: bool, widths: Sequence[int], size: int) -> str:
    across = sum(widths[spot.column : spot.column + spot.columns])
    merged = w("vMerge") if below else w("vMerge", val="restart")
    properties = w(
        "tcPr",
        w("tcW", w=across, type="dxa"),
        w("gridSpan", val=spot.columns) if spot.columns > 1 else "",
        merged if spot.rows > 1 else "",
        w("vAlign", val="center"),
    )
    text = _text(spot, "" if below else spot.text, widths, size)
    return w("tc", properties, text.xml())


def _text(spot: Spot, text: str, widths: Sequence[int], size: int) -> Para:
    """A cell's paragraph; its lines are of one height, so that rows are as planned."""
    line = w("spacing", line=_line(size), lineRule="exact")
    letters = w("b") if spot.bold else ""
    if size != _SIZE:
        letters += w("sz", val=size) + w("szCs", val=size)
    return Para.of(_STYLES[spot.align], text, line + _balance(spot, widths, size), letters)


def _balance(spot: Spot, widths: Sequence[int], size: int) -> str:
    """Indents by which a heading of several lines breaks into lines of about one length."""
    lines, wide = _line_count(spot, widths, size), text_width(spot.text)
    if spot.align != "center" or lines < 2 or wide != 2 * len(spot.text):
        return ""
    longest = -(-len(spot.text) // lines) * size * 10
    indent = (_across(spot, widths) - longest) // 2 - _LINE
    return w("ind", left=indent, right=indent) if indent > 0 else ""


def across_page(plan: Plan, width: int) -> bool:
    """Whether a table is too wide for ``width`` at the usual size, so that it needs more."""
    return sum(plan.fitted()) * _SIZE * 5 > width
