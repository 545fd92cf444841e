"""Lines of text (文字行): runs beside one another in order, with the blanks that mean something.

A blank inside Chinese text is positioning, not writing, unless it is as wide as a character; a
blank between words, or between columns, is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from budgetdisclosure.reading.formats.pdf.runs import Run

_SPREAD = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+\.\d+|\d{3,}")

Rows = Sequence[Sequence[Run]]
"""Runs line by line from the top, each line from left to right."""


class Line(NamedTuple):
    """One line: its text and the box around it."""

    text: str
    left: int
    top: int
    right: int
    bottom: int

    em: int
    """The size of most of its characters."""


def rows_of(runs: Sequence[Run]) -> Rows:
    """Runs line by line: those that overlap by half their height, each line from left to right.

    Fonts higher than their letters reach over the next line: what stands half a character lower
    is on a line of its own.
    """
    if len(runs) < 2:
        return [runs] if runs else []
    rows: list[list[Run]] = []
    top = bottom = em = 0
    for run in sorted(runs, key=lambda run: run.top + run.bottom):
        high, low = run.top, run.bottom
        overlap = min(bottom, low) - max(top, high)
        level = 10 * (high + low - top - bottom) <= 9 * min(em, run.em)
        if rows and level and 2 * overlap >= min(bottom - top, low - high):
            rows[-1].append(run)
            if low - high > bottom - top:
                top, bottom, em = high, low, run.em
        else:
            rows.append([run])
            top, bottom, em = high, low, run.em
    for row in rows:
        row.sort(key=attrgetter("left"))
    return rows


def line_of(runs: Sequence[Run]) -> Line:
    """The line that the runs of a row make."""
    first = runs[0]
    if len(runs) == 1:
        return Line(*first[:5], first.em)
    if _is_number_spread(runs):
        return _together(runs)
    text, right = first.text, first.right
    spread = is_spread(runs)
    for run in runs[1:]:
        gap, em = run.left - right, max(run.em, first.em)
        text += _blank(text[-1], run.text[0], gap, em, spread)
        text += run.text
        right = max(right, run.right)
    return _line(text, runs, right)


def _line(text: str, runs: Sequence[Run], right: int) -> Line:
    top = min(run.top for run in runs)
    bottom = max(run.bottom for run in runs)
    em = max(runs, key=lambda run: run.right - run.left).em
    return Line(text, runs[0].left, top, right, bottom, em)


def _is_number_spread(runs: Sequence[Run]) -> bool:
    """Whether an amount or a code is set with wide spaces, each sign as far from the next."""
    if len(runs) < 3 or any(len(run.text) > 1 for run in runs):
        return False
    if not _SPREAD.fullmatch("".join([run.text for run in runs])):
        return False
    gaps = [then.left - run.right for run, then in pairwise(runs)]
    return max(gaps) - min(gaps) <= max(run.em for run in runs) // 2


def _together(runs: Sequence[Run]) -> Line:
    return _line("".join([run.text for run in runs]), runs, runs[-1].right)


def is_spread(runs: Sequence[Run]) -> bool:
    """Whether a short word is spread out over its space: 项　目, 合　　计."""
    alone = sum(len(run.text) == 1 and is_chinese(run.text) for run in runs)
    return len(runs) > 1 and 3 * alone >= 2 * len(runs)


def _blank(before: str, after: str, gap: int, em: int, spread: bool) -> str:
    """What stands for the gap between two characters of a line."""
    chinese = is_chinese(before) and is_chinese(after)
    if chinese and spread:
        return ""
    if gap >= 2 * em:
        return "  "
    if chinese:
        return " " if 10 * gap >= 8 * em else ""
    return " " if 20 * gap >= 3 * em else ""


def is_chinese(char: str) -> bool:
    """Whether a character is Chinese writing: a Han character or full-width punctuation."""
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\uffef" or char in "“”‘’…—·"
