"""Printed prose made readable to patterns, with the way back to the page (文字归一)."""

from __future__ import annotations

import csv
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Final

from attrs import field, frozen

from budgetdisclosure.place import Place

_ELLIPSIS: Final = "⋯"
_PUNCTUATION: Final = {
    ",": "，",
    ";": "；",
    ":": "：",
    "!": "！",
    "?": "？",
    "(": "（",
    ")": "）",
    "[": "〔",
    "]": "〕",
    "【": "〔",
    "】": "〕",
    "{": "〔",
    "}": "〕",
}
_TONES: Final = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ\u0300\u0301\u0304\u030c"
_LETTERS: Final = f"a-züɑɡê{_TONES}"
_TONELESS: Final = "de|le|zi|zhe|ge|me|men|ba|ne|ma|la|tou|li|a"
_DROPPED: Final = re.compile(
    r"[\"“”„‟'‘’「」『』\u200b-\u200d\u2060\ufeff\u00ad]"  # quotes are typography
    rf"|（(?=[{_LETTERS}'\s]*[{_TONES}])[{_LETTERS}'\s]++）"  # pinyin behind its characters
    rf"|（(?:{_TONELESS})）(?=[^（）]{{0,40}}（[{_LETTERS}]*[{_TONES}])"
    rf"|(?<=[{_TONES}]）[\u4e00-\u9fff])（(?:{_TONELESS})）"
    r"|\s+"
    rf"|(?<![{_LETTERS}])[{_LETTERS}]*[{_TONES}][{_LETTERS}]*"  # and above its character
)
_ASCII_WORD: Final = re.compile(r"[A-Za-z0-9]")


@frozen
class NormalText:
    r"""A stretch of prose in one typography, each character knowing where it is printed.

    Full-width digits and half-width punctuation, quotes, line breaks and spaces inside words and
    numbers, ruby pinyin and traditional characters are set aside; ``printed`` keeps them.

    >>> t = NormalText.of("完成年初预算的８０.\n5%，佔“三公” 經費")
    >>> t.text, t.words(7, 12)
    ('完成年初预算的80.5%，占三公经费', '８０.\n5%')
    """

    printed: str
    text: str
    _offsets: tuple[int, ...] = field(repr=False)
    _origins: tuple[int, ...] = field(repr=False)
    _marks: tuple[tuple[int, Place], ...] = field(default=(), repr=False)

    @classmethod
    def of(
        cls, printed: str, place: Place | None = None, breaks: Iterable[tuple[int, Place]] = ()
    ) -> NormalText:
        """The text of ``printed``, which begins at ``place`` and goes on at ``breaks``.

        A break is an offset into ``printed`` with the place where it is printed.
        """
        text, offsets, origins = _normalised(printed)
        marks = (() if place is None else ((0, place),)) + tuple(sorted(breaks, key=_first))
        return cls(printed, text, offsets, origins, marks)

    def origin(self, offset: int) -> int:
        """Where in ``printed`` the character at ``offset`` of ``text`` stands."""
        run = bisect_right(self._offsets, offset) - 1
        return self._origins[run] + offset - self._offsets[run] if run >= 0 else offset

    def words(self, start: int, end: int) -> str:
        """The printed words behind ``text[start:end]``."""
        if start >= end:
            return ""
        return self.printed[self.origin(start) : self.origin(end - 1) + 1]

    def place(self, offset: int = 0) -> Place | None:
        """Where the character at ``offset`` of ``text`` is printed, if that is known."""
        if not self._marks:
            return None
        at = self.origin(offset)
        run = bisect_right([start for start, _ in self._marks], at) - 1
        return self._marks[max(run, 0)][1]


def plain(text: str) -> str:
    """The text in the one typography, without the way back.

    >>> plain("“三公”经费,１２３.４5 萬元")
    '三公经费，123.45万元'
    """
    return _normalised(text)[0]


def _first(mark: tuple[int, Place]) -> int:
    return mark[0]


def _normalised(printed: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    folded, wide = _folded(printed)
    pieces: list[str] = []
    offsets, origins = [], []
    done = length = 0
    for match in _DROPPED.finditer(folded):
        kept = " " if _parts_words(folded, match) else ""
        if match.start() > done or kept:
            offsets.append(length)
            origins.append(done)
            pieces.append(folded[done : match.start()] + kept)
            length += len(pieces[-1])
        done = match.end()
    offsets.append(length)
    origins.append(done)
    pieces.append(folded[done:])
    text = "".join(pieces)
    if wide:
        each = [
            bisect_right(wide, origins[run] + at) - 1
            for run, piece in enumerate(pieces)
            for at in range(len(piece))
        ]
        return text, tuple(range(len(each))), tuple(each)
    return text, tuple(offsets), tuple(origins)


def _folded(printed: str) -> tuple[str, list[int]]:
    """The text folded character by character; where that changes its length, each one's start."""
    table = _table()
    once = printed.translate(_KEPT)
    folded = unicodedata.normalize("NFKC", once)
    if len(folded) == len(printed):
        return folded.translate(table), []
    each = [unicodedata.normalize("NFKC", mark) for mark in once]
    starts = [0, *accumulate(map(len, each))][:-1]
    return "".join(each).translate(table), starts


_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_KEPT: Final = str.maketrans({"…": _ELLIPSIS} | dict.fromkeys(_CIRCLED, "·"))
"""What is set aside before folding: an ellipsis is no three stops, ② is no 2."""


def _parts_words(text: str, match: re.Match[str]) -> bool:
    """Whether white space divides two Latin words or two numbers, and so must stay.

    A line break does not: prose is broken anywhere, within numbers too.
    """
    if not match[0].isspace() or "\n" in match[0]:
        return False
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return bool(_ASCII_WORD.match(before) and _ASCII_WORD.match(after))


@cache
def simplified() -> dict[str, str]:
    """The traditional characters of ``data/traditional.csv``, each with its simplified one."""
    path = files("budgetdisclosure.claims") / "data" / "traditional.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["traditional"]: row["simplified"] for row in rows}


@cache
def _table() -> dict[int, str]:
    return str.maketrans({**simplified(), **_PUNCTUATION})
