"""Text in the file but cut away on the page (被裁切的文字), as where a cell runs over pages.

Some programs draw the whole text of such a cell on both pages and clip each to its part. What no
reader of the page can see is not read. Asking for the clip of every run would cost as much as all
the rest, so it is asked where the text itself raises the question: runs drawn over one another in
a cell, or just outside a table.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from budgetdisclosure.reading.document import Box
from budgetdisclosure.reading.formats.pdf.pdfium import calls
from budgetdisclosure.reading.formats.pdf.runs import Run

_NEAR = 3
"""Text within this many times its height of a table may be what was cut off it."""


def is_hidden(textpage: Any, number: int) -> bool:
    """Whether the text object of a character lies outside what it is clipped to."""
    raw = calls().raw
    if not hasattr(raw, "FPDFText_GetTextObject"):
        return False
    item = raw.FPDFText_GetTextObject(textpage, number)
    clip = raw.FPDFPageObj_GetClipPath(item) if item else None
    paths = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    if paths <= 0:
        return False
    left, low, right, high = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, low, right, high)
    x, y = (left.value + right.value) / 2, (low.value + high.value) / 2
    return not all(_holds(clip, path, x, y) for path in range(paths))


def _holds(clip: Any, path: int, x: Any, y: Any) -> bool:
    """Whether the bounds of a clip path hold a point."""
    raw = calls().raw
    count = raw.FPDFClipPath_CountPathSegments(clip, path)
    across, down = ctypes.c_float(), ctypes.c_float()
    xs, ys = [], []
    for number in range(count):
        segment = raw.FPDFClipPath_GetPathSegment(clip, path, number)
        raw.FPDFPathSegment_GetPoint(segment, across, down)
        xs.append(across.value)
        ys.append(down.value)
    return not xs or (min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys))


def beside(run: Run, table: Box) -> bool:
    """Whether a run stands just above or below a table."""
    room = _NEAR * (run.bottom - run.top)
    if run.right < table.left or run.left > table.right:
        return False
    return table.top - room < run.bottom and run.top < table.bottom + room


def collide(rows: Sequence[Sequence[Run]]) -> bool:
    """Whether runs of a cell, line by line, are drawn over one another."""
    for row in rows:
        if any(_over(first, then) for first, then in pairwise(row)):
            return True
    return any(
        10 * (upper[0].bottom - lower[0].top) > 3 * (upper[0].bottom - upper[0].top)
        for upper, lower in pairwise(rows)
    )


def _over(first: Run, then: Run) -> bool:
    return 2 * (first.right - then.left) > then.bottom - then.top
