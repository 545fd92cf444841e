"""Rows that count things among rows of amounts (数量行): vehicles, persons.

A form says so in the row's name, 车辆数合计（辆）; rows numbered below that one (1. 2. 其中) count
the same things and need not say it again.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import define

from budgetdisclosure.reading.recognise.vocabulary import row_says
from budgetdisclosure.reading.recognise.words import plain

_MARKS: Final = tuple(
    re.compile(mark)
    for mark in (
        r"[一二三四五六七八九十]+[、.]",
        r"\([一二三四五六七八九十]+\)",
        r"\d{1,2}[、.](?!\d)",
        r"\(\d{1,2}\)",
        r"[①-⑳]",
    )
)
"""How forms number their rows, the outermost first."""
_OF_WHICH: Final = re.compile("其中|其[一二三]")


@define
class Counting:
    """Whether the rows of a list count, asked row by row.

    >>> rows = Counting()
    >>> names = "（一）车辆数合计（辆）", "1.机要通信用车", "其中：轿车", "（二）采购合计", "1.货物"
    >>> [rows.counts(name) for name in names]
    [True, True, True, False, False]
    """

    depth: int | None = None
    """How deep the row is numbered that counts, where rows below it may follow."""

    def counts(self, name: str) -> bool:
        """Whether the next row, of that name, counts."""
        if row_says("count", name):
            self.depth = _depth(name)
            return True
        if self.depth is None:
            return False
        depth = _depth(name)
        if depth is None or depth <= self.depth:
            self.depth = None
        return self.depth is not None


def _depth(name: str) -> int | None:
    """How deep a row is numbered; a part of the row above it is deeper than any number."""
    text = plain(name)
    if _OF_WHICH.match(text):
        return len(_MARKS)
    return next((at for at, mark in enumerate(_MARKS) if mark.match(text)), None)
