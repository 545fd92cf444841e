"""Running text as a sheet: a paragraph a row, tall enough for its lines (文字部分)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetdisclosure.writing.neutral import is_formula
from budgetdisclosure.writing.pages import Heading, Paragraph
from budgetdisclosure.writing.plan import line_count
from budgetdisclosure.writing.xlsx_sheet import Leaf, Put
from budgetdisclosure.writing.xlsx_styles import FANGSONG, HEI, SONG, Look

_WIDTH, _ROOM = 92, 78
"""The width of the column, and how many half characters stand in a line of it."""
_MOST = 700
"""A row holds so many characters at most; it could not be tall enough for more."""
_INDENT = "\u3000\u3000"
_ENDS = "。；！？;!?：:”）"
_COVER, _FIRST, _PART, _HEADING, _LINE = 60, 300, 42, 26, 19
"""Heights of rows in points: of a cover, its first one, a part's title, a heading, a line."""


def text_leaf(name: str, text: Sequence[Heading | Paragraph]) -> Leaf:
    """The sheet of a run of text; each part, and what follows a cover, begins a new page."""
    puts: list[Put] = []
    heights: dict[int, int] = {}
    breaks: list[int] = []
    for at, piece in enumerate(text):
        if at and _begins_page(piece, text[at - 1]):
            breaks.append(len(puts))
        for nth, words in enumerate(_cut(piece.text)):
            row = len(puts) + 1
            puts.append(_put(piece, words, row, nth == 0))
            heights[row] = _height(piece, words, at == 0)
    return Leaf(name, puts, [_WIDTH], heights, breaks=breaks)


def _begins_page(piece: Heading | Paragraph, before: Heading | Paragraph) -> bool:
    covered = isinstance(before, Heading) and before.level == 0
    return isinstance(piece, Heading) and (piece.level == 1 or (covered and piece.level > 0))


def _put(piece: Heading | Paragraph, words: str, row: int, first: bool) -> Put:
    listed = piece.part == "contents"
    if isinstance(piece, Heading):
        top = piece.level <= 1
        font = SONG if piece.level == 0 else HEI
        size = {0: 26, 1: 18}.get(piece.level, 14)
        across, down = ("center" if top else "left"), ("bottom" if row == 1 else "center")
        look = Look(font, size, piece.level == 0, across, down, wrap=True, quoted=is_formula(words))
        return Put(row, 1, look, words, goal=piece.level > 0 and not listed)
    shown = words if listed or not first else _INDENT + words
    look = Look(FANGSONG, 12, down="top", wrap=True, quoted=is_formula(shown))
    return Put(row, 1, look, shown, link=listed)


def _height(piece: Heading | Paragraph, words: str, first: bool) -> int:
    if isinstance(piece, Heading):
        if piece.level == 0:
            return _FIRST if first else _COVER
        if piece.level == 1:
            return _PART * line_count(words, _ROOM * 2 // 3)
        return _HEADING * line_count(words, _ROOM * 6 // 7)
    return _LINE * line_count(_INDENT + words, _ROOM) + 4


def _cut(text: str) -> Iterator[str]:
    """The text in rows that can be tall enough, none but the last ending like a sentence."""
    while len(text) > _MOST:
        at = next((n for n in range(_MOST, _MOST // 2, -1) if text[n - 1] in "，、"), _MOST)
        while at > 1 and text[at - 1] in _ENDS:
            at -= 1
        yield text[:at]
        text = text[at:]
    yield text
