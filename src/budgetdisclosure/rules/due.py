"""What should be printed (应印的数): an interval of true amounts as the numbers that print it.

Readers of a report look for the number to put there; the interval itself is for the JSON.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from budgetdisclosure.amounts import Exact, Interval, round_half_up
from budgetdisclosure.wording import Language

_FEW: Final = 3


def due(interval: Interval | None, places: int, language: Language) -> str:
    """The numbers of ``places`` decimals that an interval admits, in words; empty for none.

    >>> due(Interval(Fraction("2995.385"), Fraction("2995.395")), 2, "zh")
    '2995.39'
    >>> due(Interval(Fraction("8.39"), Fraction("8.41")), 2, "zh"), due(Interval(None, 7), 0, "zh")
    ('8.39、8.40 或 8.41', '不大于 7')
    >>> due(Interval(Fraction("8.30"), Fraction("8.41")), 2, "en")
    'between 8.30 and 8.41'
    """
    zh = language == "zh"
    if interval is None or (interval.low is None and interval.high is None):
        return ""
    low, high = _ends(interval, places)
    if low is None:
        return f"{'不大于' if zh else 'at most'} {high}"
    if high is None:
        return f"{'不小于' if zh else 'at least'} {low}"
    numbers = numbers_due(interval, places)
    if not 1 <= len(numbers) <= _FEW:
        return f"{low} 到 {high}" if zh else f"between {low} and {high}"
    *others, last = map(str, numbers)
    if not others:
        return last
    return f"{'、'.join(others)} 或 {last}" if zh else f"{', '.join(others)} or {last}"


def numbers_due(interval: Interval, places: int) -> tuple[Decimal, ...]:
    """The numbers that print an amount of the interval, where they are few; else none.

    >>> numbers_due(Interval(Fraction("8.395"), Fraction("8.405")), 2)
    (Decimal('8.40'),)
    """
    low, high = _ends(interval, places)
    if low is None or high is None:
        return ()
    step = Decimal((0, (1,), -places))
    count = int((high - low) / step) + 1
    return tuple(low + step * number for number in range(count)) if count <= _FEW else ()


def _ends(interval: Interval, places: int) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest number that prints an amount of the interval."""
    low = None if interval.low is None else _end(interval, interval.low, places, 1)
    return low, None if interval.high is None else _end(interval, interval.high, places, -1)


def _end(interval: Interval, bound: Exact, places: int, side: int) -> Decimal:
    """The outermost number at one end that prints an amount of the interval."""
    number = round_half_up(Fraction(bound), places)
    step = side * Decimal((0, (1,), -places))
    if Interval.of_print(number - step, places).meets(interval):
        return number - step
    return number if Interval.of_print(number, places).meets(interval) else number + step
