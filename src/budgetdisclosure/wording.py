"""Words for people: Chinese first, English on request."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
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


def quoted(text: str) -> str:
    """``text`` of the document in quotation marks, those inside it made single.

    English messages hold Chinese between such marks (and 《》 for titles) and nowhere else.

    >>> quoted("“三公”经费"), quoted("")
    ('“‘三公’经费”', '')
    """
    return f"“{text.replace('“', '‘').replace('”', '’')}”" if text else ""


def titled(title: str) -> str:
    """A printed title between title marks, those inside it made single.

    >>> titled("收入决算表")
    '《收入决算表》'
    """
    return f"《{title.replace('《', '〈').replace('》', '〉')}》" if title else ""


def listed(names: Iterable[str], language: Language = "zh") -> str:
    """Names of the document one after another, as the language lists them.

    >>> listed(["工程", "服务"]), listed(["工程", "服务"], "en")
    ('工程、服务', '“工程”, “服务”')
    """
    return ", ".join(map(quoted, names)) if language == "en" else "、".join(names)


def width(text: str) -> int:
    """How many columns of a terminal ``text`` takes: a Chinese character takes two.

    >>> width("合计 1.00")
    9
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def pad(text: str, columns: int) -> str:
    """``text`` filled with spaces to that many columns."""
    return text + " " * max(0, columns - width(text))
