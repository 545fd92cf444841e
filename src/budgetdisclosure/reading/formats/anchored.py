"""Rows of a table of words aligned by spaces (按词对齐的表的行), told by the numbers they print.

Texts of several lines stand in the middle of their cell, up and down, and so do the numbers beside
them, which take one line. A column that prints a number in every row therefore tells where the
rows are; the lines of every other column are shared out so that each text has its middle nearest to
that of its rows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.reading.formats.columns import Placed

Numbered = tuple[int, list[Placed]]
"""A row with the number of its line."""

_NUMBER: Final = re.compile(r"[≥≤＝＞＜=><]?-?\d[\d,]*(?:\.\d+)?[%％分]?")
_CODE: Final = re.compile(r"\d{3}(?:\d\d){0,2}")
_FEWEST: Final = 2
_MOST_HEADS: Final = 3
_MOST_LINES: Final = 40
_MOST_ROWS: Final = 12
_MOST_PLACES: Final = 20_000
"""Texts times rows, more of which are not weighed."""
_STEP: Final = 4
"""Lines of one text follow within so many."""
_OVER: Final = 1
"""What each further row of a text costs, in half lines."""
_LONE: Final = 3
"""What a text of one character costs, which is mostly the end of another."""
_BARE: Final = 2
"""What a row without a text costs."""
_FAR: Final = 6
"""A text stands no further off the middle of its rows, in half lines."""


@frozen
class _Text:
    """What one column prints on one line."""

    line: int
    cell: Placed


@frozen
class _Share:
    """A text of some lines, and the first and last row it is given to."""

    texts: tuple[_Text, ...]
    first: int
    last: int


def anchored_rows(rows: Sequence[Numbered]) -> list[Numbered] | None:
    """The rows that lines make; None where no column tells them.

    >>> lines = [
    ...     [Placed("产出", 0), Placed("培训的职工", 1)],
    ...     [Placed("95", 2)],
    ...     [Placed("指标", 0), Placed("人数", 1)],
    ...     [Placed("参加", 1), Placed("80", 2)],
    ... ]
    >>> for number, row in anchored_rows(list(enumerate(lines))):
    ...     print(number, [(cell.column, cell.down, cell.text) for cell in row])
    1 [(0, 1, '产出指标'), (1, 1, '培训的职工人数'), (2, 1, '95')]
    3 [(1, 1, '参加'), (2, 1, '80')]
    """
    column = _anchor(rows)
    if column is None:
        return None
    lines = _lines(rows, column)
    heads = _heads(rows, lines[0], column)
    last = next(at for at, (number, _) in enumerate(rows) if number == lines[0])
    for first in range(heads.stop, min(heads.stop + _MOST_HEADS, last) + 1):
        cells = _settled(rows[first:], lines)
        if cells is not None and not _clash(cells):
            own = [sorted(row, key=lambda cell: cell.column) for row in cells]
            used = {cell.column for row in own for cell in row}
            above = _put_together(rows[heads.start : heads.stop], used)
            before, after = rows[: heads.start], rows[heads.stop : first]
            return [*before, *above, *after, *zip(lines, own, strict=True)]
    return None


def _settled(rows: Sequence[Numbered], lines: Sequence[int]) -> list[list[Placed]] | None:
    """The cells of each row, column by column; None where those of one do not fit the rows."""
    cells: list[list[Placed]] = [[] for _ in lines]
    for at in sorted({cell.column for _, row in rows for cell in row}):
        texts = [_Text(number, cell) for number, row in rows for cell in row if cell.column == at]
        shared = _shared(texts, lines)
        if shared is None:
            return None
        for one in shared:
            cells[one.first].append(_joined(one))
    return cells


def _anchor(rows: Sequence[Numbered]) -> int | None:
    """The column that prints a number on most lines, the last of them: one to the right of words.

    A column of codes tells no rows, for there may be none of their own beside them.
    """
    held: dict[int, list[str]] = {}
    words = min((c.column for _, row in rows for c in row if _is_word(c)), default=None)
    for _, row in rows:
        for cell in row:
            if cell.span == 1 and words is not None and words < cell.column and _is_number(cell):
                held.setdefault(cell.column, []).append(cell.text)
    told = {at: len(texts) for at, texts in held.items() if not _are_codes(texts)}
    best = max(told, key=lambda at: (told[at], at), default=None)
    return best if best is not None and told[best] >= _FEWEST else None


def _is_number(cell: Placed) -> bool:
    return bool(_NUMBER.fullmatch(cell.text))


def _is_word(cell: Placed) -> bool:
    return not any(mark.isascii() for mark in cell.text)


def _are_codes(texts: Sequence[str]) -> bool:
    return len(set(texts)) == len(texts) and all(_CODE.fullmatch(text) for text in texts)


def _lines(rows: Sequence[Numbered], column: int) -> list[int]:
    """The lines of the rows: from the first number on, those that print in its column."""
    own = [(n, cell) for n, row in rows for cell in row if cell.column == column]
    first = next(at for at, (_, cell) in enumerate(own) if _is_number(cell))
    return [number for number, _ in own[first:]]


def _heads(rows: Sequence[Numbered], line: int, column: int) -> range:
    """The lines above the first row that print the heading of a column, and those around them.

    Beside a heading of one line, others have a line above it and one below.
    """
    above = [at for at, (number, _) in enumerate(rows) if number < line]
    heads = [at for at in above if any(cell.column == column for cell in rows[at][1])]
    if not heads:
        return range(0)
    near = rows[heads[-1]][0] - _MOST_HEADS
    start, stop = min(at for at in heads if rows[at][0] >= near), heads[-1] + 1
    if stop - start == 1 and start and stop in above:
        over, own, under = ({c.column for c in rows[at][1]} for at in (start - 1, start, stop))
        if rows[stop][0] - rows[start - 1][0] == 2 and under <= over and not under & own:
            return range(start - 1, stop + 1)
    return range(start, stop)


def _put_together(heads: Sequence[Numbered], used: AbstractSet[int]) -> Sequence[Numbered]:
    """The lines of headings as one, where none stands over others.

    A heading over a column that prints nothing heads the one beside it that has none: words begin
    at the left of their column, and headings stand in its middle.
    """
    held: dict[int, list[Placed]] = {}
    for _, row in heads:
        for cell in row:
            held.setdefault(cell.column, []).append(cell)
    full = sum(len(row) == len(held) for _, row in heads)
    cells = [cell for _, row in heads for cell in row]
    if not heads or full > 1 or any(cell.span > 1 or _is_number(cell) for cell in cells):
        return heads
    for at in sorted(set(held) - used):
        free = [beside for beside in (at - 1, at + 1) if beside in used and beside not in held]
        if len(free) == 1:
            held[free[0]] = [evolve(cell, column=free[0]) for cell in held.pop(at)]
    texts = (_Share(tuple(_Text(0, cell) for cell in held[at]), 0, 0) for at in sorted(held))
    return [(heads[0][0], [_joined(text) for text in texts])]


def _shared(texts: Sequence[_Text], lines: Sequence[int]) -> list[_Share] | None:
    """The texts of one column shared out to the rows; None where they do not fit."""
    if len(texts) == len(lines) and all(t.line == n for t, n in zip(texts, lines, strict=True)):
        return [_Share((text,), row, row) for row, text in enumerate(texts)]
    if len(texts) * len(lines) > _MOST_PLACES:
        return None
    best: list[list[tuple[int, list[_Share]] | None]]
    best = [[None] * (len(lines) + 1) for _ in range(len(texts) + 1)]
    best[0] = [(_BARE * row, []) for row in range(len(lines) + 1)]
    for end in range(1, len(texts) + 1):
        for row in range(1, len(lines) + 1):
            ways = list(_ways(texts, lines, best, end, row))
            skipped = best[end][row - 1]
            if skipped is not None:
                ways.append((skipped[0] + _BARE, skipped[1]))
            best[end][row] = min(ways, key=lambda way: way[0], default=None)
    found = best[-1][-1]
    return found[1] if found else None


def _ways(
    texts: Sequence[_Text],
    lines: Sequence[int],
    best: Sequence[Sequence[tuple[int, list[_Share]] | None]],
    end: int,
    row: int,
) -> list[tuple[int, list[_Share]]]:
    """The ways in which the last of some lines make a text of the last of some rows."""
    ways = []
    for start in range(end - 1, max(end - _MOST_LINES, 0) - 1, -1):
        if start + 1 < end and not _goes_on(texts[start], texts[start + 1]):
            break
        middle = texts[start].line + texts[end - 1].line - lines[row - 1]
        least = bisect_left(lines, middle - _FAR - _MOST_ROWS)
        for first in range(row - 1, max(row - _MOST_ROWS, 0, least) - 1, -1):
            before = best[start][first]
            off = middle - lines[first]
            if before is not None and abs(off) <= _FAR + row - first:
                cost = before[0] + abs(off) + _OVER * (row - 1 - first)
                cost += _LONE if end - start == 1 and _is_rest(texts, start) else 0
                share = _Share(tuple(texts[start:end]), first, row - 1)
                ways.append((cost, [*before[1], share]))
    return ways


def _goes_on(one: _Text, two: _Text) -> bool:
    """Whether two texts of a column may be lines of one: near each other, and no numbers."""
    numbers = _is_number(one.cell) or _is_number(two.cell)
    return two.line - one.line <= _STEP and not numbers


def _is_rest(texts: Sequence[_Text], at: int) -> bool:
    """Whether a text must be the end of another: one character, in a column of longer ones."""
    before = texts[at - 1].cell.text if at else ""
    return len(texts[at].cell.text) == 1 and len(before) > 1 and _goes_on(*texts[at - 1 : at + 1])


def _joined(share: _Share) -> Placed:
    """The lines of a text as one cell."""
    cells = [text.cell for text in share.texts]
    reaches = [cell.reach for cell in cells if cell.reach]
    reach = (min(r[0] for r in reaches), max(r[1] for r in reaches)) if reaches else None
    text = "".join(cell.text for cell in cells)
    span = max(cell.span for cell in cells)
    return evolve(cells[0], text=text, span=span, reach=reach, down=share.last - share.first + 1)


def _clash(rows: Sequence[Sequence[Placed]]) -> bool:
    """Whether two cells would stand on the same place."""
    held: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        for cell in row:
            place = {
                (at + down, cell.column + over)
                for down in range(cell.down)
                for over in range(cell.span)
            }
            if place & held:
                return True
            held |= place
    return False
