"""Text in the file but cut away on the page (被裁切的文字), as where a cell runs over pages.

Some programs draw the whole text of such a cell on both pages and clip each to its part. What no
reader of the page can see is not read. Asking for the clip of every run would cost as much as all
the rest, so it is asked where the text itself raises the question: runs drawn over one another in
a cell, or just outside a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, repeat

from budgetdisclosure.reading.document import Box
from budgetdisclosure.reading.formats.pdf.paths import UNIT, Bound, bounds_of
from budgetdisclosure.reading.formats.pdf.pdfium import Handle, calls
from budgetdisclosure.reading.formats.pdf.room import points
from budgetdisclosure.reading.formats.pdf.runs import Run

_BOX = (4, 5)
"""How many segments a clip that is a rectangle has; its first and third tell it."""
_NEAR = 3
"""Text within this many times its height of a table may be what was cut off it."""


def hidden(textpage: Handle, numbers: Sequence[int]) -> set[int]:
    """Those of some characters whose text object lies outside what it is clipped to."""
    call = calls()
    if not call.text_object:
        return set()
    items = list(map(call.text_object, repeat(textpage), numbers))
    clips = list(map(call.clip, items))
    middles = [((b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for b in bounds_of(items, UNIT)]
    held = zip(numbers, clips, map(call.clip_paths, clips), middles, strict=True)
    asked = [(number, clip, path, x, y) for number, clip, n, (x, y) in held for path in range(n)]
    bounds = _clip_bounds([one[1] for one in asked], [one[2] for one in asked])
    return {
        number
        for (number, _, _, x, y), bound in zip(asked, bounds, strict=True)
        if bound and not (bound[0] <= x <= bound[2] and bound[1] <= y <= bound[3])
    }


def _clip_bounds(clips: Sequence[Handle], paths: Sequence[int]) -> list[Bound | None]:
    """The bounds of clip paths by their numbers; None for one that is no box, or is empty."""
    call = calls()
    counts = map(call.clip_segments, clips, paths)
    firsts = points(call.segment_point, map(call.clip_segment, clips, paths, repeat(0)))
    thirds = points(call.segment_point, map(call.clip_segment, clips, paths, repeat(2)))
    return [
        (min(x, z), min(y, w), max(x, z), max(y, w)) if count in _BOX else None
        for count, (x, y), (z, w) in zip(counts, firsts, thirds, strict=True)
    ]


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
