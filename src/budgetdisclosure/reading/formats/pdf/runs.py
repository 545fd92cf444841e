"""Runs of text (文字段): characters side by side, cut where a rule stands between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, compress, count, pairwise
from operator import eq, sub
from typing import NamedTuple

from budgetdisclosure.reading.formats.pdf.glyphs import Glyphs

_BLANK = re.compile(" +")
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
    """The runs of a page in the file's order; one drawn twice for boldness comes once."""
    text = glyphs.text
    edges = sorted({0, len(text), *_blanks(text), *_breaks(glyphs)})
    spans = [(start, end) for start, end in pairwise(edges) if text[start] != " "]
    return _apart(_runs(glyphs, spans))


def _blanks(text: str) -> Iterator[int]:
    """Where blanks begin and end."""
    return chain.from_iterable(blank.span() for blank in _BLANK.finditer(text))


def _breaks(glyphs: Glyphs) -> list[int]:
    """Where a character does not follow the one before: after a gap or a jump."""
    gaps = map(sub, glyphs.left[1:], glyphs.right)
    jumps = map(sub, glyphs.top[1:], glyphs.top)
    # Most follow within a point: only the others are worth measuring against their size.
    loose = [
        number
        for number, gap, jump in zip(count(1), gaps, jumps, strict=False)
        if not -1 < gap < 1 or not -1 < jump < 1
    ]
    return [number for number in loose if _is_apart(glyphs, number)]


def _is_apart(glyphs: Glyphs, number: int) -> bool:
    """Whether a character stands a third of its height off the one before, or half off its line."""
    height = glyphs.bottom[number] - glyphs.top[number]
    gap = glyphs.left[number] - glyphs.right[number - 1]
    jump = glyphs.top[number] - glyphs.top[number - 1]
    return not -2 * height < 3 * gap < height or not -height < 2 * jump < height


def _runs(glyphs: Glyphs, spans: Sequence[tuple[int, int]]) -> list[Run]:
    """The runs from one character up to another: as high as the higher of the two."""
    left, top, right, bottom = glyphs.left, glyphs.top, glyphs.right, glyphs.bottom
    text = glyphs.text
    return [
        Run(
            text[start:end],
            int(left[start] * 100),
            int(min(top[start], top[end - 1]) * 100),
            int(right[end - 1] * 100),
            int(max(bottom[start], bottom[end - 1]) * 100),
            start,
        )
        for start, end in spans
    ]


def once(glyphs: Glyphs) -> Glyphs:
    """The characters without those drawn again at nearly the same place."""
    text, left, right, top = glyphs.text, glyphs.left, glyphs.right, glyphs.top
    doubled = compress(range(1, len(text)), map(eq, text[1:], text))
    again = {
        number
        for number in doubled
        if text[number] != " "
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
    first, last = bisect_right(xs, run.left + _SLACK), bisect_left(xs, run.right - _SLACK)
    if first >= last:
        return [run]
    start, end = run.start, run.start + len(run.text)
    lefts = [int(left * 100) + _SLACK for left in glyphs.left[start:end]]
    rights = [int(right * 100) - _SLACK for right in glyphs.right[start:end]]
    places = [start]
    for x in xs[first:last]:
        split = next((i for i, left in enumerate(lefts) if left >= x), 0)
        if split and start + split > places[-1] and rights[split - 1] <= x:
            places.append(start + split)
    return _runs(glyphs, list(pairwise([*places, end])))
