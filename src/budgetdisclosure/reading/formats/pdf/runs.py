"""Runs of text (文字段): characters side by side, cut where a rule stands between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from attrs import frozen

from budgetdisclosure.reading.formats.pdf.glyphs import HALF, Glyphs, Points
from budgetdisclosure.reading.formats.pdf.pdfium import calls

_WORD = re.compile("[^ ]+")
_SQUARE = "\u2e7f".__lt__
"""Whether a character is as wide as it is high: the Chinese ones come after this."""
_BAND = 1_000
_TIGHT = 3
"""Characters written on one after the other stand no further apart, in tenths of a point."""
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
    end: int
    """The number after its last."""

    @property
    def em(self) -> int:
        """The size of its characters: how wide Chinese ones are, how high others.

        What a font says of its height is worth less than how far its square characters advance.
        """
        square = sum(map(_SQUARE, self.text))
        if square:
            return max(2 * (self.right - self.left) // (len(self.text) + square), 1)
        return max(self.bottom - self.top, 1)


def runs_of(glyphs: Glyphs) -> list[Run]:
    """The runs of a page in the file's order; what is drawn twice for boldness comes once.

    PDFium puts a blank wherever it sees a gap, so that a word is nearly always a run and the boxes
    of its ends are enough; only one whose width is odd for its text is looked at letter by letter.
    """
    found: list[Run] = []
    for run in _words(glyphs):
        if len(run.text) == 1 or _is_whole(run):
            found.append(run)
        else:
            found += _pieces(run, glyphs)
    if HALF in glyphs.text:
        found = [run._replace(text=run.text.replace(HALF, "")) for run in found]
    return _apart(found)


def _words(glyphs: Glyphs) -> list[Run]:
    """What stands between blanks, measured by its first and last characters."""
    text = glyphs.text
    spans = [word.span() for word in _WORD.finditer(text)]
    left, top, _, bottom = glyphs.boxes([start for start, _ in spans])
    _, last_top, right, last_bottom = glyphs.boxes([end - 1 for _, end in spans])
    return [
        Run(
            text[start:end],
            int(at * 100),
            int(min(high, other_high) * 100),
            int(to * 100),
            int(max(low, other_low) * 100),
            start,
            end,
        )
        for (start, end), at, high, low, to, other_high, other_low in zip(
            spans, left, top, bottom, right, last_top, last_bottom, strict=True
        )
    ]


def _is_whole(run: Run) -> bool:
    """Whether a run is about as wide as its text should be, half an em for each narrow letter."""
    text = run.text
    halves = len(text) if text.isascii() else len(text) + sum(map(_SQUARE, text))
    width, height = 10 * (run.right - run.left), halves * (run.bottom - run.top)
    return 3 * height <= width <= 8 * height


def _pieces(run: Run, glyphs: Glyphs) -> list[Run]:
    """A word cut where its letters are apart, without those drawn again at nearly one place."""
    letters = _Letters(run.start, *glyphs.boxes(range(run.start, run.end)))
    steps = range(1, run.end - run.start)
    again = {n for n in steps if run.text[n] == run.text[n - 1] and letters.is_again(n)}
    edges = [0, *(n for n in steps if n not in again and letters.is_apart(n)), len(run.text)]
    pieces = []
    for start, end in pairwise(edges):
        text = "".join([run.text[n] for n in range(start, end) if n not in again])
        pieces.append(letters.run(text, start, end))
    return pieces


@frozen
class _Letters:
    """The letters of a run with their boxes, where they have to be looked at one by one."""

    start: int
    left: Points
    top: Points
    right: Points
    bottom: Points

    def run(self, text: str, start: int, end: int) -> Run:
        """The run of some of the letters, as high as the highest of them."""
        return Run(
            text,
            int(self.left[start] * 100),
            int(min(self.top[start:end]) * 100),
            int(max(self.right[start:end]) * 100),
            int(max(self.bottom[start:end]) * 100),
            self.start + start,
            self.start + end,
        )

    def is_apart(self, number: int) -> bool:
        """Whether a letter stands a third of an em off the one before, or half an em off its line.

        Fonts that do not say how high they are give each letter its own height, a comma's or a
        dash's too: one edge on the line is enough to be on it.
        """
        before = number - 1
        left, right, top, bottom = self.left, self.right, self.top, self.bottom
        em = max(
            bottom[number] - top[number],
            bottom[before] - top[before],
            right[number] - left[number],
            right[before] - left[before],
        )
        gap = left[number] - right[before]
        jump = min(abs(top[number] - top[before]), abs(bottom[number] - bottom[before]))
        return bool(not -2 * em < 3 * gap < em or (abs(gap) > 1 and 2 * jump > em))

    def is_again(self, number: int) -> bool:
        """Whether a letter stands at nearly the same place as the one before."""
        near = (self.right[number] - self.left[number]) / 3
        across = abs(self.left[number] - self.left[number - 1])
        return bool(across < near and abs(self.top[number] - self.top[number - 1]) < near)


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
    if run.end - run.start != len(run.text):
        return [run]  # drawn twice: its letters are not those of the file
    letters = _Letters(run.start, *glyphs.boxes(range(run.start, run.end)))
    places = [0]
    for x in (place / 100 for place in xs[first:last]):
        split = next((n for n, left in enumerate(letters.left) if left >= x - _SLACK / 100), 0)
        between = split > places[-1] and letters.right[split - 1] <= x + _SLACK / 100
        if between and not _is_written_on(glyphs, letters, split, run.text):
            places.append(split)
    edges = pairwise([*places, len(run.text)])
    return [letters.run(run.text[start:end], start, end) for start, end in edges]


def _is_written_on(glyphs: Glyphs, letters: _Letters, number: int, text: str) -> bool:
    """Whether a letter carries on what the one before it began, in spite of a rule between."""
    if 10 * (letters.left[number] - letters.right[number - 1]) > _TIGHT:
        return False
    if _GROUPED.fullmatch(text):
        return True
    item = calls().text_object
    if not item:
        return False
    here = letters.start + number
    objects = {item(glyphs.textpage, glyphs.numbers[n]) for n in (here - 1, here)}
    return len(objects) == 1
