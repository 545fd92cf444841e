"""Runs of text (文字段): characters side by side, cut where a rule stands between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import pairwise, repeat
from operator import add, mul
from typing import Any, NamedTuple

from attrs import frozen

from budgetdisclosure.reading.formats.pdf.glyphs import HALF, Glyphs, Points, words_of
from budgetdisclosure.reading.formats.pdf.pdfium import calls

_DOUBLED = re.compile(r"(.)\1")
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
    em: int
    """The size of its characters: how wide Chinese ones are, how high others.

    What a font says of its height is worth less than how far its square characters advance.
    """


_RUN: Any = partial(tuple.__new__, Run)
"""A run of its fields, without the call that checks their number."""


def runs_of(glyphs: Glyphs) -> list[Run]:
    """The runs of a page in the file's order; what is drawn twice for boldness comes once.

    PDFium puts a blank wherever it sees a gap, so that a word is nearly always a run and the boxes
    of its ends are enough; only one whose width is odd for its text is looked at letter by letter.
    On a page that lies on its side PDFium may put a letter of the next line among those of a word.
    """
    found: list[Run] = []
    aside = glyphs.view.turns % 2
    for text, left, top, right, bottom, start, end in _words(glyphs):
        square, width, height = _squares(text), right - left, bottom - top
        halves = len(text) + square
        em = 2 * width // halves if square else height
        run = _RUN((text, left, top, right, bottom, start, end, em if em > 0 else 1))
        usual = halves * height
        if halves - square != 1 and (aside or not _is_whole(text, 10 * width, usual)):
            found += [_levelled(piece, glyphs) for piece in _pieces(run, glyphs)]
        else:
            found.append(run if 4 * width <= 3 * usual <= 12 * width else _levelled(run, glyphs))
    if HALF in glyphs.text:
        found = list(map(_without_halves, found))
    return _apart(found)


def _levelled(run: Run, glyphs: Glyphs) -> Run:
    """A run put on its line, if its font says that it is much higher or lower than it is large.

    How large it is, its advance tells: a narrow character takes half an em, or nearly.
    """
    text, square = run.text, _squares(run.text)
    halves, width, height = len(text) + square, run.right - run.left, run.bottom - run.top
    if 4 * width <= 3 * halves * height <= 12 * width or halves < 2 or width < halves:
        return run
    if not text.isascii() and 2 * square < len(text):
        return run
    size, base = 2 * width // halves, glyphs.baseline(run.start)
    return run._replace(top=base - 88 * size // 100, bottom=base + 12 * size // 100, em=size)


def _words(glyphs: Glyphs) -> Iterable[tuple[str, int, int, int, int, int, int]]:
    """What stands between blanks, with the box that its first and last characters span."""
    words, starts = words_of(glyphs.text)
    ends = list(map(add, starts, map(len, words)))
    left, top, _, bottom = glyphs.boxes(starts)
    _, last_top, right, last_bottom = glyphs.boxes([end - 1 for end in ends])
    highest, lowest = map(min, top, last_top), map(max, bottom, last_bottom)
    edges = map(_hundredths, (left, highest, right, lowest))
    return zip(words, *edges, starts, ends, strict=True)


def _hundredths(points: Iterable[Any]) -> Iterable[int]:
    return map(int, map(mul, points, repeat(100)))


def _is_whole(text: str, width: int, usual: int) -> bool:
    """Whether a run is about as wide as its text should be, half an em for each narrow letter.

    In a font taller than its letters they seem narrow; unless two of a kind follow each other none
    of them is drawn again.
    """
    if 3 * usual <= width <= 8 * usual:
        return True
    return 2 * usual <= width < 3 * usual and not _DOUBLED.search(text)


def _squares(text: str) -> int:
    """How many of the characters are as wide as they are high."""
    return 0 if text.isascii() else sum(map(_SQUARE, text))


def _em(size: int, square: int, width: int, height: int) -> int:
    return max(2 * width // (size + square) if square else height, 1)


def _without_halves(run: Run) -> Run:
    text = run.text.replace(HALF, "")
    em = _em(len(text), _squares(text), run.right - run.left, run.bottom - run.top)
    return run._replace(text=text, em=em)


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
        left, right = int(self.left[start] * 100), int(max(self.right[start:end]) * 100)
        top = int(min(self.top[start:end]) * 100)
        bottom = int(max(self.bottom[start:end]) * 100)
        em = _em(len(text), _squares(text), right - left, bottom - top)
        return Run(text, left, top, right, bottom, self.start + start, self.start + end, em)

    def is_apart(self, number: int) -> bool:
        """Whether a letter stands a third of an em off the one before, or half an em off its line.

        One that is written on stands on its line unless it is a whole em off it. Fonts that do not
        say how high they are give each letter its own height, a comma's or a dash's too: one edge
        on the line is enough to be on it.
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
        return bool(not -2 * em < 3 * gap < em or ((abs(gap) > 1 or jump > em) and 2 * jump > em))

    def is_again(self, number: int) -> bool:
        """Whether a letter stands at nearly the same place as the one before."""
        near = (self.right[number] - self.left[number]) / 3
        across = abs(self.left[number] - self.left[number - 1])
        return bool(across < near and abs(self.top[number] - self.top[number - 1]) < near)


