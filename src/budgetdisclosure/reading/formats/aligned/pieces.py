"""Pieces of a line of an aligned table (片段): what one cell prints on it, and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final
from unicodedata import east_asian_width

from attrs import frozen

Measure = Callable[[str], int]

_RUN: Final = re.compile(r"\S+(?: \S+)*")
_AMOUNT: Final = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_NUMBER: Final = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?%?|-{1,2}|[—–]{1,2}|/")
_CODE: Final = re.compile(r"\d{3}(?:\d\d){0,2}")
_ENTRY: Final = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|\d{1,2}[、.．](?!\d)")
_UNDER: Final = re.compile(r"[（(]\d{1,2}[）)]|其中[：:]")
_CODED: Final = re.compile(r"\[?\d{3}(?:\d\d){0,2}(?:\]|[-—_]|\D|$)")
_ORDER: Final = re.compile(r"\d{1,2}")
_UNIT: Final = re.compile(r"[万亿]?元.*|[个人次年月日辆台件项%]")
_IN_PROSE: Final = re.compile(r"(?:[\d,.]+ )?(?:[万亿千]?元|%)[,，。；;、]")
_SPREAD: Final = frozenset(
    {"收入", "支出", "项目", "合计", "总计", "小计", "金额", "备注", "科目", "名称", "编码", "单位"}
    | {"序号", "预算", "决算", "年度"}
)
"""Words of two characters that are set over the width of their column."""
_SIDES: Final = frozenset({"收入", "支出"})
_TOTALS: Final = frozenset({"合计", "总计"})
_WIDEST_WORD: Final = 24
"""The two characters of such a word stand no further apart than this."""


@frozen
class Piece:
    """A run of text between gaps, from ``start`` up to ``end`` in positions of the line."""

    text: str
    start: int
    end: int
    words: tuple[Piece, ...] = ()
    """Its words, where single spaces part it."""
    level: int = 0
    """On a page, where its middle is from above, in tenths of a position."""

    @classmethod
    def of(cls, words: Sequence[Piece]) -> Piece:
        """Words of one line as a piece."""
        text = " ".join(word.text for word in words)
        return cls(
            text,
            words[0].start,
            words[-1].end,
            tuple(words) if len(words) > 1 else (),
            words[0].level,
        )

    def meets(self, start: int, end: int) -> bool:
        """Whether it stands over any of these positions."""
        return self.start < end and start < self.end

    @property
    def is_amount(self) -> bool:
        """Whether it is a number with decimals or thousands set apart, which only amounts have."""
        return is_amount(self.text)

    @property
    def is_number(self) -> bool:
        """Whether it is any number, or a dash for none."""
        return bool(_NUMBER.fullmatch(self.text))


def wide(text: str) -> int:
    """The positions a text takes where a Chinese character takes two.

    >>> wide("合计 1.00")
    9
    """
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def is_amount(text: str) -> bool:
    """Whether a text is an amount by its looks alone.

    >>> [is_amount(text) for text in ("1,234", "0.00", "2080501", "15")]
    [True, True, False, False]
    """
    return bool(_AMOUNT.fullmatch(text)) and ("." in text or "," in text)


def goes_on_in_prose(text: str) -> bool:
    """Whether a text begins with an amount's unit and a mark, as running text does alone.

    >>> [goes_on_in_prose(text) for text in ("元,同比", "5.00 元。其中", "%;项目", "元", "5.00")]
    [True, True, True, False, False]
    """
    return _IN_PROSE.match(text) is not None


def begins_row(text: str) -> bool:
    """Whether a text can only begin a row: it is numbered, or begins with a code.

    >>> [begins_row(text) for text in ("二、外交支出", "[20824]补助", "缴费支出", "2026年")]
    [True, True, False, False]
    """
    year = text.startswith("20") and "年" in text[4:6]
    return not year and bool(_ENTRY.match(text) or _CODED.match(text))


def opens_row(text: str) -> bool:
    """Whether a text under the headings begins a row: of its own number, or of those within one.

    >>> [opens_row(text) for text in ("二、外交支出", "(2)补助", "其中：补助", "缴费支出")]
    [True, True, True, False]
    """
    return begins_row(text) or bool(_UNDER.match(text))


def pieces_of(text: str, measure: Measure = len) -> tuple[Piece, ...]:
    """The pieces of a line of a table of amounts.

    Two spaces part them; one space does around an amount and behind a code. Two characters set
    apart over the width of their column are one word again.

    >>> [piece.text for piece in pieces_of("  合    计   4,651.67 一、本年支出  1.00 2.00")]
    ['合计', '4,651.67', '一、本年支出', '1.00', '2.00']
    """
    found: list[Piece] = []
    at = seen = 0
    for run in _RUN.finditer(text):
        at += measure(text[seen : run.start()])
        words: list[Piece] = []
        for word in run[0].split(" "):
            if words and _meet(words[-1].text, word, not found and len(words) == 1):
                found.append(Piece.of(words))
                words = []
            words.append(Piece(word, at, at + measure(word)))
            at += measure(word) + 1
        found.append(Piece.of(words))
        at -= 1
        seen = run.end()
    return tuple(_words(found))


def _meet(before: str, word: str, first: bool) -> bool:
    """Whether two words belong to two cells; ``first`` where the one begins its line."""
    if is_amount(word) and not word.endswith("%"):
        return True
    if is_amount(before):
        return _UNIT.fullmatch(word) is None
    if word[:1].isascii() or _UNIT.fullmatch(word):
        return False
    return bool(_CODE.fullmatch(before) or (first and _ORDER.fullmatch(before)))


def _words(found: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, two lone characters near each other joined to the word they are.

    So are two such words that are a total's name: 收 入 总 计.
    """
    last: Piece | None = None
    at = 0
    while at < len(found):
        one, two = found[at], found[at + 1] if at + 1 < len(found) else None
        at += 1
        if two is None or one.text + two.text not in _SPREAD or not _is_near(one, two):
            if last:
                yield last
            last = None
            yield one
            continue
        at += 1
        word = Piece(one.text + two.text, one.start, two.end)
        if last and last.text in _SIDES and word.text in _TOTALS and _is_near(last, word):
            word = Piece(last.text + word.text, last.start, word.end)
        elif last:
            yield last
        last = word
    if last:
        yield last


def _is_near(one: Piece, two: Piece) -> bool:
    return two.start - one.end <= _WIDEST_WORD
