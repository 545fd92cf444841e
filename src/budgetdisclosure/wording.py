"""Words for people: Chinese first, English on request."""

from __future__ import annotations

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
