"""Runs of text (文字段): characters that stand side by side, cut where a rule stands between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import sub
from typing import NamedTuple

from budgetdisclosure.reading.formats.pdf.glyphs import Glyphs

_SLACK = 100
"""A character may reach this far over a rule and still count as beside it."""


class Run(NamedTuple):
    """Characters without a blank between them, and the box around them."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    start: int
    """The number of its first character on the page."""


def runs_of(glyphs: Glyphs) -> list[Run]:
    """The runs of a page in the file's order; one drawn a second time for boldness is given once."""
    edges = [0, *_breaks(glyphs), len(glyphs.text)]
    text = glyphs.text
    found = [
        _run(glyphs, start, end)
        for start, end in zip(edges, edges[1:], strict=False)
        if end > start and text[start] != " "
    ]
    return _apart(found)


def _breaks(glyphs: Glyphs) -> list[int]:
    """Where a character does not follow the one before: a blank, a gap, a jump."""
    text, top = glyphs.text, glyphs.top
    gaps = map(sub, glyphs.left[1:], glyphs.right)
    jumps = map(sub, top[1:], top)
    heights = map(sub, glyphs.bottom[1:], top[1:])
    steps = zip(gaps, jumps, heights, text[1:], text, strict=False)
    return [
        number
        for number, (gap, jump, height, here, before) in enumerate(steps, 1)
        if here == " "
        or before == " "
        or not -2 * height < 3 * gap < height
        or not -height < 2 * jump < height
    ]


def _run(glyphs: Glyphs, start: int, end: int) -> Run:
    return Run(
        glyphs.text[start:end],
        glyphs.left[start],
        min(glyphs.top[start:end]),
        max(glyphs.right[start:end]),
        max(glyphs.bottom[start:end]),
        start,
    )


def once(glyphs: Glyphs) -> Glyphs:
    """The characters without those drawn again at nearly the same place."""
    text, left, right, top = glyphs.text, glyphs.left, glyphs.right, glyphs.top
    again = {
        number
        for number, (here, before) in enumerate(zip(text[1:], text, strict=False), 1)
        if here == before != " "
        and 3 * abs(left[number] - left[number - 1]) < right[number] - left[number]
        and 3 * abs(top[number] - top[number - 1]) < right[number] - left[number]
    }
    if not again:
        return glyphs
    return glyphs.only([number for number in range(len(text)) if number not in again])


def _apart(found: Sequence[Run]) -> list[Run]:
    """The runs without those that repeat one of the same text at nearly the same place."""
    seen: dict[str, list[tuple[int, int]]] = {}
    kept = []
    for run in found:
        others = seen.setdefault(run.text, [])
        if others:
            near = max(run.bottom - run.top, 1) // 3
            left, top = run.left, run.top
            if any(abs(x - left) < near and abs(y - top) < near for x, y in others):
                continue
        others.append((run.left, run.top))
        kept.append(run)
    return kept


def cut(run: Run, xs: Sequence[int], glyphs: Glyphs) -> list[Run]:
    """A run cut at the rules ``xs`` that pass between two of its characters.

    A rule that passes through a character cuts nothing: the text is wider than its cell.
    """
    first = bisect_right(xs, run.left + _SLACK)
    if first == len(xs) or xs[first] >= run.right - _SLACK:
        return [run]
    start, end = run.start, run.start + len(run.text)
    places = [start]
    for x in xs[first:]:
        if x >= run.right - _SLACK:
            break
        split = next((i for i in range(places[-1], end) if glyphs.left[i] >= x - _SLACK), end)
        if places[-1] < split < end and glyphs.right[split - 1] <= x + _SLACK:
            places.append(split)
    return [_run(glyphs, a, b) for a, b in zip(places, [*places[1:], end], strict=True)]
