"""Columns aligned by spaces (按空格对齐的栏), as ``pdftotext -layout`` and typists leave them.

Two measures of a line are tried, since printers count a Chinese character as one position and
people see it as two: whichever gives columns that fewer cells cross is the one the table was
printed with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final
from unicodedata import east_asian_width

from attrs import frozen

_GAP: Final = re.compile(r"\S+(?:\s(?!-?[\d,]*\d\.\d)\S+|(?<!\d)\s\S+)*")
_LONGEST_LONE: Final = 40
LONGEST_LINE: Final = 2_000
_MOST_BLANKS: Final = 2
_HEAD_REACH: Final = 12
_FIGURE: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")


@frozen
class Piece:
    """A run of text between gaps, from ``start`` up to ``end`` in positions of the line."""

    text: str
    start: int
    end: int


@frozen
class Placed:
    """A piece given its first column, the columns and rows it crosses, and where it stands."""

    text: str
    column: int
    span: int = 1
    reach: tuple[int, int] | None = None
    down: int = 1


Measure = Callable[[str], int]


def wide(text: str) -> int:
    """The positions a text takes where a Chinese character takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


_TRIALS: Final = tuple((measure, share) for share in (0, 5, 12, 25) for measure in (len, wide))


def pieces(text: str, measure: Measure = len) -> tuple[Piece, ...]:
    """A line cut where two or more spaces stand together, and between two amounts.

    >>> [piece.text for piece in pieces("  基本工资   48.90   0.00")]
    ['基本工资', '48.90', '0.00']
    >>> [piece.text for piece in pieces("项 目  13,237.00 13,237.00")]
    ['项 目', '13,237.00', '13,237.00']
    """
    found = []
    at = seen = 0
    for run in _GAP.finditer(text):
        at += measure(text[seen : run.start()])
        end = at + measure(run[0])
        found.append(Piece(run[0], at, end))
        at, seen = end, run.end()
    return tuple(found)


def block_length(texts: Iterable[str]) -> int:
    """How many of these lines, from the first, are one block of aligned lines.

    Up to two blank lines may stand between rows. A line of one piece belongs to the block if it
    is short and touches the lines around it: the rest of a cell that took several lines.
    """
    length = 0
    block: list[str] = []
    for text in texts:
        count = len(pieces(text))
        blanks = len(block) - length
        touches = bool(block) and not blanks and len(text.strip()) <= _LONGEST_LONE
        if blanks > _MOST_BLANKS or (count == 1 and not touches) or len(text) > LONGEST_LINE:
            break
        block.append(text)
        if count:
            length = len(block)
    while length and len(pieces(block[length - 1])) == 1 and not block[length - 1].startswith(" "):
        length -= 1
    return length


def place_rows(texts: Sequence[str]) -> list[list[Placed]] | None:
    """The cells of a block, line by line, or None where the lines share no columns.

    >>> for row in place_rows(["项目      合计   基本支出", "教育支出  10.00     4.00"]):
    ...     print([(cell.column, cell.text) for cell in row])
    [(0, '项目'), (1, '合计'), (2, '基本支出')]
    [(0, '教育支出'), (1, '10.00'), (2, '4.00')]
    """
    if not _enough(texts):
        return None
    best: tuple[tuple[int, int], list[list[Placed]]] | None = None
    for measure, share in _TRIALS:
        trial = _trial(texts, measure, share)
        best = trial if best is None or trial[0] < best[0] else best
        if best[0] == (0, 0):
            break
    return best[1] if best and best[0][0] * 8 <= len(texts) else None


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
    return _headed(sorted(columns + _runs(loose)), body)


def _headed(
    columns: list[tuple[int, int]], body: Sequence[tuple[Piece, ...]]
) -> list[tuple[int, int]]:
    """The columns, a head that stands beside what it heads instead of above it joined to it.

    A column with nothing from the first line with a figure on, and a neighbour with nothing
    before that line, are one: neither can be a column of its own.
    """
    data = next((n for n, line in enumerate(body) if any(_is_figure(p) for p in line)), None)
    if data is None:
        return columns
    halves = [(_reached(one, body[:data]), _reached(one, body[data:])) for one in columns]
    joined, kinds = [columns[0]], [halves[0]]
    for at in range(1, len(columns)):
        near = columns[at][0] - joined[-1][1] <= _HEAD_REACH
        if near and {kinds[-1], halves[at]} == {(True, False), (False, True)}:
            joined[-1] = (joined[-1][0], columns[at][1])
            kinds[-1] = (True, True)
        else:
            joined.append(columns[at])
            kinds.append(halves[at])
    return joined


def _is_figure(piece: Piece) -> bool:
    return bool(_FIGURE.fullmatch(piece.text))


def _reached(column: tuple[int, int], lines: Sequence[tuple[Piece, ...]]) -> bool:
    start, end = column
    return any(start < piece.end and piece.start < end for line in lines for piece in line)


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
            span = open_ones[-1] - open_ones[0] + 1
            row.append(Placed(piece.text, open_ones[0], span, (piece.start, piece.end)))
            free = open_ones[-1] + 1
        else:
            last = row.pop()
            reach = (last.reach[0] if last.reach else piece.start, piece.end)
            row.append(Placed(f"{last.text}  {piece.text}", last.column, last.span, reach))
    return row


def _nearest(piece: Piece, columns: list[tuple[int, int]]) -> int:
    middle = piece.start + piece.end
    return min(range(len(columns)), key=lambda n: abs(sum(columns[n]) - middle))
