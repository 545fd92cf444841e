"""Runs of text (文字段): characters side by side, cut where a rule stands between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, pairwise
from operator import sub
from typing import NamedTuple

from budgetdisclosure.reading.formats.pdf.glyphs import HALF, Glyphs
from budgetdisclosure.reading.formats.pdf.pdfium import calls

_BLANK = re.compile(" +")
_BAND = 1_000
_TIGHT = 0.3
"""Characters written on one after the other stand no further apart than this, in points."""
_GROUPED = re.compile(r"[-−]?[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?")
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

    @property
    def em(self) -> int:
        """The size of its characters: how wide Chinese ones are, how high others.

        What a font says of its height is worth less than how far its square characters advance.
        """
        square = sum(map("\u2e7f".__lt__, self.text))
        if square:
            return max(2 * (self.right - self.left) // (len(self.text) + square), 1)
        return max(self.bottom - self.top, 1)


def runs_of(glyphs: Glyphs) -> list[Run]:
    """The runs of a page in the file's order; what is drawn twice for boldness comes once."""
    text = glyphs.text
    loose = _loose(glyphs)
    again = {number for number in loose if _is_again(glyphs, number)}
    breaks = {number for number in loose if number not in again and _is_apart(glyphs, number)}
    edges = sorted({0, len(text), *_blanks(text), *breaks})
    spans = [(start, end) for start, end in pairwise(edges) if text[start] != " "]
    found = _runs(glyphs, spans)
    if HALF in text:
        again |= {number for number, char in enumerate(text) if char == HALF}
    return _apart([_without(run, again) for run in found] if again else found)


def _blanks(text: str) -> Iterator[int]:
    """Where blanks begin and end."""
    return chain.from_iterable(blank.span() for blank in _BLANK.finditer(text))


def _loose(glyphs: Glyphs) -> list[int]:
    """The characters, blanks apart, that do not start within a point of the end of the last."""
    text = glyphs.text
    gaps = map(sub, glyphs.left[1:], glyphs.right)
    return [
        number
        for number, gap in enumerate(gaps, 1)
        if not -1 < gap < 1 and text[number] != " " != text[number - 1]
    ]


def _is_apart(glyphs: Glyphs, number: int) -> bool:
    """Whether a character stands a third of an em off the one before, or half an em off its line.

    Fonts that do not say how high they are give each character its own height, a comma's or a
    dash's too: one edge on the line is enough to be on it.
    """
    before = number - 1
    left, right, top, bottom = glyphs.left, glyphs.right, glyphs.top, glyphs.bottom
    em = max(
        bottom[number] - top[number],
        bottom[before] - top[before],
        right[number] - left[number],
        right[before] - left[before],
    )
    gap = left[number] - right[before]
    jump = min(abs(top[number] - top[before]), abs(bottom[number] - bottom[before]))
    return bool(not -2 * em < 3 * gap < em or 2 * jump > em)


def _is_again(glyphs: Glyphs, number: int) -> bool:
    """Whether a character is the one before it, drawn again at nearly the same place."""
    left, top = glyphs.left, glyphs.top
    width = glyphs.right[number] - left[number]
    return bool(
        glyphs.text[number] == glyphs.text[number - 1]
        and 3 * abs(left[number] - left[number - 1]) < width
        and 3 * abs(top[number] - top[number - 1]) < width
    )


def _without(run: Run, again: AbstractSet[int]) -> Run:
    """A run without its repeated characters and second halves."""
    numbers = range(run.start, run.start + len(run.text))
    kept = [char for number, char in zip(numbers, run.text, strict=True) if number not in again]
    return run._replace(text="".join(kept))


def _runs(glyphs: Glyphs, spans: Sequence[tuple[int, int]]) -> list[Run]:
    """The runs from one character up to another, as high as the highest of them."""
    left, top, right, bottom = glyphs.left, glyphs.top, glyphs.right, glyphs.bottom
    text = glyphs.text
    return [
        Run(
            text[start:end],
            int(left[start] * 100),
            int(min(top[start:end]) * 100),
            int(right[end - 1] * 100),
            int(max(bottom[start:end]) * 100),
            start,
        )
        for start, end in spans
    ]


def _apart(found: Sequence[Run]) -> list[Run]:
    """The runs without those that repeat one of the same text at nearly the same place."""
    seen: dict[tuple[str, int], list[tuple[int, int]]] = {}
    kept = []
    for run in found:
        text, left, top = run.text, run.left, run.top
        # Of two heights nearer than half a band, one pair of bands at least holds both.
        bands = (text, top // _BAND), (text, -1 - (top + _BAND // 2) // _BAND)
        others = [*seen.get(bands[0], ()), *seen.get(bands[1], ())]
        if others:
            near = run.em // 3
            if any(abs(x - left) < near and abs(y - top) < near for x, y in others):
                continue
        for band in bands:
            seen.setdefault(band, []).append((left, top))
        kept.append(run)
    return kept


def cut(run: Run, xs: Sequence[int], glyphs: Glyphs) -> list[Run]:
    """A run cut at the rules ``xs`` that pass between two of its characters.

    A rule that passes through a character cuts nothing, nor one within a word or number that is
    written in one: the text is wider than its cell.
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
        between = split and start + split > places[-1] and rights[split - 1] <= x
        if between and not _is_written_on(glyphs, start + split, run):
            places.append(start + split)
    return _runs(glyphs, list(pairwise([*places, end])))


def _is_written_on(glyphs: Glyphs, number: int, run: Run) -> bool:
    """Whether a character carries on what the one before it began, in spite of a rule between."""
    if glyphs.left[number] - glyphs.right[number - 1] > _TIGHT:
        return False
    if _GROUPED.fullmatch(run.text):
        return True
    item = calls().text_object
    if not item or not glyphs.textpage:
        return False
    here, before = glyphs.numbers[number], glyphs.numbers[number - 1]
    return item(glyphs.textpage, here) == item(glyphs.textpage, before)
