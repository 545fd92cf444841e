"""Columns aligned by spaces (按空格对齐的栏), as ``pdftotext -layout`` and typists leave them.

Two measures of a line are tried, since printers count a Chinese character as one position and
people see it as two: whichever gives columns that fewer cells cross is the one the table was
printed with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final
from unicodedata import east_asian_width

from attrs import frozen

_SIGN: Final = r"[≥≤＝＞＜=><≧≦](?!\S)"
"""What compares, in a column of its own before the value."""
_GAP: Final = re.compile(rf"\S+(?:\s(?!-?[\d,]*\d\.\d|{_SIGN})\S+|(?<!\d)\s(?!{_SIGN})\S+)*")
_TITLE: Final = re.compile(r"\s*\S+(?: \S+)*表(?:[（(].{0,12}[）)])?\s*")
_LONGEST_LONE: Final = 40
LONGEST_LINE: Final = 2_000
_MOST_BLANKS: Final = 4
_MARGIN: Final = 6
_LONGEST_LEAD: Final = 16
_MOST_LEADS: Final = 3
_HEAD_REACH: Final = 12
_FEWEST: Final = 3
"""A column's edge is told by so many lines at least."""
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


def leading(texts: Iterable[str]) -> int | None:
    """How many lone lines a block of aligned lines begins with; None where no block begins.

    They are the first lines of a text of several, so they are short and stand in from the margin.

    >>> leading(["          参加培训的", "产出指标            12  人"])
    1
    >>> leading(["一、概况", "甲  乙"]) is None
    True
    """
    for count, text in enumerate(texts):
        if len(pieces(text)) > 1:
            return count
        if not _leads(text) or count == _MOST_LEADS:
            return None
    return None


def _leads(text: str) -> bool:
    """Whether a lone line may be the first of a text of several."""
    found = pieces(text)
    if len(found) != 1 or _TITLE.fullmatch(text):
        return False
    return found[0].start >= _MARGIN and len(found[0].text) <= _LONGEST_LEAD


def block_length(texts: Iterable[str]) -> int:
    """How many of these lines, from the first, are one block of aligned lines.

    Up to four blank lines may stand between rows. A line of one piece belongs to the block if it
    is short and touches the lines around it: it is of a cell that took several lines.
    """
    length = 0
    block: list[str] = []
    for text in texts:
        count = len(pieces(text))
        gap = len(block) - length
        touches = bool(block) and not gap and len(text.strip()) <= _LONGEST_LONE
        apart = count == 1 and not (touches or _leads(text))
        title = bool(block) and _TITLE.fullmatch(text) is not None
        if gap > _MOST_BLANKS or apart or title or len(text) > LONGEST_LINE:
            break
        block.append(text)
        if count > 1 or (count and touches):
            length = len(block)
    while length and _ends(block[length - 1]):
        length -= 1
    return length


def _ends(text: str) -> bool:
    """Whether a line cannot end a block: it is blank, at the margin, or a page's number."""
    count = len(pieces(text))
    return not count or (count == 1 and (text[:1] != " " or text.strip().isdecimal()))


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
    lines: dict[Measure, list[tuple[Piece, ...]]] = {}
    for measure, share in _TRIALS:
        if measure not in lines:
            lines[measure] = [pieces(text, measure) for text in texts]
        trial = _trial(lines[measure], measure, share)
        best = trial if best is None or trial[0] < best[0] else best
        if best[0] == (0, 0):
            break
    return best[1] if best and best[0][0] * 8 <= len(texts) else None


def _enough(texts: Sequence[str]) -> bool:
    """Two lines of three pieces, or three of two: fewer may be chance in prose."""
    counts = sorted((len(pieces(text)) for text in texts), reverse=True)
    return counts[1:2] >= [3] or counts[2:3] >= [2]


def _trial(
    lines: Sequence[tuple[Piece, ...]], measure: Measure, share: int
) -> tuple[tuple[int, int], list[list[Placed]]]:
    """Rows placed by one measure, with how many cells crowd one another or cross columns."""
    columns = _parted(_columns(lines, share), lines, measure)
    lines = [
        tuple(part for piece in line for part in _cut(piece, columns, measure)) for line in lines
    ]
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
    return _headed(_with_loose(columns, _runs(loose)), body)


def _with_loose(
    columns: Sequence[tuple[int, int]], loose: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The columns with what falls outside them, joined to one it touches and is as wide as."""
    found = list(columns)
    for start, end in loose:
        near = [at for at, one in enumerate(found) if start == one[1] or end == one[0]]
        best = min(near, key=lambda at: abs(_width(found[at]) - (end - start)), default=None)
        if best is None:
            found.append((start, end))
        else:
            found[best] = (min(start, found[best][0]), max(end, found[best][1]))
    return sorted(found)


def _width(column: tuple[int, int]) -> int:
    return column[1] - column[0]


def _parted(
    columns: Sequence[tuple[int, int]], lines: Sequence[tuple[Piece, ...]], measure: Measure
) -> list[tuple[int, int]]:
    """The columns, cut where many lines have one blank at the same place and none prints there."""
    words = [word for line in lines for piece in line for word in _words(piece, measure)]
    ends = Counter(one.end for one, two in pairwise(words) if two.start == one.end + 1)
    found: list[tuple[int, int]] = []
    for start, end in columns:
        gaps = (at for at, count in sorted(ends.items()) if start < at < end and count >= _FEWEST)
        free = [at for at in gaps if not any(word.start <= at < word.end for word in words)]
        edges = [start, *(edge for at in free for edge in (at, at + 1)), end]
        found += zip(edges[::2], edges[1::2], strict=True)
    return found


def _words(piece: Piece, measure: Measure) -> list[Piece]:
    """The words of a piece, each where it stands."""
    if " " not in piece.text:
        return [piece]
    found, at = [], piece.start
    for word in piece.text.split(" "):
        end = at + measure(word)
        found.append(Piece(word, at, end))
        at = end + 1
    return found


def _cut(piece: Piece, columns: Sequence[tuple[int, int]], measure: Measure) -> list[Piece]:
    """A piece whose words stand in columns of their own, cut between these."""
    words = _words(piece, measure)
    if len(words) == 1:
        return words
    met = [{n for n, (a, b) in enumerate(columns) if a < w.end and w.start < b} for w in words]
    groups: list[list[Piece]] = [[words[0]]]
    for at in range(1, len(words)):
        apart = met[at] and met[at - 1] and max(met[at - 1]) < min(met[at])
        if apart:
            groups.append([])
        groups[-1].append(words[at])
    return [Piece(" ".join(w.text for w in held), held[0].start, held[-1].end) for held in groups]


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
