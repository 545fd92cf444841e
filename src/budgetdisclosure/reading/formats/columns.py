"""Columns aligned by spaces (按空格对齐的栏), as ``pdftotext -layout`` and typists leave them.

Two measures of a line are tried, since printers count a Chinese character as one position and
people see it as two: whichever gives columns that fewer cells cross is the one the table was
printed with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final
from unicodedata import east_asian_width

from attrs import frozen

_GAP: Final = re.compile(r"\S+(?:\s\S+)*")
_LONGEST_LONE: Final = 40


@frozen
class Piece:
    """A run of text between gaps, from ``start`` up to ``end`` in positions of the line."""

    text: str
    start: int
    end: int


@frozen
class Placed:
    """A piece given its first column and the number of columns it crosses."""

    text: str
    column: int
    span: int = 1


Measure = Callable[[str], int]


def wide(text: str) -> int:
    """The positions a text takes where a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def pieces(text: str, measure: Measure = len) -> tuple[Piece, ...]:
    """A line cut where two or more spaces stand together.

    >>> [piece.text for piece in pieces("  基本工资   48.90   0.00")]
    ['基本工资', '48.90', '0.00']
    """
    found = []
    for run in _GAP.finditer(text):
        start = measure(text[: run.start()])
        found.append(Piece(run[0], start, start + measure(run[0])))
    return tuple(found)


def block_end(texts: Sequence[str], at: int) -> int:
    """Where the block of aligned lines that begins at ``at`` ends; ``at`` itself if there is none.

    One blank line may stand between rows. A line of one piece belongs to the block if it is short
    and touches the lines around it: the rest of a cell that took several lines.
    """
    end = at
    here = at
    while here < len(texts):
        count = len(pieces(texts[here]))
        touches = here == end and here > at and len(texts[here].strip()) <= _LONGEST_LONE
        if count > 1:
            end = here + 1
        elif here - end > 1 or (count == 1 and not touches):
            break
        elif count == 1:
            end = here + 1
        here += 1
    while end > at and len(pieces(texts[end - 1])) == 1 and not texts[end - 1].startswith(" "):
        end -= 1
    return end


def place_rows(texts: Sequence[str]) -> list[list[Placed]] | None:
    """The cells of a block, line by line, or None where the lines share no columns.

    >>> for row in place_rows(["项目      合计   基本支出", "教育支出  10.00     4.00"]):
    ...     print([(cell.column, cell.text) for cell in row])
    [(0, '项目'), (1, '合计'), (2, '基本支出')]
    [(0, '教育支出'), (1, '10.00'), (2, '4.00')]
    """
    if not _enough(texts):
        return None
    trials = [_trial(texts, measure, share) for measure in (len, wide) for share in (0, 5, 12, 25)]
    faults, rows = min(trials, key=lambda trial: trial[0])
    crowded, _ = faults
    return rows if crowded * 8 <= len(texts) else None


def _enough(texts: Sequence[str]) -> bool:
    """Two lines of three pieces, or three of two: fewer may be chance in prose."""
    counts = sorted((len(pieces(text)) for text in texts), reverse=True)
    return counts[1:2] >= [3] or counts[2:3] >= [2]


def _trial(
    texts: Sequence[str], measure: Measure, share: int
) -> tuple[tuple[int, int], list[list[Placed]]]:
    """Rows placed by one measure, with how many cells crowd one another or cross columns."""
    lines = [pieces(text, measure) for text in texts]
    columns = _columns(lines, share)
    rows = [_assign(line, columns) for line in lines]
    crowded = sum(len(line) - len(row) for line, row in zip(lines, rows, strict=True))
    crossing = sum(cell.span - 1 for row in rows for cell in row)
    return (crowded, crossing), rows


def _columns(lines: Sequence[tuple[Piece, ...]], share: int) -> list[tuple[int, int]]:
    """Runs of positions that more than ``share`` percent of the lines print on.

    What falls outside all of them (a column with one figure in it) makes columns of its own.
    """
    body = [line for line in lines if len(line) > 1]
    width = max(piece.end for line in body for piece in line)
    ink = [0] * (width + 1)
    for line in body:
        for piece in line:
            for position in range(piece.start, piece.end):
                ink[position] += 1
    floor = len(body) * share // 100
    columns = _runs([count > floor for count in ink])
    loose = [False] * (width + 1)
    for line in body:
        for piece in line:
            if not any(start < piece.end and piece.start < end for start, end in columns):
                loose[piece.start : piece.end] = [True] * (piece.end - piece.start)
    return sorted(columns + _runs(loose))


def _runs(marks: Sequence[bool]) -> list[tuple[int, int]]:
    runs = []
    start = None
    for position, mark in enumerate([*marks, False]):
        if mark and start is None:
            start = position
        elif not mark and start is not None:
            runs.append((start, position))
            start = None
    return runs


def _assign(line: tuple[Piece, ...], columns: list[tuple[int, int]]) -> list[Placed]:
    """Each piece to the columns it stands on; pieces that crowd one column are kept together."""
    row: list[Placed] = []
    free = 0
    for piece in line:
        met = [n for n, (a, b) in enumerate(columns) if a < piece.end and piece.start < b]
        met = met or [_nearest(piece, columns)]
        open_ones = [number for number in met if number >= free]
        if open_ones:
            row.append(Placed(piece.text, open_ones[0], open_ones[-1] - open_ones[0] + 1))
            free = open_ones[-1] + 1
        else:
            last = row.pop()
            row.append(Placed(f"{last.text}  {piece.text}", last.column, last.span))
    return row


def _nearest(piece: Piece, columns: list[tuple[int, int]]) -> int:
    middle = piece.start + piece.end
    return min(range(len(columns)), key=lambda n: abs(sum(columns[n]) - middle))
