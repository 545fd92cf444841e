"""How a report is written: in which colours, how much of it, in which language (笔)."""

from __future__ import annotations

from budgetdisclosure.wording import Language

_COLOURS = {"error": "31", "warning": "33", "info": "36", "good": "32", "dim": "2", "bold": "1"}


class Pen:
    """How the report is written: in colour or not, and how much of what is alike."""

    def __init__(self, colour: bool, most: int | None = None) -> None:
        self.colour, self.most = colour, most

    def __call__(self, text: str, style: str) -> str:
        """The text in the style."""
        return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if self.colour else text


def say(language: Language, zh: str, en: str) -> str:
    """Which of two texts the language takes.

    >>> say("en", "无", "none")
    'none'
    """
    return en if language == "en" else zh
