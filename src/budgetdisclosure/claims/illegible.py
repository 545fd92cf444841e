"""Amounts of running text that are no number: 1,0,4.60万元, 104.6.0万元, 1O4.60万元 (不是数)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

_TOKEN: Final = re.compile(
    r"(?<![\d.，A-Za-z])[OoIl]?\d[\d，.OoIl]+(?<=[\dOoIl])(?P<unit>百万元|亿元|万元|千元|元|%|‰)",
    re.ASCII,
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:，\d{3})+(?:\.\d+)?", re.ASCII)
_LETTER: Final = re.compile(r"[OoIl]")
_SHARED_OUT: Final = re.compile(r"(?:分别|依次|各)[^。；]{0,40}$")
"""What tells that several numbers follow, each of a name of its own."""
_NUMBERING: Final = re.compile(r"\d{1,2}[.，](?=\d)", re.ASCII)
_NAMED: Final = ("附件", *"〔《第№图表")
_OPENS: Final = "。；：（\n "
_YEAR: Final = re.compile(r"(?:19|20)\d\d", re.ASCII)
_WHOLE: Final = 3
"""How many digits stand between the commas of a number."""


@frozen
class Illegible:
    """What meant to be one number from ``start`` to ``stop``, with its ``unit``."""

    start: int
    stop: int
    unit: str


def illegible_in(text: str) -> Iterator[Illegible]:
    """What stands where a number should and is none: misplaced commas, two points, letters.

    Several numbers with a comma between them are several numbers.

    >>> [(one.start, one.stop) for one in illegible_in("支出1，0，4.60万元，占3.1.2%")]
    [(2, 10), (14, 19)]
    >>> list(illegible_in("208，210类；2020，2021年；各为3.15，4.60万元；1，234.5元；分别为5，9元"))
    []
    """
    for match in _TOKEN.finditer(text):
        start, stop = match.start(), match.start("unit")
        if _is_alone(text, start) and not _is_number(text, text[start:stop], start):
            yield Illegible(start, stop, match["unit"])


def _is_alone(text: str, start: int) -> bool:
    """Whether digits are not the number of a table or form, nor those of several names."""
    before = text[max(0, start - 60) : start]
    return not before.endswith(_NAMED) and not _SHARED_OUT.search(before)


def _is_number(text: str, token: str, start: int) -> bool:
    """Whether digits are a number, a list's number with an amount, or amounts side by side."""
    if _LETTER.search(token):
        return False
    numbering = _NUMBERING.match(token) if start == 0 or text[start - 1] in _OPENS else None
    if numbering and not _GROUPED.fullmatch(token):
        token = token[numbering.end() :]
    *heads, last = token.split("，")
    if any(part.count(".") > 1 for part in (*heads, last)):
        return False
    whole = all(map(str.isdigit, heads))
    return not heads or not whole or bool(_GROUPED.fullmatch(token)) or _are_several(heads, last)


def _are_several(heads: list[str], last: str) -> bool:
    """Whether whole numbers before a last one may be numbers of their own."""
    if _YEAR.fullmatch(heads[0]):
        return True
    inner = [*heads[1:], last.partition(".")[0]]
    odd = any(len(part) != _WHOLE for part in inner)
    return "." not in last and not (odd and len(heads[0]) <= _WHOLE)
