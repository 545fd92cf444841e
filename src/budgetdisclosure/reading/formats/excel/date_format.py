"""Date formats (日期格式): from a day count to the date a reader sees."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

_EPOCH: Final = datetime(1899, 12, 30)
_EPOCH_1904: Final = datetime(1904, 1, 1)
_SECONDS: Final = 86_400
_LAST_DAY: Final = 2_958_465  # the end of the year 9999
_WEEKDAYS: Final = "一二三四五六日"

_TOKEN: Final = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | [\\!](?P<escaped>.) | [_*].
    | \[(?P<elapsed>h+|m+|s+)\]
    | \[[^\]]*\]
    | (?P<half>am/pm|a/p|上午/下午)
    | (?P<part>y+|m+|d+|h+|s+|a{3,4}|e+(?![+-]))
    | \.(?P<fraction>0+)
    | (?P<literal>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_NOT_A_DATE: Final = re.compile(r"[0#?@]|general|通用", re.IGNORECASE)
_IGNORED: Final = re.compile(r'"[^"]*"?|[\\!_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE: Final = re.compile(r"[ymdhsae]", re.IGNORECASE)


@lru_cache(maxsize=512)
def is_date_format(code: str) -> bool:
    """Whether a format code prints dates or times.

    >>> is_date_format('yyyy"年"m"月"'), is_date_format("#,##0.00")
    (True, False)
    """
    bare = _IGNORED.sub("", code)
    bare = re.sub(r"(?<=s)\.0+", "", bare, flags=re.IGNORECASE)
    return bool(_DATE.search(bare)) and not _NOT_A_DATE.search(bare)


def date_text(value: Decimal, code: str, *, from_1904: bool = False) -> str:
    """A day count printed as a date; a count no date has is printed as it is.

    >>> date_text(Decimal(44196), 'yyyy"年"m"月"d"日"'), date_text(Decimal("0.75"), "h:mm")
    ('2020年12月31日', '18:00')
    """
    if not 0 <= value <= _LAST_DAY:
        return f"{value:f}"
    seconds = int((value * _SECONDS).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(seconds=seconds)
    if not from_1904 and seconds < 60 * _SECONDS:
        moment += timedelta(days=1)  # Excel counts a 29 February 1900
    matches = list(_TOKEN.finditer(code))
    halves = any(match["half"] for match in matches)
    return "".join(
        _piece(match, at, matches, moment, seconds, halves) for at, match in enumerate(matches)
    ).strip()


def _piece(
    match: re.Match[str],
    at: int,
    matches: list[re.Match[str]],
    moment: datetime,
    seconds: int,
    halves: bool,
) -> str:
    kind = match.lastgroup
    if kind in ("quoted", "escaped", "literal"):
        return match[kind]
    if kind == "half":
        early, _, late = match[0].partition("/")
        return early if moment.hour < 12 else late
    if kind == "elapsed":
        size = {"h": 3600, "m": 60, "s": 1}[match[kind][0].lower()]
        return str(seconds // size).zfill(len(match[kind]))
    if kind == "part":
        return _part(match[0].lower(), moment, halves, _is_minute(at, matches))
    return "." + "0" * len(match["fraction"]) if kind == "fraction" else ""


def _is_minute(at: int, matches: list[re.Match[str]]) -> bool:
    """An m is minutes next to hours before it or seconds after it."""
    parts = [(n, m) for n, m in enumerate(matches) if m["part"] or m["elapsed"]]
    here = next((n for n, (where, _) in enumerate(parts) if where == at), 0)
    before = parts[here - 1][1][0].strip("[]").lower()[:1] if here else ""
    after = parts[here + 1][1][0].strip("[]").lower()[:1] if here + 1 < len(parts) else ""
    return before == "h" or after == "s"


def _part(text: str, moment: datetime, halves: bool, minute: bool) -> str:
    letter = text[0]
    if letter in "ye":
        return f"{moment.year % 100:02d}" if text == "yy" else f"{moment.year}"
    if letter == "a" or (letter == "d" and len(text) > 2):
        day = _WEEKDAYS[moment.weekday()]
        return day if text == "aaa" else f"星期{day}"
    hour = (moment.hour + 11) % 12 + 1 if halves else moment.hour
    month = moment.minute if minute else moment.month
    number = {"m": month, "d": moment.day, "h": hour, "s": moment.second}[letter]
    return f"{number:02d}" if len(text) > 1 else str(number)
