"""Tables and forms as sheets: their head, the grid in the official layout, their notes (表样)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from budgetdisclosure.amounts import Figure
from budgetdisclosure.writing.neutral import is_formula
from budgetdisclosure.writing.plan import Plan, Spot, line_count
from budgetdisclosure.writing.sums import Sums
from budgetdisclosure.writing.xlsx_formula import formula_of
from budgetdisclosure.writing.xlsx_sheet import Area, Leaf, Put, coordinate
from budgetdisclosure.writing.xlsx_styles import HEI, SONG, Look, number_format

_DIGITS = 15
"""A workbook holds numbers of so many digits; longer ones are written as text."""
_LINE, _PADDING, _ROOMY, _NOTE = 13, 2, 10, 15
"""In points: a line of text, the least and the most free space in a row, a line of a note."""
_PAGES = ((509, 748), (756, 501))
"""The width and height between the margins of a page, upright and across, in points."""
_SMALLER = 4
"""A table is made to fit on one page if that shrinks it by no more than one part of so many."""


@frozen
class Head:
    """A line above a table: its text, where it is set, and whether it is the title."""

    text: str
    across: str = "left"
    column: int = 1
    title: bool = False


def table_leaf(
    name: str,
    heads: Sequence[Sequence[Head]],
    plan: Plan,
    notes: Sequence[str],
    sums: Sums,
) -> Leaf:
    """The sheet of a table under ``heads``, a row of them each."""
    top = len(heads)
    shares = _shares(plan) or [80]
    landscape = _points(shares) > _PAGES[0][0] * 6 // 5
    least = _least_heights(plan, shares)
    used = sum(30 if any(head.title for head in row) else 16 for row in heads)
    used += sum(_NOTE * line_count(note, sum(shares)) for note in notes)
    room = _PAGES[landscape][1] * max(1000, 1000 * _points(shares) // _PAGES[landscape][0]) // 1000
    free = room - used - sum(least)
    roomy = max(0, min(free // max(plan.height, 1), _ROOMY))
    heights = {at: height + roomy for at, height in enumerate(least, top + 1)}
    heights |= {at: 30 if any(h.title for h in row) else 16 for at, row in enumerate(heads, 1)}
    below = range(top + plan.height + 1, top + plan.height + 1 + len(notes))
    heights |= {
        at: _NOTE * line_count(note, sum(shares)) for at, note in zip(below, notes, strict=True)
    }
    puts = [*_heads(heads), *_grid(plan, top, sums), *_notes(notes, below)]
    titled = next((at for at, row in enumerate(heads, 1) if any(h.title for h in row)), 1)
    across = [(at, 1, at, len(shares)) for at in (titled, *below) if len(shares) > 1]
    return Leaf(
        name,
        puts,
        [share + 1 for share in shares],
        heights,
        [*across, *_merged(plan, top)],
        landscape,
        top + plan.headings if plan.headings else 0,
        whole=free < 0 and -free * _SMALLER < room,
    )


def _shares(plan: Plan) -> list[int]:
    """The columns' widths in half characters, for numbers with the commas they show."""
    shares = plan.fitted()
    for spot in plan.spots:
        figure = spot.figure
        if figure is not None and figure.value is not None and spot.columns == 1:
            shown = f"{figure.value:,.{figure.places}f}"
            shares[spot.column] = max(shares[spot.column], len(shown) + 1)
    return shares


def _points(shares: Sequence[int]) -> int:
    return sum(21 * (share + 1) // 4 for share in shares)


def _least_heights(plan: Plan, shares: Sequence[int]) -> list[int]:
    lines = [1] * plan.height
    for spot in plan.spots:
        if spot.rows == 1:
            room = sum(shares[spot.column : spot.column + spot.columns])
            lines[spot.row] = max(lines[spot.row], line_count(spot.text, room))
    return [count * _LINE + _PADDING for count in lines]


def _heads(heads: Sequence[Sequence[Head]]) -> Iterator[Put]:
    for at, row in enumerate(heads, 1):
        for head in row:
            font, size = (HEI, 16) if head.title else (SONG, 10)
            look = Look(font, size, across=head.across, quoted=is_formula(head.text))
            if head.text:
                yield Put(at, head.column, look, head.text, goal=head.title)


def _notes(notes: Sequence[str], rows: Iterable[int]) -> Iterator[Put]:
    for at, note in zip(rows, notes, strict=True):
        look = Look(size=9, wrap=True, quoted=is_formula(note))
        yield Put(at, 1, look, note)


def _merged(plan: Plan, top: int) -> Iterator[Area]:
    for spot in plan.spots:
        if spot.rows > 1 or spot.columns > 1:
            row, column = top + spot.row + 1, spot.column + 1
            yield row, column, row + spot.rows - 1, column + spot.columns - 1


def _grid(plan: Plan, top: int, sums: Sums) -> Iterator[Put]:
    """Every cell of the grid, those under merged areas too, for their frames."""
    places = {
        spot.figure.cell: coordinate(top + spot.row + 1, spot.column + 1)
        for spot in plan.spots
        if spot.figure is not None and spot.figure.cell is not None and _fits(spot.figure)
    }
    held: dict[tuple[int, int], Put] = {}
    for spot in plan.spots:
        for row in range(spot.row, spot.row + spot.rows):
            for column in range(spot.column, spot.column + spot.columns):
                held[row, column] = Put(top + row + 1, column + 1, Look(framed=True))
        held[spot.row, spot.column] = _put(spot, top, formula_of(spot.figure, places, sums))
    for row in range(plan.height):
        for column in range(len(plan.shares)):
            blank = Put(top + row + 1, column + 1, Look(framed=True))
            yield held.get((row, column), blank)


def _put(spot: Spot, top: int, formula: str) -> Put:
    row, column = top + spot.row + 1, spot.column + 1
    figure = spot.figure
    look = Look(bold=spot.bold, across=spot.align, framed=True, wrap=figure is None)
    if figure is None or figure.value is None:
        quoted = evolve(look, quoted=is_formula(spot.text))
        return Put(row, column, quoted, spot.text)
    if not _fits(figure):
        return Put(row, column, evolve(look, quoted=True), spot.text)
    shown = evolve(look, code=number_format(figure))
    return Put(row, column, shown, number=f"{figure.value:f}", formula=formula)


def _fits(figure: Figure) -> bool:
    """Whether a workbook holds the number to its last digit."""
    return figure.value is None or len(figure.value.as_tuple().digits) <= _DIGITS
