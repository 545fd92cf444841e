"""Columns of lines that no rules divide: the pieces of a line, and the gaps that part them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from budgetdisclosure.reading.formats.pdf.lines import Line, line_of
from budgetdisclosure.reading.formats.pdf.runs import Run

NARROWEST = 300
"""The narrowest gap between two columns, three points."""

_NUMBER = re.compile(r"[-+−(（]?\d[\d,，.．]*[%％)）]?|[-—–/]{1,3}")


@frozen
class Row:
    """One line of a page: its runs, and the pieces that gaps as wide as a character part."""

    runs: Sequence[Run]
    pieces: tuple[Line, ...]

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Row:
        """The row of a line's runs."""
        parts = [[runs[0]]]
        for run in runs[1:]:
            if run.left - parts[-1][-1].right > run.em:
                parts.append([])
            parts[-1].append(run)
        return cls(runs, tuple([line_of(part) for part in parts]))

    @property
    def line(self) -> Line:
        """The whole row as one line."""
        return self.pieces[0] if len(self.pieces) == 1 else line_of(self.runs)

    @property
    def top(self) -> int:
        """Where the row starts."""
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> int:
        """Where the row ends."""
        return max(piece.bottom for piece in self.pieces)

    @property
    def em(self) -> int:
        """The size of its characters."""
        return max(piece.em for piece in self.pieces)

    @property
    def has_number(self) -> bool:
        """Whether a piece past the first is a number."""
        return any(is_number(piece.text) for piece in self.pieces[1:])


@frozen
class Column:
    """Where the texts of a column stand."""

    left: int
    right: int


def is_number(text: str) -> bool:
    """Whether a text is one printed number, or a dash for none."""
    return _NUMBER.fullmatch(text) is not None


def columns_of(rows: Iterable[Row]) -> list[Column]:
    """The columns that nearly all the rows keep to."""
    held = list(rows)
    steps = Counter[int]()
    for row in held:
        for piece in row.pieces:
            steps[piece.left] += 1
            steps[piece.right] -= 1
    return list(_covered(steps, len(held) // 10))


def _covered(steps: Counter[int], few: int) -> Iterator[Column]:
    """Stretches that more than ``few`` rows cover, with no gap narrower than a column's."""
    depth, start, end = 0, None, None
    for at in sorted(steps):
        before, depth = depth, depth + steps[at]
        if before <= few < depth:
            if start is not None and end is not None and at - end >= NARROWEST:
                yield Column(start, end)
                start = None
            start = at if start is None else start
        elif depth <= few < before:
            end = at
    if start is not None and end is not None:
        yield Column(start, end)


def span(piece: Line, columns: Sequence[Column]) -> tuple[int, int]:
    """The first and last column a piece stands in: those it covers, or the nearest."""
    covered = [
        number
        for number, column in enumerate(columns)
        if 2 * (min(piece.right, column.right) - max(piece.left, column.left))
        >= min(column.right - column.left, piece.right - piece.left)
    ]
    if covered:
        return covered[0], covered[-1]
    middle = (piece.left + piece.right) // 2
    away = [abs(column.left + column.right - 2 * middle) for column in columns]
    nearest = away.index(min(away))
    return nearest, nearest
