"""Indentation (缩进): in tables that print no codes, the only sign of a name's level.

It is kept as leading full-width spaces, one for each em the text stands in from where the column's
texts start. Text in the middle or at the right of its cell is not indented.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from budgetdisclosure.reading.document import Box
from budgetdisclosure.reading.formats.pdf.lines import Rows, is_spread

_DEEPEST = 8


def may_start(char: str) -> bool:
    """Whether a character may start words, as against a number."""
    return "\u4e00" <= char <= "\u9fff" or char in "（(“《"


class Start(NamedTuple):
    """Where the text of one cell starts."""

    number: int
    column: int
    pad: int
    """From the cell's left edge to the text."""
    em: int


def start_of(number: int, column: int, rows: Rows, box: Box) -> Start | None:
    """Where the words of a cell start; None for what is not set to the left."""
    em = rows[0][0].em
    sides = [(row[0].left - box.left, box.right - row[-1].right) for row in rows]
    if len(rows[0]) > 1 and is_spread(rows[0]):
        return None
    if all(abs(left - right) < em for left, right in sides):
        return None
    if len(rows) == 1 and sides[0][1] < min(sides[0][0], em):
        return None
    return Start(number, column, sides[0][0], em)


def indents(starts: Sequence[Start]) -> Iterable[tuple[int, int]]:
    """The cells that are indented, and by how many ems."""
    if not starts:
        return
    least: dict[int, int] = {}
    for start in starts:
        least[start.column] = min(least.get(start.column, start.pad), start.pad)
    usual = min(least.values())
    for number, column, pad, em in starts:
        base = least[column] if least[column] < usual + em else usual
        ems = (pad - base + em // 2) // em
        if 0 < ems <= _DEEPEST:
            yield number, ems
