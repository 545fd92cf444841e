"""A document as aligned text (按空格对齐的文本), in the manner of ``pdftotext -layout``.

Tables are set on a page first: headings in the middle of their cells, names to the left, amounts to
the right, what is too long on several lines. Then the page is put into lines of characters: what
stands to the right of something on the page stands to the right of it in the text, on whatever
line, and a Chinese character takes one position as a digit does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from random import Random

from attrs import frozen

from budgetdisclosure.reading.document import Cell, Document, Grid, Paragraph
from budgetdisclosure.reading.formats.aligned.pieces import wide

_NARROW = 8
"""The least room of a column, in half ems."""
_WORDS = (12, 18, 34)
"""The most room of a column of words."""
_PAD = 1
_LEAD = 3
"""The height of a line in thirds, and of the room between rows."""


@frozen
class _Ink:
    """One line of a cell on the page: half ems across, thirds of a line down."""

    text: str
    left: int
    top: int

    @property
    def right(self) -> int:
        return self.left + wide(self.text)


def typeset(document: Document, random: Random, words: Sequence[int] = _WORDS) -> str:
    r"""The document in text, each page ended by a form feed; ``random`` sets widths and leading.

    ``words`` are the rooms, in half ems, of which a column of words has one at most.

    >>> from budgetdisclosure.testing.notation import document_of
    >>> text = typeset(document_of("项目|金额\n培训费|1.50"), Random(1))
    >>> [line.split() for line in text.splitlines() if line.split()]
    [['项目', '金额'], ['培训费', '1.50']]
    """
    pages = groupby(document.blocks, key=lambda block: block.place.page)
    return "".join(_page(list(blocks), random, words) for _, blocks in pages)


def _page(blocks: Sequence[Paragraph | Grid], random: Random, words: Sequence[int]) -> str:
    inks: list[_Ink] = []
    top = 0
    for block in blocks:
        if isinstance(block, Grid):
            top = _set(block, top, random, inks, words)
        else:
            inks.append(_Ink(block.text, 30, top))
            top += 2 * _LEAD
    return "\n".join(_lines(inks)) + "\n\f"


def _set(grid: Grid, top: int, random: Random, inks: list[_Ink], words: Sequence[int]) -> int:
    """A grid put on the page from a height down; the height below it."""
    widths = _widths(grid, random, words)
    edges = [sum(widths[:at]) for at in range(grid.width + 1)]
    lead = random.choice([_LEAD, _LEAD, 2 * _LEAD])
    cells = {
        cell: _wrapped(cell.text, edges[cell.column + cell.column_span] - edges[cell.column])
        for cell in grid.cells
    }
    heights = [
        max(
            (len(lines) for cell, lines in cells.items() if cell.row == row and cell.row_span == 1),
            default=1,
        )
        for row in range(grid.height)
    ]
    tops = [
        top + _LEAD * sum(heights[:row]) + (lead - _LEAD) * row for row in range(grid.height + 1)
    ]
    first = min((cell.row for cell in cells if _is_number(cell.text)), default=grid.height)
    for cell, lines in cells.items():
        room = tops[cell.row + cell.row_span] - (lead - _LEAD) - tops[cell.row]
        start = tops[cell.row] + (room - _LEAD * len(lines)) // 2
        for at, text in enumerate(lines):
            if text.strip():
                named = cell.row >= first and cell.column_span == 1 and len(text) > 2
                inks.append(_Ink(text, _left(cell, text, edges, named), start + _LEAD * at))
    return tops[-1] + _LEAD


def _widths(grid: Grid, random: Random, words: Sequence[int]) -> list[int]:
    """The room of each column: what its longest text asks for, or less so that it is broken."""
    widths = [_NARROW] * grid.width
    for cell in grid.cells:
        if cell.column_span == 1:
            number = cell.text.isascii()
            need = wide(cell.text) + 2 * _PAD
            most = need if number else min(need, random.choice(words))
            widths[cell.column] = max(widths[cell.column], most)
    return [width + random.choice([0, 0, 4]) for width in widths]


def _wrapped(text: str, room: int) -> list[str]:
    lines = []
    for part in text.split("\n"):
        line = ""
        for character in part.strip():
            if line and wide(line + character) > room - 2 * _PAD and not part.isascii():
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines


def _left(cell: Cell, text: str, edges: Sequence[int], named: bool) -> int:
    """Where a line of a cell begins: amounts end at the right, names begin at the left."""
    left, right = edges[cell.column], edges[cell.column + cell.column_span]
    if _is_number(cell.text):
        return right - _PAD - wide(text)
    return left + _PAD if named else left + (right - left - wide(text)) // 2


def _is_number(text: str) -> bool:
    return (
        any(c.isdigit() for c in text) and all(c in "0123456789.,-%" for c in text) and "." in text
    )


def _lines(inks: Sequence[_Ink]) -> Iterator[str]:
    """The lines of the page, a blank one for each that is left out."""
    placed = _positions(inks)
    before = None
    for top, held in groupby(
        sorted(placed, key=lambda pair: (pair[0].top, pair[1])), key=lambda pair: pair[0].top
    ):
        if before is not None:
            yield from [""] * min(max((top - before) // _LEAD - 1, 0), 4)
        before = top
        line = ""
        for ink, position in held:
            line = line.ljust(position) + ink.text
        yield line


def _positions(inks: Sequence[_Ink]) -> list[tuple[_Ink, int]]:
    """Each line of a cell with its position: past all that stands to its left on the page."""
    placed: list[tuple[_Ink, int]] = []
    for ink in sorted(inks, key=lambda one: (one.left, one.top)):
        at = 0
        for other, position in placed:
            if ink.left > other.right:
                at = max(at, position + len(other.text) + 3)
            else:
                room = other.right - other.left
                at = max(at, position + (ink.left - other.left) * len(other.text) // room)
        placed.append((ink, at))
    return placed
