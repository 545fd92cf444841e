"""Names that took several lines in an aligned table (折行的名称), put back into one cell.

Amounts stand at the middle of their row, so a name of two lines has one above and one below the
line of the amounts, and a name of three has its middle one beside them.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from budgetdisclosure.reading.formats.columns import Placed

Numbered = tuple[int, list[Placed]]
"""A row with the number of its line."""


def unwrapped_rows(rows: Sequence[Numbered]) -> list[Numbered]:
    """The rows with the lines of a name joined where they stand evenly around their amounts.

    >>> above, below = [Placed("机关事业单位基本", 1)], [Placed("养老保险缴费支出", 1)]
    >>> amounts = [Placed("2080505", 0), Placed("8,976.60", 2)]
    >>> [cell.text for cell in unwrapped_rows([(1, above), (2, amounts), (3, below)])[0][1]]
    ['2080505', '机关事业单位基本养老保险缴费支出', '8,976.60']
    """
    out: list[Numbered] = []
    at = 0
    while at < len(rows):
        above = _lone(rows, at)
        anchor = at + above
        below = _around(rows, at, anchor) if above and anchor < len(rows) else None
        if below is None:
            out.append(rows[at])
            at += 1
        else:
            out.append(_joined(rows[at : anchor + below + 1], above))
            at = anchor + below + 1
    return out


def _lone(rows: Sequence[Numbered], at: int) -> int:
    """How many rows from one on hold a single cell, all in one column and on lines in a row."""
    count = 0
    while at + count < len(rows) and _follows(rows, at, at + count):
        count += 1
    return count


def _follows(rows: Sequence[Numbered], first: int, at: int) -> bool:
    number, cells = rows[at]
    start, head = rows[first]
    return len(cells) == len(head) == 1 and number - start == at - first and _same(cells, head)


def _same(cells: list[Placed], head: list[Placed]) -> bool:
    return (cells[0].column, cells[0].span) == (head[0].column, head[0].span)


def _around(rows: Sequence[Numbered], at: int, anchor: int) -> int | None:
    """How many lines of the name stand below its amounts; None if the lines above are no part."""
    above = anchor - at
    number, cells = rows[anchor]
    column = rows[at][1][0].column
    if len(cells) < 2 or number - rows[at][0] != above:
        return None
    named = any(cell.column <= column < cell.column + cell.span for cell in cells)
    follow = _lone(rows, anchor + 1)
    if follow and (
        rows[anchor + 1][0] != number + 1 or not _same(rows[anchor + 1][1], rows[at][1])
    ):
        follow = 0
    below = min(follow, above)
    return below if below == above or (not named and above - below == 1) else None


def _joined(rows: Sequence[Numbered], above: int) -> Numbered:
    number, cells = rows[above]
    column = rows[0][1][0].column
    own = [cell for cell in cells if cell.column == column]
    parts = [rows[n][1][0] for n in range(above)] + own + [row[0] for _, row in rows[above + 1 :]]
    reaches = [part.reach for part in parts if part.reach]
    reach = (min(r[0] for r in reaches), max(r[1] for r in reaches)) if reaches else None
    name = evolve(parts[0], text="".join(part.text for part in parts), reach=reach)
    others = [cell for cell in cells if cell.column != column]
    return number, sorted([*others, name], key=lambda cell: cell.column)
