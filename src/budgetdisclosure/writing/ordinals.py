"""Chinese numbers of rows and headings (序号)."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"


def ordinal(position: int) -> str:
    """The Chinese number of a row or heading, up to ninety-nine.

    >>> ordinal(9), ordinal(10), ordinal(26)
    ('九', '十', '二十六')
    """
    tens, ones = divmod(position, 10)
    head = ("十" if tens == 1 else f"{_DIGITS[tens]}十") if tens else ""
    return head + (_DIGITS[ones] if ones or not tens else "")
