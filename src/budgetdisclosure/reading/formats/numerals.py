"""Numbers as headings and lists print them (编号): 一、十二, XII, L.

>>> chinese(12), roman(12), letters(12)
('十二', 'XII', 'L')
"""

from __future__ import annotations

from typing import Final

DIGITS: Final = "〇一二三四五六七八九"
_MARKS: Final = (
    ("M", 1000),
    ("CM", 900),
    ("D", 500),
    ("CD", 400),
    ("C", 100),
    ("XC", 90),
    ("L", 50),
    ("XL", 40),
    ("X", 10),
    ("IX", 9),
    ("V", 5),
    ("IV", 4),
    ("I", 1),
)


def chinese(count: int, digits: str = DIGITS, units: str = "十百千") -> str:
    """A number from 1 to 9999 in Chinese, as headings are numbered; any other in figures.

    >>> [chinese(n) for n in (1, 10, 11, 20, 21, 105, 110)]
    ['一', '十', '十一', '二十', '二十一', '一百〇五', '一百一十']
    """
    if not 0 < count < 10_000:
        return str(count)
    printed = ""
    gap = False
    for power in (3, 2, 1, 0):
        digit = count // 10**power % 10
        if digit:
            printed += digits[0] if gap and printed else ""
            printed += digits[digit] + (units[power - 1] if power else "")
        gap = not digit
    one = digits[1] + units[0]
    return printed[1:] if printed.startswith(one) else printed


def roman(count: int) -> str:
    """A number in Roman numerals; beyond 3999 in figures.

    >>> roman(1994)
    'MCMXCIV'
    """
    if not 0 < count < 4_000:
        return str(count)
    printed = ""
    for mark, size in _MARKS:
        printed += mark * (count // size)
        count %= size
    return printed


def letters(count: int) -> str:
    """A number in letters, as Word counts: A, B … Z, AA, BB …; beyond 20 letters in figures.

    >>> letters(2), letters(28)
    ('B', 'BB')
    """
    if not 0 < count <= 26 * 20:
        return str(count)
    return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
