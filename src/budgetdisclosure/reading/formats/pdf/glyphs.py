"""The characters of a page with their boxes, in the page's own upright view."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, compress, count, pairwise, repeat
from operator import add
from typing import Any

from attrs import evolve, frozen

from budgetdisclosure.reading.formats.pdf.pdfium import Handle, calls
from budgetdisclosure.reading.formats.pdf.room import boxes

_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
"""Look-alikes of everyday characters that some fonts claim to show: 工 as a radical, not a word."""

HALF = "\x00"
"""Stands for the second half of a character that PDFium counts twice."""

_PLAIN = [
    ("\ufffe", "-"),
    ("\x02", "-"),
    ("\xad", "-"),
    *((blank, " ") for blank in "\r\n\t\xa0\u3000\u2003\u2002"),
]
"""PDFium gives a hyphen at a line's end as one of two stand-ins; other blanks become a space."""

Points = Sequence[Any]
"""Coordinates as PDFium's own numbers, in points; what is kept of them becomes whole."""


Columns = tuple[Points, Points, Points, Points]
"""Left, top, right and bottom of many boxes."""


@frozen
class View:
    """How a page is turned and where it starts: page coordinates to hundredths from the top left.

    ``turns`` counts quarter turns clockwise; the other four are the page's edges in hundredths.
    """

    turns: int
    left: int
    bottom: int
    right: int
    top: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as seen."""
        across, down = self.right - self.left, self.top - self.bottom
        return (down, across) if self.turns % 2 else (across, down)

    def columns(self, left: Points, top: Points, right: Points, bottom: Points) -> Columns:
        """Left, top, right and bottom as seen, from those on the page."""
        x, y, far, high = (edge / 100 for edge in (self.left, self.bottom, self.right, self.top))
        if self.turns == 1:
            return _after(bottom, y), _after(left, x), _after(top, y), _after(right, x)
        if self.turns == 2:
            return _before(right, far), _after(bottom, y), _before(left, far), _after(top, y)
        if self.turns == 3:
            return (
                _before(top, high),
                _before(right, far),
                _before(bottom, high),
                _before(left, far),
            )
        return _after(left, x), _before(top, high), _after(right, x), _before(bottom, high)


def _after(points: Points, edge: Any) -> Points:
    return list(map(edge.__rsub__, points)) if edge else points


def _before(points: Points, edge: Any) -> Points:
    return list(map(edge.__sub__, points))


@frozen
class Glyphs:
    """The characters of an open page; their boxes are asked for where they are needed."""

    text: str
    view: View
    textpage: Handle
    """PDFium's handle of the page's text."""
    numbers: Sequence[int]
    """PDFium's number of each character."""

    def only(self, kept: Sequence[int]) -> Glyphs:
        """Some of the characters."""
        text = "".join([self.text[i] for i in kept])
        return evolve(self, text=text, numbers=[self.numbers[i] for i in kept])

    def baseline(self, number: int) -> int:
        """The height, in hundredths, of the line that a character stands on."""
        x, y = ctypes.c_double(), ctypes.c_double()
        raw = calls().raw
        held = ctypes.cast(self.textpage, raw.FPDF_TEXTPAGE)
        raw.FPDFText_GetCharOrigin(held, self.numbers[number], x, y)
        _, top, *_ = self.view.columns([x.value], [y.value], [x.value], [y.value])
        return int(top[0] * 100)

    def boxes(self, kept: Sequence[int]) -> Columns:
        """The loose boxes of some of the characters, as seen."""
        numbers = map(self.numbers.__getitem__, kept)
        left, top, right, bottom = boxes(calls().loose_box, repeat(self.textpage), numbers)
        return self.view.columns(left, top, right, bottom)


def text_of(textpage: Any, count: int) -> str:
    """All characters of a page, one for each of PDFium's numbers."""
    raw = calls().raw
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * written].decode("utf-16-le", "replace")
    if len(text) != count:
        text = _one_by_one([raw.FPDFText_GetUnicode(textpage, i) for i in range(count)])
    for odd, plain in _PLAIN:
        text = text.replace(odd, plain)
    return _RADICAL.sub(_plain, text)


def _plain(radical: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKC", radical[0])
    return plain if len(plain) == 1 else radical[0]


def _one_by_one(codes: Sequence[int]) -> str:
    """Characters by their codes: some PDFium has no Unicode for, some it gives as two halves."""
    chars = [chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes]
    for number, (high, low) in enumerate(pairwise(codes)):
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            chars[number] = chr(0x10000 + (high - 0xD800) * 0x400 + (low - 0xDC00))
            chars[number + 1] = HALF
    return "".join(["\ufffd" if "\ud800" <= char <= "\udfff" else char for char in chars])


def words_of(text: str) -> tuple[list[str], list[int]]:
    """What stands between blanks, and the number of each word's first character."""
    words = text.split(" ")
    places = map(add, accumulate(map(len, words), initial=0), count())
    return list(filter(None, words)), list(compress(places, words))


def quarter_turns(textpage: Handle, text: str, turned: int) -> tuple[int, list[int] | None]:
    """How the text stands, and the turns of each character where not all stand alike.

    A quarter turn is counted clockwise, as a page's own rotation is; ``-1`` is a slanted character.
    A page without text stands as it is ``turned``. A word's first character tells how it stands.
    """
    angle = calls().angle
    words, starts = words_of(text)
    angles = list(map(angle, repeat(textpage), starts))
    if not words:
        return turned, None
    if not any(angles):
        return 0, None
    seen = Counter[int]()
    for word, start, one in zip(words, starts, angles, strict=True):
        seen[_turns_of(textpage, start, one)] += len(word)
    upright = [turns for turns in seen if turns >= 0]
    main = max(upright, key=lambda turns: (seen[turns], turns == turned), default=turned)
    if len(seen) == 1 and main in seen:
        return main, None
    return main, _each(textpage, text, main)


def _each(textpage: Handle, text: str, main: int) -> list[int]:
    """The turns of each character; a blank stands as what is before it."""
    each = []
    for number, char in enumerate(text):
        if char != " ":
            main = _turns_of(textpage, number, calls().angle(textpage, number))
        each.append(main)
    return each


def _turns_of(textpage: Handle, number: int, angle: Any) -> int:
    """The turns of a character; one of a negative size is drawn the other way round."""
    turns = _turns(angle)
    if turns <= 0 or calls().font_size(textpage, number) >= 0:
        return turns
    return (turns + 2) % 4


def _turns(angle: Any) -> int:
    """Quarter turns that undo an angle, in radians clockwise; -1 if it is none."""
    hundredths = round(angle * 100) % 628
    for turns, at in enumerate((0, 157, 314, 471, 628)):
        if abs(hundredths - at) <= 3:
            return -turns % 4
    return -1
