"""Deadlines and dates of indicators (时限): 2020年底, 12月31日前, 第三季度末.

What a text leaves open stays open: a date is the span of days it may mean.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

from attrs import frozen

_YEAR: Final = r"(?:(?P<year>20\d\d)年(?:度)?)"
_TAIL: Final = r"(?P<tail>(?:以前|之前|前|内|以内|完成|前完成|内完成)*)"
_DAY: Final = re.compile(
    rf"{_YEAR}?(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})[日号]|(?P<end>[底末低]))?{_TAIL}"
)
_DOTTED: Final = re.compile(
    rf"(?P<year>20\d\d)[.\-/](?P<month>\d{{1,2}})[.\-/](?P<day>\d{{1,2}}){_TAIL}"
)
_YEAR_END: Final = re.compile(rf"{_YEAR}?(?:年|当年|本年|全年)?(?:年)?[底末终]{_TAIL}")
_MISSPELT: Final = re.compile(rf"{_YEAR}?(?:年)?低{_TAIL}")
_QUARTER: Final = re.compile(rf"{_YEAR}?第?(?P<quarter>[一二三四1234])季度(?P<end>[底末])?{_TAIL}")
_MONTHS: Final = re.compile(
    rf"{_YEAR}?(?P<first>\d{{1,2}})月?[-—–~～至到](?P<last>\d{{1,2}})月(?:份)?{_TAIL}"
)
_HALF: Final = re.compile(rf"{_YEAR}?(?P<half>[上下])半年(?P<end>[底末])?{_TAIL}")
_WHOLE: Final = re.compile(rf"(?:{_YEAR}(?:全年)?|(?:全年|当年|年度|年)(?=内)){_TAIL}")
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@frozen
class Deadline:
    """A day or a last day (时限), between ``earliest`` and ``latest`` where the text is open.

    ``period`` is True for words that name a stretch of time (第三季度, 2020年), not its end;
    ``doubt`` holds a character that is probably a slip (低 for 底).

    >>> deadline("2020年底").latest, deadline("6月前", 2021).earliest
    (datetime.date(2020, 12, 31), datetime.date(2021, 5, 31))
    """

    earliest: date
    latest: date
    before: bool = False
    doubt: str = ""

    def meets(self, due: Deadline) -> bool | None:
        """Whether this day is not after ``due``; None where the words leave it open."""
        if self.latest <= due.earliest:
            return True
        return False if self.earliest > due.latest else None


def deadline(text: str, fiscal_year: int | None = None) -> Deadline | None:
    """The deadline (or date) that the whole of ``text`` is; None where it is none.

    A text without a year means ``fiscal_year``; without either it is no deadline.
    """
    key = "".join(text.split()).strip("。；;，,")
    for pattern, reading in _READINGS:
        match = pattern.fullmatch(key)
        if match:
            year = int(match["year"]) if match["year"] else fiscal_year
            return reading(match, year) if year is not None else None
    return None


def _day(match: re.Match[str], year: int) -> Deadline | None:
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    before = "前" in match["tail"]
    if match["day"]:
        day = int(match["day"])
        return _at(date(year, month, day), before) if 1 <= day <= last else None
    if match.groupdict().get("end"):
        return _at(date(year, month, last), before)
    if not before:
        return Deadline(date(year, month, 1), date(year, month, last))
    eve = date(year - 1, 12, 31) if month == 1 else date(year, month - 1, _last(year, month - 1))
    return Deadline(eve, date(year, month, last), True)


def _last(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _at(day: date, before: bool) -> Deadline:
    return Deadline(day, day, before)


def _year_end(match: re.Match[str], year: int) -> Deadline:
    return _at(date(year, 12, 31), "前" in match["tail"])


def _misspelt(match: re.Match[str], year: int) -> Deadline:
    return Deadline(date(year, 12, 31), date(year, 12, 31), "前" in match["tail"], "低")


def _quarter(match: re.Match[str], year: int) -> Deadline:
    last = 3 * _QUARTERS[match["quarter"]]
    return _stretch(year, last - 2, last, bool(match["end"]), match["tail"])


def _months(match: re.Match[str], year: int) -> Deadline | None:
    first, last = int(match["first"]), int(match["last"])
    return _stretch(year, first, last, False, match["tail"]) if 1 <= first <= last <= 12 else None


def _half(match: re.Match[str], year: int) -> Deadline:
    last = 6 if match["half"] == "上" else 12
    return _stretch(year, last - 5, last, bool(match["end"]), match["tail"])


def _whole(match: re.Match[str], year: int) -> Deadline:
    return _stretch(year, 1, 12, False, match["tail"] or "")


def _stretch(year: int, first: int, last: int, end: bool, tail: str) -> Deadline:
    """A stretch of months: its last day where its end (or 内) is said, else any of its days."""
    final = date(year, last, _last(year, last))
    if end or "内" in tail:
        return Deadline(final, final, "前" in tail)
    return Deadline(date(year, first, 1), final, "前" in tail)


_READINGS: Final = (
    (_DAY, _day),
    (_DOTTED, _day),
    (_YEAR_END, _year_end),
    (_MISSPELT, _misspelt),
    (_QUARTER, _quarter),
    (_HALF, _half),
    (_MONTHS, _months),
    (_WHOLE, _whole),
)
