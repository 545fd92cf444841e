"""Words for people: Chinese first, English on request."""

from __future__ import annotations

import unicodedata
from typing import Literal

from attrs import frozen

Language = Literal["zh", "en"]


@frozen
class Wording:
    """One message in the two languages the library speaks.

    >>> w = Wording("合计不符", "the total does not add up")
    >>> str(w), w.spoken("en")
    ('合计不符', 'the total does not add up')
    """

    zh: str
    en: str

    def spoken(self, language: Language = "zh") -> str:
        """The message in ``language``."""
        return self.en if language == "en" else self.zh

    def __str__(self) -> str:
        return self.zh


def width(text: str) -> int:
    """How many columns of a terminal ``text`` takes: a Chinese character takes two.

    >>> width("合计 1.00")
    9
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def pad(text: str, columns: int) -> str:
    """``text`` filled with spaces to that many columns."""
    return text + " " * max(0, columns - width(text))