def _apart(found: Sequence[Run]) -> list[Run]:
    """The runs without those that repeat one of the same text at nearly the same place."""
    often = Counter([run.text for run in found])
    if len(often) == len(found):
        return list(found)
    seen: dict[tuple[str, int], list[tuple[int, int]]] = {}
    return [run for run in found if often[run.text] == 1 or _is_new(run, seen)]


def _is_new(run: Run, seen: dict[tuple[str, int], list[tuple[int, int]]]) -> bool:
    """Whether none of the same text stands nearly where a run does; it is then seen itself."""
    text, left, top = run.text, run.left, run.top
    # Of two heights nearer than half a band, one pair of bands at least holds both.
    bands = (text, top // _BAND), (text, -1 - (top + _BAND // 2) // _BAND)
    others = [*seen.get(bands[0], ()), *seen.get(bands[1], ())]
    near = run.em // 3
    if others and any(abs(x - left) < near and abs(y - top) < near for x, y in others):
        return False
    for band in bands:
        seen.setdefault(band, []).append((left, top))
    return True


def is_crossed(run: Run, xs: Sequence[int]) -> bool:
    """Whether one of the rules ``xs`` passes through a run."""
    return bisect_right(xs, run.left + _SLACK) < bisect_left(xs, run.right - _SLACK)


def cut(run: Run, xs: Sequence[int], glyphs: Glyphs) -> list[Run]:
    """A run cut at the rules ``xs`` that pass between two of its characters.

    A rule that passes through a character cuts nothing, nor one within a word or number that is
    written in one: the text is wider than its cell.
    """
    first, last = bisect_right(xs, run.left + _SLACK), bisect_left(xs, run.right - _SLACK)
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


def apart(run: Run, glyphs: Glyphs) -> list[Run]:
    """A run cut where another piece of writing begins a little way off: the next cell's.

    Without a rule between them PDFium takes two texts that nearly touch for one.
    """
    item = calls().text_object
    if not item or run.end - run.start != len(run.text) or len(run.text) < 2:
        return [run]
    objects = [item(glyphs.textpage, glyphs.numbers[n]).value for n in range(run.start, run.end)]
    if len(set(objects)) == 1:
        return [run]
    letters = _Letters(run.start, *glyphs.boxes(range(run.start, run.end)))
    places = [
        n
        for n in range(1, len(objects))
        if objects[n] != objects[n - 1] and 800 * (letters.left[n] - letters.right[n - 1]) > run.em
    ]
    edges = pairwise([0, *places, len(run.text)])
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
    objects = {item(glyphs.textpage, glyphs.numbers[n]).value for n in (here - 1, here)}
    return len(objects) == 1
