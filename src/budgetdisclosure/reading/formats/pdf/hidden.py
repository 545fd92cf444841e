"""Text in the file but cut away on the page (被裁切的文字), as where a cell runs over pages.

Some programs draw the whole text of such a cell on both pages and clip each to its part. What no
reader of the page can see is not read. Asking for the clip of every run would cost as much as all
the rest, so it is asked where the text itself raises the question: runs drawn over one another in
a cell, or just outside a table.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import pairwise, repeat
from typing import Any

from budgetdisclosure.reading.document import Box
from budgetdisclosure.reading.formats.pdf.paths import UNIT, Bound, bounds_of
from budgetdisclosure.reading.formats.pdf.pdfium import calls
from budgetdisclosure.reading.formats.pdf.runs import Run

_BOX = (4, 5)
_NEAR = 3
"""Text within this many times its height of a table may be what was cut off it."""


def hidden(textpage: int, numbers: Sequence[int]) -> set[int]:
    """Those of some characters whose text object lies outside what it is clipped to."""
    call = calls()
    if not call.text_object:
        return set()
    items = list(map(call.text_object, repeat(textpage), numbers))
    clips = list(map(call.clip, items))
    counts = map(call.clip_paths, clips)
    held = zip(numbers, clips, counts, bounds_of(items, UNIT), strict=True)
    return {number for number, clip, count, bound in held if _is_outside(clip, count, bound)}


def _is_outside(clip: int, count: int, bound: Bound) -> bool:
    left, low, right, high = bound
    x, y = (left + right) / 2, (low + high) / 2
    return any(not _holds(clip, path, x, y) for path in range(count))


def _holds(clip: int, path: int, x: Any, y: Any) -> bool:
    """Whether the bounds of a clip path hold a point."""
    call = calls()
    count = call.clip_segments(clip, path)
    corners = range(0, 3, 2) if count in _BOX else range(count)  # two opposite ones tell a box
    points = [_corner(call.clip_segment(clip, path, number)) for number in corners]
    if not points:
        return True
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return bool(min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys))


def _corner(segment: int) -> tuple[Any, Any]:
    point = array("f", bytes(8))
    start, _ = point.buffer_info()
    calls().segment_point(segment, start, start + 4)
    return point[0], point[1]


def beside(run: Run, table: Box) -> bool:
    """Whether a run stands just above or below a table."""
    room = _NEAR * run.em
    if run.right < table.left or run.left > table.right:
        return False
    return table.top - room < run.bottom and run.top < table.bottom + room


def collide(rows: Sequence[Sequence[Run]]) -> bool:
    """Whether runs of a cell, line by line, are drawn over one another."""
    for row in rows:
        if any(_over(first, then) for first, then in pairwise(row)):
            return True
    return any(
        10 * (upper[0].bottom - lower[0].top) > 3 * upper[0].em for upper, lower in pairwise(rows)
    )


def _over(first: Run, then: Run) -> bool:
    return 2 * (first.right - then.left) > then.em
