"""Interval: the one type that knows bounds and whether they belong."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from budgetdisclosure.amounts.exact import Exact, ExactInput, exact
from budgetdisclosure.errors import ModelError
from budgetdisclosure.wording import Wording


def _bound(value: ExactInput | None) -> Exact | None:
    return None if value is None else exact(value)


@frozen
class Interval:
    """A set of exact numbers between two bounds (区间); a bound of None is unbounded.

    It has no unit: what a printed figure admits is in fen, what a percentage admits is a ratio.

    >>> a = Interval.of_print(Decimal("104.60"), 2); b = Interval.of_print(Decimal("46.05"), 2)
    >>> print(a, b, a + b)
    [104.595, 104.605) [46.045, 46.055) [150.64, 150.66)
    >>> (a + b).meets(Interval.of_print(Decimal("150.64"), 2))
    True
    """

    low: Exact | None = field(converter=_bound)
    high: Exact | None = field(converter=_bound)
    low_closed: bool = True
    high_closed: bool = False

    def __attrs_post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ModelError(
                Wording("区间下限大于上限", "an interval's low bound is above its high bound"),
                excerpt=f"{self.low}, {self.high}",
            )

    @classmethod
    def point(cls, value: ExactInput) -> Interval:
        """The single number ``value``.

        >>> print(Interval.point(3))
        [3, 3]
        """
        return cls(value, value, True, True)

    @classmethod
    def of_print(cls, value: Decimal, places: int) -> Interval:
        """Every number that prints as ``value`` when rounded half up to ``places`` decimals.

        Halves round away from zero, so the closed end is the one nearer to zero, and zero itself
        is open at both ends.

        >>> print(Interval.of_print(Decimal("-1.20"), 2), Interval.of_print(Decimal("0.0"), 1))
        (-1.205, -1.195] (-0.05, 0.05)
        """
        half = Fraction(1, 2 * 10**places)
        middle = Fraction(exact(value))
        return cls(middle - half, middle + half, middle > 0, middle < 0)

    @classmethod
    def of_truncation(cls, value: Decimal, places: int) -> Interval:
        """Every number that prints as ``value`` when cut, not rounded (截断).

        >>> print(Interval.of_truncation(Decimal("46.04"), 2))
        [46.04, 46.05)
        """
        step = Fraction(1, 10**places)
        start = Fraction(exact(value))
        if start == 0:
            return cls(-step, step, False, False)
        return cls(start, start + step) if start > 0 else cls(start - step, start, False, True)

    @property
    def is_empty(self) -> bool:
        """Whether no number lies in it, as in (1, 1]."""
        return (
            self.low is not None
            and self.low == self.high
            and not (self.low_closed and self.high_closed)
        )

    @property
    def is_point(self) -> bool:
        """Whether exactly one number lies in it."""
        return self.low is not None and self.low == self.high and not self.is_empty

    def __contains__(self, value: ExactInput) -> bool:
        number = exact(value)
        above = self.low is None or (number >= self.low if self.low_closed else number > self.low)
        below = self.high is None or (
            number <= self.high if self.high_closed else number < self.high
        )
        return above and below

    def __add__(self, other: Interval) -> Interval:
        if not isinstance(other, Interval):
            return NotImplemented
        return Interval(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            self.low_closed and other.low_closed,
            self.high_closed and other.high_closed,
        )

    def __neg__(self) -> Interval:
        return self.scaled(-1)

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other) if isinstance(other, Interval) else NotImplemented

    def scaled(self, factor: ExactInput) -> Interval:
        """Every number of it times ``factor``; a negative factor turns it around.

        >>> print(Interval(1, 2).scaled(-3))
        (-6, -3]
        """
        times = exact(factor)
        if times == 0:
            return self if self.is_empty else Interval.point(0)
        low = None if self.low is None else self.low * times
        high = None if self.high is None else self.high * times
        if times > 0:
            return Interval(low, high, self.low_closed, self.high_closed)
        return Interval(high, low, self.high_closed, self.low_closed)

    def quotient(self, other: Interval) -> Interval | None:
        """Every ratio of a number of it to one of ``other``; None where ``other`` reaches zero.

        >>> print(Interval.point(1).quotient(Interval(2, 4)))
        (0.25, 0.5]
        """
        ends = (self.low, self.high, other.low, other.high)
        if None in ends or other.low is None or other.high is None:
            return None
        if other.low < 0:
            return None if other.high >= 0 else (-self).quotient(-other)
        if other.low == 0 or self.low is None or self.high is None:
            return None
        under = (other.high, other.high_closed) if self.low >= 0 else (other.low, other.low_closed)
        over = (other.low, other.low_closed) if self.high >= 0 else (other.high, other.high_closed)
        return Interval(
            Fraction(self.low) / under[0],
            Fraction(self.high) / over[0],
            self.low_closed and (under[1] or self.low == 0),
            self.high_closed and (over[1] or self.high == 0),
        )

    def intersection(self, other: Interval) -> Interval | None:
        """What lies in both, or None where nothing does.

        >>> print(Interval(0, 5).intersection(Interval(3, 9)))
        [3, 5)
        """
        low, low_closed = _inner(self.low, self.low_closed, other.low, other.low_closed, 1)
        high, high_closed = _inner(self.high, self.high_closed, other.high, other.high_closed, -1)
        if low is not None and high is not None and low > high:
            return None
        both = Interval(low, high, low_closed, high_closed)
        return None if both.is_empty else both

    def meets(self, other: Interval) -> bool:
        """Whether the two have a number in common."""
        return self.intersection(other) is not None

    def covers(self, other: Interval) -> bool:
        """Whether all of ``other`` lies in it."""
        return other.is_empty or self.intersection(other) == other

    def wholes(self) -> tuple[int | None, int | None]:
        """The least and greatest whole number in it; least above greatest where there is none.

        >>> Interval(Fraction(1, 2), 3).wholes()
        (1, 2)
        """
        low = high = None
        if self.low is not None:
            low = -(-self.low // 1)
            low += int(low == self.low and not self.low_closed)
        if self.high is not None:
            high = self.high // 1
            high -= int(high == self.high and not self.high_closed)
        return low, high

    def __str__(self) -> str:
        left = "[" if self.low_closed and self.low is not None else "("
        right = "]" if self.high_closed and self.high is not None else ")"
        low = "-∞" if self.low is None else show(self.low)
        high = "∞" if self.high is None else show(self.high)
        return f"{left}{low}, {high}{right}"


def sum_of(intervals: Iterable[Interval]) -> Interval:
    """The interval of a sum: every sum of numbers, one from each interval; [0, 0] for none.

    >>> print(sum_of([Interval(1, 2), Interval(1, 2)]))
    [2, 4)
    """
    result = Interval.point(0)
    for interval in intervals:
        result = result + interval
    return result


def show(value: Exact, places: int = 6) -> str:
    """An exact number as decimal text; one that does not end is cut after ``places`` with ``…``.

    >>> show(Fraction(1045950, 10000)), show(Fraction(1, 3)), show(-7)
    ('104.595', '0.333333…', '-7')
    """
    number = Fraction(value)
    sign = "-" if number < 0 else ""
    for digits in range(13):
        scaled = abs(number) * 10**digits
        if scaled.denominator == 1:
            text = str(scaled.numerator).rjust(digits + 1, "0")
            return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)
    text = str(abs(number) * 10**places // 1).rjust(places + 1, "0")
    return f"{sign}{text[:-places]}.{text[-places:]}…"


def _inner(
    one: Exact | None, one_closed: bool, two: Exact | None, two_closed: bool, side: int
) -> tuple[Exact | None, bool]:
    """The inner one of two bounds; ``side`` is 1 for low bounds and -1 for high ones."""
    if one is None:
        return two, two_closed
    if two is None:
        return one, one_closed
    if one == two:
        return one, one_closed and two_closed
    return (one, one_closed) if (one - two) * side > 0 else (two, two_closed)
